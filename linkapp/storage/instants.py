"""Instants as the database keeps them: whole microseconds since 1970-01-01 UTC, so that they sort and subtract."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import overload

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(length: timedelta) -> int:
    """A length of time in whole microseconds."""
    return length // _MICROSECOND


def stored(at: datetime) -> int:
    """An aware instant as stored. Raises ``TypeError`` for a naive one: nobody knows when that is."""
    return (at - _EPOCH) // _MICROSECOND


@overload
def instant(at: int) -> datetime: ...
@overload
def instant(at: int | None) -> datetime | None: ...
def instant(at: int | None) -> datetime | None:
    """A stored instant as an aware datetime in UTC; None stays None."""
    return None if at is None else _EPOCH + timedelta(microseconds=at)
