"""`record encrypt`, `rekey` and `decrypt`: a record that only whoever has its key can read, or again all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.present import ask_secret, somebody_is_there
from releasecheck.commands.file_forms import answer_option
from releasecheck.commands.option_types import FilePath
from releasecheck.core.errors import ReleasecheckError, StoreError, UsageError
from releasecheck.core.words import count, for_shell, megabytes

if TYPE_CHECKING:
    from releasecheck.store.sqlite.cipher import Key
    from releasecheck.store.sqlite.recoding import Recoded

_NAMED = 10
"""Plain copies that are named; more are counted."""

_new_key_option = click.option(
    "--new-key",
    "key_file",
    type=FilePath(),
    help="Make a key in this new file, which only you can read (on Windows, whoever its folder lets in).",
    metavar="FILE",
)


@click.command("encrypt")
@_new_key_option
@answer_option
@pass_app
def encrypt(app: App, key_file: Path | None) -> None:
    """Encrypt the record, so that nobody reads it without its key.

    The key is that of key_file or key_command in the config file, or a new one with --new-key; with neither
    you are asked for one. Nobody else may have the record open. Whenever this is cut off, a whole record is
    there. From then on every command needs the key, and every backup is encrypted with it. A lost key is a
    lost record.

    \b
    releasecheck record encrypt --new-key ~/releasecheck.key
    releasecheck --record backups/record-2026-11-22.db record encrypt
    """
    from releasecheck.app.law.leftovers import plain_copies
    from releasecheck.store import open_record
    from releasecheck.store.sqlite.cipher import NO_KEY, looks_encrypted

    if looks_encrypted(app.record):
        raise StoreError(f"{app.record} is encrypted already. With another key: releasecheck record rekey")
    if key_file is not None and app.key.expected:
        raise UsageError("a key is set already (releasecheck config show): leave out --new-key")
    key = app.key if app.key.expected else None
    with _new_key(app, NO_KEY, key_file, key) as new:
        done = _recoded(app, NO_KEY, new, "record encrypt")
    click.echo(f"{app.record} is encrypted now: {_holds(done)}")
    _keep(key_file)
    with open_record(app.record, timeout=app.patience, login=app.login, key=new) as store:
        for line in _still_plain(plain_copies(app, store)):
            click.echo(line)
    click.echo("What the disk may still hold of it, unencrypted: releasecheck help database")


@click.command("rekey")
@_new_key_option
@click.option(
    "--to-key",
    type=FilePath(),
    help="Use the key in this file, which is there already.",
    metavar="FILE",
)
@answer_option
@pass_app
def rekey(app: App, key_file: Path | None, to_key: Path | None) -> None:
    """Encrypt the record with another key, as when somebody who knows the old one has left.

    Opened with the key that is set, and encrypted with a new one (--new-key), with one that is in a file
    already (--to-key), or with one that you are asked for. Backups made before still open with the old key
    only: keep it as long as them.

    \b
    releasecheck record rekey --new-key ~/releasecheck-2027.key
    """
    from releasecheck.app.opening.record_key import read_key_file
    from releasecheck.store.sqlite.cipher import known

    if key_file is not None and to_key is not None:
        raise UsageError("--new-key or --to-key, and not both")
    _must_be_encrypted(app)
    key = None if to_key is None else known(read_key_file(to_key))
    with _new_key(app, app.key, key_file, key) as new:
        done = _recoded(app, app.key, new, "record rekey")
    click.echo(f"{app.record} is encrypted with the new key now: {_holds(done)}")
    _keep(key_file or to_key)
    click.echo("Backups made until now still open with the old key only: keep it as long as them.")


@click.command("decrypt")
@click.option("--yes", "-y", is_flag=True, help="Do not ask.")
@answer_option
@pass_app
def decrypt(app: App, yes: bool) -> None:
    """Keep the record unencrypted again, so that whoever can read the disk can read all of it.

    \b
    releasecheck record decrypt
    """
    from releasecheck.store.sqlite.cipher import NO_KEY

    _must_be_encrypted(app)
    if not yes:
        if not somebody_is_there():
            raise UsageError("nobody can be asked here, and nothing was changed. To do it unasked, add --yes")
        click.confirm("Whoever can read the disk can then read it all. Decrypt it?", abort=True, err=True)
    done = _recoded(app, app.key, NO_KEY, "record decrypt")
    click.echo(f"{app.record} is no longer encrypted: {_holds(done)}")
    click.echo("Backups made until now still open with the key only: keep it as long as them.")
    for name in ("key_file", "key_command"):
        if app.settings.get(name):
            click.echo(f"Next: releasecheck config unset {name}")


def _must_be_encrypted(app: App) -> None:
    from releasecheck.store.sqlite.cipher import is_plain

    if is_plain(app.record):
        raise StoreError(f"{app.record} is not encrypted; nothing was changed")
    _opened(app, app.key)


def _opened(app: App, key: Key) -> None:
    """See that there is a record, and that the key opens it."""
    from releasecheck.store.sqlite.connection import connect

    connect(app.record, key=key, timeout=app.patience).close()


def _recoded(app: App, key: Key, new: Key, command: str) -> Recoded:
    from releasecheck.store.sqlite.recoding import Recoder, recode

    who = Recoder(app.by, app.login, app.now, app.today, command, app.reason)
    done = recode(app.record, key, new, who, app.patience)
    _recode_lists(app, key, new)
    return done


def _recode_lists(app: App, key: Key, new: Key) -> None:
    """The lists of those erased are as the record is: encrypted with its key, or not."""
    from releasecheck.app.law.folders import lists_of_erased
    from releasecheck.store import open_record
    from releasecheck.store.sqlite.tombstones import recode_list

    with open_record(app.record, timeout=app.patience, login=app.login, key=new) as store:
        for path in lists_of_erased(app, store):
            try:
                recode_list(path, key, new)
            except OSError as error:
                click.echo(f"CHECK THIS: {path} is as it was: {error.strerror}")


@contextmanager
def _new_key(app: App, old: Key, file: Path | None, key: Key | None) -> Iterator[Key]:
    """The key to encrypt with; a file made for it goes again where the record is still what it was."""
    from releasecheck.app.opening.record_key import make_key_file, typed_key
    from releasecheck.store.sqlite.cipher import known, library
    from releasecheck.store.sqlite.connection import connect

    library()
    _opened(app, old)
    if key is None and file is None:
        typed = typed_key(ask_secret("The new key (64 digits from 0 to 9 and a to f)", twice=True))
        if typed is None:
            raise UsageError("which key? To make one, add --new-key FILE")
        key = known(typed)
    if file is not None:
        key = known(make_key_file(file))
    assert key is not None
    try:
        yield key
    except ReleasecheckError:
        if file is not None:
            with suppress(StoreError), closing(connect(app.record, key=old, timeout=0)):
                file.unlink(missing_ok=True)
        raise


def _holds(done: Recoded) -> str:
    until = f", up to entry {done.last.entry}" if done.last else ""
    return f"{count(done.people, 'person', 'people')}{until}, {megabytes(done.size)}, checked."


def _keep(file: Path | None) -> None:
    if file is None:
        return
    path = file.expanduser().absolute()
    click.echo(
        f"Its key is in {path}. KEEP A COPY of that file elsewhere: without it nobody can ever read the "
        "record or a backup of it."
    )
    click.echo(f"Next: releasecheck config set key_file {for_shell(str(path))}")


def _still_plain(copies: list[Path]) -> Iterator[str]:
    """Copies that anybody can still read; others may lie where nobody has looked."""
    if not copies:
        return
    yield "Not encrypted, and left as they are:"
    for path in copies[:_NAMED]:
        yield f"  {path}"
    if len(copies) > _NAMED:
        yield f"  and {len(copies) - _NAMED:,} more"
    yield "Delete each, or encrypt it: releasecheck --record FILE record encrypt"


COMMANDS = (encrypt, rekey, decrypt)
