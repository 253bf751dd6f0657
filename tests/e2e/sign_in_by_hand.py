"""A program of its own that signs in by typing into LinkApp's window, and stops where it is told to be killed."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from linkapp.app import build
from linkapp.config import Config
from linkapp.domain.moment import Occasion
from linkapp.domain.problems import Problem
from linkapp.engine import environment


async def main(site: str, folder: str, password: str, stage: str) -> None:
    """Stages: ``typed``, ``signed in``, ``crash``, ``reading`` (each waits to be killed) and ``end``."""
    config = Config(site=site, folder=folder, headless=True, without_pace=True, person_waits=True)
    async with build(config) as app:
        door: Any = app.sign_in
        make, tabs = door._window, []

        def made() -> Any:
            tabs.append(make())
            return tabs[0]

        door._window = made
        watched = asyncio.Event()

        def watch(_: Problem) -> None:
            watched.set()

        signing = asyncio.create_task(door.by_hand(watch))
        opening = asyncio.create_task(watched.wait())
        await asyncio.wait({signing, opening}, return_when=asyncio.FIRST_COMPLETED)
        if signing.done():
            opening.cancel()
            sys.exit(f"not opened: {signing.result()}")
        page = tabs[0].pages[0]
        await page.fill("#username", "camille@example.org")
        await page.fill("#password", password)
        if stage in ("signed in", "crash"):
            tabs[0].state = lambda: asyncio.Event().wait()
        if stage != "typed":
            await page.click("button[type=submit]")
            await page.wait_for_load_state()
        if stage == "crash":
            other = await page.context.new_page()
            try:
                await other.goto("chrome://crash")
            except Exception as error:  # noqa: BLE001 - that is what is wanted
                print("crashed", type(error).__name__, flush=True)
        if stage in ("typed", "signed in", "crash"):
            await stop(stage)
        print(await signing, flush=True)
        if stage == "reading":
            seen = await app.greetings.preview(Occasion.BIRTHDAY)
            print(seen.stopped, len(seen.drafts), flush=True)
            await stop(stage)


async def stop(stage: str) -> None:
    """Say where it stands, and wait for the end."""
    print(f"at {stage}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    environment.forget_orders()  # as the program itself does first of all
    asyncio.run(main(*sys.argv[1:5]))
