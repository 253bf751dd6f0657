"""An upgrade that is killed at any moment leaves the old database or the new one, whole, and the next start goes on."""

from __future__ import annotations

import gzip
import random
import shutil
import sqlite3
import subprocess
import sys
import textwrap
import time
from contextlib import closing
from pathlib import Path

from linkapp.storage.database import prepare
from linkapp.storage.upgrade import LATEST, version

OLD = Path(__file__).parent.parent / "old_databases" / "version-1.db.gz"
UPGRADE = """
    import pathlib, sys
    import alembic.migration, alembic.operations, sqlalchemy
    from linkapp.storage.database import prepare
    print("here", flush=True)
    for line in sys.stdin:
        prepare(pathlib.Path(line.strip()))
        print("done", flush=True)
"""


def _start() -> subprocess.Popen[str]:
    made = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(UPGRADE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert made.stdout is not None
    assert made.stdout.readline() == "here\n"
    return made


def _begin(process: subprocess.Popen[str], path: Path) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{path}\n")
    process.stdin.flush()


def _end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def test_an_upgrade_killed_at_any_moment_is_begun_anew_or_done(tmp_path: Path) -> None:
    dice = random.Random(4)
    whole = gzip.decompress(OLD.read_bytes())
    first = tmp_path / "first.db"
    first.write_bytes(whole)
    process = _start()
    started = time.monotonic()
    _begin(process, first)
    assert process.stdout is not None
    assert process.stdout.readline() == "done\n"
    takes = time.monotonic() - started
    _end(process)
    found = set()
    for number in range(8):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = folder / "linkapp.db"
        path.write_bytes(whole)
        process = _start()
        _begin(process, path)
        time.sleep(dice.uniform(0, takes))  # the moment of the kill: any that an upgrade has
        _end(process)
        with closing(sqlite3.connect(path)) as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            found.add(version(db))
            table = "acts" if version(db) == LATEST else "greetings"
            assert db.execute(f"SELECT count(*) FROM {table} WHERE state = 'sent'").fetchone() == (1,)
        prepare(path)
        with closing(sqlite3.connect(path)) as db:
            assert version(db) == LATEST
            assert db.execute("SELECT count(*) FROM acts WHERE state = 'sent'").fetchone() == (1,)
        shutil.rmtree(folder)
    assert found <= {1, LATEST}
    assert 1 in found
