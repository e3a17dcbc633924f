"""What a senior probation officer would have on the lists of our twelve, and what the program has.

`python -m tests.twelve` says for each of them what differs, and `python -m tests.twelve 3` for one: what is
missing, what has another owner or another day, what must not stand there, and what nobody asked for. What
they should have stands in `tests/data/twelve`, and there too what its words mean.
"""

from __future__ import annotations

import json
import re
import shlex
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import pytest

from tests.made_up.program import Run, run, settle
from tests.places import DATA

TODAY = "2026-11-27"
#: The states of what is on a list for somebody to do, now or later.
OPEN = frozenset("overdue action chase expired blocked to_do waiting upcoming".split())

Task: TypeAlias = dict[str, Any]


class Line(NamedTuple):
    """A row of a page's table: any of these items, with any of these owners, on this day."""

    items: tuple[str, ...]
    point: str
    owners: tuple[str, ...]
    due: str
    nominal: str
    why: str
    source: str

    def __str__(self) -> str:
        what = f"{' or '.join(self.items)}{f' ({self.point})' if self.point else ''}"
        usual = f" (usual day {self.nominal})" if self.nominal else ""
        return f"{what}: {' or '.join(self.owners)}, {self.due}{usual}; {self.why} [{self.source}]"


class Page(NamedTuple):
    """What one page asks for."""

    title: str
    number: str
    add: tuple[str, ...]
    lines: tuple[Line, ...]
    lists: dict[str, dict[str, str]]
    """What stands under each of its later headings, and the reason: `Must not`, `Allowed` …"""


class Plan(NamedTuple):
    """What the program has for a person: each item's task, and every day that `why` counts out for it."""

    tasks: dict[str, Task]
    days: dict[str, frozenset[str]]

    def open(self) -> dict[str, Task]:
        """The tasks that are on the list for somebody to do."""
        return {item: task for item, task in self.tasks.items() if task["state"] in OPEN}


class Difference(NamedTuple):
    """How a plan differs from its page, a line for each fault."""

    missing: list[str]
    owner: list[str]
    day: list[str]
    must_not: list[str]
    noise: list[str]
    listed: int

    def faults(self) -> list[str]:
        """What is wrong; noise only where it is more than a line in ten."""
        noise = self.noise if len(self.noise) * 10 > self.listed else []
        kinds = zip(
            ("missing", "wrong owner", "wrong day", "must not", "noise"), [*self[:4], noise], strict=True
        )
        return [f"{kind}: {line}" for kind, lines in kinds for line in lines]


def pages() -> list[Path]:
    """The page of each person, in their order."""
    return sorted((DATA / "twelve").glob("[0-9]*.md"))


def read_page(path: Path) -> Page:
    """Read what a page asks for. Raises ValueError where a row has not its seven cells."""
    head, *rest = re.split(r"(?m)^## ", path.read_text("utf-8"))
    add = shlex.split(head.split("```sh\n")[1].split("\n```")[0])[1:]
    rows = [row for row in head.splitlines() if row.startswith("| ")][1:]
    lists = {}
    for section in rest:
        name, *entries = [line for line in section.splitlines() if line]
        lists[name] = dict(entry.removeprefix("- ").split(": ", 1) for entry in entries)
    title = head.splitlines()[0].removeprefix("# ")
    return Page(title, add[1], tuple(add), tuple(map(_line, rows)), lists)


def _line(row: str) -> Line:
    items, point, owners, due, nominal, why, source = [cell.strip() for cell in row[1:-1].split("|")]
    return Line(tuple(items.split(" or ")), point, tuple(owners.split(" or ")), due, nominal, why, source)


def planned(page: Page, run: Run = run) -> Plan:
    """Record the person by the page's own command, in the record in use, and read what is planned."""
    told = run(*page.add, as_of=TODAY)
    shown = run("show", page.number, "--all", "--format", "json", as_of=TODAY)
    if told.code or shown.code:  # not an assertion: nobody waits for a list that cannot be read
        raise RuntimeError(told.err + shown.err)
    tasks = {task["item"]: task for task in json.loads(shown.out)["tasks"]}
    named = Counter(item for line in page.lines for item in line.items if item in tasks)
    several = [item for item, times in named.items() if times > 1]
    return Plan(tasks, {item: _days(run("why", page.number, item, as_of=TODAY).out) for item in several})


