"""Awkward files, environments and ends, seen from outside only: what the program prints, what is left on the disk.

Nothing of LinkApp's own parts is used but the practice site, so that the same file can be run on an older program.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest

from linkapp.practice import ServedSite, served
from tests.crash.kills import children_of, command, gone
from tests.e2e import in_process
from tests.e2e.processes import many_due

ROOT = Path(__file__).resolve().parent.parent.parent
OWN = "Own words for {first_name}, by hand."
OTHER = "Older words for {first_name}, put aside."


@pytest.fixture(scope="module")
def site() -> Iterator[ServedSite]:
    with served(many_due(2, datetime.now(UTC).date())) as started:
        yield started


def options(site: ServedSite, folder: Path) -> list[str]:
    return ["--site", site.address, "--data-dir", str(folder), "--pace", "none", "--headless"]


def linkapp(*arguments: str, site: ServedSite, folder: Path) -> subprocess.CompletedProcess[str]:
    return in_process.linkapp(*arguments, *options(site, folder))


def process(
    *arguments: str, site: ServedSite, folder: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """The program where its environment, from the start on, is the subject."""
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *arguments, *options(site, folder)],
        capture_output=True, text=True, timeout=120, check=False, env={**os.environ, **environment},
    )  # fmt: skip


def template(text: str) -> str:
    return f'on_time = ["{text}"]\nlate = ["{text}"]\n'


def place(folder: Path, name: str, content: bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


# ---- files that were edited by hand


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("settings.json", '{"messages_a_day": 7,\n "messages_a_week": 30}\n'),
        ("templates/birthday.en.toml", template(OWN)),
        ("selectors/site.toml", 'version = 3\n\n[words]\nsend_words = ["dispatch"]\n'),
    ],
)
@pytest.mark.parametrize("mark", ["byte order mark", "and lines of Windows"])
def test_a_file_is_read_as_editors_write_it(name: str, text: str, mark: str, site: ServedSite, tmp_path: Path) -> None:
    if mark == "and lines of Windows":
        text = text.replace("\n", "\r\n")
    place(tmp_path, name, b"\xef\xbb\xbf" + text.encode())
    ended = linkapp("status", "--json", site=site, folder=tmp_path)
    assert (ended.returncode, ended.stderr) == (0, "")
    if name == "settings.json":
        assert re.search(r":\s*30\b", ended.stdout), ended.stdout


def test_a_copy_put_aside_beside_the_real_file_is_not_sent(site: ServedSite, tmp_path: Path) -> None:
    place(tmp_path, "templates/birthday.en.toml", template(OWN).encode())
    place(tmp_path, "templates/birthday.en.v0-old.toml", template(OTHER).encode())
    ended = linkapp("preview", "birthdays", "--json", site=site, folder=tmp_path)
    assert "Own words" in ended.stdout
    assert "Older words" not in ended.stdout
    assert "birthday.en.v0-old.toml" in ended.stderr


def test_a_file_of_a_name_that_is_never_read_is_named(site: ServedSite, tmp_path: Path) -> None:
    place(tmp_path, "templates/birthday.en-GB.toml", template(OWN).encode())
    ended = linkapp("check", "--json", site=site, folder=tmp_path)
    assert "birthday.en-GB.toml" in ended.stdout
    assert json.loads(ended.stdout)["well"] is False


def test_hours_with_a_zone_are_bad_input_in_a_sentence(site: ServedSite, tmp_path: Path) -> None:
    place(tmp_path, "settings.json", b'{"hours_from": "09:00:00Z"}')
    ended = linkapp("status", site=site, folder=tmp_path)
    assert ended.returncode == 2
    assert "hours_from" in ended.stderr
    assert ended.stderr.count("\n") == 1


# ---- what the environment orders


@pytest.mark.parametrize("wanted", ["*", "pw:*"])
def test_no_word_in_the_environment_makes_a_run_print_what_it_handles(wanted: str, tmp_path: Path) -> None:
    with served(many_due(1, datetime.now(UTC).date())) as site:
        place(tmp_path, "templates/birthday.en.toml", template(OWN).encode())
        ended = process(
            "run", "birthdays", "--send", "--json", site=site, folder=tmp_path, environment={"DEBUG": wanted}
        )
        received = list(site.received)
        sessions = site.site.state.sessions
    assert len(received) == 1
    secrets = [received[0].recipient_id, "by hand", "li_at", "JSESSIONID", *sessions]
    assert [word for word in secrets if word in ended.stderr] == []
    assert "pw:" not in ended.stderr
    told = [line for line in ended.stderr.splitlines() if received[0].name in line]
    assert (len(told), len(ended.stderr.splitlines())) == (1, 2), ended.stderr  # how far it is, as always


def test_an_order_to_node_that_it_does_not_know_stops_nothing(tmp_path: Path) -> None:
    with served(many_due(1, datetime.now(UTC).date())) as site:
        orders = {"NODE_OPTIONS": "--no-such-option-of-node"}
        ended = process("preview", "birthdays", "--json", site=site, folder=tmp_path, environment=orders)
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["stopped_by"] is None


# ---- what is left behind


def test_a_run_killed_with_its_driver_leaves_nothing_among_the_temporary_files(tmp_path: Path) -> None:
    with (
        served(many_due(3, datetime.now(UTC).date())) as site,
        tempfile.TemporaryDirectory(prefix="lt", dir="/tmp") as name,
    ):
        environment = {**os.environ, "TMPDIR": name}
        with subprocess.Popen(
            command(site, tmp_path), stdout=subprocess.DEVNULL, env=environment, start_new_session=True
        ) as running:
            while not site.received:
                assert running.poll() is None
                time.sleep(0.01)
            below = children_of(running.pid)
            os.killpg(running.pid, signal.SIGKILL)
            running.wait(timeout=60)
        assert not gone(below)
        ended = process("status", site=site, folder=tmp_path, environment={"TMPDIR": name})
        assert ended.returncode == 0, ended.stderr
        assert [path.name for path in Path(name).iterdir()] == []


# ---- a browser that does not answer


def freeze(pids: list[int]) -> None:
    """The browser stands still; its driver and the rest do not."""
    assert any(b"--remote-debugging-pipe" in Path(f"/proc/{one}/cmdline").read_bytes() for one in pids)
    for one in pids:
        words = Path(f"/proc/{one}/cmdline").read_bytes()
        if not any(other in words for other in (b"run-driver", b"crashpad", b"linkapp-guardian")):
            os.kill(one, signal.SIGSTOP)


def test_a_run_whose_browser_is_frozen_ends_soon_after_it_is_asked_to(tmp_path: Path) -> None:
    with served(many_due(4, datetime.now(UTC).date())) as site:
        with subprocess.Popen(command(site, tmp_path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
            while not site.received:
                assert running.poll() is None
                time.sleep(0.01)
            below = children_of(running.pid)
            freeze(below)
            asked = time.monotonic()
            running.terminate()
            try:
                running.wait(timeout=20)
            finally:
                took = time.monotonic() - asked
                end_all([running.pid, *below])
        assert took < 6, took  # three seconds, and as many for a busy machine
        assert len(site.received) <= 2


def end_all(pids: list[int]) -> None:
    """Whatever is left of them, and that nothing is."""
    left = gone(pids)
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert not left


@pytest.mark.parametrize("at", ["after reading", "while sending"])
def test_the_window_quits_soon_although_its_browser_is_frozen_and_leaves_nothing(at: str, tmp_path: Path) -> None:
    data = tmp_path / "data"
    place(data, "settings.json", b'{"first_run_done": true}')
    with (
        served(many_due(4, datetime.now(UTC).date())) as site,
        tempfile.TemporaryDirectory(prefix="lt", dir="/tmp") as name,
    ):
        press = ("--press",) if at == "while sending" else ()
        options = ("--site", site.address, "--data-dir", str(data), "--headless", "--pace", "none", "--lang", "en")
        window = Window(*press, *options, environment={"TMPDIR": name})
        try:
            window.until(lambda shown: bool(site.received) if press else "Send 4 greetings" in shown.replace("&", ""))
            below = children_of(window.process.pid)
            freeze(below)
        finally:
            took = window.end()
        end_all([window.process.pid, *below])
        assert took < 6, took  # three seconds, and as many for a busy machine
        assert window.process.returncode == 0
        assert [path.name for path in Path(name).iterdir()] == []
        assert list((data / "browser").glob("*")) == []
        assert len(site.received) <= 2


# ---- what is shipped

FORMS = {
    "fr": r"tu|te|t['’]|toi|ton|ta|tes|tien\w*|vous|votre|vos|vôtre\w*|\w+-(toi|vous)|\w{2,}ez",
    "de": r"du|dir|dich|dein\w*|sie|ihnen|ihr|ihre[mnrs]?|euch|euer|eure\w*|lass|genieß\w*",
    "es": r"tú|tu|tus|te|ti|contigo|tuy\w+|usted\w*|su|sus|suy\w+|vosotr\w+|vuestr\w+|le|les|os|disfruta|pasa",
}


@pytest.mark.parametrize("language", FORMS)
def test_a_shipped_text_uses_neither_form_of_address(language: str) -> None:
    path = ROOT / "resources" / "templates" / f"birthday.{language}.toml"
    texts = [text for part in tomllib.loads(path.read_text(encoding="utf-8")).values() for text in part]
    assert texts
    said = [re.findall(rf"(?<![\w{{])({FORMS[language]})(?!\w)", text.casefold()) for text in texts]
    assert [found for found in said if found] == []


# ---- the window


class Window:
    """The real window in a process of its own, without a screen; ``shows`` is everything that it has shown."""

    def __init__(self, *options: str, environment: dict[str, str]) -> None:
        self.shows: list[list[str]] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.window_hand", *options],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
        )  # fmt: skip
        self._listening = Thread(target=self._listen, daemon=True)
        self._listening.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.shows.append(json.loads(line))

    def until(self, true: Callable[[str], bool], within_s: float = 60) -> str:
        """What it shows, once that is as wanted."""
        deadline = time.monotonic() + within_s
        while True:
            shown = "\n".join(self.shows[-1]) if self.shows else ""
            if true(shown):
                return shown
            assert self.process.poll() is None, self.process.stderr and self.process.stderr.read()
            assert time.monotonic() < deadline, shown
            time.sleep(0.02)

    def end(self) -> float:
        """Ask it to quit as the system does; how many seconds it took."""
        asked = time.monotonic()
        self.process.terminate()
        try:
            self.process.wait(timeout=30)
        finally:
            took = time.monotonic() - asked
            if self.process.poll() is None:
                self.process.kill()
            self._listening.join()
            for end in (self.process.stdout, self.process.stderr):
                if end is not None:
                    end.close()
        return took


@pytest.mark.parametrize(
    ("environment", "settings", "says"),
    [
        ({"TZ": "Nowhere/Land"}, "{}", "Nowhere/Land"),
        ({}, '{"late_days": "many"}', "settings.json"),
    ],
    ids=["a zone of nonsense", "settings that cannot be read"],
)
def test_the_window_says_the_true_cause_and_not_that_the_data_is_damaged(
    environment: dict[str, str], settings: str, says: str, site: ServedSite, tmp_path: Path
) -> None:
    place(tmp_path, "settings.json", settings.encode())
    window = Window("--site", site.address, "--data-dir", str(tmp_path), "--headless", environment=environment)
    try:
        shown = window.until(lambda text: says in text or "amaged" in text or "backup" in text)
    finally:
        window.end()
    assert says in shown
    assert "amaged" not in shown
    assert "backup" not in shown
    assert window.process.returncode == 0
