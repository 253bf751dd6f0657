"""Version 4: a breaker that waits for the person, caps that recover after limit signs, and runs whose list was not read
to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.operations import Operations

_STATEMENTS = (
    "ALTER TABLE breaker ADD COLUMN latched TEXT",
    "ALTER TABLE breaker ADD COLUMN latched_at INTEGER",
    "ALTER TABLE breaker ADD COLUMN share REAL",
    "ALTER TABLE breaker ADD COLUMN slowed_at INTEGER",
    "ALTER TABLE breaker ADD COLUMN proven INTEGER",
    "ALTER TABLE breaker ADD COLUMN since_boot REAL",
    "ALTER TABLE runs ADD COLUMN partial TEXT DEFAULT '' NOT NULL",
)


def step(op: Operations) -> None:
    """From version 3 to version 4."""
    run = op.get_bind().exec_driver_sql
    for statement in _STATEMENTS:
        run(statement)
