"""``linkapp contacts import FILE [--dry-run] [--map COLUMN=FIELD]...``."""

from __future__ import annotations

from typing import Any

from linkapp.cli.documents import iso
from linkapp.cli.exits import Exit
from linkapp.cli.output import print_json, progress, say
from linkapp.cli.parser import Options
from linkapp.services.application import Application
from linkapp.services.imports import mapping_of
from linkapp.services.ports.imports import ImportPhase, ImportPlan

_EVERY = 10_000
"""How many records between two lines of progress."""
_SHOWN = 20
"""How many changes and rejected records are told in words."""


async def contacts_import(app: Application, options: Options) -> int:
    """``contacts import``. Raises ``KnownError`` for a file that is refused; nothing was changed then."""
    assert app.importing is not None
    mapping = mapping_of(options.columns)
    said: dict[ImportPhase, int] = {}

    def tell(phase: ImportPhase, records: int) -> None:
        if records // _EVERY > said.get(phase, 0):
            said[phase] = records // _EVERY
            progress(options.words(f"cli.import.{phase}", records=records))

    prepared = await app.importing.look(options.file, mapping or None, tell)
    try:
        plan = prepared.plan if options.dry_run else await prepared.carry_out(tell)
    finally:
        await prepared.close()
    if options.as_json:
        print_json(import_document(plan, options.file, dry_run=options.dry_run))
    else:
        _say(plan, options)
    return Exit.FAILURES if plan.rejected else Exit.DONE


def import_document(plan: ImportPlan, file: str, *, dry_run: bool) -> dict[str, Any]:
    """What an import did, or would do."""
    return {
        "file": file,
        "format": plan.format,
        "records": plan.records,
        "new": plan.new,
        "changed": plan.changed,
        "unchanged": plan.unchanged,
        "rejected": [
            {
                "line": record.line,
                "reason": record.reason,
                "detail": ": ".join(filter(None, (record.part, record.detail))),
            }
            for record in plan.rejected
        ],
        "dry_run": dry_run,
    }


def _say(plan: ImportPlan, options: Options) -> None:
    words = options.words
    say(words(f"import.format.{plan.format}"))
    key = "cli.import.would" if options.dry_run else "cli.import.did"
    say(words(key, new=plan.new, changed=plan.changed, unchanged=plan.unchanged, rejected=len(plan.rejected)))
    for change in plan.changes[:_SHOWN]:
        field = words(f"import.field.{change.field}")
        say(
            "  "
            + words("cli.import.change", name=change.name, field=field, before=change.before or "–", after=change.after)
        )
    for record in plan.rejected[:_SHOWN]:
        reason = words(f"import.rejected.{record.reason}")
        where = f"{record.part}: {record.line}" if record.part else str(record.line)
        line = words("cli.import.rejected", line=where, reason=reason, detail=record.detail)
        say("  " + line.rstrip(" :\u00a0"))
    for why, number in (plan.set_aside or {}).items():
        say(words.count(f"import.set_aside.{why}", number))
    if plan.left_count:
        say(words.count("import.left", plan.left_count))
    if plan.back_count:
        say(words.count("import.back", plan.back_count))
    if plan.unread:
        say(words.count("import.unread", plan.unread))
    if plan.last_import is not None:
        say(words("cli.import.last", at=iso(plan.last_import)))
    if plan.edit is not None:
        say(words("cli.import.undo", number=plan.edit))
