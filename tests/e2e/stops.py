"""Every stop sign at every moment of a run, as a table: what was done after the sign, and whether what was said of the
greeting in hand is true.

python -m tests.e2e.stops [words of a sign or a moment]
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

from linkapp.cli.exits import Exit, exit_of
from linkapp.domain.campaign import Report, Result
from linkapp.domain.problems import Reason
from linkapp.practice import Asked, PracticeSite
from tests.e2e.harness import campaign, judge, look
from tests.e2e.processes import many_due

SIGNS: dict[str, tuple[str, dict[str, Any], frozenset[Reason]]] = {
    "sign-in page": ("signed_out_after", {}, frozenset({Reason.SIGNED_OUT})),
    "security check": ("checkpoint_after", {}, frozenset({Reason.SECURITY_CHECK})),
    # What a page asks for in the background is answered 403 by a restriction and by a security check alike.
    "restriction": ("restricted_after", {}, frozenset({Reason.RESTRICTED, Reason.SECURITY_CHECK})),
    "HTTP 429": ("rate_limit_after", {"rate_limit_way": "429"}, frozenset({Reason.RATE_LIMITED})),
    "limit notice": ("rate_limit_after", {"rate_limit_way": "words"}, frozenset({Reason.RATE_LIMITED})),
}
"""Sign -> the fault that counts down to it, what else to set, and the reasons that may be given for it."""
MOMENTS = {"before reading": 0, "between two people": 4, "composer open": 5, "after the click": 6, "message kept": 4}
"""Moment -> how many requests are answered before the sign. 0 is the list; each person then takes three: the
composer's question, the notice that we type, and the message. ``message kept``: the first message is kept without an
answer, and then comes the sign."""
PEOPLE = 4
DOORS = ("/login", "/checkpoint/", "/favicon.ico")


@dataclass(frozen=True, kw_only=True)
class Stop:
    """One run into one stop sign. ``actions``: requests that LinkApp caused after the sign; ``honest``: nothing was
    said to be sent that was not, or to have failed that was sent, the stop was named, nobody was written to twice or left out in the end."""

    sign: str
    moment: str
    reason: str
    status: int
    actions: tuple[str, ...]
    received: int
    greeted: int
    in_hand: str
    kept: int
    honest: bool
    asked_again: int
    after: dict[str, int]

    @property
    def clean(self) -> bool:
        """Stopped at once, handed over with evidence, and told the truth."""
        return self.honest and not self.actions and self.kept > 0 and self.status == Exit.NEEDS_PERSON

    def row(self) -> str:
        """The stop as a line of the table."""
        once = sum(count == 1 for count in self.after.values())
        return (
            f"{self.sign:<15} {self.moment:<19} {self.reason:<15} {self.status:>4} {len(self.actions):>7}"
            f" {self.received:>8} {self.greeted:>7} {self.in_hand:<10} {self.kept:>8} {'yes' if self.honest else 'NO':>6}"
            f" {once:>4} of {len(self.after)}"
        )


HEAD = "sign            moment              told            exit actions received greeted in hand    evidence honest in the end"


def combinations(*wanted: str) -> Iterator[tuple[str, str]]:
    """All of them, or those that hold every wanted word."""
    for one in product(SIGNS, MOMENTS):
        if all(word in " ".join(one) for word in wanted):
            yield one


async def one_stop(sign: str, moment: str, *, slow: float = 0.0) -> Stop:
    """A campaign of four people that meets the sign; then the sign is taken away, the person has looked, and three hours
    later once more.
    ``slow``: seconds that every answer is held back."""
    fault, more, reasons = SIGNS[sign]
    start = datetime.now(UTC).replace(hour=10, minute=0)
    now = [start]
    world = many_due(PEOPLE, start.date())
    site = PracticeSite(world, clock=lambda: now[0])
    await site.start()
    try:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            cut = {"answer_cut_off": 1} if moment == "message kept" else {}
            site.faults.change({fault: MOMENTS[moment], "slow": slow, **more, **cut})
            report = await campaign(site, folder, now=start)
            actions = _after_the_sign(site.requests, MOMENTS[moment])
            received, asked = len(site.received), len(site.requests)
            kept_after_all = {one.name for one in site.received} & {one.person.name for one in report.of(Result.FAILED)}
            judged = judge(site, report, world.people, world.people)
            kept = len(list((folder / "evidence").glob("*.png")))
            site.faults.clear()
            now[0] = start + timedelta(hours=3)
            await look(site, folder, now=now[0])
            again = await campaign(site, folder, now=now[0])
            judged_again = judge(site, again, world.people, world.people)
    finally:
        await site.stop()
    after = Counter({person.name: 0 for person in world.people})
    after.update(one.name for one in site.received)
    reason = report.stopped_by.reason if report.stopped_by else None
    told = [(one.wrong, one.double, one.false_sent, one.false_nothing, one.odd_text) for one in (judged, judged_again)]
    return Stop(
        sign=sign,
        moment=moment,
        reason=str(reason),
        status=exit_of(report.outcome),
        actions=tuple(f"{one.method} {one.path} {one.status}" for one in actions),
        received=received,
        greeted=len(report.of(Result.DONE)),
        in_hand=_in_hand(report),
        kept=kept,
        honest=reason in reasons
        and not kept_after_all
        and told == [(0, 0, 0, 0, 0)] * 2
        and set(after.values()) == {1},
        asked_again=len(site.requests) - asked,
        after=dict(after),
    )


def _in_hand(report: Report) -> str:
    """What was said of the person whose greeting was interrupted."""
    return next((item.state for item in report.items if item.state in ("failed", "unsure")), "-")


def _after_the_sign(requests: list[Asked], first: int) -> list[Asked]:
    """What was asked for after the sign, but for where the sign itself led."""
    sign = requests[first]
    return [one for one in requests[first + 1 :] if not one.path.startswith(DOORS) and one.path != sign.path]


async def table(*wanted: str) -> list[Stop]:
    """Print the table row by row; returns the rows."""
    print(HEAD, flush=True)
    rows = []
    for sign, moment in combinations(*wanted):
        rows.append(await one_stop(sign, moment))
        print(rows[-1].row(), *rows[-1].actions, flush=True)
    return rows


if __name__ == "__main__":
    made = asyncio.run(table(*sys.argv[1:]))
    clean = sum(row.clean for row in made)
    print(f"{sum(len(row.actions) for row in made)} actions after a sign; {clean} of {len(made)} settled honestly")
    sys.exit(clean != len(made))
