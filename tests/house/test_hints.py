"""Whatever tells somebody to type `releasecheck …` names a command and options that there are.

Every page, layout, policy file and text of the code is read; nothing is passed over. A word in capitals or in
braces stands for something to be filled in. In a sentence, the program's own name is set in backquotes; a
`releasecheck` that a word follows is taken for something to type.
"""

from __future__ import annotations

import ast
import re
import shlex
import zipfile
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from releasecheck.cli import cli
from tests.places import TOP

#: Stands for what is filled in when the program runs.
FILLED_IN = "…"
#: A command line: from the program's name up to where a line or a quotation ends, or another one begins.
COMMAND_LINE = re.compile(r"(?<![\w.-])releasecheck (?=[\w\"'<[{…-])((?:(?!\breleasecheck\b)[^\n`])*)")


def texts_of_module(source: str) -> Iterator[str]:
    """Every text of a module, with a mark for each value that is put into it."""
    inside = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            parts = node.values
            inside |= {id(part) for part in parts}
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else FILLED_IN for part in parts)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            yield node.value


def texts_of_word_file(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as file:
        for name in file.namelist():
            if name.endswith(".xml"):
                yield re.sub(r"<[^>]+>", "", file.read(name).decode())


def texts() -> Iterator[tuple[str, str]]:
    """Every text there is, with where it stands."""
    for path in sorted((TOP / "releasecheck").rglob("*.py")):
        for text in texts_of_module(path.read_text("utf-8")):
            yield path.relative_to(TOP).as_posix(), text
    others = [*TOP.glob("*.md"), *TOP.glob("*.toml"), *(TOP / "tests").rglob("*.md")]
    others += [path for folder in ("releasecheck", "templates") for path in (TOP / folder).rglob("*.*")]
    for path in sorted(others):
        if path.suffix in (".md", ".toml", ".j2", ".json", ".csv"):
            yield path.relative_to(TOP).as_posix(), path.read_text("utf-8")
        elif path.suffix == ".docx":
            yield from ((path.relative_to(TOP).as_posix(), text) for text in texts_of_word_file(path))


#: Where a command line ends and the sentence goes on, or the shell takes over.
GOES_ON = re.compile(r"[.,:;]( |$)| (and|or|then) |  | [|>&]+ |;")


def line_of(words: str) -> list[str]:
    """The words of a command line, up to where it ends; what is quoted is one word to be filled in."""
    quoted = re.sub(r"\"[^\"]*\"|'[^']*'", FILLED_IN, words)
    return [word for word in map(plain, GOES_ON.split(quoted)[0].split()) if word]


def is_filled_in(word: str) -> bool:
    """Whether a word stands for something else: ITEM, FILE, DIR, …"""
    return FILLED_IN in word or word.isupper() or word.startswith(("{", "<"))


def plain(word: str) -> str:
    """The word without the marks that a sentence or a shell puts round it."""
    return word.strip("\"'()[]{}.,;:!?").partition("=")[0]


def dead(words: str) -> str | None:
    """What a command line names that there is not; None where all of it is there."""
    command: click.Command = cli
    ctx = click.Context(cli, info_name="releasecheck", **cli.context_settings)
    waiting = 0
    for word in line_of(words):
        if waiting:
            waiting -= 1
        elif re.match(r"--?\w", word):
            option = options_of(command, ctx).get(word)
            if option is None and not is_filled_in(word):
                return f"{ctx.command_path} has no option {word}"
            waiting = 0 if option is None or option.is_flag or option.count else option.nargs
        elif isinstance(command, click.Group) and not is_filled_in(word):
            found = command.get_command(ctx, word)
            if found is None:
                return f"{ctx.command_path} has no command {word}"
            command, ctx = found, click.Context(found, info_name=word, parent=ctx)
        elif isinstance(command, click.Group):
            return None
    return None


#: What a suggestion begins with: what follows is there to be pasted, whole.
SUGGESTED = re.compile(
    r"(?:Next(?:, once [^:]*)?|Type|First|Then|There|Undo|again|by|that is|take it back|answered): "
    r"(releasecheck (?:(?!\breleasecheck\b)[^\n`])*)"
)


def not_typed_so(words: str) -> str | None:
    """What click itself has against a suggested command, once what is filled in is let pass."""
    if FILLED_IN in words.partition(" ")[2].partition(" ")[0]:
        return None  # the command's name is filled in
    masked = re.sub(r"\"[^\"]*\"|'[^']*'", f'"{FILLED_IN}"', words)  # a comma in quotes ends nothing
    try:
        typed = shlex.split(re.split(r" \(|\. |, | or | then ", masked)[0].rstrip(".,) "))[1:]
    except ValueError:
        return "its quotation marks do not close"
    ctx = click.Context(cli, info_name="releasecheck", **cli.context_settings)
    try:
        return _against(cli, ctx, typed)
    except click.UsageError as error:
        return error.format_message()


def beside_the_command(words: str) -> str | None:
    """What stands on a suggested line and is no part of the command: pasted with it, a shell refuses it."""
    masked = re.sub(r"\"[^\"]*\"|'[^']*'", FILLED_IN, words)
    found = re.search(r" \(.*|, (or|once|and|then) \S.*", masked)
    return found and found[0].strip()


def _against(command: click.Command, ctx: click.Context, words: list[str]) -> str | None:
    given, rest, _ = command.make_parser(ctx).parse_args(list(words))
    if isinstance(command, click.Group) and rest:
        if is_filled_in(rest[0]):
            return None
        found = command.get_command(ctx, rest[0])
        if found is None:
            return f"{ctx.command_path} has no command {rest[0]}"
        return _against(found, click.Context(found, info_name=rest[0], parent=ctx), rest[1:])
    if rest:
        return f"{ctx.command_path} takes no {' '.join(rest)}"
    for param in command.params:
        value = given.get(param.name or "")
        texts = value if isinstance(value, (list, tuple)) else [value]
        if any(isinstance(text, str) and is_filled_in(text) for text in texts):
            continue
        if (param.required and value in (None, (), [])) or str(value).startswith("Sentinel"):
            if param.required:
                return f"{ctx.command_path} wants its {param.human_readable_name}"
            continue
        if value not in (None, (), [], True, False):
            param.type_cast_value(ctx, value)
    return None


def options_of(command: click.Command, ctx: click.Context) -> dict[str, click.Option]:
    """The options of a command by every name they have."""
    params = [param for param in command.get_params(ctx) if isinstance(param, click.Option)]
    return {name: param for param in params for name in (*param.opts, *param.secondary_opts)}


def dead_hints(text: str) -> list[str]:
    """What a text tells somebody to type that there is not."""
    return [said for found in COMMAND_LINE.findall(text) if (said := dead(found)) is not None]


def test_every_command_that_anything_tells_to_type_is_there_with_its_options() -> None:
    found = {f"{where}: {said}" for where, text in texts() for said in dead_hints(text)}
    assert sorted(found) == []


def suggestions() -> Iterator[tuple[str, str]]:
    """Every command that the program's own texts suggest to type next, with where it stands."""
    for where, text in texts():
        if where.endswith(".py"):
            yield from ((where, found) for found in SUGGESTED.findall(text))


def test_what_is_suggested_next_is_parsed_by_click_itself() -> None:
    found = {f"{where}: {words}: {said}" for where, words in suggestions() if (said := not_typed_so(words))}
    assert sorted(found) == []
    assert len(list(suggestions())) > 40


def test_what_is_suggested_next_is_a_command_and_nothing_else() -> None:
    found = {f"{where}: {words}" for where, words in suggestions() if beside_the_command(words)}
    assert sorted(found) == []
    assert beside_the_command("releasecheck done A1234BC dtr (once it is sent)") == "(once it is sent)"
    assert beside_the_command('releasecheck note A1234BC "gate, or train", or show it') == ", or show it"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("releasecheck show", "releasecheck show wants its PERSON"),
        ("releasecheck redate A1234BC soon --type CRD --source x", '"soon"'),
        ("releasecheck redate A1234BC 2027-01-01 --type cdr --source x", 'no type of date "cdr"'),
        ("releasecheck recalled A1234BC --prrd 2027-01-01", "releasecheck recalled wants its on"),
        ("releasecheck undo 4", "releasecheck undo takes no 4"),
        ("releasecheck void first --reason x", '"first": a whole number'),
        ('releasecheck find "rivers', "its quotation marks do not close"),
    ],
)
def test_a_suggestion_that_click_refuses_is_found(words: str, said: str) -> None:
    assert said in (not_typed_so(words) or "")


