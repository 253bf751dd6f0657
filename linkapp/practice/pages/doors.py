"""Pages that stop a visitor: sign-in, authwall, security check, too many requests."""

from __future__ import annotations

from html import escape

from linkapp.practice.pages.frame import View, bare_document


def login(view: View, *, back: str, wrong: bool = False) -> str:
    """The sign-in form. Any e-mail address, and the world's password."""
    words = view.words
    notice = (
        f'<div id="error-for-password" role="alert" class="form__label--error">{escape(words.wrong_password)}</div>'
        if wrong
        else ""
    )
    body = (
        '<main class="app__content" role="main"><div class="login__form"><header class="header__content">'
        f'<h1>{escape(words.sign_in)}</h1></header><form class="login__form" method="post" novalidate '
        'action="/checkpoint/lg/login-submit"><input type="hidden" name="loginCsrfParam" value="practice">'
        f'<input type="hidden" name="session_redirect" value="{escape(back)}">'
        f'<label for="username">{escape(words.email)}</label>'
        '<input id="username" name="session_key" type="email" autocomplete="username webauthn" required>'
        f'<label for="password">{escape(words.password)}</label>'
        '<input id="password" name="session_password" type="password" autocomplete="current-password" required>'
        f'{notice}<input type="checkbox" id="rememberMeOptIn-checkbox" name="rememberMeOptIn" value="true" checked>'
        f'<label for="rememberMeOptIn-checkbox">{escape(words.keep_signed_in)}</label>'
        f'<button type="submit" class="btn__primary--large" aria-label="{escape(words.sign_in)}">'
        f"{escape(words.sign_in)}</button></form></div></main>"
    )
    return bare_document(view, title=words.sign_in, body=body)


def authwall(view: View) -> str:
    """What visitors without a session see in place of a profile."""
    words = view.words
    body = (
        '<main class="authwall"><section class="join-form-container"><h1 class="authwall-join-form__title">'
        f'{escape(words.join)}</h1><a class="authwall-join-form__form-toggle--bottom" href="/login">'
        f"{escape(words.sign_in)}</a></section></main>"
    )
    return bare_document(view, title=words.sign_in, body=body)


def check(view: View) -> str:
    """The security check. Only a person may answer it."""
    words = view.words
    body = (
        '<main id="captcha-challenge" class="app__content"><form method="post" action="/checkpoint/challenge/verify" '
        f'id="captcha-challenge-form"><h1>{escape(words.check_title)}</h1><p>{escape(words.check_text)}</p>'
        '<iframe title="Captcha Challenge" src="/recaptcha/enterprise/anchor" width="300" height="80"></iframe>'
        f'<button type="submit">{escape(words.check_done)}</button></form></main>'
    )
    return bare_document(view, title=words.check_title, body=body)


PLACES = {
    "check": ("/checkpoint/challenge/AgF3practice?ut=1", 403),
    "captcha": ("/checkpoint/challenge/AgF4practice?ut=1", 403),
    "sign-in": ("/login?session_redirect=%2Ffeed%2F", 401),
    "visitor": ("/authwall?trk=practice", 401),
    "agree": ("/checkpoint/challenge/AgF5practice", 403),
    "restricted": ("/checkpoint/challenge/AgF6practice", 403),
    "limit": ("", 429),
}
"""Kind of wall -> its own address (a limit has none) and the status of questions that are refused because of it."""


def wall(view: View, kind: str) -> str:
    """A wall of this kind as a page: each tells what it is in one way only."""
    words = view.words
    title, body = "LinkedIn", ""
    if kind == "sign-in":
        return login(view, back="/feed/")
    if kind == "visitor":
        return authwall(view)
    if kind == "restricted":
        body = f'<main class="app__content"><h1>{escape(words.restricted)}</h1></main>'
    if kind == "limit":
        return limit_words(view)
    if kind == "check":
        body = (
            f'<main class="app__content"><h1>{escape(words.check_title)}</h1><p>{escape(words.check_text)}</p>'
            f'<button type="button">{escape(words.check_done)}</button></main>'
        )
    if kind == "captcha":
        body = (
            '<main class="app__content"><h1>LinkedIn</h1>'
            '<iframe title="Captcha Challenge" src="/recaptcha/enterprise/anchor" width="304" height="78"></iframe>'
            "</main>"
        )
    if kind == "agree":
        body = (
            f'<main class="app__content"><h1>LinkedIn</h1><p>{escape(words.modal_text)}</p>'
            f'<button id="content__button--primary--muted" type="button">{escape(words.agree)}</button></main>'
        )
    return bare_document(view, title=title, body=body)


def limit_words(view: View) -> str:
    """A short page of words without ``main`` that is served with status 200."""
    body = f'<div class="error-container"><h1>429</h1><p>{escape(view.words.limit)}</p></div>'
    return bare_document(view, title="Error", body=body)


def restriction(view: View) -> str:
    """The notice that the account is restricted: a short page without ``main``."""
    body = f'<div class="error-container"><h1>{escape(view.words.restricted)}</h1></div>'
    return bare_document(view, title="LinkedIn", body=body)


def not_found(view: View) -> str:
    """A page that does not exist."""
    body = f'<main class="not-found"><h1 class="not-found__header">{escape(view.words.not_found)}</h1></main>'
    return bare_document(view, title=view.words.not_found, body=body)
