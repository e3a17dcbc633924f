"""What the program is made of, as CycloneDX 1.6 JSON: for the scanner that looks for known faults.

Two runs on one installation write the same: it has no number of its own and no time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from releasecheck.formats.json_text import Json


class Component(NamedTuple):
    """One component: the program, a library, or what both run on."""

    kind: str
    """As CycloneDX has it: application, library, platform."""
    name: str
    version: str
    purl: str
    licence: str = ""
    spdx: bool = False


def sbom(
    program: Component, parts: Sequence[Component], needs: Mapping[str, Sequence[str]]
) -> dict[str, Json]:
    """The whole document; `needs` says by purl what each stands on."""
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": _component(program)},
        "components": [_component(part) for part in parts],
        "dependencies": [{"ref": purl, "dependsOn": list(those)} for purl, those in needs.items()],
    }


def _component(part: Component) -> dict[str, Json]:
    licence: dict[str, Json] = (
        {"expression": part.licence} if part.spdx else {"license": {"name": part.licence}}
    )
    return {
        "type": part.kind,
        "bom-ref": part.purl,
        "name": part.name,
        "version": part.version,
        **({"licenses": [licence]} if part.licence else {}),
        "purl": part.purl,
    }
