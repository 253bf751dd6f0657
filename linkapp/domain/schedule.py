"""When scheduled runs are due, and what is to be done about each of them now: run, wait, or skip with a reason.

A schedule has a time of day, not an interval: when an occurrence is due follows from the schedule, the date and the
zone alone, so that neither a late run nor a restart moves the next one. An occurrence is a schedule and a local date;
the store lets each be claimed once, whatever clocks and zones do meanwhile:

- A time that does not exist on a date (clocks go forward) is the first moment after the gap; one that exists twice is
  the first of both. Where the gap reaches into the next date it is the last minute before the gap; a date that a zone
  leaves out has no occurrence.
- The date and the hour are those of the zone in which the person is now. A date that was run in another zone is not run
  again (flights westwards); one that went by in the new zone before anybody was there is skipped (eastwards).
- Missed while the computer slept, was off, offline or held back by anything else: run once, later on the same date,
  within the working hours. Dates that are over are skipped, never made up.
- Cut off by the end of the program: gone on with once, on the same date and within the hours, where it sends by
  itself. (What was prepared to be looked at is read anew whenever somebody looks.)
- A clock that was ahead for a while may have skipped dates that are still to come: what was skipped "later than now"
  does not count. What was run then does, for its date.

Nothing here asks a clock. ``plan`` is total and answers the same for the same arguments.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from linkapp.domain.hours import EVERY_DAY, Hours, moment
from linkapp.domain.problems import Reason

TICK = timedelta(seconds=30)
"""How often the plan should be asked for; what cannot know when it ends is looked at again after this."""
ABSENT = timedelta(seconds=90)
"""A longer time without a tick means that the program was not there (safety.md 4)."""
SETTLING = timedelta(seconds=45)
"""No run begins sooner after a start or after waking: networks and browsers need that long."""
LOOK_BACK = timedelta(days=100)
"""Dates before that are not asked about any more; so much of the occurrences has to be handed to ``plan``."""
LOOK_AHEAD = timedelta(days=400)
FAILED_WAITS = (timedelta(hours=12), timedelta(hours=36), timedelta(hours=84), timedelta(hours=156))
"""How long a schedule waits after its first, second, third and every further failed run in a row: a daily one tries
again the next day, then leaves out one day, then three, then tries once a week. A success, or the person, ends it."""
ALWAYS_REVIEWED = frozenset({"positions"})
"""Kinds of run that never send by themselves: not every new position is good news."""
MOST_SPREAD = timedelta(hours=3)
_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """A kind of run at a time of day (the person's own) on some weekdays (Monday is 0).

    ``spread``: so much earlier or later, by chance that is the same for a date however often one asks. ``sends``:
    whether it sends without being looked at. ``made``: occurrences that were due before it do not exist. ``failures``
    in a row, the last of which ended at ``failed_at``. Raises ``ValueError`` for what is no schedule.
    """

    id: int
    kind: str
    at: time
    made: datetime
    days: frozenset[int] = EVERY_DAY
    spread: timedelta = timedelta(0)
    sends: bool = False
    failures: int = 0
    failed_at: datetime | None = None

    def __post_init__(self) -> None:
        if not self.kind or self.at.tzinfo is not None or not self.days or not self.days <= EVERY_DAY:
            raise ValueError("a schedule has a kind, a time of day without a zone and at least one weekday")
        if self.sends and self.kind in ALWAYS_REVIEWED:
            raise ValueError("what a person wants to look at first is never sent by itself")
        if not timedelta(0) <= self.spread <= MOST_SPREAD:
            raise ValueError(f"the spread is at most {MOST_SPREAD}")

    def failed(self, now: datetime) -> Schedule:
        """After a failed run."""
        return replace(self, failures=self.failures + 1, failed_at=now)

    def succeeded(self) -> Schedule:
        """After a run that did what it should, or when the person says to go on."""
        return replace(self, failures=0, failed_at=None)

    def waits_until(self, now: datetime) -> datetime | None:
        """Until when it waits after failures; None where it does not (a failure of a time to come does not count)."""
        if not self.failures or self.failed_at is None or self.failed_at > now:
            return None
        until = self.failed_at + FAILED_WAITS[min(self.failures, len(FAILED_WAITS)) - 1]
        return until if until > now else None


@dataclass(frozen=True, kw_only=True)
class Pause:
    """The person wants nothing to run by itself until then, or (None) until they say so."""

    until: datetime | None = None

    def hold(self, now: datetime) -> Hold | None:
        """What it holds back; None where it is over."""
        return None if self.until is not None and self.until <= now else Hold(reason=Reason.PAUSED, until=self.until)


class OccurrenceState(StrEnum):
    """What became of an occurrence. ``RUNNING``: claimed, and not settled yet. ``STOPPED``: begun, and ended early for
    a reason that is no failure (a cap, the person). ``SKIPPED``: never begun."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"
    SKIPPED = "skipped"


ENDED = frozenset({OccurrenceState.DONE, OccurrenceState.STOPPED, OccurrenceState.FAILED})
"""How a claimed occurrence can end. What was ever claimed is never claimed again, but gone on with once where the
program ended in the middle of it."""


@dataclass(frozen=True, kw_only=True)
class Occurrence:
    """One date of a schedule, as stored: claimed or skipped at ``decided``, settled at ``settled``."""

    schedule: int
    on: date
    state: OccurrenceState
    decided: datetime
    settled: datetime | None = None
    reason: Reason | None = None
    detail: str = ""
    run: int | None = None

    @property
    def cut_off(self) -> bool:
        """Whether the program ended in the middle of its run, and it was not gone on with yet nor settled."""
        return self.state is OccurrenceState.RUNNING and self.reason is Reason.CUT_OFF

    @property
    def shown(self) -> OccurrenceState:
        """As what it is shown: nothing runs of one that was cut off."""
        return OccurrenceState.STOPPED if self.cut_off else self.state

    def counts(self, now: datetime) -> bool:
        """Whether the date is dealt with: not where it was only skipped by a clock that was ahead of ``now``."""
        return self.state is not OccurrenceState.SKIPPED or self.decided <= now


@dataclass(frozen=True, kw_only=True)
class Absence:
    """A time in which the program could not do anything, and why."""

    reason: Reason
    begins: datetime
    ends: datetime

    def overlaps(self, begins: datetime, ends: datetime) -> bool:
        """Whether any of that time lies in it."""
        return self.begins < ends and begins < self.ends


@dataclass(frozen=True, kw_only=True)
class Presence:
    """What the program knows of its own being there: made by ``begun`` at a start, then by ``ticked`` at every tick.

    ``steady`` is in seconds by a clock that nobody sets and that counts sleep (CLOCK_BOOTTIME).
    """

    now: datetime
    steady: float
    since: float
    absence: Absence | None = None

    @classmethod
    def begun(cls, now: datetime, steady: float, last_tick: datetime | None) -> Presence:
        """At a start; ``last_tick`` is the last one of an earlier program, as stored (one of a time to come tells
        nothing)."""
        off = last_tick is not None and last_tick < now
        absence = Absence(reason=Reason.NOT_RUNNING, begins=last_tick, ends=now) if last_tick and off else None
        return cls(now=now, steady=steady, since=steady, absence=absence)

    def ticked(self, now: datetime, steady: float) -> Presence:
        """At a tick. A step of the computer's clock alone counts as a short absence too: one cannot know."""
        slept = steady - self.steady > ABSENT.total_seconds()
        if not slept and now - self.now <= ABSENT:
            return replace(self, now=now, steady=steady)
        reason = Reason.ASLEEP if slept else Reason.CLOCK_MOVED
        return Presence(now=now, steady=steady, since=steady, absence=Absence(reason=reason, begins=self.now, ends=now))

    @property
    def awake(self) -> timedelta:
        """How long it has been there without an absence."""
        return timedelta(seconds=max(0.0, self.steady - self.since))


@dataclass(frozen=True, kw_only=True)
class Hold:
    """Why nothing may run now, and until when where that is known."""

    reason: Reason
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """What holds runs back now: of every kind (paused, offline, signed out, breaker, another run), or of one (its
    caps); and which kinds were run today already, by hand or on another computer."""

    hold: Hold | None = None
    of_kind: Mapping[str, Hold] = field(default_factory=dict)
    done_today: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Situation:
    """Everything that a plan depends on beside the schedules: the zone in which the person is now, the working hours,
    the name of this computer (for chance), its presence, and what holds runs back."""

    zone: ZoneInfo
    hours: Hours
    device: str
    presence: Presence
    conditions: Conditions = Conditions()
    settling: timedelta = SETTLING


@dataclass(frozen=True, kw_only=True)
class RunNow:
    """This occurrence is to be claimed and run; ``again``: it was cut off, and is to be gone on with."""

    schedule: Schedule
    on: date
    due: datetime
    again: bool = False


@dataclass(frozen=True, kw_only=True)
class WaitUntil:
    """Nothing of this schedule before ``until`` (UTC): its next occurrence is due then, or something holds it back
    (``reason``) and is to be looked at again. ``on`` is None where no occurrence is in sight."""

    schedule: Schedule
    on: date | None
    until: datetime
    reason: Reason | None = None


@dataclass(frozen=True, kw_only=True)
class SkipOccurrence:
    """This occurrence is over without a run; to be recorded."""

    schedule: Schedule
    on: date
    reason: Reason


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """What to do now. At most one run begins at a time; every schedule has one that runs or waits. ``given_up``: was
    cut off, and is not gone on with any more; to be settled."""

    run: RunNow | None = None
    waits: tuple[WaitUntil, ...] = ()
    skips: tuple[SkipOccurrence, ...] = ()
    given_up: tuple[SkipOccurrence, ...] = ()

    @property
    def held(self) -> dict[tuple[int, date], Reason]:
        """What holds which occurrence back: the reason why it was skipped, should nothing change."""
        return {
            (wait.schedule.id, wait.on): wait.reason
            for wait in self.waits
            if wait.reason is not None and wait.on is not None
        }


def plan(
    schedules: Iterable[Schedule], occurrences: Iterable[Occurrence], situation: Situation, before: Agenda | None = None
) -> Agenda:
    """What to do about every schedule now, given the occurrences since ``LOOK_BACK`` (those to come included) and the
    plan before this one of the same program."""
    now = situation.presence.now
    held = before.held if before is not None else {}
    rows = tuple(occurrences)
    cut_off = {(row.schedule, row.on) for row in rows if row.cut_off}
    dealt_with = {(row.schedule, row.on) for row in rows if row.counts(now)} - cut_off
    runs: list[RunNow] = []
    waits: list[WaitUntil] = []
    skips: list[SkipOccurrence] = []
    given_up: list[SkipOccurrence] = []
    for schedule in sorted(schedules, key=lambda each: each.id):
        todays: RunNow | WaitUntil | None = None
        for on, due in _until_today(schedule, dealt_with, situation):
            decision = _decision(schedule, on, due, situation, held.get((schedule.id, on)))
            again = (schedule.id, on) in cut_off
            if again and (not schedule.sends or isinstance(decision, SkipOccurrence)):
                given_up.append(SkipOccurrence(schedule=schedule, on=on, reason=Reason.CUT_OFF))
            elif isinstance(decision, SkipOccurrence):
                skips.append(decision)
            elif isinstance(decision, RunNow):
                todays = replace(decision, again=again)
            else:
                todays = decision
        if isinstance(todays, RunNow):
            runs.append(todays)
        else:
            waits.append(todays or _next(schedule, dealt_with, situation))
    runs.sort(key=lambda run: (run.due, run.schedule.id))
    waits += [WaitUntil(schedule=run.schedule, on=run.on, until=now + TICK, reason=Reason.BUSY) for run in runs[1:]]
    return Agenda(run=runs[0] if runs else None, waits=tuple(waits), skips=tuple(skips), given_up=tuple(given_up))


def due_at(schedule: Schedule, on: date, situation: Situation) -> datetime | None:
    """When the occurrence of a date is due (UTC), in the zone of now; None where there is no such date.

    The chance within the spread stays on the date, and within the hours where the time itself lies in them.
    """
    hours, spread = situation.hours, int(schedule.spread.total_seconds())
    at = _seconds(schedule.at)
    earliest, latest = max(0, at - spread), min(24 * 3600 - 1, at + spread)
    if hours.opens is not None and hours.closes is not None and hours.opens <= schedule.at < hours.closes:
        earliest = max(earliest, _seconds(hours.opens))
        latest = max(at, min(latest, _seconds(hours.closes) - 1))
    drawn = earliest + _draw(f"{schedule.id}/{on}/{situation.device}", latest - earliest + 1) if spread else at
    return moment(on, time(drawn // 3600, drawn // 60 % 60, drawn % 60), situation.zone)


def _until_today(
    schedule: Schedule, dealt_with: set[tuple[int, date]], situation: Situation
) -> Iterator[tuple[date, datetime]]:
    """Every date up to today with an occurrence that is not dealt with, and when it is (or was) due."""
    now, zone = situation.presence.now, situation.zone
    today = now.astimezone(zone).date()
    made = schedule.made
    if made - now > _DAY:  # made by a clock that was ahead: no telling what was due before
        made = datetime.combine(today, time.min, tzinfo=UTC) - _DAY
        on = today
    else:
        on = max(made.astimezone(zone).date(), today - LOOK_BACK)
    while on <= today:
        if on.weekday() in schedule.days and (schedule.id, on) not in dealt_with:
            due = due_at(schedule, on, situation)
            if due is not None and due >= made:
                yield on, due
        on += _DAY


def _decision(
    schedule: Schedule, on: date, due: datetime, situation: Situation, held: Reason | None
) -> RunNow | WaitUntil | SkipOccurrence:
    """What becomes of an occurrence of today or of a date before."""
    now, zone = situation.presence.now, situation.zone
    window = situation.hours.window(on, zone)
    if now < due:
        return WaitUntil(schedule=schedule, on=on, until=due)
    if window is None or due >= window[1]:
        return SkipOccurrence(schedule=schedule, on=on, reason=Reason.OUT_OF_HOURS)
    if now >= window[1]:  # as on every date that is over
        reason = held or _absent(situation.presence, max(due, window[0]), window[1])
        return SkipOccurrence(schedule=schedule, on=on, reason=reason)
    if now < window[0]:
        return WaitUntil(schedule=schedule, on=on, until=window[0])
    if schedule.kind in situation.conditions.done_today:
        return SkipOccurrence(schedule=schedule, on=on, reason=Reason.DONE_TODAY)
    if (hold := _hold(schedule, situation)) is not None:
        if hold.until is not None and hold.until >= window[1]:
            return SkipOccurrence(schedule=schedule, on=on, reason=hold.reason)
        until = max(now + TICK, hold.until or now)
        return WaitUntil(schedule=schedule, on=on, until=until, reason=hold.reason)
    if situation.presence.awake < situation.settling:
        return WaitUntil(schedule=schedule, on=on, until=now + (situation.settling - situation.presence.awake))
    if not situation.hours.is_open(now, zone):  # an hour that comes twice
        return WaitUntil(schedule=schedule, on=on, until=now + TICK, reason=Reason.OUT_OF_HOURS)
    return RunNow(schedule=schedule, on=on, due=due)


def _hold(schedule: Schedule, situation: Situation) -> Hold | None:
    waits_until = schedule.waits_until(situation.presence.now)
    failed = Hold(reason=Reason.FAILED_BEFORE, until=waits_until) if waits_until is not None else None
    return failed or situation.conditions.hold or situation.conditions.of_kind.get(schedule.kind)


def _absent(presence: Presence, begins: datetime, ends: datetime) -> Reason:
    """Why nobody did anything between these: the newest absence, or clocks and zones that moved over it."""
    if presence.absence is not None and presence.absence.overlaps(begins, ends):
        return presence.absence.reason
    return Reason.CLOCK_MOVED


def _next(schedule: Schedule, dealt_with: set[tuple[int, date]], situation: Situation) -> WaitUntil:
    """The first occurrence after today that is not dealt with."""
    now = situation.presence.now
    today = now.astimezone(situation.zone).date()
    for ahead in range(1, LOOK_AHEAD.days):
        on = today + timedelta(days=ahead)
        if on.weekday() not in schedule.days or (schedule.id, on) in dealt_with:
            continue
        due = due_at(schedule, on, situation)
        if due is not None and due >= schedule.made and due > now:
            return WaitUntil(schedule=schedule, on=on, until=due)
    return WaitUntil(schedule=schedule, on=None, until=now + _DAY)


def _seconds(at: time) -> int:
    return (at.hour * 60 + at.minute) * 60 + at.second


def _draw(name: str, sides: int) -> int:
    """A number from 0 to before ``sides``, the same for the same name."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) % sides
