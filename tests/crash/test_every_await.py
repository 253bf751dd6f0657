"""The walk, stopped at every point at which it can be stopped: each person gets exactly one message, or a word.

Exhaustive over the numbered ticks of ``ticks.py``, for messages that land at once, late (the browser outlives the
program) and never; then once more with a second crash at every tick of the recovery. The planted bugs show that a
fault would be found.

Every stop is made. Many leave the same behind (``Campaign.left_behind``: the site, the clock, every row and byte): what
comes after them is then the same as well, and lived through once.
"""

from __future__ import annotations

import itertools
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from linkapp.domain.act import Slot
from linkapp.domain.pacing import NO_PACE
from linkapp.domain.problems import Problem, Reason
from linkapp.services.ports.ledger import StoreError
from linkapp.storage import open_storage
from tests.crash.ticks import ON_ITS_WAY, Campaign, Ticks, length

LANDS = ("now", "late", "never")


class Ends:
    """The faults at the end of every campaign that was stopped; of one that left what another did, the other's."""

    def __init__(self) -> None:
        self._faults: dict[str, list[str]] = {}

    async def of(self, campaign: Campaign) -> list[str]:
        left = campaign.left_behind()
        if left not in self._faults:
            self._faults[left] = await _faults_after(campaign)
        return self._faults[left]

    def __len__(self) -> int:
        return len(self._faults)


async def _faults_after(campaign: Campaign) -> list[str]:
    await campaign.finish()
    return await campaign.faults()


@pytest.mark.parametrize("soft", [False, True], ids=["killed", "cancelled"])
@pytest.mark.parametrize("lands", LANDS)
async def test_a_campaign_stopped_at_any_tick_greets_everybody_once(lands: str, soft: bool) -> None:
    ticks = await length(Campaign(people=3, lands=lands))
    assert ticks > 60
    where = set()
    ends = Ends()
    for at in range(1, ticks + 1):
        campaign = Campaign(people=3, lands=lands)
        stop = Ticks(at=at, soft=soft)
        await campaign.live(stop)
        assert await ends.of(campaign) == [], f"stopped at tick {at}, {stop.where}"
        where.add(stop.where)
    assert {"committed, not clicked", "clicked, no answer yet", "answered, not told"} <= where
    assert {"before ledger.reserve", "after ledger.announce", "before ledger.settle", "after ledger.settle"} <= where


@pytest.mark.parametrize("step", [4, pytest.param(1, marks=[pytest.mark.slow, pytest.mark.timeout(3600)])])
@pytest.mark.parametrize("lands", LANDS)
async def test_a_second_crash_at_any_tick_of_the_recovery_changes_nothing(lands: str, step: int) -> None:
    """Every first tick and every second one; every pair of them in the long run, each to its end, every fourth in the
    ordinary one."""
    pairs = 0
    ends = Ends()
    faults_of: dict[tuple[str, int], list[str] | None] = {}
    first_ticks = await length(Campaign(people=1, lands=lands))
    for first in range(1, first_ticks + 1):
        campaign = Campaign(people=1, lands=lands)
        await campaign.live(Ticks(at=first))
        left = campaign.left_behind() if step > 1 else f"tick {first}"
        for second in itertools.count(first % step + 1, step):
            if (left, second) not in faults_of:
                campaign = Campaign(people=1, lands=lands)
                await campaign.live(Ticks(at=first))
                over = await campaign.live(Ticks(at=second)) is not None  # the second life has fewer ticks than that
                end = None if over else await (ends.of(campaign) if step > 1 else _faults_after(campaign))
                faults_of[left, second] = end
            faults = faults_of[left, second]
            if faults is None:
                break
            assert faults == [], f"stopped at tick {first}, then at {second}"
            pairs += 1
    assert pairs > first_ticks * 20 // step


@pytest.mark.parametrize("lands", LANDS)
async def test_the_real_database_keeps_what_a_stopped_campaign_needs(lands: str, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    await (await open_storage(empty)).close()
    ticks = await length(Campaign(people=1, lands=lands, folder=_copied(empty, tmp_path / "whole")))
    ends = Ends()
    for at in range(1, ticks + 1):
        campaign = Campaign(people=1, lands=lands, folder=_copied(empty, tmp_path / str(at)))
        stop = Ticks(at=at)
        await campaign.live(stop)
        assert await ends.of(campaign) == [], f"stopped at tick {at}, {stop.where}"
    assert len(ends) > 6


async def test_an_unreadable_conversation_leaves_an_explicit_word_and_no_second_message() -> None:
    ticks = await length(Campaign(people=2, lands="now"))
    for at in range(1, ticks + 1):
        campaign = Campaign(people=2, lands="now")
        campaign.site.unreadable = {card.person.key for card in campaign.site.cards}
        await campaign.live(Ticks(at=at))
        await campaign.finish()
        got = [who for who, _ in campaign.site.received]
        assert len(got) == len(set(got))
        unsure = {item.person.key for item in campaign.reports[-1].items if item.state == "unsure"}
        assert {card.person.key for card in campaign.site.cards} <= set(got) | unsure


class HalfAnnounced:
    """A disk that is full after ``sending`` was committed and before the line beside the database is written."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    async def announce(self, slot: Slot, text_hash: str, now: datetime) -> None:
        await self._inner.announce(slot, text_hash, now)
        raise StoreError(Problem(reason=Reason.DISK_FULL))


async def test_a_click_that_is_announced_only_half_is_not_made_and_the_true_reason_is_told() -> None:
    campaign = Campaign(people=2, lands="now", ledger_of=HalfAnnounced)
    report = await campaign.live(Ticks())
    assert report is not None
    assert report.stopped_by == Problem(reason=Reason.DISK_FULL)
    assert campaign.site.clicks == 0
    campaign.ledger_of = lambda ledger: ledger
    campaign.clock.at += timedelta(minutes=2)
    await campaign.finish()
    assert await campaign.faults() == []


class ForgetsSending:
    """A planted bug: ``sending`` is not written down before the click."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    async def announce(self, slot: Slot, text_hash: str, now: datetime) -> None:
        return None

    async def settle(self, slot: Slot, outcome: Any, now: datetime, detail: str = "") -> None:
        if not isinstance(outcome, str):
            await self._inner.announce(slot, "", now)
        await self._inner.settle(slot, outcome, now, detail)


async def test_a_click_that_is_not_committed_first_would_be_found() -> None:
    assert any(await _all_faults(ledger_of=ForgetsSending))


async def test_a_recovery_that_does_not_wait_for_messages_on_their_way_would_be_found() -> None:
    assert NO_PACE.settle + NO_PACE.settle_again < ON_ITS_WAY
    assert any(await _all_faults(lands="late", pace=NO_PACE))


async def _all_faults(lands: str = "now", **more: Any) -> list[list[str]]:
    """Of the campaigns that are stopped at each tick, every one lived through to its end; and that those which begin
    that end from the same come to the same."""
    ends = Ends()
    faults = []
    for at in range(1, await length(Campaign(people=1, lands=lands, **more)) + 1):
        campaign = Campaign(people=1, lands=lands, **more)
        again = Campaign(people=1, lands=lands, **more)
        await campaign.live(Ticks(at=at))
        await again.live(Ticks(at=at))
        faults.append(await _faults_after(campaign))
        assert await ends.of(again) == faults[-1], f"stopped at tick {at}"
    assert len(ends) < len(faults)
    return faults


def _copied(empty: Path, folder: Path) -> Path:
    shutil.copytree(empty, folder)
    return folder
