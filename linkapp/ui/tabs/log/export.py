"""The log as a file: CSV for spreadsheets, JSON for programs. Every line that the filter shows, not only those read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from linkapp.domain.csv_text import csv_text
from linkapp.ui.saving import Format
from linkapp.ui.tabs.log.entries import OutcomeLine, ScheduleLine, Sentences
from linkapp.ui.words import Words

EVERYTHING = 10_000_000
"""More lines than a log ever has."""
FIELDS = (
    "at", "kind", "outcome", "name", "sentence", "text", "reason", "detail", "proof", "profile", "run", "rehearsal",
)  # fmt: skip
Row = dict[str, str | int | None]


def formats(words: Words, rows: Sequence[Row]) -> Sequence[Format]:
    """The ways in which the rows can be written. CSV begins with the mark by which spreadsheets know UTF-8, or not."""

    def as_csv(*, bom: bool) -> bytes:
        cells = ([row[name] for name in FIELDS] for row in rows)
        return csv_text(FIELDS, cells, bom=bom).encode("utf-8", "replace")

    def as_json() -> bytes:
        return (json.dumps({"log": list(rows)}, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")

    return (
        Format(title=words("log.export.csv"), ending="csv", content=lambda: as_csv(bom=True)),
        Format(title=words("log.export.csv.plain"), ending="csv", content=lambda: as_csv(bom=False)),
        Format(title=words("log.export.json"), ending="json", content=as_json),
    )


def exported(says: Sentences, lines: Sequence[OutcomeLine | ScheduleLine]) -> list[Row]:
    """Codes and facts of every line, and the sentence in which the window tells it; times in UTC."""
    rows = []
    for number, line in enumerate(lines):
        entry = says.outcome(line, number) if isinstance(line, OutcomeLine) else says.scheduled(line)
        title = replace(entry, time="", exact="").whole.replace("\n", ": ")
        row: Row = dict.fromkeys(FIELDS, "")
        row |= {"at": _iso(line.at), "kind": line.kind, "sentence": title}
        if isinstance(line, OutcomeLine):
            item = line.item
            row |= {
                "outcome": item.state.value, "name": item.person.name, "text": item.text,
                "reason": item.reason.value if item.reason else "", "detail": item.detail, "proof": item.proof,
                "profile": item.person.profile or "", "run": line.run, "rehearsal": "yes" if line.dry else "",
            }  # fmt: skip
        else:
            date = line.occurrence
            row |= {
                "outcome": f"scheduled {date.shown.value}", "reason": date.reason.value if date.reason else "",
                "detail": date.detail, "run": date.run,
            }  # fmt: skip
        rows.append(row)
    return rows


def _iso(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if at is not None else ""
