"""Another account signs in between two runs on one data folder: nothing is sent as it before the person has spoken."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from linkapp.cli.exits import Exit, exit_of
from linkapp.domain.campaign import Result
from linkapp.domain.problems import Reason
from linkapp.practice import PracticeSite
from linkapp.practice.world import PracticePerson
from tests.e2e.harness import campaign
from tests.e2e.processes import many_due
from tests.e2e.test_commands import NOBODY, process


def account(folder: Path, *words: str, status: int = Exit.DONE) -> dict[str, Any]:
    """``linkapp account`` as a real process."""
    ended = process("account", *words, "--json", "--site", NOBODY, "--data-dir", str(folder))
    assert ended.returncode == status, ended.stderr
    return dict(json.loads(ended.stdout)) if ended.stdout else {}


@pytest.mark.parametrize(("word", "layout", "again"), [("--new-account", "2026-10", 2), ("--this-one", "2025-11", 0)])
async def test_another_account_is_refused_until_the_person_says_whose_folder_it_is(
    word: str, layout: str, again: int, tmp_path: Path
) -> None:
    world = many_due(2, datetime.now(UTC).date())
    world.layout = layout
    site = PracticeSite(world)
    await site.start()
    try:
        first = await campaign(site, tmp_path)
        assert (exit_of(first.outcome), len(site.received)) == (Exit.DONE, 2)
        me = world.me
        assert account(tmp_path)["account"] == [f"id:{me.member}", f"in:{me.slug}"]
        account(tmp_path, word, status=Exit.USAGE)

        member = me.member if word == "--this-one" else ""
        world.me = PracticePerson(slug="noor-veld", name="Noor Veld", degree=0, member=member)
        for person in world.people:
            person.conversation.clear()  # what the first account wrote does not stand in another one's conversations
        refused = await campaign(site, tmp_path)
        assert refused.stopped_by is not None
        assert (refused.stopped_by.reason, exit_of(refused.outcome)) == (Reason.OTHER_ACCOUNT, Exit.NEEDS_PERSON)
        assert (len(site.received), refused.of(Result.DONE)) == (2, ())
        assert account(tmp_path)["waiting"] == ["in:noor-veld"]

        said = account(tmp_path, word)
        assert (said["changed"], said["waiting"]) == (True, [])
        assert "in:noor-veld" in said["account"]
        after = await campaign(site, tmp_path)
        assert exit_of(after.outcome) == Exit.DONE, after
        assert (len(after.of(Result.DONE)), len(site.received)) == (again, 2 + again)
        if not again:
            assert {item.reason for item in after.items} == {Reason.ALREADY_GREETED}
    finally:
        await site.stop()
