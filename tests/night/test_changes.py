"""What changed since the night before: said once, to whom it concerns."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from releasecheck.core.domain import Release
from releasecheck.night.asked import NightOptions, PrisonNight
from releasecheck.night.bundle import make_night
from releasecheck.night.folder import NightFolder
from releasecheck.reports.caseload.missing import CaseloadRow, missing
from releasecheck.reports.night.found import Snapshot
from releasecheck.reports.night.owned import owned, owner_of
from releasecheck.store import open_record
from tests.made_up import reports as made_up
from tests.made_up.nights import NEXT, summary, tree
from tests.made_up.program import AS_OF, MakePerson, Run
from tests.made_up.records import logged, tamper


def test_the_next_night_says_what_changed(
    run: Run, record: Path, make_person: MakePerson, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    make_person(prison="LEI")
    make_person("A2222BC", "COLE, Marcus", prison="LEI")
    make_person("A3333BC", "DUNNE, Kerry", "2026-11-26", prison="LEI")
    assert run("nightly", "--out", out).code == 0
    assert run("redate", "A2222BC", "2027-01-29", "--type", "CRD", "--source", "memo", "-y").code == 0
    assert run("mark", "smith", "crs", "submitted").code == 0
    assert run("released", "A3333BC", as_of="2026-11-26").code == 0
    make_person("A4444BC", "NEW, Nina", prison="LEI")
    done = run("nightly", "--out", out, as_of="2026-11-26")
    assert done.code == 0
    assert "(Mon 23 Nov 3)" in done.out
    changes = summary(out)["changes"]
    assert (changes["arrived"], changes["moved"]) == (1, 1)
    assert changes["cleared"] >= 1
    index = re.sub("<td [^>]*>", "<td>", (out / "latest" / "index.html").read_text("utf-8"))
    assert "from Fri 5 Feb 2027 to Fri 29 Jan 2027" in index and "7 days earlier" in index
    assert re.search(
        r"A1234BC SMITH, John</th><td>Refer for housing help</td><td>nothing missing any more", index
    )
    assert re.search(r"A4444BC NEW, Nina</th><td>-</td><td>out Fri 5 Feb", index)


def test_the_restricted_and_the_erased_are_not_named_as_gone_and_whoever_is_named_is_logged(
    run: Run, demo: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run("nightly", "--out", out)
    now, day = datetime.now(UTC), date(2026, 11, 23)
    with open_record(demo) as store, store.writing("t", now, day, "restrict", None) as transaction:
        transaction.restrict("A2291BB")
        transaction.erase("A6472FA")
    assert run("released", "A3301FE", "--on", "2026-11-23").code == 0
    tamper(demo, "UPDATE tasks SET open = 0 WHERE prison_number = 'A3301FE'")
    assert run("nightly", "--out", out, as_of=NEXT).code == 0
    everything = "".join(tree(out / "latest").values())
    assert "A2291BB" not in everything and "A6472FA" not in everything
    assert "A3301FE" in everything and summary(out)["changes"]["left"] == 1
    assert "A3301FE" in [people for _, command, people in logged(demo) if command == "nightly"][-1]


def test_a_second_run_of_a_day_is_compared_with_the_day_before_as_well(
    run: Run, demo: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run("nightly", "--out", out)
    run("nightly", "--out", out, as_of=NEXT)
    first = tree(out / NEXT)
    assert run("nightly", "--out", out, as_of=NEXT).code == 0
    assert tree(out / f"{NEXT}.2") == first
    assert (out / "latest").readlink() == Path(f"{NEXT}.2")
    assert summary(out)["compared_with"] == AS_OF


def test_no_digest_repeats_what_stands_as_it_stood_unless_asked(run: Run, demo: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("nightly", "--out", out)
    run("nightly", "--out", out, as_of=NEXT)
    again = (out / NEXT / "digests" / "com-s-wainwright.txt").read_text("utf-8")
    assert "nothing new since Mon 23 Nov" in again
    assert re.search(r"As before: \d+ things, \d+ late: .*POOLE \d+", " ".join(again.split()))
    assert not re.search("POOLE, [A-Z]", again)
    run("nightly", "--out", out, "--repeat", as_of=NEXT)
    repeated = (out / "latest" / "digests" / "com-s-wainwright.txt").read_text("utf-8")
    assert re.search("POOLE, [A-Z]", repeated)


SETTLED = {
    **dict.fromkeys(("victim_contact", "sex_offence", "recall"), "no"),
    "sex": "male",
    "mappa_category": "none",
    "tier": "B2",
    "next_accommodation": "yes",
    "rosh": "low",
}
"""Of somebody far from release for whom their COM has nothing to do."""


def test_an_owner_is_told_of_all_their_people_and_first_of_what_is_new(
    run: Run, record: Path, make_person: MakePerson, tmp_path: Path
) -> None:
    """Whoever has nothing to do is counted among theirs, and named; what stands as it stood is one line."""
    make_person("A1111BC", "BEAUMONT, Neil", "2027-02-19", com="J. Okafor", prison="LEI")
    make_person("A2222BC", "ASHDOWN, Ann", "2031-01-15", com="J. Okafor", prison="MDI", **SETTLED)
    make_person("A3333BC", "COLE, Marcus", "2027-01-15", com="A. Khan", prison="LEI")
    assert run("nightly", "--out", tmp_path, as_of="2026-11-27").code == 0
    assert run("nightly", "--out", tmp_path, as_of="2026-11-30").code == 0
    for path in ("owners/com-j-okafor.html", "digests/com-j-okafor.txt"):
        page = (tmp_path / "latest" / path).read_text("utf-8").rpartition("</style>")[2]
        text = " ".join(re.sub("<[^>]*>", " ", page).split())
        assert re.search(r"1 of your 2 people has something to do; \d+ new since Fri 27 Nov", text), text
        assert re.search(r"As before: \d+ things(, \d+ late)?: BEAUMONT \d+\.", text)
        assert "Nothing to do: ASHDOWN." in text and "COLE" not in text
        new = text[text.index("1 of your 2") : text.index("As before")]
        assert "BEAUMONT" in new and " days late" in new


MET = ("contact_kind=video", "--on", "2026-10-28")


def test_what_was_done_before_is_due_again_and_never_not_started(
    run: Run, record: Path, make_person: MakePerson, tmp_path: Path
) -> None:
    make_person("A1111BC", "BEAUMONT, Neil", "2027-01-15", com="J. Okafor", prison="LEI", rosh="high")
    assert run("mark", "A1111BC", "first_contact", "done", *MET).code == 0
    assert run("nightly", "--out", tmp_path, as_of="2026-11-30").code == 0
    text = " ".join((tmp_path / "latest" / "digests" / "com-j-okafor.txt").read_text("utf-8").split())
    assert re.search(r"speak to the person: due again, last 28 Oct, \d+ days late", text)
    assert "not started" not in text


def test_a_task_that_waits_until_a_date_is_quiet_until_then(
    run: Run, record: Path, make_person: MakePerson, tmp_path: Path
) -> None:
    make_person(com="J. Okafor", prison="LEI")
    assert run("mark", "smith", "crs", "submitted").code == 0
    for day, said in ((AS_OF, False), ("2026-12-20", True)):
        assert run("nightly", "--out", tmp_path / "out", as_of=day).code == 0
        text = (tmp_path / "out" / "latest" / "digests" / "com-j-okafor.txt").read_text("utf-8")
        assert ("refer for housing help: no answer in 27 days" in " ".join(text.split())) is said


def test_the_first_screen_of_the_index_is_about_people(run: Run, demo: Path, tmp_path: Path) -> None:
    """Who leaves by the next working day comes before what changed; then who comes first, one row each."""
    run("nightly", "--out", tmp_path, as_of="2026-11-30")
    index = (tmp_path / "latest" / "index.html").read_text("utf-8")
    order = [
        "Leaving by Tue 1 Dec: 1 person, 1 with something open",
        "Check this",
        "What changed",
        "Who comes first",
        "Still unanswered",
    ]
    assert sorted(order, key=index.index) == order
    first = index[index.index("Who comes first") : index.index("Still unanswered")]
    numbers = re.findall(r"<tr><th scope=\"row\">([A-Z0-9]+) ", first)
    assert len(numbers) == len(set(numbers)) == 20


def test_what_is_newly_late_is_told_by_person(run: Run, demo: Path, tmp_path: Path) -> None:
    run("nightly", "--out", tmp_path, as_of="2026-11-27")
    run("nightly", "--out", tmp_path, as_of="2026-11-30")
    index = (tmp_path / "latest" / "index.html").read_text("utf-8")
    assert re.search(r"\d+ people got something newly late: [A-Z’]+, \w+ \d+, ", index)


def newly_late(tmp_path: Path, out_in: int) -> str:
    """The index of a night in which 110 people got something newly late, who leave in so many days."""
    due, release = date(2026, 11, 20), made_up.TODAY + timedelta(out_in)
    late = [
        made_up.row(f"A{n:04}BC", f"SMITH, {n}", "crs", "overdue", out_in, due_on=due) for n in range(110)
    ]
    people = tuple(
        CaseloadRow(row.prison_number, row.name, "LEI", Release(release, "CRD", release, False), out_in, {})
        for row in late
    )
    before = Snapshot(date(2026, 11, 22), {row.prison_number: str(release) for row in late}, 0)
    with NightFolder(tmp_path, made_up.TODAY) as folder:
        asked = NightOptions(made_up.TODAY, "", 28, 14, False, {}, {}, (), before, "OFFICIAL", ())
        report = missing(late, made_up.TODAY, 28, 110, "person")
        night = make_night(folder, asked, [PrisonNight("LEI", report, people)], {}).night
        assert night.changes.get("overdue", 0) == night.newly_late
        return tree(folder.publish())["index.html"]


def test_everybody_with_something_newly_late_is_counted_though_not_all_are_listed(tmp_path: Path) -> None:
    index = newly_late(tmp_path, 40)
    assert re.search(r"110 people got something newly late: (SMITH, \d+ 1,? ){5}and 105 others", index)


def test_of_whoever_may_have_left_nothing_is_newly_late(tmp_path: Path) -> None:
    index = newly_late(tmp_path, -2)
    assert "newly late:" not in index and "Check this" in index


def test_an_item_is_fresh_when_its_state_or_its_date_is_another() -> None:
    row = made_up.row("A1234BC", "RIVERS, Sam", "crs", "to_do", 74, due_on=date(2026, 11, 27))
    for line, fresh in (
        ("2027-02-05 crs:to_do:2026-11-27", 0),
        ("2027-02-05 crs:to_do:2026-11-27 dtr:unknown:", 0),
        ("2027-02-05 crs:to_do:2026-11-30", 1),
        ("2027-02-05 crs:blocked:2026-11-27", 1),
        ("2027-02-05 xcrs:to_do:2026-11-27", 1),
    ):
        before = Snapshot(date(2026, 11, 22), {"A1234BC": line}, 1)
        found = owned(owner_of(row), [row], (), before, made_up.TODAY)
        assert (len(found.fresh), len(found.before)) == (fresh, 1 - fresh), line
