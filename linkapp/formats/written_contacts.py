"""Contacts as files that other programs read: CSV for spreadsheets, vCard 4 (RFC 6350), birthdays as iCalendar
(RFC 5545)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from linkapp.domain.contact_fields import birthday_text
from linkapp.domain.csv_text import csv_text
from linkapp.services.ports.book import Contact

COLUMNS = (
    "First Name",
    "Last Name",
    "Name",
    "URL",
    "Email Address",
    "Phone",
    "Headline",
    "Company",
    "Position",
    "Location",
    "Birthday",
    "Connected On",
    "Last Contact",
    "Wrote Last",
    "Tags",
    "Do Not Contact",
    "Score",
    "Notes",
)
"""Headings that other address books know as well."""
_FOLD_AT = 75
"""Bytes of a line (RFC 6350 3.2), without its end."""
_LEAP = 2000
"""A year with 29 February, for birthdays without a year."""


class ContactWriters:
    """What ``services.exports.Writers`` asks for."""

    def csv_file(self, contacts: Sequence[Contact], site: str, *, bom: bool) -> bytes:
        """A table of contacts, safe for spreadsheets."""
        return csv_text(COLUMNS, (_row(contact, site) for contact in contacts), bom=bom).encode()

    def vcard_file(self, contacts: Sequence[Contact], site: str) -> bytes:
        """One card a contact."""
        return b"".join(_folded(line) for contact in contacts for line in _card(contact, site))

    def calendar_file(self, contacts: Sequence[Contact], now: datetime) -> bytes:
        """A yearly event of a whole day for each birthday; 29 February as the calendar that shows it has it."""
        from icalendar import Calendar, Event, vText  # slow to import, and nothing else needs it

        calendar = Calendar()
        calendar.add("prodid", "-//LinkApp//Birthdays//EN")
        calendar.add("version", "2.0")
        for contact in contacts:
            if contact.birthday is None:
                continue
            event = Event()
            year = contact.birth_year or _LEAP
            day = date(year if contact.birthday != (2, 29) or _is_leap(year) else _LEAP, *contact.birthday)
            event.add("uid", f"birthday-{contact.id}@linkapp.invalid")
            event.add("dtstamp", now)
            event.add("dtstart", day)
            event.add("dtend", day + timedelta(days=1))
            event.add("rrule", {"freq": "yearly"})
            event.add("summary", contact.person.name)
            event.add("categories", ["BIRTHDAY"])
            event.add("transp", "TRANSPARENT")
            if contact.birth_year is None:
                event["X-APPLE-OMIT-YEAR"] = vText(str(day.year))
            calendar.add_component(event)
        return bytes(calendar.to_ical())


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _row(contact: Contact, site: str) -> list[str | int | None]:
    person = contact.person
    first, last = _names(contact)
    return [
        first,
        last,
        person.name,
        _address(contact, site),
        "; ".join(contact.emails),
        "; ".join(contact.phones),
        person.headline,
        contact.company,
        contact.position,
        contact.location,
        birthday_text(contact.birthday, contact.birth_year),
        contact.connected_on.isoformat() if contact.connected_on else "",
        contact.last_contact.date().isoformat() if contact.last_contact else "",
        contact.wrote_last,
        "; ".join(contact.tags),
        contact.do_not_contact,
        contact.score,
        contact.notes,
    ]


def _names(contact: Contact) -> tuple[str, str]:
    """A first name and the rest, for programs that want two: split at the first blank, as nothing better is known."""
    name = contact.person.name
    first = contact.first_name if contact.first_name and name.startswith(contact.first_name) else ""
    first = first or name.partition(" ")[0]
    return first, name[len(first) :].strip()


def _address(contact: Contact, site: str) -> str:
    key = contact.person.profile or contact.person.member
    return f"{site}/in/{key}" if key else ""


def _card(contact: Contact, site: str) -> list[str]:
    person = contact.person
    first, last = _names(contact)
    lines = ["BEGIN:VCARD", "VERSION:4.0", "PRODID:-//LinkApp//Contacts//EN", f"FN:{_text(person.name)}"]
    lines.append(f"N:{_part(last)};{_part(first)};;;")
    birthday = contact.birthday
    if birthday is not None:
        month, day = birthday
        year = f"{contact.birth_year:04}" if contact.birth_year is not None else "--"
        lines.append(f"BDAY:{year}{month:02}{day:02}")
    for name, value in (("TITLE", contact.position or person.headline), ("NOTE", contact.notes)):
        if value:
            lines.append(f"{name}:{_text(value)}")
    if contact.company:
        lines.append(f"ORG:{_part(contact.company)}")
    if contact.location:
        lines.append(f"ADR;LABEL={_parameter(contact.location)}:;;;{_part(contact.location)};;;")
    lines += [f"EMAIL:{_text(address)}" for address in contact.emails]
    lines += [f"TEL;VALUE=text:{_text(number)}" for number in contact.phones]
    if address := _address(contact, site):
        lines.append(f"URL:{address}")
    if contact.tags:
        lines.append("CATEGORIES:" + ",".join(_text(tag) for tag in contact.tags))
    return [*lines, "END:VCARD"]


def _text(value: str) -> str:
    return value.replace("\\", "\\\\").replace(",", "\\,").replace("\r", "").replace("\n", "\\n")


def _part(value: str) -> str:
    """A part of a value that has several."""
    return _text(value).replace(";", "\\;")


def _parameter(value: str) -> str:
    """A parameter in quotation marks, in which none may stand (RFC 6868)."""
    return '"' + value.replace("^", "^^").replace("\n", "^n").replace('"', "^'") + '"'


def _folded(line: str) -> bytes:
    """A line with its end, folded between characters."""
    pieces: list[bytes] = []
    piece = b""
    for character in line:
        encoded = character.encode("utf-8", "replace")
        if len(piece) + len(encoded) > _FOLD_AT - bool(pieces):
            pieces.append(piece)
            piece = b""
        piece += encoded
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
