"""Whether the record goes on from where nights saw it, and what tonight's says of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from releasecheck.app.opening.session import App
from releasecheck.app.opening.signing_keys import signing_key, signs, trusted_keys
from releasecheck.core.errors import ConfigError, ReportError
from releasecheck.core.heads import (
    Heads,
    NightHeads,
    night_heads,
    other_entries,
    other_log,
    statement_of,
)
from releasecheck.core.signatures import Checked, check, sign
from releasecheck.core.words import count, day_written, for_shell
from releasecheck.night.asked import TonightsHeads
from releasecheck.night.heads import KeptHeads, kept_heads
from releasecheck.store.tables.access_log import log_time

if TYPE_CHECKING:
    from releasecheck.store.writes import StoreTransaction

KEPT = "night heads"
"""The kind of run that keeps the last night's heads, and of which record; the folder: `law.folders`."""


class _Seen(NamedTuple):
    """One night, what its signature is worth, and why the record does not go on from it, if it does not."""

    path: Path | None
    night: NightHeads
    checked: Checked
    faults: tuple[str, ...]

    @property
    def title(self) -> str:
        return f"{self.night.title} ({self.checked.words})"


class NightsCompared(NamedTuple):
    """What came of comparing a record with nights: what is worth saying, and what must not be."""

    said: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    disowned: tuple[str, ...] = ()
    """The nights that do not fit the record, by their digests."""


def compare(
    app: App, against: Path | None, *, log_only: bool = False, before_night: bool = False
) -> NightsCompared:
    """Compare the record with the nights of a folder, or with all that can be found.

    `before_night`: another night is about to be made; that none is signed yet is then no fault.
    Raises ReportError where `against` names no night, ConfigError for a trusted key that is none.
    """
    keys = trusted_keys(app)
    has_keys = bool(keys) or signs(app)
    copy = against is None and _is_copy(app)
    kept, unread = _kept(app, against, copy=copy)
    seen = [_seen(app, one.path, one.heads, keys, log_only) for one in kept if one.heads is not None]
    broken = [
        f"{one.path}: what it says of the record was not written by nightly"
        for one in kept
        if one.heads is None
    ]
    if not seen:
        nothing = () if app.store.heads().log.number == 0 else (_COMPARED_WITH_NONE,)
        return NightsCompared((*nothing, *unread), tuple(broken))
    aside = _set_aside(seen, has_keys)
    wrong = [one for one in seen if one.faults and one.night.digest not in aside]
    left = [one for one in seen if one.faults and one.night.digest in aside]
    faults = [*_named(wrong), *broken]
    if wrong:
        faults += _explained(app, wrong[0].night, against)
    if has_keys and not (before_night or copy) and not _any_counts(seen):
        faults.append(
            "no night is signed with a key of this office, which has one. To make one: releasecheck nightly"
        )
    said = [*unread, *_said(app, seen, left, late=against is None and not copy)]
    return NightsCompared(tuple(said), tuple(faults), tuple(one.night.digest for one in seen if one.faults))


_COMPARED_WITH_NONE = (
    "Compared with no night, so that a record that was cut or written anew as a whole would not show. "
    "Name one: --against DIR"
)


def _kept(app: App, against: Path | None, *, copy: bool) -> tuple[list[KeptHeads], list[str]]:
    """The nights there are, each once, and what there is to say of where none could be read."""
    if against is not None:
        return kept_heads(against), []
    found: list[KeptHeads] = []
    said: list[str] = []
    folder = None if copy else _folder(app)
    if copy:
        said.append(
            "Made at another place, as a backup is: compared with the night that it holds itself, and not "
            "with later ones. To compare with those: --against DIR"
        )
    if folder is not None:
        try:
            found = kept_heads(folder)
        except ReportError as error:
            said.append(f"CHECK THIS: {error}")
    for run in app.store.runs(KEPT):
        try:
            own = night_heads(run.summary.get("heads"))
        except ValueError:
            own = None
        if own is None or own.digest not in {one.heads.digest for one in found if one.heads}:
            found.append(KeptHeads(Path(app.where), own))
    return found, said


def _is_copy(app: App) -> bool:
    """Whether it is named for this command alone, and is not the record that nights are made of.

    Of a backup later nights know more, and that is as it should be.
    """
    noted = (run.summary.get("record") for run in app.store.runs(KEPT))
    made = next((str(path) for path in noted if path), None)
    named = app.sources.get("record") == "--record"
    return named and made is not None and made != app.where


def _folder(app: App) -> Path | None:
    """Where the nights are: as the settings say, or where the last one was made if that is still there."""
    from releasecheck.app.law.folders import known_folders

    if named := app.settings.get("nights"):
        return Path(named).expanduser()
    made = reversed(known_folders(app, "nights"))
    return next((folder for folder in made if folder.is_dir()), None)


def _seen(app: App, path: Path, night: NightHeads, keys: dict[str, str], log_only: bool) -> _Seen:
    checked = check("night", night.statement, night.public_key, night.signature, keys)
    faults = list(_differences(app, night.heads, log_only))
    if checked.state == "bad":
        faults.insert(0, "what it says of the record, or its signature, was changed")
    return _Seen(path, night, checked, tuple(faults))


