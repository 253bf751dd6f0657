"""The page check: every surface of the site that LinkApp reads, each ok, changed or unknown.

It sends nothing and types nothing. It opens the three lists, then the profile and the conversation of one person of
the lists: one profile visit in all, which counts as nothing against the caps. It ends at the first stop sign.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from linkapp.domain import birthday as birthdays
from linkapp.domain.moment import Card, Changed, Conversation, Occasion, Ok, Reading
from linkapp.domain.person import Person
from linkapp.domain.problems import NEEDS_PERSON, UNREACHED, Problem, Reason
from linkapp.domain.quota import local_date
from linkapp.domain.settings import Settings
from linkapp.services.ports.clock import Clock, Dice
from linkapp.services.ports.site import EvidenceStore, PageProbe, Shown
from linkapp.services.site_guard import SiteGuard
from linkapp.services.site_lease import Purpose, SiteHeldError, SiteLease

LISTS = {
    "birthdays": Occasion.BIRTHDAY,
    "anniversaries": Occasion.ANNIVERSARY,
    "positions": Occasion.POSITION,
}
SURFACES = ("sign-in", *LISTS, "profile", "conversation")
"""What is looked at, in this order of showing."""
BETWEEN_S = (2.0, 5.0)
"""Seconds between two pages."""
_STOPS = NEEDS_PERSON | UNREACHED | {Reason.BROWSER_CRASHED, Reason.NO_BROWSER, Reason.CLOCK_WRONG}
_CHANGED = frozenset({Reason.PAGE_CHANGED, Reason.PAGE_UNREADABLE, Reason.CONVERSATION_UNREADABLE})


@dataclass(frozen=True, kw_only=True)
class Surface:
    """One kind of page as it was found.

    ``name``: one of ``SURFACES``. ``state``: ok, changed or unknown. ``cards`` were read, ``understood`` of them were;
    None where there are none to count. ``screen`` and ``language`` are the page's own. ``outline_path``: the file of
    the page's outline, empty where none was kept.
    """

    name: str
    state: str
    sentence: str
    problem: Problem | None = None
    outline_path: str = ""
    cards: int | None = None
    understood: int | None = None
    screen: str = ""
    language: str = ""


class PageCheck:
    """Looks at all surfaces, one after the other, at a person's pace."""

    def __init__(
        self,
        *,
        looks: PageProbe,
        store: EvidenceStore,
        clock: Clock,
        dice: Dice,
        settings: Callable[[], Settings],
        between_s: tuple[float, float] = BETWEEN_S,
        guard: SiteGuard | None = None,
        lease: SiteLease | None = None,
    ) -> None:
        """``guard`` says whether anything may be asked of the site, and hears of every stop sign."""
        self._guard = guard
        self._lease = lease or SiteLease()
        self._looks = looks
        self._store = store
        self._clock = clock
        self._dice = dice
        self._settings = settings
        self._between_s = between_s

    async def run(self) -> Sequence[Surface]:
        """All surfaces, in the order of ``SURFACES``. What comes after a stop sign was not looked at, and says so; none
        is while the breaker is open."""
        if self._guard is not None and (refusal := await self._guard.refusal()):
            held = "not looked at: LinkApp asks nothing of the site now"
            return [Surface(name=name, state="unknown", sentence=held, problem=refusal) for name in SURFACES]
        try:
            with self._lease.hold(Purpose.PAGE_CHECK):
                return await self._look_at_all()
        except SiteHeldError as held:
            sentence = "not looked at: LinkApp uses the browser for something else now"
            return [Surface(name=name, state="unknown", sentence=sentence, problem=held.problem) for name in SURFACES]

    async def _look_at_all(self) -> Sequence[Surface]:
        surfaces: dict[str, Surface] = {}
        outlines: dict[str, str] = {}
        people: list[Person] = []
        stopped = False
        for name, occasion in LISTS.items():
            if stopped:
                break
            await self._rest(surfaces)
            reading, shown = await self._looks.moments(occasion)
            await self._note(None if isinstance(reading, Ok) else reading.problem)
            stopped = _stops(reading)
            surfaces[name] = _with(self._list(name, occasion, reading), shown, outlines)
            if name == "birthdays":
                surfaces["sign-in"] = _sign_in(reading, shown)
            if isinstance(reading, Ok):
                people += [card.person for card in reading.items if card.writable and card.person.keys]
        if not stopped and people:
            stopped = await self._one_person(_choice(people), surfaces, outlines)
        return self._kept([surfaces.get(name) or _not_seen(name, stopped, bool(people)) for name in SURFACES], outlines)

    async def _one_person(self, person: Person, surfaces: dict[str, Surface], outlines: dict[str, str]) -> bool:
        """The profile of one person, which also tells whom the conversation is with where the list did not. True where
        it ended at a stop sign."""
        if person.profile:
            await self._rest(surfaces)
            member, shown = await self._looks.profile(person)
            await self._note(member if isinstance(member, Problem) else None)
            surfaces["profile"] = _with(_profile(person, member), shown, outlines)
            if isinstance(member, Problem) and member.reason in _STOPS:
                return True
            if isinstance(member, str):
                person = replace(person, member=person.member or member)
        if person.member:
            await self._rest(surfaces)
            reading, shown = await self._looks.conversation(person)
            await self._note(None if isinstance(reading, Ok) else reading.problem)
            surfaces["conversation"] = _with(_conversation(reading), shown, outlines)
        return False

    async def _note(self, problem: Problem | None) -> None:
        if self._guard is not None and problem is not None:
            await self._guard.note(problem)

    async def _rest(self, surfaces: dict[str, Surface]) -> None:
        if surfaces:
            seconds = self._dice.between(*self._between_s)
            await self._clock.sleep_until(self._clock.now() + timedelta(seconds=seconds))

    def _list(self, name: str, occasion: Occasion, reading: Reading[Card]) -> Surface:
        if not isinstance(reading, Ok):
            return _problem(name, reading.problem, changed=isinstance(reading, Changed))
        cards = len(reading.items)
        understood = sum(self._understands(card, occasion, reading) for card in reading.items)
        seen = Surface(name=name, state="ok", sentence="", cards=cards, understood=understood)
        if reading.partial:
            return replace(seen, state="unknown", sentence=f"read in part only ({reading.partial}): {cards} people")
        if not cards:
            return replace(seen, sentence="the page says that there is nobody")
        if 2 * understood < cards:
            problem = Problem(reason=Reason.PAGE_CHANGED, detail=f"{understood} of {cards} cards are understood")
            return replace(seen, state="changed", sentence=problem.detail, problem=problem)
        return replace(seen, sentence=f"{cards} people, {understood} of them understood")

    def _understands(self, card: Card, occasion: Occasion, reading: Ok[Card]) -> bool:
        """Whether a run would know who the card is about and, for a birthday, which day it means."""
        if not card.person.keys or not card.person.name:
            return False
        if occasion is not Occasion.BIRTHDAY:
            return card.occasion in (None, occasion)
        now = self._looks.site_time() or self._clock.now()
        read = birthdays.read(
            card,
            local_date(now, self._clock.zone()),
            reading.language,
            leap_day_in_march=self._settings().leap_day_in_march,
            must_be_evident=any(birthdays.evident(shown) for shown in reading.items),
        )
        return isinstance(read, birthdays.Birthday) or read.reason is Reason.UPCOMING

    def _kept(self, surfaces: list[Surface], outlines: dict[str, str]) -> Sequence[Surface]:
        """The surfaces with the files of their outlines; without them where they cannot be kept."""
        try:
            paths = self._store.keep_outlines(outlines) if outlines else {}
        except OSError:
            paths = {}
        return [replace(surface, outline_path=paths.get(surface.name, "")) for surface in surfaces]


