"""The sheet for the person leaving, as a paper in the words of one language, or of two side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, zip_longest

from releasecheck.formats.paper import Made, Paper, Part, Stated
from releasecheck.reports.papers.leaving.day_parts import after_part, day_part, more_part, must_part
from releasecheck.reports.papers.leaving.tasks import Doing
from releasecheck.reports.papers.leaving.typed import BLANK, SHORT_BLANK, typed
from releasecheck.reports.papers.leaving.typed import who as whom
from releasecheck.reports.papers.sheet import Sheet
from releasecheck.reports.papers.sheet_words import Words

#: Offices' numbers in the order in which they are shown; the setting of each is called phone_….
PHONES = ("probation", "housing", "prison")

_ONE_PAGE = 1500
"""Letters that a page holds in ordinary type; with more the numbers come before what is less urgent."""
_MOST = 5
"""Of things not sorted, and of the person's own questions: more is not read."""


def sheet_paper(
    report: Sheet, words: Words, made: Made, *, large: bool = False, english: Words | None = None
) -> Paper:
    """What the sheet says in this language; with `english`, in English as well, at the right of each part."""
    parts = list(_parts(report, words))
    long = sum(map(_letters, parts)) > _ONE_PAGE
    parts = _in_order(parts, early=large or english is not None or long, first=large and long)
    under = list(_lead(report, words))
    foot = " ".join(_foot(report, words))
    if english is not None:
        beside = {part.name: part for part in _parts(report, english)}
        parts = [
            each
            for part in parts
            for each in (part, beside[part.name]._replace(name=f"{part.name}-en", beside=True, language="en"))
        ]
        under += [Stated.spoken(line, "en") for line in _lead(report, english)]
    return Paper(
        kind="sheet",
        title=report.name or report.prison_number,
        under=tuple(under),
        parts=tuple(parts),
        made=made,
        language=words.language,
        large=large,
        numbers=report.numbers,
        layout="letter",
        marked=False,
        foot=(foot, *([" ".join(_foot(report, english))] if english is not None else [])),
    )


def _parts(report: Sheet, words: Words) -> Iterator[Part]:
    """What there is to say, in the order in which it is needed."""
    arranged = report.release_on is not None or report.released_on is not None
    parts = (
        *((day_part(report, words), must_part(report, words), _sleep(report, words)) if arranged else ()),
        *((after_part(report, words), _got(report, words)) if arranged else ()),
        *((_not_sorted(report, words),) if arranged else ()),
        _asks(report, words),
        _you_asked(report, words),
        _card(report, words),
        *((more_part(report, words),) if arranged else ()),
    )
    return (part for part in parts if part.lines or part.points or part.rows)


def _in_order(parts: Sequence[Part], *, early: bool, first: bool) -> list[Part]:
    """The parts; where they take more than a page, the numbers after the bed, or even before it."""
    if not early:
        return list(parts)
    order = ("day", "must", "card", "sleep") if first else ("day", "must", "sleep", "card")
    return sorted(parts, key=lambda part: order.index(part.name) if part.name in order else len(order))


def _letters(part: Part) -> int:
    return len(part.title) + sum(map(len, chain(part.lines, part.points, *part.rows)))


def _who(report: Sheet, words: Words) -> str:
    """Whom to ask in prison: by name where that is known."""
    return report.helper or words.say("who.KW")


def _lead(report: Sheet, words: Words) -> Iterator[str]:
    if report.released_on:
        yield words.say("page.left", on_day=words.on_day(report.released_on))
    elif report.release_on and report.leave_at:
        time = words.time(report.leave_at)
        yield words.say("page.leave_at", on_day=words.on_day(report.release_on), time=time)
    elif report.release_on:
        yield words.say("page.leave", on_day=words.on_day(report.release_on))
    else:
        yield words.say("page.no_day")
    made = words.say("page.made", on_day=words.on_day(report.as_of))
    yield made if report.released_on else f"{made} {words.say('page.may_change')}"
    if report.changed_from and not report.released_on:
        yield words.say("page.changed", day=words.day(report.changed_from))


def _sleep(report: Sheet, words: Words) -> Part:
    bed = report.bed
    if bed.standing == "ask" or report.released_on:
        return Part("sleep", "")
    who = whom(words, bed.owner, bed.owner_name)
    # That none was found is said only where somebody has recorded that they look for one.
    none = bed.standing == "no" and not bed.begun
    lines = [words.say("sleep.none" if none else f"sleep.{bed.standing}", who=who)]
    known = bed.standing in ("yes", "plan")
    if known and bed.kind:
        lines.append(words.say(f"sleep.{bed.kind}"))
    elif bed.for_now:
        lines.append(words.say("sleep.for_now"))
    if known and bed.from_day and bed.from_day != report.release_on:
        lines.append(words.say("sleep.from", from_day=words.from_day(bed.from_day)))
    if known and bed.until:
        lines.append(words.say("sleep.until", from_day=words.from_day(bed.until)))
    if bed.standing in ("plan", "no") and bed.begun:
        lines.append(words.say("sleep.who", who=who))
    elif bed.standing == "no" and not bed.later:
        lines.append(words.say("sleep.not_begun", who=who))
    if bed.standing == "no":
        lines.append(words.say("sleep.tonight"))
    rows: list[tuple[str, str]] = []
    if known:
        rows += [(words.say("sleep.place"), typed(words, bed.premises))] if bed.premises else []
        # The record keeps no address: somebody writes it in by hand.
        rows.append((words.say("sleep.address"), BLANK))
    return Part(
        *("sleep", words.say("sleep.title"), (" ".join(lines),)),
        headings=_headings(words, "what", "details") if rows else (),
        rows=tuple(rows),
        shape="times",
        icon="bed",
    )


