"""Something harmless over the page: put away by Escape or its own control, never accepted, else handed to the person."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from linkapp.app import build
from linkapp.cli.exits import Exit, exit_of
from linkapp.domain.campaign import Result
from linkapp.domain.person import Person
from linkapp.domain.problems import Reason
from linkapp.practice import PracticeSite
from linkapp.storage import open_storage
from tests.e2e.harness import campaign, config
from tests.e2e.processes import many_due
from tests.e2e.walls import Watched


@pytest.fixture(scope="module")
async def watched() -> AsyncIterator[Watched]:
    async with Watched() as own:
        yield own


@pytest.mark.parametrize(
    ("offer", "greeted"),
    [
        ("escape", 2),
        ("close", 2),
        ("while typing", 2),
        ("under the click", 2),
        ("under every click", 0),
        ("returns", 0),
        ("accept", 0),
    ],
)
async def test_an_offer_over_the_page_is_closed_or_handed_over_and_never_accepted(
    watched: Watched, offer: str, greeted: int, tmp_path: Path
) -> None:
    # One that returns leaves the page free for 0.7 s at a time, twice: not enough for twelve, however quick the run is.
    site = PracticeSite(many_due(2 if greeted else 12, datetime.now(UTC).date()))
    await site.start()
    try:
        site.faults.change({"offer": offer})
        with watched.lent():
            report = await campaign(site, tmp_path)
            async with build(config(site, tmp_path)) as app:
                breaker = await app.runs.breaker()
    finally:
        await site.stop()
    assert not [one for one in site.requests if one.path == "/offer-accepted"]
    assert (breaker.failures, breaker.trips, breaker.latched) == (0, 0, None)
    if greeted:
        assert (exit_of(report.outcome), len(site.received)) == (Exit.DONE, greeted), report
        return
    assert report.stopped_by is not None
    assert (report.stopped_by.reason, exit_of(report.outcome)) == (Reason.PAGE_COVERED, Exit.NEEDS_PERSON)
    met = [item.state for item in report.items if item.reason is Reason.PAGE_COVERED]
    assert met in (["failed"], ["unsure"]), (
        "handed over at the first who meets it; unsure where it came under the click"
    )
    assert len(site.received) == len(report.of(Result.DONE))
    assert list((tmp_path / "evidence").glob("*.png"))


async def test_one_that_takes_the_click_on_a_profile_is_put_away_too(watched: Watched, tmp_path: Path) -> None:
    today = datetime.now(UTC).date()
    site = PracticeSite(many_due(1, today))
    site.world.people[0].birthday = None  # only the contacts book knows it
    person = site.world.people[0]
    storage = await open_storage(tmp_path)
    row = await storage.people.seen(Person(name=person.name, profile=person.slug), datetime.now(UTC))
    fields = {"birthday": f"--{today.month:02}-{today.day:02}", "connected_on": "2020-01-02"}
    await storage.contacts.edit(row, fields, datetime.now(UTC))
    await storage.close()
    await site.start()
    try:
        site.faults.change({"offer": "under the click"})
        with watched.lent():
            report = await campaign(site, tmp_path)
    finally:
        await site.stop()
    assert not [request for request in site.requests if request.path == "/offer-accepted"]
    assert [item.state for item in report.items] == [Result.DONE], report
    assert len(site.received) == 1
