"""What an event is recorded with beside its facts, and what a command told of somebody before."""

from __future__ import annotations

from datetime import date

from releasecheck.app.opening.session import App
from releasecheck.core.domain import RecordedOutcome
from releasecheck.core.errors import UsageError


def recall_outcome(
    app: App, on: date | None, told_on: date, cause: str | None = None
) -> tuple[RecordedOutcome, ...]:
    """That they were recalled, as the outcome measures count it; what is not known stays a gap.

    `on`: the day of the return; where nobody knows it, the outcome stands on the day it was told.
    """
    from releasecheck.app.recording.evidence_prompts import check_evidence

    catalogue = app.whole_catalogue()
    item = next((item for item in catalogue.installed() if item.id == "recall_outcome"), None)
    if item is None or "recalled" not in item.outcomes:
        if cause is not None:
            raise UsageError("--cause is kept with recall_outcome, which is switched off here")
        return ()
    evidence = {"recalled_on": on.isoformat()} if on else {}
    if cause is not None:
        evidence["recall_cause"] = check_evidence(catalogue.fields["recall_cause"], cause, app.today)
    return (RecordedOutcome(item.id, "recalled", on or told_on, evidence=evidence, by=app.by),)


def command_told(app: App, number: str, fact: str) -> date | None:
    """The day on which a command last told or typed this fact, the later of the two; None for a list."""
    for standing in app.store.provenance(number, fact):
        entry = app.store.entry(standing.entry)
        if entry is not None and entry.command.partition(" ")[0] != "import":
            return max(standing.told_on, entry.day)
    return None
