"""A small site that nobody planned for: pages as the real site could come to build them, and composers of many kinds.

It shares nothing with the practice site. It keeps what it received, per recipient, and nothing else is proof.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from html import escape
from pathlib import Path
from urllib.parse import quote

from aiohttp import WSMsgType, web

NOW = datetime(2026, 7, 10, 9, 0, tzinfo=UTC)
"""Every run of a variant takes place at this moment."""
_SCRIPT = Path(__file__).with_name("strange_composers.js")


@dataclass(frozen=True, kw_only=True)
class Someone:
    """An invented person: ``late`` days since the birthday, None for people who have none here."""

    name: str
    member: str
    slug: str
    late: int | None
    headline: str = "Baker"

    @property
    def address(self) -> str:
        """The profile address as a page writes it."""
        return f"/in/{quote(self.slug)}/"


PEOPLE = (
    Someone(
        name="Aurelia Testova",
        member="ACoAAStrangeAurelia",
        slug="aurelia-testova-7a",
        late=0,
        headline="Dev with 10 days notice",
    ),
    Someone(
        name="Bo Quillsmith 🎈", member="ACoAAStrangeBo-1", slug="bo-quillsmith", late=1, headline="Open to a new role"
    ),
    Someone(name="Chloé Essai", member="ACoAAStrange_Chloe", slug="chloé-essai", late=2, headline="10 ans chez Acme"),
    Someone(
        name="Dana Probe", member="ACoAAStrangeDana", slug="dana-probe-123", late=0, headline="20 years at Probe & Sons"
    ),
    Someone(name="Ekin Deneme", member="ACoAAStrangeEkin", slug="ekin-deneme", late=9),
)
MUTUAL = Someone(name="Mia Between", member="ACoAAStrangeMia", slug="mia-between", late=None)
RAIL = Someone(
    name="Rob Railing", member="ACoAAStrangeRob", slug="rob-railing", late=None, headline="Viewed your profile"
)
SELLER = Someone(name="Cakes Ahoy", member="ACoAAStrangeSeller", slug="cakes-ahoy", late=None)
STRANGERS = (MUTUAL, RAIL, SELLER)

_MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "de": "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
    "pt": "jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez.",
    "nl": "jan. feb. mrt. apr. mei jun. jul. aug. sep. okt. nov. dec.",
    "fi": "tammik. helmik. maalisk. huhtik. toukok. kesäk. heinäk. elok. syysk. lokak. marrask. jouluk.",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
}
_TODAY = {
    "en": "Celebrate {n}’s birthday today", "fr": "Célébrez l’anniversaire de {n} aujourd’hui",
    "de": "{n} hat heute Geburtstag", "it": "Festeggia oggi il compleanno di {n}",
    "pt": "Comemore o aniversário de {n} hoje", "nl": "Vier vandaag de verjaardag van {n}",
    "fi": "Juhli tänään: {n} täyttää vuosia", "ar": "احتفل بعيد ميلاد {n} اليوم",
}  # fmt: skip
_LATER = {
    "en": "Celebrate {n}’s recent birthday on {m} {d}", "fr": "Célébrez l’anniversaire récent de {n} le {d} {m}",
    "de": "{n} hatte am {d}. {m} Geburtstag", "it": "Festeggia il compleanno recente di {n} il {d} {m}",
    "pt": "Comemore o aniversário recente de {n} em {d} de {m}", "nl": "Vier de recente verjaardag van {n} op {d} {m}",
    "fi": "{n} täytti vuosia {d}. {m}", "ar": "احتفل بعيد ميلاد {n} في {d} {m}",
}  # fmt: skip
WRITE = {
    "en": "Message",
    "fr": "Écrire à",
    "de": "Nachricht an",
    "it": "Scrivi a",
    "pt": "Escreva para",
    "nl": "Bericht aan",
    "fi": "Kirjoita",
    "ar": "مراسلة",
}


def sentence(one: Someone, language: str) -> str:
    """The card's own sentence."""
    on = day_of(one)
    month = _MONTHS[language].split()[on.month - 1]
    made = (_TODAY if one.late == 0 else _LATER)[language]
    return made.format(n=one.name, m=month, d=on.day)


def day_of(one: Someone) -> date:
    """The day of somebody's birthday."""
    return NOW.date() - timedelta(days=one.late or 0)


