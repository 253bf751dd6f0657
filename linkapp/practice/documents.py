"""Which page answers which address."""

from __future__ import annotations

from aiohttp import web

from linkapp.practice.moments import TABS, listed
from linkapp.practice.pages import catch_up, messages
from linkapp.practice.pages.frame import document
from linkapp.practice.state import SiteState


class Documents:
    """The handlers of the pages of one site."""

    def __init__(self, state: SiteState) -> None:
        self._state = state

    def routes(self) -> list[web.RouteDef]:
        """Every page."""
        return [
            web.get("/mynetwork/catch-up/{tab}/", self.catch_up),
            web.get("/messaging/thread/{thread}/", self.messages),
            web.get("/messaging/compose/", self.messages),
            web.get("/preload/", self.preload),
        ]

    async def catch_up(self, request: web.Request) -> web.Response:
        """The catch-up page, or the next part of its list."""
        tab = request.match_info["tab"]
        if tab not in TABS:
            raise web.HTTPNotFound
        view = self._state.view()
        moments = listed(self._state.world, tab, view.today)
        if "_fragment" in request.query:
            return catch_up.fragment(view, moments, request.query)
        return _page(catch_up.page(view, moments, tab))

    async def messages(self, _request: web.Request) -> web.Response:
        """One conversation as a whole page."""
        return _page(messages.page(self._state.view()))

    async def preload(self, _request: web.Request) -> web.Response:
        """The classic application's frame."""
        return _page(messages.frame(self._state.view()))

    def limited(self, kind: str) -> web.Response:
        """Too many requests."""
        return web.Response(status=429, text="" if kind == "page" else "{}")


def _page(text: str) -> web.Response:
    return web.Response(text=text, content_type="text/html")


__all__ = ["Documents", "document"]
