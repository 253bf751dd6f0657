"""The walk of a greeting over doubles: every way it can end, and what is written down."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from linkapp.domain.act import Kind, Sent, Slot, State
from linkapp.domain.breaker import Breaker, Proven
from linkapp.domain.campaign import Draft, Phase, Progress, Report, Result, RunOutcome
from linkapp.domain.message import Template
from linkapp.domain.moment import Card, Changed, Conversation, Message, Missing, Occasion, Reading, Skip, Unknown
from linkapp.domain.opt_out import OptOutAnswer
from linkapp.domain.pacing import NO_PACE, Pace
from linkapp.domain.person import Person
from linkapp.domain.problems import WALLS, Problem, Reason
from linkapp.domain.quota import DEFAULTS
from linkapp.domain.settings import Settings
from linkapp.domain.visit import visit_act
from linkapp.services.answers import Answering
from linkapp.services.greeting_texts import Texts
from linkapp.services.health import Health
from linkapp.services.news import Changes, News
from linkapp.services.ports.book import Interaction
from linkapp.services.ports.ledger import Limits, StoreError
from linkapp.services.ports.quota import Refused
from linkapp.services.runs import Control
from linkapp.services.site_guard import SiteGuard
from linkapp.system.clock import Chance
from tests.fakes.clocks import FakeClock
from tests.fakes.kinds import dry_greet_over, greet_over
from tests.fakes.locks import FakeRunLock
from tests.fakes.memory_storage import MemoryStorage, memory_storage
from tests.fakes.network import FakeNetwork

NOW = datetime(2026, 7, 10, 9, 0, tzinfo=UTC)
TEXTS = Texts(
    on_time={"en": [Template(key="t1", text="Happy birthday, {first_name}!")]},
    late={
        "en": [Template(key="t2", text="Belated wishes, {first_name}!"), Template(key="t3", text="Late, {first_name}!")]
    },
)


def card(number: int, line: str = "Celebrate the birthday today", *, name: str = "", writable: bool = True) -> Card:
    name = name or f"{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[number % 26]}na Test{number}"
    return Card(
        person=Person(name=name, member=f"ACoAAp{number:04}", profile=f"p{number}"),
        lines=(name, line),
        writable=writable,
    )


class Bench:
    """Everything a campaign needs, with the knobs a test turns."""

    def __init__(self, *cards: Card, settings: Settings | None = None, pace: Pace = NO_PACE, **more: Any) -> None:
        self.clock = FakeClock(at=NOW)
        self.network = FakeNetwork(now=self.clock.now, cards=list(cards))
        self.store: MemoryStorage = memory_storage()
        self.lock = FakeRunLock()
        self.settings = settings or Settings()
        self.news = News()
        self.told: list[Changes] = []
        self.news.listen(self.told.append)
        self.progress: list[Progress] = []
        self.control = Control()
        self._build(pace, **more)

    def _build(self, pace: Pace, **more: Any) -> None:
        self.guard = SiteGuard(
            runs=self.store.runs, ledger=self.store.ledger, clock=self.clock, site_time=self.network.site_time
        )
        ports: dict[str, Any] = {
            "guard": self.guard, "network": self.network, "ledger": self.store.ledger, "people": self.store.people, "runs": self.store.runs,
            "accounts": self.store.accounts, "lock": self.lock, "clock": self.clock, "dice": Chance(1), "news": self.news,
            "settings": lambda: self.settings, "texts": more.pop("texts", TEXTS), "pace": lambda _: pace,
        }  # fmt: skip
        self.greet = greet_over(**ports, **more)
        self.dry = dry_greet_over(**ports)
        self.answering = Answering(ledger=self.store.ledger, network=self.network, clock=self.clock, news=self.news)

    @classmethod
    def over(cls, other: Bench) -> Bench:
        """LinkApp started again over the same folder and site."""
        bench = cls()
        bench.clock, bench.network, bench.store = other.clock, other.network, other.store
        bench._build(NO_PACE)
        return bench

    async def answer(self, *, yes: bool) -> bool:
        """Answer the newest question; False where none is open."""
        questions = await self.answering.questions()
        return bool(questions) and await self.answering.answer(questions[0], yes=yes)

    async def send(self, chosen: list[Draft] | None = None) -> Report:
        return await self.greet.send(Occasion.BIRTHDAY, chosen, watch=self.progress.append, control=self.control)


def states(report: Report) -> dict[str, tuple[str, Reason | None]]:
    return {item.person.profile or item.person.name: (item.state, item.reason) for item in report.items}


async def test_everybody_due_is_greeted_once_with_the_text_that_is_stored() -> None:
    bench = Bench(card(1), card(2, "birthday yesterday"), card(3, "birthday in 3 days"), card(4, "birthday 5 days ago"))
    report = await bench.send()
    assert bench.network.received == [
        ("id:ACoAAp0001", "Happy birthday, Bna!"),
        ("id:ACoAAp0002", report.items[-1].text),
    ]
    assert report.outcome is RunOutcome.DONE
    assert states(report) == {
        "p3": ("skipped", Reason.UPCOMING), "p4": ("skipped", Reason.TOO_LATE), "p1": ("done", None), "p2": ("done", None),
    }  # fmt: skip
    assert await bench.store.runs.report(report.run) == report
    assert any(change.usage for change in bench.told)
    assert {one.phase for one in bench.progress} >= {Phase.READING, Phase.WRITING, Phase.FINISHED}


async def test_nobody_is_greeted_a_second_time_today_or_tomorrow() -> None:
    bench = Bench(card(1))
    await bench.send()
    for day, line in ((0, "today"), (1, "yesterday"), (2, "2 days ago"), (3, "3 days ago")):
        bench.clock.at = NOW + timedelta(days=day)
        bench.network.cards = [card(1, f"birthday {line}")]
        report = await bench.send()
        assert states(report) == {"p1": ("skipped", Reason.ALREADY_GREETED)}
    assert len(bench.network.received) == 1


async def test_the_persons_own_text_is_what_is_sent_and_stored() -> None:
    bench = Bench(card(1), card(2), card(3))
    preview = await bench.greet.preview(Occasion.BIRTHDAY)
    assert not bench.network.received
    mine = replace(preview.drafts[0], text="My own words 🎂\nYours")
    gone = replace(preview.drafts[0], person=Person(name="Gone", member="ACoAAgone1"))
    empty = replace(preview.drafts[2], text="  ")
    report = await bench.send([mine, gone, empty])
    assert bench.network.received == [("id:ACoAAp0001", "My own words 🎂\nYours")]
    assert states(report)["p2"] == ("skipped", Reason.NOT_CHOSEN)
    assert states(report)["p3"] == ("skipped", Reason.NO_TEXT)
    assert states(report)["Gone"] == ("skipped", Reason.CARD_GONE)


async def test_a_refused_send_is_never_sent_and_is_proven_unsent_afterwards() -> None:
    bench = Bench(card(1))
    bench.network.how["id:ACoAAp0001"] = "refused"
    report = await bench.send()
    assert states(report) == {"p1": ("failed", Reason.REFUSED)}
    assert report.outcome is RunOutcome.FAILURES
    bench.network.how.clear()
    again = await bench.send()
    assert states(again) == {"p1": ("done", None)}
    assert len(bench.network.received) == 1


async def test_a_message_whose_answer_was_cut_off_is_found_in_the_conversation_and_not_sent_again() -> None:
    bench = Bench(card(1))
    bench.network.how["id:ACoAAp0001"] = "cut"
    report = await bench.send()
    assert states(report) == {"p1": ("done", None)}
    assert report.items[0].proof == "conversation"
    assert (await bench.store.runs.report(report.run)) == report
    await bench.send()
    assert bench.network.clicks == 1


async def test_a_lost_click_is_unsure_then_proven_unsent_and_due_again_later() -> None:
    bench = Bench(card(1))
    bench.network.how["id:ACoAAp0001"] = "lost"
    report = await bench.send()
    assert states(report) == {"p1": ("failed", Reason.NO_PROOF)}
    assert not bench.network.received
    bench.network.how.clear()
    assert states(await bench.send()) == {"p1": ("done", None)}


async def test_an_uncertain_greeting_keeps_its_place_until_the_person_answers() -> None:
    bench = Bench(card(1))
    bench.network.how["id:ACoAAp0001"] = "lost"
    bench.network.unreadable.add("id:ACoAAp0001")
    for _ in range(4):
        report = await bench.send()
        assert states(report)["p1"][0] == "unsure"
    assert [one.state for one in await bench.store.ledger.unresolved()] == [State.ASK]
    usage = await bench.greet.usage()
    assert usage is not None
    assert usage.day == 1
    assert await bench.answer(yes=False)
    bench.network.how.clear()
    assert states(await bench.send()) == {"p1": ("done", None)}
    assert bench.network.clicks == 2


async def test_the_persons_word_that_it_went_out_closes_it() -> None:
    bench = Bench(card(1))
    bench.network.how["id:ACoAAp0001"] = "lost"
    bench.network.unreadable.add("id:ACoAAp0001")
    await bench.send()
    assert await bench.answer(yes=True)
    assert states(await bench.send()) == {"p1": ("skipped", Reason.ALREADY_GREETED)}


@pytest.mark.parametrize(
    ("messages", "reason"),
    [
        ([Message(text="Can you help?", mine=False, at=NOW - timedelta(days=3))], Reason.AWAITING_REPLY),
        ([Message(text="See you", mine=True, at=NOW - timedelta(days=2))], Reason.TALKED_RECENTLY),
        ([Message(text="Happy birthday!", mine=True, at=NOW)], Reason.GREETED_ON_SITE),
    ],
)
@pytest.mark.parametrize("shown", [True, False])
async def test_the_conversation_speaks_against_it_whether_the_composer_shows_it_or_not(
    messages: list[Message], reason: Reason, shown: bool
) -> None:
    bench = Bench(card(1))
    bench.network.conversations["id:ACoAAp0001"] = messages
    bench.network.shows_conversation = shown
    report = await bench.send()
    assert states(report) == {"p1": ("skipped", reason)}
    assert bench.network.clicks == 0
    assert bench.network.in_composer == ""
    usage = await bench.greet.usage()
    assert usage is not None
    assert usage.day == 0


def undated(words: str = "Happy birthday!", *, mine: bool = True) -> Message:
    return Message(text=words, mine=mine)


@pytest.mark.parametrize("shown", [True, False])
async def test_a_wish_without_a_date_is_asked_about_and_tried_again_only_after_an_answer(shown: bool) -> None:
    bench = Bench(card(1), card(2))
    bench.network.conversations["id:ACoAAp0001"] = [undated("Thanks!", mine=False), undated()]
    bench.network.shows_conversation = shown
    report = await bench.send()
    assert states(report) == {"p1": ("skipped", Reason.WISH_NOT_DATED), "p2": ("done", None)}
    (question,) = await bench.answering.questions()
    assert (question.person.profile, question.text, question.run) == ("p1", "Happy birthday!", report.run)
    asked = bench.network.asked
    assert states(await bench.send())["p1"] == ("skipped", Reason.WISH_NOT_DATED)
    assert bench.network.asked == asked + 1, "the list was read, and the conversation left alone"
    (skip,) = [skip for skip in (await bench.greet.preview(Occasion.BIRTHDAY)).skips if skip.person.profile == "p1"]
    assert (skip.reason, skip.detail) == (Reason.WISH_NOT_DATED, "Happy birthday!")


async def test_a_wish_that_is_of_this_birthday_settles_it_as_greeted() -> None:
    bench = Bench(card(1))
    bench.network.conversations["id:ACoAAp0001"] = [undated()]
    first, second = await bench.send(), await bench.send()
    assert await bench.answer(yes=True)
    assert await bench.answering.questions() == []
    for run in (first.run, second.run):
        kept = await bench.store.runs.report(run)
        assert kept is not None
        assert states(kept) == {"p1": ("skipped", Reason.WISH_OF_THIS_OCCASION)}
    bench.network.conversations.clear()
    for days in (0, 1):
        bench.clock.at = NOW + timedelta(days=days)
        assert (await bench.send()).items[0].reason in (Reason.ALREADY_GREETED, Reason.DATE_NOT_UNDERSTOOD)
    usage = await bench.greet.usage()
    assert usage is not None
    assert (usage.day, bench.network.clicks) == (0, 0), "a wish by hand takes no place in the caps"


async def test_a_wish_that_is_an_earlier_one_lets_the_next_run_greet_once() -> None:
    bench = Bench(card(1))
    bench.network.conversations["id:ACoAAp0001"] = [undated("Thanks!", mine=False), undated()]
    first = await bench.send()
    assert await bench.answer(yes=False)
    kept = await bench.store.runs.report(first.run)
    assert kept is not None
    assert states(kept) == {"p1": ("skipped", Reason.WISH_OF_ANOTHER_TIME)}
    assert states(await bench.send()) == {"p1": ("done", None)}
    assert states(await bench.send()) == {"p1": ("skipped", Reason.ALREADY_GREETED)}
    assert bench.network.clicks == 1


@pytest.mark.parametrize(
    "now_there",
    [
        [undated("Thanks!", mine=False), undated(), undated()],
        [undated("Thanks!", mine=False), undated(), undated("Thank you!", mine=False), undated("Happy birthday, Bna")],
        [undated("Thank you!", mine=False), undated()],  # the old one out of sight, the same words written once more
        [undated("Happy birthday, Bna")],
    ],
)
async def test_an_answer_about_one_wish_never_covers_another(now_there: list[Message]) -> None:
    """It was an earlier one, said the person, and then wrote another by hand."""
    bench = Bench(card(1))
    bench.network.conversations["id:ACoAAp0001"] = [undated("Thanks!", mine=False), undated()]
    await bench.send()
    assert await bench.answer(yes=False)
    bench.network.conversations["id:ACoAAp0001"] = now_there
    assert states(await bench.send()) == {"p1": ("skipped", Reason.WISH_NOT_DATED)}
    assert bench.network.clicks == 0
    assert len(await bench.answering.questions()) == 1


async def test_an_earlier_wish_does_not_take_away_what_else_speaks_against_writing() -> None:
    bench = Bench(card(1))
    talk = [undated("Thanks!", mine=False), undated(), undated("Can you help me with something?", mine=False)]
    bench.network.conversations["id:ACoAAp0001"] = talk
    await bench.send()
    assert await bench.answer(yes=False)
    assert states(await bench.send()) == {"p1": ("skipped", Reason.AWAITING_REPLY)}


async def test_a_wish_is_answered_while_the_run_goes_on() -> None:
    bench = Bench(card(1), card(2))
    bench.network.conversations["id:ACoAAp0001"] = [undated()]
    press = bench.network.press

    async def answered_meanwhile(*given: Any) -> Any:
        assert await bench.answer(yes=True)
        return await press(*given)

    bench.network.press = answered_meanwhile
    report = await bench.send()
    assert states(report) == {"p1": ("skipped", Reason.WISH_OF_THIS_OCCASION), "p2": ("done", None)}
    assert await bench.store.runs.report(report.run) == report


async def test_a_conversation_that_exists_and_cannot_be_read_is_doubt() -> None:
    bench = Bench(card(1))
    bench.network.conversations["id:ACoAAp0001"] = [Message(text="x", mine=True, at=NOW - timedelta(days=99))]
    bench.network.shows_conversation = False
    bench.network.unreadable.add("id:ACoAAp0001")
    assert states(await bench.send()) == {"p1": ("skipped", Reason.CONVERSATION_UNREADABLE)}


async def test_without_a_conversation_read_or_proven_new_nothing_is_sent() -> None:
    """The composer shows no messages, the site says nothing of a conversation, the look-up fails: that is no permission."""
    bench = Bench(card(1))
    prepare = bench.network.prepare

    async def silent(person: Person, text: str) -> Any:
        ready = await prepare(person, text)
        return replace(ready, messages=None, new_conversation=False, existing_conversation=False)

    bench.network.prepare = silent
    bench.network.unreadable.add("id:ACoAAp0001")
    assert states(await bench.send()) == {"p1": ("skipped", Reason.CONVERSATION_UNREADABLE)}
    assert (bench.network.clicks, bench.network.in_composer) == (0, "")


@pytest.mark.parametrize("reason", [Reason.DRAFT_IN_THE_WAY, Reason.NOT_DIRECT])
async def test_what_is_found_at_a_composer_of_one_person_is_no_failure(reason: Reason) -> None:
    bench = Bench(*(card(n) for n in range(1, 6)))
    for number in range(1, 5):
        bench.network.how[f"id:ACoAAp000{number}"] = Problem(reason=reason)
    report = await bench.send()
    assert states(report) == {**{f"p{n}": ("skipped", reason) for n in range(1, 5)}, "p5": ("done", None)}


async def test_a_note_to_somebody_else_hands_the_run_over_at_the_first_person() -> None:
    bench = Bench(card(1), card(2))
    bench.network.how["id:ACoAAp0001"] = Problem(reason=Reason.NOTE_IN_THE_WAY)
    report = await bench.send()
    assert (report.outcome, bench.network.clicks) == (RunOutcome.NEEDS_PERSON, 0)


@pytest.mark.parametrize("reason", sorted(WALLS))
async def test_a_stop_sign_at_the_look_up_of_a_conversation_ends_the_run_with_its_reason(reason: Reason) -> None:
    bench = Bench(card(1), card(2))
    bench.network.conversations["id:ACoAAp0001"] = [Message(text="x", mine=True, at=NOW - timedelta(days=99))]
    bench.network.shows_conversation = False
    reads = 0

    async def sign(person: Person) -> Any:
        nonlocal reads
        reads += 1
        return Unknown(problem=Problem(reason=reason))

    bench.network.conversation = sign
    report = await bench.send()
    assert report.stopped_by is not None
    assert (report.stopped_by.reason, report.outcome) == (reason, RunOutcome.NEEDS_PERSON)
    assert (reads, bench.network.clicks) == (1, 0)


async def test_a_text_is_stored_as_it_is_typed() -> None:
    bench = Bench(card(1))
    (draft,) = (await bench.greet.preview(Occasion.BIRTHDAY)).drafts
    report = await bench.send([replace(draft, text="\ufeffHappy birthday, Zoe\u0308!  \r\nAll the best \n\n")])
    assert [item.text for item in report.items] == ["Happy birthday, Zo\u00eb!\nAll the best"]
    assert [text for _, text in bench.network.received] == ["Happy birthday, Zo\u00eb!\nAll the best"]


@pytest.mark.parametrize("where", ["read", "prepare", "press"])
async def test_a_browser_that_dies_once_is_started_anew_and_everybody_is_greeted_once(where: str) -> None:
    bench = Bench(card(1), card(2), card(3))
    bench.network.crashes = [where]
    report = await bench.send()
    assert report.stopped_by is None
    assert [item.state for item in report.items] == ["done"] * 3
    assert sorted(key for key, _ in bench.network.received) == [f"id:ACoAAp{n:04}" for n in (1, 2, 3)]
    assert [item.proof for item in report.items].count("conversation") == (where == "press")


@pytest.mark.parametrize("where", ["read", "prepare", "press"])
async def test_a_browser_that_dies_a_second_time_ends_the_run(where: str) -> None:
    bench = Bench(card(1), card(2), card(3))
    bench.network.crashes = [where, where]
    report = await bench.send()
    assert report.stopped_by is not None
    assert report.stopped_by.reason is Reason.BROWSER_CRASHED
    assert len(bench.network.received) == (2 if where == "press" else 0)
    assert (await bench.send()).outcome is RunOutcome.DONE
    assert len(bench.network.received) == 3


async def test_composers_that_nobody_could_be_written_with_are_changed_pages() -> None:
    bench = Bench(*(card(number) for number in range(1, 5)))
    bench.network.how = {
        f"id:ACoAAp{number:04}": Problem(reason=reason)
        for number, reason in ((1, Reason.NO_SEND_BUTTON), (2, Reason.RECIPIENT_NOT_PROVEN), (3, Reason.NO_COMPOSER))
    }
    report = await bench.send()
    assert report.stopped_by is not None
    assert report.stopped_by.reason is Reason.PAGE_CHANGED
    assert report.outcome is RunOutcome.PAGES_CHANGED
    assert not bench.network.received


@pytest.mark.parametrize("others", [{}, {"id:ACoAAp0002": Problem(reason=Reason.COVERED)}])
async def test_one_composer_that_is_not_understood_is_a_failure_only(others: dict[str, str | Problem]) -> None:
    bench = Bench(card(1), card(2))
    bench.network.how = {"id:ACoAAp0001": Problem(reason=Reason.NO_SEND_BUTTON), **others}
    report = await bench.send()
    assert report.stopped_by is None
    assert report.outcome is RunOutcome.FAILURES


async def test_a_composer_problem_frees_the_place_and_three_in_a_row_open_the_breaker() -> None:
    bench = Bench(*(card(number) for number in range(1, 7)))
    for number in range(1, 7):
        bench.network.how[f"id:ACoAAp{number:04}"] = Problem(reason=Reason.WRONG_RECIPIENT)
    report = await bench.send()
    assert [item.state for item in report.items].count("failed") == 3
    assert report.stopped_by is not None
    assert report.stopped_by.reason is Reason.TOO_MANY_FAILURES
    usage = await bench.greet.usage()
    assert usage is not None
    assert usage.day == 0
    second = await bench.send()
    assert second.stopped_by is not None
    assert second.stopped_by.reason is Reason.BREAKER_OPEN
    assert second.outcome is RunOutcome.NOT_NOW
    bench.clock.at += timedelta(hours=2, seconds=1)
    probe = await bench.send()
    assert [item.state for item in probe.items].count("failed") == 1
    bench.clock.at += timedelta(hours=4, seconds=1)
    bench.network.how.clear()
    assert (await bench.send()).outcome is RunOutcome.DONE
    assert not (await bench.store.runs.breaker()).probing


async def test_what_turns_up_between_check_and_click_is_not_sent() -> None:
    bench = Bench(card(1))
    bench.network.how["id:ACoAAp0001"] = "covered"
    assert states(await bench.send()) == {"p1": ("failed", Reason.COVERED)}
    assert bench.network.clicks == 0


@pytest.mark.parametrize(
    ("reading", "outcome"),
    [
        (Unknown(problem=Problem(reason=Reason.SIGNED_OUT)), RunOutcome.NEEDS_PERSON),
        (Unknown(problem=Problem(reason=Reason.RATE_LIMITED)), RunOutcome.NEEDS_PERSON),
        (Unknown(problem=Problem(reason=Reason.PAGE_UNREADABLE)), RunOutcome.PAGES_CHANGED),
        (Changed(problem=Problem(reason=Reason.PAGE_CHANGED)), RunOutcome.PAGES_CHANGED),
        (Unknown(problem=Problem(reason=Reason.OFFLINE)), RunOutcome.FAILURES),
    ],
)
async def test_a_page_that_was_not_read_ends_the_run_and_says_why(reading: Any, outcome: RunOutcome) -> None:
    bench = Bench(card(1))
    bench.network.reading = reading
    report = await bench.send()
    assert report.outcome is outcome
    assert report.stopped_by == reading.problem
    if reading.problem.reason is Reason.RATE_LIMITED:
        await bench.guard.looked()
        assert (await bench.send()).stopped_by == Problem(
            reason=Reason.BREAKER_OPEN, detail=(NOW + timedelta(hours=2)).isoformat()
        )
        bench.clock.at += timedelta(hours=2)
    assert (await bench.greet.preview(Occasion.BIRTHDAY)).stopped == reading.problem


async def test_a_stop_after_the_click_ends_the_run_with_the_greeting_settled_honestly() -> None:
    bench = Bench(card(1), card(2))
    bench.network.how["id:ACoAAp0001"] = "stop"
    report = await bench.send()
    assert states(report) == {"p1": ("unsure", Reason.SIGNED_OUT), "p2": ("skipped", Reason.RUN_STOPPED)}
    assert report.outcome is RunOutcome.NEEDS_PERSON
    bench.network.how.clear()
    later = await bench.send()
    assert states(later) == {"p1": ("done", None), "p2": ("done", None)}
    assert bench.network.clicks == 2


async def test_the_caps_end_a_run_and_name_the_next_opening() -> None:
    bench = Bench(*(card(number) for number in range(1, 6)), settings=Settings(messages_a_day=3))
    report = await bench.send()
    assert len(bench.network.received) == 3
    assert report.outcome is RunOutcome.NOT_NOW
    assert states(report)["p5"] == ("skipped", Reason.CAP_DAY)
    assert report.stopped_by is not None
    assert report.stopped_by.detail > NOW.isoformat()


async def test_a_limit_of_the_command_ends_a_run_as_done() -> None:
    bench = Bench(*(card(number) for number in range(1, 5)), limit=2)
    report = await bench.send()
    assert len(bench.network.received) == 2
    assert report.outcome is RunOutcome.DONE
    assert states(report)["p4"] == ("skipped", Reason.RUN_LIMIT)


async def test_gaps_lie_between_sends_and_stop_ends_before_the_next() -> None:
    pace = Pace(shortest_s=90, longest_s=180, weekend_half=False, warm_up=False)
    bench = Bench(card(1), card(2), card(3), pace=pace)
    await bench.send()
    assert len(bench.clock.waits) == 2
    assert all(timedelta(seconds=90) <= wait <= timedelta(seconds=180) for wait in bench.clock.waits)
    stopped = Bench(card(1), card(2), pace=pace)
    stopped.control.stop()
    report = await stopped.send()
    assert report.outcome is RunOutcome.STOPPED
    assert not stopped.network.received


async def test_the_warm_up_and_the_weekend_lower_the_cap() -> None:
    pace = Pace(shortest_s=0, longest_s=0)
    bench = Bench(*(card(number) for number in range(1, 9)), pace=pace)
    await bench.send()
    assert len(bench.network.received) == 4
    usage = await bench.greet.usage()
    assert usage is not None
    assert usage.caps.day == 4


async def test_out_of_hours_nothing_is_even_read() -> None:
    bench = Bench(card(1), pace=Pace(shortest_s=0, longest_s=0, opens=time(14), closes=time(15)))
    report = await bench.send()
    assert report.outcome is RunOutcome.NOT_NOW
    assert report.stopped_by is not None
    assert report.stopped_by.reason is Reason.OUT_OF_HOURS
    assert not report.items


async def test_without_the_sites_time_nothing_is_granted() -> None:
    bench = Bench(card(1))
    bench.network.dated = False
    report = await bench.send()
    assert report.stopped_by == Problem(reason=Reason.NO_SITE_TIME)
    assert not bench.network.received


@pytest.mark.parametrize("apart", [timedelta(days=-400), timedelta(days=400)])
async def test_caps_are_counted_by_the_sites_time_whatever_the_computers_clock_says(apart: timedelta) -> None:
    told = "Celebrate the birthday on July 10"  # no word that counts from a today which could be the computer's
    bench = Bench(card(1, told), card(2, told), settings=Settings(messages_a_day=1))
    bench.network.now = lambda: NOW
    bench.clock.at = NOW + apart
    await bench.send()
    assert len(bench.network.received) == 1
    assert await bench.store.ledger.last_time() == NOW
    bench.clock.at = NOW + apart + timedelta(days=3)
    await bench.send()
    assert len(bench.network.received) == 1


async def test_a_second_run_on_the_same_folder_is_refused() -> None:
    bench = Bench(card(1))
    bench.lock.free = False
    report = await bench.send()
    assert (report.outcome, report.run) == (RunOutcome.NOT_NOW, 0)
    assert report.stopped_by is not None
    assert report.stopped_by.reason is Reason.BUSY


@pytest.mark.parametrize("where", ["reserve", "announce", "settle", "closed", "recover"])
async def test_a_store_that_cannot_be_used_ends_the_run_before_or_after_the_click_but_never_twice(where: str) -> None:
    bench = Bench(card(1))
    real = getattr(bench.store.ledger, where)

    async def broken(*given: Any, **more: Any) -> Any:
        raise StoreError(Problem(reason=Reason.DISK_FULL))

    setattr(bench.store.ledger, where, broken)
    report = await bench.send()
    assert report.stopped_by is not None
    assert report.stopped_by.reason is Reason.DISK_FULL
    assert bench.network.clicks == (1 if where == "settle" else 0)
    assert where == "settle" or bench.network.in_composer == ""  # our text is taken out again
    if where == "settle":
        assert states(report) == {"p1": ("unsure", Reason.DISK_FULL)}
    setattr(bench.store.ledger, where, real)
    again = await bench.send()
    assert states(again) == {"p1": ("done", None)}
    assert len(bench.network.received) == 1


async def test_a_person_known_by_another_key_is_not_greeted_again() -> None:
    bench = Bench(card(1))
    await bench.send()
    by_slug = Card(person=Person(name="Bna Test1", profile="other-slug"), lines=("Bna Test1", "birthday today"))
    bench.network.cards = [by_slug]
    bench.network.proves["in:other-slug"] = Person(name="Bna Test1", member="ACoAAp0001", profile="other-slug")
    report = await bench.send()
    assert [item.reason for item in report.items] == [Reason.ALREADY_GREETED]
    assert len(bench.network.received) == 1


async def test_other_texts_are_other_texts() -> None:
    bench = Bench(card(1, "birthday yesterday"))
    draft = (await bench.greet.preview(Occasion.BIRTHDAY)).drafts[0]
    assert await bench.greet.another_text(draft) != draft.text
    both = [draft.text, await bench.greet.another_text(draft)]
    assert await bench.greet.another_text(draft, not_these=both) == draft.text


async def test_a_dry_run_writes_nothing_and_names_everybody_it_would_greet() -> None:
    bench = Bench(
        *(card(number) for number in range(1, 5)), card(9, "birthday 5 days ago"), settings=Settings(messages_a_day=3)
    )
    report = await bench.dry.send(Occasion.BIRTHDAY, None, watch=bench.progress.append, control=bench.control)
    assert report.dry
    assert len(report.of(Result.DONE)) == 3
    assert states(report)["p4"] == ("skipped", Reason.CAP_DAY)
    assert states(report)["p9"] == ("skipped", Reason.TOO_LATE)
    assert not bench.network.received
    assert not await bench.store.runs.latest()
    assert not await bench.store.people.birthdays_between(NOW.date() - timedelta(days=9), NOW.date())
    assert not bench.store.ledger.book.acts
    assert (bench.network.in_composer, bench.network.abandoned) == ("", 0)
    dry = bench.dry
    assert (await dry.preview(Occasion.BIRTHDAY)).drafts
    assert await dry.usage() == await bench.greet.usage()
    draft = (await dry.preview(Occasion.BIRTHDAY)).drafts[0]
    assert await dry.another_text(draft) == draft.text
    bench.control.stop()
    assert (
        await dry.send(Occasion.BIRTHDAY, [draft], watch=lambda _: None, control=bench.control)
    ).stopped_by is not None


def health(bench: Bench, found: Callable[[], str | None] = lambda: "chromium", **more: Any) -> Health:
    return Health(
        network=bench.network, ledger=bench.store.ledger, guard=bench.guard, clock=bench.clock,
        settings=lambda: bench.settings, folder=".", find_browser=found, **more,
    )  # fmt: skip


async def test_health_names_everything_and_is_well_only_when_all_is_well() -> None:
    bench = Bench(card(1))
    findings = await health(bench).everything()
    names = {"database", "disk", "browser", "selector pack", "quota store", "birthdays page", "clock", "breaker"}
    assert {one.name for one in findings} == names
    assert {one.state for one in findings} == {"ok"}


async def test_health_tells_changed_from_unknown_and_bad() -> None:
    bench = Bench()
    assert "nobody" in (await health(bench).pages())[0].sentence
    bench.network.partial = "more could not be loaded"
    assert (await health(bench).pages())[0].state == "unknown"
    bench.network.reading = Changed(problem=Problem(reason=Reason.PAGE_CHANGED, detail="no people"))
    bench.network.dated = False
    found = {one.name: one.state for one in await health(bench, lambda: None).everything()}
    assert found["birthdays page"] == "changed"
    assert found["browser"] == "bad"
    assert found["clock"] == "unknown"
    assert found["breaker"] == "ok"
    proven = Proven(at=NOW, since_boot=NOW.timestamp())
    bench.store.runs.kept_breaker = Breaker(failures=3, trips=1, until=NOW + timedelta(hours=1), proven=proven)
    held = {one.name: one.state for one in await health(bench, lambda: None).everything()}
    assert (held["birthdays page"], held["breaker"]) == ("unknown", "bad")
    bench.store.runs.kept_breaker = Breaker()
    bench.network.dated = True
    bench.network.now = lambda: NOW + timedelta(minutes=9)
    assert {one.name: one.state for one in await health(bench).everything()}["clock"] == "bad"
    mended = await health(bench, pack=(2, "It cannot be used.")).everything()
    assert {one.name: one.sentence for one in mended if one.state == "bad"}["selector pack"] == "It cannot be used."


@pytest.mark.parametrize(
    ("refused", "state", "says"),
    [
        (None, "ok", "shared"),
        (Refused(detail="has to be told", unseeded=True), "ok", "shared"),
        (Refused(detail="the shared quota does not answer"), "bad", "does not answer"),
    ],
)
async def test_health_says_how_the_shared_quota_is(refused: Refused | None, state: str, says: str) -> None:
    class Shared:
        async def state(self) -> Refused | None:
            return refused

    bench = Bench(card(1))
    found = {one.name: one for one in await health(bench, shared=Shared()).everything()}
    assert found["quota store"].state == state
    assert says in found["quota store"].sentence


async def test_an_unforeseen_error_after_the_click_leaves_an_unsure_greeting_and_not_a_free_one() -> None:
    bench = Bench(card(1))
    press = bench.network.press

    async def bug(*given: Any) -> Any:
        await press(*given)
        raise RuntimeError("a bug after the click")

    bench.network.press = bug
    with pytest.raises(RuntimeError):
        await bench.send()
    assert [one.state for one in await bench.store.ledger.unresolved()] == [State.UNSURE]
    bench.network.press = press
    report = await bench.send()
    assert [(item.state, item.proof) for item in report.items] == [("done", "conversation")]
    assert len(bench.network.received) == 1


async def test_stop_while_the_composer_is_open_frees_the_place_and_clicks_nothing() -> None:
    bench = Bench(card(1), card(2))
    prepare = bench.network.prepare

    async def stopping(person: Person, text: str) -> Any:
        bench.control.stop()
        return await prepare(person, text)

    bench.network.prepare = stopping
    report = await bench.send()
    assert report.outcome is RunOutcome.STOPPED
    assert set(states(report).values()) == {("skipped", Reason.RUN_STOPPED)}
    assert bench.network.clicks == 0
    usage = await bench.greet.usage()
    assert usage is not None
    assert usage.day == 0


async def test_hours_that_end_during_a_run_end_the_run() -> None:
    pace = Pace(shortest_s=600, longest_s=600, opens=time(9), closes=time(11, 5), weekend_half=False, warm_up=False)
    bench = Bench(card(1), card(2), pace=pace)
    report = await bench.send()
    assert report.stopped_by is not None
    assert report.stopped_by.reason is Reason.OUT_OF_HOURS
    assert len(bench.network.received) == 1


async def test_an_error_before_the_click_frees_the_place() -> None:
    bench = Bench(card(1))

    async def bug(person: Person, text: str) -> Any:
        raise RuntimeError("a bug before the click")

    bench.network.prepare = bug
    with pytest.raises(RuntimeError):
        await bench.send()
    usage = await bench.greet.usage()
    assert usage is not None
    assert usage.day == 0
    assert not await bench.store.ledger.unresolved()


async def test_a_person_found_greeted_at_the_last_moment_is_skipped() -> None:
    from linkapp.services.ports.ledger import SlotLostError

    bench = Bench(card(1))

    async def lost(*given: Any) -> None:
        raise SlotLostError(Problem(reason=Reason.ALREADY_GREETED))

    bench.store.ledger.announce = lost
    assert states(await bench.send()) == {"p1": ("skipped", Reason.ALREADY_GREETED)}
    assert bench.network.clicks == 0


async def test_a_list_read_in_part_is_never_a_run_that_did_everything() -> None:
    bench = Bench(card(1))
    bench.network.partial = Missing.STILL_LOADING
    preview = await bench.greet.preview(Occasion.BIRTHDAY)
    assert (preview.partial, len(preview.drafts)) == (Missing.STILL_LOADING, 1)
    dry = await bench.dry.send(Occasion.BIRTHDAY, None, watch=lambda _: None, control=bench.control)
    assert (dry.outcome, dry.partial) == (RunOutcome.FAILURES, Missing.STILL_LOADING)
    report = await bench.send()
    assert [item.state for item in report.items] == ["done"]
    assert (report.outcome, report.partial) == (RunOutcome.FAILURES, Missing.STILL_LOADING)
    assert await bench.store.runs.report(report.run) == report
    bench.network.partial = ""
    assert (await bench.send()).outcome is RunOutcome.DONE


async def test_a_first_name_that_the_person_typed_is_used_from_then_on() -> None:
    bench = Bench(card(1, name="Nguyen Van An"))
    preview = await bench.greet.preview(Occasion.BIRTHDAY)
    assert [skip.reason for skip in preview.skips] == [Reason.NAME_NOT_UNDERSTOOD]
    named = await bench.greet.named(card(1).person, "An")
    assert isinstance(named, Draft)
    assert (named.text, named.first_name) == ("Happy birthday, An!", "An")
    assert states(await bench.send()) == {"p1": ("done", None)}
    assert bench.network.received == [("id:ACoAAp0001", "Happy birthday, An!")]
    again = await bench.greet.named(card(1).person, None)
    assert isinstance(again, Skip)


async def test_a_wrong_first_name_is_replaced_by_the_one_that_the_person_typed() -> None:
    bench = Bench(card(1, name="Tarvel Quint"))
    assert (await bench.greet.preview(Occasion.BIRTHDAY)).drafts[0].first_name == "Tarvel"
    named = await bench.greet.named(card(1).person, "Quint")
    assert isinstance(named, Draft)
    assert (await bench.greet.preview(Occasion.BIRTHDAY)).drafts[0].text == "Happy birthday, Quint!"


async def test_nobody_is_greeted_whose_profile_is_kept_in_memory() -> None:
    bench = Bench(card(1, name="Ada Quill (In memoriam)"))
    assert states(await bench.send()) == {"p1": ("skipped", Reason.MOURNING)}
    assert bench.network.clicks == 0


async def test_a_text_with_a_field_left_in_it_never_goes_out_whoever_wrote_it() -> None:
    bench = Bench(card(1))
    preview = await bench.greet.preview(Occasion.BIRTHDAY)
    report = await bench.send([replace(preview.drafts[0], text="Happy birthday, %FIRSTNAME%!")])
    assert states(report) == {"p1": ("skipped", Reason.TEXT_UNFILLED)}
    assert report.items[0].detail == "%FIRSTNAME%"
    assert bench.network.clicks == 0
    named = await bench.greet.named(card(1).person, "[First Name]")
    assert isinstance(named, Draft)
    assert states(await bench.send()) == {"p1": ("skipped", Reason.TEXT_UNFILLED)}
    assert bench.network.clicks == 0


async def test_who_asks_not_to_be_written_to_is_skipped_and_remembered_until_it_is_said_that_it_was_not_meant() -> None:
    bench = Bench(card(1))
    bench.network.conversations["id:ACoAAp0001"] = [
        Message(text="Please stop writing to me", mine=False, at=NOW - timedelta(days=500)),
        Message(text="Of course, sorry", mine=True, at=NOW - timedelta(days=499)),
    ]
    assert states(await bench.send()) == {"p1": ("skipped", Reason.OPTED_OUT)}
    bench.network.conversations.clear()
    assert states(await bench.send()) == {"p1": ("skipped", Reason.OPTED_OUT)}
    await bench.store.people.answer_opt_out(card(1).person, OptOutAnswer.NOT_MEANT)
    bench.network.conversations["id:ACoAAp0001"] = [
        Message(text="Please stop writing to me", mine=False, at=NOW - timedelta(days=500)),
        Message(text="Of course, sorry", mine=True, at=NOW - timedelta(days=499)),
    ]
    assert states(await bench.send()) == {"p1": ("done", None)}


async def test_our_own_words_are_no_request_to_stop() -> None:
    bench = Bench(card(1))
    bench.network.conversations["id:ACoAAp0001"] = [
        Message(text="Please stop writing to me", mine=True, at=NOW - timedelta(days=500))
    ]
    assert states(await bench.send()) == {"p1": ("done", None)}


async def test_an_answer_changes_the_ledger_the_runs_that_asked_and_the_log() -> None:
    bench = Bench(card(1))
    bench.network.how["id:ACoAAp0001"] = "lost"
    bench.network.unreadable.add("id:ACoAAp0001")
    runs = [(await bench.send()).run for _ in range(2)]
    (question,) = await bench.answering.questions()
    assert question.person.profile == "p1"
    assert await bench.answering.answer(question, yes=True)
    for run in runs:
        report = await bench.store.runs.report(run)
        assert report is not None
        assert [(item.state, item.proof, item.reason) for item in report.of(Result.DONE)] == [("done", "person", None)]
        assert report.of(Result.UNSURE) == ()
    assert not await bench.answering.questions()
    assert not await bench.answering.answer(question, yes=False)


@pytest.mark.parametrize("went_out", [True, False])
async def test_an_answer_while_recovery_waits_does_not_end_the_run(went_out: bool) -> None:
    bench = Bench(card(1), card(2))
    bench.network.cards = [card(1)]
    bench.network.how["id:ACoAAp0001"] = "lost"
    bench.network.unreadable.add("id:ACoAAp0001")
    first = await bench.send()
    bench.network.how.clear()
    bench.network.unreadable.clear()
    bench.network.cards = [card(1), card(2)]

    async def answered_meanwhile(deadline: datetime) -> None:
        await bench.answer(yes=went_out)
        bench.clock.at = max(bench.clock.at, deadline)

    bench.clock.sleep_until = answered_meanwhile
    second = await bench.send()
    assert second.stopped_by is None
    assert states(second)["p2"] == ("done", None)
    assert states(second)["p1"] == (("skipped", Reason.ALREADY_GREETED) if went_out else ("done", None))
    report = await bench.store.runs.report(first.run)
    assert report is not None
    assert [item.state for item in report.items] == ["done" if went_out else "failed"]


async def test_an_answer_given_while_the_run_goes_on_is_what_its_report_says() -> None:
    bench = Bench(card(1), card(2))
    bench.network.how["id:ACoAAp0001"] = "lost"
    bench.network.unreadable.add("id:ACoAAp0001")

    async def watch_and_answer(progress: Progress) -> None:
        if progress.person is not None and progress.person.profile == "p2":
            await bench.answer(yes=True)

    tasks: list[asyncio.Task[None]] = []
    report = await bench.greet.send(
        Occasion.BIRTHDAY,
        None,
        watch=lambda progress: tasks.append(asyncio.ensure_future(watch_and_answer(progress))),
        control=bench.control,
    )
    await asyncio.gather(*tasks)
    assert states(report) == {"p1": ("done", None), "p2": ("done", None)}
    assert next(item for item in report.items if item.person.profile == "p1").proof == "person"
    assert await bench.store.runs.report(report.run) == report


async def test_who_is_no_connection_by_the_pages_own_degree_is_skipped_and_nothing_failed() -> None:
    shown = card(1)
    bench = Bench(replace(shown, lines=(*shown.lines, "· 2nd")), card(2), card(3))
    bench.network.how["id:ACoAAp0002"] = Problem(reason=Reason.NOT_CONNECTED)
    report = await bench.send()
    assert states(report) == {
        "p1": ("skipped", Reason.NOT_CONNECTED), "p2": ("skipped", Reason.NOT_CONNECTED), "p3": ("done", None),
    }  # fmt: skip
    assert report.outcome is RunOutcome.DONE
    assert len(bench.network.received) == 1


@pytest.mark.parametrize("went_out", [True, False])
@pytest.mark.parametrize("reading", [1, 2])
async def test_an_answer_while_recovery_reads_does_not_end_the_run(reading: int, went_out: bool) -> None:
    bench = Bench(card(1))
    bench.network.how["id:ACoAAp0001"] = "lost"
    bench.network.unreadable.add("id:ACoAAp0001")
    await bench.send()
    bench.network.how.clear()
    bench.network.unreadable.clear()
    bench.network.cards = [card(1), card(2)]
    reads, readings = bench.network.conversation, itertools.count(1)

    async def answered_meanwhile(person: Person) -> Reading[Conversation]:
        found = await reads(person)
        if next(readings) == reading:
            await bench.answer(yes=went_out)
        return found

    bench.network.conversation = answered_meanwhile
    report = await bench.send()
    assert report.stopped_by is None
    assert states(report)["p2"] == ("done", None)


async def test_where_the_persons_own_texts_cannot_be_used_no_other_words_are_sent() -> None:
    """A mistake in a template file does not send the shipped texts in the place of the person's own."""
    bench = Bench(card(1), texts=replace(TEXTS, on_time={**TEXTS.on_time, "en": ()}, late={}, spoilt=frozenset({"en"})))
    report = await bench.send()
    assert states(report) == {"p1": ("skipped", Reason.TEXTS_UNUSABLE)}
    assert report.outcome is RunOutcome.FAILURES, "somebody was due, and nothing was sent"
    assert bench.network.clicks == 0


