"""What can be told of a command line at a first look. The window waits for it, so it takes next to no time."""

from __future__ import annotations

from collections.abc import Sequence

from linkapp.cli.usage import UsageProblem
from linkapp.config import LANGUAGES, LOOPBACK, REAL_SITE, Config

_SWITCHES = ("--background", "--headless")
_VALUES = ("--data-dir", "--site", "--lang", "--pace")
_SESSION = "-session"
"""What a session manager of X11 starts a program with that was open when the session ended. Nobody asked for its window
now, and it may be the second start of this login."""
_REAL_HOSTS = ("www.linkedin.com", "linkedin.com")


def plain_window(arguments: Sequence[str]) -> Config | None:
    """The configuration of a line that asks for the window and nothing unusual; None for every other line, and for one
    that is not understood: the parser (``parser.py``) reads it then. Raises ``UsageProblem`` as the parser does."""
    switches: set[str] = set()
    values: dict[str, str] = {}
    words = iter(arguments)
    for word in words:
        option, equals, value = word.partition("=")
        if word == _SESSION:
            next(words, "")
            switches.add("--background")
        elif word in _SWITCHES:
            switches.add(word)
        elif option in _VALUES:
            values[option] = value if equals else next(words, "")
        else:
            return None
    if any(not value.strip() or value.startswith("-") for value in values.values()):
        return None
    config = Config(
        folder=values.get("--data-dir"),
        site=site_of(values["--site"]) if "--site" in values else REAL_SITE,
        headless="--headless" in switches,
        background="--background" in switches,
        without_pace="--pace" in values,
        language=values.get("--lang", ""),
        person_waits=True,
    )
    understood = config.language in ("", *LANGUAGES) and values.get("--pace", "none") == "none"
    return config if understood and (config.loopback or not config.without_pace) else None


def site_of(address: str) -> str:
    """The site of an address: the real one, or one on this computer. Raises ``UsageProblem``."""
    from urllib.parse import urlsplit

    address = address.strip()
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise UsageProblem(f"{address} is not an address of a site.", "site", site=address) from error
    if port == 0:
        raise UsageProblem(f"{address} is not an address of a site: no site has port 0.", "site", site=address)
    host = parts.hostname or ""
    plain = not (parts.username or parts.password or parts.query or parts.fragment or parts.path.strip("/"))
    if plain and parts.scheme == "https" and host in _REAL_HOSTS and port in (None, 443):
        return REAL_SITE
    if plain and parts.scheme in ("http", "https") and host in LOOPBACK:
        name = f"[{host}]" if ":" in host else host
        return f"{parts.scheme}://{name}" + (f":{port}" if port else "")
    sentence = f"{address} is refused: LinkApp works with {REAL_SITE} or a loopback address only."
    raise UsageProblem(sentence, "site_refused", site=address, real=REAL_SITE)


def value_in(arguments: Sequence[str], option: str) -> str:
    """The value of an option in a command line before the line is understood (it may not be); empty where it is not
    there."""
    for place, word in enumerate(arguments):
        if word == option and place + 1 < len(arguments):
            return arguments[place + 1]
        if word.startswith(f"{option}="):
            return word.partition("=")[2]
    return ""
