"""What some other program might do to a record."""

from __future__ import annotations

import sqlite3
from pathlib import Path


def raw(path: Path, *statements: str) -> None:
    """Do to the file what some other program might."""
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()
