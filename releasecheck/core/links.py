"""A file below a folder in which others may write: no link there is followed, whatever they do meanwhile."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from releasecheck.core import system
from releasecheck.core.outside import MB


class LinkFound(Exception):
    """On the way to a file, or in its place, there is a link."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


def bytes_below(folder: Path, name: str, most: int) -> bytes | None:
    """What stands in the file of that name below the folder, at most so many bytes; None where there is none.

    The folder itself may be a link: somebody chose it. Raises LinkFound, or OSError with the reason in its
    `strerror` for a file that cannot be read or is larger.
    """
    try:
        handle = _opened(folder, Path(name).parts)
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return None
        with os.fdopen(handle, "rb", closefd=False) as file:
            found = file.read(most + 1)
    finally:
        os.close(handle)
    if len(found) > most:
        raise OSError(
            errno.EFBIG, f"it is larger than {most // MB:,} MB, the most that is read of such a file"
        )
    return found


def _opened(folder: Path, parts: tuple[str, ...]) -> int:
    """Step by step, each in the folder that was opened before it."""
    if os.open not in os.supports_dir_fd:  # Windows, where few may make a link
        for path in (folder.joinpath(*parts[: n + 1]) for n in range(len(parts))):
            if system.is_link(path):
                raise LinkFound(path)
        return os.open(folder.joinpath(*parts), os.O_RDONLY | system.ITSELF)
    path, at = folder, os.open(folder, os.O_RDONLY)
    for part in parts:
        path /= part
        try:
            inner = os.open(part, os.O_RDONLY | system.ITSELF, dir_fd=at)
        except OSError as error:
            raise (LinkFound(path) if error.errno == errno.ELOOP else error) from error
        finally:
            os.close(at)
        at = inner
    return at
