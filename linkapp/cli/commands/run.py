"""``linkapp run birthdays`` and ``linkapp preview birthdays``; what every kind of run has in common."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from linkapp.cli.documents import preview_document, report_document
from linkapp.cli.exits import Exit, exit_of, exit_of_problem
from linkapp.cli.output import print_json
from linkapp.cli.parser import Options
from linkapp.cli.text import Progressing, say_preview, say_report
from linkapp.domain.campaign import Progress, Report, RunOutcome
from linkapp.domain.moment import Occasion
from linkapp.services.application import Application
from linkapp.services.backup import back_up_today
from linkapp.services.runs import Control


async def run(app: Application, options: Options, control: Control | None = None) -> int:
    """``run birthdays``: review shows, ``--send`` sends. ``control`` is the person's hand on it."""
    if not options.send:
        return await preview(app, options)
    control = control or Control()
    return await through(
        app, options, lambda watch: app.greetings.send(Occasion.BIRTHDAY, None, watch=watch, control=control)
    )


async def through(
    app: Application, options: Options, running: Callable[[Callable[[Progress], None]], Awaitable[Report]]
) -> int:
    """A run from its beginning to its report; its exit status. Broken off, it tells what was done until then."""
    if app.copies is not None:
        await back_up_today(app.copies.backups, app.clock, app.journal)
    watch = Progressing(options.words, options.kind)
    try:
        report = await running(watch)
    except asyncio.CancelledError:  # a second signal, in the middle of something
        latest = await app.runs.latest(1)
        if watch.begun and latest and latest[0].outcome is RunOutcome.RUNNING:
            tell_report(replace(latest[0], outcome=RunOutcome.INTERRUPTED), options)
        raise
    tell_report(report, options)
    return exit_of(report.outcome)


async def preview(app: Application, options: Options) -> int:
    """``preview birthdays``."""
    seen = await app.greetings.preview(Occasion.BIRTHDAY)
    if options.as_json:
        print_json(preview_document(seen, options.config.site))
    else:
        say_preview(seen, options.words)
    return Exit.FAILURES if seen.partial and seen.stopped is None else exit_of_problem(seen.stopped)


def tell_report(report: Report, options: Options) -> None:
    if options.as_json:
        print_json(report_document(report, options.config.site))
    else:
        say_report(report, options.words)
