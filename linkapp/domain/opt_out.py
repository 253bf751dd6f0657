"""Words by which somebody asks not to be written to any more, in English, French, German and Spanish.

Only what the other person wrote counts, and only a plain request: "please stop by" and "never stop writing such great
posts" are none. Whoever asked is not written to; whether that becomes do-not-contact, the person decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from linkapp.domain.late_pattern import LatePattern
from linkapp.domain.moment import Message
from linkapp.domain.name_text import folded

LOOKED_AT = 12
"""How many of their newest messages are looked at."""


class OptOutAnswer(StrEnum):
    """What the person said of a request: nothing yet, that it is one, or that it was not meant so."""

    OPEN = ""
    MEANT = "meant"
    NOT_MEANT = "not_meant"


@dataclass(frozen=True, kw_only=True)
class OptOut:
    """A request not to be written to, as it was noticed: the words by which, when, and the person's answer."""

    phrase: str
    at: datetime
    answer: OptOutAnswer = OptOutAnswer.OPEN

    @property
    def holds(self) -> bool:
        """Whether nobody may write because of it."""
        return self.answer is not OptOutAnswer.NOT_MEANT


_ME = r"(?:me|us|this (?:address|account|profile|number))"
_WRITE = (
    r"(?:writ(?:e|ing)|messag(?:e|ing)|contact(?:ing)?|text(?:ing)?|spam(?:ming)?|email(?:ing)?|mail(?:ing)?"
    r"|bother(?:ing)?|pester(?:ing)?)"
)
_ENGLISH = (
    rf"(?:please |kindly |just )?(?:stop|quit|cease|refrain from) (?:{_WRITE}|sending|reaching out)"
    rf"(?: to)?(?: {_ME})?(?: (?:messages?|greetings?|wishes|these|such|any|more|anything|stuff|mails?"
    rf"|emails?|to {_ME}|{_ME}))*",
    rf"(?:do not|don'?t|never|no longer) (?:ever )?(?:{_WRITE})(?: to)? {_ME}",
    rf"(?:do not|don'?t) (?:ever )?(?:send|write) (?:{_ME} )?(?:any ?more |any |these |such )?(?:messages?"
    r"|greetings?|wishes|emails?|anything)",
    r"(?:i )?(?:do not|don'?t) (?:want|wish|like) (?:to (?:receive|get|hear)|any ?more|any further"
    r"|any messages|you to (?:write|message|contact))"
    r"[\w ]*(?:from you|messages?|greetings?|emails?|contact|me)?",
    r"(?:please )?(?:remove|delete|take|drop) me (?:from|off)(?: \w+){0,2} (?:lists?|contacts?|mailings?"
    r"|network|connections?)",
    r"(?:please )?(?:unsubscribe|opt(?: me)? out|leave me alone)(?: me)?",
    r"no more (?:messages|greetings|wishes|emails|contact)(?:,? please)?",
)
_FRENCH = (
    r"(?:merci|priere|svp|s'il (?:vous|te) plait|veuillez|je (?:vous|te) (?:prie|demande|remercie))?"
    r"(?: bien vouloir| de bien vouloir)? ?"
    r"(?:de |d')?ne (?:plus|pas|jamais) (?:jamais )?(?:me |nous |m')(?:re)?(?:contacter|ecrire|envoyer"
    r"|solliciter|deranger|importuner|spammer)[\w' ]*",
    r"n(?:e |')(?:ecri(?:vez|s)|contacte[zs]?|envoye[zs]?|sollicite[zs]?)[- ](?:moi|nous) (?:plus|pas)[\w' ]*",
    r"ne (?:me|nous|m') ?(?:contacte[zs]?|ecri(?:vez|s)|envoye[zs]?|sollicite[zs]?|derange[zs]?) (?:plus"
    r"|pas)[\w' ]*",
    r"(?:arrete[zs]?|cesse[zs]?) de (?:m'|me |nous )(?:ecrire|contacter|envoyer|solliciter|spammer"
    r"|harceler)[\w' ]*",
    r"je ne (?:souhaite|veux|desire) (?:plus|pas) (?:recevoir|etre contactee?|que vous|avoir de "
    r"(?:messages?|contact))[\w' ]*",
    r"(?:supprime[zr]|retire[zr]|enleve[zr])[- ]moi de (?:votre|vos|tes|ta)[\w' ]*|me desinscrire"
    r"|desinscrivez[- ]moi|laisse[zs]?[- ]moi tranquille",
)
_GERMAN = (
    r"(?:bitte )?(?:schreib(?:en|t|e|st)?|kontaktier(?:en|e|t|st)?|kontaktiere|belastig(?:en|e|t)?"
    r"|anschreib(?:en|e)?)(?: sie| du| ihr)? (?:mir|mich|uns)"
    r"(?: bitte| ab sofort| kunftig| in zukunft)* (?:nicht|nie|keine?)(?: mehr| wieder| weiter(?:en|e)?)?[\w ]*",
    r"(?:bitte )?(?:keine?|nie wieder|nicht) (?:weiteren? |mehr )?(?:nachrichten|gluckwunsche|grusse|mails?"
    r"|kontakt(?:aufnahme)?|anschreiben)"
    r"(?: mehr)?(?: (?:von ihnen|von dir|an mich|mehr|senden|schicken|schreiben|bitte))+",
    r"(?:bitte )?(?:senden|schicken|send|schick)(?:e|en)?(?: sie)? mir (?:bitte )?keine? (?:weiteren? )?"
    r"(?:nachrichten|mails?|gluckwunsche|grusse)[\w ]*",
    r"(?:bitte )?(?:mir|mich|uns) (?:bitte )?(?:nicht|nie) (?:mehr |wieder )(?:schreiben|kontaktieren"
    r"|anschreiben|belastigen|anschreiben)",
    r"(?:horen|hor|hort) (?:sie )?(?:bitte )?(?:auf|damit auf),? (?:mir|mich)[\w ]*(?:schreiben"
    r"|kontaktieren|belastigen|senden|schicken)",
    r"(?:ich )?(?:mochte|will|wunsche) (?:von ihnen |von dir )?(?:keine?|nicht)(?: mehr| weiteren?)?"
    r" (?:nachrichten|kontakt|kontaktiert|angeschrieben|mails?|post)[\w ]*",
    r"lass(?:en|t)?(?: sie)? mich (?:bitte )?in ruhe|(?:bitte )?(?:loschen|entfernen) sie mich (?:aus|von)[\w ]*",
)
_SPANISH = (
    r"(?:por favor,? )?no (?:me|nos) (?:vuelv(?:a|as|an) a )?(?:escrib(?:a|as|an|ais|ir|eis)|contact(?:e|es"
    r"|en|ar)|envi(?:e|es|en|ar)|mand(?:e|es|en)|molest(?:e|es|en))"
    r"(?: (?:mas|nunca|ya|nada|mensajes?|correos?|felicitaciones|por favor|otra vez))+",
    r"(?:por favor,? )?no vuelv(?:a|as|an) a (?:escribirme|contactarme|enviarme|mandarme|molestarme)[\w ]*",
    r"(?:por favor,? )?no (?:me|nos) (?:vuelv(?:a|as|an) a (?:escribir|contactar|enviar|mandar|molestar)"
    r"|contact(?:e|es|en)|molest(?:e|es|en))[\w ]*",
    r"(?:por favor,? )?(?:dej(?:e|a|en|es)|par(?:e|a|en)) de (?:escribirme|contactarme|enviarme|mandarme"
    r"|molestarme|escribirnos)[\w ]*",
    r"no (?:quiero|deseo) (?:recibir|que (?:me|nos)|mas (?:mensajes|contacto))[\w ]*",
    r"(?:eliminame|borrame|quitame|elimineme|borreme|quiteme|dejame en paz|dejeme en paz|darme de baja"
    r"|deme de baja)[\w ]*",
)
_REQUESTS = LatePattern("|".join(rf"(?:{request})" for request in (*_ENGLISH, *_FRENCH, *_GERMAN, *_SPANISH)))
_KINDLY = r"(?: please| now| it| this| thanks?| thank you| svp| stp| merci| bitte| danke| por favor| gracias)*"
_STOP_ALONE = LatePattern(
    r"(?:please |hi |hello |bitte |por favor )?(?:stop(?:p|all|2quit)?|unsubscribe(?: me)?|i (?:want to )?opt out"
    r"|remove (?:me|my (?:name|number|address))|(?:lose|delete) my (?:number|address|contact)"
    r"|(?:do not|don't) (?:text|write|reply|message) back"
    r"|arrete[zr]?|desinscription|(?:se |me )?desabonner|desabonnement|desabonnez[- ]moi"
    r"|abmelden|abmeldung|austragen|basta(?: ya)?|baja|dar(?:me)? de baja)" + _KINDLY
)
"""What is a request where it is the whole message; inside a sentence it may be anything."""
_BEFORE_IT = LatePattern(
    r"(?:\b(?:never|not|don'?t|can'?t|cannot|won'?t|did|didn'?t|should i|would you|ever|i|we|they|he|she"
    r"|jamais|nie|nunca) )$"
    r"|\b(?:if|unless|when|why|si|quand|pourquoi|wenn|falls|warum|cuando|por que)\b"
)
"""What makes something else of the words that follow in the same clause."""
_FOR_A_WHILE = LatePattern(
    r"^(?:while|when|during|before|after|if|tonight|today|tomorrow|till|until|bis|wahrend|wenn|solange"
    r"|heute|pendant|quand"
    r"|tant que|ce soir|aujourd'hui|jusqu'a|mientras|cuando|hasta|hoy|a esta)\b(?! (?:further notice"
    r"|auf weiteres|nouvel ordre"
    r"|nuevo aviso))"
)
_LOVING = LatePattern(
    r"stop (?:writing|sending|messaging)(?: (?:such|these|those|your))* (?:great|good|amazing|wonderful"
    r"|beautiful|nice|brilliant|funny)"
    r"|(?:hesite|hesitez|zoger|dud)[\w ]*"
)
_OF_THINGS = LatePattern(
    r"^(?:please |kindly |just )?(?:stop|quit|cease|refrain from) (?:writing|sending|contacting|texting"
    r"|messaging|emailing|mailing|bothering|spamming|pestering|reaching out)$"
)


