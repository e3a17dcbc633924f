"""What differs between Linux, macOS and Windows, and nothing else: the one module that asks where it runs.

Locks, files that are one user's own, folders, and what a file's name may be. Each is a function over `NAME`,
so that a test can be on Windows for a while. Nothing here was tried on Windows or macOS itself.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from releasecheck.core.named import NamedTuple

WINDOWS, MACOS, UNIX = "windows", "macos", "unix"
NAME = {"win32": WINDOWS, "darwin": MACOS}.get(sys.platform, UNIX)
"""Where it runs."""

ITSELF = sum(getattr(os, flag, 0) for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
"""Flags of a file that is opened as it is: not where a link leads to, not waited for, its line ends kept."""
PROMPTLY = sum(getattr(os, flag, 0) for flag in ("O_NONBLOCK", "O_BINARY"))
"""The same, but a link is followed."""
FOLDER = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_DIRECTORY", "O_NOFOLLOW"))
"""Flags of a folder that is opened, where that can be."""
OWN_FILE, OWN_FOLDER = 0o600, 0o700
"""Modes of what only its owner may read."""

not_kept: list[Path] = []
"""What this run made for its owner alone, where the system cannot promise it."""


def on_windows() -> bool:
    """Whether this is Windows: no modes, no links for most people, no file replaced while it is open."""
    return NAME == WINDOWS


# --- what is one user's own ---


def for_you_alone(words: str) -> str:
    """Words that promise that nobody else can read a file; none where the system does not keep that."""
    return "" if on_windows() else words


def new_file(path: Path) -> int:
    """A file that was not there before and that its owner alone can read, open for writing.

    Raises FileExistsError, or OSError where it cannot be made.
    """
    if not can_be_named(path.name):
        raise OSError(errno.EINVAL, "Windows has no file of such a name")
    _note(path)
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), OWN_FILE)


def own_file(path: Path, flags: int) -> int:
    """The same for one that may be there already, opened as it is and for what the flags say."""
    _note(path)
    return os.open(path, flags | ITSELF, OWN_FILE)


def new_folder(path: Path, *, anyway: bool = False) -> None:
    """A folder that its owner alone can open. `anyway`: it may be there already, and those above be made."""
    path.mkdir(mode=OWN_FOLDER, parents=anyway, exist_ok=anyway)


def _note(path: Path) -> None:
    if on_windows():
        not_kept.append(path)


def is_mine(found: os.stat_result, mode: int) -> bool:
    """Whether what was found is ours, and nobody else can read it; Windows tells neither."""
    if on_windows():
        return True
    return (found.st_uid, found.st_mode & 0o777) == (os.geteuid(), mode)


def others_can_read(found: os.stat_result) -> bool:
    """Whether somebody else may read what was found, as far as that can be told."""
    return not on_windows() and bool(found.st_mode & 0o077)


# --- locks ---


def _library(name: str) -> Any:
    """A library of this system's own; None where it has no such thing."""
    try:
        return import_module(name)
    except ImportError:
        return None


def can_hold() -> bool:
    """Whether the system has locks that end with whoever holds them."""
    return _library("fcntl") is not None or _library("msvcrt") is not None


def hold(handle: int, *, wait: bool = False) -> bool:
    """Whether the file is ours from now on until it is closed; `wait`: until nobody else has it.

    Where the system has no such locks there is nobody to ask, and it is ours.
    """
    if (locks := _library("fcntl")) is not None:
        try:
            locks.flock(handle, locks.LOCK_EX | (0 if wait else locks.LOCK_NB))
        except BlockingIOError:
            return False
        return True
    if (locks := _library("msvcrt")) is None:
        return True
    while not (held := _hold_a_byte(locks, handle)) and wait:
        time.sleep(_A_MOMENT)
    return held


def _hold_a_byte(locks: Any, handle: int) -> bool:
    """Windows locks bytes, and nobody else can read those: so one that lies far beyond any file's end."""
    at = os.lseek(handle, 0, os.SEEK_CUR)
    os.lseek(handle, _FAR, os.SEEK_SET)
    try:
        locks.locking(handle, locks.LK_NBLCK, 1)
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EDEADLK, errno.EAGAIN):
            raise
        return False
    finally:
        os.lseek(handle, at, os.SEEK_SET)
    return True


_FAR = 2**30
_A_MOMENT = 0.1
"""Seconds."""


# --- files ---


def replace(part: Path, path: Path) -> None:
    """Give a file the name of another, which is gone then.

    On Windows an indexer or a virus scanner may have either open for a moment: it is tried for a second.
    """
    for left in reversed(range(_TRIES if on_windows() else 1)):
        try:
            part.replace(path)
            return
        except PermissionError:
            if not left:
                raise
            time.sleep(_A_MOMENT)


_TRIES = 10


def to_disk(path: Path) -> None:
    """Wait until the disk has it; a folder too, for a new name is written in its folder."""
    if on_windows() and path.is_dir():
        return  # there a folder cannot be opened
    # Windows brings to the disk only what is open for writing.
    handle = os.open(path, os.O_RDWR if on_windows() else os.O_RDONLY)
    try:
        flush(handle)
    finally:
        os.close(handle)


