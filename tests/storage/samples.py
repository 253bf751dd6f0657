"""People, greetings and limits that the storage tests use."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from linkapp.domain.act import Act, Slot
from linkapp.domain.greeting import greeting_act
from linkapp.domain.moment import Occasion
from linkapp.domain.person import Person
from linkapp.domain.quota import Caps
from linkapp.services.ports.book import Contact
from linkapp.services.ports.ledger import Denied, Ledger, Limits
from linkapp.storage import Storage
from linkapp.storage.people_pages import SqlitePeoplePages
from tests.fakes.memory_storage import MemoryStorage

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def person(number: int = 0) -> Person:
    """A person known by a profile address only."""
    return Person(name=f"Person {number}", profile=f"person-{number}")


def greeting(
    who: Person | int = 0, *, year: int = 2026, occasion: Occasion = Occasion.BIRTHDAY, account: str = "me"
) -> Act:
    """A greeting to a person (a number is a person of that number)."""
    someone = person(who) if isinstance(who, int) else who
    text = f"Happy birthday, {someone.name}!"
    return greeting_act(account=account, person=someone, occasion=occasion, year=year, text=text, template="plain")


def limits(*, day: int = 20, week: int = 80, run: int = 50, of_run: int = 1, zone: ZoneInfo = PARIS) -> Limits:
    """Caps for messages."""
    return Limits(caps=Caps(day=day, week=week, run=run), zone=zone, run=of_run)


async def slot(ledger: Ledger, who: Act | int = 0, now: datetime = NOW, within: Limits | None = None) -> Slot:
    """A slot that has to be granted."""
    wanted = greeting(who) if isinstance(who, int) else who
    answer = await ledger.reserve(wanted, within or limits(), now)
    assert isinstance(answer, Slot), answer
    return answer


async def denial(ledger: Ledger, who: Act | int = 0, now: datetime = NOW, within: Limits | None = None) -> Denied:
    """A refusal that has to come."""
    wanted = greeting(who) if isinstance(who, int) else who
    answer = await ledger.reserve(wanted, within or limits(), now)
    assert isinstance(answer, Denied), answer
    return answer


async def contacts(books: Storage | MemoryStorage, words: str = "") -> list[Contact]:
    """Every contact of the book, by name; in the real one those of the words."""
    if not isinstance(books, MemoryStorage):
        with closing(SqlitePeoplePages(books.pages_path)) as pages:
            return pages.rows(pages.ids(words))
    assert not words
    rows = [await books.people.contact(row) for row in books.people.book.contacts]
    return sorted((row for row in rows if row is not None), key=lambda row: row.person.name)
