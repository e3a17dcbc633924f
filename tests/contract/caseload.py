"""A made-up caseload rich enough to show every kind of answer: the demonstration, and what is done to it.

Two offices, several authors, an import with refused rows and one that was undone, entries taken back,
releases and returns, handovers and requests, and everything that can be not known.
"""

from __future__ import annotations

import json
from pathlib import Path

from tests.made_up.program import Run

SAM, KERRY, TYLER, TUNDE, MARCUS = "A1234BC", "A5561CD", "A6472FA", "A7710FA", "A2291BB"
EVERYTHING_KNOWN = "A9990AA"

LIST = """NOMS No,Surname,Forename,DOB,CRD,Tier,MAPPA Cat
A9981AA,STONE,Jo,01/04/1990,05/02/2027,B2,2
A9982AA,ASH,Lee,02/05/1985,31/02/2027,C1,7
"""
WRONG_LIST = "NOMS No,Surname,CRD\nA9983AA,REED,05/02/2027\n"
TRACKER = """prison_number,item,outcome,on,evidence.authority
A9981AA,dtr,submitted,2026-11-20,Leeds
"""

#: Facts that nobody in the demonstration has, and one of each kind that only a few have.
RARE_FACTS = (
    "open_conditions=yes open_since=2026-10-01 additional_indeterminate=no mappa_category=3 mappa_level=2 "
    "conditional_release_override_date=2027-03-09 automatic_release_date=2027-03-05 "
    "automatic_release_override_date=2027-03-08 post_recall_release_date=2027-03-01 "
    "post_recall_release_override_date=2027-03-02 early_allocation=yes recall_type=standard "
    "last_parole_outcome=not_release topup_supervision_expiry_date=2028-03-01"
).split()

STEPS = (
    "--by L.Brook set A5948DX tenancy=none",
    f"--by P.Marsh add {EVERYTHING_KNOWN} --name STONE,Robin --release 2027-03-05 --type CRD --source memo",
    f"--by P.Marsh set {EVERYTHING_KNOWN} {' '.join(RARE_FACTS)}",
    f"--by P.Marsh set {EVERYTHING_KNOWN} tier=A1 --reason told",
    "--by P.Marsh undo --reason slip",
    f"--by P.Marsh set {SAM} cell=A-1-001",
    "--by P.Marsh undo",
    f"--by P.Marsh set {SAM} cell=A-1-002",
    "--by P.Marsh undo --reason slip",
    "--by P.Marsh add A9991AA --name REED,Kim --release 2026-11-20 --type CRD",
    f"--by L.Brook set {SAM} tier=B1 --source OASys --told 2026-11-20",
    f"--by L.Brook set {SAM} right_to_work=notknown --reason asked",
    f"--by L.Brook mark {SAM} dtr submitted authority=Leeds consent_to_refer=yes --on 2026-11-20",
    f"--by L.Brook waive {SAM} debts --reason none --although",
    f"--by L.Brook decline {SAM} work_lined_up --reason retired",
    f"--by L.Brook own {SAM} crs PRT",
    f"--by L.Brook note {SAM} gate --item dtr",
    f"--by L.Brook redate {SAM} 2027-02-13 --type CRD --source OMU --told 2026-11-21 --yes",
    f"--by L.Brook com {SAM} T.Hughes --email t.hughes@probation.example --office York",
    f"--by L.Brook com {SAM} notknown",
    f"--by L.Brook com {SAM} T.Hughes",
    f"--by L.Brook transfer {TUNDE} MDI --pom K.Ellis --in-home-area no --resettlement-prison yes",
    f"--by L.Brook contact {SAM} --by COM --how video --note licence",
    f"--by L.Brook ask {SAM} visit --of OMU --on 2026-11-10 --note chair",
    f"--by L.Brook handover {SAM} --to T.Hughes",
    f"--by L.Brook handover {SAM} --acknowledge",
    f"--by L.Brook handover {TUNDE} --to the-COM",
    f"--by L.Brook handover {MARCUS} --to the-COM",
    f"--by L.Brook released {KERRY} --on 2026-11-20 --time 15:30 --source gate",
    f"--by L.Brook recalled {KERRY} --on 2026-11-22 --recall-type fixed_term --cause homelessness "
    "--prrd 2026-12-20",
    "--by L.Brook returned A6630DK --on 2026-11-21 --legal-status REMAND",
    f"--by L.Brook released {MARCUS} --on 2026-11-23 --time 10:30",
    f"--by L.Brook sheet {SAM} --given",
)


def make(run: Run, folder: Path) -> Path:
    """Fill a folder with the record `record.db`, and the files that were made or refused on the way."""
    record, hull = folder / "record.db", folder / "hull.db"

    def office(path: Path, *words: str | Path, code: int = 0) -> str:
        done = run("--record", path, *words)
        assert done.code == code, f"{words}: {done.err}"
        return done.out

    assert run("demo", "--keep", record).code == 0
    for name, text in (("list.csv", LIST), ("wrong.csv", WRONG_LIST), ("tracker.csv", TRACKER)):
        (folder / name).write_text(text, encoding="utf-8")
    office(record, "import", "people", folder / "list.csv", "--rejects", folder / "rejects.csv", code=3)
    office(record, "import", "tasks", folder / "tracker.csv")
    office(record, "import", "people", folder / "wrong.csv")
    imports = office(record, "import", "undo").splitlines()
    office(record, "import", "undo", imports[1].split()[0], "--reason", "wrong list")
    for step in STEPS:
        office(record, *(word.replace("notknown", "not known") for word in step.split()))
    asked = office(record, "asked", SAM, "--format", "csv").splitlines()
    request = next(line.split(",")[2] for line in asked if ",visit" in line)
    office(record, "ask", SAM, "--refused", request, "--reason", "no room")
    office(record, "calendar", "add", "2026-12-24", "Office closed")
    office(record, "--by", "L. Brook", "handover", SAM, "--to", "Hull", "--bundle", folder / "bundle.json")
    office(hull, "record", "init")
    office(hull, "import", "bundle", folder / "bundle.json")
    office(hull, "--by", "H. Ull", "set", SAM, "housing=homeless")
    office(hull, "--by", "H. Ull", "handover", SAM, "--to", "Leeds", "--bundle", folder / "back.json")
    office(record, "import", "bundle", folder / "back.json")
    return record


def lines(text: str) -> list[object]:
    """The objects of JSON Lines."""
    return [json.loads(line) for line in text.splitlines()]
