"""The demo: the main job on the practice site, from an empty folder. Nothing leaves this computer.

With a display the window opens on it. Without one the same birthday campaign runs, says who was greeted with what and
who was skipped why, holds it against what the site received, and leaves pictures of the window.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from linkapp.cli import output
from linkapp.cli.documents import report_document
from linkapp.cli.exits import Exit, exit_of
from linkapp.cli.parser import Options
from linkapp.cli.text import Progressing, say_report
from linkapp.config import Config
from linkapp.domain.campaign import Report, Result
from linkapp.domain.moment import Occasion
from linkapp.domain.settings import Settings
from linkapp.practice import Received, ServedSite, awkward_world, served
from linkapp.services.application import Application
from linkapp.services.runs import Control
from linkapp.system.folders import data_folder
from linkapp.system.settings_file import SettingsFile

MESSAGES_A_DAY = 20
"""The demo's own cap: enough for everybody on its page, and still within the hard limit."""


Build = Callable[[Config], AbstractAsyncContextManager[Application]]


def demo(options: Options, build: Build, show_window: Callable[[Config], None] | None) -> int:
    """Run the demo; the exit status is that of the run, or 1 if the site's count disagrees with LinkApp's.

    ``build`` builds everything for a configuration; ``show_window`` opens the window (None without a display).
    """
    start = options.config.clock_start or datetime.now(UTC)
    shift = start - datetime.now(UTC)
    folder = data_folder(options.config.folder or tempfile.mkdtemp(prefix="linkapp-demo-"))
    SettingsFile(folder).save(Settings(messages_a_day=MESSAGES_A_DAY, messages_a_run=MESSAGES_A_DAY))
    with served(awkward_world(start.astimezone().date()), clock=lambda: datetime.now(UTC) + shift) as site:
        config = replace(options.config, site=site.address, folder=str(folder), without_pace=True, headless=True)
        if show_window is not None:
            show_window(config)
            return Exit.DONE
        return _without_a_window(replace(options, config=config), build, site, folder)


def _without_a_window(options: Options, build: Build, site: ServedSite, folder: Path) -> int:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from linkapp.ui.loop import run_app

    async def all_of_it(stop: asyncio.Event) -> int:
        control = Control()
        campaign = asyncio.create_task(_campaign(options, build, site, folder, control))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({campaign, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        control.stop()  # where it is still under way: it ends before its next click, and tells what was done
        return await campaign

    return run_app(all_of_it)


async def _campaign(options: Options, build: Build, site: ServedSite, folder: Path, control: Control) -> int:
    from linkapp.ui.pictures import draw_pictures

    pictures = folder / "pictures"
    async with build(options.config) as app:
        await draw_pictures(app, pictures / "before")
        report = await app.greetings.send(
            Occasion.BIRTHDAY, None, watch=Progressing(options.words, "birthdays"), control=control
        )
        await draw_pictures(app, pictures / "after")
    received = tuple(site.received)
    agrees = _agrees(report, received)
    if options.as_json:
        document = report_document(report, options.config.site)
        output.print_json(document | {"received": len(received), "agrees": agrees, "pictures": str(pictures)})
    else:
        say_report(report, options.words)
        words = options.words
        output.say("\n" + words("cli.demo.received" if agrees else "cli.demo.differs", n=len(received)))
        output.say(words("cli.demo.pictures", folder=pictures))
        output.say(words("cli.demo.folder", folder=folder))
    return exit_of(report.outcome) if agrees else Exit.FAILURES


def _agrees(report: Report, received: tuple[Received, ...]) -> bool:
    """Whether the site received exactly one message per person greeted, with exactly the stored text."""
    stored = sorted((item.person.member or item.person.profile or "", item.text) for item in report.of(Result.DONE))
    arrived = sorted((message.recipient_id, message.text) for message in received)
    by_slug = sorted((message.slug, message.text) for message in received)
    return len(stored) == len(arrived) and all(message in arrived or message in by_slug for message in stored)
