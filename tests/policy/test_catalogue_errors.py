"""Every mistake in a catalogue is found when it is read: all at once, with file, item, key, close match."""

from __future__ import annotations

import pytest

from releasecheck.core.errors import CatalogueError
from releasecheck.policy.catalogue import SHORT
from releasecheck.policy.catalogue_files import read_catalogue
from releasecheck.policy.items.item_reader import POST_TITLES
from releasecheck.policy.sources import CatalogueFile, builtin_files

SOUND = """
[item.books]
title = "Library books returned"
pathway = "release_day"
owner = "OMU"
action = "collect the books"
due = { before = "release", weeks = 1 }
sources = [{ title = "Governor's order", confidence = "high", checked = 2026-11-02 }]
"""


def problems(text: str, *, office: bool = False) -> list[str]:
    """The mistakes found in one file read with the shipped catalogue."""
    with pytest.raises(CatalogueError) as caught:
        read_catalogue((*builtin_files(), CatalogueFile("leeds.toml", text, office)))
    return list(caught.value.problems)


def changed(old: str, new: str) -> str:
    """The sound item with one thing changed."""
    assert old in SOUND, f"nothing to change: {old}"
    return SOUND.replace(old, new)


def test_the_shipped_catalogue_has_no_mistakes() -> None:
    assert len(read_catalogue(builtin_files()).installed()) > 50


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('due = { before = "relase", weeks = 1 }', 'no anchor "relase". Did you mean release?'),
        ('due = { before = "release", wekes = 1 }', 'no unit "wekes". Did you mean weeks?'),
        ('due = { before = "release", weeks = -1 }', "weeks is a whole number, 0 or more"),
        ('due = "release - 7"', 'due is a table such as { before = "release", weeks = 8 }'),
        ('due = { on = "release", weeks = 1 }', '"on" takes no size'),
        (
            'opens = { before = "release", days = 3 }\ndue = { before = "release", weeks = 1 }',
            "due 1 week before release is before it opens, 3 days before release",
        ),
        (
            'due = { after = "dtr.sumbitted", days = 1 }',
            'dtr has no outcome "sumbitted". Did you mean submitted?',
        ),
    ],
)
def test_a_wrong_date_is_named(text: str, expected: str) -> None:
    (found,) = problems(changed('due = { before = "release", weeks = 1 }', text))
    assert found.startswith("leeds.toml: item books: ")
    assert expected in found


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('applies = [{ fact = "housng", is = "settled" }]', 'no fact "housng". Did you mean housing?'),
        (
            'applies = [{ fact = "housing", is = "setled" }]',
            'housing is never "setled". Did you mean settled?',
        ),
        ('applies = ["housing == settled"]', "a condition is a table"),
        ('applies = "housing == settled"', '"applies" is a list'),
        (
            'applies = [{ fact = "housing" }]',
            "needs exactly one of is, is_not, recorded, at_least, at_most",
        ),
        ('applies = [{ fact = "recall", is = "yes" }]', "recall is true or false, not 'yes'"),
        ("applies = [{ any = [] }]", '"any" is a list of conditions'),
        ('applies = [{ item = "dtr", outcome = "sent" }]', 'dtr has no outcome "sent"'),
        ('applies = [{ item = "drt", outcome = "submitted" }]', 'no item "drt". Did you mean dtr?'),
        ('needs = ["crss"]', 'no item "crss". Did you mean crs?'),
        ('outcomes.sent = { kind = "wating" }', 'outcomes.sent: kind "wating" is not one of'),
        ('outcomes.sent = { kind = "waiting", nxt = "x" }', 'no key "nxt". Did you mean next?'),
        ('evidence.sent = ["authority"]', 'evidence.sent: there is no outcome "sent"'),
        (
            'evidence.done = ["authrity"]',
            'evidence.done: no field "authrity". Did you mean authority?',
        ),
        ('chase = { after = "sent", days = 3 }', 'chase: no outcome "sent"'),
        ('expries = { after = "done", weeks = 26 }', 'no key "expries". Did you mean expires?'),
        ("off = 1", '"off" is true or false'),
    ],
)
def test_a_wrong_line_is_named_with_the_closest_match(line: str, expected: str) -> None:
    found = problems(SOUND + line + "\n")
    assert [text for text in found if expected in text], found
    assert all(text.startswith("leeds.toml: item books: ") for text in found)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('owner = "OMU"', 'owner = "OMUU"', 'owner "OMUU" is no role we know. Did you mean OMU?'),
        ('owner = "OMU"\n', "", '"owner" is missing'),
        ('pathway = "release_day"', 'pathway = "releaseday"', 'pathway "releaseday" is unknown'),
        ("checked = 2026-11-02", 'checked = "today"', "a source says the day it was checked"),
        (
            'confidence = "high"',
            'confidence = "certain"',
            'source confidence "certain" is high, medium or low',
        ),
    ],
)
def test_what_an_item_must_say_is_asked_for(old: str, new: str, expected: str) -> None:
    found = problems(changed(old, new))
    assert [text for text in found if expected in text], found


