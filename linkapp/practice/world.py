"""The world that the practice site shows: invented people, their birthdays, and what was written before.

Nobody in here is a real person. Everything is derived from names and from the ``today`` that is passed in, so two
worlds made with the same arguments are equal.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Literal, get_args
from urllib.parse import quote

Layout = Literal["2025-11", "2026-08", "2026-09", "2026-10"]
Composer = Literal["popup", "overlay", "iframe", "shadow", "fullpage"]
Language = Literal["en", "fr", "de", "es"]
DateWords = Literal["", "absolute", "relative", "weekday"]
Control = Literal["mixed", "link", "button"]
SignIn = Literal["open", "required"]
Occasion = Literal["BIRTHDAY", "WORK_ANNIVERSARY", "JOB_CHANGE"]

LAYOUTS: tuple[Layout, ...] = get_args(Layout)
COMPOSERS: tuple[Composer, ...] = get_args(Composer)
LANGUAGES: tuple[Language, ...] = get_args(Language)

LISTED_DAYS_LATE = 30
"""Belated birthdays stay on the catch-up page this many days ("2 weeks ago" was seen, site-facts.md)."""

LISTED_DAYS_AHEAD = 7
"""Upcoming birthdays are on the page from this many days before."""


def member_id(seed: str) -> str:
    """The opaque member id of an invented person: ``ACoAAB`` and 33 letters, always the same for one seed."""
    digest = hashlib.sha256(f"member:{seed}".encode()).digest()
    return "ACoAAB" + base64.urlsafe_b64encode(digest).decode().rstrip("=")[:33]


def thread_id(seed: str) -> str:
    """A conversation id in the site's form, ``2-…==``."""
    digest = hashlib.sha256(f"thread:{seed}".encode()).hexdigest()[:31]
    return "2-" + base64.b64encode(digest.encode()).decode()


@dataclass(frozen=True, kw_only=True)
class PracticeMessage:
    """One message of a conversation. ``at`` is aware, UTC."""

    mine: bool
    text: str
    at: datetime


@dataclass(kw_only=True)
class PracticePerson:
    """An invented member of the site.

    ``degree`` 1 is a connection; anybody else has no message control. ``birthday`` is (month, day).
    ``date_unreadable`` gives a card whose sentence holds no date at all. ``invited`` is when *we* invited them (a
    pending sent invitation). ``anniversary`` is (month, day, years); ``new_position`` is (month, day, title). ``keeps``
    names how messages to them are kept (``kept.py``); with ``answer_lost`` the page never hears of it.
    """

    slug: str
    name: str
    headline: str = ""
    member: str = ""
    birthday: tuple[int, int] | None = None
    degree: int = 1
    conversation: list[PracticeMessage] = field(default_factory=list)
    listed_twice: bool = False
    date_unreadable: bool = False
    company: str = "Fernhill Works"
    location: str = "Lyon"
    about: str = ""
    skills: tuple[str, ...] = ()
    years: int = 5
    open_to_work: bool = False
    connected_on: date | None = None
    invited: datetime | None = None
    invited_by_them: bool = False
    anniversary: tuple[int, int, int] | None = None
    new_position: tuple[int, int, str] | None = None
    keeps: str = "as typed"
    answer_lost: bool = False

    def __post_init__(self) -> None:
        if not self.member:
            self.member = member_id(self.slug)

    @property
    def path(self) -> str:
        """The address of the profile page, percent-encoded: ``/in/<slug>/``."""
        return f"/in/{quote(self.slug, safe='')}/"

    @property
    def number(self) -> int:
        """The numeric member id that invitation markers hold."""
        return int(hashlib.sha256(self.member.encode()).hexdigest()[:8], 16) % 900_000_000 + 10_000_000

    @property
    def thread(self) -> str:
        """The id of the conversation with this person, whether it exists yet or not."""
        return thread_id(self.member)

    @property
    def is_connection(self) -> bool:
        """Whether a message may be written to them."""
        return self.degree == 1


