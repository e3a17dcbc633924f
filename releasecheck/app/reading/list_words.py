"""The words this office uses in its lists: what ships with the program, and its own tables over it."""

from __future__ import annotations

from pathlib import Path

from releasecheck.app.opening.files import text_of_file
from releasecheck.app.opening.session import App
from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.outside import TABLE_BYTES
from releasecheck.exchange.reading.lists.office_words import (
    HEADINGS,
    VALUES,
    OfficeWords,
    shipped_words,
    with_words,
)


def office_words(app: App) -> OfficeWords:
    """What headings and cells mean here. Raises ReleasecheckError for a mistake in the office's tables."""
    tables = [table for name in (HEADINGS, VALUES) if (table := own_table(app, name)) and table[1]]
    return with_words(shipped_words(), *tables) if tables else shipped_words()


def own_table(app: App, name: str) -> tuple[str, str] | None:
    """Where the office's own table of this name is, and its text; None where it has none.

    Raises ReleasecheckError for one that cannot be read.
    """
    given = app.settings.get("words")
    path = (Path(given) if given else app.config_dir / "words") / name
    try:
        return str(path), text_of_file(path, TABLE_BYTES, "utf-8-sig")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise ReleasecheckError(f"{path} is not UTF-8 text: save it as CSV UTF-8") from None
    except OSError as error:
        raise ReleasecheckError(f"cannot read {path}: {error.strerror}") from error
