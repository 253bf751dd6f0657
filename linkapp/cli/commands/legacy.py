"""``linkapp legacy FILE [--dry-run]``: what the predecessor kept is taken over."""

from __future__ import annotations

from typing import Any

from linkapp.cli.exits import Exit
from linkapp.cli.output import note, print_json, say
from linkapp.cli.parser import Options
from linkapp.services.application import Application
from linkapp.services.ports.legacy import LegacyRejected, LegacyReport

_SHOWN = 20
"""How many rejected rows are told one by one on a terminal."""


async def legacy(app: Application, options: Options) -> int:
    """``legacy FILE``. Raises ``BadLegacy``."""
    assert app.legacy is not None
    report = await app.legacy.take(options.file, dry=options.dry_run)
    if options.as_json:
        print_json(legacy_document(report, options.file, dry=options.dry_run))
    else:
        _tell(report, options)
    return Exit.FAILURES if report.rejected else Exit.DONE


def legacy_document(report: LegacyReport, file: str, *, dry: bool) -> dict[str, Any]:
    """The report as a JSON document."""
    return {
        "file": file,
        "version": report.version,
        "records": dict(report.records),
        "imported": dict(report.imported),
        "unchanged": dict(report.unchanged),
        "rejected": [_row(rejected) for rejected in report.rejected],
        "undated": [_row(undated) for undated in report.undated],
        "left_out": dict(report.left_out),
        "edit": report.edit,
        "dry_run": dry,
    }


def _row(rejected: LegacyRejected) -> dict[str, Any]:
    return {
        "table": rejected.table,
        "row": rejected.row,
        "reason": rejected.reason,
        "detail": rejected.detail,
    }


def _tell(report: LegacyReport, options: Options) -> None:
    words = options.words
    say(words("cli.legacy.dry" if options.dry_run else "cli.legacy", file=options.file, version=report.version))
    for table, records in report.records.items():
        facts = {"imported": report.imported[table], "unchanged": report.unchanged[table]}
        say(words("cli.legacy.table", table=table, records=records, **facts))
    for row in report.rejected[:_SHOWN]:
        note(words(f"cli.legacy.{row.reason}", table=row.table, row=row.row, detail=row.detail))
    if report.undated:
        say(words.count("cli.legacy.undated", len(report.undated)))
    if len(report.rejected) > _SHOWN:
        note(words.count("cli.legacy.more", len(report.rejected) - _SHOWN))
