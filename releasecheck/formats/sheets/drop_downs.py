"""What may be filled into the cells of a workbook, offered where they are filled in."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest
from typing import Any, NamedTuple, TypeAlias

from releasecheck.core.domain import NOTHING
from releasecheck.formats.sheets.made_cells import text_cell
from releasecheck.formats.sheets.places import SheetColumns

_LONGEST_LIST = 255
"""Letters of all the answers that a drop-down may hold."""
LISTS = "Lists"
"""The sheet out of sight that holds what each row may be answered."""


class DropDown(NamedTuple):
    """What may be filled into a column, offered in every one of its cells."""

    answers: tuple[str, ...]
    about: str
    """Shown beside a cell that is being filled in."""
    by: str = ""
    """The heading whose cell in the same row says which of `lists` is offered: rows may be sorted."""
    lists: Mapping[str, tuple[str, ...]] = NOTHING
    free: bool = False
    """Anything else may be written there without a question."""
    day: bool = False
    """It is a day."""


def offer(sheet: Any, drop_down: DropDown, heading: str, places: SheetColumns, blocks: Blocks) -> None:
    """The answers in every cell of a column; only the words beside it where they are too many for Excel."""
    from openpyxl.worksheet.datavalidation import DataValidation

    listed = ",".join(drop_down.answers)
    if drop_down.by and drop_down.lists:
        # Which answers it offers is found by what stands in its own row: sorting leaves rules where they are.
        key, many, first = blocks[id(drop_down.lists)]
        last = len(drop_down.lists)
        at = f"MATCH(${places.letter(drop_down.by)}{places.first},{LISTS}!${key}$1:${key}${last},0)"
        number = f"INDEX({LISTS}!${many}$1:${many}${last},{at})"
        rule = DataValidation("list", formula1=f"OFFSET({LISTS}!${first}$1,{at}-1,0,1,{number})")
    elif drop_down.answers and len(listed) <= _LONGEST_LIST:
        rule = DataValidation("list", formula1=f'"{listed}"')
    elif drop_down.day:
        rule = DataValidation("date", operator="greaterThan", formula1="36526")
    else:
        rule = DataValidation()
    rule.errorStyle = "warning"
    rule.allow_blank = rule.showInputMessage = True
    rule.showErrorMessage = not drop_down.free
    rule.prompt = drop_down.about[:_LONGEST_LIST]
    rule.add(places.column(heading))
    sheet.data_validations.append(rule)


Blocks: TypeAlias = dict[int, tuple[str, str, str]]
"""By which lists: the columns of what they go by, of how many answers there are, and of the first answer."""


def _by_row(drop_downs: Mapping[str, DropDown]) -> list[Mapping[str, tuple[str, ...]]]:
    """The lists that go by what stands in a row, each once."""
    return list({id(one.lists): one.lists for one in drop_downs.values() if one.by and one.lists}.values())


def blocks_of(drop_downs: Mapping[str, DropDown]) -> Blocks:
    """Where each of the lists that go by a row stands on the sheet of lists."""
    from openpyxl.utils import get_column_letter

    found: Blocks = {}
    at = 1
    for lists in _by_row(drop_downs):
        found[id(lists)] = (get_column_letter(at), get_column_letter(at + 1), get_column_letter(at + 2))
        at += _wide(lists)
    return found


def _wide(lists: Mapping[str, tuple[str, ...]]) -> int:
    return 2 + max(1, *map(len, lists.values()))


def add_lists(workbook: Any, drop_downs: Mapping[str, DropDown]) -> None:
    """A sheet out of sight with what each row may be answered."""
    by_row = _by_row(drop_downs)
    if not by_row:
        return
    sheet = workbook.create_sheet(LISTS)
    sheet.sheet_state = "hidden"
    for names in zip_longest(*by_row):
        cells: list[object] = []
        for name, lists in zip(names, by_row, strict=True):
            answers = lists.get(name, ())
            told = [text_cell(sheet, name), max(len(answers), 1)] if name is not None else [None, None]
            told += [text_cell(sheet, answer) for answer in answers]
            cells += told + [None] * (_wide(lists) - len(told))
        sheet.append(cells)