def compose(one: Someone, *, prop: str = "", more: str = "") -> str:
    """A compose address."""
    urn = f"&propUrn=urn:li:prop:({prop},77{len(one.name)})" if prop else ""
    return escape(
        f"/messaging/compose/?profileUrn=urn%3Ali%3Afsd_profile%3A{one.member}&recipient={one.member}{urn}&interop=msgOverlay{more}"
    )


# ---- the catch-up page, in the ways it could be built ----


@dataclass(frozen=True, kw_only=True)
class Composer:
    """How the composers of a variant are."""

    shell: str = "dialog"
    editor: str = "rich"
    head: str = "slug"
    send: str = "button"
    answer: str = "echo"
    after: str = "clears"
    draft: bool = False
    first: str = ""
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Variant:
    """One strange site. ``wants`` is how many a careful reader plainly must reach (None: refusing is fine)."""

    name: str
    page: Callable[[Variant, str], str]
    composer: Composer = Composer()
    language: str = "en"
    lang: str | None = None
    people: tuple[Someone, ...] = PEOPLE
    wants: int | None = 4
    slow: bool = True

    @property
    def due(self) -> tuple[Someone, ...]:
        """Who is due: a birthday 0 to 3 days ago."""
        return tuple(one for one in self.people if one.late is not None and one.late <= 3)


def articles(variant: Variant, _: str) -> str:
    """Cards as articles, text split over many spans, unlabelled compose links."""
    cards = "".join(
        f"<article><div><a href='{one.address}?trk=abc'><img alt='' width=40 height=40></a></div><div><a href='{one.address}'>"
        + "".join(f"<span>{escape(word)} </span>" for word in one.name.split())
        + f"</a><p>{escape(one.headline)}</p><p>{_split(sentence(one, variant.language))}</p></div>"
        f"<div><a href='{compose(one, prop='BIRTHDAY')}'><svg width=10 height=10></svg><span>{WRITE[variant.language]}</span></a></div></article>"
        for one in variant.people
    )
    return f"<h1>Catch up</h1><div>{cards}</div>"


def _split(text: str) -> str:
    return "".join(f"<span>{escape(text[at : at + 5])}</span>" for at in range(0, len(text), 5))


def edged(variant: Variant, _: str) -> str:
    """Articles with a header and a footer of their own; the control stands in the footer."""
    return "".join(
        f"<article><header><a href='/fr{one.address}'>{escape(one.name)}</a></header><p>{escape(sentence(one, variant.language))}</p>"
        f"<footer><a href='{compose(one, prop='BIRTHDAY')}'>{WRITE[variant.language]}</a></footer></article>"
        for one in variant.people
    )


def table(variant: Variant, _: str) -> str:
    """Cards as rows of a table, buttons with a label."""
    rows = "".join(
        f"<tr><td><a href='{one.address}'>{escape(one.name)}</a></td><td>{escape(one.headline)}</td><td>{escape(sentence(one, variant.language))}</td>"
        f"<td><button data-opens='{one.member}' aria-label='{WRITE[variant.language]} {escape(one.name)}'>✉</button>"
        f"<button aria-label='Hide {escape(one.name)}'>×</button></td></tr>"
        for one in variant.people
    )
    return f"<h1>Catch up</h1><table><tbody>{rows}</tbody></table>"


def sections(variant: Variant, _: str) -> str:
    """Sections labelled by their heading, the name in the heading outside the link, the link around a picture."""
    return "".join(
        f"<section aria-labelledby='n{at}'><a href='{one.address}' tabindex=-1><img alt='Photo of {escape(one.name)}' width=48 height=48></a>"
        f"<h3 id='n{at}'>{escape(one.name)}</h3><p>{escape(one.headline)}</p><p>{escape(sentence(one, variant.language))}</p>"
        f"<a href='{compose(one)}'>{WRITE[variant.language]}</a></section>"
        for at, one in enumerate(variant.people)
    )


def wrapped(variant: Variant, _: str) -> str:
    """The whole card is one link; the control is a button in it."""
    return "<ol>" + "".join(
        f"<li><a style='display:block' href='{one.address}'><img alt='{escape(one.name)}' width=30 height=30><span style='display:block'>New</span>"
        f"<strong style='display:block'>{escape(one.name)}</strong><span style='display:block'>{escape(one.headline)}</span>"
        f"<em style='display:block'>{escape(sentence(one, variant.language))}</em>"
        f"<button data-opens='{one.member}' aria-label='{WRITE[variant.language]} {escape(one.name)}: 🎂'>✉</button></a></li>"
        for one in variant.people
    ) + "</ol>"  # fmt: skip