def _stops(reading: Reading[Card]) -> bool:
    return not isinstance(reading, Ok) and reading.problem.reason in _STOPS


def _with(surface: Surface, shown: Shown | None, outlines: dict[str, str]) -> Surface:
    if shown is None:
        return surface
    outlines[surface.name] = shown.outline
    return replace(surface, screen=shown.screen, language=shown.language)


def _sign_in(reading: Reading[Card], shown: Shown | None) -> Surface:
    """The main navigation, which only members see, as it stands on the birthdays page."""
    if not isinstance(reading, Ok) and reading.problem.reason in _STOPS:
        return _problem("sign-in", reading.problem, changed=False)
    if shown is None:
        return Surface(name="sign-in", state="unknown", sentence="the page could not be looked at")
    if shown.signed_in:
        return Surface(name="sign-in", state="ok", sentence="signed in")
    problem = Problem(reason=Reason.PAGE_CHANGED, detail="no main navigation as members see it")
    return Surface(name="sign-in", state="changed", sentence=problem.detail, problem=problem)


def _profile(person: Person, member: str | Problem) -> Surface:
    if isinstance(member, Problem):
        return _problem("profile", member, changed=member.reason in _CHANGED)
    if person.member and member != person.member:
        problem = Problem(reason=Reason.PAGE_CHANGED, detail="the profile tells another id than the list")
        return Surface(name="profile", state="changed", sentence=problem.detail, problem=problem)
    return Surface(name="profile", state="ok", sentence="it tells whom it is about")


def _conversation(reading: Reading[Conversation]) -> Surface:
    if isinstance(reading, Ok):
        return Surface(name="conversation", state="ok", sentence="it is read, and with exactly the right person")
    changed = isinstance(reading, Changed) or reading.problem.reason in _CHANGED
    return _problem("conversation", reading.problem, changed=changed)


def _problem(name: str, problem: Problem, *, changed: bool) -> Surface:
    unreadable = problem.reason is Reason.PAGE_UNREADABLE
    sentence = f"{problem.reason}" + (f" ({problem.detail})" if problem.detail else "")
    return Surface(
        name=name, state="changed" if changed or unreadable else "unknown", sentence=sentence, problem=problem
    )


def _not_seen(name: str, stopped: bool, anybody: bool) -> Surface:
    why = "the check ended before" if stopped else "no address to go to" if anybody else "nobody is on the lists"
    return Surface(name=name, state="unknown", sentence=f"not looked at: {why}")


def _choice(people: Sequence[Person]) -> Person:
    """Somebody who is known by id and by address if there is anybody, else the first."""
    both = [person for person in people if person.member and person.profile]
    return (both or [person for person in people if person.profile] or list(people))[0]
