"""What a command line asks for. Nothing is done here, and nothing is read but the line."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NoReturn, TypeAlias
from urllib.parse import urlsplit

from linkapp import __version__
from linkapp.cli.contacts_parser import add_contacts_commands
from linkapp.cli.first_look import site_of
from linkapp.cli.output import note, say
from linkapp.cli.usage import UsageProblem, no_run, no_schedule
from linkapp.cli.words import CliWords, language_of
from linkapp.config import LANGUAGES, LOOPBACK, REAL_SITE, Config
from linkapp.system.shared_quota import address_of

AddParser: TypeAlias = Callable[[str], argparse.ArgumentParser]

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
    list_file: str = ""
    """The list of profiles to visit; empty for another kind of run."""
    file: str = ""
    """Where a backup goes, or what is restored."""
    deed: str = ""
    """What is to be done about schedules, and (below) what a new one is, or how long a pause lasts."""
    at: str = ""
    days: str = ""
    spread: int = 0
    until: str = ""
    since: str = ""
    """From which date on the log is told."""
    ids: str = ""
    """Numbers of contacts with commas between them, or of what is to be undone; below what is asked about contacts."""
    values: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    reason: str = ""
    off: bool = False
    everything: bool = False
    no_bom: bool = False
    dry_run: bool = False
    columns: tuple[str, ...] = ()
    """Which column of a file is which field."""
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
    """A parser whose help is in the language of ``words``, and that raises ``UsageProblem``."""

    def __init__(self, *, words: CliWords, add_help: bool = True, **more: Any) -> None:
        super().__init__(
            add_help=add_help, allow_abbrev=False, formatter_class=lambda prog: _Formatter(prog, words), **more
        )
        self._positionals.title, self._optionals.title = words("help.arguments"), words("help.options")
        for action in self._actions:
            if "--help" in action.option_strings:
                action.help = words("help.help")

    def _print_message(self, message: str, file: Any = None) -> None:
        (note if file is sys.stderr else say)(message.rstrip("\n"))

    def error(self, message: str) -> NoReturn:
        sentence = message[:1].upper() + message[1:].rstrip(".") + "."
        for form, code in _FAULTS_OF_A_LINE:
            if match := re.fullmatch(form, message):
                raise UsageProblem(sentence, code, **match.groupdict())
        raise UsageProblem(sentence, "line", detail=message.rstrip("."))


class _Formatter(argparse.HelpFormatter):
    def __init__(self, prog: str, words: CliWords) -> None:
        super().__init__(prog)
        self._words = words

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """Nothing but another beginning."""
        super().add_usage(usage, actions, groups, self._words("help.usage") + " " if prefix is None else prefix)


def parse(arguments: Sequence[str], words: CliWords | None = None) -> Options:
    """The options in a command line. Raises ``UsageProblem``. ``words``: those of the help (English)."""
    parser = line_parser(words or CliWords("en"))
    given = parser.parse_args(list(arguments))
    command = given.command or ""
    for option in ("site", "data_dir", "now", "redis", "import_file", "file"):
        if (value := getattr(given, option, None)) is not None and not value.strip():
            name = "--" + option.replace("_file", "").replace("_", "-")
            raise UsageProblem(f"The option {name} is empty; leave it out, or say what you mean.", "empty", option=name)
    site = site_of(getattr(given, "site", REAL_SITE))
    loopback = urlsplit(site).hostname in LOOPBACK
    own_site = command in ("practice", "demo")
    now = _time(given.now) if getattr(given, "now", None) else None
    if now is not None and not (loopback or own_site):
        sentence = "The option --now is only for a site on this computer (a loopback address)."
        raise UsageProblem(sentence, "loopback_only", option="--now")
    if getattr(given, "pace", None) and not (loopback or own_site):
        sentence = "The option --pace none is only for a site on this computer (a loopback address)."
        raise UsageProblem(sentence, "loopback_only", option="--pace none")
    if redis := getattr(given, "redis", ""):
        address_of(redis)
    late_days, limit = getattr(given, "late_days", None), getattr(given, "limit", None)
    if late_days is not None and not 0 <= late_days <= 10:
        raise UsageProblem("The option --late-days takes a number from 0 to 10.", "late_days")
    if limit is not None and limit < 0:
        raise UsageProblem("The option --limit takes a number of people, 0 or more.", "limit")
    if command == "run":
        _check_run(given)
    if not 0 <= getattr(given, "port", 0) <= 65535:
        raise UsageProblem("The option --port takes a number from 0 to 65535.", "port")
    number = getattr(given, "id", None)
    if number is not None and not 0 < number <= LARGEST_NUMBER:
        raise no_schedule(number) if command == "schedule" else no_run(number)
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
            background=getattr(given, "background", False),
        ),
        as_json=getattr(given, "json", False),
        send=getattr(given, "send", False),
        run_id=getattr(given, "id", None),
        person=getattr(given, "person", ""),
        yes=getattr(given, "answer", "") == "yes",
        list_file=getattr(given, "list", None) or "",
        file=getattr(given, "file", None) or "",
        deed=getattr(given, "deed", None) or "",
        at=getattr(given, "at", None) or "",
        days=getattr(given, "days", None) or "",
        spread=getattr(given, "spread", 0),
        until=getattr(given, "until", None) or "",
        since=getattr(given, "since", None) or "",
        ids=getattr(given, "ids", None) or "",
        values=tuple(getattr(given, "values", ())),
        filters=tuple(getattr(given, "filter", ())),
        reason=getattr(given, "reason", ""),
        off=getattr(given, "off", False),
        everything=getattr(given, "all", False),
        no_bom=getattr(given, "no_bom", False),
        dry_run=getattr(given, "dry_run", False),
        columns=tuple(getattr(given, "map", ())),
        this_one=getattr(given, "this_one", False),
        new_account=getattr(given, "new_account", False),
        port=getattr(given, "port", 0),
        import_file=getattr(given, "import_file", None),
        passphrase=getattr(given, "passphrase", False),
    )


def _deeds(command: argparse.ArgumentParser, every: _Parser, words: CliWords, group: str) -> AddParser:
    """What adds the commands of a group, each with its help."""
    commands = command.add_subparsers(dest="deed", metavar=words("help.meta.command"), parser_class=_Parser)
    commands.required = True

    def add(name: str) -> argparse.ArgumentParser:
        what = words(f"help.{group}.{name}")
        return commands.add_parser(name, words=words, parents=[every], help=what, description=what)

    return add


def _schedule_parsers(add: AddParser, words: CliWords) -> None:
    """What can be done about schedules."""
    add("list")
    new = add("add")
    new.add_argument("kind", choices=["birthdays"], help=words("help.schedule.kind"))
    new.add_argument("--at", required=True, metavar="HH:MM", help=words("help.schedule.at"))
    new.add_argument("--days", default="daily", metavar=words("help.meta.days"), help=words("help.schedule.days"))
    new.add_argument("--spread", type=int, default=0, metavar="MIN", help=words("help.schedule.spread"))
    new.add_argument("--send", action="store_true", help=words("help.schedule.send"))
    add("remove").add_argument("id", type=int, metavar="ID", help=words("help.schedule.id"))
    add("pause").add_argument("--until", metavar=words("help.meta.time"), help=words("help.schedule.until"))
    add("resume")


def _check_run(given: argparse.Namespace) -> None:
    """What belongs to one kind of run only. Raises ``UsageProblem``."""
    if given.kind == "visits":
        for option in ("send", "review", "late_days"):
            if getattr(given, option) not in (None, False):
                name = "--" + option.replace("_", "-")
                raise UsageProblem(f"The option {name} is not for visits.", "not_for_visits", option=name)
        if not (given.list or "").strip():
            raise UsageProblem("Say which file holds the addresses to visit.", "visits_no_list")
    elif given.list is not None:
        raise UsageProblem(f"Unrecognized arguments: {given.list}.", "line_unknown", what=given.list)


def line_parser(words: CliWords) -> argparse.ArgumentParser:
    """The parser of every command, with its help in the language of ``words``; it keeps nothing of a line."""
    return _line_parser(words.language)


@lru_cache(maxsize=8)
def _line_parser(language: str) -> argparse.ArgumentParser:
    words = CliWords(language)
    every = _common_options(words)
    parser = _Parser(
        words=words,
        prog="linkapp",
        parents=[every],
        description=words("help.description"),
        epilog=words("help.epilog"),
    )
    parser.add_argument("--version", action="version", version=f"LinkApp {__version__}", help=words("help.version"))
    parser.add_argument("--background", action="store_true", help=words("help.background"))
    commands = parser.add_subparsers(dest="command", metavar=words("help.meta.command"), parser_class=_Parser)

    def add(name: str) -> argparse.ArgumentParser:
        what = words(f"help.{name}")
        return commands.add_parser(name, words=words, parents=[every], help=what, description=what)

    run = add("run")
    run.add_argument("kind", choices=["birthdays", "visits"], help=words("help.run.kind"))
    run.add_argument("list", nargs="?", metavar=words("help.meta.file"), help=words("help.run.list"))
    how = run.add_mutually_exclusive_group()
    how.add_argument("--send", action="store_true", help=words("help.run.send"))
    how.add_argument("--review", action="store_true", help=words("help.run.review"))
    run.add_argument("--late-days", type=int, metavar="N", help=words("help.run.late_days"))
    run.add_argument("--limit", type=int, metavar="N", help=words("help.run.limit"))
    preview = add("preview")
    preview.add_argument("kind", choices=["birthdays"], help=words("help.kind"))
    preview.add_argument("--late-days", type=int, metavar="N", help=words("help.preview.late_days"))
    add("status")
    runs = add("runs")
    runs.add_argument("id", nargs="?", type=int, metavar="ID", help=words("help.runs.id"))
    add("log").add_argument("--since", metavar=words("help.meta.date"), help=words("help.log.since"))
    answer = add("answer")
    answer.add_argument("id", type=int, metavar=words("help.meta.run"), help=words("help.answer.run"))
    answer.add_argument("person", metavar=words("help.meta.person"), help=words("help.answer.person"))
    answer.add_argument("answer", choices=["yes", "no"], help=words("help.answer.answer"))
    account = add("account")
    whose = account.add_mutually_exclusive_group()
    whose.add_argument("--this-one", action="store_true", help=words("help.account.this_one"))
    whose.add_argument("--new-account", action="store_true", help=words("help.account.new_account"))
    check = add("check")
    check.add_argument("kind", nargs="?", choices=["pages"], help=words("help.check.pages"))
    sign_in = add("sign-in")
    sign_in.add_argument(
        "--import", dest="import_file", metavar=words("help.meta.file"), help=words("help.sign-in.import")
    )
    add("resume")
    _schedule_parsers(_deeds(add("schedule"), every, words, "schedule"), words)
    add_contacts_commands(_deeds(add("contacts"), every, words, "contacts"), words)
    backup = add("backup")
    backup.add_argument("file", nargs="?", metavar=words("help.meta.file"), help=words("help.backup.file"))
    restore = add("restore")
    restore.add_argument("file", metavar=words("help.meta.file"), help=words("help.restore.file"))
    legacy = add("legacy")
    legacy.add_argument("file", metavar=words("help.meta.file"), help=words("help.legacy.file"))
    legacy.add_argument("--dry-run", action="store_true", help=words("help.legacy.dry_run"))
    add("sign-out")
    practice = add("practice")
    practice.add_argument("--port", type=int, default=0, metavar="N", help=words("help.practice.port"))
    add("demo")
    return parser


def _common_options(words: CliWords) -> _Parser:
    """The options that every command understands, before it or after it."""
    every = _Parser(words=words, add_help=False, argument_default=argparse.SUPPRESS)
    every.add_argument("--data-dir", metavar=words("help.meta.folder"), help=words("help.data_dir"))
    every.add_argument("--site", metavar=words("help.meta.address"), help=words("help.site"))
    every.add_argument("--headless", action="store_true", help=words("help.headless"))
    every.add_argument("--pace", choices=["none"], help=words("help.pace"))
    every.add_argument("--now", metavar=words("help.meta.time"), help=words("help.now"))
    every.add_argument("--json", action="store_true", help=words("help.json"))
    every.add_argument("--passphrase", action="store_true", help=words("help.passphrase"))
    every.add_argument("--redis", metavar=words("help.meta.address"), help=words("help.redis"))
    every.add_argument("--lang", choices=LANGUAGES, help=words("help.lang"))
    return every


def _time(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip()).astimezone(UTC)
    except (ValueError, OverflowError, OSError) as error:
        sentence = f"{text} is no time; write it as {EXAMPLE_TIME}."
        raise UsageProblem(sentence, "time", time=text, example=EXAMPLE_TIME) from error
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        sentence = f"{text} is no time that LinkApp can work at; it knows the years {FIRST_YEAR} to {LAST_YEAR}."
        raise UsageProblem(sentence, "time_far", time=text, first=FIRST_YEAR, last=LAST_YEAR)
    return moment
