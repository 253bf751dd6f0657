"""Sent invitations, newest first, ten at a time; taking one back asks in a dialog that names the person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from linkapp.practice.pages.frame import View, document
from linkapp.practice.words import age_words
from linkapp.practice.world import PracticePerson, World

SIZE = 10

KeyOf = Callable[[PracticePerson], str]


def pending(world: World) -> list[PracticePerson]:
    """Everybody we invited who has not answered, newest first."""
    dated = [(person.invited, person) for person in world.people if person.invited is not None]
    return [person for _, person in sorted(dated, key=lambda pair: pair[0], reverse=True)]


def row(view: View, person: PracticePerson, key: str) -> str:
    """One invitation."""
    words = view.words
    label = escape(words.withdraw_label.format(name=person.name))
    days = (view.now - person.invited).days if person.invited else 0
    age = escape(words.sent_age.format(age=age_words(days, view.world.language)))
    name = escape(person.name)
    text = escape(words.withdraw)
    layout = view.world.layout
    if layout == "2025-11":
        return (
            f'<li class="invitation-card artdeco-list__item" componentkey="{key}">'
            '<div class="invitation-card__container">'
            f'<a href="{person.path}" class="invitation-card__picture" aria-hidden="true"></a><div>'
            f'<a href="{person.path}"><strong>{name}</strong></a><p>{escape(person.headline)}</p>'
            f'<span class="time-badge">{age}</span></div><button type="button" aria-label="{label}" '
            f'data-view-name="sent-invitations-withdraw-single">{text}</button></div></li>'
        )
    if layout == "2026-08":
        return (
            f'<div role="listitem" componentkey="{key}" class="{view.css("inv")}">'
            f'<a href="{person.path}"><p>{name}</p></a>'
            f"<p>{escape(person.headline)}</p><p>{age}</p>"
            f'<button type="button" aria-label="{label}">{text}</button></div>'
        )
    return (
        f'<div class="{view.css("r1")}"><div class="{view.css("r2")}" componentkey="{key}">'
        f'<a href="{person.path}" tabindex="-1" aria-hidden="true"></a><div><a href="{person.path}">{name}</a>'
        f"<p>{escape(person.headline)}</p><p>{age}</p></div>"
        f'<a href="/mynetwork/invitation-manager/sent/" aria-label="{label}">{text}</a></div></div>'
    )


def page(view: View, people: Sequence[PracticePerson], key_of: KeyOf) -> str:
    """The first ten; the others come with the page's own button or by scrolling."""
    words = view.words
    if view.faults.truly_empty:
        rows = ""
    elif people:
        rows = "".join(row(view, person, key_of(person)) for person in people[:SIZE])
    else:
        rows = f"<p>{escape(words.no_invitations)}</p>"
    element = "ul" if view.world.layout == "2025-11" else "div"
    native = "1" if view.is_new else "0"
    more = f'<button type="button" data-more>{escape(words.load_more)}</button>' if len(people) > SIZE else ""
    body = (
        f'<main id="workspace" class="{view.css("main")}"><h1>{escape(words.sent_invitations)}</h1>'
        f'<div role="tablist"><a role="tab" href="/mynetwork/invitation-manager/sent/CONNECTION/">'
        f"{escape(words.people_count.format(n=len(people)))}</a></div>"
        f'<{element} class="{view.css("list")}" data-native="{native}" data-list>{rows}</{element}>{more}</main>'
    )
    return document(view, title=words.sent_invitations, body=body, scripts=("invitations",))
