"""Clocks of tests: neither goes by itself."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo


@dataclass(kw_only=True)
class FakeClock:
    """A clock that goes only when somebody waits."""

    at: datetime
    zone_name: str = "Europe/Paris"
    waits: list[timedelta] = field(default_factory=list)

    def now(self) -> datetime:
        return self.at

    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone_name)

    async def sleep_until(self, deadline: datetime) -> None:
        if deadline > self.at:
            self.waits.append(deadline - self.at)
            self.at = deadline


class StillClock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime, zone: ZoneInfo) -> None:
        self._time = now
        self._zone = zone
        self._moved: list[asyncio.Future[None]] = []

    @property
    def time(self) -> datetime:
        return self._time

    @time.setter
    def time(self, now: datetime) -> None:
        self._time = now
        waiting, self._moved = self._moved, []
        for moved in waiting:
            if not moved.done():
                moved.set_result(None)

    def now(self) -> datetime:
        return self._time

    def zone(self) -> ZoneInfo:
        return self._zone

    async def sleep_until(self, deadline: datetime) -> None:
        while self._time < deadline:
            self._moved.append(asyncio.get_running_loop().create_future())
            await self._moved[-1]
