"""The folder in which browser and driver keep their files: LinkApp's own, and gone afterwards."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from linkapp.engine.browser import NoBrowser, OwnBrowser
from linkapp.engine.browser_folder import make, tidy
from linkapp.engine.installed import boxed, find_browser
from tests.crash.kills import children_of
from tests.engine.test_environment import is_driver, names_in

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def temporary(monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files with a short name, of this test alone."""
    made = Path(tempfile.mkdtemp(prefix="lt", dir="/tmp"))
    monkeypatch.setenv("TMPDIR", str(made))
    monkeypatch.setattr(tempfile, "tempdir", None)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def data(temporary: Path) -> Path:
    made = temporary / "d"
    made.mkdir()
    return made


def test_it_lies_in_the_data_folder_for_its_owner_only_and_is_removed_whole(data: Path) -> None:
    folder = make(data)
    assert folder.path.parent == data / "browser"
    assert [path.stat().st_mode & 0o777 for path in (folder.path, folder.path.parent)] == [0o700, 0o700]
    (folder.path / "profile" / "deep").mkdir(parents=True)
    (folder.path / "profile" / "deep" / "Cookies").write_text("x")
    folder.remove()
    folder.remove()
    assert list((data / "browser").iterdir()) == []


@pytest.mark.parametrize("reason", ["a long name", "no room", "read only", "elsewhere"])
def test_where_the_data_folder_does_not_serve_it_lies_with_the_temporary_files(
    reason: str, data: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if reason == "a long name":
        data = data / ("long" * 20)
        data.mkdir()
    if reason == "no room":
        monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(9, 8, 1))
    if reason == "read only":
        (data / "browser").write_text("a file stands in the way")
    folder = make(data, elsewhere=reason == "elsewhere")
    assert folder.path.parent == temporary
    assert not folder.in_data_folder
    folder.remove()


