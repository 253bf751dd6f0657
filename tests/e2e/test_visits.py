"""``run visits FILE``: the real program on the practice site, and what it says of lists that are none."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from linkapp.app import build
from linkapp.cli.exits import Exit
from linkapp.domain.campaign import Report, Result, RunOutcome
from linkapp.domain.problems import Reason
from linkapp.domain.visit import listed_in
from linkapp.practice import PracticeSite
from linkapp.practice.world import World, ordinary_world
from linkapp.services.runs import Control
from tests.e2e.harness import config
from tests.e2e.in_process import linkapp


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


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no address"),
        (b"Ada\nBo\n", "no address"),
        (b"\x89PNG\r\n\x1a\n\x00\xff", "no text"),
        (None, "cannot be read"),
    ],
)
def test_a_list_that_is_none_is_refused_in_one_sentence(content: bytes | None, words: str, tmp_path: Path) -> None:
    listed = tmp_path / "list.txt"
    if content is not None:
        listed.write_bytes(content)
    ended = linkapp("run", "visits", str(listed), "--data-dir", str(tmp_path / "data"), "--site", "http://127.0.0.1:9")
    assert (ended.returncode, ended.stdout) == (Exit.USAGE, "")
    assert words in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    "words", [["run", "visits"], ["run", "visits", "x", "--send"], ["run", "visits", "x", "--late-days", "2"],
              ["run", "birthdays", "x"], ["run", "visits", " "]]
)  # fmt: skip
def test_a_line_that_mixes_kinds_of_runs_is_refused(words: list[str], tmp_path: Path) -> None:
    ended = linkapp(*words, "--data-dir", str(tmp_path / "data"), "--json")
    assert (ended.returncode, ended.stdout) == (Exit.USAGE, "")
    assert not (tmp_path / "data").exists()


def test_the_command_tells_a_document_and_its_runs(tmp_path: Path) -> None:
    from linkapp.practice import served

    with served(ordinary_world(datetime.now(UTC).date())) as site:
        listed = tmp_path / "list.txt"
        listed.write_text(f"{site.address}/in/{someone(site.world, 2)}/\n", encoding="utf-8-sig")
        on = ["--site", site.address, "--data-dir", str(tmp_path / "data"), "--pace", "none", "--headless"]
        ended = linkapp("run", "visits", str(listed), *on, "--json")
        document = json.loads(ended.stdout)
        assert (ended.returncode, document["kind"], document["outcome"]) == (Exit.DONE, "visits", "done"), ended.stderr
        (visited,) = document["visited"]
        assert set(visited) == {"name", "profile", "recipient", "proof"}
        assert "greeted" not in document
        told = linkapp("runs", *on, "--lang", "fr")
        assert "Visites de profils" in told.stdout
        assert "1 visités" in told.stdout