def doubled(variant: Variant, origin: str) -> str:
    """Text twice (for eyes, and off the screen for screen readers), absolute addresses with tails."""
    hidden = "position:absolute;left:-9999px;top:auto"
    clipped = "position:absolute;clip-path:inset(50%);white-space:nowrap"
    return "<div role=list>" + "".join(
        f"<div role=listitem><a href='{origin}{one.address}overlay/photo/?lipi=x%3D1'><span aria-hidden=true>{escape(one.name)}</span>"
        f"<span style='{hidden}'>View {escape(one.name)}’s profile</span></a>"
        f"<p><span aria-hidden=true>{escape(sentence(one, variant.language))}</span><span style='{clipped}'>{escape(sentence(one, variant.language))}</span></p>"
        f"<a href='{origin}{compose(one)}'><span style='{hidden}'>{WRITE[variant.language]} {escape(one.name)}</span>✉</a></div>"
        for one in variant.people
    ) + "</div>"  # fmt: skip


def pictures(variant: Variant, _: str) -> str:
    """The only profile link holds a picture and its alternative text; the name stands in the sentence alone."""
    return "<div role=list>" + "".join(
        f"<div role=listitem><a href='{one.address}'><img alt='{escape(one.name)}' width=48 height=48></a>"
        f"<p>{escape(sentence(one, variant.language))}</p><a href='{compose(one, prop='BIRTHDAY')}'>{WRITE[variant.language]}</a></div>"
        for one in variant.people
    ) + "</div>"  # fmt: skip


def photographs(variant: Variant, _: str) -> str:
    """As ``pictures``, but the alternative text says more than the name: the name is not told by itself anywhere."""
    return pictures(variant, "").replace("img alt='", "img alt='Photo of ")


def shadow(variant: Variant, _: str) -> str:
    """Every card an element with an open shadow root, its texts in slots; the list is one too."""
    cards = "".join(
        f"<x-card><span slot=name>{escape(one.name)}</span><span slot=words>{escape(sentence(one, variant.language))}</span>"
        f"<template shadowrootmode=open><div><a href='{one.address}'><slot name=name></slot></a><p><slot name=words></slot></p>"
        f"<a href='{compose(one, prop='BIRTHDAY')}'>{WRITE[variant.language]}</a></div></template></x-card>"
        for one in variant.people
    )
    return f"<x-list><template shadowrootmode=open><div class=all>{cards}</div></template></x-list>"


def frame(_: Variant, __: str) -> str:
    """The list lies in a frame of the same origin whose document has no main part."""
    return "<h1>Catch up</h1><iframe src='/inner' style='width:900px;height:600px'></iframe>"


def late_scroll(variant: Variant, _: str) -> str:
    """A list that scrolls by itself and asks for more half a second after its end is reached; the answer takes 2 s."""
    first = "".join(_plain_card(one, variant) for one in variant.people[:2])
    return f"""<div id=list role=list style='height:300px;overflow-y:auto'>{first}<div style='height:400px' id=end></div></div><script>
    let asked = false; const list = document.getElementById('list');
    list.addEventListener('scroll', () => {{ if (asked || list.scrollTop + list.clientHeight < list.scrollHeight - 5) return; asked = true;
      setTimeout(() => fetch('/more').then((a) => a.text()).then((t) => document.getElementById('end').insertAdjacentHTML('beforebegin', t)), 500); }});
    </script>"""


def _plain_card(one: Someone, variant: Variant, *, prop: str = "BIRTHDAY") -> str:
    return (
        f"<div role=listitem><a href='{one.address}'>{escape(one.name)}</a><p>{escape(one.headline)}</p><p>{escape(sentence(one, variant.language))}</p>"
        f"<a href='{compose(one, prop=prop)}' aria-label='{WRITE[variant.language]} {escape(one.name)}'>✉</a></div>"
    )


def plain_list(variant: Variant, _: str) -> str:
    """Nothing strange but for the composers."""
    return "<h1>Catch up</h1><div role=list>" + "".join(_plain_card(one, variant) for one in variant.people) + "</div>"


