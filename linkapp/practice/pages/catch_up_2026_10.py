"""Catch-up page, the next step (2026-10, LinkApp's own guess): recycled rows, ``data-testid`` only.

The rows exist only while they are in view and are used again for other people; their words come from a private call.
With ``World.shadow_cards`` they lie in an open shadow root, as messaging did in 2026-07.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from linkapp.practice.moments import Moment
from linkapp.practice.pages.catch_up_2026_09 import is_button
from linkapp.practice.pages.frame import View, side_rail


def row(view: View, moment: Moment, place: int) -> dict[str, Any]:
    """What a row shows, for the page's own script."""
    person = moment.person
    button = is_button(view, place)
    has_headline = view.world.headlines_on_cards and person.headline
    return {
        "key": moment.key,
        "name": person.name,
        "profile": person.path,
        "headline": person.headline if has_headline else "",
        "line": moment.sentence,
        "label": moment.label if moment.href else view.words.connect_label.format(name=person.name),
        "text": (moment.wish or view.words.message) if moment.href else view.words.connect,
        "href": "" if button or not moment.href else moment.href,
        "writable": bool(moment.href),
    }


def page(view: View, moments: Sequence[Moment], tab: str) -> str:
    """The page's body. The count in the head is the page's own."""
    words = view.words
    if moments:
        inside = (
            f'<div data-testid="catch-up-feed" data-tab="{tab}" data-total="{len(moments)}" role="feed" '
            f'aria-busy="true"{" data-shadow" if view.world.shadow_cards else ""}></div>'
        )
        count = f' <span data-testid="catch-up-count">({len(moments)})</span>'
    elif view.faults.truly_empty:
        inside, count = '<div data-testid="catch-up-feed" role="feed"></div>', ""
    else:
        inside = (
            f'<div data-testid="empty-state" role="status"><p>{escape(words.nothing_more)}</p>'
            f"<p>{escape(words.nothing)}</p></div>"
        )
        count = ' <span data-testid="catch-up-count">(0)</span>'
    strangers = [person for person in view.world.people if not person.is_connection][2:5]
    return (
        '<div data-testid="app-grid" style="display:flex">'
        '<main data-testid="workspace" style="flex:1;min-width:0">'
        '<section data-testid="screen" data-sdui-screen="com.linkedin.sdui.flagshipnav.mynetwork.CatchUpV2">'
        f"<h1>{escape(words.birthdays)}{count}</h1>{inside}</section></main>"
        f'<div data-testid="rail" style="width:260px">{side_rail(view, strangers)}</div></div>'
    )