def _headings(words: Words, *names: str) -> tuple[str, ...]:
    return tuple(words.say(f"rows.{name}") for name in names)


def _got(report: Sheet, words: Words) -> Part:
    """Boxes to tick at the gate: only what is recorded as arranged."""
    points = () if report.released_on else tuple(_kept(report, words))
    return Part("got", words.say("got.title"), points=points, shape="ticks", icon="tick")


def _kept(report: Sheet, words: Words) -> Iterator[str]:
    kept = report.kept
    if kept.licence:
        yield words.say("got.licence")
    if kept.document is not None:
        document = kept.document[:1].upper() + kept.document[1:]
        yield typed(words, document, kept.document) if document else words.say("got.id")
    if kept.card is not None:
        yield words.say("got.card_at", where=kept.card) if kept.card else words.say("got.card")
    if kept.ticket:
        yield words.say("got.ticket")
    if kept.money:
        yield words.say("got.money")
    if kept.medicine_days is not None:
        days = kept.medicine_days
        yield words.say("got.medicine_days", days=days) if days else words.say("got.medicine")
    if kept.phone:
        yield words.say("got.phone")
    if kept.things:
        yield words.say("got.things")


#: Told in a part of their own, or asked for.
_NOT_LISTED = ("address_night_one",)
#: A meeting that is booked is told among the days.
_BOOKED_AS = {
    "jobcentre": "benefits",
    "support": "substance_appointment",
    "work": "work_lined_up",
    "probation": "first_appointment",
}


def _not_sorted(report: Sheet, words: Words) -> Part:
    """What to run after, worst first; never what cannot be done yet."""
    known = {_BOOKED_AS[one.kind] for one in report.appointments} | set(_NOT_LISTED)
    order = [key.removeprefix("items.") for key in words.texts if key.startswith("items.")]
    points = []
    for item in order:
        task = report.tasks.get(item)
        if task is None or item in known or task.standing == "done":
            continue
        if task.later and not task.begun and task.standing == "open":
            continue
        who = whom(words, task.owner, task.owner_name)
        points.append(words.say(f"lists.{_list_key(task)}", what=words.item(item), who=who))
    lines, after = [], []
    if len(points) > _MOST:
        after.append(words.say("lists.more", number=len(points) - _MOST, who=_who(report, words)))
    if not points and not report.asks and not report.released_on and report.bed.standing in ("yes", "plan"):
        lines.append(words.say("lists.nothing", who=_who(report, words)))
    found = tuple(points[:_MOST])
    return Part("not_sorted", words.say("lists.not_yet"), tuple(lines), found, after=tuple(after))


def _list_key(task: Doing) -> str:
    """Which sentence says where a task stands: that somebody is doing it only where they have begun."""
    if task.standing != "open" or task.begun:
        return task.standing
    return "lapsed" if task.lapsed else "not_begun"


def _asks(report: Sheet, words: Words) -> Part:
    """Questions for what nobody has recorded: somebody who has left is not asked."""
    asks = () if report.released_on else report.asks
    answers = tuple(words.say(f"ask.{answer}") for answer in ("yes", "no", "not_sure"))
    rows = [(words.say(f"ask.{name}"), *answers) for name in asks]
    return Part(
        *("ask", words.say("ask.title")),
        lines=(words.say("ask.intro", who=_who(report, words)),) if rows else (),
        headings=_headings(words, "what", *["answer"] * len(answers)) if rows else (),
        rows=tuple(rows),
        shape="ask",
    )


def _you_asked(report: Sheet, words: Words) -> Part:
    """Their own questions, in their own words, so that they see that these were written down."""
    points = (
        words.say(
            f"you_asked.{each.kind}",
            text=each.text,
            on_day=words.on_day(each.asked_on),
            who=whom(words, each.to),
        )
        for each in report.questions[:_MOST]
    )
    return Part("you_asked", words.say("you_asked.title"), points=tuple(points))


def _card(report: Sheet, words: Words) -> Part:
    """The numbers, theirs at the left and everybody's at the right."""
    others = [text.rpartition(": ") for text in words.lists["phones.others"]]
    pairs = zip_longest(_own_numbers(report, words), ((who, number) for who, _, number in others))
    rows = tuple(row for row in chain.from_iterable(pairs) if row is not None)
    headings = _headings(words, "what", "number")
    return Part("card", words.say("phones.title"), headings=headings, rows=rows, shape="card")


def _own_numbers(report: Sheet, words: Words) -> Iterable[tuple[str, str]]:
    for name in PHONES:
        found = report.phones.get(name)
        label = words.say(f"phones.{name}")
        if name == "probation" and report.worker:
            label = words.say("phones.worker", name=report.worker)
        elif found and found.of:
            label = f"{label}, {found.of}"
        yield label, found.number if found else SHORT_BLANK


def _foot(report: Sheet, words: Words) -> Iterator[str]:
    yield words.say("page.wrong", who=words.say("who.KW"))
    yield words.say("page.licence")
    if report.given_on:
        yield words.say("page.replaces_day", from_day=words.from_day(report.given_on))
    else:
        yield words.say("page.replaces")
