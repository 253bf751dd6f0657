"""``linkapp practice``: serves the practice site until interrupted."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from linkapp.cli.exits import Exit
from linkapp.cli.output import say
from linkapp.cli.parser import Options
from linkapp.cli.signals import on_signals
from linkapp.config import CannotStart


async def practice(options: Options) -> int:
    """Serve the practice site; its address is the one line on standard output. Raises ``CannotStart``."""
    from linkapp.practice import PracticeSite, ordinary_world

    started, start = datetime.now(UTC), options.config.clock_start
    shift = start - started if start else started - started
    site = PracticeSite(ordinary_world((started + shift).astimezone().date()), clock=lambda: datetime.now(UTC) + shift)
    try:
        await site.start(options.port)
    except OSError as error:
        sentence = f"Port {options.port} cannot be used: {error.strerror}."
        raise CannotStart(sentence, "port_taken", port=options.port, detail=error.strerror) from error
    stop = asyncio.Event()
    with on_signals(stop.set):
        say(site.address)
        try:
            await stop.wait()
        finally:
            await site.stop()
    return Exit.DONE
