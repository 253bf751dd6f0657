"""Upgrades: what the steps make is what ``tables.py`` says, and a step that fails leaves the old file."""

from __future__ import annotations

import gzip
import re
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Text, create_engine

from linkapp.domain.act import MOVES, Kind, State
from linkapp.domain.problems import Reason
from linkapp.domain.quota import Caps
from linkapp.services.ports.ledger import StoreError
from linkapp.storage import open_storage, tables, upgrade
from linkapp.storage.failures import DamagedDatabaseError
from linkapp.storage.instants import instant
from linkapp.storage.migrations import STEPS, Step
from tests.storage.samples import NOW, PARIS, contacts, denial, greeting, person, slot

if TYPE_CHECKING:
    from alembic.operations import Operations

PATIENCE = timedelta(seconds=1)
OLD = Path(__file__).parent.parent / "old_databases"

Shape = dict[tuple[str, str], object]


def _shape(connection: sqlite3.Connection) -> Shape:
    """Everything of a schema that matters, whatever the spelling of its statements."""
    shape: Shape = {}
    for kind, name, table, sql in connection.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'people_search_%'"
    ).fetchall():
        spelt = " ".join((sql or "").split()).replace('"', "")
        if kind == "table" and "VIRTUAL" not in spelt:
            shape[kind, name] = {
                "columns": connection.execute(f"PRAGMA table_xinfo({name})").fetchall(),
                "references": connection.execute(f"PRAGMA foreign_key_list({name})").fetchall(),
                "kind": connection.execute(
                    "SELECT type, wr, strict FROM pragma_table_list WHERE name = ?", (name,)
                ).fetchall(),
                "checks": sorted(re.findall(r"CONSTRAINT \w+ CHECK \(.*?\)(?=,| FOREIGN| \))", spelt)),
                "fresh ids": "AUTOINCREMENT" in spelt,
            }
        elif kind == "index":
            where = spelt.partition(" WHERE ")[2]
            listed = connection.execute("SELECT * FROM pragma_index_list(?) WHERE name = ?", (table, name)).fetchall()
            columns = [row[2] for row in connection.execute(f"PRAGMA index_xinfo({name})")]
            computed = spelt if any(row[1] == -2 for row in connection.execute(f"PRAGMA index_xinfo({name})")) else ""
            shape[kind, name] = (table, columns, [row[2:] for row in listed], where, computed)
        else:
            shape[kind, name] = re.sub(r"\(\s+", "(", spelt)
    return shape


def _unpack(old: Path, folder: Path) -> None:
    (folder / "linkapp.db").write_bytes(gzip.decompress(old.read_bytes()))


def _as_tables_say(path: Path) -> Shape:
    engine = create_engine(f"sqlite:///{path}")
    tables.metadata.create_all(engine)
    engine.dispose()
    with closing(sqlite3.connect(path)) as connection:
        return _shape(connection)


async def test_the_steps_make_exactly_what_the_tables_say(tmp_path: Path, folder: Path) -> None:
    await (await open_storage(folder)).close()
    with closing(sqlite3.connect(folder / "linkapp.db")) as connection:
        made = _shape(connection)
    stepwise = tmp_path / "stepwise.db"
    stepwise.touch()
    upgrade.upgrade(stepwise, PATIENCE)
    with closing(sqlite3.connect(stepwise)) as connection:
        upgraded = _shape(connection)
        assert upgrade.version(connection) == upgrade.LATEST
    wanted = _as_tables_say(tmp_path / "wanted.db")
    assert upgraded == wanted
    assert made == wanted
    assert {name for kind, name in wanted if kind == "trigger"} == set(tables.TRIGGERS)


