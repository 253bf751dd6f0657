"""What may go wrong on the practice site. Everything can be changed while it runs; counting is never affected."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Literal, get_args

RefuseWay = Literal["", "4xx", "429", "error-in-200", "other-text"]
CrashMoment = Literal["", "load", "compose", "send"]
LimitWay = Literal["429", "999", "words", "redirects"]
OfferKind = Literal["", "escape", "close", "accept", "returns", "while typing", "under the click", "under every click"]
WallKind = Literal["", "check", "captcha", "sign-in", "visitor", "agree", "restricted", "limit"]
WallWay = Literal["address", "in place"]


@dataclass(kw_only=True)
class Faults:
    """The faults in force; the default is none.

    The ``…_after`` faults count down with every page or private call that is answered: 0 means from the next one on,
    None means never. They stay in force until set to None (signing in, or passing the check, does that too).
    A ``-1`` where a number of times is meant stands for always.
    """

    slow: float = 0.0
    """Seconds that every page and every private call is held back."""
    signed_out_after: int | None = None
    """Pages lead to the sign-in page, private calls answer 401."""
    checkpoint_after: int | None = None
    """Pages lead to the security check, private calls answer 403."""
    restricted_after: int | None = None
    """Pages are a short notice that the account is restricted, private calls answer 403."""
    rate_limit_after: int | None = None
    """Everything answers with ``rate_limit_way``."""
    rate_limit_way: LimitWay = "429"
    """Status 429 or 999; ``words``: status 200 and a short page of words without ``main``; ``redirects``: every page
    leads to itself until the browser gives up (ERR_TOO_MANY_REDIRECTS)."""
    refuse_sends: RefuseWay = ""
    """How a message is refused and not kept: a 4xx, a 429, an error in a 200; ``other-text`` is no refusal: it is kept
    and the answer names another text."""
    refuse_only: list[int] = field(default_factory=list)
    """Which attempts (1 is the first since the site started) are refused; empty means all."""
    refuse_withdrawals: bool = False
    """"Sorry, unable to withdraw": nothing is withdrawn."""
    answer_cut_off: int = 0
    """How many of the next messages are kept with the connection cut before any answer."""
    land_late: float = 0.0
    """Seconds until a received message shows in its conversation; the answer comes only then."""
    click_lost: int = 0
    """How many clicks on Send do nothing at all."""
    wrong_dialog: int = 0
    """How many of the next composers open for another person."""
    two_composers: bool = False
    """Opening a composer opens a second one, for somebody else, as well."""
    modal_over_page: bool = False
    """A dialog of the site lies over every page and catches all clicks until it is closed."""
    offer: OfferKind = ""
    """A harmless dialog over every page: Escape closes it, its own control does, only accepting does; or it comes back
    each time that it is closed, or comes only once something is typed, or as a first control (or every one) is pressed,
    which then does nothing."""
    changed_page: bool = False
    """Pages are built in a way that nobody knows: no links, no controls, names only as drawn words."""
    truly_empty: bool = False
    """The list of a page is blank, without the words that say there is nothing."""
    blank_page: bool = False
    """Status 200 and an empty body."""
    spinner_forever: bool = False
    """The main part of a page never comes."""
    list_unending: bool = False
    """The list holds two people less than there are, and a spinner after them that never ends."""
    thread_unreadable: bool = False
    """Conversations answer 200 and never load."""
    no_date_header: bool = False
    """No ``Date`` in any answer."""
    wall: WallKind = ""
    """A wall of this kind before everything, from the request on that ``wall_at`` and ``wall_after`` tell."""
    wall_way: WallWay = "address"
    """``address``: pages lead to the wall's own address (a limit: status 429), and so do a page's own scripts when
    their question is refused; ``in place``: status 200, the address unchanged, the page's own scripts draw it."""
    wall_at: str = ""
    """What the address of the first request before which it stands has to hold; empty means any."""
    wall_after: int | None = None
    """How many such requests are still answered before the wall."""
    crash_page: CrashMoment = ""
    """The tab's process dies: at load, when a composer is opened, or right after the message has left."""

    def change(self, changes: dict[str, Any]) -> None:
        """Set several at once. Raises ``ValueError`` with one sentence for an unknown name or a wrong value; then
        nothing is changed."""
        kinds = {fault.name: fault.type for fault in fields(self)}
        for name, value in changes.items():
            if name not in kinds:
                raise ValueError(f"There is no fault called {name!r}.")
            _check(name, str(kinds[name]), value)
        for name, value in changes.items():
            setattr(self, name, value)

    def clear(self) -> None:
        """No faults any more."""
        fresh = Faults()
        for fault in fields(self):
            setattr(self, fault.name, getattr(fresh, fault.name))


_CHOICES: dict[str, tuple[str, ...]] = {
    "RefuseWay": get_args(RefuseWay),
    "CrashMoment": get_args(CrashMoment),
    "LimitWay": get_args(LimitWay),
    "OfferKind": get_args(OfferKind),
    "WallKind": get_args(WallKind),
    "WallWay": get_args(WallWay),
}


def _check(name: str, kind: str, value: Any) -> None:
    if kind in _CHOICES:
        if value not in _CHOICES[kind]:
            allowed = ", ".join(repr(choice) for choice in _CHOICES[kind])
            raise ValueError(f"{name} must be one of {allowed}.")
        return
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if kind == "bool" and not isinstance(value, bool):
        raise ValueError(f"{name} must be true or false.")
    if kind == "str" and not isinstance(value, str):
        raise ValueError(f"{name} must be a text.")
    if kind == "float" and not (is_number and 0 <= value <= 3600):
        raise ValueError(f"{name} must be a number of seconds from 0 to 3600.")
    if kind == "int" and not (is_number and isinstance(value, int)):
        raise ValueError(f"{name} must be a whole number.")
    if kind == "int | None" and value is not None and not (isinstance(value, int) and is_number and value >= 0):
        raise ValueError(f"{name} must be a whole number from 0, or null.")
    if kind == "list[int]" and not (isinstance(value, list) and all(type(number) is int for number in value)):
        raise ValueError(f"{name} must be a list of whole numbers.")
