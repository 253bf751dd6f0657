"""Several ways to recognise one thing on a page: how well each did, which one is asked first, which learned ones stay.

Counts fade (half of them in 30 days), so that what the site looks like now outweighs what it looked like.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

HALF_LIFE = timedelta(days=30)
ENOUGH_TRIES = 20.0
"""Below so many (faded) tries nothing is said about which of two ways is better."""
CLEARLY_BETTER = 2.0
"""How many times the rate of the one before it a way needs to be asked ahead of it."""
LEARNED_AT_MOST = 5
LEARNED_LASTS = timedelta(days=60)
"""A learned form that led to nothing for so long is forgotten."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One way to recognise ``key``, as one reading of a page found it: whether it led to something that was used.

    ``form`` is the way itself, a selector. ``learned``: no pack has it, it was seen on a page.
    """

    key: str
    form: str
    hit: bool
    learned: bool = False


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Readings that tried a way and those in which it led to something, as faded at the time ``at`` (UTC)."""

    tries: float
    hits: float
    at: datetime
    last_success: datetime | None = None
    learned: bool = False

    @property
    def rate(self) -> float:
        """Hits per try, 0 to 1; 0 where nothing was tried."""
        return min(1.0, self.hits / self.tries) if self.tries > 0 else 0.0


Tallies = Mapping[tuple[str, str], Tally]
"""By key and form."""


@dataclass(frozen=True, kw_only=True)
class SelectorStat:
    """A way as it stands: its place within its key from 0, its rate (None while never tried) and last success (UTC).

    ``promoted``: it stands further ahead than the pack says.
    """

    key: str
    form: str
    place: int
    rate: float | None = None
    tries: float = 0.0
    last_success: datetime | None = None
    learned: bool = False
    promoted: bool = False


def faded(tally: Tally, now: datetime) -> Tally:
    """The tally as it counts at ``now``. A clock that went back fades nothing and brings nothing back."""
    left = 0.5 ** (max(timedelta(0), now - tally.at) / HALF_LIFE)
    return Tally(
        tries=tally.tries * left,
        hits=tally.hits * left,
        at=max(now, tally.at),
        last_success=tally.last_success,
        learned=tally.learned,
    )


def counted(tally: Tally | None, mark: Mark, now: datetime) -> Tally:
    """The tally after one more reading."""
    before = faded(tally, now) if tally else Tally(tries=0, hits=0, at=now)
    latest = max(now, before.last_success or now) if mark.hit else before.last_success
    return Tally(
        tries=before.tries + 1,
        hits=before.hits + mark.hit,
        at=before.at,
        last_success=latest,
        learned=mark.learned,
    )


def in_order(forms: Sequence[str], tallies: Mapping[str, Tally]) -> list[str]:
    """The forms of one key, each moved ahead of those that it is clearly better than (all faded to one time).

    Without a reason to move, in the order given. Putting the result in order once more changes nothing.
    """
    placed: list[str] = []
    for form in forms:
        place = len(placed)
        while place > 0 and _clearly_better(tallies.get(form), tallies.get(placed[place - 1])):
            place -= 1
        placed.insert(place, form)
    return placed


def _clearly_better(tally: Tally | None, other: Tally | None) -> bool:
    if tally is None or other is None or min(tally.tries, other.tries) < ENOUGH_TRIES:
        return False
    return tally.hits > 0 and tally.rate >= CLEARLY_BETTER * other.rate


def kept_learned(tallies: Mapping[str, Tally], now: datetime) -> list[str]:
    """Of one key's learned forms those still worth asking: the five that led to something last (of equals those that
    did so more often), none without a success in the last 60 days."""
    worth = [
        (tally.last_success, faded(tally, now).hits, form)
        for form, tally in tallies.items()
        if tally.last_success is not None and now - tally.last_success <= LEARNED_LASTS
    ]
    return [
        form for _, _, form in sorted(worth, key=lambda ranked: (ranked[0], ranked[1]), reverse=True)[:LEARNED_AT_MOST]
    ]


def stats_of(
    key: str, shipped: Sequence[str], asked: Sequence[str], tallies: Tallies, now: datetime
) -> list[SelectorStat]:
    """How the ways of a key stand: ``asked`` is the order in use, ``shipped`` the order of the pack."""
    stats = []
    for place, form in enumerate(asked):
        tally = tallies.get((key, form))
        learned = form not in shipped
        stats.append(
            SelectorStat(
                key=key,
                form=form,
                place=place,
                rate=tally.rate if tally and tally.tries else None,
                tries=faded(tally, now).tries if tally else 0.0,
                last_success=tally.last_success if tally else None,
                learned=learned,
                promoted=not learned and place < shipped.index(form),
            )
        )
    return stats
