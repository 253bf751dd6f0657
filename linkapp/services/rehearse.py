"""The dry run: the page is read and everything is decided, no composer is opened, and nothing that counts is written.

No composer, because typing into one shows "is typing" to the other person.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from linkapp.domain.campaign import Draft, Item, Phase, Preview, Progress, Report, Result, RunOutcome
from linkapp.domain.moment import Occasion, Skip
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.quota import Usage
from linkapp.services.application import Greetings
from linkapp.services.ports.clock import Clock
from linkapp.services.runs import Control


class Rehearsal:
    """``Greetings`` whose reports are ``dry``: their "greeted" people would have been greeted."""

    def __init__(self, greetings: Greetings, clock: Clock) -> None:
        self._greetings = greetings
        self._clock = clock

    async def preview(self, occasion: Occasion) -> Preview:
        """The same preview."""
        return await self._greetings.preview(occasion)

    async def another_text(self, draft: Draft, *, not_these: Sequence[str] = ()) -> str:
        """The same choice of texts."""
        return await self._greetings.another_text(draft, not_these=not_these)

    async def named(self, person: Person, first_name: str | None) -> Draft | Skip | None:
        """A first name is kept in a dry run as well: nothing of it counts."""
        return await self._greetings.named(person, first_name)

    async def decided(self, person: Person) -> Draft | Skip | None:
        """The same decision."""
        return await self._greetings.decided(person)

    async def usage(self) -> Usage | None:
        """What is used; a dry run uses nothing."""
        return await self._greetings.usage()

    async def send(
        self,
        occasion: Occasion,
        chosen: Sequence[Draft] | None,
        *,
        watch: Callable[[Progress], None],
        control: Control,
    ) -> Report:
        """Who would be greeted with what, within the caps as they stand now."""
        started = self._clock.now()
        watch(Progress(phase=Phase.READING))
        seen = await self._greetings.preview(occasion)
        stopped = seen.stopped
        left = seen.usage.left if seen.usage else 0
        items = [_skipped(skip) for skip in seen.skips]
        wanted = None if chosen is None else {key: draft.text for draft in chosen for key in draft.person.keys}
        for draft in seen.drafts:
            texts = [wanted[key] for key in draft.person.keys if key in wanted] if wanted is not None else [draft.text]
            if (wanted is None and not draft.ticked) or not texts:
                items.append(_skipped(Skip(person=draft.person, reason=Reason.NOT_CHOSEN)))
                continue
            if control.stopping or left <= 0:
                stopped = Problem(reason=Reason.STOPPED_BY_PERSON if control.stopping else Reason.CAP_DAY)
                items.append(_skipped(Skip(person=draft.person, reason=stopped.reason)))
                continue
            left -= 1
            items.append(Item(person=draft.person, state=Result.DONE, text=texts[0], late_days=draft.late_days))
        watch(Progress(phase=Phase.FINISHED, items=tuple(items)))
        return Report(
            run=0,
            kind=f"{occasion}s",
            outcome=RunOutcome.STOPPED if stopped else RunOutcome.FAILURES if seen.partial else RunOutcome.DONE,
            started=started,
            finished=self._clock.now(),
            items=tuple(items),
            stopped_by=stopped,
            dry=True,
            partial=seen.partial,
        )


def _skipped(skip: Skip) -> Item:
    return Item(person=skip.person, state=Result.SKIPPED, reason=skip.reason, detail=skip.detail)
