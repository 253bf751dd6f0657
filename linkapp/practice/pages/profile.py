"""Profile pages: SDUI top card in three generations, three copies of Message, and other people's controls beside it."""

from __future__ import annotations

from html import escape

from linkapp.practice.moments import compose_address, opaque_key
from linkapp.practice.pages.frame import View, data_block, document, invitation_marker, side_rail
from linkapp.practice.words import day_words, whole_date_words
from linkapp.practice.world import PracticePerson


def page(view: View, person: PracticePerson, *, key: str, contact_info: bool = False) -> str:
    """The profile of ``person``. ``key`` is the block key that message buttons without an address go by."""
    world = view.world
    is_me = person is world.me
    rail_people = [other for other in world.people if other is not person and not other.is_connection][:4]
    rail_people += [other for other in world.people if other is not person and other.is_connection][:2]
    card = _top_card(view, person, is_me=is_me, key=key)
    sections = "".join(_sections(view, person))
    rail = side_rail(view, rail_people)
    sticky = (
        f'<div class="{view.css("sticky")}" style="display:none" aria-hidden="true"><p>{escape(person.name)}</p>'
        f"{_message(view, person, key)}</div>"
    )
    if world.layout in ("2025-11", "2026-08"):
        body = f'<main id="workspace" class="{view.css("main")}">{card}{sections}{sticky}{rail}</main>'
    else:
        body = (
            f'<div class="{view.css("page")}"><main class="{view.css("main")}"><div class="{view.css("a")}">'
            f'<div class="{view.css("b")}">{card}</div><div class="{view.css("c")}">{sections}</div></div>{sticky}'
            f"</main>{rail}</div>"
        )
    facts = data_block("profile-facts", {"path": person.path, "open": contact_info})
    return document(view, title=person.name, body=body + facts, scripts=("profile",))


def contact_info(view: View, person: PracticePerson) -> str:
    """The contact info that fills its dialog late; "Connected since" is its last section."""
    words = view.words
    parts = [f"<section><h3>{escape(person.name)}</h3><a href='{person.path}'>{person.path}</a></section>"]
    if person.birthday and person.is_connection:
        month, day = person.birthday
        shown = escape(day_words(view.today.replace(year=2024, month=month, day=day), view.world.language, long=True))
        parts.append(f"<section><h3>{escape(words.birthday)}</h3><p>{shown}</p></section>")
    if person.connected_on:
        shown = escape(whole_date_words(person.connected_on, view.world.language))
        parts.append(f"<section><h3>{escape(words.connected_since)}</h3><p>{shown}</p></section>")
    return "".join(parts)


def _message(view: View, person: PracticePerson, key: str) -> str:
    """The message control: an address without a label, or (2026-04, where the world wants it) a button."""
    if not person.is_connection:
        return ""
    text = escape(view.words.message)
    if view.world.control == "button":
        return f'<div componentkey="{key}"><button type="button" class="{view.css("cta")}">{text}</button></div>'
    return (
        f'<div class="{view.css("cta-wrap")}"><a class="{view.css("cta")}" '
        f'href="{escape(compose_address(person))}"><span>{text}</span></a></div>'
    )


def _top_card(view: View, person: PracticePerson, *, is_me: bool, key: str) -> str:
    words = view.words
    layout = view.world.layout
    level = {"2025-11": "h1", "2026-08": "h2", "2026-09": "h2", "2026-10": "h1"}[layout]
    element = "section" if layout in ("2025-11", "2026-08") else "div"
    marker = f"com.linkedin.sdui.profile.card.ref{person.member}Topcard"
    degree, twin = "", ""
    if not is_me:
        degree = f'<p class="{view.css("dg")}">· {escape(words.degrees[person.degree - 1])}</p>'
        if person.degree != 1:  # rendered ahead for the moment after the invitation is accepted (2026-08-14)
            twin = f'<p class="{view.css("dg")}" style="display:none">· {escape(words.degrees[0])}</p>'
    looking = f'<p class="{view.css("otw")}">{escape(words.open_to_work)}</p>' if person.open_to_work else ""
    contact = f'<a href="{person.path}overlay/contact-info/">{escape(words.contact_info)}</a>'
    return (
        f'<{element} componentkey="{marker}" class="{view.css("top")}"><div class="{view.css("id")}">'
        f'<{level} class="{view.css("nm")}">{escape(person.name)}</{level}>{twin}{degree}</div>'
        f'<p class="{view.css("hl")}">{escape(person.headline)}</p>'
        f'<p class="{view.css("co")}">{escape(person.company)}</p>'
        f'<p class="{view.css("lo")}"><span>{escape(person.location)}</span> · {contact}</p>{looking}'
        f'<div class="{view.css("acts")}" style="display:flex;gap:8px">'
        f"{_actions(view, person, is_me=is_me, key=key)}</div></{element}>"
    )


def _actions(view: View, person: PracticePerson, *, is_me: bool, key: str) -> str:
    words = view.words
    slug = person.path.split("/")[2]
    if is_me:
        return f'<a href="{person.path}edit/intro/" aria-label="{escape(words.edit_intro)}">✎</a>'
    more = (
        f'<button type="button" aria-expanded="false" aria-label="{escape(words.more)}" class="{view.css("mo")}" '
        f"data-more><span>{escape(words.more)}</span></button>"
    )
    if person.is_connection:
        return _message(view, person, key) + more
    if person.invited:
        label = escape(words.pending_label.format(name=person.name))
        control = (
            f'<a href="{person.path}" aria-label="{label}" componentkey="{invitation_marker(person, "pending")}">'
            f"{escape(words.pending)}</a>"
        )
    else:
        label = escape(words.connect_label.format(name=person.name))
        control = (
            f'<a href="/preload/custom-invite/?vanityName={slug}" aria-label="{label}" '
            f'componentkey="{invitation_marker(person)}">{escape(words.connect)}</a>'
        )
    return control + f'<button type="button">{escape(words.follow)}</button>' + more


def _sections(view: View, person: PracticePerson) -> list[str]:
    words = view.words
    since = view.today.year - person.years
    title = person.headline.split(" at ")[0]
    rows = (
        ("About", words.about, f"<p>{escape(person.about)}</p>" if person.about else ""),
        (
            "ExperienceTopLevelSection",
            words.experience,
            f"<ul><li><p>{escape(title)}</p><p>{escape(person.company)}</p>"
            f"<p>{since} - {view.today.year}</p></li></ul>",
        ),
        ("Skills", words.skills, "".join(f"<p>{escape(skill)}</p>" for skill in person.skills)),
    )
    sections = []
    for name, heading, inside in rows:
        if inside:
            marker = f"com.linkedin.sdui.profile.card.ref{person.member}{name}"
            sections.append(
                f'<section componentkey="{marker}" class="{view.css("sec")}">'
                f"<h2>{escape(heading)}</h2>{inside}</section>"
            )
    if person.is_connection:  # the third copy of Message stands in the highlights block
        sections.insert(
            0,
            f'<section componentkey="{opaque_key("highlights", person.member)}" class="{view.css("sec")}">'
            f"{_message(view, person, opaque_key('profile', person.member))}</section>",
        )
    return sections
