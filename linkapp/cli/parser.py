"""The commands: the same use cases as the window, shown as words or as one JSON document. Imports no Qt.

Standard output holds the answer and nothing else; progress and log lines go to standard error.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import IntEnum
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import quote, urlsplit

from linkapp import __version__
from linkapp.cli.output import note, print_json, progress, say
from linkapp.cli.words import CliWords, language_of
from linkapp.domain.campaign import Item, Preview, Progress, Report, Result, RunOutcome
from linkapp.domain.hand_edited import NotUtf8, text_of
from linkapp.domain.known_error import KnownError
from linkapp.domain.moment import Occasion
from linkapp.domain.problems import NEEDS_PERSON, NOT_NOW, PAGES_CHANGED, Problem, Reason
from linkapp.domain.quota import Usage
from linkapp.domain.selector_stats import SelectorStat
from linkapp.domain.session import LONGEST_EXPORT, SignedIn
from linkapp.services.application import Application
from linkapp.services.health import Finding, Health
from linkapp.services.page_check import Surface
from linkapp.services.runs import Control
from linkapp.services.sign_in import SignIn, SigningOut
from linkapp.services.site_guard import Standing
from linkapp.system.shared_quota import address_of

REAL_SITE = "https://www.linkedin.com"
_REAL_HOSTS = ("www.linkedin.com", "linkedin.com")
EXAMPLE_TIME = "2026-07-10T09:30"
FIRST_YEAR, LAST_YEAR = 1990, 2200
"""Years at which the clock may be started: windows of days before and after have to be times as well."""
LARGEST_NUMBER = 2**63 - 1
"""The largest number that a run can have."""
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Exit(IntEnum):
    """Exit statuses (product.md)."""

    DONE = 0
    FAILURES = 1
    USAGE = 2
    NEEDS_PERSON = 3
    NOT_NOW = 4
    PAGES_CHANGED = 5
    BUG = 70


class UsageProblem(KnownError):
    """Bad input: one clear sentence, exit status 2, nothing done."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """What every command understands."""

    command: str = ""
    kind: str = ""
    data_dir: str | None = None
    site: str = REAL_SITE
    headless: bool = False
    pace_none: bool = False
    now: datetime | None = None
    as_json: bool = False
    language: str = ""
    send: bool = False
    late_days: int | None = None
    limit: int | None = None
    run_id: int | None = None
    person: str = ""
    yes: bool = False
    this_one: bool = False
    new_account: bool = False
    port: int = 0
    import_file: str | None = None
    passphrase: bool = False
    redis: str = ""
    speaks: str = ""
    """The language of what is said here; ``language`` is the wish of the command line, for messages too."""

    @property
    def words(self) -> CliWords:
        """The sentences to speak in."""
        return CliWords(language_of(self.speaks, self.language))

    @property
    def loopback(self) -> bool:
        """Whether the site is on this computer."""
        return urlsplit(self.site).hostname in _LOOPBACK


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
    loopback = urlsplit(site).hostname in _LOOPBACK
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
        data_dir=getattr(given, "data_dir", None),
        site=site,
        headless=getattr(given, "headless", False),
        pace_none=bool(getattr(given, "pace", None)),
        now=now,
        as_json=getattr(given, "json", False),
        language=getattr(given, "lang", None) or "",
        send=getattr(given, "send", False),
        late_days=late_days,
        limit=limit,
        run_id=getattr(given, "id", None),
        person=getattr(given, "person", ""),
        yes=getattr(given, "answer", "") == "yes",
        this_one=getattr(given, "this_one", False),
        new_account=getattr(given, "new_account", False),
        port=getattr(given, "port", 0),
        import_file=getattr(given, "import_file", None),
        passphrase=getattr(given, "passphrase", False),
        redis=redis,
    )


def no_run(number: int) -> UsageProblem:
    """There is no such run."""
    return UsageProblem(f"There is no run {number}.", "no_run", number=number)


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
    if plain and parts.scheme in ("http", "https") and host in _LOOPBACK:
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


# ---- commands ----


async def run(app: Application, options: Options, control: Control | None = None) -> int:
    """``run birthdays``: review shows, ``--send`` sends. ``control`` is the person's hand on it."""
    if not options.send:
        return await preview(app, options)
    watch = Progressing(options.words)
    try:
        report = await app.greetings.send(Occasion.BIRTHDAY, None, watch=watch, control=control or Control())
    except asyncio.CancelledError:  # a second signal, in the middle of something
        latest = await app.runs.latest(1)
        if watch.begun and latest and latest[0].outcome is RunOutcome.RUNNING:
            _tell_report(replace(latest[0], outcome=RunOutcome.INTERRUPTED), options)
        raise
    _tell_report(report, options)
    return exit_of(report.outcome)


