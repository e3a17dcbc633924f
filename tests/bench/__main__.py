"""Measure: python -m tests.bench [start-up] [planning] [one-person]. Ratios matter, not seconds.

Not part of the test run: these machines differ and are shared. `test_start_up.py` guards what can be
guarded without a clock.
"""

from __future__ import annotations

import sys

from tests.bench import planning, start_up

BENCHES = {"start-up": start_up.run, "planning": planning.country, "one-person": planning.one_person}


def main(names: list[str]) -> None:
    """Run the benches named, or all of them."""
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        raise SystemExit(f"no bench {', '.join(unknown)}; there are {', '.join(BENCHES)}")
    for name in names or BENCHES:
        print(f"== {name}")
        BENCHES[name]()


main(sys.argv[1:])