def _differences(app: App, seen: Heads, log_only: bool) -> Iterator[str]:
    now = app.store.heads()
    if seen.origin != now.origin:
        saw, there = seen.origin[:8] or "none", now.origin[:8] or "none"
        yield f"this is another record: it saw {saw}, and this is {there}"
        return
    line, entry = app.store.hashes_at(seen)
    both = (other_log(seen, now, line), None if log_only else other_entries(seen, now, entry))
    yield from filter(None, both)


def _set_aside(seen: Iterable[_Seen], has_keys: bool) -> set[str]:
    """Nights of which a later one says that they no longer hold; where the office has a key, a signed one."""
    fits = (one for one in seen if not one.faults)
    return {
        digest
        for one in fits
        if one.checked.state == "trusted" or not has_keys
        for digest in one.night.set_aside
    }


def _any_counts(seen: Iterable[_Seen]) -> bool:
    return any(one.checked.state in ("trusted", "not checked") for one in seen)


def _named(wrong: list[_Seen]) -> Iterator[str]:
    """The newest night that does not fit, in full, and how many more."""
    for one in wrong[:1]:
        yield from (f"{one.title}: {fault}" for fault in one.faults)
    if rest := wrong[1:]:
        yield f"{count(len(rest), 'night')} before that: the record does not go on from there either"


def _explained(app: App, night: NightHeads, against: Path | None) -> Iterator[str]:
    """What else than tampering looks like this, and what to do about it."""
    moved = [
        (number, at, command)
        for number, at, _, command in app.store.replacements()
        if at >= night.at or night.at > log_time(app.now)
    ]
    out = for_shell(str(against or _folder(app) or "DIR"))
    for number, at, command in moved[-1:]:
        done = "put a backup in its place" if command == "record restore" else "saved it from a damaged one"
        yield (
            f"Line {number:,} of the log says that `{command}` {done} at {at}: a record then looks "
            "like this. "
            f"If you did that, say so in the next night: releasecheck nightly --out {out} --accept-record"
        )
        return
    yield (
        "A backup that was copied over a newer record looks like this too; `record restore` would stand in "
        "the log after that night, and does not. Keep the record and the nights as they are, and look for a "
        "copy that goes on from there: releasecheck --record FILE record verify --against DIR"
    )


def _said(app: App, seen: list[_Seen], left: list[_Seen], *, late: bool) -> Iterator[str]:
    """How far the record fits; `late`: whether to say that the last night is not of today or yesterday."""
    fits = [one for one in seen if not one.faults]
    for one in fits[:1]:
        heads, whole = one.night.heads, len(fits) + len(left) == len(seen)
        before = f", and from {count(len(fits) - 1, 'other night')}" if fits[1:] else ""
        yield (
            f"It goes on from where {one.night.title} saw it (entry {heads.entries.number:,}, line "
            f"{heads.log.number:,} of the log), {one.checked.words}{before}."
            if whole
            else f"Up to {one.night.title} it fits, {one.checked.words}."
        )
        day = day_written(one.night.day)
        if day is not None and day > app.today:
            yield f"CHECK THIS: {one.night.title} lies ahead of today: a clock was wrong"
        elif day is not None and (app.today - day).days > 1 and late and whole:
            ago = count((app.today - day).days, "day")
            yield f"CHECK THIS: {one.night.title} is {ago} ago: is nightly still run?"
    if left:
        yield f"{count(len(left), 'night')} from before the record was replaced on purpose: not compared."


def tonights_heads(app: App, out: Path, *, accept: bool) -> TonightsHeads:
    """The heads of the record as they are now, signed where the office has a key and earlier nights fit.

    `accept`: the record was replaced on purpose, and nights that do not fit are set aside.
    """
    problems: list[str] = []
    found = NightsCompared()
    try:
        found = _before(app, out)
        if found.faults and not accept:
            problems = [
                "the record does not go on from earlier nights:",
                *(f"  {one}" for one in found.faults),
            ]
    except ConfigError as error:
        problems = [str(error)]
    aside = found.disowned if accept else ()
    statement = statement_of(app.store.heads(), app.today.isoformat(), log_time(app.now), aside)
    signature: dict[str, str | None] = {"public_key": None, "signature": None}
    try:
        key = None if problems else signing_key(app)
        if key is not None:
            signature |= sign("night", statement, key)
    except ConfigError as error:
        problems.append(f"{error}. The night is not signed")
    said = ("\n".join(problems),) if problems else ()
    return TonightsHeads(night_heads({**statement, **signature}), said)


def _before(app: App, out: Path) -> NightsCompared:
    from releasecheck.night.folder import nights

    return compare(app, out if nights(out) else None, before_night=True)


def remember(app: App, transaction: StoreTransaction, tonight: TonightsHeads) -> None:
    """Keep tonight's heads in the record as well, in the place of the last night's, and where that is."""
    transaction.forget_runs(KEPT, ())
    heads = tonight.heads.as_object()
    transaction.add_run(KEPT, {"record": app.where, "heads": heads})