def _tell_report(report: Report, options: Options) -> None:
    if options.as_json:
        print_json(report_document(report, options.site))
    else:
        say_report(report, options.words)


async def preview(app: Application, options: Options) -> int:
    """``preview birthdays``."""
    seen = await app.greetings.preview(Occasion.BIRTHDAY)
    if options.as_json:
        print_json(preview_document(seen, options.site))
    else:
        _say_preview(seen, options.words)
    return Exit.FAILURES if seen.partial and seen.stopped is None else exit_of_problem(seen.stopped)


async def status(app: Application, options: Options) -> int:
    """``status``: what a claim would be answered now."""
    usage = await app.greetings.usage()
    open_questions = await app.open_questions() if app.open_questions is not None else []
    assert app.guard is not None
    standing = await app.guard.standing()
    wishes = [one for one in await app.answers.questions() if one.wish is not None] if app.answers else []
    document = {
        "messages": _usage_document(usage) if usage else None,
        "breaker": _breaker_document(standing),
        "open_questions": open_questions,
        "wishes_not_dated": [{"run": one.run, "name": one.person.name, "wish": one.text} for one in wishes],
        "next_run": None,
        "data_folder": app.data_folder,
    }
    if options.as_json:
        print_json(document)
        return Exit.DONE
    words = options.words
    if usage:
        caps, today = usage.caps, max(usage.date, usage.day)
        say(words("cli.messages", today=today, day=caps.day, used=usage.week, week=caps.week))
        say(" ".join(filter(None, (words("cli.left", left=usage.left), _answered(usage, app, words)))))
    for name in open_questions:
        say(words("cli.open", name=name))
    for one in wishes:
        say(words("cli.open.wish", name=one.person.name, run=one.run))
    if usage and usage.share < 1:
        whole = _local(usage.whole_at, app)[:10]  # what the site's limit signs left of the caps
        say(words("cli.slowed", share=round(100 * usage.share), whole=whole))
    say(words("cli.breaker", how=_breaker_in_words(standing, app, words)))
    say(words("cli.next_run"))
    say(words("cli.folder", folder=app.data_folder))
    return Exit.DONE


def _breaker_in_words(standing: Standing, app: Application, words: CliWords) -> str:
    refusal, breaker = standing.refusal, standing.breaker
    if refusal is None:
        return words("cli.breaker.closed")
    if refusal.reason is Reason.BREAKER_LATCHED:
        sign = words.reason(breaker.latched) if isinstance(breaker.latched, Reason) else str(breaker.latched)
        return words("cli.breaker.latched", sign=sign)
    return words("cli.breaker.open", time=_local(breaker.until, app))


def _breaker_document(standing: Standing) -> dict[str, Any]:
    breaker, refusal = standing.breaker, standing.refusal
    waits_for_time = breaker.until is not None and breaker.until > standing.now
    return {
        "open": refusal is not None,
        "failures": breaker.failures,
        "trips": breaker.trips,
        "until": _iso(breaker.until) if waits_for_time else None,
        "waits_for_you": breaker.latched,
        "since": _iso(breaker.latched_at),
    }


