"""Why a task is what it is, and what the catalogue says, as lines for a screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest

from releasecheck.core.domain import ROLES
from releasecheck.core.text import safe
from releasecheck.core.words import day_in_words, listed
from releasecheck.formats.terminal import (
    LOCAL_DEFAULT,
    Screen,
    ScreenCell,
    ScreenColumn,
    cell_width,
    elide,
    pad,
    table,
    wrap,
)
from releasecheck.policy.catalogue import Catalogue, Item, OutcomeSpec
from releasecheck.policy.conditions import CLOSED_PREFIX, Comparison, Condition, ConditionGroup
from releasecheck.policy.offsets import Offset
from releasecheck.reports.person.countdown import STATE_WORDS, TaskLine, sort_key
from releasecheck.reports.why.why import Explanation, Reason, not_known_words, retired_words, standing

_LABEL = 29
"""Most cells for what is asked, on 80; longer labels go over two lines."""
_SAID = 20
"""Cells that who said so gets at least, where there is not room for all of it."""
_REASON = 16
"""Fewest cells worth giving to a reason at the end of a line."""
_NARROW = 60
"""Cells below which an explanation is written as running text and not in columns."""
_VERDICTS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("APPLIES", lambda state: state not in ("unknown", "not_required", "not_applicable")),
    ("CANNOT SAY", lambda state: state == "unknown"),
    ("NOT NEEDED", lambda state: state == "not_required"),
    ("DOES NOT APPLY", lambda state: state == "not_applicable"),
)


def explanation_lines(told: Explanation, screen: Screen) -> list[str]:
    """One task explained: verdict, conditions, dates, people, source."""
    lines = wrap(f"{told.title}: {told.headline}", screen.room, rest="  ")
    lines.append("")
    lines += _in_columns(told.reasons, screen) if screen.room >= _NARROW else _as_text(told.reasons, screen)
    lines.append("")
    for source in told.sources:
        lines += wrap(f"Source: {source}", screen.room, rest="  ")
    if any(reason.found.endswith("*") for reason in told.reasons):
        lines.append(LOCAL_DEFAULT)
    return lines


def _as_text(reasons: Sequence[Reason], screen: Screen) -> list[str]:
    lines: list[str] = []
    for reason in reasons:
        text = ": ".join(part for part in reason[:2] if part)
        said = f" ({reason.said_by})" if reason.said_by else ""
        lines += wrap(text + said, screen.room, "  ", "      ")
    return lines


def _in_columns(reasons: Sequence[Reason], screen: Screen) -> list[str]:
    """What is asked, what was found, who said so; each wrapped within its column."""
    most = _LABEL + max(0, screen.room - 80) // 2
    label = min(most, max(cell_width(safe(reason.label)) for reason in reasons))
    rest = screen.room - label - 4
    vouched = [reason for reason in reasons if reason.said_by]
    said = max((cell_width(safe(reason.said_by)) for reason in vouched), default=0)
    found = max((cell_width(safe(reason.found)) for reason in vouched), default=0)
    if found + 2 + said > rest:
        said = min(said, max(_SAID, rest - 2 - found))
        found = rest - 2 - said
    lines: list[str] = []
    for reason in reasons:
        beside = _found_and_said(reason, rest, found, said, screen)
        for asked, text in zip_longest(wrap(reason.label, label), beside, fillvalue=""):
            lines.append(f"  {pad(asked, label)}  {text}".rstrip())
    return lines


def _found_and_said(reason: Reason, rest: int, found: int, said: int, screen: Screen) -> list[str]:
    """The second and third column of a row; what is too long for the second runs on under the third."""
    if not reason.said_by:
        return wrap(reason.found, rest)
    texts = wrap(reason.found, rest if cell_width(safe(reason.found)) > found else found)
    used = cell_width(texts[-1])
    voices = wrap(reason.said_by, said)
    if used > found and (len(voices) > 1 or used + 2 + cell_width(voices[0]) > rest):
        texts.append("")
    voices = [""] * (len(texts) - 1) + voices
    texts += [""] * (len(voices) - len(texts))
    return [
        f"{pad(text, max(found, cell_width(text)))}  {screen.style(voice, 'dim')}".rstrip()
        for text, voice in zip(texts, voices, strict=True)
    ]


def verdict_lines(tasks: Sequence[TaskLine], screen: Screen) -> list[str]:
    """Every item's verdict in a line, under what applies, what nobody can say, and what does not."""
    lines: list[str] = []
    name = max((len(task.item) for task in tasks), default=0)
    said = max((cell_width(_verdict(task)) for task in tasks if _because(task)), default=0)
    for heading, belongs in _VERDICTS:
        chosen = sorted((task for task in tasks if belongs(task.state)), key=sort_key)
        if chosen:
            lines += ["", screen.style(f"{heading}  {len(chosen)}", "plain", bold=True)]
            lines += [_verdict_line(task, name, said, screen) for task in chosen]
    return lines[1:]


