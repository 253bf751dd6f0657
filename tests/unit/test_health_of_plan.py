"""What the health check says of the schedule and of the backups."""

from __future__ import annotations

import os
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from linkapp.cli.text import finding_in_words
from linkapp.cli.words import CliWords
from linkapp.domain.campaign import RunOutcome
from linkapp.domain.hours import EVERY_DAY
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.settings import Settings
from linkapp.services.health import Finding, Health
from linkapp.storage import open_storage
from linkapp.storage.backups import FolderBackups
from tests.unit.test_planner import MORNING, Computer


def health(computer: Computer, backups: FolderBackups | None = None) -> Health:
    return Health(
        network=computer.network, ledger=computer.store.ledger, guard=computer.guard, clock=computer.clock,
        settings=Settings, folder=".", find_browser=lambda: None, plan=computer.planner.state, backups=backups,
    )  # fmt: skip


async def finding(computer: Computer, name: str, backups: FolderBackups | None = None) -> Finding:
    (found,) = [one for one in await health(computer, backups).everything() if one.name == name]
    for language in ("en", "fr"):
        state, _, sentence = finding_in_words(found, CliWords(language))
        assert (state, bool(sentence)) == (found.state, True)
        assert "{" not in sentence
    return found


async def test_the_schedule_is_told_as_it_stands() -> None:
    computer = Computer()
    assert (await finding(computer, "schedule")).code == "schedule_none"
    schedule = await computer.planner.add("birthdays", time(9, 30), days=EVERY_DAY, spread=timedelta(0), sends=True)
    coming = await finding(computer, "schedule")
    assert (coming.code, coming.facts["next"]) == ("schedule_next", datetime(2026, 7, 10, 7, 30, tzinfo=UTC))
    await computer.planner.pause(MORNING + timedelta(hours=1))
    assert (await finding(computer, "schedule")).code == "schedule_paused_until"
    await computer.planner.pause(None)
    assert (await finding(computer, "schedule")).code == "schedule_paused"
    await computer.planner.resume()
    computer.greetings.outcome = RunOutcome.PAGES_CHANGED
    computer.greetings.stopped_by = Problem(reason=Reason.PAGE_CHANGED)
    await computer.until(10)
    assert (await computer.schedules.schedules())[0].id == schedule.id
    failing = await finding(computer, "schedule")
    assert (failing.code, failing.state, failing.facts["number"]) == ("schedule_fails", "bad", 1)


async def test_the_last_backup_is_told_and_why_none_can_be_made(tmp_path: Path) -> None:
    computer = Computer()
    storage = await open_storage(tmp_path)
    backups = FolderBackups(tmp_path, now=lambda: MORNING)
    try:
        assert (await finding(computer, "last backup", backups)).code == "backup_none"
        assert await backups.daily(MORNING.date()) is not None
        assert (await finding(computer, "last backup", backups)).code == "backup_made"
        elsewhere = FolderBackups(tmp_path, now=lambda: MORNING, another=lambda: str(tmp_path / "gone"))
        bad = await finding(computer, "last backup", elsewhere)
        assert bad.state == "bad" or os.geteuid() == 0
    finally:
        await storage.close()


@pytest.mark.parametrize("place", ["a file"])
async def test_a_file_in_the_place_of_the_folder_is_told(place: str, tmp_path: Path) -> None:
    computer = Computer()
    (tmp_path / "backups").write_text(place)
    bad = await finding(computer, "last backup", FolderBackups(tmp_path, now=lambda: MORNING))
    assert (bad.state, bad.problem is not None) == ("bad", True)
