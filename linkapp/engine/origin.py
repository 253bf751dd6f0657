"""Whether two addresses are of one site: by scheme, host and port, never by how an address begins. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit

_PORTS = {"http": 80, "https": 443}


def origin_of(address: str) -> tuple[str, str, int] | None:
    """Scheme, host and port of a web address, the port also where it is left out; None for an address that is of no
    site (``about:blank``, ``data:``, one that cannot be read). Who is named before an ``@`` does not count."""
    try:
        parts = urlsplit(address)
        scheme, host, port = parts.scheme, parts.hostname, parts.port
    except ValueError:
        return None
    if scheme not in _PORTS or not host or "\\" in parts.netloc:  # a browser ends the host at a backslash
        return None
    return scheme, host, port if port is not None else _PORTS[scheme]


def same_origin(address: str, site: str) -> bool:
    """Whether both are web addresses of one scheme, host and port. No address of no site is anybody's own."""
    origin = origin_of(address)
    return origin is not None and origin == origin_of(site)
