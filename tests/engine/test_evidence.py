"""Evidence: nobody can be read on it, the layout can, it is bounded, and taking it changes nothing."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.async_api import BrowserContext

from linkapp.domain.problems import Problem, Reason
from linkapp.engine import evidence
from linkapp.engine.evidence import NODES, ROOM, Evidence, Outliner, as_text
from linkapp.engine.pages.script import Asking
from linkapp.services.ports.journal import QUIET
from tests.engine.conftest import PACK, SITE, Show

PROBLEM = Problem(reason=Reason.NO_COMPOSER)
ANN = {
    "name": "Annika Berglund",
    "text": "Plenty happy returns dear friend of mine!",
    "slug": "annika-berglund-7a1",
    "id": "ACoAABannikaberglund01",
}
ZED = {
    "name": "Zqxjvk Wwqrtyps",
    "text": "Xxxxxx qqqqq wwwwwww zzzz kkkkkk vv jjjj!",
    "slug": "zqxjvk-wwqrtyps-9z9",
    "id": "ACoAABzqxjvkwwqrtyps99",
}

EVERYWHERE = """<!doctype html><html lang=en><head><title>{name}</title><style>
.before::before {{ content: "{name}" }} .behind {{ width: 90px; height: 40px; background: {picture} }}
.loud {{ color: red !important; -webkit-text-fill-color: red !important; -webkit-text-stroke: 1px blue; text-shadow: 1px 1px green !important }}
button, input, select, textarea, div {{ width: 300px }}
</style></head><body><main data-sdui-screen="com.linkedin.sdui.flagshipnav.mynetwork.CatchUpBirthday">
<h1>{name}</h1><p>{text}</p><button aria-label="Message {name}" aria-expanded="false">{name}</button>
<a href="/in/{slug}/?trk=abc" data-view-name="nurture-card-profile-view">{name}</a>
<a href="/messaging/compose/?profileUrn=urn%3Ali%3Afsd_profile%3A{id}&recipient={id}&propUrn=urn%3Ali%3Aprop%3A%28BIRTHDAY%2C778899%29&body={text}">Message</a>
<div role="listitem" componentkey="ConnectionCard_1-{slug}" data-testid="card-{id}"><p style="color:green !important">{text}</p></div>
<div componentkey="com.linkedin.sdui.profile.card.ref{id}Topcard" id="{slug}" class="{slug}" title="{name}" data-secret="{name}"></div>
<div role="textbox" contenteditable="true">{text}</div><textarea aria-label="Write to {name}">{text}</textarea>
<input value="{name}"><input placeholder="{text}"><input type=password value="{name}"><input type=submit value="{name}">
<select><option>{name}</option></select><select multiple><option>{text}</option></select>
<img alt="{name}" width=80 height=30 src='{source}'><img alt="{name}" width=80 height=30 src="data:,">
<svg width=100 height=30><text y=20>{name}</text></svg><p class=before></p><div class=behind></div><p class=loud>{text}</p>
<ul><li>{name}</li></ul><details open><summary>{name}</summary>{text}</details><div id=open></div><div id=closed></div>
<canvas width=120 height=30></canvas><iframe srcdoc="<p>{name}</p><p>{text}</p>" height=60></iframe>
<dialog open style="position:static">{name}</dialog><p style="font-size:60px">{name}</p><button>Load more</button>
<p aria-label="too many requests, {name}">Send</p>
<script>{{
 for (const mode of ['open', 'closed']) document.getElementById(mode).attachShadow({{mode}}).innerHTML = '<style>p{{{{color:red}}}}</style><p role=note>{name}</p>';
 const ink = document.querySelector('canvas').getContext('2d'); ink.fillText('{name}', 5, 20);
}}</script></main></body></html>"""


def page_of(person: dict[str, str]) -> str:
    drawn = f"data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22 width=%2290%22 height=%2240%22><text y=%2220%22>{person['name']}</text></svg>"
    return EVERYWHERE.format(**person, picture=f'url("{drawn}")', source=drawn)


@dataclass
class Kept:
    """A store that remembers."""

    things: list[tuple[str, bytes, str]] = field(default_factory=list)
    error: Exception | None = None

    def keep(self, reason: str, picture: bytes, outline: str) -> str:
        if self.error:
            raise self.error
        self.things.append((reason, picture, outline))
        return f"{reason}-{len(self.things)}"

    def keep_outlines(self, outlines: Any) -> Any:
        return outlines


def taking(kept: Kept) -> Evidence:
    return Evidence(store=kept, outliner=Outliner(Asking(PACK)), journal=QUIET)


def nodes(outline: Any) -> list[dict[str, Any]]:
    """All nodes of an outline, frames too."""
    return [*outline["nodes"], *(node for frame in outline["frames"] for node in frame.get("nodes", ()))]


async def test_two_pages_that_differ_in_their_words_only_give_the_very_same_picture(show: Show) -> None:
    kept = Kept()
    readable = []
    for person in (ANN, ZED):
        tab = await show(page_of(person))
        await tab.page.wait_for_timeout(100)
        readable.append(await tab.page.screenshot())
        assert await taking(kept).of(tab.page, PROBLEM)
    assert readable[0] != readable[1]
    assert kept.things[0][1] == kept.things[1][1]
    assert len(kept.things[0][1]) > 2000  # it shows a page, not an even grey


async def test_the_picture_still_shows_boxes_buttons_and_where_words_stand(show: Show) -> None:
    kept = Kept()
    boxes = "<div style='border:2px solid;width:{}px;height:40px'><button>{}</button></div>"
    for width, word in ((200, "Send"), (400, "Send"), (200, "Send it to them")):
        tab = await show(boxes.format(width, word))
        await taking(kept).of(tab.page, PROBLEM)
    assert len({picture for _, picture, _ in kept.things}) == 3


async def test_the_outline_holds_no_name_no_text_and_no_id_but_structure_and_the_sites_own_words(show: Show) -> None:
    kept = Kept()
    tab = await show(page_of(ANN))
    await taking(kept).of(tab.page, PROBLEM)
    text = kept.things[0][2]
    folded = text.casefold()
    for secret in (*ANN.values(), *ANN["name"].split(), *ANN["text"].strip("!").split(), "778899", "trk=", "abc"):
        assert secret == "of" or secret.casefold() not in folded, secret
    outline = json.loads(text)
    assert outline["screens"] == ["com.linkedin.sdui.flagshipnav.mynetwork.CatchUpBirthday"]
    assert (outline["reason"], outline["language"], outline["path"]) == (
        "no_composer",
        "en",
        "/mynetwork/catch-up/birthday/",
    )
    assert outline["pack"] == PACK.version
    assert outline["browser"]
    found = nodes(outline)
    assert {node.get("href") for node in found} >= {
        "/in/{id}/?trk",
        "/messaging/compose/?profileUrn&recipient&propUrn&body (BIRTHDAY)",
    }
    labels = {node["a"]["aria-label"] for node in found if "aria-label" in node.get("a", {})}
    assert labels == {"message Aaaa Aaaa", "write to Aaaa Aaaa", "too many requests, Aaaa Aaaa"}
    assert {"load more", "send", "message"} <= {node.get("x") for node in found}
    assert "Aaaa Aaaa" in {node.get("x") for node in found}
    assert any(node.get("r") == "note" for node in found)  # inside the open shadow root
    assert outline["frames"][0]["nodes"][0]["t"] == "html"
    assert any(node.get("m", {}).get("data-view-name") == "nurture-card-profile-view" for node in found)
    assert any(node.get("m", {}).get("componentkey", "").startswith("ConnectionCard_") for node in found)
    assert {"aria-expanded": "false"}.items() <= next(
        node["a"] for node in found if "aria-expanded" in node.get("a", {})
    ).items()


async def test_an_outline_is_bounded_and_still_reaches_what_stands_at_the_pages_end(show: Show) -> None:
    deep = "<div>" * 60 + "x" + "</div>" * 60
    rows = "".join(f"<p><span role=note>row {n}</span><b>{n}</b></p>" for n in range(60))
    many = "".join(f"<section><ul>{rows.replace('row', f'row {n}')}</ul></section>" for n in range(47))
    tab = await show(
        f"<!doctype html><html><body><main>{deep}{many}</main>"
        + "<div><i>a</i></div>" * 40
        + "<div role=dialog>Send</div></body></html>"
    )
    outline = await Outliner(Asking(PACK)).outline(tab.page)
    assert len(as_text(outline)) < ROOM * 1.2
    found = nodes(outline)
    assert len([node for node in found if "t" in node]) <= NODES
    assert any(node.get("r") == "dialog" and node.get("x") == "send" for node in found)


async def test_a_page_that_answers_nothing_holds_nobody_up_for_longer_than_the_limit(
    blank: BrowserContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "WITHIN_S", 0.5)
    page = await blank.new_page()
    await page.route("**/*", lambda route: route.fulfill(body="<p>Ann", content_type="text/html"))
    await page.goto(SITE)
    busy = asyncio.ensure_future(
        page.evaluate("() => { const until = Date.now() + 2500; while (Date.now() < until); }")
    )
    await asyncio.sleep(0.1)
    kept = Kept()
    started = time.monotonic()
    assert await taking(kept).of(page, PROBLEM) == ""
    assert time.monotonic() - started < 1.5
    assert kept.things == []
    await busy
    await page.close()


@pytest.mark.parametrize("error", [OSError("disk full"), ValueError("a bug")])
async def test_a_store_that_fails_is_noted_and_nothing_else_happens(show: Show, error: Exception) -> None:
    tab = await show("<p>x")
    assert await taking(Kept(error=error)).of(tab.page, PROBLEM) == ""


async def test_nothing_is_kept_of_a_page_that_is_not_there(show: Show, blank: BrowserContext) -> None:
    kept = Kept()
    tab = await show("<p>x")
    assert await taking(kept).of(tab.page, Problem(reason=Reason.OFFLINE)) == ""
    page = await blank.new_page()
    assert await taking(kept).of(page, PROBLEM) == ""
    await page.close()
    assert await taking(kept).of(page, PROBLEM) == ""
    assert kept.things == []
