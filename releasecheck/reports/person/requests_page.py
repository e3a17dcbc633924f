"""What was asked for somebody, of whom, and what came of it: as a report, and as what a page says of it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from releasecheck.core.words import day_in_words
from releasecheck.planning.contacts import Contact, Request, summary, totals
from releasecheck.reports.person.contact_lines import every_step, last_met, total_words


class Requests(NamedTuple):
    """Requests of one person, oldest first, and who met them, as of a day."""

    number: str
    found: tuple[Request, ...]
    met: tuple[Contact, ...]
    as_of: date

    @property
    def numbers(self) -> frozenset[str]:
        """Whose data it shows."""
        return frozenset({self.number})


class RequestsPage(NamedTuple):
    """The requests, ready to be laid out."""

    number: str
    made_for: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    summary: str
    points: tuple[str, ...]
    """How many of each kind and how long was waited, then who met the person last."""
    footnotes: tuple[str, ...] = ()


_HEADINGS = ("request", "asked on", "what", "of whom", "asked by", "for", "what came of it", "days waited")


def requests_page(report: Requests) -> RequestsPage:
    """Who asked when, and who waited how long."""
    today = report.as_of
    rows = tuple(
        (
            str(request.id or "task"),
            day_in_words(request.asked_on),
            request.kind,
            request.of,
            request.asked_by,
            request.item or "",
            every_step(request),
            str(request.days_waited(today)),
        )
        for request in report.found
    )
    points = [total_words(total) for total in totals(report.found, today)]
    return RequestsPage(
        number=report.number,
        made_for=day_in_words(today),
        headings=_HEADINGS,
        rows=rows,
        summary=summary(report.found, today),
        points=(*points, *last_met(report.met)),
    )
