"""People search: result pages in three generations, ten people a page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import urlencode

from linkapp.practice.moments import compose_address, opaque_key
from linkapp.practice.pages.frame import View, document, invitation_marker
from linkapp.practice.world import PracticePerson, World

SIZE = 10


def matches(world: World, query: Mapping[str, str]) -> list[PracticePerson]:
    """Who answers a search: every keyword somewhere in the person, and the degree if ``network`` names one."""
    wanted = query.get("keywords", "").casefold().split()
    try:
        network = json.loads(query.get("network", "[]"))
    except ValueError:
        network = []
    degrees = (
        {{"F": 1, "S": 2, "O": 3}.get(str(circle), 0) for circle in network} if isinstance(network, list) else set()
    )
    people = []
    for person in world.people:
        text = " ".join((person.name, person.headline, person.company, person.location, *person.skills)).casefold()
        if all(word in text for word in wanted) and (not degrees or person.degree in degrees):
            people.append(person)
    return people


def page(view: View, query: Mapping[str, str], people: Sequence[PracticePerson]) -> str:
    """One page of results. Raises ``ValueError`` if ``page`` is no number."""
    words = view.words
    number = max(1, int(query.get("page", "1") or "1"))
    part = people[(number - 1) * SIZE : number * SIZE]
    layout = view.world.layout
    draw = {"2025-11": _card_2025, "2026-08": _card_2026_03}.get(layout, _card_2026_09)
    cards = "".join(draw(view, person) for person in part)
    if view.faults.truly_empty:
        cards = ""
    elif not part:
        cards = f'<section class="{view.css("none")}"><h2>{escape(words.no_results)}</h2></section>'
    listing = {
        "2025-11": f'<ul role="list" class="{view.css("ul")}">{cards}</ul>',
        "2026-08": f'<div class="{view.css("ul")}">{cards}</div>',
    }.get(
        layout,
        f'<div data-testid="lazy-column" componentkey="SearchResultsMainContent" role="list">{cards}</div>',
    )
    pages = -(-len(people) // SIZE)
    buttons = []
    for step, text in ((-1, words.previous_page), (1, words.next_page)):
        target = number + step
        if not 1 <= target <= max(pages, 1):
            buttons.append(f'<button type="button" aria-label="{escape(text)}" disabled>{escape(text)}</button>')
            continue
        href = escape("?" + urlencode({**query, "page": str(target)}))
        if view.is_new:
            name = "next" if step == 1 else "previous"
            buttons.append(
                f'<a href="{href}" data-testid="pagination-controls-{name}-button-visible">{escape(text)}</a>'
            )
        else:
            buttons.append(
                f'<button type="button" aria-label="{escape(text)}" class="artdeco-pagination__button" '
                f"onclick=\"location.assign('{href}')\">{escape(text)}</button>"
            )
    body = (
        f'<main id="workspace" class="{view.css("main")}"><div class="{view.css("count")}"><h2>{len(people)}</h2></div>'
        f'<div data-sdui-screen="com.linkedin.sdui.flagshipnav.search.SearchResultsPeople">{listing}</div>'
        f'<div class="{view.css("pager")}">{"".join(buttons)}</div></main>'
    )
    return document(view, title=f"{query.get('keywords', '')} | {words.network}", body=body, scripts=())


def _control(view: View, person: PracticePerson) -> str:
    words = view.words
    if person.is_connection:
        href = escape(compose_address(person))
        label = escape(words.plain_message_label.format(name=person.name))
        return f'<a href="{href}" aria-label="{label}">{escape(words.message)}</a>'
    if person.invited:
        return f"<span>{escape(words.pending)}</span>"
    label = escape(words.connect_label.format(name=person.name))
    return (
        f'<button type="button" aria-label="{label}" componentkey="{invitation_marker(person)}">'
        f"{escape(words.connect)}</button>"
    )


def _texts(view: View, person: PracticePerson) -> tuple[str, str, str, str]:
    degree = view.words.degrees[person.degree - 1]
    return escape(person.name), escape(f"• {degree}"), escape(person.headline), escape(person.location)


def _card_2025(view: View, person: PracticePerson) -> str:
    name, degree, headline, location = _texts(view, person)
    return (
        f'<li class="{view.css("li")}"><div data-view-name="people-search-result" class="{view.css("entity")}">'
        f'<a href="{person.path}" aria-hidden="true" tabindex="-1"><svg width="48" height="48"></svg></a>'
        f'<div><a href="{person.path}"><span aria-hidden="true">{name}</span></a> <span>{degree}</span></div>'
        f"<div>{headline}</div><div>{location}</div>{_control(view, person)}</div></li>"
    )


def _card_2026_03(view: View, person: PracticePerson) -> str:
    name, degree, headline, location = _texts(view, person)
    return (
        f'<div componentkey="{opaque_key("search", person.member)}" class="{view.css("card")}">'
        f'<a href="{person.path}" class="{view.css("over")}">'
        f'<p class="{view.css("n")}">{name}<span> {degree}</span></p>'
        f"<p>{headline}</p><p>{location}</p></a><div>{_control(view, person)}</div></div>"
    )


def _card_2026_09(view: View, person: PracticePerson) -> str:
    name, degree, headline, location = _texts(view, person)
    scope = escape(json.dumps({"trackingId": opaque_key("scope", person.member)}))
    return (
        f'<div data-view-tracking-scope="{scope}" class="{view.css("sc")}"><div role="listitem">'
        f'<a href="{person.path}" aria-label="{name}"><figure></figure></a><div><p><a href="{person.path}">{name}</a>'
        f"<span>{degree}</span></p><p>{headline}</p><p>{location}</p></div>{_control(view, person)}</div></div>"
    )
