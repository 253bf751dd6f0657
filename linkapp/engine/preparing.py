"""From a page that is open to a composer that holds our text: on the list of moments, or on a person's own profile."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from playwright.async_api import ElementHandle, Frame

from linkapp.domain.act import NotSent
from linkapp.domain.greeting import Ready
from linkapp.domain.moment import Occasion
from linkapp.domain.person import Person
from linkapp.domain.problems import WALLS, Problem, Reason
from linkapp.engine.at_once import both
from linkapp.engine.pages import catch_up, profile, state
from linkapp.engine.pages.script import Asking
from linkapp.engine.tab import Covering, Tab


class Preparing:
    """Presses the one control that writes to exactly this person; the composer's own gate comes after it."""

    def __init__(
        self,
        asking: Asking,
        site: str,
        covering: Covering,
        member: Callable[[Person], Awaitable[str | Problem]],
    ) -> None:
        """``member``: the id that the profile of a person known by address tells, looked at on a tab of its own."""
        self._asking, self._site, self._covering, self._member = asking, site, covering, member

    async def on_list(
        self,
        tab: Tab,
        person: Person,
        text: str,
        occasion: Occasion,
        control_here: tuple[Frame, ElementHandle] | None,
    ) -> Ready | NotSent:
        """By the card of the person; ``control_here``: its control, where it was seen already."""
        find = partial(
            catch_up.find_control,
            tab.page,
            self._asking,
            tab.traffic,
            person,
            occasion,
            uncover=partial(self._covering.clear, tab),
        )
        if stop := tab.composers.stopped:
            return NotSent(problem=stop)
        written = await self._by_control(tab, person, text, control_here or await find())
        while await self._covering.took_the_click(tab, written):
            written = await self._by_control(tab, person, text, await find())
        return await self._covering.told(tab, written)

    async def _by_control(
        self, tab: Tab, person: Person, text: str, place: tuple[Frame, ElementHandle] | None
    ) -> Ready | NotSent:
        if place is None:
            return NotSent(problem=Problem(reason=Reason.CARD_GONE, detail="no control for exactly this person"))
        _, control = place
        stop, suggested = await both(
            state.judge(tab.page, self._asking, tab.traffic, self._site), catch_up.suggestions(control)
        )
        if stop is not None:
            return NotSent(problem=stop)
        tab.traffic.begin()
        if problem := await self._covering.click(tab, control):
            return NotSent(problem=problem)
        written = await self._covering.write(tab, person, text, suggested)
        unproven = isinstance(written, NotSent) and written.problem.reason is Reason.RECIPIENT_NOT_PROVEN
        if unproven and person.member is None and person.profile:
            # The composer names its person by id, the list by address: the person's own profile page knows both.
            member = await self._member(person)
            if isinstance(member, str):
                return await self._covering.write(tab, replace(person, member=member), text, suggested)
            if member.reason in WALLS:
                return NotSent(problem=member)
        return written

    async def on_profile(self, tab: Tab, person: Person, text: str) -> Ready | NotSent:
        """By the Message control of the person's own profile, which is open."""
        written = await self._by_profile(tab, person, text)
        while await self._covering.took_the_click(tab, written):
            written = await self._by_profile(tab, person, text)
        return await self._covering.told(tab, written)

    async def _by_profile(self, tab: Tab, person: Person, text: str) -> Ready | NotSent:
        if problem := await tab.composers.put_aside():
            return NotSent(problem=problem)
        if stop := tab.composers.stopped:
            return NotSent(problem=stop)
        control = await profile.message_control(tab.page, self._asking, person)
        if isinstance(control, Problem):
            return NotSent(problem=control)
        if stop := await state.judge(tab.page, self._asking, tab.traffic, self._site):
            return NotSent(problem=stop)
        element, member = control
        tab.traffic.begin()
        if problem := await self._covering.click(tab, element):
            return NotSent(problem=problem)
        return await self._covering.write(tab, replace(person, member=member), text, ())