async def test_a_run_that_is_stopped_while_it_reads_ends_at_once() -> None:
    bench = Bench(card(1))
    begun = asyncio.Event()

    async def read_for_ever(_: Occasion) -> Any:
        begun.set()
        await asyncio.Event().wait()

    bench.network.read_moments = read_for_ever
    running = asyncio.ensure_future(bench.send())
    await begun.wait()
    bench.control.stop()
    report = await asyncio.wait_for(running, 5)
    assert (report.outcome, report.items) == (RunOutcome.STOPPED, ())
    assert report.stopped_by == Problem(reason=Reason.STOPPED_BY_PERSON)


async def test_birthdays_that_only_the_book_knows_are_told_and_nobody_is_written_to() -> None:
    bench = Bench(card(1))
    people, today = bench.store.people, NOW.date()
    yesterday, long_ago = today - timedelta(days=1), today - timedelta(days=20)
    known = {
        "typed": await people.seen(Person(name="Typed", profile="typed"), NOW, (yesterday.month, yesterday.day)),
        "p1": await people.seen(Person(name="Bna Test1", profile="p1"), NOW, (today.month, today.day)),
        "met": await people.seen(Person(name="Met", profile="met"), NOW, (today.month, today.day)),
        "past": await people.seen(Person(name="Past", profile="past"), NOW, (long_ago.month, long_ago.day)),
        "mute": await people.seen(Person(name="Mute", profile="mute"), NOW, (today.month, today.day)),
    }
    people.book.typed |= {known["typed"], known["p1"], known["past"], known["mute"]}
    await bench.store.contacts.set_do_not_contact([known["mute"]], "asked", NOW)
    preview = await bench.greet.preview(Occasion.BIRTHDAY)
    told = [(skip.person.profile, skip.detail) for skip in preview.skips if skip.reason is Reason.NOT_ON_PAGE]
    assert told == [("typed", yesterday.isoformat())]
    report = await bench.send()
    assert states(report)["typed"] == ("skipped", Reason.NOT_ON_PAGE)
    assert len(bench.network.received) == 1


