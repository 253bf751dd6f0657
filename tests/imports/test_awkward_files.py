"""Every awkward file: what is in it is new, changed, unchanged or reported, and a second time nothing is new."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from linkapp.domain.contact_record import ContactFile
from linkapp.domain.known_error import KnownError
from linkapp.domain.problems import Reason
from linkapp.formats.files import FileReader
from linkapp.storage.imports import SqliteImports
from tests.imports.awkward_files import ANA, BOB, CSV, FILES, Awkward, card
from tests.imports.importing import Importer, quiet
from tests.imports.strangers_files import STRANGERS

_BIRTHDAY = (
    "SELECT p.name, CASE WHEN b.month IS NULL THEN '' WHEN b.year IS NULL THEN printf('--%02d-%02d', b.month, b.day)"
    " ELSE printf('%04d-%02d-%02d', b.year, b.month, b.day) END FROM people AS p LEFT JOIN birthdays AS b ON b.person = p.id"
)


@pytest.mark.parametrize("file", [*FILES, *STRANGERS], ids=[file.name for file in (*FILES, *STRANGERS)])
async def test_an_awkward_file(importer: Importer, file: Awkward) -> None:
    how = {"mapping": file.columns or None}
    before = importer.everything()
    if file.refused:
        with pytest.raises(KnownError) as refused:
            await importer.file(file.content, **how)
        assert refused.value.code == file.refused
        assert importer.everything() == before
        return
    first = await importer.file(file.content, **how)
    assert (first.new, first.changed) == (file.new, 0)
    assert sorted(record.reason for record in first.rejected) == sorted(file.rejected)
    names = [name for (name,) in importer.people("name")]
    if file.people:
        assert sorted(names) == sorted(file.people)
    # What joins two pictures into one is no sign that anybody could miss.
    assert all(name == " ".join(name.split()) and name.replace("\u200d", "").isprintable() for name in names)
    birthdays = dict(importer.rows(_BIRTHDAY))
    assert {name: birthdays.get(name) for name in file.birthdays} == dict(file.birthdays)
    if file.query:
        assert tuple(importer.rows(file.query)) == file.rows
    after = importer.everything()
    second = await importer.file(file.content, name="the same by another name.txt", **how)
    assert (second.new, second.changed, second.records) == (0, 0, first.records)
    assert importer.everything() == after


def test_there_are_sixty_of_them_and_no_two_have_one_name() -> None:
    both = (*FILES, *STRANGERS)
    assert len({file.name for file in both}) == len(both) >= 60


async def test_a_folder_a_missing_file_and_a_pipe_are_refused(importer: Importer, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere.csv", Path("/dev/null")):
        with pytest.raises(KnownError) as refused:
            await importer.path(path)
        assert refused.value.code == "import_unreadable"


async def test_what_is_no_file_is_said_whatever_it_is(importer: Importer, tmp_path: Path) -> None:
    first, second, nowhere, pipe = (tmp_path / name for name in ("one", "other", "dead", "pipe.csv"))
    first.symlink_to(second)
    second.symlink_to(first)
    nowhere.symlink_to(tmp_path / "gone.csv")
    os.mkfifo(pipe)
    for path in (first, nowhere, pipe, tmp_path / ("x" * 300), Path("/proc/self/mem")):
        with pytest.raises(KnownError) as refused:
            await importer.path(path)
        assert refused.value.code == "import_unreadable", path
    good = tmp_path / "good.csv"
    good.write_text(CSV + ANA)
    link = tmp_path / "link.csv"
    link.symlink_to(good)
    assert (await importer.path(link)).new == 1


async def test_a_file_that_grows_while_it_is_read_is_not_taken(importer: Importer, tmp_path: Path) -> None:
    class Growing(FileReader):
        def open(self, path: str, **how: Any) -> ContactFile:
            file = super().open(path, **how)
            with Path(path).open("a") as more:  # as a download or another program does
                more.write(BOB[:40])
            return file

    path = tmp_path / "Connections.csv"
    path.write_text(CSV + ANA)
    run = SqliteImports(importer.storage.pages_path, importer.storage.database, Growing()).run(str(path), importer.now)
    with pytest.raises(KnownError) as refused:
        await run.look(quiet)
    assert refused.value.code == "import_changing"
    await run.close()
    assert importer.people("name") == []


async def test_notes_that_are_too_long_are_said_to_be_left_out(importer: Importer) -> None:
    plan = await importer.file(card("FN:Ana Exemplo", "NOTE:" + "x" * 3_000_000) + card("FN:Bob"))
    assert (plan.new, plan.unread) == (2, 1)


async def test_one_file_that_two_programs_import_at_once_makes_everybody_once(
    importer: Importer, tmp_path: Path
) -> None:
    path = tmp_path / "Connections.csv"
    path.write_text(CSV + ANA + BOB)
    imports = SqliteImports(importer.storage.pages_path, importer.storage.database, FileReader())
    first, second = (imports.run(str(path), importer.now) for _ in range(2))
    assert [(await run.look(quiet)).new for run in (first, second)] == [2, 2], "neither knows of the other yet"
    plans = await asyncio.gather(first.carry_out(quiet), second.carry_out(quiet))
    assert sorted((plan.new, plan.unchanged) for plan in plans) == [(0, 2), (2, 0)]
    assert importer.people("name") == [("Ana Exemplo",), ("Bob Muster",)]
    for run in (first, second):
        await run.close()


_IMPORTS = """
import asyncio, resource, sys
from datetime import UTC, datetime
from pathlib import Path
from linkapp.formats.files import FileReader
from linkapp.services.ports.ledger import StoreError
from linkapp.storage import open_storage
from linkapp.storage.imports import SqliteImports

async def main(folder, file):
    storage = await open_storage(Path(folder))
    run = SqliteImports(storage.pages_path, storage.database, FileReader()).run(file, datetime(2026, 1, 1, tzinfo=UTC))
    plan = await run.look(lambda *_: None)
    size = max(path.stat().st_size for path in Path(folder).iterdir()) + 50_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    try:
        await run.carry_out(lambda *_: None)
    except StoreError as error:
        print(plan.new, error.problem.reason)
    await run.close()
    await storage.close()

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a limit of the system that Windows does not have")
async def test_where_no_more_can_be_written_nothing_is_imported_and_it_is_said_so(
    importer: Importer, tmp_path: Path
) -> None:
    await importer.file(CSV + BOB)
    before = importer.everything()
    file = tmp_path / "many.csv"
    file.write_text(CSV + "".join(ANA.replace("ana-", f"a{n}-").replace("ana@", f"a{n}@") for n in range(4000)))
    ended = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", _IMPORTS, str(importer.storage.pages_path.parent), str(file)],
        capture_output=True,
        text=True,
    )
    assert ended.stdout.split() == ["4000", Reason.DISK_FULL], ended.stderr
    assert importer.everything() == before
