"""Every kind of wall, each alone, by its body at an ordinary address: pages of these tests' own, in four languages, and
what only looks like one."""

from __future__ import annotations

import pytest

from linkapp.domain.problems import Reason
from linkapp.engine.pages import state
from tests.engine.conftest import SITE, Show

NAV = "<nav data-testid=primary-nav><a href=/feed/>Home</a><a href=/messaging/>Messaging</a></nav>"
CHECK, OUT, RESTRICTED, LIMIT = Reason.SECURITY_CHECK, Reason.SIGNED_OUT, Reason.RESTRICTED, Reason.RATE_LIMITED


def page(body: str, lang: str = "en", title: str = "") -> str:
    return f"<!doctype html><html lang={lang}><head><title>{title}</title></head><body>{body}</body></html>"


WORDS = [
    ("en", CHECK, "Before you go on, a short security check"),
    ("en", CHECK, "Please confirm it’s you"),
    ("en", CHECK, "Let us know you are not a robot"),
    ("fr", CHECK, "Une vérification de sécurité est nécessaire"),
    ("fr", CHECK, "Confirmez que c’est bien vous"),
    ("de", CHECK, "Sicherheitsüberprüfung"),
    ("de", CHECK, "Bitte bestätigen Sie Ihre Identität"),
    ("es", CHECK, "Verificación de seguridad"),
    ("en", RESTRICTED, "Your account is restricted"),
    ("fr", RESTRICTED, "Votre compte a été temporairement restreint"),
    ("de", RESTRICTED, "Ihr Konto ist vorübergehend eingeschränkt"),
    ("es", RESTRICTED, "Tu cuenta está restringida"),
    ("en", LIMIT, "Too many requests"),
    ("fr", LIMIT, "Trop de requêtes pour le moment"),
    ("de", LIMIT, "Zu viele Anfragen"),
    ("es", LIMIT, "Demasiadas solicitudes"),
    ("en", CHECK, "To continue, agree to comply with the rules"),
    ("fr", CHECK, "Accepter de respecter nos conditions"),
    ("de", CHECK, "Bitte der Nutzungsvereinbarung zustimmen"),
    ("es", CHECK, "Acepto cumplir las normas"),
]
SHAPES = {
    "a heading in main": "<main><h1>{words}</h1><p>Lorem ipsum.</p></main>",
    "a heading in main beside the navigation": NAV + "<main><h2>{words}</h2><button>OK</button></main>",
    "no main part": "<div><p>{words}</p></div>",
    "a paragraph with something to press": "<main><p>{words}</p><button>Continue</button></main>",
    "a dialog over the page that cannot be closed": NAV
    + "<main><a href='/in/ann/'>Ann</a></main><div role=dialog aria-modal=true><p>{words}</p><button>OK</button></div>",
    "a native dialog over the page": NAV + "<main></main><dialog open><h2>{words}</h2><button>OK</button></dialog>",
}


@pytest.mark.parametrize("shape", SHAPES)
async def test_each_kind_of_wall_is_known_by_its_words_alone_in_every_language(show: Show, shape: str) -> None:
    for lang, reason, words in WORDS:
        tab = await show(page(SHAPES[shape].format(words=words), lang))
        found = await state.judge(tab.page, tab.asking, tab.traffic, SITE)
        assert found is not None, words
        assert found.reason is reason, words


