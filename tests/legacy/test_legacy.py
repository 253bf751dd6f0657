"""What the predecessor kept is taken over: every row accounted for, nothing twice, its files left as they are."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from linkapp.cli.exits import Exit
from linkapp.domain.legacy_times import birth_date_of, time_of
from linkapp.services.ports.legacy import BadLegacy, LegacyReport
from linkapp.storage import Storage
from linkapp.storage.legacy.books import SqliteLegacyBooks
from tests.e2e.in_process import linkapp
from tests.e2e.test_commands import NOBODY
from tests.legacy.predecessor import first, second

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 7, 10, 8, tzinfo=UTC)
IN = "https://www.linkedin.com/in"


async def take(storage: Storage, file: Path, *, dry: bool = False) -> LegacyReport:
    books = SqliteLegacyBooks(storage.pages_path, storage.database, lambda *_: 0)
    return await books.take(str(file), NOW, PARIS, dry=dry)


def rows(storage: Storage, statement: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(storage.pages_path)) as db:
        return db.execute(statement).fetchall()


def balanced(report: LegacyReport) -> bool:
    rejected = [row.table for row in report.rejected]
    return all(
        report.imported[table] + report.unchanged[table] + rejected.count(table) == number
        for table, number in report.records.items()
    )


AT = datetime(2025, 3, 4, 8, 5, 6, tzinfo=UTC)
SPELLINGS = [
    ("2025-03-04T09:05:06", AT),
    ("2025-03-04 09:05:06", AT),
    ("2025-03-04T09:05:06.000000", AT),
    ("2025-03-04 09:05:06,000", AT),
    ("2025-03-04T08:05:06Z", AT),
    ("2025-03-04T08:05:06+00:00", AT),
    ("2025-03-04 10:05:06+0200", AT),
    ("2025-03-04 03:05:06 -05:00", AT),
    ("2025-03-04 08:05:06 UTC", AT),
    ("20250304T090506", AT),
    (1741075506, AT),
    ("1741075506.0", AT),
    (1741075506000, AT),
    ("Tue, 04 Mar 2025 08:05:06 +0000", AT),
    ("2025-03-04 09:05", AT.replace(second=0)),
    ("14/03/2025 09:05:06", AT.replace(day=14)),
    ("14.03.2025, 09:05", AT.replace(day=14, second=0)),
    ("3/4/2025, 9:05:06 AM", AT),
    ("2025-03-04", datetime(2025, 3, 4, 11, tzinfo=UTC)),
    ("14/03/2025 à 9h05", AT.replace(day=14, second=0)),
]


@pytest.mark.parametrize(("spelled", "at"), SPELLINGS)
def test_a_time_is_understood_however_it_is_spelled(spelled: object, at: datetime) -> None:
    assert time_of(spelled, PARIS) == at


@pytest.mark.parametrize(
    "spelled",
    [None, "", "yesterday", "04/03/2025 09:05", "2025-02-30", "2025-13-01", "1969-01-01", "9999-12-31", 17, True, b"x",
     "13:05", "3/4/2025 13:05 PM", "2025-03-04T25:00:00", "0001-01-01", "2025-W10-2", "99999999999999999999"],
)  # fmt: skip
def test_a_time_that_is_not_understood_is_not_guessed(spelled: object) -> None:
    assert time_of(spelled, PARIS) is None


@pytest.mark.parametrize(
    ("spelled", "birthday"),
    [("1985-05-17", (1985, 5, 17)), ("--05-17", (None, 5, 17)), ("05-17", (None, 5, 17)), ("17/05/1985", (1985, 5, 17)),
     ("1604-02-29", (None, 2, 29)), ("04/05/1985", None), ("1985-02-30", None), ("", None), (None, None), ("May", None),
     ("1985-05-17T00:00:00", (1985, 5, 17)), ("05/17", (None, 5, 17)), ("2024-02-29", (2024, 2, 29))],
)  # fmt: skip
def test_a_birth_date_is_understood_or_left(spelled: object, birthday: object) -> None:
    assert birth_date_of(spelled) == birthday


V1_ROWS = {
    "contacts": [
        {"id": 1, "name": "Ada Byron", "linkedin_url": f"{IN}/Ada-Byron/?x=1", "notes": "met\r\nin spring"},
        {"id": 2, "name": "Bo Li", "linkedin_url": "https://fr.linkedin.com/in/bo-li"},
        {"id": 3, "name": "Bo Li", "linkedin_url": f"{IN}/bo-li-2"},
        {"id": 4, "name": "Bo Li", "linkedin_url": "http://linkedin.com/in/bo-li/"},
        {"id": 5, "name": "Cy No-Address", "linkedin_url": None},
        {"id": 6, "name": "", "linkedin_url": "nothing"},
        {"id": 7, "name": "Di\nMa", "linkedin_url": f"{IN}/di", "last_message_date": "2025-06-01T10:00:00"},
    ],
    "birthday_messages": [
        {"id": 1, "contact_id": 1, "contact_name": "Ada Byron", "message_text": "Happy!", "sent_at": "2025-03-04T09:00:00"},
        {"id": 2, "contact_id": 1, "contact_name": "Ada Byron", "message_text": "Happy!", "sent_at": "2025-03-04T09:00:01"},
        {"id": 3, "contact_id": 1, "contact_name": "Ada", "message_text": "Again", "sent_at": "2026-03-04T08:00:00+00:00"},
        {"id": 4, "contact_id": None, "contact_name": "Ada Byron", "message_text": "Old", "sent_at": "2024-03-04 09:00"},
        {"id": 5, "contact_id": None, "contact_name": "Bo Li", "message_text": "Who?", "sent_at": "2025-04-04 09:00"},
        {"id": 6, "contact_id": 99, "contact_name": "Nobody", "message_text": "?", "sent_at": "2025-04-04 09:00"},
        {"id": 7, "contact_id": 2, "contact_name": "Bo Li", "message_text": "When?", "sent_at": "some day"},
        {"id": 8, "contact_id": 5, "contact_name": "Cy", "message_text": "Hi", "sent_at": "2025-05-05 09:00:00"},
    ],
    "profile_visits": [
        {"id": 1, "profile_name": "Ed", "profile_url": f"{IN}/ed/", "visited_at": "2025-01-01T10:00:00", "success": 1},
        {"id": 2, "profile_name": "Ed", "profile_url": f"{IN}/ed/", "visited_at": "2025-01-01T10:00:09", "success": 1},
        {"id": 3, "profile_name": "Ed", "profile_url": f"{IN}/ed/", "visited_at": "2025-01-02T10:00:00", "success": 0},
        {"id": 4, "profile_name": "X", "profile_url": "https://evil.example/in/x", "visited_at": "2025-01-02"},
    ],
    "scraped_profiles": [
        {"id": 1, "profile_url": f"{IN}/ada-byron", "full_name": "Ada B.", "headline": "Analyst", "current_company": "Acme"}
    ],
    "blacklist": [
        {"id": 1, "contact_name": "Di Ma", "linkedin_url": f"{IN}/di", "reason": "asked", "is_active": 1},
        {"id": 2, "contact_name": "Bo Li", "linkedin_url": None, "reason": "which one?", "is_active": 1},
        {"id": 3, "contact_name": "Ada Byron", "linkedin_url": f"{IN}/ada-byron", "reason": "no", "is_active": 0},
        {"id": 4, "contact_name": "Zoe Gone", "linkedin_url": None, "reason": "x", "is_active": 1},
    ],
    "errors": [{"id": 1, "message": "boom"}],
}  # fmt: skip


@pytest.mark.parametrize("schema", [None, 0, 1, 2, 3, "2.0.0"])
async def test_a_database_of_v1_is_taken_over_row_by_row(storage: Storage, tmp_path: Path, schema: Any) -> None:
    file = first(tmp_path / "linkedin.db", V1_ROWS, schema)
    looked = await take(storage, file, dry=True)
    assert rows(storage, "SELECT count(*) FROM people") == [(0,)]
    report = await take(storage, file)
    assert (report.records, report.imported) == (looked.records, looked.imported)
    assert balanced(report)
    assert report.version == f"V1/{0 if schema is None else schema}"
    assert report.imported == {
        "contacts": 5, "scraped_profiles": 1, "birthday_messages": 5, "profile_visits": 1, "blacklist": 2,
    }  # fmt: skip
    assert [(row.table, row.row) for row in report.rejected] == [
        ("contacts", 6), ("birthday_messages", 5), ("birthday_messages", 6), ("profile_visits", 4), ("blacklist", 4),
    ]  # fmt: skip
    assert [(row.row, row.detail) for row in report.undated] == [(7, "some day")]
    assert report.left_out == {"errors": 1}
    told = rows(
        storage,
        "SELECT p.name, i.kind, i.text, i.dated FROM interactions AS i JOIN people AS p ON p.id = i.person"
        " ORDER BY p.name, i.text",
    )
    assert told == [
        ("Ada Byron", "greeting", "Again", 1),
        ("Ada Byron", "greeting", "Happy!", 1),
        ("Ada Byron", "greeting", "Old", 1),
        ("Bo Li", "greeting", "When?", 0),
        ("Cy No-Address", "greeting", "Hi", 1),
        ("Di Ma", "greeting", "", 1),
        ("Ed", "visit", "", 1),
    ]
    assert rows(storage, "SELECT notes, headline, company FROM people WHERE name = 'Ada Byron'") == [
        ("met\nin spring", "Analyst", "Acme")
    ]
    forbidden = "SELECT p.name FROM do_not_contact AS d JOIN people AS p ON p.id = d.person ORDER BY 1"
    assert rows(storage, forbidden) == [("Bo Li",), ("Bo Li",), ("Di Ma",)]
    again = await take(storage, file)
    assert set(again.imported.values()) == {0}
    assert (again.edit, balanced(again)) == (None, True)
    assert (await storage.contacts.undo(report.edit, NOW)).stayed == 0
    for table in ("people", "interactions", "person_keys", "do_not_contact", "people_search"):
        assert rows(storage, f"SELECT count(*) FROM {table}") == [(0,)], table


async def test_a_database_of_v2_is_taken_over_row_by_row(storage: Storage, tmp_path: Path) -> None:
    file = second(
        tmp_path / "v2.db",
        {
            "contacts": [
                {"id": 1, "name": "Ada Byron", "profile_url": f"{IN}/ada", "headline": "Analyst", "fit_score": 61.6,
                 "birth_date": "1985-05-17", "last_birthday_message_at": "2026-05-17 10:00:00", "status": "contacted"},
                {"id": 2, "name": "Bo Li", "profile_url": f"{IN}/ACoAABoLi99", "status": "blacklisted",
                 "last_birthday_message_at": "2025-01-05 09:00:00"},
                {"id": 3, "name": None, "profile_url": f"{IN}/cy"},
                {"id": 4, "name": "Di", "profile_url": "not an address"},
            ],
            "interactions": [
                {"id": 1, "contact_id": 1, "type": "birthday_sent", "status": "success", "created_at": "2026-05-17 08:00:00",
                 "payload": {"message": "Happy birthday, Ada"}},
                {"id": 2, "contact_id": 1, "type": "birthday_sent", "status": "success", "created_at": "2026-05-17 08:00:00",
                 "payload": {"message_text": "Only a rehearsal", "dry_run": True}},
                {"id": 3, "contact_id": 1, "type": "birthday_sent", "status": "failed", "created_at": "2025-05-17 08:00:00",
                 "payload": {"message": "Failed"}},
                {"id": 4, "contact_id": 3, "type": "profile_visit", "status": "success", "created_at": "2026-01-01 08:00:00",
                 "payload": None},
                {"id": 5, "contact_id": 3, "type": "invitation_withdrawn", "status": "success",
                 "created_at": "2026-01-01 08:00:00", "payload": "no json"},
                {"id": 6, "contact_id": 3, "type": "quota_used", "status": "success", "created_at": "2026-01-01"},
                {"id": 7, "contact_id": 3, "type": "dance", "status": "success", "created_at": "2026-01-01"},
                {"id": 8, "contact_id": 77, "type": "visit", "status": "success", "created_at": "2026-01-01"},
                {"id": 9, "contact_id": 4, "type": "birthday_sent", "status": "pending", "created_at": "2026-02-02 08:00:00",
                 "payload": {"message": "Perhaps"}},
            ],
            "birthday_messages": [
                {"id": 1, "contact_id": 1, "contact_name": "Ada Byron", "message_text": "Happy birthday, Ada",
                 "sent_at": "2026-05-17T10:00:00"},
            ],
        },
    )  # fmt: skip
    report = await take(storage, file)
    assert (report.version, balanced(report)) == ("V2", True)
    assert report.imported == {"contacts": 4, "birthday_messages": 1, "interactions": 3}
    assert [(row.table, row.row, row.reason) for row in report.rejected] == [
        ("interactions", 7, "not_understood"), ("interactions", 8, "no_address"),
    ]  # fmt: skip
    (ada,) = await storage.contacts.select(_words("ada"), NOW)
    assert (ada.score, ada.birthday, ada.birth_year) == (62, (5, 17), 1985)
    assert [thing.text for thing in await storage.people.timeline(ada.id)] == ["Happy birthday, Ada"]
    (bo,) = await storage.contacts.select(_words("bo"), NOW)
    assert (bo.person.member, bo.do_not_contact, bo.wrote_last) == ("ACoAABoLi99", "blacklisted", "me")
    again = await take(storage, file)
    assert set(again.imported.values()) == {0}


def _words(words: str) -> Any:
    from linkapp.services.ports.contacts import Selection

    return Selection(words=words)


async def test_rows_in_the_write_ahead_log_are_read_and_the_folder_is_not_written_to(
    storage: Storage,
    tmp_path: Path,
) -> None:
    place = tmp_path / "theirs"
    place.mkdir()
    file = first(place / "linkedin.db", {"contacts": [{"id": 1, "name": "Ada", "linkedin_url": f"{IN}/ada"}]})
    with closing(sqlite3.connect(file, isolation_level=None)) as theirs:
        theirs.execute("PRAGMA journal_mode = WAL")
        theirs.execute("PRAGMA wal_autocheckpoint = 0")
        theirs.execute("INSERT INTO contacts (name, linkedin_url) VALUES ('Bo', ?)", (f"{IN}/bo",))
        before = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in place.iterdir()}
        place.chmod(0o500)
        try:
            report = await take(storage, file)
        finally:
            place.chmod(0o700)
        assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in place.iterdir()} == before
    assert report.imported["contacts"] == 2


async def test_damaged_and_foreign_files_are_refused_and_change_nothing(storage: Storage, tmp_path: Path) -> None:
    whole = first(
        tmp_path / "whole.db", {"contacts": [{"name": f"P {n}", "linkedin_url": f"{IN}/p{n}"} for n in range(900)]}
    )
    content = whole.read_bytes()
    (tmp_path / "cut.db").write_bytes(content[: len(content) // 2])
    (tmp_path / "zeroed.db").write_bytes(content[:4096] + bytes(8192) + content[12288:])
    (tmp_path / "header.db").write_bytes(content[:16])
    (tmp_path / "empty.db").write_bytes(b"")
    (tmp_path / "noise.db").write_bytes(bytes(range(256)) * 64)
    with closing(sqlite3.connect(tmp_path / "other.db")) as db:
        db.execute("CREATE TABLE songs (id INTEGER)")
    with closing(sqlite3.connect(tmp_path / "similar.db")) as db:
        db.execute("CREATE TABLE contacts (id INTEGER)")
        db.execute("CREATE TABLE interactions (id INTEGER)")
    (tmp_path / "folder.db").mkdir()
    names = ("cut", "zeroed", "header", "empty", "noise", "other", "similar", "folder", "missing")
    for name in names:
        with pytest.raises(BadLegacy):
            await take(storage, tmp_path / f"{name}.db")
    with pytest.raises(BadLegacy):
        await take(storage, storage.pages_path)
    assert rows(storage, "SELECT count(*) FROM people") == [(0,)]


async def test_a_fault_in_the_middle_takes_everything_back(
    storage: Storage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = first(tmp_path / "linkedin.db", V1_ROWS, 3)
    monkeypatch.setattr("linkapp.storage.legacy.taking.Taking._set_forbidden", _fails)
    with pytest.raises(RuntimeError):
        await take(storage, file)
    for table in ("people", "interactions", "edits"):
        assert rows(storage, f"SELECT count(*) FROM {table}") == [(0,)]


def _fails(*_: object) -> bool:
    raise RuntimeError("in the middle")


async def test_what_the_person_knows_already_is_left_as_it_is(storage: Storage, tmp_path: Path) -> None:
    from linkapp.domain.person import Person

    row = await storage.people.seen(Person(name="Ada King", profile="ada", headline="Countess"), NOW)
    await storage.contacts.edit(row, {"birthday": "--06-01", "notes": "mine"}, NOW)
    file = second(
        tmp_path / "v2.db",
        {
            "contacts": [
                {"id": 1, "name": "Ada", "profile_url": f"{IN}/ada", "headline": "x", "birth_date": "1985-05-17"}
            ]
        },
    )
    report = await take(storage, file)
    contact = await storage.contacts.contact(row)
    assert (contact.person.name, contact.person.headline, contact.birthday) == ("Ada King", "Countess", (6, 1))
    assert report.unchanged["contacts"] == 1


def run(folder: Path, *words: str, status: int = Exit.DONE) -> Any:
    ended = linkapp("legacy", *words, "--now", NOW.isoformat(), "--site", NOBODY, "--data-dir", str(folder), "--json")
    assert ended.returncode == status, ended.stderr
    return json.loads(ended.stdout) if status != Exit.USAGE else ended.stderr


def test_the_command_says_what_was_taken_over_and_keeps_a_copy_of_before(tmp_path: Path) -> None:
    file = first(tmp_path / "linkedin.db", V1_ROWS, 3)
    data = tmp_path / "data"
    dry = run(data, str(file), "--dry-run", status=Exit.FAILURES)
    assert (dry["dry_run"], dry["imported"]["contacts"]) == (True, 5)
    assert not list((data / "backups").glob("*")) if (data / "backups").exists() else True
    done = run(data, str(file), status=Exit.FAILURES)
    assert {key: done[key] for key in ("records", "imported", "unchanged")} == {
        key: dry[key] for key in ("records", "imported", "unchanged")
    }
    assert {row["reason"] for row in done["rejected"]} == {"no_address", "no_name"}
    assert list((data / "backups").glob("*before-import*"))
    assert set(run(data, str(file), status=Exit.FAILURES)["imported"].values()) == {0}
    assert "none of linkedin-birthday-auto" in run(data, str(data / "linkapp.db"), status=Exit.USAGE)


@pytest.mark.parametrize(
    "content",
    [
        "Happy birthday, {name}!\n\nBonne fête {NAME} [ami]\n".encode(),
        "\ufeffHappy birthday, {name}!\r\nBonne fête { name } [ami]\r\n".encode(),
        "Happy birthday, {name}!\nBonne fête {name} [ami]".encode("latin-1"),
    ],
)
def test_templates_join_the_persons_own(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "messages.txt"
    file.write_bytes(content)
    data = tmp_path / "data"
    assert run(data, str(file), "--dry-run")["imported"] == {"templates": 2}
    assert not (data / "templates").exists()
    assert run(data, str(file))["imported"] == {"templates": 2}
    own = (data / "templates" / "birthday.en.toml").read_text("utf-8")
    assert '"Happy birthday, {first_name}!",' in own
    assert "Bonne fête {first_name} (ami)" in own
    again = run(data, str(file))
    assert (again["imported"], again["unchanged"]) == ({"templates": 0}, {"templates": 2})


def test_a_template_that_asks_for_more_than_a_name_is_told(tmp_path: Path) -> None:
    file = tmp_path / "late_messages.txt"
    file.write_text("Late, {name}, {days_late} days!\nSorry I am late, {name}!\n{unknown}\n", "utf-8")
    report = run(tmp_path / "data", str(file), status=Exit.FAILURES)
    assert (report["records"], report["imported"]) == ({"templates": 3}, {"templates": 1})
    assert [row["row"] for row in report["rejected"]] == [1, 3]
    own = (tmp_path / "data" / "templates" / "birthday.en.toml").read_text("utf-8")
    assert own.index("late = [") < own.index("Sorry I am late, {first_name}!")


def test_two_thousand_contacts_with_ten_years_of_greetings_add_up(tmp_path: Path) -> None:
    contacts = [{"id": n, "name": f"P {n}", "linkedin_url": f"{IN}/p{n}"} for n in range(1, 301)]
    messages = [
        {"contact_id": n, "contact_name": f"P {n}", "message_text": f"Happy {year}",
         "sent_at": (datetime(year, 3, 1, tzinfo=UTC) + timedelta(days=n % 300)).isoformat()}
        for n in range(1, 301) for year in range(2016, 2026)
    ]  # fmt: skip
    file = first(tmp_path / "linkedin.db", {"contacts": contacts, "birthday_messages": [*messages, *messages]}, 3)
    report = run(tmp_path / "data", str(file))
    assert report["imported"]["birthday_messages"] == 3000
    assert report["unchanged"]["birthday_messages"] == 3000
    with closing(sqlite3.connect(tmp_path / "data" / "linkapp.db")) as db:
        assert db.execute("SELECT count(*) FROM interactions WHERE kind = 'greeting'").fetchone() == (3000,)
