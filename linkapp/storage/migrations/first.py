"""Version 1: every table, index and trigger of the first LinkApp."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.operations import Operations

_STATEMENTS = (
    """CREATE TABLE people (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT DEFAULT '' NOT NULL,
    name_order TEXT DEFAULT '' NOT NULL,
    headline TEXT DEFAULT '' NOT NULL,
    company TEXT DEFAULT '' NOT NULL,
    location TEXT DEFAULT '' NOT NULL,
    notes TEXT DEFAULT '' NOT NULL,
    score INTEGER,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    last_contact INTEGER
    )
STRICT""",
    """CREATE TABLE runs (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    outcome TEXT NOT NULL,
    started INTEGER NOT NULL,
    finished INTEGER,
    dry INTEGER NOT NULL,
    stop_reason TEXT,
    stop_detail TEXT DEFAULT '' NOT NULL
    )
STRICT""",
    """CREATE TABLE breaker (
    id INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    trips INTEGER NOT NULL,
    until INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT breaker_only_one CHECK (id = 1)
    )
STRICT""",
    """CREATE TABLE person_keys (
    "key" TEXT NOT NULL,
    person INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    PRIMARY KEY ("key"),
    CONSTRAINT person_keys_form CHECK (key LIKE 'id:_%' OR key LIKE 'in:_%'),
    FOREIGN KEY(person) REFERENCES people (id)
    )
    WITHOUT ROWID,
STRICT""",
    """CREATE TABLE birthdays (
    person INTEGER NOT NULL,
    month INTEGER NOT NULL,
    day INTEGER NOT NULL,
    source TEXT NOT NULL,
    seen INTEGER NOT NULL,
    PRIMARY KEY (person),
    CONSTRAINT birthdays_a_day CHECK (month BETWEEN 1 AND 12 AND day BETWEEN 1 AND 31),
    FOREIGN KEY(person) REFERENCES people (id)
    )
STRICT""",
    """CREATE TABLE interactions (
    id INTEGER NOT NULL,
    person INTEGER NOT NULL,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    text TEXT DEFAULT '' NOT NULL,
    detail TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(person) REFERENCES people (id)
    )
STRICT""",
    """CREATE TABLE people_tags (
    person INTEGER NOT NULL,
    tag TEXT NOT NULL,
    PRIMARY KEY (person, tag),
    FOREIGN KEY(person) REFERENCES people (id)
    )
    WITHOUT ROWID,
STRICT""",
    """CREATE TABLE do_not_contact (
    person INTEGER NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (person),
    FOREIGN KEY(person) REFERENCES people (id)
    )
STRICT""",
    """CREATE TABLE greetings (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    account TEXT NOT NULL,
    person INTEGER NOT NULL,
    occasion TEXT NOT NULL,
    year INTEGER NOT NULL,
    state TEXT NOT NULL,
    at INTEGER NOT NULL,
    text TEXT DEFAULT '' NOT NULL,
    text_hash TEXT DEFAULT '' NOT NULL,
    template TEXT DEFAULT '' NOT NULL,
    late_days INTEGER DEFAULT '0' NOT NULL,
    reads INTEGER DEFAULT '0' NOT NULL,
    proof TEXT DEFAULT '' NOT NULL,
    message_id TEXT DEFAULT '' NOT NULL,
    detail TEXT DEFAULT '' NOT NULL,
    CONSTRAINT greetings_once UNIQUE (account, person, occasion, year),
    FOREIGN KEY(person) REFERENCES people (id)
    )
STRICT""",
    """CREATE TABLE run_items (
    id INTEGER NOT NULL,
    run INTEGER NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    member TEXT,
    profile TEXT,
    headline TEXT DEFAULT '' NOT NULL,
    state TEXT NOT NULL,
    text TEXT DEFAULT '' NOT NULL,
    late_days INTEGER DEFAULT '0' NOT NULL,
    proof TEXT DEFAULT '' NOT NULL,
    reason TEXT,
    detail TEXT DEFAULT '' NOT NULL,
    at INTEGER,
    found_by TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(run) REFERENCES runs (id)
    )
STRICT""",
    """CREATE TABLE slots (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    at INTEGER NOT NULL,
    run INTEGER NOT NULL,
    greeting INTEGER,
    attempt TEXT NOT NULL,
    FOREIGN KEY(greeting) REFERENCES greetings (id)
    )