@dataclass(kw_only=True)
class World:
    """Who is there, and in which of the site's shapes it is shown.

    ``date_words`` empty means: as the layout does. ``control`` counts for the layouts where the control may be a
    ``<button>`` (2026-09, 2026-10). ``new_thread_card`` False leaves only the ``Remove NAME`` chip in a new overlay
    thread, as netkeeper saw it. ``batch`` is how many cards come at a time. ``hour_shift`` is the person's own zone in
    hours east of UTC: "today" is the date there.
    """

    me: PracticePerson
    people: list[PracticePerson]
    layout: Layout = "2025-11"
    composer: Composer = "overlay"
    language: Language = "en"
    date_words: DateWords = ""
    control: Control = "mixed"
    signin: SignIn = "open"
    password: str = "practice-password"
    enter_sends: bool = False
    site_drafts: bool = True
    shadow_cards: bool = False
    new_thread_card: bool = True
    headlines_on_cards: bool = True
    batch: int = 10
    hour_shift: float = 0.0

    def zone(self) -> timezone:
        """The zone whose date the pages call today."""
        return timezone(timedelta(hours=self.hour_shift))

    def by_member(self, member: str) -> PracticePerson | None:
        """The person with this member id (ourselves included)."""
        return next((person for person in (self.me, *self.people) if person.member == member), None)

    def by_slug(self, slug: str) -> PracticePerson | None:
        """The person with this profile address, or this member id in its place."""
        person = next((known for known in (self.me, *self.people) if known.slug == slug), None)
        return person or self.by_member(slug)

    def by_thread(self, thread: str) -> PracticePerson | None:
        """The person of this conversation, if the conversation exists."""
        return next((person for person in self.people if person.thread == thread and person.conversation), None)


def nearest(month_day: tuple[int, int], today: date) -> date:
    """The occurrence of a day of the year that is nearest to ``today``; 29 February is the 28th in common years."""
    month, day = month_day
    dates = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            dates.append(date(year, month, day))
        except ValueError:
            dates.append(date(year, 2, 28))
    return min(dates, key=lambda on: abs((on - today).days))


def _message(today: date, days_ago: int, text: str, *, mine: bool, hour: int = 9) -> PracticeMessage:
    at = datetime.combine(today - timedelta(days=days_ago), time(hour, 12), tzinfo=UTC)
    return PracticeMessage(mine=mine, text=text, at=at)


def _me() -> PracticePerson:
    return PracticePerson(
        slug="camille-orvane", name="Camille Orvane", headline="Runs the Orvane workshop", company="Orvane", degree=0
    )


def _invitations(today: date) -> list[PracticePerson]:
    """People we invited and who never answered: 23 of them, from today back to more than a year."""
    ages = (0, 1, 3, 6, 8, 13, 15, 20, 22, 27, 28, 29, 31, 35, 43, 58, 61, 90, 120, 200, 300, 370, 800)
    firsts = ("Ilse", "Bram", "Noor", "Teodor", "Maren", "Oskar", "Livia", "Pavel", "Anouk", "Rufus", "Selma", "Edda")
    people = []
    for number, age in enumerate(ages):
        first = firsts[number % len(firsts)]
        last = "Hollbeck" if number < len(firsts) else "Quentrell"
        people.append(
            PracticePerson(
                slug=f"{first.lower()}-{last.lower()}",
                name=f"{first} {last}",
                headline=f"Keeper of lists no. {number + 1}",
                degree=2,
                invited=datetime.combine(today - timedelta(days=age), time(7, 30), tzinfo=UTC),
            )
        )
    people.append(
        PracticePerson(  # the same name as another invitation: only the address tells them apart
            slug="ilse-hollbeck-2",
            name="Ilse Hollbeck",
            headline="Another Ilse",
            degree=2,
            invited=datetime.combine(today - timedelta(days=45), time(7, 30), tzinfo=UTC),
        )
    )
    return people


