"""The log tab: charts of the last days and of the caps, the table beside them, and pictures of them."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from linkapp.domain.figures import DayFigures
from linkapp.services.log_book import WeekOfCaps
from linkapp.ui import charts, saving, theme
from linkapp.ui.charts import Bars, Look, Series
from linkapp.ui.tabs.log.figures import FiguresPanel
from linkapp.ui.window import MainWindow
from tests.ui.conftest import OpenWindow, until
from tests.ui.fakes import TODAY, FakeRuns, fake_application, history
from tests.ui.test_log_today import USAGE

LIGHT, DARK = theme.palette(theme.LIGHT), theme.palette(theme.DARK)


@dataclass
class Book:
    """Figures that count upwards."""

    asked: list[int] = field(default_factory=list)

    async def days(self, number: int) -> Sequence[DayFigures]:
        self.asked.append(number)
        return [
            DayFigures(on=TODAY - timedelta(days=ago), sent=2, visited=1, skipped=ago % 3, problems=0)
            for ago in range(number - 1, -1, -1)
        ]

    async def birthdays_ahead(self, number: int) -> Sequence[tuple[date, int]]:
        self.asked.append(number)
        return [(TODAY + timedelta(days=ahead), ahead % 4) for ahead in range(number)]

    async def week(self) -> WeekOfCaps:
        return WeekOfCaps(days=[(TODAY - timedelta(days=ago), ago) for ago in range(6, -1, -1)], usage=USAGE)


async def opened(open_window: OpenWindow, book: Book) -> tuple[MainWindow, FiguresPanel]:
    window: MainWindow = await open_window(fake_application(runs=FakeRuns(history()), log_book=book))
    window.show_tab(2)
    window.log.drawers.buttons["figures"].click()
    panel = window.log.drawers.panels["figures"]
    assert isinstance(panel, FiguresPanel)
    await until(lambda: panel.chart.bars is not None)
    return window, panel


def cells(panel: FiguresPanel, row: int) -> list[str]:
    items = [panel.table.item(row, column) for column in range(panel.table.columnCount())]
    return [item.text() for item in items if item is not None]


def bars(values: Sequence[int], limit: int | None = None) -> Bars:
    series = (
        Series(title="sent", values=tuple(values)),
        Series(title="skipped", values=(1,) * len(values), look=Look.PALE),
    )
    return Bars(title="A <title> & more", labels=tuple(f"{n}" for n in range(len(values))), series=series, limit=limit)


async def test_the_table_tells_what_the_chart_shows_newest_first_and_in_all(open_window: OpenWindow) -> None:
    window, panel = await opened(open_window, Book())
    assert panel.table.rowCount() == 31
    headers = [panel.table.horizontalHeaderItem(column) for column in range(5)]
    assert [item.text() for item in headers if item is not None] == ["Day", "sent", "visited", "skipped", "problems"]
    assert cells(panel, 0) == ["today", "2", "1", "0", "0"]
    assert cells(panel, 2) == ["20 Nov", "2", "1", "2", "0"]
    assert cells(panel, 30) == ["In all", "60", "30", "30", "0"]
    assert panel.chart.accessibleName() == "The last 30 days"
    assert panel.chart.accessibleDescription() == "sent: 60 · visited: 30 · skipped: 30 · problems: 0"
    window.choose_language("fr", keep=False)
    assert cells(panel, 30)[0] == "En tout"


async def test_a_year_and_the_week_beside_the_caps(open_window: OpenWindow) -> None:
    book = Book()
    _, panel = await opened(open_window, book)
    panel.chips["year"].click()
    await until(lambda: panel.table.rowCount() == 366)
    assert book.asked == [30, 365]
    panel.chips["week"].click()
    await until(lambda: panel.table.rowCount() == 8)
    assert panel.table.columnCount() == 2
    assert panel.chart.bars is not None
    assert (panel.chart.bars.limit, panel.chart.bars.most) == (12, 12)
    assert panel.note.whole() == "18 of 50 this week"


async def test_birthdays_ahead_stand_in_the_table_as_in_the_chart_today_first(open_window: OpenWindow) -> None:
    book = Book()
    window, panel = await opened(open_window, book)
    panel.chips["ahead"].click()
    await until(lambda: panel.table.columnCount() == 2)
    assert book.asked == [30, 30]
    assert panel.table.rowCount() == 31
    assert [cells(panel, row) for row in (0, 1, 2, 30)] == [
        ["today", "0"], ["tomorrow", "1"], ["24 Nov", "2"], ["In all", "43"],
    ]  # fmt: skip
    assert panel.chart.bars is not None
    assert panel.chart.bars.series[0].values == tuple(ahead % 4 for ahead in range(30))
    assert panel.chart.accessibleName() == "Birthdays of the next 30 days"
    assert panel.chart.accessibleDescription() == "birthdays: 43"
    assert panel.note.whole() == "43 birthdays"
    left = next(x for x in range(panel.chart.width()) if panel.chart.told_at(x))
    assert panel.chart.told_at(left) == "22 Nov\n0 birthdays"
    window.choose_language("fr", keep=False)
    assert cells(panel, 1) == ["demain", "1"]
    assert panel.note.whole() == "43 anniversaires"
    window.show_tab(1)
    window.show_tab(2)
    await until(lambda: book.asked == [30, 30, 30])  # a contact may have been changed there
    panel.chips["month"].click()
    await until(lambda: panel.table.columnCount() == 5)
    assert cells(panel, 0)[0] == "aujourd’hui"


@pytest.mark.parametrize("pixels", [1, 2, 50, 364, 365, 366])
def test_there_is_at_most_one_mark_a_pixel_and_nothing_is_lost(pixels: int) -> None:
    year = bars(range(365))
    shown = charts.fitted(year, pixels)
    assert len(shown.labels) <= pixels
    assert [sum(row.values) for row in shown.series] == [sum(row.values) for row in year.series]
    assert all(len(row.values) == len(shown.labels) for row in shown.series)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("values", [[], [0], [0] * 30, [1], [7] * 365, [0, 10**6]])
@pytest.mark.parametrize("size", [(1, 1), (40, 30), (600, 200)])
def test_anything_is_drawn_however_little_room_or_however_much(
    qapp: QApplication, palette: QPalette, values: list[int], size: tuple[int, int]
) -> None:
    image = QImage(*size, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        charts.draw(painter, QRectF(0, 0, *size), bars(values, limit=0), palette, QFont())


@pytest.mark.parametrize("chosen", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_what_is_drawn_is_seen_on_its_ground_in_both_themes(chosen: theme.Colours) -> None:
    palette = theme.palette(chosen)
    for look in Look:
        assert theme.contrast(look.colour(palette).name(), chosen.ground) >= 3, look
    assert len({look.colour(palette).name() for look in Look}) == len(Look)
    assert len({look.value[1] for look in Look}) == len(Look), "told apart without colours"


def test_a_drawing_has_the_size_of_what_is_drawn_and_a_ground_of_its_own(qapp: QApplication) -> None:
    root = ElementTree.fromstring(charts.svg(bars([1, 2, 3]), LIGHT, QFont()))  # our own text
    assert root.attrib["viewBox"] == "0 0 960 420"
    words = "".join(root.itertext())
    assert "A <title> & more" in words
    image = QImage.fromData(charts.png(bars([1, 2, 3]), LIGHT, QFont()))
    assert (image.width(), image.height()) == (1920, 840)
    assert image.pixelColor(3, 3) == LIGHT.color(QPalette.ColorRole.Base)
    inks = {image.pixelColor(x, y).name() for x in range(0, 1920, 3) for y in range(0, 840, 3)}
    assert LIGHT.color(QPalette.ColorRole.Highlight).name() in inks


async def test_the_figures_of_a_bar_are_told_where_the_mouse_is(open_window: OpenWindow) -> None:
    _, panel = await opened(open_window, Book())
    right = next(x for x in range(panel.chart.width(), 0, -1) if panel.chart.told_at(x))
    assert panel.chart.told_at(right).splitlines()[:2] == ["22 Nov", "2 sent"]
    assert panel.chart.told_at(0) == ""


class Picker(QFileDialog):
    """A file dialog in which somebody chose."""

    file = ""
    filter = ""

    def open(self, *_: Any) -> None:
        if self.filter:
            self.selectNameFilter(self.filter)
            self.filterSelected.emit(self.filter)
        if self.file:
            self.fileSelected.emit(self.file)
        self.done(QDialog.DialogCode.Accepted if self.file else QDialog.DialogCode.Rejected)


@pytest.mark.parametrize(
    ("name", "filter_", "begins"),
    [("a.png", "", b"\x89PNG"), ("a.SVG", "", b"<?xml"), ("a", "Drawing (*.svg)", b"<?xml"), ("a.b", "", b"\x89PNG")],
)
async def test_a_picture_is_saved_as_its_name_says_else_as_the_list_says(
    open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, filter_: str, begins: bytes
) -> None:
    _, panel = await opened(open_window, Book())
    monkeypatch.setattr(saving, "QFileDialog", Picker)
    monkeypatch.setattr(Picker, "file", str(tmp_path / name))
    monkeypatch.setattr(Picker, "filter", filter_)
    panel.save.click()
    await until(lambda: panel.note.whole())
    assert panel.note.whole() == f"Saved as {name}." or name in panel.note.whole()
    assert (tmp_path / name).read_bytes().startswith(begins)
    assert os.listdir(tmp_path) == [name]  # noqa: PTH208 - names as they are


async def test_what_cannot_be_saved_says_so_and_leaves_nothing(
    open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, panel = await opened(open_window, Book())
    monkeypatch.setattr(saving, "QFileDialog", Picker)
    monkeypatch.setattr(Picker, "file", str(tmp_path / "gone" / "a.png"))
    panel.save.click()
    await until(lambda: panel.note.whole() == window.words("health.save.failed"))
    monkeypatch.setattr(Picker, "file", "")
    panel.note.say("")
    panel.save.click()
    await asyncio.sleep(0)
    await until(lambda: not panel.findChildren(Picker))
    assert panel.note.whole() == ""


def test_a_file_is_replaced_whole_or_stays(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"old")
    with pytest.raises(TypeError):
        saving.write(file, "no bytes")
    assert file.read_bytes() == b"old"
    saving.write(file, b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.csv", b"new")]
