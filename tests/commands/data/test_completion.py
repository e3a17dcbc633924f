"""What a shell is offered at the tab key: from the record, read-only, quickly, and in silence otherwise."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from releasecheck.cli import cli
from releasecheck.commands import completion_offers
from tests.made_up.program import MakePerson, Run
from tests.made_up.records import logged, open_elsewhere, tamper
from tests.made_up.shells import CALL, offered
from tests.places import TOP


def values(*words: str, record: Path | None = None) -> list[str]:
    return [line.split("\t")[0] for line in offered(*words, record=record)]


@pytest.fixture
def wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office that wants people to be offered."""
    config = tmp_path / "office.toml"
    config.write_text('complete_people = "yes"\n', encoding="utf-8")
    monkeypatch.setenv("RELEASECHECK_CONFIG", str(config))
    return config


@pytest.fixture
def two(make_person: MakePerson, run: Run, wanted: Path) -> None:
    make_person("A1234BC", "RIVERS, Sam")
    make_person("A2291BB", "RIVERS, Joan")
    make_person("A9999ZZ", "O’NEILL, Áine")
    make_person("A9998ZZ", "VAN DYKE, Lee")
    assert run("list").code == 0


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("sho",), ["show"]),
        (("A12",), ["A1234BC\tRIVERS, Sam"]),
        (("a",), ["add", "ask", "asked"]),
        (("A1234BC", ""), []),
        (("X123456", ""), []),
        (("show", "A12"), ["A1234BC\tRIVERS, Sam"]),
        (("show", "a2"), ["a2291BB\tRIVERS, Joan"]),
        (("show", "Riv"), ["Rivers\t2 people"]),
        (("show", "Jo"), ["Joan\tRIVERS, Joan A2291BB"]),
        (
            ("show", "a"),
            [
                "a1234BC\tRIVERS, Sam",
                "a2291BB\tRIVERS, Joan",
                "a9998ZZ\tVAN DYKE, Lee",
                "a9999ZZ\tO’NEILL, Áine",
                "aine\tO’NEILL, Áine A9999ZZ",
            ],
        ),
        (("history", "onei"), ["oneill\tO’NEILL, Áine A9999ZZ"]),
        (("mark", "van"), ["van\tVAN DYKE, Lee A9998ZZ"]),
        (("show", "zz"), []),
        (("why", "rivers", "dt"), ["dtr\tDuty to refer to the housing authority"]),
        (("mark", "rivers", "A999"), ["A9998ZZ\tVAN DYKE, Lee", "A9999ZZ\tO’NEILL, Áine"]),
        (("mark", "rivers", "mappa_l"), ["mappa_level\tMAPPA level set before release"]),
        (("mark", "rivers", "oneill", "dtr", "wi"), ["withdrawn\twithdrawn"]),
        (("mark", "rivers", "dtr", "submitted", "au"), ["authority=\tLocal authority"]),
        (
            ("mark", "rivers", "dtr", "submitted", "consent_to_r"),
            ["consent_to_refer=yes", "consent_to_refer=no"],
        ),
        (("mark", "rivers", "mappa_level", "set", "level=2"), ["level=2"]),
        (("done", "rivers", "com_allocated", "com_o"), ["com_office=\tOffice of the COM"]),
        (("decline", "rivers", "dt"), ["dtr\tDuty to refer to the housing authority"]),
        (("waive", "rivers", "dtr", "a"), []),
        (
            ("set", "rivers", "housing=s"),
            ["housing=settled\tsettled"],
        ),
        (("set", "rivers", "opioid"), ["opioid_treatment=yes", "opioid_treatment=no"]),
        (("set", "rivers", "tier=B2", "in_h"), ["in_home_area=yes", "in_home_area=no"]),
        (("add", "A1111AA", "--name", "X", "cel"), ["cell=\tCell"]),
        (("own", "rivers", "dtr", "PR"), ["PRT\tpre-release team"]),
        (("note", "rivers", "text", "--item", "dt"), ["dtr\tDuty to refer to the housing authority"]),
        (("history", "rivers", "--fact", "mappa_l"), ["mappa_level\tMAPPA level"]),
        (("catalogue", "show", "dt"), ["dtr\tDuty to refer to the housing authority"]),
        (("--as-of", "2026-11-23", "show", "A12"), ["A1234BC\tRIVERS, Sam"]),
        (("completion", "z"), ["zsh"]),
        (("config", "set", "pris"), ["prison\tyour prison's code, for what you add"]),
        (("mark", "rivers", "dtr", "submitted", "--not-known", "auth"), ["authority\tLocal authority"]),
        (("done", "rivers", "com_allocated", "--not-known", "com_o"), ["com_office\tOffice of the COM"]),
        (("handback", "rivers", "dtr", "--because", "no_c"), ["no_capacity\tno capacity"]),
        (("--quiet", "transfer", "rivers", "lei"), ["LEI\tLeeds"]),
        (("recalled", "rivers", "--cause", "contact"), ["contact_lost"]),
        (("outcomes", "--measure", "recalled_s"), ["recalled_soon\tOf them, in 28 days"]),
        (("catalogue", "list", "--pathway=acc"), ["--pathway=accommodation"]),
        (("missing", "--pathway", "acc"), ["accommodation"]),
        (("config", "unset", "mail.h"), ["mail.host\tthe server that takes mail for nightly --mail"]),
    ],
)
def test_what_fits_is_offered_with_what_it_is(words: tuple[str, ...], expected: list[str]) -> None:
    assert offered(*words) == expected


