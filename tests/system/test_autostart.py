"""Starting with the session: what is written is what the desktop will do, and what is read back is what it says."""

from __future__ import annotations

import contextlib
import os
import plistlib
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkapp.services.ports.desktop import LoginEntry
from linkapp.system import autostart
from linkapp.system.autostart import DesktopEntry, LaunchAgent, RunKey, config_home, desktop_entry, own_command

COMMAND = ["/opt/Link App/linkapp", "--background"]
AWKWARD = [
    "/home/anna maria/LinkApp", "C:\\a\\b", 'a "quoted" one', "100% $HOME `id`", "it's", "-", "a;b|c&d<e>f", "(1).AppImage",
    "tab\there", "Zoë/été", "~/x", "#1", "a=b", "%U", "\\\\\\", "$$", "*?",
]  # fmt: skip


def launched(text: str) -> list[str]:
    """The words that a desktop starts, by the two rules of the specification: the escapes of any text, then the quotes
    of the Exec key."""
    (line,) = [line.removeprefix("Exec=") for line in text.splitlines() if line.startswith("Exec=")]
    plain, at = "", 0
    while at < len(line):
        if line[at] == "\\":
            plain += {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}[line[at + 1]]
            at += 1
        else:
            plain += line[at]
        at += 1
    words: list[str] = []
    word: str | None = None
    quoted = False
    at = 0
    while at < len(plain):
        sign = plain[at]
        if sign == '"':
            quoted, word = not quoted, word or ""
        elif sign == "\\" and quoted:
            assert plain[at + 1] in '"`$\\'
            word, at = (word or "") + plain[at + 1], at + 1
        elif sign == " " and not quoted:
            if word is not None:
                words.append(word)
            word = None
        else:
            assert quoted or sign not in "\t\n'\\><~|&;$*?#()`", f"reserved outside of quotes: {plain}"
            assert sign != "%" or plain[at : at + 2] == "%%", "a field code"
            at += sign == "%"
            word = (word or "") + sign
        at += 1
    assert not quoted
    return [*words, *([word] if word is not None else [])]


@pytest.mark.parametrize("word", AWKWARD)
def test_every_path_comes_back_word_for_word(word: str) -> None:
    assert launched(desktop_entry([word, "--background"])) == [word, "--background"]


@given(st.lists(st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]), min_size=1), min_size=1))
def test_any_command_comes_back_word_for_word(command: list[str]) -> None:
    if not any(sign in word for word in command for sign in "\x85\u2028\u2029"):
        assert launched(desktop_entry(command)) == command


