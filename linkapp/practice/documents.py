"""Which page answers which address, and which fault stands in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from aiohttp import web

from linkapp.practice.calls import invitation_key, profile_key
from linkapp.practice.moments import TABS, listed
from linkapp.practice.pages import broken, catch_up, doors, invitations, messages, plain, profile, search
from linkapp.practice.pages.frame import View
from linkapp.practice.state import SiteState, Visit

SESSION_SECONDS = 365 * 24 * 3600
"""How long the ``li_at`` cookie lasts."""


class Documents:
    """The handlers of the pages of one site."""

    def __init__(self, state: SiteState) -> None:
        self._state = state

    def routes(self) -> list[web.RouteDef]:
        """Every page."""
        sent = "/mynetwork/invitation-manager/sent"
        return [
            web.get("/", self.home),
            web.get("/feed/", self.feed),
            web.get("/jobs/", self.simple),
            web.get("/notifications/", self.simple),
            web.get("/mynetwork/", self.simple),
            web.get("/messaging/", self.simple),
            web.get("/mynetwork/catch-up/{tab}/", self.catch_up),
            web.get("/mynetwork/invite-connect/connections/", self.connections),
            web.get(f"{sent}/", self.invitations),
            web.get(f"{sent}/CONNECTION/", self.invitations),
            web.get("/messaging/thread/{thread}/", self.messages),
            web.get("/messaging/compose/", self.messages),
            web.get("/search/results/people/", self.search),
            web.get("/in/{who}/", self.profile),
            web.get("/in/{who}", self.profile),
            web.get("/in/{who}/overlay/contact-info/", self.profile),
            web.get("/preload/", self.preload),
            web.get("/preload/custom-invite/", self.custom_invite),
            web.get("/recaptcha/{rest:.*}", self.captcha_frame),
            web.get("/login", self.login),
            web.get("/uas/login", self.login),
            web.get("/authwall", self.authwall),
            web.post("/checkpoint/lg/login-submit", self.login_submit),
            web.post("/checkpoint/challenge/verify", self.check_answered),
            web.get("/checkpoint/{rest:.*}", self.check),
            web.get("/{rest:.*}", self.nothing),
        ]

    async def home(self, _request: web.Request) -> web.Response:
        """The address without a path."""
        raise web.HTTPFound("/feed/")

    async def feed(self, _request: web.Request) -> web.Response:
        """The feed."""
        return self._shown("home", plain.feed)

    async def simple(self, request: web.Request) -> web.Response:
        """A page that matters to nobody here."""
        title = request.path.strip("/").capitalize()
        return self._shown(title, lambda view: plain.simple(view, title))

    async def connections(self, request: web.Request) -> web.Response:
        """Our connections."""
        number = _number(request, "page", 1)
        return self._shown("connections", lambda view: plain.connections(view, max(1, number)))

    async def catch_up(self, request: web.Request) -> web.Response:
        """The catch-up page, or the next part of its list."""
        tab = request.match_info["tab"]
        if tab not in TABS:
            return await self.nothing(request)
        view = self._state.view()
        moments = listed(self._state.world, tab, view.today)
        if "_fragment" in request.query:
            return catch_up.fragment(view, moments, request.query)
        names = [moment.person.name for moment in moments]
        return self._shown(tab, lambda view: catch_up.page(view, moments, tab), names)

    async def invitations(self, request: web.Request) -> web.Response:
        """Sent invitations, or the next ten of them."""
        view = self._state.view()
        invited = invitations.pending(self._state.world)
        if "_fragment" in request.query:
            start = max(0, _number(request, "start", 0))
            part = invited[start : start + invitations.SIZE]
            rows = "".join(invitations.row(view, person, invitation_key(person)) for person in part)
            more = "1" if start + len(part) < len(invited) else "0"
            return web.Response(text=rows, content_type="text/html", headers={"x-more": more})
        names = [person.name for person in invited]
        return self._shown("invitations", lambda view: invitations.page(view, invited, invitation_key), names)

    async def messages(self, request: web.Request) -> web.Response:
        """One conversation as a whole page."""
        world = self._state.world
        thread = request.match_info.get("thread")
        asked = world.by_thread(thread) if thread else world.by_member(request.query.get("recipient", ""))
        if asked is None:
            return await self.nothing(request)
        return self._shown("messages", messages.page, [asked.name])

    async def search(self, request: web.Request) -> web.Response:
        """People search."""
        query = dict(request.query)
        _number(request, "page", 1)
        people = search.matches(self._state.world, query)
        self._state.searches.append(request.query_string)
        names = [person.name for person in people[: search.SIZE]]
        return self._shown("search", lambda view: search.page(view, query, people), names)

    async def profile(self, request: web.Request) -> web.Response:
        """A profile, by slug or by member id; or its contact info, for its dialog."""
        person = self._state.world.by_slug(request.match_info["who"])
        if person is None:
            return await self.nothing(request)
        if request.query.get("_fragment") == "contact-info":
            return _page(profile.contact_info(self._state.view(), person))
        self._state.visits.append(Visit(member=person.member, slug=person.slug, at=self._state.now()))
        opened = request.path.endswith("/overlay/contact-info/")
        key = profile_key(person)
        return self._shown(
            "profile", lambda view: profile.page(view, person, key=key, contact_info=opened), [person.name]
        )

    async def preload(self, _request: web.Request) -> web.Response:
        """The classic application's frame."""
        return _page(messages.frame(self._state.view()))

    async def custom_invite(self, request: web.Request) -> web.Response:
        """The question before an invitation."""
        slug = request.query.get("vanityName", "")
        return self._shown("invite", lambda view: plain.custom_invite(view, slug))

    async def captcha_frame(self, _request: web.Request) -> web.Response:
        """What the hidden reCAPTCHA frame shows: nothing."""
        return _page("<!DOCTYPE html><title>reCAPTCHA</title>")

    async def login(self, request: web.Request) -> web.Response:
        """The sign-in page."""
        back = _local(request.query.get("session_redirect", "/feed/"))
        return _page(doors.login(self._state.view(), back=back, wrong="wrong" in request.query))

    async def login_submit(self, request: web.Request) -> web.StreamResponse:
        """A sign-in: any e-mail address and the world's password."""
        state = self._state
        form = await request.post()
        back = _local(str(form.get("session_redirect", "/feed/")))
        if not form.get("session_key") or form.get("session_password") != state.world.password:
            return _page(doors.login(state.view(), back=back, wrong=True))
        state.sign_ins += 1
        state.faults.signed_out_after = None
        answer = web.HTTPSeeOther(back)
        answer.set_cookie("li_at", state.new_session(), max_age=SESSION_SECONDS, httponly=True, path="/")
        answer.set_cookie("JSESSIONID", f"ajax:{next(state.numbers):019d}", path="/")
        raise answer

    async def authwall(self, _request: web.Request) -> web.Response:
        """The wall for visitors without a session."""
        return _page(doors.authwall(self._state.view()))

    async def check(self, _request: web.Request) -> web.Response:
        """The security check."""
        return _page(doors.check(self._state.view()))

    async def check_answered(self, _request: web.Request) -> web.Response:
        """Somebody answered the security check: the fault ends."""
        self._state.checks_answered += 1
        self._state.faults.checkpoint_after = None
        raise web.HTTPSeeOther("/feed/")

    async def nothing(self, _request: web.Request) -> web.Response:
        """An address that leads nowhere."""
        return _page(doors.not_found(self._state.view()), status=404)

    def limited(self, kind: str, here: str) -> web.Response:
        """Too many requests, in the way that the faults ask for."""
        way = self._state.faults.rate_limit_way
        if way == "words" and kind == "page":
            return _page(doors.limit_words(self._state.view()))
        if way == "redirects" and kind == "page":
            return web.Response(status=302, headers={"Location": here})
        status = 999 if way == "999" else 429
        text = f"{self._state.view().words.limit}\n" if kind == "page" else "{}"
        return web.Response(status=status, text=text, reason="Request denied")

    def restricted(self) -> web.Response:
        """The notice that the account is restricted."""
        return _page(doors.restriction(self._state.view()))

    def walled(self, kind: str, *, at_door: bool) -> web.Response:
        """The wall that the faults ask for, before a page or before a question of a page's scripts (``kind``)."""
        faults, view = self._state.faults, self._state.view()
        door, status = doors.PLACES[faults.wall]
        drawn = doors.wall(view, faults.wall)
        if faults.wall_way == "in place" or at_door:
            headers = {} if kind == "page" else {"x-wall": "here"}
            return web.Response(text=drawn, content_type="text/html", headers=headers)
        if kind == "page":
            led = {"Location": door} if door else None
            return web.Response(text=drawn, content_type="text/html", status=302 if door else status, headers=led)
        return web.Response(text="{}", status=status, headers={"x-wall": door} if door else None)

    def _shown(self, title: str, draw: Callable[[View], str], names: Iterable[str] = ()) -> web.Response:
        view = self._state.view()
        faults = view.faults
        if faults.blank_page:
            return _page(broken.blank())
        if faults.spinner_forever:
            return _page(broken.spinner(view, title))
        if faults.changed_page:
            return _page(broken.changed(view, title, names))
        return _page(draw(view))


def _page(text: str, *, status: int = 200) -> web.Response:
    return web.Response(text=text, content_type="text/html", status=status)


def _number(request: web.Request, name: str, default: int) -> int:
    try:
        return int(request.query.get(name) or default)
    except ValueError as wrong:
        raise web.HTTPBadRequest(text=f"{name} must be a whole number.\n") from wrong


def _local(address: str) -> str:
    """Only addresses of this site are returned to."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not address.startswith("/") or address.startswith(("//", "/\\")):
        return "/feed/"
    return address
