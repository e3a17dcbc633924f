"""The lists of a caseload, as `missing`, `list` and `show` give them in JSON."""

from __future__ import annotations

import json

from tests.made_up.program import Run


def missing_items(run: Run, *words: str) -> list[dict]:
    return json.loads(run("missing", *words, "--format", "json").out)["items"]


def people(run: Run, *words: str) -> list[dict]:
    return json.loads(run("list", *words, "--format", "json").out)["people"]


def known(run: Run) -> dict[str, dict[str, object]]:
    """Everybody's facts, by prison number."""
    lines = run("export", "plans", "--to", "the tests").out.splitlines()
    found = [json.loads(line)["person"] for line in lines]
    return {person["prison_number"]: person["facts"] for person in found}
