"""Who is responsible is said where the dates say it, and never for want of a date."""

from __future__ import annotations

import json

import pytest

from tests.made_up.program import MakePerson, Run


@pytest.mark.parametrize(
    ("status", "fact"),
    [("SENTENCED", "conditional_release_date"), ("INDETERMINATE_SENTENCE", "target_hearing_date")],
)
def test_without_a_date_to_count_from_nobody_is_said_to_be_responsible(
    run: Run, make_person: MakePerson, status: str, fact: str
) -> None:
    make_person("A0001AA", "LANE, Kit", None, legal_status=status, pom="P. Marsh")
    said = f"Not known who is responsible: {fact.replace('_', ' ')} not recorded"
    page = run("show", "A0001AA").out
    assert said in page and "POM responsible" not in page
    paper = " ".join(run("handover", "A0001AA", "--to", "J. Okafor, COM", "--format", "txt").out.split())
    assert f"{said}." in paper and "from POM P. Marsh to J. Okafor" in paper
    assert "is responsible;" not in paper and "POM is responsible" not in paper
    found = json.loads(run("show", "A0001AA", "--format", "json").out)["handover"]
    assert (found["responsible"], found["not_known"]) == ("POM", fact)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"responsibility_override": "prison"}, "POM responsible"),
        ({"responsibility_override": "community"}, "COM responsible"),
        ({"legal_status": "RECALL"}, "COM responsible"),
        ({"conditional_release_date": "2029-02-05"}, "POM responsible until"),
    ],
)
def test_what_is_settled_is_said(run: Run, make_person: MakePerson, facts: dict[str, str], said: str) -> None:
    make_person("A0001AA", "LANE, Kit", None, **facts)
    assert said in run("show", "A0001AA").out
    assert json.loads(run("show", "A0001AA", "--format", "json").out)["handover"]["not_known"] is None
