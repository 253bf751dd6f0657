"""The words of the site in four languages: dates, sentences of cards, labels of controls.

French uses the typographic apostrophe (U+2019) and no-break spaces before ``:`` ``!`` and between number and unit,
as the capture of 2025-11-17 shows (site-facts.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from linkapp.practice.world import DateWords, Language, Occasion

NB = "\u00a0"
NNB = "\u202f"

_SHORT: dict[Language, tuple[str, ...]] = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "fr": ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
    "de": ("Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."),
    "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"),
}
_LONG: dict[Language, tuple[str, ...]] = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
           "novembre", "décembre"),
    "de": ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
           "November", "Dezember"),
    "es": ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
           "noviembre", "diciembre"),
}  # fmt: skip
_DAYS: dict[Language, tuple[str, ...]] = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
}


@dataclass(frozen=True, kw_only=True)
class SiteWords:
    """What the site says, apart from dates. ``{name}`` and ``{when}`` are filled in by the pages."""

    today: str
    yesterday: str
    days_ago: str
    week_ago: str
    weeks_ago: str
    in_days: str
    tomorrow: str
    on: str
    card_today: str
    card_late: str
    card_ahead: str
    card_no_date: str
    short_card: str
    anniversary: str
    position: str
    wish: str
    late_wish: str
    anniversary_wish: str
    position_wish: str
    message_label: str
    plain_message_label: str
    catch_up: str
    birthdays: str
    all_moments: str
    anniversaries: str
    positions: str
    section_today: str
    section_recent: str
    load_more: str
    show_more: str
    nothing: str
    nothing_more: str
    home: str
    network: str
    jobs: str
    messaging: str
    notifications: str
    own_profile: str
    skip_to_main: str
    message: str
    connect: str
    follow: str
    pending: str
    pending_label: str
    connect_label: str
    more: str
    close: str
    send: str
    remove: str
    new_message: str
    write: str
    sent: str
    failed: str
    retry: str
    empty_thread: str
    send_failed: str
    sent_toast: str
    people_you_may_know: str
    puzzle: str
    advert: str
    comment: str
    degrees: tuple[str, str, str]
    about: str
    experience: str
    skills: str
    open_to_work: str
    contact_info: str
    birthday: str
    connected_since: str
    edit_intro: str
    loading: str
    no_results: str
    next_page: str
    previous_page: str
    sent_invitations: str
    people_count: str
    withdraw: str
    withdraw_label: str
    withdraw_question: str
    withdraw_text: str
    cancel: str
    withdrawn: str
    not_withdrawn: str
    sent_age: str
    no_invitations: str
    ages: tuple[str, str, str, str, str, str, str, str, str, str]
    sign_in: str
    email: str
    password: str
    keep_signed_in: str
    wrong_password: str
    join: str
    check_title: str
    check_text: str
    check_done: str
    limit: str
    restricted: str
    not_found: str
    modal_title: str
    modal_text: str
    agree: str
    cannot_message: str


WORDS: dict[Language, SiteWords] = {
    "en": SiteWords(
        today="today",
        yesterday="yesterday",
        days_ago="{n} days ago",
        week_ago="a week ago",
        weeks_ago="{n} weeks ago",
        in_days="in {n} days",
        tomorrow="tomorrow",
        on="on {day}",
        card_today="Celebrate {name}’s birthday {when}",
        card_late="Celebrate {name}’s recent birthday {when}",
        card_ahead="{name}’s birthday is coming up {when}",
        card_no_date="Celebrate {name}’s special day",
        short_card="Birthday {when}",
        anniversary="Congratulate {name} for {n} years at {company} {when}",
        position="{name} started a new position as {title} {when}",
        wish="Wishing you a very happy birthday!",
        late_wish="Happy belated birthday!",
        anniversary_wish="Congrats on your work anniversary!",
        position_wish="Congrats on your new role!",
        message_label="Message {name}: {text}",
        plain_message_label="Message {name}",
        catch_up="Catch up",
        birthdays="Birthdays",
        all_moments="All",
        anniversaries="Work anniversaries",
        positions="Job changes",
        section_today="Today",
        section_recent="Recent",
        load_more="Load more",
        show_more="Show more results",
        nothing="No birthdays to celebrate right now. Check back later.",
        nothing_more="You’re all caught up",
        home="Home",
        network="My Network",
        jobs="Jobs",
        messaging="Messaging",
        notifications="Notifications",
        own_profile="View profile",
        skip_to_main="Skip to main content",
        message="Message",
        connect="Connect",
        follow="Follow",
        pending="Pending",
        pending_label="Pending, click to withdraw invitation sent to {name}",
        connect_label="Invite {name} to connect",
        more="More",
        close="Close",
        send="Send",
        remove="Remove {name}",
        new_message="New message",
        write="Write a message…",
        sent="Sent",
        failed="Failed to send",
        retry="Retry",
        empty_thread="No messages yet",
        send_failed="Sorry, your message could not be sent. Try again.",
        sent_toast="Message sent to {name}.",
        people_you_may_know="People you may know",
        puzzle="Today’s puzzle: 3 days in a row",
        advert="Promoted · Happy birthday to our product, 10 years today",
        comment="Add a comment…",
        degrees=("1st", "2nd", "3rd"),
        about="About",
        experience="Experience",
        skills="Skills",
        open_to_work="Open to work",
        contact_info="Contact info",
        birthday="Birthday",
        connected_since="Connected since",
        edit_intro="Edit intro",
        loading="Loading",
        no_results="No results found",
        next_page="Next",
        previous_page="Previous",
        sent_invitations="Manage invitations",
        people_count="People ({n})",
        withdraw="Withdraw",
        withdraw_label="Withdraw invitation sent to {name}",
        withdraw_question="Withdraw invitation",
        withdraw_text="If you withdraw now, you won’t be able to resend to {name} for up to 3 weeks.",
        cancel="Cancel",
        withdrawn="Invitation to {name} withdrawn.",
        not_withdrawn="Sorry, unable to withdraw the invitation to {name}.",
        sent_age="Sent {age}",
        no_invitations="No sent invitations",
        ages=("today", "yesterday", "{n} days ago", "1 week ago", "{n} weeks ago", "a month ago", "{n} months ago",
              "1yr ago", "{n}yr ago", "{n} days ago"),
        sign_in="Sign in",
        email="Email or phone",
        password="Password",
        keep_signed_in="Keep me logged in",
        wrong_password="That’s not the right password. Try again.",
        join="Join or sign in to see who you know",
        check_title="Let’s do a quick security check",
        check_text="Check your device: we sent a notification to confirm that this is you.",
        check_done="I have confirmed it",
        limit="Too many requests. Please slow down and try again later.",
        restricted="Your account has been restricted until you verify your identity.",
        not_found="This page doesn’t exist",
        modal_title="Agree to comply",
        modal_text="We noticed unusually many page views. Please read our rules.",
        agree="Agree to comply",
        cannot_message="You can only message your connections.",
    ),
    "fr": SiteWords(
        today="aujourd’hui",
        yesterday="hier",
        days_ago="il y a {n}" + NB + "jours",
        week_ago="il y a une semaine",
        weeks_ago="il y a {n}" + NB + "semaines",
        in_days="dans {n}" + NB + "jours",
        tomorrow="demain",
        on="le {day}",
        card_today="Célébrez l’anniversaire de {name} {when}",
        card_late="Célébrez l’anniversaire récent de {name} {when}",
        card_ahead="L’anniversaire de {name} arrive {when}",
        card_no_date="Célébrez le grand jour de {name}",
        short_card="Anniversaire {when}",
        anniversary="Félicitez {name} pour ses {n}" + NB + "ans chez {company} {when}",
        position="{name} occupe un nouveau poste" + NB + ": {title} {when}",
        wish="Je vous souhaite un très joyeux anniversaire.",
        late_wish="Joyeux anniversaire avec un peu de retard" + NNB + "!",
        anniversary_wish="Félicitations pour votre anniversaire professionnel" + NNB + "!",
        position_wish="Félicitations pour votre nouveau poste" + NNB + "!",
        message_label="Envoyer un message à {name}" + NB + ": {text}",
        plain_message_label="Envoyer un message à {name}",
        catch_up="Actualités du réseau",
        birthdays="Anniversaires",
        all_moments="Tout",
        anniversaries="Anniversaires professionnels",
        positions="Changements de poste",
        section_today="Aujourd’hui",
        section_recent="Récents",
        load_more="Charger plus",
        show_more="Afficher plus de résultats",
        nothing="Aucun anniversaire à célébrer pour le moment. Revenez plus tard.",
        nothing_more="Vous êtes à jour",
        home="Accueil",
        network="Réseau",
        jobs="Offres d’emploi",
        messaging="Messagerie",
        notifications="Notifications",
        own_profile="Voir le profil",
        skip_to_main="Passer au contenu principal",
        message="Message",
        connect="Se connecter",
        follow="Suivre",
        pending="En attente",
        pending_label="En attente, cliquez pour retirer l’invitation envoyée à {name}",
        connect_label="Inviter {name} à rejoindre votre réseau",
        more="Plus",
        close="Fermer",
        send="Envoyer",
        remove="Supprimer {name}",
        new_message="Nouveau message",
        write="Rédigez un message…",
        sent="Envoyé",
        failed="Échec de l’envoi",
        retry="Réessayer",
        empty_thread="Aucun message pour l’instant",
        send_failed="Désolé, votre message n’a pas pu être envoyé. Réessayez.",
        sent_toast="Message envoyé à {name}.",
        people_you_may_know="Personnes que vous pourriez connaître",
        puzzle="Le jeu du jour" + NB + ": 3" + NB + "jours d’affilée",
        advert="Sponsorisé · Notre produit fête ses 10" + NB + "ans aujourd’hui",
        comment="Ajouter un commentaire…",
        degrees=("1er", "2e", "3e"),
        about="Infos",
        experience="Expérience",
        skills="Compétences",
        open_to_work="Disponible pour travailler",
        contact_info="Coordonnées",
        birthday="Anniversaire",
        connected_since="En relation depuis",
        edit_intro="Modifier l’intro",
        loading="Chargement",
        no_results="Aucun résultat trouvé",
        next_page="Suivant",
        previous_page="Précédent",
        sent_invitations="Gérer les invitations",
        people_count="Personnes ({n})",
        withdraw="Retirer",
        withdraw_label="Retirer l’invitation envoyée à {name}",
        withdraw_question="Retirer l’invitation",
        withdraw_text="Si vous retirez l’invitation, vous ne pourrez pas la renvoyer à {name} avant 3 semaines.",
        cancel="Annuler",
        withdrawn="L’invitation envoyée à {name} a été retirée.",
        not_withdrawn="Désolé, impossible de retirer l’invitation envoyée à {name}.",
        sent_age="Envoyée {age}",
        no_invitations="Aucune invitation envoyée",
        ages=("aujourd’hui", "hier", "il y a {n}" + NB + "jours", "il y a une semaine", "il y a {n}" + NB + "semaines",
              "il y a un mois", "il y a {n}" + NB + "mois", "il y a un an", "il y a {n}" + NB + "ans",
              "il y a {n}" + NB + "jours"),
        sign_in="S’identifier",
        email="E-mail ou téléphone",
        password="Mot de passe",
        keep_signed_in="Rester connecté",
        wrong_password="Ce n’est pas le bon mot de passe. Réessayez.",
        join="Inscrivez-vous ou identifiez-vous pour voir qui vous connaissez",
        check_title="Effectuons une vérification de sécurité",
        check_text="Consultez votre appareil" + NB + ": nous avons envoyé une notification.",
        check_done="J’ai confirmé",
        limit="Trop de demandes. Ralentissez et réessayez plus tard.",
        restricted="L’accès à votre compte est restreint jusqu’à la vérification de votre identité.",
        not_found="Cette page n’existe pas",
        modal_title="Accepter les règles",
        modal_text="Nous avons remarqué un nombre inhabituel de pages vues.",
        agree="Accepter",
        cannot_message="Vous ne pouvez écrire qu’à vos relations.",
    ),
    "de": SiteWords(
        today="heute",
        yesterday="gestern",
        days_ago="vor {n} Tagen",
        week_ago="vor einer Woche",
        weeks_ago="vor {n} Wochen",
        in_days="in {n} Tagen",
        tomorrow="morgen",
        on="am {day}",
        card_today="Gratulieren Sie {name} {when} zum Geburtstag",
        card_late="{name} hatte kürzlich Geburtstag: {when}",
        card_ahead="{name} hat bald Geburtstag: {when}",
        card_no_date="Feiern Sie mit {name}",
        short_card="Geburtstag {when}",
        anniversary="{name} ist seit {n} Jahren bei {company}, {when}",
        position="{name} hat eine neue Position als {title}, {when}",
        wish="Alles Gute zum Geburtstag!",
        late_wish="Nachträglich alles Gute zum Geburtstag!",
        anniversary_wish="Glückwunsch zum Firmenjubiläum!",
        position_wish="Glückwunsch zur neuen Position!",
        message_label="Nachricht an {name}: {text}",
        plain_message_label="Nachricht an {name}",
        catch_up="Neues aus dem Netzwerk",
        birthdays="Geburtstage",
        all_moments="Alle",
        anniversaries="Jubiläen",
        positions="Jobwechsel",
        section_today="Heute",
        section_recent="Kürzlich",
        load_more="Mehr laden",
        show_more="Weitere Ergebnisse anzeigen",
        nothing="Zurzeit keine Geburtstage. Schauen Sie später wieder vorbei.",
        nothing_more="Sie sind auf dem neuesten Stand",
        home="Start",
        network="Ihr Netzwerk",
        jobs="Jobs",
        messaging="Nachrichten",
        notifications="Mitteilungen",
        own_profile="Profil anzeigen",
        skip_to_main="Zum Hauptinhalt",
        message="Nachricht",
        connect="Vernetzen",
        follow="Folgen",
        pending="Ausstehend",
        pending_label="Ausstehend, klicken, um die Einladung an {name} zurückzuziehen",
        connect_label="{name} als Kontakt einladen",
        more="Mehr",
        close="Schließen",
        send="Senden",
        remove="{name} entfernen",
        new_message="Neue Nachricht",
        write="Nachricht schreiben…",
        sent="Gesendet",
        failed="Senden fehlgeschlagen",
        retry="Erneut versuchen",
        empty_thread="Noch keine Nachrichten",
        send_failed="Ihre Nachricht konnte nicht gesendet werden. Versuchen Sie es erneut.",
        sent_toast="Nachricht an {name} gesendet.",
        people_you_may_know="Personen, die Sie kennen könnten",
        puzzle="Rätsel von heute: seit 3 Tagen in Folge",
        advert="Anzeige · Unser Produkt hat heute Geburtstag",
        comment="Kommentar hinzufügen…",
        degrees=("1.", "2.", "3."),
        about="Info",
        experience="Berufserfahrung",
        skills="Kenntnisse",
        open_to_work="Offen für Jobangebote",
        contact_info="Kontaktinfo",
        birthday="Geburtstag",
        connected_since="Kontakt seit",
        edit_intro="Intro bearbeiten",
        loading="Wird geladen",
        no_results="Keine Ergebnisse gefunden",
        next_page="Weiter",
        previous_page="Zurück",
        sent_invitations="Einladungen verwalten",
        people_count="Personen ({n})",
        withdraw="Zurückziehen",
        withdraw_label="Einladung an {name} zurückziehen",
        withdraw_question="Einladung zurückziehen",
        withdraw_text="Danach können Sie {name} bis zu 3 Wochen lang nicht erneut einladen.",
        cancel="Abbrechen",
        withdrawn="Einladung an {name} zurückgezogen.",
        not_withdrawn="Die Einladung an {name} konnte nicht zurückgezogen werden.",
        sent_age="Gesendet: {age}",
        no_invitations="Keine gesendeten Einladungen",
        ages=("heute", "gestern", "vor {n} Tagen", "vor 1 Woche", "vor {n} Wochen", "vor einem Monat",
              "vor {n} Monaten", "vor 1 Jahr", "vor {n} Jahren", "vor {n} Tagen"),
        sign_in="Einloggen",
        email="E-Mail-Adresse oder Telefon",
        password="Passwort",
        keep_signed_in="Eingeloggt bleiben",
        wrong_password="Das ist nicht das richtige Passwort.",
        join="Melden Sie sich an, um zu sehen, wen Sie kennen",
        check_title="Kurze Sicherheitsprüfung",
        check_text="Bestätigen Sie die Anmeldung auf Ihrem Gerät.",
        check_done="Bestätigt",
        limit="Zu viele Anfragen. Bitte versuchen Sie es später erneut.",
        restricted="Ihr Konto wurde eingeschränkt, bis Sie Ihre Identität bestätigen.",
        not_found="Diese Seite gibt es nicht",
        modal_title="Regeln zustimmen",
        modal_text="Uns sind ungewöhnlich viele Seitenaufrufe aufgefallen.",
        agree="Zustimmen",
        cannot_message="Sie können nur Ihren Kontakten schreiben.",
    ),
    "es": SiteWords(
        today="hoy",
        yesterday="ayer",
        days_ago="hace {n} días",
        week_ago="hace una semana",
        weeks_ago="hace {n} semanas",
        in_days="dentro de {n} días",
        tomorrow="mañana",
        on="el {day}",
        card_today="Celebra {when} el cumpleaños de {name}",
        card_late="Celebra el cumpleaños reciente de {name} {when}",
        card_ahead="Se acerca el cumpleaños de {name}: {when}",
        card_no_date="Celebra el gran día de {name}",
        short_card="Cumpleaños {when}",
        anniversary="Felicita a {name} por sus {n} años en {company} {when}",
        position="{name} tiene un nuevo cargo de {title} {when}",
        wish="¡Te deseo un muy feliz cumpleaños!",
        late_wish="¡Feliz cumpleaños con retraso!",
        anniversary_wish="¡Enhorabuena por tu aniversario laboral!",
        position_wish="¡Enhorabuena por tu nuevo cargo!",
        message_label="Enviar mensaje a {name}: {text}",
        plain_message_label="Enviar mensaje a {name}",
        catch_up="Ponte al día",
        birthdays="Cumpleaños",
        all_moments="Todo",
        anniversaries="Aniversarios laborales",
        positions="Cambios de empleo",
        section_today="Hoy",
        section_recent="Recientes",
        load_more="Cargar más",
        show_more="Mostrar más resultados",
        nothing="No hay cumpleaños que celebrar en este momento. Vuelve más tarde.",
        nothing_more="Estás al día",
        home="Inicio",
        network="Mi red",
        jobs="Empleos",
        messaging="Mensajes",
        notifications="Notificaciones",
        own_profile="Ver perfil",
        skip_to_main="Ir al contenido principal",
        message="Mensaje",
        connect="Conectar",
        follow="Seguir",
        pending="Pendiente",
        pending_label="Pendiente, haz clic para retirar la invitación enviada a {name}",
        connect_label="Invita a {name} a conectar",
        more="Más",
        close="Cerrar",
        send="Enviar",
        remove="Eliminar a {name}",
        new_message="Nuevo mensaje",
        write="Escribe un mensaje…",
        sent="Enviado",
        failed="Error al enviar",
        retry="Reintentar",
        empty_thread="Todavía no hay mensajes",
        send_failed="No se ha podido enviar el mensaje. Inténtalo de nuevo.",
        sent_toast="Mensaje enviado a {name}.",
        people_you_may_know="Gente que podrías conocer",
        puzzle="El juego de hoy: 3 días seguidos",
        advert="Promocionado · Nuestro producto cumple 10 años hoy",
        comment="Añadir un comentario…",
        degrees=("1er", "2.º", "3.º"),
        about="Acerca de",
        experience="Experiencia",
        skills="Aptitudes",
        open_to_work="Buscando trabajo",
        contact_info="Información de contacto",
        birthday="Cumpleaños",
        connected_since="En contacto desde",
        edit_intro="Editar presentación",
        loading="Cargando",
        no_results="No se han encontrado resultados",
        next_page="Siguiente",
        previous_page="Anterior",
        sent_invitations="Gestionar invitaciones",
        people_count="Personas ({n})",
        withdraw="Retirar",
        withdraw_label="Retirar la invitación enviada a {name}",
        withdraw_question="Retirar invitación",
        withdraw_text="Si la retiras, no podrás volver a invitar a {name} hasta dentro de 3 semanas.",
        cancel="Cancelar",
        withdrawn="Se ha retirado la invitación a {name}.",
        not_withdrawn="No se ha podido retirar la invitación a {name}.",
        sent_age="Enviada {age}",
        no_invitations="No hay invitaciones enviadas",
        ages=("hoy", "ayer", "hace {n} días", "hace 1 semana", "hace {n} semanas", "hace un mes", "hace {n} meses",
              "hace 1 año", "hace {n} años", "hace {n} días"),
        sign_in="Iniciar sesión",
        email="Email o teléfono",
        password="Contraseña",
        keep_signed_in="Mantener la sesión iniciada",
        wrong_password="Esa no es la contraseña correcta.",
        join="Únete o inicia sesión para ver a quién conoces",
        check_title="Una comprobación rápida de seguridad",
        check_text="Confirma en tu dispositivo que eres tú.",
        check_done="Ya lo he confirmado",
        limit="Demasiadas solicitudes. Inténtalo de nuevo más tarde.",
        restricted="Tu cuenta ha sido restringida hasta que verifiques tu identidad.",
        not_found="Esta página no existe",
        modal_title="Aceptar las normas",
        modal_text="Hemos notado un número inusual de páginas vistas.",
        agree="Aceptar",
        cannot_message="Solo puedes escribir a tus contactos.",
    ),
}  # fmt: skip


def day_words(day: date, language: Language, *, long: bool = False, weekday: bool = False) -> str:
    """A day without its year: ``Jul 8``, ``8 juil.``, ``1er juillet``, ``Saturday, July 4``, ``8. Juli``."""
    month = (_LONG if long else _SHORT)[language][day.month - 1]
    name = _DAYS[language][day.weekday()]
    if language == "en":
        words = f"{month} {day.day}"
        return f"{name}, {words}" if weekday else words
    if language == "fr":
        words = f"{'1er' if day.day == 1 else day.day} {month}"
        return f"{name} {words}" if weekday else words
    if language == "de":
        words = f"{day.day}. {month}"
        return f"{name}, {words}" if weekday else words
    words = f"{day.day} de {month}" if long else f"{day.day} {month}"
    return f"{name}, {words}" if weekday else words


def when_words(days_late: int, today: date, language: Language, style: DateWords) -> str:
    """When a moment is, ``days_late`` days ago (negative: ahead), in the style of a layout generation."""
    words = WORDS[language]
    day = today - timedelta(days=days_late)
    if days_late == 0:
        return words.today
    if style == "absolute":
        return words.on.format(day=day_words(day, language))
    if style == "weekday":
        if days_late == 1:
            return words.yesterday
        near = 1 < days_late < 7
        return words.on.format(day=day_words(day, language, long=True, weekday=near)) if language != "en" else (
            day_words(day, language, long=True, weekday=near)
        )  # fmt: skip
    if days_late < 0:
        return words.tomorrow if days_late == -1 else words.in_days.format(n=-days_late)
    if days_late == 1:
        return words.yesterday
    if days_late == 7:
        return words.week_ago
    if days_late >= 14:
        return words.weeks_ago.format(n=days_late // 7)
    return words.days_ago.format(n=days_late)


def wish_of(occasion: Occasion, days_late: int, language: Language) -> str:
    """The site's own text for a moment; empty for a birthday that is still to come."""
    words = WORDS[language]
    if occasion == "WORK_ANNIVERSARY":
        return words.anniversary_wish
    if occasion == "JOB_CHANGE":
        return words.position_wish
    if days_late < 0:
        return ""
    return words.wish if days_late == 0 else words.late_wish


