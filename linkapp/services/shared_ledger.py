"""The ledger with a second gate: a quota and a list of greetings that several computers of one person share.

The local ledger stays the authority and is asked first; the shared one can only ever say no to what it would allow. It
fails closed: where it cannot be asked nothing is granted. What it was not told of (it was away when a greeting was
settled) makes it stricter, never looser, and is put right by ``put_right`` at the next start.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from linkapp.domain.act import Act, Kind, NotSent, Outcome, Sent, Slot, State
from linkapp.domain.conversation import Undated
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.quota import DAY, WEEK, Caps, Usage, usage_of, window_starts
from linkapp.services.ports.ledger import (
    Denied,
    Limits,
    PastMessage,
    SlotLostError,
    StoreError,
    TellingLedger,
    UndatedWish,
    Unresolved,
)
from linkapp.services.ports.quota import Refused, SharedQuota, Windows

_HELD = {
    State.SENT: Reason.ALREADY_GREETED,
    State.ALREADY: Reason.ALREADY_GREETED,
    State.RESERVED: Reason.CLAIMED_ELSEWHERE,
}
KEPT = WEEK + DAY
"""How far back a computer writes its slots into the shared quota: what any window can still hold, and a day."""
CLOSED_KEPT = timedelta(days=400)
"""How far back it writes down what it did: longer than the guard, and than a birthday's year may still matter."""