def _strangers() -> list[PracticePerson]:
    """People for searches and side rails: not connections, no pending invitation."""
    rows = (
        ("Wilma Tarnow", "Head of Engineering at Bluefield", "Bluefield", "Berlin", ("Python", "Leadership"), 12, True),
        ("Anselm Kroy", "Python developer", "Fernhill Works", "Lyon", ("Python", "SQL"), 4, False),
        ("Delphine Vasseroy", "Recruiter, open to talk", "Talenthuis", "Paris", ("Recruiting",), 9, False),
        ("Marlo Stint", "Data engineer (Python, Go)", "Bluefield", "Lyon", ("Go", "Python"), 7, True),
        ("Perla Ondine", "Product designer", "Kestrel & Daughters", "Nantes", ("Figma",), 3, False),
        ("Hugo Brandmoor", "CTO", "Smallworks", "Geneva", ("Strategy", "Python"), 18, False),
        ("Ottilie Frame", "Junior Python developer", "Smallworks", "Lyon", ("Python",), 1, True),
    )
    strangers = [
        PracticePerson(
            slug=name.lower().replace(" ", "-"),
            name=name,
            headline=headline,
            company=company,
            location=location,
            skills=skills,
            years=years,
            open_to_work=looking,
            degree=2 if number % 3 else 3,
            about=f"{name.split()[0]} likes {skills[0]} and long walks.",
        )
        for number, (name, headline, company, location, skills, years, looking) in enumerate(rows)
    ]
    for number in range(1, 19):
        strangers.append(
            PracticePerson(
                slug=f"devon-marsh-{number:02d}",
                name=f"Devon Marsh {('A', 'B', 'C')[number % 3]}.",
                headline=f"Python developer no. {number}",
                company="Fernhill Works" if number % 2 else "Smallworks",
                skills=("Python",) if number % 2 else ("Java", "Python"),
                years=number,
                degree=2,
                about="Builds small tools.",
            )
        )
    return strangers


def _on(today: date, days_ago: int) -> tuple[int, int]:
    day = today - timedelta(days=days_ago)
    return day.month, day.day


def ordinary_world(today: date) -> World:
    """A dozen connections with birthdays around ``today``: three today, five belated, two upcoming, two far off."""
    rows = (
        ("Ada Fontenay", "Head of Sales at Bluefield", 0),
        ("Boris Halvorsen", "Carpenter and teacher", 0),
        ("Clara Nystrom", "Finance at Kestrel & Daughters", 0),
        ("Dario Pellini", "Architect", 1),
        ("Elif Karaman", "Product owner", 2),
        ("Fergus Lodge", "Ship's engineer", 3),
        ("Greta Ahlquist", "Nurse", 6),
        ("Henri Montcalm", "Librarian", 14),
        ("Ines Taveira", "Biologist", -2),
        ("Jonas Weidt", "Translator", -5),
        ("Katja Brenner", "Photographer", -100),
        ("Louis Aubrac", "Baker", 100),
    )
    people = [
        PracticePerson(
            slug=name.lower().replace(" ", "-"),
            name=name,
            headline=headline,
            birthday=_on(today, ago),
            connected_on=today - timedelta(days=400 + number),
            anniversary=(*_on(today, number % 4), number) if number in (1, 4, 7) else None,
            new_position=(*_on(today, number % 3), "Team lead") if number in (2, 5) else None,
        )
        for number, (name, headline, ago) in enumerate(rows)
    ]
    people[1].conversation += [
        _message(today, 40, "Hi Boris, thanks for the plans!", mine=True),
        _message(today, 39, "With pleasure.", mine=False),
        _message(today, 39, "Talk soon, thanks again.", mine=True, hour=15),
    ]
    people[4].conversation += [_message(today, 400, "Welcome to the team, Elif.", mine=True)]
    return World(me=_me(), people=[*people, *_strangers(), *_invitations(today)])


