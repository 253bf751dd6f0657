"""Version 3: the place in the caps and the greeting it was taken for are one row, an attempt; rows are never changed
back and never deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.operations import Operations

_TABLE = """CREATE TABLE acts (
    id INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    at INTEGER NOT NULL,
    run INTEGER NOT NULL,
    attempt TEXT NOT NULL,
    account TEXT NOT NULL,
    person INTEGER,
    occasion TEXT,
    year INTEGER,
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
    FOREIGN KEY(person) REFERENCES people (id)
    )
STRICT"""

# The last slot that stands as its greeting does takes the greeting's words along. Any other one is the history of an
# earlier attempt, or of a person who turned out to be this one: it counts as it did.
_COPY = """INSERT INTO acts
SELECT s.id, s.kind, s.state, s.at, s.run, s.attempt, coalesce(g.account, ''), g.person, g.occasion, g.year,
    iif(latest, g.at, s.at), iif(latest, g.text, ''), iif(latest, g.text_hash, ''), iif(latest, g.template, ''),
    iif(latest, g.late_days, 0), iif(latest, g.reads, 0), iif(latest, g.proof, ''), iif(latest, g.message_id, ''),
    iif(latest, g.detail, ''), NOT latest AND s.state NOT IN ('released', 'unsent')
FROM (SELECT *, id = max(iif(state = (SELECT state FROM greetings WHERE id = greeting), id, 0))
        OVER (PARTITION BY greeting) AS latest FROM slots) AS s
    LEFT JOIN greetings AS g ON g.id = s.greeting"""

# There should be none of these; if there are, nobody is greeted a second time because of it.
_COPY_LONE = """INSERT INTO acts (kind, state, at, run, attempt, account, person, occasion, year, attempted, text,
    text_hash, template, late_days, reads, proof, message_id, detail)
SELECT 'message', g.state, g.at, 0, 'version-2-' || g.id, g.account, g.person, g.occasion, g.year, g.at, g.text,
    g.text_hash, g.template, g.late_days, g.reads, g.proof, g.message_id, g.detail
FROM greetings AS g WHERE g.state NOT IN ('released', 'unsent')
    AND NOT EXISTS (SELECT 1 FROM slots AS s WHERE s.greeting = g.id AND s.state = g.state)"""

_INDEXES_AND_TRIGGERS = (
    """CREATE UNIQUE INDEX acts_once ON acts (person, occasion, year, account)
    WHERE state IN ('ask', 'greeted', 'reserved', 'sending', 'sent', 'unsure') AND double = 0""",
    """CREATE INDEX acts_by_person ON acts (person)""",
    """CREATE INDEX acts_settled ON acts (kind, at, state) WHERE state IN ('ask', 'sent', 'unsure')""",
    """CREATE INDEX acts_pending ON acts (at, kind, run, state) WHERE state IN ('reserved', 'sending')""",
    """CREATE INDEX acts_freed ON acts (at) WHERE state IN ('greeted', 'released', 'unsent')""",
    """CREATE INDEX acts_by_run ON acts (run, kind, state) WHERE state IN ('ask', 'sent', 'unsure')""",
    """CREATE INDEX acts_unclear ON acts (attempted) WHERE state IN ('ask', 'unsure')""",
    """CREATE UNIQUE INDEX acts_by_attempt ON acts (attempt)
    WHERE state IN ('ask', 'sending', 'sent', 'unsent', 'unsure')""",
    """CREATE TRIGGER acts_first_state BEFORE INSERT ON acts WHEN NEW.state NOT IN ('reserved') BEGIN SELECT
    RAISE(ABORT, 'a new act must be reserved'); END""",
    """CREATE TRIGGER acts_moves BEFORE UPDATE OF state ON acts WHEN NOT ((OLD.state = 'reserved' AND NEW.state IN
    ('greeted', 'released', 'sending')) OR (OLD.state = 'sending' AND NEW.state IN ('sent', 'unsure')) OR
    (OLD.state = 'unsure' AND NEW.state IN ('ask', 'sent', 'unsent')) OR (OLD.state = 'ask' AND NEW.state IN
    ('sent', 'unsent', 'unsure'))) BEGIN SELECT RAISE(ABORT, 'this move is not allowed'); END""",
    """CREATE TRIGGER acts_stay BEFORE DELETE ON acts BEGIN SELECT RAISE(ABORT, 'acts are never forgotten'); END""",
    """CREATE TRIGGER acts_guard BEFORE UPDATE OF state ON acts WHEN NEW.state = 'sending' AND NEW.occasion =
    'birthday' AND NEW.double = 0 AND EXISTS (SELECT 1 FROM acts AS other WHERE other.account = NEW.account AND
    other.person = NEW.person AND other.occasion = NEW.occasion AND other.id <> NEW.id AND other.state IN ('ask',
    'greeted', 'sending', 'sent', 'unsure') AND abs(other.attempted - NEW.attempted) < 15552000000000) BEGIN SELECT
    RAISE(ABORT, 'greeted within 180 days'); END""",
    """CREATE TRIGGER acts_last_contact AFTER UPDATE OF state ON acts WHEN NEW.state = 'sent' AND NEW.kind =
    'message' BEGIN UPDATE people SET last_contact = max(coalesce(last_contact, NEW.attempted), NEW.attempted)
    WHERE id = NEW.person; END""",
)


def step(op: Operations) -> None:
    """From version 2 to version 3."""
    run = op.get_bind().exec_driver_sql
    for statement in (_TABLE, _COPY, _COPY_LONE, "DROP TABLE slots", "DROP TABLE greetings", *_INDEXES_AND_TRIGGERS):
        run(statement)
