"""`python -m tests.one_file releasecheck.pyz`: the program and what it needs in one file, for `python FILE`.

For desks where nothing may be installed but Python is there. What has compiled parts cannot be in it, for no
system loads those out of a zip: Word files, PDF, `.xls` and `.ods`, signatures, encryption and PostgreSQL
want an install. markupsafe alone has some and does without.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipapp
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.places import TOP

ALSO = ("openpyxl", "icalendar")
"""Of the extras, what is written in Python alone."""
DOES_WITHOUT = ("markupsafe",)
"""Whose compiled parts only make it faster."""
_COMPILED = (".so", ".pyd", ".dylib", ".dll")
_LEFT_OUT = ("pip", "bin", "Scripts")
"""sqlite-utils asks for pip, to install plugins with; there are none here."""


def pack(folder: Path, file: Path) -> None:
    """One file of all that a folder holds, as pip has installed it there.

    Raises ValueError for a library that does not do without its compiled parts.
    """
    for path in sorted(folder.rglob("*")):
        if path.suffix in _COMPILED:
            if path.relative_to(folder).parts[0] not in DOES_WITHOUT:
                raise ValueError(f"{path.relative_to(folder)} is compiled, and cannot be in one file")
            path.unlink()
    for path in (*folder.rglob("__pycache__"), *(folder / name for name in _LEFT_OUT)):
        shutil.rmtree(path, ignore_errors=True)
    zipapp.create_archive(
        folder, file, interpreter="/usr/bin/env python3", main="releasecheck.cli:main", compressed=True
    )


def main(file: Path) -> None:
    """Install the checkout and what it needs into a folder, and make the file of it."""
    wanted = [line for line in _office() if line.split()[0] in ALSO]
    with TemporaryDirectory() as place:
        # Of a copy: building leaves folders behind.
        tree, folder = Path(place) / "tree", Path(place) / "all"
        shutil.copytree(TOP, tree, ignore=shutil.ignore_patterns(".*", "build", "*.egg-info", "__pycache__"))
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-compile", "--target"]
        subprocess.run([*pip, str(folder), str(tree), *wanted], check=True)
        pack(folder, file)
    print(f"{file}: {file.stat().st_size / 1e6:.1f} MB. To run it: python {file}")


def _office() -> list[str]:
    from configparser import ConfigParser

    setup = ConfigParser()
    setup.read(TOP / "setup.cfg", encoding="utf-8")
    return setup["options.extras_require"]["office"].strip().splitlines()


if __name__ == "__main__":
    main(Path(*sys.argv[1:] or ["releasecheck.pyz"]))
