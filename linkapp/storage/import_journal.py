"""What an import wrote, for the diary (who is new, who changed what, who left) and for undoing it.

The rows are those of ``edits.py``: a contact that an import made is one row, for it goes with all that is its own.
"""

from __future__ import annotations

import sqlite3

_COLUMNS = (
    "name", "name_order", "headline", "company", "position", "location", "connected_on", "notes", "left_network",
    "last_contact", "wrote_last",
)  # fmt: skip
_TOUCHED = (
    "SELECT person FROM changes UNION SELECT person FROM leaving UNION SELECT person FROM staged_messages"
    " WHERE person IS NOT NULL UNION SELECT person FROM staged_invitations WHERE person IS NOT NULL"
    " UNION SELECT person FROM staged WHERE new = 0 AND gone = 0"
)
_NONE = "json_object()"


def remember(connection: sqlite3.Connection, highest: int) -> None:
    """Note how the contacts are that will be changed; ``highest``: the last contact before the import."""
    columns = ", ".join(_COLUMNS)
    for statement in (
        "DROP TABLE IF EXISTS temp.touched",
        "DROP TABLE IF EXISTS temp.as_before",
        "DROP TABLE IF EXISTS temp.birthdays_before",
        "DROP TABLE IF EXISTS temp.sources_before",
        "CREATE TEMP TABLE touched (person INTEGER PRIMARY KEY)",
        f"INSERT INTO touched SELECT person FROM ({_TOUCHED}) WHERE person <= {highest}",
        f"CREATE TEMP TABLE as_before AS SELECT id, {columns} FROM people WHERE id IN (SELECT person FROM touched)",
        "CREATE TEMP TABLE birthdays_before AS SELECT * FROM birthdays"
        " WHERE person IN (SELECT person FROM changes WHERE field = 'birthday')",
        "CREATE TEMP TABLE sources_before AS SELECT * FROM field_sources WHERE person IN (SELECT person FROM touched)",
    ):
        connection.execute(statement)


def begin(connection: sqlite3.Connection, now: int, file: str) -> int:
    """A new edit, and the keys and details that existing contacts will get: they are told from others before they are
    written."""
    (edit,) = connection.execute(
        "INSERT INTO edits (kind, at, detail, people) VALUES ('import', ?, ?, 0) RETURNING id", (now, file)
    ).fetchone()
    insert = 'INSERT OR IGNORE INTO edit_rows (edit, person, "of", "row", "before", "after")'
    old = "s.new = 0 AND s.gone = 0"
    for keys in (
        f"SELECT s.id_key AS key, s.person FROM staged AS s WHERE s.id_key IS NOT NULL AND {old}",
        f"SELECT s.in_key AS key, s.person FROM staged AS s WHERE s.in_key IS NOT NULL AND {old}",
        f"SELECT s.row_key AS key, s.person FROM staged AS s WHERE {old}",
        f"SELECT m.key, s.person FROM staged_mails AS m JOIN staged AS s USING (n) WHERE {old}",
    ):
        connection.execute(
            f"{insert} SELECT ?, person, 'person_keys', json_object('key', key), NULL, {_NONE} FROM ({keys})"
            " WHERE key NOT IN (SELECT key FROM person_keys)",
            (edit,),
        )
    for kind in ("email", "phone"):
        connection.execute(
            f"{insert} SELECT ?, s.person, 'person_details', json_object('kind', d.kind, 'value', d.value), NULL,"
            f" {_NONE} FROM staged_details AS d JOIN staged AS s USING (n) JOIN changes AS c ON c.person = s.person"
            " AND c.field = d.kind || 's' WHERE d.kind = ? AND NOT EXISTS (SELECT 1 FROM person_details AS o"
            " WHERE o.person = s.person AND o.kind = d.kind AND o.value = d.value)",
            (edit, kind),
        )
    connection.execute(
        f"{insert} SELECT DISTINCT ?, person, 'invitations', json_object('direction', direction, 'at', at), NULL,"
        f" {_NONE} FROM staged_invitations WHERE person IN (SELECT person FROM touched)",
        (edit,),
    )
    return int(edit)