def heading_words(at: datetime, now: datetime, language: Language) -> str:
    """The date heading over messages: ``Today``, ``Yesterday``, a weekday, ``Jul 8``, ``Jul 8, 2025``."""
    days = (now.date() - at.date()).days
    words = WORDS[language]
    if days <= 0:
        return words.today.capitalize()
    if days == 1:
        return words.yesterday.capitalize()
    if days < 7:
        return _DAYS[language][at.weekday()].capitalize()
    short = day_words(at.date(), language)
    if at.year == now.year:
        return short
    return f"{short}, {at.year}" if language == "en" else f"{short} {at.year}"


def hour_words(at: datetime, language: Language) -> str:
    """A time of day as the site prints it beside a message."""
    if language == "en":
        return f"{(at.hour - 1) % 12 + 1}:{at.minute:02d}{NNB}{'AM' if at.hour < 12 else 'PM'}"
    return f"{at.hour:02d}:{at.minute:02d}"


def age_words(days: int, language: Language) -> str:
    """How long ago an invitation was sent, coarser with age: days, weeks, months, years."""
    ages = WORDS[language].ages
    if days <= 0:
        return ages[0]
    if days == 1:
        return ages[1]
    if days < 7:
        return ages[2].format(n=days)
    if days < 14:
        return ages[3]
    if days < 30:
        return ages[4].format(n=days // 7)
    if days < 60:
        return ages[5]
    if days < 365:
        return ages[6].format(n=days // 30)
    if days < 730:
        return ages[7]
    return ages[8].format(n=days // 365)


def whole_date_words(day: date, language: Language) -> str:
    """A date with its year, as "Connected since" has it."""
    text = day_words(day, language)
    return f"{text}, {day.year}" if language == "en" else f"{text} {day.year}"
