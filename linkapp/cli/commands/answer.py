"""``linkapp answer RUN PERSON yes|no``: the person looked, and says whether an uncertain greeting went out, or whether
a wish without a date in the conversation is of this occasion."""

from __future__ import annotations

from collections.abc import Sequence

from linkapp.cli.exits import Exit
from linkapp.cli.output import print_json, say
from linkapp.cli.parser import Options
from linkapp.cli.usage import UsageProblem, no_run
from linkapp.domain.campaign import Item, Report, Result
from linkapp.domain.name_text import folded
from linkapp.domain.person import profile_of
from linkapp.domain.problems import Reason
from linkapp.services.answers import Question
from linkapp.services.application import Application


async def answer(app: Application, options: Options) -> int:
    """Take one answer. Raises ``UsageProblem`` where it is not certain what is meant."""
    assert app.answers is not None
    assert options.run_id is not None
    report = await app.runs.report(options.run_id)
    if report is None:
        raise no_run(options.run_id)
    item = _meant(report, options.person)
    question = _question(await app.answers.questions(), report, item)
    if not await app.answers.answer(question, yes=options.yes):
        raise _not_open(report, item)
    state = Result.SKIPPED if question.wish else Result.DONE if options.yes else Result.FAILED
    if options.as_json:
        print_json(
            {
                "run": report.run,
                "name": item.person.name,
                "recipient": item.person.member,
                "profile": item.person.profile,
                "answer": "yes" if options.yes else "no",
                "state": _IN_DOCUMENTS.get(state, state.value),
            }
        )
    else:
        key = f"cli.answer{'.wish' if question.wish else ''}.{'yes' if options.yes else 'no'}"
        say(options.words(key, name=item.person.name))
    return Exit.DONE


def _question(questions: Sequence[Question], report: Report, item: Item) -> Question:
    """The one open question that the run asks of this person: that of its own account where it can be told."""
    asked = [question for question in questions if question.is_asked_by(report.run, item)]
    asked = [question for question in asked if question.run == report.run] or asked
    if not asked:
        raise _not_open(report, item)
    if len({question.account for question in asked}) > 1:
        runs = ", ".join(f"{run}" for run in sorted({question.run for question in asked}))
        sentence = f"{item.person.name} is asked about by more than one account; answer in one of runs {runs}."
        raise UsageProblem(sentence, "several_accounts", name=item.person.name, runs=runs)
    return asked[0]


def _not_open(report: Report, item: Item) -> UsageProblem:
    sentence = f"Nothing is open for {item.person.name} any more; `linkapp runs {report.run}` says why."
    return UsageProblem(sentence, "nothing_open", name=item.person.name, run=report.run)


def _asks(item: Item) -> bool:
    return item.state is Result.UNSURE or (item.state is Result.SKIPPED and item.reason is Reason.WISH_NOT_DATED)


def _meant(report: Report, person: str) -> Item:
    """The one item that asks, and that a name, a profile address or key, or a member id names."""
    unsure = [item for item in report.items if _asks(item)]
    if not unsure:
        raise UsageProblem(f"Nothing is unsure in run {report.run}.", "nothing_unsure", run=report.run)
    items = _by_key(unsure, person.strip()) or [
        item for item in unsure if _plain(item.person.name) == _plain(person) and _plain(person)
    ]
    people = {item.person.key or item.person.name: item for item in items}
    if not people:
        names = ", ".join(dict.fromkeys(item.person.name for item in unsure))
        sentence = f"Nobody unsure in run {report.run} is called {person}; unsure are: {names}."
        raise UsageProblem(sentence, "nobody_unsure", run=report.run, person=person, names=names)
    if len(people) > 1:
        keys = ", ".join(item.person.profile or item.person.member or "?" for item in people.values())
        sentence = f"More than one person in run {report.run} is called {person}; give one of: {keys}."
        raise UsageProblem(sentence, "several_unsure", run=report.run, person=person, keys=keys)
    return next(iter(people.values()))


def _by_key(unsure: Sequence[Item], person: str) -> list[Item]:
    profile = profile_of(person) or person.lower()
    return [item for item in unsure if person and (item.person.member == person or item.person.profile == profile)]


def _plain(name: str) -> str:
    return " ".join(folded(word) for word in name.split())


_IN_DOCUMENTS = {Result.DONE: "greeted"}
"""What is done for a person is called by its kind in documents; only greetings are asked about."""
