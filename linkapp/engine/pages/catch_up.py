"""The catch-up page: every card, walked to the page's own end; partial is said to be partial, changed to be changed."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, TypeAlias
from urllib.parse import parse_qs, urlsplit

from playwright.async_api import ElementHandle, Error, Frame, Page

from linkapp.domain.birthday import evident, is_bystander, wishes_by_name
from linkapp.domain.moment import Card, Changed, Missing, Occasion, Ok, Reading, Unknown
from linkapp.domain.person import Person, is_member, member_of
from linkapp.domain.problems import Problem, Reason
from linkapp.engine.pages import state
from linkapp.engine.pages.list_end import Groups, SeenPlaces, why_in_part, why_not_empty
from linkapp.engine.pages.script import Asking, PageGone
from linkapp.engine.traffic import Traffic

FIRST_CARDS_WITHIN_S = 20.0
WALK_WITHIN_S = 240.0
MORE_WITHIN_S = 12.0
PRESS_WITHIN_S = 3.0
"""How long a press of the page's own "load more" may be held up by what lies over it."""
END_AFTER_S = 1.5
"""How long nothing new has to come at the foot of the list: pages ask for more a while after it is reached."""
NOTICE_AFTER_S = 0.6
"""How long a notice that there is nobody has to stand before it is looked at: some give way to a list."""
NOTHING_AFTER_S = 4.0
"""How long a page that shows neither people nor a notice is given."""
_OCCASION_WORDS = {
    Occasion.BIRTHDAY: "BIRTHDAY",
    Occasion.ANNIVERSARY: "WORK_ANNIVERSARY",
    Occasion.POSITION: "JOB_CHANGE",
}
Uncover: TypeAlias = Callable[[], Awaitable[bool]]
"""Puts away something harmless that lies over the page; False where nothing does, or it stays."""
_TICK_S = 0.05
_QUIET_ROUNDS = 6


@dataclass(kw_only=True)
class _Look:
    """One look at the page in the frame that holds the list."""

    frame: Frame
    answer: dict[str, Any]

    @property
    def cards(self) -> list[dict[str, Any]]:
        return list(self.answer["cards"])

    @property
    def signature(self) -> tuple[Any, ...]:
        return (
            frozenset((card["name"], *card["slugs"], *card["members"]) for card in self.cards),
            self.answer.get("more", 0),
            int(self.answer.get("scroll", {}).get("height", 0)),
        )

    @property
    def at_bottom(self) -> bool:
        scroll = self.answer.get("scroll")
        return not scroll or scroll["top"] + scroll["view"] >= scroll["height"] - 3


async def _nothing_put_away() -> bool:
    return False


async def read(
    page: Page,
    asking: Asking,
    traffic: Traffic,
    occasion: Occasion = Occasion.BIRTHDAY,
    *,
    uncover: Uncover = _nothing_put_away,
) -> Reading[Card]:
    """Read the catch-up page that ``page`` shows. Raises ``PageGone`` if it goes away meanwhile. ``uncover`` puts away
    what keeps the list from going on; where it does not the list is read in part."""
    look = await _first_look(page, asking, traffic)
    if not look.cards:
        await _note(asking, look)
        return await _without_cards(page, asking, traffic, look, occasion)
    by_key: dict[str, Card] = {}
    partial = await _walk(page, asking, traffic, look, by_key, occasion, uncover)
    await _note(asking, look)
    cards = _without_strangers(tuple(by_key.values()))
    if occasion is Occasion.BIRTHDAY:
        language = str(look.answer.get("language", ""))
        there, cards = cards, tuple(card for card in cards if not is_bystander(card, language))
        if there and not cards:
            return await _without_cards(page, asking, traffic, look, occasion)
    if not cards:
        return Changed(problem=Problem(reason=Reason.PAGE_CHANGED, detail="nothing but promoted cards"))
    if not any(evident(card) for card in cards) and len({raw["group"] for raw in look.cards}) > 1:
        detail = "people stand in several places, and no card says what its day is about"
        return Changed(problem=Problem(reason=Reason.PAGE_CHANGED, detail=detail))
    if not any(card.writable for card in cards) and (look.answer.get("controls") or not _plausible(cards)):
        return Changed(problem=Problem(reason=Reason.PAGE_CHANGED, detail="people are there, but no way to write"))
    return Ok(items=cards, language=str(look.answer.get("language", "")), partial=partial)


async def _note(asking: Asking, look: _Look) -> None:
    """Have it counted by what the page was recognised. That is for statistics: a page that goes away now was read."""
    with suppress(PageGone):
        asking.note(**await asking.ask(look.frame, "recognised"))


