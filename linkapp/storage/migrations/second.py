"""Version 2: how well the ways to recognise things on pages do, and which evidence belongs to an outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.operations import Operations


def step(op: Operations) -> None:
    """From version 1 to version 2."""
    op.execute(
        "CREATE TABLE selector_stats (key TEXT NOT NULL, form TEXT NOT NULL, tries REAL NOT NULL, hits REAL NOT NULL,"
        " at INTEGER NOT NULL, last_success INTEGER, learned INTEGER NOT NULL, PRIMARY KEY (key, form))"
        " WITHOUT ROWID, STRICT"
    )
    op.execute("ALTER TABLE run_items ADD COLUMN evidence TEXT DEFAULT '' NOT NULL")
    op.execute("ALTER TABLE runs ADD COLUMN stop_evidence TEXT DEFAULT '' NOT NULL")
