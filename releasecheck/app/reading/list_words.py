"""The words this office uses in its lists: what ships with the program, and its own tables over it."""

from __future__ import annotations

from pathlib import Path

from releasecheck.app.opening.session import App
from releasecheck.core.errors import ReleasecheckError
from releasecheck.exchange.reading.lists.office_words import (
    HEADINGS,
    VALUES,
    OfficeWords,
    shipped_words,
    with_words,
)


def office_words(app: App) -> OfficeWords:
    """What headings and cells mean here. Raises ReleasecheckError for a mistake in the office's tables."""
    given = app.settings.get("words")
    folder = Path(given) if given else app.config_dir / "words"
    tables = [(str(folder / name), text) for name in (HEADINGS, VALUES) if (text := _text(folder / name))]
    return with_words(shipped_words(), *tables) if tables else shipped_words()


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        raise ReleasecheckError(f"{path} is not UTF-8 text: save it as CSV UTF-8") from None
    except OSError as error:
        raise ReleasecheckError(f"cannot read {path}: {error.strerror}") from error
