"""The key of an encrypted record: where it comes from, and what is said where it does not fit."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.made_up.encrypted import SURNAME, key_file, needs_sqlcipher, refused
from tests.made_up.program import MakePerson, Run
from tests.made_up.terminal import Terminal

PLAIN = b"SQLite format 3\0"


# keys


def test_without_its_key_nothing_is_read(
    run: Run, secret: Path, tmp_path: Path, patch: pytest.MonkeyPatch
) -> None:
    patch.delenv("RELEASECHECK_KEY_FILE")
    before = secret.read_bytes()
    aside = str(tmp_path / "aside.db")
    for line in ("list", "record verify", "record backup", "record compact", "record repair"):
        done = run(*line.split(), *([aside] if line.endswith(("backup", "repair")) else []))
        refused(done, f"{secret} is encrypted, and its key is not set", "config set key_file FILE")
    assert not Path(aside).exists()
    assert secret.read_bytes() == before


@pytest.mark.parametrize(
    "line",
    ["list", "note A1234BC hello", "record verify", "record migrate", "record decrypt --yes", "record rekey"],
)
def test_a_wrong_key_opens_nothing_and_changes_nothing(
    run: Run, secret: Path, tmp_path: Path, patch: pytest.MonkeyPatch, line: str
) -> None:
    other, before = key_file(tmp_path / "other", "b2"), secret.read_bytes()
    patch.setenv("RELEASECHECK_KEY_FILE", str(other))
    words = [*line.split(), *(["--new-key", str(tmp_path / "new")] if "rekey" in line else [])]
    refused(run(*words), f"the key does not open {secret}: it is the key of another record")
    assert secret.read_bytes() == before
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("text", "mask", "said"),
    [
        (None, 0, "no key file at"),
        ("", 0o600, "holds no key: a key is 64 digits"),
        ("a1" * 31, 0o600, "holds no key"),
        ("correct horse battery staple" * 3, 0o600, "holds no key"),
        ("a1" * 32, 0o644, "can be read by others. Type: chmod 600"),
    ],
)
def test_a_key_file_that_will_not_do_is_said_and_never_shown(
    run: Run,
    secret: Path,
    tmp_path: Path,
    patch: pytest.MonkeyPatch,
    text: str | None,
    mask: int,
    said: str,
) -> None:
    path = tmp_path / "bad"
    if text is not None:
        path.write_text(text)
        path.chmod(mask)
    patch.setenv("RELEASECHECK_KEY_FILE", str(path))
    done = run("list")
    refused(done, said, str(path))
    assert text is None or len(text) < 9 or text[:9] not in done.err


def test_a_command_may_print_the_key(run: Run, secret: Path, key: Path, patch: pytest.MonkeyPatch) -> None:
    patch.delenv("RELEASECHECK_KEY_FILE")
    assert run("config", "set", "key_command", f"cat {key}").code == 0
    assert SURNAME in run("list", "--all").out
    for command, said in (
        ("false", "ended with 1"),
        ("no-such-program", "cannot be run"),
        ("echo", "no key"),
    ):
        patch.setenv("RELEASECHECK_KEY_COMMAND", command)
        refused(run("list"), said)


def test_at_a_terminal_the_key_is_asked_for_and_not_shown(
    secret: Path, key: Path, patch: pytest.MonkeyPatch
) -> None:
    patch.delenv("RELEASECHECK_KEY_FILE")
    seen = Terminal("list", "--all")
    seen.shows("is encrypted. Its key: ")
    seen.type(key.read_text().strip())
    shown = seen.rest()
    assert SURNAME in shown
    assert key.read_text().strip() not in shown


def test_a_key_is_never_an_argument(run: Run, secret: Path, key: Path) -> None:
    digits = key.read_text().strip()
    for line in ("record encrypt", "record rekey", "record decrypt", "list"):
        assert run(*line.split(), digits).code == 2
        assert run(*line.split(), "--key", digits).code == 2


def test_completion_asks_nobody_and_runs_nothing(
    run: Run, secret: Path, key: Path, tmp_path: Path, patch: pytest.MonkeyPatch
) -> None:
    from releasecheck.commands.completion_offers import complete

    assert run("config", "set", "complete_people", "yes").code == 0
    assert [offer.value for offer in complete(["show"], "A12") or ()] == ["A1234BC"]
    patch.delenv("RELEASECHECK_KEY_FILE")
    patch.setenv("RELEASECHECK_KEY_COMMAND", f"touch {tmp_path / 'ran'}")
    assert complete(["show"], "A12") == []
    assert not (tmp_path / "ran").exists()


@pytest.mark.usefixtures("secret")
def test_without_the_extra_it_says_what_to_install(run: Run, patch: pytest.MonkeyPatch) -> None:
    for name in ("sqlcipher3", "sqlcipher3.dbapi2"):
        patch.setitem(sys.modules, name, None)
    refused(run("list"), "pip install 'releasecheck[encrypted]'")
    refused(run("record", "decrypt", "--yes"), "pip install 'releasecheck[encrypted]'")


def test_without_the_extra_nothing_is_encrypted_and_no_key_is_made(
    run: Run, make_person: MakePerson, record: Path, tmp_path: Path, patch: pytest.MonkeyPatch
) -> None:
    make_person()
    for name in ("sqlcipher3", "sqlcipher3.dbapi2"):
        patch.setitem(sys.modules, name, None)
    refused(run("record", "encrypt", "--new-key", tmp_path / "key"), "pip install 'releasecheck[encrypted]'")
    assert not (tmp_path / "key").exists()
    assert run("list").code == 0


# plain and encrypted, the one where the other was expected


def test_a_plain_record_is_left_alone_where_a_key_is_set(
    run: Run, make_person: MakePerson, record: Path, key: Path, tmp_path: Path, patch: pytest.MonkeyPatch
) -> None:
    """As when somebody has put another in the place of the one that was encrypted."""
    make_person()
    patch.setenv("RELEASECHECK_KEY_FILE", str(key))
    before = record.read_bytes()
    aside = str(tmp_path / "aside.db")
    for line in ("list", "note A1234BC hello", f"record backup {aside}", f"record repair {aside}"):
        refused(run(*line.split()), f"{record} is not encrypted, and a key is set", "record encrypt")
    assert record.read_bytes() == before


def test_what_is_so_already_is_said(run: Run, secret: Path, tmp_path: Path) -> None:
    before = secret.read_bytes()
    refused(run("record", "encrypt"), "is encrypted already", "record rekey")
    assert secret.read_bytes() == before
    assert run("record", "decrypt", "--yes").code == 0
    refused(run("record", "decrypt", "--yes"), "is not encrypted; nothing was changed")
    refused(run("record", "rekey", "--new-key", tmp_path / "k"), "is not encrypted; nothing was changed")
    secret.unlink()
    for line in ("encrypt", "decrypt --yes", f"rekey --new-key {tmp_path / 'k'}"):
        refused(run("record", *line.split()), f"no record at {secret}")
    assert not (tmp_path / "k").exists()


def test_a_key_file_that_exists_is_not_written_over(
    run: Run, make_person: MakePerson, record: Path, key: Path
) -> None:
    make_person()
    before = key.read_text()
    refused(run("record", "encrypt", "--new-key", key), "there is already something at")
    assert (key.read_text(), record.read_bytes()[:16]) == (before, PLAIN)


def test_nothing_is_encrypted_without_a_key_to_it(run: Run, make_person: MakePerson, record: Path) -> None:
    needs_sqlcipher()
    make_person()
    done = run("record", "encrypt")
    assert (done.code, "which key? To make one, add --new-key FILE" in done.err) == (2, True)
    assert record.read_bytes().startswith(PLAIN)
