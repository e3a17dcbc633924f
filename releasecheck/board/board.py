"""The two panes: people on the left, one person's list on the right, and keys for what is done about it."""

from __future__ import annotations

from collections.abc import Awaitable, Iterator, Sequence
from contextlib import contextmanager
from typing import ClassVar, TypeVar

from textual import screen, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.events import Resize
from textual.widgets import Input, Static

from releasecheck.app.presenting.watched import log_whom
from releasecheck.board import recorder
from releasecheck.board.desk import Desk, OpenPerson, in_words
from releasecheck.board.dialogues import ReadScreen, plain_lines
from releasecheck.board.outcomes import without_command
from releasecheck.board.paged import PagedPane
from releasecheck.board.panes import Dialogue, Pane, PaneLine
from releasecheck.board.people import BoardPeople, Whose, has_a_list
from releasecheck.board.words import EMPTY, HELP, keys_that_fit
from releasecheck.core.errors import ReleasecheckError, StoreError
from releasecheck.core.words import day_in_words
from releasecheck.formats.terminal import Screen as Laid
from releasecheck.formats.terminal import joined, wrap
from releasecheck.reports.person.countdown_lines import countdown_choices
from releasecheck.reports.person.countdown_page import countdown_page

TWO_PANES = 78
"""Cells from which both panes have room beside each other."""
_LOOKS_EVERY = 2.0
"""Seconds between two looks at whether the day is another, or somebody else has recorded something."""
_AT_LEAST = 20
"""People who are read at once, at least."""

Result = TypeVar("Result")


