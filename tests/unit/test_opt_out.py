"""Requests not to be written to any more, and what only sounds like one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from linkapp.domain.moment import Message
from linkapp.domain.opt_out import OptOut, OptOutAnswer, request_among, request_in

REQUESTS = """
please stop writing to me
Stop messaging me.
Please stop sending me these messages
stop contacting me!
Do not contact me
do not contact me again
Please don't message me anymore
Don't write to me again
don’t write me please
never contact me again
Please remove me from your list
Please take me off your mailing list
unsubscribe
STOP
Stop. Thank you
STOP SVP
Stopp bitte
stopall
remove me
Please remove my name, thanks
I opt out.
Don’t text back
delete my number
Désinscription
Désabonnez-moi svp
Abmelden
bitte austragen
Baja
Leave me alone
I do not want to receive messages from you
I don't want any more messages
No more messages please
Hi Anna, thanks but please stop writing to me. Best
If possible, please stop writing to me
Quit spamming me
Please refrain from contacting me
Do not contact me until further notice
merci de ne plus me contacter
Merci de ne plus m'écrire.
Ne me contactez plus
ne m'écrivez plus svp
Veuillez ne plus m’envoyer de messages
Arrêtez de m'écrire
Arrête de me contacter stp
Cessez de m’envoyer des messages
Je ne souhaite plus recevoir vos messages
je ne veux plus être contacté
Laissez-moi tranquille
Supprimez-moi de votre liste
Bonjour, prière de ne plus me solliciter
bitte schreiben Sie mir nicht mehr
Schreib mir nicht mehr
Bitte kontaktieren Sie mich nicht mehr
Kontaktiere mich nicht wieder
Bitte keine Nachrichten mehr
Bitte keine weiteren Nachrichten mehr schicken
Ich möchte keine Nachrichten mehr von Ihnen
Ich möchte nicht mehr kontaktiert werden
Lassen Sie mich in Ruhe
lass mich bitte in Ruhe
Hören Sie auf, mir zu schreiben
Senden Sie mir bitte keine Nachrichten mehr
Bitte mich nicht mehr anschreiben
Wenn möglich, schreiben Sie mir bitte nicht mehr
no me escriba más
No me escribas más
Por favor, no me contacte más
no me contacten
No vuelva a escribirme
Deje de escribirme
Por favor deja de enviarme mensajes
No quiero recibir más mensajes
Déjame en paz
no me mande más mensajes
""".strip().splitlines()

NONE = """
please stop by
Count me in! We have got to STOP this terrible thing!!
How do I unsubscribe from the newsletter you mentioned?
Please remove my name from the speakers and add Bo instead
Kannst du dich vom Kurs abmelden?
Me di de baja en el gimnasio
stop writing such great posts!
Never stop writing such great posts
Don't stop writing!
Please stop by our booth when you write the report
Did I forget to write? Do not worry
Don't hesitate to contact me
Do not hesitate to write to me
N'hésitez pas à me contacter
n’hésite pas à m’écrire
Zögern Sie nicht, mir zu schreiben
No dudes en escribirme
no dude en contactarme
I stopped writing code last year
I can't stop writing to you about it
When did they stop sending messages?
We should stop sending paper invoices
Please stop sending paper invoices to the old office
I do not want to miss it
Je ne veux pas manquer ça
Ich möchte nicht mehr warten
No me olvides
No me escribas a esta hora que estoy en una reunión, mejor luego
If you don't contact me by Friday, I will call
Why don't you write to me?
Don't text me while I'm driving, ha, call!
Happy birthday! Don't stop!
The bus stop is there
Thanks, see you
Ne m'oubliez pas
Je n'écris plus de code
Schreib mir!
Schreiben Sie mir gern
Ich schreibe nicht mehr für die Zeitung
Do not contact support, contact me
I quit writing novels
We don't message people on Sundays
""".strip().splitlines()


@pytest.mark.parametrize("text", REQUESTS)
def test_a_request_is_noticed(text: str) -> None:
    assert request_in(text)


@pytest.mark.parametrize("text", NONE)
def test_what_only_sounds_like_a_request_is_none(text: str) -> None:
    assert request_in(text) == ""


def message(text: str, *, mine: bool | None) -> Message:
    return Message(text=text, mine=mine)


def test_only_what_the_other_person_wrote_counts_and_the_newest_request_first() -> None:
    asked = message("Please stop writing to me", mine=False)
    assert request_among([asked, message("Sorry!", mine=True)]) == "please stop writing to me"
    assert request_among([message("Please stop writing to me", mine=True)]) == ""
    assert request_among([message("Please stop writing to me", mine=None)]) == ""
    later = message("Unsubscribe", mine=False)
    assert request_among([asked, later]) == "unsubscribe"
    assert request_among([asked, later], not_these=("unsubscribe",)) == "please stop writing to me"


def test_a_request_holds_until_the_person_says_that_it_was_not_meant_so() -> None:
    asked = OptOut(phrase="stop", at=datetime(2026, 7, 10, tzinfo=UTC))
    assert asked.holds
    assert OptOut(phrase="stop", at=asked.at, answer=OptOutAnswer.MEANT).holds
    assert not OptOut(phrase="stop", at=asked.at, answer=OptOutAnswer.NOT_MEANT).holds