def test_the_walk_sees_what_the_program_says() -> None:
    """Hints of pages, of plain texts and of texts that are filled in: hundreds of them."""
    seen = [(where, found) for where, text in texts() for found in COMMAND_LINE.findall(text)]
    assert len(seen) > 300
    assert any(where == "README.md" for where, _ in seen)
    assert any(where == "releasecheck/cli.py" for where, _ in seen)
    assert any(where.endswith(".toml") or where.startswith("templates/") for where, _ in seen)
    assert any(FILLED_IN in found for _, found in seen)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Restore a backup: releasecheck record mend", "releasecheck record has no command mend"),
        ("Type `releasecheck shw rivers`.", "releasecheck has no command shw"),
        ("$ releasecheck --record x.db lst", "releasecheck has no command lst"),
        ("or: /opt/bin/releasecheck nightly --owt DIR", "releasecheck nightly has no option --owt"),
        ("releasecheck --as-at 2026-11-23 list", "releasecheck has no option --as-at"),
        ("releasecheck missing, or releasecheck list --width 7d", "releasecheck list has no option --width"),
        ("releasecheck mark … dtr done --one 2026-11-23", "releasecheck mark has no option --one"),
        ("releasecheck show rivers -x", "releasecheck show has no option -x"),
    ],
)
def test_a_dead_command_and_a_dead_option_are_found(text: str, said: str) -> None:
    assert dead_hints(text) == [said]


@pytest.mark.parametrize(
    "text",
    [
        "Next: releasecheck record verify, and keep the last good backup.",
        "releasecheck COMMAND --help",
        'releasecheck add A1234BC --name "RIVERS, Sam" --release 2027-02-06 --type CRD tier=B2',
        "releasecheck completion bash >> ~/.bash_completion",
        "releasecheck --as-of DATE list (with --all)",
        "`releasecheck` keeps a record",
        "releasecheck: error",
        "the command releasecheck.",
        "releasecheck … --help",
        "this office asks for a reason: releasecheck --reason TEXT and then the command",
        "What decides it: releasecheck why rivers dtr. To waive it all the same: add --although",
        "  releasecheck --help                      everything else",
    ],
)
def test_what_is_there_is_let_be(text: str) -> None:
    assert dead_hints(text) == []


def test_a_planted_fault_is_found_in_code_however_the_text_is_put_together() -> None:
    source = (
        "def f(number):\n"
        '    """Type releasecheck recrod verify."""\n'
        '    a = f"Next: releasecheck {number} show --al"\n'
        '    b = "then: releasecheck record " "migrat"\n'
        '    return a, b, f"releasecheck shwo {number}"\n'
    )
    said = [said for text in texts_of_module(source) for said in dead_hints(text)]
    assert sorted(said) == [
        "releasecheck has no command recrod",
        "releasecheck has no command shwo",
        "releasecheck record has no command migrat",
    ]
