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

from linkapp.domain.greeting import MOVES, State
from linkapp.storage import open_storage, tables, upgrade
from linkapp.storage.failures import DamagedDatabaseError
from linkapp.storage.steps import STEPS, Step
from tests.storage.samples import NOW, person, slot

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
            shape[kind, name] = (table, columns, [row[2:] for row in listed], where)
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
        upgraded = _shape(connection)
    wanted = _as_tables_say(tmp_path / "wanted.db")
    assert upgraded == wanted
    assert {name for kind, name in wanted if kind == "trigger"} == set(tables.TRIGGERS)


@pytest.mark.parametrize("old", sorted(OLD.glob("*.db.gz")), ids=lambda path: path.name)
async def test_every_released_database_is_upgraded_and_keeps_what_it_held(
    tmp_path: Path, empty: Path, old: Path
) -> None:
    _unpack(old, empty)
    storage = await open_storage(empty)
    (anna,) = await storage.people.find("anna")
    assert anna.person.keys == ("id:ACoAAanna", "in:anna-roy")
    assert (anna.birthday, anna.tags, anna.notes) == ((5, 17), ("lyon",), "plays the cello")
    (past,) = await storage.ledger.past("me", anna.person)
    assert (past.state, past.year, past.text) == (State.SENT, 2026, "Happy birthday, Anna!")
    (report,) = await storage.runs.latest()
    assert [item.state for item in report.items] == ["greeted"]
    await storage.close()
    with closing(sqlite3.connect(empty / "linkapp.db")) as connection:
        assert _shape(connection) == _as_tables_say(tmp_path / "wanted.db")


def test_a_database_of_every_released_version_is_kept() -> None:
    kept = {int(path.name.removesuffix(".db.gz").rpartition("-")[2]) for path in OLD.glob("*.db.gz")}
    assert kept == set(range(1, len(STEPS) + 1))


async def _this_version(folder: Path) -> Path:
    storage = await open_storage(folder)
    await slot(storage.ledger)
    await storage.close()
    return folder / "linkapp.db"


def _next(op: Operations) -> None:
    op.add_column("people", Column("pronouns", Text, nullable=False, server_default=""))
    with op.batch_alter_table("birthdays", table_kwargs={"sqlite_strict": True}) as batch:
        batch.add_column(Column("year", Integer))


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
        assert "year" in [row[1] for row in connection.execute("PRAGMA table_info(birthdays)")]
        assert connection.execute("SELECT count(*) FROM slots").fetchone() == (1,)
    copy = upgrade.backup_of(path, upgrade.LATEST)
    assert copy.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(copy)) as connection:
        assert upgrade.version(connection) == upgrade.LATEST
        assert connection.execute("SELECT count(*) FROM slots").fetchone() == (1,)


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


@pytest.mark.parametrize("table", ["greetings", "slots"])
@pytest.mark.parametrize("before", list(State))
@pytest.mark.parametrize("after", list(State))
def test_the_database_refuses_every_move_that_the_domain_does_not_know(table: str, before: State, after: State) -> None:
    metadata = MetaData()
    small = Table(table, metadata, Column("id", Integer, primary_key=True), Column("state", Text))
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        small.create(connection)
        connection.exec_driver_sql(f"INSERT INTO {table} VALUES (1, '{before}')")
        for name, statement in tables.TRIGGERS.items():
            if name in (f"{table}_first_state", f"{table}_moves"):
                connection.exec_driver_sql(statement)
        allowed = after in MOVES[before] and not (table == "slots" and after is State.RESERVED)
        move = f"UPDATE {table} SET state = '{after}'"
        if allowed:
            connection.exec_driver_sql(move)
        else:
            with pytest.raises(Exception, match="not allowed"):
                connection.exec_driver_sql(move)
        insert = f"INSERT INTO {table} VALUES (2, '{after}')"
        if after in MOVES[None]:
            connection.exec_driver_sql(insert)
        else:
            with pytest.raises(Exception, match="must be reserved"):
                connection.exec_driver_sql(insert)
    engine.dispose()
