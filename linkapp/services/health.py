"""Health: what LinkApp needs, each thing ok or not, in one sentence with what to do."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from linkapp.domain.act import Kind
from linkapp.domain.known_error import KnownError
from linkapp.domain.moment import Changed, Occasion, Ok
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.redaction import redacted
from linkapp.domain.session import Lasting, SignedIn
from linkapp.domain.settings import Settings
from linkapp.services.planner import PlanState
from linkapp.services.ports.backups import Backups
from linkapp.services.ports.clock import Clock
from linkapp.services.ports.ledger import Ledger, StoreError
from linkapp.services.ports.quota import SharedQuota
from linkapp.services.ports.secrets import Keyring
from linkapp.services.ports.site import Network
from linkapp.services.site_guard import GuardedNetwork, SiteGuard
from linkapp.services.site_lease import Purpose, SiteHeldError, SiteLease
from linkapp.services.time_limit import time_limit

SPACE_NEEDED = 200 * 1024 * 1024
"""Bytes of free disk space below which the disk is reported."""
_OF_SETTINGS = ("setting_unknown", "setting_misspelt")
SKEW = timedelta(minutes=5)
"""How far the computer's clock may be from the site's before it is reported."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing's health. ``state``: ok, changed, unknown or bad. ``code`` and ``facts`` say the same as ``sentence``,
    for who speaks another language; without a code ``problem`` says it."""

    name: str
    state: str
    sentence: str
    problem: Problem | None = None
    known: KnownError | None = field(default=None, compare=False)
    """What of the person's own files or settings cannot be used, where it is that."""
    code: str = field(default="", compare=False)
    facts: Mapping[str, object] = field(default_factory=dict, compare=False)


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
        guard: SiteGuard,
        clock: Clock,
        settings: Callable[[], Settings],
        folder: str,
        find_browser: Callable[[], str | None],
        sign_in: SignInState | None = None,
        remedy: Callable[[Problem], str] = lambda _: "",
        sandboxed: bool = True,
        pack: tuple[int, str] = (0, ""),
        shared: SharedQuota | None = None,
        own_files: Callable[[], Sequence[KnownError]] = tuple,
        lease: SiteLease | None = None,
        backups: Backups | None = None,
        plan: Callable[[], Awaitable[PlanState]] | None = None,
    ) -> None:
        """Without ``sign_in`` keyring and session are not looked at. ``remedy`` says what to do about a problem;
        ``sandboxed``, whether the browser keeps its own sandbox; ``pack``, the selector pack's version and why the
        person's own is not used; ``shared``, the quota shared with other computers, where there is one;
        ``own_files``, what of the person's own settings and files is not used, and why."""
        self._own_files = own_files
        self._shared = shared
        self._network = GuardedNetwork(network, guard)
        self._ledger = ledger
        self._guard = guard
        self._clock = clock
        self._settings = settings
        self._folder = folder
        self._find_browser = find_browser
        self._sign_in = sign_in
        self._remedy = remedy
        self._sandboxed = sandboxed
        self._pack = pack
        self._lease = lease or SiteLease()
        self._backups = backups
        self._plan = plan

    async def everything(self) -> list[Finding]:
        """Database, disk, browser, keyring, sign-in, selector pack, quota store, pages, clock and breaker."""
        looks: dict[str, Callable[[], Awaitable[list[Finding]]]] = {
            "database": self._database,
            "disk": self._disk,
            "browser": self._browser,
            "sign-in": self._signed_in,
            "own files": self._files,
            "quota store": self._quota_store,
            "birthdays page": self.pages,
            "schedule": self._schedule,
            "last backup": self._backup,
            "clock": self._time,
            "breaker": self._breaker,
        }
        return [finding for name, look in looks.items() for finding in await looked_at(name, look)]

    async def pages(self) -> list[Finding]:
        """The site's pages: ok, changed or unknown. While the breaker is open they are not read."""
        if refusal := await self._guard.refusal():
            sentence = "not read: LinkApp asks nothing of the site now"
            return [
                Finding(name="birthdays page", state="unknown", sentence=sentence, code="pages_held", problem=refusal)
            ]
        name = "birthdays page"
        try:
            with self._lease.hold(Purpose.HEALTH):
                reading = await self._network.read_moments(Occasion.BIRTHDAY)
        except SiteHeldError as held:
            sentence = "not read: LinkApp uses the browser for something else now"
            return [Finding(name=name, state="unknown", sentence=sentence, code="pages_held", problem=held.problem)]
        if isinstance(reading, Ok):
            people = f"{len(reading.items)} people" if reading.items else "the page says that nobody has a birthday"
            facts = {"people": len(reading.items)}
            if reading.partial:
                sentence = f"read in part only ({reading.partial}): {people}"
                return [Finding(name=name, state="unknown", sentence=sentence, code="pages_partial", facts=facts)]
            code = "pages_read" if reading.items else "pages_nobody"
            return [Finding(name=name, state="ok", sentence=people, code=code, facts=facts)]
        state = (
            "changed" if isinstance(reading, Changed) or reading.problem.reason is Reason.PAGE_UNREADABLE else "unknown"
        )
        return [Finding(name=name, state=state, sentence=_sentence(reading.problem), problem=reading.problem)]

    async def _database(self) -> list[Finding]:
        now = await self._ledger.last_time() or self._clock.now()
        await self._ledger.usage(Kind.MESSAGE, self._settings().message_caps, self._clock.zone(), now)
        return [Finding(name="database", state="ok", sentence="it opens and answers", code="database_ok")]

    async def _disk(self) -> list[Finding]:
        return [disk_finding(self._folder)]

    async def _browser(self) -> list[Finding]:
        return [browser_finding(self._find_browser(), sandboxed=self._sandboxed)]

    async def _files(self) -> list[Finding]:
        version, notice = self._pack
        facts = {"version": version}
        sentence, state, code = (notice, "bad", "pack_bad") if notice else (f"version {version}", "ok", "pack_ok")
        pack = Finding(name="selector pack", state=state, sentence=sentence, code=code, facts=facts)
        not_used = await asyncio.to_thread(self._own_files)
        return [pack, *(files_findings(not_used) if not_used else ())]

    async def _schedule(self) -> list[Finding]:
        if self._plan is None:
            return []
        state, name = await self._plan(), "schedule"
        if not state.schedules:
            return [Finding(name=name, state="ok", sentence="nothing is scheduled", code="schedule_none")]
        if (pause := state.paused) is not None:
            if pause.until is None:
                sentence = "paused until you resume it: linkapp schedule resume"
                return [Finding(name=name, state="ok", sentence=sentence, code="schedule_paused")]
            sentence, facts = f"paused until {pause.until:%Y-%m-%d %H:%M} UTC", {"until": pause.until}
            return [Finding(name=name, state="ok", sentence=sentence, code="schedule_paused_until", facts=facts)]
        failing = [schedule for schedule in state.schedules if schedule.failures]
        if failing:
            number = max(schedule.failures for schedule in failing)
            sentence = f"its last {number} runs failed; see why: linkapp log"
            return [Finding(name=name, state="bad", sentence=sentence, code="schedule_fails", facts={"number": number})]
        coming = state.next
        if coming is None:
            return [Finding(name=name, state="ok", sentence="nothing is due", code="schedule_none")]
        sentence, facts = f"the next run is at {coming.until:%Y-%m-%d %H:%M} UTC", {"next": coming.until}
        return [Finding(name=name, state="ok", sentence=sentence, code="schedule_next", facts=facts)]

    async def _backup(self) -> list[Finding]:
        if self._backups is None:
            return []
        name = "last backup"
        if why := await self._backups.unwritable():
            sentence = f"none can be made: {why}"
            problem = Problem(reason=Reason.NO_BACKUP, detail=why)
            return [Finding(name=name, state="bad", sentence=sentence, problem=problem)]
        made = await self._backups.listed()
        if not made:
            sentence = "none yet; the next run makes one"
            return [Finding(name=name, state="ok", sentence=sentence, code="backup_none")]
        sentence, facts = f"made on {made[0].made:%Y-%m-%d %H:%M} UTC", {"made": made[0].made}
        return [Finding(name=name, state="ok", sentence=sentence, code="backup_made", facts=facts)]

    async def _quota_store(self) -> list[Finding]:
        if self._shared is None:
            sentence = "the caps are counted on this computer"
            return [Finding(name="quota store", state="ok", sentence=sentence, code="quota_local")]
        refused = await self._shared.state()
        if refused is not None and not refused.unseeded:  # the next run tells it what it lacks
            return [self._bad("quota store", Problem(reason=Reason.SHARED_QUOTA, detail=refused.detail))]
        sentence = "the caps are shared with other computers, and the server answers"
        return [Finding(name="quota store", state="ok", sentence=sentence, code="quota_shared")]

    async def _signed_in(self) -> list[Finding]:
        if self._sign_in is None:
            return []
        keyring = await self._sign_in.keyring()
        if keyring is None:
            unneeded = "not needed for a site on this computer"
            return [keyring_finding(None), Finding(name="sign-in", state="ok", sentence=unneeded, code="unneeded")]
        findings = [keyring_finding(keyring)]
        if keyring.problem is not None:
            findings = [self._bad("keyring", keyring.problem)]
        standing = await self._sign_in.standing()
        if isinstance(standing, Problem):
            return [*findings, self._bad("sign-in", standing)]
        if standing.expires is None:
            return [*findings, Finding(name="sign-in", state="ok", sentence="a session is kept", code="sign_in_kept")]
        until = f"{standing.expires:%Y-%m-%d}"
        sentence, code = f"a session is kept; it lasts until {until}", "sign_in_until"
        if standing.lasting(self._clock.now()) is Lasting.ENDS_SOON:
            sentence, code = f"the session ends soon, on {until}; sign in again before that", "sign_in_soon"
        day = {"until": standing.expires}
        return [*findings, Finding(name="sign-in", state="ok", sentence=sentence, code=code, facts=day)]

    def _bad(self, name: str, problem: Problem) -> Finding:
        what = self._remedy(problem)
        sentence = _sentence(problem) + (f"; {what}" if what else "")
        return Finding(name=name, state="bad", sentence=sentence, problem=problem)

    async def _time(self) -> list[Finding]:
        site = self._network.site_time()
        if site is None:
            sentence = "the site told no time; nothing can be sent without"
            return [Finding(name="clock", state="unknown", sentence=sentence, code="clock_unknown")]
        apart = abs(site - self._clock.now())
        if apart > SKEW:
            minutes = int(apart.total_seconds() // 60)
            sentence = f"the computer's clock is {minutes} minutes from the site's; set it right"
            wrong, facts = Problem(reason=Reason.CLOCK_WRONG), {"minutes": minutes}
            return [
                Finding(name="clock", state="bad", sentence=sentence, problem=wrong, code="clock_apart", facts=facts)
            ]
        return [Finding(name="clock", state="ok", sentence="it agrees with the site's time", code="clock_ok")]

    async def _breaker(self) -> list[Finding]:
        standing = await self._guard.standing()
        refusal, breaker = standing.refusal, standing.breaker
        if refusal is not None and refusal.reason is Reason.BREAKER_LATCHED:
            sentence = f"waits for you ({breaker.latched}): look at the site in a browser, then say so: linkapp resume"
            facts: Mapping[str, object] = {"sign": breaker.latched}
            return [
                Finding(
                    name="breaker", state="bad", sentence=sentence, problem=refusal, code="breaker_latched", facts=facts
                )
            ]
        if refusal is not None and breaker.until is not None:
            sentence = f"open until {breaker.until.isoformat(timespec='minutes')}"
            facts = {"until": breaker.until}
            return [Finding(name="breaker", state="bad", sentence=sentence, code="breaker_open", facts=facts)]
        return [Finding(name="breaker", state="ok", sentence="closed", code="breaker_ok")]


# ---- single looks, which need no running LinkApp ----


async def looked_at(
    name: str, look: Callable[[], Awaitable[list[Finding]]], longest_s: float | None = None
) -> list[Finding]:
    """What ``look`` finds; whatever it raises instead is a finding too, so that everything else is looked at all the
    same."""
    try:
        async with time_limit(longest_s):
            return await look()
    except StoreError as error:
        return [Finding(name=name, state="bad", sentence=_sentence(error.problem), problem=error.problem)]
    except KnownError as error:
        return [Finding(name=name, state="bad", sentence=str(error), known=error)]
    except Exception as error:  # noqa: BLE001 - health answers whatever is broken, and names it
        what = f"{type(error).__name__}: {error}".rstrip(": ")
        sentence = f"it could not be looked at ({redacted(what)})"
        return [
            Finding(name=name, state="unknown", sentence=sentence, code="not_looked", facts={"what": redacted(what)})
        ]


def disk_finding(folder: str) -> Finding:
    """How much room the disk of this folder has."""
    free = shutil.disk_usage(folder).free
    megabytes = free // 2**20
    facts = {"megabytes": megabytes}
    if free < SPACE_NEEDED:
        sentence = f"only {megabytes} MB are free; make room"
        return Finding(name="disk", state="bad", sentence=sentence, code="disk_low", facts=facts)
    return Finding(name="disk", state="ok", sentence=f"{megabytes} MB are free", code="disk_ok", facts=facts)


def browser_finding(program: str | None, *, sandboxed: bool) -> Finding:
    """Whether there is a browser, and whether it keeps its own sandbox."""
    if program is None:
        sentence = "no Chrome, Edge or Chromium was found; install one"
        return Finding(name="browser", state="bad", sentence=sentence, code="browser_none")
    without = "" if sandboxed else "; it runs without its sandbox, because LinkApp runs as root"
    code = "browser_ok" if sandboxed else "browser_root"
    return Finding(name="browser", state="ok", sentence=program + without, code=code, facts={"program": program})


def keyring_finding(keyring: Keyring | None) -> Finding:
    """How the place of the key is; None where none is needed."""
    if keyring is None:
        unneeded = "not needed for a site on this computer"
        return Finding(name="keyring", state="ok", sentence=unneeded, code="unneeded")
    if keyring.problem is not None:
        return Finding(name="keyring", state="bad", sentence=_sentence(keyring.problem), problem=keyring.problem)
    sentence, facts = f"{keyring.name} answers", {"keyring": keyring.name}
    return Finding(name="keyring", state="ok", sentence=sentence, code="keyring_ok", facts=facts)


def files_findings(not_used: Sequence[KnownError]) -> list[Finding]:
    """What of the person's own settings, templates and selector packs is not used, and why."""
    if not not_used:
        return [Finding(name="own files", state="ok", sentence="nothing is left unused", code="files_ok")]
    return [
        Finding(
            name="settings" if problem.code in _OF_SETTINGS else "own files",
            state="bad",
            sentence=str(problem),
            known=problem,
        )
        for problem in not_used
    ]


def _sentence(problem: Problem) -> str:
    return f"{problem.reason}" + (f" ({problem.detail})" if problem.detail else "")