async def resume(app: Application, options: Options) -> int:
    """``resume``: the person has looked at what the site showed. Asks nothing of the site."""
    assert app.guard is not None
    waited = await app.guard.looked()
    standing = await app.guard.standing()
    if options.as_json:
        print_json({"cleared": waited, "breaker": _breaker_document(standing)})
        return Exit.DONE
    words = options.words
    say(words("cli.looked" if waited else "cli.not_waited"))
    say(words("cli.breaker", how=_breaker_in_words(standing, app, words)))
    return Exit.DONE


def _answered(usage: Usage, app: Application, words: CliWords) -> str:
    """What a claim would be answered, in words; nothing where it would be granted."""
    if usage.refusal is None:
        return ""
    if usage.refusal is Reason.BREAKER_LATCHED:
        return words("cli.refused.latched")
    if usage.refusal is Reason.SHARED_QUOTA:
        return words("cli.refused.shared")
    until = words("cli.opens", time=_local(usage.opens, app)) if usage.opens else words("cli.never_opens")
    return words("cli.refused", why=words.reason(usage.refusal)) + " " + until


async def runs(app: Application, options: Options) -> int:
    """``runs [ID]``."""
    if options.run_id is not None:
        report = await app.runs.report(options.run_id)
        if report is None:
            raise no_run(options.run_id)
        _tell_report(report, options)
        return Exit.DONE
    latest = await app.runs.latest()
    if options.as_json:
        print_json({"runs": [report_document(report, options.site) for report in latest]})
        return Exit.DONE
    if not latest:
        say(options.words("cli.no_runs"))
    words = options.words
    for report in latest:
        kind, outcome = words(f"kind.{report.kind}"), words(f"outcome.{report.outcome}")
        told = f"{report.run:>5}  {_local(report.started, app)}  {kind}  {outcome}: {_counts(report, words)}"
        say(told + ("; " + words("cli.in_part") if report.partial else ""))
    return Exit.DONE


def _counts(report: Report, words: CliWords) -> str:
    return words("cli.counts", **{state: len(report.of(state)) for state in Result})


async def check(health: Health, options: Options) -> int:
    """``check``: everything, the site's birthdays page among it."""
    return tell_findings(await health.everything(), options)


def tell_findings(findings: Sequence[Finding], options: Options) -> int:
    """Findings in words or as a document; the exit status."""
    if options.as_json:
        print_json(
            {"well": all(one.state == "ok" for one in findings), "findings": [_finding(one) for one in findings]}
        )
    else:
        for one in findings:
            state, name, sentence = _finding_in_words(one, options.words)
            say(f"{state:<8} {name}: {sentence}")
    return exit_of_findings(findings)


def _finding_in_words(one: Finding, words: CliWords) -> tuple[str, str, str]:
    """State, name and sentence. English has them as they are in the document; other languages have the same codes."""
    if words.language == "en" and one.known is None and one.problem is None:
        return one.state, one.name, one.sentence
    name = words(f"health.name.{one.name}") if words.has(f"health.name.{one.name}") else one.name
    facts = {key: _fact(fact, words) for key, fact in one.facts.items()}
    if one.known is not None:
        sentence = words.bad(one.known)
    elif one.code:
        sentence = words(f"health.is.{one.code}", **facts)
    elif one.problem is not None:
        sentence = words.stop(one.problem)
    else:
        sentence = one.sentence
    return (one.state, one.name, sentence) if words.language == "en" else (one.state, name, sentence)


def _fact(fact: object, words: CliWords) -> str:
    if isinstance(fact, datetime):
        return f"{fact:%Y-%m-%d %H:%M}"
    return words.reason(fact) if isinstance(fact, Reason) else str(fact)


def _surface_in_words(one: Surface, words: CliWords) -> str:
    if words.language == "en" and one.problem is None:
        return one.sentence
    if one.problem is not None:
        return words.stop(one.problem)
    if one.cards is not None:
        return words.count("health.cards" if one.state == "ok" else "health.cards.partial", one.cards)
    return words(f"health.surface.{one.state}.about")


