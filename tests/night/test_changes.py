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
from releasecheck.reports.night.owned import owned, owner_of
from tests.made_up import reports as made_up
from tests.made_up.kept import open_record
from tests.made_up.nights import NEXT, found_in, night_before, summary, tree, unlinked
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
    index = unlinked((out / "latest" / "index.html").read_text("utf-8"))
    assert "from Fri 5 Feb 2027 to Fri 29 Jan 2027, 7 days earlier" in index
    assert "<li>A1234BC SMITH, John: refer for housing help cleared</li>" in index
    assert "<li>A4444BC NEW, Nina: new here, out Fri 5 Feb 2027</li>" in index


def test_the_restricted_and_the_erased_are_not_named_as_gone_and_whoever_is_named_is_logged(
    run: Run, demo: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run("nightly", "--out", out)
    now, day = datetime.now(UTC), date(2026, 11, 23)
    with open_record(demo) as store, store.writing("t", now, day, "restrict", None) as transaction:
        transaction.restrict("A2291BB")
        transaction.erase("A6472FA", "age")
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
    first = found_in(out / NEXT)
    assert run("nightly", "--out", out, as_of=NEXT).code == 0
    assert found_in(out / f"{NEXT}.2") == first
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


def read(page: str) -> str:
    """What is read of a page."""
    return " ".join(re.sub("<[^>]*>", " ", page.partition("<main>")[2].partition("</main>")[0]).split())


def test_the_first_screen_answers_who_leaves_who_must_be_checked_and_what_changed(
    run: Run, demo: Path, tmp_path: Path
) -> None:
    """Then pictures, what is waited for from whom, and the pages of owners and prisons."""
    run("nightly", "--out", tmp_path, as_of="2026-11-27")
    run("nightly", "--out", tmp_path, as_of="2026-11-30")
    index = (tmp_path / "latest" / "index.html").read_text("utf-8")
    text = read(index)
    order = [
        "Leaving by Tue 1 Dec: 1 person, 1 not ready",
        "A6472FA RAMSDEN, Tyler Tue 1 Dec confirm first night (COM); get licence approved (COM); 13 more",
        "Check this: 2 people",
        "Since Fri 27 Nov",
        "waiting too long 14 → 18",
        "19 people got something newly late.",
        "A6472FA RAMSDEN, Tyler : get licence approved, propose licence conditions and 1 more now late",
        "and 7 more people: 7 with something newly late",
        "First, by risk and days left: A6472FA RAMSDEN, Tyler 1 d",
        "Releases per week",
        "No answer for 14 days or more: 18",
        "Find work or training 3:",
        "Out within 28 days: 7",
        "By owner",
        "By prison",
        "This page is index.html in the night&#39;s folder 2026-11-30. Without its folder",
    ]
    assert [words for words in order if words not in text] == []
    assert sorted(order, key=text.index) == order
    totals = re.search(r"Late things (\d+) → (\d+) · cleared (\d+)", text)
    states = {night: summary(tmp_path, night)["by_state"] for night in ("2026-11-27", "2026-11-30")}
    late = [
        sum(found.get(state, 0) for state in ("overdue", "action", "expired")) for found in states.values()
    ]
    assert totals and [int(number) for number in totals.groups()] == [*late, 0]


def test_whoever_the_index_names_has_a_page_and_nobody_else(run: Run, demo: Path, tmp_path: Path) -> None:
    run("nightly", "--out", tmp_path, as_of="2026-11-27")
    run("nightly", "--out", tmp_path, as_of="2026-11-30")
    night = tmp_path / "latest"
    index = (night / "index.html").read_text("utf-8")
    named = set(re.findall(r"\b[A-Z]\d{4}[A-Z]{2}\b", index))
    assert {path.stem for path in (night / "people").iterdir()} == named
    assert set(re.findall(r'href="people/(\w+)\.html"', index)) == named
    assert 10 < len(named) < 52
    assert "RAMSDEN, Tyler" in (night / "people" / "A6472FA.html").read_text("utf-8")


def test_a_morning_on_which_nobody_leaves_says_so(
    run: Run, record: Path, make_person: MakePerson, tmp_path: Path
) -> None:
    make_person(prison="LEI")
    assert run("nightly", "--out", tmp_path).code == 0
    text = read((tmp_path / "latest" / "index.html").read_text("utf-8"))
    assert "Leaving by Tue 24 Nov: nobody" in text
    assert "Nobody is stopped, and nobody must be checked." in text
    assert "The first night Late things " in text


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
    before = night_before({row.prison_number: str(release) for row in late})
    with NightFolder(tmp_path, made_up.TODAY) as folder:
        asked = NightOptions(made_up.TODAY, "", 28, 14, False, {}, {}, (), before, "OFFICIAL", ())
        report = missing(late, made_up.TODAY, 28, 110, "person")
        night = make_night(folder, asked, [PrisonNight("LEI", report, people)], {}).night
        assert night.changes.get("overdue", 0) == night.newly_late
        return tree(folder.publish())["index.html"]


def test_everybody_with_something_newly_late_is_counted_though_not_all_are_listed(tmp_path: Path) -> None:
    index = newly_late(tmp_path, 40)
    assert "110 people got something newly late." in index
    assert index.count("refer for housing help now late") == 0 and index.count(" now late</li>") == 12
    assert "and 88 more people: 88 with something newly late" in index


def test_of_whoever_may_have_left_nothing_is_newly_late(tmp_path: Path) -> None:
    index = newly_late(tmp_path, -2)
    assert "newly late" not in index and "Check this: 110 people" in index


def test_an_item_is_fresh_when_its_state_or_its_date_is_another() -> None:
    row = made_up.row("A1234BC", "RIVERS, Sam", "crs", "to_do", 74, due_on=date(2026, 11, 27))
    for line, fresh in (
        ("2027-02-05 crs:to_do:2026-11-27", 0),
        ("2027-02-05 crs:to_do:2026-11-27 dtr:unknown:", 0),
        ("2027-02-05 crs:to_do:2026-11-30", 1),
        ("2027-02-05 crs:blocked:2026-11-27", 1),
        ("2027-02-05 xcrs:to_do:2026-11-27", 1),
    ):
        before = night_before({"A1234BC": line}, 1)
        found = owned(owner_of(row), [row], (), before, made_up.TODAY)
        assert (len(found.fresh), len(found.before)) == (fresh, 1 - fresh), line
