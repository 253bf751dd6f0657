"""People to be left alone, through the whole program and a real browser: who asked for it, who has died, and whose
first name nobody knows until it is typed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from linkapp.app import build
from linkapp.domain.campaign import Draft
from linkapp.domain.moment import Occasion
from linkapp.domain.opt_out import OptOutAnswer
from linkapp.domain.person import Person
from linkapp.domain.problems import Reason
from linkapp.practice import PracticeMessage, PracticeSite
from linkapp.services.runs import Control
from tests.e2e.harness import config
from tests.e2e.processes import many_due


async def test_nobody_who_is_to_be_left_alone_is_written_to(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    world = many_due(3, now.date())
    asked, gone, unclear = [one for one in world.people if one.birthday][:3]
    asked.conversation += [
        PracticeMessage(mine=True, text="Joyeux anniversaire !", at=now - timedelta(days=366)),
        PracticeMessage(mine=False, text="Merci de ne plus m’écrire.", at=now - timedelta(days=365)),
        PracticeMessage(mine=True, text="Bien entendu, pardon.", at=now - timedelta(days=364)),
    ]
    gone.name, unclear.name = f"{gone.name} (In memoriam)", "Nguyen Van An"
    site = PracticeSite(world)
    await site.start()
    try:
        async with build(config(site, tmp_path)) as app:
            app = app

            async def send() -> dict[str, tuple[str, Reason | None]]:
                report = await app.greetings.send(Occasion.BIRTHDAY, None, watch=lambda _: None, control=Control())
                return {item.person.profile or "": (item.state, item.reason) for item in report.items}

            assert await send() == {
                asked.slug: ("skipped", Reason.OPTED_OUT),
                gone.slug: ("skipped", Reason.MOURNING),
                unclear.slug: ("skipped", Reason.NAME_NOT_UNDERSTOOD),
            }
            assert site.received == []
            await app.greetings.preview(Occasion.BIRTHDAY)
            an = Person(name=unclear.name, member=unclear.member, profile=unclear.slug)
            assert isinstance(await app.greetings.named(an, "An"), Draft)
            them = Person(name=asked.name, member=asked.member, profile=asked.slug)
            await app.people.answer_opt_out(them, OptOutAnswer.MEANT)
            assert await send() == {
                asked.slug: ("skipped", Reason.DO_NOT_CONTACT),
                gone.slug: ("skipped", Reason.MOURNING),
                unclear.slug: ("done", None),
            }
    finally:
        await site.stop()
    assert len(site.received) == 1
    assert " An" in site.received[0].text
