"""What a whole record, or a list with a prison column, shows to have happened to somebody."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from tests.made_up.moves import fact
from tests.places import DATA

CASES = DATA / "cases"
BACK, LEFT = CASES / "02-back-in-custody-by-import", CASES / "06-left-prison-by-import"
WITHDRAWN, MOVED = CASES / "03-withdrawn-date-stays", CASES / "13-transfer-by-import"

Listing = Callable[..., Path]


@pytest.fixture
def listing(tmp_path: Path) -> Listing:
    """Writes a list of one whole record, somebody serving in Leeds unless said otherwise."""

    def write(**other: Any) -> Path:
        record = {
            "prisonerNumber": "A9101ZA",
            "bookingId": "1",
            "firstName": "INVENTED",
            "lastName": "GONE",
            "dateOfBirth": "1990-01-05",
            "status": "ACTIVE IN",
            "inOutStatus": "IN",
            "prisonId": "LEI",
            "lastMovementTypeCode": "ADM",
            "lastMovementReasonCode": "I",
            "legalStatus": "SENTENCED",
            "receptionDate": "2024-12-01",
            "conditionalReleaseDate": "2026-12-04",
            **other,
        }
        path = tmp_path / "listing.json"
        path.write_text(json.dumps([{k: v for k, v in record.items() if v is not None}]))
        return path

    return write


def out(reason: str = "CR", on: str | None = "2026-11-26", **more: Any) -> dict[str, Any]:
    """What a record says of somebody who went out with this reason."""
    return {
        "status": "INACTIVE OUT",
        "inOutStatus": "OUT",
        "prisonId": "OUT",
        "lastPrisonId": "LEI",
        "lastMovementTypeCode": "REL",
        "lastMovementReasonCode": reason,
        "lastMovementDate": on,
        **more,
    }


def words(text: str) -> str:
    return " ".join(text.split())


def facts(record: Path, number: str, *names: str) -> list[object]:
    return [fact(record, name, number) for name in names]


def verified(run: Run) -> None:
    assert run("record", "verify").code == 0


def test_somebody_recalled_and_somebody_sentenced_anew_are_back(record: Path, run: Run) -> None:
    run("import", "people", BACK / "before.json", as_of="2026-05-01")
    run("released", "A9811ZA", as_of="2026-06-01")
    run("released", "A9801ZA", as_of="2026-11-02")
    done = run("import", "people", BACK / "after.json", as_of="2026-11-27")
    assert "A9801ZA: back on recall, the day not known" in done.out
    assert "A9811ZA: back in prison Sat 10 Oct 2026" in done.out
    assert "2 rows: 1 recall, 1 back in prison\n" in done.out
    listed = run("list", as_of="2026-11-27").out
    assert re.search(r"Mon 14 Dec +PRRD", listed) and re.search(r"5 Feb 2027 +CRD", listed)
    assert "1 person: 1 not ready" in run("gate", "--on", "2026-12-14", as_of="2026-12-11").out
    assert "1 person: 1 not ready" in run("gate", "--on", "2027-02-05", as_of="2027-02-04").out
    verified(run)


def test_a_date_that_a_whole_record_leaves_out_is_withdrawn(record: Path, run: Run) -> None:
    run("import", "people", WITHDRAWN / "before.json", as_of="2026-11-20")
    done = run("import", "people", WITHDRAWN / "after.json", as_of="2026-11-27")
    said = words(done.out)
    assert "A9812ZA: HDC approved date withdrawn: this record has none any more, refused or withdrawn" in said
    assert "3 rows: 2 release dates moved, 1 unchanged" in said
    assert "A9812ZA HDCGONE, INVENTED: Thu 10 Dec 2026 to Fri 5 Feb 2027" in said
    assert "Nobody leaves." in run("gate", "--on", "2026-12-10", as_of="2026-12-09").out
    told = run("missing", "--within", "60d", "--item", "release_told", as_of="2026-11-27").out
    assert "A9812ZA" in told and "A9813ZA" in told
    again = run("import", "people", "--blank-clears", WITHDRAWN / "after.json", as_of="2026-11-27")
    assert again.out == "3 rows: 3 unchanged\n"
    verified(run)


def test_a_date_told_by_a_command_that_day_is_not_withdrawn_by_that_days_list(
    record: Path, run: Run, listing: Listing
) -> None:
    run("import", "people", listing(), as_of="2026-11-20")
    run(*("redate", "A9101ZA", "2026-12-03", "--type", "CONFIRMED", "--source", "OMU"), as_of="2026-11-27")
    run("import", "people", listing(), as_of="2026-11-27")
    assert fact(record, "confirmed_release_date", "A9101ZA") == "2026-12-03"
    run("import", "people", listing(), as_of="2026-11-28")
    assert fact(record, "confirmed_release_date", "A9101ZA") is None


def test_an_empty_cell_of_a_plain_list_withdraws_nothing(record: Path, run: Run, tmp_path: Path) -> None:
    run("import", "people", WITHDRAWN / "before.json", as_of="2026-11-20")
    plain = tmp_path / "plain.csv"
    plain.write_text("NOMS No,HDCAD,Status\nA9812ZA,,ACTIVE IN\n")
    run("import", "people", plain, as_of="2026-11-27")
    assert fact(record, "hdc_actual_date", "A9812ZA") == "2026-12-10"


def test_outside_and_in_transit_are_no_prisons(record: Path, run: Run) -> None:
    run("import", "people", LEFT / "before.json", as_of="2026-11-20")
    done = run("import", "people", LEFT / "after.json", as_of="2026-11-27")
    assert (
        "A9101ZA: left prison Thu 26 Nov 2026 by this list (REL CR): "
        "releasecheck released A9101ZA --on 2026-11-26" in words(done.out)
    )
    assert "A9102ZA: in hospital as a restricted patient Fri 20 Nov 2026 (REL HP)" in done.out
    assert "A9103ZA: in transit between prisons" in done.out
    assert done.out.index("3 rows:") < done.out.index("A9103ZA") < done.out.index("NOT USED")
    in_leeds = run("list", "--prison", "LEI", as_of="2026-11-27").out
    assert all(number in in_leeds for number in ("A9101ZA", "A9102ZA", "A9103ZA"))
    shown = words(run("show", "A9101ZA", as_of="2026-11-27").out)
    asked = "Left prison Thu 26 Nov 2026 by a list (REL CR): releasecheck released"
    assert "CHECK THIS" in shown and asked in shown
    again = run("import", "people", LEFT / "after.json", as_of="2026-11-28")
    assert again.out == "3 rows: 3 unchanged\n"
    run("released", "A9101ZA", "--on", "2026-11-26", as_of="2026-11-28")
    assert facts(record, "A9101ZA", "custody_status", "last_movement") == [None, None]
    assert run("import", "people", LEFT / "after.json", as_of="2026-11-29").out == "3 rows: 3 unchanged\n"
    verified(run)


@pytest.mark.parametrize("text", ["prison=OUT", "prison=trn"])
def test_nobody_is_set_to_be_held_outside(record: Path, run: Run, listing: Listing, text: str) -> None:
    run("import", "people", listing())
    assert run("set", "A9101ZA", text).code == 2


def test_a_move_by_a_list_is_a_transfer(record: Path, run: Run) -> None:
    run("import", "people", MOVED / "nov20.csv", as_of="2026-11-20")
    run("set", "A9861ZA", "resettlement_prison=yes", "in_home_area=yes", as_of="2026-11-20")
    done = run("import", "people", MOVED / "nov27.csv", as_of="2026-11-27")
    assert "A9861ZA: moved prison, LEI to MDI" in done.out and "1 row: 1 moved prison" in done.out
    names = ("prison", "pom", "cell", "resettlement_prison", "in_home_area")
    assert facts(record, "A9861ZA", *names) == ["MDI", None, None, None, None]
    verified(run)


def test_a_move_told_by_a_command_stands_against_that_mornings_list(record: Path, run: Run) -> None:
    run("import", "people", MOVED / "nov20.csv", as_of="2026-11-20")
    run("transfer", "A9861ZA", "HLI", "--pom", "K. Ellis", as_of="2026-11-27")
    run("import", "people", MOVED / "nov27.csv", as_of="2026-11-27")
    assert facts(record, "A9861ZA", "prison", "pom") == ["HLI", "K. Ellis"]
    run("import", "people", MOVED / "nov27.csv", as_of="2026-11-28")
    assert facts(record, "A9861ZA", "prison", "pom") == ["MDI", None]


def test_a_prison_that_is_set_is_a_transfer(record: Path, run: Run) -> None:
    run("import", "people", MOVED / "nov20.csv", as_of="2026-11-20")
    run("set", "A9861ZA", "prison=MDI", as_of="2026-11-21")
    assert facts(record, "A9861ZA", "prison", "pom", "cell") == ["MDI", None, None]


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("ESCP", "escaped or unlawfully at large"),
        ("BL", "bailed"),
        ("DE", "removed from the country"),
        ("NG", "released by a court"),
        ("ZZ", "outside prison Thu 26 Nov 2026 by this list (REL ZZ: not known here)"),
        ("99", "outside prison"),
    ],
)
def test_a_movement_out_is_a_release_only_with_a_reason_that_says_so(
    record: Path, run: Run, listing: Listing, reason: str, said: str
) -> None:
    run("import", "people", listing(), as_of="2026-11-20")
    done = run("import", "people", listing(**out(reason)), as_of="2026-11-27")
    assert said in words(done.out) and "1 row: 1 to check" in done.out
    assert fact(record, "released_on", "A9101ZA") is None
    assert "CHECK THIS" in run("show", "A9101ZA", as_of="2026-11-27").out


def test_a_mornings_list_does_not_bring_back_whoever_left_that_day(
    record: Path, run: Run, listing: Listing
) -> None:
    run("import", "people", listing(), as_of="2026-11-20")
    run("released", "A9101ZA", as_of="2026-12-04")
    assert run("import", "people", listing(), as_of="2026-12-04").out == "1 row: 1 unchanged\n"
    later = run("import", "people", listing(), as_of="2026-12-05")
    assert "recorded as released, and this list has them in custody" in words(later.out)
    assert fact(record, "released_on", "A9101ZA") == "2026-12-04"
    assert run("import", "people", listing(), as_of="2026-12-06").out == "1 row: 1 unchanged\n"


def test_a_list_of_the_stay_before_does_not_send_anybody_out_again(
    record: Path, run: Run, listing: Listing
) -> None:
    run("import", "people", listing(), as_of="2026-11-20")
    run("released", "A9101ZA", as_of="2026-11-26")
    run("recalled", "A9101ZA", "--on", "2026-12-01", as_of="2026-12-02")
    done = run("import", "people", listing(**out()), as_of="2026-12-02")
    assert "left prison" not in done.out
    assert facts(record, "A9101ZA", "custody_status", "recall") == [None, 1]


def test_somebody_recaptured_goes_on_where_they_were(record: Path, run: Run, listing: Listing) -> None:
    run("import", "people", listing(), as_of="2026-11-20")
    run("released", "A9101ZA", as_of="2026-11-26")
    back = listing(lastMovementReasonCode="RECA", lastMovementDate="2026-11-28")
    done = run("import", "people", back, as_of="2026-11-29")
    assert "A9101ZA: back in prison Sat 28 Nov 2026 on the stay that was left" in done.out
    assert facts(record, "A9101ZA", "released_on", "conditional_release_date") == [None, "2026-12-04"]


def test_a_day_out_is_named_once_and_so_is_the_way_back(record: Path, run: Run, listing: Listing) -> None:
    run("import", "people", listing(), as_of="2026-11-20")
    away = {"status": "ACTIVE OUT", "inOutStatus": "OUT", "lastMovementTypeCode": "TAP"}
    done = run("import", "people", listing(**away, lastMovementReasonCode="FB"), as_of="2026-11-24")
    assert "A9101ZA: out for the day (TAP FB)" in done.out
    assert "CHECK THIS" not in run("show", "A9101ZA", as_of="2026-11-24").out
    assert "A9101ZA: in prison again" in run("import", "people", listing(), as_of="2026-11-25").out
    assert fact(record, "custody_status", "A9101ZA") is None


def test_the_newest_recall_is_read_from_its_code_and_alerts_say_yes(
    record: Path, run: Run, listing: Listing
) -> None:
    alerts = [
        {"alertType": "S", "alertCode": "SR", "active": True, "expired": False},
        {"alertType": "C", "alertCode": "C1", "active": False, "expired": True},
    ]
    run("import", "people", listing(imprisonmentStatus="FTR_56ORA", recall=False, alerts=alerts))
    names = ("recall", "recall_type", "notification_duty", "child_contact_restriction")
    assert facts(record, "A9101ZA", *names) == [1, "fixed_term", 1, None]


def test_an_alert_may_say_a_level_and_what_is_open(record: Path, run: Run, listing: Listing) -> None:
    codes = ("HA", "CC2", "P77", "RDV", "XA", "PTD")
    run("import", "people", listing(alerts=[{"alertCode": code, "active": True} for code in codes]))
    assert facts(
        *(record, "A9101ZA", "self_harm", "child_contact_level", "mappa_category", "mappa_level"),
        *("domestic_abuse", "arson", "power_to_detain", "tact"),
    ) == ["open", 2, "2", 2, "perpetrator", 1, 1, None]


def test_a_sentence_that_became_a_remand_is_named_and_its_dates_are_withdrawn(
    record: Path, run: Run, listing: Listing
) -> None:
    run("import", "people", listing(), as_of="2026-11-20")
    remand = listing(legalStatus="REMAND", conditionalReleaseDate=None)
    done = run("import", "people", remand, as_of="2026-11-27")
    assert "no longer serving a sentence" in done.out
    assert fact(record, "conditional_release_date", "A9101ZA") is None


def test_somebody_recorded_as_dead_whom_a_list_has_in_custody_is_asked_about_on_every_list(
    record: Path, run: Run, listing: Listing
) -> None:
    run("import", "people", listing(), as_of="2026-11-24")
    run("died", "A9101ZA", "--on", "2026-11-25", as_of="2026-11-25")
    for day in ("2026-11-26", "2026-11-27"):
        run("import", "people", listing(recall=True, legalStatus="RECALL"), as_of=day)
        for report in (("list",), ("today",), ("missing",)):
            said = words(run(*report, as_of=day).out)
            assert "A9101ZA" in said and "Recorded as dead, and a list has them in custody" in said
    assert facts(record, "A9101ZA", "legal_status", "recall") == ["DEAD", None]


def test_a_movement_on_a_day_to_come_has_no_day(record: Path, run: Run, listing: Listing) -> None:
    run("import", "people", listing(), as_of="2026-11-20")
    done = run("import", "people", listing(**out("DEC", "2026-12-25")), as_of="2026-11-27")
    assert "died, the day not known" in done.out
    assert fact(record, "died_on", "A9101ZA") is None


def test_a_list_of_the_stay_before_undoes_no_recall(record: Path, run: Run, listing: Listing) -> None:
    run("import", "people", listing(conditionalReleaseDate="2026-11-20"), as_of="2026-11-19")
    run("released", "A9101ZA", as_of="2026-11-20")
    run("recalled", "A9101ZA", "--on", "2026-11-25", "--recall-type", "fixed_term", as_of="2026-11-25")
    run("import", "people", listing(**out("CR", "2026-11-20"), recall=False), as_of="2026-11-26")
    assert fact(record, "recall", "A9101ZA") == 1


def test_a_list_of_the_day_somebody_left_says_nothing_of_their_stay(
    record: Path, run: Run, listing: Listing
) -> None:
    run("import", "people", listing(), as_of="2026-11-20")
    run("released", "A9101ZA", "--on", "2026-11-27", as_of="2026-11-27")
    back = {"lastMovementReasonCode": "L", "lastMovementDate": "2026-11-27", "receptionDate": "2026-11-27"}
    again = listing(**back, recall=True, legalStatus="RECALL")
    run("import", "people", again, as_of="2026-11-27")
    assert fact(record, "recall", "A9101ZA") is None


@pytest.mark.parametrize("reason", ["DEC", "CR"])
def test_an_older_list_than_where_they_are_tells_no_event(
    record: Path, run: Run, listing: Listing, reason: str
) -> None:
    run("import", "people", listing(), as_of="2026-11-20")
    run("import", "people", listing(prisonId="MDI", legalStatus="REMAND"), as_of="2026-11-27")
    done = run(
        "import", "people", listing(**out(reason, "2026-11-24")), "--told", "2026-11-25", as_of="2026-11-27"
    )
    assert "died" not in done.out.splitlines()[0] and "left prison" not in done.out
    assert facts(record, "A9101ZA", "prison", "died_on", "custody_status") == ["MDI", None, None]
