"""What an office may set for itself: items, owners, dates and the numbers of the date rules."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from releasecheck.people.facts import FACTS
from tests.made_up.catalogues import BOOKS
from tests.made_up.program import MakePerson, Run


@pytest.fixture
def office() -> Path:
    """The folder of this office's own files."""
    folder = Path(os.environ["XDG_CONFIG_HOME"]) / "releasecheck" / "catalogue"
    folder.mkdir(parents=True)
    return folder


def plan_of(run: Run, person: str) -> dict[str, object]:
    found = run("show", person, "--format", "json")
    assert found.code == 0, found.err
    plan: dict[str, object] = json.loads(found.out)
    return plan


def task_of(run: Run, person: str, item: str) -> dict[str, object]:
    tasks = plan_of(run, person)["tasks"]
    assert isinstance(tasks, list)
    return next(task for task in tasks if task["item"] == item)


def test_a_new_number_for_the_handover_re_plans_everybody(
    run: Run, make_person: MakePerson, office: Path
) -> None:
    """Practitioners proposed three months instead of eight and a half: one edit, and every plan follows."""
    person = make_person(sentence_start_date="2025-02-06")
    assert plan_of(run, person)["handover"]["date"] == "2026-05-23"  # type: ignore[index]
    (office / "rules.toml").write_text("[handover]\ndeterminate = { months = 3 }\n", "utf-8")
    assert plan_of(run, person)["handover"]["date"] == "2026-11-06"  # type: ignore[index]
    assert run("record", "verify").code == 0


def test_mistakes_in_an_offices_rules_are_all_shown(run: Run, record: Path, office: Path) -> None:
    (office / "rules.toml").write_text("[handover]\ndeterminat = { months = 3 }\nupcoming = 56\n", "utf-8")
    found = run("catalogue", "check")
    assert found.code == 1
    assert "handover.determinat is not a rule. Did you mean determinate?" in found.err
    assert "handover.upcoming must be a distance" in found.err


def test_an_offices_own_owner_and_date_are_used_and_named_at_the_foot(
    run: Run, make_person: MakePerson, office: Path
) -> None:
    person = make_person()
    (office / "leeds.toml").write_text(
        '[item.dtr]\nowner = "PRT"\ndue = { before = "release", weeks = 6 }\n', "utf-8"
    )
    task = task_of(run, person, "dtr")
    assert (task["owner"], task["due_on"]) == ("PRT", "2026-12-24")
    assert "leeds.toml" in run("show", person, "--all").out
    assert "This office's own" in run("why", person, "dtr").out


def test_an_extension_is_switched_on_and_an_item_switched_off(
    run: Run, make_person: MakePerson, office: Path
) -> None:
    person = make_person()
    (office / "leeds.toml").write_text("[item.naloxone]\noff = false\n\n[item.debts]\noff = true\n", "utf-8")
    tasks = plan_of(run, person)["tasks"]
    assert isinstance(tasks, list)
    items = {task["item"] for task in tasks}
    assert "naloxone" in items
    assert "debts" not in items


def test_one_persons_task_may_have_another_owner(run: Run, make_person: MakePerson) -> None:
    """Who makes a duty to refer is agreed by name, person by person."""
    person = make_person()
    assert run("own", person, "dtr", "PRT").code == 0
    assert task_of(run, person, "dtr")["owner"] == "PRT"
    assert "chosen for" in run("why", person, "dtr").out
    assert run("own", person, "dtr", "usual").code == 0
    assert task_of(run, person, "dtr")["owner"] == "COM"


def test_a_day_the_office_closes_moves_what_falls_due_on_it(run: Run, make_person: MakePerson) -> None:
    person = make_person()
    assert task_of(run, person, "dtr")["due_on"] == "2027-01-08"
    added = run("calendar", "add", "2027-01-08", "Office closed")
    assert added.code == 0, added.err
    assert task_of(run, person, "dtr")["due_on"] == "2027-01-07"
    assert "Office closed" in run("calendar", "list").out
    assert run("record", "verify").code == 0


@pytest.mark.parametrize("worth_a_process", [1, 5_000])
def test_everybody_is_planned_again_around_a_closed_day_here_or_by_another_process(
    run: Run, demo: Path, monkeypatch: pytest.MonkeyPatch, worth_a_process: int
) -> None:
    monkeypatch.setattr("releasecheck.app.recording.planning_process.WORTH_A_PROCESS", worth_a_process)
    before = run("export", "plans").out
    assert run("calendar", "add", "2026-11-27", "Office closed").code == 0
    after = run("export", "plans").out
    assert after.count('"due_on":"2026-11-27"') < before.count('"due_on":"2026-11-27"')
    assert "every saved plan is what the facts give" in run("record", "verify").out


