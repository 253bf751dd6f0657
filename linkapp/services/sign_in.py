"""Signing in, by the person's own hands in LinkApp's window or from an export of cookies, and signing out.

LinkApp never sees a password: it waits until the site shows a signed-in page, and keeps the session encrypted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from linkapp.domain.problems import Problem, Reason
from linkapp.domain.session import SignedIn, read_export
from linkapp.services.ports.clock import Clock
from linkapp.services.ports.journal import QUIET, Journal
from linkapp.services.ports.secrets import Keyring, KeyringState, Secrets, Session, SignInWindow
from linkapp.services.site_lease import Purpose, SiteHeldError, SiteLease

LOOK_EVERY_S = 0.4
_OVER = frozenset({Reason.STOPPED_BY_PERSON, Reason.BROWSER_CRASHED})

REMEDIES = {
    Reason.KEYRING_LOCKED: "unlock the system's keyring, then try again",
    Reason.KEYRING_MISSING: "set up the system's keyring (GNOME Keyring or KWallet on Linux), or choose a passphrase"
    " instead: linkapp sign-in --passphrase",
    Reason.KEYRING_SLOW: "the keyring may be waiting for you in another window: answer it, then try again",
    Reason.SIGNED_OUT: "sign in: linkapp sign-in",
    Reason.SECURITY_CHECK: "answer the site's security check yourself: linkapp sign-in",
    Reason.RESTRICTED: "read what the site says about your account in a browser: linkapp sign-in",
    Reason.PAGE_REFUSED: "see what the page shows (linkapp sign-in), or try another network",
    Reason.RATE_LIMITED: "leave the site alone until tomorrow",
    Reason.OFFLINE: "check the connection, then try again",
    Reason.SITE_UNAVAILABLE: "the site is out of order for the moment; try again later",
    Reason.CERTIFICATE: "somebody else may answer in the site's place; use another network",
    Reason.FILTERED: "open a page in your own browser and do what this network asks for, or ask whoever runs it",
    Reason.BROWSER_CRASHED: "try again: the browser is opened anew",
    Reason.NO_BROWSER: "install Chrome, Edge or Chromium; without a screen use linkapp sign-in --import FILE",
    Reason.CLOCK_WRONG: "set the computer's clock right, then try again",
    Reason.STOPPED_BY_PERSON: "start again when you like: linkapp sign-in",
    Reason.DISK_FULL: "make room on the disk, then try again",
}
"""What a person can do about a problem of signing in."""


def remedy(problem: Problem) -> str:
    """What a person can do about it; empty where nothing helps."""
    if problem.reason is Reason.KEYRING_LOCKED and "passphrase" in problem.detail:
        return "give the passphrase: at the terminal, or with --passphrase as the first line of standard input"
    return REMEDIES.get(problem.reason, "")


class SigningOut:
    """Forgetting a session that no browser of this program holds."""

    def __init__(self, *, session: Session, journal: Journal = QUIET) -> None:
        self._session = session
        self._journal = journal

    async def out(self) -> Problem | None:
        """Forget the session and its key. The site is not told: other browsers stay signed in."""
        problem = await self._session.remove()
        self._journal.note("signed out", reason=problem.reason if problem else None)
        return problem


class SignIn:
    """Everything about being signed in to one site with one data folder."""

    def __init__(
        self,
        *,
        window: Callable[[], SignInWindow],
        session: Session,
        secrets: Secrets,
        clock: Clock,
        host: str,
        needs_keyring: bool,
        let_go: Callable[[], Awaitable[None]],
        journal: Journal = QUIET,
        signed_in: Callable[[], Awaitable[None]] | None = None,
        lease: SiteLease | None = None,
    ) -> None:
        """``window`` makes a window, not yet open. ``needs_keyring``: nothing begins before the session can be kept
        (the real site); otherwise an unkept session ends with LinkApp. ``let_go`` makes everybody who holds the
        session in a browser close it, before it changes and after. ``signed_in`` hears of a sign-in by hand."""
        self._signed_in = signed_in
        self._lease = lease or SiteLease()
        self._journal = journal
        self._window = window
        self._session = session
        self._secrets = secrets
        self._clock = clock
        self._host = host
        self._needs_keyring = needs_keyring
        self._let_go = let_go

    async def by_hand(self, watch: Callable[[Problem], None] = lambda _: None) -> SignedIn | Problem:
        """Open the window and wait, without limit, until somebody is signed in, the window is closed
        (``STOPPED_BY_PERSON``), the browser ends, or this is cancelled; then keep the session.

        ``watch`` hears what the window shows whenever that changes.
        """
        try:
            with self._lease.hold(Purpose.SIGN_IN):
                return self._noted("sign-in by hand", await self._by_hand(watch))
        except SiteHeldError as held:
            return held.problem

    async def _by_hand(self, watch: Callable[[Problem], None]) -> SignedIn | Problem:
        if problem := await self._cannot_keep():
            return problem
        await self._let_go()
        stored = await self._session.load()
        window = self._window()
        try:
            if problem := await window.open(None if isinstance(stored, Problem) else stored):
                return problem
            last_reason = None
            while not isinstance(standing := await window.standing(), SignedIn):
                if standing.reason in _OVER:
                    return standing
                if standing.reason is not last_reason:
                    last_reason = standing.reason
                    self._journal.note("sign-in window shows", reason=standing.reason)
                    watch(standing)
                await asyncio.sleep(LOOK_EVERY_S)
            state = await window.state()
            saved = state if isinstance(state, Problem) else await self._save(state)
            if isinstance(saved, SignedIn) and self._signed_in is not None:
                await self._signed_in()
            return saved
        finally:
            await window.close()

    async def by_import(self, text: str) -> SignedIn | Problem:
        """Keep the session in an export of cookies. Raises ``BadExport`` with one sentence; then nothing changed, and
        neither while the person browses with the session that there is."""
        state = read_export(text, self._host, self._clock.now())
        if browsing := self._browsing():
            return browsing
        await self._let_go()
        return self._noted("sign-in by import", await self._save(state))

    async def out(self) -> Problem | None:
        """Forget the session and its key. The site is not told: other browsers stay signed in. Not while the person
        browses with it."""
        if browsing := self._browsing():
            return browsing
        await self._let_go()
        return await SigningOut(session=self._session, journal=self._journal).out()

    def _browsing(self) -> Problem | None:
        """The browser window of a person who browses keeps its session at the end: over no other one."""
        if self._lease.purpose is not Purpose.BROWSING:
            return None
        return Problem(reason=Reason.SITE_IN_USE, detail=Purpose.BROWSING)

    async def standing(self) -> SignedIn | Problem:
        """What is kept, without asking the site: ``SIGNED_OUT`` where nothing is, or it has ended."""
        stored = await self._session.load()
        if isinstance(stored, Problem):
            return stored
        if stored is None:
            return Problem(reason=Reason.SIGNED_OUT, detail="no session is stored")
        if stored.signed_in.expires is not None and stored.signed_in.expires <= self._clock.now():
            ended = stored.signed_in.expires
            return Problem(reason=Reason.SIGNED_OUT, detail=f"the stored session ended on {ended:%Y-%m-%d}")
        return stored.signed_in

    async def keyring(self) -> Keyring | None:
        """How the keyring is; None where none is needed and none is in use."""
        if not self._needs_keyring and not self._session.is_stored():
            return None
        return await self._secrets.look()

    def _noted(self, event: str, standing: SignedIn | Problem) -> SignedIn | Problem:
        if isinstance(standing, Problem):
            self._journal.note(event, state="not signed in", reason=standing.reason, detail=standing.detail)
        else:
            self._journal.note(event, state="signed in", kept=standing.kept)
        return standing

    async def _save(self, state: str) -> SignedIn | Problem:
        saved = await self._session.save(state)
        await self._let_go()
        return saved

    async def _cannot_keep(self) -> Problem | None:
        if not self._needs_keyring:
            return None
        keyring = await self._secrets.look()
        return keyring.problem if keyring.state is not KeyringState.READY else None