FORMS = {
    "a password field": (OUT, "<main><form><input name=who><input type=password></form></main>"),
    "a password field beside the navigation": (OUT, NAV + "<main><form><input type=password></form></main>"),
    "a sign-in form without a password": (
        OUT,
        "<main><form action='/uas/login-submit'><input type=email><button>→</button></form></main>",
    ),
    "a form to join": (OUT, "<main><form action='/signup/api'><input type=email><button>→</button></form></main>"),
    "links for visitors": (OUT, "<main><h1>Welcome to your community</h1><a href='/login?x=1'>→</a></main>"),
    "somebody's page for visitors": (
        OUT,
        "<header><a href='/signup/cold-join'>→</a></header><main><h1>Ann Bee</h1><a href='/in/ann-bee'>Ann</a></main>",
    ),
    "a button to join, English": (OUT, "<main><h1>Welcome</h1><button>Join now</button></main>"),
    "a button to sign in, French": (OUT, "<main><h1>Bienvenue</h1><button>S’identifier</button></main>"),
    "a button to sign in, German": (OUT, "<main><h1>Willkommen</h1><button>Einloggen</button></main>"),
    "a button to sign in, Spanish": (OUT, "<main><h1>Hola</h1><a href='#'>Iniciar sesión</a></main>"),
    "the session has ended, a dialog": (
        OUT,
        NAV + "<main><a href='/in/ann/'>Ann</a></main><div role=alertdialog><h2>…</h2><button>Sign in</button></div>",
    ),
    "a captcha's frame": (
        CHECK,
        "<main><iframe title='Captcha Challenge' src='/x' width=304 height=78></iframe></main>",
    ),
    "a captcha's frame over the page": (
        CHECK,
        NAV
        + "<main><a href='/in/ann/'>Ann</a></main><div style='position:fixed;inset:0'><iframe src='/hcaptcha/x' width=400 height=500></iframe></div>",
    ),
    "a captcha's form": (
        CHECK,
        "<main><form id=captcha-challenge><img src='data:,' width=200 height=60><input name=answer><button>→</button></form></main>",
    ),
    "a field for a code": (
        CHECK,
        "<main><form><input autocomplete=one-time-code inputmode=numeric><button>→</button></form></main>",
    ),
    "a field for a pin": (CHECK, "<main><form><input name=pin type=tel><button>→</button></form></main>"),
    "a form of a check": (CHECK, "<main><form action='/checkpoint/challenge/verify'><button>→</button></form></main>"),
    "a form of a check that asks for the password": (
        CHECK,
        "<main><form action='/checkpoint/challenge/verify'><input type=password><button>→</button></form></main>",
    ),
    "the button to agree": (
        CHECK,
        NAV
        + "<main></main><div role=dialog><h2>Règles</h2><button id=content__button--primary--muted>J’accepte</button></div>",
    ),
    "the notice of a limit": (
        LIMIT,
        NAV + "<main></main><div class='x ip-fuse-limit-alert y'><h2>…</h2><button aria-label=Dismiss>×</button></div>",
    ),
}


async def test_each_kind_of_wall_is_known_by_its_structure_alone(show: Show) -> None:
    seen = {}
    for wall, (_, body) in FORMS.items():
        tab = await show(page(body))
        found = await state.judge(tab.page, tab.asking, tab.traffic, SITE)
        seen[wall] = found.reason if found else None
    assert seen == {wall: reason for wall, (reason, _) in FORMS.items()}


