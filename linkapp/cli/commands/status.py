"""``linkapp status``, and ``linkapp resume``: the person has looked at what the site showed."""

from __future__ import annotations

from typing import Any

from linkapp.cli.documents import breaker_document, iso, usage_document
from linkapp.cli.exits import Exit
from linkapp.cli.output import print_json, say
from linkapp.cli.parser import Options
from linkapp.cli.text import breaker_in_words, local_time, refusal_in_words
from linkapp.services.application import Application
from linkapp.services.planner import PlanState


async def status(app: Application, options: Options) -> int:
    """``status``: what a claim would be answered now."""
    usage = await app.greetings.usage()
    open_questions = await app.open_questions() if app.open_questions is not None else []
    assert app.guard is not None
    standing = await app.guard.standing()
    wishes = (
        [question for question in await app.answers.questions() if question.wish is not None] if app.answers else []
    )
    state = await app.planner.state() if app.planner is not None else None
    document = {
        "messages": usage_document(usage) if usage else None,
        "breaker": breaker_document(standing),
        "open_questions": open_questions,
        "wishes_not_dated": [{"run": wish.run, "name": wish.person.name, "wish": wish.text} for wish in wishes],
        "next_run": next_document(state),
        "data_folder": app.data_folder,
    }
    if options.as_json:
        print_json(document)
        return Exit.DONE
    words = options.words
    if usage:
        caps, today = usage.caps, max(usage.date, usage.day)
        say(words("cli.messages", today=today, day=caps.day, used=usage.week, week=caps.week))
        say(" ".join(filter(None, (words("cli.left", left=usage.left), refusal_in_words(usage, app, words)))))
    for name in open_questions:
        say(words("cli.open", name=name))
    for wish in wishes:
        say(words("cli.open.wish", name=wish.person.name, run=wish.run))
    if usage and usage.share < 1:
        whole = local_time(usage.whole_at, app)[:10]  # what the site's limit signs left of the caps
        say(words("cli.slowed", share=round(100 * usage.share), whole=whole))
    say(words("cli.breaker", how=breaker_in_words(standing, app, words)))
    coming = state.next if state is not None else None
    if coming is None:
        say(words("cli.next_run"))
    else:
        kind = words(f"kind.{coming.schedule.kind}")
        say(words("cli.next_run.at", kind=kind, time=local_time(coming.until, app)))
    say(words("cli.folder", folder=app.data_folder))
    return Exit.DONE


def next_document(state: PlanState | None) -> dict[str, Any] | None:
    """The scheduled run that comes next; None where nothing is planned."""
    coming = state.next if state is not None else None
    if coming is None:
        return None
    return {
        "schedule": coming.schedule.id,
        "kind": coming.schedule.kind,
        "at": iso(coming.until),
        "sends": coming.schedule.sends,
        "waits_for": coming.reason,
    }


async def resume(app: Application, options: Options) -> int:
    """``resume``: the person has looked at what the site showed. Asks nothing of the site."""
    assert app.guard is not None
    waited = await app.guard.looked()
    standing = await app.guard.standing()
    if options.as_json:
        print_json({"cleared": waited, "breaker": breaker_document(standing)})
        return Exit.DONE
    words = options.words
    say(words("cli.looked" if waited else "cli.not_waited"))
    say(words("cli.breaker", how=breaker_in_words(standing, app, words)))
    return Exit.DONE
