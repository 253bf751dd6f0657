"""What a shared claim costs beside a bare script on the same server: a ratio within one run. ``-m benchmark -s``."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

import pytest

from linkapp.domain.act import Kind, State
from linkapp.domain.greeting import GUARD
from linkapp.domain.quota import MARGIN, Caps, date_begins, local_date
from linkapp.services.ports.quota import SharedSlot, Windows
from linkapp.system.shared_quota import RedisQuota, address_of
from tests.shared_quota.servers import Server
from tests.storage.samples import NOW, PARIS

pytestmark = pytest.mark.benchmark

ROUNDS = 7
CLAIMS = 200


def _slot(number: int) -> SharedSlot:
    return SharedSlot(
        attempt=f"attempt{number}",
        kind=Kind.MESSAGE,
        state=State.RESERVED,
        at=NOW,
        account="me",
        subjects=(f"id:ACoAAperson{number}", f"in:person-{number}"),
        key="birthday:2026",
        apart=GUARD,
    )


async def test_a_claim_costs_little_more_than_a_bare_script(tmp_path: Path) -> None:
    server = Server(tmp_path / "redis")
    server.start()
    quota = RedisQuota(address_of(server.url), tmp_path)
    assert await quota.put_right([]) is None
    bare = quota._client.register_script("redis.call('ZADD', KEYS[1], ARGV[1], ARGV[2]) return {'granted'}")
    windows = Windows(
        kind=Kind.MESSAGE,
        caps=Caps(day=10**6, week=10**6, run=10**6),
        at=NOW,
        date=date_begins(local_date(NOW, PARIS), PARIS) - MARGIN,
    )
    ours, theirs = [], []
    for number in range(ROUNDS):
        start = time.perf_counter()
        for one in range(CLAIMS):
            await bare(keys=["bare"], args=[one, f"{number}-{one}"])
        theirs.append((time.perf_counter() - start) / CLAIMS)
        start = time.perf_counter()
        for one in range(CLAIMS):
            assert await quota.claim(_slot(number * CLAIMS + one), windows) is None
        ours.append((time.perf_counter() - start) / CLAIMS)
    await quota.close()
    server.kill()
    few, many = statistics.median(theirs), statistics.median(ours)
    print(f"\nbare EVALSHA {few * 1e6:.0f} us, a claim {many * 1e6:.0f} us: {few / many:.2f} of its speed")
    assert few / many >= 0.7
