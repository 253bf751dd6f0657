"""Databases as linkedin-birthday-auto made them: the schemas of V1 (each of its versions) and of V2, filled by a test."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

V1 = """
CREATE TABLE contacts (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, linkedin_url TEXT UNIQUE,
    last_message_date TEXT, message_count INTEGER DEFAULT 0, relationship_score REAL DEFAULT 0.0, notes TEXT,
    created_at TEXT, updated_at TEXT);
CREATE TABLE birthday_messages (id INTEGER PRIMARY KEY AUTOINCREMENT, contact_id INTEGER, contact_name TEXT,
    message_text TEXT, sent_at TEXT, is_late INTEGER DEFAULT 0, days_late INTEGER DEFAULT 0, response_received INTEGER,
    response_text TEXT, response_date TEXT, script_mode TEXT);
CREATE TABLE profile_visits (id INTEGER PRIMARY KEY AUTOINCREMENT, profile_name TEXT, profile_url TEXT,
    visited_at TEXT, source_search TEXT, keywords TEXT, location TEXT, success INTEGER DEFAULT 1, error_message TEXT);
CREATE TABLE scraped_profiles (id INTEGER PRIMARY KEY AUTOINCREMENT, profile_url TEXT UNIQUE, full_name TEXT,
    headline TEXT, current_company TEXT, scraped_at TEXT);
CREATE TABLE blacklist (id INTEGER PRIMARY KEY AUTOINCREMENT, contact_name TEXT, linkedin_url TEXT, reason TEXT,
    added_at TEXT, added_by TEXT, is_active INTEGER DEFAULT 1);
CREATE TABLE errors (id INTEGER PRIMARY KEY, message TEXT);
"""
LATER_V1 = (
    "ALTER TABLE scraped_profiles ADD COLUMN location TEXT",
    "ALTER TABLE scraped_profiles ADD COLUMN job_title TEXT",
)
UNIQUE_V1 = "CREATE UNIQUE INDEX once ON birthday_messages (contact_id, substr(sent_at, 1, 10), message_text)"
V2 = """
CREATE TABLE contacts (id INTEGER PRIMARY KEY, name VARCHAR, profile_url VARCHAR UNIQUE NOT NULL, headline VARCHAR,
    location VARCHAR, open_to_work BOOLEAN, fit_score FLOAT, skills JSON, work_history JSON, birth_date DATE,
    last_birthday_message_at DATETIME, status VARCHAR DEFAULT 'new', created_at DATETIME, updated_at DATETIME);
CREATE TABLE interactions (id INTEGER PRIMARY KEY, contact_id INTEGER NOT NULL, type VARCHAR, status VARCHAR,
    payload JSON, created_at DATETIME);
CREATE TABLE linkedin_selectors (id INTEGER PRIMARY KEY, key VARCHAR UNIQUE, selector_value VARCHAR, score INTEGER,
    last_success_at DATETIME);
CREATE TABLE campaigns (id INTEGER PRIMARY KEY, name VARCHAR, type VARCHAR, status VARCHAR, config_snapshot JSON);
CREATE TABLE birthday_messages (id INTEGER PRIMARY KEY, contact_id INTEGER, contact_name VARCHAR, message_text TEXT,
    sent_at VARCHAR, is_late BOOLEAN, days_late INTEGER, script_mode VARCHAR);
"""

Rows = dict[str, list[dict[str, Any]]]


def first(path: Path, rows: Rows, schema: int | str | None = 4) -> Path:
    """A database of V1. ``schema``: its version, a text in the oldest table of versions, or None for no such table."""
    with closing(sqlite3.connect(path)) as db:
        db.executescript(V1)
        if isinstance(schema, str):
            db.execute("CREATE TABLE schema_version (version TEXT PRIMARY KEY)")
            db.execute("INSERT INTO schema_version VALUES (?)", (schema,))
        elif schema is not None:
            db.execute("CREATE TABLE schema_version (id INTEGER PRIMARY KEY, version INTEGER UNIQUE, applied_at TEXT)")
            for number in range(schema + 1):
                db.execute("INSERT INTO schema_version (version, applied_at) VALUES (?, '2025-01-01')", (number,))
        if isinstance(schema, int) and schema >= 3:
            for statement in LATER_V1:
                db.execute(statement)
        _fill(db, rows)
        if schema == 4:
            db.execute(UNIQUE_V1)
        db.commit()
    return path


def second(path: Path, rows: Rows) -> Path:
    """A database of V2."""
    with closing(sqlite3.connect(path)) as db:
        db.executescript(V2)
        _fill(db, rows)
        db.commit()
    return path


def _fill(db: sqlite3.Connection, rows: Rows) -> None:
    for table, entries in rows.items():
        for entry in entries:
            values = [json.dumps(value) if isinstance(value, dict | list) else value for value in entry.values()]
            names, marks = ", ".join(entry), ", ".join("?" * len(entry))
            db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)
