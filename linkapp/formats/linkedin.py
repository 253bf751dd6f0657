"""The tables of the site's own data export: connections, messages, invitations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from linkapp.domain.contact_record import (
    ContactRecord,
    Field,
    FileFormat,
    InvitationRecord,
    MessageRecord,
    Party,
    Record,
    Rejected,
    RejectReason,
)
from linkapp.domain.person import is_member
from linkapp.domain.profile_address import profile_at
from linkapp.formats import days
from linkapp.formats import heading_words as words_of
from linkapp.formats import headings as known
from linkapp.formats.cleaning import emails, lines, one_line, part_of
from linkapp.formats.csv_rows import CsvRow
from linkapp.formats.days import DayOrder

Rows = Callable[[], Iterator[CsvRow | Rejected]]

_AS_EXPORTED = re.compile(r"https://www\.linkedin\.com/in/([a-z0-9-]+)/?")
"""An address as the site's export writes nearly all of them: it is its own normal form."""
_DRAFT = frozenset({"yes", "true", "1", "oui", "ja", "si", "sí"})
_DRAFT_FOLDERS = frozenset(
    {"draft", "drafts", "brouillon", "brouillons", "entwurf", "entwurfe", "borrador", "borradores"}
)


def certainly(format_: FileFormat, words: Sequence[str]) -> Callable[[list[str]], bool]:
    """Whether as many cells as the header has are a record of this table and cannot be a part of a cell."""
    if format_ is FileFormat.CONNECTIONS:
        dates = known.places(words, words_of.CONNECTIONS)[Field.CONNECTED_ON]
        return lambda cells: days.read(cells[dates[0]], DayOrder.MONTH) is not None
    if format_ is FileFormat.MESSAGES:
        at = known.parts(words, words_of.MESSAGES)["date"]
        return lambda cells: len(cells[at]) < 40 and days.read(cells[at], DayOrder.MONTH) is not None
    if format_ is FileFormat.INVITATIONS:
        at = known.parts(words, words_of.INVITATIONS)["at"]
        return lambda cells: len(cells[at]) < 40 and days.read(cells[at], DayOrder.MONTH) is not None
    return lambda cells: sum(1 for cell in cells if cell.strip()) >= 2


def connections(rows: Rows, words: Sequence[str]) -> Iterator[Record]:
    """Connections.csv. Days that are numbers only are read as the whole column has them."""
    columns = known.places(words, words_of.CONNECTIONS)
    dates = columns[Field.CONNECTED_ON][0]
    order = _order(rows, dates, words)

    def place(field: Field) -> int | None:
        return columns[field][0] if field in columns else None

    first_at, last_at, url_at = place(Field.FIRST_NAME), place(Field.LAST_NAME), place(Field.PROFILE)
    mail_at, company_at, position_at = place(Field.EMAIL), place(Field.COMPANY), place(Field.POSITION)
    notes_at, tags_at = place(Field.NOTES), place(Field.TAGS)
    for row in rows():
        if isinstance(row, Rejected):
            yield row
            continue
        cells = row.cells
        first = one_line(cells[first_at]) if first_at is not None else ""
        last = one_line(cells[last_at]) if last_at is not None else ""
        profile, member = address(cells[url_at]) if url_at is not None else (None, None)
        mails = emails(cells[mail_at]) if mail_at is not None else ()
        if not (first or last or profile or member or mails):
            yield Rejected(line=row.line, reason=RejectReason.HIDDEN, detail=part_of(" ".join(filter(None, cells))))
            continue
        connected_on = days.day(cells[dates], order)
        yield ContactRecord(
            line=row.line,
            name=f"{first} {last}".strip() or (mails[0] if mails else profile or ""),
            first_name=first,
            last_name=last,
            profile=profile,
            member=member,
            emails=mails,
            company=one_line(cells[company_at]) if company_at is not None else "",
            position=one_line(cells[position_at]) if position_at is not None else "",
            connected_on=connected_on,
            notes=lines(cells[notes_at]) if notes_at is not None else "",
            tags=split(cells[tags_at], ",;") if tags_at is not None else (),
            unread=()
            if connected_on is not None or days.is_blank(cells[dates])
            else ((Field.CONNECTED_ON, part_of(cells[dates])),),
        )


