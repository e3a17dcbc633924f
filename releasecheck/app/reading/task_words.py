"""The words of tasks: those that ship with the program, and then the office's own."""

from __future__ import annotations

from pathlib import Path

from releasecheck.app.opening.session import App
from releasecheck.core.errors import ReleasecheckError
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
    given = app.settings.get("words")
    own = Path(given) if given else app.config_dir / "words"

    def files(name: str) -> list[WordsFile]:
        return [WordsFile(name, (DATA / "words" / name).read_text("utf-8")), *_own(own / name)]

    return read_task_words(files(CELLS), files(HEADINGS), app.planner().catalogue)


def _own(path: Path) -> list[WordsFile]:
    try:
        return [WordsFile(str(path), path.read_text("utf-8-sig"))]
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise ReleasecheckError(f"cannot read {path}: {error}") from error
