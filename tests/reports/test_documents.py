"""Reports as documents and as data: whole files, what is escaped, and what an office may change."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path

import pytest

from releasecheck.core.errors import ReportError
from releasecheck.core.shipped import shipped_templates
from releasecheck.core.text import markdown
from releasecheck.formats import rendering
from releasecheck.formats.json_text import json_text, jsonl_line
from releasecheck.formats.rendering import MARKING, Format
from releasecheck.formats.tables import Tables
from releasecheck.reports import forms
from releasecheck.reports.caseload.data import to_json_missing
from releasecheck.reports.person.countdown_data import to_json_countdown
from tests.expected import REPORTS, agreed, made
from tests.made_up import reports as made_up

FORMS: tuple[Format, ...] = ("md", "html", "txt")
TASK_KEYS = (
    "item title pathway owner owner_name state position opens_on due_on expires_on chase_on days compressed "
    "outcome outcome_on evidence missing_facts blocked_by reasons next contested_with contested_name"
).split()


def render(report: object, kind: Format, folders: Sequence[Path] = (), marking: str = MARKING) -> str:
    """A report as a document, through its form."""
    return rendering.render(forms.of(report), kind, folders, marking)


def csv_text(report: object) -> str:
    """A report as CSV, through its form."""
    return "".join(forms.of(report).csv())


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("kind", FORMS)
def test_the_page_is_the_one_we_agreed(name: str, kind: Format) -> None:
    assert made(f"{name}.{kind}") == agreed(f"{name}.{kind}")


@pytest.mark.parametrize("name", REPORTS)
def test_the_data_are_the_ones_we_agreed(name: str) -> None:
    assert made(f"{name}.csv") == agreed(f"{name}.csv")
    assert made(f"{name}.json") == agreed(f"{name}.json")


# --- every document ---


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("kind", FORMS)
def test_a_document_is_marked_at_both_ends_and_says_when_and_what_it_is(name: str, kind: Format) -> None:
    text = render(REPORTS[name], kind)
    body = text[text.index("<body>") :] if kind == "html" else text
    assert body.count(MARKING) == 2
    assert "Mon 23 Nov 2026" in text
    assert "nDelius / P-NOMIS" in text
    assert made_up.FOOTNOTES[0] in text


def test_an_office_may_use_another_marking() -> None:
    assert "LOCAL &amp; MARKED" in render(made_up.sam(), "html", marking="LOCAL & MARKED")


def test_a_marking_in_the_margin_stays_a_marking() -> None:
    text = render(made_up.caseload(), "html", marking='A "B" \\ </style>')
    style = text.partition("<style>")[2].partition("</style>")[0]
    assert r'@top-center { content: "A \"B\" \\ \3c /style>";' in style
    assert "</head>" in text.partition("</style>")[2][:20]


@pytest.mark.parametrize("name", REPORTS)
def test_a_txt_page_is_no_wider_than_paper(name: str) -> None:
    assert max(map(len, render(REPORTS[name], "txt").splitlines())) <= 80


class Page(HTMLParser):
    """The tags of a page, for what a screen reader needs of it."""

    VOID = ("meta", "col")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, tag: str) -> Iterator[dict[str, str | None]]:
        return (attrs for seen, attrs in self.seen if seen == tag)


@pytest.mark.parametrize("name", REPORTS)
def test_a_web_page_has_what_a_screen_reader_needs(name: str) -> None:
    page = Page(render(REPORTS[name], "html"))
    assert page.open == []
    assert next(page.all("html")) == {"lang": "en-GB"}
    assert len(list(page.all("h1"))) == 1
    data_tables = [attrs for attrs in page.all("table") if attrs.get("role") != "presentation"]
    assert len(data_tables) == len(list(page.all("caption"))) > 0
    assert len(list(page.all("h2"))) >= len(data_tables)
    assert all(attrs.get("scope") in ("row", "col", "rowgroup") for attrs in page.all("th"))


@pytest.mark.parametrize("name", REPORTS)
def test_a_web_page_asks_for_nothing_else_and_runs_only_our_script(name: str) -> None:
    text = render(REPORTS[name], "html")
    page = Page(text)
    outside = [
        tag
        for tag, attrs in page.seen
        if tag in ("link", "img") or "src" in attrs or not (attrs.get("href") or "#").startswith("#")
    ]
    assert outside == []
    assert list(page.all("script")) == [{}]
    script = text.partition("<script>")[2].partition("</script>")[0]
    made = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = next(attrs["content"] for attrs in page.all("meta") if "http-equiv" in attrs)
    assert f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{made}'" in str(policy)


# --- what came from a spreadsheet stays text ---


def test_html_shows_a_hostile_name_as_text() -> None:
    text = render(made_up.hostile(), "html")
    assert "<h1>&lt;b&gt;RIVERS&lt;/b&gt;, {{ 7*7 }}�|`*_ A1234BC</h1>" in text
    assert "+44 &lt;script&gt;" in text
    assert "&lt;i&gt;referral&lt;/i&gt; | {{ 7*7 }}" in text
    assert "49" not in text


def test_markdown_shows_a_hostile_name_as_text() -> None:
    text = render(made_up.hostile(), "md")
    assert r"# \<b\>RIVERS\</b\>, {{ 7\*7 }}�\|\`\*\_ A1234BC" in text
    assert r"| \<i\>referral\</i\> \| {{ 7\*7 }} `crs` |" in text


def test_markdown_keeps_a_text_on_one_line() -> None:
    assert markdown("a\n# b\t*c*") == r"a \# b \*c\*"


@pytest.mark.parametrize("kind", FORMS)
def test_no_document_holds_control_or_direction_characters(kind: Format) -> None:
    text = render(made_up.hostile(), kind)
    assert [sign for sign in ("\x1b", "\x07", "\u202e") if sign in text] == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_csv_makes_a_formula_harmless(start: str) -> None:
    task = made_up.task("crs", "to_do", title=f"{start}1+1")
    text = csv_text(made_up.countdown((task,), {}, name=f"{start}cmd"))
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    shown = start.replace("\r", "\n")
    assert (row["title"], row["name"]) == (f"'{shown}1+1", f"'{shown}cmd")


def test_csv_leaves_a_number_of_days_gone_by_a_number() -> None:
    row, *_ = csv.DictReader(io.StringIO(csv_text(made_up.hostile())))
    assert row["days"] == "-10"


# --- the JSON contract ---


def test_the_countdown_has_the_keys_of_the_contract_in_order() -> None:
    report = to_json_countdown(made_up.sam())
    assert list(report) == [
        "as_of",
        "person",
        "release",
        "handover",
        "licence",
        "tasks",
        "counts",
        "stopped",
        "earliest_possible",
        "own_questions",
        "to_check",
    ]
    assert keys(report["person"]) == ["prison_number", "name", "facts"]
    assert keys(report["release"]) == (
        "date type nominal_date confirmed source days working_days may_move_to".split()
    )
    handover = "date start reason responsible supporting earliest_release not_known"
    assert keys(report["handover"]) == handover.split()
    assert keys(report["licence"]) == ["start", "hard_stop", "hard_stop_warning"]
    tasks = report["tasks"]
    assert isinstance(tasks, list)
    assert [keys(task) for task in tasks] == [TASK_KEYS] * len(made_up.sam().tasks)


def keys(value: object) -> list[str]:
    assert isinstance(value, dict)
    return list(value)


def test_facts_are_typed_and_leave_out_who_the_person_is() -> None:
    person = to_json_countdown(made_up.sam())["person"]
    assert isinstance(person, dict)
    facts = person["facts"]
    assert isinstance(facts, dict)
    assert facts["conditional_release_date"] == "2027-02-06"
    assert facts["next_accommodation"] is False
    assert not facts.keys() & {"prison_number", "first_name", "last_name"}
    assert len(facts) == len(made_up.SAM_FACTS) - 3


def test_what_is_not_there_is_null_and_a_list_never_is() -> None:
    report = to_json_countdown(made_up.newly_received())
    assert (report["release"], report["handover"], report["licence"]) == (None, None, None)
    tasks = report["tasks"]
    assert isinstance(tasks, list)
    for task in tasks:
        assert isinstance(task, dict)
        assert task["due_on"] is None
        for name in ("missing_facts", "blocked_by", "reasons"):
            assert isinstance(task[name], list)


def test_missing_has_the_keys_of_the_contract_in_order() -> None:
    report = to_json_missing(made_up.what_is_missing())
    assert list(report) == ["as_of", "window_days", "people", "items", "by_owner", "by_state", "not_counted"]
    items = report["items"]
    assert isinstance(items, list)
    promised = "prison_number name item title owner state due_on days missing_facts blocked_by"
    added = "earliest_possible stopped owner_name contested_with contested_name"
    expected = [*promised.split(), *added.split()]
    assert [keys(item) for item in items] == [expected] * 16


def test_json_lines_are_one_line_each_and_say_the_same() -> None:
    report = to_json_countdown(made_up.hostile())
    line = jsonl_line(report)
    assert line.count("\n") == 1
    assert line.endswith("\n")
    assert json.loads(line) == json.loads(json_text(report)) == report


# --- an office's own templates ---


def test_an_office_template_goes_first(tmp_path: Path) -> None:
    (tmp_path / "show.txt.j2").write_text("Leeds: {{ page.name }}\n", encoding="utf-8")
    assert render(made_up.sam(), "txt", (tmp_path,)) == "Leeds: RIVERS, Sam\n"
    assert render(made_up.sam(), "md", (tmp_path,)) == render(made_up.sam(), "md")


def test_an_office_may_extend_the_shipped_page(tmp_path: Path) -> None:
    words = '{% extends "base.html.j2" %}{% block main %}<h1>{{ page.name }}</h1>{% endblock %}'
    (tmp_path / "show.html.j2").write_text(words, encoding="utf-8")
    assert "<h1>&lt;b&gt;RIVERS" in render(made_up.hostile(), "html", (tmp_path,))


@pytest.mark.parametrize(
    ("template", "line", "words"),
    [
        ("one\ntwo {{ page.nmae }}\n", 2, "nmae"),
        ("{% if page.name %}\n\n{% endfor %}", 3, "endfor"),
        ("\n{{ page.name|shout }}", 2, "shout"),
        ("{{ whoever }}", 1, "whoever"),
    ],
)
def test_a_mistake_in_a_template_names_the_file_and_the_line(
    tmp_path: Path, template: str, line: int, words: str
) -> None:
    file = tmp_path / "show.md.j2"
    file.write_text(template, encoding="utf-8")
    with pytest.raises(ReportError, match=words) as raised:
        render(made_up.sam(), "md", (tmp_path,))
    assert str(raised.value).startswith(f"{file} line {line}: ")


def test_a_template_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "show.md.j2").write_text('{% extends "leeds.md.j2" %}', encoding="utf-8")
    with pytest.raises(ReportError, match=r"no template leeds\.md\.j2"):
        render(made_up.sam(), "md", (tmp_path,))


def test_a_template_saved_in_another_encoding_is_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "show.md.j2").write_bytes("Áine".encode("cp1252"))
    with pytest.raises(ReportError, match="UTF-8"):
        render(made_up.sam(), "md", (tmp_path,))


def test_a_template_comes_with_the_program_for_every_document() -> None:
    own = [name for name, report in REPORTS.items() if not isinstance(report, Tables)]
    names = {f"{name}.{kind}.j2" for name in (*own, "tables", "base") for kind in FORMS}
    assert names <= {path.name for path in shipped_templates().iterdir()}


def test_an_office_may_lay_out_one_report_of_tables_in_a_way_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "forecast.md.j2").write_text("{{ page.tables[0].title }}", encoding="utf-8")
    assert render(REPORTS["forecast"], "md", (tmp_path,)) == "By week"
    assert render(REPORTS["caseload"], "md", (tmp_path,)).startswith("**OFFICIAL-SENSITIVE**")
