"""One tab of the browser with everything that listens to it, and what is done about things that lie over its page."""

from __future__ import annotations

from dataclasses import replace

from playwright.async_api import ElementHandle, Error, Page

from linkapp.domain.act import NotSent
from linkapp.domain.greeting import Ready
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.engine.pages import cover, state
from linkapp.engine.pages.composer import Composers
from linkapp.engine.pages.script import Asking
from linkapp.engine.site_clock import SiteClock
from linkapp.engine.traffic import Traffic

MOST_PUT_AWAY = 2
"""How often in one run something that lies over the page is put away before a person has to see to it."""
_PAGE_COVERED = Problem(reason=Reason.PAGE_COVERED, detail="something lies over the page and cannot be put away")


class Tab:
    """One tab with everything that listens to it."""

    def __init__(self, page: Page, asking: Asking, clock: SiteClock, site: str) -> None:
        self.page = page
        self.traffic = Traffic(page, clock, site, lambda address: state.of_address(address, asking.pack) is not None)
        self.composers = Composers(page=page, asking=asking, traffic=self.traffic, site=site)


class Covering:
    """What lies over a page of the list is put away, by its own controls, a few times in one run; what stays, or is a
    wall, is handed over."""

    def __init__(self, asking: Asking, site: str) -> None:
        self._asking, self._site = asking, site
        self._put_away = 0

    def begin(self) -> None:
        """A list is read anew: nothing was put away yet."""
        self._put_away = 0

    async def click(self, tab: Tab, control: ElementHandle) -> Problem | None:
        """Click a control of the list. What lies over the page is put away first, and handed over where it stays."""
        for _ in range(MOST_PUT_AWAY + 1):
            if await cover.lies_over(tab.page, self._asking) and not await self._uncover(tab, by_key=True):
                return _PAGE_COVERED
            try:
                await control.click(timeout=4000, no_wait_after=True)
            except Error as error:
                world = state.of_error(error)
                if world.reason is Reason.BROWSER_CRASHED:
                    return world
                if not await cover.lies_over(tab.page, self._asking):
                    problem = self._passed(Problem(reason=Reason.COVERED, detail=str(error).splitlines()[0][:160]))
                    if problem is not None:
                        return problem
                if stop := await state.judge(tab.page, self._asking, tab.traffic, self._site):
                    return stop
            else:
                return None
        return _PAGE_COVERED

    async def write(self, tab: Tab, person: Person, text: str, suggested: tuple[str, ...]) -> Ready | NotSent:
        """Write into the composer; anew where something came to lie over it meanwhile and was put away."""
        while True:
            written = await tab.composers.write(person, text, suggested)
            if isinstance(written, Ready):
                return written
            problem = await self.covered(tab, written.problem)
            if isinstance(problem, Problem):
                return replace(written, problem=problem)

    async def took_the_click(self, tab: Tab, written: Ready | NotSent) -> bool:
        """Whether the control may be pressed once more: no composer opened, something had come to lie over the page in
        its place, was no wall, and was put away."""
        return _nothing_opened(written) and await self.clear(tab) and not await tab.composers.look()

    async def told(self, tab: Tab, written: Ready | NotSent) -> Ready | NotSent:
        """The same, where it is told: that nothing opened is not the page's doing if something still lies over it."""
        if not _nothing_opened(written) or not await cover.lies_over(tab.page, self._asking):
            return written
        stop = await state.judge(tab.page, self._asking, tab.traffic, self._site)
        return NotSent(problem=stop or _PAGE_COVERED)

    async def clear(self, tab: Tab) -> bool:
        """Put away what lies over the list and keeps it from going on; never a wall."""
        if not await cover.lies_over(tab.page, self._asking):
            return False
        if await state.judge(tab.page, self._asking, tab.traffic, self._site):
            return False
        return await self._uncover(tab, by_key=True)

    async def _uncover(self, tab: Tab, *, by_key: bool) -> bool:
        """Put away what lies over the page, at most so often in one run; whether nothing does any more."""
        if self._put_away >= MOST_PUT_AWAY:
            return False
        self._put_away += 1
        return await cover.put_away(tab.page, self._asking, by_key=by_key)

    def _passed(self, problem: Problem) -> Problem | None:
        """None where it may be tried once more: what lay over the page a moment ago went away by itself, in a run that
        put such a thing away before. It counts as put away, so that one that comes and goes is handed over."""
        if not self._put_away:
            return problem
        self._put_away += 1
        return None if self._put_away <= MOST_PUT_AWAY else _PAGE_COVERED

    async def covered(self, tab: Tab, problem: Problem) -> Problem | None:
        """None where it may be tried once more after ``problem``: something lay over the page, was no wall, and was put
        away. Else the problem as it is told."""
        if problem.reason is not Reason.COVERED:
            return problem
        if not await cover.lies_over(tab.page, self._asking):
            return self._passed(problem)
        if stop := await state.judge(tab.page, self._asking, tab.traffic, self._site):
            return stop
        return None if await self._uncover(tab, by_key=False) else _PAGE_COVERED


def _nothing_opened(written: Ready | NotSent) -> bool:
    return isinstance(written, NotSent) and written.problem.reason is Reason.NO_COMPOSER
