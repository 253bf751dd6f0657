"""One data folder, one account: the site is read and written to as long as the signed-in account is the folder's own.

The first account that signs in is remembered. Another one is refused, before anything is decided and again right
before a click, until the person says which folder is whose.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from linkapp.domain.account import AccountBook, AccountMatch
from linkapp.domain.act import NotSent, Outcome
from linkapp.domain.greeting import Ready
from linkapp.domain.moment import Card, Conversation, Occasion, Ok, Reading, Unknown
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.visit import Visited
from linkapp.services.before_click import HeldBackError
from linkapp.services.ports.accounts import Accounts
from linkapp.services.ports.site import Network

OTHER_ACCOUNT = Problem(reason=Reason.OTHER_ACCOUNT, detail="another account than this data folder's is signed in")

T = TypeVar("T")


class OneAccount:
    """The ``Network`` of the folder's own account: whatever another one sees or would do comes to nothing."""

    def __init__(self, network: Network, accounts: Accounts) -> None:
        self._network = network
        self._accounts = accounts
        self.name = AccountBook().current
        """The account in every key of the ledger, as of the last list that was read."""

    async def read_moments(self, occasion: Occasion) -> Reading[Card]:
        """See ``services.ports.site.Network``."""
        reading = await self._network.read_moments(occasion)
        self.name = (await self._accounts.book()).current
        return await self._own(reading)

    async def prepare(self, person: Person, text: str) -> Ready | NotSent:
        """See ``services.ports.site.Network``."""
        ready = await self._network.prepare(person, text)
        other = await self._other() if isinstance(ready, Ready) else None
        return NotSent(problem=other) if other else ready

    async def prepare_on_profile(
        self, person: Person, text: str, before_open: Callable[[], Awaitable[None]]
    ) -> Ready | NotSent:
        """See ``services.ports.site.Network``. Raises ``HeldBackError`` where another account would open it."""
        ready = await self._network.prepare_on_profile(person, text, self._checked(before_open))
        other = await self._other() if isinstance(ready, Ready) else None
        return NotSent(problem=other) if other else ready

    async def press(self, ready: Ready, text: str, before_click: Callable[[], Awaitable[None]]) -> Outcome:
        """See ``services.ports.site.Network``. Raises ``HeldBackError`` where another account would click."""

        return await self._network.press(ready, text, self._checked(before_click))

    async def abandon(self) -> None:
        """See ``services.ports.site.Network``."""
        await self._network.abandon()

    async def conversation(self, person: Person) -> Reading[Conversation]:
        """See ``services.ports.site.Network``."""
        return await self._own(await self._network.conversation(person))

    async def arrive(self) -> Problem | None:
        """See ``services.ports.site.Network``."""
        problem = await self._network.arrive()
        self.name = (await self._accounts.book()).current
        return problem or await self._other()

    async def visit(self, person: Person, before_open: Callable[[], Awaitable[None]]) -> Visited:
        """See ``services.ports.site.Network``. Raises ``HeldBackError`` where another account would open it."""
        return await self._network.visit(person, self._checked(before_open))

    def site_time(self) -> datetime | None:
        """See ``services.ports.site.Network``."""
        return self._network.site_time()

    def account(self) -> frozenset[str]:
        """See ``services.ports.site.Network``."""
        return self._network.account()

    async def close(self) -> None:
        """See ``services.ports.site.Network``."""
        await self._network.close()

    def _checked(self, before: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
        """``before``, after a last look at who is signed in."""

        async def checked() -> None:
            if other := await self._other(last_look=True):
                raise HeldBackError(other)
            await before()

        return checked

    async def _own(self, reading: Reading[T]) -> Reading[T]:
        other = await self._other() if isinstance(reading, Ok) else None
        return Unknown(problem=other) if other else reading

    async def _other(self, *, last_look: bool = False) -> Problem | None:
        """The refusal where the signed-in account is not the folder's, or the folder became another one's meanwhile."""
        keys = self._network.account()
        book = await self._accounts.change(lambda before: before.met(keys, last_look=last_look))
        refused = book.standing(keys) is AccountMatch.OTHER or book.current != self.name
        return OTHER_ACCOUNT if refused else None


class WhoseFolder:
    """What the person says about whose folder this is. Asks nothing of the site."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    async def book(self) -> AccountBook:
        """The accounts of this folder."""
        return await self._accounts.book()

    async def this_one(self) -> bool:
        """The account that was refused last is the folder's own, and the same person. False where none waits, or it is
        kept here as another account."""
        return await self._say(lambda book: None if book.is_kept(book.waiting) else book.this_one())

    async def new_account(self) -> bool:
        """The folder goes on as the account that was refused last, which is another one. False where none waits."""
        return await self._say(AccountBook.new_account)

    async def _say(self, said: Callable[[AccountBook], AccountBook | None]) -> bool:
        done = False

        def change(book: AccountBook) -> AccountBook:
            nonlocal done
            after = said(book) if book.waiting else None
            done = after is not None
            return after or book

        await self._accounts.change(change)
        return done
