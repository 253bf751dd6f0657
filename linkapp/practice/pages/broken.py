"""Pages that cannot be read: built in an unknown way, blank, or never ready."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from linkapp.practice.pages.frame import View, document


def changed(view: View, title: str, names: Iterable[str]) -> str:
    """A generation that nobody knows: the people are there to see, but there is no link, no list and no label."""
    drawn = "".join(
        f'<div class="{view.css("z1")}"><span class="{view.css("z2")}">{escape(name)}</span>'
        f'<span class="{view.css("z3")}">{escape(view.words.message)}</span></div>'
        for name in names
    )
    body = f'<main class="{view.css("z0")}"><div class="{view.css("z4")}">{drawn}</div></main>'
    return document(view, title=title, body=body, with_composer=False)


def spinner(view: View, title: str) -> str:
    """The frame of a page whose main part never comes."""
    body = (
        f'<main class="{view.css("main")}"><div role="progressbar" aria-busy="true" '
        f'aria-label="{escape(view.words.loading)}"></div></main>'
    )
    return document(view, title=title, body=body, with_composer=False)


def blank() -> str:
    """Status 200 and nothing."""
    return "<!DOCTYPE html><html><head></head><body></body></html>"
