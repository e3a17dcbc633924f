"""The words that offices use for tasks and what became of them, as `data/words` and an office's own have it.

`tasks.csv` says what the words in cells mean, of any task (`*`) or of one; `task_headings.csv` which task a
heading means. What is read later wins: an office's own files come after ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from releasecheck.core.errors import ReleasecheckError
from releasecheck.core.words import did_you_mean, listed
from releasecheck.people.facts import folded
from releasecheck.policy.catalogue import Catalogue, Item

CELLS, HEADINGS = "tasks.csv", "task_headings.csv"
"""The names of the two files, in `data/words` and in an office's own folder."""

#: What a word can mean of any task, and the word by which each task says what that is for it.
_OF_ANY_TASK = {
    "sent": "Sent",
    "yes": "Accepted",
    "booked": "Booked",
    "done": "Done",
    "refused": "Rejected",
    "returned": "Returned",
    "under_way": "Awaiting",
}
#: What a word can mean of one task too, beside its outcomes.
_OF_ONE_TASK = ("chased", "not_done", "nothing", "not_needed", "under_way", "ask")
_OTHERWISE = ("declined", "otherwise")


class WordsFile(NamedTuple):
    """A table of words: its name, for messages, and its text."""

    name: str
    text: str


class TaskWord(NamedTuple):
    """What a word in a cell means."""

    means: str
    """An outcome of the task, or how far it is: chased, not_done, nothing, not_needed, under_way, ask."""
    reason: str | None = None
    evidence: tuple[tuple[str, str], ...] = ()
    """Fields and their values; `day` and `time` stand for those in the cell."""
    certain: bool = True


class TaskHeading(NamedTuple):
    """Which task a heading means."""

    item: str
    outcome: str | None
    """The outcome that a day by itself, or a tick, stands for there."""
    certain: bool


_ASK = TaskWord("ask", certain=False)


class TrackerWords(NamedTuple):
    """What the words of cells and of headings mean."""

    cells: Mapping[str, Mapping[str, TaskWord]]
    """Item, or * for any -> a word, folded -> what it means."""
    headings: Mapping[str, TaskHeading]
    """A heading, folded -> the task."""
    endings: Mapping[str, str]
    """What may follow a task's name in a heading, folded -> the word of a cell that it is like, or ""."""

    def meant(self, item: Item, text: str) -> TaskWord | None:
        """What a word means in the column of a task: its outcome where it is one; None for no word."""
        key = word_key(text)
        own = self.cells.get(item.id, {})
        if key in own:
            return own[key]
        word = self.cells["*"].get(key)
        if word is None or word.means not in _OF_ANY_TASK:
            return word
        like = own.get(folded(_OF_ANY_TASK[word.means]))
        if like is not None:
            return like if word.certain or like.means != "under_way" else word
        return self._unless_said(item, word)

    def _unless_said(self, item: Item, word: TaskWord) -> TaskWord:
        """For a task that has no word of its own for this: only what can mean one thing is taken for it."""
        done = [spec.name for spec in item.outcomes.values() if spec.kind == "done"]
        sent = any(spec.kind == "waiting" for spec in item.outcomes.values())
        if word.means == "done" and (len(done) == 1 or "done" in done):
            return TaskWord("done" if "done" in done else done[0])
        if word.means == "yes" and len(done) == 1 and not sent:
            return TaskWord(done[0])
        return word if word.means in ("under_way", "returned") else _ASK


def word_key(text: str) -> str:
    """A word as it is looked up: letters and digits only; a sign, and an error of Excel's, as it is."""
    found = text.strip()
    return found.casefold() if found.startswith("#") else folded(found) or found


def read_task_words(
    cells: Iterable[WordsFile], headings: Iterable[WordsFile], catalogue: Catalogue
) -> TrackerWords:
    """The tables in these files; what is read later wins.

    Raises ReleasecheckError naming every row that says what the catalogue has not.
    """
    wrong: list[str] = []
    said: dict[str, dict[str, TaskWord]] = {"*": {}}
    for file in cells:
        for row, found in _rows(file, ("item", "written", "means"), wrong):
            word = _word(found, catalogue)
            if isinstance(word, str):
                wrong.append(f"{file.name} row {row}: {word}")
                continue
            of_item = said.setdefault(found["item"], {})
            of_item.update((word_key(text), word) for text in found["written"].split("|"))
    tasks: dict[str, TaskHeading] = {}
    endings: dict[str, str] = {}
    for file in headings:
        for row, found in _rows(file, ("item", "written"), wrong):
            item, outcome = found["item"], found.get("outcome", "")
            problem = None if item == "*" else _no_such(item, outcome, catalogue)
            if problem:
                wrong.append(f"{file.name} row {row}: {problem}")
            for text in found["written"].split("|"):
                if item == "*":
                    endings[folded(text)] = _OF_ANY_TASK.get(outcome, "")
                else:
                    tasks[folded(text)] = TaskHeading(item, outcome or None, found.get("certain") != "ask")
    if wrong:
        raise ReleasecheckError("\n".join(wrong))
    return TrackerWords(said, tasks, endings)


def _rows(file: WordsFile, needed: tuple[str, ...], wrong: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    import csv
    import io

    reader = csv.DictReader(io.StringIO(file.text.removeprefix("\ufeff"), newline=""))
    try:
        missing = [name for name in needed if name not in (reader.fieldnames or ())]
        if missing:
            wrong.append(f"{file.name} has no column {listed(missing)}")
            return
        for number, row in enumerate(reader, start=2):
            yield number, {name: (text or "").strip() for name, text in row.items() if isinstance(name, str)}
    except csv.Error as problem:
        wrong.append(f"{file.name} cannot be read: {problem}. A quotation mark may be missing")


def _word(row: Mapping[str, str], catalogue: Catalogue) -> TaskWord | str:
    """What one row says, or what is wrong with it."""
    name, means, reason = row["item"], row["means"], row.get("reason") or None
    if name == "*":
        known = (*_OF_ANY_TASK, *_OF_ONE_TASK, *_OTHERWISE)
        if means not in known:
            return f'of any task a word means {listed(known, "or")}, not "{means}"'
    elif problem := _no_such(name, "" if means in _OF_ONE_TASK else means, catalogue):
        return problem
    elif reason is not None and reason not in catalogue.items[name].outcomes[means].reasons:
        return f'{name} {means} has no reason "{reason}"'
    parts = (part.partition("=") for part in row.get("evidence", "").split("|") if part)
    evidence = tuple((field, value) for field, _, value in parts)
    unknown = [field for field, _ in evidence if field not in catalogue.fields]
    if unknown:
        return f"there is no evidence {listed(unknown)}"
    return TaskWord(means, reason, evidence, row.get("certain") != "ask")


def _no_such(item: str, outcome: str, catalogue: Catalogue) -> str | None:
    if item not in catalogue.items:
        return f'no item "{item}"{did_you_mean(item, catalogue.items)}'
    outcomes = catalogue.items[item].outcomes
    if outcome and outcome not in outcomes:
        return f'{item} has no outcome "{outcome}"{did_you_mean(outcome, outcomes)}'
    return None
