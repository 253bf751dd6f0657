"""Pages that LinkApp only passes through: the feed, my network, jobs, notifications, the list of conversations."""

from __future__ import annotations

from html import escape

from linkapp.practice.moments import opaque_key
from linkapp.practice.pages.frame import View, document, invitation_marker, side_rail
from linkapp.practice.words import whole_date_words


def feed(view: View) -> str:
    """The feed: posts of others, each with a comment box that is a textbox too."""
    words = view.words
    people = view.world.people[:3]
    posts = "".join(
        f'<div role="listitem" class="{view.css("post")}"><a href="{person.path}">{escape(person.name)}</a>'
        f"<p>{escape(person.headline)}</p>"
        f'<div contenteditable="true" role="textbox" aria-label="{escape(words.comment)}" style="display:none"></div>'
        "</div>"
        for person in people
    )
    rail = side_rail(view, [person for person in view.world.people if not person.is_connection][:2])
    body = f'<main class="{view.css("main")}"><div data-testid="mainFeed" role="list">{posts}</div>{rail}</main>'
    return document(view, title=words.home, body=body)


def simple(view: View, title: str) -> str:
    """A page with nothing but its heading."""
    return document(view, title=title, body=f'<main class="{view.css("main")}"><h1>{escape(title)}</h1></main>')


def connections(view: View, number: int) -> str:
    """``/mynetwork/invite-connect/connections/``: "Connected on …", ten a page (``?page=``)."""
    words = view.words
    people = [person for person in view.world.people if person.is_connection]
    people.sort(key=lambda person: person.connected_on or view.today, reverse=True)
    rows = "".join(
        f'<div componentkey="ConnectionCard_{place}-{escape(person.slug)}">'
        f'<a href="{person.path}">{escape(person.name)}</a>'
        f"<p>{escape(person.headline)}</p><p>{escape(words.connected_since)} "
        f"{escape(whole_date_words(person.connected_on or view.today, view.world.language))}</p></div>"
        for place, person in enumerate(people[(number - 1) * 10 : number * 10])
    )
    onward = (
        f'<a href="?page={number + 1}" aria-label="{escape(words.next_page)}">{escape(words.next_page)}</a>'
        if number * 10 < len(people)
        else ""
    )
    body = f'<main class="{view.css("main")}"><h1>{len(people)}</h1><div role="list">{rows}</div>{onward}</main>'
    return document(view, title=words.network, body=body)


def custom_invite(view: View, slug: str) -> str:
    """``/preload/custom-invite/``: the question whether to add a note; its button invites."""
    words = view.words
    person = view.world.by_slug(slug)
    if person is None:
        return simple(view, words.not_found)
    body = (
        f'<main><div role="dialog" componentkey="{opaque_key("invite", person.member)}">'
        f"<h2>{escape(person.name)}</h2>"
        f'<button type="button" componentkey="{invitation_marker(person)}">{escape(words.connect)}</button>'
        "</div></main>"
    )
    return document(view, title=words.connect, body=body, with_composer=False)
