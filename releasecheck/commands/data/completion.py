"""`completion`: the script that lets a shell complete commands, people, items, outcomes and facts."""

from __future__ import annotations

import click

from releasecheck.commands.completion_offers import VARIABLE
from releasecheck.commands.completion_shells import SHELLS
from releasecheck.commands.option_types import OneOf


@click.command("completion")
@click.argument("shell", type=OneOf("shell", SHELLS), metavar="bash|zsh|fish|powershell")
@click.pass_context
def completion_command(ctx: click.Context, shell: str) -> None:
    """Print the script that makes your shell complete what you type.

    \b
    releasecheck completion bash >> ~/.bash_completion
    releasecheck completion zsh > ~/.zfunc/_releasecheck
    releasecheck completion fish > ~/.config/fish/completions/releasecheck.fish
    releasecheck completion powershell | Add-Content $PROFILE

    Commands, items, outcomes and facts. People's names and numbers too, where the office says so:
    releasecheck config set complete_people yes. Whom the shell is offered is then logged, each time.
    """
    script = SHELLS[shell](ctx.find_root().command, {}, "releasecheck", VARIABLE).source()
    click.echo(script, nl=False)