async def test_a_new_database_that_an_older_linkapp_makes_meanwhile_is_upgraded(
    tmp_path: Path, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = upgrade.create

    def older_is_quicker(path: Path, patience: timedelta) -> None:
        path.unlink()
        _unpack(OLD / "version-2.db.gz", empty)
        create(path, patience)

    monkeypatch.setattr("linkapp.storage.database.create", older_is_quicker)
    storage = await open_storage(empty)
    (anna,) = await contacts(storage, "anna")
    await storage.close()
    assert anna.notes == "plays the cello"
    with closing(sqlite3.connect(empty / "linkapp.db")) as connection:
        assert _shape(connection) == _as_tables_say(tmp_path / "wanted.db")


async def test_a_new_database_that_cannot_be_made_whole_stays_empty(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upgrade, "statements", lambda: ("CREATE TABLE half (way TEXT)", "CREATE nonsense"))
    with pytest.raises(StoreError):
        await open_storage(empty)
    with closing(sqlite3.connect(empty / "linkapp.db")) as connection:
        assert connection.execute("SELECT * FROM sqlite_master").fetchall() == []
    monkeypatch.undo()
    await (await open_storage(empty)).close()


@pytest.mark.parametrize("old", sorted(OLD.glob("*.db.gz")), ids=lambda path: path.name)
async def test_every_released_database_is_upgraded_and_keeps_what_it_held(
    tmp_path: Path, empty: Path, old: Path
) -> None:
    _unpack(old, empty)
    storage = await open_storage(empty)
    (anna,) = await contacts(storage, "anna")
    assert anna.person.keys == ("id:ACoAAanna", "in:anna-roy")
    assert (anna.birthday, anna.tags, anna.notes) == ((5, 17), ("lyon",), "plays the cello")
    (past,) = await storage.ledger.past("me", anna.person)
    assert (past.state, past.key, past.text) == (State.SENT, "birthday:2026", "Happy birthday, Anna!")
    (report,) = await storage.runs.latest()
    assert [item.state for item in report.items] == ["done"]
    await storage.close()
    with closing(sqlite3.connect(empty / "linkapp.db")) as connection:
        assert _shape(connection) == _as_tables_say(tmp_path / "wanted.db")


def test_a_database_of_every_released_version_is_kept() -> None:
    kept = {int(path.name.removesuffix(".db.gz").rpartition("-")[2]) for path in OLD.glob("*.db.gz")}
    assert kept >= set(range(1, len(STEPS)))  # the last one is kept when it is released


async def _this_version(folder: Path) -> Path:
    storage = await open_storage(folder)
    await slot(storage.ledger)
    await storage.close()
    return folder / "linkapp.db"


def _next(op: Operations) -> None:
    op.add_column("people", Column("pronouns", Text, nullable=False, server_default=""))
    with op.batch_alter_table("birthdays", table_kwargs={"sqlite_strict": True}) as batch:
        batch.add_column(Column("hour", Integer))


def _failing(op: Operations) -> None:
    _next(op)
    raise RuntimeError("half way")


def _dangling(op: Operations) -> None:
    op.execute("INSERT INTO birthdays (person, month, day, source, seen) VALUES (99, 1, 1, 'site', 0)")


async def test_a_further_step_changes_the_file_after_a_verified_copy(folder: Path) -> None:
    path = await _this_version(folder)
    steps: tuple[Step, ...] = (*STEPS, _next)
    upgrade.upgrade(path, PATIENCE, steps)
    upgrade.upgrade(path, PATIENCE, steps)  # nothing more to do
    with closing(sqlite3.connect(path)) as connection:
        assert upgrade.version(connection) == upgrade.LATEST + 1
        assert "hour" in [row[1] for row in connection.execute("PRAGMA table_info(birthdays)")]
        assert connection.execute("SELECT count(*) FROM acts").fetchone() == (1,)
    copy = upgrade.backup_of(path, upgrade.LATEST)
    assert copy.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(copy)) as connection:
        assert upgrade.version(connection) == upgrade.LATEST
        assert connection.execute("SELECT count(*) FROM acts").fetchone() == (1,)


@pytest.mark.parametrize(("step", "error"), [(_failing, RuntimeError), (_dangling, DamagedDatabaseError)])
async def test_a_step_that_fails_leaves_the_old_database_in_use(
    folder: Path, step: Step, error: type[Exception]
) -> None:
    path = await _this_version(folder)
    with closing(sqlite3.connect(path)) as connection:
        before = list(connection.iterdump())
    with pytest.raises(error):
        upgrade.upgrade(path, PATIENCE, (*STEPS, step))
    with closing(sqlite3.connect(path)) as connection:
        assert list(connection.iterdump()) == before
        assert upgrade.version(connection) == upgrade.LATEST
    storage = await open_storage(folder)
    assert await storage.ledger.last_time() == NOW
    await storage.people.seen(person(3), NOW)
    await storage.close()


