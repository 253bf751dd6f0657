"""The full messaging page: a shell in which the conversation is loaded, or the classic frame that holds it."""

from __future__ import annotations

from html import escape

from linkapp.practice.pages.frame import View, document, script_tags, shell_config


def page(view: View) -> str:
    """``/messaging/thread/…`` and a compose address opened in the tab. The address alone says which conversation."""
    words = view.words
    if view.world.composer == "iframe":
        body = f'<div class="{view.css("layout")}"><div class="{view.css("interop")}"></div></div>'
        return document(view, title=words.messaging, body=body)
    people = [person for person in view.world.people if person.conversation][:6]
    conversations = "".join(
        '<li class="msg-conversation-listitem msg-conversations-container__convo-item">'
        f'<a class="msg-conversation-listitem__link" href="/messaging/thread/{escape(person.thread)}/">'
        f'<h3 class="msg-conversation-listitem__participant-names">{escape(person.name)}</h3>'
        f'<p class="msg-conversation-card__message-snippet">{escape(person.conversation[-1].text[:40])}</p></a></li>'
        for person in people
    )
    body = (
        '<div class="scaffold-layout scaffold-layout--breakpoint-xl scaffold-layout--list-detail">'
        '<main class="scaffold-layout__main" id="workspace" style="display:flex;gap:24px">'
        f'<div class="scaffold-layout__list msg__list"><h1>{escape(words.messaging)}</h1>'
        f'<ul class="msg-conversations-container__conversations-list">{conversations}</ul></div>'
        '<div class="msg__outer" style="flex:1"><div id="messaging" class="scaffold-layout__detail">'
        f'<div role="progressbar" aria-label="{escape(words.loading)}"></div></div></div></main></div>'
    )
    return document(view, title=words.messaging, body=body, scripts=("classic", "thread"))


def frame(view: View) -> str:
    """``/preload/``: the classic application, empty until the shell around it says what to show."""
    return (
        f'<!DOCTYPE html><html lang="{view.world.language}"><head><meta charset="utf-8"><title>preload</title>'
        '<link rel="icon" href="data:,"><link rel="stylesheet" href="/static/site.css"></head>'
        '<body class="render-mode-BIGPIPE nav-v2 ember-application"><div class="application-outlet">'
        '<div class="msg__outer"><div id="preload-outlet" class="ember-view"></div></div></div>'
        f"{shell_config(view)}{script_tags(('wire', 'classic', 'thread', 'preload'))}</body></html>"
    )
