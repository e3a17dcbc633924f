"""The laws of the house, each as a function over sources: what is wrong, in words, a line for each fault.

A `House` is the text of every module by its dotted name, so that a fault can be planted in one of our own.
"""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import TypeAlias

from tests.places import TOP

PACKAGE = TOP / "releasecheck"

House: TypeAlias = Mapping[str, str]
"""Each module's source by its name below `releasecheck`; a folder's `__init__` is the folder's name."""

#: Lowest floor first; rooms of one floor do not import each other.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("",),
    ("core",),
    ("people", "formats"),
    ("policy",),
    ("planning",),
    ("reports",),
    ("exchange", "store", "night"),
    ("app",),
    ("board",),
    ("commands",),
    ("cli", "api"),
    ("__main__",),
)
FLOOR_OF = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}

MOST_MODULES = 20
MOST_LINES = 350
MOST_LINES_OF_A_FUNCTION = 60

#: Libraries that one room owns: nobody else imports them, not even inside a function.
OWNED = {
    "sqlite3": ("store",),
    "sqlite_utils": ("store.sqlite",),
    "sqlcipher3": ("store.sqlite",),
    "psycopg2": ("store.postgres",),
    "jinja2": ("formats",),
    "docxtpl": ("formats",),
    "typst": ("formats",),
    "openpyxl": ("formats", "exchange.reading"),  # one writes workbooks, one reads them
    "python_calamine": ("exchange.reading",),
    "icalendar": ("exchange.writing",),
    "nacl": ("core",),
    "dateutil": ("policy",),
    "textual": ("board",),
    "rich": ("board",),  # what textual paints with
}

#: Imported inside the function that needs them, in every module, so that `show` starts fast.
HEAVY = frozenset(
    "jinja2 sqlite_utils openpyxl icalendar docxtpl typst dateutil importlib.metadata tomllib".split()
) | {"nacl", "psycopg2", "python_calamine", "rich", "sqlcipher3", "textual"}

#: Rooms made of heavy libraries: their modules import those, and others import them inside functions.
MADE_OF = {"board": ("textual", "rich")}

#: What would let what lies below the store see the clock, the environment, the record or the terminal.
IMPURE_MODULES = frozenset(
    "getpass logging os platform pwd random secrets shutil socket sqlite3 subprocess".split()
) | {"sys", "tempfile", "time"}
IMPURE_METHODS = frozenset(
    "now today utcnow cwd home expanduser getenv open write_text write_bytes unlink mkdir".split()
)
IMPURE_FUNCTIONS = frozenset("open input print breakpoint".split())

#: A module that may after all, and why.
MAY_REACH_OUTSIDE = {
    "core.links": "opens an office's templates step by step, so that no link is followed",
    "core.system": "says what differs between systems, and makes what is its owner's alone",
    "formats.office": "gives Typst a folder of its own and closes the network to it",
}


#: What is not the same on every system, each asked about in one module alone.
OF_THE_SYSTEM_MODULES = frozenset("fcntl msvcrt pwd grp resource termios winreg ctypes".split())
OF_THE_SYSTEM = re.compile(
    r"os\.name|sys\.platform|platform\.system|os\.(pread|sync|set_blocking|get\w*[ug]id|fork|symlink|chown|fchmod)"
    r"|O_(NOFOLLOW|NONBLOCK|DIRECTORY|CLOEXEC|BINARY)|APPDATA|XDG_\w+_HOME|select\.poll"
)
_OWN_MODE = re.compile(r"\b0o[0-7]{3}\b")
OWN_MODES = frozenset((0o600, 0o700, 0o077, 0o400))
"""Written as such: whoever makes a file or a folder for its owner alone has it made there."""

#: A module that asks after all, and why.
MAY_ASK_THE_SYSTEM = {
    "app.presenting.fault_report": "says its name, to whoever mends the program",
    "commands.record.about": "says its name, to whoever asks what this is",
}


@cache
def house() -> House:
    """The house as it stands."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        found[".".join(part for part in parts if part != "__init__")] = path.read_text("utf-8")
    return found


@cache
def parsed(source: str) -> ast.Module:
    """The source as a tree; each is parsed once for all laws."""
    return ast.parse(source)


def within(name: str, library: str) -> bool:
    """Whether a dotted name is the library or something in it."""
    return name == library or name.startswith(f"{library}.")


def room_of(module: str) -> str:
    """The room that a module stands in."""
    return module.partition(".")[0]


def is_type_checking(node: ast.AST) -> bool:
    """Whether this is an `if TYPE_CHECKING:` block, which never runs."""
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


def nodes(tree: ast.AST, *, at_import: bool = False) -> Iterator[ast.AST]:
    """Every node below `tree`, or only those that run when the module is imported."""
    for child in ast.iter_child_nodes(tree):
        inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        if at_import and (inside or is_type_checking(child)):
            continue
        yield child
        yield from nodes(child, at_import=at_import)


def imported(tree: ast.AST, *, at_import: bool = False) -> Iterator[str]:
    """Dotted names of all that is imported; `from a import b` gives `a.b`, relative ones keep their dots."""
    for node in nodes(tree, at_import=at_import):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = "." * node.level + (f"{node.module}." if node.module else "")
            yield from (source + alias.name for alias in node.names)


def modules_imported(sources: House, module: str) -> set[str]:
    """The modules of the house that this one imports, wherever in it: a name's own module, not its folder."""
    found = set()
    for name in imported(parsed(sources[module])):
        if not within(name, "releasecheck"):
            continue
        below = name.removeprefix("releasecheck").removeprefix(".")
        while below not in sources:
            below = below.rpartition(".")[0]
        found.add(below)
    return found - {module}


