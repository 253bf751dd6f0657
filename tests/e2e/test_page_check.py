"""``linkapp check pages`` against the practice site: every kind of page that LinkApp reads."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from linkapp.app import open_workshop
from linkapp.practice import PracticeSite, World, ordinary_world, quiet_world
from linkapp.services.page_check import SURFACES, Surface
from tests.e2e.harness import options

SECRET_WORDS = "Between us: the contract is signed."


async def checked(folder: Path, world: World, **faults: Any) -> Sequence[Surface]:
    """A page check on a site with these faults."""
    site = PracticeSite(world)
    site.faults.change(faults)
    await site.start()
    try:
        async with open_workshop(options(site, folder)) as workshop:
            assert workshop.desk.page_check is not None
            made = await workshop.desk.page_check()
    finally:
        await site.stop()
    assert tuple(one.name for one in made) == SURFACES
    assert not site.received
    assert not [one for one in site.requests if one.kind == "send"]
    assert len(site.visits) <= 1
    return made


def states(made: Sequence[Surface]) -> dict[str, str]:
    return {one.name: one.state for one in made}


@pytest.mark.parametrize(
    ("layout", "composer", "language"), [("2025-11", "overlay", "fr"), ("2026-09", "fullpage", "en")]
)
async def test_every_page_that_is_as_known_is_ok_and_its_outline_names_nobody(
    layout: Any, composer: Any, language: Any, tmp_path: Path
) -> None:
    world = ordinary_world(datetime.now(UTC).date())
    world.layout, world.composer, world.language = layout, composer, language
    made = await checked(tmp_path, world)
    assert states(made) == dict.fromkeys(SURFACES, "ok"), made
    outlines = [Path(one.outline_path) for one in made if one.outline_path]
    assert len(outlines) == len(SURFACES) - 1, "the sign-in is read off the first page"
    for path in outlines:
        text = await asyncio.to_thread(path.read_text, encoding="utf-8")
        json.loads(text)
        assert path.stat().st_mode & 0o777 == 0o600
        for person in [world.me, *world.people]:
            assert not [word for word in (person.name, person.slug, person.member) if word in text], path
            assert not [one.text for one in person.conversation if one.text in text], path


async def test_a_changed_page_is_changed_and_a_page_that_says_nobody_is_ok(tmp_path: Path) -> None:
    today = datetime.now(UTC).date()
    changed = states(await checked(tmp_path / "a", ordinary_world(today), changed_page=True))
    assert changed["birthdays"] == "changed"
    assert "ok" not in {changed["anniversaries"], changed["positions"], changed["profile"], changed["conversation"]}
    quiet = states(await checked(tmp_path / "b", quiet_world(today)))
    assert quiet["birthdays"] == "ok"
    empty = states(await checked(tmp_path / "c", quiet_world(today), truly_empty=True))
    assert empty["birthdays"] == "changed"


@pytest.mark.parametrize(
    ("fault", "after", "seen"), [("signed_out_after", 0, 0), ("checkpoint_after", 1, 1), ("rate_limit_after", 3, 3)]
)
async def test_nothing_more_is_looked_at_after_a_stop_sign(fault: str, after: int, seen: int, tmp_path: Path) -> None:
    made = await checked(tmp_path, ordinary_world(datetime.now(UTC).date()), **{fault: after})
    lists = [one for one in made if one.name in ("birthdays", "anniversaries", "positions")]
    assert sum(one.state == "ok" for one in lists) <= seen
    assert [one.state for one in made if one.name == "conversation"] == ["unknown"]
    assert [one for one in made if one.problem is not None]
