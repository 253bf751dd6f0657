"""Messages and invitations of a file: whose they are, and what they say of the people of the book.

The owner of an export takes part in every conversation of it. Only what was said between the owner and one other person
counts: who wrote in a group wrote to nobody in particular, and a draft was never sent.
"""

from __future__ import annotations

import sqlite3

from linkapp.domain.contact_record import FileFormat, RejectReason
from linkapp.domain.known_error import KnownError
from linkapp.domain.search_text import folded
from linkapp.services.ports.imports import RejectedRecord
from linkapp.storage.import_matching import make_parties
from linkapp.storage.import_people import EVERY_FIELD


class NoOwner(KnownError):
    """Nobody can tell whose messages these are. Nothing was changed."""


def plan_messages(connection: sqlite3.Connection, *, alone: bool) -> dict[str, int]:
    """Find whose messages these are (``kind`` and ``person`` in ``staged_messages``); how many count for nobody,
    by why. Raises ``NoOwner`` where there is nothing but messages in the file (``alone``).
    """
    (some,) = connection.execute("SELECT EXISTS (SELECT 1 FROM staged_messages)").fetchone()
    connection.execute("DROP TABLE IF EXISTS temp.direct")
    connection.execute("CREATE TEMP TABLE direct (conversation TEXT PRIMARY KEY, key TEXT) WITHOUT ROWID")
    connection.execute("UPDATE staged_messages SET person = NULL, kind = NULL WHERE kind IS NOT NULL")
    if not some:
        return {}
    try:
        owner = owner_of(connection)
    except NoOwner:
        if alone:
            raise
        connection.execute("UPDATE staged_messages SET kind = 'no_owner'")
        return {"no_owner": connection.execute("SELECT count(*) FROM staged_messages").fetchone()[0]}
    names = [name for (name,) in connection.execute("SELECT name FROM parties WHERE key = ?", (owner,))]
    connection.execute(
        "INSERT INTO direct SELECT p.conversation, min(p.key) FROM participants AS p WHERE p.key <> ?"
        " AND NOT EXISTS (SELECT 1 FROM nameless AS n WHERE n.conversation = p.conversation AND n.name <> ''"
        " AND n.name <> ?) GROUP BY p.conversation HAVING count(*) = 1",
        (owner, folded(names[0]) if names else ""),
    )
    connection.execute(
        "DELETE FROM direct WHERE conversation IN (SELECT conversation FROM staged_messages WHERE several = 1)"
    )
    make_parties(connection, "SELECT key FROM direct")
    connection.execute(
        "UPDATE staged_messages SET kind = CASE WHEN draft = 1 THEN 'draft'"
        " WHEN sender = ? AND conversation IN (SELECT conversation FROM direct) THEN 'message_out'"
        " WHEN sender <> '' AND conversation IN (SELECT conversation FROM direct) THEN 'message_in'"
        " WHEN (SELECT count(*) FROM participants AS p WHERE p.conversation = staged_messages.conversation) < 2"
        " AND conversation IN (SELECT conversation FROM nameless) THEN 'no_address'"
        " WHEN sender = '' THEN 'no_address' ELSE 'group' END",
        (owner,),
    )
    connection.execute(
        "UPDATE staged_messages SET person = who.person FROM direct, who"
        " WHERE direct.conversation = staged_messages.conversation AND who.key = direct.key"
        " AND kind IN ('message_in', 'message_out')"
    )
    connection.execute(
        "UPDATE staged_messages SET person = NULL WHERE person IN (SELECT id FROM people WHERE deleted IS NOT NULL)"
    )
    _leave_out_known(connection)
    return dict(
        connection.execute(
            "SELECT kind, count(*) FROM staged_messages WHERE kind IN ('draft', 'group') GROUP BY kind"
        ).fetchall()
    )


def plan_invitations(connection: sqlite3.Connection) -> None:
    """Find whose invitations these are; one that is known has no person any more."""
    make_parties(connection, "SELECT key FROM staged_invitations")
    connection.execute(
        "UPDATE staged_invitations SET person = (SELECT person FROM who WHERE who.key = staged_invitations.key)"
    )
    connection.execute(
        "UPDATE staged_invitations SET person = NULL WHERE person IN (SELECT id FROM people WHERE deleted IS NOT NULL)"
        " OR n NOT IN (SELECT min(n) FROM staged_invitations"
        " GROUP BY person, direction, at) OR EXISTS (SELECT 1 FROM invitations AS i"
        " WHERE i.person = staged_invitations.person AND i.direction = staged_invitations.direction"
        " AND i.at = staged_invitations.at)"
    )