def test_an_item_without_a_source_is_refused() -> None:
    text = SOUND[: SOUND.index("sources")]
    assert any("has no source" in found for found in problems(text))


def test_three_mistakes_are_all_shown_at_once() -> None:
    text = SOUND.replace("OMU", "OMUU").replace("relea", "relae", 1).replace('"high"', '"sure"')
    assert len(problems(text)) == 3


def test_the_same_id_twice_is_refused_unless_an_office_changes_it() -> None:
    (found,) = problems('[item.dtr]\ntitle = "Another"\n')
    assert found == "leeds.toml: item dtr is already in accommodation.toml"


def test_invalid_toml_says_where() -> None:
    (found,) = problems("[item.books\n")
    assert found.startswith("leeds.toml: not valid TOML: ")
    assert "line 1" in found


def test_items_that_wait_for_one_another_in_a_circle_are_refused() -> None:
    circle = (
        SOUND + 'needs = ["shelves"]\n' + SOUND.replace("item.books", "item.shelves") + 'needs = ["books"]\n'
    )
    assert any(
        "item books: waits for itself: books, shelves then books" in found for found in problems(circle)
    )


def test_an_office_changes_an_item_key_by_key() -> None:
    office = '[item.dtr]\nowner = "PRT"\ndue = { before = "release", weeks = 5 }\n'
    catalogue = read_catalogue((*builtin_files(), CatalogueFile("leeds.toml", office, True)))
    dtr, shipped = catalogue.items["dtr"], read_catalogue(builtin_files()).items["dtr"]
    assert dtr.owner == "PRT"
    assert dtr.checkpoints[0].due is not None
    assert dtr.checkpoints[0].due.in_words() == "5 weeks before release"
    assert dtr.changed == ("owner", "due")
    assert (dtr.help, dtr.outcomes, dtr.sources) == (shipped.help, shipped.outcomes, shipped.sources)
    assert catalogue.overrides == ("leeds.toml",)


def test_an_office_can_switch_an_item_off() -> None:
    off = CatalogueFile("leeds.toml", "[item.dtr]\noff = true\n", True)
    catalogue = read_catalogue((*builtin_files(), off))
    assert "dtr" not in {item.id for item in catalogue.installed()}