async def check_pages(app: Application, options: Options) -> int:
    """``check pages``: every kind of page that LinkApp reads; the outlines of all of them are kept."""
    assert app.page_check is not None
    surfaces = await app.page_check()
    ways = await app.selector_stats() if app.selector_stats is not None else ()
    folder = next((str(Path(one.outline_path).parent) for one in surfaces if one.outline_path), None)
    if options.as_json:
        well = all(one.state == "ok" for one in surfaces)
        print_json(
            {
                "well": well,
                "findings": [_surface(one) for one in surfaces],
                "outlines": folder,
                "recognised_by": [_standing(one) for one in ways],
            }
        )
    else:
        for one in surfaces:
            say(f"{one.state:<8} {one.name}: {_surface_in_words(one, options.words)}")
        if folder:
            say(options.words("cli.outlines", folder=folder))
            say(options.words("cli.outlines.about"))
        if useful := [one for one in ways if one.last_success is not None]:
            say(options.words("cli.ways"))
            for way in useful:
                say(f"  {way.key:<14} {way.form:<36} {_how_well(way)}")
            say("  " + options.words("cli.ways.rest", n=len(ways) - len(useful)))
    return exit_of_findings(surfaces)


def _standing(one: SelectorStat) -> dict[str, object]:
    return {
        "key": one.key,
        "form": one.form,
        "place": one.place,
        "rate": None if one.rate is None else round(one.rate, 3),
        "tries": round(one.tries, 1),
        "last_success": _iso(one.last_success),
        "learned": one.learned,
        "promoted": one.promoted,
    }


def _how_well(one: SelectorStat) -> str:
    last = f"{one.last_success:%Y-%m-%d}" if one.last_success else "never"
    notes = [note for note, holds in (("learned", one.learned), ("asked earlier", one.promoted)) if holds]
    return f"{one.rate or 0:>4.0%}  {last}" + (f"  ({', '.join(notes)})" if notes else "")


async def sign_in(signing_in: SignIn, options: Options) -> int:
    """``sign-in [--import FILE]``. Raises ``UsageProblem`` for a file that is no usable export."""
    if options.import_file is not None:
        standing = await signing_in.by_import(_export(options.import_file))
    else:
        for point in ("window", "keep", "google"):
            note(options.words(f"signin.before.{point}"))
        standing = await signing_in.by_hand(lambda problem: _say_standing(problem, options.words))
    signed_in = isinstance(standing, SignedIn)
    if options.as_json:
        print_json(
            {
                "signed_in": signed_in,
                "kept": isinstance(standing, SignedIn) and standing.kept,
                "expires": _iso(standing.expires) if isinstance(standing, SignedIn) else None,
                "problem": None if isinstance(standing, SignedIn) else _problem(standing),
            }
        )
    elif isinstance(standing, SignedIn):
        words = options.words
        if not standing.kept:
            say(words("cli.signed_in.unkept"))
        elif standing.expires:
            say(words("cli.signed_in.until", day=f"{standing.expires:%Y-%m-%d}"))
        else:
            say(words("cli.signed_in"))
        if options.import_file is not None:
            say(words("cli.delete_export", file=options.import_file))
    else:
        say(options.words("cli.not_signed_in", why=options.words.stop(standing)))
    if isinstance(standing, Problem) and standing.reason is Reason.STOPPED_BY_PERSON:
        return Exit.NEEDS_PERSON
    return exit_of_problem(None if isinstance(standing, SignedIn) else standing)


async def sign_out(signing_in: SigningOut | SignIn, options: Options) -> int:
    """``sign-out``: the session is gone whatever the keyring says."""
    problem = await signing_in.out()
    if options.as_json:
        print_json({"signed_out": problem is None, "problem": _problem(problem)})
    elif problem is None:
        say(options.words("cli.signed_out"))
    else:
        say(options.words("cli.signed_out.but", why=options.words.stop(problem)))
    return exit_of_problem(problem)


