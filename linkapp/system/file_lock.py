"""The operating system's lock on an open file: it never waits, and ends with the process."""

from __future__ import annotations

import errno
import sys

TAKEN = frozenset({errno.EWOULDBLOCK, errno.EACCES, errno.EAGAIN, errno.EDEADLK})
"""What the system says where somebody else has it."""

if sys.platform == "win32":
    import msvcrt

    def lock(file: int) -> None:
        """Lock one byte at the file's present place. Raises ``OSError``; its number is in ``TAKEN`` where it is."""
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

    def unlock(file: int) -> None:
        """Give it back; the file's place is the one at which it was locked."""
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def lock(file: int) -> None:
        """Lock the whole file. Raises ``OSError``; its number is in ``TAKEN`` where somebody else has it."""
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def unlock(file: int) -> None:
        """Give it back."""
        fcntl.flock(file, fcntl.LOCK_UN)
