"""What came from elsewhere, names and templates, stays text in everything that the night makes."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

from releasecheck.core.words import initials
from releasecheck.night.asked import NightOptions, PrisonNight
from releasecheck.night.bundle import make_night
from releasecheck.night.folder import NightFolder
from releasecheck.reports.caseload.missing import missing
from tests.made_up import reports as made_up
from tests.made_up.nights import found_in, tree
from tests.made_up.program import AS_OF, Run


def test_a_template_the_office_broke_is_named_and_ours_used_for_the_rest(
    run: Run, demo: Path, tmp_path: Path
) -> None:
    run("nightly", "--out", tmp_path / "well")
    folder = Path(os.environ["XDG_CONFIG_HOME"]) / "releasecheck" / "templates"
    folder.mkdir(parents=True)
    (folder / "owner.html.j2").write_text("<p>\n{{ page.titel }}</p>", "utf-8")
    done = run("nightly", "--out", tmp_path / "out")
    assert done.code == 1
    assert re.fullmatch(
        rf"releasecheck: {re.escape(str(folder))}/owner\.html\.j2 line 2: .*titel.*\. "
        r"The built-in page was used instead\n",
        done.err,
    )
    assert len(done.out.splitlines()) == 3
    assert found_in(tmp_path / "out" / AS_OF) == found_in(tmp_path / "well" / AS_OF)


HOSTILE = '=cmd|"{{ 7*7 }}<script>alert(1)</script>'


def test_hostile_names_are_shown_as_text_everywhere(tmp_path: Path) -> None:
    row = made_up.row(
        *("A1234BC", HOSTILE, "crs", "overdue", 74),
        due_on=date(2026, 11, 1),
        owner_name="../../" + HOSTILE,
        title=HOSTILE,
        prison="../" + HOSTILE,
    )
    report = missing([row], made_up.TODAY, 28, 1, "person")
    with NightFolder(tmp_path, made_up.TODAY) as folder:
        asked = NightOptions(
            made_up.TODAY, HOSTILE, 28, 14, False, {}, {}, (), None, "OFFICIAL-SENSITIVE", ()
        )
        make_night(folder, asked, [PrisonNight(row.prison, report, ())], {})
        found = tree(folder.publish())
    assert sorted(found) == [
        "digests/com-cmd-7-7-script-alert-1-script.txt",
        "index.html",
        "missing.csv",
        "missing.json",
        "owners/com-cmd-7-7-script-alert-1-script.html",
        "prisons/cmd-7-7-script-alert-1-script.html",
        "summary.json",
    ]
    pages = "".join(text for name, text in found.items() if name.endswith(".html"))
    assert "<script>alert" not in pages
    assert "&lt;script&gt;alert(1)" in pages
    assert "49" not in pages
    assert "'=cmd" in found["missing.csv"]


def test_two_owners_whose_names_look_alike_have_a_page_each(tmp_path: Path) -> None:
    rows = [
        made_up.row("A1234BC", "RIVERS, Sam", "crs", "overdue", 74, owner_name=name, due_on=date(2026, 11, 1))
        for name in ("Áine O’Neill", "Aine O-Neill", "山田")
    ]
    report = missing(rows, made_up.TODAY, 28, 1, "person")
    with NightFolder(tmp_path, made_up.TODAY) as folder:
        asked = NightOptions(made_up.TODAY, "", 28, 14, False, {}, {}, (), None, "OFFICIAL-SENSITIVE", ())
        make_night(folder, asked, [PrisonNight("LEI", report, ())], {})
        owners = [name for name in folder.files if name.startswith("owners")]
    assert owners == ["owners/com-aine-o-neill.html", "owners/com-aine-o-neill-2.html", "owners/com.html"]


def test_initials_are_all_that_the_post_says_of_a_name() -> None:
    assert initials("O’NEILL, Áine Mary") == "Á. M. O."
    assert initials("name not recorded") == "N. N. R."
