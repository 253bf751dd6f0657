"""A request not to be written to, in the real file: it is there when its contact is not any more."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from linkapp.domain.opt_out import OptOut
from linkapp.domain.person import Person
from linkapp.storage import open_storage
from tests.storage.samples import NOW


@pytest.mark.parametrize(
    "key", [Person(name="", member="ACoAAada"), Person(name="", profile="ada-roy")], ids=["id", "address"]
)
async def test_a_request_outlives_the_deletion_of_its_contact_under_every_key(folder: Path, key: Person) -> None:
    ada = Person(name="Ada Roy", member="ACoAAada", profile="ada-roy")
    storage = await open_storage(folder)
    await storage.people.seen(ada, NOW)
    await storage.people.opted_out(Person(name="", member="ACoAAada"), NOW, "please stop")
    await storage.close()
    with closing(sqlite3.connect(folder / "linkapp.db")) as db:
        db.execute("DELETE FROM person_keys")
        db.execute("DELETE FROM people")
        db.commit()
    storage = await open_storage(folder)
    assert await storage.people.opt_out(key) == OptOut(phrase="please stop", at=NOW)
    await storage.close()
