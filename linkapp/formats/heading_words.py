"""The words of the headings that are known, in the languages in which they were met."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from linkapp.domain.contact_record import Field


@lru_cache(maxsize=1024)
def folded(heading: str) -> str:
    """A heading as it is compared: small letters, no accents, single blanks."""
    text = unicodedata.normalize("NFKD", heading.replace("\ufeff", "").replace("’", "'").casefold())
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[_\u00a0]", " ", text).split()).strip(" :\"'*")


def _words(text: str) -> frozenset[str]:
    return frozenset(folded(word) for word in text.split("|"))


# ---- the site's own export ----

CONNECTIONS: dict[Field, frozenset[str]] = {
    Field.FIRST_NAME: _words("First Name|Prénom|Vorname|Nombre|Nome"),
    Field.LAST_NAME: _words("Last Name|Nom|Nom de famille|Nachname|Apellido|Apellidos|Cognome|Sobrenome"),
    Field.PROFILE: _words(
        "URL|Profile URL|Public Profile URL|LinkedIn URL|Profil-URL|URL des Profils|URL du profil|URL de profil|URL del perfil"
    ),
    Field.EMAIL: _words(
        "Email Address|E-mail Address|Email|Adresse e-mail|Adresse email|E-mail|E-Mail-Adresse|E-Mail|Correo electrónico|"
        "Dirección de correo electrónico|Dirección de email|Email professionnel"
    ),
    Field.COMPANY: _words(
        "Company|Current Company|Entreprise|Société|Unternehmen|Firma|Empresa|Compañía|Entreprise actuelle|"
        "Aktuelles Unternehmen"
    ),
    Field.POSITION: _words(
        "Position|Current Position|Poste|Fonction|Titre|Intitulé du poste|Poste actuel|Stelle|Cargo|Puesto|Posición|"
        "Job Title|Aktuelle Position"
    ),
    Field.CONNECTED_ON: _words(
        "Connected On|Connected|Connecté le|Connectée le|Connexion le|Date de connexion|Relation depuis|En relation depuis|"
        "En relation depuis le|Mise en relation le|Date de mise en relation|Verbunden am|Vernetzt am|Vernetzt seit|"
        "Verbunden seit|Kontakt seit|In Verbindung seit|Conectado el|Conectado en|Conectados el|Fecha de conexión|"
        "Contacto desde"
    ),
    Field.TAGS: _words("Tags|Étiquettes|Schlagwörter|Etiquetas"),
    Field.NOTES: _words("Notes|Note|Notizen|Notas"),
}
"""Columns of Connections.csv."""

MESSAGES: dict[str, frozenset[str]] = {
    "conversation": _words("CONVERSATION ID|ID de la conversation|Konversations-ID|ID de conversación"),
    "from": _words("FROM|De|Von|Expéditeur|Absender"),
    "sender": _words(
        "SENDER PROFILE URL|URL du profil de l'expéditeur|Profil-URL des Absenders|URL del perfil del remitente"
    ),
    "to": _words("TO|À|An|Para|Destinataire|Empfänger"),
    "recipients": _words(
        "RECIPIENT PROFILE URLS|RECIPIENT PROFILE URL|URL des profils des destinataires|Profil-URLs der Empfänger|"
        "URL de los perfiles de los destinatarios"
    ),
    "date": _words("DATE|Datum|Fecha|Sent At"),
    "subject": _words("SUBJECT|Objet|Sujet|Betreff|Asunto"),
    "content": _words("CONTENT|BODY|Contenu|Inhalt|Contenido"),
    "folder": _words("FOLDER|Dossier|Ordner|Carpeta"),
    "draft": _words("IS MESSAGE DRAFT|IS DRAFT|DRAFT"),
}
"""Columns of messages.csv."""

INVITATIONS: dict[str, frozenset[str]] = {
    "from": _words("From|De|Von|Expéditeur"),
    "to": _words("To|À|An|Para|Destinataire"),
    "at": _words("Sent At|Envoyé le|Envoyée le|Date d'envoi|Gesendet am|Enviado el|Fecha de envío"),
    "message": _words("Message|Nachricht|Mensaje"),
    "direction": _words("Direction|Richtung|Dirección|Sens"),
    "inviter": _words("inviterProfileUrl|Inviter Profile URL"),
    "invitee": _words("inviteeProfileUrl|Invitee Profile URL"),
}
"""Columns of Invitations.csv."""

OUTGOING = _words("OUTGOING|SENT|Envoyée|Envoyé|Sortante|Gesendet|Ausgehend|Enviada|Saliente")
INCOMING = _words("INCOMING|RECEIVED|Reçue|Reçu|Entrante|Empfangen|Eingehend|Recibida")

# ---- address books ----

GOOGLE: dict[Field, frozenset[str]] = {
    Field.NAME: _words("Name"),
    Field.FIRST_NAME: _words("First Name|Given Name"),
    Field.LAST_NAME: _words("Last Name|Family Name"),
    Field.COMPANY: _words("Organization Name|Organization 1 - Name"),
    Field.POSITION: _words("Organization Title|Organization 1 - Title"),
    Field.BIRTHDAY: _words("Birthday"),
    Field.NOTES: _words("Notes"),
    Field.TAGS: _words("Labels|Group Membership"),
    Field.LOCATION: _words("Address 1 - City"),
}
GOOGLE_MANY = re.compile(r"(?P<what>e-mail|phone|website) \d+ - value")
GOOGLE_SIGNS = _words(
    "E-mail 1 - Value|Phone 1 - Value|Organization 1 - Name|Organization Name|File As|Group Membership|Website 1 - Value|"
    "E-mail 1 - Type|E-mail 1 - Label|Phone 1 - Label|Phone 1 - Type|Name Prefix|Yomi Name|Phonetic First Name"
)

OUTLOOK: dict[Field, frozenset[str]] = {
    Field.FIRST_NAME: _words("First Name|Prénom|Vorname|Nombre|Nome"),
    Field.LAST_NAME: _words("Last Name|Nom|Nom de famille|Nachname|Apellidos|Apellido|Cognome"),
    Field.COMPANY: _words("Company|Société|Entreprise|Firma|Unternehmen|Organización|Compañía|Empresa|Società"),
    Field.POSITION: _words("Job Title|Titre professionnel|Fonction|Position|Puesto|Cargo|Posizione"),
    Field.EMAIL: _words(
        "E-mail Address|Email Address|E-mail 2 Address|E-mail 3 Address|Adresse de messagerie|Adresse de messagerie 2|"
        "Adresse de messagerie 3|Adresse e-mail|Adresse e-mail 2|Adresse e-mail 3|E-Mail-Adresse|E-Mail 2: Adresse|"
        "E-Mail 3: Adresse|E-Mail-Adresse 2|E-Mail-Adresse 3|Dirección de correo electrónico|"
        "Dirección de correo electrónico 2|Dirección de correo electrónico 3|Dirección del correo electrónico|"
        "Indirizzo posta elettronica"
    ),
    Field.PHONE: _words(
        "Mobile Phone|Business Phone|Home Phone|Primary Phone|Téléphone mobile|Tél. mobile|Téléphone (bureau)|"
        "Téléphone bureau|Téléphone (domicile)|Téléphone domicile|Mobiltelefon|Telefon geschäftlich|Telefon (geschäftlich)|"
        "Telefon privat|Telefon (privat)|Teléfono móvil|Teléfono del trabajo|Número de teléfono del trabajo|"
        "Teléfono particular|Móvil"
    ),
    Field.PROFILE: _words("Web Page|Page Web|Webseite|Página Web|Personal Web Page|Pagina Web"),
    Field.NOTES: _words("Notes|Notizen|Notas|Note"),
    Field.TAGS: _words("Categories|Catégories|Kategorien|Categorías"),
    Field.LOCATION: _words("Location|Business City|Home City|Ville (bureau)|Ville bureau|Ort geschäftlich|"
                           "Ciudad del trabajo|Ciudad de trabajo"),
    Field.BIRTHDAY: _words("Birthday|Geburtstag|Cumpleaños|Date de naissance|Fecha de nacimiento|Geburtsdatum|Compleanno"),
}  # fmt: skip
OWN: dict[Field, frozenset[str]] = {
    **{field: _words(field.value) for field in (Field.NAME, Field.FIRST_NAME, Field.LAST_NAME, Field.HEADLINE)},
    **{field: _words(field.value) for field in (Field.COMPANY, Field.POSITION, Field.LOCATION, Field.BIRTHDAY)},
    **{field: _words(field.value) for field in (Field.CONNECTED_ON, Field.NOTES, Field.TAGS, Field.PHONE)},
    Field.PROFILE: _words("URL"),
    Field.EMAIL: _words("Email Address"),
}
OWN_SIGNS = _words("Wrote Last|Do Not Contact|Last Contact|Connected On|Birthday")
"""LinkApp's own export has them all: it looks like the site's, and holds more."""
FRENCH_BIRTHDAY = folded("Anniversaire")
"""The birthday in a French address book, but the wedding day where a day of birth stands beside it."""
OUTLOOK_SIGNS = _words(
    "Middle Name|Suffix|Department|Business Street|Home Street|Business Phone|Home Phone|Mobile Phone|Job Title|"
    "Anniversary|Birthday|E-mail 2 Address|E-mail Display Name|E-mail Type|Web Page|Business Fax|Company|Spouse|"
    "Deuxième prénom|Suffixe|Service|Société|Anniversaire|Anniversaire de mariage ou fête|Téléphone mobile|Tél. mobile|"
    "Téléphone (bureau)|Téléphone (domicile)|Page Web|Rue (bureau)|Weitere Vornamen|Abteilung|Firma|Jahrestag|Geburtstag|"
    "Mobiltelefon|Telefon geschäftlich|Telefon (geschäftlich)|Telefon privat|Webseite|Straße geschäftlich|"
    "Segundo nombre|Sufijo|Departamento|Organización|Compañía|Aniversario|Cumpleaños|Teléfono móvil|Página Web|"
    "Puesto|Calle del trabajo|E-mail Address|Adresse de messagerie|E-Mail-Adresse|Dirección de correo electrónico"
)

THUNDERBIRD: dict[Field, frozenset[str]] = {
    Field.FIRST_NAME: OUTLOOK[Field.FIRST_NAME],
    Field.LAST_NAME: OUTLOOK[Field.LAST_NAME],
    Field.NAME: _words("Display Name|Nom à afficher|Anzeigename|Nombre a mostrar|Mostrar nombre|Nombre para mostrar"),
    Field.EMAIL: _words(
        "Primary Email|Secondary Email|Email|Première adresse électronique|Adresse électronique principale|"
        "Adresse électronique secondaire|Seconde adresse électronique|Primäre E-Mail-Adresse|Sekundäre E-Mail-Adresse|"
        "E-Mail-Adresse|Zweite E-Mail-Adresse|Correo electrónico primario|Correo electrónico secundario|"
        "Dirección principal|Dirección secundaria|Correo principal|Correo secundario"
    ),
    Field.PHONE: _words(
        "Work Phone|Home Phone|Mobile Number|Tél. professionnel|Tél. personnel|Portable|Tel. dienstlich|Tel. privat|"
        "Mobil-Tel.-Nr.|Mobil-Nr.|Teléfono del trabajo|Teléfono particular|Número de móvil|Móvil"
    ),
    Field.COMPANY: _words("Organization|Organisation|Société|Organización|Empresa"),
    Field.POSITION: _words("Job Title|Profession|Fonction|Titre|Arbeitstitel|Titel|Título|Cargo"),
    Field.LOCATION: _words("Work City|Home City|Ville prof.|Stadt dienstlich|Ort dienstlich"),
    Field.PROFILE: _words("Web Page 1|Web Page 2|Page web 1|Site web 1|Webseite 1|Página web 1"),
    Field.NOTES: _words("Notes|Notizen|Notas"),
}
THUNDERBIRD_SIGNS = _words(
    "Display Name|Screen Name|Primary Email|Secondary Email|Nom à afficher|Pseudo|Première adresse électronique|Anzeigename|"
    "Messenger-Name|Primäre E-Mail-Adresse|Sekundäre E-Mail-Adresse|Mostrar nombre|Nombre a mostrar|Custom 1|Divers 1|"
    "Benutzerdef. 1|Correo electrónico primario"
)
BIRTH_YEAR = _words("Birth Year|Année de naissance|Geburtsjahr|Año de nacimiento")
BIRTH_MONTH = _words("Birth Month|Mois de naissance|Mois|Geburtsmonat|Mes de nacimiento")
BIRTH_DAY = _words("Birth Day|Jour de naissance|Jour|Geburtstag|Día de nacimiento")

PROPOSED: dict[Field, frozenset[str]] = {
    Field.NAME: _words("Name|Full Name|Nom complet|Vollständiger Name|Nombre completo|Contact|Kontakt|Display Name"),
    Field.FIRST_NAME: CONNECTIONS[Field.FIRST_NAME] | GOOGLE[Field.FIRST_NAME] | _words("First|Firstname|Forename"),
    Field.LAST_NAME: CONNECTIONS[Field.LAST_NAME] | GOOGLE[Field.LAST_NAME] | _words("Last|Lastname|Surname"),
    Field.PROFILE: CONNECTIONS[Field.PROFILE] | _words("LinkedIn|LinkedIn Profile|Profile|Profil|Perfil|Link"),
    Field.EMAIL: CONNECTIONS[Field.EMAIL] | OUTLOOK[Field.EMAIL] | THUNDERBIRD[Field.EMAIL] | _words("Mail|Courriel"),
    Field.PHONE: OUTLOOK[Field.PHONE] | THUNDERBIRD[Field.PHONE]
    | _words("Phone|Telephone|Téléphone|Telefon|Teléfono|Mobile|Handy|Tel"),
    Field.HEADLINE: _words("Headline|Titre du profil|Slogan"),
    Field.COMPANY: CONNECTIONS[Field.COMPANY] | THUNDERBIRD[Field.COMPANY] | _words("Employer|Employeur|Arbeitgeber"),
    Field.POSITION: CONNECTIONS[Field.POSITION] | OUTLOOK[Field.POSITION] | _words("Title|Role|Job|Métier|Beruf"),
    Field.LOCATION: _words("Location|City|Ville|Ort|Stadt|Ciudad|Lieu|Place|Country|Pays|Land|País"),
    Field.BIRTHDAY: OUTLOOK[Field.BIRTHDAY] | _words("Birth Date|Birthdate|Date of Birth|DOB|Bday|Né le|Née le|Geboren"),
    Field.CONNECTED_ON: CONNECTIONS[Field.CONNECTED_ON],
    Field.NOTES: CONNECTIONS[Field.NOTES] | _words("Comment|Comments|Commentaire|Remarques|Bemerkung|Bemerkungen"),
    Field.TAGS: CONNECTIONS[Field.TAGS] | OUTLOOK[Field.TAGS] | _words("Labels|Groups|Groupes|Gruppen"),
}  # fmt: skip
