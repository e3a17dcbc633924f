"""The words of the sheet for the person leaving: plain, in both languages, and an office's own."""

from __future__ import annotations

import os
import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from releasecheck.core.errors import ReportError
from releasecheck.core.shipped import shipped_templates
from releasecheck.formats.template_files import TemplateText, template_texts
from releasecheck.reports.papers.sheet_words import doubts, sheet_words
from tests.made_up import leavers
from tests.made_up.program import Run


def flat(language: str) -> dict[str, object]:
    tables = tomllib.loads((shipped_templates() / f"sheet.{language}.toml").read_text("utf-8"))
    return {
        f"{table}.{key}": value
        for table, keys in tables.items()
        if isinstance(keys, dict)
        for key, value in keys.items()
    }


def braces(value: object) -> set[str]:
    return {name.lower() for name in re.findall(r"{(\w+)}", str(value))}


def test_welsh_says_everything_that_english_says() -> None:
    english, welsh = flat("en"), flat("cy")
    # Only Welsh has to be signed by somebody who speaks it.
    assert {key for key in welsh if not key.startswith("checked.")} == english.keys()
    assert {key for key in english if braces(english[key]) != braces(welsh[key])} == set()


VOWELS = re.compile(r"[aeiouy]+")
#: What staff or the record put there: read as one short word.
FILLED = {"on_day": "on Friday", "text": "it", "Who": "They", "who": "them"}


def syllables(word: str) -> int:
    """Groups of vowels, without a silent e at the end; at least one. Good to a tenth over a page."""
    plain = re.sub(r"(?<![aeiouyl])e$|(?<=[^aeiouydt])ed$|(?<=[^aeiouyscxz])es$", "", word.lower())
    return max(1, len(VOWELS.findall(plain)))


def sentences(text: str) -> list[str]:
    """As they are read: a colon before a word ends none."""
    return [part.strip() for part in re.split(r"(?<=[.?!”])\s+", text) if re.search(r"\w", part)]


def grade(texts: list[str]) -> float:
    """The Flesch-Kincaid grade of all these sentences: years at school in the United States."""
    read = [re.findall(r"[\w']+", sentence) for text in texts for sentence in sentences(text)]
    words = [word for sentence in read for word in sentence]
    return 0.39 * len(words) / len(read) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def own_texts() -> list[str]:
    """Everything that the sheet says of itself, filled in as shortly as may be; no labels and no names."""
    kinds = ("page.", "day.", "must.", "sleep.", "lists.", "ask.", "you_asked.", "see.")
    texts = (str(text) for key, text in flat("en").items() if key.startswith(kinds))
    return [
        re.sub(r"{(\w+)}", lambda found: FILLED.get(found[1], "it"), text)
        for text in texts
        if re.search(r"[.?]", text)
    ]


def test_the_measure_tells_plain_words_from_office_words() -> None:
    assert grade(["The cat sat on the mat. It was a big cat."]) < 1
    assert grade(["Accommodation arrangements remain subject to confirmation by providers."]) > 15
    assert [syllables(word) for word in ("made", "table", "asked", "started", "places", "probation")] == [
        *(1, 2, 1, 2, 2, 3)
    ]


def test_our_own_sentences_are_under_grade_3() -> None:
    assert grade(own_texts()) < 3


def test_no_sentence_of_ours_has_more_than_14_words() -> None:
    read = [sentence for text in own_texts() for sentence in sentences(text)]
    assert [one for one in read if len(one.split()) > 14] == []


#: What has no place on what people show to landlords, or what nobody outside an office can read.
NEVER = re.compile(
    r"nDelius|P-NOMIS|\.db|Catalogue|entry \d|\bCAS|\b(AP|POM|COM|PRT|DTR|CRS|OMU|PWC|SPO)\b|OFFICIAL|"
    r"SENSITIVE|\brisk|MAPPA|RoSH|offen[cd]|\btag|victim|\blate\b(?!, or cannot)|declined|women|drug|"
    r"alcohol|_"
)


def test_none_of_our_words_is_an_office_s_word() -> None:
    texts = {key: text for key, text in flat("en").items() if not key.startswith("calendar.")}
    found = {key for key, text in texts.items() if NEVER.search(re.sub(r"{\w+}", "", str(text)))}
    assert found == set()


@pytest.mark.parametrize(
    "words", [(), ("--format", "txt"), ("--format", "md"), ("--both", "--format", "html")]
)
def test_none_of_them_is_on_the_page(run: Run, record: Path, words: tuple[str, ...]) -> None:
    page = run("sheet", leavers.ready_to_leave(), *words).out
    text = re.sub(r"<style.*?</style>|<script.*?</script>|<[^>]+>|_", "", page, flags=re.DOTALL)
    assert "Sam Rivers" in text
    assert NEVER.findall(text) == []
    assert "A1234BC" not in text