async def control_here(
    page: Page, asking: Asking, person: Person, occasion: Occasion = Occasion.BIRTHDAY
) -> tuple[Frame, ElementHandle] | None:
    """The one control that writes to exactly this person, of those that stand on the page now."""
    given = {
        "member": person.member or "",
        "profile": person.profile or "",
        "name": person.name,
        "occasion": _OCCASION_WORDS[occasion],
    }
    control = await asking.element(page.main_frame, "control", **given)
    if control is not None:
        return page.main_frame, control
    for frame in await asking.inner_frames(page) if len(page.frames) > 1 else ():
        control = await asking.element(frame, "control", **given)
        if control is not None:
            return frame, control
    return None


async def find_control(
    page: Page,
    asking: Asking,
    traffic: Traffic,
    person: Person,
    occasion: Occasion = Occasion.BIRTHDAY,
    *,
    uncover: Uncover = _nothing_put_away,
) -> tuple[Frame, ElementHandle] | None:
    """The one control of the list that writes to exactly this person; the list is walked from its top if needed."""

    async def here() -> tuple[Frame, ElementHandle] | None:
        return await control_here(page, asking, person, occasion)

    if control := await here():
        return control
    look = await _first_look(page, asking, traffic)
    if not look.cards:
        return None
    if control := await here():
        return control
    await _to_top(page, look)
    until = time.monotonic() + WALK_WITHIN_S
    while time.monotonic() < until and not await _says_stop(page, asking, traffic):
        look = await _look(page, asking)
        if control := await here():
            return control
        if not await _step(page, asking, traffic, look, uncover):
            return None
    return None


async def _first_look(page: Page, asking: Asking, traffic: Traffic) -> _Look:
    """Wait until there are cards, an empty state, or the page has been quiet for a while without either."""
    until = time.monotonic() + FIRST_CARDS_WITHIN_S
    quiet_since: float | None = None
    look = await _look(page, asking)
    before: tuple[Any, ...] | None = None
    while time.monotonic() < until:
        if look.cards and look.signature == before:
            return look
        before = look.signature
        settled = not traffic.loading and not look.answer["busy"]
        if look.cards or not settled:
            quiet_since = None
        elif look.answer["notices"]:
            quiet_since = quiet_since or time.monotonic()
            if time.monotonic() - quiet_since > NOTICE_AFTER_S:
                return look
        else:
            quiet_since = quiet_since or time.monotonic()
            if time.monotonic() - quiet_since > NOTHING_AFTER_S:
                return look
        await asyncio.sleep(_TICK_S)
        look = await _look(page, asking)
    return look


async def _without_cards(
    page: Page, asking: Asking, traffic: Traffic, look: _Look, occasion: Occasion
) -> Reading[Card]:
    answer = look.answer
    if not answer["hasMain"]:
        return Unknown(problem=Problem(reason=Reason.PAGE_UNREADABLE, detail="the page has no main part"))
    if answer["busy"]:
        return Unknown(problem=Problem(reason=Reason.PAGE_UNREADABLE, detail="the page did not finish loading"))
    signed_in = bool(await asking.ask(page.main_frame, "signedIn"))
    path = urlsplit(page.url).path
    doubt = why_not_empty(answer, asking.pack, traffic, signed_in=signed_in, path=path, occasion=occasion)
    if not doubt:
        return Ok(items=(), language=str(answer.get("language", "")))
    return Changed(problem=Problem(reason=Reason.PAGE_CHANGED, detail=doubt))


def _without_strangers(cards: tuple[Card, ...]) -> tuple[Card, ...]:
    """Where most compose addresses say what they are for, one that does not is only believed if the card speaks of the
    person's own birthday by name: an advertiser's does not."""
    links = [card for card in cards if card.link]
    with_occasion = sum(card.occasion is not None for card in links)
    if with_occasion < 2 * (len(links) - with_occasion):
        return cards
    return tuple(
        replace(card, writable=False) if card.link and card.occasion is None and not wishes_by_name(card) else card
        for card in cards
    )


def _plausible(cards: tuple[Card, ...]) -> bool:
    """Whether cards without any control to write can be a page on which everybody was already written to."""
    return all(card.person.keys and len(card.lines) >= 2 for card in cards)


async def _look(page: Page, asking: Asking) -> _Look:
    looks = []
    for frame in await asking.frames(page):
        try:
            looks.append(_Look(frame=frame, answer=await asking.ask(frame, "catchUp")))
        except PageGone:
            if frame is page.main_frame:
                raise
    return max(looks, key=_weight(page))


