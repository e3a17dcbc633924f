"""Words of a command line that nobody means: too long, in other figures, obeyed by a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from tests.faults.hostile.case import Case

PERSON = "A1234BC"
LONG = "x" * 100_000
TURNED, OBEYED = "\u202eegassem", "\x1b[31mred"
_TEXTS = (("a hundred thousand letters", LONG), ("what turns round", TURNED), ("what is obeyed", OBEYED))


def typed() -> Iterator[Case]:
    """Every command that takes a text, with each text that it may not keep."""
    for name, text in _TEXTS:
        for fact in ("last_name", "first_name", "prison", "cell", "pom", "com", "com_office", "home_area"):
            yield _no(f"set {fact}: {name}", "set", PERSON, f"{fact}={text}")
        yield _no(f"add --name: {name}", "add", "A5561CD", "--name", f"{text}, Sam")
        yield _no(f"add --name, first: {name}", "add", "A5561CD", "--name", f"RIVERS, {text}")
        yield _no(f"note: {name}", "note", PERSON, text)
        yield _no(f"note --question: {name}", "note", PERSON, "--question", text)
        yield _no(f"mark evidence: {name}", "mark", PERSON, "dtr", "submitted", f"authority={text}")
        yield _no(f"mark --reason: {name}", "mark", PERSON, "dtr", "not_needed", "--reason", text)
        yield _no(f"waive: {name}", "waive", PERSON, "dtr", "--reason", text)
        yield _no(f"own: {name}", "own", PERSON, "dtr", text)
        yield _no(f"com: {name}", "com", PERSON, text)
        yield _no(f"redate --source: {name}", "redate", PERSON, "2027-03-01", "--source", text)
        yield _no(f"set --reason: {name}", "set", PERSON, "tier=A1", "--reason", text)
        yield _no(f"--by: {name}", "--by", text, "set", PERSON, "tier=A1")
        yield _no(f"calendar add: {name}", "calendar", "add", "2026-12-24", text)
        yield _no(f"staff add: {name}", "staff", "add", text, "--role", "POM")
        yield _no(
            f"contact --note: {name}", "contact", PERSON, "--by", "COM", "--how", "video", "--note", text
        )
        yield _no(f"undo --reason: {name}", "undo", "--yes", "--reason", text)
        yield _no(f"handover --to: {name}", "handover", PERSON, "--to", text)
        yield _no(f"export --to: {name}", "export", "people", "--to", text)
        yield _no(f"config set office: {name}", "config", "set", "office", text)
        yield _no(f"source of a change: {name}", "set", PERSON, "tier=B1", "--source", text)
        yield _no(f"show somebody of {name}", "show", text)
        yield _no(f"find {name}", "find", text)._replace(codes=(0, 1, 2))
        yield _no(f"a command of {name}", text)
        yield _no(f"list --prison: {name}", "list", "--prison", text)._replace(codes=(0, 1, 2))


def figures() -> Iterator[Case]:
    """Numbers, days and times in figures that are none here, or beyond any."""
    for wrong in ("٠٩:٠٠", "25:00", "9:5", "-1:00", "9" * 5_000, "𝟎𝟗:𝟎𝟎"):
        yield _no(f"--time {wrong[:9]!r}", "released", PERSON, "--on", "2026-11-20", "--time", wrong)
    for wrong in ("9" * 40, "-1", "0", "٣", "1e9", "9223372036854775808", "x"):
        yield _no(f"import undo {wrong[:9]}", "import", "undo", wrong)
        yield _no(f"undo {wrong[:9]}", "undo", wrong, "--yes")
        yield _no(f"note --answered {wrong[:9]}", "note", PERSON, "yes", "--answered", wrong)
        yield _no(f"asked {wrong[:9]}", "asked", PERSON, wrong, "chased")
        yield _no(f"missing --within {wrong[:9]}", "missing", "--within", wrong)._replace(codes=(0, 1, 2))
    for wrong in (
        *("0001-01-01", "9999-12-31", "99999-01-01", "٢٠٢٧-٠٢-٠٦", "9" * 5_000, "+99999999d", "-999999999d"),
        *("1900-01-01" * 99, "31/02/2027", "999999w", "may " * 5_000, "\u202e2027-02-06"),
    ):
        yield _no(f"redate {wrong[:12]!r}", "redate", PERSON, wrong)
        yield _no(f"set a day {wrong[:12]!r}", "set", PERSON, f"licence_expiry_date={wrong}")
        yield _no(f"mark --on {wrong[:12]!r}", "mark", PERSON, "dtr", "submitted", "--on", wrong)
        yield _no(f"--as-of {wrong[:12]!r}", "--as-of", wrong, "today")._replace(codes=(0, 1, 2))
    for wrong in (
        *("a@b\r\nBcc: c@d", "javascript:alert(5)", "mailto:a@b.example", "a@b", "Sam <a@b.example>"),
        *("a@b.example,c@d.example", "a@" + "b" * 300 + ".example", "@", "a b@c.example"),
        *("a" * 100_000 + "@b.example", "a@b.example?bcc=c@d", "a\0@b.example", "\u202ea@b.example"),
    ):
        yield _no(f"com --email {wrong[:16]!r}", "com", PERSON, "T. Hughes", "--email", wrong)
    for wrong in ("X12345", "X1234567", "X12345٦", "2012/1A", "2012/123456A", "2012/" + "1" * 5_000 + "A"):
        fact = "pnc" if "/" in wrong else "crn"
        yield _no(f"set {fact} {wrong[:12]!r}", "set", PERSON, f"{fact}={wrong}")
    for wrong in (
        "A1234B٣",
        "A" * 5_000,
        "А1234BC",
        "A1234BC\n\nB",
        "",
        "\x00"[:0],
        "%",
        "_" * 9_000,
        "'; --",
    ):
        yield _no(f"show {wrong[:9]!r}", "show", wrong)._replace(codes=(0, 1, 2))


def _no(name: str, *words: str) -> Case:
    return Case(f"typed: {name}", words, codes=(1, 2))
