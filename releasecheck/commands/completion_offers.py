"""What a shell is offered when somebody presses tab.

Commands, people, items, outcomes, facts and evidence are answered here without loading the command that is
being typed; options and everything else are left to click.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from click.shell_completion import CompletionItem

from releasecheck.commands.completion_kinds import assignments, of_kind
from releasecheck.commands.registry import SECTIONS
from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.words import is_crn, is_prison_number
from releasecheck.store.sqlite.completion import Offer, Peek

if TYPE_CHECKING:
    from releasecheck.store.address import Address
    from releasecheck.store.sqlite.cipher import Key

VARIABLE = "_RELEASECHECK_COMPLETE"
SHORT_NAME = "rck"
"""The program's other name, in setup.cfg: to be typed, and never told to be typed."""

#: The beginning of a prison number or of a CRN: no command begins so.
_NUMBER_BEGUN = re.compile("[A-Za-z][0-9]", re.ASCII)

#: What stands after each command, word by word; a star for what may come again.
WORDS: dict[str, str] = {
    **dict.fromkeys(
        (
            "show",
            "history",
            "redate",
            "released",
            "recalled",
            "returned",
            "died",
            "contact",
        ),
        "person",
    ),
    **dict.fromkeys(("ask", "asked", "note", "sheet", "gate", "handover"), "person"),
    **dict.fromkeys(("why", "prefill", "handback"), "person item"),
    "transfer": "person prison",
    "com": "person com",
    "own": "person item role",
    "add": "number fact*",
    "set": "person* fact*",
    "mark": "person* item outcome field*",
    **dict.fromkeys(("done", "decline"), "person* item field*"),
    "waive": "person* item",
    "checked": "person",
    "catalogue show": "item",
    **dict.fromkeys(
        (f"record {deed}" for deed in ("restrict", "unrestrict", "hold", "erase", "access-report")), "person"
    ),
    "completion": "shell",
    **dict.fromkeys(("config set", "config unset"), "setting"),
    "staff left": "staff",
}
#: What stands after an option, or after one of a single command.
AFTER_OPTION = {
    "--item": "item",
    "--for": "item",
    "--person": "person",
    "--fact": "fact_name",
    "--owner": "role",
    "--prison": "prison",
    "--room": "prison",
    "--pom": "pom",
    "--com": "com",
    "--wing": "wing",
    "--pathway": "pathway",
    "--author": "author",
    "--cause": "cause",
    "--not-known": "field",
    **dict.fromkeys(("log show --by", "log export --by"), "author"),
    "handback --because": "handed_back",
    **dict.fromkeys(("decline --reason", "waive --reason"), "not_done"),
    "staff left --to": "staff",
}
#: Options that take no value.
FLAGS = frozenset(
    # one line for each family of commands
    "--help -h --version -V --no-color --quiet -q --all --released --mine --tasks --ids --exit-code --who "
    "--although --changed --gaps --dry-run --yes -y --confirmed "
    "--strict --man --blank-clears --suggest-map "
    "--marked --names --sql --print-sql --datasette --sbom --lift --again --staff-names "
    "--own-rules --force --welsh --english --both --large --small --given "
    "--acknowledge --preview --question --application "
    "--for-outside --for-office --nobody-erased "
    "--print-systemd --print-cron --print-task --print-launchd "
    "--repeat --mail --check --accept-record".split()
)


class TypedLine(NamedTuple):
    """What stands before the word being typed."""

    words: tuple[str, ...]
    """Without the options."""
    last: str
    """An option whose value comes next, or nothing."""
    options: dict[str, str]


def read_line(args: Iterable[str]) -> TypedLine:
    """The words and the options apart."""
    words, options, last = [], {}, ""
    for word in args:
        if last:
            options[last], last = word, ""
        elif word.startswith("-") and word != "-":
            name, equals, value = word.partition("=")
            if equals:
                options[name] = value
            elif name not in FLAGS:
                last = name
        else:
            words.append(word)
    return TypedLine(tuple(words), last, options)


def offers(line: TypedLine, begun: str, peek: Peek) -> list[Offer] | None:
    """What could be typed here; None where click knows better."""
    if line.last:
        return _after_option(line, line.last, begun, peek)
    if begun.startswith("-"):
        option, equals, value = begun.partition("=")
        found = _after_option(line, option, value, peek) if equals else None
        return found and [offer._replace(value=f"{option}={offer.value}") for offer in found]
    if not line.words:
        people = peek.people(begun) if _NUMBER_BEGUN.match(begun) else []
        return [*(Offer(name) for _, names in SECTIONS for name in names), *people]
    if is_prison_number(line.words[0]) or is_crn(line.words[0]):
        return []  # it stands for `show`, which takes one person
    command, after = line.words[0], line.words[1:]
    if " ".join(line.words[:2]) in WORDS:
        command, after = " ".join(line.words[:2]), line.words[2:]
    if command not in WORDS:
        return None
    kinds = WORDS[command].split()
    if kinds == ["person*", "fact*"]:
        people = peek.people(begun) if not after or (begun and "=" not in "".join(after)) else []
        return [*people, *(of_kind("fact", begun, peek) if after else [])]
    if kinds[0] == "person*":
        return _of_marking(kinds[1:], after, begun, peek)
    if len(after) < len(kinds):
        return of_kind(kinds[len(after)].rstrip("*"), begun, peek)
    return of_kind(kinds[-1][:-1], begun, peek) if kinds[-1].endswith("*") else []


