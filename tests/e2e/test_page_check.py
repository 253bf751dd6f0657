"""The page check against the practice site, with the real program, and what its outlines hold."""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from linkapp.app import build
from linkapp.cli.commands.check import check_pages
from linkapp.cli.exits import Exit
from linkapp.cli.parser import Options
from linkapp.domain.problems import Reason
from linkapp.practice import PracticeSite, World, ordinary_world, quiet_world
from linkapp.services.page_check import SURFACES, Surface
from tests.e2e.harness import config


def world_of(layout: str = "2025-11", composer: str = "overlay", language: str = "en", *, quiet: bool = False) -> World:
    made = (quiet_world if quiet else ordinary_world)(datetime.now(UTC).date())
    made.layout, made.composer, made.language = layout, composer, language  # type: ignore[assignment]
    return made


async def checked(
    site: PracticeSite, folder: Path, capsys: pytest.CaptureFixture[str]
) -> tuple[int, Sequence[Surface], str]:
    """Exit status, surfaces and the words on standard output of ``linkapp check pages``."""
    given = Options(command="check", kind="pages", config=config(site, folder))
    async with build(given.config) as app:
        found: list[Surface] = []
        look = app.page_check
        assert look is not None

        async def looking() -> Sequence[Surface]:
            found.extend(await look())
            return found

        status = await check_pages(replace(app, page_check=looking), given)
    return status, found, capsys.readouterr().out


def states(found: Sequence[Surface]) -> dict[str, str]:
    return {one.name: one.state for one in found}


def texts_of(world: World) -> set[str]:
    """What nobody may read in an outline: names, addresses, ids, headlines and messages of everybody there."""
    secrets = set()
    for person in (*world.people, world.me):
        secrets |= {person.name, person.slug, person.member, person.thread, person.headline, str(person.number)}
        secrets |= {part for part in person.name.split() if len(part) > 3}
        secrets |= {message.text for message in person.conversation}
    return {secret.casefold() for secret in secrets if len(secret) > 2}


@pytest.mark.parametrize(
    ("layout", "composer", "language"),
    [("2026-10", "shadow", "fr"), ("2026-09", "iframe", "de")],
)
async def test_every_surface_is_ok_and_no_outline_tells_of_anybody(
    layout: str, composer: str, language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world = world_of(layout, composer, language)
    site = PracticeSite(world)
    await site.start()
    try:
        status, found, said = await checked(site, tmp_path, capsys)
    finally:
        await site.stop()
    assert [one.name for one in found] == list(SURFACES)
    assert set(states(found).values()) == {"ok"}
    assert status == Exit.DONE
    birthdays = next(one for one in found if one.name == "birthdays")
    assert (birthdays.cards, birthdays.understood, birthdays.language) == (10, 10, language)
    assert site.received == []
    paths = [Path(one.outline_path) for one in found if one.outline_path]
    assert len(paths) == 5
    assert str(paths[0].parent) in said
    for path in paths:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        text = path.read_text()
        assert len(json.loads(text)["nodes"]) > 30
        words = re.sub(r'"frames"|iframe', "", text.casefold())
        assert [secret for secret in texts_of(world) if secret in words] == []
        assert not re.search(r"ACo[A-Za-z0-9_-]{4,}", text)
    logs = "".join(path.read_text() for path in (tmp_path / "logs").iterdir()).casefold()
    assert [secret for secret in texts_of(world) if secret in logs] == []


async def test_one_person_is_looked_at_and_nobody_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = PracticeSite(world_of())
    await site.start()
    try:
        await checked(site, tmp_path, capsys)
        assert len(site.state.visits) == 1
        assert site.state.typing == []
    finally:
        await site.stop()


async def test_an_empty_page_that_says_so_is_ok_and_what_needs_somebody_is_not_looked_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = PracticeSite(world_of(quiet=True))
    await site.start()
    try:
        status, found, _ = await checked(site, tmp_path, capsys)
    finally:
        await site.stop()
    assert states(found) == dict.fromkeys(SURFACES, "ok") | {"profile": "unknown", "conversation": "unknown"}
    assert {one.sentence for one in found if one.state == "unknown"} == {"not looked at: nobody is on the lists"}
    assert status == Exit.FAILURES


@pytest.mark.parametrize("fault", ["changed_page", "truly_empty"])
async def test_a_page_that_cannot_be_understood_is_changed_and_never_empty(
    fault: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = PracticeSite(world_of())
    await site.start()
    site.faults.change({fault: True})
    try:
        status, found, _ = await checked(site, tmp_path, capsys)
    finally:
        await site.stop()
    assert [states(found)[name] for name in ("birthdays", "anniversaries", "positions")] == ["changed"] * 3
    assert status == Exit.PAGES_CHANGED
    kept = sorted(path.name for path in (tmp_path / "evidence").glob("*.png"))
    assert kept
    assert all("page_changed" in name for name in kept)
    assert next(one for one in found if one.name == "birthdays").problem.evidence + ".png" == kept[0]  # type: ignore[union-attr]


async def test_where_nobody_is_signed_in_the_check_ends_at_the_first_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = world_of()
    made.signin = "required"
    site = PracticeSite(made)
    await site.start()
    try:
        status, found, _ = await checked(site, tmp_path, capsys)
    finally:
        await site.stop()
    assert set(states(found).values()) == {"unknown"}
    assert [one.problem.reason for one in found if one.problem] == [Reason.SIGNED_OUT] * 2
    assert {one.sentence for one in found[2:]} == {"not looked at: the check ended before"}
    assert status == Exit.NEEDS_PERSON


@pytest.mark.parametrize(
    ("fault", "after", "reason"),
    [("checkpoint_after", 2, Reason.SECURITY_CHECK), ("rate_limit_after", 3, Reason.RATE_LIMITED)],
)
async def test_a_stop_sign_in_the_middle_ends_the_check(
    fault: str, after: int, reason: Reason, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = PracticeSite(world_of())
    await site.start()
    site.faults.change({fault: after})
    try:
        status, found, _ = await checked(site, tmp_path, capsys)
    finally:
        await site.stop()
    assert [one.problem.reason for one in found if one.problem][-1] is reason
    assert found[-1].sentence == "not looked at: the check ended before"
    assert status == Exit.NEEDS_PERSON
