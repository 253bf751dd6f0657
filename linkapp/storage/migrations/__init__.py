"""The steps from one version of the database to the next, in order; the last one leads to this version.

A released step never changes: what it made lies on people's disks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from linkapp.storage.migrations import eighth, fifth, first, fourth, ninth, second, seventh, sixth, third

if TYPE_CHECKING:
    from alembic.operations import Operations

Step: TypeAlias = "Callable[[Operations], None]"

STEPS: tuple[Step, ...] = (
    first.step,
    second.step,
    third.step,
    fourth.step,
    fifth.step,
    sixth.step,
    seventh.step,
    eighth.step,
    ninth.step,
)
