"""Where each command lives: its module is imported only when the command is used."""

from __future__ import annotations

import importlib

import click

#: The commands as help lists them, and the module of each.
SECTIONS: tuple[tuple[str, dict[str, str]], ...] = (
    (
        "Every day",
        {
            "today": "today",
            "list": "list",
            "find": "find",
            "show": "show",
            "board": "board",
            "why": "why",
            "add": "add",
            "set": "add",
            "mark": "mark",
            "done": "mark",
            "decline": "mark",
            "waive": "mark",
            "note": "note",
            "own": "own",
            "handback": "own",
            "undo": "undo",
            "void": "undo",
            "history": "history",
        },
    ),
    (
        "Dates, moves and contacts",
        {
            "redate": "redate",
            "transfer": "redate",
            "com": "redate",
            "released": "released",
            "recalled": "released",
            "returned": "released",
            "died": "died",
            "checked": "checked",
            "merge": "merge",
            "contact": "contact",
            "ask": "contact",
            "asked": "contact",
        },
    ),
    (
        "Reports",
        {
            "missing": "missing",
            "forecast": "forecast",
            "caseload": "caseload",
            "outcomes": "outcomes",
            "nightly": "nightly",
        },
    ),
    (
        "Pages to hold",
        {"handover": "handover", "sheet": "sheet", "gate": "gate", "prefill": "prefill"},
    ),
    (
        "Data and upkeep",
        {
            "import": "imports.import_people",
            "export": "export",
            "catalogue": "catalogue",
            "calendar": "calendar",
            "staff": "staff",
            "directory": "directory",
            "template": "template",
            "record": "record.record",
            "log": "log",
            "config": "config",
            "completion": "completion",
            "demo": "demo",
            "help": "help",
        },
    ),
)
_FOLDERS = "daily changes reports papers data".split()  # of each section, where no other is named
_MODULES = {
    name: module if "." in module else f"{folder}.{module}"
    for folder, (_, names) in zip(_FOLDERS, SECTIONS, strict=True)
    for name, module in names.items()
}


def load(name: str) -> click.Command | None:
    """The command of that name, or None. A module calls its commands `NAME_command`."""
    module = _MODULES.get(name)
    if module is None:
        return None
    found: click.Command = getattr(
        importlib.import_module(f"releasecheck.commands.{module}"), f"{name}_command"
    )
    return found
