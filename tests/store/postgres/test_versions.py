"""Two versions of the program, and two offices with other rules, on one record."""

from __future__ import annotations

from pathlib import Path

import pytest

from releasecheck.policy.sources import PLAN_VERSION
from tests.made_up.program import Run
from tests.made_up.servers import TestServer

ADD = ("add", "A1111AA", "--name", "SMITH, John", "--release", "2027-02-06", "--type", "CRD")
OTHER = ("add", "A2222BB", "--name", "DUNNE, Aine", "--release", "2027-03-06", "--type", "CRD")


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        ("INSERT INTO schema_steps VALUES (99, 'releasecheck', 'made', now())", "by a newer version"),
        ("UPDATE schema_steps SET id = 3", "from an older version"),
        ("DELETE FROM schema_steps", "was cut off"),
        ("DROP TABLE schema_steps", "there is no record in"),
        ("ALTER TABLE plans RENAME TO plan", "there is no record in"),
        ("ALTER TABLE plans RENAME COLUMN stopped TO halted", "not as this program made it"),
    ],
)
@pytest.mark.parametrize("words", [("list",), ("note", "A1111AA", "seen")])
def test_a_record_that_is_not_of_this_version(
    run: Run, server: TestServer, url: str, name: str, deed: str, said: str, words: tuple[str, ...]
) -> None:
    assert run("--record", url, *ADD).code == 0
    server.sql(f"SET search_path = releasecheck; {deed}", name)
    before = server.counts(name)
    done = run("--record", url, *words)
    assert (done.code, done.out) == (1, "")
    assert said in done.err
    assert "SMITH" not in done.err
    assert server.counts(name) == before


def test_an_older_program_plans_nobody_whom_a_newer_one_has_planned(
    run: Run, server: TestServer, url: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("--record", url, *ADD).code == 0
    before = server.sql("SELECT xmin::text FROM releasecheck.plans", name)
    for place in ("releasecheck.policy.sources", "releasecheck.app.opening.house_policy"):
        monkeypatch.setattr(f"{place}.PLAN_VERSION", PLAN_VERSION - 1, raising=False)
    done = run("--record", url, "note", "A1111AA", "seen")
    assert done.code == 1
    assert "a newer version of the program has planned the people of this record" in done.err
    assert run("--record", url, "show", "A1111AA").code == 0
    assert server.sql("SELECT xmin::text FROM releasecheck.plans", name) == before


def test_two_offices_with_other_rules_plan_nobody_again_in_turn(
    run: Run, server: TestServer, url: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each writes of one person; the plan of the other is written by neither."""
    assert run("--record", url, *ADD).code == run("--record", url, *OTHER).code == 0
    configs = []
    for office, title in (("leeds", "Open an account at Leeds"), ("york", "Open an account at York")):
        (tmp_path / office).mkdir()
        (tmp_path / office / "catalogue.toml").write_text(
            f'[[item]]\nid = "bank_account"\ntitle = "{title}"\n'
        )
        configs.append(tmp_path / office / "config.toml")
        configs[-1].write_text("")

    def plan_of(number: str) -> list[tuple[str, str]]:
        return server.sql(
            f"SELECT 'plan', xmin::text FROM releasecheck.plans WHERE prison_number = '{number}' UNION ALL "
            f"SELECT item, xmin::text FROM releasecheck.tasks WHERE prison_number = '{number}' "
            "ORDER BY 1",
            name,
        )

    monkeypatch.setenv("LOGNAME", "somebody_else")
    assert run("--config", configs[0], "--record", url, "note", "A1111AA", "first").code == 0
    before = plan_of("A2222BB")
    for turn in range(4):
        done = run("--config", configs[turn % 2], "--record", url, "note", "A1111AA", f"turn {turn}")
        assert done.code == 0, done.err
        assert run("--config", configs[turn % 2], "--record", url, "show", "A2222BB").code == 0
    assert plan_of("A2222BB") == before
    assert run("--record", url, "record", "verify").code == 0
