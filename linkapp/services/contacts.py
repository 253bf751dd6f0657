"""The contacts book for whoever works with it, window or command line: each change at the time it is made, and told to
every screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from linkapp.domain.contact_filters import ContactFilter
from linkapp.domain.shown_profile import ShownProfile
from linkapp.services.news import Changes, News
from linkapp.services.ports.book import Contact, Interaction, People
from linkapp.services.ports.clock import Clock
from linkapp.services.ports.contacts import ContactBook, Edit, EditKind, LikelyDouble, Saved, Selection, Undone


class Contacts:
    """Raises what ``ContactBook`` raises."""

    def __init__(self, book: ContactBook, people: People, clock: Clock, news: News) -> None:
        self._book, self._people, self._clock, self._news = book, people, clock, news

    async def select(self, words: str = "", filters: Sequence[ContactFilter] = ()) -> Sequence[Contact]:
        """The contacts that hold the words and of whom every filter holds, by name."""
        now = self._clock.now().astimezone(self._clock.zone())
        return await self._book.select(Selection(words=words, filters=tuple(filters)), now)

    async def contact(self, contact_id: int) -> tuple[Contact, Sequence[Interaction]]:
        """One contact, and what happened with them, newest first."""
        contact = await self._book.contact(contact_id)
        return contact, await self._people.timeline(contact_id)

    async def edit(self, contact_id: int, fields: Mapping[str, str]) -> Edit:
        """Change fields by their names, as they are typed."""
        return self._told(await self._book.edit(contact_id, fields, self._now()))

    async def save_profile(self, shown: ShownProfile, *, birthday: bool = False) -> Saved:
        """Add the person of a profile page that was opened by hand, or bring the contact up to date: everything but
        the birthday, or that alone."""
        saved = await self._book.save_profile(shown, self._now(), birthday=birthday)
        self._told(saved.edit)
        return saved

    async def add_note(self, contact_id: int, note: str) -> Edit:
        """Put a note below what is noted about a contact."""
        notes = (await self._book.contact(contact_id)).notes
        return await self.edit(contact_id, {"notes": f"{notes.rstrip()}\n{note.strip()}".strip()})

    async def tag(self, ids: Sequence[int], tag: str) -> Edit:
        """Give all of them a tag."""
        return self._told(await self._book.tag(ids, tag, self._now()))

    async def untag(self, ids: Sequence[int], tag: str) -> Edit:
        """Take a tag from all of them."""
        return self._told(await self._book.untag(ids, tag, self._now()))

    async def set_tags(self, contact_id: int, tags: Sequence[str]) -> Edit:
        """Give a contact just these tags; the edit that was made last."""
        wanted = {" ".join(tag.split()) for tag in tags} - {""}
        there = set((await self._book.contact(contact_id)).tags)
        edit = Edit(id=0, kind=EditKind.TAG, at=self._now(), people=0)
        for tag in sorted(there - wanted):
            edit = await self._book.untag([contact_id], tag, self._now())
        for tag in sorted(wanted - there):
            edit = await self._book.tag([contact_id], tag, self._now())
        return self._told(edit)

    async def set_do_not_contact(self, ids: Sequence[int], reason: str | None) -> Edit:
        """Switch do-not-contact on with a reason (may be empty), or off with None."""
        return self._told(await self._book.set_do_not_contact(ids, reason, self._now()))

    async def delete(self, ids: Sequence[int]) -> Edit:
        """Take them out of every list; can be undone."""
        return self._told(await self._book.delete(ids, self._now()))

    async def merge(self, keep: int, other: int, fields: Mapping[str, str] | None = None) -> Edit:
        """Make one contact of two; ``fields``: what the person chose where they differ."""
        return self._told(await self._book.merge(keep, other, fields or {}, self._now()))

    async def undo(self, edit_id: int | None = None) -> Undone:
        """Take back an edit, or the newest that is not taken back."""
        undone = await self._book.undo(edit_id, self._now())
        self._told(undone.edit)
        return undone

    async def edits(self, limit: int = 50) -> Sequence[Edit]:
        """What can still be undone, newest first."""
        return await self._book.edits(limit)

    async def likely_doubles(self, limit: int = 100) -> Sequence[LikelyDouble]:
        """Pairs who may be one person, the likeliest first."""
        return await self._book.likely_doubles(limit)

    async def forget(self, contact_id: int) -> None:
        """Remove for good everything that tells who this is; a hash stays, so that nobody is greeted twice."""
        await self._book.forget(contact_id, self._now())
        self._news.publish(Changes(contacts=True, log=True))

    async def everything(self, contact_id: int) -> dict[str, Any]:
        """All that is held about one contact."""
        return await self._book.everything(contact_id)

    def _now(self) -> datetime:
        return self._clock.now()

    def _told(self, edit: Edit) -> Edit:
        if edit.id:
            self._news.publish(Changes(contacts=True))
        return edit
