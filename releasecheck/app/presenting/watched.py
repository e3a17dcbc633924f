"""Nothing of anybody is written to the terminal, a pipe or stderr before that is logged, and of some nothing.

Reports log whom they show, once they are made. This sees to the rest, whatever command it comes from: what a
dry run would change, whom a name could mean, what an error tells of somebody. It knows people by the prison
numbers in the words that are about to be written, and by having been asked who somebody is.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from releasecheck.app.opening.session import App

_NUMBER = re.compile(r"\b[A-Z][0-9]{4}[A-Z]{2}\b")


@contextmanager
def watched(app: Callable[[], App | None]) -> Iterator[None]:
    """Whatever is written inside is logged first."""
    streams = [(sys.stdout, False), (sys.stderr, True)]
    for stream, beside in streams:
        if stream is not None:
            _watch(stream, app, beside)
    try:
        yield
    finally:
        for stream, _ in streams:
            if stream is not None:
                vars(stream).pop("write", None)


@contextmanager
def unwatched() -> Iterator[None]:
    """What is written inside goes out as it is: whoever writes it has logged what it tells of anybody."""
    streams = [stream for stream in (sys.stdout, sys.stderr) if stream is not None]
    watching = [(stream, vars(stream).pop("write", None)) for stream in streams]
    try:
        yield
    finally:
        for stream, write in watching:
            if write is not None:
                vars(stream)["write"] = write


def _watch(stream: IO[Any], app: Callable[[], App | None], beside: bool) -> None:
    write = stream.write

    def log_and_write(text: str) -> int:
        known = app()
        shown = logged(known, text, beside=beside)
        if known is not None and known.answer is not None:
            if not beside:
                write(text[:0])  # the stream itself refuses what is no text
                known.answer.said.append(shown)
                return len(text)
            if text and not text.endswith("\n"):
                shown = f"{known.answer.not_read()}{shown}"  # a question, about what was said
        write(shown)
        if known is not None and known.giving and shown and not beside:
            known.has_printed = True
        return len(text)

    # In the stream's own place: whatever else it can do, to be a terminal among it, stays as it is.
    vars(stream)["write"] = log_and_write


def logged(app: App | None, text: str, *, beside: bool = False) -> str:
    """The words as they may be shown, once it is logged whom they tell of."""
    if app is not None and text and app.has_opened:
        from releasecheck.app.presenting.unshown import words_shown

        text = words_shown(app, text)
        log_whom(app, text, beside=beside)
    return text


def log_whom(
    app: App | None,
    text: str,
    *,
    beside: bool = False,
    output: Path | None = None,
    meant: bool = True,
) -> None:
    """Log a look at whoever is meant, and at everybody recorded here whose number stands in these words.

    Each once, and nobody whose data this run has logged already. `beside`: the words go to stderr, and not to
    where what was asked for goes. `output`: to this file. `meant`: they may tell of whoever was asked for.
    """
    if not text or app is None or not app.has_opened:
        return
    new = {*_NUMBER.findall(text), *(app.found if meant else ())} - app.asked_for - app.store.logged
    if not new:
        return
    from releasecheck.app.reading.access_log import named, shown

    here = app.store.numbers(new)
    if beside:
        named(app, here)
    else:
        shown(app, here, None, output)
    # Whoever is not recorded here is not asked for again.
    app.asked_for |= new
