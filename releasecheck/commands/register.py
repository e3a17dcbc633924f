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
            "list": "caseload",
            "find": "find",
            "show": "countdown",
            "why": "why",
            "add": "people",
            "set": "people",
            "mark": "work",
            "done": "work",
            "decline": "work",
            "waive": "work",
            "note": "work",
            "own": "people",
            "undo": "undoing",
            "void": "undoing",
            "history": "history",
        },
    ),
    (
        "Dates, moves and contacts",
        {
            "redate": "moves",
            "transfer": "moves",
            "com": "moves",
            "released": "leaving",
            "recalled": "leaving",
            "returned": "leaving",
            "contact": "contacts",
            "ask": "contacts",
            "asked": "contacts",
        },
    ),
    (
        "Reports",
        {
            "missing": "missing",
            "forecast": "forecast",
            "caseload": "loads",
            "outcomes": "outcome_measures",
            "nightly": "nightly",
        },
    ),
    (
        "Pages to hold",
        {"handover": "handing_over", "sheet": "leaving_sheet", "gate": "gate", "prefill": "prefill"},
    ),
    (
        "Data and upkeep",
        {
            "import": "bring_in",
            "export": "send_out",
            "catalogue": "policy",
            "calendar": "days",
            "template": "templates",
            "record": "record",
            "log": "log",
            "config": "settings",
            "completion": "completion",
            "demo": "demo",
        },
    ),
)
_MODULES = {name: module for _, names in SECTIONS for name, module in names.items()}


def load(name: str) -> click.Command | None:
    """The command of that name, or None. A module calls its commands `NAME_command`."""
    module = _MODULES.get(name)
    if module is None:
        return None
    found: click.Command = getattr(
        importlib.import_module(f"releasecheck.commands.{module}"), f"{name}_command"
    )
    return found
