"""Version 5: an act of any kind: a subject and a key in place of occasion and year, how far apart two of a series are,
and words for outcomes that mean one thing each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.operations import Operations

_TABLE = """CREATE TABLE acts_of_any_kind (
    id INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    at INTEGER NOT NULL,
    run INTEGER NOT NULL,
    attempt TEXT NOT NULL,
    account TEXT NOT NULL,
    person INTEGER,
    subject TEXT DEFAULT '' NOT NULL,
    "key" TEXT NOT NULL,
    apart INTEGER DEFAULT '0' NOT NULL,
    attempted INTEGER NOT NULL,
    text TEXT DEFAULT '' NOT NULL,
    text_hash TEXT DEFAULT '' NOT NULL,
    template TEXT DEFAULT '' NOT NULL,
    late_days INTEGER DEFAULT '0' NOT NULL,
    reads INTEGER DEFAULT '0' NOT NULL,
    proof TEXT DEFAULT '' NOT NULL,
    message_id TEXT DEFAULT '' NOT NULL,
    detail TEXT DEFAULT '' NOT NULL,
    double INTEGER DEFAULT '0' NOT NULL,
    request_left INTEGER DEFAULT '0' NOT NULL,
    CONSTRAINT acts_subject CHECK (instr(key, ':') > 1 AND (person IS NULL) = (subject <> '')),
    FOREIGN KEY(person) REFERENCES people (id)
    )
STRICT"""

# An act about nobody known (an older version kept the place of what it could not name) is named after its row.
_COPY = """INSERT INTO acts_of_any_kind
SELECT id, kind, iif(state = 'greeted', 'already', state), at, run, attempt, account, person,
    iif(person IS NULL, 'act ' || id, ''),
    iif(person IS NULL OR occasion IS NULL, kind || ':' || id, occasion || ':' || coalesce(year, 0)),
    iif(occasion = 'birthday' AND person IS NOT NULL, 15552000000000, 0), attempted, text, text_hash, template,
    late_days, reads, proof, message_id, detail, double, request_left
FROM acts"""

_INDEXES_AND_TRIGGERS = (
    """CREATE UNIQUE INDEX acts_once ON acts (person, "key", account)
    WHERE state IN ('already', 'ask', 'reserved', 'sending', 'sent', 'unsure') AND double = 0""",
    """CREATE UNIQUE INDEX acts_once_about ON acts (subject, "key", account)
    WHERE state IN ('already', 'ask', 'reserved', 'sending', 'sent', 'unsure') AND double = 0 AND person IS NULL""",
    """CREATE INDEX acts_by_person ON acts (person)""",
    """CREATE INDEX acts_settled ON acts (kind, at, state) WHERE state IN ('ask', 'sent', 'unsure')""",
    """CREATE INDEX acts_pending ON acts (at, kind, run, state) WHERE state IN ('reserved', 'sending')""",
    """CREATE INDEX acts_freed ON acts (at) WHERE state IN ('already', 'released', 'unsent')""",
    """CREATE INDEX acts_by_run ON acts (run, kind, state) WHERE state IN ('ask', 'sent', 'unsure')""",
    """CREATE INDEX acts_unclear ON acts (attempted) WHERE state IN ('ask', 'unsure')""",
    """CREATE UNIQUE INDEX acts_by_attempt ON acts (attempt)
    WHERE state IN ('ask', 'sending', 'sent', 'unsent', 'unsure')""",
    """CREATE TRIGGER acts_first_state BEFORE INSERT ON acts WHEN NEW.state NOT IN ('reserved') BEGIN SELECT
    RAISE(ABORT, 'a new act must be reserved'); END""",
    """CREATE TRIGGER acts_moves BEFORE UPDATE OF state ON acts WHEN NOT ((OLD.state = 'reserved' AND NEW.state IN
    ('already', 'released', 'sending')) OR (OLD.state = 'sending' AND NEW.state IN ('sent', 'unsure')) OR
    (OLD.state = 'unsure' AND NEW.state IN ('ask', 'sent', 'unsent')) OR (OLD.state = 'ask' AND NEW.state IN
    ('sent', 'unsent', 'unsure'))) BEGIN SELECT RAISE(ABORT, 'this move is not allowed'); END""",
    """CREATE TRIGGER acts_stay BEFORE DELETE ON acts BEGIN SELECT RAISE(ABORT, 'acts are never forgotten'); END""",
    """CREATE TRIGGER acts_guard BEFORE UPDATE OF state ON acts WHEN NEW.state = 'sending' AND NEW.apart > 0 AND
    NEW.double = 0 AND EXISTS (SELECT 1 FROM acts AS other WHERE other.account = NEW.account AND other.person =
    NEW.person AND substr(other.key, 1, instr(other.key, ':')) = substr(NEW.key, 1, instr(NEW.key, ':')) AND
    other.id <> NEW.id AND other.state IN ('already', 'ask', 'sending', 'sent', 'unsure') AND
    abs(other.attempted - NEW.attempted) < NEW.apart) BEGIN SELECT RAISE(ABORT, 'too soon after another one'); END""",
    """CREATE TRIGGER acts_last_contact AFTER UPDATE OF state ON acts WHEN NEW.state = 'sent' AND NEW.kind =
    'message' BEGIN UPDATE people SET last_contact = max(coalesce(last_contact, NEW.attempted), NEW.attempted)
    WHERE id = NEW.person; END""",
)


def step(op: Operations) -> None:
    """From version 4 to version 5."""
    run = op.get_bind().exec_driver_sql
    for statement in (
        _TABLE,
        _COPY,
        "DROP TABLE acts",
        "ALTER TABLE acts_of_any_kind RENAME TO acts",
        *_INDEXES_AND_TRIGGERS,
        "UPDATE run_items SET state = 'done' WHERE state = 'greeted'",
    ):
        run(statement)
