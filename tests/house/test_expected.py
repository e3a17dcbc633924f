"""The outputs that we agreed on are the files in tests/expected, all of them and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import expected
from tests.made_up.nights import tree
from tests.places import EXPECTED


def test_the_folder_holds_what_the_table_makes_and_nothing_else() -> None:
    """If this fails: python -m tests.expected, and read what changed."""
    found, before = expected.everything(), tree(EXPECTED)
    files = {str(path.relative_to(EXPECTED)) for path in EXPECTED.rglob("*") if path.is_file()}
    assert found.keys() == before.keys() == files
    assert [name for name in found if found[name] != before[name]] == []


def test_only_what_changed_is_written_and_what_nothing_makes_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = {"show.md": "as it was", "list.md": "as it is now", "nightly/index.html": "one more"}
    monkeypatch.setattr(expected, "everything", lambda: found)
    for name, text in {"show.md": "as it was", "list.md": "otherwise", "old.md": "an orphan"}.items():
        (tmp_path / name).write_text(text, "utf-8")
    untouched = (tmp_path / "show.md").stat().st_mtime_ns
    assert expected.write(tmp_path) == ["changed: list.md", "new: nightly/index.html", "removed: old.md"]
    assert tree(tmp_path) == found
    assert (tmp_path / "show.md").stat().st_mtime_ns == untouched
    assert expected.write(tmp_path) == []
