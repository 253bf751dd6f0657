"""Control over HTTP, for a practice site that runs as a process of its own. Loopback only, like everything here."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, get_args

from aiohttp import web

from linkapp.practice.state import SiteState
from linkapp.practice.world import PRESETS, Composer, DateWords, Language, Layout, SignIn
from linkapp.practice.world import Control as CardControl

_CHOICES: dict[str, tuple[str, ...]] = {
    "layout": get_args(Layout),
    "composer": get_args(Composer),
    "language": get_args(Language),
    "date_words": get_args(DateWords),
    "control": get_args(CardControl),
    "signin": get_args(SignIn),
}
_SWITCHES = ("enter_sends", "site_drafts", "shadow_cards", "new_thread_card", "headlines_on_cards")


class ControlCalls:
    """The handlers under ``/practice/``."""

    def __init__(self, state: SiteState, set_today: Callable[[date], None]) -> None:
        self._state = state
        self._set_today = set_today

    def routes(self) -> list[web.RouteDef]:
        """Every control call."""
        return [
            web.get("/practice/state", self.read),
            web.post("/practice/faults", self.faults),
            web.post("/practice/world", self.world),
            web.post("/practice/lost-click", self.lost_click),
        ]

    async def read(self, _request: web.Request) -> web.Response:
        """Everything that was counted, and what is shown now."""
        state = self._state
        return _answer(
            {
                "layout": state.world.layout,
                "composer": state.world.composer,
                "language": state.world.language,
                "signin": state.world.signin,
                "now": state.now(),
                "today": state.view().today,
                "people": len(state.world.people),
                "received": [asdict(message) for message in state.received],
                "requests": [asdict(asked) for asked in state.requests],
                "visits": [asdict(visit) for visit in state.visits],
                "invitations_withdrawn": [asdict(withdrawn) for withdrawn in state.invitations_withdrawn],
                "invitations_sent": state.invitations_sent,
                "searches": state.searches,
                "attempts": state.attempts,
                "typing": len(state.typing),
                "clicks_lost": state.clicks_lost,
                "checks_answered": state.checks_answered,
                "sign_ins": state.sign_ins,
                "faults": asdict(state.faults),
            }
        )

    async def faults(self, request: web.Request) -> web.Response:
        """Set faults by name; ``{"clear": true}`` takes all away first."""
        changes = await _body(request)
        clear = changes.pop("clear", False)
        try:
            if clear:
                self._state.faults.clear()
            self._state.faults.change(changes)
        except ValueError as wrong:
            return _refused(str(wrong))
        return _answer({"faults": asdict(self._state.faults)})

    async def world(self, request: web.Request) -> web.Response:
        """Change what is shown: a preset of people, ``today``, layout, composer, language and habits."""
        asked = await _body(request)
        today = None
        for name, value in asked.items():
            if name == "people":
                if not isinstance(value, str) or value not in PRESETS:
                    return _refused(f"people must be one of {', '.join(PRESETS)}.")
            elif name == "today":
                try:
                    today = date.fromisoformat(value)
                except (TypeError, ValueError):
                    return _refused("today must be a date like 2026-07-10.")
                if not 2000 <= today.year <= 2100:
                    return _refused("today must be a date from 2000 to 2100.")
            elif name in _CHOICES:
                if value not in _CHOICES[name]:
                    return _refused(f"{name} must be one of {', '.join(map(repr, _CHOICES[name]))}.")
            elif name in _SWITCHES:
                if not isinstance(value, bool):
                    return _refused(f"{name} must be true or false.")
            else:
                return _refused(f"There is nothing called {name!r} to set.")
        if today is not None:
            self._set_today(today)
        if "people" in asked:
            fresh = PRESETS[asked["people"]](self._state.view().today)
            self._state.world.me = fresh.me
            self._state.world.people = fresh.people
        for name in (*_CHOICES, *_SWITCHES):
            if name in asked:
                setattr(self._state.world, name, asked[name])
        return await self.read(request)

    async def lost_click(self, _request: web.Request) -> web.Response:
        """The page tells that a click on Send was lost, as the fault asked for."""
        self._state.clicks_lost += 1
        if self._state.faults.click_lost > 0:
            self._state.faults.click_lost -= 1
        return web.Response(status=204)


async def _body(request: web.Request) -> dict[str, Any]:
    try:
        asked = json.loads(await request.text())
    except ValueError:
        asked = None
    if not isinstance(asked, dict):
        raise web.HTTPBadRequest(text="The body must be one JSON object.\n")
    return asked


def _refused(sentence: str) -> web.Response:
    return web.Response(status=400, text=sentence + "\n")


def _answer(value: dict[str, Any]) -> web.Response:
    def plain(part: object) -> str:
        if isinstance(part, datetime | date):
            return part.isoformat()
        raise TypeError(f"{type(part).__name__} cannot be written as JSON")

    return web.json_response(value, dumps=lambda document: json.dumps(document, default=plain, ensure_ascii=False))
