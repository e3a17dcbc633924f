"""What is chained of one transaction on a server: gathered here, and added by the server in the last step."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from releasecheck.store.tables import digests, log_lists
from releasecheck.store.tables.columns import insert_into, to_json

if TYPE_CHECKING:
    from releasecheck.store.database import Server, SqlRow
    from releasecheck.store.rows import EntrySaid, NewLine

_ENTRIES = 'id, at, "by", command, day, reason, origin, origin_seq, login'
#: Who is held, restricted or erased is marked together, and so is what is known of the office.
_TOGETHER = (frozenset(digests.KEPT_APART), digests.TOLD_OF_THE_OFFICE)


class PostgresLedger:
    """See `database.Ledger` for what each method is for."""

    def __init__(self, connection: Server) -> None:
        self._connection = connection
        self._said: tuple[int, EntrySaid] | None = None
        self._entry = ""
        self._lines: list[str] = []
        self._ended: list[int] = []
        self._digests: set[str] = set()
        self._whole = self._asked = False
        self._written = False

    def begin(self, said: EntrySaid) -> int:
        """An entry that has no place yet, and that nobody else sees before it has one."""
        number = self._connection.numbers("entries", 1, 0)[0]
        row = number, said.at, said.by, said.command, said.day, said.reason, "", -number, said.login
        self._connection.execute(insert_into("entries", _ENTRIES), row)
        self._said, self._written = (number, said), True
        self._connection.entry = number
        return number

    def seal(self, digests: Sequence[str], voided: Sequence[SqlRow], *, office: bool) -> None:
        """What it is sealed over, as the seal has it: letters beyond ASCII are written out there."""
        assert self._said is not None, "begun before it is sealed"
        number, said = self._said
        told = {**said._asdict(), "id": number, "voided": voided, "digests": digests, "office": office}
        self._entry = json.dumps(told, separators=(",", ":"))
        self._whole |= office

    def line(self, line: NewLine, *, begun: bool = False) -> None:
        """A line, as its hash has it: letters as they are."""
        kept = log_lists.kept_as(self._connection, tuple(line.people))
        people = list(line.people)
        if kept.startswith("{"):
            named = json.loads(kept)
            self._lines.append(
                to_json(
                    {**line._asdict(), "people": dict(sorted(named.items())), "kept": kept, "begun": begun}
                )
            )
        else:
            self._lines.append(to_json({**line._asdict(), "people": people, "kept": kept, "begun": begun}))
        if begun:
            self._digests.add("unfinished")
        self._asked |= begun

    def left(self, line: NewLine, begins: str) -> None:
        """A mark, which the server works out once nobody else can change what it is over."""
        self._lines.append(to_json({**line._asdict(), "people": [], "kept": "[]", "begins": begins}))
        self._whole = True
        if begins == digests.POLICY:
            self._digests.add("meta")

    def ended(self, lines: Iterable[int]) -> None:
        """Disclosures that have ended."""
        self._ended += lines
        self._digests |= {"unfinished"} if self._ended else set()

    def keep(self, names: Iterable[str]) -> None:
        """Digests to be made again."""
        self._digests.update(names)

    def end(self) -> Sequence[int]:
        """Add it all, as the last statement of the transaction."""
        if not (self._entry or self._lines or self._ended or self._digests):
            return ()
        for together in _TOGETHER:
            if not together.isdisjoint(self._digests):
                self._digests |= together
        doc = [f'"lines":[{",".join(self._lines)}]', f'"ended":{to_json(self._ended)}']
        doc += [f'"digests":{to_json(sorted(self._digests))}', f'"whole":{to_json(self._whole)}']
        doc += [f'"entry":{self._entry}'] if self._entry else []
        row = self._connection.last("SELECT append(?)", (f"{{{','.join(doc)}}}",), asked=self._asked)
        return tuple(row[0]) if row else ()
