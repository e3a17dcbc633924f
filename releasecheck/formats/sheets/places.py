"""Where the columns of a sheet are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class SheetColumns(NamedTuple):
    """Where the columns of a sheet are, and from which row to which."""

    headings: Sequence[str]
    first: int
    last: int

    def letter(self, heading: str) -> str:
        """What Excel calls the column of a heading."""
        from openpyxl.utils import get_column_letter

        return str(get_column_letter(list(self.headings).index(heading) + 1))

    @property
    def last_letter(self) -> str:
        """What Excel calls the last column."""
        from openpyxl.utils import get_column_letter

        return str(get_column_letter(len(self.headings)))

    def column(self, heading: str) -> str:
        """All its cells under the heading."""
        letter = self.letter(heading)
        return f"{letter}{self.first}:{letter}{self.last}"
