"""From a command line to its exit status. What is built, and the window, are handed in: nothing here imports them.

What a command needs is imported when one is asked for: the window has to be painted first.
"""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from linkapp.cli.first_look import plain_window, value_in
from linkapp.cli.output import finish, make_ready, note
from linkapp.config import CannotStart, Config
from linkapp.domain.known_error import KnownError
from linkapp.system.folders import data_folder, existing_data_folder

if TYPE_CHECKING:
    from linkapp.cli.parser import Options
    from linkapp.cli.words import CliWords
    from linkapp.services.application import Application
    from linkapp.services.health import Finding
    from linkapp.services.ports.backups import Restores
    from linkapp.services.sign_in import SigningOut

_READS_THE_SITE = ("run", "preview", "check", "sign-in")


class Program(NamedTuple):
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

    @cache
    def words() -> CliWords:
        return words_for(arguments)

    ended = _status(arguments, program, words)
    return finish(ended, lambda why: words()("cli.unwritten", detail=why))


def words_for(arguments: Sequence[str]) -> CliWords:
    """The sentences for a command line that is not understood yet: in the language that it asks for, else that of the
    settings in its data folder, else the computer's. Reads the settings only, and makes nothing."""
    from linkapp.cli.words import CliWords, language_of

    wanted = value_in(arguments, "--lang")
    return CliWords(language_of(wanted, "" if wanted else _language_of_settings(value_in(arguments, "--data-dir"))))


def _language_of_settings(folder: str) -> str:
    from linkapp.system.settings_file import SettingsFile

    there = existing_data_folder(folder or None)
    try:
        return SettingsFile(there).load().language if there is not None else ""
    except KnownError:  # said when the settings are needed
        return ""


def _status(arguments: Sequence[str], program: Program, words: Callable[[], CliWords]) -> int:
    """Do what a command line asks for; its exit status. Whatever goes wrong is said, on standard error."""
    try:
        return _do(arguments, program, words)
    except SystemExit as ended:  # --help and --version
        return ended.code if isinstance(ended.code, int) else 1
    except BaseException as error:  # noqa: BLE001 - the last place: everything is said
        return _said(error, words)


def _said(error: BaseException, words: Callable[[], CliWords]) -> int:
    """The exit status where something went wrong, which is said."""
    import asyncio
    import traceback

    from linkapp.cli.exits import Exit, exit_of_known_error
    from linkapp.domain.redaction import redacted

    if isinstance(error, KnownError):  # what LinkApp was given, or found, is no bug
        note(f"linkapp: {words().bad(error)}")
        return exit_of_known_error(error)
    if isinstance(error, (KeyboardInterrupt, asyncio.CancelledError)):
        note(f"linkapp: {words()('cli.ended')}")
        return Exit.FAILURES
    if not isinstance(error, Exception):
        raise error
    note(redacted("".join(traceback.format_exception(error))).rstrip("\n"))
    note(f"linkapp: {words()('cli.bug')}")
    return Exit.BUG


def _do(arguments: Sequence[str], program: Program, words: Callable[[], CliWords]) -> int:
    if (window := plain_window(arguments)) is not None:
        program.prepare()
        program.show_window(window)
        return 0
    from linkapp.cli.parser import parse

    options = parse(arguments, words())
    program.prepare()
    if options.command == "":
        program.show_window(with_passphrase(options, words()) if options.passphrase else options.config)
        return 0
    if options.command == "demo":
        return program.demo(options)
    import asyncio

    if options.command == "practice":
        from linkapp.cli.commands.practice import practice

        return asyncio.run(practice(options))
    from linkapp.cli.command import command

    return asyncio.run(command(replace(options, speaks=words().language), program))


def with_passphrase(options: Options, words: CliWords) -> Config:
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
