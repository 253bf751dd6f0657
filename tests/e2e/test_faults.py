"""Every fault of the practice site through the whole program, judged by what the site received and was asked.

Each fault is met in a run of its own; then it is taken away and the same campaign runs again: whatever happened
before, nobody has two messages at the end, and nobody is said to have one who has none.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from linkapp.app import build
from linkapp.cli.exits import Exit, exit_of
from linkapp.domain.campaign import Report
from linkapp.domain.moment import Occasion
from linkapp.domain.problems import Reason
from linkapp.engine.pages import catch_up, composer, composer_finder, conversation
from linkapp.practice import Asked, PracticeMessage, PracticeSite, World, quiet_world
from tests.e2e.harness import campaign, config, judge
from tests.e2e.processes import many_due

DOORS = ("/login", "/checkpoint/", "/favicon.ico")


@pytest.fixture(autouse=True)
def _short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program waits as it always does, only not as long for what never comes."""
    monkeypatch.setattr(catch_up, "FIRST_CARDS_WITHIN_S", 5.0)
    monkeypatch.setattr(composer_finder, "OPENS_WITHIN_S", 3.0)
    monkeypatch.setattr(composer_finder, "NAMED_WITHIN_S", 1.0)
    monkeypatch.setattr(composer, "PROOF_WITHIN_S", 2.0)
    monkeypatch.setattr(conversation, "LOADED_WITHIN_S", 2.0)


class Scene:
    """A site with a few people due today, and an empty data folder."""

    def __init__(self, site: PracticeSite, folder: Path) -> None:
        self.site = site
        self.folder = folder
        self.wanted = list(site.world.people)

    async def run(self, **changes: Any) -> Report:
        """One campaign with these faults; what was said is held against what was received at once."""
        self.site.faults.clear()
        self.site.faults.change(changes)
        report = await campaign(self.site, self.folder)
        found = judge(self.site, report, self.wanted, self.wanted)
        assert (found.wrong, found.double, found.false_sent, found.false_nothing, found.odd_text) == (0, 0, 0, 0, 0)
        return report

    async def end_well(self) -> None:
        """Without faults, once more: everybody has exactly one message."""
        assert (await self.run()).stopped_by is None
        assert self.received == {person.name: 1 for person in self.wanted}

    @property
    def received(self) -> Counter[str]:
        return Counter(one.name for one in self.site.received)


@asynccontextmanager
async def scene_of(folder: Path, people: int, arrange: Callable[[World], object] | None = None) -> AsyncIterator[Scene]:
    world = many_due(people, datetime.now(UTC).date())
    if arrange is not None:
        arrange(world)
    site = PracticeSite(world)
    await site.start()
    try:
        yield Scene(site, folder)
    finally:
        await site.stop()


def fullpage(world: World) -> None:
    world.composer = "fullpage"


def stands(report: Report) -> set[tuple[str, Reason | None]]:
    return {(item.state, item.reason) for item in report.items}


def reason_of(report: Report) -> Reason | None:
    return report.stopped_by.reason if report.stopped_by else None


def actions_after_the_sign(requests: list[Asked], first: int) -> list[Asked]:
    """What was asked for after the first answer that said stop, but for where that answer itself led."""
    sign = next((place for place, one in enumerate(requests) if place >= first and one.status not in (200, 204)), first)
    same = requests[sign].path
    return [one for one in requests[sign + 1 :] if not one.path.startswith(DOORS) and one.path != same]


# ---- stop signs ----

SIGNS = {
    "sign-in page": ("signed_out_after", {}, Reason.SIGNED_OUT),
    "security check": ("checkpoint_after", {}, Reason.SECURITY_CHECK),
    "429": ("rate_limit_after", {"rate_limit_way": "429"}, Reason.RATE_LIMITED),
    "999": ("rate_limit_after", {"rate_limit_way": "999"}, Reason.RATE_LIMITED),
    "words": ("rate_limit_after", {"rate_limit_way": "words"}, Reason.RATE_LIMITED),
    "redirects": ("rate_limit_after", {"rate_limit_way": "redirects"}, Reason.RATE_LIMITED),
}
# What tests/e2e/stops.py leaves out: two more signs, and a composer on a page of its own (request 0 is the list, 1 that
# page, 2 its question, 3 the notice that we type, 4 the message).
MOMENTS = [
    *((sign, 0, "overlay") for sign in ("999", "redirects")),
    *((sign, 1, "fullpage") for sign in ("sign-in page", "words", "redirects")),
]


@pytest.mark.parametrize(("sign", "after", "shell"), MOMENTS)
async def test_a_stop_sign_ends_the_run_at_once_and_hands_it_to_the_person(
    sign: str, after: int, shell: str, tmp_path: Path
) -> None:
    name, more, reason = SIGNS[sign]
    async with scene_of(tmp_path, 4, fullpage if shell == "fullpage" else None) as scene:
        report = await scene.run(**{name: after}, **more)
        assert exit_of(report.outcome) == Exit.NEEDS_PERSON
        assert reason_of(report) is reason
        assert not actions_after_the_sign(scene.site.requests, after)
        assert not scene.received