def more_in_finnish(variant: Variant, _: str) -> str:
    """The last child of the list asks for more in a language without words here."""
    first = "".join(_plain_card(one, variant) for one in variant.people[:2])
    return (
        f"<div role=list id=list>{first}<div id=end><button type=button onclick=\"fetch('/more').then((a) => a.text()).then((t) => {{ const end = "
        "document.getElementById('end'); end.insertAdjacentHTML('beforebegin', t); end.remove(); })\">Lataa lisää</button></div></div>"
    )


def days(variant: Variant, _: str) -> str:
    """Day headings group the cards; no card says a day."""
    made = ""
    for late in (0, 1, 2, 9):
        on = NOW.date() - timedelta(days=late)
        heading = {0: "Today", 1: "Yesterday"}.get(late, f"{on:%A}, {on:%B} {on.day}")
        made += f"<section><h2>{heading}</h2><ul>"
        for one in variant.people:
            if one.late == late:
                made += f"<li><a href='{one.address}'>{escape(one.name)}</a><p>{escape(one.headline)}</p><p>Wish {escape(one.name)} a happy birthday</p><a href='{compose(one)}'>Message</a></li>"
        made += "</ul></section>"
    return made


def loose_days(variant: Variant, _: str) -> str:
    """Headings without heading tags; one of them is no day: what stands below it must not inherit the day above."""
    rows = []
    for heading, people in (("Today", variant.people[:1]), ("Recent", variant.people[1:])):
        rows.append(f"<div class=x1>{heading}</div>")
        rows += [
            f"<div class=x2><a href='{one.address}'>{escape(one.name)}</a><p>Wish {escape(one.name)} a happy birthday</p><a href='{compose(one, prop='BIRTHDAY')}'>Message</a></div>"
            for one in people
        ]
    return "<div>" + "".join(rows) + "</div>"


def single(variant: Variant, _: str) -> str:
    """One card only, no list around it, then the page's own words and a button for more."""
    return (
        f"<div><h1>Birthdays today</h1><p>3 days ago you were here</p><div><div><a href='{variant.people[0].address}'>{escape(variant.people[0].name)}</a>"
        f"<p>{escape(sentence(variant.people[0], 'en'))}</p><a href='{compose(variant.people[0])}'>Message</a></div></div><div id=end><button type=button "
        "onclick=\"fetch('/more').then((a) => a.text()).then((t) => { const end = document.getElementById('end'); end.insertAdjacentHTML('beforebegin', t); end.remove(); })\">Show more</button></div></div>"
    )


def alone(variant: Variant, _: str) -> str:
    """One card and nothing else at all, a label in no language LinkApp knows."""
    one = variant.people[0]
    return f"<div id=app><div class=row><a href='{one.address}'>{escape(one.name)}</a><p>{escape(sentence(one, 'en'))}</p><a href='{compose(one)}'>✉</a></div></div>"


def twice(variant: Variant, _: str) -> str:
    """Two cards of one person, side by side, without any mark of a list: a new job first, then the birthday."""
    made = ""
    for one in variant.people:
        made += f"<div><a href='{one.address}'>{escape(one.name)}</a><p>Congratulate {escape(one.name)} on the new position</p><p>2 days ago</p><a href='{compose(one, prop='JOB_CHANGE')}'>Message</a></div>"
        made += f"<div><a href='{one.address}'>{escape(one.name)}</a><p>{escape(sentence(one, 'en'))}</p><a href='{compose(one, prop='BIRTHDAY')}'>Message</a></div>"
    return f"<div>{made}</div>"


def mutual(variant: Variant, _: str) -> str:
    """A mutual contact is linked in every card, nearer to the control than the person."""
    return "<ul>" + "".join(
        f"<li><div><a href='{one.address}'>{escape(one.name)}</a></div><div><p>{escape(sentence(one, 'en'))}</p>"
        f"<div><a href='{MUTUAL.address}'>{MUTUAL.name}</a> and 3 others know both of you</div><a href='{compose(one, prop='BIRTHDAY')}'>Message</a></div></li>"
        for one in variant.people
    ) + "</ul>"  # fmt: skip


def mutual_loose(variant: Variant, _: str) -> str:
    """As ``mutual``, without list marks and with a sentence that names nobody: whose card it is cannot be told."""
    return mutual(variant, "").replace("<ul>", "<div>").replace("</ul>", "</div>").replace("li>", "div>").replace(
        "Celebrate", "<!--"
    ).replace("’s birthday today", "-->Birthday today").replace("’s recent birthday on", "-->Birthday on")  # fmt: skip


