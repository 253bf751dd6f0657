"""Health: what LinkApp needs, each thing ok or not, in one sentence with what to do."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from linkapp.domain.moment import Changed, Occasion, Ok
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.quota import Kind
from linkapp.domain.session import Lasting, SignedIn
from linkapp.domain.settings import Settings
from linkapp.services.ports import Clock, Keyring, Ledger, Network, Runs, StoreError

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


class SignInState(Protocol):
    """What is kept of a sign-in (``services/sign_in.py``)."""

    async def keyring(self) -> Keyring | None:
        """How the keyring is; None where none is needed and none is in use."""

    async def standing(self) -> SignedIn | Problem:
        """What is kept, without asking the site."""


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
        sign_in: SignInState | None = None,
        way_on: Callable[[Problem], str] = lambda _: "",
        sandboxed: bool = True,
    ) -> None:
        """Without ``sign_in`` keyring and session are not looked at. ``way_on`` says what to do about a problem;
        ``sandboxed``, whether the browser keeps its own sandbox."""
        self._network = network
        self._ledger = ledger
        self._runs = runs
        self._clock = clock
        self._settings = settings
        self._folder = folder
        self._find_browser = find_browser
        self._sign_in = sign_in
        self._way_on = way_on
        self._sandboxed = sandboxed

    async def everything(self) -> list[Finding]:
        """Database, disk, browser, keyring, sign-in, pages, clock, quota and breaker."""
        found = [await self._database(), self._disk(), self._browser()]
        if self._sign_in is not None:
            found += await self._signed_in(self._sign_in)
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
        without = "" if self._sandboxed else "; it runs without its sandbox, because LinkApp runs as root"
        return Finding(name="browser", state="ok", sentence=found + without)

    async def _signed_in(self, sign_in: SignInState) -> list[Finding]:
        keyring = await sign_in.keyring()
        if keyring is None:
            unneeded = "not needed for a site on this computer"
            return [
                Finding(name="keyring", state="ok", sentence=unneeded),
                Finding(name="sign-in", state="ok", sentence=unneeded),
            ]
        found = [Finding(name="keyring", state="ok", sentence=f"{keyring.name} answers")]
        if keyring.problem is not None:
            found = [self._bad("keyring", keyring.problem)]
        standing = await sign_in.standing()
        if isinstance(standing, Problem):
            return [*found, self._bad("sign-in", standing)]
        if standing.expires is None:
            return [*found, Finding(name="sign-in", state="ok", sentence="a session is kept")]
        until = f"{standing.expires:%Y-%m-%d}"
        sentence = f"a session is kept; it lasts until {until}"
        if standing.lasting(self._clock.now()) is Lasting.ENDS_SOON:
            sentence = f"the session ends soon, on {until}; sign in again before that"
        return [*found, Finding(name="sign-in", state="ok", sentence=sentence)]

    def _bad(self, name: str, problem: Problem) -> Finding:
        what = self._way_on(problem)
        sentence = _sentence(problem) + (f"; {what}" if what else "")
        return Finding(name=name, state="bad", sentence=sentence, problem=problem)

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
