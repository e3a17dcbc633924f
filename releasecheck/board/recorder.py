"""What is asked on the board before anything is recorded, step by step, until it is saved or given up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol, TypeVar

from releasecheck.board import outcomes
from releasecheck.board.desk import Desk, OpenPerson, TaskSeen, in_words
from releasecheck.board.dialogues import AskScreen, ChooseScreen, FormScreen
from releasecheck.board.outcomes import Answered, SomebodyChanged, without_command
from releasecheck.board.panes import Dialogue
from releasecheck.core.errors import ReleasecheckError, StoreError
from releasecheck.core.words import listed

if TYPE_CHECKING:
    from releasecheck.policy.catalogue import Item, OutcomeSpec

Result = TypeVar("Result")


class Asks(Protocol):
    """Shows a question and waits for its answer; what it tells of anybody is logged first."""

    async def __call__(self, question: Dialogue[Result]) -> Result | None:
        """Its answer; None where none was given."""


async def record_outcome(desk: Desk, ask: Asks, opened: OpenPerson, name: str) -> str | None:
    """Which outcome of a task, its evidence, what is in doubt; what stands then, None where it was left."""
    seen = opened.seen(name)
    item, specs = outcomes.outcomes_of(desk, opened.number, name)
    about = f"{opened.number} {opened.report.name}: {item.title}"
    chosen = await ask(ChooseScreen(about, {one.name: one.title for one in specs}))
    if chosen is None:
        return None
    spec = item.outcomes[chosen]
    form = _Form(desk, ask, f"{about}. {spec.title}", item, spec, seen)
    one = await form.filled_in()
    while one is not None:
        try:
            return outcomes.record(desk, one, form.seen)
        except SomebodyChanged:
            one = await form.filled_in(again=True)
        except StoreError as error:
            # Nothing was saved, such as while another program writes: what was typed is kept.
            one = await form.filled_in(in_words(desk.app, error) or "")
    return None


class _Form:
    """One outcome's questions, with what was answered so far."""

    def __init__(
        self, desk: Desk, ask: Asks, title: str, item: Item, spec: OutcomeSpec, seen: TaskSeen
    ) -> None:
        self.seen = seen
        """The task as whoever answers knows it."""
        self._desk, self._ask, self._title, self._item, self._spec = desk, ask, title, item, spec
        self._questions = outcomes.questions(desk, spec)
        self._answers: Mapping[str, str] = {}
        self._although = False

    async def filled_in(self, problem: str = "", *, again: bool = False) -> Answered | None:
        """What may be recorded, or None. `again`: with the answers that are there, where they still do.

        `problem`: what is said over the answers that were given.
        """
        number, missing = self.seen.number, tuple[str, ...]()
        while True:
            if not again:
                answers = await self._ask(
                    FormScreen(self._title, self._questions, self._answers, problem, missing)
                )
                if answers is None:
                    return None
                self._answers = answers
            again, missing = False, ()
            if not await self._still_wanted():
                return None
            try:
                one = outcomes.answered(
                    *(self._desk, number, self._item, self._spec, self._answers), although=self._although
                )
            except StoreError:
                raise
            except ReleasecheckError as error:
                problem = without_command(in_words(self._desk.app, error) or "")
                again = self._although = await self._all_the_same(number, problem)
                continue
            if one.missing:
                missing = one.missing
                problem = f"Still to answer: {listed(missing)}; what nobody knows: not known"
            elif await self._no_doubt(one):
                return one
            else:
                problem = "On which day was it?"

    async def _still_wanted(self) -> bool:
        """Whether it is wanted also where somebody has changed the task since it was shown, which is said."""
        now = self._desk.person(self.seen.number, look=False).seen(self.seen.item)
        if now.told == self.seen.told:
            return True
        changed = self._desk.changed_by(self.seen)
        if not await self._ask(AskScreen(f"{changed}.\nRecord yours as well?")):
            return False
        self.seen = now
        return True

    async def _all_the_same(self, number: str, problem: str) -> bool:
        could = not self._although and outcomes.could_although(
            self._desk, number, self._item, self._spec, self._answers
        )
        if not could:
            return False
        return await self._ask(AskScreen(f"{problem}\nRecord it all the same?")) is True

    async def _no_doubt(self, one: Answered) -> bool:
        for doubt in one.doubts:
            if not await self._ask(AskScreen(doubt)):
                return False
        return True


async def write_note(desk: Desk, ask: Asks, opened: OpenPerson, item: str | None) -> str | None:
    """A note of whoever is open, about a task or none; what was noted, None where it was left."""
    about = "" if item is None else f", about {item}"
    title = f"Note on {opened.number} {opened.report.name}{about}"
    answers: Mapping[str, str] | None = {}
    problem = ""
    while answers is not None:
        answers = await ask(FormScreen(title, outcomes.note_questions(), answers, problem))
        if answers is not None:
            try:
                return outcomes.note(desk, opened.number, item, answers)
            except ReleasecheckError as error:
                problem = in_words(desk.app, error) or ""
    return None


async def take_back_last(desk: Desk, ask: Asks) -> str | None:
    """The last entry of whoever asks, named and taken back once they say so; None where they do not."""
    entry, words = outcomes.to_undo(desk)
    answers = await ask(FormScreen(f"Take back {words}?", outcomes.undo_questions(), {}))
    return None if answers is None else outcomes.undo(desk, entry, answers)
