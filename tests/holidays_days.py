"""The bank holidays that the holidays package counts, as data: python -m tests.holidays_days

It makes an environment of its own and writes `tests/data/holidays.txt`: that package holds python-dateutil
below 3, and the tests run on the newest, which is what people get.
"""

from __future__ import annotations

import subprocess
import tempfile
import venv
from pathlib import Path

from tests.places import DATA

DAYS = DATA / "holidays.txt"
FIRST, LAST = 1978, 2050
PACKAGE = "holidays>=0.60"

_PRINT = f"""
import holidays
print(f"# holidays {{holidays.__version__}}, England, Monday to Friday: python -m tests.holidays_days")
days = holidays.country_holidays("GB", subdiv="ENG", years=range({FIRST}, {LAST + 1}))
print(*sorted(day.isoformat() for day in days if day.weekday() < 5), sep="\\n")
"""


def days_of_the_package() -> str:
    """What the newest version of the package counts, with that version at the head."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", PACKAGE], check=True)
        return subprocess.run([python, "-c", _PRINT], check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    DAYS.write_text(days_of_the_package(), "utf-8")
