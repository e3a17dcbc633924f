"""Planning a country: 90,000 people and the whole core catalogue, goal 60 s and 600 MiB on two cores.

Each core plans half of the people; re-planning one person has a goal of 3 ms.
"""

from __future__ import annotations

import resource
import statistics
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from itertools import islice

from tests.bench.people import TODAY, planner, records

COUNTRY = 90_000


def plan_part(part: tuple[int, int, int]) -> tuple[int, int]:
    """Plan every nth person; how many tasks that made, and the most memory it took (KiB)."""
    first, step, number = part
    rules, tasks = planner(), 0
    for record in islice(records(number), first, None, step):
        tasks += len(rules.plan(record, TODAY).tasks)
    return tasks, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def country(number: int = COUNTRY) -> None:
    """The whole country on two cores, then on one where the time goes."""
    started = time.perf_counter()
    with ProcessPoolExecutor(2) as pool:
        found = list(pool.map(plan_part, [(0, 2, number), (1, 2, number)]))
    took = time.perf_counter() - started
    tasks = sum(count for count, _ in found)
    peak = sum(memory for _, memory in found) / 1024
    print(f"{number:,} people, {tasks:,} tasks on two cores: {took:.1f} s, {peak:.0f} MiB in both together")
    print(f"{took / tasks * 2e6:.1f} microseconds of one core a task")


def one_person() -> None:
    """Re-planning one person with a warm planner, as a command that writes does it."""
    rules = planner()
    few = list(records(40))
    for record in few:
        rules.plan(record, TODAY)
    times = []
    for record in few * 5:
        started = time.perf_counter()
        rules.plan(record, TODAY)
        times.append(time.perf_counter() - started)
    print(f"one person again: {statistics.median(times) * 1000:.2f} ms, worst {max(times) * 1000:.2f} ms")
    started = time.perf_counter()
    planner().plan(few[0], TODAY)
    print(f"reading the rules and planning the first: {(time.perf_counter() - started) * 1000:.0f} ms")
    states = Counter(task.rest for task in rules.plan(few[0], TODAY).tasks)
    print(f"tasks of one person: {dict(states)}")
