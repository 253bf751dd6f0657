"""No picture of LinkApp's memory is ever written: a core dump would hold the session in clear."""

from __future__ import annotations

import contextlib
import sys


def forbid() -> None:
    """Neither this process nor any that it starts (its browser) dumps its memory when it crashes. Where the system
    has no such limit (Windows), nothing is done."""
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
