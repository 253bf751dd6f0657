"""Saving something where the person wants it: asked for by the file dialog, written whole or not at all."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from linkapp.ui import doing


@dataclass(frozen=True, kw_only=True)
class Format:
    """One way to write it: what it is called, how its file's name ends (without a dot), and what makes the bytes."""

    title: str
    ending: str
    content: Callable[[], bytes]

    @property
    def filter(self) -> str:
        """As the file dialog lists it."""
        return f"{self.title} (*.{self.ending})"


async def save_as(parent: QWidget, title: str, name: str, formats: Sequence[Format]) -> Path | OSError | None:
    """Ask where, and write there; None where the person thought better of it. A file that is there is replaced only
    after the dialog's own question. The format is that of the name's ending, else the one that is chosen in the list.
    """
    picker = QFileDialog(parent, title)
    picker.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    picker.setFileMode(QFileDialog.FileMode.AnyFile)
    picker.setNameFilters([form.filter for form in formats])
    picker.setDefaultSuffix(formats[0].ending)
    by_filter = {form.filter: form for form in formats}
    picker.filterSelected.connect(lambda chosen: picker.setDefaultSuffix(by_filter[chosen].ending))
    picker.selectFile(f"{name}.{formats[0].ending}")
    files: list[str] = []
    chosen = formats[0]

    def take(file: str) -> None:
        nonlocal chosen
        files.append(file)
        chosen = by_filter.get(picker.selectedNameFilter(), formats[0])

    picker.fileSelected.connect(take)
    await doing.ask(picker)
    if not files:
        return None
    path = Path(files[0])
    ending = path.suffix.casefold()
    form = next((form for form in (chosen, *formats) if ending == f".{form.ending}"), chosen)
    try:
        await asyncio.to_thread(write, path, form.content())
    except OSError as error:
        return error
    return path


def write(path: Path, content: bytes) -> None:
    """Put ``content`` into the file, whole: what was there stays until it is written. Raises ``OSError``."""
    number, beside = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(beside).unlink()
        raise
