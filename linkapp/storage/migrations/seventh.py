"""Version 7: what the contacts book needs: more of a person, invitations, imports with a diary, and edits that can be
undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkapp.domain.search_text import folded, search_text

if TYPE_CHECKING:
    from alembic.operations import Operations

_KEYS = """CREATE TABLE person_keys_of_all_kinds (
    "key" TEXT NOT NULL,
    person INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    PRIMARY KEY ("key"),
    CONSTRAINT person_keys_form CHECK (key LIKE 'id:_%' OR key LIKE 'in:_%'
        OR key LIKE 'mail:_%' OR key LIKE 'row:_%'),
    FOREIGN KEY(person) REFERENCES people (id)
    )
    WITHOUT ROWID,
STRICT"""

_STATEMENTS = (
    "ALTER TABLE people ADD COLUMN position TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE people ADD COLUMN connected_on TEXT",
    "ALTER TABLE people ADD COLUMN wrote_last TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE people ADD COLUMN formality TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE people ADD COLUMN rhythm_days INTEGER",
    "ALTER TABLE people ADD COLUMN look_in_on TEXT",
    "ALTER TABLE people ADD COLUMN left_network INTEGER",
    "ALTER TABLE people ADD COLUMN deleted INTEGER",
    "ALTER TABLE birthdays ADD COLUMN year INTEGER",
    "ALTER TABLE interactions ADD COLUMN source TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE interactions ADD COLUMN dated INTEGER DEFAULT '1' NOT NULL",
    _KEYS,
    "INSERT INTO person_keys_of_all_kinds SELECT key, person, seen FROM person_keys",
    "DROP TABLE person_keys",
    "ALTER TABLE person_keys_of_all_kinds RENAME TO person_keys",
    "CREATE INDEX person_keys_by_person ON person_keys (person, seen)",
    "DROP INDEX people_by_name",
    "DROP TABLE people_search",
    "CREATE VIRTUAL TABLE people_search USING fts5(words, tokenize='trigram')",
    """CREATE INDEX people_by_company ON people (company COLLATE NOCASE, name_order, id) WHERE deleted IS NULL AND
    company <> ''""",
    "CREATE INDEX people_by_rhythm ON people (rhythm_days) WHERE deleted IS NULL AND rhythm_days IS NOT NULL",
    """CREATE INDEX people_by_last_contact ON people (last_contact, name_order, id) WHERE deleted IS NULL AND
    last_contact IS NOT NULL""",
    """CREATE INDEX people_by_position ON people (position COLLATE NOCASE, name_order, id) WHERE deleted IS NULL
    AND position <> ''""",
    """CREATE INDEX people_by_location ON people (location COLLATE NOCASE, name_order, id) WHERE deleted IS NULL
    AND location <> ''""",
    "CREATE INDEX people_by_score ON people (score, name_order, id) WHERE deleted IS NULL AND score IS NOT NULL",
    "CREATE INDEX people_by_name ON people (name_order, id) WHERE deleted IS NULL",
    """CREATE INDEX people_by_headline ON people (headline COLLATE NOCASE, name_order, id) WHERE deleted IS NULL
    AND headline <> ''""",
    """CREATE TABLE edits (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    detail TEXT DEFAULT '' NOT NULL,
    people INTEGER NOT NULL,
    undone INTEGER
    )
STRICT""",
    """CREATE TABLE column_mappings (
    headings TEXT NOT NULL,
    mapping TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (headings)
    )
    WITHOUT ROWID,
STRICT""",
    """CREATE TABLE person_details (
    person INTEGER NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    place INTEGER DEFAULT '0' NOT NULL,
    PRIMARY KEY (person, kind, value),
    CONSTRAINT person_details_kind CHECK (kind IN ('email', 'phone') AND value <> ''),
    FOREIGN KEY(person) REFERENCES people (id)
    )
    WITHOUT ROWID,
STRICT""",
    """CREATE TABLE invitations (
    person INTEGER NOT NULL,
    direction TEXT NOT NULL,
    at INTEGER NOT NULL,
    text TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (person, direction, at),
    CONSTRAINT invitations_direction CHECK (direction IN ('in', 'out')),
    FOREIGN KEY(person) REFERENCES people (id)
    )
    WITHOUT ROWID,