def _verdict_line(task: TaskLine, name: int, said: int, screen: Screen) -> str:
    start = f"  {pad(task.item, name)}  "
    verdict = elide(_verdict(task), screen.room - len(start))
    left = screen.room - len(start) - said - 2
    because = _because(task)
    if not because or left < _REASON or cell_width(verdict) > said:
        return (start + verdict).rstrip()
    return f"{start}{pad(verdict, said)}  {screen.style(elide(because, left), 'dim')}"


def _verdict(task: TaskLine) -> str:
    """What stands after an item's name; its heading has said the rest."""
    if task.state == "unknown":
        return safe(not_known_words(task))
    if task.state in ("not_required", "not_applicable"):
        return safe("; ".join(task.reasons))
    return standing(task)


def _because(task: TaskLine) -> str:
    return (
        "" if task.state in ("unknown", "not_required", "not_applicable") else safe("; ".join(task.reasons))
    )


def _titled(item: Item) -> ScreenCell:
    aside = _aside(item)
    return ScreenCell(item.title + aside, short=item.short_title + aside)


def catalogue_lines(items: Sequence[Item], catalogue: Catalogue, screen: Screen) -> list[str]:
    """The items under their pathways: name, title, owner, when due."""
    rows = [
        [
            ScreenCell(item.id),
            _titled(item),
            ScreenCell(item.owner),
            ScreenCell(due_in_words(item)),
            ScreenCell(item.code or ""),
        ]
        for item in items
    ]
    columns = [
        ScreenColumn(),
        ScreenColumn(least=24),
        ScreenColumn(),
        ScreenColumn(least=16),
        ScreenColumn(optional=True),
    ]
    heads = [item.pathway.replace("_", " ") for item in items]
    lines = under_headings(heads, table(rows, columns, screen), screen)
    office = f", with this office's {listed(catalogue.overrides)}" if catalogue.overrides else ""
    return [*lines, "", f"Catalogue {catalogue.version}{office}. {LOCAL_DEFAULT}"]


def under_headings(heads: Iterable[str], blocks: Iterable[Sequence[str]], screen: Screen) -> list[str]:
    """Each block of lines under its heading, which is said once for those that follow one another."""
    lines: list[str] = []
    said = None
    for head, block in zip(heads, blocks, strict=True):
        if head != said:
            said = head
            lines += ["", screen.style(head.upper(), "plain", bold=True)]
        lines += block
    return lines[1:]


def _aside(item: Item) -> str:
    """Why an item is not in use here."""
    if item.off:
        return " (off)"
    return " (retired)" if item.gone else ""


def due_in_words(item: Item) -> str:
    """When an item falls due; a star marks a number that no source confirms."""
    dues = [checkpoint.due for checkpoint in item.checkpoints if checkpoint.due]
    words = [due.in_words() + ("*" if due.local_default else "") for due in dues]
    if item.rolling is not None:
        words.append(f"every {item.rolling.days} days" + ("*" if item.rolling.local_default else ""))
    return "; ".join(words)


def item_lines(item: Item, catalogue: Catalogue, screen: Screen) -> list[str]:
    """All that a new worker needs to know of one item."""
    head = f"{item.id}: {item.title}" + (f" ({item.code})" if item.code else "")
    lines = wrap(head, screen.room, rest="  ")
    lines += [line for text in item.help.splitlines() for line in wrap(text.strip(), screen.room)]
    lines.append("")
    facts = [
        ("Who", _owners(item)),
        *([("Countersigned", f"by the {item.countersign}: not done before")] if item.countersign else ()),
        ("Applies", _all(item.applies) or "to everyone"),
        ("Not needed if", "; or ".join(_condition(one) for one in (*item.not_required, *item.not_asked_if))),
        ("Asked all the same if", "; or ".join(_condition(one) for one in item.asked_if)),
        *_timing(item),
        ("First", listed(need.item for need in item.needs)),
        ("Cannot start before", listed(need.item for need in item.needs_hard)),
        ("Switched off", "an office can turn it on with off = false" if item.off else ""),
        ("Not asked for", retired_words(item.retired) if item.retired else ""),
        ("This office's own", listed(item.changed)),
    ]
    for label, text in facts:
        if text:
            lines += wrap(f"{label}: {text}", screen.room, "  ", "      ")
    lines += ["", "Outcomes: releasecheck mark PERSON " + item.id + " OUTCOME FIELD=VALUE"]
    for spec in item.outcomes.values():
        lines += wrap(_outcome(spec), screen.room, "  ", "      ")
    lines.append("")
    for source in item.sources:
        checked = day_in_words(source.checked, weekday=False)
        said = f"Source: {source.title}. {source.confidence.capitalize()} confidence, checked {checked}."
        lines += wrap(said, screen.room, rest="  ")
    if item.local_default:
        lines.append(f"{LOCAL_DEFAULT}: an office can set its own")
    return lines


