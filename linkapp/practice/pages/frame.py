"""The frame around every page: document, navigation in two generations, outlets, and the scripts that go with it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from html import escape
from typing import Any

from linkapp.practice.faults import Faults
from linkapp.practice.words import WORDS, SiteWords
from linkapp.practice.world import PracticePerson, World

NEW_NAVIGATION = ("2026-09", "2026-10")
"""The generations whose navigation is ``[data-testid="primary-nav"]``; before it was ``#global-nav``."""


@dataclass(frozen=True, kw_only=True)
class View:
    """What a page is drawn from. ``now`` is in the person's own zone."""

    world: World
    faults: Faults
    now: datetime

    @property
    def words(self) -> SiteWords:
        """The words of the world's language."""
        return WORDS[self.world.language]

    @property
    def today(self) -> date:
        """The date that the pages call today."""
        return self.now.date()

    @property
    def is_new(self) -> bool:
        """Whether the navigation is of the newer generation."""
        return self.world.layout in NEW_NAVIGATION

    def css(self, *names: str) -> str:
        """Hashed class names: they say nothing and change with every generation."""
        classes = []
        for name in names:
            digest = hashlib.sha256(f"{self.world.layout}/{name}".encode()).hexdigest()
            classes.append(f"_{digest[:8]}" if self.world.layout != "2026-09" else f"c{digest[:7]}")
        return " ".join(classes)


def script_tags(names: Iterable[str]) -> str:
    """Script elements for the package's own scripts."""
    return "".join(f'<script src="/static/{name}.js"></script>' for name in names)


def data_block(identity: str, value: Any) -> str:
    """A JSON block that is safe inside HTML."""
    text = json.dumps(value, ensure_ascii=False).replace("<", "\\u003c").replace("&", "\\u0026")
    return f'<script type="application/json" id="{identity}">{text}</script>'


def shell_config(view: View) -> str:
    """What the page's scripts need to know of the shell: words and habits, nobody of the page's list."""
    world = view.world
    stale = [person for person in world.people if person.degree == 1 and not person.birthday][:2]
    stale = stale or [person for person in world.people if person.degree == 1][-2:]
    wanted = ("write", "send", "close", "remove", "new_message", "messaging", "message", "empty_thread", "failed",
              "retry", "sent", "sent_toast", "send_failed", "loading", "cannot_message", "comment", "cancel",
              "withdraw", "withdrawn", "not_withdrawn", "show_more", "withdraw_question", "withdraw_text",
              "pending")  # fmt: skip
    words = asdict(view.words)
    return data_block(
        "shell-config",
        {
            "composer": world.composer,
            "enterSends": world.enter_sends,
            "newThreadCard": world.new_thread_card,
            "crash": view.faults.crash_page if view.faults.crash_page == "load" else "",
            "words": {name: words[name] for name in wanted},
            "me": {"id": world.me.member, "name": world.me.name},
            "stale": [{"id": person.member, "name": person.name} for person in stale],
        },
    )


def composer_scripts(view: View) -> tuple[str, ...]:
    """The scripts of the composer shell in force."""
    return {
        "popup": ("wire", "popup"),
        "overlay": ("wire", "classic", "overlay"),
        "iframe": ("wire", "iframe"),
        "shadow": ("wire", "shadow"),
        "fullpage": ("wire",),
    }[view.world.composer]


