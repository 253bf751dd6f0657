"""What a command line asks for. Nothing is done here, and nothing is read but the line."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NoReturn
from urllib.parse import urlsplit

from linkapp import __version__
from linkapp.cli.exits import UsageProblem, no_run
from linkapp.cli.output import note, say
from linkapp.cli.words import CliWords, language_of
from linkapp.config import LOOPBACK, REAL_SITE, Config
from linkapp.system.shared_quota import address_of

_REAL_HOSTS = ("www.linkedin.com", "linkedin.com")

EXAMPLE_TIME = "2026-07-10T09:30"

FIRST_YEAR, LAST_YEAR = 1990, 2200
"""Years at which the clock may be started: windows of days before and after have to be times as well."""

LARGEST_NUMBER = 2**63 - 1
"""The largest number that a run can have."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """What every command understands."""

    command: str = ""
    kind: str = ""
    config: Config = field(default_factory=Config)
    as_json: bool = False
    send: bool = False
    run_id: int | None = None
    person: str = ""
    yes: bool = False
    this_one: bool = False
    new_account: bool = False
    port: int = 0
    import_file: str | None = None
    passphrase: bool = False
    """Whether a passphrase is to be asked for; ``config`` has the one that was given."""
    speaks: str = ""
    """The language of what is said here; that of ``config`` is the wish of the command line, for messages too."""

    @property
    def words(self) -> CliWords:
        """The sentences to speak in."""
        return CliWords(language_of(self.speaks, self.config.language))


_FAULTS_OF_A_LINE = (
    (r"argument (?P<option>.+?): invalid choice: '(?P<given>.*)' \(choose from (?P<choices>.+)\)", "line_choice"),
    (r"argument (?P<option>.+?): invalid int value: '(?P<given>.*)'", "line_number"),
    (r"argument (?P<option>.+?): expected one argument", "line_value"),
    (r"argument (?P<option>.+?): not allowed with argument (?P<other>.+)", "line_together"),
    (r"the following arguments are required: (?P<what>.+)", "line_required"),
    (r"unrecognized arguments: (?P<what>.+)", "line_unknown"),
)
"""How the parser says what is wrong with a line; anything else is told as it says it."""


class _Parser(argparse.ArgumentParser):
    def _print_message(self, message: str, file: Any = None) -> None:
        (note if file is sys.stderr else say)(message.rstrip("\n"))

    def error(self, message: str) -> NoReturn:
        told = message[:1].upper() + message[1:].rstrip(".") + "."
        for form, code in _FAULTS_OF_A_LINE:
            if found := re.fullmatch(form, message):
                raise UsageProblem(told, code, **found.groupdict())
        raise UsageProblem(told, "line", detail=message.rstrip("."))


def language_in(arguments: Sequence[str]) -> str:
    """The language that a command line wishes for, before it is understood (it may not be)."""
    for place, word in enumerate(arguments):
        if word == "--lang" and place + 1 < len(arguments):
            return arguments[place + 1]
        if word.startswith("--lang="):
            return word.partition("=")[2]
    return ""


def parse(arguments: Sequence[str]) -> Options:
    """The options in a command line. Raises ``UsageProblem``."""
    parser = _parser()
    given = parser.parse_args(list(arguments))
    command = given.command or ""
    for option in ("site", "data_dir", "now", "redis", "import_file"):
        if (value := getattr(given, option, None)) is not None and not value.strip():
            name = "--" + option.replace("_file", "").replace("_", "-")
            raise UsageProblem(f"The option {name} is empty; leave it out, or say what you mean.", "empty", option=name)
    site = _site(getattr(given, "site", REAL_SITE))
    loopback = urlsplit(site).hostname in LOOPBACK
    own_site = command in ("practice", "demo")
    now = _time(given.now) if getattr(given, "now", None) else None
    if now is not None and not (loopback or own_site):
        told = "The option --now is only for a site on this computer (a loopback address)."
        raise UsageProblem(told, "loopback_only", option="--now")
    if getattr(given, "pace", None) and not (loopback or own_site):
        told = "The option --pace none is only for a site on this computer (a loopback address)."
        raise UsageProblem(told, "loopback_only", option="--pace none")
    if redis := getattr(given, "redis", ""):
        address_of(redis)
    late_days, limit = getattr(given, "late_days", None), getattr(given, "limit", None)
    if late_days is not None and not 0 <= late_days <= 10:
        raise UsageProblem("The option --late-days takes a number from 0 to 10.", "late_days")
    if limit is not None and limit < 0:
        raise UsageProblem("The option --limit takes a number of people, 0 or more.", "limit")
    if not 0 <= getattr(given, "port", 0) <= 65535:
        raise UsageProblem("The option --port takes a number from 0 to 65535.", "port")
    if (number := getattr(given, "id", None)) is not None and not 0 < number <= LARGEST_NUMBER:
        raise no_run(number)
    return Options(
        command=command,
        kind=getattr(given, "kind", None) or "",
        config=Config(
            folder=getattr(given, "data_dir", None),
            site=site,
            headless=getattr(given, "headless", False),
            without_pace=bool(getattr(given, "pace", None)),
            clock_start=now,
            language=getattr(given, "lang", None) or "",
            late_days=late_days,
            limit=limit,
            redis=redis,
            makes_vault=command == "sign-in",
            person_waits=command in ("sign-in", "sign-out", ""),
            opened_for=command or "window",
        ),
        as_json=getattr(given, "json", False),
        send=getattr(given, "send", False),
        run_id=getattr(given, "id", None),
        person=getattr(given, "person", ""),
        yes=getattr(given, "answer", "") == "yes",
        this_one=getattr(given, "this_one", False),
        new_account=getattr(given, "new_account", False),
        port=getattr(given, "port", 0),
        import_file=getattr(given, "import_file", None),
        passphrase=getattr(given, "passphrase", False),
    )


def _parser() -> argparse.ArgumentParser:
    every = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    every.add_argument("--data-dir", metavar="DIR", help="everything LinkApp keeps lies there")
    every.add_argument("--site", metavar="URL", help="the real site or a loopback address; anything else is refused")
    every.add_argument("--headless", action="store_true", help="show no browser window")
    every.add_argument(
        "--pace", choices=["none"], help="loopback only: no gaps, hours, weekend or warm-up; the caps stay"
    )
    every.add_argument("--now", metavar="TIME", help="loopback only: the clock starts there (ISO 8601)")
    every.add_argument("--json", action="store_true", help="one JSON document on standard output")
    every.add_argument(
        "--passphrase",
        action="store_true",
        help="a passphrase in place of the system's keyring; asked for, or the first line of standard input",
    )
    every.add_argument("--redis", metavar="URL", help="a quota shared by several computers")
    every.add_argument("--lang", choices=["en", "fr"], help="the language of messages and of the window")
    parser = _Parser(prog="linkapp", parents=[every], description="Tend your own network, at a person's pace.",
                     epilog="Without a command the window opens.", allow_abbrev=False)  # fmt: skip
    parser.add_argument("--version", action="version", version=f"LinkApp {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)

    def add(name: str, what: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, parents=[every], help=what, description=what, allow_abbrev=False)

    run = add("run", "greet people; without --send only shows what would be sent")
    run.add_argument("kind", choices=["birthdays"])
    how = run.add_mutually_exclusive_group()
    how.add_argument("--send", action="store_true", help="really send")
    how.add_argument("--review", action="store_true", help="only show (the default)")
    run.add_argument("--late-days", type=int, metavar="N", help="greet birthdays up to N days ago (0 to 10)")
    run.add_argument("--limit", type=int, metavar="N", help="at most N people in this run")
    preview = add("preview", "what would be sent to whom, and who is skipped and why; sends nothing")
    preview.add_argument("kind", choices=["birthdays"])
    preview.add_argument("--late-days", type=int, metavar="N", help="birthdays up to N days ago (0 to 10)")
    add("status", "caps used and left, breaker, open questions")
    runs = add("runs", "what was done, run by run")
    runs.add_argument("id", nargs="?", type=int, metavar="ID")
    answer = add("answer", "you looked: an uncertain greeting went out (or a wish is of this time), or not")
    answer.add_argument("id", type=int, metavar="RUN", help="the run that was unsure")
    answer.add_argument("person", metavar="PERSON", help="name, profile address or key, or member id")
    answer.add_argument("answer", choices=["yes", "no"])
    account = add("account", "which account this data folder belongs to, and whether another one signed in")
    whose = account.add_mutually_exclusive_group()
    whose.add_argument("--this-one", action="store_true", help="the account refused last is yours, the same as before")
    whose.add_argument(
        "--new-account", action="store_true", help="it is another one, and this folder goes on as that account"
    )
    check = add("check", "health of everything LinkApp needs; exit status 0 only if all is well")
    check.add_argument("kind", nargs="?", choices=["pages"], help="only the site's pages")
    sign_in_ = add("sign-in", "opens a browser window in which you sign in; LinkApp keeps the session, encrypted")
    sign_in_.add_argument(
        "--import", dest="import_file", metavar="FILE", help="for experts: take the session from an export of cookies"
    )
    add("resume", "you have looked at what the site showed (a security check, a limit): LinkApp may go on")
    add("sign-out", "forgets the session and its key")
    practice = add("practice", "serves the practice site and prints its address")
    practice.add_argument("--port", type=int, default=0, metavar="N")
    add("demo", "the main job on the practice site, from an empty folder")
    return parser


def _site(address: str) -> str:
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
    told = f"{address} is refused: LinkApp works with {REAL_SITE} or a loopback address only."
    raise UsageProblem(told, "site_refused", site=address, real=REAL_SITE)


def _time(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip()).astimezone(UTC)
    except (ValueError, OverflowError, OSError) as error:
        told = f"{text} is no time; write it as {EXAMPLE_TIME}."
        raise UsageProblem(told, "time", time=text, example=EXAMPLE_TIME) from error
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        told = f"{text} is no time that LinkApp can work at; it knows the years {FIRST_YEAR} to {LAST_YEAR}."
        raise UsageProblem(told, "time_far", time=text, first=FIRST_YEAR, last=LAST_YEAR)
    return moment
