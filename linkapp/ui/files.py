"""Where the program's own files lie: beside the source, or inside the packaged program."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path


def resource(*parts: str) -> Path:
    """A file of ``resources/``."""
    return _root().joinpath("resources", *parts)


@cache
def _root() -> Path:
    packaged = getattr(sys, "_MEIPASS", None)
    return Path(packaged) if packaged else Path(__file__).resolve().parents[2]
