"""The practice site itself: an aiohttp server on 127.0.0.1 that shows a ``World`` and counts what it receives."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from importlib.resources import files
from urllib.parse import quote, unquote

from aiohttp import web

from linkapp.practice.calls import Calls
from linkapp.practice.control import ControlCalls
from linkapp.practice.documents import SESSION_SECONDS, Documents
from linkapp.practice.faults import Faults
from linkapp.practice.state import Asked, Received, SiteState, Visit, Withdrawn
from linkapp.practice.world import World

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_DOORS = ("/login", "/uas/", "/authwall", "/checkpoint/", "/challenge", "/signup")
_FREE = ("/static/", "/practice/", "/recaptcha/")


def _real_time() -> datetime:
    return datetime.now(UTC)


class PracticeSite:
    """An imitation of the site's pages, reachable from this computer only.

    ``world`` and ``faults`` may be changed at any time; the next answer follows them. The ``Date`` of every answer
    follows ``clock`` (aware datetimes). Nothing is shared between two sites.
    """

    def __init__(
        self, world: World, *, clock: Callable[[], datetime] = _real_time, faults: Faults | None = None
    ) -> None:
        self.state = SiteState(world=world, clock=clock, faults=faults or Faults())
        self._calls = Calls(self.state)
        self._documents = Documents(self.state)
        self._runner: web.AppRunner | None = None
        self._port = 0

    @property
    def world(self) -> World:
        """Who and what is shown; may be replaced while it runs."""
        return self.state.world

    @world.setter
    def world(self, world: World) -> None:
        self.state.world = world

    @property
    def faults(self) -> Faults:
        """What goes wrong; may be changed while it runs."""
        return self.state.faults

    @property
    def address(self) -> str:
        """``http://127.0.0.1:PORT`` once it has started."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def received(self) -> list[Received]:
        """Every message that was received and kept, in order of receipt."""
        return self.state.received

    @property
    def requests(self) -> list[Asked]:
        """Every request, in order, with the status it got."""
        return self.state.requests

    @property
    def visits(self) -> list[Visit]:
        """Every profile page that was shown."""
        return self.state.visits

    @property
    def invitations_withdrawn(self) -> list[Withdrawn]:
        """Every invitation that was taken back."""
        return self.state.invitations_withdrawn

    def now(self) -> datetime:
        """The site's time, UTC."""
        return self.state.now()

    def set_today(self, today: date) -> None:
        """Move the site's clock so that its date (in the world's zone) is ``today``; it goes on from there."""
        self.state.shift += timedelta(days=(today - self.state.view().today).days)

    async def start(self, port: int = 0) -> None:
        """Listen on 127.0.0.1; ``port`` 0 takes a free one. Raises ``OSError`` if the port is taken."""
        app = web.Application(middlewares=[self._gate], client_max_size=2**20)
        app.on_response_prepare.append(self._date)
        app.router.add_get("/static/{name}", _static)
        app.add_routes(self._calls.routes())
        app.add_routes(ControlCalls(self.state, self.set_today).routes())
        app.add_routes(self._documents.routes())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        listener = web.TCPSite(self._runner, "127.0.0.1", port)
        await listener.start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Stop listening. What was received can still be read."""
        await self._calls.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _date(self, _request: web.BaseRequest, response: web.StreamResponse) -> None:
        if self.state.faults.no_date_header:
            response.headers.popall("Date", None)
        else:
            response.headers["Date"] = format_datetime(self.state.now(), usegmt=True)

    @web.middleware
    async def _gate(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Count every request, and let faults and the sign-in stand before it."""
        path = request.path
        kind = "page"
        if path.startswith(("/voyager/", "/flagship-web/")):
            kind = "send" if request.query.get("action") == "createMessage" else "call"
        elif path.startswith("/practice/"):
            kind = "practice"
        elif path.startswith(_FREE):
            return await handler(request)
        elif path == "/preload/" or "_fragment" in request.query:
            kind = "call"
        place = len(self.state.requests)
        self.state.requests.append(
            Asked(method=request.method, path=unquote(path), query=request.query_string, at=self.state.now(), kind=kind)
        )
        status = 500
        try:
            response = await self._guarded(request, handler, kind, place)
            status = response.status
        except web.HTTPException as stopped:
            status = stopped.status
            raise
        finally:
            asked = self.state.requests[place]
            self.state.requests[place] = Asked(
                method=asked.method, path=asked.path, query=asked.query, at=asked.at, kind=kind, status=status
            )
        if kind == "page" and not response.prepared:
            self._cookies(request, response)
        response.headers.setdefault("Cache-Control", "no-cache, no-store")
        return response

    async def _guarded(self, request: web.Request, handler: Handler, kind: str, place: int) -> web.StreamResponse:
        state = self.state
        faults = state.faults
        if kind == "practice":
            return await handler(request)
        if faults.slow:
            await asyncio.sleep(faults.slow)
        at_door = request.path.startswith(_DOORS)
        if faults.wall:
            if state.walled is None and faults.wall_at in request.path_qs and self._due("wall_after"):
                state.walled = (place, time.time(), len(state.received))
            if state.walled is not None:
                return self._documents.walled(kind, at_door=at_door)
        else:
            state.walled = None
        if self._due("rate_limit_after"):
            return self._documents.limited(kind, request.path_qs)
        if self._due("restricted_after"):
            if kind != "page":
                return web.json_response({"status": 403}, status=403)
            return self._documents.restricted()
        if self._due("checkpoint_after") and not at_door:
            if kind != "page":
                return web.json_response({"status": 403}, status=403)
            raise web.HTTPFound("/checkpoint/challenge/AgF3practice?ut=1")
        if (self._due("signed_out_after") or not self._is_signed_in(request)) and not at_door:
            if kind != "page":
                return web.json_response({"status": 401}, status=401)
            answer = web.HTTPFound("/login?session_redirect=" + quote(request.path_qs, safe=""))
            answer.del_cookie("li_at")
            raise answer
        if kind in ("call", "send") and request.method == "POST":
            token = request.cookies.get("JSESSIONID", "").strip('"')
            if not token or request.headers.get("csrf-token") != token:
                return web.json_response({"status": 403, "message": "CSRF check failed."}, status=403)
        return await handler(request)

    def _cookies(self, request: web.Request, response: web.StreamResponse) -> None:
        """The page token, and where nobody has to sign in, a session that is no secret."""
        if "JSESSIONID" not in request.cookies:
            response.set_cookie("JSESSIONID", f"ajax:{next(self.state.numbers):019d}", path="/")
        is_open = self.state.world.signin == "open" and not request.path.startswith(_DOORS)
        if is_open and response.status == 200 and request.cookies.get("li_at", "") not in self.state.sessions:
            value = self.state.new_session()
            response.set_cookie("li_at", value, max_age=SESSION_SECONDS, httponly=True, path="/")

    def _due(self, name: str) -> bool:
        """Whether a fault that counts down is in force; counts this request if not."""
        left: int | None = getattr(self.state.faults, name)
        if left is None:
            return False
        if left <= 0:
            return True
        setattr(self.state.faults, name, left - 1)
        return False

    def _is_signed_in(self, request: web.Request) -> bool:
        return self.state.world.signin == "open" or request.cookies.get("li_at", "") in self.state.sessions


