"""`record about`: what runs here, for whoever mends it or looks for known faults in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from releasecheck import __version__
from releasecheck.app.opening.session import App, pass_app
from releasecheck.app.presenting.present import print_lines, write
from releasecheck.commands.file_forms import written_as
from releasecheck.core.errors import ConfigError, ReleasecheckError, StoreError, UsageError
from releasecheck.store.address import Address


@click.command("about")
@click.option("--sbom", is_flag=True, help="What it is made of, as CycloneDX JSON.")
@written_as("json", default="json")
@pass_app
def about(app: App, sbom: bool, output: Path | None) -> None:
    """Say which versions run here, which extras are there, and where the record and the config file are.

    Nothing of anybody is in it, and your home folder is ~: it may be sent with the report of a fault. The
    record is not opened, so it can be typed about one that will not open.

    \b
    releasecheck record about
    releasecheck record about --sbom -o releasecheck.cdx.json
    """
    if sbom:
        from releasecheck.formats.json_text import json_text

        write(app, json_text(_bill(app)), output, "Bill of materials", form="json")
        return
    if output is not None:
        raise UsageError("-o goes with --sbom")
    from textwrap import TextWrapper

    wide = TextWrapper(
        app.screen.room, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
    )  # a path is to be copied whole
    print_lines(app, [part for line in _lines(app) for part in wide.wrap(line)])


def _lines(app: App) -> Iterator[str]:
    import platform

    from releasecheck.app.reading.libraries import PROGRAM, extras, libraries
    from releasecheck.store.sqlite.connection import ENGINE, SCHEMA

    yield f"{PROGRAM} {__version__}"
    yield f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    yield f"{ENGINE}"
    if isinstance(app.place, Address):
        yield f"Record   {app.place}: on a PostgreSQL server"
    else:
        yield f"Record   {_short(app.place)}: {_schema(app, SCHEMA)}"
    yield f"Config   {_short(app.config_file)}{'' if app.config_file.is_file() else ': none'}"
    for extra in extras():
        if extra.missing:
            get = f"not there: pip install '{PROGRAM}[{extra.name}]'"
            yield f"[{extra.name}] {get}" + (f" ({', '.join(extra.there)})" if extra.there else "")
        else:
            yield f"[{extra.name}] {', '.join(extra.there)}"
    found = libraries()
    if not found:
        yield "Libraries: not known, for it was not installed by pip but is run from its folder"
    elif direct := [found[name] for name in found[PROGRAM].needs]:
        yield f"Libraries: {', '.join(f'{each.name} {each.version}' for each in direct)}"


def _schema(app: App, newest: int) -> str:
    from releasecheck.store.sqlite.connection import schema_of

    try:
        here = schema_of(app.record, app.patience, app.key_to_open)
    except (ConfigError, StoreError) as error:
        return str(error).replace(str(Path.home()), "~")
    return f"schema {here}" + ("" if here == newest else f", {newest} once it is migrated")


def _short(path: Path) -> str:
    """The path without the name of whose home it is in."""
    whole = path.absolute()
    return f"~/{whole.relative_to(Path.home())}" if whole.is_relative_to(Path.home()) else str(path)


def _bill(app: App) -> dict[str, object]:
    import platform

    from releasecheck.app.reading.libraries import PROGRAM, Library, libraries
    from releasecheck.exchange.writing.sbom import Component, sbom
    from releasecheck.store.sqlite.connection import ENGINE

    found = libraries()
    if not found:
        raise ReleasecheckError(
            "what it is made of is known once it is installed: pip install . in its folder, and then again"
        )

    def part(name: str, each: Library) -> Component:
        kind = "application" if name == PROGRAM else "library"
        return Component(
            kind, each.name, each.version, f"pkg:pypi/{name}@{each.version}", each.licence, each.spdx
        )

    parts = {name: part(name, each) for name, each in found.items()}
    name, _, version = ENGINE.partition(" ")
    python = Component(
        "platform", "CPython", platform.python_version(), f"pkg:generic/python@{platform.python_version()}"
    )
    sqlite = Component("library", name, version, f"pkg:generic/sqlite@{version}", "blessing", spdx=True)
    needs = {parts[name].purl: [parts[each].purl for each in found[name].needs] for name in found}
    needs[parts[PROGRAM].purl] += [python.purl, sqlite.purl]
    program = parts.pop(PROGRAM)
    return dict(sbom(program, [*parts.values(), python, sqlite], needs))


COMMANDS = (about,)
