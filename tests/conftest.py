"""For every test: an example may take as long as it takes; how fast things are is measured in ``tests/benchmarks``."""

from __future__ import annotations

import contextlib
import gc
import importlib
import signal
import sys
import time
from collections.abc import AsyncIterator, Generator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from hypothesis import settings

if TYPE_CHECKING:
    from tests.one_browser import OneBrowser

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

# A run in the background, or under nohup, hands on that these are ignored; the programs under test would respect it.
for number, usual in ((signal.SIGINT, signal.default_int_handler), (getattr(signal, "SIGHUP", None), signal.SIG_DFL)):
    if number is not None and signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, usual)

HERE = Path(__file__).parent
NOT_MEASURED = {
    HERE / "crash",
    HERE / "planted",
    HERE / "property",
    HERE / "rules",
    *(
        HERE / room / f"{name}.py"
        for room, name in (
            ("e2e", "test_kept_differently"),
            ("e2e", "test_layouts"),
            ("e2e", "test_mutations"),
            ("e2e", "test_stops"),
            ("engine", "test_strange_pages"),
            ("practice", "test_layouts"),
        )
    ),
}
"""Walks and examples, in folders and files, over the same lines again and again, whose coverage comes from other tests:
measuring them takes up to several times as long as they do. And what reads the tree, and runs nothing of it."""
MEASURED_ONCE = ("e2e", "engine", "practice", "ui")
"""In these rooms, whose examples differ in the page and not in the program, the first example of each test is measured.
What ``hypothesis`` makes up is nowhere."""