async def test_after_a_rate_limit_nothing_is_even_read_until_the_person_has_looked_and_the_pause_is_over(
    tmp_path: Path,
) -> None:
    async with scene_of(tmp_path, 2) as scene:
        await scene.run(rate_limit_after=0)
        before = len(scene.site.requests)
        again = await scene.run()
        assert (exit_of(again.outcome), reason_of(again)) == (Exit.NEEDS_PERSON, Reason.BREAKER_LATCHED)
        async with build(config(scene.site, tmp_path)) as app:
            app = app
            for reason in (Reason.BREAKER_LATCHED, Reason.BREAKER_OPEN):
                seen = await app.greetings.preview(Occasion.BIRTHDAY)
                assert seen.stopped is not None
                assert seen.stopped.reason is reason
                assert app.page_check is not None
                assert {one.state for one in await app.page_check()} == {"unknown"}
                assert {one.name for one in await app.health.everything() if one.problem is not None} >= {
                    "birthdays page"
                }
                assert app.guard is not None
                await app.guard.looked()
        later = await scene.run()
        assert (exit_of(later.outcome), reason_of(later)) == (Exit.NOT_NOW, Reason.BREAKER_OPEN)
        assert len(scene.site.requests) == before


async def test_a_stop_sign_that_the_person_has_put_right_does_not_stay(tmp_path: Path) -> None:
    async with scene_of(tmp_path, 1) as scene, build(config(scene.site, tmp_path)) as app:
        greetings, guard = app.greetings, app.guard
        assert guard is not None
        for sign in ("security check", "sign-in page"):
            name, more, reason = SIGNS[sign]
            scene.site.faults.change({name: 0, **more})
            stopped = (await greetings.preview(Occasion.BIRTHDAY)).stopped
            assert stopped is not None
            assert stopped.reason is reason
            scene.site.faults.clear()
            assert await guard.looked() == (sign == "security check")
            seen = await greetings.preview(Occasion.BIRTHDAY)
            assert (seen.stopped, len(seen.drafts)) == (None, 1)


# ---- what becomes of a message ----


@pytest.mark.parametrize("way", ["4xx", "error-in-200"])
async def test_a_refused_message_is_never_sent_and_the_person_is_due_again(way: str, tmp_path: Path) -> None:
    async with scene_of(tmp_path, 1) as scene:
        report = await scene.run(refuse_sends=way)
        assert stands(report) == {("failed", Reason.REFUSED)}
        assert exit_of(report.outcome) == Exit.FAILURES
        assert not scene.received
        await scene.end_well()


@pytest.mark.slow
async def test_one_refusal_does_not_keep_the_others_from_their_greeting(tmp_path: Path) -> None:
    async with scene_of(tmp_path, 3) as scene:
        report = await scene.run(refuse_sends="4xx", refuse_only=[2])
        assert sum(scene.received.values()) == 2
        assert exit_of(report.outcome) == Exit.FAILURES
        await scene.end_well()


async def test_a_429_to_a_message_is_a_stop_sign(tmp_path: Path) -> None:
    async with scene_of(tmp_path, 3) as scene:
        report = await scene.run(refuse_sends="429")
        assert (exit_of(report.outcome), reason_of(report)) == (Exit.NEEDS_PERSON, Reason.RATE_LIMITED)
        assert not scene.received
        assert scene.site.requests[-1].kind == "send"


async def test_an_answer_that_names_another_text_is_no_proof_but_the_conversation_is(tmp_path: Path) -> None:
    async with scene_of(tmp_path, 1) as scene:
        report = await scene.run(refuse_sends="other-text")
        assert [(item.state, item.proof) for item in report.items] == [("done", "conversation")]


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param({"answer_cut_off": -1}, id="every answer cut off"),
        pytest.param({"land_late": 0.7}, id="lands late", marks=pytest.mark.slow),
        pytest.param({"land_late": 0.7, "answer_cut_off": 1}, id="lands late without an answer"),
        pytest.param({"crash_page": "send"}, id="the tab dies", marks=pytest.mark.slow),
    ],
)
async def test_a_message_that_was_kept_is_found_and_never_sent_again(fault: dict[str, Any], tmp_path: Path) -> None:
    async with scene_of(tmp_path, 2) as scene:
        await scene.run(**fault)
        assert scene.received
        await scene.end_well()


async def test_a_lost_click_is_proven_by_the_conversation_and_not_pressed_again_in_this_run(tmp_path: Path) -> None:
    async with scene_of(tmp_path, 2) as scene:
        report = await scene.run(click_lost=1)
        assert sum(scene.received.values()) == 1
        assert ("failed", Reason.NO_PROOF) in stands(report)
        assert exit_of(report.outcome) == Exit.FAILURES
        await scene.end_well()


