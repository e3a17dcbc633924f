"""Entries a screenful at a time, as the pages of a book."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.strip import Strip

from releasecheck.board import panes


class PagedPane(panes.Pane):
    """A list of which whoever is on a page is looked at together."""

    def __init__(self, before: Callable[[Sequence[str]], bool], more: Callable[[], None], *, id: str) -> None:
        """`before`: what is done before a page is shown; it is not where that is False. `more`: read on."""
        super().__init__(id=id)
        self._before, self._more = before, more
        self._may_show = False

    def _page_height(self) -> int:
        """Lines of a page: as many people as have room for all of theirs."""
        tall = max(len(self._places()), 1)
        return max(self.size.height // tall, 1) * tall

    def bring_into_view(self) -> None:
        """Turn to the page that the cursor is on, once it may be shown."""
        places = self._places()
        self._may_show = bool(self.size.height)
        if places and self._may_show:
            height = self._page_height()
            self._top = places[0] // height * height
            here = self._lines[self._top : self._top + height]
            self._may_show = self._before(list(dict.fromkeys(line.key for line in here if line.key)))
        self.refresh()

    def action_move(self, step: int) -> None:
        """To the next of them; after the last that was read, what comes then is read."""
        if self._at + step >= len(self._keys):
            self._more()
        self._at = max(min(self._at + step, len(self._keys) - 1), 0)
        self.bring_into_view()

    def action_turn(self, step: int) -> None:
        """A page on or back."""
        self.action_move(step * (self._page_height() // max(len(self._places()), 1)))

    def render_line(self, y: int) -> Strip:
        """One line of the screen; nothing of a page that may not be shown, and no half of anybody."""
        if not self._may_show or (self._keys and y >= self._page_height()):
            return Strip.blank(self.size.width)
        return super().render_line(y)