def awkward_world(today: date) -> World:
    """People whose names, headlines, conversations or dates have misled tools of this kind (site-facts.md)."""
    rows: tuple[tuple[str, str, str, int], ...] = (
        ("nora-lindqvist", "Nora Lindqvist", "Vet", 0),
        ("nora-lindqvist-7b21", "Nora Lindqvist", "Pilot", 0),
        ("zoé-🌟", "Zoé 🌟 Marchetti 👩‍🚀", "🚀 Space 🚀", 0),
        ("layla-haddad", "ليلى حدّاد", "مهندسة", 0),
        ("noam-barlev", "נועם בר־לב", "מנהל", 1),
        ("thierry-vauclin", "Thierry Vauclin", "10 ans chez Acme", 2),
        ("gauthier-rozan", "Gauthier Rozan", "Aujourd'hui conseil", 2),
        ("may-day", "May Day", "Chief Today Officer", 3),
        ("sunday-adeleye", "Sunday Adeleye", "Dev with 10 days notice", 0),
        ("lindsay-horvat", "Lindsay Horvat", "Birthday cake baker", 4),
        ("sayed-rahmani", "Sayed Rahmani", "Yesterday Records", 5),
        ("marc-enfants", "Marc Tellier", "Marc 2 enfants", 6),
        ("bob-and-co", "Bob <b>Tarvel</b> (R&D)", '<script>alert("x")</script>', 0),
        ("jean-luc-o-connor", "Jean-Luc O'Connor", '"Quoted" & more', 0),
        ("petra-sand", "Dr. Petra Sand, MBA", "Dr. med.", 1),
        ("tilda-okello", "Tilda Okello", "Juggler", 0),
        ("ulf-sonntag", "Ulf Sonntag", "Soon", -3),
        ("vera-ahead", "Vera Ahead", "In 5 days", -5),
        ("wanda-unclair", "Wanda Unclair", "Painter", 0),
        ("xavier-distel", "Xavier Distel", "Not yet a contact", 0),
        ("yara-delacourt", "Yara Delacourt", "Lawyer", 0),
        ("zeno-albrecht", "Zeno Albrecht", "Miller", 0),
        ("aila-korhonen", "Aila Korhonen", "Skipper", 1),
        ("bela-szanto", "Béla Szántó", "Gardener", 0),
        ("paul-wexcombe", "Paul Wexcombe", "Tuner", 14),
        ("maria-de-los-angeles", "María de los Ángeles Fernández-Castañeda y Ruiz", "x" * 140, 8),
        ("cher-ami", "Cher-Ami", "", 7),
    )
    people = [
        PracticePerson(slug=slug, name=name, headline=headline, birthday=_on(today, ago))
        for slug, name, headline, ago in rows
    ]
    named = {person.slug: person for person in people}
    named["tilda-okello"].listed_twice = True
    named["wanda-unclair"].date_unreadable = True
    named["xavier-distel"].degree = 2
    named["yara-delacourt"].conversation += [
        _message(today, 30, "Shall we meet?", mine=True),
        _message(today, 29, "Yes! When would suit you?", mine=False),
    ]
    named["zeno-albrecht"].conversation += [
        _message(today, 3, "Did you get the parcel?", mine=False),
        _message(today, 2, "I did, thank you!", mine=True),
    ]
    named["aila-korhonen"].conversation += [
        _message(today, 366, "Happy birthday Aila!", mine=True),
        _message(today, 365, "Thanks a lot!", mine=False),
        _message(today, 1, "Happy birthday Aila, have a lovely day!", mine=True),
    ]
    named["bela-szanto"].conversation += [
        _message(today, 90, "Line one\nLine two\n\nLine four", mine=True),
        _message(today, 60, "Merci <3 & à bientôt", mine=False),
        _message(today, 59, "À bientôt !", mine=True),
    ]
    people.append(
        PracticePerson(slug="leap-larsen", name="Leap Larsen", headline="Born on 29 February", birthday=(2, 29))
    )
    people.append(
        PracticePerson(
            slug="ivo-brandt",
            name="Ivo Brandt",
            headline="At Bluefield since ever",
            anniversary=(*_on(today, 0), 10),
            new_position=(*_on(today, 2), "Gravedigger"),
        )
    )
    return World(me=_me(), people=[*people, *_strangers(), *_invitations(today)])


def many_world(today: date, n: int = 200) -> World:
    """``n`` belated birthdays, one to ten days late, in the layout whose rows are recycled while scrolling."""
    firsts = ("Alva", "Bero", "Cato", "Dima", "Enno", "Fleur", "Gerd", "Hedy", "Ivar", "Jule", "Kees", "Lore")
    lasts = ("Ackroyd", "Birchall", "Corvane", "Dunmore", "Estwick", "Farrow", "Gantry", "Holloway", "Ivers",
             "Jarrold", "Kestner", "Lammers", "Morrow", "Nethery", "Oakden", "Parrish", "Quillan", "Sandoe",
             "Tembling")  # fmt: skip
    people = []
    for number in range(n):
        name = f"{firsts[number % len(firsts)]} {lasts[number % len(lasts)]}"
        people.append(
            PracticePerson(
                slug=f"{name.lower().replace(' ', '-')}-{number:03d}",
                name=name,
                headline=f"Contact number {number + 1}",
                birthday=_on(today, 1 + number * 10 // n),
            )
        )
    return World(me=_me(), people=[*people, *_strangers()], layout="2026-10")


def quiet_world(today: date) -> World:
    """Nobody has a birthday, an anniversary or a new position: the page's own empty state."""
    world = ordinary_world(today)
    for person in world.people:
        person.birthday = _on(today, 120) if person.birthday else None
        person.anniversary = None
        person.new_position = None
    return world


PRESETS = {"ordinary": ordinary_world, "awkward": awkward_world, "many": many_world, "quiet": quiet_world}
"""The worlds that can be asked for by name, over HTTP too."""