def imports_up(sources: House) -> list[str]:
    """Each import that goes up or sideways to another room, and each that hides where it goes."""
    wrong = []
    for module in sources:
        relative = (name for name in imported(parsed(sources[module])) if name.startswith("."))
        wrong += [f"{module} imports {name}: write it out" for name in relative]
        for other in sorted(modules_imported(sources, module)):
            here, there = room_of(module), room_of(other)
            if here != there and FLOOR_OF.get(there, 99) >= FLOOR_OF.get(here, -1):
                wrong.append(f"{module} imports {other}")
    return wrong


def circles(sources: House) -> list[str]:
    """Modules that import each other, directly or in a round; a folder's empty `__init__` is none."""
    graph = {module: modules_imported(sources, module) for module in sources}
    found: list[str] = []
    state: dict[str, int] = {}
    path: list[str] = []

    def visit(module: str) -> None:
        state[module] = 1
        path.append(module)
        for other in sorted(graph[module]):
            if state.get(other) == 1:
                found.append(" -> ".join([*path[path.index(other) :], other]))
            elif other not in state:
                visit(other)
        path.pop()
        state[module] = 2

    for module in sources:
        if module not in state:
            visit(module)
    return found


def crowded(sources: House) -> list[str]:
    """Folders with too many modules, modules with too many lines, and functions with too many."""
    folders = {module.rpartition(".")[0] for module in sources if "." in module}
    modules = Counter(module.rpartition(".")[0] for module in sources if module not in folders | {""})
    wrong = [f"{folder}: {number} modules" for folder, number in modules.items() if number > MOST_MODULES]
    for module, source in sources.items():
        if source.count("\n") > MOST_LINES:
            wrong.append(f"{module}: {source.count(chr(10))} lines")
        for node in ast.walk(parsed(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > MOST_LINES_OF_A_FUNCTION:
                    wrong.append(f"{module}.{node.name}: {lines} lines")
    return wrong


def classes_twice(sources: House) -> list[str]:
    """Names that stand for two things: classes, and aliases of types, in more than one module."""
    where: dict[str, set[str]] = defaultdict(set)
    for module, source in sources.items():
        for node in ast.iter_child_nodes(parsed(source)):
            if isinstance(node, ast.ClassDef):
                where[node.name].add(module)
            elif isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation).endswith("TypeAlias"):
                where[ast.unparse(node.target)].add(module)
    return [f"{name}: {', '.join(sorted(found))}" for name, found in where.items() if len(found) > 1]


def borrowed_libraries(sources: House) -> list[str]:
    """Each library that is imported outside the room that owns it."""
    return [
        f"{module} imports {name}"
        for module, source in sources.items()
        for name in imported(parsed(source))
        for library, owners in OWNED.items()
        if within(name, library) and not any(within(module, owner) for owner in owners)
    ]


def heavy_imports(sources: House) -> list[str]:
    """Each heavy library that importing a module would load, and each room that is made of one."""
    rooms = [f"releasecheck.{room}" for room in MADE_OF]
    return [
        f"{module} imports {name}"
        for module, source in sources.items()
        for name in imported(parsed(source), at_import=True)
        if any(within(name, one) for one in (*HEAVY, *rooms))
        and room_of(name.removeprefix("releasecheck.")) != room_of(module)
        and not any(within(name, one) for one in MADE_OF.get(room_of(module), ()))
    ]


def reaches_outside(sources: House) -> list[str]:
    """Each way a module below the store could reach the clock, the environment, a file or the terminal."""
    wrong = []
    for module, source in sources.items():
        if FLOOR_OF.get(room_of(module), 99) >= FLOOR_OF["store"] or module in MAY_REACH_OUTSIDE:
            continue
        tree = parsed(source)
        names = [name for name in imported(tree) if room_of(name) in IMPURE_MODULES]
        for node in nodes(tree):
            if not isinstance(node, ast.Call):
                continue
            method = isinstance(node.func, ast.Attribute) and node.func.attr in IMPURE_METHODS
            if method or ast.unparse(node.func) in IMPURE_FUNCTIONS:
                names.append(ast.unparse(node))
        wrong += [f"{module}: {name}" for name in names]
    return wrong


def asks_the_system(sources: House) -> list[str]:
    """Each place but the one for it where a module asks what system this is, or counts on one."""
    wrong = []
    for module, source in sources.items():
        if module == "core.system" or module in MAY_ASK_THE_SYSTEM:
            continue
        names = [mode for mode in _OWN_MODE.findall(source) if int(mode, 8) in OWN_MODES]
        if OF_THE_SYSTEM.search(source) or any(name in source for name in OF_THE_SYSTEM_MODULES):
            names += _asked(parsed(source))
        wrong += [f"{module}: {name}" for name in names]
    return wrong


def _asked(tree: ast.Module) -> Iterator[str]:
    yield from (name for name in imported(tree) if room_of(name) in OF_THE_SYSTEM_MODULES)
    for node in nodes(tree):
        if isinstance(node, ast.Attribute | ast.Constant):
            text = ast.unparse(node) if isinstance(node, ast.Attribute) else node.value
            if isinstance(text, str) and " " not in text and OF_THE_SYSTEM.search(text):
                yield text


def named_otherwise(sources: House) -> list[str]:
    """Files of commands that do not bear the name of their first one, words joined by an underscore."""
    wrong = []
    for module, source in sources.items():
        named = _commands(source) if room_of(module) == "commands" else ()
        commands = [name.replace("-", "_") for name in named]
        leaf = module.rpartition(".")[2]
        # A group alone bears its own name; one with its commands in other files, the first that it holds.
        names = {commands[0], "_".join(commands[:2])} if commands else {leaf}
        helper = any(leaf.startswith(f"{name}_") or leaf.endswith(f"_{name}") for name in names)
        if leaf not in names and not helper:
            wrong.append(f"{module} holds {', '.join(commands)}")
    return wrong


def _commands(source: str) -> Iterator[str]:
    """What the click commands and groups of a module are called, in the order in which they stand."""
    for node in ast.iter_child_nodes(parsed(source)):
        for decorator in getattr(node, "decorator_list", ()):
            if not isinstance(decorator, ast.Call) or not decorator.args:
                continue
            what, name = ast.unparse(decorator.func), decorator.args[0]
            if what.endswith((".command", ".group")) and isinstance(name, ast.Constant):
                yield str(name.value).replace("-", "_")


def without_caller(
    sources: House, texts: Iterable[str] = (), waiting: Collection[str] = frozenset()
) -> list[str]:
    """Public functions, classes, methods and constants that nothing else names: neither code nor `texts`.

    What decorators register (commands, fixtures of migrations) has its caller there. `waiting`: what a later
    issue wires, left out while it has no caller, and named when it has one.
    """
    used = Counter(name for source in sources.values() for name in _named(parsed(source)))
    for text in texts:
        used.update(_words(text))
    wrong = []
    for module, source in sources.items():
        for owner, name in _public(parsed(source)):
            known = f"{module}.{owner}{name}"
            if not used[name] and known not in waiting:
                wrong.append(known)
            elif used[name] and known in waiting:
                wrong.append(f"{known} has a caller: take it off the list")
    there = {f"{m}.{owner}{name}" for m, source in sources.items() for owner, name in _public(parsed(source))}
    return wrong + [f"{name} is not there: take it off the list" for name in waiting if name not in there]


def _public(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        registered = isinstance(node, ast.FunctionDef) and node.decorator_list
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not registered and node.name[0] != "_":
            yield "", node.name
        # What a library's own class asks of its children is called by the library.
        if isinstance(node, ast.ClassDef) and not any("." in ast.unparse(base) for base in node.bases):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef) and not inner.name.startswith("_"):
                    yield f"{node.name}.", inner.name


def _named(tree: ast.Module) -> Iterator[str]:
    """Every name that is read, called, or listed in `__all__`; where something is defined is none."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            # `getattr`, a registry, a quoted annotation: a sentence names nothing.
            yield from _words(node.value) if " " not in node.value else ()


def _words(text: str) -> Iterator[str]:
    word = ""
    for letter in f"{text} ":
        if letter.isalnum() or letter == "_":
            word += letter
        elif word:
            yield word
            word = ""


def settings_unread(
    sources: House, names: Iterable[str], waiting: Collection[str] = frozenset()
) -> list[str]:
    """Settings that an office may make and nothing reads: each stands as a text where it is read."""
    elsewhere = {
        node.value
        for module, source in sources.items()
        if module != "app.opening.config"
        for node in ast.walk(parsed(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    begun = {text for text in elsewhere if text.endswith(("_", "."))}
    read = {name for name in names if name in elsewhere or any(name.startswith(text) for text in begun)}
    wrong = [name for name in names if name not in read and name not in waiting]
    return wrong + [f"{name} is read: take it off the list" for name in waiting if name in read]
