"""The lock of one run, in memory."""

from __future__ import annotations


class FakeRunLock:
    """The operating system's lock: free, and free again as soon as the program is gone, until a test takes it away."""

    def __init__(self) -> None:
        self.free = True

    def take(self) -> bool:
        return self.free

    def holds(self) -> bool:
        return self.free

    def give(self) -> None:
        return None