def test_welsh_says_no_in_one_way_and_nothing_in_english() -> None:
    text = " ".join(str(value) for value in flat("cy").values())
    assert re.findall(r"\bNid (?:yw|oes)\b|Approved|Premises|POM|CAS", text) == []


def test_after_from_and_until_welsh_softens_the_day() -> None:
    words = sheet_words("cy", template_texts)
    assert words.say("sleep.from", from_day=words.from_day(date(2026, 12, 11))).startswith(
        "Gallwch fynd yno o ddydd Gwener 11 Rhagfyr 2026"
    )


@pytest.mark.parametrize(
    ("at", "said"), [("09:05", "9:05 am"), ("12:00", "12 noon"), ("13:30", "1:30 pm"), ("00:10", "12:10 am")]
)
def test_a_time_is_said_on_the_clock_of_twelve_hours(at: str, said: str) -> None:
    assert sheet_words("en", template_texts).time(at) == said


def test_an_office_may_change_one_sentence_and_add_one_item(tmp_path: Path) -> None:
    words = '[sleep]\nno = "No bed yet. Ask Leeds."\n[items]\nlibrary_books = "Your library books"\n'
    (tmp_path / "sheet.en.toml").write_text(words, encoding="utf-8")
    changed = sheet_words("en", lambda name: template_texts(name, (tmp_path,)))
    assert changed.say("sleep.no") == "No bed yet. Ask Leeds."
    assert changed.item("library_books") == "Your library books"
    assert changed.say("got.card") == "Bank card"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[sleep]\nyes = "Go to {adress}."', "line 2: sleep.yes has {adress}; it may have nothing in braces"),
        ('[sleep]\n\nnoo = "No bed."', "line 3: there is no sleep.noo. Did you mean sleep.no?"),
        ('[must]\ngo = "{Who is late."', "line 2: must.go: "),
        ('[lists]\nopen = "{what}. {when}."', "has {when}; it may have {Who}, {what} and {who}"),
        ('[calendar]\ndays = ["Mon"]', "line 2: calendar.days has 1 texts, and needs 7"),
        ("[sleep]\nno = 4", "line 2: sleep.no is text in quotes"),
        ("[sleep\n", "not valid TOML"),
    ],
)
def test_a_mistake_in_the_offices_words_names_file_and_line(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "sheet.en.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ReportError) as raised:
        sheet_words("en", lambda name: template_texts(name, (tmp_path,)))
    assert str(raised.value).startswith(str(file))
    assert said in str(raised.value)


OLD = """[page]
title = "Leaving Leeds"
may_change = "This may change."
[money]
bank_yes = "You have an account."
[phones]
others = ["The chaplain: 0113 496 0009"]
"""


def test_a_file_of_an_office_from_before_still_works_and_is_said_to_be_out_of_date(
    tmp_path: Path,
) -> None:
    (tmp_path / "sheet.en.toml").write_text(OLD, encoding="utf-8")

    def read(name: str) -> tuple[TemplateText, ...]:
        return template_texts(name, (tmp_path,))

    words = sheet_words("en", read)
    assert words.say("page.may_change") == "This may change."
    assert words.lists["phones.others"][0] == "The chaplain: 0113 496 0009"
    assert [text[-3:] for text in words.lists["phones.others"][1:]] == ["123", "111", "999"]
    found = doubts("en", read)
    assert [re.sub(".*sheet", "sheet", one)[:55] for one in found] == [
        "sheet.en.toml line 2: page.title is not used any more: ",
        "sheet.en.toml line 5: money.bank_yes is not used any mo",
    ]


def test_that_nobody_has_signed_the_welsh_is_said_until_somebody_has(tmp_path: Path) -> None:
    assert "nobody who speaks Welsh has signed these words" in doubts("cy", template_texts)[0]
    (tmp_path / "sheet.cy.toml").write_text('[checked]\nby = "N. Bowen"\non = "2026-11-20"\n', "utf-8")
    assert doubts("cy", lambda name: template_texts(name, (tmp_path,))) == []


def test_template_check_says_both(run: Run, record: Path) -> None:
    folder = Path(os.environ["XDG_CONFIG_HOME"]) / "releasecheck" / "templates"
    folder.mkdir(parents=True)
    (folder / "sheet.en.toml").write_text('[money]\nbank_yes = "Yes."\n', "utf-8")
    done = run("template", "check")
    assert done.code == 0, done.err
    assert "line 2: money.bank_yes is not used any more" in done.out
    assert "has signed these words" in done.out
