"""Taking out of a text what must not be kept: cookies, tokens, addresses of people, ids. Pure.

For the technical log, for problems' details and for what a bug prints. An ordinary sentence stays as it is.
"""

from __future__ import annotations

import re

from linkapp.domain.late_pattern import LatePattern

_ASSIGNED = r"(?:\\{0,8}['\"])?\s*(?:[=:]|%3[AaDd])\s*"
_HEADER = LatePattern(
    r"(proxy-authorization|authorization|set-cookie2?|cookie)(" + _ASSIGNED + r")(?=\S)[^\r\n]*", re.IGNORECASE
)
_BEARER = LatePattern(r"\b(bearer|basic)\s+(?=\S*\d)[A-Za-z0-9+/=._~-]{8,}", re.IGNORECASE)
_SECRET = LatePattern(
    r"(li_at|li_rm|li_a|liap|lidc|li_mc|li_gc|jsessionid|bs?cookie|csrf[-_]?token|x-csrf-token|password|passphrase"
    r"|access_token|refresh_token|session_key|api[-_]?key)\b(" + _ASSIGNED + r")"
    r"(\"[^\"\r\n]*\"|'[^'\r\n]*'|\[value\]|[^\s,;&}]+)",
    re.IGNORECASE,
)
_COOKIE_VALUE = LatePattern(
    r"((?:\\{0,8}['\"])value(?:\\{0,8}['\"])\s*:\s*)(\"[^\"\r\n]*\"|'[^'\r\n]*'|\\{1,8}\"[^\"\r\n]*\")"
)
_AJAX = LatePattern(r"\bajax:\d{4,}")
_ADDRESS = LatePattern(r"((?:https?:/|(?<![\w.])/)[^\s?#'\"]{0,2000})[?#][^\s'\"]*")
_QUERY = LatePattern(r"([?&][\w.%\[\]-]{1,60}=)[^\s&'\"<>)\]}]+")
_USER = LatePattern(r"(\b[a-z][a-z0-9+.-]{0,20}://)[^\s/@'\"]+@", re.IGNORECASE)
_MAIL = LatePattern(
    r"[^\s@<>\"'(),;:\[\]=/]{1,128}(?:@|%40)[^\s@<>\"'(),;:\[\]/?&=]{1,128}\.[^\s@<>\"'(),;:\[\]/?&=.]{2,}"
)
_SLUG = LatePattern(r"(/|%2F)in\1[^/\s?#'\"&<>]+", re.IGNORECASE)
_THREAD = LatePattern(r"(/thread/)[^/\s?#'\"]+", re.IGNORECASE)
_URN = LatePattern(r"(urn(?::|%3A)li(?::|%3A)[A-Za-z_]+(?::|%3A))(?:\([^)\s'\"]*\)?|[^\s'\",)&]+)", re.IGNORECASE)
_MEMBER = LatePattern(r"(?<![A-Za-z])ACo[A-Za-z0-9_-]{4,}|ACoA[A-Za-z0-9_-]{4,}")
_CONVERSATION = LatePattern(r"(?<![\w-])2-[A-Za-z0-9+/_-]{20,}=*")
_TOKENS = (
    LatePattern(r"\bAQ[A-Za-z0-9_-]{30,}"),
    LatePattern(r"\bey[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?"),
    LatePattern(r"(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[A-Za-z0-9_-]{28,}=*"),
    LatePattern(r"(?<![\w-])(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{24,}(?![\w-])"),
)


def redacted(text: str) -> str:
    """The text without values of cookies and Authorization headers, session tokens, passwords, e-mail addresses, keys
    in profile addresses, member and conversation ids, and without what follows an address's path.

    What was there is still told: ``/in/{slug}``, ``{id}``, ``[e-mail]``, ``[value]``, ``[token]``.
    """
    text = _HEADER.sub(r"\1\2[value]", text)
    text = _BEARER.sub(r"\1 [value]", text)
    text = _SECRET.sub(r"\1\2[value]", text)
    text = _COOKIE_VALUE.sub(r'\1"[value]"', text)
    text = _USER.sub(r"\1", text)
    text = _ADDRESS.sub(r"\1", text)
    text = _QUERY.sub(r"\1[value]", text)
    text = _SLUG.sub(r"\1in\1{slug}", text)
    text = _THREAD.sub(r"\1{id}", text)
    text = _URN.sub(r"\1{id}", text)
    text = _MEMBER.sub("{id}", text)
    text = _CONVERSATION.sub("{id}", text)
    text = _AJAX.sub("[token]", text)
    text = _MAIL.sub("[e-mail]", text)
    for token in _TOKENS:
        text = token.sub("[token]", text)
    return text
