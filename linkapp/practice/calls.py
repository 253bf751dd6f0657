"""The private calls that the site's own pages make: composer, conversation, sending, invitations."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from typing import Any

from aiohttp import web

from linkapp.practice.moments import TABS, compose_address, listed, opaque_key
from linkapp.practice.state import SiteState, Withdrawn
from linkapp.practice.words import heading_words, hour_words
from linkapp.practice.world import PracticeMessage, PracticePerson

_PROFILE_URN = re.compile(r"urn:li:fsd_profile:(ACo[\w-]+)")


class Calls:
    """The handlers of the private calls of one site."""

    def __init__(self, state: SiteState) -> None:
        self._state = state
        self._landing: set[asyncio.Task[None]] = set()
        self._cut: set[str] = set()

    def routes(self) -> list[web.RouteDef]:
        """Every private call."""
        voyager = "/voyager/api"
        return [
            web.get(f"{voyager}/voyagerMessagingDashComposeOptions", self.compose_option),
            web.get(f"{voyager}/voyagerMessagingDashMessengerMessages", self.messages),
            web.post(f"{voyager}/voyagerMessagingDashMessengerMessages", self.create_message),
            web.post(f"{voyager}/voyagerMessagingDashMessengerConversations", self.typing),
            web.post(f"{voyager}/voyagerRelationshipsDashInvitations", self.withdraw),
            web.post(f"{voyager}/voyagerRelationshipsDashMemberRelationships", self.invite),
            web.post("/flagship-web/rsc-action/actions/server-request", self.server_request),
        ]

    async def compose_option(self, request: web.Request) -> web.Response:
        """What a composer needs to know: whom it is for, and whether a conversation exists."""
        state = self._state
        person = self._asked_for(request)
        if person is None:
            return web.json_response({"status": 404, "message": "No such member"}, status=404)
        faults = state.faults
        if faults.wrong_dialog:
            person = self._somebody_else(person)
            faults.wrong_dialog -= faults.wrong_dialog > 0
        option = self._option(person)
        if faults.two_composers:
            option["also"] = self._option(self._somebody_else(person))
        return web.json_response(option)

    async def messages(self, request: web.Request) -> web.Response:
        """The messages of a conversation, oldest first."""
        state = self._state
        match = re.search(r"(2-[\w=-]+)", request.query.get("conversationUrn", ""))
        person = state.world.by_thread(match.group(1)) if match else None
        if person is None:
            return web.json_response({"status": 404, "message": "No such conversation"}, status=404)
        if state.faults.thread_unreadable:
            await asyncio.sleep(3600)
        view = state.view()
        elements = []
        for number, message in enumerate(person.conversation):
            sender = state.world.me if message.mine else person
            at = message.at.astimezone(state.world.zone())
            elements.append(
                {
                    "entityUrn": self._message_urn(person, number, message),
                    "sender": {"id": sender.member, "name": sender.name},
                    "text": message.text,
                    "deliveredAt": int(message.at.timestamp() * 1000),
                    "heading": heading_words(at, view.now, state.world.language),
                    "hour": hour_words(at, state.world.language),
                }
            )
        return web.json_response({"elements": elements})

    async def create_message(self, request: web.Request) -> web.StreamResponse:
        """Sending. Whatever the answer, ``received`` holds exactly what was kept.

        Over HTTP/1.1 a browser sends a POST again by itself when a connection that it had used before is cut; over
        HTTP/2, which the real site speaks, it does not. So such a resend (same ``originToken``) is no second message.
        """
        state = self._state
        if request.query.get("action") != "createMessage":
            return web.json_response({"status": 400, "message": "Unknown action"}, status=400)
        try:
            asked = json.loads(await request.text())
            person, text, composer = self._wanted(request, asked)
            token = str(asked["message"].get("originToken") or "")
        except (ValueError, KeyError, TypeError, AttributeError):
            return web.json_response({"status": 400, "message": "The message cannot be read"}, status=400)
        if token in self._cut and request.transport is not None:
            request.transport.abort()  # the browser's own resend of a request whose connection was cut
            return web.Response(status=200)
        state.attempts += 1
        faults = state.faults
        refuse = faults.refuse_sends
        if faults.refuse_only and state.attempts not in faults.refuse_only:
            refuse = ""
        if refuse in ("4xx", "429", "error-in-200"):
            status = {"4xx": 403, "429": 429, "error-in-200": 200}[refuse]
            return web.json_response(
                {"status": 403, "code": "CANT_SEND_MESSAGE", "errors": [{"message": "Refused"}]}, status=status
            )
        message = state.keep(person, text, composer)
        urn = self._message_urn(person, len(person.conversation), message)
        if faults.land_late:
            task = asyncio.create_task(self._land(person, message, faults.land_late))
            self._landing.add(task)
            task.add_done_callback(self._landing.discard)
        else:
            person.conversation.append(message)
        if faults.answer_cut_off or person.answer_lost:
            faults.answer_cut_off -= faults.answer_cut_off > 0
            if token:
                self._cut.add(token)
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=200)
        if faults.land_late:
            await asyncio.shield(task)
        shown = "…" if refuse == "other-text" else message.text
        return web.json_response(
            {
                "value": {
                    "entityUrn": urn,
                    "backendUrn": urn.replace("msg_message", "messagingMessage"),
                    "conversationUrn": self._conversation_urn(person),
                    "backendConversationUrn": f"urn:li:messagingThread:{person.thread}",
                    "body": {"text": shown, "attributes": []},
                    "deliveredAt": int(message.at.timestamp() * 1000),
                    "renderContentUnions": [],
                }
            }
        )

    async def typing(self, request: web.Request) -> web.Response:
        """The other side is told that somebody is typing."""
        self._state.typing.append((await request.text())[:200])
        return web.Response(status=204)

    async def withdraw(self, request: web.Request) -> web.Response:
        """Take an invitation back, by the opaque key of its row."""
        state = self._state
        try:
            key = json.loads(await request.text())["componentKey"]
        except (ValueError, KeyError, TypeError):
            return web.json_response({"status": 400, "message": "The request cannot be read"}, status=400)
        person = next(
            (invited for invited in state.world.people if invited.invited and invitation_key(invited) == key), None
        )
        if person is None or state.faults.refuse_withdrawals:
            return web.json_response({"status": 422, "message": "Unable to withdraw"}, status=422)
        person.invited = None
        state.invitations_withdrawn.append(
            Withdrawn(member=person.member, slug=person.slug, name=person.name, at=state.now())
        )
        return web.json_response({"value": "WITHDRAWN"})

    async def invite(self, request: web.Request) -> web.Response:
        """Invite somebody, by the number in the control's key. LinkApp never does: a test sees it if it did."""
        state = self._state
        match = re.search(r"urn:li:member:(\d+)_connect", await request.text())
        person = next((known for known in state.world.people if match and str(known.number) == match.group(1)), None)
        if person is None:
            return web.json_response({"status": 404, "message": "No such member"}, status=404)
        state.invitations_sent.append(person.member)
        return web.json_response({"value": "PENDING"})

    async def server_request(self, request: web.Request) -> web.Response:
        """A control without an address was pressed: where it leads, by the opaque key of its block."""
        state = self._state
        try:
            key = json.loads(await request.text())["componentKey"]
        except (ValueError, KeyError, TypeError):
            return web.json_response({"status": 400, "message": "The request cannot be read"}, status=400)
        for tab in TABS:
            for moment in listed(state.world, tab, state.view().today):
                if key == moment.key and moment.href:
                    return web.json_response({"navigate": moment.href})
        for person in state.world.people:
            if key == profile_key(person) and person.is_connection:
                return web.json_response({"navigate": compose_address(person)})
        return web.json_response({"status": 404, "message": "Nothing is known of this block"}, status=404)

    async def stop(self) -> None:
        """Let messages that are on their way land, then end."""
        if self._landing:
            await asyncio.wait(self._landing, timeout=5)

    def _asked_for(self, request: web.Request) -> PracticePerson | None:
        world = self._state.world
        if thread := request.query.get("thread"):
            return world.by_thread(thread)
        return world.by_member(request.query.get("recipient", ""))

    def _somebody_else(self, person: PracticePerson) -> PracticePerson:
        people = [known for known in self._state.world.people if known.is_connection]
        place = people.index(person) if person in people else 0
        return people[(place + 1) % len(people)]

    def _option(self, person: PracticePerson) -> dict[str, Any]:
        state = self._state
        known = bool(person.conversation)
        faults = state.faults
        return {
            "composeOptionType": "REPLY" if known else "CONNECTION_MESSAGE",
            "existingConversationUrn": self._conversation_urn(person) if known else None,
            "conversationUrn": self._conversation_urn(person),
            "threadId": person.thread,
            "recipientUrn": f"urn:li:fsd_profile:{person.member}",
            "mailboxUrn": f"urn:li:fsd_profile:{state.world.me.member}",
            "recipient": {
                "id": person.member,
                "publicIdentifier": person.slug,
                "name": person.name,
                "headline": person.headline,
            },
            "me": {"id": state.world.me.member, "name": state.world.me.name},
            "canMessage": person.is_connection,
            "siteDrafts": state.world.site_drafts,
            "deadSends": faults.click_lost,
            "unreadable": faults.thread_unreadable,
            "crash": faults.crash_page if faults.crash_page in ("compose", "send") else "",
        }

    def _conversation_urn(self, person: PracticePerson) -> str:
        return f"urn:li:msg_conversation:(urn:li:fsd_profile:{self._state.world.me.member},{person.thread})"

    def _message_urn(self, person: PracticePerson, number: int, message: PracticeMessage) -> str:
        seed = f"{person.member}/{number}/{message.at.isoformat()}"
        digest = hashlib.sha256(seed.encode()).hexdigest()[:24]
        return f"urn:li:msg_message:(urn:li:fsd_profile:{self._state.world.me.member},2-{digest}==)"

    def _wanted(self, request: web.Request, asked: Any) -> tuple[PracticePerson, str, str]:
        """Person, text and shell of a message. Raises ``ValueError`` if it may not be sent."""
        world = self._state.world
        text = asked["message"]["body"]["text"]
        urn = asked["message"].get("conversationUrn")
        if urn:
            thread = urn.rstrip(")").rsplit(",", 1)[1]
            person = next((known for known in world.people if known.thread == thread), None)
        else:
            match = _PROFILE_URN.fullmatch(asked["hostRecipientUrns"][0])
            person = world.by_member(match.group(1)) if match else None
        if person is None or not person.is_connection or not isinstance(text, str) or not text.strip():
            raise ValueError("nobody to send to, or nothing to send")
        try:
            composer = str(json.loads(request.headers.get("x-li-track", "{}")).get("shell", ""))
        except ValueError:
            composer = ""
        return person, text, composer

    async def _land(self, person: PracticePerson, message: PracticeMessage, after: float) -> None:
        await asyncio.sleep(after)
        person.conversation.append(message)


def invitation_key(person: PracticePerson) -> str:
    """The opaque key of a sent invitation's row."""
    return opaque_key("invitation", person.member)


def profile_key(person: PracticePerson) -> str:
    """The opaque key of a profile's top card."""
    return opaque_key("profile", person.member)
