"""From a command line to its exit status. What is built, and the window, are handed in: nothing here imports them."""

from __future__ import annotations

import asyncio
import sys
import traceback
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from linkapp.cli.commands.account import account
from linkapp.cli.commands.answer import answer
from linkapp.cli.commands.backup import backup, restore
from linkapp.cli.commands.check import check, tell_findings
from linkapp.cli.commands.contacts import contacts
from linkapp.cli.commands.legacy import legacy
from linkapp.cli.commands.log import log
from linkapp.cli.commands.practice import practice
from linkapp.cli.commands.run import preview, run
from linkapp.cli.commands.runs import runs
from linkapp.cli.commands.schedule import schedule
from linkapp.cli.commands.sign_in import sign_in, sign_out
from linkapp.cli.commands.status import resume, status
from linkapp.cli.commands.visits import visits
from linkapp.cli.exits import Exit, exit_of_known_error
from linkapp.cli.output import finish, make_ready, note
from linkapp.cli.parser import Options, parse, value_in
from linkapp.cli.signals import Ending, on_signals
from linkapp.cli.words import CliWords, language_of
from linkapp.config import CannotStart, Config, unusable_database
from linkapp.domain.known_error import KnownError
from linkapp.domain.redaction import redacted
from linkapp.services.application import Application
from linkapp.services.health import Finding
from linkapp.services.ports.backups import Restores
from linkapp.services.ports.ledger import StoreError
from linkapp.services.runs import Control
from linkapp.services.sign_in import SigningOut
from linkapp.system.folders import data_folder, existing_data_folder

_READS_THE_SITE = ("run", "preview", "check", "sign-in")
_COMMANDS: dict[str, Callable[[Application, Options], Awaitable[int]]] = {
    "account": account,
    "answer": answer,
    "backup": backup,
    "check": check,
    "contacts": contacts,
    "legacy": legacy,
    "log": log,
    "preview": preview,
    "resume": resume,
    "runs": runs,
    "schedule": schedule,
    "sign-in": sign_in,
    "status": status,
}
_RUNS: dict[str, Callable[[Application, Options, Control], Awaitable[int]]] = {"birthdays": run, "visits": visits}


@dataclass(frozen=True, kw_only=True)
class Program:
    """What the composition root gives. ``prepare`` is called before anything is built or shown; ``what_is_broken``
    looks at every part where the whole cannot be built."""

    prepare: Callable[[], None]
    build: Callable[[Config], AbstractAsyncContextManager[Application]]
    show_window: Callable[[Config], None]
    demo: Callable[[Options], int]
    signing_out: Callable[[Config], SigningOut]
    restoring: Callable[[Config], Restores]
    what_is_broken: Callable[[Config, KnownError], Awaitable[Sequence[Finding]]]


def main(arguments: Sequence[str], program: Program) -> int:
    """Do what a command line asks for; the exit status (product.md). Everything that is to be written is written."""
    make_ready()
    words = words_for(arguments)
    ended = _status(arguments, program, words)
    return finish(ended, lambda why: words("cli.unwritten", detail=why))


def words_for(arguments: Sequence[str]) -> CliWords:
    """The sentences for a command line that is not understood yet: in the language that it asks for, else that of the
    settings in its data folder, else the computer's. Reads the settings only, and makes nothing."""
    wanted = value_in(arguments, "--lang")
    return CliWords(language_of(wanted, "" if wanted else _language_of_settings(value_in(arguments, "--data-dir"))))


def _language_of_settings(folder: str) -> str:
    from linkapp.system.settings_file import SettingsFile

    there = existing_data_folder(folder or None)
    try:
        return SettingsFile(there).load().language if there is not None else ""
    except KnownError:  # said when the settings are needed
        return ""


def _status(arguments: Sequence[str], program: Program, words: CliWords) -> int:
    """Do what a command line asks for; its exit status. Whatever goes wrong is said, on standard error."""
    try:
        return _do(parse(arguments, words), program, words)
    except KnownError as problem:  # what LinkApp was given, or found, is no bug
        note(f"linkapp: {words.bad(problem)}")
        return exit_of_known_error(problem)
    except (KeyboardInterrupt, asyncio.CancelledError):
        note(f"linkapp: {words('cli.ended')}")
        return Exit.FAILURES
    except SystemExit as ended:  # --help and --version
        return ended.code if isinstance(ended.code, int) else Exit.FAILURES
    except Exception:  # noqa: BLE001 - the last place: a bug is said to be one
        note(redacted(traceback.format_exc()).rstrip("\n"))
        note(f"linkapp: {words('cli.bug')}")
        return Exit.BUG


def _do(options: Options, program: Program, words: CliWords) -> int:
    program.prepare()
    if options.command == "practice":
        return asyncio.run(practice(options))
    if options.command == "demo":
        return program.demo(options)
    if options.command == "":
        program.show_window(_with_passphrase(options, words) if options.passphrase else options.config)
        return Exit.DONE
    return asyncio.run(_command(replace(options, speaks=words.language), program))


async def _command(options: Options, program: Program) -> int:
    control = Control()
    ending = Ending(control.stop if options.command == "run" and (options.send or options.list_file) else None)
    with on_signals(ending):
        if options.command == "sign-out":
            return await sign_out(program.signing_out(options.config), options)
        if options.command == "restore":
            return await _restored(program.restoring(options.config), options)
        return await _over_the_application(options, program, control, ending)


async def _restored(restores: Restores, options: Options) -> int:
    try:
        return await restore(restores, options)
    except StoreError as error:
        raise unusable_database(error.problem, data_folder(options.config.folder)) from error


async def _over_the_application(options: Options, program: Program, control: Control, ending: Ending) -> int:
    config = _with_passphrase(options, options.words)
    async with AsyncExitStack() as open_things:
        try:
            app = await open_things.enter_async_context(program.build(config))
        except CannotStart as problem:
            if options.command != "check":
                raise
            return tell_findings(await program.what_is_broken(config, problem), options)
        options = replace(options, speaks=config.language or app.settings.load().language)
        ending.answers = app.browser_answers
        try:
            if options.command == "run":
                return await _RUNS[options.kind](app, options, control)
            return await _COMMANDS[options.command](app, options)
        except StoreError as error:
            raise unusable_database(error.problem, Path(app.data_folder)) from error


def _with_passphrase(options: Options, words: CliWords) -> Config:
    """The configuration with the passphrase, where one is wanted: asked for at the terminal, or the first line of
    standard input. Raises ``CannotStart``.

    Asked for without ``--passphrase`` only where a vault exists, a person is at the terminal, and the command reads
    the site.
    """
    config = options.config
    try:
        vault_exists = (data_folder(config.folder) / config.file_name("vault.json")).exists()
    except OSError:
        return config
    at_terminal = sys.stdin is not None and sys.stdin.isatty()
    if not options.passphrase and not (vault_exists and options.command in _READS_THE_SITE and at_terminal):
        return config
    try:
        if not sys.stdin.isatty():
            return replace(config, passphrase=sys.stdin.readline().rstrip("\r\n"))
        from getpass import getpass

        typed = getpass(words("cli.passphrase") + " ", sys.stderr)
        if not vault_exists and getpass(words("cli.passphrase.again") + " ", sys.stderr) != typed:
            raise CannotStart("The two passphrases differ.", "passphrase_differ")
    except (EOFError, OSError, ValueError) as error:  # nobody there, or no text
        raise CannotStart("No passphrase was given.", "passphrase_none") from error
    return replace(config, passphrase=typed)