def test_what_was_switched_on_is_on_and_is_switched_off_again(tmp_path: Path) -> None:
    path = tmp_path / "config" / "autostart" / "linkapp.desktop"
    entry = DesktopEntry(path, COMMAND)
    assert entry.entry() is LoginEntry.OFF
    assert entry.set(on=True)
    assert entry.entry() is LoginEntry.ON
    assert 'Exec="/opt/Link App/linkapp" --background' in path.read_text()
    assert entry.set(on=False)
    assert entry.entry() is LoginEntry.OFF
    assert not path.exists()


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_what_the_desktops_own_settings_switched_off_is_off(tmp_path: Path, line: str) -> None:
    path = tmp_path / "linkapp.desktop"
    entry = DesktopEntry(path, COMMAND)
    entry.set(on=True)
    key = line.split("=")[0]
    kept = [each for each in path.read_text().splitlines() if not each.startswith(key)]
    path.write_text("\n".join([*kept, line]))
    assert entry.entry() is LoginEntry.OFF
    assert entry.set(on=True)
    assert entry.entry() is LoginEntry.ON


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"[Desktop Entry]\nType=Application\nExec=/old/linkapp --background\n", b"[Other]\nExec=x\n"],
    ids=["empty", "no text", "a copy that was moved", "another group"],
)
def test_something_else_of_that_name_is_said_to_be_that_and_left_until_the_person_replaces_it(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "linkapp.desktop"
    path.write_bytes(content)
    entry = DesktopEntry(path, COMMAND)
    assert entry.entry() is LoginEntry.OTHER
    assert entry.set(on=False)
    assert path.read_bytes() == content
    assert entry.set(on=True)
    assert entry.entry() is LoginEntry.ON


def test_a_link_to_a_file_kept_elsewhere_stays_one(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles"
    real.write_text("")
    path = tmp_path / "linkapp.desktop"
    path.symlink_to(real)
    assert DesktopEntry(path, COMMAND).set(on=True)
    assert path.is_symlink()
    assert "Exec=" in real.read_text()


def test_a_place_that_cannot_be_written_to_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "autostart").write_text("a file where the folder would be")
    entry = DesktopEntry(tmp_path / "autostart" / "linkapp.desktop", COMMAND)
    assert not entry.set(on=True)
    assert entry.entry() in (LoginEntry.OFF, LoginEntry.OTHER)


def test_a_relative_folder_of_settings_counts_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/camille")
    assert config_home({"XDG_CONFIG_HOME": "relative"}) == Path("/home/camille/.config")
    assert config_home({"XDG_CONFIG_HOME": "/else"}) == Path("/else")


def test_a_packaged_copy_starts_itself_and_one_that_is_mounted_the_file_that_is_mounted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert own_command(None, {})[-1] == "--background"
    assert own_command("data", {})[-2:] == ["--data-dir", str(Path("data").absolute())]
    assert Path(own_command(None, {})[1]).is_file()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/tmp/.mount_LinkAp/usr/bin/linkapp")
    assert own_command(None, {}) == ["/tmp/.mount_LinkAp/usr/bin/linkapp", "--background"]
    assert own_command(None, {"APPIMAGE": "/home/a b/LinkApp.AppImage"})[0] == "/home/a b/LinkApp.AppImage"


def test_in_a_virtual_environment_it_is_its_own_interpreter_that_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The interpreter there is a link; where it leads to, nothing of what LinkApp needs is installed."""
    link = tmp_path / "python"
    link.symlink_to(sys.executable)
    monkeypatch.setattr(sys, "executable", str(link))
    assert own_command(None, {})[0] == str(link)


def test_what_is_written_starts_the_real_program(tmp_path: Path) -> None:
    """The command of the file itself, with --help in place of the window."""
    words = launched(desktop_entry(own_command(str(tmp_path / "da ta"))))
    done = subprocess.run([*words, "--help"], cwd="/", capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert "--background" in done.stdout


def test_a_launch_agent_says_what_the_session_will_do(tmp_path: Path) -> None:
    path = tmp_path / "agents" / "linkapp.plist"
    agent = LaunchAgent(path, COMMAND)
    assert agent.entry() is LoginEntry.OFF
    assert agent.set(on=True)
    assert agent.entry() is LoginEntry.ON
    values = plistlib.loads(path.read_bytes())
    assert (values["ProgramArguments"], values["RunAtLoad"]) == (COMMAND, True)
    assert LaunchAgent(path, ["/else"]).entry() is LoginEntry.OTHER
    path.write_bytes(plistlib.dumps({**values, "Disabled": True}))
    assert agent.entry() is LoginEntry.OFF
    path.write_bytes(b"<plist>")
    assert agent.entry() is LoginEntry.OTHER
    assert agent.set(on=True)
    assert agent.set(on=False)
    assert not path.exists()


class Registry:
    """As much of ``winreg`` as is used; the keys are dictionaries."""

    HKEY_CURRENT_USER, REG_SZ, KEY_SET_VALUE = "user", 1, 2

    def __init__(self) -> None:
        self.keys: dict[str, dict[str, Any]] = {autostart.APPROVED: {}}

    @contextlib.contextmanager
    def OpenKey(self, root: str, path: str, _: int = 0, __: int = 0) -> Iterator[dict[str, Any]]:  # noqa: N802 - winreg's name
        if path not in self.keys:
            raise FileNotFoundError(path)
        yield self.keys[path]

    @contextlib.contextmanager
    def CreateKey(self, root: str, path: str) -> Iterator[dict[str, Any]]:  # noqa: N802 - winreg's name
        yield self.keys.setdefault(path, {})

    def QueryValueEx(self, key: dict[str, Any], name: str) -> tuple[Any, int]:  # noqa: N802 - winreg's name
        if name not in key:
            raise FileNotFoundError(name)
        return key[name], 1

    def SetValueEx(self, key: dict[str, Any], name: str, _: int, __: int, value: Any) -> None:  # noqa: N802 - winreg's name
        key[name] = value

    def DeleteValue(self, key: dict[str, Any], name: str) -> None:  # noqa: N802 - winreg's name
        if name not in key:
            raise FileNotFoundError(name)
        del key[name]


def test_the_run_key_says_what_windows_will_do() -> None:
    registry = Registry()
    key = RunKey([r"C:\Program Files\LinkApp\linkapp.exe", "--background"], registry)
    assert key.entry() is LoginEntry.OFF
    assert key.set(on=True)
    assert registry.keys[autostart.RUN] == {"linkapp": r'"C:\Program Files\LinkApp\linkapp.exe" --background'}
    assert key.entry() is LoginEntry.ON
    registry.keys[autostart.APPROVED]["linkapp"] = b"\x03" + bytes(11)
    assert key.entry() is LoginEntry.OFF, "switched off in the Task Manager"
    assert key.set(on=True)
    assert key.entry() is LoginEntry.ON
    registry.keys[autostart.APPROVED]["linkapp"] = b"\x02" + bytes(11)
    assert key.entry() is LoginEntry.ON
    registry.keys[autostart.RUN]["linkapp"] = r"C:\else.exe"
    assert key.entry() is LoginEntry.OTHER
    assert key.set(on=False)
    assert registry.keys[autostart.RUN] == {"linkapp": r"C:\else.exe"}
    assert key.set(on=True)
    assert key.set(on=False)
    assert key.entry() is LoginEntry.OFF


def test_nobody_else_reads_or_writes_the_file(tmp_path: Path) -> None:
    path = tmp_path / "linkapp.desktop"
    DesktopEntry(path, COMMAND).set(on=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.stat().st_uid == os.getuid()