def request_in(text: str) -> str:
    """The words of a text that ask not to be written to any more; empty where there are none."""
    plain = re.sub(r"[^\w' .!?;:,\n-]", " ", " ".join(folded(word) for word in text.replace("’", "'").split()))
    for sentence in re.split(r"[.!?;:\n]+", plain):
        part = " ".join(sentence.replace(",", " ").split())
        if not part or _LOVING.search(part):
            continue
        for match in _REQUESTS.finditer(part):
            words = match.group().strip()
            after = part[match.end() :].strip()
            if not words or _BEFORE_IT.search(_same_clause(sentence, words)) or _FOR_A_WHILE.search(after):
                continue
            if _OF_THINGS.match(words) and after and not after.startswith(_GOES_ON):
                continue  # stop writing code
            return words
    whole = " ".join(re.sub(r"[^\w' ]", " ", plain).split())
    return whole if _STOP_ALONE.fullmatch(whole) else ""


_GOES_ON = ("please", "now", "thank", "at once", "immediately", "already")


def _same_clause(sentence: str, words: str) -> str:
    """What stands before the words in their own clause; nothing where they are spread over two."""
    for clause in sentence.split(","):
        plain = " ".join(clause.split())
        if words in plain:
            return plain[: plain.index(words)]
    return ""


def request_among(messages: Sequence[Message], *, not_these: Sequence[str] = ()) -> str:
    """The newest request of the other person in a conversation (oldest message first); empty where there is none.

    Messages that are ours, or of which nobody knows whose they are, do not count. ``not_these``: words of requests
    that the person has already said were not meant so.
    """
    theirs = [message for message in messages if message.mine is False][-LOOKED_AT:]
    for message in reversed(theirs):
        for text in dict.fromkeys((message.text, *message.parts)):
            request = request_in(text)
            if request and request not in not_these:
                return request
    return ""
