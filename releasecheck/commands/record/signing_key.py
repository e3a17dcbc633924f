"""`record signing-key`: the key that this office signs its nights and bundles with."""

from __future__ import annotations

from pathlib import Path

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.opening.signing_keys import new_key, signing_key
from releasecheck.app.presenting.answer import print_object
from releasecheck.commands.file_forms import answer_option, lines_option
from releasecheck.commands.option_types import FilePath
from releasecheck.core.errors import ConfigError
from releasecheck.core.signatures import fingerprint, public_key
from releasecheck.core.system import for_you_alone
from releasecheck.core.words import for_shell


@click.group("signing-key")
def signing_key_command() -> None:
    """The key that this office signs its nights and bundles with."""


@signing_key_command.command("new")
@click.argument("file", metavar="FILE", type=FilePath())
@answer_option
@pass_app
def new(app: App, file: Path) -> None:
    """Make a new key in FILE, which only you can read, and print its public half.

    On Windows whoever its folder lets in can read it.
    Nothing is written over. Keep FILE where those who can write to the record cannot: whoever has it can sign
    what they like. When it is lost, make another: what the old one signed stays good while its public half
    stands among the trusted keys.

    \b
    releasecheck record signing-key new /etc/releasecheck/signing-key
    """
    public = new_key(file)
    alone = for_you_alone(", readable by you only")
    click.echo(f"New key in {file}{alone}. Its public half, for others to trust:")
    click.echo(public)
    click.echo(f"To read out: {fingerprint(public)}")
    click.echo(f"Next: releasecheck config set signing.key_file {for_shell(str(file.absolute()))}")
    click.echo(f'  then: releasecheck config set "signing.trusted.OFFICE" {public}')


@signing_key_command.command("show")
@lines_option
@pass_app
def show(app: App, form: str) -> None:
    """Print the public half of this office's key: others list it among those they trust."""
    key = signing_key(app)
    if key is None:
        raise ConfigError(
            "this office has no signing key. Type: releasecheck record signing-key new FILE, then "
            "releasecheck config set signing.key_file FILE"
        )
    public = public_key(key)
    if form == "json":
        print_object(app, {"public_key": public, "fingerprint": fingerprint(public)})
        return
    click.echo(public)
    click.echo(f"To read out: {fingerprint(public)}")


COMMANDS = (signing_key_command,)
