"""What is left outside the record, in every place that is known: copies, and files that name somebody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from releasecheck.app.law.places import Places, said_left_out

if TYPE_CHECKING:
    from releasecheck.app.opening.session import App
    from releasecheck.core.marks import Marks
    from releasecheck.store.base import Store


class Leftovers(NamedTuple):
    """Files that nobody takes away but whoever they belong to."""

    copies: tuple[Path, ...]
    """Copies of the record that still hold somebody."""
    files: tuple[tuple[Path, str], ...]
    """Other files, each with what it has of them, in words."""
    unread: tuple[Path, ...]
    """Those of both kinds that could not be looked into."""
    left_out: str
    """What nobody looked into, as a sentence."""


def leftovers(app: App, numbers: Sequence[str], marks: Marks, more: Sequence[Path]) -> Leftovers:
    """Search every place that is known, and these folders, for somebody erased."""
    from releasecheck.app.law.searching import Sought, search
    from releasecheck.store.own_files import clear_cut_off
    from releasecheck.store.sqlite.cipher import NO_KEY
    from releasecheck.store.sqlite.traces import holds_person, may_be_copy

    key = app.key if app.key.expected else NO_KEY  # nobody is asked for the key of another's file
    places = Places(app, app.store, numbers, more)
    for folder in places.own_folders():
        clear_cut_off(folder)  # what a backup that was cut off has left is none that anybody needs
    copies, unread, others = list[Path](), list[Path](), list[Path]()
    for path in _not_of_the_record(app, places.files()):
        if not may_be_copy(path):
            others.append(path)
            continue
        holds = holds_person(path, numbers, key)
        if holds:
            copies.append(path)
        elif holds is None:
            unread.append(path)
    done = search(others, Sought(marks))
    left_out = said_left_out(places.left_out + done.left_out)
    return Leftovers(tuple(copies), done.found, (*unread, *done.unread), left_out)


def plain_copies(app: App, store: Store) -> list[Path]:
    """Records in clear in every place that is known, but this one."""
    from releasecheck.store.sqlite.backup import is_marked
    from releasecheck.store.sqlite.cipher import is_plain

    places = Places(app, store, ())
    return [path for path in _not_of_the_record(app, places.files()) if is_plain(path) and is_marked(path)]


def _not_of_the_record(app: App, paths: Iterable[Path]) -> Iterator[Path]:
    """Without the record, what lies beside it while it is open, and the lists of those erased."""
    from releasecheck.store.sqlite.cipher import beside
    from releasecheck.store.sqlite.tombstones import list_beside

    if app.file is None:
        yield from paths
        return
    own, erased = {app.file, *beside(app.file)}, list_beside(app.file).name
    yield from (path for path in paths if path not in own and path.name != erased)
