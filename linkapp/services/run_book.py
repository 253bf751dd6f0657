"""The book of a run: every person's outcome, written down and noted as it happens, and the end."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from linkapp.domain.campaign import Item, Report, Result
from linkapp.domain.moment import Skip
from linkapp.domain.problems import Problem, Reason
from linkapp.services.answers import as_answered
from linkapp.services.ports.clock import Clock
from linkapp.services.ports.journal import Journal
from linkapp.services.ports.ledger import Ledger, StoreError
from linkapp.services.ports.runs import Runs
from linkapp.services.run_kind import Target
from linkapp.services.run_state import RunState, outcome_of, skipped

_ANSWERED_WISH = frozenset({Reason.WISH_OF_THIS_OCCASION, Reason.WISH_OF_ANOTHER_TIME})


class RunBook:
    """Writes down what a run does. Raises ``StoreError`` where an outcome cannot be written, which ends the run."""

    def __init__(self, *, runs: Runs, ledger: Ledger, journal: Journal, clock: Clock) -> None:
        self._runs = runs
        self._ledger = ledger
        self._journal = journal
        self._clock = clock

    async def add(self, run: RunState, item: Item) -> None:
        """One person's outcome."""
        stamped = item if item.at is not None else replace(item, at=self._clock.now())
        run.items.append(stamped)
        self._note("outcome", stamped)
        await self._runs.add(run.id, stamped)

    async def change(self, run: RunState, item: Item) -> None:
        """Better knowledge of an outcome that was added already."""
        self._note("outcome changed", item)
        await self._runs.change(run.id, item)

    async def rest(self, run: RunState, targets: Sequence[Target], problem: Problem) -> None:
        """Everybody whose turn does not come any more, and why."""
        for target in targets:
            await self.add(run, skipped(Skip(person=target.person, reason=problem.reason, detail=problem.detail)))

    async def finish(self, run: RunState, account: str) -> Report:
        """The run is over: what was answered while it went on is what its report says."""
        with suppress(StoreError):
            run.items[:] = [await as_answered(self._ledger, account, item) for item in run.items]
            await self._as_kept(run)
        outcome = outcome_of(run)
        finished = self._clock.now()
        try:
            await self._runs.finish(run.id, outcome, finished, run.stopped_by, run.partial)
        except StoreError as error:
            run.stopped_by = run.stopped_by or error.problem
        stop = run.stopped_by
        self._journal.note(
            "run ended",
            outcome=outcome,
            reason=stop.reason if stop else None,
            detail=stop.detail if stop else "",
            evidence=stop.evidence if stop else "",
            people=len(run.items),
            failures=run.breaker.failures,
            partial=run.partial,
            seconds=round((finished - run.started).total_seconds(), 1),
        )
        return run.report(outcome, finished)

    async def _as_kept(self, run: RunState) -> None:
        """What was answered meanwhile about wishes without a date is in the run's items already."""
        asked = {key for item in run.items if item.reason is Reason.WISH_NOT_DATED for key in item.person.keys}
        report = await self._runs.report(run.id) if asked else None
        answers = {item.person.key: item for item in (report.items if report else ()) if item.reason in _ANSWERED_WISH}
        run.items[:] = [
            answers.get(item.person.key, item) if item.reason is Reason.WISH_NOT_DATED else item for item in run.items
        ]

    def _note(self, event: str, item: Item) -> None:
        self._journal.note(
            event,
            person=item.person.key,
            state=item.state,
            reason=item.reason,
            detail=item.detail if item.state is not Result.SKIPPED else "",
            proof=item.proof,
            evidence=item.evidence,
        )
