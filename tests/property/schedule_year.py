"""A year of somebody's computer, simulated: it sleeps, is switched off, flies, loses the network, and its clock jumps.

Time is made of events, not of ticks: while nothing happens the plan only says what it said before (a test of its own
shows that), so the simulation goes from one moment at which something may change to the next.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from linkapp.domain.hours import Hours
from linkapp.domain.problems import Reason
from linkapp.domain.schedule import (
    LOOK_BACK,
    SETTLING,
    TICK,
    Agenda,
    Conditions,
    Hold,
    Occurrence,
    OccurrenceState,
    Presence,
    RunNow,
    Schedule,
    Situation,
    due_at,
    plan,
)

BEGINS = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)
ZONES = ("Europe/Paris", "America/New_York", "Pacific/Auckland", "Pacific/Honolulu", "Asia/Tokyo", "Africa/Cairo",
         "America/Santiago", "Australia/Lord_Howe", "Asia/Kolkata")  # fmt: skip
_HELD = timedelta(minutes=30)
HOURS = Hours(opens=time(9, 0), closes=time(18, 30), days=frozenset(range(6)))


@dataclass
class Year:
    """The computer, what it stores, and everything that is demanded of every single decision."""

    seed: int
    days: int = 365
    jumps: int = 0
    zones: bool = True
    rows: dict[tuple[int, date], Occurrence] = field(default_factory=dict)
    ran: dict[tuple[int, date], datetime] = field(default_factory=dict)
    on_time: int = 0
    late: int = 0
    gone_on: int = 0
    ends: bool = False
    """Whether the program ends in the middle of runs."""

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.at = BEGINS  # the true time; the computer shows it with a shift
        self.shift = timedelta(0)
        self.zone = ZoneInfo("Europe/Paris")
        self.hold: Hold | None = None
        self.busy_until: datetime | None = None
        self.calm_since = BEGINS  # the true time since when nothing has disturbed the plan
        self.presence = Presence.begun(self.now, 0.0, None)
        self.before: Agenda | None = None
        self._recent: dict[tuple[int, date], Occurrence] = {}
        self.running: tuple[int, date] | None = None
        self.second: set[tuple[int, date]] = set()
        made = BEGINS - timedelta(days=1)
        self.schedules = {
            1: Schedule(id=1, kind="birthdays", at=time(9, 10), spread=timedelta(minutes=30), made=made, sends=True),
            2: Schedule(id=2, kind="visits", at=time(15), days=frozenset({0, 2, 4, 5}), made=made, sends=True),
            3: Schedule(id=3, kind="invitations", at=time(2, 30), days=frozenset({6, 0}), made=made),
        }

    @property
    def now(self) -> datetime:
        """What the computer's clock shows."""
        return self.at + self.shift

    @property
    def situation(self) -> Situation:
        """The world as the plan sees it."""
        hold = Hold(reason=Reason.BUSY) if self.busy_until is not None else self.hold
        return Situation(
            zone=self.zone, hours=HOURS, device="a", presence=self.presence, conditions=Conditions(hold=hold)
        )

    def live(self) -> None:
        """Go through all of it."""
        ends = BEGINS + timedelta(days=self.days)
        jumps = sorted(BEGINS + self.chance.random() * (ends - BEGINS) for _ in range(self.jumps))
        disturbance = self._next_disturbance()
        while self.at < ends:
            until = self._decide()
            upcoming = min(filter(None, (until - self.shift, disturbance, *jumps[:1], self.busy_until, ends)))
            self._calm(max(upcoming, self.at + timedelta(seconds=1)))
            if self.busy_until is not None and self.at >= self.busy_until:
                self.busy_until, self.calm_since, self.running = None, self.at, None
            if len(self._recent) > 250:  # as much as is asked of the store
                since = (self.now - LOOK_BACK - timedelta(days=90)).date()
                self._recent = {key: row for key, row in self.rows.items() if row.on >= since}
            if jumps and self.at >= jumps[0]:
                jumps.pop(0)
                self._jump()
            elif self.at >= disturbance:
                self._disturb()
                disturbance = self._next_disturbance()
        self.shift, self.hold, self.busy_until = timedelta(0), None, None
        self._absent(timedelta(hours=20), off=True)  # the last dates are looked at by a clock that is right again
        self._decide()

    def _next_disturbance(self) -> datetime:
        return self.at + timedelta(hours=self.chance.expovariate(1 / 7.0), seconds=1)

    def _calm(self, until: datetime) -> None:
        """Many ticks at which nothing happens."""
        steady = self.presence.steady + (until - self.at).total_seconds()
        self.at = until
        self.presence = replace(self.presence, now=self.now, steady=steady)

    def _absent(self, length: timedelta, *, off: bool) -> None:
        last, steady = self.now, self.presence.steady + length.total_seconds()
        self.at += length
        if off:
            self._cut_off()
            self.presence, self.before = Presence.begun(self.now, 0.0, last), None
        else:
            self.presence = self.presence.ticked(self.now, steady)
        self.calm_since = self.at

    def _cut_off(self) -> None:
        """The program ends: as its next start writes it down."""
        self.busy_until = None
        if self.running is None:
            return
        key, self.running = self.running, None
        row = self.rows[key]
        if key in self.second:
            row = replace(row, state=OccurrenceState.STOPPED, reason=Reason.CUT_OFF_TWICE)
        else:
            row = replace(row, state=OccurrenceState.RUNNING, reason=Reason.CUT_OFF)
        self.rows[key] = self._recent[key] = row

    def _disturb(self) -> None:
        if self.ends and self.running is not None:
            self._absent(timedelta(minutes=self.chance.choice((1, 5, 60, 600))), off=True)
            return
        what = self.chance.choice(("sleep", "sleep", "sleep", "off", "fly", "offline", "online", "pause", "holiday"))
        if what == "sleep":
            self._absent(timedelta(hours=self.chance.uniform(0.1, 14)), off=False)
        elif what == "off":
            self._absent(timedelta(hours=self.chance.uniform(0.01, 40)), off=True)
        elif what == "holiday" and self.chance.random() < 0.05:
            self._absent(timedelta(days=self.chance.uniform(3, 20)), off=True)
        elif what == "fly" and self.zones and self.chance.random() < 0.3:
            self.zone = ZoneInfo(self.chance.choice(ZONES))
        elif what == "offline":
            self.hold = Hold(reason=Reason.OFFLINE)
        elif what == "pause":
            self.hold = Hold(reason=Reason.PAUSED, until=self.now + timedelta(hours=self.chance.uniform(0, 30)))
        else:
            self.hold = None
        if self.hold is not None and self.hold.until is not None and self.hold.until <= self.now:
            self.hold = None
        self.calm_since = self.at

    def _jump(self) -> None:
        """The clock is set: by seconds, hours or weeks, forwards or back; or put right again."""
        if self.chance.random() < 0.5:
            self.shift = timedelta(0)
        else:
            size = self.chance.choice((30, 3600, 86400, 40 * 86400))
            self.shift = timedelta(seconds=self.chance.uniform(-size, size))
        self.at += TICK
        self.presence = self.presence.ticked(self.now, self.presence.steady + TICK.total_seconds())
        self.calm_since = self.at

    def _decide(self) -> datetime:
        """Ask for the plan and do what it says; returns when to look again."""
        if self.hold is not None and self.hold.until is not None and self.hold.until <= self.now:
            self.hold, self.calm_since = None, self.at
        made = plan(self.schedules.values(), self._recent.values(), self.situation, self.before)
        self.before = made
        for skip in made.skips:
            self._claim(skip.schedule.id, skip.on, OccurrenceState.SKIPPED, skip.reason)
        for over in made.given_up:
            key = (over.schedule.id, over.on)
            row = self.rows[key]
            assert row.cut_off
            still = self.now.astimezone(self.zone).date() == over.on and over.schedule.sends
            opened = HOURS.window(over.on, self.zone)
            held = self.hold is not None and self.hold.until is not None
            waits = over.schedule.waits_until(self.now) is not None
            assert not still or opened is None or self.now >= opened[1] or held or waits, "given up for a reason"
            self.rows[key] = self._recent[key] = replace(row, state=OccurrenceState.STOPPED)
        if made.run is not None:
            self._run(made.run)
            return self.now + timedelta(seconds=1)
        for wait in made.waits:
            assert wait.until > self.now
            if wait.reason is None and wait.on is not None and wait.on > self.now.astimezone(self.zone).date():
                assert wait.until == due_at(wait.schedule, wait.on, self.situation), "the next one keeps its own hour"
        # What is held back is looked at less often here than in life.
        return min(wait.until if wait.reason is None else max(wait.until, self.now + _HELD) for wait in made.waits)

    def _claim(self, schedule: int, on: date, state: OccurrenceState, reason: Reason | None) -> None:
        row = self.rows.get((schedule, on))
        assert row is None or not row.counts(self.now), "a date is dealt with once"
        made = Occurrence(schedule=schedule, on=on, state=state, decided=self.now, reason=reason)
        self.rows[schedule, on] = self._recent[schedule, on] = made

    def _run(self, run: RunNow) -> None:
        schedule, key = run.schedule, (run.schedule.id, run.on)
        local = self.now.astimezone(self.zone)
        assert run.again == (key in self.ran), "once for a date, whatever clocks do"
        assert key not in self.second, "gone on with once"
        if run.again:
            assert schedule.sends
            assert self.rows[key].cut_off
            self.gone_on += 1
            self.second.add(key)
        assert local.date() == run.on, "only on its own date"
        assert run.on.weekday() in schedule.days
        assert local.weekday() in HOURS.days
        assert time(9) <= local.time() < time(18, 30), "never outside hours"
        assert self.hold is None
        assert self.busy_until is None, "one at a time"
        assert self.presence.awake >= SETTLING
        opened = HOURS.window(run.on, self.zone)
        assert opened is not None
        wanted = max(run.due, opened[0]) - self.shift
        if run.again:
            assert self.at <= max(wanted, self.calm_since + SETTLING) + _HELD, "not late without a cause"
        elif self.at <= wanted + timedelta(seconds=1):
            self.on_time += 1
        else:
            self.late += 1
            assert self.at <= max(wanted, self.calm_since + SETTLING) + _HELD, "not late without a cause"
        self.ran[key] = self.at
        failed = self.chance.random() < 0.04
        state = OccurrenceState.FAILED if failed else OccurrenceState.DONE
        if run.again:
            self.rows[key] = self._recent[key] = replace(self.rows[key], state=state, reason=Reason.WENT_ON)
        else:
            self._claim(*key, state, None)
        self.running = key
        self.schedules[schedule.id] = schedule.failed(self.now) if failed else schedule.succeeded()
        self.busy_until = self.at + timedelta(minutes=self.chance.uniform(1, 50))
