"""Browsing by hand: the person moves freely in the signed-in browser window, and may keep whom they look at.

LinkApp opens the first page and nothing else; it clicks and types nothing, and nothing is counted against the caps.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from linkapp.domain.person import Person
from linkapp.domain.problems import Problem
from linkapp.domain.shown_profile import InFront, OtherPage, ShownProfile
from linkapp.services.contacts import Contacts
from linkapp.services.ports.contacts import Saved
from linkapp.services.ports.journal import QUIET, Journal
from linkapp.services.ports.site import Browsing
from linkapp.services.site_guard import SiteGuard
from linkapp.services.site_lease import Purpose, SiteHeldError, SiteLease

LOOK_EVERY_S = 0.4


class Browse:
    """One browsing at a time."""

    def __init__(
        self,
        *,
        window: Callable[[], Browsing],
        contacts: Contacts,
        lease: SiteLease,
        guard: SiteGuard | None = None,
        let_go: Callable[[], Awaitable[None]] | None = None,
        journal: Journal = QUIET,
    ) -> None:
        """``window`` makes a window, not yet open. ``guard`` says whether anything may be asked of the site, and hears
        of every stop sign. ``let_go`` makes everybody who holds the session in a browser close it before."""
        self._window = window
        self._contacts = contacts
        self._lease = lease
        self._guard = guard
        self._let_go = let_go
        self._journal = journal

    async def browse(
        self, person: Person | None, watch: Callable[[InFront], None], *, conversation: bool = False
    ) -> Problem:
        """Open the window, at this person's profile (``conversation``: as ``Browsing.open``) or at the site's start
        page, and wait, without limit, until it is closed (``STOPPED_BY_PERSON``), the site says stop, the browser ends,
        or this is cancelled; why it ended.

        ``watch`` hears what is in front whenever that changes, and ``OtherPage`` first of all.
        """
        if self._guard is not None and (refusal := await self._guard.refusal()):
            return refusal
        try:
            with self._lease.hold(Purpose.BROWSING):
                ended = await self._browse(person, watch, conversation)
        except SiteHeldError as held:
            return held.problem
        if self._guard is not None:
            await self._guard.note(ended)
        self._journal.note("browsing by hand ended", reason=ended.reason)
        return ended

    async def _browse(self, person: Person | None, watch: Callable[[InFront], None], conversation: bool) -> Problem:
        if self._let_go is not None:
            await self._let_go()
        window = self._window()
        self._journal.note("browsing by hand")
        try:
            watch(OtherPage())
            if problem := await window.open(person, conversation=conversation):
                return problem
            last: InFront = OtherPage()
            while not isinstance(front := await window.front(), Problem):
                if front != last:
                    last = front
                    watch(front)
                await asyncio.sleep(LOOK_EVERY_S)
            return front
        finally:
            await window.close()

    async def save(self, shown: ShownProfile) -> Saved:
        """Add the person to the contacts, or bring the contact up to date; what was typed stays."""
        return await self._contacts.save_profile(shown)

    async def save_birthday(self, shown: ShownProfile) -> Saved:
        """Keep the birthday that the page shows; somebody who is no contact becomes one."""
        return await self._contacts.save_profile(shown, birthday=True)

    async def add_note(self, shown: ShownProfile, note: str) -> Saved:
        """Put a note below the person's notes; somebody who is no contact becomes one."""
        saved = await self._contacts.save_profile(shown)
        return Saved(contact=saved.contact, edit=await self._contacts.add_note(saved.contact, note))
