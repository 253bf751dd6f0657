"""What the site's own answers to the page say of conversations and their messages. Pure; of JSON documents only.

Seen in captures of 2026-10-05: a message names its sender by ``hostIdentityUrn``, and the owner of the mailbox stands
in every address and name of it; a conversation says whether it is a group's, and its categories name an InMail, an
advertisement or a message request. A list of conversations holds the last message of each, so that a message counts
only where it is known to be of the conversation in question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

from linkapp.domain.same_text import fold

MEMBER = re.compile(r"ACo[A-Za-z0-9_-]{4,}")
_OWNER = re.compile(r"mailboxUrn[\"':=\s]+urn:li:[A-Za-z_]+:(ACo[A-Za-z0-9_-]{4,})")
_OWNER_IN_NAME = re.compile(r"urn:li:msg_(?:conversation|message):\(urn:li:[A-Za-z_]+:(ACo[A-Za-z0-9_-]{4,}),")
_CONVERSATION = re.compile(r"urn:li:(?:msg_conversation:\(urn:li:[A-Za-z_]+:[\w-]+,|messagingThread:)([\w=-]+)")
_PERSONS = ("recipient", "recipients", "recipientUrn", "recipientUrns", "hostRecipientUrns")
_PARTICIPANTS = ("conversationParticipants", "participants")
_KINDS = (
    ("inmail", re.compile(r"INMAIL|IN_MAIL", re.IGNORECASE)),
    ("sponsored", re.compile(r"SPONSORED|ADVERT", re.IGNORECASE)),
    ("request", re.compile(r"MESSAGE_REQUEST", re.IGNORECASE)),
)
_KIND_FIELDS = ("categories", "category", "conversationType", "conversationTypeText", "messageRequestState", "subtype")


@dataclass(frozen=True, kw_only=True)
class Told:
    """One message as an answer tells it. ``mine``: its sender is the owner of the mailbox; None where the sender or the
    owner is not told. ``conversation``: its key, empty where it is not told."""

    text: str
    mine: bool | None
    at: datetime | None
    conversation: str


@dataclass(kw_only=True)
class HeardAnswers:
    """What was heard since a composer was opened."""

    owner: str = ""
    recipients: set[str] = field(default_factory=set)
    conversations: set[str] = field(default_factory=set)
    _messages: list[tuple[dict[str, Any], str]] = field(default_factory=list)
    _kinds: dict[str, set[str]] = field(default_factory=dict)

    def forget(self) -> None:
        """Another composer is opened: only the owner of the mailbox stays."""
        self.recipients, self.conversations = set(), set()
        self._messages, self._kinds = [], {}

    def asked(self, address: str) -> None:
        """The page asks the site by this address."""
        plain = unquote(address)
        self._note_owner(plain)
        self.conversations |= set(_CONVERSATION.findall(plain))

    def heard(self, document: Any, address: str) -> None:
        """The site answered a question that went to this address."""
        plain = unquote(address)
        asked_for = set(_CONVERSATION.findall(plain))
        of = asked_for.pop() if len(asked_for) == 1 else ""
        for value in _objects(document):
            for name, text in value.items():  # names only: what people write to each other is no source
                if isinstance(text, str) and name.casefold().endswith("urn"):
                    self._note_owner(text)
            mailbox = value.get("mailboxUrn")
            if isinstance(mailbox, str) and (match := MEMBER.search(mailbox)):
                self._owned(match.group())
            if "composeOptionType" in value or "composeOption" in value:
                self._note_recipients(value)
            if isinstance(value.get("sender"), dict | str) and _text_of(value) is not None:
                self._messages.append((value, of))
            elif kinds := _kinds_of(value):
                self._kinds.setdefault(_own_key(value) or of, set()).update(kinds)

    @property
    def messages(self) -> list[Told]:
        """The messages of the conversation that the composer is for, as far as they were told."""
        made = []
        for value, of in self._messages:
            conversation = _key_in(value) or of
            if self.conversations and conversation and conversation not in self.conversations:
                continue
            senders = _sender(value["sender"])
            mine = None if len(senders) != 1 or not self.owner else senders == {self.owner}
            at = value.get("deliveredAt") or value.get("createdAt")
            moment = datetime.fromtimestamp(at / 1000, UTC) if isinstance(at, int) and 0 < at < 10**14 else None
            made.append(Told(text=_text_of(value) or "", mine=mine, at=moment, conversation=conversation))
        return made

    @property
    def kind(self) -> str:
        """What the conversation is where it is none between two people: group, inmail, sponsored or request."""
        of = self.conversations | {""}
        kinds = sorted(kind for key, heard in self._kinds.items() if key in of for kind in heard)
        return kinds[0] if kinds else ""

    def _note_recipients(self, value: dict[str, Any]) -> None:
        for name in _PERSONS:
            self.recipients |= _members(value.get(name))
        for name in ("existingConversationUrn", "conversationUrn"):
            if isinstance(value.get(name), str):
                self.conversations |= set(_CONVERSATION.findall(value[name]))

    def _note_owner(self, text: str) -> None:
        for pattern in (_OWNER, _OWNER_IN_NAME):
            if match := pattern.search(text):
                self._owned(match.group(1))

    def _owned(self, member: str) -> None:
        self.owner = self.owner or member


def _children(document: Any) -> Iterable[Any]:
    if isinstance(document, dict):
        return document.values()
    return document if isinstance(document, list) else ()


def _objects(document: Any) -> Iterator[dict[str, Any]]:
    if isinstance(document, dict):
        yield document
    for child in _children(document):
        yield from _objects(child)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for child in _children(value):
        yield from _strings(child)


def _members(value: Any) -> set[str]:
    return {member for text in _strings(value) for member in MEMBER.findall(text)}


def _sender(value: Any) -> set[str]:
    if isinstance(value, dict):
        for name in ("hostIdentityUrn", "entityUrn", "id"):
            if isinstance(value.get(name), str) and (members := MEMBER.findall(value[name])):
                return {members[-1]}
    return _members(value)


def _text_of(value: dict[str, Any]) -> str | None:
    body = value.get("body", value.get("text"))
    if isinstance(body, dict):
        body = body.get("text")
    return body if isinstance(body, str) and fold(body) else None


def _own_key(value: dict[str, Any]) -> str:
    for name in ("entityUrn", "backendUrn", "conversationUrn"):
        if isinstance(value.get(name), str) and (match := _CONVERSATION.search(value[name])):
            return match.group(1)
    return ""


def _key_in(value: dict[str, Any]) -> str:
    parts = [text for name, part in value.items() if name not in ("sender", "body", "text") for text in _strings(part)]
    keys = {key for text in parts for key in _CONVERSATION.findall(text)}
    return keys.pop() if len(keys) == 1 else ""


def _kinds_of(value: dict[str, Any]) -> set[str]:
    kinds = set()
    if value.get("groupChat") is True:
        kinds.add("group")
    for name in _PARTICIPANTS:
        if isinstance(value.get(name), list) and len(value[name]) > 2:
            kinds.add("group")
    texts = [text for name in _KIND_FIELDS for text in _strings(value.get(name))]
    kinds |= {kind for kind, pattern in _KINDS if any(pattern.search(text) for text in texts)}
    if value.get("conversationTypeText") and not kinds:
        kinds.add("inmail")
    return kinds
