"""What the contacts book is made of."""

from __future__ import annotations

from linkapp.services.contacts import Contacts
from linkapp.services.news import News
from linkapp.services.ports.clock import Clock
from linkapp.storage import Storage


def contacts(storage: Storage, clock: Clock, news: News) -> Contacts:
    """The book as a person works with it."""
    return Contacts(storage.contacts, storage.people, clock, news)
