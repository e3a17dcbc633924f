"""What the board asks: which of these, what is to be answered, yes or no; and pages to be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import ClassVar

from textual import widget
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.events import DescendantFocus, Key
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from releasecheck.board import panes
from releasecheck.board.outcomes import BoardQuestion
from releasecheck.board.panes import Pane, PaneLine
from releasecheck.core.text import safe
from releasecheck.formats.terminal import wrap

_TO_FILL_IN = "." * 24
"""Shows where an answer goes."""


def plain_lines(text: str) -> str:
    """Words with nothing in them that a terminal would obey."""
    return "\n".join(map(safe, text.split("\n")))


class ReadScreen(panes.Dialogue[None]):
    """Lines to be read."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape,q,enter", "close", "back")]

    def __init__(self, title: str, layout: Callable[[int], Sequence[str]]) -> None:
        super().__init__()
        self._heading, self._lines = title, layout

    def compose(self) -> ComposeResult:
        """The lines and how to go back."""
        yield Static(plain_lines(self._heading), classes="heading", markup=False)
        yield Pane(id="read")
        yield Static("Esc back · up and down to read on", classes="keys", markup=False)

    def on_mount(self) -> None:
        """Lay the lines out."""
        pane = self.query_one(Pane)
        pane.lay_out(lambda width: [PaneLine(line) for line in self._lines(width)])
        pane.focus()

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)


class ChooseScreen(panes.Dialogue[str]):
    """One of several, by its first letter or with the arrows."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "close", "back")]

    def __init__(self, title: str, choices: Mapping[str, str]) -> None:
        super().__init__()
        self._heading, self._choices = title, choices
        self.told = title

    def compose(self) -> ComposeResult:
        """What there is to choose from."""
        yield Static(plain_lines(self._heading), classes="heading", markup=False)
        yield Pane(id="choices")
        yield Static("Enter choose · a letter goes to it · Esc back", classes="keys", markup=False)

    def on_mount(self) -> None:
        """Lay the choices out."""
        pane = self.query_one(Pane)
        pane.lay_out(self._laid_out)
        pane.focus()

    def _laid_out(self, width: int) -> list[PaneLine]:
        widest = max(map(len, self._choices), default=0)
        return [
            PaneLine(line, key)
            for key, about in self._choices.items()
            for line in wrap(f"{key:<{widest}}  {about}", width, "  ", "    ")
        ]

    def on_key(self, event: Key) -> None:
        """A letter goes to the next choice that begins with it."""
        pane, names = self.query_one(Pane), list(self._choices)
        if event.character is None or not event.character.isalpha():
            return
        at = names.index(pane.key) if pane.key in names else -1
        after = [*names[at + 1 :], *names[: at + 1]]
        found = next((name for name in after if name.startswith(event.character)), None)
        if found is not None:
            pane.put_on(found)
            event.stop()

    def on_pane_chosen(self, event: Pane.Chosen) -> None:
        """That one."""
        self.dismiss(event.key)

    def action_close(self) -> None:
        """None of them."""
        self.dismiss(None)


class FormScreen(panes.Dialogue[dict[str, str]]):
    """Questions with their answers; Enter goes on, and from the last one saves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "close", "back"),
        ("ctrl+s", "save", "save"),
        # Before the box that they stand in, which would scroll instead.
        Binding("down", "app.focus_next", "next", priority=True),
        Binding("up", "app.focus_previous", "last", priority=True),
    ]

    def __init__(
        self,
        title: str,
        questions: Sequence[BoardQuestion],
        answers: Mapping[str, str],
        problem: str = "",
        missing: Iterable[str] = (),
    ) -> None:
        """`problem`: what was wrong with these answers; `missing`: which of them are still to be given."""
        super().__init__()
        self._heading, self._questions, self._answers = title, questions, answers
        self.told = f"{title} {problem}"
        named = tuple(one.name for one in questions if problem.startswith(f"{one.name} "))
        self._problem, self._missing = problem, tuple(missing) or named

    def compose(self) -> ComposeResult:
        """Each question over its answer."""
        yield Static(plain_lines(self._heading), classes="heading", markup=False)
        with VerticalScroll() as questions:
            questions.can_focus = False  # the arrows go from answer to answer
            for one in self._questions:
                to_answer = "ANSWER THIS: " if one.name in self._missing else ""
                hint = f" ({one.hint})" if one.hint else ""
                yield Static(plain_lines(f"{to_answer}{one.ask}{hint}"), markup=False)
                yield Input(
                    self._answers.get(one.name, one.answer),
                    id=f"answer-{one.name}",
                    placeholder=_TO_FILL_IN,
                    compact=True,
                    suggester=SuggestFromList(one.allowed, case_sensitive=False) if one.allowed else None,
                )
        yield Static(plain_lines(self._problem), classes="said", markup=False)
        yield Static(
            "Enter next, and save from the last · Ctrl-S save · Esc back", classes="keys", markup=False
        )

    def on_mount(self) -> None:
        """Begin with what is still to be answered, else with the first after the day."""
        first = next((one.name for one in self._questions if one.name in self._missing), None)
        if first is None:
            several = len(self._questions) > 1 and self._questions[0].answer
            first = self._questions[1 if several else 0].name
        self.query_one(f"#answer-{first}", Input).focus()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """See that a question is on the screen with its answer."""
        box = self.query_one(VerticalScroll)
        shown: list[widget.Widget] = list(box.children)
        at = shown.index(event.widget)
        both = shown[at - 1].virtual_region.union(event.widget.virtual_region)
        box.scroll_to_region(both, animate=False, immediate=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """To the next question, or save."""
        inputs = list(self.query(Input))
        if event.input is inputs[-1]:
            self.action_save()
        else:
            inputs[inputs.index(event.input) + 1].focus()

    def action_save(self) -> None:
        """Hand the answers over."""
        self.dismiss(
            {one.name: self.query_one(f"#answer-{one.name}", Input).value for one in self._questions}
        )

    def action_close(self) -> None:
        """Answer nothing."""
        self.dismiss(None)


class AskScreen(panes.Dialogue[bool]):
    """Yes or no; what is neither is no answer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("y", "answer(True)", "yes"),
        ("n,escape", "answer(False)", "no"),
    ]

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = self.told = question

    def compose(self) -> ComposeResult:
        """The question."""
        yield Static(plain_lines(self._question), classes="question", markup=False)
        yield Static("y yes · n no", classes="keys", markup=False)

    def action_answer(self, yes: bool) -> None:
        """That is the answer."""
        self.dismiss(yes)
