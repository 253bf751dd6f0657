"""Nothing that must not be kept comes through; what people write does."""

from __future__ import annotations

import json
import string
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkapp.domain.problems import Problem, Reason
from linkapp.domain.redaction import redacted

WORDS = st.text(alphabet=string.ascii_letters + "éèàüñçß’'", min_size=1, max_size=12)
SENTENCES = st.lists(WORDS, min_size=0, max_size=12).map(" ".join)
TOKENS = st.text(alphabet=string.ascii_letters + string.digits + "_-", min_size=12, max_size=60).map("Q7".__add__)
SLUGS = st.text(alphabet=string.ascii_lowercase + string.digits + "-éß", min_size=3, max_size=30).map("zq".__add__)
MEMBERS = st.text(alphabet=string.ascii_letters + string.digits + "_-", min_size=4, max_size=35).map("ACoAA".__add__)

FORMS = {
    "cookie header": (TOKENS, "Cookie: bcookie=v1; li_at={}; lang=en"),
    "set-cookie header": (TOKENS, "set-cookie: li_rm={}; Path=/; Secure"),
    "header in a repr": (TOKENS, "{{'cookie': 'li_at={}; x=y', 'accept': '*/*'}}"),
    "session cookie": (TOKENS, "li_at={}"),
    "session cookie in JSON": (TOKENS, '{{"name": "li_at", "value": "{}", "domain": ".x"}}'),
    "session cookie in escaped JSON": (TOKENS, '{{\\"name\\": \\"li_at\\", \\"value\\": \\"{}\\"}}'),
    "csrf": (st.integers(10**6, 10**18).map("ajax:{}".format), 'csrf-token: "{}"'),
    "csrf alone": (st.integers(10**6, 10**18).map("ajax:{}".format), "it was {} then"),
    "bearer": (TOKENS, "Authorization: Bearer {}"),
    "authorization in a repr": (TOKENS, "{{'Authorization': 'Basic {}'}}"),
    "password": (TOKENS, "password={}"),
    "query": (TOKENS, "GET https://www.linkedin.com/messaging/compose/?recipient={} failed"),
    "fragment": (TOKENS, "https://www.linkedin.com/feed/#{}"),
    "query of a path": (TOKENS, "at /in/?miniProfileUrn={}&trk=x"),
    "query alone": (TOKENS, "…&vanityName={}&more=1"),
    "user in an address": (TOKENS, "redis://someone:{}@127.0.0.1:6379/0"),
    "profile": (SLUGS, "https://www.linkedin.com/in/{}/ was gone"),
    "profile path": (SLUGS, "/in/{}"),
    "profile encoded": (SLUGS.map(quote), "/in/{}/details"),
    "profile in an encoded address": (SLUGS.map(quote), "redirect%2Fin%2F{}%2Fdetails"),
    "member": (MEMBERS, "the member {} is gone"),
    "member in a key": (MEMBERS, "com.linkedin.sdui.profile.card.ref{}"),
    "urn": (MEMBERS, "urn:li:fsd_profile:{}"),
    "urn encoded": (MEMBERS, "urn%3Ali%3Afsd_profile%3A{}"),
    "numbered urn": (st.integers(10**5, 10**12).map(str), "urn:li:member:{}"),
    "moment": (st.integers(10**5, 10**12).map(str), "urn:li:prop:(BIRTHDAY,{})"),
    "thread": (TOKENS, "/messaging/thread/{}/"),
    "e-mail": (SLUGS.map(lambda slug: f"{slug}@example.org"), "written to {} today"),
    "e-mail encoded": (SLUGS.map(lambda slug: f"{quote(slug)}%40example.org"), "session_key {}"),
    "token": (
        st.text(alphabet=string.ascii_letters + string.digits, min_size=30, max_size=200).map("AQED".__add__),
        "it is {} now",
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_canary_in_any_form_never_comes_out(form: str) -> None:
    canaries, frame = FORMS[form]

    @given(canaries, SENTENCES, SENTENCES)
    def holds(canary: str, before: str, after: str) -> None:
        for text in (
            frame.format(canary),
            f"{before} {frame.format(canary)} {after}",
            f"{before}\n{frame.format(canary)}\n{after}",
        ):
            for left in (
                redacted(text),
                redacted(json.dumps(text)),
                Problem(reason=Reason.OFFLINE, detail=text).detail,
            ):
                assert canary not in left
                assert canary[:12] not in left or len(canary) < 12

    holds()


@given(
    st.lists(
        WORDS
        | st.integers(0, 9999).map(str)
        | st.sampled_from([",", "–", "(3)", "12:30", "10 %", "a/b", "…", "2026-07-10", "R2-D2", ":-)"])
    ).map(" ".join)
)
def test_ordinary_sentences_stay_as_they_are(sentence: str) -> None:
    assert redacted(sentence) == sentence


@pytest.mark.parametrize(
    "text",
    [
        "the composer names its person by another kind of key",
        "no people and no empty notice: 3 rows, 12 links",
        "Timeout 4000ms exceeded.",
        "net::ERR_NAME_NOT_RESOLVED at https://www.linkedin.com/mynetwork/catch-up/birthday/",
        "HTTP 429",
        "ModuleNotFoundError: No module named 'secretstorage'",
        "2026-07-10T09:30:00+00:00",
        "linkapp/engine/pages/catch_up.py:120 in _first_look",
    ],
)  # fmt: skip
def test_what_helps_to_understand_stays(text: str) -> None:
    assert redacted(text) == text


@given(st.text(max_size=300))
def test_any_text_is_taken_and_taking_out_twice_changes_no_secret_back(text: str) -> None:
    assert isinstance(redacted(redacted(text)), str)
