"""The signed-in session as data: which cookies belong to the site, until when it lasts, what an export may hold.

Pure. A session is a storage state: a JSON document ``{"cookies": [...], "origins": [...]}``. No error raised here and
no value's ``repr`` holds a cookie's value.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from linkapp.domain.known_error import KnownError

SIGNED_IN_COOKIE = "li_at"
"""The cookie that says who is signed in; without it nobody is."""
WARN_AHEAD = timedelta(days=7)
"""How long before its end a session is reported as ending soon."""
LONGEST_EXPORT = 5_000_000
"""Characters of an export beyond which it is no cookie export."""
_LONGEST_LIFE = timedelta(days=400)  # browsers keep no cookie longer (RFC 6265bis, 5.5)
_LONGEST_VALUE = 4096
_SAME_SITE = {"strict": "Strict", "lax": "Lax", "none": "None", "no_restriction": "None"}


class Lasting(StrEnum):
    """Whether a session still holds."""

    LASTS = "lasts"
    ENDS_SOON = "ends_soon"
    ENDED = "ended"


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """Somebody is signed in. ``expires``: when the session ends unless the site renews it (None: not told).
    ``kept``: it lies encrypted on this computer; otherwise it ends with LinkApp."""

    expires: datetime | None = None
    kept: bool = True

    def lasting(self, now: datetime) -> Lasting:
        """Whether it still holds ``now``, and for more than ``WARN_AHEAD``."""
        if self.expires is None:
            return Lasting.LASTS
        if self.expires <= now:
            return Lasting.ENDED
        return Lasting.ENDS_SOON if self.expires - now <= WARN_AHEAD else Lasting.LASTS


class BadSession(Exception):
    """A document that is no storage state with a signed-in cookie of the site."""


class BadExport(KnownError):
    """A file that is no usable cookie export; the message is one sentence and holds nothing of the file."""

    family = "signin.export"


def site_host(site: str) -> str:
    """The host of a site's address, as cookies name it."""
    return (urlsplit(site).hostname or "").casefold()


def of_the_site(state: str, host: str) -> tuple[str, SignedIn]:
    """The same session with the cookies and pages of ``host`` only, and until when it lasts.

    Cookies of other sites (a sign-in through somebody else, advertisements) are not LinkApp's to keep. Raises
    ``BadSession`` if the document is none, or nobody is signed in by it.
    """
    try:
        raw = json.loads(state)
        cookies = [cookie for cookie in raw["cookies"] if _belongs(str(cookie["domain"]), host)]
        origins = [origin for origin in raw.get("origins", []) if site_host(str(origin["origin"])) == host]
        ends = [
            float(cookie.get("expires", -1))
            for cookie in cookies
            if cookie["name"] == SIGNED_IN_COOKIE and str(cookie["value"])
        ]
        if not ends or any(map(math.isnan, ends)):
            raise BadSession("nobody is signed in by this session")
        expires = None if min(ends) < 0 else _moment(max(ends))
        return json.dumps({"cookies": cookies, "origins": origins}), SignedIn(expires=expires)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        raise BadSession("this is no storage state") from error.with_traceback(None)


def read_export(text: str, host: str, now: datetime) -> str:
    """The storage state in an export of cookies.

    Understood are the JSON lists of the usual browser extensions, Playwright's storage state, and the Netscape
    format (``cookies.txt``). Only cookies of ``host`` are taken. Raises ``BadExport``: also where there is no
    signed-in cookie that holds ``now``. An entry that is no cookie spoils the export only where it may be the one
    that is missing.
    """
    if len(text) > LONGEST_EXPORT:
        raise BadExport("This file is too large to be an export of cookies.", "too_large")
    text = text.lstrip("\ufeff \r\n")
    odd: list[BadExport] = []
    entries = list(_json_entries(text, odd) if text[:1] in ("[", "{") else _netscape_entries(text, odd))
    taken: dict[tuple[str, str, str], dict[str, Any]] = {}
    ended: list[datetime] = []
    seen = False
    for entry in entries:
        if not _belongs(entry["domain"], host):
            continue
        signs_in = entry["name"] == SIGNED_IN_COOKIE
        seen = seen or signs_in
        cookie = _cookie(entry, now)
        if isinstance(cookie, datetime):
            if signs_in:
                ended.append(cookie)
        elif cookie is not None:
            taken[entry["name"], entry["domain"], cookie["path"]] = cookie
    if not any(cookie["name"] == SIGNED_IN_COOKIE for cookie in taken.values()):
        if ended:
            raise BadExport(
                f"The session in this export ended on {max(ended):%Y-%m-%d}; sign in again in that browser, then export"
                " again.",
                "ended",
                date=max(ended).date(),
            )
        if odd:
            raise odd[0]
        if seen:
            raise BadExport(f"The {SIGNED_IN_COOKIE} cookie in this export is damaged; export again.", "damaged")
        sentence = f"This export holds no {SIGNED_IN_COOKIE} cookie of {host}; export the cookies of that site."
        raise BadExport(sentence, "no_session", host=host)
    return json.dumps({"cookies": list(taken.values()), "origins": []})


# ---- the formats ----


