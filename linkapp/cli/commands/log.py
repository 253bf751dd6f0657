"""``linkapp log [--since DATE]``: what was done and left undone, person by person and date by date, newest first."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from linkapp.cli.documents import iso, person_document
from linkapp.cli.exits import Exit
from linkapp.cli.output import print_json, say
from linkapp.cli.parser import Options
from linkapp.cli.text import local_time
from linkapp.cli.usage import UsageProblem
from linkapp.domain.campaign import Item, Result
from linkapp.domain.schedule import Occurrence, Schedule
from linkapp.services.application import Application

PAGE = 500
"""How many outcomes are asked for at a time."""


async def log(app: Application, options: Options) -> int:
    """``log [--since DATE]``. Raises ``UsageProblem`` for what is no date."""
    since = _since(app, options.since)
    lines = await _lines(app, since)
    occurrences, schedules = await _occurrences(app, since)
    if options.as_json:
        site = options.config.site
        print_json(
            {
                "log": [_line_document(run, kind, item, site) for run, kind, item in lines],
                "scheduled": [_occurrence_document(row, schedules) for row in occurrences],
            }
        )
        return Exit.DONE
    words = options.words
    entries = [(item.at, _in_words(kind, item, app, options)) for _, kind, item in lines]
    entries += [(row.settled or row.decided, _scheduled(row, schedules, app, options)) for row in occurrences]
    for _, line in sorted(entries, key=lambda entry: entry[0] or datetime.min.replace(tzinfo=UTC), reverse=True):
        say(line)
    if not entries:
        say(words("cli.no_runs"))
    return Exit.DONE


def _since(app: Application, text: str) -> datetime | None:
    if not text:
        return None
    try:
        on = date.fromisoformat(text.strip())
    except ValueError as error:
        raise UsageProblem(f"{text} is no date; write it as 2026-07-10.", "date", date=text) from error
    return datetime.combine(on, time.min, tzinfo=app.clock.zone()).astimezone(UTC)


async def _lines(app: Application, since: datetime | None) -> list[tuple[int, str, Item]]:
    lines: list[tuple[int, str, Item]] = []
    while True:
        page = await app.runs.timeline(limit=PAGE, offset=len(lines))
        lines += page
        oldest = page[-1][2].at if page else None
        if len(page) < PAGE or (since is not None and oldest is not None and oldest < since):
            return [line for line in lines if since is None or (line[2].at is not None and line[2].at >= since)]


async def _occurrences(app: Application, since: datetime | None) -> tuple[list[Occurrence], dict[int, Schedule]]:
    if app.planner is None:
        return [], {}
    state = await app.planner.state()
    rows = [row for row in await app.planner.latest(PAGE) if since is None or (row.settled or row.decided) >= since]
    return rows, {schedule.id: schedule for schedule in state.schedules}


def _line_document(run: int, kind: str, item: Item, site: str) -> dict[str, Any]:
    return {
        "at": iso(item.at),
        "run": run,
        "kind": kind,
        **person_document(item.person, site),
        "state": item.state,
        "reason": item.reason,
        "detail": item.detail,
        "text": item.text,
        "proof": item.proof,
    }


def _occurrence_document(row: Occurrence, schedules: dict[int, Schedule]) -> dict[str, Any]:
    schedule = schedules.get(row.schedule)
    return {
        "schedule": row.schedule,
        "kind": schedule.kind if schedule is not None else None,
        "date": row.on.isoformat(),
        "state": row.shown,
        "reason": row.reason,
        "detail": row.detail,
        "run": row.run,
        "at": iso(row.settled or row.decided),
    }


def _in_words(kind: str, item: Item, app: Application, options: Options) -> str:
    words, name = options.words, item.person.name
    if item.state is Result.DONE:
        key = words.of_kind("cli.done.late" if item.late_days else "cli.done", kind)
        line = words(key, name=name, late=words.late(item.late_days), proof=item.proof)
    else:
        why = words.reason(item.reason, item.detail) if item.reason is not None else item.detail
        line = words(f"cli.{item.state}", name=name, why=why)
    return f"{local_time(item.at, app)}  {line}"


def _scheduled(row: Occurrence, schedules: dict[int, Schedule], app: Application, options: Options) -> str:
    words = options.words
    schedule = schedules.get(row.schedule)
    kind = words(f"kind.{schedule.kind}") if schedule is not None else f"{row.schedule}"
    why = words.reason(row.reason) if row.reason is not None else ""
    line = words(f"cli.scheduled.{row.shown}", kind=kind, date=row.on.isoformat())
    return f"{local_time(row.settled or row.decided, app)}  {line}" + (f": {why}" if why else "")