def _export(name: str) -> str:
    """The text of an export. Raises ``UsageProblem``."""
    try:
        with Path(name).open("rb") as file:
            raw = file.read(LONGEST_EXPORT + 1)
        return text_of(raw)
    except OSError as error:
        told = f"The file {name} cannot be read: {error.strerror}."
        raise UsageProblem(told, "file_unreadable", file=name, detail=error.strerror) from None
    except NotUtf8 as error:
        told = f"The file {name} cannot be read: {error}; nothing was imported."
        raise UsageProblem(told, "file_no_text", file=name, detail=error) from None
    except ValueError as error:  # a name that no file can have
        raise UsageProblem(
            f"The file {name} cannot be read: {error}.", "file_unreadable", file=name, detail=error
        ) from None


def _say_standing(problem: Problem, words: CliWords) -> None:
    if words.has(key := f"cli.waits.{problem.reason}"):
        note(words(key, detail=problem.detail))


def exit_of_findings(findings: Sequence[Finding | Surface]) -> int:
    """The exit status of a health check or a page check."""
    problems = [one.problem for one in findings if one.problem is not None]
    if any(problem.reason in NEEDS_PERSON for problem in problems):
        return Exit.NEEDS_PERSON
    if any(one.state == "changed" for one in findings):
        return Exit.PAGES_CHANGED
    return Exit.DONE if all(one.state == "ok" for one in findings) else Exit.FAILURES


def exit_of(outcome: RunOutcome) -> int:
    """The exit status of a run."""
    return {
        RunOutcome.DONE: Exit.DONE,
        RunOutcome.STOPPED: Exit.FAILURES,
        RunOutcome.NEEDS_PERSON: Exit.NEEDS_PERSON,
        RunOutcome.NOT_NOW: Exit.NOT_NOW,
        RunOutcome.PAGES_CHANGED: Exit.PAGES_CHANGED,
    }.get(outcome, Exit.FAILURES)


def exit_of_problem(problem: Problem | None) -> int:
    """The exit status for a reading that was stopped by a problem (or was not)."""
    if problem is None:
        return Exit.DONE
    for reasons, status_ in (
        (NEEDS_PERSON, Exit.NEEDS_PERSON),
        (NOT_NOW, Exit.NOT_NOW),
        (PAGES_CHANGED, Exit.PAGES_CHANGED),
    ):
        if problem.reason in reasons:
            return status_
    return Exit.FAILURES


# ---- documents ----


def report_document(report: Report, site: str) -> dict[str, Any]:
    """A run as the JSON document of product.md."""
    return {
        "run": report.run,
        "kind": report.kind,
        "outcome": report.outcome,
        "started": _iso(report.started),
        "finished": _iso(report.finished),
        "greeted": [_greeted(item, site) for item in report.of(Result.DONE)],
        "skipped": [_with_reason(item, site) for item in report.of(Result.SKIPPED)],
        "failed": [_with_reason(item, site) for item in report.of(Result.FAILED)],
        "unsure": [_with_reason(item, site) | {"text": item.text} for item in report.of(Result.UNSURE)],
        "partial": report.partial or None,
        "stopped_by": _problem(report.stopped_by),
    }


def preview_document(seen: Preview, site: str) -> dict[str, Any]:
    """A preview as a JSON document: ``due`` with the exact texts, ``skipped`` with the reasons."""
    return {
        "kind": f"{seen.occasion}s",
        "today": seen.today.isoformat(),
        "due": [
            {
                "name": draft.person.name,
                "profile": _profile(draft.person.profile or draft.person.member, site),
                "recipient": draft.person.member,
                "text": draft.text,
                "late_days": draft.late_days,
                "on": draft.on.isoformat(),
                "ticked": draft.ticked,
            }
            for draft in seen.drafts
        ],
        "skipped": [
            {
                "name": skip.person.name,
                "profile": _profile(skip.person.profile or skip.person.member, site),
                "reason": skip.reason,
                "detail": skip.detail,
            }
            for skip in seen.skips
        ],
        "partial": seen.partial or None,
        "messages": _usage_document(seen.usage) if seen.usage else None,
        "stopped_by": _problem(seen.stopped),
    }


