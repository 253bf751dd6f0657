"""The desktop file: valid, and of the same name as the window, the notifications and the start at login say."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from configparser import RawConfigParser
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from linkapp.system import autostart
from linkapp.ui.desktop.notification_service import DESKTOP_ENTRY
from linkapp.ui.files import resource

FILE = resource("linkapp.desktop")
ROOT = Path(__file__).resolve().parents[2]
REGISTERED = {"Office": {"ContactManagement"}}
"""Of the menu specification: main categories, and what may be said further under each."""
SHOW_CLASS = """
import subprocess, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from linkapp.ui.application import make_application
application = make_application(["/opt/linkapp/linkapp"])
window = QWidget()
window.show()
def look():
    subprocess.run(["xprop", "-id", str(int(window.winId())), "WM_CLASS"], check=True, timeout=10)
    application.quit()
QTimer.singleShot(0, look)
sys.exit(application.exec())
"""


def keys() -> dict[str, str]:
    """The keys of the one group; a key or a group that stands twice is an error."""
    parser = RawConfigParser(strict=True, delimiters=("=",), comment_prefixes=("#",), interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(FILE.read_text(encoding="utf-8"))
    assert parser.sections() == ["Desktop Entry"]
    return dict(parser["Desktop Entry"])


def test_it_has_what_the_specification_asks_for() -> None:
    values = keys()
    assert FILE.read_bytes().startswith(b"[Desktop Entry]\n")
    assert (values["Type"], values["Name"], values["Terminal"], values["Version"]) == (
        "Application", "LinkApp", "false", "1.5",
    )  # fmt: skip
    assert all(re.fullmatch(r"[A-Za-z0-9-]+(\[[a-z]{2}\])?", key) for key in values)
    assert all(value and value == value.strip() for value in values.values())
    main, *further = values["Categories"].removesuffix(";").split(";")
    assert set(further) <= REGISTERED[main]
    for key in (key for key in values if key.split("[")[0] in ("Categories", "Keywords")):
        assert values[key].endswith(";"), "a list ends with its sign"
    for key in ("GenericName", "Comment", "Keywords"):
        assert values[key] != values[f"{key}[fr]"]


@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="desktop-file-utils is not installed")
def test_the_desktops_own_tool_finds_nothing() -> None:
    run = subprocess.run(["desktop-file-validate", FILE], capture_output=True, text=True, check=False, timeout=30)
    assert (run.returncode, run.stdout + run.stderr) == (0, "")


def test_everybody_means_this_file(qapp: QApplication) -> None:
    assert qapp.desktopFileName() == DESKTOP_ENTRY == FILE.stem
    assert FILE.name == autostart.ENTRY
    at_login = dict(line.split("=", 1) for line in autostart.desktop_entry(["linkapp"]).splitlines()[1:])
    assert {key: at_login[key] for key in ("Name", "Icon", "Type", "Terminal")} == {
        key: keys()[key] for key in ("Name", "Icon", "Type", "Terminal")
    }


def test_it_starts_what_is_packaged_and_shows_an_icon_that_is_there() -> None:
    values = keys()
    assert f'name="{values["Exec"]}"' in (ROOT / "linkapp.spec").read_text(encoding="utf-8")
    assert resource("icons", f"{values['Icon']}.svg").is_file()


def test_windows_are_told_by_the_class_that_qt_gives_them(qapp: QApplication) -> None:
    assert keys()["StartupWMClass"] == qapp.applicationName()


@pytest.mark.skipif(
    not all(shutil.which(tool) for tool in ("xvfb-run", "xauth", "xprop")), reason="there is no X server to ask"
)
def test_a_real_window_has_that_class() -> None:
    run = subprocess.run(
        ["xvfb-run", "-a", "env", "QT_QPA_PLATFORM=xcb", sys.executable, "-c", SHOW_CLASS],
        capture_output=True, text=True, check=False, timeout=60, cwd=ROOT,
    )  # fmt: skip
    assert run.stdout.strip() == f'WM_CLASS(STRING) = "linkapp", "{keys()["StartupWMClass"]}"', run.stderr
