"""The lowest versions that setup.cfg allows, one to a line: python -m tests.lowest > lowest.txt

`pip install -r` of them fails where two of the bounds cannot stand together; `.ci/run` runs tests
on what it brings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path

from packaging.requirements import Requirement

SETUP = Path(__file__).parent.parent / "setup.cfg"


def requirements(setup: ConfigParser) -> Iterator[Requirement]:
    """Everything that the package or one of its extras asks for, as it stands there."""
    texts = [setup["options"]["install_requires"], *setup["options.extras_require"].values()]
    found = (Requirement(line) for text in texts for line in text.strip().splitlines())
    return (each for each in found if each.name != setup["metadata"]["name"])  # `all` names the other extras


def lowest(requirement: Requirement) -> str:
    """The requirement held at its lower bound. Raises ValueError where it has none."""
    found = re.fullmatch(r">=([\d.]+)(?:,.*)?", str(requirement.specifier))
    if found is None:
        raise ValueError(f"{requirement}: no lower bound in setup.cfg")
    marker = f"; {requirement.marker}" if requirement.marker else ""
    return f"{requirement.name}=={found[1]}{marker}"


def lowest_versions() -> list[str]:
    """Each requirement once, in the order of the alphabet."""
    setup = ConfigParser()
    setup.read(SETUP, encoding="utf-8")
    return sorted({lowest(each) for each in requirements(setup)})


if __name__ == "__main__":
    print("\n".join(lowest_versions()))
