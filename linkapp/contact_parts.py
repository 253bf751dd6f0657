"""What the contacts book is made of."""

from __future__ import annotations

import stat
from pathlib import Path

from linkapp.config import REAL_SITE
from linkapp.formats.files import FileReader
from linkapp.formats.written_contacts import ContactWriters
from linkapp.services.contacts import Contacts
from linkapp.services.exports import Exports
from linkapp.services.imports import Importing
from linkapp.services.news import News
from linkapp.services.ports.backups import Backups
from linkapp.services.ports.clock import Clock
from linkapp.services.ports.journal import Journal
from linkapp.storage import Storage
from linkapp.storage.imports import SqliteImports
from linkapp.system.whole_file import write_whole


def contacts(storage: Storage, clock: Clock, news: News) -> Contacts:
    """The book as a person works with it."""
    return Contacts(storage.contacts, storage.people, clock, news)


def exports(storage: Storage, book: Contacts, clock: Clock) -> Exports:
    """What writes it into files for other programs."""
    return Exports(book, storage.contacts, clock, writers=ContactWriters(), write=_write, site=REAL_SITE)


def _write(file: str, content: bytes) -> None:
    path = Path(file)
    if path.exists() and not stat.S_ISREG(path.stat().st_mode):
        raise OSError("it is a folder or a device and no file")
    write_whole(path.resolve(), content)


def importing(storage: Storage, clock: Clock, news: News, backups: Backups, journal: Journal) -> Importing:
    """Imports of files that others made into the book."""
    files = FileReader()
    imports = SqliteImports(storage.pages_path, storage.database, files)
    return Importing(imports=imports, files=files, backups=backups, clock=clock, news=news, journal=journal)
