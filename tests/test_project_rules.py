"""What the project agreed on and no linter knows. A rule that was broken once is added here.

A failing rule names each place as `file:line what`, so that an editor jumps there.
"""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "soudan_desk"

# Longer than 300 lines, and why that is better than two modules. Above 400 no reason helps.
LONG_FOR_A_REASON: dict[str, str] = {
    "src/soudan_desk/storage/sqlite_dialect.py": "all that is SQLite's own stands in one module",
}

PAGES = {
    "first_run", "login", "today", "intake", "cases", "case", "people", "person", "conferences",
    "conference", "referrals", "referral", "review", "calendar", "figures", "agencies", "search",
    "settings", "import_file", "manual", "audit", "backup", "requests",
    "handover", "disclosures", "disposals",
}  # fmt: skip
CENTRE_KEYS = {"life_support", "rights_advocacy", "disability"}
NETWORK = {
    "aiohttp", "asyncio", "ftplib", "http", "httpx", "imaplib", "poplib", "requests", "smtplib",
    "socket", "socketserver", "ssl", "urllib.request", "urllib3", "xmlrpc",
}  # fmt: skip
LOCAL_ONLY = {"QLocalServer", "QLocalSocket"}
SQLITE_ONLY = re.compile(
    r"\bPRAGMA\b|\browid\b|\bINSERT OR\b|\bstrftime\b|\bjson_extract\b|\bfts5\b|\bMATCH\b"
)
COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\b|\brgba?\(")

# Made of pieces, so that this file does not name them itself.
OF_ONE_PLACE = re.compile(
    "|".join(
        re.escape(first + second)
        for first, second in [
            ("pypi", ".org"), ("python", "hosted"), ("npm", "js.org"), ("npm", "js.com"),
            (".debian", ".org"), (".ubuntu", ".com"), ("/wo", "rk/"), ("/fa", "rm/"),
            ("/ro", "ot/"), (".lib", "rary"), ("../sha", "red"), ("/opt/wh", "eels"),
        ]
    )
    + "|/ho" + r"me/[a-z]"
)  # fmt: skip


class Source(NamedTuple):
    """A module, read and parsed."""

    path: Path
    text: str
    tree: ast.Module

    def is_in(self, *places: str) -> bool:
        """Tell whether the module is, or lies in, one of these places of the package."""
        name = self.path.relative_to(PACKAGE).as_posix()
        return any(name == place or name.startswith(place + "/") for place in places)

    def at(self, node: ast.AST, what: str) -> str:
        """Say where something stands."""
        return f"{self.path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)} {what}"


def _read(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    return Source(path, text, ast.parse(text))


@cache
def package() -> list[Source]:
    """Read every module of the program; what Alembic generates is not ours to shape."""
    generated = PACKAGE / "storage" / "migrations" / "versions"
    return [_read(p) for p in sorted(PACKAGE.rglob("*.py")) if generated not in p.parents]


@cache
def beside() -> list[Source]:
    """Read the modules that are not shipped."""
    folders = ("benchmarks", "installer", "scripts", "tests")
    return [_read(path) for name in folders for path in sorted((ROOT / name).rglob("*.py"))]


def outside(*places: str) -> Iterator[tuple[Source, ast.AST]]:
    """Walk every node of the program's modules, but for those in some places."""
    for source in package():
        if not source.is_in(*places):
            yield from ((source, node) for node in ast.walk(source.tree))


def called(node: ast.AST) -> str:
    """Name what a node calls (`f`, or `.f` of something); nothing when it is no call."""
    match node:
        case ast.Call(func=ast.Name(id=name)):
            return name
        case ast.Call(func=ast.Attribute(attr=name)):
            return "." + name
    return ""


def imported(tree: ast.Module) -> Iterator[tuple[ast.AST, str, str]]:
    """List each import as node, module and name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from ((node, node.module or "", alias.name) for alias in node.names)


def texts(tree: ast.Module) -> Iterator[ast.Constant]:
    """List the string constants that are not docstrings."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    prose = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, kinds) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node


def forbidden(reason: str, found: list[str]) -> None:
    """Fail with the reason and the places, if there are any."""
    assert not found, "\n".join([reason, *found])


def forbidden_calls(reason: str, names: set[str], *allowed_in: str) -> None:
    """Fail where one of these is called outside the places that may."""
    calls = [s.at(n, called(n)) for s, n in outside(*allowed_in) if called(n) in names]
    forbidden(reason, calls)


def test_no_module_grows_beyond_what_one_reads_at_a_sitting():
    sources = package() + [s for s in beside() if "tests" not in s.path.parts]
    lines = {s.path.relative_to(ROOT).as_posix(): len(s.text.splitlines()) for s in sources}
    long = {name: count for name, count in lines.items() if count > 300}
    forbidden("above 400 lines:", [f"{n}: {c}" for n, c in long.items() if c > 400])
    forbidden(
        "above 300 lines without a reason in LONG_FOR_A_REASON:",
        [f"{name}: {count}" for name, count in long.items() if name not in LONG_FOR_A_REASON],
    )
    forbidden("no longer long, take the reason out:", [*(LONG_FOR_A_REASON.keys() - long.keys())])


def test_no_function_is_longer_than_a_screen():
    functions = [
        (source, node)
        for source in package() + beside()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    long = [(s, n, size) for s, n in functions if (size := n.end_lineno - n.lineno + 1) > 40]
    forbidden("above 40 lines:", [s.at(n, f"{n.name}: {size}") for s, n, size in long])


def test_the_event_loop_is_entered_in_one_place_only():
    forbidden_calls("the frozen window's crutch:", {".processEvents", "processEvents"})
    forbidden_calls("a slot knows its sender by its name:", {".sender"})
    forbidden_calls("ask through ui/dialogs.py:", {".exec", ".exec_"}, "ui/dialogs.py", "app.py")


def test_there_are_no_designer_files():
    forbidden("pages are written in Python:", [str(p) for p in tracked() if p.suffix == ".ui"])


def test_colours_come_from_the_theme():
    found = [
        source.at(text, text.value)
        for source in package()
        if not source.is_in("ui/theme.py")
        for text in texts(source.tree)
        if COLOUR.search(text.value)
    ]
    forbidden("colours belong in resources/theme:", found)
    styled = [
        source.at(node, "setStyleSheet")
        for source, node in outside("ui/theme.py")
        if called(node) == ".setStyleSheet" and isinstance(node.args[0], ast.Constant)
    ]
    forbidden("styles belong in ui/theme.py:", [s for s in styled if s])


def test_only_two_modules_speak_the_dialect_of_sqlite():
    spoken_in = ("storage/sqlite_dialect.py", "storage/sqlite_guards.py")
    sources = [source for source in package() if not source.is_in(*spoken_in)]
    spoken = [
        s.at(t, t.value) for s in sources for t in texts(s.tree) if SQLITE_ONLY.search(t.value)
    ]
    functions = [
        source.at(node, f"func.{node.attr}")
        for source, node in outside(*spoken_in)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "func"
        and SQLITE_ONLY.search(node.attr)
    ]
    dialect = [
        source.at(node, module)
        for source in sources
        for node, module, _name in imported(source.tree)
        if module.startswith("sqlalchemy.dialects.sqlite")
    ]
    forbidden("the models must run on PostgreSQL one day:", spoken + functions + dialect)


def test_bulk_statements_stay_in_storage():
    found = [
        source.at(node, name)
        for source in package()
        if not source.is_in("storage")
        for node, module, name in imported(source.tree)
        if module.startswith("sqlalchemy") and name in {"insert", "update", "delete"}
    ]
    forbidden("session events do not see them, so neither revision nor audit is written:", found)
    bulk = {".bulk_save_objects", ".bulk_insert_mappings", ".bulk_update_mappings"}
    forbidden_calls("use store.writing_many():", bulk, "storage")


def test_relationships_are_never_loaded_behind_ones_back():
    found = [
        source.at(node, "relationship")
        for source, node in outside()
        if called(node) == "relationship"
        and not any(
            word.arg == "lazy" and getattr(word.value, "value", "") == "raise"
            for word in node.keywords
        )
    ]
    forbidden('say lazy="raise":', found)


def test_only_centres_know_which_centre_it_is():
    places = ("centres", *(f"models/{key}" for key in CENTRE_KEYS))
    compared = [
        source.at(node, ast.unparse(node))
        for source, node in outside(*places)
        if isinstance(node, ast.Compare)
        for side in (node.left, *node.comparators)
        if isinstance(side, ast.Constant) and side.value in CENTRE_KEYS
    ]
    plainly = [
        f"{source.path.relative_to(ROOT)}:{number}"
        for source in package()
        if not source.is_in(*places)
        for number, line in enumerate(source.text.splitlines(), 1)
        if re.search(r"\b(if|elif) (\w+\.)*centre(_key)? ==|\bmatch (\w+\.)*centre(_key)?:", line)
    ]
    forbidden("ask the centre's own package:", compared + plainly)


def test_only_the_window_knows_qt():
    found = [
        source.at(node, module)
        for source in package()
        if not source.is_in("ui", "app.py")
        for node, module, _name in imported(source.tree)
        if module.split(".")[0] == "PySide6"
    ]
    forbidden("a command must start without Qt:", found)


def test_the_program_has_no_network():
    found = [
        source.at(node, f"{module} {name}")
        for source in package()
        for node, module, name in imported(source.tree)
        if NETWORK & {module, module.split(".")[0], f"{module}.{name}"}
        or (module == "PySide6.QtNetwork" and name not in LOCAL_ONLY)
    ]
    forbidden("client data never leaves by wire:", found)


def test_only_commands_print():
    forbidden_calls("say it in the window, or not at all:", {"print", "pprint"}, "cli")


def test_every_package_says_what_it_is_for():
    packages = [source for source in package() if source.path.name == "__init__.py"]
    forbidden("no docstring:", [str(s.path) for s in packages if not ast.get_docstring(s.tree)])


def test_pages_bear_the_names_that_were_agreed():
    folder = PACKAGE / "ui" / "pages"
    stems = {path.relative_to(folder).parts[0].removesuffix(".py") for path in folder.rglob("*.py")}
    strange = [
        stem
        for stem in sorted(stems - {"__init__", "page"})  # page.py: what all pages share
        if stem not in PAGES and not any(stem.startswith(f"{page}_") for page in PAGES)
    ]
    forbidden("a page's module is its name, a part of it `page_part`:", strange)


def test_tests_use_the_real_thing():
    found = [
        source.at(node, f"{module} {name}")
        for source in beside()
        for node, module, name in imported(source.tree)
        if "mock" in f"{module}.{name}".split(".")
    ]
    forbidden("no mocks:", found)


@cache
def tracked() -> list[Path]:
    """List the files that git keeps."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    paths = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    return [path for path in paths if path.is_file()]


def test_no_file_names_a_package_host_or_a_place_of_one_machine():
    found = []
    for path in tracked():
        content = path.read_bytes()
        if b"\0" in content[:8000]:
            continue
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
            if named := OF_ONE_PLACE.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number} {named[0]}")
    forbidden("a clone must work on any machine, with any package source:", found)
