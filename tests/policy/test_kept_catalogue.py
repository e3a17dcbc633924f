"""The catalogue as the record keeps it, for speed; and what a catalogue says wrongly of facts."""

from __future__ import annotations

import pytest

from releasecheck.core.errors import CatalogueError
from releasecheck.policy.catalogue_files import catalogue_kept, read_catalogue, to_keep
from releasecheck.policy.sources import CatalogueFile, builtin_files
from tests.made_up.catalogues import BOOKS


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('ask = "Which shelf"', 'fact = "teir"', 'field shelf: no fact "teir". Did you mean tier?'),
        (
            'ask = "Which shelf"',
            'fact = "rosh"\nkind = "choice"\nvalues = ["low", "awful"]',
            'field shelf: rosh is never "awful": low, medium, high or very_high',
        ),
        ('ask = "Which shelf"', 'fact = "rosh"\nkind = "date"', "field shelf: a date is never the fact rosh"),
        (
            'kind = "done" }',
            'kind = "done", facts = { teir = "B2" } }',
            'outcomes.done: facts: no fact "teir"',
        ),
        (
            'kind = "done" }',
            'kind = "done", suggests = { housing = "tent" } }',
            'outcomes.done: suggests: housing is never "tent"',
        ),
        (
            'kind = "done" }',
            'kind = "done", facts = { id_held = "yes" } }',
            "outcomes.done: facts: id_held is yes, no or not known, not 'yes'",
        ),
        ('kind = "done" }', 'kind = "done", facts = ["id_held"] }', '"facts" is a table such as'),
    ],
)
def test_a_catalogue_that_names_a_fact_wrongly_is_refused(old: str, new: str, expected: str) -> None:
    assert old in BOOKS
    with pytest.raises(CatalogueError) as caught:
        read_catalogue((*builtin_files(), CatalogueFile("leeds.toml", BOOKS.replace(old, new), True)))
    (problem,) = caught.value.problems
    assert expected in problem


def test_what_is_kept_of_a_catalogue_gives_the_same_catalogue() -> None:
    files = (*builtin_files(), CatalogueFile("leeds.toml", BOOKS, True))
    assert catalogue_kept(to_keep(files, "mark"), "mark") == read_catalogue(files)


@pytest.mark.parametrize("kept", ["", "{", "{}", "[1]", '{"form":2,"mark":"mark"}', "other", "more"])
def test_what_was_kept_of_other_files_or_is_damaged_is_not_read(kept: str) -> None:
    files = (*builtin_files(), CatalogueFile("leeds.toml", BOOKS, True))
    kept = {
        "other": to_keep(files, "other"),
        "more": to_keep(files, "mark").replace('"items":', '"unheard_of":{},"items":', 1),
    }.get(kept, kept)
    assert catalogue_kept(kept, "mark") is None
