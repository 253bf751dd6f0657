"""A site, a person who is careless with power and backups, and the ledger between them (safety.md 3.5).

The machine knows the truth: which message really arrived when. Whatever happens in whatever order, the invariants
I1, I2, I3, I4/I5, I6 and I9 hold. The planted bugs at the end show that it would notice.
"""

from __future__ import annotations

import asyncio
import atexit
import functools
import itertools
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from linkapp.domain import moment as messages
from linkapp.domain.act import MOVES, Kind, NotSent, Sent, Slot, State, Unsure
from linkapp.domain.conversation import Verdict, verdict
from linkapp.domain.greeting import greeting_act
from linkapp.domain.moment import Occasion
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.quota import Caps
from linkapp.practice.kept import WAYS
from linkapp.services.ports.ledger import Limits, SlotLostError
from linkapp.storage import Storage, act_moves, counting, ledger, open_storage
from linkapp.storage.instants import stored

T = TypeVar("T")

CAPS = Caps(day=3, week=6, run=4)
ZONES = [ZoneInfo(name) for name in ("Europe/Paris", "Pacific/Kiritimati", "America/Los_Angeles", "Africa/Cairo")]
NO_PROOF = Problem(reason=Reason.NO_PROOF)
RAM = Path("/dev/shm")
ROOT = Path(__file__).resolve().parents[2]

humans = st.integers(0, 9)
years = st.sampled_from([2026, 2027])
kept = st.sampled_from([*WAYS, "other words"])
"""How the site keeps a message: differently than it was typed, or with other words altogether."""


@dataclass
class Held:
    """A slot in the hands of the run, and what is known of its click."""

    human: int
    year: int
    slot: Slot
    run: int
    announced: bool = False
    landed: bool = False


@dataclass(frozen=True)
class Message:
    """What really arrived on the site."""

    human: int
    year: int
    at: datetime
    run: int
    text: str = ""


def _words(human: int, way: str = "as typed") -> str:
    text = f"Happy birthday, human {human}! It's your day \U0001f382 \u2013 I wish you \u201call the best\u201d\u2026"
    return WAYS[way](text) if way in WAYS else "This message is shown in other words"


def _view(human: int, keys: str) -> Person:
    """One human as a page may name them: by address, by id, or by both."""
    return Person(
        name=f"Human {human}",
        profile=f"human-{human}" if "a" in keys else None,
        member=f"ACoAAhuman{human}" if "i" in keys else None,
    )


@functools.cache
def _template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="linkapp-template-"))
    atexit.register(shutil.rmtree, folder)
    loop = asyncio.new_event_loop()
    storage = loop.run_until_complete(open_storage(folder))
    loop.run_until_complete(storage.close())
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()
    return folder / "linkapp.db"


class LedgerMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="linkapp-machine-", dir=RAM if RAM.is_dir() else None))
        shutil.copy(_template(), self.folder / "linkapp.db")
        self.loop = asyncio.new_event_loop()
        self.time = datetime(2026, 10, 23, 20, 0, 0, 700_000, tzinfo=UTC)  # clocks go back two days later
        self.zone = ZONES[0]
        self.lag = 1
        self.run_id = 1
        self.held: list[Held] = []
        self.truth: list[Message] = []
        self.backup = _template()  # the person has an old copy from the beginning, of before the first greeting
        self.storage: Storage = self.do(open_storage(self.folder))

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    @property
    def now(self) -> datetime:
        """The site's Date: whole seconds, and a moment old."""
        return (self.time - timedelta(seconds=self.lag)).replace(microsecond=0)

    def teardown(self) -> None:
        self.do(self.storage.close())
        self.do(self.loop.shutdown_default_executor())
        self.loop.close()
        shutil.rmtree(self.folder)

    # -- what the world does

    @rule(minutes=st.sampled_from([1, 10, 60, 6 * 60, 23 * 60, 24 * 60, 25 * 60, 47 * 60, 6 * 1440, 170 * 1440]))
    def time_passes(self, minutes: int) -> None:
        self.time += timedelta(minutes=minutes)

    @rule(seconds=st.sampled_from([1, 4, 86_396, 86_399, 604_796]))
    def a_little_less_than_a_window_passes(self, seconds: int) -> None:
        self.time += timedelta(seconds=seconds)

    @rule(seconds=st.integers(0, 3))
    def an_answer_takes(self, seconds: int) -> None:
        self.lag = seconds

    @precondition(lambda self: not self.held)
    @rule(zone=st.sampled_from(ZONES))
    def the_person_travels(self, zone: ZoneInfo) -> None:
        self.zone = zone

    @rule()
    def a_new_run_begins(self) -> None:
        self.run_id += 1

    @rule(human=humans, keys=st.sampled_from(["a", "i", "ai"]))
    def a_page_shows_somebody(self, human: int, keys: str) -> None:
        self.do(self.storage.people.seen(_view(human, keys), self.now))

    # -- the walk

    @rule(human=humans, keys=st.sampled_from(["a", "i", "ai"]), year=years)
    def reserve(self, human: int, keys: str, year: int) -> None:
        greeting = greeting_act(
            account="me", person=_view(human, keys), occasion=Occasion.BIRTHDAY, year=year, text=_words(human)
        )
        limits = Limits(caps=CAPS, zone=self.zone, run=self.run_id)
        now = self.now
        usage = self.do(self.storage.ledger.usage(Kind.MESSAGE, CAPS, self.zone, now))
        answer = self.do(self.storage.ledger.reserve(greeting, limits, now))
        if isinstance(answer, Slot):
            assert usage.left > 0
            assert usage.opens is None
            self.held.append(Held(human, year, answer, self.run_id))
        elif answer.reason in (Reason.CAP_DAY, Reason.CAP_WEEK):
            assert usage.left == 0
            assert answer.until == usage.opens
            assert answer.until is not None
            assert answer.until > now

    @rule(first=humans, year=years)
    def a_burst_of_greetings(self, first: int, year: int) -> None:
        """As many as the ledger grants, one after the other, all proven."""
        for number in range(4):
            before = len(self.held)
            self.reserve((first + number) % 10, "ai", year)
            if len(self.held) > before:
                held = self.held[-1]
                self._click(held, lands=True)
                if held.announced:
                    self.do(self.storage.ledger.settle(held.slot, Sent(proof="answer"), self.now))
                    self.held.remove(held)

    @precondition(lambda self: any(not held.announced for held in self.held))
    @rule(data=st.data(), lands=st.booleans(), later=st.sampled_from([0, 0, 5, 24 * 60 + 1]), way=kept)
    def click(self, data: st.DataObject, lands: bool, later: int, way: str) -> None:
        held = data.draw(st.sampled_from([held for held in self.held if not held.announced]))
        self.time += timedelta(minutes=later)
        self._click(held, lands, way)

    def _click(self, held: Held, lands: bool, way: str = "as typed") -> None:
        # The composer proves who it is before anything is announced, and the contacts learn it.
        self.do(self.storage.people.seen(_view(held.human, "ai"), self.now))
        try:
            self.do(self.storage.ledger.announce(held.slot, "hash", self.now))
        except SlotLostError:
            self.held.remove(held)
            self._still_counted_or_freed(held)
            return
        held.announced = True
        self._is_written_down(held)
        if lands:
            held.landed = True
            text = _words(held.human, way)
            self.truth.append(Message(held.human, held.year, self.time, held.run, text))

    def _still_counted_or_freed(self, held: Held) -> None:
        try:
            self.do(self.storage.ledger.settle(held.slot, State.RELEASED, self.now))
        except SlotLostError:
            return

    def _is_written_down(self, held: Held) -> None:
        """I3: before a click there is a row, and a line beside the database."""
        with closing(sqlite3.connect(self.folder / "linkapp.db")) as other:
            state, attempt = other.execute(
                "SELECT state, attempt FROM acts WHERE id = ?", (held.slot.slot_id,)
            ).fetchone()
        assert state == State.SENDING
        assert attempt in (self.folder / "sending.log").read_text(encoding="utf-8")

    @precondition(lambda self: any(held.announced for held in self.held))
    @rule(data=st.data(), proven=st.booleans(), back=st.sampled_from([0, 0, 10]))
    def settle(self, data: st.DataObject, proven: bool, back: int) -> None:
        """After the click a clock that jumps back days must not make the message older."""
        held = data.draw(st.sampled_from([held for held in self.held if held.announced]))
        outcome = Sent(proof="answer") if held.landed and proven else Unsure(problem=NO_PROOF)
        self.do(self.storage.ledger.settle(held.slot, outcome, self.now - timedelta(days=back)))
        self.held.remove(held)

    @precondition(lambda self: self.held)
    @rule(data=st.data(), what=st.sampled_from([State.RELEASED, NotSent(problem=NO_PROOF)]))
    def give_up(self, data: st.DataObject, what: State | NotSent) -> None:
        """I5: nothing announced is freed like this."""
        held = data.draw(st.sampled_from(self.held))
        try:
            self.do(self.storage.ledger.settle(held.slot, what, self.now))
        except SlotLostError:
            if held.announced:
                return
        self.held.remove(held)

    @rule(readable=st.booleans(), timed=st.booleans(), sided=st.booleans())
    def read_the_conversations(self, readable: bool, timed: bool, sided: bool) -> None:
        """What the site shows is what it kept, with or without times and sides; it is judged as the program does it."""
        for found in self.do(self.storage.ledger.unresolved()):
            human = int(found.act.person.name.split()[1])
            today = self.time.astimezone(self.zone).date()
            shown = [
                messages.Message(
                    text=one.text,
                    mine=True if sided else None,
                    at=one.at.replace(microsecond=0) if timed else None,
                    head=() if timed else (f"{one.at.astimezone(self.zone):%Y-%m-%d}",),
                )
                for one in self.truth
                if one.human == human
            ]
            old = messages.Message(text="Hello", mine=True, head=("2020-01-01",))
            whole = messages.Conversation(messages=(old, *shown))
            said = verdict(whole, found.act.text, found.attempted, today, "en", self.zone)
            if not readable or said is Verdict.UNCLEAR or (said is Verdict.ABSENT and found.request_left):
                self.do(self.storage.ledger.unreadable(found.slot_id))
                if found.state is State.UNSURE:
                    self.do(self.storage.ledger.resolve(found.slot_id, State.ASK, self.now))
            elif said is Verdict.THERE and found.act.text:
                self.do(self.storage.ledger.resolve(found.slot_id, State.SENT, self.now, "conversation"))
            else:
                self.do(self.storage.ledger.resolve(found.slot_id, State.UNSENT, self.now, "conversation"))

    # -- misfortune

    @rule(back=st.sampled_from([0, 0, 10]))
    def crash(self, back: int) -> None:
        """The process is gone, nothing is closed; the next one recovers."""
        lost = self.storage
        self.storage = self.do(open_storage(self.folder))
        self.do(self.storage.ledger.recover(self.now - timedelta(days=back)))
        self.held.clear()
        self.run_id += 1  # a run ends with its process
        self.do(lost.close())  # only the test's own threads and files; a process would simply be gone

    @rule()
    def back_up(self) -> None:
        self.backup = self.folder / "backup.db"
        self.backup.unlink(missing_ok=True)
        with closing(sqlite3.connect(self.folder / "linkapp.db")) as other:
            other.execute("VACUUM INTO ?", (str(self.backup),))

    @rule()
    def restore(self) -> None:
        """I9: an old copy never lowers what counts of real messages (looked at by the invariants)."""
        self.do(self.storage.close())
        shutil.copy(self.backup, self.folder / "linkapp.db")
        self.storage = self.do(open_storage(self.folder))
        self.do(self.storage.ledger.recover(self.now))
        self.held.clear()
        self.run_id += 1

    @rule(to=st.sampled_from(State))
    def a_bug_moves_a_row(self, to: State) -> None:
        """I6: the database itself refuses what ``MOVES`` does not hold, and to forget anything."""
        with closing(sqlite3.connect(self.folder / "linkapp.db", isolation_level=None)) as other:
            for row, state in other.execute("SELECT id, state FROM acts ORDER BY id DESC LIMIT 2").fetchall():
                if to not in MOVES[State(state)]:
                    with pytest.raises(sqlite3.IntegrityError):
                        other.execute("UPDATE acts SET state = ? WHERE id = ?", (to, row))
                with pytest.raises(sqlite3.IntegrityError):
                    other.execute("DELETE FROM acts WHERE id = ?", (row,))

    # -- what always holds

    @invariant()
    def nobody_is_greeted_twice(self) -> None:
        """I1, and never twice within 180 days whatever the year."""
        for human in range(10):
            times = sorted(one.at for one in self.truth if one.human == human)
            years = [one.year for one in self.truth if one.human == human]
            assert len(set(years)) == len(years), self.truth
            for first, second in itertools.pairwise(times):
                assert second - first > timedelta(days=179, hours=23), self.truth

    @invariant()
    def no_window_holds_more_than_its_cap(self) -> None:
        """I2, in true time."""
        if not self.truth:
            return
        last = self.truth[-1].at
        times = [one.at for one in self.truth]
        assert sum(last - at < timedelta(hours=24) for at in times) <= CAPS.day, times
        assert sum(last - at < timedelta(days=7) for at in times) <= CAPS.week, times
        for run in {one.run for one in self.truth}:
            assert sum(one.run == run for one in self.truth) <= CAPS.run, times
        if last == self.time:
            on = last.astimezone(self.zone).date()
            assert sum(at.astimezone(self.zone).date() == on for at in times) <= CAPS.day, (self.zone, times)

    @invariant()
    def every_real_message_counts(self) -> None:
        """I4, I5, I9: whatever was freed, restored or recovered, the ledger never knows less than the site."""
        week = sum(self.time - one.at < timedelta(days=7) for one in self.truth)
        usage = self.do(self.storage.ledger.usage(Kind.MESSAGE, CAPS, self.zone, self.now))
        assert usage.week >= week, (usage, self.truth)
        for one in self.truth:
            closed = self.do(
                self.storage.ledger.closed(
                    greeting_act(
                        account="me", person=_view(one.human, "ai"), occasion=Occasion.BIRTHDAY, year=one.year
                    ),
                    self.now,
                )
            )
            assert closed is not None, one


