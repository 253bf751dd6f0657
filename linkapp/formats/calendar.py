"""Birthdays in iCalendar files. Only what comes every year, says that it is a birthday, and names somebody is one.

A day is taken as it is written: it is never moved through a time zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from linkapp.domain.contact_record import ContactRecord, Field, FileFormat, Record, Rejected, RejectReason
from linkapp.formats import days
from linkapp.formats.cleaning import emails, one_line, part_of
from linkapp.formats.content_lines import Block, blocks
from linkapp.formats.encodings import encoding_of
from linkapp.formats.heading_words import folded
from linkapp.formats.linkedin import address
from linkapp.formats.refusals import Watch
from linkapp.formats.sources import Source

YEARS_FOR_NONE = days.YEARS_FOR_NONE | {1970}
_LAST_YEAR_OF_BIRTH = 2008
"""A series that begins later says when it was begun, not when somebody was born."""
_BEGIN = re.compile(rb"^\s*(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?BEGIN\s*:\s*VCALENDAR", re.IGNORECASE | re.MULTILINE)
_NAME = r"(?P<name>[^\W\d_](?:[^\W_]|[ .,'’´`-])*?)"
_AGE = r"(?:\s*[(\[,–-]?\s*(?:\*?\s*(?:19|20)\d\d|\d{1,3}(?:\s*(?:ans|years?|jahre|años|anos))?(?:\s*old)?)\s*[)\]]?)?"
_EN = frozenset("my our the a an happy".split())
_FR = frozenset("le la les l mon ma mes notre nos un une de des".split())
_DE = frozenset("mein meine unser der die das ein".split())
_ES = frozenset("mi mis el la los nuestro nuestra un una".split())
_FORMS = tuple(
    (re.compile(rf"^{form}{_AGE}[\s!.]*$", re.IGNORECASE), nobody)
    for form, nobody in (
        (rf"{_NAME}\s+hat\s+geburtstag", _DE),
        (rf"{_NAME}\s?['’´`]s?\s+(?:\d+(?:st|nd|rd|th)\s+)?(?:birthday|b-?day|geburtstag)", _EN),
        (rf"{_NAME}\s+(?:birthday|b-?day|geburtstag)", _EN | _DE),
        (rf"(?:happy\s+)?(?:birthday|b-?day)\s*(?:of|for|:|-|–)?\s+{_NAME}", _EN),
        (
            rf"(?:joyeux\s+|bon\s+)?anniv(?:ersaire)?\s*(?:de\s+naissance\s*)?(?:(?:de\s|d['’]|du\s)|:|-|–)\s*{_NAME}",
            _FR,
        ),
        (rf"geburtstag\s*(?:von|:|-|–)?\s+{_NAME}", _DE),
        (rf"(?:feliz\s+)?cumplea(?:ñ|n)os\s*(?:de|:|-|–)?\s+{_NAME}", _ES),
        (rf"{_NAME}\s*(?::|-|–)\s*(?:birthday|geburtstag|anniversaire|cumplea(?:ñ|n)os)", _EN),
    )
)
"""How a birthday is written, and with which words the name in it is none."""
_SURELY = re.compile(r"birthday|b-?day|geburtstag|cumplea[nñ]os|anniversaire de naissance", re.IGNORECASE)
_OTHER = re.compile(
    r"\b(?:mariage|noces|wedding|marriage|hochzeit\w*|rencontre|d[eé]c[eè]s|death|todestag|soci[eé]t[eé]|entreprise|"
    r"company|firma|empresa|firm|bo[iî]te|association|club|work|travail|embauche|arbeit\w*|dienst\w*|jubil\w*|"
    r"victoire|armistice|r[eé]volution|ind[eé]pendance|independence|founding|fondation|gr[uü]ndung\w*|anniversary|"
    r"aniversario|party|f[eê]te|feier|cadeau|gift|geschenk|acheter|buy|call|appeler|permis|bapt[eê]me|taufe|bachelor)\b",
    re.IGNORECASE,
)
_NO_PERSON = frozenset("king queen national team equipe mother father mom dad maman papa".split())
"""What is no name where it stands alone."""
_BIRTHDAYS = frozenset({"birthday", "birthdays", "geburtstag", "geburtstage", "cumpleanos", "contact birthdays"})
_EMOJI = re.compile(r"[^\w\s.,'’´`()\[\]:*–-]+")


@dataclass(frozen=True, kw_only=True)
class Birthdays:
    """A calendar: a part of a ``ContactFile``."""

    source: Source
    watch: Watch = field(default_factory=Watch)
    format: FileFormat = FileFormat.ICALENDAR

    @property
    def name(self) -> str:
        """See ``domain.contact_record.FilePart``."""
        return self.source.name

    def records(self) -> Iterator[Record]:
        """See ``domain.contact_record.FilePart``. Other events are no records."""
        encoding = encoding_of(self.source, self.watch.look)
        undeclared = "cp1252" if encoding is None or encoding.name.startswith("utf") else encoding.name
        of_birthdays = False
        for block in blocks(self.source, frozenset({b"VEVENT"}), self.watch):
            if isinstance(block, bytes):
                name, _, value = _text(block, undeclared).partition(":")
                if name.upper().startswith(("X-WR-CALNAME", "NAME")):
                    of_birthdays = folded(value) in _BIRTHDAYS
            elif (record := _event(block, undeclared, of_birthdays)) is not None:
                yield record


def is_calendar(head: bytes) -> bool:
    """Whether a file begins as calendars do, whatever its name."""
    return bool(_BEGIN.search(head.replace(b"\0", b"")))


def _event(block: Block, undeclared: str, of_birthdays: bool) -> Record | None:
    """The birthday of one event, why it could not be read, or None for any other event."""
    properties: dict[str, list[str]] = {}
    for line in block.lines:
        if (parsed := _property(_text(line, undeclared))) is not None:
            properties.setdefault(parsed[0], []).append(parsed[1])

    def first(name: str) -> str:
        return one_line(properties[name][0]) if name in properties else ""

    summary = one_line(_EMOJI.sub(" ", first("SUMMARY")))
    named = first("X-KDE-KABC-NAME-1") if first("X-KDE-KABC-BIRTHDAY") else ""
    categories = {folded(word) for text in properties.get("CATEGORIES", ()) for word in text.split(",")}
    known = of_birthdays or bool(categories & _BIRTHDAYS)
    name = named or name_in(summary, known=known)
    if not block.whole:
        return Rejected(line=block.line, reason=RejectReason.CUT_OFF, detail=part_of(summary))
    if not name or "RECURRENCE-ID" in properties or first("STATUS").upper() == "CANCELLED" or not _yearly(properties):
        return None
    start = first("DTSTART")
    birthday = days.birthday(start)
    clock = start[8:].strip("T")
    if birthday is None or (clock.endswith("Z") and clock.strip("Z0")):
        # A moment in another zone may be the day before there.
        return Rejected(line=block.line, reason=RejectReason.DATE, detail=part_of(f"{summary} {start}"))
    month, day, year = birthday
    if first("X-APPLE-OMIT-YEAR") == str(year):
        year = None
    if year is not None and (year in YEARS_FOR_NONE or year > _LAST_YEAR_OF_BIRTH):
        year = None
    profile, member = address(first("URL"))
    return ContactRecord(
        line=block.line,
        name=name,
        profile=profile,
        member=member,
        emails=emails(first("X-KDE-KABC-EMAIL-1")),
        birthday=(month, day, year),
        source_id=first("UID"),
        unread=() if birthday else ((Field.BIRTHDAY, part_of(start)),),
    )


def name_in(summary: str, *, known: bool = False) -> str:
    """Whose birthday a title names; empty where it is another title. ``known``: the calendar, or the category, says
    that it is a birthday, so that a bare name will do."""
    if _OTHER.search(summary):
        return ""
    for form, nobody in _FORMS:
        if match := form.match(summary):
            return _somebody(match["name"], nobody, sure=bool(_SURELY.search(summary)) or known)
    if known and not _SURELY.search(summary):
        bare = re.match(rf"^{_NAME}{_AGE}[\s!.]*$", summary)
        return _somebody(bare["name"], frozenset(), sure=True) if bare else ""
    return ""


def _somebody(name: str, nobody: frozenset[str], *, sure: bool) -> str:
    name = one_line(name).strip(" .,:-–'’")
    words = name.split()
    first = folded(words[0]).split("'")[0] if words else ""
    if not 1 <= len(words) <= 6 or first in nobody or (len(words) == 1 and first in _NO_PERSON):
        return ""
    capital = all(word[:1].isupper() or not word[:1].islower() or len(word) <= 3 for word in words)
    return name if sure or capital else ""


def _yearly(properties: dict[str, list[str]]) -> bool:
    from icalendar.prop import vRecur

    for text in properties.get("RRULE", ()):
        try:
            rule = vRecur.from_ical(text)
        except (ValueError, KeyError, TypeError):
            continue
        frequency = [str(value).upper() for value in rule.get("FREQ", ())]
        interval = [int(value) for value in rule.get("INTERVAL", (1,))]
        if frequency == ["YEARLY"] and interval == [1] and not {"BYDAY", "BYWEEKNO", "BYYEARDAY"} & set(rule):
            return True
    return False


def _property(line: str) -> tuple[str, str] | None:
    """Name in capitals and plain value of a line; None for what is none."""
    from icalendar.parser import Contentline
    from icalendar.prop import vText

    try:
        name, _, value = Contentline(line).parts()  # type: ignore[no-untyped-call]  # its maker has no types
    except (ValueError, IndexError, TypeError):
        return None
    name = str(name).upper()
    return name, str(value) if name in ("RRULE", "DTSTART") else str(vText.from_ical(str(value)))


def _text(line: bytes, undeclared: str) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode(undeclared, "replace")
