"""Who a person is: by member id or profile address, never by name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import parse_qs, unquote, urlsplit

_MEMBER = re.compile(r"^ACo[A-Za-z0-9_-]{4,}$")
_URN_MEMBER = re.compile(r"urn:li:(?:fsd_profile|fs_miniProfile|fs_profile|member):([A-Za-z0-9_-]+)")


@dataclass(frozen=True, kw_only=True)
class Person:
    """A person as a page or the contacts book names them.

    ``member`` is the site's opaque member id (``ACoAA…``), ``profile`` the normalised last part of the profile
    address (lower case, percent-decoded). At least one of them is there when anything may be sent.
    """

    name: str
    member: str | None = None
    profile: str | None = None
    headline: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """All stable keys of this person, the strongest first: ``id:…`` and ``in:…``."""
        keys = []
        if self.member:
            keys.append(f"id:{self.member}")
        if self.profile:
            keys.append(f"in:{self.profile}")
        return tuple(keys)

    @property
    def key(self) -> str:
        """The strongest key; empty when the person cannot be identified."""
        return self.keys[0] if self.keys else ""


def profile_of(address: str) -> str | None:
    """The normalised profile key in a profile address (``/in/<key>/…``), or None if it is no such address."""
    parts = [unquote(part) for part in urlsplit(address.strip()).path.split("/")]
    for before, part in pairwise(parts):
        if before == "in" and part.strip():
            key = unicodedata.normalize("NFC", part.strip())
            return key if is_member(key) else key.lower()
    return None


def is_member(text: str) -> bool:
    """Whether ``text`` looks like an opaque member id (a profile address may hold one in place of a name)."""
    return bool(_MEMBER.match(text))


def member_of(address: str) -> str | None:
    """The recipient's member id in a compose address, or None.

    ``recipient`` and ``profileUrn`` may both be there; if they name two people the address is refused (None).
    """
    query = parse_qs(urlsplit(address.strip()).query)
    named = {value.strip() for value in query.get("recipient", []) if value.strip()}
    for urn in query.get("profileUrn", []):
        match = _URN_MEMBER.search(urn)
        if match:
            named.add(match.group(1))
    return named.pop() if len(named) == 1 else None
