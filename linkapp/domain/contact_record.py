"""What a file says of people: values read from address books and exports that others made, before anything is done.

A record is what the file says and no more: who it is about is decided later, by the keys of ``domain/person.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol, TypeAlias


class FileFormat(StrEnum):
    """What a file is, told by what stands in it."""

    CONNECTIONS = "linkedin-connections"
    MESSAGES = "linkedin-messages"
    INVITATIONS = "linkedin-invitations"
    ARCHIVE = "linkedin-archive"
    CSV = "csv"
    VCARD = "vcard"
    ICALENDAR = "icalendar"
    BOOK = "linkapp-contacts"
    """The whole book of another folder, as LinkApp exports it."""
    PREDECESSOR = "predecessor"
    """A database of linkedin-birthday-auto."""


class Field(StrEnum):
    """What a column of a table can be said to hold (``--map COLUMN=FIELD``)."""

    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    PROFILE = "profile"
    EMAIL = "email"
    PHONE = "phone"
    HEADLINE = "headline"
    COMPANY = "company"
    POSITION = "position"
    LOCATION = "location"
    BIRTHDAY = "birthday"
    CONNECTED_ON = "connected_on"
    NOTES = "notes"
    TAGS = "tags"


class RejectReason(StrEnum):
    """Why a record of a file was not taken."""

    HIDDEN = "hidden"
    """A member who hid their profile: nothing but a date is left."""
    NOBODY = "nobody"
    """Neither a name nor anything else to know a person by."""
    QUOTES = "quotes"
    """A quotation mark is opened and not closed, or closed where it was not opened."""
    CELLS = "cells"
    """More cells than there are headings: nobody knows which is which."""
    TOO_LONG = "too_long"
    ORGANISATION = "organisation"
    """A company, a place or a group, and no person."""
    CUT_OFF = "cut_off"
    UNREADABLE = "unreadable"
    DATE = "date"
    """The date is not understood, and without it the record says nothing."""
    NO_ADDRESS = "no_address"
    """Nobody can be told by it: a member without a profile address, an advertisement."""


Birthday: TypeAlias = tuple[int, int, int | None]
"""Month, day, and year where it is known."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ContactRecord:
    """One person of a file. Texts are of one line and without control signs (notes may have several lines); empty where
    the file says nothing. ``profile`` and ``member`` as in ``domain/person.py``; e-mail addresses in small letters.

    ``unread``: field and text of what was there and is not understood; nothing was guessed in its place.
    """

    line: int
    name: str = ""
    first_name: str = ""
    last_name: str = ""
    profile: str | None = None
    member: str | None = None
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    headline: str = ""
    company: str = ""
    position: str = ""
    location: str = ""
    birthday: Birthday | None = None
    connected_on: date | None = None
    notes: str = ""
    tags: tuple[str, ...] = ()
    source_id: str = ""
    unread: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Party:
    """Somebody who takes part in a conversation or an invitation, as the file names them; ``key`` is a key of
    ``domain/person.py``, empty where the file gives no address."""

    name: str = ""
    key: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class MessageRecord:
    """One message. ``draft``: it was never sent."""

    line: int
    conversation: str
    sender: Party
    recipients: tuple[Party, ...]
    at: datetime
    text: str = ""
    draft: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class InvitationRecord:
    """One invitation, sent (``outgoing``) to ``person`` or received from them."""

    line: int
    outgoing: bool
    person: Party
    at: datetime
    text: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rejected:
    """A record that was not taken. ``line``: where it begins in its file; ``detail``: a part of what stands there."""

    line: int
    reason: RejectReason
    detail: str = ""


Record: TypeAlias = ContactRecord | MessageRecord | InvitationRecord | Rejected


class FilePart(Protocol):
    """One table, address book or calendar of a file."""

    @property
    def name(self) -> str:
        """What it is called: the file's own name, or that of its part of an archive."""

    @property
    def format(self) -> FileFormat:
        """What it is."""

    def records(self) -> Iterator[Record]:
        """Its records, in their order; it can be read again. Raises ``KnownError`` for a file that is no use."""


@dataclass(frozen=True, kw_only=True)
class ContactFile:
    """A file that was understood, with its parts in the order in which they are to be taken. ``dated``: the day of
    which an archive says it was made. ``headings`` and ``mapping`` of a table whose columns the person named."""

    name: str
    format: FileFormat
    parts: tuple[FilePart, ...]
    dated: date | None = None
    headings: tuple[str, ...] = ()
    mapping: dict[str, Field] = field(default_factory=dict)
