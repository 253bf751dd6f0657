"""Profile addresses as people and files write them, and the one key that all of them name."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import SplitResult, unquote, urlsplit

from linkapp.domain.person import is_member

SITE = "linkedin.com"
"""The real site's host; hosts of a country or a language stand before it."""
_BEFORE = r"/(?:[a-z]{2}(?:[-_][a-z]{2})?/|mwlite/|m/|comm/)?"
_PROFILE = re.compile(_BEFORE + r"in/([^/]+)", re.IGNORECASE)
_PUBLIC = re.compile(_BEFORE + r"pub/([^/]+)/([0-9a-z]{1,3})/([0-9a-z]{1,3})/([0-9a-z]{1,3})/?", re.IGNORECASE)
"""The address that members had before they chose one: a name and three numbers of up to three digits."""
_LONGEST = 200
_DECODED_AT_MOST = 3
"""How often an address may have been percent-encoded."""


def profile_at(address: str, site: str = "") -> str | None:
    """The normalised profile key in an address of the real site, or of ``site`` (its host, with the port where it has
    one); None for anything else. Scheme and ``www.`` may be left out; a country's host, a language before the path,
    query and fragment say nothing of the person."""
    parts = _of_the_site(address.strip(), site)
    if parts is None:
        return None
    if match := _PUBLIC.fullmatch(parts.path):
        # The site leads such an address to the name and the numbers from the last to the first, the first one bare.
        name, first, second, third = match.groups()
        return _key(f"{_decoded(name)}-{third.zfill(3)}{second.zfill(3)}{'' if first == '0' else first}")
    match = _PROFILE.match(parts.path)
    return None if match is None else _key(_decoded(match.group(1)))


def _of_the_site(text: str, site: str) -> SplitResult | None:
    if "://" not in text:
        text = f"https://{text.lstrip('/')}"
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    real = (host == SITE or host.endswith(f".{SITE}")) and port in (None, 80, 443)
    here = (f"{host}:{port}" if port else host) == site
    return parts if parts.scheme in ("http", "https") and (real or here) else None


def _decoded(text: str) -> str:
    for _ in range(_DECODED_AT_MOST):
        plain = unquote(text)
        if plain == text:
            break
        text = plain
    return text


def _key(text: str) -> str | None:
    key = unicodedata.normalize("NFC", text).strip()
    if not key or len(key) > _LONGEST or not key.isprintable() or "/" in key or "\ufffd" in key:
        return None
    return key if is_member(key) else key.lower()