@pytest.mark.usefixtures("two")
def test_a_crn_is_offered_with_whose_it_is(run: Run) -> None:
    assert run("set", "A9999ZZ", "crn=X123456").code == 0
    for words in (("x12",), ("show", "x12"), ("mark", "x1234")):
        assert offered(*words) == ["x123456\tO’NEILL, Áine A9999ZZ"]


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("show", "--al"), "--all"),
        (("show", "rivers", "--format", "ht"), "html"),
        (("catalogue", "sh"), "show"),
        (("mark", "rivers", "dtr", "submitted", "--not"), "--not-known"),
        (("--rec",), "--record"),
        (("A1234BC", "--al"), "--all"),
        (("missing", "--state", "ov"), "overdue"),
        (("missing", "--risk", "very"), "very_high"),
        (("list", "--prison", "le"), "LEI"),
        (("staff", "add", "kettle", "--role", "p"), "POM"),
    ],
)
def test_options_and_the_rest_are_left_to_click(words: tuple[str, ...], expected: str) -> None:
    assert expected in values(*words)


@pytest.mark.usefixtures("two")
def test_every_command_is_offered() -> None:
    assert values("") == cli.list_commands(click.Context(cli))


@pytest.mark.usefixtures("two")
def test_bash_splits_at_the_equals_sign_and_is_given_the_rest() -> None:
    """What bash calls words: `housing`, `=`, `se`."""
    assert offered("set", "rivers", "housing", "=", "se", shell="bash") == ["settled"]
    assert offered("set", "rivers", "housing", "=", shell="bash")[-1] == "homeless"


@pytest.mark.usefixtures("two")
def test_whoever_is_offered_is_logged(record: Path) -> None:
    before = len(logged(record))
    assert values("show", "A1", record=record) == ["A1234BC"]
    assert values("show", "Riv", record=record) == ["Rivers"]
    assert values("show", "Nobody", record=record) == []
    assert logged(record, after=before) == [
        ("consultation", "completion", ["A1234BC"]),
        ("consultation", "completion", ["A1234BC", "A2291BB"]),
    ]


@pytest.mark.usefixtures("two")
def test_nobody_is_offered_who_cannot_be_logged(
    record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither in the log, nor in a file of the user's own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with open_elsewhere(record) as other:
        other("BEGIN IMMEDIATE")
        assert values("show", "A1", record=record) == ["A1234BC"]
        shutil.rmtree(tmp_path / "state")
        (tmp_path / "state").write_text("")
        assert values("show", "A1", record=record) == []


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    "office",
    [
        "",
        'complete_people = "yes"\nrequire_reason = "yes"\n',
        'complete_people = "yes"\nrequire_reson = "yes"\n',
        'complete_people = "yes\n',
    ],
)
def test_an_office_that_does_not_ask_for_it_gets_nobody(record: Path, wanted: Path, office: str) -> None:
    """By itself the key completes commands, items, outcomes and facts, and nothing is logged."""
    wanted.write_text(office, encoding="utf-8")
    before = record.read_bytes()
    assert values("show", "A1", record=record) == []
    assert values("set", "rivers", "housing=se", record=record) == ["housing=settled"]
    assert record.read_bytes() == before


@pytest.mark.usefixtures("two")
def test_somebody_at_work_in_the_record_is_not_disturbed(record: Path) -> None:
    """What they saved last is seen, though it is not in the main file yet."""
    with open_elsewhere(record) as other:
        other("UPDATE people SET last_name = 'NEW' WHERE prison_number = 'A1234BC'")
        assert offered("show", "A12", record=record) == ["A1234BC\tNEW, Sam"]
        other("BEGIN IMMEDIATE")
        assert offered("show", "A12", record=record) == ["A1234BC\tNEW, Sam"]


@pytest.mark.usefixtures("two")
def test_the_record_is_the_one_that_the_command_would_use(
    record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'record = "{record}"\ncomplete_people = "yes"\n', encoding="utf-8")
    nowhere = tmp_path / "nowhere.db"
    assert values("show", "A12", record=nowhere) == []
    assert values("--record", str(record), "show", "A12", record=nowhere) == ["A1234BC"]
    monkeypatch.delenv("RELEASECHECK_RECORD")
    assert values("--config", str(config), "show", "A12") == ["A1234BC"]