def _days(why: str) -> frozenset[str]:
    """The day at which the arithmetic of each "Due …" ends, on a screen that is wide enough for it."""
    ends = re.findall(r"(?m)^  Due\b.*\b(\d{1,2} [A-Z][a-z]{2} \d{4})\b", why)
    return frozenset(datetime.strptime(day, "%d %b %Y").date().isoformat() for day in ends)


def difference(page: Page, plan: Plan) -> Difference:
    """Hold a plan against its page."""
    found = Difference([], [], [], [], [], len(plan.open()))
    seen: set[str] = set()
    for line in page.lines:
        _hold(line, plan, found, first=not seen & {*line.items})
        seen |= {*line.items}
    never = page.lists["Must not"]
    for item, task in plan.open().items():
        if item in never:
            found.must_not.append(f"{_said(task)}; {never[item]}")
        elif item not in seen and item not in page.lists["Allowed"]:
            found.noise.append(f"{_said(task)}; {', '.join(_named(page, item)) or 'named nowhere'}")
    return found


def _hold(line: Line, plan: Plan, found: Difference, first: bool) -> None:
    tasks = [plan.tasks[item] for item in line.items if item in plan.tasks]
    # Asked whether it was done before, it stands there all the same, with the day of its next time.
    stand = [
        task
        for task in tasks
        if task["state"] in OPEN or (task["state"] == "unknown" and line.due in ("ask", task["due_on"]))
    ]
    if not stand:
        instead = "; ".join(f"it is {_said(task)}" for task in tasks) or "no such item"
        found.missing.append(f"{line}. Now: {instead}")
        return
    shown = [task for task in stand if _on_day(line, task)]
    if any(task["owner"] in line.owners for task in shown):
        return
    if not shown and not first and any(line.due in plan.days.get(task["item"], ()) for task in stand):
        return
    (found.owner if shown else found.day).append(f"{line}. Now: {_said((shown or stand)[0])}")


def _on_day(line: Line, task: Task) -> bool:
    due, today_or_squeezed = task["due_on"], task["due_on"] == TODAY or task["compressed"]
    match line.due:
        case "ask":
            return True
        case "now":
            return bool(today_or_squeezed)
        case "later":
            return not today_or_squeezed and (due is None or due > TODAY)
        case "waits":
            return bool(task["blocked_by"])
    return bool(due == line.due)


def _said(task: Task) -> str:
    squeezed = ", compressed" if task["compressed"] else ""
    return f"{task['item']} {task['owner']} {task['state']} {task['due_on'] or 'no day'}{squeezed}" + (
        f" ({', '.join(task['reasons'])})" if task["reasons"] else ""
    )


def _named(page: Page, item: str) -> Iterator[str]:
    return (f"{name.lower()}: {reasons[item]}" for name, reasons in page.lists.items() if item in reasons)


def _report(path: Path, home: Path) -> Iterator[str]:
    page = read_page(path)
    with pytest.MonkeyPatch.context() as patch:
        settle(patch, home)
        patch.setenv("COLUMNS", "400")
        patch.setenv("RELEASECHECK_RECORD", str(home / "record.db"))
        run("record", "init")
        found = difference(page, planned(page))
    yield f"\n{page.title}\n  {found.listed} on the list, {len(page.lines)} asked for"
    for kind, lines in zip(found._fields, found[:5], strict=False):
        if lines:
            yield f"  {kind.replace('_', ' ')}: {len(lines)}"
            yield from (f"    {line}" for line in lines)
    yield "  differs" if found.faults() else "  as asked for"


def main(numbers: Sequence[str]) -> None:
    """Say what differs, for those numbered or for all."""
    wanted = [path for path in pages() if not numbers or str(int(path.name[:2])) in numbers]
    if not wanted:
        raise SystemExit(__doc__)
    for path in wanted:
        with tempfile.TemporaryDirectory() as home:
            print("\n".join(_report(path, Path(home))))


if __name__ == "__main__":
    main(sys.argv[1:])