STRICT""",
    """CREATE VIRTUAL TABLE people_search USING fts5(name, headline, company, location, notes, tags,
    tokenize='unicode61 remove_diacritics 2', prefix='2 3')""",
    """CREATE INDEX people_by_name ON people (name_order, id)""",
    """CREATE INDEX person_keys_by_person ON person_keys (person, seen)""",
    """CREATE INDEX birthdays_by_day ON birthdays (month, day)""",
    """CREATE INDEX interactions_by_person ON interactions (person, at)""",
    """CREATE INDEX greetings_by_person ON greetings (person)""",
    """CREATE INDEX greetings_open ON greetings (state) WHERE state IN ('ask', 'reserved', 'sending', 'unsure')""",
    """CREATE INDEX run_items_by_state ON run_items (state, id)""",
    """CREATE INDEX run_items_by_run ON run_items (run, id)""",
    """CREATE INDEX slots_by_run ON slots (run, kind, state)""",
    """CREATE UNIQUE INDEX slots_by_attempt ON slots (attempt)""",
    """CREATE INDEX slots_window ON slots (kind, at, state)""",
    """CREATE INDEX slots_pending ON slots (kind) WHERE state IN ('reserved', 'sending')""",
    """CREATE INDEX slots_by_greeting ON slots (greeting)""",
    """CREATE TRIGGER greetings_first_state BEFORE INSERT ON greetings WHEN NEW.state NOT IN ('reserved') BEGIN SELECT
    RAISE(ABORT, 'a new row of greetings must be reserved'); END""",
    """CREATE TRIGGER greetings_moves BEFORE UPDATE OF state ON greetings WHEN NOT ((OLD.state = 'ask' AND NEW.state IN
    ('sent', 'unsent', 'unsure')) OR (OLD.state = 'released' AND NEW.state IN ('reserved')) OR (OLD.state =
    'reserved' AND NEW.state IN ('greeted', 'released', 'sending')) OR (OLD.state = 'sending' AND NEW.state IN
    ('sent', 'unsure')) OR (OLD.state = 'unsent' AND NEW.state IN ('reserved')) OR (OLD.state = 'unsure' AND
    NEW.state IN ('ask', 'sent', 'unsent'))) BEGIN SELECT RAISE(ABORT, 'this move of greetings is not allowed');
    END""",
    """CREATE TRIGGER slots_first_state BEFORE INSERT ON slots WHEN NEW.state NOT IN ('reserved') BEGIN SELECT
    RAISE(ABORT, 'a new row of slots must be reserved'); END""",
    """CREATE TRIGGER slots_moves BEFORE UPDATE OF state ON slots WHEN NOT ((OLD.state = 'ask' AND NEW.state IN
    ('sent', 'unsent', 'unsure')) OR (OLD.state = 'reserved' AND NEW.state IN ('greeted', 'released',
    'sending')) OR (OLD.state = 'sending' AND NEW.state IN ('sent', 'unsure')) OR (OLD.state = 'unsure' AND
    NEW.state IN ('ask', 'sent', 'unsent'))) BEGIN SELECT RAISE(ABORT, 'this move of slots is not allowed'); END""",
    """CREATE TRIGGER greetings_guard BEFORE UPDATE OF state ON greetings WHEN NEW.state = 'sending' AND NEW.occasion =
    'birthday' AND EXISTS (SELECT 1 FROM greetings AS other WHERE other.account = NEW.account AND other.person =
    NEW.person AND other.occasion = NEW.occasion AND other.id <> NEW.id AND other.state IN ('ask', 'greeted',
    'sending', 'sent', 'unsure') AND abs(other.at - NEW.at) < 15552000000000) BEGIN SELECT RAISE(ABORT,
    'greeted within 180 days'); END""",
    """CREATE TRIGGER greetings_last_contact AFTER UPDATE OF state ON greetings WHEN NEW.state = 'sent' BEGIN UPDATE
    people SET last_contact = max(coalesce(last_contact, NEW.at), NEW.at) WHERE id = NEW.person; END""",
    """CREATE TRIGGER interactions_last_contact AFTER INSERT ON interactions WHEN NEW.kind IN ('greeting',
    'message_in', 'message_out') BEGIN UPDATE people SET last_contact = max(coalesce(last_contact, NEW.at),
    NEW.at) WHERE id = NEW.person; END""",
)


def step(op: Operations) -> None:
    """Make everything in an empty file."""
    for statement in _STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