def rail(variant: Variant, _: str) -> str:
    """Another person beside the list, inside the main part, with a Message link and a line that is a date."""
    return (
        f"<div style='display:flex'><div>{''.join(_plain_card(one, variant, prop='') for one in variant.people)}</div>"
        f"<div class=rail><h2>Who looked at you</h2><div><a href='{RAIL.address}'>{RAIL.name}</a><p>2 days ago</p><a href='{compose(RAIL)}' aria-label='Message {RAIL.name}'>✉</a></div></div></div>"
    )


def silent_rail(variant: Variant, _: str) -> str:
    """As ``rail``, but no card says what its day is about."""
    cards = "".join(
        f"<li><a href='{one.address}'>{escape(one.name)}</a><p>{'Today' if one.late == 0 else f'{one.late} days ago'}</p><a href='{compose(one)}' aria-label='Message {escape(one.name)}'>✉</a></li>"
        for one in variant.people
    )
    return (
        f"<div style='display:flex'><ul>{cards}</ul><ul class=rail><li><a href='{RAIL.address}'>{RAIL.name}</a>"
        f"<p>2 days ago</p><a href='{compose(RAIL)}' aria-label='Message {RAIL.name}'>✉</a></li></ul></div>"
    )


def promoted(variant: Variant, _: str) -> str:
    """Between the cards an advertiser's own, with a compose link and a sentence about birthdays and today."""
    advertisement = (
        f"<div role=listitem><p>Promoted</p><a href='{SELLER.address}'>{SELLER.name}</a><p>Celebrate every birthday with a cake today</p>"
        f"<a href='{compose(SELLER)}' aria-label='Message {SELLER.name}'>Order now</a></div>"
    )
    cards = [_plain_card(one, variant) for one in variant.people]
    return "<div role=list>" + advertisement.join(cards) + "</div>"


def promoted_quietly(variant: Variant, _: str) -> str:
    """As ``promoted``, and the advertisement does not say that it is one."""
    return promoted(variant, "").replace("<p>Promoted</p>", "")


def crossed(variant: Variant, _: str) -> str:
    """The first card's compose link is the fourth person's."""
    return plain_list(variant, "").replace(variant.people[0].member, variant.people[3].member)


def bare(variant: Variant, _: str) -> str:
    """Cards without any control."""
    return (
        "<ul>"
        + "".join(
            f"<li><a href='{one.address}'>{escape(one.name)}</a><p>{escape(sentence(one, 'en'))}</p></li>"
            for one in variant.people
        )
        + "</ul>"
    )


def numeric(variant: Variant, _: str) -> str:
    """Numeric days, the month first as the page's language says."""
    return "<ul>" + "".join(
        f"<li><a href='{one.address}'>{escape(one.name)}</a><p>Birthday</p><p>{day_of(one):%m/%d}</p><a href='{compose(one)}' aria-label='Message {escape(one.name)}'>✉</a></li>"
        for one in variant.people
    ) + "</ul>"  # fmt: skip


def restless(variant: Variant, _: str) -> str:
    """The order of the cards changes all the time."""
    return (
        plain_list(variant, "")
        + "<script>setInterval(() => { const list = document.querySelector('[role=list]'); list.append(list.firstElementChild); }, 150);</script>"
    )


def recycled(variant: Variant, _: str) -> str:
    """The rows are used again for other people the moment the pointer comes near."""
    people = json.dumps(
        [
            [compose(one, prop="BIRTHDAY").replace("&amp;", "&"), one.address, one.name, sentence(one, "en")]
            for one in variant.people
        ]
    )
    return plain_list(variant, "") + (
        "<script>const rows = "
        + people
        + "; document.querySelectorAll('[role=listitem]').forEach((row, at) => row.addEventListener('mouseenter', () => {"
        "if (window.turned) return; window.turned = true; const [c, a, n, s] = rows[(at + 1) % rows.length]; const [x, y] = row.querySelectorAll('a');"
        "x.href = a; x.textContent = n; row.querySelectorAll('p')[1].textContent = s; y.href = c; y.setAttribute('aria-label', 'Message ' + n); }));</script>"
    )


# ---- the variants ----

