"""The whole program at the end of a list and at the edge of a day: what it says, what it sends, and how it ends."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Page

from linkapp.app import build
from linkapp.cli.commands.run import preview, run
from linkapp.cli.commands.status import resume, status
from linkapp.cli.exits import Exit
from linkapp.cli.parser import Options, parse
from linkapp.config import Config
from linkapp.domain.moment import Missing, Occasion
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.settings import Settings
from linkapp.engine.browser import OwnBrowser
from linkapp.engine.pages import catch_up
from linkapp.engine.site import SiteNetwork
from linkapp.engine.site_clock import SiteClock
from linkapp.practice import PracticeSite, quiet_world
from linkapp.practice.world import Layout, PracticePerson, World
from linkapp.system.clock import zone_of
from linkapp.system.settings_file import SettingsFile
from tests.e2e.harness import config
from tests.e2e.processes import many_due
from tests.engine.conftest import PACK


@pytest.mark.parametrize("layout", ["2025-11", "2026-09"])
async def test_a_list_whose_spinner_never_ends_is_in_part_and_says_so_everywhere(
    layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(catch_up, "MORE_WITHIN_S", 0.4)
    world = many_due(3, datetime.now(UTC).date())
    world.layout = layout
    site = PracticeSite(world)
    await site.start()
    site.faults.list_unending = True
    try:
        given = Options(command="run", kind="birthdays", send=True, config=config(site, tmp_path))
        as_json = replace(given, as_json=True)
        async with build(given.config) as app:
            assert await preview(app, as_json) == Exit.FAILURES
            seen = json.loads(capsys.readouterr().out)
            assert (seen["partial"], len(seen["due"]), seen["stopped_by"]) == (Missing.STILL_LOADING, 1, None)
            assert await run(app, as_json) == Exit.FAILURES
            done = json.loads(capsys.readouterr().out)
            assert (done["partial"], len(done["greeted"]), done["outcome"]) == (Missing.STILL_LOADING, 1, "failures")
            assert await run(app, given) == Exit.FAILURES
            assert "somebody may be missing: the page still shows that it is loading" in capsys.readouterr().out
            assert [one.partial for one in await app.runs.latest()] == [Missing.STILL_LOADING] * 2
    finally:
        await site.stop()
    assert len(site.received) == 1


@pytest.mark.parametrize("language", ["en", "fr", "de", "es"])
async def test_somebody_whose_day_is_tomorrow_for_the_site_is_not_greeted_a_day_early(
    language: str, tmp_path: Path
) -> None:
    """A zone fourteen hours ahead: by LinkApp's date it is the day, by the site's own words it is still to come."""
    now = datetime(2026, 7, 10, 12, 0, tzinfo=UTC)
    world: World = quiet_world(now.date())
    world.people = [
        PracticePerson(slug="ada-ahead", name="Ada Ahead", birthday=(7, 11)),
        PracticePerson(slug="bo-due", name="Bo Due", birthday=(7, 9)),
    ]
    world.layout, world.language = "2025-11", language  # type: ignore[assignment]
    site = PracticeSite(world, clock=lambda: now)
    await site.start()
    SettingsFile(tmp_path).save(Settings(time_zone="Pacific/Kiritimati"))
    try:
        async with build(config(site, tmp_path, now=now)) as app:
            seen = await app.greetings.preview(Occasion.BIRTHDAY)
    finally:
        await site.stop()
    assert {one.person.name: one.reason for one in seen.skips} == {"Ada Ahead": Reason.UPCOMING}
    assert [one.person.name for one in seen.drafts] == ["Bo Due"]


async def test_the_pages_live_in_the_persons_zone_and_move_with_it() -> None:
    site = PracticeSite(many_due(1, datetime.now(UTC).date()))
    await site.start()
    names = ["Pacific/Auckland"]
    seen: list[str] = []

    async def look(page: Page) -> None:
        seen.append(await page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone"))

    network = SiteNetwork(
        site=site.address, browser=OwnBrowser(headless=True, loopback=True), pack=PACK, clock=SiteClock(),
        zone=lambda: zone_of(names[-1]),
    )  # fmt: skip
    network.watch = look
    try:
        for name in ("Pacific/Auckland", "America/Los_Angeles"):
            names.append(name)
            await network.read_moments(Occasion.BIRTHDAY)
    finally:
        await network.close()
        await site.stop()
    assert seen == ["Pacific/Auckland", "America/Los_Angeles"]


@pytest.mark.parametrize("name", ["Etc/Unknown", "localtime"])
async def test_a_zone_that_the_browser_does_not_know_costs_nothing_but_the_zone(name: str) -> None:
    own = OwnBrowser(headless=True, loopback=True)
    try:
        page = await (await own.context(zone=name)).new_page()
        assert await page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone")
    finally:
        await own.close()


async def test_the_word_that_one_has_looked_can_be_given_at_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settled = Config(folder=str(tmp_path), site="http://127.0.0.1:9", headless=True)
    given = Options(command="resume", config=settled, as_json=True)
    async with build(settled) as app:
        guard = app.guard
        assert guard is not None
        assert await resume(app, given) == Exit.DONE
        assert json.loads(capsys.readouterr().out)["cleared"] is False
        await guard.note(Problem(reason=Reason.SECURITY_CHECK))  # type: ignore[attr-defined]
        await status(app, given)
        breaker = json.loads(capsys.readouterr().out)["breaker"]
        assert (breaker["open"], breaker["waits_for_you"], breaker["until"]) == (True, "security_check", None)
    async with build(settled) as app:
        assert await resume(app, given) == Exit.DONE
        told = json.loads(capsys.readouterr().out)
        assert (told["cleared"], told["breaker"]["open"]) == (True, False)
    assert parse(["resume", "--data-dir", str(tmp_path)]).command == "resume"
    await asyncio.sleep(0)
