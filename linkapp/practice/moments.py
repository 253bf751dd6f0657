"""Which moments the catch-up page lists on a day, in the site's order, with everything a card says about them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote, urlencode

from linkapp.practice.words import WORDS, when_words, wish_of
from linkapp.practice.world import (
    LISTED_DAYS_AHEAD,
    LISTED_DAYS_LATE,
    DateWords,
    Layout,
    Occasion,
    PracticePerson,
    World,
    nearest,
)

TABS: dict[str, tuple[Occasion, ...]] = {
    "birthday": ("BIRTHDAY",),
    "work_anniversaries": ("WORK_ANNIVERSARY",),
    "job_changes": ("JOB_CHANGE",),
    "all": ("BIRTHDAY", "WORK_ANNIVERSARY", "JOB_CHANGE"),
}
"""The catch-up page's tabs, by the last part of their address."""

STYLES: dict[Layout, DateWords] = {
    "2025-11": "absolute",
    "2026-08": "relative",
    "2026-09": "absolute",
    "2026-10": "weekday",
}
"""How each generation of the page says when a moment was."""


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One card. ``key`` is the block's opaque key; ``href`` the compose address (empty: no message control)."""

    person: PracticePerson
    occasion: Occasion
    days_late: int
    sentence: str
    when: str
    wish: str
    label: str
    href: str
    key: str


def compose_address(person: PracticePerson, *, prop: str = "", body: str = "") -> str:
    """A compose address as the site's own controls hold it (capture of 2025-11-17)."""
    query = {"profileUrn": f"urn:li:fsd_profile:{person.member}", "recipient": person.member}
    if prop:
        query["propUrn"] = prop
    if body:
        query["body"] = body
    if prop:
        digest = hashlib.sha256(prop.encode()).hexdigest()
        query["workflowId"] = f"{digest[:8]}-{digest[8:12]}-4{digest[13:16]}-a{digest[17:20]}-{digest[20:32]}"
    query["interop"] = "msgOverlay"
    return "/messaging/compose/?" + urlencode(query, quote_via=quote, safe=":(),")


def opaque_key(*parts: object) -> str:
    """A block's key, of which nothing can be read."""
    digest = hashlib.sha256("/".join(str(part) for part in parts).encode()).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-4{digest[13:16]}-b{digest[17:20]}-{digest[20:32]}"


def listed(world: World, tab: str, today: date) -> list[Moment]:
    """The moments of a tab: today's first, then the latest, then those still to come."""
    moments: list[Moment] = []
    for person in world.people:
        if "BIRTHDAY" in TABS[tab] and person.birthday:
            late = (today - nearest(person.birthday, today)).days
            if -LISTED_DAYS_AHEAD <= late <= LISTED_DAYS_LATE:
                moments.append(_moment(world, person, "BIRTHDAY", late, today))
        if "WORK_ANNIVERSARY" in TABS[tab] and person.anniversary:
            late = (today - nearest(person.anniversary[:2], today)).days
            if 0 <= late <= LISTED_DAYS_LATE:
                moments.append(_moment(world, person, "WORK_ANNIVERSARY", late, today))
        if "JOB_CHANGE" in TABS[tab] and person.new_position:
            late = (today - nearest(person.new_position[:2], today)).days
            if 0 <= late <= LISTED_DAYS_LATE:
                moments.append(_moment(world, person, "JOB_CHANGE", late, today))
    moments.sort(key=lambda moment: (moment.days_late < 0, abs(moment.days_late)))
    return _with_repeats(moments)


def _with_repeats(moments: Sequence[Moment]) -> list[Moment]:
    """A person who is listed twice comes again four cards further down, with another block key."""
    rows = list(moments)
    for moment in moments:
        if moment.person.listed_twice:
            place = min(rows.index(moment) + 4, len(rows))
            rows.insert(place, _again(moment))
    return rows


def _again(moment: Moment) -> Moment:
    return replace(moment, key=opaque_key(moment.key, "again"))


def _moment(world: World, person: PracticePerson, occasion: Occasion, late: int, today: date) -> Moment:
    words = WORDS[world.language]
    style = world.date_words or STYLES[world.layout]
    when = when_words(late, today, world.language, style)
    name = person.name
    if occasion == "WORK_ANNIVERSARY" and person.anniversary:
        sentence = words.anniversary.format(name=name, n=person.anniversary[2], company=person.company, when=when)
    elif occasion == "JOB_CHANGE" and person.new_position:
        sentence = words.position.format(name=name, title=person.new_position[2], when=when)
    elif person.date_unreadable:
        sentence = words.card_no_date.format(name=name)
    elif style != "absolute":
        sentence = words.short_card.format(when=when)
    else:
        sentence = (words.card_today if late == 0 else words.card_late if late > 0 else words.card_ahead).format(
            name=name, when=when
        )
    wish = wish_of(occasion, late, world.language)
    label = words.message_label.format(name=name, text=wish) if wish else words.plain_message_label.format(name=name)
    prop = f"urn:li:prop:({occasion},{person.number}{today.year})"
    href = compose_address(person, prop=prop, body=wish) if person.is_connection else ""
    return Moment(
        person=person,
        occasion=occasion,
        days_late=late,
        sentence=sentence,
        when=when,
        wish=wish,
        label=label,
        href=href,
        key=opaque_key(world.layout, person.member, occasion, today),
    )