class SharedLedger:
    """The ``Ledger`` port over a ledger and a shared quota: both must grant."""

    def __init__(self, ledger: TellingLedger, shared: SharedQuota) -> None:
        self._ledger = ledger
        self._shared = shared
        self._announced: set[str] = set()

    async def reserve(self, act: Act, limits: Limits, now: datetime) -> Slot | Denied:
        """The local slot first, then the shared one under the same name; without that the local one is given back."""
        slot = await self._ledger.reserve(act, limits, now)
        if isinstance(slot, Denied):
            return slot
        try:
            denied = await self._claim(slot, act.kind, limits)
        except BaseException:  # nobody knows whether it was granted there: free again here and there
            await self._ledger.settle(slot, State.RELEASED, slot.at, "given up while it was being claimed")
            await self._shared.stamp(slot.attempt, State.RELEASED, slot.at)
            raise
        if denied is not None:
            await self._ledger.settle(slot, State.RELEASED, slot.at, "the shared quota did not grant it")
        return denied or slot

    async def announce(self, slot: Slot, payload_hash: str, now: datetime) -> None:
        """The shared slot is announced first: where that fails nothing is announced here, and nothing may be clicked.

        The composer may have proved another key of the person since the claim; another computer may know that one.
        """
        again = slot.attempt in self._announced
        refused = await self._shared.announce(await self._ledger.shared_slot(slot), now)
        if refused is not None and (refused.held or refused.gone):
            await self._give_back(slot, now)
            reason = _held(refused.held) if refused.held else Reason.BUSY
            raise SlotLostError(Problem(reason=reason, detail=refused.detail))
        if refused is not None:
            raise StoreError(Problem(reason=Reason.SHARED_QUOTA, detail=refused.detail))
        self._announced.add(slot.attempt)
        try:
            await self._ledger.announce(slot, payload_hash, now)
        except SlotLostError:
            if not again:  # certainly not announced: the ledger itself gave the slot up
                await self._shared.stamp(slot.attempt, State.RELEASED, now)
            raise

    async def settle(self, slot: Slot, outcome: Outcome | State, now: datetime, detail: str = "") -> None:
        """The local truth first. The shared quota follows if it can; until then the slot counts there as used now."""
        await self._ledger.settle(slot, outcome, now, detail)
        to = State.UNSURE
        if isinstance(outcome, State):
            to = outcome
        elif isinstance(outcome, Sent):
            to = State.SENT
        elif isinstance(outcome, NotSent) and slot.attempt not in self._announced:
            to = State.RELEASED  # as the ledger does
        self._announced.discard(slot.attempt)
        await self._shared.stamp(slot.attempt, to, now)

    async def recover(self, now: datetime) -> tuple[Unresolved, ...]:
        """The local recovery; then the shared quota is told how this computer's slots stand."""
        opens = await self._ledger.recover(now)
        await self.put_right(now)
        return opens

    async def unresolved(self) -> tuple[Unresolved, ...]:
        """See ``Ledger``."""
        return await self._ledger.unresolved()

    async def resolve(self, slot_id: int, to: State, now: datetime, proof: str = "") -> None:
        """The local truth, then the shared quota follows."""
        await self._ledger.resolve(slot_id, to, now, proof)
        await self.put_right(now)

    async def unreadable(self, slot_id: int) -> int:
        """See ``Ledger``."""
        return await self._ledger.unreadable(slot_id)

    async def undated(self, slot: Slot, seen: Undated, now: datetime) -> None:
        """The local truth, then the shared slot is given back."""
        await self._ledger.undated(slot, seen, now)
        self._announced.discard(slot.attempt)
        await self._shared.stamp(slot.attempt, State.RELEASED, now)

    async def wishes(self) -> tuple[UndatedWish, ...]:
        """See ``Ledger``: what this computer met. Another computer that meets the wish asks by itself."""
        return await self._ledger.wishes()

    async def answer_wish(self, wish: UndatedWish, *, of_this_occasion: bool) -> bool:
        """The local truth, then the shared quota learns of a greeting that was made by hand."""
        answered = await self._ledger.answer_wish(wish, of_this_occasion=of_this_occasion)
        if answered:
            await self.put_right(await self._ledger.last_time() or wish.at)
        return answered

    async def earlier_wishes(self, account: str, person: Person, key: str) -> frozenset[str]:
        """See ``Ledger``: what was answered on this computer."""
        return await self._ledger.earlier_wishes(account, person, key)

    async def usage(self, kind: Kind, caps: Caps, zone: ZoneInfo, now: datetime) -> Usage:
        """The stricter of both gates. ``refusal`` is ``SHARED_QUOTA`` where the shared one cannot be asked."""
        local = await self._ledger.usage(kind, caps, zone, now)
        taken = await self._shared.taken(kind, now - KEPT)
        if isinstance(taken, Refused) and taken.unseeded:
            taken = await self.put_right(now) or await self._shared.taken(kind, now - KEPT)
        if isinstance(taken, Refused):
            return replace(local, refusal=Reason.SHARED_QUOTA)
        at = max([now, *(slot.at for slot in taken)])
        times = [at if slot.pending else slot.at for slot in taken]
        shared = usage_of(kind, caps, zone, times, at)
        return min(local, shared, key=lambda usage: (usage.left, -(usage.opens or now).timestamp()))

    async def past(self, account: str, person: Person) -> tuple[PastMessage, ...]:
        """See ``Ledger``: what this computer knows."""
        return await self._ledger.past(account, person)

    async def closed(self, act: Act, now: datetime | None = None) -> State | None:
        """See ``Ledger``: what this computer knows. What another computer did is met by ``reserve``."""
        return await self._ledger.closed(act, now)

    async def first_use(self) -> datetime | None:
        """See ``Ledger``."""
        return await self._ledger.first_use()

    async def last_time(self) -> datetime | None:
        """See ``Ledger``."""
        return await self._ledger.last_time()

    async def put_right(self, now: datetime) -> Refused | None:
        """Tell the shared quota how every slot of this computer stands; why not, where it cannot be."""
        return await self._shared.put_right(await self._ledger.shared_slots(now - KEPT, now - CLOSED_KEPT))

    async def _give_back(self, slot: Slot, now: datetime) -> None:
        """Nothing was clicked, and nothing will be: the place is free again here and there."""
        with suppress(SlotLostError):  # it was settled already
            await self._ledger.settle(slot, State.RELEASED, now, "another computer")
            await self._shared.stamp(slot.attempt, State.RELEASED, now)

    async def _claim(self, slot: Slot, kind: Kind, limits: Limits) -> Denied | None:
        wanted = await self._ledger.shared_slot(slot)
        windows = Windows(
            kind=kind,
            caps=limits.caps,
            at=slot.at,
            date=window_starts(slot.at, limits.zone).date,
        )
        refused = await self._shared.claim(wanted, windows)
        if refused is not None and refused.unseeded:
            refused = await self.put_right(slot.at) or await self._shared.claim(wanted, windows)
        if refused is None:
            return None
        if refused.held is not None:
            return Denied(reason=_held(refused.held), detail=refused.detail)
        if refused.cap is not None:
            return Denied(reason=refused.cap)
        return Denied(reason=Reason.SHARED_QUOTA, detail=refused.detail)


def _held(state: State) -> Reason:
    """Why a person is left to another computer whose act stands so."""
    return _HELD.get(state, Reason.UNSURE_BEFORE)