def _weight(page: Page) -> Callable[[_Look], tuple[int, int, bool]]:
    """The frame with most people who can be written to holds the list; in doubt the page itself."""

    def weigh(look: _Look) -> tuple[int, int, bool]:
        writable = sum(card["control"] != "none" for card in look.cards)
        return (writable, len(look.cards), look.frame is page.main_frame)

    return weigh


async def _walk(
    page: Page,
    asking: Asking,
    traffic: Traffic,
    look: _Look,
    by_key: dict[str, Card],
    occasion: Occasion,
    uncover: Uncover,
) -> str:
    """Keep everybody on the way to the page's own end; why it was not reached, or nothing."""
    until = time.monotonic() + WALK_WITHIN_S
    grew_at = time.monotonic()
    places, groups = SeenPlaces(), Groups()
    twice = 0
    while True:
        before = len(by_key)
        _keep(look, by_key)
        places.note(look.answer["places"])
        groups.note(look.cards, look.answer["announced"])
        twice = max(twice, _listed_twice(look))
        if len(by_key) > before:
            grew_at = time.monotonic()
        if time.monotonic() > until:
            return Missing.NOT_IN_TIME
        if await _says_stop(page, asking, traffic):
            return Missing.NOT_ANSWERED
        if not await _step(page, asking, traffic, look, uncover):
            last = await _look(page, asking)
            _keep(last, by_key)
            places.note(last.answer.get("places", ()))
            groups.note(last.cards, last.answer.get("announced", ()))
            if not last.answer["hasMain"]:
                return Missing.GONE
            twice = max(twice, _listed_twice(last))
            people = len(by_key) + twice
            return why_in_part(last.answer, traffic, grew_at, people, places, occasion, groups=groups, twice=twice)
        look = await _look(page, asking)


def _listed_twice(look: _Look) -> int:
    """How many of the cards there now are of people who have another one."""
    keys = [tuple(raw["members"] or raw["slugs"]) for raw in look.cards]
    named = [key for key in keys if key]
    return len(named) - len(set(named))


def _keep(look: _Look, by_key: dict[str, Card]) -> None:
    """Keep every card once: people met again (rows are recycled, one person twice) count once; of two cards of one
    person the one that is about the birthday wins, then the one that can be written to."""
    marks = Counter(mark for raw in look.cards for mark in set(raw["marked"]))
    read_ = []
    for raw in look.cards:
        own = dict(raw, marked=[mark for mark in raw["marked"] if marks[mark] == 1])
        read_.append((raw, _card(own, len(by_key))))
    groups = {raw["group"] for raw, card in read_ if evident(card)}
    for raw, seen in read_:
        card = replace(seen, beside=bool(groups) and raw["group"] not in groups, order=len(by_key))
        if raw["promoted"] and card.occasion is not Occasion.BIRTHDAY and not wishes_by_name(card):
            continue
        key = card.person.key or f"nobody:{card.person.name}:{'|'.join(card.lines)}"
        key = next((known for known, other in by_key.items() if set(other.person.keys) & set(card.person.keys)), key)
        before = by_key.get(key)
        if before is None or _worth(card) > _worth(before):
            by_key[key] = card


def _worth(card: Card) -> tuple[bool, bool, bool]:
    return (evident(card), card.writable, not card.beside)


async def _step(page: Page, asking: Asking, traffic: Traffic, look: _Look, uncover: Uncover) -> bool:
    """Show more of the list: scroll on, or press the page's own "load more". False at the end."""
    before = look.signature
    if not look.at_bottom:
        point, scroll = look.answer["point"], look.answer["scroll"]
        await _wheel(page, look.frame, point, max(120.0, scroll["view"] * 0.7))
        await _until_scrolled(page, asking, look, uncover)
        return True
    if look.answer["more"]:
        if not await _press_more(asking, look) and not (await uncover() and await _press_more(asking, look)):
            return False
        return await _until_changed(page, asking, traffic, before, MORE_WITHIN_S)
    return await _until_changed(page, asking, traffic, before, END_AFTER_S)


async def _press_more(asking: Asking, look: _Look) -> bool:
    """Press the page's own "load more"; False where it is not there or something lies over it."""
    button = await asking.element(look.frame, "moreButton")
    if button is None:
        return False
    try:
        await button.click(timeout=PRESS_WITHIN_S * 1000)
    except Error:
        return False
    return True


