"""``run visits FILE``: the real program on the practice site, and what it says of lists that are none."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from linkapp.app import build
from linkapp.domain.campaign import Report, Result, RunOutcome
from linkapp.domain.problems import Reason
from linkapp.domain.visit import listed_in
from linkapp.practice import PracticeSite
from linkapp.practice.world import World, ordinary_world
from linkapp.services.runs import Control
from tests.e2e.harness import config


async def visit(site: PracticeSite, folder: Path, text: str) -> Report:
    """One run over a list, as the command makes it."""
    listed, unlisted = listed_in(text, site.address.partition("://")[2])
    async with build(config(site, folder)) as app:
        assert app.visits is not None
        return await app.visits.visit(listed, unlisted, watch=lambda _: None, control=Control())


def someone(world: World, degree: int) -> str:
    """The slug of one of the world's people of this degree, whose letters need no encoding."""
    return next(person.slug for person in world.people if person.degree == degree and person.slug.isascii())


@pytest.mark.parametrize("layout", ["2025-11", "2026-08", "2026-09", "2026-10"])
async def test_a_profile_of_every_layout_is_visited_once_and_kept_under_the_name_it_shows(
    layout: str, tmp_path: Path
) -> None:
    world = ordinary_world(datetime.now(UTC).date())
    world.layout = layout
    friend, stranger = someone(world, 1), someone(world, 2)
    site = PracticeSite(world)
    await site.start()
    try:
        text = f"{site.address}/in/{friend}/\nhttps://www.linkedin.com/in/{stranger}\n{site.address}/in/not-there/\n"
        report = await visit(site, tmp_path, text)
        assert [item.person.profile for item in report.of(Result.DONE)] == [friend, stranger], report
        assert [item.reason for item in report.of(Result.FAILED)] == [Reason.NO_SUCH_PROFILE]
        assert report.outcome is RunOutcome.FAILURES
        opened = [world.by_slug(slug) for slug in (friend, stranger)]
        assert [visit.member for visit in site.visits] == [person.member for person in opened if person]
        assert [item.person.name for item in report.of(Result.DONE)] == [person.name for person in opened if person]
        members = [item.person.member for item in report.of(Result.DONE)]
        assert members == [opened[0].member if opened[0] else None, None], "an id is learnt from Message alone"
        assert site.received == []
        again = await visit(site, tmp_path, text)
        assert {item.reason for item in again.items} == {Reason.VISITED_BEFORE}
        assert len(site.visits) == 2
    finally:
        await site.stop()
