"""Version 6: scheduled runs: when they are wanted, and what became of every date."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.operations import Operations

_STATEMENTS = (
    """CREATE TABLE schedules (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    days TEXT NOT NULL,
    spread INTEGER NOT NULL,
    sends INTEGER NOT NULL,
    made INTEGER NOT NULL,
    failures INTEGER DEFAULT '0' NOT NULL,
    failed_at INTEGER,
    removed INTEGER
    )
STRICT""",
    """CREATE TABLE occurrences (
    schedule INTEGER NOT NULL,
    date TEXT NOT NULL,
    state TEXT NOT NULL,
    decided INTEGER NOT NULL,
    settled INTEGER,
    reason TEXT,
    detail TEXT DEFAULT '' NOT NULL,
    run INTEGER,
    PRIMARY KEY (schedule, date),
    CONSTRAINT occurrences_date CHECK (date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    FOREIGN KEY(schedule) REFERENCES schedules (id),
    FOREIGN KEY(run) REFERENCES runs (id)
    )
    WITHOUT ROWID,
STRICT""",
    "CREATE INDEX occurrences_by_date ON occurrences (date)",
    """CREATE TABLE planner (
    id INTEGER NOT NULL PRIMARY KEY,
    paused INTEGER DEFAULT '0' NOT NULL,
    paused_until INTEGER,
    ticked INTEGER,
    CONSTRAINT planner_only_one CHECK (id = 1)
    )
STRICT""",
    """CREATE TRIGGER occurrences_moves BEFORE UPDATE OF state ON occurrences WHEN NOT ((OLD.state = 'running' AND
    NEW.state IN ('done', 'failed', 'stopped')) OR (OLD.state = 'skipped' AND NEW.state IN ('running', 'skipped')))
    BEGIN SELECT RAISE(ABORT, 'an occurrence is run once'); END""",
    """CREATE TRIGGER occurrences_stay BEFORE DELETE ON occurrences BEGIN SELECT
    RAISE(ABORT, 'occurrences are never forgotten'); END""",
)


def step(op: Operations) -> None:
    """From version 5 to version 6."""
    run = op.get_bind().exec_driver_sql
    for statement in _STATEMENTS:
        run(statement)
