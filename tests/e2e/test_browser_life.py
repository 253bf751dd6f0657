"""The browser that LinkApp starts: killed in mid-run, closed at the end, and nobody else's touched."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from linkapp.engine.installed import find_browser
from linkapp.practice import ServedSite, served
from tests.crash.kills import children_of, command, gone
from tests.e2e.processes import many_due

PEOPLE = 4


@pytest.fixture
def site() -> Iterator[ServedSite]:
    with served(many_due(PEOPLE, datetime.now(UTC).date())) as made:
        yield made


def _browser_of(pid: int) -> int:
    """The browser's first process below ``pid``."""
    for child in children_of(pid):
        words = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
        if b"--remote-debugging-pipe" in words and not any(word.startswith(b"--type=") for word in words):
            return child
    raise AssertionError("no browser is running")


@pytest.mark.parametrize("after_messages", [0, 2])
def test_a_browser_killed_in_mid_run_is_started_anew_and_everybody_has_one_message(
    site: ServedSite, tmp_path: Path, after_messages: int
) -> None:
    with subprocess.Popen(command(site, tmp_path), stdout=subprocess.PIPE, text=True) as running:
        while len(site.received) < after_messages or not site.site.state.typing:
            assert running.poll() is None
            time.sleep(0.002)
        os.kill(_browser_of(running.pid), signal.SIGKILL)
        below = children_of(running.pid)
        said = json.loads(running.communicate(timeout=120)[0])
    assert running.returncode == 0, said
    assert Counter(one.name for one in site.received) == {person.name: 1 for person in site.world.people}
    assert len(said["greeted"]) == PEOPLE
    assert not gone(below)


def test_somebody_elses_browser_is_left_alone_and_none_of_ours_is_left(site: ServedSite, tmp_path: Path) -> None:
    program = find_browser()
    assert program is not None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:  # it may still be writing as it ends
        root = ("--no-sandbox",) if os.geteuid() == 0 else ()
        quiet = ("--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync",
                 "--disable-component-update", "--remote-debugging-port=0", f"--user-data-dir={profile}", *root)  # fmt: skip
        with subprocess.Popen([program, *quiet, "about:blank"], stderr=subprocess.DEVNULL) as theirs:
            try:
                while not (Path(profile) / "DevToolsActivePort").exists():
                    assert theirs.poll() is None
                    time.sleep(0.02)
                with subprocess.Popen(command(site, tmp_path), stdout=subprocess.DEVNULL) as ours:
                    while not site.received:
                        assert ours.poll() is None
                        time.sleep(0.01)
                    below = children_of(ours.pid)
                    assert ours.wait(timeout=120) == 0
                assert len(below) > 3
                assert not gone(below)
                assert theirs.poll() is None
                assert children_of(theirs.pid)
            finally:
                theirs.terminate()
                theirs.wait(timeout=20)


@pytest.mark.parametrize("ended", ["killed", "hang-up of all"])
def test_a_run_that_ends_in_the_middle_leaves_nothing_outside_its_folder_and_the_next_start_tidies_it(
    ended: str, site: ServedSite
) -> None:
    with tempfile.TemporaryDirectory(prefix="lt", dir="/tmp") as name:
        temporary, data = Path(name), Path(name) / "data"
        environment = {**os.environ, "TMPDIR": name, "HOME": f"{name}/home", "DEBUG": "*", "PWDEBUG": "1",
                       "NODE_OPTIONS": "--inspect=127.0.0.1:0"}  # fmt: skip
        with subprocess.Popen(
            command(site, data), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment,
            start_new_session=True,
        ) as running:  # fmt: skip
            while not site.received:
                assert running.poll() is None
                time.sleep(0.01)
            below = children_of(running.pid)
            assert len(list((data / "browser").iterdir())) == 1
            if ended == "killed":
                running.kill()
            else:
                os.killpg(running.pid, signal.SIGHUP)
            said = running.communicate(timeout=120)[1]
        assert not gone(below)
        assert "pw:" not in said
        assert "ebugger" not in said
        assert "bug in LinkApp" not in said
        asked = [sys.executable, command(site, data)[1], "status", "--data-dir", str(data), "--site", site.address]
        subprocess.run(asked, env=environment, stdout=subprocess.DEVNULL, check=True, timeout=60)
        assert list((data / "browser").iterdir()) == []
        assert [path.name for path in temporary.iterdir() if path.name not in ("data", "home")] == []


def test_no_process_of_ours_writes_its_memory_to_the_disk_when_it_crashes(site: ServedSite, tmp_path: Path) -> None:
    with subprocess.Popen(command(site, tmp_path), stdout=subprocess.DEVNULL) as running:
        while not site.received:
            assert running.poll() is None
            time.sleep(0.01)
        limits = [Path(f"/proc/{pid}/limits").read_text() for pid in (running.pid, _browser_of(running.pid))]
        running.terminate()
    assert [line.split()[4:6] for text in limits for line in text.splitlines() if "core file" in line] == [
        ["0", "0"]
    ] * 2


def test_where_the_browser_has_no_sandbox_the_check_says_so(site: ServedSite, tmp_path: Path) -> None:
    main = Path(__file__).resolve().parents[2] / "main.py"
    asked = [
        sys.executable,
        str(main),
        "check",
        "--site",
        site.address,
        "--data-dir",
        str(tmp_path),
        "--headless",
        "--json",
    ]
    answer = subprocess.run(asked, stdout=subprocess.PIPE, text=True, timeout=120, check=False)
    found = {one["name"]: one["sentence"] for one in json.loads(answer.stdout)["findings"]}
    assert ("sandbox" in found["browser"]) == (os.geteuid() == 0)
