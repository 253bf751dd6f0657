"""Lists of profiles, and runs of visits over ports."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from linkapp.domain.act import Kind
from linkapp.domain.campaign import Report, Result, RunOutcome
from linkapp.domain.pacing import NO_PACE, Pace, pace_of
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.profile_address import profile_at
from linkapp.domain.quota import DEFAULTS
from linkapp.domain.settings import Settings
from linkapp.domain.visit import Listed, Unlisted, listed_in
from linkapp.services.news import News
from linkapp.services.runs import Control
from linkapp.services.visit import Visits
from linkapp.system.clock import Chance
from tests.fakes.clocks import FakeClock
from tests.fakes.kinds import visits_over
from tests.fakes.locks import FakeRunLock
from tests.fakes.memory_storage import MemoryStorage, memory_storage
from tests.fakes.network import FakeNetwork

HERE = "127.0.0.1:8700"
START = datetime(2026, 7, 10, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://www.linkedin.com/in/Ada-Byron/", "ada-byron"),
        ("http://linkedin.com/in/ada-byron?trk=x#top", "ada-byron"),
        ("www.linkedin.com/in/ada-byron/details/skills/", "ada-byron"),
        ("linkedin.com/in/ada-byron", "ada-byron"),
        ("https://fr.linkedin.com/in/ada-byron/fr", "ada-byron"),
        ("https://www.linkedin.com/fr/in/ada-byron", "ada-byron"),
        ("https://www.linkedin.com/mwlite/in/ada-byron", "ada-byron"),
        ("https://www.linkedin.com/in/%C3%A9lise-n", "élise-n"),
        ("https://www.linkedin.com/in/%C3%89lise-n", "élise-n"),
        ("https://www.linkedin.com/in/ACoAABxyz1234", "ACoAABxyz1234"),
        (f"http://{HERE}/in/ada-byron/", "ada-byron"),
        ("HTTPS://WWW.LinkedIn.COM/IN/Ada-Byron", "ada-byron"),
        ("https://www.linkedin.com/in/%25C3%25A9lise-n", "élise-n"),
        ("https://www.linkedin.com/comm/in/ada-byron?midToken=x", "ada-byron"),
        ("https://uk.linkedin.com/pub/ada-byron/12/34a/5b6", "ada-byron-5b634a12"),
        ("http://www.linkedin.com/pub/Ada-Byron/0/1/22/", "ada-byron-022001"),
        ("https://www.linkedin.com/pub/dir/Ada/Byron", None),
        ("https://www.linkedin.com:443/in/ada-byron", "ada-byron"),
        ("https://www.linkedin.com.example.org/in/ada-byron", None),
        ("https://example.org/in/ada-byron", None),
        ("https://example.org/?u=linkedin.com/in/ada-byron", None),
        ("https://notlinkedin.com/in/ada-byron", None),
        ("http://127.0.0.1:9/in/ada-byron", None),
        ("https://www.linkedin.com/company/byron", None),
        ("https://www.linkedin.com/in/", None),
        ("https://www.linkedin.com/in/%2F..%2Ffeed", None),
        ("https://www.linkedin.com/in/a%0Ab", None),
        ("https://www.linkedin.com/in/" + "a" * 201, None),
        ("https://www.linkedin.com:x/in/ada", None),
        ("https://[www.linkedin.com/in/ada", None),
        ("javascript://www.linkedin.com/in/ada", None),
        ("ada-byron", None),
    ],
)
def test_only_a_profile_address_of_the_site_is_one(address: str, key: str | None) -> None:
    assert profile_at(address, HERE) == key


def test_a_list_is_read_as_people_keep_them() -> None:
    text = (
        "\ufeffName;Profile;Why\r\n"
        "# met in spring\r\n"
        "Ada;https://www.linkedin.com/in/ada-byron/;clever\r\n"
        "\r\n"
        '"Élise, N.","<linkedin.com/in/%C3%A9lise-n>"\r'
        f"again http://{HERE}/in/Ada-Byron\n"
        "https://www.linkedin.com/in/one https://www.linkedin.com/in/two\n"
        "the one from Lyon\n"
        "https://example.org/in/nobody\n"
    )
    listed, unlisted = listed_in(text, HERE)
    assert [target.person.profile for target in listed] == ["ada-byron", "élise-n"]
    assert unlisted == (
        Unlisted(line=7, text="https://www.linkedin.com/in/one https://www.linkedin.com/in/two"),
        Unlisted(line=8, text="the one from Lyon"),
        Unlisted(line=9, text="https://example.org/in/nobody"),
    )


def test_a_first_line_that_is_an_address_elsewhere_is_no_heading() -> None:
    assert listed_in("https://example.org/in/nobody\n", HERE) == (
        (),
        (Unlisted(line=1, text="https://example.org/in/nobody"),),
    )
    assert listed_in("", HERE) == ((), ())


def test_a_member_id_in_an_address_is_the_member() -> None:
    (target,), _ = listed_in("https://www.linkedin.com/in/ACoAABxyz1234/", HERE)
    assert (target.person.member, target.person.profile) == ("ACoAABxyz1234", None)


class Trial:
    """One computer with a site that counts the pages it opened."""

    def __init__(self) -> None:
        self.clock = FakeClock(at=START)
        self.site = FakeNetwork(now=self.clock.now)
        self.store: MemoryStorage = memory_storage()
        self.limit: int | None = None
        self.pace: Pace = NO_PACE

    async def run(self, *slugs: str, unlisted: tuple[Unlisted, ...] = ()) -> Report:
        listed = [Listed(person=Person(name=slug, profile=slug)) for slug in slugs]
        return await self.visits().visit(listed, unlisted, watch=lambda _: None, control=Control())

    def visits(self) -> Visits:
        ports: dict[str, Any] = {name: getattr(self.store, name) for name in ("ledger", "runs", "accounts", "people")}
        return visits_over(
            network=self.site, lock=FakeRunLock(), clock=self.clock, dice=Chance(1), news=News(), settings=Settings,
            pace=lambda _: self.pace, limit=self.limit, **ports,
        )  # fmt: skip


async def test_everybody_on_the_list_is_visited_once_and_known_by_the_name_that_the_page_shows() -> None:
    trial = Trial()
    trial.site.proves["in:ada"] = Person(name="Ada Byron", profile="ada", member="ACoAABada0001")
    report = await trial.run("ada", "bo", unlisted=(Unlisted(line=3, text="?"),))
    assert (report.kind, report.outcome) == ("visits", RunOutcome.DONE)
    assert [(item.person.name, item.proof) for item in report.of(Result.DONE)] == [
        ("Ada Byron", "page"),
        ("bo", "page"),
    ]
    assert [(item.reason, item.detail) for item in report.of(Result.SKIPPED)] == [(Reason.NOT_A_PROFILE, "line 3")]
    assert trial.site.visited == ["in:ada", "in:bo"]
    again = await trial.run("ada", "bo")
    assert {item.reason for item in again.items} == {Reason.VISITED_BEFORE}
    assert trial.site.visited == ["in:ada", "in:bo"]


async def test_what_is_used_of_the_caps_of_visits_is_known_before_and_after_a_run() -> None:
    trial = Trial()
    assert ((await trial.visits().usage()).date, trial.site.visited) == (0, [])
    await trial.run("ada", "bo")
    usage = await trial.visits().usage()
    assert (usage.kind, usage.caps.day, usage.date, usage.week) == (Kind.VISIT, DEFAULTS[Kind.VISIT].day, 2, 2)


async def test_a_visit_that_may_have_been_made_is_told_as_unsure_and_never_as_visited() -> None:
    trial = Trial()
    trial.site.how["in:ada"] = "lost"
    first = await trial.run("ada", "bo")
    assert first.stopped_by is not None
    assert first.stopped_by.reason is Reason.OFFLINE
    assert [item.person.key for item in first.of(Result.UNSURE)] == ["in:ada"]
    trial.clock.at += timedelta(minutes=5)
    second = await trial.run("ada", "bo")
    assert [item.person.key for item in second.of(Result.DONE)] == ["in:bo"]
    assert trial.site.visited == ["in:ada", "in:bo"]


async def test_addresses_that_lead_nowhere_are_failures_of_theirs_and_stop_nobody_else() -> None:
    trial = Trial()
    gone = [f"gone-{number}" for number in range(5)]
    trial.site.how.update({f"in:{slug}": "absent" for slug in gone})
    report = await trial.run(*gone, "ada")
    assert [item.reason for item in report.of(Result.FAILED)] == [Reason.NO_SUCH_PROFILE] * 5
    assert [item.person.key for item in report.of(Result.DONE)] == ["in:ada"]
    assert report.outcome is RunOutcome.FAILURES


async def test_a_stop_sign_ends_the_run_before_the_next_page() -> None:
    trial = Trial()
    trial.site.how["in:bo"] = Problem(reason=Reason.SECURITY_CHECK)
    report = await trial.run("ada", "bo", "cy")
    assert (report.outcome, trial.site.visited) == (RunOutcome.NEEDS_PERSON, ["in:ada"])
    refused = await trial.run("cy")
    assert refused.stopped_by is not None
    assert (refused.stopped_by.reason, trial.site.visited) == (Reason.BREAKER_LATCHED, ["in:ada"])


async def test_who_must_not_be_contacted_is_not_looked_at_either() -> None:
    trial = Trial()
    contact = await trial.store.people.seen(Person(name="Ada", profile="ada"), START)
    await trial.store.contacts.set_do_not_contact([contact], "asked", START)
    report = await trial.run("ada", "bo")
    assert [(item.person.key, item.reason) for item in report.of(Result.SKIPPED)] == [("in:ada", Reason.DO_NOT_CONTACT)]
    assert trial.site.visited == ["in:bo"]


async def test_a_limit_ends_the_run_and_the_rest_is_due_the_next_time() -> None:
    trial = Trial()
    trial.limit = 1
    assert [item.reason for item in (await trial.run("ada", "bo")).of(Result.SKIPPED)] == [Reason.RUN_LIMIT]
    await trial.run("ada", "bo")
    assert trial.site.visited == ["in:ada", "in:bo"]


async def test_between_two_visits_is_a_gap_of_twenty_to_sixty_seconds() -> None:
    trial = Trial()
    trial.pace = pace_of(Settings(time_zone="UTC"))
    trial.clock.zone_name = "UTC"
    await trial.run("ada", "bo", "cy")
    assert len(trial.clock.waits) == 2
    assert all(timedelta(seconds=20) <= gap <= timedelta(seconds=60) for gap in trial.clock.waits)
    assert trial.pace.gap_s(Kind.MESSAGE) == (90, 180)
