"""``linkapp answer RUN PERSON yes|no``: the person looked, and says whether an uncertain greeting went out."""

from __future__ import annotations

from collections.abc import Sequence

from linkapp.cli import Exit, Options, UsageProblem, no_run
from linkapp.cli_output import print_json, say
from linkapp.domain.campaign import Item, Report
from linkapp.domain.moment import Occasion
from linkapp.domain.name import folded
from linkapp.domain.person import profile_of
from linkapp.services.desk import Desk


async def answer(desk: Desk, options: Options) -> int:
    """Take one answer. Raises ``UsageProblem`` where it is not certain which greeting is meant."""
    assert desk.answers is not None
    assert options.run_id is not None
    report = await desk.runs.report(options.run_id)
    if report is None:
        raise no_run(options.run_id)
    item = _meant(report, options.person)
    occasion = _occasion(report)
    if not await desk.answers.answer(item.person, occasion, went_out=options.yes):
        told = f"Nothing is open for {item.person.name} any more; `linkapp runs {report.run}` says why."
        raise UsageProblem(told, "nothing_open", name=item.person.name, run=report.run)
    word = "yes" if options.yes else "no"
    if options.as_json:
        print_json(
            {
                "run": report.run,
                "name": item.person.name,
                "recipient": item.person.member,
                "profile": item.person.profile,
                "answer": word,
                "state": "greeted" if options.yes else "failed",
            }
        )
    elif options.yes:
        say(options.words("cli.answer.yes", name=item.person.name))
    else:
        say(options.words("cli.answer.no", name=item.person.name))
    return Exit.DONE


def _meant(report: Report, person: str) -> Item:
    """The one unsure item that a name, a profile address or key, or a member id names."""
    unsure = report.of("unsure")
    if not unsure:
        raise UsageProblem(f"Nothing is unsure in run {report.run}.", "nothing_unsure", run=report.run)
    found = _by_key(unsure, person.strip()) or [
        item for item in unsure if _plain(item.person.name) == _plain(person) and _plain(person)
    ]
    people = {item.person.key or item.person.name: item for item in found}
    if not people:
        names = ", ".join(dict.fromkeys(item.person.name for item in unsure))
        told = f"Nobody unsure in run {report.run} is called {person}; unsure are: {names}."
        raise UsageProblem(told, "nobody_unsure", run=report.run, person=person, names=names)
    if len(people) > 1:
        keys = ", ".join(item.person.profile or item.person.member or "?" for item in people.values())
        told = f"More than one person in run {report.run} is called {person}; give one of: {keys}."
        raise UsageProblem(told, "several_unsure", run=report.run, person=person, keys=keys)
    return next(iter(people.values()))


def _by_key(unsure: Sequence[Item], person: str) -> list[Item]:
    profile = profile_of(person) or person.lower()
    return [item for item in unsure if person and (item.person.member == person or item.person.profile == profile)]


def _plain(name: str) -> str:
    return " ".join(folded(word) for word in name.split())


def _occasion(report: Report) -> Occasion:
    return next((one for one in Occasion if report.kind == f"{one}s"), Occasion.BIRTHDAY)
