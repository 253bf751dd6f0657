"""Rows of an address book, or of any table whose columns the person named."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from linkapp.domain.contact_record import Birthday, ContactRecord, Field, Record, Rejected, RejectReason
from linkapp.domain.csv_text import neutral
from linkapp.formats import days
from linkapp.formats.cleaning import emails, lines, one_line, part_of, phone
from linkapp.formats.csv_rows import CsvRow
from linkapp.formats.days import DayOrder
from linkapp.formats.headings import Columns
from linkapp.formats.linkedin import address, split

Rows = Callable[[], Iterator[CsvRow | Rejected]]
_BETWEEN = ":::"
"""What Google writes between the values of one cell."""


def people(rows: Rows, columns: Columns) -> Iterator[Record]:
    """Every row that says of a person more than nothing."""
    orders = {field: _order(rows, columns, field) for field in (Field.BIRTHDAY, Field.CONNECTED_ON)}
    for row in rows():
        yield row if isinstance(row, Rejected) else _person(row, columns, orders)


def _person(row: CsvRow, columns: Columns, orders: dict[Field, DayOrder]) -> Record:
    def cells(field: Field) -> list[str]:
        texts = [row.cells[place] for place in columns.of.get(field, ()) if row.cells[place].strip()]
        return [_as_it_was(text) for text in texts] if columns.neutral else texts

    def first(field: Field) -> str:
        return next((line for cell in cells(field) if (line := one_line(cell))), "")

    unread: list[tuple[str, str]] = []
    given, family = first(Field.FIRST_NAME), first(Field.LAST_NAME)
    mails = tuple(dict.fromkeys(mail for cell in cells(Field.EMAIL) for mail in emails(cell)))
    numbers = [part for cell in cells(Field.PHONE) for part in cell.replace(_BETWEEN, ";").split(";")]
    profile, member = _profile(cells(Field.PROFILE))
    name = f"{given} {family}".strip() or first(Field.NAME)
    name = name or (mails[0] if mails else profile or "")
    if not (name or member):
        reason = RejectReason.ORGANISATION if first(Field.COMPANY) else RejectReason.NOBODY
        return Rejected(line=row.line, reason=reason, detail=part_of(" ".join(filter(None, row.cells))))
    connected = first(Field.CONNECTED_ON)
    connected_on = days.day(connected, orders[Field.CONNECTED_ON])
    if connected_on is None and not days.is_blank(connected):
        unread.append((Field.CONNECTED_ON, part_of(connected)))
    return ContactRecord(
        line=row.line,
        name=name,
        first_name=given,
        last_name=family,
        profile=profile,
        member=member,
        emails=mails,
        phones=tuple(dict.fromkeys(number for part in numbers if (number := phone(part)))),
        headline=first(Field.HEADLINE),
        company=first(Field.COMPANY),
        position=first(Field.POSITION),
        location=first(Field.LOCATION),
        birthday=_birthday(row, columns, orders[Field.BIRTHDAY], unread),
        connected_on=connected_on,
        notes="\n".join(lines(cell) for cell in cells(Field.NOTES)),
        tags=_tags(cells(Field.TAGS)),
        unread=tuple(unread),
    )


def _as_it_was(text: str) -> str:
    """A cell without the mark that keeps a spreadsheet from carrying it out."""
    return text[1:] if text.startswith("'") and neutral(text[1:]) == text else text


def _tags(cells: list[str]) -> tuple[str, ...]:
    """Google marks its own groups with a star."""
    tags = (tag.lstrip("* ") for cell in cells for tag in split(cell.replace(_BETWEEN, ";"), ";,"))
    return tuple(dict.fromkeys(tag for tag in tags if tag))


def _birthday(row: CsvRow, columns: Columns, order: DayOrder, unread: list[tuple[str, str]]) -> Birthday | None:
    if columns.birth is not None:
        year, month, day = (row.cells[place].strip() if place is not None else "" for place in columns.birth)
        if not (month.strip("0") and day.strip("0")):
            return None
        if not (month.isdigit() and day.isdigit()):
            text = f"{day} {month} {year}"
        else:
            number = int(year) if year.isdigit() else 0
            text = f"{number if number > 1000 else 0:04d}-{int(month):02d}-{int(day):02d}"
        if (birthday := days.birthday(text)) is None:
            unread.append((Field.BIRTHDAY, part_of(text)))
        return birthday
    texts = [cell for place in columns.of.get(Field.BIRTHDAY, ()) if not days.is_blank(cell := row.cells[place])]
    if not texts:
        return None
    if Field.BIRTHDAY in columns.twice:  # two columns of one heading: one may be the wedding day
        unread.append((Field.BIRTHDAY, part_of(" / ".join(texts))))
        return None
    birthday = days.birthday(texts[0], order)
    if birthday is None:
        unread.append((Field.BIRTHDAY, part_of(texts[0])))
    return birthday


def _profile(cells: list[str]) -> tuple[str | None, str | None]:
    for cell in cells:
        for part in cell.split(_BETWEEN):
            profile, member = address(part)
            if profile or member:
                return profile, member
    return None, None


def _order(rows: Rows, columns: Columns, field: Field) -> DayOrder:
    where = columns.of.get(field, ())
    if not where:
        return DayOrder.UNKNOWN
    return days.order_of(row.cells[place] for row in rows() if isinstance(row, CsvRow) for place in where)