VARIANTS: tuple[Variant, ...] = (
    Variant(name="articles, spans, prefilled text area", page=articles, composer=Composer(editor="textarea", head="id", draft=True, after="closes"), slow=False),
    Variant(name="articles with header and footer", page=edged, composer=Composer(first="pause")),
    Variant(name="table rows, labelled buttons, native dialog", page=table, composer=Composer(shell="native", editor="paragraphs", draft=True, head="slug")),
    Variant(name="sections labelled by headings, French", page=sections, language="fr", composer=Composer(editor="quill", draft=True)),
    Variant(name="whole card is a link, button inside", page=wrapped, composer=Composer(editor="paragraphs", send="icon")),
    Variant(name="texts twice, absolute addresses", page=doubled, composer=Composer(editor="zero-width", head="slug", send="late")),
    Variant(name="names in pictures only", page=pictures, composer=Composer(head="marked")),
    Variant(name="pictures that say more than the name", page=photographs, wants=None),
    Variant(name="shadow cards, shadow composer", page=shadow, composer=Composer(shell="shadow", editor="paragraphs"), slow=False),
    Variant(name="list in a frame, composer in nested frames", page=frame, composer=Composer(shell="frames", head="slug")),
    Variant(name="late scroll, 2 s answers", page=late_scroll, composer=Composer(answer="204")),
    Variant(name="more, in Finnish", page=more_in_finnish, composer=Composer(answer="201", send="input")),
    Variant(name="day headings", page=days, composer=Composer(answer="graphql")),
    Variant(name="loose day headings, one is no day", page=loose_days, wants=1),
    Variant(name="one card, then more", page=single),
    Variant(name="one card, composer of somebody else beside it", page=alone, people=PEOPLE[:1], wants=None, composer=Composer(shell="docked", head="plain", faults=("opens-other",)), slow=False),
    Variant(name="one card, composer without proof beside it", page=alone, people=PEOPLE[:1], wants=None, composer=Composer(shell="docked", head="name")),
    Variant(name="two cards of everybody", page=twice, composer=Composer(head="id")),
    Variant(name="a mutual contact in the card", page=mutual, composer=Composer(head="marked")),
    Variant(name="a mutual contact, nobody named", page=mutual_loose, wants=None, composer=Composer(head="marked")),
    Variant(name="side rail in the main part", page=rail, composer=Composer(answer="form"), slow=False),
    Variant(name="side rail, cards that say no occasion", page=silent_rail, wants=None),
    Variant(name="promoted cards", page=promoted, composer=Composer(after="toast")),
    Variant(name="promoted cards that do not say so", page=promoted_quietly),
    Variant(name="a compose link of somebody else", page=crossed, wants=2, composer=Composer(head="id")),
    Variant(name="a compose link of somebody else, ids only", page=crossed, wants=2, composer=Composer(head="marked")),
    Variant(name="no control at all", page=bare, wants=0),
    Variant(name="numeric days, en-US", page=numeric, lang="en-US"),
    Variant(name="numeric days, en", page=numeric, lang="en", wants=None),
    Variant(name="numeric days, Korean", page=numeric, lang="ko", wants=None),
    Variant(name="Italian", page=plain_list, language="it", wants=0),
    Variant(name="Portuguese", page=plain_list, language="pt", wants=0),
    Variant(name="Dutch", page=plain_list, language="nl", wants=0),
    Variant(name="Arabic, from right to left", page=articles, language="ar", wants=0),
    Variant(name="German, no language given", page=articles, language="de", lang="", composer=Composer(head="id", send="foreign")),
    Variant(name="English, said to be Portuguese", page=articles, lang="pt"),
    Variant(name="French, said to be English", page=table, language="fr", lang="en"),
    Variant(name="cards that change places", page=restless),
    Variant(name="rows used again under the pointer", page=recycled, wants=None),
    # composers
    Variant(name="text area in nested shadows", page=plain_list, composer=Composer(shell="shadow", editor="textarea", draft=True, head="id")),
    Variant(name="head that fills in late", page=plain_list, composer=Composer(head="late")),
    Variant(name="hint inside the editor", page=plain_list, composer=Composer(editor="hinted")),
    Variant(name="head by id, link by slug known", page=table, composer=Composer(head="id"), wants=None),
    Variant(name="name only, asked for by id", page=plain_list, composer=Composer(head="asked")),
    Variant(name="name only", page=plain_list, composer=Composer(head="name"), wants=0),
    Variant(name="shows the previous person first", page=plain_list, composer=Composer(head="previous")),
    Variant(name="recipient chips", page=plain_list, composer=Composer(head="chips"), wants=0),
    Variant(name="group in the head", page=plain_list, composer=Composer(head="group"), wants=0),
    Variant(name="group in the head, in words", page=plain_list, composer=Composer(head="crowd"), wants=0),
    Variant(name="somebody else opens", page=plain_list, composer=Composer(head="id", faults=("opens-other",)), wants=0),
    Variant(name="somebody else opens, marked", page=plain_list, composer=Composer(head="marked", faults=("opens-other",)), wants=0),
    Variant(name="two steps", page=plain_list, composer=Composer(send="two-step"), wants=None),
    Variant(name="Send below the fold", page=plain_list, composer=Composer(send="below")),
    Variant(name="whole page", page=plain_list, composer=Composer(shell="page", head="slug")),
    Variant(name="whole page, a form of its own", page=plain_list, composer=Composer(shell="page", head="slug", answer="page-form")),
    Variant(name="socket", page=plain_list, composer=Composer(answer="socket")),
    Variant(name="socket that fails later", page=plain_list, composer=Composer(answer="socket-fails"), wants=0),
    Variant(name="bubble without sending", page=plain_list, composer=Composer(answer="silence"), wants=0),
    Variant(name="answer with a failure inside", page=plain_list, people=PEOPLE[:2], composer=Composer(answer="nested-failure"), wants=0),
    Variant(name="saved as a draft only", page=plain_list, composer=Composer(answer="autosaved"), wants=0),
    Variant(name="drafts saved while typing", page=plain_list, composer=Composer(faults=("autosave",))),
    Variant(name="text stays after sending", page=plain_list, composer=Composer(after="keeps", answer="204")),
    Variant(name="draft comes back", page=plain_list, composer=Composer(draft=True, faults=("restores",)), wants=None),
    Variant(name="draft comes back late", page=plain_list, composer=Composer(draft=True, faults=("restores-late",)), wants=None),
    Variant(name="short editor, asks before closing", page=plain_list, composer=Composer(faults=("short", "discards")), wants=0),
    Variant(name="editor with quotes of its own", page=plain_list, composer=Composer(faults=("quotes",)), wants=None),
    Variant(name="comment box beside", page=plain_list, composer=Composer(faults=("comment-box",)), slow=False),
    Variant(name="another chat pops up while typing", page=plain_list, composer=Composer(faults=("pops-up",)), wants=None),
    Variant(name="another chat pops up at the click", page=plain_list, composer=Composer(faults=("pops-up-late",)), wants=None),
    Variant(name="composer turns to another person at the click", page=plain_list, people=PEOPLE[:2], composer=Composer(faults=("rebinds",)), wants=0, slow=False),
)  # fmt: skip


