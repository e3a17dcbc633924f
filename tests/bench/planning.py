"""Planning a country: 90,000 people and the whole core catalogue, goal 60 s and 600 MiB on two cores.

Each core plans half of the people; re-planning one person has a goal of 3 ms. These machines are shared, so
the time the processor was ours is printed beside the time on the clock, and only planning is counted in it.
"""

from __future__ import annotations

import resource
import statistics
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import NamedTuple

from tests.bench.people import TODAY, planner, records

COUNTRY = 90_000


class Part(NamedTuple):
    """What planning some of the people took."""

    tasks: int
    cpu_seconds: float
    peak_kib: int


def plan_part(part: tuple[int, int, int]) -> Part:
    """Plan every nth person, one after the other."""
    first, step, number = part
    rules, tasks, took = planner(), 0, 0.0
    for record in records(number, first, step):
        started = time.process_time()
        tasks += len(rules.plan(record, TODAY).tasks)
        took += time.process_time() - started
    return Part(tasks, took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def country(number: int = COUNTRY) -> None:
    """The whole country on two cores, then what that is for one person and one task."""
    started = time.perf_counter()
    with ProcessPoolExecutor(2) as pool:
        found = list(pool.map(plan_part, [(0, 2, number), (1, 2, number)]))
    took = time.perf_counter() - started
    tasks = sum(part.tasks for part in found)
    cpu = sum(part.cpu_seconds for part in found)
    peak = sum(part.peak_kib for part in found) / 1024
    print(f"{number:,} people, {tasks:,} tasks on two cores: {took:.1f} s on the clock, goal 60")
    print(f"{cpu:.1f} s of processor to plan, {peak:.0f} MiB in both together, goal 600")
    print(f"{cpu / number * 1e3:.2f} ms a person, {cpu / tasks * 1e6:.1f} microseconds a task")


def one_person() -> None:
    """Re-planning one person with a warm planner, as a command that writes does it."""
    rules = planner()
    few = list(records(40))
    for record in few:
        rules.plan(record, TODAY)
    times = [_cpu_seconds(partial(rules.plan, record, TODAY)) for record in few * 5]
    print(f"one person again: {statistics.median(times) * 1000:.2f} ms, worst {max(times) * 1000:.2f} ms")
    first = _cpu_seconds(lambda: planner().plan(few[0], TODAY))
    print(f"reading the rules and planning the first: {first * 1000:.0f} ms")
    states = Counter(task.rest for task in rules.plan(few[0], TODAY).tasks)
    print(f"tasks of one person: {dict(states)}")


def _cpu_seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started
