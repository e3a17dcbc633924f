"""What makes a night by itself, with every path written out: for systemd, cron, Windows and macOS."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path

import releasecheck
from releasecheck.app.opening.session import App
from releasecheck.commands.options import login_name
from releasecheck.core.shipped import packed_in
from releasecheck.core.system import OWN_FOLDER
from releasecheck.store.address import Address

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


_TASK = """\
<?xml version="1.0"?>
<!-- {about}
     Then, where this was saved as task.xml: schtasks /Create /TN {title} /XML task.xml
     To take it away again: schtasks /Delete /TN {title} -->
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>{description}</Description></RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>{start}</StartBoundary>
      DAYS
    </CalendarTrigger>
  </Triggers>
  <Principals><Principal id="Author"><LogonType>InteractiveToken</LogonType></Principal></Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT4H</ExecutionTimeLimit>
  </Settings>
  <Actions Context="Author">
    <Exec><Command>{command}</Command><Arguments>{arguments}</Arguments></Exec>
  </Actions>
</Task>
"""
_DAILY = "<ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>"
_WORKING_DAYS = (
    "<ScheduleByWeek><WeeksInterval>1</WeeksInterval><DaysOfWeek><Monday/><Tuesday/><Wednesday/><Thursday/>"
    "<Friday/></DaysOfWeek></ScheduleByWeek>"
)
#: A program without a window has nowhere to print: its words go to a file.
_WITHOUT_WINDOW = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); "
    "sys.stdout = sys.stderr = open(sys.argv.pop(1), 'w', encoding='utf-8', errors='replace'); "
    "from releasecheck.cli import main; main(sys.argv[1:])"
)


def _task(app: App, out: Path, *, mail: bool, check: bool) -> str:
    """A task as XML: in the night without a window, or in the morning with one that stays if it has to."""
    from xml.sax.saxutils import escape

    told = _morning(app, out.absolute()) if check else _night(app, out.absolute(), mail)
    text = _TASK.format(**{name: escape(words) for name, words in told.items()})
    text = text.replace("DAYS", _WORKING_DAYS if check else _DAILY)
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")  # whatever a shell writes it as


def _night(app: App, out: Path, mail: bool) -> dict[str, str]:
    from subprocess import list2cmdline

    said = str(out.with_name(f"{out.name}.log"))
    python = Path(sys.executable)
    home = str(Path(releasecheck.__file__).parents[1])
    words = ["-c", _WITHOUT_WINDOW, home, said, *_given(app, out, *(["--mail"] if mail else []))]
    return {
        "about": "Every night at two, or as soon as you are there after that, without a window.",
        "title": "releasecheck-nightly",
        "description": f"releasecheck: tonight's pages, lists, digests and backup. What it said: {said}",
        "start": "2026-01-01T02:00:00",
        "command": str(python.with_name(f"{python.stem}w{python.suffix}")),
        "arguments": list2cmdline(words),
    }


def _morning(app: App, out: Path) -> dict[str, str]:
    from subprocess import list2cmdline

    return {
        "about": "Every working morning: was the night made? A window that stays open says why not.",
        "title": "releasecheck-check",
        "description": "releasecheck: whether tonight's pages were made",
        "start": "2026-01-01T07:30:00",
        "command": "cmd.exe",
        "arguments": f'/d /c "{list2cmdline(_words(app, out, "--check"))} || pause"',
    }


def _agent(app: App, out: Path, *, mail: bool, check: bool) -> str:
    """An agent of launchd, for ~/Library/LaunchAgents; `launchctl print` says how the last run ended."""
    import plistlib

    out = out.absolute()
    said = str(out.with_name(f"{out.name}.log"))
    agent = {
        "Label": "releasecheck.nightly",
        "ProgramArguments": [*_program(), *_given(app, out, *(["--mail"] if mail else []))],
        "StartCalendarInterval": {"Hour": 2, "Minute": 0},
        "StandardOutPath": said,
        "StandardErrorPath": said,
        "Umask": 0o777 - OWN_FOLDER,
    }
    return plistlib.dumps(agent, sort_keys=False).decode()


def _systemd_units(app: App, out: Path, *, mail: bool, check: bool) -> str:
    """The units as text, each under the name of its file."""
    out, away = out.absolute(), app.file is None
    folders = [] if isinstance(app.place, Address) else [str(app.place.absolute().parent)]
    folders.append(str(out if out.is_dir() else out.parent))
    return _UNITS.format(
        user=login_name(),
        command=" ".join(map(_for_systemd, _words(app, out, *(["--mail"] if mail else [])))),
        folders=" ".join(map(_for_systemd, folders)),
        families="AF_UNIX AF_INET AF_INET6" if mail or away else "AF_UNIX",
    )


def _crontab(app: App, out: Path, *, mail: bool, check: bool) -> str:
    """The lines of a crontab: at two a night is made, and in the morning it is asked whether it was."""
    nightly = _words(app, out.absolute(), *(["--mail"] if mail else []))
    asked = _words(app, out.absolute(), "--check")
    return _CRON.format(
        user=login_name(),
        nightly=" ".join(map(_for_cron, nightly)),
        check=" ".join(map(_for_cron, asked)),
    )


def _words(app: App, out: Path, *options: str) -> list[str]:
    """What is run, as it can be from anywhere and without a shell's settings."""
    return [*_program(), *_given(app, out, *options)]


def _given(app: App, out: Path, *options: str) -> list[str]:
    """What the program is given: the record, the settings and the folder, wherever it is started."""
    words = ["--record", _record(app)]
    config = app.config_dir / app.config_name
    if config.is_file():
        words += ["--config", str(config.absolute())]
    return [*words, "nightly", "--out", str(out), *options]


def _record(app: App) -> str:
    """The record as it can be named from anywhere."""
    return app.place if isinstance(app.place, Address) else str(app.place.absolute())


def _for_cron(word: str) -> str:
    """A word as a shell reads it once cron has: a percent sign would be the end of the line."""
    return shlex.quote(word).replace("%", "\\%")


def _program() -> list[str]:
    """How this program is started from anywhere."""
    if (file := packed_in()) is not None:
        return [sys.executable, str(file.absolute())]
    found = shutil.which("releasecheck", path=str(Path(sys.executable).parent))
    return [found] if found else [sys.executable, "-m", "releasecheck"]


def _for_systemd(word: str) -> str:
    """A word as systemd reads it: percent signs doubled, and in quotes where it must be."""
    plain = word.replace("%", "%%")
    if plain and not any(letter.isspace() or letter in "\"'\\$;" for letter in plain):
        return plain
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$") + '"'


PRINTED = {"systemd": _systemd_units, "cron": _crontab, "task": _task, "launchd": _agent}
"""What can be printed, and by what; each is told whether to mail, and whether it is for the morning."""