def test_a_newer_list_of_bank_holidays_is_imported_and_no_longer_provisional(
    run: Run, record: Path, tmp_path: Path
) -> None:
    days = {"01-01": "New Year’s Day", "03-30": "Good Friday", "04-02": "Easter Monday"}
    days |= {
        "05-07": "Early May bank holiday",
        "05-28": "Spring bank holiday",
        "08-27": "Summer bank holiday",
    }
    days |= {"12-25": "Christmas Day", "12-26": "Boxing Day"}
    events = [{"title": title, "date": f"2029-{day}"} for day, title in days.items()]
    file = tmp_path / "bank-holidays.json"
    file.write_text(json.dumps({"england-and-wales": {"events": events}}), "utf-8")
    before = run("calendar", "list", "--from", "2029-01-01", "--to", "2029-12-31").out
    assert "provisional" in before
    found = run("calendar", "import", file)
    assert found.code == 0, found.err
    after = run("calendar", "list", "--from", "2029-01-01", "--to", "2029-12-31").out
    assert "provisional" not in after
    assert after.count("2029") == 9


def test_office_files_beside_the_config_file_in_use_are_found(
    run: Run, make_person: MakePerson, tmp_path: Path
) -> None:
    person = make_person()
    config = tmp_path / "leeds" / "config.toml"
    config.parent.mkdir()
    config.write_text('office = "Leeds"\n', "utf-8")
    (config.parent / "leeds.toml").write_text('[item.dtr]\nowner = "PRT"\n', "utf-8")
    found = run("--config", config, "show", person, "--format", "json")
    assert found.code == 0, found.err
    owners = {task["item"]: task["owner"] for task in json.loads(found.out)["tasks"]}
    assert owners["dtr"] == "PRT"
    assert task_of(run, person, "dtr")["owner"] == "COM"


def test_two_office_files_that_say_different_things_are_a_mistake(
    run: Run, record: Path, office: Path
) -> None:
    (office / "a.toml").write_text('[item.dtr]\nowner = "PRT"\n', "utf-8")
    (office / "b.toml").write_text('[item.dtr]\nowner = "POM"\n', "utf-8")
    found = run("catalogue", "check")
    assert found.code == 1
    assert "b.toml: item dtr: owner is set in a.toml as well" in found.err


def test_a_local_item_does_not_take_the_code_of_another(run: Run, record: Path, office: Path) -> None:
    text = (
        '[item.books]\ncode = "AC05"\ntitle = "Books"\npathway = "release_day"\nowner = "OMU"\n'
        'action = "collect"\nsources = [{ title = "Order", confidence = "high", checked = 2026-11-02 }]\n'
    )
    (office / "leeds.toml").write_text(text, "utf-8")
    assert "item books: code AC05 is dtr's" in run("catalogue", "check").err


def test_a_route_begun_elsewhere_is_recorded_though_the_facts_rule_it_out(
    run: Run, make_person: MakePerson
) -> None:
    """The national services may hold a referral for somebody whom their own rules would not start."""
    person = make_person(next_accommodation="yes", sex="M", tier="D1")
    for item in ("cas1", "cas3"):
        assert run("mark", person, item, "submitted").code == 0
        assert task_of(run, person, item)["position"] == "submitted"


