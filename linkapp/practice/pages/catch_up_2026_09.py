"""Catch-up page as of 2026-09-27: hashed blocks without roles; the list scrolls inside ``main``.

A card is the largest block around a profile link that holds one person only. Its control is a link or a button, told
by ``aria-label``; the picture and the name are two links to the same profile. More cards come by scrolling, then by a
"Show more" button.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from linkapp.practice.moments import Moment, opaque_key
from linkapp.practice.pages.frame import View, side_rail


def is_button(view: View, place: int) -> bool:
    """Whether the control of the card at this place is a button."""
    return view.world.control == "button" or (view.world.control == "mixed" and place % 2 == 0)


def card(view: View, moment: Moment, place: int) -> str:
    """One card."""
    person = moment.person
    label = escape(moment.label)
    if not moment.href:
        text = view.words.follow
        control = (
            f'<button type="button" class="{view.css("ctl")}" aria-label="{escape(text)} {escape(person.name)}">'
            f"<span>{escape(text)}</span></button>"
        )
    elif is_button(view, place):
        control = (
            f'<button type="button" class="{view.css("ctl")}" aria-label="{label}">'
            f"<span>{escape(view.words.message)}</span></button>"
        )
    else:
        control = (
            f'<a class="{view.css("ctl")}" aria-label="{label}" href="{escape(moment.href)}">'
            f"<span>{escape(view.words.message)}</span></a>"
        )
    return (
        f'<div class="{view.css("w1")}"><div class="{view.css("w2")}" componentkey="{moment.key}">'
        f'<div class="{view.css("w3")}"><div class="{view.css("ph")}">'
        f'<a href="{person.path}" tabindex="-1" aria-hidden="true" class="{view.css("pa")}">'
        '<svg width="48" height="48" aria-hidden="true"></svg></a></div>'
        f'<div class="{view.css("tx")}"><div><a href="{person.path}?lipi=urn%3Ali%3Apage%3Ad_flagship3" '
        f'class="{view.css("na")}"><span dir="auto">{escape(person.name)}</span></a></div>'
        f'<div class="{view.css("se")}"><span dir="auto">{escape(moment.sentence)}</span></div></div>'
        f'<div class="{view.css("ct")}">{control}</div></div></div></div>' + _between(view, place)
    )


def page(view: View, moments: Sequence[Moment], tab: str, *, has_more: bool) -> str:
    """The page's body: ``main`` is as high as the window and scrolls by itself."""
    words = view.words
    if moments:
        cards = "".join(card(view, moment, place) for place, moment in enumerate(moments))
        inside = f'<div class="{view.css("hd")}"><h2>{escape(words.birthdays)}</h2></div><div data-cards>{cards}</div>'
    elif view.faults.truly_empty:
        inside = "<div data-cards></div>"
    else:
        inside = (
            f'<section class="{view.css("em")}" componentkey="{opaque_key("EmptyState", tab)}">'
            f'<img alt="" width="80" height="60" src="data:,"><h2>{escape(words.nothing)}</h2></section>'
        )
    end = f'<div class="{view.css("end")}" data-end="{"more" if has_more else "done"}" style="min-height:24px"></div>'
    strangers = [person for person in view.world.people if not person.is_connection][1:4]
    return (
        f'<div class="{view.css("cols")}" style="display:flex;height:calc(100vh - 52px)">'
        f'<main id="workspace" class="{view.css("main")}" style="overflow-y:auto;height:100%;flex:1" tabindex="-1">'
        f'<div data-sdui-screen="com.linkedin.sdui.flagshipnav.mynetwork.CatchUp" class="{view.css("scr")}">'
        f'<div class="{view.css("lst")}" data-start="{len(moments)}">{inside}</div>{end}</div></main>'
        f"{side_rail(view, strangers)}</div>"
    )


def _between(view: View, place: int) -> str:
    if place % 6 == 2:
        return (
            f'<div class="{view.css("w1")}"><div class="{view.css("w2")}"><p>{escape(view.words.puzzle)}</p>'
            f'<a class="{view.css("ctl")}" href="/games/tango/">{escape(view.words.more)}</a></div></div>'
        )
    if place % 6 == 5:
        return (
            f'<div class="{view.css("w1")}"><p>{escape(view.words.advert)}</p>'
            f'<button type="button" aria-label="{escape(view.words.follow)} Bluefield">'
            f"{escape(view.words.follow)}</button></div>"
        )
    return ""
