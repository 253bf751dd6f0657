"""The set-up on a fresh machine: what it finds, what it hands over, and that it ends with everything it started."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
DEV = ROOT / "packaging" / "dev.py"
PATIENCE_S = 30.0


@pytest.fixture
def dev() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dev", DEV)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def fonts(dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(dev, "FONT_FOLDERS", (str(tmp_path), str(tmp_path / "none")))
    return tmp_path


def test_a_machine_without_an_emoji_font_is_seen(dev: ModuleType, fonts: Path) -> None:
    (fonts / "truetype").mkdir()
    (fonts / "truetype" / "DejaVuSans.ttf").touch()
    assert dev.has_fonts(dev.FONTS["fonts-dejavu-core"])
    assert not dev.has_fonts(dev.FONTS["fonts-noto-color-emoji"])


def test_a_folder_or_a_text_about_emoji_is_no_font(dev: ModuleType, fonts: Path) -> None:
    (fonts / "emoji").mkdir()
    (fonts / "emoji" / "emoji-readme.txt").touch()
    assert not dev.has_fonts(dev.FONTS["fonts-noto-color-emoji"])


@pytest.mark.parametrize("name", ["NotoColorEmoji.ttf", "Twemoji.Mozilla.ttf", "apple-emoji.ttc", "OpenMoji-emoji.otf"])
def test_any_emoji_font_will_do(dev: ModuleType, fonts: Path, name: str) -> None:
    (fonts / "share").mkdir()
    (fonts / "share" / name).touch()
    assert dev.has_fonts(dev.FONTS["fonts-noto-color-emoji"])


def test_a_machine_without_fonts_is_told_to_install_both(
    dev: ModuleType, fonts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(dev, "apt", asked.extend)
    monkeypatch.setattr(sys, "platform", "linux")
    dev.system_packages(tests=False)
    assert {"fonts-dejavu-core", "fonts-noto-color-emoji"} <= set(asked)


def test_a_missing_browser_package_takes_nothing_else_with_it(
    dev: ModuleType, fonts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[list[str]] = []
    monkeypatch.setattr(dev, "apt", calls.append)
    monkeypatch.setattr(dev, "browser", lambda: None)
    monkeypatch.setattr(dev.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    monkeypatch.setattr(sys, "platform", "linux")
    dev.system_packages(tests=True)
    assert [call for call in calls if "chromium" in call] == [["chromium"]]


@pytest.mark.parametrize(
    ("installed", "offered", "asked"),
    [
        ("1.2-3~deb12u1", "1.2-3~deb12u1", "chromium-headless-shell=1.2-3~deb12u1"),
        ("1.2-3~deb12u1", "1.3-1~deb12u1", None),
        ("1.2-3~deb12u1", "", None),
        ("", "1.2-3~deb12u1", None),
    ],
    ids=["the same", "another version only", "none", "no chromium of the system's"],
)
def test_the_browser_of_most_tests_is_the_installed_one_without_its_window_or_none(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, installed: str, offered: str, asked: str | None
) -> None:
    """Never another version: it would bring another browser along, or take the installed one away."""
    row = f"chromium-headless-shell | {offered} | http://127.0.0.1 bookworm/main amd64 Packages\n"
    said = {"dpkg-query": installed, "apt-cache": row if offered else ""}
    monkeypatch.setattr(dev, "answer", lambda program, *_: said[program])
    monkeypatch.setattr(dev, "run", lambda *_, **__: 0)
    monkeypatch.setattr(dev, "sudo", list)
    monkeypatch.setattr(dev.shutil, "which", lambda name: None if name.startswith("chromium") else f"/usr/bin/{name}")
    assert dev.windowless_browser() == asked


def test_what_a_person_set_for_their_own_python_does_not_lead_the_set_up_astray(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PIP_TARGET", "PIP_PREFIX", "PYTHONPATH", "PYTHONHOME", "PIP_CONSTRAINT", "PIP_NO_BINARY"):
        monkeypatch.setenv(name, "elsewhere")
    monkeypatch.setenv("PIP_USER", "1")
    monkeypatch.setenv("PIP_CERT", "mine.pem")
    environment = dev.plain_environment()
    assert "elsewhere" not in environment.values()
    assert environment["PIP_USER"] == "0"
    assert environment["PIP_CERT"] == "mine.pem"


def until(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def making(dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The set-up over another folder, with the making of environments left out."""

    def makes(*command: object, **_: object) -> int:
        assert "venv" in command
        assert [one.name for one in dev.VENV.iterdir()] == [".linkapp-begun"]
        return 0

    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(dev, "run", makes)
    return dev


def test_what_the_folder_of_the_environment_leads_to_is_left_alone(making: ModuleType, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "pyvenv.cfg").write_text("home = somewhere")
    making.VENV.symlink_to(theirs, target_is_directory=True)
    making.make_environment()
    assert (theirs / "pyvenv.cfg").read_text() == "home = somewhere"
    assert not making.VENV.is_symlink()
    assert making.mark("environment").is_file()


def test_an_environment_that_somebody_else_made_is_left_alone(making: ModuleType) -> None:
    making.VENV.mkdir()
    (making.VENV / "pyvenv.cfg").write_text("home = somewhere")
    with pytest.raises(SystemExit, match="not made by LinkApp"):
        making.make_environment()
    assert (making.VENV / "pyvenv.cfg").read_text() == "home = somewhere"


@pytest.mark.parametrize("left", [[], [".linkapp-begun"], [".linkapp-environment", "pyvenv.cfg"]])
def test_one_that_is_empty_or_half_made_or_of_another_python_is_made_anew(making: ModuleType, left: list[str]) -> None:
    making.VENV.mkdir()
    for name in left:
        (making.VENV / name).touch()
    making.make_environment()
    assert sorted(one.name for one in making.VENV.iterdir()) == [".linkapp-begun", ".linkapp-environment"]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


CHILD = "import os, sys, time, pathlib; pathlib.Path(sys.argv[1]).write_text(str(os.getpid())); time.sleep(60)"
GRANDCHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {CHILD!r}, sys.argv[1]])"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="counts processes as Linux shows them")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
@pytest.mark.parametrize("way", ["run", "hand_over"])
def test_a_signal_ends_everything_that_was_started(way: str, number: signal.Signals, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    what = {"run": GRANDCHILD, "hand_over": CHILD}[way]
    program = (
        f"import sys; sys.path.insert(0, {str(DEV.parent)!r}); import dev; from pathlib import Path;"
        f"sys.exit(dev.{way}(Path(sys.executable), '-c', {what!r}, {str(note)!r}))"
    )
    starter = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, start_new_session=True)
    try:
        assert until(lambda: note.exists() and note.read_text().isdigit())
        started = int(note.read_text())
        assert alive(started)
        os.kill(starter.pid, number)
        starter.wait(PATIENCE_S)
        assert until(lambda: not alive(started))
        assert starter.returncode != 0
    finally:
        if starter.poll() is None:
            os.killpg(starter.pid, signal.SIGKILL)
            starter.wait()
