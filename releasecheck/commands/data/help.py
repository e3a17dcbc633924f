"""`help`: the pages that ship with the program, and what each command's own --help says."""

from __future__ import annotations

from posixpath import dirname, join, normpath
from typing import NamedTuple

import click
from click.shell_completion import CompletionItem

from releasecheck.app.opening.session import App, pass_app
from releasecheck.core.errors import UsageError
from releasecheck.core.words import did_you_mean


class Topic(NamedTuple):
    """One page: what to type for it, what it tells, and where it stands in the repository."""

    name: str
    about: str
    place: str
    blanks: bool = False
    """To be filled in: printed as it is written, in Markdown."""


_TEXTS = "releasecheck/data/pages"

#: No topic has the name of a command: `help NAME` means one thing.
TOPICS: tuple[Topic, ...] = (
    Topic("start", "what it does, a tour, what is protected, how to install it", "README.md"),
    Topic("commands", "every command and its options", "releasecheck/commands/README.md"),
    Topic("files", "lists in, exports out, columns, JSON, the states", "releasecheck/exchange/README.md"),
    Topic("policy", "this office's own rules, items and closed days", "releasecheck/policy/README.md"),
    Topic("templates", "this office's own layouts and words of pages", "templates/README.md"),
    Topic("night", "cron, systemd, mail, and what to do when it fails", "releasecheck/night/README.md"),
    Topic("screen", "the board: people and one person side by side", "releasecheck/board/README.md"),
    Topic("database", "the record read by SQL and other programs", "releasecheck/store/README.md"),
    Topic("python", "the record asked by a program in Python", "releasecheck/api/README.md"),
    Topic(
        "data-protection",
        "the law, duty by duty: what is done, by which test",
        f"{_TEXTS}/data-protection.md",
    ),
    Topic("dpia", "an impact assessment to fill in, in Markdown", f"{_TEXTS}/dpia.md", blanks=True),
    Topic("security", "how to report a fault; what was tested and what not", f"{_TEXTS}/security.md"),
    Topic("systems", "installing, taking it away, Windows and macOS", f"{_TEXTS}/systems.md"),
    Topic("architecture", "how it is built, and what to touch to change it", "releasecheck/README.md"),
    Topic("contributing", "running the tests, adding an item, a fact, a column", "tests/README.md"),
)
_BY_NAME = {topic.name: topic for topic in TOPICS}
_BY_PLACE = {topic.place: topic for topic in TOPICS}


def _offers(ctx: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem[str]]:
    """Topics and commands, for a shell."""
    offered = [(topic.name, topic.about) for topic in TOPICS] + [(name, "") for name in _commands(ctx)]
    return [CompletionItem(name, help=about or None) for name, about in offered if name.startswith(begun)]


@click.command("help")
@click.argument("words", nargs=-1, metavar="[TOPIC | COMMAND]", shell_complete=_offers)
@click.option("--man", is_flag=True, help="The help of every command, as a page for man.")
@click.pass_context
@pass_app
def help_command(app: App, ctx: click.Context, words: tuple[str, ...], man: bool) -> None:
    """Read a page of the manual, or a command's help.

    \b
    releasecheck help files
    releasecheck help import people
    releasecheck help --man > releasecheck.1

    Without a word, list the pages. They ship with the program: no network is used. What is to be filled in
    comes as it is written: releasecheck help dpia > dpia.md
    """
    if man:
        from releasecheck.commands.data.help_manual import manual

        if words:
            raise UsageError("--man is the help of every command: it takes no word")
        click.echo(manual(ctx.find_root()), nl=False)
    elif not words:
        _list_topics()
    elif len(words) == 1 and words[0] in _BY_NAME:
        _show(app, _BY_NAME[words[0]])
    else:
        click.echo(_help_of(ctx, words))


def _list_topics() -> None:
    wide = max(len(topic.name) for topic in TOPICS)
    for topic in TOPICS:
        click.echo(f"{topic.name:{wide}}  {topic.about}")
    click.echo("\nA page: releasecheck help TOPIC. One command: releasecheck help COMMAND")


def _show(app: App, topic: Topic) -> None:
    from releasecheck.app.presenting.page_lines import page_lines
    from releasecheck.app.presenting.present import print_lines
    from releasecheck.core.shipped import shipped_page

    def where_to(link: str) -> str:
        """What to type for another page, its heading left aside; the address of anything else."""
        place, _, _ = link.partition("#")
        other = _BY_PLACE.get(normpath(join(dirname(topic.place), place)) if place else topic.place)
        return f"releasecheck help {other.name}" if other else link

    text = shipped_page(topic.place).read_text("utf-8")
    if topic.blanks:
        print_lines(app, text.splitlines())
        return
    print_lines(app, page_lines(text, app.screen, where_to))


def _commands(ctx: click.Context) -> list[str]:
    root = ctx.find_root()
    return root.command.list_commands(root) if isinstance(root.command, click.Group) else []


def _help_of(ctx: click.Context, words: tuple[str, ...]) -> str:
    """The help of the command that these words name. Raises UsageError with the closest."""
    here = ctx.find_root()
    for number, word in enumerate(words):
        group = here.command
        found = group.get_command(here, word) if isinstance(group, click.Group) else None
        if found is None:
            known = group.list_commands(here) if isinstance(group, click.Group) else []
            before = " ".join(words[:number])
            close = did_you_mean(word, known if before else [*_BY_NAME, *known])
            wanted = f"command {before} {word}" if before else f"page and no command {word}"
            raise UsageError(f"no {wanted}{close or '.'} See what there is: releasecheck help")
        here = click.Context(found, info_name=word, parent=here)
    return here.get_help()