class ServedSite:
    """A practice site in a thread and loop of its own, for tests whose program under test is another process."""

    def __init__(
        self, world: World, *, clock: Callable[[], datetime] = _real_time, faults: Faults | None = None, port: int = 0
    ) -> None:
        self.site = PracticeSite(world, clock=clock, faults=faults)
        self._port = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="practice site", daemon=True)
        self._ready = threading.Event()
        self._failed: BaseException | None = None

    @property
    def address(self) -> str:
        """``http://127.0.0.1:PORT``."""
        return self.site.address

    @property
    def world(self) -> World:
        """Who and what is shown."""
        return self.site.world

    @world.setter
    def world(self, world: World) -> None:
        self.site.world = world

    @property
    def faults(self) -> Faults:
        """What goes wrong; may be changed from this thread while it runs."""
        return self.site.faults

    @property
    def received(self) -> list[Received]:
        """A copy of what was received until now."""
        return list(self.site.received)

    @property
    def requests(self) -> list[Asked]:
        """A copy of the requests until now."""
        return list(self.site.requests)

    @property
    def visits(self) -> list[Visit]:
        """A copy of the profile visits until now."""
        return list(self.site.visits)

    @property
    def invitations_withdrawn(self) -> list[Withdrawn]:
        """A copy of the withdrawals until now."""
        return list(self.site.invitations_withdrawn)

    @property
    def state(self) -> SiteState:
        """Everything the site holds."""
        return self.site.state

    def set_today(self, today: date) -> None:
        """See ``PracticeSite.set_today``."""
        self.site.set_today(today)

    def start(self) -> None:
        """Start and wait until it listens. Raises what ``PracticeSite.start`` raises."""
        self._thread.start()
        self._ready.wait(10)
        if self._failed is not None:
            self._thread.join(5)
            raise self._failed

    def stop(self) -> None:
        """Stop and wait for the thread."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self.site.start(self._port))
        except OSError as failed:
            self._failed = failed
            self._ready.set()
            self._loop.close()
            return
        self._ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(self.site.stop())
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()


@contextmanager
def served(
    world: World, *, clock: Callable[[], datetime] = _real_time, faults: Faults | None = None, port: int = 0
) -> Iterator[ServedSite]:
    """``with served(world) as site:`` a practice site in its own thread, stopped at the end of the block."""
    site = ServedSite(world, clock=clock, faults=faults, port=port)
    site.start()
    try:
        yield site
    finally:
        site.stop()


_SCRIPTS = files("linkapp.practice") / "scripts"


async def _static(request: web.Request) -> web.Response:
    name = request.match_info["name"]
    kind = {"js": "text/javascript", "css": "text/css"}.get(name.rsplit(".", 1)[-1])
    script = _SCRIPTS / name
    if kind is None or "/" in name or not script.is_file():
        raise web.HTTPNotFound
    return web.Response(text=script.read_text(encoding="utf-8"), content_type=kind)
