"""However it is installed, the program finds its catalogue and its templates, and runs from anywhere."""

from __future__ import annotations

import configparser
import json
import os
import plistlib
import re
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from email import message_from_string
from fnmatch import fnmatch
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests import one_file
from tests.lowest import lowest, lowest_versions
from tests.places import TOP

WAYS = ["wheel", "sdist", "editable", "checkout", "one file"]

setup = configparser.ConfigParser()
setup.read(TOP / "setup.cfg", encoding="utf-8")


#: What stands outside the package and is mapped into it: the templates, and two of the pages.
ELSEWHERE = {"releasecheck.templates": "templates", "releasecheck.pages": "."}
PAGES = ("README.md", "tests/README.md")


def folder_of(package: str) -> Path:
    """Where a package's files are in the tree."""
    return TOP / ELSEWHERE.get(package, package.replace(".", "/"))


def files_in_tree() -> set[str]:
    """Every file of the package and the templates, by the name it has once installed."""
    roots = {"releasecheck": TOP / "releasecheck", "releasecheck/templates": TOP / "templates"}
    return {f"releasecheck/pages/{page}" for page in PAGES} | {
        f"{name}/{path.relative_to(root).as_posix()}"
        for name, root in roots.items()
        for path in root.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def files_shipped() -> set[str]:
    """Every file that setup.cfg says to ship: the modules of each package, and its data by pattern."""
    shipped = set()
    for package in setup["options"]["packages"].split():
        patterns = ["*.py", *re.split(r"[,\s]+", setup["options.package_data"].get(package, "").strip())]
        for pattern in filter(None, patterns):
            folder = folder_of(package)
            found = (path.relative_to(folder).as_posix() for path in folder.glob(pattern) if path.is_file())
            shipped |= {f"{package.replace('.', '/')}/{name}" for name in found}
    return shipped


def test_packages_listed_are_the_folders_that_exist() -> None:
    """A folder missing from the list would be left out of the wheel without a word."""
    folders = {path.parent.relative_to(TOP) for path in (TOP / "releasecheck").rglob("*.py")}
    packages = {".".join(folder.parts) for folder in folders} | {*ELSEWHERE}
    assert sorted(setup["options"]["packages"].split()) == sorted(packages)


def test_every_file_of_the_package_is_listed_to_be_shipped() -> None:
    assert sorted(files_in_tree() - files_shipped()) == []


# --- built and installed; slow, so each thing is done once ---


@dataclass(frozen=True)
class Built:
    """The tree as it would be cloned, what was built from it, and the libraries it runs on."""

    tree: Path
    wheel: Path
    sdist: Path
    libraries: Path


@dataclass(frozen=True)
class Installed:
    """One way of running the program, in a folder that is not the checkout."""

    command: list[str]
    environment: dict[str, str]
    folder: Path

    def run(self, *arguments: str) -> str:
        """What the command printed; it must have ended well."""
        done = subprocess.run(
            [*self.command, *arguments], cwd=self.folder, env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, f"{arguments} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
        return done.stdout


def python(*arguments: str | Path, cwd: Path) -> None:
    """Run the Python that runs the tests; what it said is shown if it fails."""
    done = subprocess.run(
        [sys.executable, *arguments], cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert done.returncode == 0, done.stdout


def runtime_libraries(*more: str) -> set[str]:
    """The distributions that the requirements of setup.cfg, and these, bring with them; none for tests."""
    waiting = [*setup["options"]["install_requires"].strip().splitlines(), *more]
    found: set[str] = set()
    while waiting:
        requirement = Requirement(waiting.pop())
        wanted = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        if wanted and requirement.name not in found:
            found.add(requirement.name)
            waiting += metadata.requires(requirement.name) or []
    return found - {"pip"}


def copy_libraries(to: Path, *more: str) -> None:
    """Copy the run-time libraries out of the environment that runs the tests: no second download."""
    for name in runtime_libraries(*more):
        for file in metadata.files(name) or []:
            if ".." not in file.parts and file.suffix != ".pyc":
                target = to / file
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(str(file.locate()), target)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The sdist, and the wheel made from that sdist, so that each proves the one before it whole."""
    base = tmp_path_factory.mktemp("packaging")
    tree, out, libraries = base / "tree", base / "dist", base / "libraries"
    tree.mkdir()
    for folder in ("releasecheck", "templates"):
        shutil.copytree(TOP / folder, tree / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (tree / "tests").mkdir()
    for name in ("setup.cfg", "pyproject.toml", "LICENSE", *PAGES):
        shutil.copy(TOP / name, tree / name)
    python("-m", "build", "--outdir", out, tree, cwd=base)
    copy_libraries(libraries)
    return Built(tree, next(out.glob("*.whl")), next(out.glob("*.tar.gz")), libraries)


def packed(built: Built, home: Path) -> Path:
    """The one file, as `python -m tests.one_file` makes it of what pip puts into a folder."""
    folder, file = home / "all", home / "releasecheck.pyz"
    copy_libraries(folder, *one_file.ALSO)
    with zipfile.ZipFile(built.wheel) as wheel:
        wheel.extractall(folder)
    one_file.pack(folder, file)
    shutil.rmtree(folder)
    return file


def install(built: Built, way: str, home: Path) -> list[str]:
    """A fresh environment that has the program in this way; gives the command that runs it."""
    if way == "one file":  # and nothing else: no folder, no setting, no library of this environment
        return [sys.executable, "-I", "-S", str(packed(built, home))]
    venv.create(home / "venv", with_pip=False)
    scripts = home / "venv" / ("Scripts" if os.name == "nt" else "bin")
    what: dict[str, list[str | Path]] = {
        "wheel": [built.wheel],
        "sdist": [built.sdist],
        "editable": ["--editable", built.tree],
    }
    if way in what:
        pip = ("-m", "pip", "--python", scripts / "python", "install", "--quiet", "--no-deps")
        python(*pip, *what[way], cwd=home)
    # Afterwards, so that nothing but the program itself is looked for while it is installed.
    site = next((home / "venv").rglob("site-packages"))
    (site / "libraries.pth").write_text(f"{built.libraries}\n", encoding="utf-8")
    return [str(scripts / "releasecheck")] if way in what else [str(scripts / "python"), "-m", "releasecheck"]


@pytest.fixture(scope="session", params=WAYS)
def installed(
    request: pytest.FixtureRequest, built: Built, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installed]:
    home = tmp_path_factory.mktemp(request.param)
    elsewhere = home / "elsewhere"
    elsewhere.mkdir()
    mine = {
        name: value for name, value in os.environ.items() if not name.startswith(("RELEASECHECK", "PYTHON"))
    }
    private = {name: str(home) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "APPDATA")}
    environment = {**mine, **private, "PYTHONUTF8": "1"}
    if request.param == "checkout":
        environment["PYTHONPATH"] = str(built.tree)
    yield Installed(install(built, request.param, home), environment, elsewhere)
    shutil.rmtree(home / "venv", ignore_errors=True)


@pytest.fixture(scope="session")
def with_a_record(installed: Installed) -> Callable[..., str]:
    """Commands on a new record with one made-up person in it."""
    record = ["--record", str(installed.folder / "record.db"), "--as-of", "2026-11-21", "--by", "A Worker"]

    def run(*arguments: str) -> str:
        return installed.run(*record, *arguments)

    run("record", "init")
    run("add", "A1234BC", "--name", "SMITH, John", "--release", "2027-02-06", "--type", "CRD")
    return run


def test_the_wheel_holds_the_files_of_the_tree_and_no_others(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as wheel:
        held = {name for name in wheel.namelist() if ".dist-info/" not in name and not name.endswith("/")}
    beside = {name for name in held if ".data/" in name}
    assert sorted(held - beside) == sorted(files_in_tree())
    assert [name.partition(".data/")[2] for name in beside] == ["data/share/man/man1/releasecheck.1"]


def test_the_sdist_holds_the_files_of_the_tree(built: Built) -> None:
    """What is built from it elsewhere has to have all of them, wherever they stand once installed."""
    with tarfile.open(built.sdist) as sdist:
        held = {name.partition("/")[2] for name in sdist.getnames()}
    at_home = {
        name.replace("releasecheck/templates/", "templates/").replace("releasecheck/pages/", "")
        for name in files_in_tree()
    }
    assert sorted(at_home - held) == []


def test_the_wheel_says_its_licence_in_one_way(built: Built) -> None:
    """As an SPDX expression, with the text; a classifier beside it is refused by package indexes."""
    with zipfile.ZipFile(built.wheel) as wheel:
        (name,) = (each for each in wheel.namelist() if each.endswith(".dist-info/METADATA"))
        told = message_from_string(wheel.read(name).decode())
        assert [each for each in wheel.namelist() if each.endswith(".dist-info/licenses/LICENSE")]
    assert told["License-Expression"] == "MIT"
    assert told["License-File"] == "LICENSE"
    assert [each for each in told.get_all("Classifier", []) if each.startswith("License")] == []
    assert told["License"] is None


def test_one_extra_has_all_the_others_but_what_is_for_tests() -> None:
    extras = set(setup["options.extras_require"])
    (everything,) = setup["options.extras_require"]["all"].strip().splitlines()
    assert Requirement(everything).extras == extras - {"all", "test"}


def test_what_it_says_of_itself_is_whole_and_true(built: Built) -> None:
    """Checked as an index would, by hand: no address that leads nowhere, and its page can be shown."""
    with zipfile.ZipFile(built.wheel) as wheel:
        (name,) = (each for each in wheel.namelist() if each.endswith(".dist-info/METADATA"))
        told = message_from_string(wheel.read(name).decode())
    for wanted in ("Summary", "Author", "Keywords", "Requires-Python", "Description-Content-Type"):
        assert told[wanted], wanted
    assert told["Requires-Python"] == ">=3.11"
    assert told["Description-Content-Type"] == "text/markdown"
    assert "# releasecheck" in str(told.get_payload())
    assert told["Home-page"] is None and told["Project-URL"] is None, "there is no public place of it yet"
    known = {one for one in told.get_all("Classifier", []) if one.startswith("Operating System")}
    assert known == {"Operating System :: POSIX :: Linux"}, "where it was tried"


def test_every_requirement_has_a_lowest_version() -> None:
    """`.ci/run` runs tests on them; what has none cannot be run so."""
    lines = lowest_versions()
    assert len(lines) > 20
    assert "click==8.4" in lines
    with pytest.raises(ValueError, match="no lower bound"):
        lowest(Requirement("click"))


def test_nothing_that_the_tests_install_holds_dateutil_back() -> None:
    """What people get is the newest, so that is what the tests run on."""
    asked = [
        (line, Requirement(needed))
        for line in setup["options.extras_require"]["test"].strip().splitlines()
        for needed in metadata.requires(Requirement(line).name) or []
    ]
    assert len(asked) > 20
    assert [
        line
        for line, needed in asked
        if needed.name == "python-dateutil" and any("<" in each.operator for each in needed.specifier)
    ] == []


def test_demo_runs_from_another_folder(installed: Installed) -> None:
    assert "14 d late" in installed.run("--as-of", "2026-11-27", "demo")


def test_every_page_of_the_manual_is_found(installed: Installed) -> None:
    topics = installed.run("help").split("\n\n")[0].splitlines()
    assert len(topics) > 5
    for name in (line.split()[0] for line in topics):
        assert len(installed.run("help", name).splitlines()) > 20, name


def test_the_shipped_catalogue_is_found(with_a_record: Callable[..., str]) -> None:
    shown = json.loads(with_a_record("show", "A1234BC", "--format", "json"))
    assert "dtr" in {task["item"] for task in shown["tasks"]}


def test_the_templates_are_found(with_a_record: Callable[..., str]) -> None:
    page = with_a_record("show", "A1234BC", "--format", "html")
    assert "<html" in page
    assert "A1234BC" in page


def test_a_list_is_brought_in_and_a_page_is_made(
    with_a_record: Callable[..., str], installed: Installed
) -> None:
    """All that a desk needs: also of one file, in a folder with nothing in it."""
    (installed.folder / "list.csv").write_text("NOMS No,Surname,CRD\nA2291BB,COLE,2027-03-01\n", "utf-8")
    assert "1 new" in with_a_record("import", "people", "list.csv")
    assert "COLE" in with_a_record("list")
    with_a_record("sheet", "A2291BB", "--format", "html", "-o", "sheet.html")
    assert "</html>" in (installed.folder / "sheet.html").read_text("utf-8")
    assert "paper.html.j2" in with_a_record("template", "list")
    with_a_record("template", "check")
    with_a_record("nightly", "--out", "nights")
    printed = with_a_record("nightly", "--out", "nights", "--print-launchd")
    command = plistlib.loads(printed.encode())["ProgramArguments"]
    assert Path(command[0]).is_absolute()
    if installed.command[-1].endswith(".pyz"):
        assert command[:2] == [installed.command[0], installed.command[-1]]


def test_one_file_has_what_needs_no_compiler_and_says_what_it_lacks(built: Built, tmp_path: Path) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*command, *words], cwd=tmp_path, capture_output=True, text=True)

    command = install(built, "one file", tmp_path)
    assert run("demo", "--keep", "demo.db").returncode == 0
    record = ("--record", "demo.db", "--as-of", "2026-11-27")
    for words in (["list", "-o", "list.xlsx"], ["export", "ics", "--to", "Leeds", "-o", "days.ics"]):
        done = run(*record, *words)
        assert done.returncode == 0, done.stderr
    assert run(*record, "import", "people", "list.xlsx", "--dry-run").returncode in (0, 1, 3)
    lacking = run(*record, "handover", "A1234BC", "--to", "Leeds", "-o", "x.docx")
    assert lacking.returncode == 1
    assert "releasecheck[office]" in lacking.stderr


def test_what_is_compiled_is_not_packed(tmp_path: Path) -> None:
    (tmp_path / "all" / "lxml").mkdir(parents=True)
    (tmp_path / "all" / "lxml" / "etree.cpython-311-x86_64-linux-gnu.so").write_bytes(b"")
    with pytest.raises(ValueError, match="lxml"):
        one_file.pack(tmp_path / "all", tmp_path / "x.pyz")


AT_THE_TOP = {
    *(".ci", ".gitignore", "CHANGELOG.md", "LICENSE", "README.md", "pyproject.toml", "setup.cfg"),
    *("releasecheck", "templates", "tests"),
}


def strangers(names: Iterable[str], ignored: Iterable[str]) -> list[str]:
    """What stands at the top and is neither known there nor made by a build, an editor or a test."""
    patterns = [line.strip().strip("/") for line in ignored if line.strip() and not line.startswith("#")]
    unknown = sorted(set(names) - AT_THE_TOP - {".git"})
    return [name for name in unknown if not any(fnmatch(name, pattern) for pattern in patterns)]


def test_nothing_else_stands_at_the_top() -> None:
    ignored = (TOP / ".gitignore").read_text("utf-8").splitlines()
    assert strangers((path.name for path in TOP.iterdir()), ignored) == []
    assert strangers([*AT_THE_TOP, "list.html"], ignored) == ["list.html"], "the check can fail"