def navigation(view: View) -> str:
    """The navigation bar with the own profile's address."""
    words = view.words
    own = view.world.me.path
    first_name = escape(view.world.me.name.split()[0])
    own_link = f'<a href="{own}">{escape(words.own_profile)}</a>'
    links = (
        ("/feed/", words.home),
        ("/mynetwork/", words.network),
        ("/jobs/", words.jobs),
        ("/messaging/", words.messaging),
        ("/notifications/", words.notifications),
    )
    if view.is_new:
        items = "".join(
            f'<a href="{href}" class="{view.css("nav-link")}" componentkey="nav{n}">'
            f'<svg aria-hidden="true" width="16" height="16"></svg><span>{escape(text)}</span></a>'
            for n, (href, text) in enumerate(links)
        )
        return (
            f'<header class="{view.css("header")}" style="height:52px;display:flex;overflow:hidden">'
            f'<nav data-testid="primary-nav" aria-label="{escape(words.home)}" class="{view.css("nav", "row")}">'
            f'<div id="primaryNavLinksComponentRef" style="display:flex;gap:14px">{items}'
            f'<a href="{own}" class="{view.css("me")}" aria-label="{escape(words.own_profile)}">'
            f"<span>{escape(view.world.me.name)}</span></a></div></nav></header>"
        )
    items = "".join(
        f'<li class="global-nav__primary-item"><a href="{href}" class="global-nav__primary-link">'
        f'<span class="global-nav__primary-link-text">{escape(text)}</span></a></li>'
        for href, text in links
    )
    return (
        '<header id="global-nav" class="global-nav global-alert-offset-top" style="height:52px;overflow:hidden">'
        '<div class="global-nav__content"><nav class="global-nav__nav" aria-label="Primary">'
        f'<ul class="global-nav__primary-items" style="display:flex;gap:14px;list-style:none">{items}'
        '<li class="global-nav__primary-item"><div class="global-nav__me">'
        '<button type="button" aria-expanded="false" class="global-nav__primary-link-me-menu-trigger">'
        f'{first_name}</button><div class="global-nav__me-content" style="display:none">{own_link}</div>'
        "</div></li></ul></nav></div></header>"
    )


def invitation_marker(person: PracticePerson, state: str = "connect") -> str:
    """The key of an invitation control: ``…state:invitation:urn:li:member:N_connect|_pending`` (site-facts.md)."""
    return f"com.linkedin.sdui.state:invitation:urn:li:member:{person.number}_{state}"


def side_rail(view: View, people: Iterable[PracticePerson]) -> str:
    """Other people, with controls of their own, beside what the page is about."""
    words = view.words
    rows = []
    for person in people:
        name = escape(person.name)
        if person.is_connection:
            href = escape(f"/messaging/compose/?profileUrn=urn%3Ali%3Afsd_profile%3A{person.member}"
                          f"&recipient={person.member}&interop=msgOverlay")  # fmt: skip
            control = f'<a href="{href}" class="{view.css("rail-act")}">{escape(words.message)}</a>'
        else:
            label = escape(words.connect_label.format(name=person.name))
            control = (
                f'<button type="button" aria-label="{label}" class="{view.css("rail-act")}" '
                f'componentkey="{invitation_marker(person)}">'
                f"{escape(words.connect)}</button>"
            )
        rows.append(
            f'<li class="{view.css("rail-row")}"><a href="{person.path}">{name}</a>'
            f"<p>{escape(person.headline)}</p>{control}</li>"
        )
    return (
        f'<aside class="{view.css("rail")}"><h2>{escape(words.people_you_may_know)}</h2>'
        f"<ul>{''.join(rows)}</ul></aside>"
    )


def document(view: View, *, title: str, body: str, scripts: Iterable[str] = (), with_composer: bool = True) -> str:
    """A whole page. The hidden reCAPTCHA frame is on normal pages too (site-facts.md: MCP #136, #244)."""
    world = view.world
    names = [*(composer_scripts(view) if with_composer else ("wire",)), *scripts]
    modal = (_modal(view) if view.faults.modal_over_page else "") + (_offer(view) if view.faults.offer else "")
    outlets = (
        '<div id="interop-outlet" data-testid="interop-shadowdom"></div>'
        '<iframe title="reCAPTCHA" src="/recaptcha/enterprise/anchor" style="display:none" aria-hidden="true"></iframe>'
        '<div data-floating-ui-portal></div><div role="status" aria-live="polite" class="visually-hidden"></div>'
    )
    if world.composer == "iframe" and with_composer:
        outlets += _outer_feed(view) + (
            '<iframe data-testid="interop-iframe" src="/preload/" title="interop" '
            'style="display:none;position:fixed;inset:52px 0 0 0;width:100%;height:calc(100vh - 52px);border:0;'
            'background:#fff;z-index:30"></iframe>'
        )
    return (
        f'<!DOCTYPE html><html lang="{world.language}"{"" if view.is_new else " class=theme"}><head>'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>(2) {escape(title)}</title>"
        '<link rel="icon" href="data:,"><link rel="stylesheet" href="/static/site.css"></head>'
        f'<body class="{view.css("body")}" dir="ltr">'
        f'<a href="#workspace" class="skip-link">{escape(view.words.skip_to_main)}</a>'
        f'<div id="root"><div class="{view.css("app", "grid")}">{navigation(view)}{body}</div></div>'
        f"{outlets}{modal}{shell_config(view)}{script_tags(names)}</body></html>"
    )


