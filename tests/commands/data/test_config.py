"""`config`: set, unset, path and show; what else stands in the file stays."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasecheck.app.opening.config import read_config
from releasecheck.app.opening.config_file import set_setting, unset_setting
from releasecheck.app.opening.session import App
from releasecheck.app.recording.asked_prison import ask_prison, default_prison
from tests.made_up.answers import said
from tests.made_up.program import Run

FILE = """# Leeds OMU, P. Marsh keeps this
by = 'P. Marsh'   # as on the rota
role = "POM"

# where digests go
[mail]
host = "smtp.example"  # inside only
port = 25

[mail.to]
"COM J. Okafor" = "j.okafor@probation.example"
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(FILE, encoding="utf-8")
    monkeypatch.setenv("RELEASECHECK_CONFIG", str(path))
    return path


def changed(path: Path) -> list[str]:
    """The lines that are not as they were, with what they were."""
    before, now = FILE.splitlines(), path.read_text("utf-8").splitlines()
    return [f"-{line}" for line in before if line not in now] + [
        f"+{line}" for line in now if line not in before
    ]


@pytest.mark.parametrize(
    ("key", "value", "lines"),
    [
        ("by", "K. Ellis", ["-by = 'P. Marsh'   # as on the rota", '+by = "K. Ellis"   # as on the rota']),
        ("name", "K. Ellis", ["-by = 'P. Marsh'   # as on the rota", '+by = "K. Ellis"   # as on the rota']),
        ("prison", "lei", ['+prison = "LEI"']),
        ("office", 'Wing "B" \\ north', ['+office = "Wing \\"B\\" \\\\ north"']),
        (
            "mail.host",
            "post.example",
            ['-host = "smtp.example"  # inside only', '+host = "post.example"  # inside only'],
        ),
        ("mail.port", "587", ["-port = 25", '+port = "587"']),
        ("mail.tls", "none", ['+tls = "none"']),
        (
            "mail.to.COM J. Okafor",
            "jo@x.example",
            ['-"COM J. Okafor" = "j.okafor@probation.example"', '+"COM J. Okafor" = "jo@x.example"'],
        ),
        ("mail.to.PRT", "prt@x.example", ['+PRT = "prt@x.example"']),
        ("late_after", "9:30", ['+late_after = "09:30"']),
    ],
)
def test_a_setting_is_written_and_all_else_stays(
    run: Run, file: Path, key: str, value: str, lines: list[str]
) -> None:
    before = read_config(file)
    done = run("config", "set", key, value)
    assert (done.code, done.err) == (0, "")
    assert changed(file) == lines
    assert {**before, **read_config(file)} == read_config(file)
    assert str(file) in done.out


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("prisn", "LEI", 'no setting "prisn". Did you mean prison? See them: releasecheck config show'),
        (
            "mail.to.",
            "x@y.example",
            'no setting "mail.to.". Did you mean mail.tls? See them: releasecheck config show',
        ),
        ("require_reason", "maybe", 'require_reason "maybe": it is yes, no or changes'),
        ("role", "POMM", 'no role "POMM". Did you mean POM?'),
        ("late_after", "noon", 'late_after "noon":'),
        ("prison", "OUT", 'prison "OUT": OUT is no prison'),
        ("by", " ", "by is empty. To take it out: releasecheck config unset by"),
        ("office", "a\nb", "office has a character that is not text"),
    ],
)
def test_what_cannot_be_is_refused_and_the_file_stays(
    run: Run, file: Path, key: str, value: str, message: str
) -> None:
    assert said(run("config", "set", key, value)).startswith(message)
    assert file.read_text("utf-8") == FILE


