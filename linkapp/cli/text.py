"""The answers in words, on standard output, and the progress of a run beside them."""

from __future__ import annotations

from datetime import datetime

from linkapp.cli.output import progress, say
from linkapp.cli.words import CliWords
from linkapp.domain.campaign import Preview, Progress, Report, Result
from linkapp.domain.problems import Reason
from linkapp.domain.quota import Usage
from linkapp.domain.selector_stats import SelectorStat
from linkapp.services.application import Application
from linkapp.services.health import Finding
from linkapp.services.page_check import Surface
from linkapp.services.site_guard import BreakerState


class Progressing:
    """Tells on standard error where a run of a kind stands. ``begun``: it has told something."""

    def __init__(self, words: CliWords, kind: str) -> None:
        self.begun = False
        self._words = words
        self._kind = kind

    def __call__(self, at: Progress) -> None:
        """The run is here now."""
        self.begun = True
        name = at.person.name if at.person else ""
        key = self._words.of_kind(f"cli.at.{at.phase}", self._kind)
        if self._words.has(key):
            progress(self._words(key, name=name, number=at.done + 1, total=at.total))


def say_report(report: Report, words: CliWords) -> None:
    """A run in words, on standard output."""
    for item in report.of(Result.DONE):
        key = words.of_kind("cli.done.late" if item.late_days else "cli.done", report.kind)
        say(words(key, name=item.person.name, late=words.late(item.late_days), proof=item.proof))
        if item.text:
            say(_indented(item.text))
    for state in (Result.SKIPPED, Result.FAILED, Result.UNSURE):
        for item in report.of(state):
            say(words(f"cli.{state}", name=item.person.name, why=words.person(item, report.kind)))
    if any(item.reason is Reason.WISH_NOT_DATED for item in report.items):
        say(words("cli.wish_asked", run=report.run))
    if report.stopped_by:
        say(words("cli.ended_early", why=words.stop(report.stopped_by, report.kind)))
    if report.partial:
        say(_partial_in_words(report.partial, words))
    say(words("cli.run", run=report.run, counts=counts_in_words(report, words)))


def say_preview(seen: Preview, words: CliWords) -> None:
    if seen.stopped:
        say(words("cli.not_read", why=words.stop(seen.stopped)))
        return
    for draft in seen.drafts:
        key = "cli.due" if draft.ticked else "cli.unticked"
        say(words(key, name=draft.person.name, late=words.late(draft.late_days)))
        say(_indented(draft.text))
    for skip in seen.skips:
        say(words("cli.skipped", name=skip.person.name, why=words.person(skip)))
    if not seen.drafts and not seen.skips and not seen.partial:
        say(words("cli.nobody"))
    if seen.partial:
        say(_partial_in_words(seen.partial, words))
    say(words("cli.nothing_sent"))


def counts_in_words(report: Report, words: CliWords) -> str:
    return words(words.of_kind("cli.counts", report.kind), **{state: len(report.of(state)) for state in Result})


def _partial_in_words(partial: str, words: CliWords) -> str:
    code, _, particular = partial.partition(":")
    why = words(f"cli.missing.{code}") if words.has(f"cli.missing.{code}") else partial
    return words("cli.partial", why=why + (f" ({particular.strip()})" if particular else ""))


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.split("\n"))


def refusal_in_words(usage: Usage, app: Application, words: CliWords) -> str:
    """What a claim would be answered, in words; nothing where it would be granted."""
    if usage.refusal is None:
        return ""
    if usage.refusal is Reason.BREAKER_LATCHED:
        return words("cli.refused.latched")
    if usage.refusal is Reason.SHARED_QUOTA:
        return words("cli.refused.shared")
    until = words("cli.opens", time=local_time(usage.opens, app)) if usage.opens else words("cli.never_opens")
    return words("cli.refused", why=words.reason(usage.refusal)) + " " + until


def breaker_in_words(standing: BreakerState, app: Application, words: CliWords) -> str:
    refusal, breaker = standing.refusal, standing.breaker
    if refusal is None:
        return words("cli.breaker.closed")
    if refusal.reason is Reason.BREAKER_LATCHED:
        sign = words.reason(breaker.latched) if isinstance(breaker.latched, Reason) else str(breaker.latched)
        return words("cli.breaker.latched", sign=sign)
    return words("cli.breaker.open", time=local_time(breaker.until, app))


def finding_in_words(finding: Finding, words: CliWords) -> tuple[str, str, str]:
    """State, name and sentence. English has them as they are in the document; other languages have the same codes."""
    if words.language == "en" and finding.known is None and finding.problem is None:
        return finding.state, finding.name, finding.sentence
    name = words(f"health.name.{finding.name}") if words.has(f"health.name.{finding.name}") else finding.name
    facts = {key: _fact(fact, words) for key, fact in finding.facts.items()}
    if finding.known is not None:
        sentence = words.bad(finding.known)
    elif finding.code:
        sentence = words(f"health.is.{finding.code}", **facts)
    elif finding.problem is not None:
        sentence = words.stop(finding.problem)
    else:
        sentence = finding.sentence
    return (finding.state, finding.name, sentence) if words.language == "en" else (finding.state, name, sentence)


def surface_in_words(surface: Surface, words: CliWords) -> str:
    if words.language == "en" and surface.problem is None:
        return surface.sentence
    if surface.problem is not None:
        return words.stop(surface.problem)
    if surface.cards is not None:
        return words.count("health.cards" if surface.state == "ok" else "health.cards.partial", surface.cards)
    return words(f"health.surface.{surface.state}.about")


def stat_in_words(stat: SelectorStat, words: CliWords) -> str:
    """How well a way to recognise something does: successes per try, the last one, and where it comes from."""
    last = f"{stat.last_success:%Y-%m-%d}" if stat.last_success else words("cli.stat.never")
    notes = [words(f"cli.stat.{name}") for name in ("learned", "promoted") if getattr(stat, name)]
    return f"{stat.rate or 0:>4.0%}  {last}" + (f"  ({', '.join(notes)})" if notes else "")


def _fact(fact: object, words: CliWords) -> str:
    if isinstance(fact, datetime):
        return f"{fact:%Y-%m-%d %H:%M}"
    return words.reason(fact) if isinstance(fact, Reason) else str(fact)


def local_time(moment: datetime | None, app: Application) -> str:
    return moment.astimezone(app.clock.zone()).strftime("%Y-%m-%d %H:%M") if moment else ""
