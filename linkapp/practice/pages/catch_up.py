"""The catch-up page: which layout generation draws it, and how the next part of its list comes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape

from aiohttp import web

from linkapp.practice.moments import Moment
from linkapp.practice.pages import catch_up_2025_11, catch_up_2026_08, catch_up_2026_09, catch_up_2026_10
from linkapp.practice.pages.frame import View, document

_BY_PART = {"2025-11": catch_up_2025_11, "2026-08": catch_up_2026_08, "2026-09": catch_up_2026_09}
_ROWS = 20


def page(view: View, moments: Sequence[Moment], tab: str) -> str:
    """The whole page in the world's layout."""
    layout = view.world.layout
    if view.faults.truly_empty:
        moments = []
    if view.faults.list_unending:
        moments = moments[: max(1, len(moments) - 2)][: view.world.batch]
    if layout == "2026-10":
        body = catch_up_2026_10.page(view, moments, tab)
    else:
        batch = view.world.batch
        has_more = len(moments) > batch
        body = _BY_PART[layout].page(view, moments[:batch], tab, has_more=has_more)
    if view.faults.list_unending:
        label = escape(view.words.more)
        spinner = f'<div role="progressbar" aria-label="{label}" style="height:32px"><svg width="24"></svg></div>'
        head, end, rest = body.rpartition("</main>")
        body = f"{head}{spinner}{end}{rest}" if end else body + spinner
    script = "catch_up_" + layout.replace("-", "_")
    return document(view, title=view.words.birthdays, body=body, scripts=(script,))


def fragment(view: View, moments: Sequence[Moment], query: Mapping[str, str]) -> web.Response:
    """The next cards, as the page's own scripts ask for them."""
    try:
        start = max(0, int(query.get("start", "0")))
    except ValueError as wrong:
        raise web.HTTPBadRequest(text="start must be a number.\n") from wrong
    layout = view.world.layout
    if layout == "2026-10":
        part = moments[start : start + _ROWS]
        rows = [catch_up_2026_10.row(view, moment, start + place) for place, moment in enumerate(part)]
        return web.Response(text=json.dumps({"rows": rows}), content_type="application/json")
    part = moments[start : start + view.world.batch]
    cards = "".join(_BY_PART[layout].card(view, moment, start + place) for place, moment in enumerate(part))
    has_more = start + len(part) < len(moments)
    if has_more and layout == "2025-11":
        cards += catch_up_2025_11.more_button(view)
    headers = {"x-next-start": str(start + len(part)), "x-more": "1" if has_more else "0"}
    return web.Response(text=cards, content_type="text/html", headers=headers)
