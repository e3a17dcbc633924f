"""Damaged files: whatever their readers stumble over becomes one error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from releasecheck.core.errors import ReleasecheckError


@contextmanager
def mistakes(name: str) -> Iterator[None]:
    """Turns whatever a damaged workbook makes the readers of its parts stumble over into one error."""
    import lzma
    import struct
    import zipfile
    import zlib

    package = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, RuntimeError)
    # What openpyxl raises for a part that is not there, or does not hold what it should; a SyntaxError is
    # what is no XML, to whichever parser is installed.
    parts = (SyntaxError, LookupError, ValueError, TypeError, AttributeError, ArithmeticError)
    try:
        yield
    except (*package, *parts) as problem:
        raise damaged(name) from problem


def damaged(name: str) -> ReleasecheckError:
    """The error for a workbook that is not whole."""
    return ReleasecheckError(
        f"{name} is damaged or cut short: open it in Excel, save it again and import that"
    )


def locked(name: str) -> ReleasecheckError:
    """The error for a file that opens with a password only."""
    return ReleasecheckError(
        f"{name} is protected by a password: open it, save it without one (in Excel: File, Info, Protect "
        "Workbook, Encrypt with Password) and import that"
    )


def needs(name: str, library: str) -> ReleasecheckError:
    """The error for a file whose library is not installed."""
    return ReleasecheckError(
        f"{name} is a workbook, and reading those needs {library}: pip install 'releasecheck[office]', "
        "or save it as CSV (UTF-8) and import that"
    )