class BoardScreen(screen.Screen[None]):
    """The two panes, with what was said below them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("q", "app.quit", "close"),
        ("question_mark", "read_help", "help"),
        ("slash", "find", "find"),
        ("a", "whose", "yours or all"),
        ("l", "order", "by urgency or by release"),
        ("m", "mark", "record an outcome"),
        ("w", "why", "why"),
        ("n", "note", "note"),
        ("u", "undo", "undo"),
        ("e", "everything", "later and done as well"),
        ("tab", "other_side", "to the other side"),
        ("escape,left", "back", "back to the people"),
        ("right", "forward", "to the person"),
    ]

    def __init__(self, desk: Desk, said: str) -> None:
        """`said`: what opening the record had to say."""
        super().__init__()
        self.desk, self._said = desk, said
        self._colour = desk.app.screen.colour
        self._whose = Whose()
        self.opened: OpenPerson | None = None
        self._listed = BoardPeople((), 0, "")
        self._limit = _AT_LEAST
        self._everything = False
        self._in_front = "people"

    def compose(self) -> ComposeResult:
        """Whose list it is, what is looked for, the two panes, what was said, and the keys."""
        yield Static(id="head", classes="heading", markup=False)
        yield Input(id="find", placeholder="name, number, cell, COM", compact=True)
        with Horizontal():
            yield PagedPane(self._look_at, self._read_on, id="people")
            yield Pane(id="person", pinned=1)
        yield Static(id="news", markup=False)
        yield Static(id="said", classes="said", markup=False)
        yield Static(id="keys", classes="keys", markup=False)

    def on_mount(self) -> None:
        """Show the people."""
        with self._saying():
            self._whose = Whose(mine=has_a_list(self.desk.app))
            self._read_people()
        self._show_person()
        self._pane("people").focus()
        if self._said:
            self.say(self._said)
        self.set_interval(_LOOKS_EVERY, self.look_around)

    def on_resize(self, event: Resize) -> None:
        """One pane at a time where there is no room for both."""
        self._arrange(event.size.width)

    def _arrange(self, width: int) -> None:
        narrow = width < TWO_PANES
        self.set_class(narrow, "narrow")
        for name in ("people", "person"):
            self._pane(name).display = not narrow or name == self._in_front
        self.query_one("#keys", Static).update(joined(keys_that_fit(width)))

    def _pane(self, name: str) -> Pane:
        return self.query_one(f"#{name}", Pane)

    def _to(self, name: str) -> None:
        self._in_front = name
        self._arrange(self.size.width)
        self._pane(name).focus()

    def on_descendant_focus(self) -> None:
        """Remember which side is in front, however it came there."""
        self._in_front = next(
            (name for name in ("people", "person") if self._pane(name).has_focus), self._in_front
        )

    def say(self, text: str, where: str = "said", *, meant: bool = True) -> None:
        """A line of what was done or went wrong; whoever it tells of is logged first.

        `meant`: it may tell of whoever was asked for last.
        """
        words = plain_lines(without_command(text))
        try:
            log_whom(self.desk.app, words, beside=True, meant=meant)
        except ReleasecheckError:
            words = "What there is to say of it could not be logged, and is not said. Try again"
        line = self.query_one(f"#{where}", Static)
        line.update(words)
        line.display = bool(words)

    @contextmanager
    def _saying(self) -> Iterator[None]:
        """What goes wrong inside is said on the screen, as a command would say it."""
        try:
            yield
        except Exception as error:
            words = in_words(self.desk.app, error)
            if words is None:
                raise
            self.say(words, meant=not isinstance(error, StoreError))

    def _read_people(self) -> None:
        """Read the list anew, with the cursor where it was."""
        self._limit = max(self._limit, self.size.height)
        self._listed = self.desk.people(self._whose, self._limit)
        head = joined((day_in_words(self.desk.app.today), self._listed.title))
        self.query_one("#head", Static).update(plain_lines(head))
        self._pane("people").lay_out(self._people_lines)

    def _people_lines(self, width: int) -> list[PaneLine]:
        laid = Laid(width, self._colour)
        return [PaneLine(line, one.prison_number) for one in self._listed.people for line in one.lines(laid)]

    def _look_at(self, numbers: Sequence[str]) -> bool:
        """Log whoever is about to be shown; nobody is, where that cannot be done."""
        logged_now = False
        with self._saying():
            said = self.desk.look_at(numbers)
            logged_now = True
            if said:
                self.say(said)
        return logged_now

    def _read_on(self) -> None:
        """Read more people, where there are more."""
        if len(self._listed.people) < self._listed.in_all:
            self._limit *= 2
            with self._saying():
                self._read_people()

    def action_whose(self) -> None:
        """Yours, or everybody's."""
        self._ask_for(self._whose._replace(mine=not self._whose.mine))

    def action_order(self) -> None:
        """Who needs somebody, or everybody by release."""
        self._ask_for(self._whose._replace(everybody=not self._whose.everybody))

    def _ask_for(self, whose: Whose) -> None:
        before, self._whose, read = self._whose, whose, False
        with self._saying():
            self._read_people()
            read = True
        if not read:
            self._whose = before

    def action_find(self) -> None:
        """Find people as their names are typed."""
        found = self.query_one("#find", Input)
        found.display = True
        found.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look for whom that fits."""
        self._limit = _AT_LEAST
        self._ask_for(self._whose._replace(words=event.value.strip()))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to those who were found; where it is one, open them."""
        event.input.display = bool(event.value.strip())
        self._to("people")
        if event.value.strip() and len(self._listed.people) == 1:
            self._open(self._listed.people[0].prison_number)

    # The person on the right.

    def on_pane_chosen(self, event: Pane.Chosen) -> None:
        """Open a person, or record something of a task."""
        if event.pane.id == "people":
            self._open(event.key)
        else:
            self.action_mark()

    def _open(self, number: str) -> None:
        """Open somebody's list; that is a look."""
        with self._saying():
            self.opened = self.desk.person(number, look=True)
            self._everything = False
            self.say("")
            self._show_person(stay=False)
            self._to("person")

    def _read_person(self) -> None:
        """Whoever is open, read again; nobody, where they are no longer shown."""
        if self.opened is None:
            return
        number, self.opened = self.opened.number, None
        try:
            if self.desk.store.numbers([number]):
                self.opened = self.desk.person(number, look=False)
        finally:
            self._show_person()
            if self.opened is None:
                self._to("people")

    def _show_person(self, *, stay: bool = True) -> None:
        self._pane("person").lay_out(self._person_lines, stay=stay)

    def _person_lines(self, width: int) -> list[PaneLine]:
        if self.opened is None:
            return [PaneLine(line) for one in EMPTY for line in wrap(one, width)]
        report, laid = self.opened.report, Laid(width, self._colour)
        lines = [PaneLine(*one) for one in countdown_choices(report, laid, self._everything)]
        page = countdown_page(report)
        foot = page.footnotes if self._everything else (f"{joined(page.tally) or 'All of it'}: press e",)
        below = [PaneLine(line) for one in foot for line in wrap(one, width, rest="  ")]
        return [*lines, PaneLine(""), *below]

    def action_everything(self) -> None:
        """All of it, or what is to be done."""
        self._everything = not self._everything
        self._show_person()

    def action_back(self) -> None:
        """To the people; there, to all of them."""
        find = self.query_one("#find", Input)
        if self._in_front == "people":
            find.display = False
            find.value = ""
        self._to("people")

    def action_forward(self) -> None:
        """To whoever is open."""
        if self.opened is not None:
            self._to("person")

    def action_other_side(self) -> None:
        """From the people to whoever is open, or back."""
        self._to("people" if self._in_front == "person" else "person")

    def action_why(self) -> None:
        """Why the task under the cursor is there."""
        if self.opened is None or (item := self._task_chosen()) is None:
            self.say("Why what? Open somebody, and put the cursor on a task")
            return
        number = self.opened.number
        with self._saying():
            self.desk.why(number, item, Laid())
            self.app.push_screen(ReadScreen(item, lambda width: self.desk.why(number, item, Laid(width))))

    def action_read_help(self) -> None:
        """What the keys do, and where to go without them."""
        rest = " " * 13
        self.app.push_screen(
            ReadScreen(
                "The board", lambda width: [line for one in HELP for line in wrap(one, width, rest=rest)]
            )
        )

    # What is recorded.

    def _task_chosen(self) -> str | None:
        """The task that the cursor is on."""
        return self._pane("person").key if self._in_front == "person" else None

    @work(exclusive=True)
    async def action_mark(self) -> None:
        """Record what happened to the task under the cursor."""
        if self.opened is None or (item := self._task_chosen()) is None:
            self.say("Record what? Open somebody, and put the cursor on a task")
            return
        await self._done(recorder.record_outcome(self.desk, self._ask, self.opened, item))

    @work(exclusive=True)
    async def action_note(self) -> None:
        """Write something down of whoever is open."""
        if self.opened is None:
            self.say("A note on whom? Open somebody first")
            return
        await self._done(recorder.write_note(self.desk, self._ask, self.opened, self._task_chosen()))

    @work(exclusive=True)
    async def action_undo(self) -> None:
        """Take back the last thing that was recorded."""
        await self._done(recorder.take_back_last(self.desk, self._ask))

    async def _ask(self, question: Dialogue[Result]) -> Result | None:
        log_whom(self.desk.app, question.told, beside=True)
        return await self.app.push_screen_wait(question)

    async def _done(self, doing: Awaitable[str | None]) -> None:
        """Say what came of it, and read again what that changed."""
        with self._saying():
            said = await doing
            self.say(said or "Nothing saved.")
            self._read_all()

    def _read_all(self) -> None:
        """Both sides anew; what goes wrong with one leaves the other."""
        with self._saying():
            self._read_people()
        with self._saying():
            self._read_person()

    def look_around(self) -> None:
        """Whether the day is another, and what others recorded; not while something is being answered."""
        if self.app.screen is not self:
            return
        with self._saying():
            if day := self.desk.new_day():
                self.say(day, "news")
                self._read_all()
            if (found := self.desk.meanwhile()) is not None:
                here = self.opened is not None and self.opened.number in found.people
                self.say(f"{found.words}{', with who is open' if here else ''}", "news")
                self._read_all()