def _json_entries(text: str, odd: list[BadExport]) -> Iterable[dict[str, Any]]:
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        raise BadExport("This file is neither JSON nor a cookies.txt; nothing was imported.", "no_export") from None
    listed = raw.get("cookies") if isinstance(raw, dict) else raw
    if not isinstance(listed, list):
        raise BadExport("This JSON holds no list of cookies; nothing was imported.", "no_export")
    for number, entry in enumerate(listed, 1):
        name = entry.get("name") if isinstance(entry, dict) else None
        domain = entry.get("domain") if isinstance(entry, dict) else None
        if not isinstance(name, str) or not isinstance(domain, str) or not isinstance(entry.get("value"), str):
            sentence = f"Entry {number} of this export is no cookie; nothing was imported."
            odd.append(BadExport(sentence, "entry", number=number))
            continue
        ends = next((entry[key] for key in ("expirationDate", "expires", "expiry") if entry.get(key) is not None), None)
        yield {
            "name": name,
            "value": entry["value"],
            "domain": _dotted(domain, wide=entry.get("hostOnly") is False),
            "path": entry.get("path"),
            "expires": None if entry.get("session") is True else ends,
            "secure": entry.get("secure") is True,
            "httpOnly": entry.get("httpOnly") is True,
            "sameSite": entry.get("sameSite"),
        }


def _netscape_entries(text: str, odd: list[BadExport]) -> Iterable[dict[str, Any]]:
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        http_only = line.startswith("#HttpOnly_")
        line = line.removeprefix("#HttpOnly_")
        if not line.strip() or line.startswith("#"):
            continue
        parts = line.split("\t")
        if len(parts) == 6:  # an empty value, and an editor that takes blanks from the ends of lines
            parts.append("")
        if len(parts) != 7:
            sentence = f"Line {number} of this file is no cookie; nothing was imported."
            odd.append(BadExport(sentence, "line", number=number))
            continue
        domain, wide, path, secure, ends, name, value = parts
        yield {
            "name": name,
            "value": value,
            "domain": _dotted(domain, wide=wide.upper() == "TRUE"),
            "path": path,
            "expires": ends,
            "secure": secure.upper() == "TRUE",
            "httpOnly": http_only,
            "sameSite": None,
        }


def _cookie(entry: dict[str, Any], now: datetime) -> dict[str, Any] | datetime | None:
    """A cookie as a storage state has it; when it ended, if it did; None for one that no browser would take."""
    name, value, secure = entry["name"], entry["value"], entry["secure"]
    path = entry["path"] if isinstance(entry["path"], str) and entry["path"].startswith("/") else "/"
    if not (_plain(name) and name.strip() and "=" not in name and _plain(value) and _plain(path)):
        return None
    if name.startswith(("__Secure-", "__Host-")) and not secure:
        return None
    if name.startswith("__Host-") and (path != "/" or entry["domain"].startswith(".")):
        return None
    if not value and name == SIGNED_IN_COOKIE:
        return None
    ends = _end(entry["expires"])
    if ends is False:
        return None
    if ends is not None and ends <= now.timestamp():
        return _moment(ends)
    word = entry["sameSite"]
    same = _SAME_SITE.get(word.casefold() if isinstance(word, str) else "", "Lax")
    return {
        "name": name,
        "value": value,
        "domain": entry["domain"],
        "path": path,
        "expires": -1 if ends is None else min(ends, (now + _LONGEST_LIFE).timestamp()),
        "httpOnly": entry["httpOnly"],
        "secure": secure,
        # Without a word browsers mean Lax, and they refuse None where the cookie is not secure.
        "sameSite": "Lax" if same == "None" and not secure else same,
    }


def _end(given: Any) -> float | bool | None:
    """Seconds since 1970; None where the cookie ends with the browser; False where it cannot be understood."""
    if given is None or given == "":
        return None
    if isinstance(given, bool) or not isinstance(given, (int, float, str)):
        return False
    try:
        seconds = float(given)
    except (ValueError, OverflowError):
        try:
            when = datetime.fromisoformat(str(given))
        except ValueError:
            return False
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp() if 1970 < when.year < 9000 else False
    if not math.isfinite(seconds):
        return False
    if seconds <= 0:
        return None
    return seconds / 1000 if seconds > 100_000_000_000 else seconds


def _belongs(domain: str, host: str) -> bool:
    """Whether the browser sends a cookie of ``domain`` to ``host``."""
    wide = domain.startswith(".")
    domain = domain.strip().casefold().removeprefix(".").strip("[]")
    return domain == host or (wide and "." in domain and host.endswith("." + domain) and not _is_address(host))


def _dotted(domain: str, *, wide: bool) -> str:
    domain = domain.strip().casefold()
    return f".{domain}" if wide and not domain.startswith(".") and not _is_address(domain) else domain


def _is_address(host: str) -> bool:
    return ":" in host or host.replace(".", "").isdigit()


def _plain(text: str) -> bool:
    return len(text) <= _LONGEST_VALUE and all(" " <= sign <= "~" and sign != ";" for sign in text)


def _moment(seconds: float) -> datetime:
    """The moment, kept within the years that a date can have."""
    return datetime.fromtimestamp(max(0.0, min(seconds, 250_000_000_000.0)), UTC)
