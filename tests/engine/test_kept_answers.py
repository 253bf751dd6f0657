"""What the browser had kept of an earlier visit carries the time of that visit; a real browser and a real server."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from aiohttp import web
from aiohttp.test_utils import TestServer

from linkapp.engine.browser import OwnBrowser
from linkapp.engine.site_clock import SiteClock
from linkapp.engine.traffic import Traffic


async def test_an_answer_that_the_browser_had_kept_does_not_set_the_sites_time_back(browser: OwnBrowser) -> None:
    begun, passed = datetime.now(UTC).replace(microsecond=0), timedelta(0)  # the browser reckons with the true time
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path)
        date = {"Date": format_datetime(begun + passed, usegmt=True)}
        if request.path == "/kept.json":
            return web.json_response({}, headers={**date, "Cache-Control": "max-age=86400"})
        page = "<!doctype html><script>fetch('/kept.json').then(() => { document.title = 'here' })</script>"
        return web.Response(text=page, content_type="text/html", headers={**date, "Cache-Control": "no-store"})

    app = web.Application()
    app.router.add_get("/{any:.*}", answer)
    context = await browser.context()
    async with TestServer(app) as server:
        clock = SiteClock(since_boot=lambda: passed.total_seconds())
        page = await context.new_page()
        Traffic(page, clock, str(server.make_url("")).rstrip("/"))
        for visit in ("one", "two"):
            await page.goto(str(server.make_url(f"/{visit}")))
            await page.wait_for_function("document.title === 'here'")
            assert clock.now() == begun + passed
            passed += timedelta(hours=3)
    await context.close()
    assert asked.count("/kept.json") == 1  # the second time it came out of the browser's own store
