"""Whose data folder this is: the keys by which the site names the signed-in account, and which account may go on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from linkapp.domain.person import is_member

FIRST = "self"
"""The name, in every key of the ledger, of the account that a folder began with."""


class AccountMatch(StrEnum):
    """Whether the signed-in account is the folder's own. ``UNTOLD``: nothing can be compared, nothing is guessed."""

    OWN = "own"
    OTHER = "other"
    UNTOLD = "untold"


@dataclass(frozen=True, kw_only=True)
class AccountBook:
    """The accounts that a folder knows: ``keys`` by the account they belong to, the ``current`` one, and the keys that
    were refused last and ``waiting`` for the person's word."""

    current: str = FIRST
    keys: Mapping[str, str] = field(default_factory=dict)
    waiting: frozenset[str] = frozenset()

    @property
    def own(self) -> frozenset[str]:
        """The keys of the folder's current account."""
        return frozenset(key for key, account in self.keys.items() if account == self.current)

    def standing(self, keys: frozenset[str]) -> AccountMatch:
        """What these keys say. A member id outranks an address, which its owner may change or give away."""
        own = self.own
        for kind in ("id:", "in:"):
            shown, known = _of(kind, keys), _of(kind, own)
            if shown and known:
                # Nobody has two member ids; of addresses one in common is enough.
                agrees = shown <= known if kind == "id:" else bool(shown & known)
                return AccountMatch.OWN if agrees else AccountMatch.OTHER
            if any(self.keys.get(key, self.current) != self.current for key in shown):
                return AccountMatch.OTHER
        return AccountMatch.OWN if keys and not own else AccountMatch.UNTOLD

    def met(self, keys: frozenset[str], *, last_look: bool = False) -> AccountBook:
        """The site showed these keys: those of the folder's own account are learnt, another's wait for the person.
        Where nothing can be compared they are learnt at the last look before a click only."""
        standing = self.standing(keys)
        if standing is AccountMatch.OTHER:
            return replace(self, waiting=keys)
        if standing is AccountMatch.UNTOLD and not last_look:
            return self
        return self._with(keys, self.current) if keys else self

    def is_kept(self, keys: frozenset[str]) -> str | None:
        """The other account of this folder that these keys belong to, or None."""
        changed = [self.keys[key] for key in sorted(keys) if self.keys.get(key, self.current) != self.current]
        return changed[0] if changed else None

    def this_one(self) -> AccountBook:
        """The waiting keys are the current account's: the same person."""
        return self._with(self.waiting, self.current)

    def new_account(self) -> AccountBook:
        """The waiting keys are another account, and the folder goes on as that one. It is named by its strongest key,
        or as it was when it was here before."""
        name = self.is_kept(self.waiting) or min(self.waiting)  # an id comes before an address
        return replace(self._with(self.waiting, name), current=name)

    def _with(self, keys: frozenset[str], account: str) -> AccountBook:
        return replace(self, keys={**dict.fromkeys(keys, account), **self.keys}, waiting=frozenset())


def keys_of(own: Iterable[str], owner: Iterable[str] = ()) -> frozenset[str]:
    """The keys in what a page's main navigation links to as one's own profile and in the mailbox's owner. More than
    one address is none: it is not certain which is one's own."""
    shown = set(own)
    ids = {address for address in shown if is_member(address)}
    addresses = {address.lower() for address in shown - ids}
    members = {f"id:{member}" for member in (*ids, *owner) if member}
    return frozenset(members | ({f"in:{address}" for address in addresses} if len(addresses) == 1 else set()))


def _of(kind: str, keys: frozenset[str]) -> set[str]:
    return {key for key in keys if key.startswith(kind)}
