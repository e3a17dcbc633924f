"""Measure: python -m tests.bench [NAME …]; without a name, all that take no country. Ratios matter.

Not part of the test run: these machines differ and are shared. `test_start_up.py` guards what can be
guarded without a clock.
"""

from __future__ import annotations

import sys

from tests.bench import at_once, board, exporting, fuzz, growth, importing, night, planning, reports, start_up

BENCHES = {
    "start-up": start_up.run,
    "board": board.run,
    "planning": planning.country,
    "one-person": planning.one_person,
    "exporting": exporting.run,
    "importing": importing.country,
    "night": night.prison,
    "prison": reports.prison,
}
ON_DEMAND = {
    "at-once": at_once.minute,
    "fuzz": fuzz.run,
    "growth": growth.run,
    "growth-country": growth.country,
    "night-country": night.country,
    "country": reports.country,
}


def main(names: list[str]) -> None:
    """Run the benches named, or all of them."""
    known = BENCHES | ON_DEMAND
    unknown = [name for name in names if name not in known]
    if unknown:
        raise SystemExit(f"no bench {', '.join(unknown)}; there are {', '.join(known)}")
    for name in names or BENCHES:
        print(f"== {name}")
        known[name]()


main(sys.argv[1:])
