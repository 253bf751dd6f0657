"""The tables of the contacts book: who there is, by which keys, what is known of them, and how that came about.

Times are whole microseconds since 1970-01-01 UTC (``instants.py``).
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Text, text

from linkapp.storage.schema import strict, words

_HAS = "deleted IS NULL AND {} <> ''"
_THEN = ("name_order", "id")
_KNOWN = "deleted IS NULL AND {} IS NOT NULL"

people = strict(
    "people",
    Column("id", Integer, primary_key=True),
    words("name"),
    words("name_order"),  # the name without accents and case: an index can then give people in the order of names
    words("headline"),
    words("company"),
    words("location"),
    words("notes"),
    Column("score", Integer),
    Column("first_seen", Integer, nullable=False),
    Column("last_seen", Integer, nullable=False),
    Column("last_contact", Integer),  # kept by two triggers below, so that the window can sort by it
    words("first_name"),  # as the person said it is; empty where LinkApp finds it in the name
    words("position"),
    Column("connected_on", Text),  # the date on which the two became contacts: YYYY-MM-DD
    words("wrote_last"),  # me or them, of the exchange at last_contact; kept by the same triggers
    words("formality"),  # how texts speak to them: familiar or formal; empty: as the template does
    Column("rhythm_days", Integer),  # how long the two may go without an exchange
    Column("look_in_on", Text),  # a reminder: YYYY-MM-DD
    Column("left_network", Integer),  # when a newer export of the whole network did not have them any more
    Column("deleted", Integer),  # in no list any more, and can be brought back
    # The lists of people in each order, without those who were deleted; without a value they come after by name.
    Index("people_by_name", "name_order", "id", sqlite_where=text("deleted IS NULL")),
    *(
        Index(
            f"people_by_{name}",
            text(f"{name} COLLATE NOCASE"),
            "name_order",
            "id",
            sqlite_where=text(_HAS.format(name)),
        )
        for name in ("headline", "company", "position", "location")
    ),
    Index("people_by_last_contact", "last_contact", *_THEN, sqlite_where=text(_KNOWN.format("last_contact"))),
    Index("people_by_score", "score", *_THEN, sqlite_where=text(_KNOWN.format("score"))),
    Index("people_by_rhythm", "rhythm_days", sqlite_where=text(_KNOWN.format("rhythm_days"))),  # losing touch
    fresh_ids=True,
)

person_keys = strict(
    "person_keys",
    Column("key", Text, primary_key=True),  # id:<member id> or in:<profile address>, as domain/person.py gives them
    Column("person", Integer, ForeignKey("people.id"), nullable=False),
    Column("seen", Integer, nullable=False),
    # Who has neither: mail:<address>; who has none at all: row:<source, name and date of connection, see identity.py>
    CheckConstraint(
        "key LIKE 'id:_%' OR key LIKE 'in:_%' OR key LIKE 'mail:_%' OR key LIKE 'row:_%'", name="person_keys_form"
    ),
    Index("person_keys_by_person", "person", "seen"),  # all keys of a person: contact rows, joining two people
    rowid=False,
)

birthdays = strict(
    "birthdays",
    Column("person", Integer, ForeignKey("people.id"), primary_key=True),
    Column("month", Integer, nullable=False),
    Column("day", Integer, nullable=False),
    Column("source", Text, nullable=False),
    Column("seen", Integer, nullable=False),
    Column("year", Integer),
    CheckConstraint("month BETWEEN 1 AND 12 AND day BETWEEN 1 AND 31", name="birthdays_a_day"),
    Index("birthdays_by_day", "month", "day"),  # birthdays_between
)

interactions = strict(
    "interactions",
    Column("id", Integer, primary_key=True),
    Column("person", Integer, ForeignKey("people.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", Integer, nullable=False),
    words("text"),
    words("detail"),
    words("source"),  # the format of the import that told of it
    Column(
        "dated", Integer, nullable=False, server_default="1"
    ),  # 0: nobody knows when, and ``at`` is when it was read
    Index("interactions_by_person", "person", "at"),  # a person's timeline, newest first
)

person_details = strict(
    "person_details",
    Column("person", Integer, ForeignKey("people.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("place", Integer, nullable=False, server_default="0"),  # in their order
    CheckConstraint("kind IN ('email', 'phone') AND value <> ''", name="person_details_kind"),
    rowid=False,
)

invitations = strict(
    "invitations",
    Column("person", Integer, ForeignKey("people.id"), primary_key=True),
    Column("direction", Text, primary_key=True),  # in or out
    Column("at", Integer, primary_key=True),
    words("text"),
    CheckConstraint("direction IN ('in', 'out')", name="invitations_direction"),
    rowid=False,
)

people_tags = strict(
    "people_tags",
    Column("person", Integer, ForeignKey("people.id"), primary_key=True),
    Column("tag", Text, primary_key=True),
    Index("people_tags_by_tag", "tag", "person"),  # everybody with a tag, and which tags there are
    rowid=False,
)

do_not_contact = strict(
    "do_not_contact",
    Column("person", Integer, ForeignKey("people.id"), primary_key=True),
    words("reason"),
)

opt_outs = strict(
    "opt_outs",
    # By key and without a person: who asked not to be written to has asked it, whatever becomes of the contact.
    Column("key", Text, primary_key=True),
    Column("at", Integer, nullable=False),
    words("phrase"),
    words("answer"),
    CheckConstraint("key LIKE 'id:_%' OR key LIKE 'in:_%'", name="opt_outs_form"),
    rowid=False,
)

edits = strict(
    "edits",
    # What the person, or an import, did to contacts, so that it can be undone.
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("at", Integer, nullable=False),
    words("detail"),
    Column("people", Integer, nullable=False),  # how many contacts it changed
    Column("undone", Integer),
    fresh_ids=True,
)

edit_rows = strict(
    "edit_rows",
    # One row of a table that an edit made, changed or took away: its columns before and after as JSON objects, of a
    # changed one only those that differ.
    Column("edit", Integer, ForeignKey("edits.id"), primary_key=True),
    Column("person", Integer, primary_key=True),  # no foreign key: a merged contact is gone
    Column("of", Text, primary_key=True),  # the table
    Column("row", Text, primary_key=True),  # the other columns of its primary key, as JSON; empty where there are none
    Column("before", Text),
    Column("after", Text),
    Index("edit_rows_by_person", "person", "edit"),  # was anything else done with this contact since?
    rowid=False,
)

imports = strict(
    "imports",
    Column("id", Integer, primary_key=True),
    Column("format", Text, nullable=False),
    Column("file", Text, nullable=False),  # its name, without the folder
    Column("at", Integer, nullable=False),
    Column("as_of", Integer, nullable=False),  # how new what it says is: the newest date in it, or that of the file
    Column("new", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    Column("edit", Integer, ForeignKey("edits.id")),
    Index("imports_by_format", "format", "at"),  # when was the last one?
    fresh_ids=True,
)

import_changes = strict(
    "import_changes",
    # The diary: who is new, who changed job or company, who left the network or came back.
    Column("import", Integer, ForeignKey("imports.id"), primary_key=True),
    Column("person", Integer, primary_key=True),
    Column("what", Text, primary_key=True),
    Column("field", Text, primary_key=True, server_default=""),
    words("before"),
    words("after"),
    CheckConstraint("what IN ('new', 'changed', 'left', 'back')", name="import_changes_what"),
    Index("import_changes_by_person", "person"),  # the changes in a person's timeline
    rowid=False,
)

field_sources = strict(
    "field_sources",
    # Where a field of a contact was read, and how new that was: an older source never takes the place of a newer one,
    # and none takes the place of what the person typed.
    Column("person", Integer, ForeignKey("people.id"), primary_key=True),
    Column("field", Text, primary_key=True),
    Column("source", Text, nullable=False),  # a format, site, or typed
    Column("as_of", Integer, nullable=False),
    rowid=False,
)

column_mappings = strict(
    "column_mappings",
    # Which column of a table file is which field, as the person said it for a set of headings.
    Column("headings", Text, primary_key=True),
    Column("mapping", Text, nullable=False),
    Column("at", Integer, nullable=False),
    rowid=False,
)

forgotten_keys = strict(
    "forgotten_keys",
    # What is left of somebody who was to be forgotten: enough to know them again and not to greet them twice.
    Column("hash", Text, primary_key=True),
    Column("person", Integer, ForeignKey("people.id"), nullable=False),
    rowid=False,
)

SEARCH = "CREATE VIRTUAL TABLE people_search USING fts5(words, tokenize='trigram')"
"""What searches look in, as ``domain/search_text.py`` folds it: one row per person with the person's id, all but the
tags. Kept by ``identity.index``, not by triggers: ``trusted_schema=OFF`` forbids triggers to touch a virtual table
(SQLite 3.40: "unsafe use of virtual table")."""
