"""What changed: every use case publishes which kinds of things it changed, each screen refreshes only its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Changes:
    """Flags of what a use case changed."""

    log: bool = False
    contacts: bool = False
    usage: bool = False
    settings: bool = False
    schedule: bool = False


class News:
    """A list of listeners, told in the order in which they came."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[Changes], None]] = []

    def listen(self, listener: Callable[[Changes], None]) -> Callable[[], None]:
        """Be told of every change; returns the function that ends this."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def publish(self, changes: Changes) -> None:
        """Tell every listener."""
        for listener in tuple(self._listeners):
            listener(changes)
