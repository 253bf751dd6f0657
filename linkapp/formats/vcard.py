"""Address books of vCards (2.1, 3 and 4), each card by itself: a bad one loses no other."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from linkapp.domain.contact_record import Birthday, ContactRecord, Field, FileFormat, Record, Rejected, RejectReason
from linkapp.formats import days
from linkapp.formats.cleaning import emails, lines, one_line, part_of, phone
from linkapp.formats.content_lines import Block, blocks
from linkapp.formats.encodings import encoding_of
from linkapp.formats.linkedin import address, split
from linkapp.formats.refusals import Watch
from linkapp.formats.sources import Source

_ESCAPED = re.compile(r"\\([nN,;:\\])")
_BEGIN = re.compile(rb"^\s*(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?BEGIN\s*:\s*VCARD", re.IGNORECASE | re.MULTILINE)
_NO_PERSON = frozenset({"group", "org", "organization", "organisation", "location", "application", "device", "thing"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Property:
    """One line of a card: its name in capitals, its parameters (names in capitals, values as they are), its value."""

    name: str
    parameters: dict[str, str]
    value: str


@dataclass(frozen=True, kw_only=True)
class Cards:
    """An address book of vCards: a part of a ``ContactFile``."""

    source: Source
    watch: Watch = field(default_factory=Watch)
    format: FileFormat = FileFormat.VCARD

    @property
    def name(self) -> str:
        """See ``domain.contact_record.FilePart``."""
        return self.source.name

    def records(self) -> Iterator[Record]:
        """See ``domain.contact_record.FilePart``."""
        encoding = encoding_of(self.source, self.watch.look)
        undeclared = "utf-8" if encoding is None or encoding.name.startswith("utf") else encoding.name
        if undeclared == "utf-8":
            undeclared = "cp1252"  # for the lines that are no UTF-8
        for block in blocks(self.source, frozenset({b"VCARD"}), self.watch):
            if isinstance(block, Block):
                yield card(block, undeclared)


TOO_LONG = "…"
"""What is said of lines that are left out because they are too long."""


def is_vcard(head: bytes) -> bool:
    """Whether a file begins as vCards do, whatever its name; bytes of two a character are read as well."""
    return bool(_BEGIN.search(head.replace(b"\0", b"")))


def card(block: Block, undeclared: str = "cp1252") -> Record:
    """The person of one card, or why there is none."""
    properties = [parsed for line in block.lines if (parsed := _property(line, undeclared)) is not None]
    shown = next((prop.value for prop in properties if prop.name in ("FN", "N", "ORG", "EMAIL") and prop.value), "")
    if not block.whole:
        return Rejected(line=block.line, reason=RejectReason.CUT_OFF, detail=part_of(shown))
    if block.too_long and not shown:
        return Rejected(line=block.line, reason=RejectReason.TOO_LONG)
    if block.lines and not properties:
        detail = part_of(block.lines[0].decode("utf-8", "replace"))
        return Rejected(line=block.line, reason=RejectReason.UNREADABLE, detail=detail)
    by_name: dict[str, list[Property]] = {}
    for prop in properties:
        by_name.setdefault(prop.name, []).append(prop)

    def texts(*names: str) -> list[str]:
        return [_plain(prop.value) for name in names for prop in by_name.get(name, ()) if prop.value.strip()]

    def first(*names: str) -> str:
        return next((line for text in texts(*names) if (line := one_line(text))), "")

    family, given = _structured(by_name)
    employer = _first(by_name, "ORG")
    organisation = one_line(_plain(_pieces(employer.value)[0])) if employer else ""
    mails = tuple(dict.fromkeys(mail for text in texts("EMAIL") for mail in emails(text)))
    profile, member = _profile(texts("URL", "X-SOCIALPROFILE", "SOCIALPROFILE", "X-LINKEDIN"))
    name = first("FN") or f"{given} {family}".strip() or first("NICKNAME")
    kind = first("KIND", "X-ADDRESSBOOKSERVER-KIND").casefold()
    company_card = first("X-ABSHOWAS").casefold() == "company" or (
        bool(organisation) and not (family or given) and name in ("", organisation)
    )
    if kind in _NO_PERSON or company_card:
        return Rejected(line=block.line, reason=RejectReason.ORGANISATION, detail=part_of(name or organisation))
    name = name or (mails[0] if mails else profile or "")
    if not (name or member):
        return Rejected(line=block.line, reason=RejectReason.NOBODY, detail=part_of(shown))
    unread: list[tuple[str, str]] = []
    if block.too_long:
        unread.append(("notes", TOO_LONG))
    return ContactRecord(
        line=block.line,
        name=name,
        first_name=given,
        last_name=family,
        profile=profile,
        member=member,
        emails=mails,
        phones=tuple(dict.fromkeys(number for text in texts("TEL") if (number := phone(text)))),
        company=organisation,
        position=first("TITLE", "ROLE"),
        location=_location(by_name),
        birthday=_birthday(_first(by_name, "BDAY", "X-BIRTHDAY"), unread),
        notes="\n".join(lines(text) for text in texts("NOTE")),
        tags=tuple(tag for text in texts("CATEGORIES") for tag in split(text, ",;")),
        source_id=first("UID"),
        unread=tuple(unread),
    )


def _property(line: bytes, undeclared: str) -> Property | None:
    """One line taken apart; None for what is none."""
    from vobject.base import ParseError, parseLine  # type: ignore[import-untyped]  # it has no types of its own

    if b":" not in line:
        return None
    try:
        name, given, text, _ = parseLine(_decoded(line, "", undeclared))
    except (ParseError, ValueError, TypeError):
        return None
    parameters: dict[str, str] = {}
    for parameter, *values in given:
        if values:
            parameters[parameter.upper()] = ",".join(values)
        else:
            parameters.setdefault("TYPE", "")
            if parameter.upper() in ("QUOTED-PRINTABLE", "BASE64"):
                parameters["ENCODING"] = parameter.upper()
    charset = parameters.get("CHARSET", "")
    if parameters.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":
        text = _decoded(binascii.a2b_qp(_value_of(line, text)), charset, undeclared)
    elif charset and not line.isascii():
        text = _decoded(_value_of(line, text), charset, undeclared)
    return Property(name=str(name).upper(), parameters=parameters, value=text)


def _value_of(line: bytes, text: str) -> bytes:
    """The bytes of a value, of whose text the number of colons is known: those in parameters stand before it."""
    pieces = line.split(b":")
    return b":".join(pieces[len(pieces) - 1 - text.count(":") :])


def _decoded(value: bytes, charset: str, undeclared: str) -> str:
    for encoding in (charset.strip('"'), "utf-8", undeclared):
        if encoding:
            try:
                return value.decode(encoding)
            except (UnicodeDecodeError, LookupError, ValueError):
                continue
    return value.decode("cp1252", "replace")


def _first(by_name: dict[str, list[Property]], *names: str) -> Property | None:
    return next((prop for name in names for prop in by_name.get(name, ()) if prop.value.strip()), None)


def _pieces(value: str) -> list[str]:
    """The parts of a value between semicolons that are not escaped."""
    return [piece.replace("\0", "\\;") for piece in value.replace("\\;", "\0").split(";")]


def _plain(value: str) -> str:
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)


def _structured(by_name: dict[str, list[Property]]) -> tuple[str, str]:
    """Family name and given name."""
    prop = _first(by_name, "N")
    if prop is None:
        return "", ""
    pieces = [one_line(_plain(piece)) for piece in _pieces(prop.value)]
    pieces += [""] * (2 - len(pieces))
    return pieces[0], pieces[1]


def _location(by_name: dict[str, list[Property]]) -> str:
    prop = _first(by_name, "ADR")
    if prop is None:
        return ""
    pieces = [one_line(_plain(piece)) for piece in _pieces(prop.value)]
    return ", ".join(filter(None, (*pieces[3:4], *pieces[6:7])))


def _birthday(prop: Property | None, unread: list[tuple[str, str]]) -> Birthday | None:
    if prop is None:
        return None
    birthday = days.birthday(prop.value)
    if birthday is None:
        if not days.is_blank(prop.value):
            unread.append((Field.BIRTHDAY, part_of(prop.value)))
        return None
    month, day, year = birthday
    omitted = prop.parameters.get("X-APPLE-OMIT-YEAR", "")
    return month, day, None if year is not None and omitted == str(year) else year


def _profile(texts: list[str]) -> tuple[str | None, str | None]:
    for text in texts:
        profile, member = address(text)
        if profile or member:
            return profile, member
    return None, None
