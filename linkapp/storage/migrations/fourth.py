"""Version 4: a breaker that waits for the person, caps that recover after limit signs, runs whose list was not read to
its end, first names as the person said them, who asked not to be written to, and whether the request of an uncertain
greeting left, and whose folder it is."""

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
    "ALTER TABLE acts ADD COLUMN request_left INTEGER DEFAULT '0' NOT NULL",
    "ALTER TABLE runs ADD COLUMN partial TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE people ADD COLUMN first_name TEXT DEFAULT '' NOT NULL",
    """CREATE TABLE opt_outs (
    "key" TEXT NOT NULL,
    at INTEGER NOT NULL,
    phrase TEXT DEFAULT '' NOT NULL,
    answer TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY ("key"),
    CONSTRAINT opt_outs_form CHECK (key LIKE 'id:_%' OR key LIKE 'in:_%')
    )
    WITHOUT ROWID,
STRICT""",
    """CREATE TABLE accounts (
    "key" TEXT NOT NULL,
    account TEXT DEFAULT '' NOT NULL,
    current INTEGER DEFAULT '0' NOT NULL,
    waiting INTEGER DEFAULT '0' NOT NULL,
    PRIMARY KEY ("key"),
    CONSTRAINT accounts_form CHECK (key LIKE 'id:_%' OR key LIKE 'in:_%')
    )
    WITHOUT ROWID,
STRICT""",
)


def step(op: Operations) -> None:
    """From version 3 to version 4."""
    run = op.get_bind().exec_driver_sql
    for statement in _STATEMENTS:
        run(statement)
