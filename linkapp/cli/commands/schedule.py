"""``linkapp schedule list | add | remove | pause | resume``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

from linkapp.cli.documents import iso
from linkapp.cli.exits import Exit
from linkapp.cli.output import print_json, say
from linkapp.cli.parser import EXAMPLE_TIME, Options
from linkapp.cli.text import local_time
from linkapp.cli.usage import UsageProblem, no_schedule
from linkapp.domain.hours import days_named, days_text
from linkapp.domain.schedule import MOST_SPREAD, Schedule, WaitUntil
from linkapp.services.application import Application, Planning
from linkapp.services.planner import PlanState


async def schedule(app: Application, options: Options) -> int:
    """``schedule …``. Raises ``UsageProblem``."""
    planner = app.planner
    assert planner is not None
    await _DEEDS[options.deed](app, planner, options)
    return Exit.DONE


def schedule_document(state: PlanState, schedule: Schedule) -> dict[str, Any]:
    """A schedule as it is listed."""
    wait = _wait_of(state, schedule)
    return {
        "id": schedule.id,
        "kind": schedule.kind,
        "at": f"{schedule.at:%H:%M}",
        "days": days_text(schedule.days),
        "spread_minutes": schedule.spread // timedelta(minutes=1),
        "sends": schedule.sends,
        "next": iso(wait.until) if wait is not None and wait.on is not None else None,
        "waits_for": wait.reason if wait is not None else None,
        "failures": schedule.failures,
    }


def plan_document(state: PlanState) -> dict[str, Any]:
    """All schedules, and the pause."""
    return {
        "schedules": [schedule_document(state, schedule) for schedule in state.schedules],
        "paused": state.paused is not None,
        "paused_until": iso(state.paused.until) if state.paused is not None else None,
    }


async def _list(app: Application, planner: Planning, options: Options) -> None:
    _tell(await planner.state(), app, options)


async def _add(_app: Application, planner: Planning, options: Options) -> None:
    try:
        at = datetime.strptime(options.at.strip(), "%H:%M").time()  # noqa: DTZ007 - a time of day has no zone
    except ValueError as error:
        raise UsageProblem(f"{options.at} is no time of day.", "schedule_time", time=options.at) from error
    try:
        days = days_named(options.days)
    except ValueError as error:
        raise UsageProblem(f"{options.days} names no days.", "schedule_days", days=options.days) from error
    most = MOST_SPREAD // timedelta(minutes=1)
    if not 0 <= options.spread <= most:
        raise UsageProblem(f"The spread is 0 to {most} minutes.", "schedule_spread", most=most)
    spread = timedelta(minutes=options.spread)
    added = await planner.add(options.kind, at, days=days, spread=spread, sends=options.send)
    if options.as_json:
        print_json({"schedule": schedule_document(await planner.state(), added)})
        return
    words = options.words
    say(words("cli.schedule.added", id=added.id))
    say(words("cli.schedule.sends" if added.sends else "cli.schedule.prepares"))
    say(words("cli.schedule.background"))


async def _remove(_app: Application, planner: Planning, options: Options) -> None:
    assert options.run_id is not None
    if not await planner.remove(options.run_id):
        raise no_schedule(options.run_id)
    if options.as_json:
        print_json({"removed": options.run_id})
    else:
        say(options.words("cli.schedule.removed", id=options.run_id))


async def _pause(app: Application, planner: Planning, options: Options) -> None:
    until = _until(app, options.until) if options.until else None
    await planner.pause(until)
    _tell_pause(await planner.state(), app, options)


async def _resume(app: Application, planner: Planning, options: Options) -> None:
    await planner.resume()
    _tell_pause(await planner.state(), app, options)


_DEEDS: dict[str, Callable[[Application, Planning, Options], Awaitable[None]]] = {
    "list": _list,
    "add": _add,
    "remove": _remove,
    "pause": _pause,
    "resume": _resume,
}


def _until(app: Application, text: str) -> datetime:
    """A time of day still to come, or a date and time in the person's own zone (or with one of its own)."""
    zone, now = app.clock.zone(), app.clock.now()
    try:
        if len(text.strip()) <= len("HH:MM:SS"):
            at = time.fromisoformat(text.strip())
            local = datetime.combine(now.astimezone(zone).date(), at, tzinfo=zone)
            until = local if local > now else local + timedelta(days=1)
        else:
            moment = datetime.fromisoformat(text.strip())
            until = moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
        until = until.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        sentence = f"{text} is no time; write it as {EXAMPLE_TIME}."
        raise UsageProblem(sentence, "time", time=text, example=EXAMPLE_TIME) from error
    if until <= now:
        raise UsageProblem(f"{text} is over already.", "time_over", time=text)
    return until


def _tell(state: PlanState, app: Application, options: Options) -> None:
    if options.as_json:
        print_json(plan_document(state))
        return
    words = options.words
    if not state.schedules:
        say(words("cli.schedule.none"))
    for schedule in state.schedules:
        wait = _wait_of(state, schedule)
        facts = {
            "id": schedule.id,
            "kind": words(f"kind.{schedule.kind}"),
            "at": f"{schedule.at:%H:%M}",
            "days": words.days(schedule.days),
            "does": words("cli.schedule.does.sends" if schedule.sends else "cli.schedule.does.prepares"),
        }
        upcoming = local_time(wait.until, app) if wait is not None and wait.on is not None else words("cli.stat.never")
        say(words("cli.schedule.line", **facts, next=upcoming))
        if wait is not None and wait.reason is not None:
            say("    " + words.reason(wait.reason))
    if state.paused is not None:
        _tell_pause(state, app, options)


def _tell_pause(state: PlanState, app: Application, options: Options) -> None:
    paused = state.paused
    if options.as_json:
        print_json({"paused": paused is not None, "paused_until": iso(paused.until) if paused is not None else None})
    elif paused is None:
        say(options.words("cli.schedule.resumed"))
    elif paused.until is None:
        say(options.words("cli.schedule.paused"))
    else:
        say(options.words("cli.schedule.paused_until", time=local_time(paused.until, app)))


def _wait_of(state: PlanState, schedule: Schedule) -> WaitUntil | None:
    return next((wait for wait in state.waits if wait.schedule.id == schedule.id), None)