LONGEST = (
    "crash/test_kills.py",
    "crash/test_every_await.py::test_the_real_database_keeps_what_a_stopped_campaign_needs[never]",
    "e2e/test_sign_in.py::test_no_secret_is_found",
    "e2e/test_sign_in.py::test_who_signed_in_once",
    "shared_quota/test_two_programs.py::test_two_programs",
    "e2e/test_evidence.py",
    "e2e/test_sign_in.py::test_a_keyring_that_never_answers",
    "crash/test_every_await.py::test_the_real_database_keeps",
    "crash/test_every_await.py::test_a_second_crash",
    "e2e/test_from_the_book.py",
    "engine/test_selectors.py::test_whatever_an_own_file_holds",
    "ui/test_signing_in.py::test_a_person_signs_in_by_hand",
    "e2e/test_processes.py",
    "e2e/test_account.py",
    "e2e/test_background.py",
    "e2e/test_ends.py",
    "e2e/test_browser_life.py",
    "e2e/test_mutations.py",
    "e2e/test_layouts.py",
    "e2e/test_stops.py",
    "e2e/test_faults.py",
    "e2e/test_page_check.py",
    "e2e/test_days_and_ends.py",
)
"""What takes long or waits much, the longest first: how the ids begin. Each of these tests stands by itself."""
LONG_ROOMS = ("crash", "e2e", "shared_quota")
"""Their other tests follow, file by file: the tests of a file share what is made once for them."""


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Of several processes each begins to import at another place of the tree: what one has compiled the others find
    there, where all of them would compile everything at the same time. And one measures what importing runs."""
    worker = getattr(session.config, "workerinput", None)
    if worker is None or session.config.args_source is not pytest.Config.ArgsSource.TESTPATHS:
        return (yield)
    number = int(worker["workerid"].removeprefix("gw"))
    modules = sorted(HERE.rglob("test_*.py"))
    begin = len(modules) * number // worker["workercount"]
    with unmeasured() if number else contextlib.nullcontext():
        for path in modules[begin:] + modules[:begin]:
            # One that fails is imported again where it is collected, and told there with its place.
            with contextlib.suppress(Exception, pytest.skip.Exception):
                importlib.import_module(".".join(path.relative_to(HERE.parent).with_suffix("").parts))
        return (yield)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where several processes share the tests, each begins with its part of the longest and ends with quick ones: none
    works alone at the end. (Each is given as many in a row as the others, and takes over from the end of another's.)"""
    workers = int(getattr(config, "workerinput", {}).get("workercount", 1))
    if workers == 1:
        return
    long: dict[tuple[int, str], list[pytest.Item]] = {}
    quick = []
    for item in items:
        if place := _place(item):
            long.setdefault(place, []).append(item)
        else:
            quick.append(item)
    dealt: list[pytest.Item] = []
    for worker in range(workers):
        mine = [item for place in sorted(long)[worker::workers] for item in long[place]]
        share = max(0, (len(items) - len(dealt)) // (workers - worker) - len(mine))
        dealt += mine + quick[:share]
        del quick[:share]
    items[:] = dealt + quick


def _place(item: pytest.Item) -> tuple[int, str] | None:
    """Among the long ones: its rank, and what it stays together with."""
    for rank, begin in enumerate(LONGEST):
        if item.nodeid.startswith(f"tests/{begin}"):
            return rank, item.nodeid
    return (len(LONGEST), item.path.name) if item.path.parent.name in LONG_ROOMS else None


gc.disable()  # until the tests are collected: all that comes before stays


def pytest_collection_finish() -> None:
    """Modules and the thousands of collected tests stay to the end: no later collection of garbage looks at them."""
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Leave these unmeasured (the marker ``no_cover`` does nothing in a process that works for others)."""
    indices = getattr(getattr(item, "callspec", None), "indices", {})
    again = (
        item.path.parent in NOT_MEASURED
        or item.path in NOT_MEASURED
        or (item.path.parent.name in MEASURED_ONCE and any(indices.values()))
        or getattr(getattr(item, "function", None), "is_hypothesis_test", False)
    )
    with unmeasured() if again else contextlib.nullcontext():
        return (yield)


@contextlib.contextmanager
def unmeasured() -> Iterator[None]:
    """What runs meanwhile is not counted as covered, and takes as long as it does. A debugger is left alone."""
    measuring = sys.gettrace()
    if not type(measuring).__module__.startswith("coverage"):
        yield
        return
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(measuring)


SHARING = {
    "test_account",
    "test_browsing",
    "test_days_and_ends",
    "test_evidence",
    "test_faults",
    "test_from_the_book",
    "test_kept_differently",
    "test_layouts",
    "test_left_alone",
    "test_mutations",
    "test_offers",
    "test_page_check",
    "test_processes",
    "test_session",
    "test_stops",
    "test_strange_pages",
    "test_true_causes",
    "test_visits",
    "test_walls",
    "test_world_faults",
}
"""Campaigns of these files share one browser per test process; all others start their own."""


FORKING = {
    "test_account",
    "test_background",
    "test_browser_life",
    "test_ends",
    "test_from_outside",
    "test_kills",
    "test_one_window",
    "test_processes",
    "test_sign_in",
    "test_tray",
    "test_two_programs",
    "test_upgrade_kills",
    "test_world_faults",
}
"""Programs of these files (and of two rooms) are started by a process that has imported them already; in all others a
start is a whole one."""


BY_THE_CLOCK = ("crash", "e2e", "engine", "shared_quota", "ui")
"""Rooms in which programs, sites and tests each ask the real clock what day it is."""
LONGEST_TEST_S = 100


@pytest.fixture(autouse=True)
def _one_date(request: pytest.FixtureRequest) -> None:
    """No such test begins on one date and ends on the next: just before midnight it waits for it."""
    while request.path.parent.name in BY_THE_CLOCK and ends_soon(datetime.now().astimezone()):
        time.sleep(1)  # it is the date itself that is waited for


def ends_soon(now: datetime) -> bool:
    """Whether the date changes within the time of a test, here or in UTC."""
    later = now + timedelta(seconds=LONGEST_TEST_S)
    return later.date() != now.date() or later.astimezone(UTC).date() != now.astimezone(UTC).date()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def one_browser() -> AsyncIterator[type[OneBrowser]]:
    from tests.one_browser import OneBrowser

    yield OneBrowser
    await OneBrowser.end()


@pytest.fixture(autouse=True)
def _sharing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.path.stem in SHARING and request.path.parent.name in ("crash", "e2e", "engine"):
        shared = request.getfixturevalue("one_browser")
        monkeypatch.setattr("linkapp.engine.browser.OwnBrowser", shared)


@pytest.fixture(autouse=True)
def _forking(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.path.stem in FORKING or request.path.parent.name in ("shared_quota", "storage"):
        from tests.fakes.forked_program import ForkedProgram

        monkeypatch.setattr("subprocess.Popen", ForkedProgram)