def _owners(item: Item) -> str:
    usual = f"{item.owner}, {ROLES[item.owner]}"
    if item.owner_before_handover:
        before = f"{item.owner_before_handover}, {ROLES[item.owner_before_handover]}"
        return f"{before}, until handover; then {usual}"
    if item.owner_without_com:
        return (
            f"{item.owner_without_com}, {ROLES[item.owner_without_com]}, until a COM is named; then {usual}"
        )
    return usual


def _timing(item: Item) -> list[tuple[str, str]]:
    found = []
    for checkpoint in item.checkpoints:
        name = f" ({checkpoint.name})" if checkpoint.name else ""
        found += [(f"From{name}", _offset(checkpoint.opens)), (f"Due{name}", _offset(checkpoint.due))]
        if checkpoint.owner:
            found.append((f"Whose{name}", f"{checkpoint.owner}, {ROLES[checkpoint.owner]}"))
        found += [(f"Only if{name}", words) for words in map(_condition, checkpoint.applies) if words]
    if item.rolling is not None:
        star = "*" if item.rolling.local_default else ""
        found.append(("Again", f"every {item.rolling.days} days{star} until release"))
        for rate in item.rolling.rates:
            often = f"every {rate.days} days{star}"
            last = f" in the last {rate.last_weeks} weeks" if rate.last_weeks else ""
            who = ": " + listed(map(_condition, rate.applies), "and") if rate.applies else ""
            found.append(("Or", f"{often}{last}{who}"))
    found += [
        ("Closes", _offset(item.closes)),
        ("Late after", _offset(item.late_after)),
        ("Chase", _offset(item.chase)),
        ("Counts for", _offset(item.expires)),
    ]
    return found


def _offset(offset: Offset | None) -> str:
    return "" if offset is None else offset.in_words() + ("*" if offset.local_default else "")


def _all(conditions: Sequence[Condition]) -> str:
    return "; and ".join(_condition(condition) for condition in conditions)


def _condition(condition: Condition) -> str:
    if isinstance(condition, ConditionGroup):
        parts = [_condition(part) for part in condition.parts]
        if condition.kind == "none":
            return f"not ({'; or '.join(parts)})"
        return f"({('; or ' if condition.kind == 'any' else '; and ').join(parts)})"
    return _comparison(condition)


def _comparison(leaf: Comparison) -> str:
    words = [
        {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
        for value in leaf.values
    ]
    verb = {
        "is": "is",
        "is_not": "is not",
        "recorded": "is recorded as",
        "at_least": "is at least",
        "at_most": "is at most",
        "known": "is known" if leaf.values[0] else "is not known",
    }[leaf.operator]
    if leaf.fact.startswith(CLOSED_PREFIX):
        return f"{leaf.fact.removeprefix(CLOSED_PREFIX)} has closed"
    name = leaf.fact.replace("outcome:", "outcome of ")
    return f"{name} {verb}" if leaf.operator == "known" else f"{name} {verb} {listed(words, 'or')}"


def _outcome(spec: OutcomeSpec) -> str:
    kinds = STATE_WORDS | {"again": "start again", "waived": "not needed", "action": "act now"}
    text = f"{spec.name} ({kinds.get(spec.kind, spec.kind)})"
    asked = [need.field + ("" if need.required else "?") for need in spec.evidence]
    if asked:
        text += f", evidence {listed(asked)}"
    if spec.reasons:
        text += f", --reason {listed(spec.reasons, 'or')}"
    elif spec.reason_needed:
        text += ", --reason needed"
    return f"{text}: {spec.next}" if spec.next else text
