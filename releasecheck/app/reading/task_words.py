"""The words of tasks: those that ship with the program, and then the office's own."""

from __future__ import annotations

from releasecheck.app.opening.session import App
from releasecheck.app.reading.list_words import own_table
from releasecheck.core.shipped import DATA
from releasecheck.exchange.reading.trackers.task_words import (
    CELLS,
    HEADINGS,
    TrackerWords,
    WordsFile,
    read_task_words,
)


def task_words(app: App) -> TrackerWords:
    """What offices write of tasks. Raises ReleasecheckError for what is wrong in the office's own tables."""

    def files(name: str) -> list[WordsFile]:
        own = own_table(app, name)
        shipped = WordsFile(name, (DATA / "words" / name).read_text("utf-8"))
        return [shipped] if own is None else [shipped, WordsFile(*own)]

    return read_task_words(files(CELLS), files(HEADINGS), app.whole_catalogue())
