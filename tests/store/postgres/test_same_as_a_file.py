"""On a server a command says what it says of a record in a file, to the letter."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.made_up.program import Result, Run

COMMANDS = r"""
add A1111AA --name "SMITH, John" --release 2027-02-06 --type CRD "prison=HMP Leeds" rosh=high
add A2222BB --name "DUNNE, Áine" --release 2027-01-15 --type CRD "prison=HMP Leeds"
add A3333CC --name "ŁUKASZ, Jan"
set A1111AA "pom=P. Marsh" "com=S. Okafor" bank_account=no
set A2222BB "com=s. okafor" date_of_birth=1990-04-03
set A2222BB crn=X123456
note A1111AA 'No fixed "address": 100% of \it'
mark A1111AA dtr submitted
mark A1111AA no_such_thing done
mark A1111AA bank_account done
--by "P. Marsh" waive A1111AA dtr --reason "told the council by hand"
contact A1111AA "came to the office" --by POM --how visit
show A1111AA
show smith
show lukasz
list
list --prison "HMP Leeds"
list --pom "p. marsh"
list --com "S. OKAFOR"
today
today --com okafor
missing
missing --prison "HMP Leeds"
missing --owner POM
missing --state overdue --state unknown
missing --by item
missing --wing B
missing --format csv
missing --format json
find dunne
find leeds
find feb 2027
find okafor
find X1234
find 222
find dune
find nobody
history A1111AA
undo --yes
undo --yes
undo
history A1111AA
redate A1111AA 2027-03-01 --type CRD --source court
redate A1111AA 2027-03-01
show A1111AA
why A1111AA dtr
import people PEOPLE
list
find abelson
today
missing
caseload
forecast
outcomes
staff
calendar list
catalogue list
released A2222BB --on 2026-11-20
list --released
recalled A2222BB --on 2026-11-22
export people
export plans
--reason court record restrict A1111AA
list
missing
show A1111AA
--reason court record unrestrict A1111AA
record path
log show
log show --person A1111AA
log show --kind alteration
log verify
record verify
""".strip().splitlines()

_PEOPLE = Path(__file__).parents[3] / "releasecheck/data/demo/people.csv"
#: What differs from one record to the next, and from one second to the next.
_OF_THE_MOMENT = (
    (re.compile(r"\b[0-9a-f]{64}\b"), "HASH"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"), "MOMENT"),
    (re.compile(r"\b\d\d:\d\d\b"), "TIME"),
    # Of its own files and tables a server is not asked.
    (re.compile(r"^The files? (and tables are|is whole, and).*\n", re.MULTILINE), ""),
)


def words_of(line: str, people: Path) -> list[str]:
    return [str(people) if word == "PEOPLE" else word for word in shlex.split(line)]


def told(done: Result, record: str) -> tuple[int, str, str]:
    """What a command said, without what is of this record and this moment alone."""
    return done.code, _lasting(done.out, record), _lasting(done.err, record)


def _lasting(text: str, record: str) -> str:
    text = text.replace(record, "RECORD")
    for pattern, instead in _OF_THE_MOMENT:
        text = pattern.sub(instead, text)
    return text


def test_every_command_says_the_same_of_both(run: Run, url: str, tmp_path: Path) -> None:
    """Typed one after the other, as an office would; refusals are among them."""
    file = tmp_path / "record.db"
    assert run("--record", file, "record", "init").code == 0
    assert len(COMMANDS) > 60
    went_well = 0
    for line in COMMANDS:
        words = words_of(line, _PEOPLE)
        one, other = run("--record", file, *words), run("--record", url, *words)
        assert told(other, url) == told(one, str(file)), line
        went_well += one.code == 0
    assert went_well > 45


@pytest.mark.parametrize("where", ["file", "server"])
def test_a_made_record_says_where_it_is(run: Run, url: str, where: str, tmp_path: Path) -> None:
    place = url if where == "server" else str(tmp_path / "record.db")
    assert run("--record", place, "record", "path").out == f"{place}\n"
