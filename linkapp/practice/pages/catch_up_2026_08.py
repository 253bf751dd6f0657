"""Catch-up page as of 2026-08-03: no ``data-view-name``, no ``li``, no ``time``; advertisements are list items too.

The whole head of a card is one link, its control has a hidden twin, and the side rail lies inside
``main``. The next cards come when the end of the document is scrolled into view.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from linkapp.practice.moments import Moment, opaque_key
from linkapp.practice.pages.frame import View, side_rail

SCREENS = {
    "birthday": "CatchUpBirthday",
    "work_anniversaries": "CatchUpWorkAnniversaries",
    "job_changes": "CatchUpJobChanges",
    "all": "CatchUpAll",
}


def card(view: View, moment: Moment, place: int) -> str:
    """One card; prompts and advertisements are siblings of the same role."""
    person = moment.person
    headline = f'<p class="{view.css("sub")}">{escape(person.headline)}</p>' if _has_headline(view, moment) else ""
    if moment.href:
        control = (
            f'<a href="{escape(moment.href)}" class="{view.css("pill")}" aria-label="{escape(moment.label)}">'
            f'<span class="{view.css("pill-in")}"><svg aria-hidden="true" width="16" height="16"></svg>'
            f"<span>{escape(moment.wish or view.words.message)}</span></span></a>"
        )
        # The same control for narrow windows: there, and not shown.
        control += f'<div style="display:none" class="{view.css("narrow")}">{control}</div>'
    else:
        slug = person.path.split("/")[2]
        control = (
            f'<a href="/preload/custom-invite/?vanityName={slug}" class="{view.css("pill")}" '
            f'aria-label="{escape(view.words.connect_label.format(name=person.name))}">'
            f"{escape(view.words.connect)}</a>"
        )
    return (
        f'<div role="listitem" componentkey="{moment.key}" class="{view.css("item")}">'
        f'<div class="{view.css("box")}"><a href="{person.path}" class="{view.css("whole")}">'
        f'<span class="{view.css("pic")}"><img alt="" width="56" height="56" src="data:image/gif;base64,'
        'R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="></span>'
        f'<span class="{view.css("col")}"><p class="{view.css("nm")}"><span>{escape(person.name)}</span></p>'
        f'{headline}<p class="{view.css("st")}">{escape(moment.sentence)}</p></span></a>'
        f'<div class="{view.css("foot")}">{control}</div></div></div>' + _between(view, place)
    )


def page(view: View, moments: Sequence[Moment], tab: str, *, has_more: bool) -> str:
    """The page's body. The side rail lies inside ``main``, as on the profiles of that time."""
    words = view.words
    if moments:
        inside = "".join(card(view, moment, place) for place, moment in enumerate(moments))
    elif view.faults.truly_empty:
        inside = ""
    else:
        inside = f'<p class="{view.css("none")}">{escape(words.nothing)}</p>'
    end = ""
    if has_more:
        end = (
            f'<div class="{view.css("tail")}" data-tail="1" style="height:40px">'
            f'<div role="progressbar" aria-label="{escape(words.loading)}"></div></div>'
        )
    strangers = [person for person in view.world.people if not person.is_connection][:3]
    friends = [person for person in view.world.people if person.is_connection][-2:]
    return (
        f'<main class="{view.css("main")}" style="display:flex;gap:24px;align-items:flex-start">'
        f'<div data-sdui-screen="com.linkedin.sdui.flagshipnav.mynetwork.{SCREENS[tab]}" '
        f'class="{view.css("screen")}" style="flex:1"><h1 class="{view.css("h")}">{escape(words.catch_up)}</h1>'
        f'<div class="{view.css("list")}" componentkey="catchUpColumn" data-start="{len(moments)}">{inside}</div>{end}'
        f"</div>{side_rail(view, [*strangers, *friends])}</main>"
    )


def _has_headline(view: View, moment: Moment) -> bool:
    return view.world.headlines_on_cards and bool(moment.person.headline)


def _between(view: View, place: int) -> str:
    if place % 5 == 1:
        return (
            f'<div role="listitem" componentkey="{opaque_key("ad", place)}" class="{view.css("item")}">'
            f'<div class="{view.css("box")}"><p>{escape(view.words.advert)}</p>'
            f'<a href="/company/bluefield/" class="{view.css("pill")}">{escape(view.words.follow)}</a></div></div>'
        )
    if place % 5 == 3:
        return (
            f'<div role="listitem" componentkey="{opaque_key("prompt", place)}" class="{view.css("item")}">'
            f"<p>{escape(view.words.puzzle)}</p>"
            f'<button type="button" aria-label="{escape(view.words.close)}">×</button></div>'
        )
    return ""
