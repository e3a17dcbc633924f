"""What ships with the program and plans are made from: no change of it without a new version of plans."""

from __future__ import annotations

from pathlib import Path

from releasecheck.core.shipped import DATA
from releasecheck.policy.sources import PLAN_VERSION, SHIPPED, CatalogueFile, builtin_files, fingerprint

VERSIONS = Path(__file__).parent.parent / "data" / "plan_versions.txt"
NAMES = ("bank-holidays.json", "movements.toml", "published.toml", "routes.toml", "rules.toml")


def test_every_version_of_plans_is_made_from_one_shipped_policy() -> None:
    """An older program tells newer plans by their version, so that no two may have the same."""
    rest = (CatalogueFile(name, (DATA / name).read_text("utf-8")) for name in NAMES)
    shipped = fingerprint((*builtin_files(), *rest))
    lines = [line.split() for line in VERSIONS.read_text("utf-8").splitlines()]
    versions = [int(version) for version, _ in lines]
    assert versions == sorted(set(versions))
    why = f"what ships has changed: raise PLAN_VERSION, set SHIPPED, and add '{PLAN_VERSION + 1} {shipped}'"
    assert (SHIPPED, lines[-1]) == (shipped, [str(PLAN_VERSION), shipped]), why
