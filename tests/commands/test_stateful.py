"""Random days at work: whatever is typed, in whatever order, the record holds together."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from click.testing import CliRunner
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from releasecheck.cli import cli
from releasecheck.commands.registry import load
from releasecheck.core.domain import FactValue
from releasecheck.people.entries import HistoryEntry
from releasecheck.people.history import tell
from releasecheck.planning.planner import Planner
from releasecheck.policy.catalogue_files import read_catalogue
from releasecheck.policy.date_rules import load_rules
from releasecheck.policy.sources import builtin_files
from releasecheck.policy.working_days import load_calendar
from releasecheck.store import SqliteStore, open_record
from releasecheck.store.tables.plan_rows import RowMaker
from tests.made_up.records import rows

TODAY = date(2026, 11, 23)
NUMBERS = ("A1234BC", "A5561CD", "A7710FA")
DAYS = ("2026-11-25", "2026-12-18", "2027-02-06", "2027-05-03", "2028-01-10")

people = st.sampled_from(NUMBERS)
colleagues = st.sampled_from(("P. Marsh", "J. Okafor"))
days = st.sampled_from(DAYS)
facts = st.sampled_from(
    (
        "tier=B2",
        "tier=not known",
        "housing=settled",
        "housing=homeless",
        "next_accommodation=no",
        "bank_account=yes",
        "confirmed_release_date=2027-01-15",
        "confirmed_release_date=not known",
        "conditional_release_date=2027-03-05",
        "conditional_release_date=not known",
        "sex=F",
    )
)
marks = st.sampled_from(
    (
        ("dtr", "submitted", "authority=Leeds", "consent_to_refer=yes"),
        ("dtr", "accepted"),
        ("dtr", "withdrawn"),
        ("crs", "referred"),
        ("mappa_level", "set"),
        ("bank_account", "applied"),
    )
)


class Work(RuleBasedStateMachine):
    """Two colleagues at one record of at most three people."""

    template: Path
    planner: Planner

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.path = Path(self._folder.name) / "record.db"
        shutil.copy2(self.template, self.path)
        self.outcomes: list[tuple[object, ...]] = []
        self.entries = 0

    def teardown(self) -> None:
        self._folder.cleanup()

    def type(self, by: str, *words: str) -> int:
        """One command; it may be refused in words, and a refusal changes nothing."""
        before = self._rows("entries")
        done = CliRunner(catch_exceptions=False).invoke(
            cli, ["--record", str(self.path), "--as-of", TODAY.isoformat(), "--by", by, *words]
        )
        if done.exit_code != 0:
            assert done.exit_code in (1, 2), done.output
            assert done.stderr.startswith("releasecheck: "), done.output
            assert self._rows("entries") == before
        return done.exit_code

    @initialize(by=colleagues, release=days)
    def first_person(self, by: str, release: str) -> None:
        self.type(by, "add", NUMBERS[0], "--name", "RIVERS, Sam", "--release", release, "--type", "CRD")

    @rule(by=colleagues, number=people, release=days)
    def add(self, by: str, number: str, release: str) -> None:
        self.type(by, "add", number, "--name", "COLE, Marcus", "--release", release, "--type", "CRD")

    @rule(by=colleagues, number=people, told=st.lists(facts, min_size=1, max_size=3))
    def set_facts(self, by: str, number: str, told: list[str]) -> None:
        self.type(by, "set", number, *told)

    @rule(by=colleagues, number=people, mark=marks, day=st.sampled_from(("2026-11-20", "2026-11-23")))
    def mark(self, by: str, number: str, mark: tuple[str, ...], day: str) -> None:
        self.type(by, "mark", number, *mark, "--on", day)

    @rule(by=colleagues, number=people, role=st.sampled_from(("PRT", "HC", "usual")))
    def own(self, by: str, number: str, role: str) -> None:
        self.type(by, "own", number, "dtr", role)

    @rule(by=colleagues)
    def undo(self, by: str) -> None:
        self.type(by, "undo")

    @rule(by=colleagues, data=st.data())
    def void(self, by: str, data: st.DataObject) -> None:
        entry = data.draw(st.integers(1, max(self.entries, 1)), label="entry")
        self.type(by, "void", str(entry), "--reason", "entered by mistake")

    @rule(by=colleagues, number=people, day=days)
    def redate(self, by: str, number: str, day: str) -> None:
        if load("redate") is not None:
            self.type(by, "redate", number, day, "--type", "CRD", "--source", "OMU memo", "--yes")

    @rule(by=colleagues, number=people, prison=st.sampled_from(("LEEDS", "HULL")))
    def transfer(self, by: str, number: str, prison: str) -> None:
        if load("transfer") is not None:
            self.type(by, "transfer", number, prison)

    @rule(by=colleagues, number=people)
    def look(self, by: str, number: str) -> None:
        self.type(by, "history", number)

    @invariant()
    def no_outcome_ever_disappeared(self) -> None:
        now = self._rows("outcomes")
        assert now[: len(self.outcomes)] == self.outcomes
        self.outcomes = now

    @invariant()
    def history_replays_to_what_stands(self) -> None:
        with open_record(self.path) as store:
            for number in NUMBERS:
                told = store.history(number)
                standing = [entry for entry in told if entry.voided_by is None]
                undoings = {entry.voided_by for entry in told if entry.voided_by is not None}
                assert [line.entry for line in tell(told)] == sorted({*(e.entry for e in told), *undoings})
                _same(store, number, standing)

    @invariant()
    def saved_plans_are_recomputed_plans(self) -> None:
        with open_record(self.path) as store:
            assert store.faults() == []
            after = frozenset(item.id for item in self.planner.catalogue.installed() if item.after_release)
            marks = store.fingerprints()
            assert marks is not None
            maker, plan = RowMaker(after), self.planner.plan
            made = [maker.rows(record, plan(record, TODAY), marks) for record in store.records()]
            assert list(store.plans_that_differ(made)) == []

    @invariant()
    def log_verifies_and_has_a_line_for_every_entry(self) -> None:
        with open_record(self.path) as store:
            assert store.log_faults() == []
        entries = self._rows("entries")
        self.entries = len(entries)
        written = [row for row in self._rows("log") if row[4] in ("collection", "alteration")]
        assert [row[1:4] for row in written] == [row[1:4] for row in entries]

    def _rows(self, table: str) -> list[tuple[object, ...]]:
        return rows(self.path, f"SELECT * FROM {table} ORDER BY 1")


def _same(store: SqliteStore, number: str, standing: list[HistoryEntry]) -> None:
    """What the record says of a person is what these entries told, the last word first."""
    record = store.person(number)
    if not standing:
        assert record is None
        return
    assert record is not None
    facts: dict[str, FactValue | None] = {}
    owners: dict[str, str | None] = {}
    for entry in standing:
        facts |= {told.fact: told.value for told in entry.facts}
        owners |= {told.item: told.role for told in entry.owners}
    assert record.facts == _known(facts)
    assert record.owners == _known(owners)
    assert [(one.item, one.outcome, one.on) for one in record.outcomes] == [
        (one.item, one.outcome, one.on) for entry in standing for one in entry.outcomes
    ]
    assert [(one.date, one.told_on) for one in record.tellings] == [
        (one.day, one.told_on) for entry in standing for one in entry.releases
    ]


def _known(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None}


def test_whatever_is_done_the_record_holds_together(tmp_path: Path) -> None:
    """Adds, facts, outcomes, moves, undoings: after each, history, plans, outcomes and log all agree."""
    Work.template = tmp_path / "template.db"
    Work.planner = Planner(read_catalogue(builtin_files()), load_calendar(), load_rules())
    made = CliRunner().invoke(cli, ["--record", str(Work.template), "record", "init"])
    assert made.exit_code == 0, made.output
    run_state_machine_as_test(
        Work,
        settings=settings(
            max_examples=12,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
