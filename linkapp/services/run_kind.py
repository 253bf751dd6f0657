"""What a kind of run supplies to the engine (``run.py``): how it reads, plans, prepares, acts and leaves."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar

from linkapp.domain.act import Act, Kind, NotSent, Outcome
from linkapp.domain.campaign import Item, Result
from linkapp.domain.conversation import Undated
from linkapp.domain.moment import Skip
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.settings import Settings


class Target(Protocol):
    """Whom one act of a run is for."""

    @property
    def person(self) -> Person:
        """The person, or a stand-in with the subject for its name."""


T = TypeVar("T", bound=Target)
R = TypeVar("R")


@dataclass(frozen=True, kw_only=True)
class Plan(Generic[T]):
    """What a run is going to do, in this order, and whom it passes over."""

    due: Sequence[T]
    skips: Sequence[Skip]


@dataclass(frozen=True, kw_only=True)
class Prepared(Generic[R]):
    """Everything is ready for the click; ``handle`` is the kind's own."""

    handle: R


@dataclass(frozen=True, kw_only=True)
class Against:
    """What speaks against the act after a look at the subject; ``already``: the site shows that it is done;
    ``afterwards``: what is to be done when the place is given back."""

    skip: Skip
    detail: str = ""
    already: bool = False
    undated: Undated | None = None
    afterwards: Callable[[], Awaitable[object]] | None = None


class RunKind(Protocol[T, R]):
    """How one kind of run reads, plans, prepares, acts and leaves. ``words``: what a reason of the ledger is called
    in this kind of run, where it has another name."""

    name: str
    kind: Kind
    words: Mapping[Reason, Reason]

    async def read(self) -> Problem | str:
        """Read what the run is about (hop 1); why it was not read to the end, empty where it was."""

    async def plan(self, settings: Settings, today: date, /) -> Plan[T]:
        """What becomes of everybody that was read (hop 2); nothing is asked of the site."""

    def act(self, target: T) -> Act:
        """What is done for a target, and what makes it the same act as another one."""

    def unfit(self, target: T, /) -> Skip | None:
        """A last look at what would go out, before anything is reserved."""

    async def prepare(self, target: T, act: Act, today: date, /) -> Prepared[R] | Against | NotSent:
        """Get ready for the click, and look whether anything speaks against it (hop 4)."""

    async def press(self, target: T, handle: R, before_click: Callable[[], Awaitable[None]]) -> Outcome:
        """Let ``before_click`` commit, click once, look for proof (hop 6). ``NotSent`` only where it was not called."""

    async def leave(self) -> None:
        """Take our traces off the page where nothing was clicked."""

    def item(self, target: T, state: Result) -> Item:
        """A target's line in the report."""

    def changed(self, items: Sequence[Item], /) -> Problem | None:
        """Whether what happened to everybody says that the pages have changed."""
