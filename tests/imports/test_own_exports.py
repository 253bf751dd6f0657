"""What LinkApp exports, it reads: into the same book nothing is new, and a whole book makes the same book elsewhere."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from linkapp.contact_parts import contacts, exports, importing
from linkapp.domain.known_error import KnownError
from linkapp.services.news import Changes, News
from linkapp.services.ports.journal import QUIET
from linkapp.storage import open_storage
from linkapp.storage.backups import FolderBackups
from tests.fakes.clocks import FakeClock
from tests.imports.awkward_files import ANA, BOB, CEM, CSV, card
from tests.imports.importing import NOW, Importer


@pytest.mark.parametrize("ending", ["csv", "vcf", "ics"])
async def test_an_export_into_the_same_book_is_nothing_new(importer: Importer, tmp_path: Path, ending: str) -> None:
    await importer.file(CSV + ANA + BOB + CEM)
    await importer.file(
        card("FN:Ana Exemplo", "EMAIL:ana@example.com", "BDAY:1980-04-15", "TEL:+33 1 23 45 67 89", "NOTE:=1+1")
        + card("FN:Dan", "EMAIL:dan@example.com", "BDAY:--0229")
    )
    clock, news = FakeClock(at=NOW), News()
    book = contacts(importer.storage, clock, news)
    target = tmp_path / f"export.{ending}"
    await exports(importer.storage, book, clock).export(str(target))
    before = importer.people("name", "company", "position", "connected_on", "notes", "left_network")
    details = importer.rows("SELECT person, kind, value FROM person_details ORDER BY 1, 2, 3")
    days = importer.rows("SELECT person, month, day, year FROM birthdays ORDER BY 1")
    plan = await importer.path(target)
    if ending != "ics":  # a calendar holds names only, and names join nobody
        assert (plan.new, plan.changed, plan.rejected) == (0, 0, ())
        assert importer.people("name", "company", "position", "connected_on", "notes", "left_network") == before
        assert importer.rows("SELECT person, kind, value FROM person_details ORDER BY 1, 2, 3") == details
    else:
        assert importer.rows("SELECT month, day, year FROM birthdays ORDER BY person")[2:] == [day[1:] for day in days]


async def test_a_whole_book_makes_the_same_book_in_an_empty_folder(importer: Importer, tmp_path: Path) -> None:
    await importer.file(CSV + ANA + BOB + CEM)
    clock, news = FakeClock(at=NOW), News()
    target = tmp_path / "book.json"
    await exports(importer.storage, contacts(importer.storage, clock, news), clock).export(str(target))
    other = await open_storage(tmp_path / "other")
    told: list[Changes] = []
    news.listen(told.append)
    try:
        backups = FolderBackups(tmp_path / "other", now=clock.now)
        use_case = importing(other, clock, news, backups, QUIET)
        prepared = await use_case.look(str(target))
        assert (prepared.plan.format, prepared.plan.new, prepared.plan.records) == ("linkapp-contacts", 3, 3)
        assert (await prepared.carry_out()).edit is not None
        await prepared.close()
        assert [change.contacts for change in told] == [True]
        mirrored = Importer(other, tmp_path, NOW + timedelta(days=1))
        columns = ("name", "company", "position", "connected_on")
        assert sorted(mirrored.people(*columns)) == sorted(importer.people(*columns))
        assert (await mirrored.file(CSV + ANA + BOB + CEM)).new == 0
        target.write_bytes(target.read_bytes()[:-20])
        with pytest.raises(KnownError) as refused:
            await use_case.look(str(target))
        assert refused.value.code == "import_book"
    finally:
        await other.close()
