"""The config file changed line by line: one setting written or taken out, all else left as it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from releasecheck.app.opening.config import (
    LONGEST_SETTING,
    MAIL_TO,
    SETTINGS,
    TRUSTED,
    named_freely,
    parse_config,
    read_config,
)
from releasecheck.app.opening.files import text_of_file
from releasecheck.core.domain import ROLES
from releasecheck.core.errors import ConfigError, UsageError
from releasecheck.core.outside import OFFICE_BYTES
from releasecheck.core.words import did_you_mean, listed

_TABLE = re.compile(r"\s*\[(?P<name>[^\[\]]+)\]\s*(#.*)?")
_SETTING = re.compile(
    r"\s*(?P<key>\"[^\"]*\"|'[^']*'|[\w.-]+)\s*="
    r"\s*(?P<value>\"(?:[^\"\\]|\\.)*\"|'[^']*'|[^\s#\"']+)(?P<after>\s*(?:#.*)?)"
)
_BARE = re.compile(r"[A-Za-z0-9_-]+")


class _SettingLine(NamedTuple):
    """A setting as it stands in the file: where, and what comes after its value."""

    place: int
    name: str
    after: str


def checked(name: str, value: str) -> tuple[str, str]:
    """A setting's name and value as they are kept. Raises UsageError for what cannot be.

    `name` is `by` for `name`, as people call it.
    """
    known = {setting.name: setting for setting in SETTINGS}
    name = "by" if name == "name" else name
    if name not in known and not named_freely(name):
        hint = did_you_mean(name, known) or "."
        raise UsageError(f'no setting "{name}"{hint} See them: releasecheck config show')
    value = value.strip()
    if not value:
        raise UsageError(f"{name} is empty. To take it out: releasecheck config unset {name}")
    if not value.isprintable():
        raise UsageError(f"{name} has a character that is not text")
    if len(value) > LONGEST_SETTING:
        raise UsageError(f"{name} is longer than {LONGEST_SETTING:,} letters")
    allowed = known[name].allowed if name in known else ()
    if allowed and value not in allowed:
        raise UsageError(f'{name} "{value}": it is {listed(allowed, "or")}')
    return name, _as_kept(name, value)


def _as_kept(name: str, value: str) -> str:
    from releasecheck.people.facts import BadValue, parse_fact, parse_time

    if name == "role":
        if value.upper() not in ROLES:
            raise UsageError(f'no role "{value}"{did_you_mean(value, ROLES) or "."} Roles: {listed(ROLES)}')
        return value.upper()
    if name.startswith(TRUSTED):
        from releasecheck.app.opening.signing_keys import checked_public

        return checked_public(name, value)
    if name in ("directory", "nights", "signing.key_file"):
        # Asked for from any folder, and a file that is not there says nothing.
        return str(Path(value).expanduser().absolute())
    try:
        if name == "late_after":
            return parse_time(value)
        if name == "prison":
            return str(parse_fact("prison", value) or value)
    except BadValue as error:
        raise UsageError(f'{name} "{value}": {error}') from error
    return value


def set_setting(path: Path, name: str, value: str) -> None:
    """Write a setting into the file, made if it is not there, readable by its owner only.

    Raises UsageError for a setting or a value that cannot be, ConfigError for a file that cannot be changed
    with all else in it left as it is.
    """
    name, value = checked(name, value)
    lines = _lines_of(path)
    known = read_config(path) if lines else {}
    written = json.dumps(value, ensure_ascii=False)
    found = [line for line in _settings(lines) if line.name == name]
    if found:
        (line, *_) = found
        before = lines[line.place].partition("=")[0].rstrip()
        lines[line.place] = f"{before} = {written}{line.after}"
    else:
        _insert(lines, name, written)
    _write(path, lines, {**known, name: value})


def unset_setting(path: Path, name: str) -> bool:
    """Take a setting out of the file; False where it is not in it. Raises ConfigError as `set_setting`."""
    name = "by" if name == "name" else name
    lines = _lines_of(path)
    known = read_config(path) if lines else {}
    if name not in known:
        return False
    gone = {line.place for line in _settings(lines) if line.name == name}
    left = [line for place, line in enumerate(lines) if place not in gone]
    _write(path, left, {key: value for key, value in known.items() if key != name})
    return True


def _lines_of(path: Path) -> list[str]:
    try:
        return text_of_file(path, OFFICE_BYTES).splitlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise ConfigError(f"cannot read the config file {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"cannot read the config file {path}: it is not UTF-8 text") from error


def _settings(lines: list[str]) -> Iterator[_SettingLine]:
    """Each setting that stands on a line of its own."""
    table = ""
    for place, text in enumerate(lines):
        if found := _TABLE.fullmatch(text):
            table = f"{found['name'].strip()}."
        elif found := _SETTING.fullmatch(text):
            name = table + found["key"].strip("\"'")
            yield _SettingLine(place, "by" if name == "name" else name, found["after"])


def _insert(lines: list[str], name: str, written: str) -> None:
    """A new line for a setting, at the end of its table; the table at the end of the file."""
    table, key = "", name
    for before in (MAIL_TO, TRUSTED, "mail.", "signing.", "retention."):
        if name.startswith(before):
            table, key = before.rstrip("."), name.removeprefix(before)
            break
    line = f"{key if _BARE.fullmatch(key) else json.dumps(key, ensure_ascii=False)} = {written}"
    heads = {
        found["name"].strip(): place for place, text in enumerate(lines) if (found := _TABLE.fullmatch(text))
    }
    if table and table not in heads:
        lines += [*([""] if lines else []), f"[{table}]", line]
        return
    first = heads[table] + 1 if table else 0
    last = min((place for place in heads.values() if place >= first), default=len(lines))
    own = [one.place for one in _settings(lines) if first <= one.place < last]
    lines.insert(own[-1] + 1 if own else first, line)


def _write(path: Path, lines: list[str], meant: dict[str, str]) -> None:
    """The lines as the file, once they say what is meant and nothing else."""
    from releasecheck.app.presenting.present import make_folder, write_file

    text = "\n".join([*lines, ""])
    try:
        says = parse_config(text, path)
    except ConfigError:
        says = None
    if says != meant:
        raise ConfigError(f"{path} is written in a way that cannot be changed line by line: edit it by hand")
    make_folder(path.parent)
    # Many keep their settings elsewhere and a link to them here.
    write_file(path.resolve(), text, settled=True, own=True)
