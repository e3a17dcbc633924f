"""A bundle shows whose key it is signed with; one that is not signed says so and is still taken in."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.made_up.program import Result, run

SENDER, TAKER = "leeds", "hull"
IN_ITS_PLACE = "ed25519:" + "A" * 43 + "="


class Office:
    """An office with a record and a config file of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        (folder / "config.toml").write_text("")
        self.good("record", "init")

    def run(self, *words: str | Path) -> Result:
        before = ("--record", self.folder / "record.db", "--config", self.folder / "config.toml")
        return run(*before, "--by", "P. Marsh", *words)

    def good(self, *words: str | Path) -> str:
        done = self.run(*words)
        assert done.code == 0, done.err
        return done.out

    def new_key(self, name: str = "key") -> str:
        self.good("record", "signing-key", "new", self.folder / name)
        self.good("config", "set", "signing.key_file", self.folder / name)
        return self.good("record", "signing-key", "show").splitlines()[0]

    def send(self) -> Path:
        file = self.folder / "A1234BC.json"
        self.good("handover", "A1234BC", "--to", "Hull", "--bundle", file, "--force")
        return file

    def numbers(self) -> list[str]:
        return [one["prison_number"] for one in json.loads(self.good("list", "--format", "json"))["people"]]


@pytest.fixture
def leeds(tmp_path: Path) -> Office:
    made = Office(tmp_path / SENDER)
    made.good(
        "add", "A1234BC", "--name", "RIVERS, Sam", "--release", "2027-02-06", "--type", "CRD", "tier=B2"
    )
    return made


@pytest.fixture
def hull(tmp_path: Path) -> Office:
    return Office(tmp_path / TAKER)


def changed(file: Path, **values: Any) -> Path:
    whole = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps({**whole, **values}), "utf-8")
    return file


def test_a_bundle_that_is_not_signed_says_so_and_is_taken_in(leeds: Office, hull: Office) -> None:
    assert (
        "Not signed: this office has no signing key."
        in leeds.run("handover", "A1234BC", "--to", "Hull", "--bundle", leeds.folder / "x.json").err
    )
    assert "Not signed." in hull.good("import", "bundle", leeds.send()).splitlines()
    assert hull.numbers() == ["A1234BC"]


def test_one_of_the_first_version_is_taken_in_as_before(leeds: Office, hull: Office) -> None:
    file = leeds.send()
    whole = json.loads(file.read_text("utf-8"))
    assert {"releasecheck_bundle", "sha256", "content", "public_key", "signature"} == set(whole)
    del whole["public_key"], whole["signature"]
    file.write_text(json.dumps(whole))
    assert "Not signed." in hull.good("import", "bundle", file)
    assert hull.numbers() == ["A1234BC"]


def test_whose_key_it_is_is_said_by_the_name_that_the_office_gave_it(leeds: Office, hull: Office) -> None:
    public = leeds.new_key()
    file = leeds.send()
    said = hull.good("import", "bundle", file, "--dry-run")
    assert "Signed with a key that this office does not list, " in said
    hull.good("config", "set", "signing.trusted.HMP Leeds OMU", public)
    assert "Signed by HMP Leeds OMU." in hull.good("import", "bundle", file)
    assert hull.numbers() == ["A1234BC"]


def test_the_fingerprint_is_the_one_that_the_sender_can_read_out(leeds: Office, hull: Office) -> None:
    leeds.new_key()
    fingerprint = leeds.good("record", "signing-key", "show").splitlines()[1].removeprefix("To read out: ")
    assert fingerprint in hull.good("import", "bundle", leeds.send())


