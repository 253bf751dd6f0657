"""Contacts as files for other programs, read back by programs that are not ours."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from linkapp.domain.person import Person
from linkapp.formats.written_contacts import COLUMNS, ContactWriters
from linkapp.services.ports.book import Contact

SITE = "https://site.example"
NOW = datetime(2026, 7, 10, 8, tzinfo=UTC)
ADA = Contact(
    id=7,
    person=Person(name="Ada, Countess; of\\Lovelace", profile="ada-é", headline="=cmd|'/c calc'!A1"),
    company="Engines; Ltd",
    position="Analyst, first",
    location='London "West"^2',
    birthday=(2, 29),
    birth_year=None,
    emails=("ada@example.org", "a@b.example"),
    phones=("+44 20 1234",),
    tags=("a,b", "c"),
    notes="one\ntwo; three,\\n",
    connected_on=date(2020, 5, 1),
    last_contact=NOW,
    wrote_last="them",
    score=80,
)


def test_a_table_is_read_back_by_a_spreadsheet_and_carries_nothing_out() -> None:
    content = ContactWriters().csv_file([ADA], SITE, bom=True)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert rows[0]["Headline"] == "'=cmd|'/c calc'!A1"
    assert rows[0]["Notes"] == "one\ntwo; three,\\n"
    assert (rows[0]["Birthday"], rows[0]["URL"]) == ("'--02-29", f"{SITE}/in/ada-é")
    assert rows[0]["Phone"] == "'+44 20 1234"
    assert not ContactWriters().csv_file([ADA], SITE, bom=False).startswith(b"\xef")


def test_a_card_is_read_back_by_another_program() -> None:
    content = ContactWriters().vcard_file([ADA, ADA], SITE)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    card, _ = list(vobject.readComponents(content.decode()))
    assert card.fn.value == ADA.person.name
    assert card.org.value == ["Engines; Ltd"]
    assert [mail.value for mail in card.email_list] == list(ADA.emails)
    assert card.note.value == ADA.notes
    assert card.title.value == ADA.position
    assert card.bday.value == "--0229"
    assert card.url.value == f"{SITE}/in/ada-é"


@pytest.mark.parametrize(
    ("birthday", "year", "day"),
    [((5, 17), None, date(2000, 5, 17)), ((5, 17), 1985, date(1985, 5, 17)), ((2, 29), None, date(2000, 2, 29)),
     ((2, 29), 1984, date(1984, 2, 29)), ((2, 29), 1985, date(2000, 2, 29)), ((12, 31), 1999, date(1999, 12, 31))],
)  # fmt: skip
def test_a_birthday_is_a_yearly_event_of_one_day(birthday: tuple[int, int], year: int | None, day: date) -> None:
    contact = Contact(id=7, person=Person(name="Ada"), birthday=birthday, birth_year=year)
    nobody = Contact(id=8, person=Person(name="Bo"))
    calendar = icalendar.Calendar.from_ical(ContactWriters().calendar_file([contact, nobody], NOW))
    (event,) = calendar.walk("VEVENT")
    assert event.decoded("dtstart") == day
    assert event["rrule"]["freq"] == ["YEARLY"]
    assert event["summary"] == "Ada"
    assert ("X-APPLE-OMIT-YEAR" in event) is (year is None)


@given(name=st.text(min_size=1, max_size=120), notes=st.text(max_size=300))
def test_no_text_breaks_a_card(name: str, notes: str) -> None:
    contact = Contact(id=1, person=Person(name=name, profile="x"), notes=notes)
    lines = ContactWriters().vcard_file([contact], SITE).split(b"\r\n")
    assert lines[0] == b"BEGIN:VCARD"
    assert lines[-2:] == [b"END:VCARD", b""]
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    assert sum(line.startswith((b"BEGIN", b"END")) for line in lines) == 2
