"""What the driver and the browser see of the environment that LinkApp was started in."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from linkapp.engine import environment
from linkapp.engine.browser import NoBrowser, OwnBrowser
from linkapp.engine.driver import UnknownDriver, choose
from tests.crash.kills import children_of, gone

ROOT = Path(__file__).parents[2]
ORDERS = {
    "DEBUG": "*", "DEBUGP": "1", "DEBUG_FILE": "said.txt", "PWDEBUG": "1", "PWDEBUGIMPL": "1", "PW_CHECK_PROTOCOL": "1",
    "NODE_OPTIONS": "--inspect=127.0.0.1:0 --no-such-option", "NODE_DEBUG": "net,http", "NODE_V8_COVERAGE": "cover",
    "PLAYWRIGHT_NODEJS_PATH": "no/such/node", "SELENIUM_REMOTE_URL": "http://127.0.0.1:9/", "npm_config_pwdebug": "1",
    "PLAYWRIGHT_SKIP_NAVIGATION_CHECK": "1", "SSLKEYLOGFILE": "keys.txt", "CHROME_LOG_FILE": "chrome.txt",
    "CHROMIUM_FLAGS": "--remote-debugging-port=0", "BREAKPAD_DUMP_LOCATION": "dumps",
}  # fmt: skip
WANTED = {
    "PATH": "p", "HOME": "/h", "LANG": "de_DE.UTF-8", "LC_TIME": "fr_FR.UTF-8", "TZ": "Asia/Tokyo",
    "PLAYWRIGHT_BROWSERS_PATH": "b", "SystemRoot": "w",
}  # fmt: skip
PERSONS = {
    "DISPLAY": ":7", "WAYLAND_DISPLAY": "w", "XAUTHORITY": "x", "DBUS_SESSION_BUS_ADDRESS": "d", "GTK_IM_MODULE": "ibus",
    "https_proxy": "http://127.0.0.1:3128", "XDG_CONFIG_HOME": "/c", "CHROME_DEVEL_SANDBOX": "s",
}  # fmt: skip


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def is_driver(process: int) -> bool:
    return b"run-driver" in Path(f"/proc/{process}/cmdline").read_bytes()


def test_the_driver_sees_what_it_needs_and_no_order() -> None:
    seen = environment.for_driver({**ORDERS, **WANTED, **PERSONS, "AWS_SECRET_ACCESS_KEY": "k"}, Path("own"))
    assert seen == {**WANTED, "TMPDIR": "own", "TEMP": "own", "TMP": "own"}


def test_the_browser_sees_the_persons_environment_without_any_order() -> None:
    seen = environment.for_browser({**ORDERS, **WANTED, **PERSONS}, Path("own"), apart=False)
    own = {"TMPDIR": "own", "TEMP": "own", "TMP": "own", "BREAKPAD_DUMP_LOCATION": str(Path("own") / "crashes")}
    assert seen == {**WANTED, **PERSONS, **own}


@pytest.mark.parametrize("value", ["", "here", "./here"])
def test_a_home_that_is_no_whole_path_reaches_neither_of_them(value: str) -> None:
    given = {"HOME": value, "XDG_CONFIG_HOME": value, "XDG_CACHE_HOME": value, "XDG_RUNTIME_DIR": value, "PATH": "p"}
    own = Path("own")
    for seen in (environment.for_driver(given, own), environment.for_browser(given, own, apart=True)):
        assert not set(seen) & {"HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"}


def test_this_process_forgets_the_orders_that_the_drivers_library_reads_in_it() -> None:
    here = {**ORDERS, **WANTED, **PERSONS}
    environment.forget_orders(here)
    assert here == {
        **WANTED, **PERSONS,
        **{name: ORDERS[name] for name in ("SSLKEYLOGFILE", "CHROME_LOG_FILE", "CHROMIUM_FLAGS", "BREAKPAD_DUMP_LOCATION")},
    }  # fmt: skip


def test_a_packaged_program_hands_its_own_libraries_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"LD_LIBRARY_PATH": "/bundle", "LD_LIBRARY_PATH_ORIG": "/theirs"}
    assert environment.for_driver(given, Path("own"))["LD_LIBRARY_PATH"] == "/bundle"
    monkeypatch.setattr("sys.frozen", True, raising=False)
    for seen in (environment.for_driver(given, Path("own")), environment.for_browser(given, Path("own"), apart=False)):
        assert seen["LD_LIBRARY_PATH"] == "/theirs"
        assert "LD_LIBRARY_PATH_ORIG" not in seen


def test_a_driver_that_cannot_be_given_an_environment_is_not_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("playwright._impl.transport.get_driver_env", lambda: dict(os.environ))
    with pytest.raises(UnknownDriver):
        choose({})


def test_a_browser_starts_under_every_order_and_none_reaches_it(tmp_path: Path) -> None:
    data, here, answer = tmp_path / "data", tmp_path / "here", tmp_path / "answer.json"
    (data / "browser").mkdir(parents=True)
    here.mkdir()
    ended = subprocess.run(
        [sys.executable, "-m", "tests.engine.under_orders", str(data), str(answer)],
        cwd=here,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        input=json.dumps(ORDERS).encode(),
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")
    environments = json.loads(answer.read_text())
    names = {pair.partition("=")[0] for pairs in environments for pair in pairs}
    assert len(environments) > 3
    # The browser's own launcher (a script of the system) sets its flags anew.
    assert names & set(ORDERS) <= {"BREAKPAD_DUMP_LOCATION", "CHROMIUM_FLAGS"}
    assert not any("remote-debugging-port" in pair for pairs in environments for pair in pairs)
    assert names_in(here) == []
    assert names_in(data / "browser") == []


@pytest.mark.parametrize("frozen", ["the browser", "the driver"])
async def test_a_frozen_browser_holds_up_the_end_for_two_seconds_at_most(frozen: str, tmp_path: Path) -> None:
    own = OwnBrowser(headless=True, loopback=True, data_folder=tmp_path)
    before = set(children_of(os.getpid()))
    context = await own.context()
    await context.new_page()
    ours = set(children_of(os.getpid())) - before
    drivers = {child for child in ours if is_driver(child)}
    stopped = drivers if frozen == "the driver" else ours - drivers
    for child in stopped:
        os.kill(child, signal.SIGSTOP)
    began = time.monotonic()
    try:
        await own.close()
        took = time.monotonic() - began
        assert took < 3
        if frozen == "the browser":
            assert not await asyncio.to_thread(gone, ours)
    finally:
        for child in stopped:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGCONT)


async def test_where_no_folder_for_temporary_files_can_be_had_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> str:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr("tempfile.gettempdir", none)
    with pytest.raises(NoBrowser, match="temporary directory"):
        await OwnBrowser(headless=True, loopback=True).start()
