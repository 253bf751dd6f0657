"""Rules of the tree that a linter does not know."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = sorted((ROOT / "linkapp").rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION = 450, 80
LONGER_FILES = {"practice/words.py": 680}
"""A list of words, and what is still to be divided: lower these as it is."""
NAMELESS = {"utils", "util", "helpers", "helper", "common", "base", "misc", "manager"}


BEFORE_THE_LOOP = {("a nested Qt loop", "first_paint.py")}
"""Where there is no coroutine yet that a loop of Qt's own could be nested in."""


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [path for path in SOURCES if path.stem in NAMELESS or path.parent.name in NAMELESS] == []


@pytest.mark.parametrize(
    ("what", "pattern", "rooms"),
    [
        ("a nested Qt loop", r"\.exec\(\)|\.exec_\(\)", ("ui", "app.py", "demo.py")),
        (
            "a static dialog",
            r"QMessageBox\.(question|warning|information|critical|about)\(|QFileDialog\.get\w+\(",
            ("ui",),
        ),
        ("processEvents", r"processEvents\(", ("ui", "app.py", "demo.py")),
        ("a blocking sleep", r"\btime\.sleep\(", ("",)),
        (
            "a limit that a cancelled task does not meet",
            r"asyncio\.(timeout|wait_for)\(",
            ("services", "engine", "system", "storage", "app.py"),
        ),
        ("qasync's slots", r"asyncSlot", ("ui",)),
        ("Qt's own database", r"QtSql|QSqlDatabase", ("",)),
        ("a disguise", r"stealth|patchright|navigator\.webdriver|AutomationControlled|user_agent=", ("",)),
        ("the end of somebody's process", r"pkill|killall|os\.kill\(|\.terminate\(\)", ("",)),
    ],
)
def test_nothing_forbidden_stands_in_the_code(what: str, pattern: str, rooms: tuple[str, ...]) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in SOURCES
        if any(room == "" or room in path.relative_to(ROOT).parts for room in rooms)
        and (what, path.name) not in BEFORE_THE_LOOP
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(pattern, line) and not line.strip().startswith(("#", '"""'))
    ]
    assert found == [], what


def test_the_command_line_loads_no_qt_and_starts_without_the_heavy_libraries() -> None:
    code = (
        "import sys; from linkapp import app; from linkapp.cli import parser; parser.parse(['status']);"
        "heavy = [name for name in ('PySide6', 'qasync', 'playwright', 'sqlalchemy', 'aiohttp') if name in sys.modules];"
        "print(heavy)"
    )
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


NOT_IN_THE_BACKGROUND = {
    "alembic", "playwright", "aiohttp", "keyring", "cryptography", "redis",
    "apprise", "vobject", "icalendar", "rapidfuzz", "rich",
}  # fmt: skip


def test_what_lies_in_the_tray_holds_no_library_that_only_a_run_or_an_import_needs() -> None:
    code = (
        "import importlib, sys; from linkapp import app; from linkapp.window_start import THE_APPLICATION, THE_WINDOW;"
        "[importlib.import_module(name) for name in (*THE_WINDOW, *THE_APPLICATION)];"
        "import sqlalchemy.dialects.sqlite.aiosqlite, linkapp.system.journal;"
        "print(*sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert NOT_IN_THE_BACKGROUND & set(answer.stdout.split()) == set()


def test_qts_binding_reads_no_source_of_what_is_imported() -> None:
    code = (
        "import builtins, linecache, linkapp.ui.window, linkapp.ui.app_window;"
        "print(builtins.__import__.__name__, len(linecache.cache))"
    )
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    imports, read = answer.stdout.split()
    assert imports != "__feature_import__"
    assert int(read) <= 5


AT_FIRST_PAINT = """
import os, sys
from linkapp.app import main
from linkapp.ui.frame import WindowFrame

def painted(window, event):
    print(" ".join(sorted(sys.modules)), flush=True)
    os._exit(0)

WindowFrame.paintEvent = painted
main(sys.argv[1:])
"""
OF_LINKAPP_AT_FIRST_PAINT = {
    "app", "window_start", "config", "display",
    "cli", "cli.main", "cli.first_look", "cli.output", "cli.usage",
    "domain", "domain.known_error",
    "system", "system.core_dumps", "system.crash_file", "system.file_lock", "system.folders", "system.site_lock",
    "system.whole_file",
    "ui", "ui.application", "ui.files", "ui.first_paint", "ui.frame", "ui.icons", "ui.language", "ui.platform_plugin", "ui.sections",
    "ui.theme", "ui.window", "ui.window_state",
}  # fmt: skip
"""All of LinkApp that the window's first paint waits for (``linkapp/window_start.py``)."""
OF_QT = {"PySide6", "shiboken6", "shibokensupport", "signature_bootstrap", "__feature__"}
SLOW = {"asyncio", "ssl", "sqlite3", "email", "http", "xml", "concurrent", "multiprocessing", "uuid", "secrets"}
"""Of Python's own; Qt's binding itself brings some others."""


def test_qt_alone_is_imported_before_the_window_is_painted(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", AT_FIRST_PAINT, "--data-dir", str(tmp_path), "--site", "http://127.0.0.1:9"],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    modules = ended.stdout.split()
    ours = {name.removeprefix("linkapp.") for name in modules if name.startswith("linkapp.")}
    assert ours - OF_LINKAPP_AT_FIRST_PAINT == set()
    others = {name.split(".")[0] for name in modules} - {"linkapp", "__main__", "_distutils_hack"}
    assert others - sys.stdlib_module_names - OF_QT == set()
    assert others & SLOW == set()


def test_no_machine_path_and_no_registry_stands_in_the_tree() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    bad = re.compile(r"(?<![\w.])/(work|farm)/|/root/\.|--(extra-)?index-url|https?://[^ ]*/simple/")
    found = []
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.suffix in {".png", ".gz", ".ico", ".icns"} or not path.is_file() or path == Path(__file__):
            continue
        found += [name for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if bad.search(line)]
    assert found == []


def test_no_file_and_no_function_is_too_long() -> None:
    too_long = []
    for path in SOURCES:
        name, text = path.relative_to(ROOT / "linkapp").as_posix(), path.read_text(encoding="utf-8")
        if text.count("\n") > LONGER_FILES.get(name, LONGEST_FILE):
            too_long.append(name)
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    too_long.append(f"{name}: {node.name}")
    assert too_long == []


def test_no_two_public_classes_have_one_name() -> None:
    where: dict[str, list[str]] = {}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                where.setdefault(node.name, []).append(path.relative_to(ROOT).as_posix())
    assert {name: files for name, files in where.items() if len(files) > 1} == {}


@pytest.mark.parametrize(
    "room",
    [
        "app.py",
        "cli",
        "demo.py",
        "display.py",
        "domain",
        "engine",
        "practice",
        "start_check.py",
        "storage",
        "system",
        "ui",
    ],
)
def test_no_variable_is_named_after_how_it_came(room: str) -> None:
    """Locals, loop variables and parameters are named after what they hold; an attribute of a class is another matter."""
    vague = {"told", "kept", "found", "one"}
    named = []
    for path in SOURCES:
        if path.relative_to(ROOT / "linkapp").parts[0] != room:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        attributes = {
            id(field.target)
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef)
            for field in node.body
            if isinstance(field, ast.AnnAssign)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and id(node) not in attributes:
                name = node.id
            elif isinstance(node, ast.arg):
                name = node.arg
            elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
                name = node.name
            else:
                continue
            if name in vague:
                named.append(f"{path.relative_to(ROOT).as_posix()}:{node.lineno} {name}")
    assert named == []