def counts(connection: sqlite3.Connection) -> tuple[int, int, list[RejectedRecord]]:
    """How many messages and invitations are new and unchanged, and those of which nobody can be told."""
    (new,) = connection.execute("SELECT count(*) FROM staged_messages WHERE person IS NOT NULL").fetchone()
    (invitations,) = connection.execute("SELECT count(*) FROM staged_invitations WHERE person IS NOT NULL").fetchone()
    (total,) = connection.execute(
        "SELECT (SELECT count(*) FROM staged_messages) + (SELECT count(*) FROM staged_invitations)"
    ).fetchone()
    rejected = [
        RejectedRecord(line=line, reason=RejectReason.NO_ADDRESS, part=part)
        for line, part in connection.execute(
            "SELECT line, part FROM staged_messages WHERE kind = 'no_address' ORDER BY n"
        ).fetchall()
    ]
    return new + invitations, total - new - invitations - len(rejected), rejected


def write_parties(connection: sqlite3.Connection, source: FileFormat, now: int) -> None:
    """Make the people who are met in messages or invitations only."""
    connection.execute(
        "INSERT INTO people (id, name, name_order, first_seen, last_seen) SELECT who.person, name_of.name,"
        " folded(name_of.name), ?, ? FROM who JOIN (SELECT key, iif(name = '', substr(key, 4), name) AS name"
        " FROM parties) AS name_of USING (key) WHERE who.new = 1 ORDER BY who.person",
        (now, now),
    )
    connection.execute(
        "INSERT OR IGNORE INTO person_keys (key, person, seen) SELECT key, person, ? FROM who WHERE new = 1", (now,)
    )
    connection.execute(
        "INSERT INTO field_sources (person, field, source, as_of) SELECT person, ?, ?, 0 FROM who WHERE new = 1",
        (EVERY_FIELD, source),
    )
    connection.execute(
        "INSERT INTO people_search (rowid, words) SELECT id, search_text(name, NULL) FROM people"
        " WHERE id IN (SELECT person FROM who WHERE new = 1)"
    )


def write_messages(connection: sqlite3.Connection) -> None:
    """Write what is new: the oldest first, so that triggers see the newest last."""
    connection.execute(
        "INSERT INTO interactions (person, kind, at, text, source) SELECT person, kind, at, text, ?"
        " FROM staged_messages WHERE person IS NOT NULL ORDER BY at, n",
        (FileFormat.MESSAGES,),
    )
    connection.execute(
        "INSERT OR IGNORE INTO invitations (person, direction, at, text) SELECT person, direction, at, text"
        " FROM staged_invitations WHERE person IS NOT NULL"
    )


def owner_of(connection: sqlite3.Connection) -> str:
    """Whose messages these are: an account of this folder, else who takes part in the most conversations. Of several it
    is who is no contact, else who wrote most. Raises ``NoOwner``."""
    mine = connection.execute(
        "SELECT p.key FROM participants AS p JOIN accounts AS a ON a.key = p.key WHERE a.current = 1 LIMIT 1"
    ).fetchone()
    if mine is not None:
        return str(mine[0])
    candidates = connection.execute(
        "SELECT p.key, (SELECT count(*) FROM staged_messages AS m WHERE m.sender = p.key AND m.draft = 0),"
        " EXISTS (SELECT 1 FROM who JOIN people ON people.id = who.person WHERE who.key = p.key"
        " AND people.connected_on IS NOT NULL) OR EXISTS (SELECT 1 FROM staged AS s WHERE s.in_key = p.key)"
        " FROM participants AS p GROUP BY p.key HAVING count(*) = (SELECT max(number) FROM"
        " (SELECT count(*) AS number FROM participants GROUP BY key)) LIMIT 1000"
    ).fetchall()
    if not candidates:
        return ""  # nobody has an address: there is nothing to tell apart
    strangers = [candidate for candidate in candidates if not candidate[2]] or candidates
    strangers.sort(key=lambda candidate: -candidate[1])
    if len(strangers) > 1 and strangers[0][1] == strangers[1][1]:
        raise NoOwner("Nobody can tell whose messages these are.", "import_no_owner")
    return str(strangers[0][0])


def _leave_out_known(connection: sqlite3.Connection) -> None:
    """Take the person from messages that are in the book, or that LinkApp sent itself, or that stand here twice."""
    connection.execute("CREATE INDEX IF NOT EXISTS temp.messages_by_person ON staged_messages (person, at)")
    connection.execute(
        "UPDATE staged_messages SET person = NULL WHERE person IS NOT NULL AND (EXISTS (SELECT 1 FROM interactions AS i"
        " WHERE i.person = staged_messages.person AND i.at = staged_messages.at AND i.kind = staged_messages.kind"
        " AND i.text = staged_messages.text) OR EXISTS (SELECT 1 FROM staged_messages AS o"
        " WHERE o.person = staged_messages.person AND o.at = staged_messages.at AND o.kind = staged_messages.kind"
        " AND o.text = staged_messages.text AND o.n < staged_messages.n) OR (kind = 'message_out' AND EXISTS"
        " (SELECT 1 FROM acts AS a WHERE a.person = staged_messages.person AND a.kind = 'message' AND a.state = 'sent'"
        " AND a.text = staged_messages.text AND abs(a.attempted - staged_messages.at) < 3600000000)))"
    )
