"""`mark`, `done`, `decline` and `waive`: what happened to a task, in one line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial, update_wrapper

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.recording.marking import (
    MarkOptions,
    markings_for,
    one_of_kind,
    record_lines,
    record_markings,
)
from releasecheck.commands.daily.mark_words import split_words
from releasecheck.commands.file_forms import answer_option
from releasecheck.commands.options import NAMELESS, TEXT, on_option, remember_reason
from releasecheck.core.domain import OutcomeKind
from releasecheck.core.errors import UsageError
from releasecheck.core.words import for_shell


def _marking_options(command: Callable[[App, tuple[str, ...], MarkOptions], None]) -> Callable[..., None]:
    """--on, --reason, --not-known, --gaps and --although, as every form of `mark` has them."""

    def build(
        app: App,
        words: tuple[str, ...],
        on: date | None,
        reason: str | None,
        not_known: tuple[str, ...],
        gaps: bool,
        although: bool,
    ) -> None:
        command(app, words, MarkOptions(on, reason, not_known, although, gaps))

    wrapped: Callable[..., None] = update_wrapper(build, command)
    for option in (
        answer_option,
        click.option("--although", is_flag=True, help="Record it although the facts say otherwise."),
        click.option(
            *("--not-known", "not_known"),
            multiple=True,
            help="Record without this field; it stays listed as a gap.",
            metavar="FIELD",
        ),
        click.option(
            "--gaps", is_flag=True, help="Record without whatever is not given; all of it is a gap."
        ),
        click.option(
            "--reason",
            type=TEXT,
            callback=remember_reason,
            help="Why, where a reason is needed.",
            metavar="TEXT",
        ),
        on_option,
    ):
        wrapped = option(wrapped)
    return wrapped


@click.command("mark")
@click.argument("words", nargs=-1, required=True, metavar="PERSON... ITEM OUTCOME [FIELD=VALUE]...")
@pass_app
@_marking_options
def mark_command(app: App, words: tuple[str, ...], given: MarkOptions) -> None:
    """Record what happened to a task.

    \b
    Examples:
      releasecheck mark rivers dtr submitted authority=Leeds consent_to_refer=yes
      releasecheck mark rivers dunne bank_account applied --gaps

    Several people may be named, and several items with commas between. What is missing is asked for at a
    terminal, and listed elsewhere; --gaps records without it. Where nobody knows when it happened, add
    day_known=no. `mark -` reads such lines, without the word mark, and saves all of them or none.
    See the outcomes: releasecheck catalogue show ITEM
    """
    if words == ("-",):
        from releasecheck.commands.daily.mark_lines import read_markings

        record_lines(app, *read_markings(app, given))
        return
    people, items, rest = split_words(app, words)
    if not rest or "=" in rest[0]:
        raise UsageError(
            f"what happened to {items[0].id}? It has: {', '.join(items[0].outcomes)}. "
            f"Type: releasecheck mark {for_shell(people[0])} {items[0].id} OUTCOME"
        )
    record_markings(app, markings_for(app, people, items, lambda _: rest[0], rest[1:], given))


def _short_form(app: App, kind: OutcomeKind, words: tuple[str, ...], given: MarkOptions) -> None:
    people, items, evidence = split_words(app, words)
    outcome_of = partial(one_of_kind, kind=kind, person=people[0])
    record_markings(app, markings_for(app, people, items, outcome_of, evidence, given))


@click.command("done")
@click.argument("words", nargs=-1, required=True, metavar="PERSON... ITEM [FIELD=VALUE]...")
@pass_app
@_marking_options
def done_command(app: App, words: tuple[str, ...], given: MarkOptions) -> None:
    """Record that a task is done.

    \b
    Examples:
      releasecheck done rivers com_allocated com_name="T. Hughes"
      releasecheck done rivers oasys_review --gaps
    """
    _short_form(app, "done", words, given)


@click.command("decline")
@click.argument("words", nargs=-1, required=True, metavar="PERSON... ITEM [FIELD=VALUE]...")
@pass_app
@_marking_options
def decline_command(app: App, words: tuple[str, ...], given: MarkOptions) -> None:
    """Record that the person does not want it.

    \b
    Examples:
      releasecheck decline rivers dtr --reason "will stay with family"

    It is listed as declined and no longer asked for; if they change their mind, mark it again.
    """
    _short_form(app, "declined", words, given)


@click.command("waive")
@click.argument("words", nargs=-1, required=True, metavar="PERSON... ITEM")
@pass_app
@_marking_options
def waive_command(app: App, words: tuple[str, ...], given: MarkOptions) -> None:
    """Record that a task is not needed, with the reason.

    \b
    Examples:
      releasecheck waive rivers bank_account --reason "will open one outside"

    Your name stands beside the reason. Where the facts say that it is needed, add --although.
    """
    if app.by == NAMELESS:
        raise UsageError(
            "who says so? Add --by NAME before the command, or once: releasecheck config set by …"
        )
    _short_form(app, "waived", words, given)