SETTINGS = settings(
    deadline=None,  # also in the processes of their own, which have no profile of the run
    max_examples=60,
    stateful_step_count=30,
    suppress_health_check=list(HealthCheck),
)


def test_whatever_happens_nobody_is_greeted_twice_and_no_cap_is_exceeded() -> None:
    run_state_machine_as_test(LedgerMachine, settings=SETTINGS)


# -- the test of the test: bugs that it has to find


def _unsure_frees(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_COUNTS", "_TIMES"):
        forgetful = getattr(counting, name).replace(
            counting._IS_SETTLED, f"{counting._IS_SETTLED} AND state <> 'unsure'"
        )
        monkeypatch.setattr(counting, name, forgetful)


def _old_reservations_expire(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = counting._COUNTS.replace("kind = ?1)", "kind = ?1 AND at > ?3)", 1)
    monkeypatch.setattr(counting, "_COUNTS", counts)
    monkeypatch.setattr(counting, "_TIMES", counting._TIMES.replace("SELECT at, 1", "SELECT at, 0"))


def _not_sent_frees_after_the_click(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(act_moves, "_SETTLING", act_moves._SETTLING | {(State.SENDING, State.UNSENT)})
    settle = ledger.SqliteLedger._settle

    def refund(self: ledger.SqliteLedger, slot: Slot, outcome: Any, now: datetime, detail: str) -> None:
        settle(self, slot, outcome, now, detail)
        if isinstance(outcome, NotSent):
            self._db.execute("UPDATE acts SET state = 'unsent' WHERE id = ? AND state = 'unsure'", (slot.slot_id,))

    monkeypatch.setattr(ledger.SqliteLedger, "_settle", refund)


def _no_restamp(monkeypatch: pytest.MonkeyPatch) -> None:
    """The slot keeps the time of its reservation."""
    announce, settle = ledger.SqliteLedger._announce, ledger.SqliteLedger._settle

    def stale(self: ledger.SqliteLedger, slot: Slot, *rest: Any) -> None:
        (announce if len(rest) == 2 else settle)(self, slot, *rest)
        self._db.execute("UPDATE acts SET at = ? WHERE id = ?", (stored(slot.at), slot.slot_id))

    monkeypatch.setattr(ledger.SqliteLedger, "_announce", stale)
    monkeypatch.setattr(ledger.SqliteLedger, "_settle", stale)


def _recovery_frees_announced(monkeypatch: pytest.MonkeyPatch) -> None:
    recover = ledger.SqliteLedger._recover

    def forgetful(self: ledger.SqliteLedger, now: datetime) -> Any:
        recover(self, now)
        self._db.execute("UPDATE acts SET state = 'unsent' WHERE state = 'unsure'")
        return ()

    monkeypatch.setattr(ledger.SqliteLedger, "_recover", forgetful)


def _no_replay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "take_over", lambda _execute, _lines: None)


def _absence_by_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """As it was: whoever does not find the very text takes it for unsent."""

    def by_text(whole: Any, text: str, *_rest: Any) -> Verdict:
        words = {" ".join(one.text.split()) for one in whole.messages}
        return Verdict.THERE if " ".join(text.split()) in words else Verdict.ABSENT

    monkeypatch.setitem(globals(), "verdict", by_text)


def _no_margin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linkapp.domain.quota.MARGIN", timedelta(0))


HUNTED = {plant.__name__.strip("_"): plant for plant in (_unsure_frees, _recovery_frees_announced, _no_replay)}


@pytest.mark.parametrize("name", HUNTED)
def test_a_planted_bug_is_found_by_chance(name: str) -> None:
    """In a process of its own: what is tried by chance depends on the constants of all modules that are loaded."""
    command = [sys.executable, "-m", "tests.property.test_ledger_machine", name]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=230, check=False)
    assert (ended.returncode, ended.stdout.strip()) == (0, "found"), ended.stderr[-2000:]


def _hunt(name: str) -> str:
    hunt = settings(
        SETTINGS,
        max_examples=400,
        phases=[Phase.generate],
        derandomize=True,
        database=None,
        report_multiple_bugs=False,
    )
    with pytest.MonkeyPatch.context() as monkeypatch:
        HUNTED[name](monkeypatch)
        try:
            run_state_machine_as_test(LedgerMachine, settings=hunt)
        except AssertionError:
            return "found"
    return "missed"


@contextmanager
def closing_machine() -> Iterator[LedgerMachine]:
    machine = LedgerMachine()
    try:
        yield machine
    finally:
        machine.teardown()


def _look(machine: LedgerMachine) -> None:
    machine.nobody_is_greeted_twice()
    machine.no_window_holds_more_than_its_cap()
    machine.every_real_message_counts()


def _slow_click(machine: LedgerMachine) -> None:
    machine.reserve(9, "ai", 2026)
    machine.time_passes(25 * 60)
    machine.a_burst_of_greetings(0, 2026)
    machine._click(machine.held[0], lands=True)


def _click_in_the_afternoon(machine: LedgerMachine) -> None:
    machine.reserve(9, "ai", 2026)
    machine.time_passes(20 * 60)
    held = machine.held.pop()
    machine._click(held, lands=True)
    machine.do(machine.storage.ledger.settle(held.slot, Sent(proof="answer"), machine.now))
    machine.time_passes(5 * 60)
    machine.a_burst_of_greetings(0, 2026)


def _late_answers(machine: LedgerMachine) -> None:
    machine.an_answer_takes(3)
    machine.a_burst_of_greetings(0, 2026)
    machine.time += timedelta(days=1, seconds=-2)
    machine.an_answer_takes(0)
    machine.a_burst_of_greetings(4, 2026)


def _claims_not_sent(machine: LedgerMachine) -> None:
    machine.reserve(0, "ai", 2026)
    held = machine.held.pop()
    machine._click(held, lands=True)
    machine.do(machine.storage.ledger.settle(held.slot, NotSent(problem=NO_PROOF), machine.now))


def _kept_in_other_words(machine: LedgerMachine) -> None:
    machine.reserve(0, "ai", 2026)
    held = machine.held.pop()
    machine._click(held, lands=True, way="straight quotes")
    machine.do(machine.storage.ledger.settle(held.slot, Unsure(problem=NO_PROOF), machine.now))
    machine.read_the_conversations(readable=True, timed=True, sided=True)
    machine.a_burst_of_greetings(0, 2026)


@pytest.mark.parametrize(
    ("plant", "story"),
    [
        (_absence_by_text, _kept_in_other_words),
        (_not_sent_frees_after_the_click, _claims_not_sent),
        (_old_reservations_expire, _slow_click),
        (_no_restamp, _click_in_the_afternoon),
        (_no_margin, _late_answers),
    ],
    ids=lambda bug: bug.__name__.strip("_"),
)
def test_a_planted_bug_that_needs_a_story_is_found_by_the_invariants(
    plant: Callable[[pytest.MonkeyPatch], None],
    story: Callable[[LedgerMachine], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with closing_machine() as machine:
        story(machine)
        _look(machine)
    plant(monkeypatch)
    with closing_machine() as machine:
        story(machine)
        with pytest.raises(AssertionError):
            _look(machine)


if __name__ == "__main__":
    print(_hunt(sys.argv[1]))
