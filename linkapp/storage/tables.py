"""The tables, as SQLAlchemy metadata: what a database of this version looks like, triggers and indexes included.
Those of the contacts book are in ``contact_tables.py``.

Times are whole microseconds since 1970-01-01 UTC (``instants.py``). All tables are STRICT: a value of the wrong type
is refused. A new file is made of ``statements``, an older one is changed by ``migrations/``; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import cache

from sqlalchemy import (
    DDL,
    REAL,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Text,
    create_mock_engine,
    event,
    text,
)
from sqlalchemy.dialects import sqlite

from linkapp.domain.act import CLOSED, COUNTED, MOVES, Kind, State
from linkapp.domain.schedule import ENDED
from linkapp.storage.contact_tables import SEARCH
from linkapp.storage.schema import metadata, strict, words

PENDING = frozenset({State.RESERVED, State.SENDING})
"""It may still happen: the slot counts whatever its time."""
SETTLED = COUNTED - PENDING
"""The slot counts at the time that stands in it."""
FREED = frozenset(State) - COUNTED
"""The slot does not count any more."""
STANDING = CLOSED | {State.RESERVED}
"""The act is done, may have been done, or somebody is about to do it: nobody else may."""
UNCLEAR = frozenset({State.UNSURE, State.ASK})
"""Only the site, or the person, can say."""
ANNOUNCED = frozenset(State) - {State.RESERVED, State.RELEASED, State.ALREADY}
"""The click was announced: there is a line of it in ``sending.log``."""
OPEN = PENDING | UNCLEAR
"""What a restart has to look at."""


def listed(states: Iterable[StrEnum]) -> str:
    """States as an SQL list."""
    return ", ".join(f"'{state}'" for state in sorted(states))


def is_one_of(states: Iterable[StrEnum], column: str = "state") -> str:
    """The condition that an act is in one of these states, always in the same words: a partial index is only used for
    its own. Comparisons, not a list: of each list SQLite would make a table whenever a statement begins."""
    return "(" + " OR ".join(f"{column} = '{state}'" for state in sorted(states)) + ")"


STANDS = f"{is_one_of(STANDING)} AND double = 0"
"""The condition that an act stands for itself: no other one with its key may."""


accounts = strict(
    "accounts",
    # The keys of the accounts that were signed in: of which account (none while nobody has said), whether that is the
    # folder's own now, and whether the key waits for the person's word.
    Column("key", Text, primary_key=True),
    words("account"),
    Column("current", Integer, nullable=False, server_default="0"),
    Column("waiting", Integer, nullable=False, server_default="0"),
    CheckConstraint("key LIKE 'id:_%' OR key LIKE 'in:_%'", name="accounts_form"),
    rowid=False,
)

acts = strict(
    "acts",
    # One row an attempt, kept for ever: it is the place in the caps and, for a message, the greeting as well.
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("at", Integer, nullable=False),  # quota time, always the latest at which the act may have happened
    Column("run", Integer, nullable=False),  # no foreign key: runs may be forgotten, acts never are
    Column("attempt", Text, nullable=False),  # names it in sending.log and on other computers
    Column("account", Text, nullable=False),
    Column("person", Integer, ForeignKey("people.id")),  # none where the act is about nobody: then the subject says it
    words("subject"),
    Column("key", Text, nullable=False),  # <series>:<which>, see domain/act.py
    Column("apart", Integer, nullable=False, server_default="0"),  # from others of the series and person, microseconds
    Column("attempted", Integer, nullable=False),  # when it was reserved, then announced, then proven to be done
    words("text"),
    words("text_hash"),
    words("template"),
    Column("late_days", Integer, nullable=False, server_default="0"),
    Column("reads", Integer, nullable=False, server_default="0"),  # failed readings of the conversation
    words("proof"),
    words("message_id"),
    words("detail"),
    # 1: another row stands for this act. Two people turned out to be one; it counts towards the caps all the same.
    Column("double", Integer, nullable=False, server_default="0"),
    # 1: our request left and was not refused, so that not finding it in the conversation proves nothing.
    Column("request_left", Integer, nullable=False, server_default="0"),
    # Nothing is done twice for one person; what was given up does not stand in the way. It finds a person's timeline
    # and past texts as well: one index, because a claim writes it.
    Index("acts_once", "person", "key", "account", text(f"CASE WHEN {STANDS} THEN 0 ELSE id END"), unique=True),
    # The same for what is about nobody, whose person is NULL.
    Index(
        "acts_once_about",
        "subject",
        "key",
        "account",
        unique=True,
        sqlite_where=text(f"{STANDS} AND person IS NULL"),
    ),
    CheckConstraint("instr(key, ':') > 1 AND (person IS NULL) = (subject <> '')", name="acts_subject"),
    # Each row is in one of the next three, so that a claim writes into the smallest only. All three: the quota clock.
    # The state stands in them, and the run's, so that they are all that counting reads.
    Index("acts_settled", "kind", "at", "state", sqlite_where=text(is_one_of(SETTLED))),  # the windows
    # What may still happen counts at whatever time it was taken; there is hardly ever any.
    Index("acts_pending", "at", "kind", "run", "state", sqlite_where=text(is_one_of(PENDING))),
    Index("acts_freed", "at", sqlite_where=text(is_one_of(FREED))),
    # The cap of a run. The time stands before the state: else SQLite would look for every state by itself.
    Index("acts_by_run", "run", "kind", "at", "state", sqlite_where=text(is_one_of(SETTLED))),
    Index("acts_unclear", "attempted", sqlite_where=text(is_one_of(UNCLEAR))),  # what is to be read
    # Is a line of sending.log known?
    Index("acts_by_attempt", "attempt", unique=True, sqlite_where=text(is_one_of(ANNOUNCED))),
)

runs = strict(
    "runs",
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("started", Integer, nullable=False),
    Column("finished", Integer),
    Column("dry", Integer, nullable=False),
    Column("stop_reason", Text),
    words("stop_detail"),
    words("stop_evidence"),
    words("partial"),  # why the list was not read to its end; empty where it was
    fresh_ids=True,
)

run_items = strict(
    "run_items",
    Column("id", Integer, primary_key=True),
    Column("run", Integer, ForeignKey("runs.id"), nullable=False),
    words("name"),  # as it stood on the page then: a line of the log does not change with the contacts
    Column("member", Text),
    Column("profile", Text),
    words("headline"),
    Column("state", Text, nullable=False),
    words("text"),
    Column("late_days", Integer, nullable=False, server_default="0"),
    words("proof"),
    Column("reason", Text),
    words("detail"),
    Column("at", Integer),
    words("found_by"),  # name, text and detail without accents and case: what the log's search looks in
    words("evidence"),  # the name of two files that go after a while; the name stays
    Index("run_items_by_run", "run", "id"),  # the items of a run, in their order
    Index("run_items_by_state", "state", "id"),  # the log filtered by state, newest first
)

breaker = strict(
    "breaker",
    Column("id", Integer, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("trips", Integer, nullable=False),
    Column("until", Integer),
    Column("latched", Text),  # the stop sign that nobody has looked at yet
    Column("latched_at", Integer),
    Column("share", REAL),  # of the caps, after limit signs; with the time from which it grows back
    Column("slowed_at", Integer),
    Column("proven", Integer),  # a quota time that has certainly come, and what the clock since boot showed then
    Column("since_boot", REAL),
    CheckConstraint("id = 1", name="breaker_only_one"),
)

selector_stats = strict(
    "selector_stats",
    Column("key", Text, primary_key=True),
    Column("form", Text, primary_key=True),  # a selector: role, aria and structure, never anything of a person
    Column("tries", REAL, nullable=False),
    Column("hits", REAL, nullable=False),
    Column("at", Integer, nullable=False),  # up to when the two counts have faded
    Column("last_success", Integer),
    Column("learned", Integer, nullable=False),
    rowid=False,
)

schedules = strict(
    "schedules",
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("at", Integer, nullable=False),  # seconds since midnight, in whatever zone the person is
    Column("days", Text, nullable=False),  # as on the command line: mon-fri
    Column("spread", Integer, nullable=False),  # seconds
    Column("sends", Integer, nullable=False),
    Column("made", Integer, nullable=False),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("failed_at", Integer),
    Column("removed", Integer),
    fresh_ids=True,
)

occurrences = strict(
    "occurrences",
    Column("schedule", Integer, ForeignKey("schedules.id"), primary_key=True),
    Column("date", Text, primary_key=True),  # the local date: that there is one row of it is what keeps it to one run
    Column("state", Text, nullable=False),
    Column("decided", Integer, nullable=False),  # when it was claimed or skipped
    Column("settled", Integer),
    Column("reason", Text),
    words("detail"),
    Column("run", Integer, ForeignKey("runs.id")),
    CheckConstraint("date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'", name="occurrences_date"),
    Index("occurrences_by_date", "date"),  # those of the last days, and the newest ones for the log
    rowid=False,
)

planner = strict(
    "planner",
    Column("id", Integer, primary_key=True),
    Column("paused", Integer, nullable=False, server_default="0"),
    Column("paused_until", Integer),
    Column("ticked", Integer),
    CheckConstraint("id = 1", name="planner_only_one"),
)


def _moves() -> dict[str, str]:
    """Triggers that refuse every move which ``MOVES`` does not hold, the first one included."""
    allowed = " OR ".join(
        f"(OLD.state = '{state}' AND NEW.state IN ({listed(after)}))"
        for state, after in MOVES.items()
        if state and after
    )
    return {
        "acts_first_state": (
            f"CREATE TRIGGER acts_first_state BEFORE INSERT ON acts WHEN NEW.state NOT IN ({listed(MOVES[None])})"
            " BEGIN SELECT RAISE(ABORT, 'a new act must be reserved'); END"
        ),
        "acts_moves": (
            f"CREATE TRIGGER acts_moves BEFORE UPDATE OF state ON acts WHEN NOT ({allowed})"
            " BEGIN SELECT RAISE(ABORT, 'this move is not allowed'); END"
        ),
        "acts_stay": (
            "CREATE TRIGGER acts_stay BEFORE DELETE ON acts BEGIN SELECT RAISE(ABORT, 'acts are never forgotten'); END"
        ),
    }


TOO_SOON = "too soon after another one"
"""What the trigger ``acts_guard`` says."""

_SERIES = "substr({row}.key, 1, instr({row}.key, ':'))"

TRIGGERS: dict[str, str] = {
    **_moves(),
    "acts_guard": (
        "CREATE TRIGGER acts_guard BEFORE UPDATE OF state ON acts"
        f" WHEN NEW.state = '{State.SENDING}' AND NEW.apart > 0 AND NEW.double = 0 AND EXISTS ("
        "SELECT 1 FROM acts AS other WHERE other.account = NEW.account AND other.person = NEW.person"
        f" AND {_SERIES.format(row='other')} = {_SERIES.format(row='NEW')} AND other.id <> NEW.id"
        f" AND other.state IN ({listed(CLOSED)}) AND abs(other.attempted - NEW.attempted) < NEW.apart)"
        f" BEGIN SELECT RAISE(ABORT, '{TOO_SOON}'); END"
    ),
    "acts_last_contact": (
        "CREATE TRIGGER acts_last_contact AFTER UPDATE OF state ON acts"
        f" WHEN NEW.state = '{State.SENT}' AND NEW.kind = '{Kind.MESSAGE}' BEGIN UPDATE people"
        " SET wrote_last = iif(coalesce(last_contact, NEW.attempted) <= NEW.attempted, 'me', wrote_last),"
        " last_contact = max(coalesce(last_contact, NEW.attempted), NEW.attempted) WHERE id = NEW.person; END"
    ),
    "occurrences_moves": (
        "CREATE TRIGGER occurrences_moves BEFORE UPDATE OF state ON occurrences"
        f" WHEN NOT ((OLD.state = 'running' AND NEW.state IN ({listed(ENDED)}))"
        " OR (OLD.state = 'skipped' AND NEW.state IN ('running', 'skipped')))"
        " BEGIN SELECT RAISE(ABORT, 'an occurrence is run once'); END"
    ),
    "occurrences_stay": (
        "CREATE TRIGGER occurrences_stay BEFORE DELETE ON occurrences"
        " BEGIN SELECT RAISE(ABORT, 'occurrences are never forgotten'); END"
    ),
    "interactions_last_contact": (
        "CREATE TRIGGER interactions_last_contact AFTER INSERT ON interactions"
        " WHEN NEW.kind IN ('greeting', 'message_in', 'message_out') AND NEW.dated = 1 BEGIN UPDATE people"
        " SET wrote_last = iif(coalesce(last_contact, NEW.at) <= NEW.at,"
        " iif(NEW.kind = 'message_in', 'them', 'me'), wrote_last),"
        " last_contact = max(coalesce(last_contact, NEW.at), NEW.at) WHERE id = NEW.person; END"
    ),
}
"""Every trigger by its name. Those about states are made from ``domain/act.py``, so that they cannot differ."""

for _statement in (SEARCH, *TRIGGERS.values()):
    event.listen(metadata, "after_create", DDL(_statement.replace("%", "%%")))  # type: ignore[no-untyped-call]


@cache
def statements() -> tuple[str, ...]:
    """What makes all of this in an empty file: tables before what refers to them, then indexes and triggers."""
    made: list[str] = []
    dialect = sqlite.dialect()
    engine = create_mock_engine("sqlite://", lambda ddl, *_: made.append(str(ddl.compile(dialect=dialect))))
    metadata.create_all(engine, checkfirst=False)
    return tuple(made)
