"""The catch-up page: which layout generation draws it, and how the next part of its list comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aiohttp import web

from linkapp.practice.moments import Moment
from linkapp.practice.pages import catch_up_2025_11
from linkapp.practice.pages.frame import View, document


def page(view: View, moments: Sequence[Moment], tab: str) -> str:
    """The whole page in the world's layout."""
    batch = view.world.batch
    if view.faults.truly_empty:
        moments = []
    first = moments[:batch]
    has_more = len(moments) > batch
    body = catch_up_2025_11.page(view, first, tab, has_more=has_more)
    return document(view, title=view.words.birthdays, body=body, scripts=("catch_up_2025_11",))


def fragment(view: View, moments: Sequence[Moment], query: Mapping[str, str]) -> web.Response:
    """The next cards, as the page's own scripts ask for them."""
    try:
        start = max(0, int(query.get("start", "0")))
    except ValueError as wrong:
        raise web.HTTPBadRequest(text="start must be a number.\n") from wrong
    batch = view.world.batch
    part = moments[start : start + batch]
    cards = "".join(catch_up_2025_11.card(view, one, start + n) for n, one in enumerate(part))
    if start + batch < len(moments):
        cards += catch_up_2025_11.more_button(view)
    return web.Response(text=cards, content_type="text/html", headers={"x-next-start": str(start + len(part))})