@pytest.mark.parametrize("there", [None, b"", b"not a database, but long enough to look like one" * 40])
def test_without_a_record_that_can_be_read_it_is_silent(tmp_path: Path, there: bytes | None) -> None:
    path = tmp_path / "record.db"
    if there is not None:
        path.write_bytes(there)
    for words in (("show", "A1"), ("mark", "rivers", ""), ("mark", "rivers", "dtr", "")):
        assert offered(*words, record=path) == []
    assert path.exists() == (there is not None)


def test_a_config_file_with_mistakes_is_silent(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text("record = [", encoding="utf-8")
    assert offered("--config", str(config), "show", "A1") == []


@pytest.mark.usefixtures("record", "wanted")
def test_a_name_that_a_terminal_would_obey_is_offered_plainly(run: Run, record: Path) -> None:
    assert run("add", "A1234BC", "--name", "RIVERS, Sam").code == 0
    tamper(record, "UPDATE people SET last_name = 'RIV' || char(27) || '[31m' || char(10) || 'plain,rm'")
    assert offered("show", "A1") == ["A1234BC\tRIV [31m plain,rm, Sam"]


LOADED = f"""
import json, os, sys
import click, sqlite3
before = set(sys.modules)
try:
    {CALL}
except SystemExit:
    print(json.dumps(sorted(set(sys.modules) - before)))
"""


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    "line", ["show riv", "mark rivers dt", "mark rivers dtr submitted c", "set rivers ti"]
)
def test_completing_loads_next_to_nothing(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No command, no store, no policy: a shell waits for the answer."""
    monkeypatch.delenv("RELEASECHECK_CONFIG")
    words = line.split()
    environment = {**os.environ, "_RELEASECHECK_COMPLETE": "zsh_complete"}
    environment |= {"COMP_WORDS": f"releasecheck {line}", "COMP_CWORD": str(len(words))}
    done = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=TOP, env=environment, capture_output=True, text=True, check=True
    )
    names = set(json.loads(done.stdout.splitlines()[-1]))
    heavy = {
        "tomllib",
        "dateutil",
        "jinja2",
        "difflib",
        "releasecheck.planning.planner",
        "releasecheck.policy.catalogue",
    }
    assert (
        names & (heavy | {"releasecheck.reports.person.countdown", "releasecheck.formats.terminal"}) == set()
    )
    rooms = ("app", "commands", "store")
    assert {name for name in names if name.startswith("releasecheck.") and name.split(".")[1] in rooms} == {
        f"releasecheck.{name}"
        for name in (
            "app",
            "app.opening",
            "app.opening.config",
            "app.opening.files",
            "app.opening.office_files",
            "app.opening.policy_in_use",
            "app.opening.session",
            "commands",
            "commands.completion_kinds",
            "commands.completion_offers",
            "commands.completion_shells",
            "commands.option_types",
            "commands.options",
            "commands.registry",
            "store",
            "store.address",
            "store.sqlite",
            "store.sqlite.completion",
        )
    }


def leaves(command: click.Command = cli, path: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command that is not a group, by its words."""
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            inner = command.get_command(click.Context(command), name)
            assert inner is not None
            yield from leaves(inner, f"{path} {name}".strip())
    else:
        yield path, command


def test_every_command_that_takes_a_person_or_an_item_offers_them() -> None:
    """The table of what stands after each command agrees with the commands."""
    for path, command in leaves():
        arguments = [param for param in command.params if isinstance(param, click.Argument)]
        first = arguments[0].name if arguments else None
        if first in ("person", "item", "shell"):
            assert completion_offers.WORDS[path].split()[0] == first
        if len(arguments) > 1 and arguments[1].name in ("item", "facts"):
            assert completion_offers.WORDS[path].split()[1] in ("item", "fact*")
    assert set(completion_offers.WORDS) <= {path for path, _ in leaves()}


def test_every_option_without_a_value_is_known_as_one() -> None:
    flags = {
        name
        for command in (cli, *(command for _, command in leaves()))
        for param in command.params
        if isinstance(param, click.Option) and (param.is_flag or param.count)
        for name in param.opts
    }
    assert flags <= completion_offers.FLAGS


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_the_script_for_each_shell_calls_the_program(run: Run, shell: str) -> None:
    done = run("completion", shell)
    assert (done.code, done.err) == (0, "")
    called = f"{shell}_complete"
    assert (
        f"_RELEASECHECK_COMPLETE={called}" in done.out or f"_RELEASECHECK_COMPLETE = '{called}'" in done.out
    )
    assert "releasecheck" in done.out.replace("_releasecheck", "")


def test_another_shell_is_refused(run: Run) -> None:
    assert run("completion", "tcsh").code == 2


@pytest.mark.parametrize("path", [path for path, _ in leaves()])
def test_every_command_answers_to_h(run: Run, path: str) -> None:
    done = run(*path.split(), "-h")
    assert done.code == 0
    assert done.out.startswith(f"Usage: releasecheck {path}")
