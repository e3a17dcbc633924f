"""By whose files people are planned: by those the record holds, whatever somebody's own say.

Whose files differ reads what is saved, and changes nobody's plans: `record policy take` does that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from releasecheck.core.errors import CatalogueError, ConfigError
from releasecheck.policy.sources import PLAN_VERSION, fingerprint, made_by, plan_mark

if TYPE_CHECKING:
    from releasecheck.app.opening.session import App
    from releasecheck.store.rows import Fingerprints

_DIFFER = (
    "Your office's files are not those that this record plans people by, and change nothing here. "
    "To see both: releasecheck record policy show"
)


def go_by_the_record(app: App, saved: Fingerprints) -> None:
    """Hold the files that the record was planned by, where these are others; that they differ is said.

    Where only this login has ever written to it, and nobody has said by what people are to be planned,
    changed files are what they are planned by next; raises CatalogueError where those are wrong.
    """
    app.planned_by_newer = made_by(saved.catalogue) > PLAN_VERSION
    if app.own_rules or app.holds_files:
        return
    try:
        own = app.office_policy()
    except (CatalogueError, ConfigError):
        if goes_by_own(app):
            raise
        from releasecheck.app.opening.layers import house_files

        app.hold_files(house_files(app.store) or ())  # also where that is what ships, and no file
        return
    if saved.catalogue == plan_mark(own):
        return
    from releasecheck.app.opening.layers import house_files  # few records have other rules than whoever reads

    kept = house_files(app.store)
    if kept is None or kept == own:
        return
    if not app.planned_by_newer and goes_by_own(app):
        return
    app.hold_files(kept)
    known = {layer.of for layer in app.held_layers.values()}
    if own and fingerprint(own) not in known and not app.as_recorded:
        _say(app, _DIFFER)


def goes_by_own(app: App) -> bool:
    """Whether this office's changed files are taken without being asked for: nobody else has a say."""
    from releasecheck.app.opening.layers import taken

    if app.as_recorded or taken(app.store):
        return False
    return not app.store.written_by_others(app.login, app.looker)


def _say(app: App, text: str) -> None:
    if not app.quiet:
        import click

        click.echo(text, err=True)
