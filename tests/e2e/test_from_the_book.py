"""Birthdays that only the contacts book knows, on the practice site: written to from the person's own profile, each once,
and nobody whose profile offers no way."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from linkapp.domain.campaign import Report, Result
from linkapp.domain.person import Person
from linkapp.domain.problems import Reason
from linkapp.practice import PracticeSite
from linkapp.practice.world import ordinary_world
from linkapp.storage import open_storage
from tests.e2e.harness import campaign, due, widest_caps

BOOK_ONLY = ("louis-aubrac", "katja-brenner")


async def _known(folder: Path, today: date, *slugs: str, connected: bool = True) -> None:
    """Contacts with a birthday today that the person typed."""
    storage = await open_storage(folder)
    at = datetime.now(UTC)
    for slug in slugs:
        name = " ".join(part.capitalize() for part in slug.split("-"))
        row = await storage.people.seen(Person(name=name, profile=slug), at)
        fields = {"birthday": f"--{today.month:02}-{today.day:02}"}
        if connected:
            fields["connected_on"] = "2020-01-02"
        await storage.contacts.edit(row, fields, at)
    await storage.close()


def _done(report: Report) -> set[str | None]:
    return {item.person.profile for item in report.of(Result.DONE)}


@pytest.mark.parametrize("layout", ["2025-11", "2026-08", "2026-09", "2026-10"])
async def test_somebody_whom_the_page_does_not_show_is_greeted_from_their_profile_once(
    layout: str, tmp_path: Path
) -> None:
    today = datetime.now(UTC).date()
    world = ordinary_world(today)
    world.layout = layout
    widest_caps(tmp_path)
    await _known(tmp_path, today, *BOOK_ONLY)
    await _known(tmp_path, today, "wilma-tarnow")  # said to be a connection, and is none
    await _known(tmp_path, today, "some-body", connected=False)
    on_page = {person.slug for person in due(world, today)}
    site = PracticeSite(world)
    await site.start()
    try:
        report = await campaign(site, tmp_path)
        assert _done(report) == on_page | set(BOOK_ONLY), report
        received = [message.recipient_id for message in site.received]
        members = {person.member for person in world.people if person.slug in on_page | set(BOOK_ONLY)}
        assert set(received) == members
        assert len(received) == len(members)
        reasons = {item.person.profile: item.reason for item in report.of(Result.SKIPPED)}
        assert reasons["wilma-tarnow"] is Reason.NOT_ON_PAGE
        assert reasons["some-body"] is Reason.NOT_ON_PAGE
        visited = {person.slug for person in world.people if person.member in {visit.member for visit in site.visits}}
        assert visited >= {*BOOK_ONLY, "wilma-tarnow"}
        assert "some-body" not in visited
        again = await campaign(site, tmp_path)
        assert _done(again) == set()
        assert len(site.received) == len(members)
    finally:
        await site.stop()
