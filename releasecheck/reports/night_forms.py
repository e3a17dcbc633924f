"""The reports of a night in every form, for `reports.forms`, which knows them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from releasecheck.formats.form import Form

if TYPE_CHECKING:
    from releasecheck.formats.charts import Picture
    from releasecheck.formats.terminal import Screen
    from releasecheck.reports.night.found import Night
    from releasecheck.reports.night.owned import Digest, Owned


def night_form(report: Night) -> Form:
    """The first page of a night."""

    def page() -> object:
        from releasecheck.reports.night.index_page import night_page

        return night_page(report)

    def pictures() -> tuple[Picture, ...]:
        from releasecheck.formats.charts import bars_picture, releases_picture

        pathways = {name.replace("_", " "): number for name, number in report.by_pathway.items()}
        return drawn(
            releases_picture(report.releases, "something late by a rule with a source"),
            bars_picture("owners", "Things missing by owner", report.by_owner),
            bars_picture("pathways", "Things missing by pathway", pathways),
        )

    return Form(("nightly",), page, pictures=pictures)


def owned_form(report: Owned) -> Form:
    """One owner's part of a night."""

    def page() -> object:
        from releasecheck.reports.night.owned_page import owned_page

        return owned_page(report)

    return Form(("owner",), page)


def digest_form(report: Digest) -> Form:
    """What one owner is told after a night."""

    def page() -> object:
        from releasecheck.reports.night.owned_page import owned_page

        return owned_page(report.owned)

    def lines(screen: Screen, everything: bool) -> list[str]:
        from releasecheck.reports.night.digest_lines import digest_lines

        return digest_lines(report, screen)

    return Form(("digest",), page, lines)


def drawn(*pictures: Picture | None) -> tuple[Picture, ...]:
    """Those of them that there is something to draw for."""
    return tuple(picture for picture in pictures if picture is not None)