STRICT""",
    "CREATE INDEX people_tags_by_tag ON people_tags (tag, person)",
    """CREATE TABLE edit_rows (
    edit INTEGER NOT NULL,
    person INTEGER NOT NULL,
    "of" TEXT NOT NULL,
    "row" TEXT NOT NULL,
    "before" TEXT,
    "after" TEXT,
    PRIMARY KEY (edit, person, "of", "row"),
    FOREIGN KEY(edit) REFERENCES edits (id)
    )
    WITHOUT ROWID,
STRICT""",
    "CREATE INDEX edit_rows_by_person ON edit_rows (person, edit)",
    """CREATE TABLE imports (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    format TEXT NOT NULL,
    file TEXT NOT NULL,
    at INTEGER NOT NULL,
    as_of INTEGER NOT NULL,
    new INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    edit INTEGER,
    FOREIGN KEY(edit) REFERENCES edits (id)
    )
STRICT""",
    "CREATE INDEX imports_by_format ON imports (format, at)",
    """CREATE TABLE field_sources (
    person INTEGER NOT NULL,
    field TEXT NOT NULL,
    source TEXT NOT NULL,
    as_of INTEGER NOT NULL,
    PRIMARY KEY (person, field),
    FOREIGN KEY(person) REFERENCES people (id)
    )
    WITHOUT ROWID,
STRICT""",
    """CREATE TABLE forgotten_keys (
    hash TEXT NOT NULL,
    person INTEGER NOT NULL,
    PRIMARY KEY (hash),
    FOREIGN KEY(person) REFERENCES people (id)
    )
    WITHOUT ROWID,
STRICT""",
    """CREATE TABLE import_changes (
    import INTEGER NOT NULL,
    person INTEGER NOT NULL,
    what TEXT NOT NULL,
    field TEXT DEFAULT '' NOT NULL,
    "before" TEXT DEFAULT '' NOT NULL,
    "after" TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (import, person, what, field),
    CONSTRAINT import_changes_what CHECK (what IN ('new', 'changed', 'left', 'back')),
    FOREIGN KEY(import) REFERENCES imports (id)
    )
    WITHOUT ROWID,
STRICT""",
    "CREATE INDEX import_changes_by_person ON import_changes (person)",
    "DROP TRIGGER acts_last_contact",
    """CREATE TRIGGER acts_last_contact AFTER UPDATE OF state ON acts WHEN NEW.state = 'sent' AND NEW.kind =
    'message' BEGIN UPDATE people SET wrote_last = iif(coalesce(last_contact, NEW.attempted) <= NEW.attempted,
    'me', wrote_last), last_contact = max(coalesce(last_contact, NEW.attempted), NEW.attempted) WHERE id =
    NEW.person; END""",
    "DROP TRIGGER interactions_last_contact",
    """CREATE TRIGGER interactions_last_contact AFTER INSERT ON interactions WHEN NEW.kind IN ('greeting',
    'message_in', 'message_out') AND NEW.dated = 1 BEGIN UPDATE people SET wrote_last =
    iif(coalesce(last_contact, NEW.at) <= NEW.at, iif(NEW.kind = 'message_in', 'them', 'me'), wrote_last),
    last_contact = max(coalesce(last_contact, NEW.at), NEW.at) WHERE id = NEW.person; END""",
    # Who wrote last: known of greetings that were sent, and of messages that were read.
    """UPDATE people SET wrote_last = coalesce((SELECT iif(kind = 'message_in', 'them', 'me') FROM (
    SELECT kind, at FROM interactions WHERE person = people.id AND kind IN ('greeting', 'message_in', 'message_out')
    UNION ALL SELECT 'greeting', attempted FROM acts WHERE person = people.id AND state = 'sent' AND kind = 'message'
    ORDER BY 2 DESC LIMIT 1)), '') WHERE last_contact IS NOT NULL""",
)


def step(op: Operations) -> None:
    """From version 6 to version 7."""
    run = op.get_bind().exec_driver_sql
    for statement in _STATEMENTS:
        run(statement)
    for row, *fields in run("SELECT id, name, headline, company, location, notes FROM people").fetchall():
        run("UPDATE people SET name_order = ? WHERE id = ?", (folded(fields[0]), row))
        run("INSERT INTO people_search (rowid, words) VALUES (?, ?)", (row, search_text(fields)))
    for row, *fields in run("SELECT id, name, text, detail FROM run_items").fetchall():
        run("UPDATE run_items SET found_by = ? WHERE id = ?", (folded(" ".join(fields)), row))
