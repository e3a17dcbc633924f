"""A record is a file, or in PostgreSQL: any other address is refused, and never made a file of that name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.made_up.program import Run


@pytest.mark.parametrize("address", ["mysql://ann:pass4711@db/leeds", "sqlite:///leeds.db", "Postgres://x"])
@pytest.mark.parametrize("told", ["option", "environment", "config"])
def test_an_address_makes_no_file(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    words = ["record", "init"]
    if told == "option":
        words = ["--record", address, *words]
    elif told == "environment":
        monkeypatch.setenv("RELEASECHECK_RECORD", address)
    else:
        (tmp_path / "config.toml").write_text(f'record = "{address}"\n')
        words = ["--config", "config.toml", *words]
    done = run(*words)
    assert (done.code, done.out) == (2, "")
    scheme = address.partition("://")[0]
    assert (
        f"a record is a file or a PostgreSQL database, and {scheme}:// is neither. Give a path: " in done.err
    )
    assert "pass4711" not in done.err
    assert [path.name for path in tmp_path.iterdir() if path.name != "config.toml"] == []


def test_a_path_may_hold_a_colon(run: Run, tmp_path: Path) -> None:
    assert run("--record", tmp_path / "HMP: Leeds.db", "record", "init").code == 0
