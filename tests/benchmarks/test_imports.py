"""Imports against the least that such an import can cost: csv's own reader, and executemany into the very same tables."""

from __future__ import annotations

import asyncio
import csv
import json
import random
import sqlite3
import statistics
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from linkapp.storage.database import FILE_NAME, connect, prepare
from tests.benchmarks.importing_alone import imported

pytestmark = pytest.mark.benchmark

CONNECTIONS = 30_000
MESSAGES = 300_000
ROUNDS = 5
TABLES = ("people", "person_keys", "person_details", "field_sources", "import_changes", "edit_rows", "people_search")


def connections(path: Path, rows: int) -> Path:
    dice = random.Random(1)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        file.write('Notes:\n"Some addresses are missing."\n\n')
        writer.writerow("First Name,Last Name,URL,Email Address,Company,Position,Connected On".split(","))
        for number in range(rows):
            first = dice.choice(["Ana", "Élodie", "Max", "Noah", "Zoë", "Marc", "Иван", "Mei"])
            day = date(2012, 1, 1) + timedelta(days=dice.randrange(5000))
            writer.writerow(
                [
                    first,
                    f"Name{number:05d}",
                    f"https://www.linkedin.com/in/p-{number:05d}",
                    f"p{number}@example.com" if number % 10 == 0 else "",
                    f"Company {number % 3000}",
                    dice.choice(["CTO", "Head of Product, EMEA", "Engineer"]),
                    f"{day:%d %b %Y}",
                ]
            )
    return path


def messages(path: Path, rows: int) -> Path:
    people = max(10, rows // 15)
    dice = random.Random(2)
    me = ("Owner Example", "https://www.linkedin.com/in/owner-example")
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(
            "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,"
            "FOLDER".split(",")
        )
        for number in range(rows):
            other = (f"Name {number % people}", f"https://www.linkedin.com/in/p-{number % people}")
            both = (*me, *other) if dice.random() < 0.5 else (*other, *me)
            at = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=10 * number)
            text = f"Hello,\nthis is message {number}" if number % 20 == 0 else f"Hello, this is message {number}"
            writer.writerow([f"2-{number % people}", "", *both, f"{at:%Y-%m-%d %H:%M:%S} UTC", "", text, "INBOX"])
    return path


def bare(source: Path, folder: Path) -> float:
    """The same rows, as csv gives them, into the same tables."""
    folder.mkdir()
    prepare(folder / FILE_NAME)
    started = time.perf_counter()
    with source.open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))[4:]
    months = {f"{date(2000, month, 1):%b}": f"{month:02d}" for month in range(1, 13)}
    people, keys, details, sources, changes, edits, words = [], [], [], [], [], [], []
    for number, (first, last, url, mail, company, position, day) in enumerate(rows, 1):
        name, on = f"{first} {last}", f"{day[7:]}-{months[day[3:6]]}-{day[:2]}"
        people.append((number, name, name.lower(), company, position, on, 1, 1))
        keys.append((f"in:{url.rpartition('/')[2]}", number, 1))
        keys.append((f"row:linkedin|{name.lower()}|{on}|1", number, 1))
        if mail:
            keys.append((f"mail:{mail}", number, 1))
            details.append((number, "email", mail, 0))
        sources.append((number, "*", "linkedin-connections", 1))
        changes.append((1, number, "new"))
        edits.append((1, number, "people", "{}", "{}"))
        words.append((number, f" {name.lower()}\n {company.lower()}\n {position.lower()}\n {mail}"))
    with closing(connect(folder / FILE_NAME)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            "INSERT INTO people (id, name, name_order, company, position, connected_on, first_seen, last_seen)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            people,
        )
        connection.executemany("INSERT INTO person_keys VALUES (?, ?, ?)", sorted(keys))
        connection.executemany("INSERT INTO person_details (person, kind, value, place) VALUES (?, ?, ?, ?)", details)
        connection.executemany("INSERT INTO field_sources VALUES (?, ?, ?, ?)", sources)
        connection.execute("INSERT INTO edits VALUES (1, 'import', 1, '', 1, NULL)")
        connection.execute("INSERT INTO imports VALUES (1, 'linkedin-connections', '', 1, 1, 1, 0, 0, 0, 1)")
        connection.executemany("INSERT INTO import_changes (import, person, what) VALUES (?, ?, ?)", changes)
        connection.executemany(
            'INSERT INTO edit_rows (edit, person, "of", "row", "after") VALUES (?, ?, ?, ?, ?)', edits
        )
        connection.executemany("INSERT INTO people_search (rowid, words) VALUES (?, ?)", words)
        connection.execute("COMMIT")
    return time.perf_counter() - started


def counts(folder: Path) -> dict[str, int]:
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}


def test_thirty_thousand_connections_cost_three_times_the_bare_rows_at_most(tmp_path: Path) -> None:
    source = connections(tmp_path / "Connections.csv", CONNECTIONS)
    ours, least = [], []
    for number in range(ROUNDS):
        least.append(bare(source, tmp_path / f"bare{number}"))
        ours.append(asyncio.run(imported(str(source), tmp_path / f"ours{number}"))["seconds"])
    assert counts(tmp_path / "bare0") == counts(tmp_path / "ours0")
    ratio = statistics.median(mine / bare_ for mine, bare_ in zip(ours, least, strict=True))
    print(
        f"\n{CONNECTIONS} connections: {ratio:.2f} times the bare rows ({min(ours):.2f} s against {min(least):.2f} s)"
    )
    assert ratio <= 3


def test_three_hundred_thousand_messages_need_no_more_memory_than_a_tenth_of_them(tmp_path: Path) -> None:
    alone = {}
    for rows in (MESSAGES // 10, MESSAGES):
        source = messages(tmp_path / f"{rows}.csv", rows)
        command = [sys.executable, "-m", "tests.benchmarks.importing_alone", str(source), str(tmp_path / f"data{rows}")]
        answer = subprocess.run(command, capture_output=True, text=True, check=True)
        alone[rows] = json.loads(answer.stdout)
        assert alone[rows]["new"] == rows
    few, many = alone.values()
    print(
        f"\n{MESSAGES} messages: {many['seconds']:.1f} s, {many['memory_mb']:.0f} MB; a tenth: {few['memory_mb']:.0f} MB"
    )
    assert many["memory_mb"] < 1.25 * few["memory_mb"]
