"""Freeze what this program answers: python -m tests.contract VERSION. Whatever was frozen before stays so.

With names after VERSION, such as `next find "an answer"`: of the answers in JSON these alone.

It writes VERSION.json beside this file. Where anything that is frozen, in that file or another, is no longer
kept, it says what and writes nothing: it can only add.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.contract.shapes import Contract, faults

HERE = Path(__file__).parent
#: In these sections what one thing takes or may be stands on one line.
_SHORT = tuple(f' "{name}"' for name in ("outcomes", "facts", "commands"))
_LIST = re.compile(r"\[\n[^\[\]{}]*\]")


def frozen(folder: Path = HERE) -> dict[str, Contract]:
    """Every contract that was ever frozen, by its version."""
    return {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))}


def freeze(
    now: Mapping[str, Mapping[str, Any]], version: str, folder: Path = HERE, names: Sequence[str] = ()
) -> Path:
    """Write a contract down as that of a version. Raises SystemExit where an earlier promise is not kept.

    `names`: of its JSON these alone, as of what is promised before a version is out.
    """
    broken = [f"{name}: {fault}" for name, was in frozen(folder).items() for fault in faults(was, now)]
    if broken:
        raise SystemExit("\n".join(["nothing is written: this was promised, and is not kept", *broken]))
    path = folder / f"{version}.json"
    written = {"json": {name: _known(now["json"][name]) for name in names}} if names else now
    path.write_text(as_text(written), encoding="utf-8")
    return path


def _known(shape: Mapping[str, str]) -> dict[str, str]:
    """Without keys of which nothing but null was seen: that promises nothing of what may stand there."""
    return {path: kinds for path, kinds in shape.items() if kinds != "null"}


def as_text(contract: Mapping[str, Mapping[str, Any]]) -> str:
    """A contract as a file: each key, column and word on a line of its own."""
    sections = re.split(r'(?m)^(?= ")', json.dumps(contract, indent=1, ensure_ascii=False))
    return "".join(_shortened(one) if one.startswith(_SHORT) else one for one in sections) + "\n"


def _shortened(section: str) -> str:
    return _LIST.sub(lambda found: " ".join(found[0].split()).replace("[ ", "[").replace(" ]", "]"), section)


def main(version: str, *names: str) -> None:
    """Ask this program, in a home of its own, and freeze what it answers, or some of its JSON."""
    from tests.contract.gather import gather
    from tests.made_up.program import run as _run

    with tempfile.TemporaryDirectory() as folder:
        for name in [name for name in os.environ if name.startswith("RELEASECHECK_")]:
            del os.environ[name]
        home = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"), folder)
        os.environ.update(home, COLUMNS="80", LOGNAME="tester")
        print(freeze(gather(_run, Path(folder)), version, names=names))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
