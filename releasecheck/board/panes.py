"""Lines on a screen with a cursor on those that can be chosen; what they say comes from elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple, TypeVar

from rich.style import Style
from rich.text import Text
from textual import screen, widget
from textual.binding import BindingType
from textual.events import Click, Resize
from textual.message import Message
from textual.strip import Strip

_CURSOR = Style(reverse=True)
_SIGN = "> "
"""In the place of the first cells of a line, which are blank: the cursor is not shown by its colour alone."""


class PaneLine(NamedTuple):
    """A line, and what is chosen by it; several in a row may be of one."""

    text: str
    key: str | None = None


class Pane(widget.Widget, can_focus=True):
    """Lines, of which those with a key can be chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("up", "move(-1)", "up"),
        ("down", "move(1)", "down"),
        ("pageup", "turn(-1)", "page up"),
        ("pagedown,space", "turn(1)", "page down"),
        ("home", "end(-1)", "first"),
        ("end", "end(1)", "last"),
        ("enter", "choose", "choose"),
    ]

    class Chosen(Message):
        """Enter was pressed on a line, or it was clicked."""

        def __init__(self, pane: Pane, key: str) -> None:
            super().__init__()
            self.pane, self.key = pane, key

        @property
        def control(self) -> Pane:
            """The pane it was in."""
            return self.pane

    def __init__(self, *, id: str | None = None, pinned: int = 0) -> None:
        """`pinned`: so many of the first lines stay, such as whose list it is."""
        super().__init__(id=id)
        self._pinned = pinned
        self._make: Callable[[int], Sequence[PaneLine]] = lambda width: ()
        self._lines: Sequence[PaneLine] = ()
        self._keys: list[str] = []
        self._at = 0
        self._top = 0

    @property
    def key(self) -> str | None:
        """What the cursor is on."""
        return self._keys[self._at] if self._keys else None

    def lay_out(self, layout: Callable[[int], Sequence[PaneLine]], *, stay: bool = True) -> None:
        """Show these lines, made for so many cells. `stay`: the cursor stays where it was, if it can."""
        key, at, top = self.key, self._at, self._top
        self._make = layout
        self._lines = layout(max(self.size.width, 1))
        self._keys = list(dict.fromkeys(line.key for line in self._lines if line.key is not None))
        self._at, self._top = 0, 0
        if stay and self._keys:
            self._at = self._keys.index(key) if key in self._keys else min(at, len(self._keys) - 1)
            self._top = top
        self.bring_into_view()

    def on_resize(self, event: Resize) -> None:
        """Make the lines anew, as wide as there is room."""
        self.lay_out(self._make)

    def bring_into_view(self) -> None:
        """See that the cursor is on the screen."""
        height, places = self.size.height, self._places()
        if places and height:
            self._top = max(min(self._top, places[0] - self._pinned), places[-1] - height + 1)
        self._top = max(min(self._top, len(self._lines) - height), 0)
        self.refresh()

    def _places(self) -> list[int]:
        """Which lines the cursor is on."""
        key = self.key
        return [] if key is None else [n for n, line in enumerate(self._lines) if line.key == key]

    def action_move(self, step: int) -> None:
        """To the next line that can be chosen; beyond the last of them by a line of the screen."""
        if 0 <= self._at + step < len(self._keys):
            self._at += step
            self.bring_into_view()
            if self._at == 0 and self._top <= self.size.height:
                self._top = 0  # what stands above the first is part of what is read
        else:
            self._top = max(min(self._top + step, len(self._lines) - self.size.height), 0)
        self.refresh()

    def action_turn(self, step: int) -> None:
        """A screenful up or down."""
        self._top = max(min(self._top + step * self.size.height, len(self._lines) - self.size.height), 0)
        in_view = [line.key for line in self._lines[self._top : self._top + self.size.height] if line.key]
        if in_view:
            self._at = self._keys.index(in_view[0])
        self.refresh()

    def action_end(self, step: int) -> None:
        """To the first or the last."""
        self._at = 0 if step < 0 else max(len(self._keys) - 1, 0)
        self._top = 0 if step < 0 else len(self._lines)
        self.bring_into_view()

    def put_on(self, key: str) -> None:
        """Put the cursor on this one, if it is there."""
        if key in self._keys:
            self._at = self._keys.index(key)
            self.bring_into_view()

    def action_choose(self) -> None:
        """Say which one was chosen."""
        if self.key is not None:
            self.post_message(self.Chosen(self, self.key))

    def on_click(self, event: Click) -> None:
        """Put the cursor there; a click on what it is on already chooses it."""
        at = self._top + event.y
        key = self._lines[at].key if at < len(self._lines) else None
        if key is None:
            return
        if key == self.key:
            self.action_choose()
        self.put_on(key)

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        at, width = y if y < self._pinned else self._top + y, self.size.width
        if at >= len(self._lines):
            return Strip.blank(width)
        line = self._lines[at]
        chosen = line.key is not None and line.key == self.key
        first = chosen and (at == 0 or self._lines[at - 1].key != line.key)
        said = f"{_SIGN}{line.text[len(_SIGN) :]}" if first and line.text[:2].isspace() else line.text
        text = Text.from_ansi(said) if "\x1b" in said else Text(said)
        if chosen and self.has_focus:
            # Red on what was the letters' colour is hard to read: under the cursor there is none.
            return (
                Strip(Text(text.plain).render(self.app.console))
                .adjust_cell_length(width)
                .apply_style(_CURSOR)
            )
        return Strip(text.render(self.app.console)).adjust_cell_length(width)


Result = TypeVar("Result")


class Dialogue(screen.Screen[Result]):
    """A question, or a page, over the board."""

    told = ""
    """What it may tell of somebody."""