def _after_option(line: TypedLine, option: str, begun: str, peek: Peek) -> list[Offer] | None:
    """What the value of an option could be; None where the option itself knows, or where nobody does."""
    names = (" ".join([*line.words[:words], option]) for words in (2, 1, 0))
    kind = next((AFTER_OPTION[name] for name in names if name in AFTER_OPTION), None)
    if kind == "field":
        _, item, rest = _marked(line.words[1:], peek)
        return peek.fields(item, rest[0] if rest and line.words[0] == "mark" else peek.way_done(item))
    return None if kind is None else of_kind(kind, begun, peek)


def _marked(after: tuple[str, ...], peek: Peek) -> tuple[bool, str, tuple[str, ...]]:
    """Whether an item is among the words after a command, which, and the words after that."""
    known = {offer.value for offer in peek.items()}
    place = next((n for n, word in enumerate(after) if n and word.lower() in known), None)
    return (False, "", ()) if place is None else (True, after[place].lower(), after[place + 1 :])


def _of_marking(kinds: list[str], after: tuple[str, ...], begun: str, peek: Peek) -> list[Offer]:
    """`mark`: people, then an item, then what happened, then evidence."""
    if not after:
        return peek.people(begun)
    there, item, rest = _marked(after, peek)
    if not there:
        return [*peek.items(), *(peek.people(begun) if begun else ())]
    if "outcome" in kinds and not rest:
        return peek.outcomes(item)
    if "field*" not in kinds:
        return []
    outcome = rest[0] if "outcome" in kinds else peek.way_done(item)
    return assignments(peek.fields(item, outcome), begun, peek.answers)


def _settings(options: Mapping[str, str]) -> dict[str, str]:
    """What is set in the config file; where that cannot be read, nothing, and no record either."""
    from releasecheck.app.opening.config import read_config
    from releasecheck.commands.options import default_config, default_record

    given = options.get("--config") or os.environ.get("RELEASECHECK_CONFIG")
    file = Path(given) if given else default_config()
    try:
        settings = read_config(file) if given or file.is_file() else {}
    except ReleasecheckError:
        return {}
    return {"record": str(default_record()), **settings}


def _key(settings: Mapping[str, str]) -> Key | None:
    """What an encrypted record is read with; nobody is asked for it here, and nothing is run."""
    if "key_file" not in settings and "RELEASECHECK_KEY_FILE" not in os.environ:
        return None
    from releasecheck.app.opening.record_key import key_at_hand

    return key_at_hand(settings)


def _typed(options: Mapping[str, str], name: str) -> str:
    return options.get(f"--{name}") or os.environ.get(f"RELEASECHECK_{name.upper()}") or ""


def _may_offer_people(settings: Mapping[str, str], reason: str) -> bool:
    """Only where the office says so; not where it asks for a reason to look, and none is given."""
    asks = settings.get("require_reason") == "yes" and not reason
    return settings.get("complete_people") == "yes" and not asks


def _logged(place: Path | Address, key: Key | None, by: str, reason: str, people: set[str]) -> bool:
    """Whether it is in the log that these people were offered, or kept for it."""
    from contextlib import closing
    from datetime import UTC, datetime

    from releasecheck.commands.options import login_name, state_folder
    from releasecheck.core.errors import StoreError
    from releasecheck.store.opening import open_at
    from releasecheck.store.rows import Look
    from releasecheck.store.sqlite.cipher import NO_KEY

    look = Look(by or login_name(), datetime.now(UTC), "completion", sorted(people), reason or None)
    who, folder = login_name(), state_folder()
    try:
        opened = open_at(place, lambda: key or NO_KEY, timeout=_PATIENCE, login=who, kept_in=folder)
        with closing(opened) as store:
            try:
                store.log_look(look)
            except StoreError:
                store.keep_look(look)
    except (ReleasecheckError, OSError):
        return False
    return True


def _place(named: str) -> Path | Address:
    """Where the record is; nowhere for an address that is refused."""
    if "://" not in named:
        return Path(named)
    from releasecheck.core.errors import UsageError
    from releasecheck.store.address import address_of

    try:
        return address_of(named) or Path(named)
    except UsageError:
        return Path("no-record")


_PATIENCE = 0.2
"""Seconds to wait for somebody who is writing."""


def complete(args: list[str], begun: str) -> list[CompletionItem[str]] | None:
    """What could be typed after these words; None where click knows better. Whom it names is logged first."""
    args, begun, before = _joined(args, begun)
    line = read_line(args)
    office = cache(lambda: _settings(line.options))  # most of what is completed asks nothing of it
    place = _typed(line.options, "record") or office().get("record", "no-record")
    path = _place(place)
    by, reason = _typed(line.options, "by"), _typed(line.options, "reason")
    key = cache(lambda: _key(office()))
    found = offers(line, begun, Peek(path, people=lambda: _may_offer_people(office(), reason), key=key))
    if found is None:
        return None
    low = begun.lower()
    fits = [offer for offer in found if offer.value.lower().startswith(low)]
    people = {number for offer in fits for number in offer.people}
    if people and not _logged(path, key(), by or office().get("by", ""), reason, people):
        fits = [offer for offer in fits if not offer.people]
    return [CompletionItem(offer.value[before:], help=_plain(offer.about) or None) for offer in fits]


def _plain(text: str) -> str:
    """One line with nothing in it that a terminal would obey."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _joined(args: list[str], begun: str) -> tuple[list[str], str, int]:
    """bash takes NAME=VALUE for three words: put together again, and how much of it bash has by itself."""
    if begun == "=" and args:
        return args[:-1], f"{args[-1]}=", len(args[-1]) + 1
    if len(args) > 1 and args[-1] == "=":
        return args[:-2], f"{args[-2]}={begun}", len(args[-2]) + 1
    return args, begun, 0
