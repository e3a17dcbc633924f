"""What was recorded is confirmed with the name beside the number, on stdout; stderr never has a name."""

from __future__ import annotations

import pytest

from tests.made_up.answers import SAM
from tests.made_up.program import MakePerson, Run

#: Every command that records something of one person.
WRITES = {
    "set": f"set {SAM} tier=B2",
    "mark": f"mark {SAM} dtr submitted authority=Leeds consent_to_refer=yes",
    "done with gaps": f"done {SAM} oasys_review --gaps",
    "decline": f"decline {SAM} debts",
    "waive": f"waive {SAM} mappa_level --reason x",
    "note": f"note {SAM} text",
    "own": f"own {SAM} dtr PRT",
    "redate": f"redate {SAM} 2027-03-05 --type CRD --source OMU -y",
    "transfer": f"transfer {SAM} MDI",
    "com": f"com {SAM} J.Okafor",
    "contact": f"contact {SAM} --by COM --how video",
    "ask": f"ask {SAM} visit --of OMU",
    "released": f"released {SAM} --on 2026-11-20",
    "died": f"died {SAM} --on 2026-11-20",
    "merge": f"merge A2291BB {SAM}",
}


@pytest.mark.usefixtures("sam")
@pytest.mark.parametrize("line", WRITES.values(), ids=WRITES)
def test_a_confirmation_names_the_person_beside_the_number(
    run: Run, make_person: MakePerson, line: str
) -> None:
    make_person("A2291BB", "RIVERS, Samuel")
    done = run(*line.split())
    assert done.code == 0, done.err
    assert f"{SAM} RIVERS, Sam" in " ".join(done.out.split())
    assert "RIVERS" not in done.err
    undone = run("undo")
    assert "RIVERS, Sam" in undone.out
    assert "RIVERS" not in undone.err


@pytest.mark.usefixtures("sam")
def test_back_in_prison_is_confirmed_so_too(run: Run) -> None:
    run("released", SAM, "--on", "2026-11-16")
    recalled = run("recalled", SAM, "--on", "2026-11-20")
    assert recalled.out.startswith(f"{SAM} RIVERS, Sam back on recall")
    run("undo")
    assert run("returned", SAM, "--on", "2026-11-20").out.startswith(f"{SAM} RIVERS, Sam back in prison")
