"""Where an accommodation line stands in the national service's own words, by its own inputs."""

from datetime import date

from releasecheck.core.domain import NATIONAL_REST, NATIONALLY_OPENS, Task
from releasecheck.planning.states import QUIET, counts, ready

#: What is asked for where nothing but a day to count from is wanting.
_OF_THE_DAY = frozenset(
    (
        *("conditional_release_date", "post_recall_release_date", "confirmed_release_date"),
        *("actual_parole_date", "target_hearing_date"),
    )
)


def position_on(task: Task, today: date) -> str | None:
    """The line's own status (accommodation routes only), on a day."""
    positions = task.positions
    if positions is None:
        return None
    quiet = task.stage == QUIET
    if ("live" in positions) if quiet else counts(task, today):
        return positions.get("live") or None
    rest = positions.get(NATIONAL_REST, task.rest)
    if rest in ("not_required", "not_applicable"):
        return positions.get(rest)
    if rest == "unknown" and not _OF_THE_DAY.issuperset(task.missing_facts or (NATIONAL_REST,)):
        return None
    # With no release date held, the national lines say start now.
    opens_on = task.opens_on
    if NATIONALLY_OPENS in positions:
        opens_on = date.fromisoformat(positions[NATIONALLY_OPENS]) if positions[NATIONALLY_OPENS] else None
    if "upcoming" in positions and opens_on is not None and today < opens_on:
        return positions["upcoming"]
    if "blocked" in positions and not ready(task, today):
        return positions["blocked"]
    return positions.get("open")
