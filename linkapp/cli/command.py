"""One command over the application that it needs: built, asked, closed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

from linkapp.cli.commands.account import account
from linkapp.cli.commands.answer import answer
from linkapp.cli.commands.backup import backup, restore
from linkapp.cli.commands.check import check, tell_findings
from linkapp.cli.commands.contacts import contacts
from linkapp.cli.commands.legacy import legacy
from linkapp.cli.commands.log import log
from linkapp.cli.commands.run import preview, run
from linkapp.cli.commands.runs import runs
from linkapp.cli.commands.schedule import schedule
from linkapp.cli.commands.sign_in import sign_in, sign_out
from linkapp.cli.commands.status import resume, status
from linkapp.cli.commands.visits import visits
from linkapp.cli.main import Program, with_passphrase
from linkapp.cli.parser import Options
from linkapp.cli.signals import Ending, on_signals
from linkapp.config import CannotStart, unusable_database
from linkapp.services.application import Application
from linkapp.services.ports.backups import Restores
from linkapp.services.ports.ledger import StoreError
from linkapp.services.runs import Control
from linkapp.system.folders import data_folder

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


async def command(options: Options, program: Program) -> int:
    """Do what a command asks for; its exit status. Raises ``KnownError``."""
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
    config = with_passphrase(options, options.words)
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
