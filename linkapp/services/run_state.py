"""A run under way: what is known of it so far, and how it ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from linkapp.domain.breaker import Breaker
from linkapp.domain.campaign import Item, Phase, Progress, Report, Result, RunOutcome
from linkapp.domain.moment import Skip
from linkapp.domain.pacing import Pace
from linkapp.domain.person import Person
from linkapp.domain.problems import NEEDS_PERSON, NOT_NOW, PAGES_CHANGED, Problem, Reason
from linkapp.domain.settings import Settings
from linkapp.services.runs import Control


@dataclass(kw_only=True)
class RunState:
    """``settings`` and ``pace`` are those of the run's beginning: a change holds from the next run on."""

    id: int
    kind: str
    started: datetime
    watch: Callable[[Progress], None]
    control: Control
    limit: int | None
    settings: Settings
    pace: Pace
    dry: bool = False
    items: list[Item] = field(default_factory=list)
    total: int = 0
    stopped_by: Problem | None = None
    breaker: Breaker = field(default_factory=Breaker)
    clicked: bool = False
    to_verify: bool = False
    restarted: bool = False
    once_more: bool = False
    partial: str = ""

    def may_restart(self, problem: Problem | None) -> bool:
        """Whether the browser went away for the first time in this run: it is started anew then, once."""
        if problem is None or problem.reason is not Reason.BROWSER_CRASHED or self.restarted:
            return False
        self.restarted = True
        return True

    def tell(self, phase: Phase, person: Person | None = None, until: datetime | None = None) -> None:
        """Say where the run stands to whoever watches it."""
        done = sum(1 for item in self.items if item.state is not Result.SKIPPED)
        self.watch(
            Progress(
                phase=phase,
                person=person,
                done=min(done, self.total),
                total=self.total,
                until=until,
                items=tuple(self.items),
            )
        )

    def report(self, outcome: RunOutcome, finished: datetime) -> Report:
        """What the run did."""
        return Report(
            run=self.id,
            kind=self.kind,
            outcome=outcome,
            started=self.started,
            finished=finished,
            items=tuple(self.items),
            stopped_by=self.stopped_by,
            dry=self.dry,
            partial=self.partial,
        )


def outcome_of(run: RunState) -> RunOutcome:
    """How the run ended, in one word."""
    reason = run.stopped_by.reason if run.stopped_by else None
    if reason in NEEDS_PERSON:
        return RunOutcome.NEEDS_PERSON
    if reason in PAGES_CHANGED:
        return RunOutcome.PAGES_CHANGED
    if reason in NOT_NOW:
        return RunOutcome.NOT_NOW
    if reason is Reason.STOPPED_BY_PERSON:
        return RunOutcome.STOPPED
    lacking = any(
        item.state in (Result.FAILED, Result.UNSURE) or item.reason is Reason.TEXTS_UNUSABLE for item in run.items
    )
    return RunOutcome.FAILURES if reason is not None or run.partial or lacking else RunOutcome.DONE


def skipped(skip: Skip) -> Item:
    """Somebody whom a run passed over."""
    return Item(person=skip.person, state=Result.SKIPPED, reason=skip.reason, detail=skip.detail)
