"""What a card says about a birthday: whose, on which day, how late. Pure; anything not understood is a ``Skip``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from linkapp.domain.dates import DateFinding, find, occasion_date, plain
from linkapp.domain.moment import Card, Occasion, Skip
from linkapp.domain.person import Person
from linkapp.domain.problems import Reason
from linkapp.domain.upcoming import is_coming, is_gone_by, is_nothing_but_coming, suggested_text, to_come_by_type

_BIRTHDAY = re.compile(
    r"birthday|\banniversaire|geburtstag|cumpleanos|\baniversario\b|compleanno|verjaardag|fodelsedag|\burodzin|dogum gunu"
)
_NOT_A_BIRTHDAY = re.compile(
    r"work anniversar(?:y|ies)|years? at |anniversaire (?:professionnel|de travail|d'entreprise)|dienstjubilaum|arbeitsjubilaum"
    r"|firmenjubilaum|aniversario (?:laboral|de trabajo)|new (?:position|job|role)|nouveau poste|nouvel emploi|neue (?:stelle|position)"
    r"|nuevo (?:puesto|empleo)|aniversario (?:profissional|de empresa|de trabalho|de carreira)"
    r"|anniversario (?:lavorativo|professionale|di lavoro)|anniversaire (?:chez|dans l'entreprise|d'anciennete)"
)
_ANY_DAY = date(2000, 6, 15)
"""For asking whether words speak of a day at all; which one does not matter."""
_YEARS = re.compile(
    r"\b\d{1,2}\s?-?(?:e|eme|st|nd|rd|th|\.)?\s?-?(?:years?|ans?|annees?|jahre?n?|anos?|anni|jaar)\b|\b\d{1,2}(?:er|e|eme|th|st|nd|rd) (?:anniversaire|anniversary) "
)
_WISH = re.compile(r"happy returns|\bbday\b|b-day|joyeux anniv|bon anniv|alles gute zum|feliz cumple")


@dataclass(frozen=True, kw_only=True)
class Birthday:
    """A birthday: ``on`` is the date of this occasion (its year is the occasion's year), ``late_by`` days ago.
    ``by_words``: only words like "today" told so, which count from the page's own day."""

    person: Person
    on: date
    late_by: int
    by_words: bool = False


def evident(card: Card) -> bool:
    """Whether the card itself says that it is about a birthday: by its address, its label or a sentence."""
    if card.occasion is not None:
        return card.occasion is Occasion.BIRTHDAY
    named = (without_name(line, card.person.name) for line in (card.label, *card.lines))
    return any(_BIRTHDAY.search(plain(line)) for line in named)


def is_bystander(card: Card, language: str) -> bool:
    """Whether a card is about nobody who has a birthday: a suggestion, an advertisement, somebody of a side rail.

    Somebody of the list whose words are merely not understood is none: they stand where the others do and can be
    written to, or their card names a day, or speaks about them in a sentence.
    """
    if card.occasion is Occasion.BIRTHDAY or evident(card):
        return False
    if card.occasion is not None:
        return True  # the address names another occasion
    if not card.writable:
        return not _speaks_of_a_day(card, language)
    if card.beside:
        return not _speaks_of_a_day(card, language)
    return False


def _speaks_of_a_day(card: Card, language: str) -> bool:
    """Whether a line is nothing but a day, or a sentence that names the person names one."""
    name = card.person.name
    for line in card.lines:
        findings = find(without_name(line, name), _ANY_DAY, language)
        if _whole(findings) or (findings and without_name(line, name) != line and line.strip() != name.strip()):
            return True
    return False


def speaks_of_birthday(text: str) -> bool:
    """Whether words that stand by themselves (a heading, a notice) are about birthdays and nothing else."""
    return _wishes(plain(text))


def about_another_occasion(text: str) -> bool:
    """Whether words that stand by themselves are about work anniversaries, new positions or the like."""
    return bool(_NOT_A_BIRTHDAY.search(plain(text)))


def wishes_by_name(card: Card) -> bool:
    """Whether a sentence or the label of the card speaks of this person's birthday by the person's name."""
    name = card.person.name
    return any(_BIRTHDAY.search(plain(line)) and without_name(line, name) != line for line in (*card.lines, card.label))


def read(
    card: Card, today: date, language: str, *, leap_day_in_march: bool = False, must_be_evident: bool = False
) -> Birthday | Skip:
    """Read the card's own sentence; the name, the headline and the company never count as date words.

    ``must_be_evident``: other cards of the page say that they are about birthdays, so one that does not is about
    something else, whatever day it names.
    """
    person = card.person
    if not person.keys:
        return Skip(person=person, reason=Reason.PERSON_NOT_IDENTIFIED)
    if not person.name.strip():
        return Skip(person=person, reason=Reason.NAME_NOT_UNDERSTOOD)
    if card.occasion not in (None, Occasion.BIRTHDAY):
        return Skip(person=person, reason=Reason.OCCASION_NOT_UNDERSTOOD, detail=str(card.occasion))
    if must_be_evident and not evident(card):
        return Skip(person=person, reason=Reason.OCCASION_NOT_UNDERSTOOD)
    lines = [without_name(line, person.name) for line in card.lines]
    if _is_date(person.name, today, language) and not _named_again(card):
        return Skip(person=person, reason=Reason.NAME_NOT_UNDERSTOOD, detail=person.name)
    said = [plain(line) for line in (*lines, card.label)]
    if card.occasion is None and any(_NOT_A_BIRTHDAY.search(line) for line in said) and not any(map(_wishes, said)):
        return Skip(person=person, reason=Reason.OCCASION_NOT_UNDERSTOOD)
    if card.occasion is None and any(_BIRTHDAY.search(line) and _YEARS.search(line) for line in said):
        return Skip(person=person, reason=Reason.OCCASION_NOT_UNDERSTOOD)
    findings = _candidates(lines, card, today, language, leap_day_in_march)
    late_by = _late_by(findings)
    if _says_upcoming(card, lines, today, language) or any((finding.late_by or 0) < 0 for finding in findings):
        on = occasion_date(today, late_by).isoformat() if late_by is not None and late_by < 0 else ""
        return Skip(person=person, reason=Reason.UPCOMING, detail=on)
    if late_by is None:
        return Skip(person=person, reason=Reason.DATE_NOT_UNDERSTOOD, detail=_shown(card))
    headed = {finding.late_by for finding in _of_heading(card.heading, today, language, leap_day_in_march)}
    if headed and headed != {late_by}:  # the day heading above says another day than the card itself
        return Skip(person=person, reason=Reason.DATE_NOT_UNDERSTOOD, detail=f"{card.heading} | {_shown(card)}"[:160])
    if late_by == 0 and any(is_gone_by(text) for text in _suggested(card)):
        return Skip(person=person, reason=Reason.DATE_NOT_UNDERSTOOD, detail=_shown(card))
    by_words = all(finding.relative for finding in findings)
    return Birthday(person=person, on=occasion_date(today, late_by), late_by=late_by, by_words=by_words)


def page_has_another_day(cards: Iterable[Card], today: date, language: str) -> bool:
    """Whether the page's own words for today, yesterday or tomorrow stand beside a date that is another day to
    LinkApp ("Today, Nov 24" on the 25th): then no such word of the page can be trusted."""
    for card in cards:
        name = card.person.name
        texts = {without_name(line, name) for line in card.lines if _BIRTHDAY.search(plain(line))}
        texts |= {line for line in card.lines if _whole(find(line, today, language))} | {card.heading, card.section}
        for text in texts:
            words = [
                finding for finding in find(text, today, language) if finding.relative and finding.late_by is not None
            ]
            dates = [finding for finding in find(text, today, language) if not finding.relative and not finding.about]
            if len(words) == len(dates) == 1 and words[0].late_by != dates[0].late_by and dates[0].late_by is not None:
                return True
    return False


def _says_upcoming(card: Card, lines: Sequence[str], today: date, language: str) -> bool:
    """Whether anything of the card's own says that its day is still to come: a sentence about the birthday, a line that
    is nothing but a day, the label, the suggested text, the headings above it, the address. Headlines do not count."""
    if to_come_by_type(card.link):
        return True
    sentences = [line for line in lines if _BIRTHDAY.search(plain(line)) or _whole(find(line, today, language))]
    said = [*sentences, *_suggested(card), card.heading, card.section]
    return any(is_coming(text) for text in said) or any(is_nothing_but_coming(line) for line in lines)


def _suggested(card: Card) -> tuple[str, str]:
    """What the site proposes to write, in the control's label and in its address, without the person's name."""
    name = card.person.name
    return without_name(card.label, name), without_name(suggested_text(card.link), name)


def _whole(findings: Sequence[DateFinding]) -> bool:
    return bool(findings) and all(finding.whole for finding in findings)


def _wishes(line: str) -> bool:
    """Whether a line by itself is about a birthday: a headline ("open to a new role") beside it does not count then."""
    return bool(_BIRTHDAY.search(line)) and not _NOT_A_BIRTHDAY.search(line)


def _named_again(card: Card) -> bool:
    """Whether the card says the name in a sentence or a label, not only by itself."""
    own = plain(card.person.name)
    return any(
        plain(line) != own and without_name(line, card.person.name) != line for line in (*card.lines, card.label)
    )


def _is_date(text: str, today: date, language: str) -> bool:
    findings = find(text, today, language)
    return bool(findings) and all(finding.whole for finding in findings)


def mentions_birthday(text: str) -> bool:
    """Whether a message speaks of a birthday (or wishes many happy returns), in the languages LinkApp reads."""
    return bool(_BIRTHDAY.search(plain(text)) or _WISH.search(plain(text)))


@lru_cache(maxsize=1024)
def without_name(line: str, name: str) -> str:
    """``line`` with the first mention of the person's full name, or of the first name with its particle, taken out."""
    for form in filter(None, (name.strip(), *_possessives(name))):
        pattern = r"(?<!\w)" + r"\s+".join(re.escape(part) for part in form.split()) + r"(?!\w)"
        shorter = re.sub(pattern, " \x01 ", line, count=1)
        if shorter != line:
            return shorter.replace("\x01", "")
    return line


def _possessives(name: str) -> tuple[str, ...]:
    first = (name.split() or [""])[0]
    return tuple(f"{first}{mark}" for mark in ("'s", "’s"))


def _candidates(lines: list[str], card: Card, today: date, language: str, march: bool) -> list[DateFinding]:
    """The findings of the most telling kind of line: the wish that names the person; else wishes and lines that are
    nothing but a date, together; else the day heading above the card."""
    wish: list[DateFinding] = []
    named_wish: list[DateFinding] = []
    alone: list[DateFinding] = []
    for original, line in zip(card.lines, lines, strict=True):
        findings = find(line, today, language, leap_day_in_march=march)
        if not findings:
            continue
        if _BIRTHDAY.search(plain(line)):
            wish += findings
            if line != original:
                named_wish += findings
        elif all(finding.whole for finding in findings):
            alone += findings
    return named_wish or [*wish, *alone] or _of_heading(card.heading, today, language, march)


def _of_heading(heading: str, today: date, language: str, march: bool) -> list[DateFinding]:
    findings = find(heading, today, language, leap_day_in_march=march)
    speaks_of_birthdays = all(finding.whole for finding in findings) or _BIRTHDAY.search(plain(heading))
    return list(findings) if speaks_of_birthdays and not _NOT_A_BIRTHDAY.search(plain(heading)) else []


def _late_by(findings: list[DateFinding]) -> int | None:
    days = {finding.late_by for finding in findings}
    return days.pop() if len(days) == 1 else None


def _shown(card: Card) -> str:
    return " | ".join(line for line in card.lines if line.strip() != card.person.name.strip())[:160]
