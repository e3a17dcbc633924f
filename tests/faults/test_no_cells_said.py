"""What cannot be read of a list is named by row and column: in the wrong column a cell is somebody's name.

The lists can be extended by anyone: each is tried with all that reads a list, as a preview and for good.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.made_up.program import MakePerson, Run

NAMES = ("NIGHTLARK", "nightlark", "Odo", "WHIMBREL", "Eve", "QUILLBRANCH", "Barnes", "Hughes", "diabetic")
ROW = "NIGHTLARK,Odo,dtr,submitted,20/11/2026"
#: Each list, by what is wrong with it.
LISTS = {
    "no headings": f"{ROW}\nWHIMBREL,Eve,dtr,done,20/11/2026\n",
    "no headings, and numbers": "A5561CD,NIGHTLARK,Odo,dtr,submitted\nA5562CD,WHIMBREL,Eve,dtr,done\n",
    "no headings, and semicolons": f"{ROW}\n".replace(",", ";"),
    "no headings, and tabs": f"{ROW}\n".replace(",", "\t"),
    "titles and no headings": f"Leavers of Leeds\n\n{ROW}\n",
    "one cell to a row": "NIGHTLARK\nOdo\n",
    "headings that nobody knows": f"Man,Called,Thing,How far,When\n{ROW}\n",
    "headings in the wrong order": f"NOMS No,Task,Status,Date,Surname\n{ROW}\nA1234BC,NIGHTLARK,done,Odo,x\n",
    "a name for a number": "NOMS No,Surname,Task,Status,Date\nNIGHTLARK,Odo,dtr,submitted,20/11/2026\n",
    "a small name for a number": "NOMS No,Surname,Task,Status,Date\nnightlark,,dtr,submitted,20/11/2026\n",
    "a name for a day": "NOMS No,Task,Status,Date\nA1234BC,dtr,submitted,NIGHTLARK\n"
    "A1234BC,dtr,done,Odo 12\n",
    "a name for a task": "NOMS No,Task,Status,Date\nA1234BC,QUILLBRANCH,submitted,20/11/2026\n",
    "a name for what happened": "NOMS No,Task,Status,Date\nA1234BC,dtr,QUILLBRANCH,20/11/2026\n",
    "a name in the column of a task": "NOMS No,DTR,CAS3\nA1234BC,NIGHTLARK,Odo 12/11\n"
    "A1234BC,sent to Barnes,no\n",
    "what is nobody's business": "NOMS No,Task,Status,Date,Reason\n"
    "A1234BC,dtr,accepted,20/11/2026,diabetic\n",
    "more cells than headings": "NOMS No,Task,Status,Date\nA1234BC,dtr,submitted,20/11/2026,,NIGHTLARK\n",
    "a name for who met them": "NOMS No,Date,Who,How\nA1234BC,20/11/2026,Hughes,phone\n",
    "a name for how they met": "NOMS No,Date,Who,How\nA1234BC,20/11/2026,COM,Hughes\n",
    "a log with names for days": "NOMS No,Date,Who,How\nA1234BC,NIGHTLARK,COM,phone\n"
    "Odo,20/11/2026,COM,phone\n",
    "names in columns of facts": "NOMS No,CRD,Tier,RoSH,Cell\nA1234BC,NIGHTLARK,WHIMBREL,Eve,Odo\n",
    "two prison numbers": "NOMS No,Prison Number,Surname\nNIGHTLARK,Odo,WHIMBREL\n",
    "names for CRNs": "CRN,Surname,Task,Status,Date\nNIGHTLARK,Odo,dtr,submitted,20/11/2026\n",
    "another birthday": "NOMS No,DOB,Surname,Task,Status,Date\n"
    "A1234BC,NIGHTLARK,WHIMBREL,dtr,done,20/11/2026\n",
    "a quotation mark left open": 'NOMS No,Surname,Task\nA1234BC,"NIGHTLARK,dtr\nA5561CD,Odo,dtr\n',
    "keys that nobody knows": '[{"man": "NIGHTLARK", "called": "Odo"}]',
    "objects in objects": '[{"prisonerNumber": "A1234BC", "lastName": {"NIGHTLARK": "Odo"}}]',
    "half of an object": '[{"prisonerNumber": "NIGHTLARK", "lastName": "Odo"',
    "lines of JSON": '{"prisonerNumber": "NIGHTLARK"}\n{"prisonerNumber": Odo}\n',
    "a web page": "<table><tr><td>NIGHTLARK</td><td>Odo</td></tr></table>",
}


@pytest.mark.parametrize("what", LISTS)
@pytest.mark.parametrize("reader", ["people", "tasks", "contacts"])
def test_no_error_says_what_stands_in_a_cell(
    run: Run, make_person: MakePerson, record: Path, tmp_path: Path, what: str, reader: str
) -> None:
    make_person("A1234BC", "RIVERS, Sam", tier="B2")
    file = tmp_path / "list.csv"
    file.write_text(LISTS[what])
    for more in (("--dry-run",), ("--strict",), ()):
        done = run("import", reader, file, *more)
        said = [name for name in NAMES if re.search(rf"\b{name}\b", done.err)]
        assert said == [], done.err
        assert done.code in (0, 1, 3), done
