"""Whatever stands in a file: every row of it is new, changed, unchanged or reported; a second time nothing is new; and
undoing brings everything back."""

from __future__ import annotations

import asyncio
import csv
import io
import random
import tempfile
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkapp.domain.contact_record import Rejected
from linkapp.domain.known_error import KnownError
from linkapp.formats.csv_rows import CsvRow, rows, single_line
from linkapp.formats.files import FileReader
from linkapp.storage import open_storage
from tests.imports.awkward_files import CSV, FILES, card
from tests.imports.importing import Importer

TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
NAME = st.one_of(
    TEXT, st.sampled_from(["Ana", "Élodie", "王", "O'Neil, PhD", 'The "One"', "J\nR", " ", "", "=1+1", "\u202ex"])
)
SLUG = st.one_of(
    st.just(""), st.sampled_from([f"p{number}" for number in range(6)]), st.text("abcÀñ%2", min_size=1, max_size=4)
)
DAY = st.sampled_from(
    ["02 Mar 2021", "05 May 2022", "07 Jul 2023", "", "soon", "31 Feb 2020", "2 févr. 2021", "1/2/21"]
)
PERSON = st.tuples(NAME, NAME, SLUG, st.sampled_from(["", "a@example.com", "b@example.com", "no"]), NAME, NAME, DAY)
QUICK = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def in_a_book(work: Any) -> None:
    async def run() -> None:
        with tempfile.TemporaryDirectory() as folder:
            storage = await open_storage(Path(folder) / "data")
            try:
                await work(Importer(storage, Path(folder)))
            finally:
                await storage.close()

    coroutine: Coroutine[Any, Any, None] = run()
    with asyncio.Runner() as runner:
        runner.run(coroutine)


def table(people: list[tuple[str, ...]]) -> str:
    made = io.StringIO(newline="")
    writer = csv.writer(made, quoting=csv.QUOTE_ALL)
    for first, last, slug, mail, company, position, day in people:
        url = f"https://www.linkedin.com/in/{slug}" if slug else ""
        writer.writerow((first, last, url, mail, company, position, day))
    return CSV + made.getvalue()


@QUICK
@given(st.lists(PERSON, max_size=12), st.lists(PERSON, max_size=12))
def test_every_row_is_accounted_for_and_a_second_time_nothing_is_new(
    people: list[tuple[str, ...]], others: list[tuple[str, ...]]
) -> None:
    async def work(importer: Importer) -> None:
        plan = await importer.file(table(people))
        filled = sum(1 for row in people if any(cell.strip() for cell in (*row[:2], *row[2:])))
        assert plan.records <= filled
        before = importer.everything()
        again = await importer.file(table(people))
        assert (again.new, again.changed, again.records) == (0, 0, plan.records)
        assert importer.everything() == before
        more = await importer.file(table(others))
        if more.edit is not None:
            await importer.storage.contacts.undo(more.edit, importer.now)
        after = importer.everything()
        assert after == before
        for content in (table(others), table(people), table(others)):
            await importer.file(content)
        for content in (table(people), table(others)) * 2:
            turned = await importer.file(content)
            assert turned.new == turned.changed == 0

    in_a_book(work)


@QUICK
@given(
    st.lists(st.tuples(NAME, st.sampled_from(["", "--0415", "1604-04-15", "19800229", "x"]), st.booleans()), max_size=8)
)
def test_every_card_is_accounted_for(cards: list[tuple[str, str, bool]]) -> None:
    async def work(importer: Importer) -> None:
        content = "".join(
            card(f"FN:{name}".replace("\r", " ").replace("\n", " "), f"BDAY:{day}", *(("KIND:org",) if company else ()))
            for name, day, company in cards
        )
        if not cards:
            return
        plan = await importer.file(content.encode("utf-8", "replace"))
        assert plan.records == len(cards)
        again = await importer.file(content.encode("utf-8", "replace"))
        assert (again.new, again.changed) == (0, 0)

    in_a_book(work)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(st.text(',"\n x', max_size=8), min_size=3, max_size=3), max_size=8))
def test_rows_that_csv_wrote_are_read_as_they_were(written: list[list[str]]) -> None:
    made = io.StringIO(newline="")
    csv.writer(made).writerows(written)
    made.seek(0)
    read = list(rows(made, line=1, delimiter=",", width=3, is_record=lambda _: False))
    filled = [row for row in written if any(cell.strip() for cell in row)]
    assert [row.cells if isinstance(row, CsvRow) else row for row in read] == filled


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(["a,b,1", '"a,b,1', 'a",b,1', "a,b,1,2", '"a""",b,1', '"a\nb",c,1']), max_size=10))
def test_a_stray_mark_takes_no_other_row_with_it(lines: list[str]) -> None:
    text = io.StringIO("\n".join(lines), newline="")
    read = list(rows(text, line=1, delimiter=",", width=3, is_record=lambda cells: cells[2].strip() == "1"))
    whole = [line for line in lines if line == "a,b,1"]
    assert sum(1 for row in read if isinstance(row, CsvRow) and row.cells == ["a", "b", "1"]) == len(whole)
    assert all(isinstance(row, (CsvRow, Rejected)) for row in read)


@given(st.text(',"ab', max_size=12))
def test_one_line_alone_never_fails(line: str) -> None:
    cells = single_line(line, ",")
    assert cells is None or all(isinstance(cell, str) for cell in cells)


def spoilt(content: bytes, dice: random.Random) -> bytes:
    """A file with some bytes changed, added, repeated, or cut off."""
    spoiled = bytearray(content)
    for _ in range(dice.randrange(1, 5)):
        place = dice.randrange(len(spoiled) + 1)
        match dice.randrange(4):
            case 0:
                spoiled[place : place + 1] = bytes([dice.randrange(256)])
            case 1:
                spoiled[place:place] = dice.choice(
                    [b'"', b",", b"\n", b"\0", b"=", b"BEGIN:VCARD\n", b"END:VEVENT", b"\xc3"]
                )
            case 2:
                spoiled[place:place] = spoiled[dice.randrange(len(spoiled) + 1) :][:200]
            case _:
                del spoiled[place:]
    return bytes(spoiled)


def test_a_spoilt_file_is_read_or_refused(tmp_path: Path) -> None:
    dice = random.Random(20261126)
    small = [file.content for file in FILES if len(file.content) < 20_000]
    for _ in range(400):
        path = tmp_path / "spoilt"
        path.write_bytes(spoilt(dice.choice(small), dice))
        with suppress(KnownError):
            for part in FileReader().open(str(path)).parts:
                for record in part.records():
                    assert record.line > 0


async def test_spoilt_files_one_after_the_other_are_accounted_for(importer: Importer) -> None:
    dice = random.Random(13)
    small = [file.content for file in FILES if len(file.content) < 20_000]
    for _ in range(12):
        content = spoilt(dice.choice(small), dice)
        before = importer.everything()
        try:
            plan = await importer.file(content)
        except KnownError:
            assert importer.everything() == before
            continue
        after = importer.everything()
        again = await importer.file(content)
        assert (again.new, again.changed) == (0, 0)
        assert importer.everything() == after
        if plan.edit is not None and dice.random() < 0.4:
            await importer.storage.contacts.undo(plan.edit, importer.now)
            assert importer.everything() == before
