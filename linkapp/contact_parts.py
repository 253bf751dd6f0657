"""What the contacts book is made of."""

from __future__ import annotations

import stat
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from linkapp.config import REAL_SITE
from linkapp.domain.contact_record import ContactFile, Field
from linkapp.folder_parts import FolderParts
from linkapp.formats.written_contacts import ContactWriters
from linkapp.services.contacts import Contacts
from linkapp.services.exports import Exports
from linkapp.services.imports import Importing
from linkapp.services.legacy import Legacy
from linkapp.services.news import News
from linkapp.services.ports.backups import Backups
from linkapp.services.ports.clock import Clock
from linkapp.services.ports.journal import Journal
from linkapp.storage import Storage
from linkapp.storage.imports import SqliteImports
from linkapp.storage.legacy.books import SqliteLegacyBooks
from linkapp.system import template_files
from linkapp.system.folders import resources
from linkapp.system.whole_file import write_whole


def contacts(storage: Storage, clock: Clock, news: News) -> Contacts:
    """The book as a person works with it."""
    return Contacts(storage.contacts, storage.people, clock, news)


def exports(storage: Storage, book: Contacts, clock: Clock) -> Exports:
    """What writes it into files for other programs."""
    return Exports(book, storage.contacts, clock, writers=ContactWriters(), write=_write, site=REAL_SITE)


def legacy(storage: Storage, given: FolderParts, backups: Backups, news: News, language: str) -> Legacy:
    """What takes over what the predecessor kept; its texts join the person's own in ``language``."""

    def add_texts(texts: Sequence[str], late: bool, dry: bool) -> int:
        shipped, own = resources() / "templates", given.folder / "templates"
        return template_files.add(shipped, own, f"birthday.{language}.toml", texts, late=late, dry=dry)

    return Legacy(SqliteLegacyBooks(storage.pages_path, storage.database, add_texts), backups, given.clock, news)


def _write(file: str, content: bytes) -> None:
    path = Path(file)
    if path.exists() and not stat.S_ISREG(path.stat().st_mode):
        raise OSError("it is a folder or a device and no file")
    write_whole(path.resolve(), content)


def importing(storage: Storage, clock: Clock, news: News, backups: Backups, journal: Journal) -> Importing:
    """Imports of files that others made into the book."""
    files = _Files()
    imports = SqliteImports(storage.pages_path, storage.database, files)
    return Importing(
        imports=imports,
        files=files,
        book=storage.contacts,
        backups=backups,
        clock=clock,
        news=news,
        journal=journal,
    )


class _Files:
    """See ``services.ports.imports.ContactFiles``. What reads files is imported when there is one to read: in the
    thread that reads it."""

    def open(
        self,
        path: str,
        *,
        mapping: Mapping[str, Field] | None = None,
        remembered: Callable[[str], Mapping[str, Field] | None] = lambda _: None,
        stopped: Callable[[], bool] = bool,
    ) -> ContactFile:
        """See ``services.ports.imports.ContactFiles``."""
        from linkapp.formats.files import FileReader

        return FileReader().open(path, mapping=mapping, remembered=remembered, stopped=stopped)

    def columns(self, path: str) -> tuple[tuple[str, ...], Mapping[str, Field]]:
        """See ``services.ports.imports.ContactFiles``."""
        from linkapp.formats.files import FileReader

        return FileReader().columns(path)

    def whole_book(self, path: str) -> bytes | None:
        """See ``services.ports.imports.ContactFiles``."""
        from linkapp.formats.files import FileReader

        return FileReader().whole_book(path)

    def key(self, headings: tuple[str, ...]) -> str:
        """See ``services.ports.imports.ContactFiles``."""
        from linkapp.formats.files import FileReader

        return FileReader().key(headings)
