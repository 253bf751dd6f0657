"""Catch-up page as captured on 2025-11-17 and -18: nurture cards in a lazy column, ``Load more`` as its last child."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from linkapp.practice.moments import Moment, opaque_key
from linkapp.practice.pages.frame import View, invitation_marker

SCREEN = "com.linkedin.sdui.flagshipnav.mynetwork.CatchUp"

SUFFIX = {
    "birthday": "Birthday",
    "work_anniversaries": "WorkAnniversaries",
    "job_changes": "JobChanges",
    "all": "All",
}


def card(view: View, moment: Moment, place: int) -> str:
    """One card, with a puzzle or an advertisement after every fourth and seventh."""
    person = moment.person
    name = escape(person.name)
    before, when, after = moment.sentence.rpartition(moment.when)
    bold = f"<strong>{escape(when)}</strong>" if when and not person.date_unreadable else escape(when)
    sentence = f"{escape(before)}{bold}{escape(after)}"
    if moment.href:
        control = (
            f'<a class="{view.css("button", "secondary")}" href="{escape(moment.href)}" '
            f'aria-label="{escape(moment.label)}" data-view-name="nurture-card-primary-button" tabindex="0">'
            f'<span class="{view.css("button-text")}">{escape(moment.wish or view.words.message)}</span></a>'
        )
    else:
        control = (
            f'<button type="button" class="{view.css("button", "secondary")}" '
            f'componentkey="{invitation_marker(person)}" '
            f'aria-label="{escape(view.words.connect_label.format(name=person.name))}">'
            f"<span>{escape(view.words.connect)}</span></button>"
        )
    return (
        f'<div data-view-name="nurture-card" class="{view.css("nurture")}">'
        f'<div role="listitem" componentkey="{moment.key}" class="{view.css("card", "column")}">'
        f'<div class="{view.css("row")}"><a data-view-name="nurture-card-profile-view" tabindex="0" '
        f'class="{view.css("link")}" href="{person.path}">'
        f'<div class="{view.css("lockup")}"><figure class="{view.css("avatar")}" aria-hidden="true">'
        '<svg width="48" height="48"></svg></figure>'
        f'<div class="{view.css("texts")}"><p class="{view.css("t1")}">{name}</p>'
        f'<p class="{view.css("t2")}">{sentence}</p></div></div></a>'
        f'<button type="button" aria-expanded="false" class="{view.css("overflow")}">'
        '<svg aria-hidden="true" width="16" height="16"></svg></button></div>'
        f'<div class="{view.css("actions")}">{control}</div></div></div>' + _between(view, place)
    )


def more_button(view: View) -> str:
    """The unlabelled button that is the list's last child."""
    return (
        f'<button type="button" class="{view.css("more")}"><span class="{view.css("button-text")}">'
        f"{escape(view.words.load_more)}</span></button>"
    )


def page(view: View, moments: Sequence[Moment], tab: str, *, has_more: bool) -> str:
    """The page's body."""
    words = view.words
    if moments:
        cards = "".join(card(view, moment, place) for place, moment in enumerate(moments))
        inside = cards + (more_button(view) if has_more else "")
    elif view.faults.truly_empty:
        inside = ""
    else:
        inside = (
            f'<div class="{view.css("empty")}" componentkey="{opaque_key("empty", tab)}">'
            f'<svg aria-hidden="true" width="120" height="80"></svg><h2 class="{view.css("t1")}">'
            f'{escape(words.nothing_more)}</h2><p class="{view.css("t2")}">{escape(words.nothing)}</p></div>'
        )
    tabs = "".join(
        f'<a role="tab" aria-selected="{"true" if key == tab else "false"}" href="/mynetwork/catch-up/{key}/" '
        f'class="{view.css("tab")}">{escape(text)}</a>'
        for key, text in (
            ("all", words.all_moments),
            ("job_changes", words.positions),
            ("birthday", words.birthdays),
            ("work_anniversaries", words.anniversaries),
        )
    )
    return (
        f'<div class="{view.css("layout")}"><main id="workspace" class="{view.css("workspace")}">'
        f'<div role="main" data-sdui-screen="{SCREEN}{SUFFIX[tab]}" class="{view.css("screen")}">'
        f'<div class="{view.css("head")}"><div role="tablist" style="display:flex;gap:12px">{tabs}</div></div>'
        f'<div data-testid="lazy-column" role="list" class="{view.css("lazy")}" componentkey="CatchUpList" '
        f'data-start="{len(moments)}">{inside}</div></div></main></div>'
    )


def _between(view: View, place: int) -> str:
    if place % 9 == 3:
        return (
            f'<div class="{view.css("promo")}"><div role="listitem" componentkey="{opaque_key("puzzle", place)}">'
            f'<a href="/games/queens/" class="{view.css("link")}"><p>{escape(view.words.puzzle)}</p></a>'
            f'<button type="button">{escape(view.words.more)}</button></div></div>'
        )
    if place % 9 == 6:
        return (
            f'<div class="{view.css("ad")}"><iframe title="advertisement" src="about:blank" style="height:20px">'
            f'</iframe><p>{escape(view.words.advert)}</p><a href="/company/bluefield/">Bluefield</a></div>'
        )
    return ""