async def _says_stop(page: Page, asking: Asking, traffic: Traffic) -> bool:
    """Whether a stop sign came while the list was walked: nothing is scrolled or pressed after it."""
    if traffic.stopped:
        return True
    return state.of_state(await asking.ask(page.main_frame, "state"), asking.pack) is not None


async def _until_scrolled(page: Page, asking: Asking, look: _Look, uncover: Uncover) -> None:
    top = look.answer["scroll"]["top"]
    for _ in range(10):
        now = await _look(page, asking)
        if now.answer.get("scroll", {}).get("top") != top:
            return
        await asyncio.sleep(_TICK_S)
    if await uncover():
        return
    # The wheel reached something else (a sticky block, another pane): move the list itself.
    await asking.ask(look.frame, "scrollBy", by=look.answer["scroll"]["view"] * 0.7)
    await asyncio.sleep(_TICK_S)


async def _until_changed(
    page: Page, asking: Asking, traffic: Traffic, before: tuple[Any, ...], patience_s: float | None
) -> bool:
    """Whether the list changed before the page had been quiet for a few rounds (and ``patience_s`` had passed)."""
    started = time.monotonic()
    quiet = 0
    pause = _TICK_S * 2
    while time.monotonic() - started < MORE_WITHIN_S * 3:
        await asyncio.sleep(pause)
        pause = min(pause * 1.5, _TICK_S * 6)  # a look at a long list is work, for the page as well
        now = await _look(page, asking)
        if now.signature != before:
            return True
        if traffic.loading or now.answer["busy"]:
            quiet = 0
            continue
        quiet += 1
        if quiet >= _QUIET_ROUNDS and (patience_s is None or time.monotonic() - started > patience_s):
            return False
    return False


async def _to_top(page: Page, look: _Look) -> None:
    scroll = look.answer.get("scroll")
    if scroll and scroll["top"] > 0:
        await _wheel(page, look.frame, look.answer["point"], -(scroll["top"] + scroll["view"]))
        await asyncio.sleep(_TICK_S * 2)


async def _wheel(page: Page, frame: Frame, point: dict[str, float], by: float) -> None:
    x, y = point["x"], point["y"]
    if frame is not page.main_frame:
        holder = await frame.frame_element()
        box = await holder.bounding_box()
        if box:
            x, y = x + box["x"], y + box["y"]
    await page.mouse.move(x, y)
    await page.mouse.wheel(0, by)


def _card(raw: dict[str, Any], order: int) -> Card:
    members = [str(member) for member in raw["members"]]
    marked = [str(mark) for mark in raw["marked"]]
    slugs = [str(slug) for slug in raw["slugs"]]
    member = members[0] if len(members) == 1 else None
    if member is None and not members:
        named = {slug for slug in slugs if is_member(slug)} or set(marked)
        member = next(iter(named)) if len(named) == 1 else None
    addresses = [slug for slug in slugs if not is_member(slug)]
    profile = addresses[0].lower() if len(set(addresses)) == 1 and not raw["several"] else None
    href = str(raw["href"])
    if href and member_of(href) is None:
        member = None  # the address names two people: nobody is identified by it
    return Card(
        person=Person(name=str(raw["name"]).strip(), member=member, profile=profile, headline=_headline(raw)),
        lines=tuple(str(line) for line in raw["lines"]),
        label=str(raw["label"]),
        link=href,
        occasion=_occasion(href),
        writable=raw["control"] != "none" and not (href and member is None),
        order=order,
        heading=str(raw["above"]),
        section=str(raw["section"]),
    )


def _headline(raw: dict[str, Any]) -> str:
    """The line after the name: shown to the person, never read for dates."""
    lines = [str(line) for line in raw["lines"]]
    name = str(raw["name"])
    return lines[lines.index(name) + 1] if name in lines[:-2] else ""


def _occasion(href: str) -> Occasion | None:
    text = href.replace("%28", "(").replace("%2C", ",").replace("%3A", ":")
    return next((occasion for occasion, word in _OCCASION_WORDS.items() if f"prop:({word}," in text), None)


async def suggestions(control: ElementHandle) -> tuple[str, ...]:
    """The site's own words for a person, from the control that opens the composer: ``body`` of its address, and what
    its label says after the name."""
    label, address = await control.evaluate("(n) => [n.getAttribute('aria-label') || '', n.href || '']")
    bodies = parse_qs(urlsplit(address).query).get("body", [])
    return tuple(words.strip() for words in (*bodies, label.partition(":")[2]) if words.strip())
