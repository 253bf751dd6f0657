"""What a person does with the contacts book: choose, edit, merge, take back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from linkapp.domain.contact_filters import ContactFilter
from linkapp.domain.known_error import KnownError
from linkapp.domain.shown_profile import ShownProfile
from linkapp.services.ports.book import Contact


class EditKind(StrEnum):
    """What was done to contacts."""

    EDIT = "edit"
    TAG = "tag"
    UNTAG = "untag"
    DO_NOT_CONTACT = "do-not-contact"
    DELETE = "delete"
    MERGE = "merge"
    IMPORT = "import"


@dataclass(frozen=True, kw_only=True)
class Edit:
    """Something that was done to contacts and can be undone; ``people`` is how many it changed, ``detail`` a tag, a
    name or a file. ``id`` is 0 where nothing was changed."""

    id: int
    kind: EditKind
    at: datetime
    people: int
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Undone:
    """An edit that was taken back; ``stayed``: how many contacts stay as they are, for they were changed since."""

    edit: Edit
    stayed: int = 0


class NotUndone(KnownError):
    """There is nothing to undo, or something else was done with the contact since."""


class NotForgotten(KnownError):
    """Something about the contact has to be settled first."""


class NoSuchContact(KnownError):
    """There is no contact with this number."""

    def __init__(self, number: int) -> None:
        super().__init__(f"There is no contact {number}.", "no_contact", number=number)


@dataclass(frozen=True, kw_only=True)
class LikelyDouble:
    """Two contacts who may be one person, and what they have in common (fields of a contact)."""

    first: Contact
    second: Contact
    alike: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ReadBook:
    """What reading a whole book did, or would do: how many contacts, and which were refused (their number in the file
    and why). ``edit`` is what can be undone; ``version`` of the document."""

    new: int
    changed: int
    unchanged: int
    rejected: tuple[tuple[int, str], ...]
    edit: int | None
    version: int


@dataclass(frozen=True, kw_only=True)
class Saved:
    """What saving a profile did: the contact, the edit (its id 0 where nothing was changed), and the fields that stayed
    because the person had typed something else."""

    contact: int
    edit: Edit
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Which contacts: words that each stand somewhere in them, and filters that all hold."""

    words: str = ""
    filters: tuple[ContactFilter, ...] = ()


class ContactBook(Protocol):
    """Every change is one transaction and one edit that can be undone. Raises ``StoreError``."""

    async def select(self, selection: Selection, now: datetime) -> Sequence[Contact]:
        """The contacts of a selection by name. ``now`` in the person's zone says what today is."""

    async def contact(self, contact_id: int) -> Contact:
        """One contact. Raises ``NoSuchContact``, also for one that was deleted or merged."""

    async def edit(self, contact_id: int, fields: Mapping[str, str], at: datetime) -> Edit:
        """Change fields, by their names as ``domain/contact_fields.py`` has them; what was typed is not overwritten by
        what is read later. Raises ``NoSuchContact``, ``BadField``."""

    async def save_profile(self, shown: ShownProfile, at: datetime, *, birthday: bool) -> Saved:
        """Add the person of a profile page, or bring the contact up to date with what it shows: everything but the
        birthday, or with ``birthday`` that alone. What was typed stays. Raises ``ValueError`` without any key."""

    async def tag(self, ids: Sequence[int], tag: str, at: datetime) -> Edit:
        """Give all of them a tag."""

    async def untag(self, ids: Sequence[int], tag: str, at: datetime) -> Edit:
        """Take a tag from all of them."""

    async def set_do_not_contact(self, ids: Sequence[int], reason: str | None, at: datetime) -> Edit:
        """Switch do-not-contact on with a reason, or off."""

    async def delete(self, ids: Sequence[int], at: datetime) -> Edit:
        """Take them out of every list. What the promise "never twice" needs stays."""

    async def merge(self, keep: int, other: int, fields: Mapping[str, str], at: datetime) -> Edit:
        """Make one contact of two: the histories, keys and tags of both, the fields of ``keep`` and, where it has
        none, of ``other``; ``fields`` as in ``edit`` are what the person chose instead. Raises ``NoSuchContact``."""

    async def undo(self, edit_id: int | None, at: datetime) -> Undone:
        """Take an edit back, the newest that is not for None. Raises ``NotUndone``."""

    async def edits(self, limit: int = 50) -> Sequence[Edit]:
        """What can still be undone, newest first."""

    async def likely_doubles(self, limit: int = 100) -> Sequence[LikelyDouble]:
        """Pairs that may be one person, the likeliest first; nobody is merged by this."""

    async def forget(self, contact_id: int, at: datetime) -> None:
        """Remove everything that tells who this is, for good. A hash of each key stays with the acts, so that nobody
        is greeted twice. Raises ``NoSuchContact``, ``NotForgotten``."""

    async def everything(self, contact_id: int) -> dict[str, Any]:
        """All that is held about one contact, row by row. Raises ``NoSuchContact``."""

    async def whole(self) -> bytes:
        """The whole book as one document (JSON): reading it in an empty folder gives the same book."""

    async def read(self, content: bytes, file: str, at: datetime, *, dry: bool) -> ReadBook | None:
        """Put the contacts of such a document into the book; None where it is none. What is known already stays as it
        is: only what is empty is filled, and what is missing added. ``dry``: only look."""