def _known(bench: Bench, number: int, row: int) -> None:
    people = bench.store.people
    people.book.typed.add(row)
    contact = people.book.contacts[row]
    people.book.contacts[row] = replace(contact, connected_on=NOW.date() - timedelta(days=400 + number))


async def test_a_connection_whose_birthday_the_book_knows_is_greeted_from_their_profile() -> None:
    bench = Bench(card(1))
    today = NOW.date()
    for number, name in enumerate(("quint", "ros")):
        person = Person(name=f"Bna {name.capitalize()}", profile=name)
        _known(bench, number, await bench.store.people.seen(person, NOW, (today.month, today.day)))
    bench.network.how["in:ros"] = "no control"
    preview = await bench.greet.preview(Occasion.BIRTHDAY)
    assert [(draft.person.profile, draft.on_profile) for draft in preview.drafts] == [
        ("p1", False), ("quint", True), ("ros", True),
    ]  # fmt: skip
    report = await bench.send()
    assert states(report)["quint"] == ("done", None)
    assert states(report)["ros"] == ("skipped", Reason.NOT_ON_PAGE)
    assert [key for key, _ in bench.network.received] == [card(1).person.key, "in:quint"]
    assert bench.network.visited == ["in:quint", "in:ros"]
    acts = bench.store.ledger.book.acts.values()
    assert sorted((act.kind, act.state) for act in acts if act.kind is Kind.VISIT) == [
        (Kind.VISIT, State.SENT), (Kind.VISIT, State.SENT),
    ]  # fmt: skip
    usage = await bench.store.ledger.usage(Kind.VISIT, DEFAULTS[Kind.VISIT], ZoneInfo("Europe/Paris"), NOW)
    assert (usage.date, usage.week) == (2, 2), "each of them took a visit"
    again = await bench.send()
    assert len(bench.network.received) == 2
    assert bench.network.visited.count("in:quint") == 1
    assert states(again)["ros"] == ("skipped", Reason.NOT_ON_PAGE)


