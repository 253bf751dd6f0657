"""``linkapp account [--this-one | --new-account]``: which account this data folder belongs to, and the person's word on
another one that signed in. Asks nothing of the site."""

from __future__ import annotations

from collections.abc import Iterable

from linkapp.cli.exits import Exit
from linkapp.cli.output import print_json, say
from linkapp.cli.parser import Options
from linkapp.cli.usage import UsageProblem
from linkapp.services.application import Application


async def account(app: Application, options: Options) -> int:
    """Show, or accept the account that was refused last. Raises ``UsageProblem`` where there is none to accept."""
    assert app.whose is not None
    before = await app.whose.book()
    if options.this_one and not await app.whose.this_one():
        if before.waiting:
            raise UsageProblem(
                "This folder knows that account as another one; to go on as it: linkapp account --new-account.",
                "account_other",
            )
        raise UsageProblem("No other account waits for your word.", "account_none")
    if options.new_account and not await app.whose.new_account():
        raise UsageProblem("No other account waits for your word.", "account_none")
    book = await app.whose.book()
    if options.as_json:
        print_json(
            {
                "account": sorted(book.own),
                "waiting": sorted(book.waiting),
                "changed": book != before,
                "data_folder": app.data_folder,
            }
        )
        return Exit.DONE
    words = options.words
    say(words("cli.account.own", names=_named(book.own)) if book.own else words("cli.account.none"))
    if book.waiting:
        say(words("cli.account.refused", names=_named(book.waiting)))
        say("  " + words("cli.account.this_one"))
        say("  " + words("cli.account.new_account"))
        say(words("cli.account.or"))
    return Exit.DONE


def _named(keys: Iterable[str]) -> str:
    return ", ".join(key.partition(":")[2] for key in sorted(keys, reverse=True))
