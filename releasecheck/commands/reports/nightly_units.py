"""What makes a night by itself: systemd units, and the lines of a crontab, with every path written out."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path

from releasecheck.app.opening.session import App
from releasecheck.commands.options import login_name

_UNITS = """\
# /etc/systemd/system/releasecheck-nightly.service
[Unit]
Description=releasecheck: tonight's pages, lists, digests and backup
OnFailure=releasecheck-nightly-failed.service

[Service]
Type=oneshot
User={user}
UMask=0077
ExecStart={command}
NoNewPrivileges=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectSystem=strict
ProtectHome=read-only
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectClock=yes
ProtectHostname=yes
CapabilityBoundingSet=
RestrictAddressFamilies={families}
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
ReadWritePaths={folders}

# /etc/systemd/system/releasecheck-nightly-failed.service
[Unit]
Description=releasecheck: say that tonight was not made

[Service]
Type=oneshot
ExecStart=/bin/sh -c 'echo "<3>no night was made: journalctl -u releasecheck-nightly"'

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
# Whoever has to hear of a failure: put what tells them in the place of echo
"""

_CRON = """\
# crontab -e, as {user}. Cron mails what is printed: three lines, or what went wrong
0 2 * * *  {nightly}
30 7 * * 1-5  {check}
"""


def systemd_units(app: App, out: Path, *, mail: bool) -> str:
    """The units as text, each under the name of its file."""
    out, record = out.absolute(), app.record.absolute()
    folders = (str(record.parent), str(out if out.is_dir() else out.parent))
    return _UNITS.format(
        user=login_name(),
        command=" ".join(map(_for_systemd, _words(app, out, *(["--mail"] if mail else [])))),
        folders=" ".join(map(_for_systemd, folders)),
        families="AF_UNIX AF_INET AF_INET6" if mail else "AF_UNIX",
    )


def crontab(app: App, out: Path, *, mail: bool) -> str:
    """The lines of a crontab: at two a night is made, and in the morning it is asked whether it was."""
    nightly = _words(app, out.absolute(), *(["--mail"] if mail else []))
    check = _words(app, out.absolute(), "--check")
    return _CRON.format(
        user=login_name(),
        nightly=" ".join(map(_for_cron, nightly)),
        check=" ".join(map(_for_cron, check)),
    )


def _words(app: App, out: Path, *options: str) -> list[str]:
    """What is run, as it can be from anywhere and without a shell's settings."""
    words = [*_program(), "--record", str(app.record.absolute())]
    config = app.config_dir / app.config_name
    if config.is_file():
        words += ["--config", str(config.absolute())]
    return [*words, "nightly", "--out", str(out), *options]


def _for_cron(word: str) -> str:
    """A word as a shell reads it once cron has: a percent sign would be the end of the line."""
    return shlex.quote(word).replace("%", "\\%")


def _program() -> list[str]:
    """How this program is started from anywhere."""
    found = shutil.which("releasecheck", path=str(Path(sys.executable).parent))
    return [found] if found else [sys.executable, "-m", "releasecheck"]


def _for_systemd(word: str) -> str:
    """A word as systemd reads it: percent signs doubled, and in quotes where it must be."""
    plain = word.replace("%", "%%")
    if plain and not any(letter.isspace() or letter in "\"'\\$;" for letter in plain):
        return plain
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$") + '"'