def test_what_a_killed_program_left_goes_and_what_is_used_stays(data: Path, temporary: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from linkapp.engine.browser_folder import make;"
        "made = [make(Path(sys.argv[1])), make(None)];"
        "[(one.path / 'profile').mkdir() for one in made]; print('ready', flush=True); time.sleep(600)"
    )
    in_use = make(data)
    with subprocess.Popen([sys.executable, "-c", code, str(data)], cwd=ROOT, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"ready\n"
        tidy(data)
        assert len([*(data / "browser").iterdir(), *temporary.glob("linkapp-*")]) == 3
        other.kill()
    tidy(data)
    assert [*(data / "browser").iterdir(), *temporary.glob("linkapp-*")] == [in_use.path]
    in_use.remove()


def test_nobody_elses_files_are_touched(data: Path, temporary: Path) -> None:
    other = temporary / "theirs"
    other.mkdir()
    (other / "in-use").write_text("")
    (other / "letter").write_text("dear")
    (temporary / "linkapp-browser-link").symlink_to(other)
    (temporary / "linkapp-browser-file").write_text("a file")
    (temporary / "linkapp-browser-notes").mkdir()
    (temporary / "linkapp-browser-notes" / "list").write_text("without our lock")
    (temporary / "playwright_chromiumdev_profile-abc").mkdir()
    before = sorted(temporary.rglob("*"))
    tidy(data)
    assert sorted(temporary.rglob("*")) == before


def test_a_link_inside_is_removed_and_not_followed(data: Path, temporary: Path) -> None:
    letter = temporary / "letter"
    letter.write_text("dear")
    folder = make(data)
    (folder.path / "link").symlink_to(letter)
    (folder.path / "tree").symlink_to(temporary)
    folder.remove()
    assert letter.read_text() == "dear"
    assert not folder.path.exists()


def test_a_folder_that_was_tidied_before_it_was_locked_is_made_anew(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    real = tempfile.mkdtemp

    def tidied(*, prefix: str, dir: Path) -> str:  # noqa: A002 - called as tempfile's own is
        made.append(real(prefix=prefix, dir=dir))
        if len(made) == 1:
            tidy(data)
        return made[-1]

    monkeypatch.setattr(tempfile, "mkdtemp", tidied)
    folder = make(data)
    assert str(folder.path) == made[1]
    folder.remove()


async def test_everything_of_browser_and_driver_lies_in_it_while_they_run(
    data: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = temporary / "h"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    own = OwnBrowser(headless=True, loopback=True, data_folder=data)
    await (await own.context()).new_page()
    (folder,) = (data / "browser").iterdir()
    assert any(path.name.startswith("playwright_chromium") for path in folder.iterdir())
    assert names_in(temporary) == ["d", "h"]
    await own.close()
    assert list((data / "browser").iterdir()) == []
    assert not any("hromium" in path.name for path in home.rglob("*"))


async def test_a_window_costs_no_page_but_its_own_and_nothing_that_playwright_takes_away_comes_back(data: Path) -> None:
    own = OwnBrowser(headless=True, loopback=True, data_folder=data)
    async with await own.context() as context:
        await context.new_page()
        asking = await context.browser.new_browser_cdp_session()
        targets = (await asking.send("Target.getTargets", {"filter": [{}]}))["targetInfos"]
        await asking.detach()
    assert {target["type"] for target in targets} <= {"page", "tab", "browser"}, targets
    given = [lists for process in children_of(os.getpid()) if len(lists := features_off(process)) > 1]
    await own.close()
    assert given
    for lists in given:
        assert set().union(*lists) == lists[-1], "of several such lists the browser heeds the last one only"


def features_off(process: int) -> list[set[str]]:
    """Every list of features that a browser was started without; empty for other processes."""
    try:
        words = Path(f"/proc/{process}/cmdline").read_text().split("\0")
    except OSError:
        return []  # ended meanwhile
    lists = [set(word.partition("=")[2].split(",")) for word in words if word.startswith("--disable-features=")]
    return lists if "--remote-debugging-pipe" in words else []


async def test_a_browser_whose_driver_is_ended_first_leaves_nothing(data: Path, temporary: Path) -> None:
    before = set(children_of(os.getpid()))
    own = OwnBrowser(headless=True, loopback=True, data_folder=data)
    await (await own.context()).new_page()
    for child in set(children_of(os.getpid())) - before:
        if is_driver(child):
            os.kill(child, signal.SIGKILL)
    async with asyncio.timeout(20):
        while own.alive:  # noqa: ASYNC110 - a browser that lost its driver tells nobody
            await asyncio.sleep(0.01)
    await own.close()
    left = [*(data / "browser").iterdir()]
    tidy(data)
    assert left == [] or [*(data / "browser").iterdir()] == []
    assert names_in(temporary) == ["d"]


async def test_a_browser_that_sees_no_data_folder_starts_with_its_files_elsewhere(data: Path, temporary: Path) -> None:
    """As one that a system packs in a box of its own: a program that refuses a profile there stands for it."""
    program = temporary / "boxed"
    program.write_text(f'#!/bin/sh\ncase "$*" in *{data}*) exit 1;; esac\nexec {find_browser()} "$@"\n')
    program.chmod(0o700)
    own = OwnBrowser(program=str(program), headless=True, loopback=True, data_folder=data)
    await (await own.context()).new_page()
    assert [name[:16] for name in names_in(temporary)][2:3] == ["linkapp-browser-"]
    await own.close()
    assert names_in(temporary) == ["boxed", "d"]
    assert list((data / "browser").iterdir()) == []


@pytest.mark.parametrize(
    ("text", "is_boxed"),
    [
        ('#!/bin/sh\nexec /snap/bin/chromium "$@"\n', True),
        ('#!/bin/sh\nexec flatpak run org.chromium.Chromium "$@"\n', True),
        ('#!/bin/sh\nexec /usr/lib/chromium/chromium "$@"\n', False),
        ("\x7fELF /snap/", False),
    ],
)
def test_a_program_in_a_box_is_known_by_where_it_lies_or_what_it_starts(
    temporary: Path, text: str, is_boxed: bool
) -> None:
    program = temporary / "chromium"
    program.write_text(text)
    assert boxed(str(program)) is is_boxed
    assert boxed("/snap/bin/chromium")
    assert not boxed(None)
    assert not boxed(str(temporary / "none"))


async def test_a_browser_that_starts_nowhere_leaves_nothing(data: Path, temporary: Path) -> None:
    program = temporary / "broken"
    program.write_text("#!/bin/sh\nmktemp -d\nexit 1\n")
    program.chmod(0o700)
    own = OwnBrowser(program=str(program), headless=True, loopback=True, data_folder=data)
    with pytest.raises(NoBrowser):
        await own.start()
    assert names_in(temporary) == ["broken", "d"]
    assert list((data / "browser").iterdir()) == []
