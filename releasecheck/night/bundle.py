"""The cron bundle: every page, list and digest of one night, written into its folder in one pass.

Prison after prison comes in and goes out again; only what belongs to named owners, who may have people in
several prisons, is kept until the end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from datetime import date, timedelta
from heapq import nsmallest
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from releasecheck.core.errors import TemplateMistake
from releasecheck.formats.charts import release_weeks
from releasecheck.formats.json_text import json_text
from releasecheck.night.asked import Checklists, Gone, NightOptions, NightResult, PrisonNight
from releasecheck.night.folder import SUMMARY, NightFolder
from releasecheck.night.lists import MissingLists, slug, summary_object
from releasecheck.planning.states import MISSING
from releasecheck.reports import forms
from releasecheck.reports.caseload.accounted import (
    LeftOut,
    Scope,
    Whereabouts,
    leaving_after,
    left_out,
    left_out_words,
    less_shown,
    whatever_the_day,
)
from releasecheck.reports.caseload.missing import (
    Caseload,
    CaseloadRow,
    MissingRow,
)
from releasecheck.reports.caseload.needs import PersonNeeds, Weighing, person_needs, pressing_order, weight
from releasecheck.reports.caseload.pressing import pressing_rules
from releasecheck.reports.night.found import (
    CHANGE_KINDS,
    Change,
    ChangeKind,
    LinkedCount,
    NextOut,
    Night,
    Snapshot,
    Waiting,
    line,
    linked_count,
    mark,
    person_changes,
    standing_of,
)
from releasecheck.reports.night.owned import Digest, Owner, digest, in_order, owned, told_of

if TYPE_CHECKING:
    from releasecheck.formats.rendering import Format

FIRST = 8
"""People whom the index names first, by risk and days left."""
LISTED = 100
"""Changes of one kind that the index lists; the rest are counted."""


def make_night(
    folder: NightFolder,
    asked: NightOptions,
    prisons: Iterable[PrisonNight],
    gone: Gone,
    calendar: Iterable[str] = (),
    checklists: Checklists = lambda numbers: (),
) -> NightResult:
    """Write all of a night into its folder, the index last.

    `calendar`: the text of calendar.ics, if any. `checklists`: those of whoever has a page of their own.
    """
    with folder.file("calendar.ics") if calendar else nullcontext() as file:
        for piece in calendar:
            assert file is not None, "opened where there is a calendar"
            file.write(piece)
    return _Making(folder, asked).all_of_it(prisons, gone, checklists)


class _Making:
    """A night while it is made: what has been counted and kept so far."""

    def __init__(self, folder: NightFolder, asked: NightOptions) -> None:
        self.folder, self.asked = folder, asked
        self.people = self.things = 0
        self.states: Counter[str] = Counter()
        self.roles: Counter[str] = Counter()
        self.pathways: Counter[str] = Counter()
        self.release_days: list[tuple[date, bool]] = []
        self.missing_people: set[str] = set()
        self.marks: dict[str, str] = {}
        self.left: set[str] = set()
        self.changes: Counter[ChangeKind] = Counter()
        self.newly_late: set[str] = set()
        self.waiting = Waiting(asked.unanswered_days)
        self.listed: dict[ChangeKind, list[Change]] = {kind: [] for kind in CHANGE_KINDS}
        self.named: dict[Owner, list[MissingRow]] = {}
        self.own_people: dict[Owner, list[CaseloadRow]] = {}
        self.people_by_number: dict[str, CaseloadRow] = {}
        self.owners: list[LinkedCount] = []
        self.prisons: list[LinkedCount] = []
        self.past: list[CaseloadRow] = []
        self.stopped: list[CaseloadRow] = []
        self.leaving: list[CaseloadRow] = []
        self.digests: list[Digest] = []
        self.problems: dict[str, None] = {}
        self.template_dirs: Sequence[Path] = asked.template_dirs
        self.names_taken: set[str] = set()
        self.standing: dict[str, Whereabouts] = {}
        self.weighing = Weighing(asked.day, pressing_rules(), asked.consequence)
        self.first: list[PersonNeeds] = []
        self.leaving_next: list[NextOut] = []

    def all_of_it(self, prisons: Iterable[PrisonNight], gone: Gone, checklists: Checklists) -> NightResult:
        with self.folder.file("missing.csv") as csv_file, self.folder.file("missing.json") as json_file:
            lists = MissingLists(csv_file, json_file)
            for prison in prisons:
                lists.add(prison.missing)
                self._prison(prison)
            lists.finish(self._night(), self._left_out(self.missing_people, days=False).not_counted)
        for owner in sorted(self.named, key=str):
            rows = self.named[owner]
            theirs = {row.prison_number for row in rows}.intersection(self.people_by_number)
            people = [self.people_by_number[number] for number in sorted(theirs)]
            given = [one for one in self.own_people.get(owner, ()) if one.prison_number not in theirs]
            self._owner(owner, rows, (*people, *given))
        self._gone(gone)
        night = self._night()
        pages = frozenset(self._people(night.named, checklists))
        self.folder.write("index.html", self._text(night._replace(linked=pages), "html"))
        heads = self.asked.heads
        self.folder.write(SUMMARY, json_text(summary_object(night, heads.heads if heads else None)))
        snapshot = Snapshot(self.asked.day, self.marks, len(self.missing_people), self.waiting.things)
        numbers = frozenset(self.marks) | self.left
        return NightResult(night, snapshot, numbers, tuple(self.digests), tuple(self.problems))

    def _people(self, numbers: Iterable[str], checklists: Checklists) -> Iterator[str]:
        """A page for each of these people, as `show` has it; whose there are."""
        for report in checklists(sorted(numbers)):
            self.folder.write(f"people/{report.prison_number}.html", self._text(report, "html"))
            yield report.prison_number

    def _prison(self, prison: PrisonNight) -> None:
        report = prison.missing
        self.people += report.caseload
        self.things += len(report.items)
        self.states.update(report.by_state)
        self.roles.update(report.by_owner)
        self.pathways.update(self.asked.pathways.get(row.item, "other") for row in report.items)
        by_person: dict[str, list[MissingRow]] = {}
        by_owner: dict[Owner, list[MissingRow]] = {}
        for row in report.items:
            by_person.setdefault(row.prison_number, []).append(row)
            for owner in told_of(row):
                by_owner.setdefault(owner, []).append(row)
        self.missing_people.update(by_person)
        before = self.asked.before
        known = before.lines([one.prison_number for one in prison.people]) if before else None
        needs = {number: person_needs(rows, self.weighing) for number, rows in by_person.items()}
        for person in prison.people:
            self._person(person, by_person.get(person.prison_number, ()), known)
            next_day = self.asked.next_day
            if next_day and not person.past and _out_by(person, next_day):
                rows = in_order(by_person.get(person.prison_number, ()), self._heavy)
                self.leaving_next.append(NextOut(person, tuple(rows)))
            if person.to_check:
                needs.pop(person.prison_number, None)
        order = pressing_order(self.weighing.rules)
        self.first = nsmallest(FIRST, (*self.first, *needs.values()), key=order)
        self.waiting.add(report.items)
        page = f"prisons/{self._name('prison', prison.prison or 'not-known')}.html"
        here = tuple(person for person in prison.people if person.released_on is None)
        title = prison.prison or "prison not known"
        caseload = Caseload(self.asked.day, here, (f"prison {title}",), self.asked.footnotes)
        self.folder.write(page, self._text(caseload, "html"))
        self.prisons.append(linked_count(title, page, report.items))
        for owner, rows in by_owner.items():
            if owner.name is None:
                self._owner(owner, rows, prison.people)
            else:
                self.named.setdefault(owner, []).extend(rows)

    def _person(
        self, person: CaseloadRow, rows: Sequence[MissingRow], known: Mapping[str, str] | None
    ) -> None:
        release_on = person.release.date if person.release else None
        self.people_by_number[person.prison_number] = person
        for role, name in (("POM", person.pom), ("COM", person.com)):
            if name is not None:
                self.own_people.setdefault(Owner(role, name, None), []).append(person)
        self.standing[person.prison_number] = standing_of(person, self.asked.window_days)
        if rows or person.released_on is None:
            self.marks[person.prison_number] = line(release_on, map(mark, rows))
        if known is not None and (rows or person.released_on is None):
            self._changed(person_changes(known.get(person.prison_number), person, rows))
        if release_on is not None and person.released_on is None:
            # As in the list of people: what is usual here is no lateness that a picture should shout of.
            late = any(row.state == "overdue" and not row.local_default for row in rows)
            self.release_days.append((release_on, late))
        if person.stopped and person.released_on is None:
            self.stopped.append(person)
        if person.to_check or person.alarms:
            self.past.append(person)
        if not person.to_check and _out_by(person, self.asked.day + timedelta(days=self.asked.window_days)):
            self.leaving.append(person)

    def _changed(self, changes: Iterator[Change]) -> None:
        for change in changes:
            self.changes[change.kind] += 1
            if change.kind == "overdue":
                self.newly_late.add(change.prison_number)
            if len(self.listed[change.kind]) < LISTED:
                self.listed[change.kind].append(change)

    def _gone(self, gone: Gone) -> None:
        before = self.asked.before
        # Whoever is restricted or erased since is not among those who have gone, and is not named.
        numbers = sorted(before.lines(gone.keys() - self.marks.keys())) if before else ()
        self.left.update(numbers)
        known = ((number, *gone[number]) for number in numbers)
        self._changed(Change("left", number, name, release_on=day) for number, name, day in known)

    def _owner(self, owner: Owner, rows: Sequence[MissingRow], people: Sequence[CaseloadRow]) -> None:
        """The owner's page with all of it, and their digest with what is new."""
        asked, name = self.asked, self._name("owner", str(owner))
        found = owned(owner, rows, people, asked.before, asked.day, self._heavy)
        left = self._left_out(found.named, days=False)
        found = found._replace(
            page=f"owners/{name}.html",
            folder=asked.day.isoformat(),
            footnotes=asked.footnotes,
            left_out=left_out_words(left, Scope(nothing=f"with nothing for {owner}")),
        )
        self.folder.write(found.page, self._text(found, "html"))
        told = digest(found, repeat=asked.repeat)
        self.folder.write(f"digests/{name}.txt", self._text(told, "txt"))
        self.digests.append(told)
        self.owners.append(linked_count(str(owner), found.page, rows))

    def _heavy(self, row: MissingRow) -> int:
        return weight(row, self.weighing)

    def _name(self, kind: str, text: str) -> str:
        """A file name that says whose it is, in letters that every disk knows; each only once."""
        plain = name = slug(text)
        number = 1
        while f"{kind}/{name}" in self.names_taken:
            number += 1
            name = f"{plain}-{number}"
        self.names_taken.add(f"{kind}/{name}")
        return name

    def _text(self, report: object, form: Format) -> str:
        """The page, from the office's template, or from ours once one of theirs has failed."""
        from releasecheck.formats.rendering import render

        try:
            return render(forms.of(report), form, self.template_dirs, self.asked.marking)
        except TemplateMistake as error:
            if not self.template_dirs:
                raise
            self.problems[str(error)] = None
            self.template_dirs = ()
            return render(forms.of(report), form, (), self.asked.marking)

    def _left_out(self, shown: Iterable[str], *, days: bool) -> LeftOut:
        """Whom a list of these people leaves out; `days`: the list is about release days."""
        standings = less_shown(
            self.asked.standings, [self.standing[number] for number in shown if number in self.standing]
        )
        return left_out(standings if days else whatever_the_day(standings))

    def _night(self) -> Night:
        asked = self.asked
        scope = Scope(outside=leaving_after(asked.day + timedelta(days=asked.window_days)))
        night = Night(
            as_of=asked.day,
            office=asked.office,
            window_days=asked.window_days,
            people=self.people,
            with_missing=len(self.missing_people),
            things=self.things,
            by_state={state: self.states[state] for state in MISSING if self.states[state]},
            by_owner=dict(self.roles.most_common()),
            changes=dict(self.changes) | {"unanswered": self.waiting.things},
            listed=tuple(chain.from_iterable(self.listed.values())),
            newly_late=len(self.newly_late),
            titles=asked.titles,
            before=asked.before,
            unanswered_days=asked.unanswered_days,
            owners=tuple(sorted(self.owners, key=lambda one: one.title.casefold())),
            prisons=tuple(self.prisons),
            past=tuple(self.past),
            stopped=tuple(sorted(self.stopped, key=_by_release)),
            first=tuple(self.first),
            next_day=asked.next_day,
            leaving_next=tuple(sorted(self.leaving_next, key=lambda one: _by_release(one.person))),
            leaving=tuple(sorted(self.leaving, key=_by_release)),
            releases=release_weeks(self.release_days, asked.day),
            by_pathway=dict(self.pathways.most_common()),
            files=tuple(sorted(name for name in self.folder.files if "/" not in name)),
            waiting=self.waiting.by_agency(),
        )
        left = self._left_out(night.named, days=True)
        rest = left_out_words(left, scope._replace(what="the lists of people here", nothing=_ELSEWHERE))
        return night._replace(
            footnotes=(
                *asked.footnotes,
                *filter(None, (rest,)),
                *((asked.heads.words,) if asked.heads else ()),
            ),
            not_counted=left.not_counted,
        )


_ELSEWHERE = "leaving sooner, on the pages of their prisons"


def _out_by(person: CaseloadRow, day: date) -> bool:
    return person.released_on is None and (person.release_on or date.max) <= day


def _by_release(row: CaseloadRow) -> tuple[int, str]:
    return row.days_to_release or 0, row.prison_number