def flush(handle: int) -> None:
    """Wait until the disk has what was written; macOS leaves it in the disk's own memory unless asked."""
    os.fsync(handle)
    if NAME == MACOS and (whole := getattr(_library("fcntl"), "F_FULLFSYNC", None)) is not None:
        try:
            _library("fcntl").fcntl(handle, whole)
        except OSError:
            return  # a disk of another machine knows no such thing


def flush_everything() -> None:
    """Have all that was written brought to the disk, where the system does that at once for all files."""
    if hasattr(os, "sync"):
        os.sync()


def link_to(name: str, path: Path) -> bool:
    """Make a link to a folder beside it; False where there can be none, or none that can be replaced."""
    if on_windows():
        return False
    try:
        path.symlink_to(name, target_is_directory=True)
    except OSError:
        return False
    return True


def is_link(path: Path) -> bool:
    """Whether it leads elsewhere: a link, or a junction, which anybody on Windows can make."""
    try:
        found = path.lstat()
    except (OSError, ValueError):
        return False
    return stat.S_ISLNK(found.st_mode) or getattr(found, "st_reparse_tag", 0) == _JUNCTION


_JUNCTION = 0xA0000003


def usable_name(stem: str) -> str:
    """A file's name without its ending, in plain letters, changed where Windows keeps it for a device."""
    return f"{stem}-" if stem.upper() in _DEVICES else stem


_DEVICES = frozenset(
    ["CON", "PRN", "AUX", "NUL", *(f"{one}{n}" for one in ("COM", "LPT") for n in range(10))]
)


def can_be_named(name: str) -> bool:
    """Whether a file can have the name: on Windows `a:b` would hide behind `a`, and `con.txt` is a device."""
    if not on_windows():
        return True
    plain = name.partition(".")[0].rstrip().upper()
    return plain not in _DEVICES and not any(one in '<>:"|?*' or one < " " for one in name)


def line_ends_for_stdout(text: str) -> str:
    """The text as it is printed: Windows puts a return before the end of each line, and one is enough."""
    return text.replace("\r\n", "\n") if on_windows() else text


def has_pager() -> bool:
    """Whether a long text goes through a pager: on Windows it would lie in a file while it is read."""
    return not on_windows()


def is_the_empty_device(found: os.stat_result) -> bool:
    """Whether it is the device that holds nothing; Windows does not tell."""
    return not on_windows() and found.st_rdev == Path(os.devnull).stat().st_rdev


def wait_for_writer(handle: int, milliseconds: int) -> bool:
    """Whether somebody writes into a pipe by then; where that cannot be asked, they are waited for."""
    import select

    if not hasattr(select, "poll"):
        return True
    waiting = select.poll()
    waiting.register(handle, select.POLLIN)
    return bool(waiting.poll(milliseconds))


def wait_as_usual(handle: int) -> None:
    """A handle that was opened not to wait does so again; on Windows it always does."""
    if not on_windows():
        os.set_blocking(handle, True)


def limit_this_process(memory: int, seconds: int) -> None:
    """Let this process take no more than so many bytes and seconds; Windows sets no such limit."""
    if (limits := _library("resource")) is None:
        return
    for what, most in (
        (limits.RLIMIT_AS, memory),
        (limits.RLIMIT_CPU, seconds),
        (limits.RLIMIT_CORE, 0),
    ):
        if NAME != MACOS or what != limits.RLIMIT_AS:  # which macOS has by name only
            limits.setrlimit(what, (most, most))


# --- folders ---


class Folders(NamedTuple):
    """Where this user's things go unless somebody says otherwise."""

    config: Path
    data: Path
    state: Path


def folders(environment: Mapping[str, str], home: Path, name: str | None = None) -> Folders:
    """The folders of the system of that name; this one's without one.

    As of XDG wherever its variables are set. 0.1.0 kept to XDG on every system: what lies there stays in use.
    """
    data = _said(environment, "XDG_DATA_HOME") or home / ".local" / "share" / _OURS
    state = _said(environment, "XDG_STATE_HOME") or home / ".local" / "state" / _OURS
    match name or NAME:
        case "windows":
            # What roams is copied to a server and back: settings may, a record and its looks must not.
            local = Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local") / _OURS
            config = Path(environment.get("APPDATA") or home / "AppData" / "Roaming") / _OURS
        case "macos":
            config = local = home / "Library" / "Application Support" / _OURS
        case _:
            return Folders(_said(environment, "XDG_CONFIG_HOME") or home / ".config" / _OURS, data, state)
    return Folders(
        config,
        data if environment.get("XDG_DATA_HOME") or data.is_dir() else local,
        state if environment.get("XDG_STATE_HOME") or state.is_dir() else local / "State",
    )


def _said(environment: Mapping[str, str], variable: str) -> Path | None:
    return Path(said) / _OURS if (said := environment.get(variable)) else None


_OURS = "releasecheck"