# ---- serving ----


@dataclass(kw_only=True)
class StrangeSite:
    """One variant, served on a loopback port."""

    variant: Variant
    received: list[tuple[str, str]] = field(default_factory=list)
    address: str = ""
    _runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Serve on a free port."""
        app = web.Application()
        app.add_routes([
            web.get("/mynetwork/catch-up/birthday/", self._catch_up),
            web.get("/inner", self._inner),
            web.get("/blank", _blank),
            web.get("/more", self._more),
            web.get("/in/{slug}/", self._profile),
            web.get("/messaging/compose/", self._whole),
            web.get("/messaging/thread/{member}/", self._whole),
            web.get("/messaging/api/conversation", _nothing),
            web.post("/messaging/api/drafts", self._draft),
            web.post("/messaging/api/send", self._send),
            web.post("/messaging/submit", self._submit),
            web.get("/channel", self._channel),
            web.get("/composers.js", _script),
        ])  # fmt: skip
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        place = web.TCPSite(self._runner, "127.0.0.1", 0)
        await place.start()
        self.address = place.name.rstrip("/")

    async def stop(self) -> None:
        """Stop serving."""
        if self._runner is not None:
            await self._runner.cleanup()

    # -- pages --

    def _document(self, body: str, *, main: bool = True, whole: str = "") -> web.Response:
        variant = self.variant
        lang = variant.language if variant.lang is None else variant.lang
        state = {
            "now": NOW.isoformat(),
            "whole": whole,
            "composer": {
                name: getattr(variant.composer, name) for name in variant.composer.__dataclass_fields__
            },
            "people": [
                {"name": one.name, "member": one.member, "slug": one.slug,
                 "received": [text for member, text in self.received if member == one.member]}
                for one in (*variant.people, *STRANGERS)
            ],
        }  # fmt: skip
        held = f"<main>{body}</main>" if main else body
        return _html(
            f"<!doctype html><html{f' lang={lang}' if lang else ''}{' dir=rtl' if lang == 'ar' else ''}><head><meta charset=utf-8><title>.</title></head><body>"
            f"<nav data-testid=primary-nav><a href='/in/tester-self/'>Me</a></nav>{held}"
            f"<script type='application/json' id=site>{json.dumps(state).replace('<', chr(92) + 'u003c')}</script><script src=/composers.js></script></body></html>"
        )

    async def _catch_up(self, _: web.Request) -> web.Response:
        return self._document(self.variant.page(self.variant, self.address))

    async def _inner(self, _: web.Request) -> web.Response:
        return self._document(plain_list(self.variant, ""), main=False)

    async def _more(self, _: web.Request) -> web.Response:
        shown = {single: 1}.get(self.variant.page, 2)
        await asyncio.sleep(2.0 if self.variant.page is late_scroll else 0.1)
        make = _plain_card
        return web.Response(text="".join(make(one, self.variant) for one in self.variant.people[shown:]))

    async def _profile(self, request: web.Request) -> web.Response:
        one = next((one for one in (*PEOPLE, *STRANGERS) if request.match_info["slug"] in (one.slug, one.member)), None)
        if one is None:
            raise web.HTTPNotFound
        return self._document(
            f"<div><div><h2>{escape(one.name)}</h2><a href='{compose(one)}'>Message</a><a href='{compose(one)}'>Message</a></div>"
            f"<aside><h2>Others</h2><a href='{RAIL.address}'>{RAIL.name}</a><a href='{compose(RAIL)}'>Message</a></aside></div>"
        )

    async def _whole(self, request: web.Request) -> web.Response:
        member = request.match_info.get("member") or request.query.get("recipient", "")
        if not any(one.member == member for one in (*self.variant.people, *STRANGERS)):
            raise web.HTTPNotFound
        others = "".join(
            f"<li><a href='/messaging/thread/{one.member}/'>{escape(one.name)}</a> 2 days ago</li>" for one in PEOPLE
        )
        return self._document(
            f"<div style='display:flex'><ul>{others}</ul><div id=conversation></div></div>", whole=member
        )

    # -- messages --

    async def _draft(self, request: web.Request) -> web.Response:
        given = await request.json()
        return web.json_response({"id": "draft-1", "recipient": given["recipient"], "body": given["body"]})

    async def _send(self, request: web.Request) -> web.Response:
        shape = request.query["shape"]
        if request.content_type == "application/json":
            given = await request.json()
            member, text = given["recipient"], given["message"]["body"]["text"]
            if given["also"]:
                self.received.append((f"group with {given['also']}", text))
        else:
            form = await request.post()
            member, text = str(form["recipient"]), str(form["text"]).replace("\r\n", "\n")
        if shape == "nested-failure":
            return web.json_response({"data": {"send": {"status": "FAILED", "message": {"text": text}}}})
        self.received.append((member, text))
        if shape == "204":
            return web.Response(status=204)
        if shape == "201":
            return web.json_response({"id": f"m-{len(self.received)}"}, status=201)
        if shape == "graphql":
            return web.json_response(
                {"data": {"sendMessage": {"node": {"content": [{"kind": "TEXT", "text": text}]}}}, "errors": None}
            )
        return web.json_response({"value": {"entityUrn": f"urn:li:msg:{len(self.received)}", "body": {"text": text}}})

    async def _submit(self, request: web.Request) -> web.Response:
        form = await request.post()
        self.received.append((str(form["recipient"]), str(form["text"]).replace("\r\n", "\n")))
        raise web.HTTPSeeOther(f"/messaging/thread/{form['recipient']}/")

    async def _channel(self, request: web.Request) -> web.WebSocketResponse:
        channel = web.WebSocketResponse()
        await channel.prepare(request)
        async for message in channel:
            if message.type is WSMsgType.TEXT:
                given = json.loads(message.data)
                if given["accept"]:
                    self.received.append((given["recipient"], given["text"]))
        return channel


async def _blank(_: web.Request) -> web.Response:
    return _html("<!doctype html><html><body></body></html>")


async def _nothing(_: web.Request) -> web.Response:
    return web.json_response({"elements": []})


async def _script(_: web.Request) -> web.FileResponse:
    return web.FileResponse(_SCRIPT)


def _html(text: str) -> web.Response:
    return web.Response(text=text, content_type="text/html")