def test_a_change_of_one_letter_changes_the_fingerprint() -> None:
    one = read_catalogue((*builtin_files(), CatalogueFile("leeds.toml", SOUND)))
    other = read_catalogue((*builtin_files(), CatalogueFile("leeds.toml", SOUND.replace("books ", "Books "))))
    assert one.fingerprint != other.fingerprint


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ('kind = "text"\nappointment = true', "an appointment is a date, not text"),
        ('kind = "date"\nappointment = "yes"', '"appointment" is true or false'),
        ('kind = "date"\nappointment = true\nat = "appointment_att"', "Did you mean appointment_at?"),
        ('kind = "date"\nappointment = true\nat = "told_on"', "at: names the time of an appointment"),
    ],
)
def test_an_appointment_is_a_day_and_its_time_a_time(table: str, expected: str) -> None:
    found = problems(f'{SOUND}\n[field.visit_on]\nask = "Visit"\n{table}\n')
    assert [text for text in found if text.startswith("leeds.toml: field visit_on: ") and expected in text]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "evidence_fits.reference = { on_day = true }",
            'leeds.toml: item books: evidence_fits: "reference" is no date: its field is of kind text',
        ),
        (
            "evidence_fits.bed_from = { on_day = true }",
            'leeds.toml: item books: evidence_fits: none of its outcomes asks for "bed_from"',
        ),
        (
            "evidence_fits.told_on = { on_day = true, past = true }",
            "leeds.toml: item books: evidence_fits: told_on: says one of on_day, not_before, past, since, "
            'before, after, or both "before" and "after"',
        ),
        (
            "evidence_fits.told_on = { after = { fortnights = 1 } }",
            'leeds.toml: item books: evidence_fits: told_on: after: no unit "fortnights"',
        ),
        (
            "done_fits = { before = { days = -1 } }",
            "leeds.toml: item books: done_fits: before: days is a whole number, 0 or more",
        ),
        ("release_fits = 3", "leeds.toml: item books: release_fits: is a table such as { on_day = true }"),
        (
            'done_fits = { on_day = true, of = "relese" }',
            'leeds.toml: item books: done_fits: of: no anchor "relese". Did you mean release?',
        ),
    ],
)
def test_a_rule_on_how_a_day_must_fit_is_checked(line: str, expected: str) -> None:
    text = f'{SOUND}evidence.done = ["reference", "told_on"]\n{line}\n'
    assert any(problem.startswith(expected) for problem in problems(text)), problems(text)


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        ("3", 'outcomes.held: "turns" is a table'),
        (
            '{ kind = "helt", words = "held", lifted_by = ["done"] }',
            'outcomes.held: turns: kind "helt" is not one of',
        ),
        ('{ kind = "detained", lifted_by = ["done"] }', 'outcomes.held: turns: "words" say what stops'),
        ('{ kind = "detained", words = "held" }', 'outcomes.held: turns: "lifted_by" names the outcomes'),
        (
            '{ kind = "detained", words = "held", lifted_by = ["don"] }',
            'outcomes.held: turns: lifted_by: no outcome "don". Did you mean done?',
        ),
        ('{ kind = "detained", word = "held", lifted_by = ["done"] }', 'outcomes.held: turns: no key "word"'),
    ],
)
def test_what_an_outcome_does_to_the_release_is_checked(turns: str, expected: str) -> None:
    outcomes = (
        f'outcomes.done = {{ kind = "done" }}\noutcomes.held = {{ kind = "action", turns = {turns} }}\n'
    )
    found = problems(SOUND + outcomes)
    assert any(problem.startswith(f"leeds.toml: item books: {expected}") for problem in found), found


# --- short titles ---


def test_every_shipped_item_has_a_short_title_of_its_own() -> None:
    short = [item.short for item in read_catalogue(builtin_files()).items.values()]
    assert all(short)
    assert max(map(len, short)) <= SHORT
    assert len(set(short)) == len(short), "two tasks of one name in a list could not be told apart"


def test_what_the_post_says_is_one_of_few_words_and_every_one_is_used() -> None:
    found = {item.post_title for item in read_catalogue(builtin_files()).items.values()}
    assert found == set(POST_TITLES) - {"task"}
    (refused,) = problems(SOUND + 'post_title = "Refuge place"\n', office=True)
    assert refused.startswith('leeds.toml: item books: post_title "Refuge place" is none of those')
    assert refused.endswith(" or work task")
    read = read_catalogue((*builtin_files(), CatalogueFile("leeds.toml", SOUND, office=True)))
    assert read.items["books"].post_title == "task"


LONG = changed("Library books returned", "Library books and other things on loan returned")


def test_a_short_title_that_is_too_long_is_named() -> None:
    too_long = 'title = "Library books returned"\nshort = "Have all of the library books back"'
    (found,) = problems(changed('title = "Library books returned"', too_long), office=True)
    assert found == (
        'leeds.toml: item books: short "Have all of the library books back" has 34 letters: at most 28'
    )


def test_a_long_title_of_ours_needs_a_short_one() -> None:
    (found,) = problems(LONG)
    assert found.endswith("item books: short is missing: a title of more than 28 letters needs one")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SOUND, "Library books returned"),
        (LONG, "Library books and other"),
        (changed("Library books returned", "L" * 40), "L" * 28),
        ('[item.dtr]\ntitle = "Council told"', "Council told"),
        ('[item.dtr]\ntitle = "Council told"\nshort = "Tell them"', "Tell them"),
        ('[item.dtr]\nshort = "Tell them"', "Tell them"),
    ],
)
def test_an_office_s_item_without_a_short_title_has_one_of_its_title(text: str, expected: str) -> None:
    read = read_catalogue((*builtin_files(), CatalogueFile("leeds.toml", text, office=True)))
    item = read.items["dtr" if "dtr" in text else "books"]
    assert item.short_title == expected
