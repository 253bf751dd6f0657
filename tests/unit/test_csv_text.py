"""Tables as CSV: what a spreadsheet would carry out is a text, and what is written is what is read."""

from __future__ import annotations

import csv
import io

import pytest

from linkapp.domain.csv_text import BOM, csv_text, neutral


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", "＝1+1", "＋1", "－1", "＠SUM", "﹦1", "﹢1",
        " =1", "\u00a0=1", "\u200b=1", "\ufeff=1", "\u202e=1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x","y"),"z',
    ],
)  # fmt: skip
def test_what_begins_like_a_formula_begins_with_an_apostrophe(cell: str) -> None:
    assert neutral(cell) == f"'{cell}"
    assert list(csv.reader(io.StringIO(csv_text(["a"], [[cell]], bom=False), newline="")))[1] == [f"'{cell}"]


@pytest.mark.parametrize(
    "cell", ["", " ", "Ada", "1+1", "it's = that", "Zoë – 3", "'=1", "\u200b", "مايا", "2026-11-22"]
)
def test_anything_else_is_as_it_was(cell: str) -> None:
    assert neutral(cell) == cell


def test_numbers_are_numbers_and_nothing_is_empty() -> None:
    assert csv_text(["n", "none"], [[-5, None]], bom=False) == '"n","none"\r\n"-5",""\r\n'


def test_quotation_marks_lines_and_commas_come_back() -> None:
    rows = [['a "b"', "c,d", "e\nf", "g\r\nh", "i\rj", "é漢"]]
    text = csv_text(["1", "2", "3", "4", "5", "6"], rows, bom=True)
    assert text.startswith(BOM)
    assert text.count(BOM) == 1
    assert list(csv.reader(io.StringIO(text.removeprefix(BOM), newline="")))[1:] == rows
