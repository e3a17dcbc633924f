"""The heads of the record as nights keep them in their summaries, read back to compare a record with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from releasecheck.core.errors import ReportError
from releasecheck.core.heads import NightHeads, night_heads
from releasecheck.night.folder import SUMMARY, nights, read_summary


class KeptHeads(NamedTuple):
    """What a night keeps of the record's heads, and where."""

    path: Path
    heads: NightHeads | None
    """None where something stands there that no night wrote."""


def kept_heads(against: Path) -> list[KeptHeads]:
    """The heads in a summary, in a night's folder, or in a folder of nights, newest night first.

    Nights of a version that kept none are left out. Raises ReportError where there is no night at all.
    """
    if against.is_dir() and not (against / SUMMARY).exists():
        paths = [path / SUMMARY for _, _, path in reversed(nights(against))]
    else:
        paths = [against / SUMMARY if against.is_dir() else against] if against.exists() else []
    if not paths:
        raise ReportError(
            f"no night in {against}: name the folder that nightly --out names, or a night in it"
        )
    return [found for path in paths for found in _in_summary(path)]


def _in_summary(path: Path) -> Iterator[KeptHeads]:
    try:
        summary = read_summary(path)
    except OSError as error:
        raise ReportError(f"cannot read {path}: {error.strerror}") from error
    except ValueError:
        raise ReportError(f"{path} is no summary of a night") from None
    if summary.get("heads") is None:
        return
    try:
        yield KeptHeads(path, night_heads(summary["heads"]))
    except ValueError:
        yield KeptHeads(path, None)
