"""The composers of one page: which are open, whom the only one names, and what else the look saw. Only looks."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field, replace

from playwright.async_api import Page

from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.engine.pages import gate, state
from linkapp.engine.pages.open_composer import OpenComposer, PageSeen
from linkapp.engine.pages.script import Asking, PageGone
from linkapp.engine.traffic import Traffic

OPENS_WITHIN_S = 12.0
NAMED_WITHIN_S = 5.0
TICK_S = 0.02
_WATCHED_MS = 8000


@dataclass(kw_only=True)
class ComposerFinder:
    """Finds the composers of one page."""

    page: Page
    asking: Asking
    traffic: Traffic
    site: str
    me: set[str] = field(default_factory=set)
    seen: PageSeen | None = None

    async def look(
        self, person: Person | None = None, *, text: str = "", wait_ms: int = 0, watch: OpenComposer | None = None
    ) -> list[OpenComposer]:
        """Every composer a person could type into now, in the page and its visible frames.

        With ``wait_ms`` the page itself watches for one, so that no time is lost. ``watch``: this one is watched from
        just before the look on (see ``press``). Sets ``seen``: the page's plain marks, and where ``text`` may stand.
        """
        keys = [key for key in ((person.member, person.profile) if person else ()) if key]
        given = {"me": sorted(self.me), "person": keys, "name": person.name if person else "", "text": text}
        main = self.page.main_frame
        watched = {} if watch is None else {watch.frame: {"watch": {"index": watch.index, "wait": _WATCHED_MS}}}
        if wait_ms:
            answer = await self.asking.ask(main, "awaitComposer", **given, wait=wait_ms)
        else:
            answer = await self.asking.ask(main, "composers", **given, **watched.get(main, {}))
        self.seen = PageSeen(state=answer["state"], texts=[answer["shown"]])
        composers = [
            OpenComposer(frame=main, index=n, raw=raw, address=self.page.url)
            for n, raw in enumerate(answer["composers"])
        ]
        for frame in await self.asking.inner_frames(self.page) if answer["frames"] else ():
            try:
                inner = await self.asking.ask(frame, "composers", **given, **watched.get(frame, {}))
            except PageGone:
                continue
            self.seen.texts.append(inner["shown"])
            composers += [
                OpenComposer(frame=frame, index=n, raw=raw, address=self.page.url)
                for n, raw in enumerate(inner["composers"])
            ]
        if len(composers) > 1:  # what lies covered in the outer page (a hidden feed's comment box) cannot be typed into
            reachable = [composer for composer in composers if composer.raw["reached"] is not False]
            composers = reachable or composers
        return composers

    async def the_one(
        self, person: Person, *, text: str = "", wait_ms: int = 0, watch: OpenComposer | None = None
    ) -> tuple[OpenComposer, Person] | Problem:
        """The only composer, if it names exactly this person. The rest is handed to ``look``."""
        return self._only(await self.look(person, text=text, wait_ms=wait_ms, watch=watch), person)

    def _only(self, composers: list[OpenComposer], person: Person) -> tuple[OpenComposer, Person] | Problem:
        """The same of what a look at the page for this person has just found."""
        if stop := self.stopped:
            return stop
        if not composers:
            return Problem(reason=Reason.NO_COMPOSER, detail="no composer is open")
        if len(composers) > 1:
            return Problem(reason=Reason.SEVERAL_COMPOSERS, detail=f"{len(composers)} composers are open")
        composer = composers[0]
        if person.member is None and person.profile:
            person = replace(person, member=self.traffic.member_of(person.profile))
        if composer.raw["reached"] is False:
            return Problem(reason=Reason.COVERED, detail="something lies over the composer")
        answers = self.traffic.answers
        own = self.me | ({answers.owner} if answers.owner else set())
        evidence = replace(composer.evidence, asked=self.traffic.asked, answered=frozenset(answers.recipients))
        judged = gate.judge(evidence, person, own)
        if not isinstance(judged, Problem) and (kind := answers.kind or str(composer.raw["kindOfConversation"])):
            return Problem(reason=Reason.NOT_DIRECT, detail=kind)
        return judged if isinstance(judged, Problem) else (composer, judged)

    @property
    def stopped(self) -> Problem | None:
        """What the last look saw that ends the run, and what the page was answered since; None for nothing."""
        shown = self.seen.state if self.seen else None
        return state.of_marks(self.page, self.asking.pack, self.traffic, self.site, shown)

    async def wait_for(self, person: Person, *, to_send: bool = True) -> tuple[OpenComposer, Person] | Problem:
        """Wait until exactly one composer names this person (and, ``to_send``, shows how it sends); the last problem if
        that does not happen."""
        opened_by = time.monotonic() + OPENS_WITHIN_S
        named_by: float | None = None
        while True:
            answer = await self.the_one(person, wait_ms=250)
            if not isinstance(answer, Problem) and not answer[0].raw["busy"] and (answer[0].sends or not to_send):
                return answer
            if isinstance(answer, Problem) and answer.ends_run:
                return answer
            now = time.monotonic()
            if isinstance(answer, Problem) and answer.reason is Reason.NO_COMPOSER:
                if stop := await state.judge(self.page, self.asking, self.traffic, self.site):
                    return stop
                if now > opened_by:
                    return answer
            else:
                named_by = named_by or now + NAMED_WITHIN_S
                if (now > named_by and not self.traffic.loading) or now > opened_by + NAMED_WITHIN_S:
                    if not isinstance(answer, Problem):
                        return no_way_to_send(answer[0])
                    return answer
            await asyncio.sleep(TICK_S)


def no_way_to_send(composer: OpenComposer) -> Problem:
    """Why it is not known how a composer sends."""
    if composer.raw["sends"] == 0:
        return Problem(reason=Reason.NO_SEND_BUTTON, detail="no Send button, and nothing says that Enter sends")
    return Problem(reason=Reason.NO_SEND_BUTTON, detail=f"{composer.raw['sends']} Send buttons, or disabled")
