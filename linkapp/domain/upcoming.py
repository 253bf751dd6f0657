"""Signs that a card is about a day still to come, and signs that it is about one gone by: whole phrases of a card's own
sentences, its label, its headings and the text that the site suggests, never of a name, a headline or a company.

Whatever else a card says, one sign that its day is still to come is enough: nobody is greeted too early.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

from linkapp.domain.dates import plain

_COMING = re.compile(
    r"(?<![\w-])(?:"
    # English
    r"early|in advance|ahead of (?:time|the day)|upcoming(?! year)|coming (?:up|soon)|tomorrow|(?<!you )(?<!ya )soon"
    r"|(?:is|are) about to|almost|later this (?:week|month)|will (?:turn|celebrate)|birthday will be"
    r"|next (?:week|month|days?|\d+ days|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
    # French
    r"|en avance|a l'avance|par avance|d'avance|demain|apres-demain|(?<!a )bientot|(?<!annee )(?<!ans )a venir"
    r"|prochainement|prochains? anniversaires?|anniversaires? prochains?|(?:semaine|mois|jours?) prochaine?s?"
    r"|va (?:feter|avoir|celebrer)|fetera|aura son|arrive|approche"
    # German
    r"|im voraus|vorab|verfruht|vorzeitig|(?<!guten )morgen|ubermorgen|(?<!bis )bald|demnachst|bevorstehend\w*"
    r"|kommende[nr]? (?:geburtstag\w*|tagen?|wochen?)|nachste[nr]? (?:geburtstag\w*|tagen?|wochen?|monat)"
    r"|wird \w+ (?:jahre )?(?:alt|haben|feiern)"
    # Spanish
    r"|por adelantado|adelantad[oa]s?|anticipad[oa]s?|con antelacion|de antemano|(?<!la )(?<!esta )manana"
    r"|(?<!hasta )pronto|se acerca|proxim[oa]s? (?:cumpleanos|dias?|semanas?|mes)|proximamente|cumplira|celebrara"
    # Italian, Portuguese, Dutch: enough to hold back
    r"|in anticipo|anticipati|domani|dopodomani|prossim[oi] (?:compleann[oi]|giorni)|amanha|em breve|antecipad[oa]s?"
    r"|alvast|overmorgen|binnenkort|aanstaande|komende (?:week|dagen|verjaardag)"
    r")(?![\w-])"
)
_GONE_BY = re.compile(
    r"belated|late birthday|un peu de retard|en retard|apres coup|nachtraglich|verspatet|atrasad|retraso|tardi[oa]"
    r"|in ritardo|verlaat"
)
_TO_COME_BY_TYPE = re.compile(r"prop:\(\w*(?:UPCOMING|EARLY|FUTURE|ADVANCE)\w*,")


def is_coming(text: str) -> bool:
    """Whether words (of a sentence, a label, a heading, a suggested text) say that a day is still to come."""
    return bool(_COMING.search(plain(text)))


def is_nothing_but_coming(text: str) -> bool:
    """Whether words are such a sign and nothing else ("Tomorrow", "Coming up")."""
    rest, signs = _COMING.subn(" ", plain(text))
    return signs > 0 and not re.search(r"\w", rest)


def is_gone_by(text: str) -> bool:
    """Whether words (of a label or a suggested text) wish belatedly."""
    return bool(_GONE_BY.search(plain(text)))


def suggested_text(link: str) -> str:
    """The text that the site suggests for a message, as the compose address holds it; empty where there is none."""
    values = parse_qs(urlsplit(link).query).get("body", [])
    return values[0] if values else ""


def to_come_by_type(link: str) -> bool:
    """Whether the compose address itself names a moment that is still to come."""
    return bool(_TO_COME_BY_TYPE.search(unquote(link).upper().replace("PROP:(", "prop:(")))
