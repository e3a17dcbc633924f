"""What systemd needs to make a night's bundle: a service and a timer, for the record and folder in use."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from releasecheck.app.opening.session import App
from releasecheck.commands.options import login_name

_UNITS = """\
# /etc/systemd/system/releasecheck-nightly.service
[Unit]
Description=releasecheck: tonight's pages, lists, digests and backup

[Service]
Type=oneshot
User={user}
UMask=0077
ExecStart={command}
NoNewPrivileges=yes
PrivateTmp=yes
ProtectSystem=strict
ReadWritePaths={folders}

# /etc/systemd/system/releasecheck-nightly.timer
[Unit]
Description=releasecheck: every night at two

[Timer]
OnCalendar=*-*-* 02:00
Persistent=yes

[Install]
WantedBy=timers.target

# Then: systemctl daemon-reload && systemctl enable --now releasecheck-nightly.timer
# What it said: journalctl -u releasecheck-nightly
"""


def systemd_units(app: App, out: Path, *, mail: bool) -> str:
    """The two units as text, each under the name of its file."""
    out, record = out.absolute(), app.record.absolute()
    words = [*_program(), "--record", str(record)]
    config = app.config_dir / app.config_name
    if config.is_file():
        words += ["--config", str(config.absolute())]
    words += ["nightly", "--out", str(out), *(["--mail"] if mail else [])]
    return _UNITS.format(
        user=login_name(),
        command=" ".join(map(quoted, words)),
        folders=" ".join(map(quoted, (str(record.parent), str(out if out.is_dir() else out.parent)))),
    )


def _program() -> list[str]:
    """How this program is started from anywhere."""
    found = shutil.which("releasecheck", path=str(Path(sys.executable).parent))
    return [found] if found else [sys.executable, "-m", "releasecheck"]


def quoted(word: str) -> str:
    """A word as systemd reads it: percent signs doubled, and in quotes where it must be."""
    plain = word.replace("%", "%%")
    if plain and not any(letter.isspace() or letter in "\"'\\$;" for letter in plain):
        return plain
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$") + '"'