LIST = NAV + "<main><h1>Catch up</h1><ul><li><a href='/in/ann/'>Ann</a>{more}</li></ul></main>"
FRIENDS = {
    "a headline": LIST.format(more="<p>Security check specialist, not a robot</p>"),
    "a heading that is somebody's name": LIST.format(more="<h2>Your account has been restricted (a novel)</h2>"),
    "a message": NAV
    + "<main><ul><li><p>They asked for a security check, too many requests!</p></li></ul><form><textarea></textarea><button>Send</button></form></main>",
    "a conversation without a main part": "<div><h2>Ann</h2><p>I had to do a security check and enter a verification code</p><form><textarea></textarea><button>Send</button></form></div>",
    "a bubble": NAV
    + "<main></main><div role=dialog><h2>Ann</h2><p>Confirm your identity, they said</p><div contenteditable=true>x</div><button>Send</button></div>",
    "a hidden frame": NAV + "<main><h1>x</h1></main><iframe src='/recaptcha/anchor' width=300 height=80 hidden></iframe>",
    "a frame of no size": NAV + "<main><h1>x</h1></main><iframe title=captcha src='/x' width=0 height=0></iframe>",
    "a frame that is not visible": NAV
    + "<main><h1>x</h1></main><div style='visibility:hidden'><iframe title='recaptcha challenge expires in two minutes' src='/x' width=400 height=580></iframe></div>",
    "a frame off the page": NAV
    + "<main><h1>x</h1></main><div style='position:absolute;top:-10000px'><iframe title=captcha src='/x' width=400 height=580></iframe></div>",
    "a badge": NAV
    + "<main><h1>x</h1></main><div class=grecaptcha-badge style='position:fixed;right:0;bottom:0;width:256px;height:60px'><iframe title=reCAPTCHA src='/x' width=256 height=60></iframe></div>",
    "a badge without its class": NAV
    + "<main><h1>x</h1></main><div style='position:fixed;right:-186px;bottom:14px;width:256px;height:60px'><iframe title=reCAPTCHA src='/x?size=normal' width=256 height=60></iframe></div>",
    "a frame that only watches": NAV
    + "<main><h1>x</h1></main><iframe title=reCAPTCHA src='/recaptcha/anchor?k=1&size=Invisible' width=256 height=60></iframe>",
    "a dialog to sign in that waits": LIST.format(more="")
    + "<div role=dialog style='display:none'><form action='/login'><input type=password></form></div>",
    "a template to sign in": LIST.format(more="") + "<template><input type=password></template>",
    "a dialog to sign in off the page": LIST.format(more="")
    + "<div role=dialog style='position:absolute;left:-9999px'><input type=password></div>",
    "a password field in a folded part": LIST.format(more="")
    + "<div style='height:0;overflow:hidden'><form><input type=password></form></div>",
    "an offer that can be put away": LIST.format(more="")
    + "<div role=dialog><h2>Verify your identity and get a badge</h2><button>Try it</button><button aria-label=Dismiss>×</button></div>",
    "a page without people, of a member": NAV
    + "<main><h1>Catch up</h1><p>You're all caught up. Slow down and enjoy your day.</p></main>",
    "a search field called pincode": NAV + "<main><h1>x</h1><input name=spinner><input name=pinterest></main>",
    "a layout without a known navigation": "<main><a href='/in/ann/'>Ann</a><a href='/messaging/compose/?recipient=ACoAAnn1'>Message</a><a href='/login'>x</a><button>Sign in</button></main>",
}  # fmt: skip


async def test_what_only_looks_like_a_wall_is_none(show: Show) -> None:
    seen = {}
    for friend, body in FRIENDS.items():
        tab = await show(page(body))
        seen[friend] = await state.judge(tab.page, tab.asking, tab.traffic, SITE)
    assert seen == dict.fromkeys(FRIENDS)


async def test_a_wall_in_a_frame_of_the_page_counts(show: Show) -> None:
    inner = "<form><input type=password></form>"
    tab = await show(page(NAV + f'<main><iframe width=400 height=300 srcdoc="{inner}"></iframe></main>'))
    await tab.page.frames[1].wait_for_selector("input")
    found = await state.judge(tab.page, tab.asking, tab.traffic, SITE)
    assert found is not None
    assert found.reason is OUT


class Answer:
    def __init__(self, status: int) -> None:
        self.status = status


@pytest.mark.parametrize("status", [200, 401, 403, 404, 429, 500, 999])
async def test_the_body_outranks_the_status(show: Show, status: int) -> None:
    tab = await show(page("<main><h1>Security check</h1></main>"))
    found = await state.judge(tab.page, tab.asking, tab.traffic, SITE, Answer(status))  # type: ignore[arg-type]
    assert found is not None
    assert found.reason is CHECK


@pytest.mark.parametrize(
    ("path", "body", "reason"),
    [
        ("/checkpoint/challenge/x", "<main><h1>Your account has been restricted</h1></main>", RESTRICTED),
        ("/checkpoint/challenge/x", "<main><input type=password></main>", CHECK),
        ("/checkpoint/lg/login-submit", "<main><input type=password></main>", OUT),
        ("/checkpoint/challenge/x", "<main></main>", CHECK),
        ("/login", "<main><iframe title=Captcha src='/x' width=300 height=80></iframe></main>", CHECK),
        ("/authwall", "<main></main>", OUT),
        ("/feed/", "<main></main>", None),
    ],
)
async def test_the_body_outranks_the_address(show: Show, path: str, body: str, reason: Reason | None) -> None:
    tab = await show(page(body))
    await tab.page.goto(SITE + path)
    found = await state.judge(tab.page, tab.asking, tab.traffic, SITE)
    assert (found.reason if found else None) is reason