async def test_without_an_answer_and_without_a_readable_conversation_it_stays_unsure_for_good(tmp_path: Path) -> None:
    async with scene_of(tmp_path, 1) as scene:

        async def close_the_books() -> None:
            while not scene.site.received:  # noqa: ASYNC110 - the site tells nobody
                await asyncio.sleep(0.005)
            scene.site.faults.thread_unreadable = True

        closing = asyncio.ensure_future(close_the_books())
        report = await scene.run(answer_cut_off=1)
        await closing
        assert [item.state for item in report.items] == ["unsure"]
        assert exit_of(report.outcome) == Exit.FAILURES
        report = await scene.run(thread_unreadable=True)
        assert [item.state for item in report.items] == ["unsure"]
        assert sum(scene.received.values()) == 1
        await scene.end_well()


# ---- composers ----


@pytest.mark.parametrize(
    ("fault", "reasons"),
    [
        ({"wrong_dialog": -1}, {Reason.WRONG_RECIPIENT, Reason.RECIPIENT_NOT_PROVEN}),
        ({"two_composers": True}, {Reason.SEVERAL_COMPOSERS}),
        ({"modal_over_page": True}, {Reason.SECURITY_CHECK, Reason.RUN_STOPPED}),
        ({"thread_unreadable": True}, {Reason.CONVERSATION_UNREADABLE, Reason.NO_SEND_BUTTON}),
    ],
    ids=["somebody else's", "two at once", "covered", "never loads"],
)
async def test_a_composer_in_doubt_is_never_sent_from(
    fault: dict[str, Any], reasons: set[Reason], tmp_path: Path
) -> None:
    async with scene_of(
        tmp_path, 2 if "wrong_dialog" in fault else 1, _with_words if "thread_unreadable" in fault else None
    ) as scene:
        report = await scene.run(**fault)
        assert not scene.received
        assert not [one for one in scene.site.requests if one.kind == "send"]
        assert {item.reason for item in report.items} <= reasons


def _with_words(world: World) -> None:
    """A conversation of long ago, so that there is something that cannot be read."""
    for person in world.people:
        long_ago = datetime.now(UTC) - timedelta(days=400)
        person.conversation.append(PracticeMessage(mine=True, text="Welcome to the team.", at=long_ago))


@pytest.mark.slow
@pytest.mark.parametrize("shell", ["popup", "iframe", "shadow", "fullpage"])
async def test_a_composer_for_somebody_else_is_told_in_every_shell(shell: Any, tmp_path: Path) -> None:
    async with scene_of(tmp_path, 2, lambda world: setattr(world, "composer", shell)) as scene:
        report = await scene.run(wrong_dialog=1)
        assert sum(scene.received.values()) == 1
        assert [item.state for item in report.items].count("failed") == 1


# ---- pages ----


@pytest.mark.parametrize("fault", ["changed_page", "truly_empty", "blank_page", "spinner_forever"])
async def test_a_page_that_cannot_be_read_is_changed_and_never_nothing_to_do(fault: str, tmp_path: Path) -> None:
    async with scene_of(tmp_path, 2) as scene:
        report = await scene.run(**{fault: True})
        assert exit_of(report.outcome) == Exit.PAGES_CHANGED
        assert reason_of(report) in (Reason.PAGE_CHANGED, Reason.PAGE_UNREADABLE)
        assert len(scene.site.requests) == 1 or all("favicon" in one.path for one in scene.site.requests[1:])


async def test_nothing_to_do_is_said_where_the_page_itself_says_so(tmp_path: Path) -> None:
    site = PracticeSite(quiet_world(datetime.now(UTC).date()))
    await site.start()
    try:
        report = await campaign(site, tmp_path)
        assert (exit_of(report.outcome), report.items, report.stopped_by) == (Exit.DONE, (), None)
        site.faults.change({"truly_empty": True})
        assert exit_of((await campaign(site, tmp_path)).outcome) == Exit.PAGES_CHANGED
    finally:
        await site.stop()


async def test_without_the_sites_time_nothing_is_sent(tmp_path: Path) -> None:
    async with scene_of(tmp_path, 2) as scene:
        report = await scene.run(no_date_header=True)
        assert (exit_of(report.outcome), reason_of(report)) == (Exit.NOT_NOW, Reason.NO_SITE_TIME)
        assert len([one for one in scene.site.requests if one.kind != "page"]) == 0


@pytest.mark.parametrize("moment", ["load", "compose"])
async def test_a_tab_that_dies_ends_the_run_with_nothing_sent(moment: str, tmp_path: Path) -> None:
    async with scene_of(tmp_path, 2) as scene:
        report = await scene.run(crash_page=moment)
        assert reason_of(report) is Reason.BROWSER_CRASHED
        assert exit_of(report.outcome) == Exit.FAILURES
        assert not scene.received


async def test_a_slow_site_is_waited_for(tmp_path: Path) -> None:
    async with scene_of(tmp_path, 2) as scene:
        report = await scene.run(slow=0.5)
        assert stands(report) == {("done", None)}
        assert sum(scene.received.values()) == 2
