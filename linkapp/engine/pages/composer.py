"""The composer, in whichever of its shells: one gate, one text, one click, and proof.

Nothing is typed before the gate is passed, nothing is clicked before it is passed again, and after the click nothing
is ever clicked again.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from playwright.async_api import ElementHandle, Error

from linkapp.domain.act import NotSent, Outcome, Sent, Unsure
from linkapp.domain.greeting import Ready
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.engine.at_once import both
from linkapp.engine.pages import state
from linkapp.engine.pages.composer_finder import TICK_S, ComposerFinder, no_way_to_send
from linkapp.engine.pages.composer_text import holds_exactly, is_no_draft
from linkapp.engine.pages.messages import messages_of
from linkapp.engine.pages.open_composer import OpenComposer, PageSeen
from linkapp.engine.pages.proof import (
    after_click_problem,
    before_click_problem,
    outcome_of,
    stopped_click_problem,
)
from linkapp.engine.pages.script import PageGone
from linkapp.engine.traffic import Posting

PROOF_WITHIN_S = 12.0
_STANDS_S = 3.0
"""How long a new message has to stand before the page's word is taken where the site's own answer says nothing."""
_RESTS_WITHIN_MS = 2500
"""How long a Send button may take to come to rest."""
_ANSWERS_WITHIN_S = 1.5
"""How long the click waits for answers that the page still expects: one of them may be a stop sign."""


@dataclass(frozen=True, kw_only=True)
class _Send:
    """What sends: a button to be clicked, or with ``by_key`` what Enter is pressed in."""

    composer: OpenComposer
    button: ElementHandle
    by_key: bool
    place: str | None
    """Where the button rests, if one is clicked."""


@dataclass(kw_only=True)
class Composers(ComposerFinder):
    """Finds the composers of one page and works with the one that is right."""

    _ours: tuple[Person, str, tuple[str, ...]] | None = None
    """Whose composer holds what: the person, our text, the site's suggestions. Only that one is ever changed."""
    _before: OpenComposer | None = None
    """The composer that was written into, as our text was read back from it."""
    answered: bool = True
    """Whether the last proof rests on an answer of the site, not on what the page shows alone."""

    # -- before the click --

    async def write(self, person: Person, text: str, suggested: Sequence[str] = ()) -> Ready | NotSent:
        """Clear the site's draft, type ours, read it back. The composer is the one ``wait_for`` found.

        ``suggested``: the site's own words for this person. Any other draft may be the person's and stays as it is.
        """
        answer = await self.wait_for(person)
        if isinstance(answer, Problem):
            return NotSent(problem=answer)
        composer, proven = answer
        editor, content = await both(
            self.asking.element(composer.frame, "editor", index=composer.index, name=person.name),
            self.asking.ask(composer.frame, "content", index=composer.index),
        )
        if editor is None:
            return NotSent(problem=Problem(reason=Reason.NO_COMPOSER, detail="the composer went away"))
        checked: OpenComposer | Problem = Problem(reason=Reason.TEXT_NOT_ACCEPTED)
        self._ours, self._before = None, None
        for patience_s in (0.4, 3.0):  # the site's draft may come back once, after the composer has settled
            if not self._may_replace(content, person.name, text, suggested):
                if self._ours is not None:
                    break
                detail = "the composer holds a draft that is neither the site's nor ours"
                return NotSent(problem=Problem(reason=Reason.DRAFT_IN_THE_WAY, detail=detail))
            self._ours = (proven, text, tuple(suggested))
            try:
                await self._replace(editor, composer, text)
            except Error as error:
                return NotSent(problem=before_click_problem(error))
            if stop := state.of_traffic(self.traffic, self.asking.pack):
                return NotSent(problem=stop)
            checked = await self._holding(proven, text, patience_s)
            if not isinstance(checked, Problem) or checked.reason is not Reason.TEXT_NOT_ACCEPTED:
                break
            content = await self.asking.ask(composer.frame, "content", index=composer.index)
        if isinstance(checked, Problem):
            return NotSent(problem=checked)
        composer = self._before = checked
        self.asking.note(composer.raw["used"])
        messages = () if self.traffic.new_conversation else messages_of(composer.raw, self.traffic.answers.messages)
        return Ready(
            recipient=proven,
            messages=messages if messages else None,
            new_conversation=self.traffic.new_conversation,
            existing_conversation=self.traffic.existing_conversation,
            composer="dialog" if composer.raw["dialog"] else "page",
        )

    def _may_replace(self, content: str | None, name: str, text: str, suggested: Sequence[str]) -> bool:
        """Whether what the editor holds is nothing, ours, or the site's own suggestion (or both together)."""
        words = [*suggested, *self.asking.pack.words["suggested_wishes"]]
        return is_no_draft(content or "", name, text, words)

    async def _replace(self, editor: ElementHandle, composer: OpenComposer, text: str) -> None:
        """Put ``text`` in place of whatever the editor holds. What then stands there is read back by the caller."""
        await editor.focus()
        for key in ("ControlOrMeta+A", "Delete"):
            await self.page.keyboard.press(key)
        if state.of_traffic(self.traffic, self.asking.pack):
            return
        if composer.raw["kind"] == "textarea":
            await self.page.keyboard.insert_text(text)
            return
        for row, line in enumerate(text.split("\n")):
            if state.of_traffic(self.traffic, self.asking.pack):
                return  # a stop sign came while typing: what is read back will not do
            if row:
                await self.page.keyboard.press("Shift+Enter")
            if line:
                await self.page.keyboard.insert_text(line)

    async def _holding(
        self, person: Person, text: str, patience_s: float = 3.0, watch: OpenComposer | None = None
    ) -> OpenComposer | Problem:
        """The composer, once it holds exactly ``text``, names exactly ``person`` and has one Send to press. With
        ``watch`` it is the last look before the click: that one is watched, and where the text stands is seen too."""
        until = time.monotonic() + patience_s
        while True:
            answer = await self.the_one(person, text=text if watch else "", watch=watch)
            if isinstance(answer, Problem):
                problem = answer
                if answer.ends_run:
                    return answer
            else:
                composer = answer[0]
                if not holds_exactly(composer.text, text):
                    problem = Problem(
                        reason=Reason.TEXT_NOT_ACCEPTED, detail="the composer holds another text than ours"
                    )
                elif not composer.sends or not (composer.raw["enabled"] or composer.by_enter):
                    problem = no_way_to_send(composer)
                else:
                    return composer
            if time.monotonic() > until:
                return problem
            await asyncio.sleep(TICK_S)

    # -- the click and its proof --

    async def press(self, person: Person, text: str, before_click: Callable[[], Awaitable[None]]) -> Outcome:
        """Check everything once more, let ``before_click`` commit, press Send once, and look for proof."""
        ready = await self._to_press(person, text)
        if isinstance(ready, Problem):
            return NotSent(problem=ready)
        composer, button, by_key = ready.composer, ready.button, ready.by_key
        try:
            again = await self._holding(person, text, 0.0, watch=composer)  # what is watched is what was checked
            if isinstance(again, Problem):
                return NotSent(problem=again)
            if not by_key and again.place != ready.place:
                detail = "the Send button moved away from where it rested"
                return NotSent(problem=Problem(reason=Reason.COVERED, detail=detail))
            if stop := self.stopped:
                return NotSent(problem=stop)
            before = self.seen
            self.traffic.watch_text(text)
            await before_click()
            try:
                if by_key:
                    await button.focus()
                    await self.page.keyboard.press("Enter")
                else:
                    aimed = await self.asking.ask_as_it_stands(composer.frame, "aimSend", place=ready.place)
                    await button.click(timeout=3000, no_wait_after=True, force=bool(aimed))
            except Error as error:
                return Unsure(problem=after_click_problem(error))
        finally:  # whatever was decided: what the person clicks from here on is theirs
            watched = await self.asking.ask_as_it_stands(composer.frame, "endWatch") or {}
        if not self.traffic.postings and (problem := stopped_click_problem(watched)):
            return Unsure(problem=problem)
        try:
            return await self._proof(person, text, before)
        except (PageGone, Error) as error:
            return await self._last_words(Problem(reason=Reason.NO_PROOF, detail=str(error).splitlines()[0][:200]))

    async def _to_press(self, person: Person, text: str) -> _Send | Problem:
        """The composer, checked once more, and what is to be pressed in it. A button that moves or is covered is found
        out here, before anything is announced; one that lies outside the window is pressed by its key."""
        if self._before:
            composer, button = await both(self._holding(person, text), self._sends(self._before, person))
        else:
            composer, button = await self._holding(person, text), None
        if isinstance(composer, Problem):
            return await state.judge(self.page, self.asking, self.traffic, self.site) or composer
        await self.traffic.answered(_ANSWERS_WITHIN_S)
        if stop := self.stopped:
            return stop
        if button is None or self._before is None or not composer.same_place(self._before):
            button = await self._sends(composer, person)
        if button is None:
            return Problem(reason=Reason.NO_SEND_BUTTON, detail="the Send button went away")
        if composer.by_enter or (composer.free and composer.place is not None):
            return _Send(composer=composer, button=button, by_key=composer.by_enter, place=composer.place)
        place = await self._rests(composer)
        if isinstance(place, str) and not composer.free:
            try:  # the browser waits as well, and tells what lies over it
                await button.hover(timeout=2500)
            except Error as error:
                if "outside of the viewport" not in str(error):
                    return before_click_problem(error)
                return _Send(composer=composer, button=button, by_key=True, place=place)
            place = await self._rests(composer)  # what is pointed at may move
        return (
            place if isinstance(place, Problem) else _Send(composer=composer, button=button, by_key=False, place=place)
        )

    async def _rests(self, composer: OpenComposer) -> str | Problem:
        """Where its Send button rests. The browser's own wait is no proof: it takes two pictures that agree for rest,
        as what swings back and forth shows them at its turning point."""
        rest = await self.asking.ask(composer.frame, "awaitRest", index=composer.index, wait=_RESTS_WITHIN_MS)
        if rest is None:
            return Problem(reason=Reason.NO_SEND_BUTTON, detail="the Send button went away")
        if rest["place"] is None:
            return Problem(reason=Reason.COVERED, detail="the Send button does not come to rest")
        return str(rest["place"])

    async def _sends(self, composer: OpenComposer, person: Person) -> ElementHandle | None:
        pressed = "editor" if composer.by_enter else "sendButton"
        return await self.asking.element(composer.frame, pressed, index=composer.index, name=person.name)

    @property
    def request_left(self) -> bool:
        """Whether a request of the page carried our text away since the click, and was not refused."""
        return any(posting.left for posting in self.traffic.postings)

    async def _proof(self, person: Person, text: str, before: PageSeen | None) -> Outcome:
        until = time.monotonic() + PROOF_WITHIN_S
        stable_since: float | None = None
        self.answered = True
        while time.monotonic() < until:
            outcome = outcome_of(self.traffic.postings)
            if outcome is not None:
                return outcome
            if self.traffic.limited:
                return Unsure(problem=Problem(reason=Reason.RATE_LIMITED, detail=self.traffic.limited))
            if self.traffic.crashed or self.page.is_closed():
                return Unsure(problem=Problem(reason=Reason.BROWSER_CRASHED, detail="after the click"))
            if stop := state.of_address(self.page.url, self.asking.pack):
                return Unsure(problem=stop)
            if await self.traffic.changed_within(TICK_S):
                continue
            if self._may_show(self.traffic.postings) and await self._bubble(person, text, before):
                stable_since = stable_since or time.monotonic()
                if time.monotonic() - stable_since > _STANDS_S and not self.traffic.loading:
                    self.answered = bool(self.traffic.postings)
                    return Sent(proof="conversation")
            else:
                stable_since = None
        return await self._last_words(Problem(reason=Reason.NO_PROOF, detail="no answer and no new message in time"))

    @staticmethod
    def _may_show(postings: tuple[Posting, ...]) -> bool:
        """Whether the page's own word counts: no request carried our text, or the site took it without repeating it."""
        return all(posting.status is not None and posting.status < 400 for posting in postings)

    async def _last_words(self, problem: Problem) -> Unsure:
        """An uncertain end, told by what the page is now (a sign-in page, a security check) where that is known."""
        try:
            stop = await state.judge(self.page, self.asking, self.traffic, self.site)
        except (PageGone, Error):
            stop = None
        return Unsure(problem=stop or problem)

    async def _bubble(self, person: Person, text: str, before: PageSeen | None) -> bool:
        """Whether a new message of ours stands in the conversation, nobody complains, and the composer is empty or gone
        (where the site took our text, some keep it)."""
        left = await self.look(person, text=text)
        if self.seen is None or before is None or self.seen.times(text) <= before.times(text):
            return False
        if len(left) > 1 or (not self.traffic.postings and any(composer.text.strip() for composer in left)):
            return False
        complaints = " ".join(alert for composer in left for alert in composer.raw["alerts"]).casefold()
        return not any(word in complaints for word in self.asking.pack.words["failed_words"])

    # -- leaving --

    async def leave(self) -> bool:
        """Take our text out of the composer it was written into and close that one; True if none is left open.

        Only a composer that names our person and holds our text, the site's own suggestion or nothing is touched.
        """
        for last in (False, False, True):
            composers, closing = await both(
                self.look(self._ours[0] if self._ours else None),
                self.asking.element(self.page.main_frame, "closeButton", index=0),
            )
            if not composers:
                return True
            if self._ours is None or len(composers) > 1:
                return False
            person, text, suggested = self._ours
            composer = composers[0]
            words = [*suggested, *self.asking.pack.words["suggested_wishes"]]
            judged = self._only(composers, person)
            if isinstance(judged, Problem) or not is_no_draft(composer.text, person.name, text, words):
                return False
            if composer.text.strip():
                editor = await self.asking.element(composer.frame, "editor", index=composer.index)
                if editor is not None:
                    try:
                        await editor.focus()
                        await self.page.keyboard.press("ControlOrMeta+A")
                        await self.page.keyboard.press("Delete")
                    except Error:
                        return False
            if composer.frame is not self.page.main_frame or composer.index:
                closing = await self.asking.element(composer.frame, "closeButton", index=composer.index)
            if closing is None:
                return False
            try:
                await self._click_to_close(composer, closing, patiently=last)
            except Error:
                return False
            for _ in range(10):
                if not await self.look():
                    return True
                await asyncio.sleep(TICK_S)
        return False

    async def _click_to_close(self, composer: OpenComposer, closing: ElementHandle, *, patiently: bool) -> None:
        """One click on what closes a composer, or on nothing. ``patiently``: once the browser says that it rests."""
        aimed = False
        if not patiently and composer.frame.parent_frame is None:  # over a frame may lie what it cannot see
            aimed = bool(await self.asking.ask_as_it_stands(composer.frame, "aimClose", index=composer.index))
        try:
            await closing.click(timeout=1500, no_wait_after=True, force=aimed)
        except Error:
            await self.asking.ask_as_it_stands(composer.frame, "endWatch")
            raise

    async def put_aside(self) -> Problem | None:
        """Composers that were open before ours are minimised, by their own controls, and never closed or emptied: what
        stands in them is somebody's. The problem if one stays."""
        for _ in range(4):
            composers = await self.look()
            if not composers:
                return None
            composer = composers[0]
            control = await self.asking.element(composer.frame, "minimiseButton", index=composer.index)
            if control is None:
                break
            try:
                await control.click(timeout=1500, no_wait_after=True)
            except Error:
                break
            for _ in range(10):
                if len(await self.look()) < len(composers):
                    break
                await asyncio.sleep(TICK_S)
        left = await self.look()
        if not left:
            return None
        if any(composer.text.strip() for composer in left):
            whose = ", ".join(name for composer in left if composer.text.strip() for name in composer.raw["names"][:1])
            return Problem(reason=Reason.NOTE_IN_THE_WAY, detail=whose)
        return Problem(reason=Reason.SEVERAL_COMPOSERS, detail="a composer was open before ours")
