"""One campaign of the real program against a practice site in the same process, and the judgement of what came of it.

Judged on the receiver's side: what the site says it received, against who was there, who was due, and what LinkApp
said it did.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from linkapp.app import build
from linkapp.config import Config
from linkapp.domain.campaign import Report, Result
from linkapp.domain.moment import Occasion
from linkapp.domain.problems import Reason
from linkapp.domain.settings import Settings
from linkapp.practice import PracticeSite
from linkapp.practice.world import PracticePerson, World, nearest
from linkapp.services.runs import Control
from linkapp.system.settings_file import SettingsFile

LATE_DAYS = 3
EXPLAINED = frozenset({
    Reason.ALREADY_GREETED, Reason.GREETED_ON_SITE, Reason.DO_NOT_CONTACT, Reason.AWAITING_REPLY, Reason.TALKED_RECENTLY,
    Reason.NAME_NOT_UNDERSTOOD, Reason.DATE_NOT_UNDERSTOOD, Reason.UPCOMING, Reason.TOO_LATE, Reason.NO_CONTROL,
    Reason.NOT_CONNECTED,
})  # fmt: skip


def config(site: PracticeSite, folder: Path, *, now: datetime | None = None, late_days: int = LATE_DAYS) -> Config:
    """What ``--pace none --headless`` against a site makes of it."""
    return Config(
        folder=str(folder), site=site.address, headless=True, without_pace=True, clock_start=now, late_days=late_days
    )


async def campaign(site: PracticeSite, folder: Path, *, now: datetime | None = None) -> Report:
    """One run with everything ticked, as the command line does it."""
    async with build(config(site, folder, now=now)) as app:
        return await app.greetings.send(Occasion.BIRTHDAY, None, watch=lambda _: None, control=Control())


async def look(site: PracticeSite, folder: Path, *, now: datetime | None = None) -> bool:
    """The person says that they have looked at the stop sign; False where there was none."""
    async with build(config(site, folder, now=now)) as app:
        assert app.guard is not None
        return await app.guard.looked()


def widest_caps(folder: Path) -> None:
    """Settings with the highest caps that the hard limits allow."""
    SettingsFile(folder).save(Settings(messages_a_day=25, messages_a_week=100, messages_a_run=25))


def due(world: World, today: date) -> list[PracticePerson]:
    """Everybody a careful person would greet: connected, a readable name and date 0 to 3 days ago, nothing in the
    conversation against it."""
    return [person for person in world.people if _due(person, today)]


def _due(person: PracticePerson, today: date) -> bool:
    if person.birthday is None or not person.is_connection or person.date_unreadable:
        return False
    on = nearest(person.birthday, today)
    if not 0 <= (today - on).days <= LATE_DAYS:
        return False
    if not person.conversation:
        return True
    last = person.conversation[-1]
    age = (today - last.at.date()).days
    thanks = "thank" in last.text.lower() and "?" not in last.text
    if not last.mine and not thanks and age <= 365:
        return False
    return age > 7


@dataclass(kw_only=True)
class Judgement:
    """One campaign, counted."""

    layout: str
    composer: str
    language: str
    there: int = 0
    read: int = 0
    due: int = 0
    sent: int = 0
    wrong: int = 0
    double: int = 0
    false_sent: int = 0
    false_nothing: int = 0
    odd_text: int = 0
    unexplained: int = 0
    in_part: str = ""
    missed: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Nothing wrong, and nobody left out without a reason."""
        return not self.in_part and not (
            self.wrong or self.double or self.false_sent or self.false_nothing or self.odd_text or self.unexplained
        )

    def row(self) -> str:
        """The judgement as a line of the table."""
        return (
            f"{self.layout:<8} {self.composer:<9} {self.language:<3} {self.read:>4}/{self.there:<4} {self.sent:>3}/{self.due:<3}"
            f" {self.wrong:>5} {self.double:>6} {self.false_sent:>10} {self.false_nothing:>13} {self.unexplained:>11}"
            + (f"  in part: {self.in_part}" if self.in_part else "")
            + (f"  missed: {', '.join(self.missed)}" if self.missed else "")
        )


HEAD = "layout   composer  lang read/there sent/due wrong double false-sent false-nothing unexplained"


def judge(
    site: PracticeSite, report: Report, there: list[PracticePerson], wanted_people: list[PracticePerson]
) -> Judgement:
    """Hold what LinkApp said against what the site received. ``wanted_people`` were due before the run."""
    world = site.world
    found = Judgement(layout=world.layout, composer=world.composer, language=world.language)
    received = site.received
    wanted = {person.member for person in wanted_people}
    per_person: dict[str, int] = {}
    for one in received:
        per_person[one.recipient_id] = per_person.get(one.recipient_id, 0) + 1
    people = {key: person.member for person in world.people for key in (person.member, person.slug.lower())}
    named = {
        people[key]
        for item in report.items
        for key in (item.person.member or "", item.person.profile or "")
        if key in people
    }
    greeted = [item for item in report.items if item.state is Result.DONE]
    texts = {one.recipient_id: one.text for one in received}
    found.there, found.read = len(there), len({person.member for person in there} & named)
    found.due, found.sent = len(wanted), len(wanted & set(per_person))
    found.wrong = sum(count for member, count in per_person.items() if member not in wanted)
    found.double = sum(count - 1 for count in per_person.values())
    for item in greeted:
        member = people.get(item.person.member or "") or people.get(item.person.profile or "")
        if member not in texts:
            found.false_sent += 1
        elif texts[member] != item.text:
            found.odd_text += 1
    found.in_part = report.partial
    found.false_nothing = int(not report.items and report.stopped_by is None and bool(there))
    found.unexplained = sum(1 for item in report.items if item.state == "skipped" and item.reason not in EXPLAINED)
    found.missed = sorted(
        f"{person.name}={_why(report, person)}" for person in world.people if person.member in wanted - set(per_person)
    )
    return found


def _why(report: Report, person: PracticePerson) -> str:
    for item in report.items:
        if item.person.member == person.member or item.person.profile == person.slug.lower():
            return f"{item.reason}:{item.detail}"
    return str(report.stopped_by.reason) if report.stopped_by else "never seen"
