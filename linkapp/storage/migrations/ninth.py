"""Version 9: a claim writes one index less, and no index of acts sets up a list of states for every row written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.operations import Operations

_STANDS = (
    "(state = 'already' OR state = 'ask' OR state = 'reserved' OR state = 'sending' OR state = 'sent'"
    " OR state = 'unsure') AND double = 0"
)
_SETTLED = "(state = 'ask' OR state = 'sent' OR state = 'unsure')"

_STATEMENTS = (
    "DROP INDEX IF EXISTS acts_by_person",
    "DROP INDEX IF EXISTS acts_once",
    "DROP INDEX IF EXISTS acts_once_about",
    "DROP INDEX IF EXISTS acts_settled",
    "DROP INDEX IF EXISTS acts_pending",
    "DROP INDEX IF EXISTS acts_freed",
    "DROP INDEX IF EXISTS acts_by_run",
    "DROP INDEX IF EXISTS acts_unclear",
    "DROP INDEX IF EXISTS acts_by_attempt",
    f"CREATE UNIQUE INDEX acts_once ON acts (person, key, account, CASE WHEN {_STANDS} THEN 0 ELSE id END)",
    f"CREATE UNIQUE INDEX acts_once_about ON acts (subject, key, account) WHERE {_STANDS} AND person IS NULL",
    f"CREATE INDEX acts_settled ON acts (kind, at, state) WHERE {_SETTLED}",
    "CREATE INDEX acts_pending ON acts (at, kind, run, state) WHERE (state = 'reserved' OR state = 'sending')",
    "CREATE INDEX acts_freed ON acts (at) WHERE (state = 'already' OR state = 'released' OR state = 'unsent')",
    f"CREATE INDEX acts_by_run ON acts (run, kind, at, state) WHERE {_SETTLED}",
    "CREATE INDEX acts_unclear ON acts (attempted) WHERE (state = 'ask' OR state = 'unsure')",
    "CREATE UNIQUE INDEX acts_by_attempt ON acts (attempt)"
    " WHERE (state = 'ask' OR state = 'sending' OR state = 'sent' OR state = 'unsent' OR state = 'unsure')",
)


def step(op: Operations) -> None:
    """From version 8 to version 9."""
    for statement in _STATEMENTS:
        op.execute(statement)