def test_the_signature_is_over_the_content_in_the_form_that_the_page_describes(leeds: Office) -> None:
    from base64 import b64decode

    from nacl.signing import VerifyKey

    leeds.new_key()
    whole = json.loads(leeds.send().read_text("utf-8"))
    text = json.dumps(whole["content"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    key = VerifyKey(b64decode(whole["public_key"].removeprefix("ed25519:")))
    key.verify(b"releasecheck bundle 1\n" + text.encode(), b64decode(whole["signature"]))


@pytest.mark.parametrize(
    "values",
    [
        {"signature": "A" * 86 + "=="},
        {"signature": "short"},
        {"signature": None},
        {"signature": 7},
        {"signature": "\ud800"},
        {"public_key": None},
        {"public_key": IN_ITS_PLACE},
        {"public_key": ["ed25519:"]},
        {"public_key": "ed25519:é"},
    ],
)
def test_a_wrong_signature_is_refused_and_nothing_is_taken_in(
    leeds: Office, hull: Office, values: dict[str, Any]
) -> None:
    hull.good("config", "set", "signing.trusted.HMP Leeds", leeds.new_key())
    done = hull.run("import", "bundle", changed(leeds.send(), **values))
    assert done.code == 1
    assert "its signature is wrong. Nothing was taken in." in done.err
    assert hull.numbers() == []


def test_content_that_was_changed_and_hashed_anew_is_refused(leeds: Office, hull: Office) -> None:
    from releasecheck.exchange.bundles.bundle_file import _digest

    leeds.new_key()
    file = leeds.send()
    content = json.loads(file.read_text("utf-8"))["content"]
    content["signed_off"]["by"] = "J. Okafor"
    done = hull.run("import", "bundle", changed(file, content=content, sha256=_digest(content)))
    assert done.code == 1
    assert "its signature is wrong" in done.err
    unsigned = changed(file, public_key=None, signature=None)
    assert "Not signed." in hull.good("import", "bundle", unsigned), "who takes it away is told apart"


def test_a_signed_night_is_no_signature_of_a_bundle(leeds: Office, hull: Office) -> None:
    """What was signed for one purpose is good for no other."""
    leeds.new_key()
    leeds.good("nightly", "--out", leeds.folder / "nights")
    heads = json.loads((leeds.folder / "nights" / "latest" / "summary.json").read_text())["heads"]
    file = changed(leeds.send(), signature=heads["signature"])
    assert hull.run("import", "bundle", file).code == 1


def test_an_office_may_take_in_only_what_a_trusted_key_signed(leeds: Office, hull: Office) -> None:
    hull.good("config", "set", "require_signed", "yes")
    file = leeds.send()
    done = hull.run("import", "bundle", file)
    assert done.code == 1
    assert "is not signed, and this office takes in only what a trusted key signed" in done.err
    public = leeds.new_key()
    file = leeds.send()
    assert "a key that this office does not list" in hull.run("import", "bundle", file).err
    assert hull.numbers() == []
    hull.good("config", "set", "signing.trusted.HMP Leeds", public)
    hull.good("import", "bundle", file)
    assert hull.numbers() == ["A1234BC"]


def test_a_key_that_cannot_be_read_leaves_no_bundle(leeds: Office) -> None:
    leeds.new_key()
    (leeds.folder / "key").chmod(0o644)
    file = leeds.folder / "x.json"
    done = leeds.run("handover", "A1234BC", "--to", "Hull", "--bundle", file)
    assert (done.code, file.exists()) == (1, False)
    assert "chmod 600" in done.err


def test_a_trusted_key_that_is_none_is_named_by_its_setting(leeds: Office, hull: Office) -> None:
    (hull.folder / "config.toml").write_text('[signing.trusted]\n"HMP Leeds" = "ed25519:x"\n')
    done = hull.run("import", "bundle", leeds.send())
    assert done.code == 1
    assert "signing.trusted.HMP Leeds: not a public key" in done.err


def test_without_pynacl_it_is_said_that_no_signature_was_checked(
    leeds: Office, hull: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    hull.good("config", "set", "signing.trusted.HMP Leeds", leeds.new_key())
    file = leeds.send()
    for name in ("nacl.signing", "nacl.exceptions"):
        monkeypatch.setitem(sys.modules, name, None)
    said = hull.good("import", "bundle", file, "--dry-run")
    assert "the signature was not checked" in said and "pip install 'releasecheck[signed]'" in said
    hull.good("config", "set", "require_signed", "yes")
    assert "pip install 'releasecheck[signed]'" in hull.run("import", "bundle", file).err
    assert (
        "pip install 'releasecheck[signed]'"
        in leeds.run("handover", "A1234BC", "--to", "Hull", "--bundle", file, "--force").err
    )
