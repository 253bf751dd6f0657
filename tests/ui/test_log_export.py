"""The log tab: everything that the filter shows as CSV or JSON, where the person wants it."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog

from linkapp.domain.problems import Problem, Reason
from linkapp.services.ports.ledger import StoreError
from linkapp.ui import saving
from linkapp.ui.window import MainWindow
from tests.ui.conftest import OpenWindow, until
from tests.ui.fakes import FakeRuns, fake_application, history
from tests.ui.test_log import many
from tests.ui.test_log_figures import Picker
from tests.ui.test_log_schedule import Dates, rows


async def saved(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch, file: Path, *, chip: str = "all", **more: Any
) -> MainWindow:
    runs = more.pop("runs", None) or FakeRuns(history())
    window: MainWindow = await open_window(fake_application(runs=runs, planner=Dates(rows())))
    window.show_tab(2)
    window.log.chips[chip].click()
    await until(lambda: not window.log.reading_now)
    monkeypatch.setattr(saving, "QFileDialog", Picker)
    monkeypatch.setattr(Picker, "file", str(file))
    monkeypatch.setattr(Picker, "filter", more.pop("filter_", ""))
    window.log.export.click()
    await until(lambda: window.log.drawers.note.whole())
    return window


async def test_a_table_holds_every_line_and_opens_in_a_spreadsheet(
    open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "log.csv"
    reports = list(history())
    bad = replace(reports[0].items[0], person=replace(reports[0].items[0].person, name='=cmd|"x"'), text="-1")
    reports[0] = replace(reports[0], items=(bad, *reports[0].items[1:]))
    await saved(open_window, monkeypatch, file, runs=FakeRuns(reports))
    content = file.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    table = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert len(table) == 5 + 4
    line = next(row for row in table if row["name"].startswith("'="))
    assert (line["name"], line["text"], line["outcome"], line["at"]) == (
        "'=cmd|\"x\"", "'-1", "done", "2026-11-22T08:12:00Z",
    )  # fmt: skip
    skipped = next(row for row in table if row["outcome"] == "skipped")
    assert skipped["sentence"] == "Skipped Sofia Lindqvist: Wrote last, 2 days ago, and waits for your answer."
    assert table[0]["outcome"] == "scheduled done"


async def test_without_the_mark_where_that_is_chosen(
    open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "log.csv"
    plain = "Table without a mark of its encoding, CSV (*.csv)"
    await saved(open_window, monkeypatch, file, filter_=plain)
    assert file.read_bytes().startswith(b'"at"')


async def test_json_is_what_happened_and_is_not_changed_for_spreadsheets(
    open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "log.json"
    reports = [replace(history()[0], items=tuple(replace(item, text="=1") for item in history()[0].items))]
    await saved(open_window, monkeypatch, file, chip="sent", runs=FakeRuns(reports))
    lines = json.loads(file.read_text(encoding="utf-8"))["log"]
    assert [(line["name"], line["text"], line["run"]) for line in lines] == [("Alice Moreau", "=1", 2)]


async def test_lines_that_were_not_read_yet_are_exported_too(
    open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "log.json"
    await saved(open_window, monkeypatch, file, chip="sent", runs=FakeRuns([many(450)]))
    assert len(json.loads(file.read_text(encoding="utf-8"))["log"]) == 450


async def test_what_cannot_be_read_or_written_is_said(
    open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = FakeRuns(history())
    window = await saved(open_window, monkeypatch, tmp_path / "gone" / "log.csv", runs=runs)
    assert window.log.drawers.note.whole() == window.words("health.save.failed")
    window.log.drawers.say("")
    runs.raises = StoreError(Problem(reason=Reason.DISK_FULL))
    window.log.export.click()
    await until(lambda: window.log.drawers.note.whole())
    assert window.log.drawers.note.whole() == window.words.stop(Problem(reason=Reason.DISK_FULL)).what


async def test_a_file_that_is_there_is_asked_about_by_the_dialog(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks: list[bool] = []

    def asked(dialog: QFileDialog, *_: Any) -> None:
        saves = dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
        asks.append(saves and not dialog.testOption(QFileDialog.Option.DontConfirmOverwrite))
        dialog.done(0)

    monkeypatch.setattr(QFileDialog, "open", asked)
    window: MainWindow = await open_window(fake_application(runs=FakeRuns(history())))
    window.show_tab(2)
    window.log.export.click()
    await until(lambda: asks)
    assert asks == [True]
    await until(lambda: not window.log.findChildren(QFileDialog))
    assert window.log.drawers.note.whole() == ""