@pytest.mark.usefixtures("sam")
def test_a_changed_office_file_counts_at_the_next_command(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    config = tmp_path / "config.toml"
    config.write_text(f'catalogue = "{folder}"\n', encoding="utf-8")
    monkeypatch.setenv("RELEASECHECK_CONFIG", str(config))
    assert run("note", "rivers", "first").code == 0
    (folder / "leeds.toml").write_text(BOOKS, encoding="utf-8")
    done = run("done", "rivers", "books", "shelf=A")
    assert done.out == "A1234BC RIVERS, Sam books done Mon 23 Nov 2026. Next: releasecheck show A1234BC\n"
    (folder / "leeds.toml").write_text(
        BOOKS.replace('kind = "done"', 'kind = "done", title = "back"'), "utf-8"
    )
    assert run("undo").code == 0
    assert run("done", "rivers", "books", "shelf=A").out.startswith(
        "A1234BC RIVERS, Sam books back Mon 23 Nov 2026."
    )


# --- retired items ---

ON_HDC = {
    "hdc_eligible": "yes",
    "hdc_eligibility_date": "2027-01-04",
    "hdc_date_stands": "yes",
    "next_accommodation": "no",
}


def test_an_item_that_is_retired_is_brought_back_by_an_office_and_the_check_says_so(
    run: Run, make_person: MakePerson, office: Path
) -> None:
    person = make_person(**ON_HDC)
    assert task_of(run, person, "cas2")["state"] == "not_required"
    (office / "leeds.toml").write_text("[item.cas2]\nretired = false\n", "utf-8")
    assert task_of(run, person, "cas2")["state"] == "to_do"
    said = run("catalogue", "check").out
    assert (
        "cas2: this office has set retired. It is asked for again here; elsewhere retired from 27 Aug" in said
    )
    assert "brought back by this office" in " ".join(run("why", person, "cas2").out.split())
    assert run("record", "verify").code == 0


def test_what_an_office_sets_of_a_retired_item_in_vain_is_said(run: Run, record: Path, office: Path) -> None:
    (office / "leeds.toml").write_text("[item.cas2]\noff = false\n", "utf-8")
    said = run("catalogue", "check").out
    assert "cas2: this office has set off. Without effect: retired from 27 Aug 2026" in said
    assert "To ask for it here: retired = false" in said


def test_a_retired_item_is_marked_for_a_day_before_or_although(run: Run, make_person: MakePerson) -> None:
    person = make_person(**ON_HDC)
    refused = run("mark", person, "cas2", "submitted")
    assert refused.code == 2
    assert "cas2 of A1234BC is retired from 27 Aug 2026: CAS-2 takes no new applications" in refused.err
    assert run("mark", person, "cas2", "submitted", "--on", "2026-08-20").code == 0
    assert task_of(run, person, "cas2")["outcome"] == "submitted"
    assert '"item":"cas2"' in run("export", "outcomes", "--format", "jsonl").out.replace(" ", "")


@pytest.mark.parametrize(
    ("retired", "said"),
    [
        ("true", '"retired" is a table such as'),
        ('{ because = "x", source = "y" }', "retired: says from which day"),
        ("{ from = 2026-08-27 }", 'retired: "because" is missing'),
        (
            '{ from = 2026-08-27, because = "x", source = "y", into = "crs", form = 1 }',
            'retired: no key "form"',
        ),
    ],
)
def test_a_mistake_in_retiring_an_item_is_named(
    run: Run, record: Path, office: Path, retired: str, said: str
) -> None:
    (office / "leeds.toml").write_text(
        BOOKS.replace('owner = "OMU"', f'owner = "OMU"\nretired = {retired}'), "utf-8"
    )
    found = run("catalogue", "check")
    assert found.code == 1
    assert said in found.err


OFF_AND_ON = """
[item.naloxone]
off = false
[item.firearms_notice]
off = true
[item.dtr]
owner = "PRT"
"""


def test_an_item_switched_off_or_on_by_an_office_is_said_as_that(
    run: Run, record: Path, office: Path
) -> None:
    (office / "leeds.toml").write_text(OFF_AND_ON, "utf-8")
    said = run("catalogue", "check").out
    assert "  naloxone: asked for here\n" in said
    assert "  firearms_notice: not asked for here: this office switched it off\n" in said
    assert "  dtr: this office has set owner\n" in said


def test_a_day_that_an_office_sets_takes_the_place_of_every_checkpoint(
    run: Run, make_person: MakePerson, office: Path
) -> None:
    person = make_person(release="2027-02-05", home_area="wales")
    assert task_of(run, person, "dtr")["due_on"] == "2026-12-11"
    (office / "leeds.toml").write_text('[item.dtr]\ndue = { before = "release", weeks = 5 }\n', "utf-8")
    assert task_of(run, person, "dtr")["due_on"] == "2026-12-31"


def test_what_may_be_answered_no_is_something_that_is_asked(run: Run, record: Path, office: Path) -> None:
    (office / "leeds.toml").write_text('[item.dtr]\nif_no.authority = "ask"\n', "utf-8")
    assert 'if_no: none of its outcomes asks for "authority", yes or no' in run("catalogue", "check").err


def test_every_fact_is_listed_with_what_is_typed(run: Run, record: Path) -> None:
    """Nobody has to guess a name: each stands under its group, and a choice says its values."""
    shown = run("catalogue", "facts").out.splitlines()
    for name, fact in FACTS.items():
        assert sum(line.startswith(f"  {name} ") and fact.title.split()[0] in line for line in shown) == 1, (
            name
        )
    few = run("catalogue", "facts", "abuse").out.splitlines()
    assert few[0] == "RISK" and few[1].split()[0] == "domestic_abuse"
    assert few[2].strip() == "perpetrator, victim, both or none"
    none = run("catalogue", "facts", "zzz")
    assert none.code == 0 and none.out.startswith("No fact has zzz in its name.")
