"""Every awkward file: what is in it is new, changed, unchanged or reported, and a second time nothing is new."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkapp.domain.known_error import KnownError
from tests.imports.awkward_files import FILES, Awkward
from tests.imports.importing import Importer

_BIRTHDAY = (
    "SELECT p.name, CASE WHEN b.month IS NULL THEN '' WHEN b.year IS NULL THEN printf('--%02d-%02d', b.month, b.day)"
    " ELSE printf('%04d-%02d-%02d', b.year, b.month, b.day) END FROM people AS p LEFT JOIN birthdays AS b ON b.person = p.id"
)


@pytest.mark.parametrize("file", FILES, ids=[file.name for file in FILES])
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
    assert all(name == " ".join(name.split()) and name.isprintable() for name in names)
    birthdays = dict(importer.rows(_BIRTHDAY))
    assert {name: birthdays.get(name) for name in file.birthdays} == dict(file.birthdays)
    if file.query:
        assert tuple(importer.rows(file.query)) == file.rows
    after = importer.everything()
    second = await importer.file(file.content, name="the same by another name.txt", **how)
    assert (second.new, second.changed, second.records) == (0, 0, first.records)
    assert importer.everything() == after


def test_there_are_sixty_of_them_and_no_two_have_one_name() -> None:
    assert len({file.name for file in FILES}) == len(FILES) >= 60


async def test_a_folder_a_missing_file_and_a_pipe_are_refused(importer: Importer, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere.csv", Path("/dev/null")):
        with pytest.raises(KnownError) as refused:
            await importer.path(path)
        assert refused.value.code == "import_unreadable"