def messages(rows: Rows, words: Sequence[str]) -> Iterator[Record]:
    """messages.csv."""
    columns = known.parts(words, words_of.MESSAGES)
    order = _order(rows, columns["date"], words)
    empty = len(words)

    def place(name: str) -> int:
        return columns.get(name, empty)

    at_, conversation, draft, folder = columns["date"], place("conversation"), place("draft"), place("folder")
    name, url, to, urls = columns["from"], place("sender"), place("to"), place("recipients")
    content, subject = place("content"), place("subject")
    for row in rows():
        if isinstance(row, Rejected):
            yield row
            continue
        cells = [*row.cells, ""]
        at = days.instant(cells[at_].strip(), order)
        is_draft = words_of.folded(cells[draft]) in _DRAFT or words_of.folded(cells[folder]) in _DRAFT_FOLDERS
        if at is None and not is_draft:
            yield Rejected(line=row.line, reason=RejectReason.DATE, detail=part_of(cells[at_]))
            continue
        sender = Party(name=one_line(cells[name]), key=_key(cells[url]))
        yield MessageRecord(
            line=row.line,
            conversation=one_line(cells[conversation]) or f"line {row.line}",
            sender=sender,
            recipients=recipients(cells[to], cells[urls]),
            at=at or days.EPOCH,
            text=lines(cells[content]) or lines(cells[subject]),
            draft=is_draft,
        )


def invitations(rows: Rows, words: Sequence[str]) -> Iterator[Record]:
    """Invitations.csv: whose it was is said by its direction."""
    columns = known.parts(words, words_of.INVITATIONS)
    order = _order(rows, columns["at"], words)
    empty = len(words)
    for row in rows():
        if isinstance(row, Rejected):
            yield row
            continue
        cells = [*row.cells, ""]
        way = words_of.folded(cells[columns["direction"]])
        outgoing = way in words_of.OUTGOING
        at = days.instant(cells[columns["at"]].strip(), order)
        other, url = ("to", "invitee") if outgoing else ("from", "inviter")
        key = _key(cells[columns.get(url, empty)])
        if not outgoing and way not in words_of.INCOMING:
            yield Rejected(line=row.line, reason=RejectReason.UNREADABLE, detail=part_of(cells[columns["direction"]]))
        elif at is None:
            yield Rejected(line=row.line, reason=RejectReason.DATE, detail=part_of(cells[columns["at"]]))
        elif not key:
            name = cells[columns.get(other, empty)]
            yield Rejected(line=row.line, reason=RejectReason.NO_ADDRESS, detail=part_of(name))
        else:
            yield InvitationRecord(
                line=row.line,
                outgoing=outgoing,
                person=Party(name=one_line(cells[columns.get(other, empty)]), key=key),
                at=at,
                text=lines(cells[columns.get("message", empty)]),
            )


def address(text: str) -> tuple[str | None, str | None]:
    """Profile key and member id in a profile address: one of them, or none."""
    text = text.strip()
    if not text:
        return None, None
    if match := _AS_EXPORTED.fullmatch(text):
        return match[1], None
    key = profile_at(text)
    if key is None:
        return None, None
    return (None, key) if is_member(key) else (key, None)


def recipients(names: str, addresses: str) -> tuple[Party, ...]:
    """Who a message went to. Names may hold the comma that stands between them: only addresses are counted; where
    there are none, one nameless party stands for all."""
    if match := _AS_EXPORTED.fullmatch(addresses):
        return (Party(name=one_line(names), key=f"in:{match[1]}"),)
    urls = split(addresses, ",;| \n")
    if not urls:
        return (Party(name=one_line(names)),) if names.strip() else ()
    if len(urls) == 1:
        return (Party(name=one_line(names), key=_key(urls[0])),)
    single = split(names, ",;")
    named = single if len(single) == len(urls) else ("",) * len(urls)
    return tuple(Party(name=name, key=_key(url)) for name, url in zip(named, urls, strict=True))


def split(text: str, between: str) -> tuple[str, ...]:
    """The parts of a cell, each once."""
    for sign in between[1:]:
        text = text.replace(sign, between[0])
    return tuple(dict.fromkeys(part for piece in text.split(between[0]) if (part := one_line(piece))))


def _key(url: str) -> str:
    profile, member = address(url)
    return f"id:{member}" if member else f"in:{profile}" if profile else ""


def _order(rows: Rows, place: int, words: Sequence[str]) -> DayOrder:
    """How days that are numbers only are to be read: as the column has them, else as the language writes them."""

    def cells() -> Iterator[str]:
        for row in rows():
            if isinstance(row, CsvRow):
                cell = row.cells[place].lstrip()
                if cell[2:3] in "/-" or cell[1:2] in "/-":
                    yield cell
                elif cell:
                    return  # days with words or years first need no order

    order = days.order_of(cells())
    if order is not DayOrder.UNKNOWN:
        return order
    spoken = {folded for folded in words if folded in _ENGLISH}
    return DayOrder.MONTH if spoken else DayOrder.DAY


_ENGLISH = frozenset({"first name", "last name", "connected on", "sent at", "from", "conversation id"})
"""Headings of an English export, which writes the month first."""