def bare_document(view: View, *, title: str, body: str, scripts: str = "") -> str:
    """A page without navigation: sign-in, security check, notices."""
    return (
        f'<!DOCTYPE html><html lang="{view.world.language}"><head><meta charset="utf-8">'
        f'<title>{escape(title)}</title><link rel="icon" href="data:,">'
        f'<link rel="stylesheet" href="/static/site.css"></head><body>{body}{scripts}</body></html>'
    )


def _outer_feed(view: View) -> str:
    """The new shell keeps a hidden feed behind the frame; its comment box is a textbox too (2026-09-27)."""
    return (
        '<div style="display:none" aria-hidden="true" data-testid="mainFeed"><div role="listitem">'
        f'<div contenteditable="true" role="textbox" aria-multiline="true" aria-label="{escape(view.words.comment)}">'
        f'</div><button type="submit">{escape(view.words.send)}</button></div></div>'
    )


def _offer(view: View) -> str:
    kind = view.faults.offer
    closes = kind in ("close", "returns", "while typing", "under the click", "under every click")
    close = f'<button type="button" data-close aria-label="{escape(view.words.close)}">×</button>' if closes else ""
    dialog = (
        '<div style="position:fixed;inset:0;background:rgba(0,0,0,.5);z-index:70"><div role="dialog" aria-modal="true" '
        'aria-labelledby="offer-title" style="background:#fff;margin:90px auto;width:420px;padding:16px">'
        '<h2 id="offer-title">Premium</h2><p>31 days</p><button type="button" data-accept>Try for free</button>'
        f"{close}</div></div>"
    )
    return (
        f'<template id="offer" data-kind="{kind}">{dialog}</template><script>(() => {{'
        'const offer = document.getElementById("offer"), kind = offer.dataset.kind; let shown = null;'
        "const close = () => { if (shown) shown.remove(); shown = null;"
        ' if (kind === "returns") setTimeout(open, 700); };'
        "const open = () => { document.body.append(offer.content.cloneNode(true));"
        " shown = document.body.lastElementChild;"
        ' shown.querySelector("[data-accept]").onclick = () => { fetch("/offer-accepted"); close(); };'
        ' const own = shown.querySelector("[data-close]"); if (own) own.onclick = close; };'
        ' if (kind === "escape")'
        ' document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });'
        ' if (kind === "while typing") document.addEventListener("input", open, { once: true });'
        ' else if (kind.startsWith("under")) document.addEventListener("mousedown", () => { if (!shown) open(); },'
        ' { once: kind === "under the click", capture: true }); else open();'
        "})();</script>"
    )


def _modal(view: View) -> str:
    words = view.words
    return (
        '<div class="artdeco-modal-overlay" style="position:fixed;inset:0;background:rgba(0,0,0,.6);z-index:70">'
        '<div role="dialog" aria-modal="true" aria-labelledby="agree-title" '
        'style="background:#fff;margin:80px auto;width:420px;padding:16px">'
        f'<h2 id="agree-title">{escape(words.modal_title)}</h2><p>{escape(words.modal_text)}</p>'
        '<button id="content__button--primary--muted" type="button" '
        f"onclick=\"this.closest('.artdeco-modal-overlay').remove()\">{escape(words.agree)}</button>"
        "</div></div>"
    )