async def test_without_a_visit_left_nobody_is_greeted_from_their_profile() -> None:
    bench = Bench(card(1))
    today = NOW.date()
    row = await bench.store.people.seen(Person(name="Bna Quint", profile="quint"), NOW, (today.month, today.day))
    _known(bench, 1, row)
    for number in range(DEFAULTS[Kind.VISIT].day):
        act = visit_act(account="me", person=Person(name="x", member=f"ACoAAvisited{number}"), on=today)
        place = await bench.store.ledger.reserve(
            act, Limits(caps=DEFAULTS[Kind.VISIT], zone=ZoneInfo("Europe/Paris"), run=1), NOW
        )
        assert isinstance(place, Slot)
        await bench.store.ledger.announce(place, "", NOW)
        await bench.store.ledger.settle(place, Sent(proof="page"), NOW)
    report = await bench.send()
    assert states(report)["quint"] == ("skipped", Reason.NOT_ON_PAGE)
    assert bench.network.visited == []
    assert len(bench.network.received) == 1


async def test_who_wrote_last_by_the_book_is_skipped_before_a_conversation_is_opened() -> None:
    bench = Bench(card(1), card(2), card(3))
    people = bench.store.people
    for number, thing in (
        (1, Interaction(kind="message_in", at=NOW - timedelta(days=29), text="Are you in Lyon?")),
        (2, Interaction(kind="greeting", at=NOW - timedelta(days=1), text="Happy birthday")),
    ):
        row = await people.seen(card(number).person, NOW)
        await people.happened(row, thing)
    preview = await bench.greet.preview(Occasion.BIRTHDAY)
    assert {skip.person.profile: (skip.reason, skip.detail) for skip in preview.skips} == {
        "p1": (Reason.AWAITING_REPLY, "29"),
        "p2": (Reason.ALREADY_GREETED, (NOW - timedelta(days=1)).date().isoformat()),
    }
    report = await bench.send()
    assert [item.person.profile for item in report.of(Result.DONE)] == ["p3"]