async def test_a_copy_that_is_not_sound_stops_the_upgrade(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = await _this_version(folder)
    versions = iter((upgrade.LATEST, 99))
    monkeypatch.setattr(upgrade, "version", lambda _connection: next(versions))
    with pytest.raises(DamagedDatabaseError, match="copy"):
        upgrade.upgrade(path, PATIENCE, (*STEPS, _next))
    assert not upgrade.backup_of(path, upgrade.LATEST).exists()


async def test_an_unsound_result_is_not_committed(folder: Path) -> None:
    path = await _this_version(folder)

    def damaging(op: Operations) -> None:
        op.execute("PRAGMA writable_schema = ON")
        op.execute("UPDATE sqlite_master SET rootpage = 3 WHERE name = 'birthdays_by_day'")
        op.execute("PRAGMA writable_schema = RESET")

    with pytest.raises(Exception, match=r"page|malformed|index"):
        upgrade.upgrade(path, PATIENCE, (*STEPS, damaging))
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert upgrade.version(connection) == upgrade.LATEST


async def test_of_two_processes_that_upgrade_at_once_one_runs_the_step(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = await _this_version(folder)
    done: list[str] = []

    def counting(_op: Operations) -> None:
        done.append("step")

    backed_up = upgrade._back_up

    def other_is_quicker(connection: sqlite3.Connection, copy: Path, number: int) -> None:
        backed_up(connection, copy, number)
        connection.execute(f"PRAGMA user_version = {upgrade.LATEST + 1}")  # the other process has committed meanwhile

    monkeypatch.setattr(upgrade, "_back_up", other_is_quicker)
    upgrade.upgrade(path, PATIENCE, (*STEPS, counting))
    assert done == []


@pytest.mark.parametrize("before", list(State))
@pytest.mark.parametrize("after", list(State))
def test_the_database_refuses_every_move_that_the_domain_does_not_know(before: State, after: State) -> None:
    metadata = MetaData()
    small = Table("acts", metadata, Column("id", Integer, primary_key=True), Column("state", Text))
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        small.create(connection)
        connection.exec_driver_sql(f"INSERT INTO acts VALUES (1, '{before}')")
        for name, statement in tables.TRIGGERS.items():
            if name in ("acts_first_state", "acts_moves"):
                connection.exec_driver_sql(statement)
        move = f"UPDATE acts SET state = '{after}'"
        if after in MOVES[before]:
            connection.exec_driver_sql(move)
        else:
            with pytest.raises(Exception, match="not allowed"):
                connection.exec_driver_sql(move)
        insert = f"INSERT INTO acts VALUES (2, '{after}')"
        if after in MOVES[None]:
            connection.exec_driver_sql(insert)
        else:
            with pytest.raises(Exception, match="must be reserved"):
                connection.exec_driver_sql(insert)
    engine.dispose()


NOW_MICROS = 1_795_427_999_000_000
OF_VERSION_2 = """
INSERT INTO people (id, name, first_seen, last_seen) VALUES
    (11, 'Given Up', 0, 0), (12, 'Tried Twice', 0, 0), (13, 'Unclear', 0, 0), (14, 'Two In One', 0, 0),
    (15, 'Announced', 0, 0), (16, 'Theirs', 0, 0), (17, 'Lone', 0, 0), (18, 'Proven Unsent', 0, 0);
INSERT INTO person_keys (key, person, seen) SELECT 'in:person-' || id, id, 0 FROM people WHERE id > 10;
INSERT INTO greetings (id, account, person, occasion, year, state, at, text, reads, proof)
    SELECT id, 'me', id, 'birthday', 2026, 'reserved', {at} + id, 'to ' || id, id - 11, 'answer' FROM people WHERE id > 10;
INSERT INTO slots (id, kind, state, at, run, greeting, attempt) VALUES
    (101, 'message', 'reserved', {at}, 1, 11, 'a'), (102, 'message', 'reserved', {at}, 1, 12, 'b'),
    (103, 'message', 'reserved', {at} + 1, 1, 12, 'c'), (104, 'message', 'reserved', {at} + 99, 1, 13, 'd'),
    (105, 'message', 'reserved', {at} + 2, 1, 14, 'e'), (106, 'message', 'reserved', {at} + 3, 2, 14, 'f'),
    (107, 'message', 'reserved', {at} + 4, 2, 15, 'g'), (108, 'message', 'reserved', {at} + 5, 2, 16, 'h'),
    (109, 'message', 'reserved', {at} + 6, 2, 18, 'i');
"""
MOVES_OF_VERSION_2 = {
    ("slots", 101): ["released"],
    ("greetings", 11): ["released"],
    ("slots", 102): ["released"],
    ("slots", 103): ["sending", "sent"],
    ("greetings", 12): ["sending", "sent"],
    ("slots", 104): ["sending", "unsure"],
    ("greetings", 13): ["sending", "unsure"],
    ("slots", 105): ["sending", "sent"],
    ("slots", 106): ["sending", "unsure"],  # of a row of the same person that is gone
    ("greetings", 14): ["sending", "sent"],
    ("slots", 107): ["sending"],
    ("greetings", 15): ["sending"],
    ("slots", 108): ["greeted"],
    ("greetings", 16): ["greeted"],
    ("greetings", 17): ["sending", "sent"],
    ("slots", 109): ["sending", "unsure", "unsent"],
    ("greetings", 18): ["sending", "unsure", "unsent"],
}


def _of_version_2(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(OF_VERSION_2.format(at=NOW_MICROS))
        for (table, row), states in MOVES_OF_VERSION_2.items():
            for state in states:
                connection.execute(f"UPDATE {table} SET state = ? WHERE id = ?", (state, row))


async def test_version_3_counts_what_version_2_counted_and_greets_nobody_twice(empty: Path) -> None:
    _unpack(OLD / "version-2.db.gz", empty)
    _of_version_2(empty / "linkapp.db")
    storage = await open_storage(empty)
    ledger, at = storage.ledger, instant(NOW_MICROS)

    async def used() -> int:
        return (await ledger.usage(Kind.MESSAGE, Caps(day=99, week=99, run=99), PARIS, at)).week

    # Anna's, sent, unsure, sent and unsure of two in one, sending: six that version 2 counted; and the lone one.
    assert await used() == 7
    recovered = {one.slot_id: one for one in await ledger.recover(at)}
    assert set(recovered) == {104, 107}
    unclear = recovered[104]
    assert (unclear.act.text, unclear.reads, unclear.attempted) == ("to 13", 2, instant(NOW_MICROS + 13))
    assert await used() == 7
    refused = {number: await denial(ledger, greeting(person(number)), at) for number in range(12, 18)}
    assert {number: one.reason for number, one in refused.items()} == {
        12: Reason.ALREADY_GREETED,
        13: Reason.UNSURE_BEFORE,
        14: Reason.ALREADY_GREETED,
        15: Reason.UNSURE_BEFORE,
        16: Reason.ALREADY_GREETED,
        17: Reason.ALREADY_GREETED,
    }
    (past,) = await ledger.past("me", person(12))
    assert (past.text, past.state, past.at) == ("to 12", State.SENT, instant(NOW_MICROS + 12))
    assert {(one.state, one.text) for one in await ledger.past("me", person(14))} == {
        (State.SENT, "to 14"),
        (State.UNSURE, ""),
    }
    for number in (11, 18):  # given up, and proven not to have gone out: they may be greeted
        await slot(ledger, greeting(person(number)), at)
    await storage.close()


async def test_nothing_that_was_ever_tried_can_be_deleted(folder: Path) -> None:
    path = await _this_version(folder)
    with closing(sqlite3.connect(path)) as connection, pytest.raises(sqlite3.IntegrityError, match="never forgotten"):
        connection.execute("DELETE FROM acts")


async def test_version_8_finds_one_letter_of_a_script_without_blanks_that_version_7_did_not_index(empty: Path) -> None:
    _unpack(OLD / "version-7.db.gz", empty)
    with closing(sqlite3.connect(empty / "linkapp.db")) as connection:
        connection.execute(
            "INSERT INTO people (id, name, name_order, first_seen, last_seen) VALUES (50, '王伟', '王伟', 0, 0)"
        )
        connection.execute("INSERT INTO people_search (rowid, words) VALUES (50, ' 王伟\n acme')")
        connection.commit()
    storage = await open_storage(empty)
    for words in ("伟", "王", "王伟", "acme 伟"):
        assert [contact.id for contact in await contacts(storage, words)] == [50], words
    assert await contacts(storage, "伟王") == []
    await storage.close()
