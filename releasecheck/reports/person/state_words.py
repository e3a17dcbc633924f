"""The few words for how a task stands, the same on every page; a layout puts a rule round those of them that
somebody must see to, so that nothing is said by colour."""

from __future__ import annotations

from releasecheck.core.named import NamedTuple


class Tag(NamedTuple):
    """How a task stands, in a word."""

    word: str
    needed: bool = False
    """Somebody must see to it."""


LATE = Tag("late", needed=True)
DUE = Tag("due", needed=True)
WAITING = Tag("waiting", needed=True)
AGAIN = Tag("do again", needed=True)
NOT_KNOWN = Tag("not known", needed=True)
STOPPED = Tag("stopped", needed=True)

TAGS: dict[str, Tag] = {
    "overdue": LATE,
    "action": AGAIN,
    "chase": WAITING,
    "expired": AGAIN,
    "blocked": WAITING,
    "unknown": NOT_KNOWN,
    "to_do": DUE,
    "waiting": Tag("waiting"),
    "upcoming": Tag("not begun"),
    "done": Tag("done"),
    "done_late": Tag("done"),
    "declined": Tag("declined"),
    "not_achieved": Tag("not achieved"),
    "not_required": Tag("not needed"),
    "not_applicable": Tag("does not apply"),
}