def end(connection: sqlite3.Connection, edit: int, number: int, last_interaction: int) -> None:
    """Keep the rest of what was written, and the diary of import ``number``."""
    _diary(connection, number)
    insert = 'INSERT OR IGNORE INTO edit_rows (edit, person, "of", "row", "before", "after")'
    differ = " UNION ALL ".join(
        f"SELECT p.id AS person, '{column}' AS field, b.{column} AS before, p.{column} AS after FROM people AS p"
        f" JOIN as_before AS b ON b.id = p.id WHERE b.{column} IS NOT p.{column}"
        for column in _COLUMNS
    )
    birthday = (
        "json_object('month', {of}.month, 'day', {of}.day, 'source', {of}.source, 'seen', {of}.seen, 'year', {of}.year)"
    )
    for statement in (
        f"{insert} SELECT ?1, person, 'people', {_NONE}, NULL, {_NONE} FROM staged WHERE new = 1 AND first = 1",
        f"{insert} SELECT ?1, person, 'people', {_NONE}, NULL, {_NONE} FROM who WHERE new = 1",
        f"{insert} SELECT ?1, person, 'people', {_NONE}, json_group_object(field, before),"
        f" json_group_object(field, after) FROM ({differ}) GROUP BY person",
        f"{insert} SELECT ?1, b.person, 'birthdays', {_NONE}, iif(o.person IS NULL, NULL, {birthday.format(of='o')}),"
        f" {birthday.format(of='b')} FROM birthdays AS b LEFT JOIN birthdays_before AS o USING (person)"
        " WHERE b.person IN (SELECT person FROM changes WHERE field = 'birthday')",
        f"{insert} SELECT ?1, f.person, 'field_sources', json_object('field', f.field), iif(o.person IS NULL, NULL,"
        " json_object('source', o.source, 'as_of', o.as_of)), json_object('source', f.source, 'as_of', f.as_of)"
        " FROM field_sources AS f LEFT JOIN sources_before AS o ON o.person = f.person AND o.field = f.field"
        " WHERE f.person IN (SELECT person FROM touched)"
        " AND (o.person IS NULL OR o.source <> f.source OR o.as_of <> f.as_of)",
        f"{insert} SELECT ?1, t.person, 'people_tags', json_object('tag', t.tag), NULL, {_NONE} FROM people_tags AS t"
        " WHERE t.person IN (SELECT person FROM changes WHERE field = 'tags')",
        f"{insert} SELECT ?1, i.person, 'interactions', json_object('id', i.id), NULL, {_NONE} FROM interactions AS i"
        f" WHERE i.id > {last_interaction} AND i.person IN (SELECT person FROM touched)",
        f"{insert} SELECT ?1, c.person, 'import_changes', json_object('import', c.import, 'what', c.what, 'field',"
        f" c.field), NULL, {_NONE} FROM import_changes AS c WHERE c.import = {number}"
        " AND c.person IN (SELECT person FROM touched)",
        "UPDATE edits SET people = (SELECT count(DISTINCT person) FROM edit_rows WHERE edit = ?1) WHERE id = ?1",
    ):
        connection.execute(statement, (edit,))


def _diary(connection: sqlite3.Connection, number: int) -> None:
    for statement in (
        "INSERT INTO import_changes (import, person, what) SELECT ?, person, 'new' FROM staged"
        " WHERE new = 1 AND first = 1 ORDER BY person",
        "INSERT OR IGNORE INTO import_changes (import, person, what) SELECT ?, person, 'new' FROM who WHERE new = 1",
        "INSERT INTO import_changes (import, person, what, field, before, after)"
        " SELECT ?, person, 'changed', field, before, after FROM changes",
        "INSERT INTO import_changes (import, person, what) SELECT ?, person, iif(back, 'back', 'left') FROM leaving",
    ):
        connection.execute(statement, (number,))
