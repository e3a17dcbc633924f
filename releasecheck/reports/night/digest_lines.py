"""An owner's digest as lines of text: in full for the night's folder, and masked for the post."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from operator import attrgetter

from releasecheck.core.words import count, day_in_words, initialled, initials, uncapital
from releasecheck.formats.terminal import Screen, ScreenCell, ScreenColumn, table, wrap
from releasecheck.people.sensitive import not_shown
from releasecheck.reports.caseload.missing import CaseloadRow, MissingRow
from releasecheck.reports.night.owned import Digest, Owned
from releasecheck.reports.night.owned_page import (
    OwnedPerson,
    before_counted,
    command_words,
    out_words,
    owned_page,
    standing,
    title_words,
)


def digest_lines(digest: Digest, screen: Screen) -> list[str]:
    """What must be settled, what is new for an owner person by person, and how much is as it was."""
    page = owned_page(digest.owned)
    lines = wrap(page.title, screen.room, rest="  ")
    if page.checks:
        lines += ["", "CHECK THIS"]
        for number, name, what in page.checks:
            lines += wrap(f"{number} {name}: {what}", screen.room, "  ", "    ")
        lines += wrap(page.more_checks, screen.room, "  ", "    ") if page.more_checks else []
    if page.people:
        lines += ["", *_people(page.people, screen)]
    lines.append("")
    for sentence in (page.as_before, page.idle, *_withheld(digest), f"All of it: {page.command}"):
        lines += wrap(sentence, screen.room, rest="  ") if sentence else []
    left_out = digest.owned.left_out
    return lines + wrap(left_out, screen.room, rest="  ") if left_out else lines


def _people(people: Iterable[OwnedPerson], screen: Screen) -> Iterator[str]:
    """A line for the worst of each, with who they are, and one for each thing after it."""
    cells = [
        [
            *(
                ScreenCell(text if not place else "")
                for text in (one.prison_number, initialled(one.name), one.out)
            ),
            ScreenCell(uncapital(thing.what) + (f": {thing.state}" if thing.state else "")),
        ]
        for one in people
        for place, thing in enumerate(one.things)
    ]
    columns = [ScreenColumn(), ScreenColumn(least=10), ScreenColumn(least=12), ScreenColumn(least=28)]
    for laid_out in table(cells, columns, screen, indent=0):
        yield from laid_out


def _withheld(digest: Digest) -> Iterator[str]:
    if digest.withheld:
        yield f"{not_shown(digest.withheld)}."


def subject(digest: Digest) -> str:
    """COM J. Okafor: 3 late, 0 out in 7 days, 30 Nov; nobody in prison is named."""
    found = digest.owned
    day = day_in_words(found.as_of, year=False, weekday=False)
    return f"{found.owner}: {found.late:,} late, {found.leaving:,} out in 7 days, {day}"


def masked_numbers(digest: Digest) -> frozenset[str]:
    """Whose data the masked letter shows: those with something new, and whoever must be settled."""
    new = {row.prison_number for row in digest.rows}
    return frozenset(new).union(row.prison_number for row in digest.owned.checks)


def masked_lines(digest: Digest, post_titles: Mapping[str, str], screen: Screen) -> list[str]:
    """The same for the post: initials, prison numbers and days; no names and no facts.

    `post_titles`: what the catalogue lets others read of each item, which names no need and no risk. It is to
    be understood by somebody who has a mail program and nothing else.
    """
    found, today = digest.owned, digest.owned.as_of
    lines = [*wrap(title_words(found), screen.room, rest="  "), ""]
    fresh = {number: list(rows) for number, rows in groupby(digest.rows, key=attrgetter("prison_number"))}
    for row in found.checks:
        if row.prison_number not in fresh:
            lines += wrap(
                f"{initials(row.name)} {row.prison_number}: {_to_settle(row)}", screen.room, rest="  "
            )
    for number, rows in fresh.items():
        who = f"{initials(rows[0].name)} {number}, {out_words(rows[0], today, bare=True)}"
        lines += wrap(f"{who}: {'; '.join(_things(rows, post_titles, today))}", screen.room, rest="  ")
    lines += [""] if lines[-1] else []
    for sentence in (_before(found), *_withheld(digest), _details(found), found.left_out):
        lines += wrap(sentence, screen.room, rest="  ") if sentence else []
    return lines


def _to_settle(row: CaseloadRow) -> str:
    """That something must be settled, and not by what: the post says nothing of courts or immigration."""
    if row.stopped is not None:
        return "release stopped"
    return "release day gone by: still here?" if row.past else "to be checked"


def _things(rows: Iterable[MissingRow], post_titles: Mapping[str, str], today: date) -> Iterator[str]:
    """Each thing once; those of one name that stand alike are counted."""
    known = Counter(
        f"{post_titles.get(row.item, 'task')}|{standing(row, today, bare=True)}"
        for row in rows
        if row.state != "unknown"
    )
    for said, number in known.items():
        title, _, state = said.partition("|")
        between = ":" if state.startswith("no answer") else ""
        yield f"{title}{f' ({number})' if number > 1 else ''}{between} {state}"
    if unknown := sum(row.state == "unknown" for row in rows):
        yield f"{count(unknown, 'thing')} not known"


def _before(found: Owned) -> str:
    """As before: 19 things, 10 late, for 4 people. Nothing to do: 2 people."""
    said = []
    if found.before:
        people = len({row.prison_number for row in found.before})
        said.append(f"{before_counted(found)}, for {count(people, 'person', 'people')}.")
    if found.idle:
        said.append(f"Nothing to do: {count(len(found.idle), 'person', 'people')}.")
    return " ".join(said)


def _details(found: Owned) -> str:
    """Where names and details are, for somebody with a mail program alone and for the others."""
    typed = f"type: {command_words(found.owner)}"
    if found.owner.role == "OMU":
        return f"Names and details: {typed}"
    return f"Names and details: ask the OMU, or {typed}"
