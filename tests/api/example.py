"""The example of the page on Python, as somebody would write it: run by a test, and checked strictly."""

import sys
from datetime import date

import releasecheck


def late_in(path: str, prison: str, day: date) -> list[str]:
    """Whoever has most overdue in a prison, and why the first of it is."""
    with releasecheck.open(path, by="Monday list", to="head of OMU", as_of=day) as record:
        late = record.missing(prison=prison, state="overdue")
        lines = [f"{one.due_on} {one.owner} {one.title}: {one.name}" for one in late]
        lines += late.notes  # who is not in it
        for first in late.rows[:1]:
            told = record.why(first.prison_number, first.item)
            lines += [f"{one.asked}: {one.found}" for one in told.reasons]
        return lines


if __name__ == "__main__":
    try:
        print("\n".join(late_in(sys.argv[1], sys.argv[2], date.today())))
    except releasecheck.ReleasecheckError as error:
        sys.exit(f"late.py: {error}")
