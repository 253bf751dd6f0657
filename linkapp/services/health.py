"""Health: what LinkApp needs, each thing ok or not, in one sentence with what to do."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from linkapp.domain.moment import Changed, Occasion, Ok
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.quota import Kind
from linkapp.domain.settings import Settings
from linkapp.services.ports import Clock, Ledger, Network, Runs, StoreError

SPACE_NEEDED = 200 * 1024 * 1024
"""Bytes of free disk space below which the disk is reported."""
SKEW = timedelta(minutes=5)
"""How far the computer's clock may be from the site's before it is reported."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing's health. ``state``: ok, changed, unknown or bad."""

    name: str
    state: str
    sentence: str
    problem: Problem | None = None


class Health:
    """Looks at everything, one after the other; changes nothing."""

    def __init__(
        self,
        *,
        network: Network,
        ledger: Ledger,
        runs: Runs,
        clock: Clock,
        settings: Callable[[], Settings],
        folder: str,
        find_browser: Callable[[], str | None],
    ) -> None:
        self._network = network
        self._ledger = ledger
        self._runs = runs
        self._clock = clock
        self._settings = settings
        self._folder = folder
        self._find_browser = find_browser

    async def everything(self) -> list[Finding]:
        """Database, disk, browser, pages, clock, quota and breaker."""
        found = [await self._database(), self._disk(), self._browser()]
        found += await self.pages()
        found += [self._time(), await self._breaker()]
        return found

    async def pages(self) -> list[Finding]:
        """The site's pages: ok, changed or unknown."""
        reading = await self._network.read_moments(Occasion.BIRTHDAY)
        name = "birthdays page"
        if isinstance(reading, Ok):
            people = f"{len(reading.items)} people" if reading.items else "the page says that nobody has a birthday"
            if reading.partial:
                return [
                    Finding(name=name, state="unknown", sentence=f"read in part only ({reading.partial}): {people}")
                ]
            return [Finding(name=name, state="ok", sentence=people)]
        state = (
            "changed" if isinstance(reading, Changed) or reading.problem.reason is Reason.PAGE_UNREADABLE else "unknown"
        )
        return [Finding(name=name, state=state, sentence=_sentence(reading.problem), problem=reading.problem)]

    async def _database(self) -> Finding:
        try:
            now = await self._ledger.last_time() or self._clock.now()
            caps = self._settings().message_caps
            await self._ledger.usage(Kind.MESSAGE, caps, self._clock.zone(), now)
        except StoreError as error:
            return Finding(name="database", state="bad", sentence=_sentence(error.problem), problem=error.problem)
        return Finding(name="database", state="ok", sentence="it opens and answers")

    def _disk(self) -> Finding:
        free = shutil.disk_usage(self._folder).free
        if free < SPACE_NEEDED:
            return Finding(name="disk", state="bad", sentence=f"only {free // 2**20} MB are free; make room")
        return Finding(name="disk", state="ok", sentence=f"{free // 2**20} MB are free")

    def _browser(self) -> Finding:
        found = self._find_browser()
        if found is None:
            return Finding(name="browser", state="bad", sentence="no Chrome, Edge or Chromium was found; install one")
        return Finding(name="browser", state="ok", sentence=found)

    def _time(self) -> Finding:
        site = self._network.site_time()
        if site is None:
            return Finding(name="clock", state="unknown", sentence="the site told no time; nothing can be sent without")
        apart = abs(site - self._clock.now())
        if apart > SKEW:
            minutes = int(apart.total_seconds() // 60)
            sentence = f"the computer's clock is {minutes} minutes from the site's; set it right"
            return Finding(name="clock", state="bad", sentence=sentence, problem=Problem(reason=Reason.CLOCK_WRONG))
        return Finding(name="clock", state="ok", sentence="it agrees with the site's time")

    async def _breaker(self) -> Finding:
        _, _, until = await self._runs.breaker()
        if until is not None and until > self._clock.now():
            return Finding(name="breaker", state="bad", sentence=f"open until {until.isoformat(timespec='minutes')}")
        return Finding(name="breaker", state="ok", sentence="closed")


def _sentence(problem: Problem) -> str:
    return f"{problem.reason}" + (f" ({problem.detail})" if problem.detail else "")
