"""An owner's digest as lines of text: in full for the night's folder, and masked for the post."""

from __future__ import annotations

from releasecheck.core.words import count, initials
from releasecheck.formats.terminal import Screen, ScreenCell, ScreenColumn, table, wrap
from releasecheck.people.sensitive import not_shown
from releasecheck.reports.caseload.missing_page import MissingWords, row_words
from releasecheck.reports.caseload.night import Digest
from releasecheck.reports.caseload.night_page import command_words, digest_page


def digest_lines(digest: Digest, screen: Screen) -> list[str]:
    """What is new for an owner, person by person, and how much is as it was."""
    page = digest_page(digest)
    lines = wrap(page.title, screen.room, rest="  ")
    groups = [list(group.rows) for group in page.groups]
    plain = [row for rows in groups for row in rows if row.item is not None]
    columns = [ScreenColumn(least=20), ScreenColumn(least=12)]
    laid_out = iter(table([_cells(row) for row in plain], columns, screen))
    for group, rows in zip(page.groups, groups, strict=True):
        lines += ["", *wrap(f"{group.title}  {rows[0].release}", screen.room, rest="  ")]
        for row in rows:
            lines += wrap(row.what, screen.room, "  ", "    ") if row.item is None else next(laid_out)
    lines += ["", *_rest(digest, page.unchanged, screen)]
    return lines


def _cells(row: MissingWords) -> list[ScreenCell]:
    return [ScreenCell(row.title), ScreenCell(row.short)]


def _rest(digest: Digest, unchanged: str, screen: Screen) -> list[str]:
    lines = wrap(f"{unchanged}.", screen.room, rest="  ") if unchanged else []
    if digest.withheld:
        lines += wrap(f"{not_shown(digest.withheld)}.", screen.room, rest="  ")
    lines += wrap(f"All of it: {command_words(digest)}", screen.room, rest="  ")
    return lines + wrap(digest.left_out, screen.room, rest="  ") if digest.left_out else lines


def masked_lines(digest: Digest, codes: dict[str, str], screen: Screen) -> list[str]:
    """The same for the post: initials, prison numbers and codes; no titles and no facts.

    `codes`: the catalogue's code of each item; one without a code goes by its id.
    """
    lines = [*wrap(digest_page(digest).title, screen.room, rest="  "), ""]
    people: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    unknown: dict[str, int] = {}
    # That it is, and not by what: the post says nothing of immigration or of the courts.
    stopped = {row.prison_number for row in digest.rows if row.stopped}
    for row in digest.rows:
        number = row.prison_number
        names[number] = initials(row.name)
        found = people.setdefault(number, [])
        if row.state == "unknown":
            unknown[number] = unknown.get(number, 0) + 1
        else:
            # How late it is, and nothing of what was written down: not even whom it was sent to.
            bare = row._replace(blocked_by=(), waits_for=(), sent_to=None, outcome=None, misfit=None)
            words = row_words(bare, digest.as_of)
            found.append(f"{codes.get(row.item) or row.item} {words.state}")
    for number, found in people.items():
        if number in unknown:
            found.append(f"{count(unknown[number], 'thing')} not known")
        if number in stopped:
            found.insert(0, "release stopped")
        lines += wrap(f"{number} {names[number]}: {', '.join(found)}", screen.room, rest="  ")
    lines += ["", *_rest(digest, digest_page(digest).unchanged, screen)]
    return [*lines, "Names and titles are left out here. Codes: releasecheck catalogue list"]