def _usage_document(usage: Usage) -> dict[str, Any]:
    return {
        "today": usage.date,
        "last_24_hours": usage.day,
        "last_7_days": usage.week,
        "cap_day": usage.caps.day,
        "cap_week": usage.caps.week,
        "cap_run": usage.caps.run,
        "left": usage.left,
        "refused": usage.refusal,
        "opens": _iso(usage.opens),
        "share": round(usage.share, 3),
        "whole_again": _iso(usage.whole_at),
    }


def _greeted(item: Item, site: str) -> dict[str, Any]:
    return {
        "name": item.person.name,
        "profile": _profile(item.person.profile or item.person.member, site),
        "recipient": item.person.member,
        "text": item.text,
        "late_days": item.late_days,
        "proof": item.proof,
    }


def _with_reason(item: Item, site: str) -> dict[str, Any]:
    return {
        "name": item.person.name,
        "profile": _profile(item.person.profile or item.person.member, site),
        "reason": item.reason,
        "detail": item.detail,
    }


def _profile(key: str | None, site: str) -> str | None:
    return f"{site}/in/{quote(key)}/" if key else None


def _problem(problem: Problem | None) -> dict[str, str] | None:
    return {"reason": problem.reason, "detail": problem.detail} if problem else None


def _finding(one: Finding) -> dict[str, Any]:
    return {"name": one.name, "state": one.state, "sentence": one.sentence}


def _surface(one: Surface) -> dict[str, Any]:
    return {
        "name": one.name,
        "state": one.state,
        "sentence": one.sentence,
        "cards": one.cards,
        "understood": one.understood,
        "screen": one.screen,
        "language": one.language,
        "outline": one.outline_path or None,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else None


def _local(moment: datetime | None, app: Application) -> str:
    return moment.astimezone(app.clock.zone()).strftime("%Y-%m-%d %H:%M") if moment else ""


# ---- words ----


class Progressing:
    """Tells on standard error where a run stands. ``begun``: it has told something."""

    def __init__(self, words: CliWords) -> None:
        self.begun = False
        self._words = words

    def __call__(self, at: Progress) -> None:
        """The run is here now."""
        self.begun = True
        name = at.person.name if at.person else ""
        if self._words.has(key := f"cli.at.{at.phase}"):
            progress(self._words(key, name=name, number=at.done + 1, total=at.total))


def say_report(report: Report, words: CliWords) -> None:
    """A run in words, on standard output."""
    for item in report.of(Result.DONE):
        key = "cli.done.late" if item.late_days else "cli.done"
        say(words(key, name=item.person.name, late=words.late(item.late_days), proof=item.proof))
        say(_indented(item.text))
    for state in (Result.SKIPPED, Result.FAILED, Result.UNSURE):
        for item in report.of(state):
            say(words(f"cli.{state}", name=item.person.name, why=words.person(item)))
    if any(item.reason is Reason.WISH_NOT_DATED for item in report.items):
        say(words("cli.wish_asked", run=report.run))
    if report.stopped_by:
        say(words("cli.ended_early", why=words.stop(report.stopped_by)))
    if report.partial:
        say(_partial_in_words(report.partial, words))
    say(words("cli.run", run=report.run, counts=_counts(report, words)))


def _say_preview(seen: Preview, words: CliWords) -> None:
    if seen.stopped:
        say(words("cli.not_read", why=words.stop(seen.stopped)))
        return
    for draft in seen.drafts:
        key = "cli.due" if draft.ticked else "cli.unticked"
        say(words(key, name=draft.person.name, late=words.late(draft.late_days)))
        say(_indented(draft.text))
    for skip in seen.skips:
        say(words("cli.skipped", name=skip.person.name, why=words.person(skip)))
    if not seen.drafts and not seen.skips and not seen.partial:
        say(words("cli.nobody"))
    if seen.partial:
        say(_partial_in_words(seen.partial, words))
    say(words("cli.nothing_sent"))


def _partial_in_words(partial: str, words: CliWords) -> str:
    code, _, particular = partial.partition(":")
    why = words(f"cli.missing.{code}") if words.has(f"cli.missing.{code}") else partial
    return words("cli.partial", why=why + (f" ({particular.strip()})" if particular else ""))


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.split("\n"))