def test_the_first_setting_makes_the_file_for_its_owner_only(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new" / "config.toml"
    monkeypatch.setenv("RELEASECHECK_CONFIG", str(path))
    assert run("config", "path").out == f"{path}\n"
    assert "(not there yet: releasecheck config set KEY VALUE makes it)" in run("config", "show").out
    assert run("config", "set", "mail.sender", "omu@leeds.example").code == 0
    assert path.read_text("utf-8") == '[mail]\nsender = "omu@leeds.example"\n'
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert run("config", "show").out.endswith(f"The config file is {path}\n")
    assert run("config", "set", "prison", "LEI").code == 0
    assert read_config(path) == {"prison": "LEI", "mail.sender": "omu@leeds.example"}


def test_a_file_that_is_named_and_not_there_is_an_error_to_every_other_command(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELEASECHECK_CONFIG", str(tmp_path / "none.toml"))
    told = said(run("list"), 1)
    assert f"\nno config file at {tmp_path / 'none.toml'}. To make it: releasecheck config set" in told


def test_a_setting_is_taken_out_and_all_else_stays(run: Run, file: Path) -> None:
    assert run("config", "unset", "role").code == 0
    assert changed(file) == ['-role = "POM"']
    assert run("config", "unset", "mail.host").code == 0
    assert "mail.host" not in read_config(file)
    assert "is not set in" in run("config", "unset", "prison").out


def test_a_file_that_cannot_be_changed_line_by_line_is_left_alone(run: Run, file: Path) -> None:
    text = 'mail = { host = "a.example", sender = "b@c.example" }\n'
    file.write_text(text, encoding="utf-8")
    refused = said(run("config", "set", "mail.host", "d.example"), 1)
    assert refused.endswith("cannot be changed line by line: edit it by hand")
    assert file.read_text("utf-8") == text


def test_a_prison_that_is_set_stands_with_whoever_is_added(run: Run, file: Path) -> None:
    assert run("config", "set", "prison", "LEI").code == 0
    assert run("record", "init").code == 0
    assert run("add", "A1234BC", "--name", "RIVERS, Sam").code == 0
    assert "LEI" in run("find", "rivers").out


class Settings:
    """A run as far as settings go."""

    def __init__(self, config_file: Path, **settings: str) -> None:
        self.config_file, self.settings = config_file, settings


def asked(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """At a terminal, these answers are given; what was asked comes back."""
    questions: list[str] = []
    left = list(answers)

    def prompt(text: str, **_: object) -> str:
        questions.append(text)
        return left.pop(0)

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.prompt", prompt)
    return questions


def test_the_prison_is_asked_for_once_and_kept(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = cast(App, Settings(file))
    questions = asked(monkeypatch, "OUT", "lei")
    assert ask_prison(app) == "LEI"
    assert len(questions) == 2
    assert read_config(file)["prison"] == "LEI"
    assert (ask_prison(app), default_prison(app), len(questions)) == ("LEI", "LEI", 2)


def test_enter_gives_no_prison_and_keeps_none(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(monkeypatch, "")
    assert ask_prison(cast(App, Settings(file))) is None
    assert file.read_text("utf-8") == FILE


def test_with_nobody_to_ask_the_prison_is_the_configs_or_none(file: Path) -> None:
    assert ask_prison(cast(App, Settings(file))) is None
    assert ask_prison(cast(App, Settings(file, prison="lei"))) == "LEI"


NAMES = ["by", "office", "phone_prison", "mail.host", "mail.sender", "mail.to.COM J. Okafor", "mail.to.PRT"]
VALUES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12)


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.none() | VALUES), max_size=6))
def test_whatever_is_set_and_unset_the_file_says_it(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str | None]]
) -> None:
    path = tmp_path_factory.mktemp("config") / "config.toml"
    path.write_text(FILE, encoding="utf-8")
    meant = read_config(path)
    for name, value in steps:
        if value is None:
            assert unset_setting(path, name) == (name in meant)
            meant.pop(name, None)
        else:
            set_setting(path, name, value)
            meant[name] = value
        assert read_config(path) == meant
    comments = [line for line in FILE.splitlines() if line.startswith("#")]
    assert [line for line in path.read_text("utf-8").splitlines() if line.startswith("#")] == comments


@pytest.mark.parametrize(("prison", "known"), [("Leeds", True), ("mdi", True), ("Narnia", False)])
def test_a_prison_that_is_not_known_is_kept_and_said(run: Run, file: Path, prison: str, known: bool) -> None:
    done = run("config", "set", "prison", prison)
    assert done.code == 0
    assert ("no prison known here" not in done.err) == known
