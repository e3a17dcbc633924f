"""What is told of risk and safety is on no sheet and in no calendar; letters are in `night/test_mail.py`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from releasecheck.people.facts import FACTS
from tests.made_up import leavers
from tests.made_up.program import AS_OF, MakePerson, Run
from tests.made_up.sensitive import GIVEN_AWAY, OF_RISK, OF_THEIR_NEEDS, tell_all


def test_a_new_sensitive_fact_is_thought_of() -> None:
    """Either it is told here, and looked for, or the leaver's own arrangements follow from it."""
    assert {name for name, fact in FACTS.items() if fact.sensitive} - OF_RISK.keys() == OF_THEIR_NEEDS


@pytest.mark.parametrize("words", [(), ("--welsh",)])
def test_none_of_them_changes_a_letter_of_the_sheet(words: tuple[str, ...], run: Run, record: Path) -> None:
    person = leavers.ready_to_leave()

    def sheet() -> str:
        return re.sub(r"entry [0-9]+", "", run("sheet", person, *words, "--format", "txt").out)

    before = sheet()
    told = run("set", person, *(f"{name}={value}" for name, value in OF_RISK.items()), as_of=AS_OF)
    assert told.code == 0, told.err
    assert sheet() == before


def test_none_of_them_and_no_question_is_in_a_calendar(run: Run, make_person: MakePerson) -> None:
    tell_all(make_person("A1234BC", "SMITH, Jo", "2027-01-22", com="J. Okafor", legal_status="SENTENCED"))
    done = run("export", "ics", "--all")
    assert done.code == 0, done.err
    # What everybody is told who was sentenced to three months gives nobody away.
    text = (
        re.sub(r"\r?\n ", "", done.out)
        .replace("Told in writing: no firearms", "")
        .replace("firearms_notice", "")
    )
    assert "A1234BC due" in text
    assert GIVEN_AWAY.findall(text) == []
