"""The answers as JSON documents (product.md): the same in every language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from linkapp.domain.campaign import Item, Preview, Report, Result
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem
from linkapp.domain.quota import Usage
from linkapp.domain.selector_stats import SelectorStat
from linkapp.services.health import Finding
from linkapp.services.page_check import Surface
from linkapp.services.site_guard import BreakerState


def report_document(report: Report, site: str) -> dict[str, Any]:
    """A run as the JSON document of product.md."""
    done, as_done = _DONE.get(report.kind, ("greeted", _greeted))
    return {
        "run": report.run,
        "kind": report.kind,
        "outcome": report.outcome,
        "started": iso(report.started),
        "finished": iso(report.finished),
        done: [as_done(item, site) for item in report.of(Result.DONE)],
        "skipped": [_with_reason(item, site) for item in report.of(Result.SKIPPED)],
        "failed": [_with_reason(item, site) for item in report.of(Result.FAILED)],
        "unsure": [_with_reason(item, site) | {"text": item.text} for item in report.of(Result.UNSURE)],
        "partial": report.partial or None,
        "stopped_by": problem_document(report.stopped_by),
    }


def preview_document(seen: Preview, site: str) -> dict[str, Any]:
    """A preview as a JSON document: ``due`` with the exact texts, ``skipped`` with the reasons."""
    return {
        "kind": f"{seen.occasion}s",
        "today": seen.today.isoformat(),
        "due": [
            {
                "name": draft.person.name,
                "profile": profile_address(draft.person.profile or draft.person.member, site),
                "recipient": draft.person.member,
                "text": draft.text,
                "late_days": draft.late_days,
                "on": draft.on.isoformat(),
                "ticked": draft.ticked,
                "on_profile": draft.on_profile,
            }
            for draft in seen.drafts
        ],
        "skipped": [
            {
                "name": skip.person.name,
                "profile": profile_address(skip.person.profile or skip.person.member, site),
                "reason": skip.reason,
                "detail": skip.detail,
            }
            for skip in seen.skips
        ],
        "partial": seen.partial or None,
        "messages": usage_document(seen.usage) if seen.usage else None,
        "stopped_by": problem_document(seen.stopped),
    }


def usage_document(usage: Usage) -> dict[str, Any]:
    return {
        "today": usage.date,
        "last_24_hours": usage.day,
        "last_7_days": usage.week,
        "cap_day": usage.caps.day,
        "cap_week": usage.caps.week,
        "cap_run": usage.caps.run,
        "left": usage.left,
        "refused": usage.refusal,
        "opens": iso(usage.opens),
        "share": round(usage.share, 3),
        "whole_again": iso(usage.whole_at),
    }


def breaker_document(standing: BreakerState) -> dict[str, Any]:
    breaker, refusal = standing.breaker, standing.refusal
    waits_for_time = breaker.until is not None and breaker.until > standing.now
    return {
        "open": refusal is not None,
        "failures": breaker.failures,
        "trips": breaker.trips,
        "until": iso(breaker.until) if waits_for_time else None,
        "waits_for_you": breaker.latched,
        "since": iso(breaker.latched_at),
    }


def finding_document(finding: Finding) -> dict[str, Any]:
    return {"name": finding.name, "state": finding.state, "sentence": finding.sentence}


def surface_document(surface: Surface) -> dict[str, Any]:
    return {
        "name": surface.name,
        "state": surface.state,
        "sentence": surface.sentence,
        "cards": surface.cards,
        "understood": surface.understood,
        "screen": surface.screen,
        "language": surface.language,
        "outline": surface.outline_path or None,
    }


def stat_document(stat: SelectorStat) -> dict[str, object]:
    return {
        "key": stat.key,
        "form": stat.form,
        "place": stat.place,
        "rate": None if stat.rate is None else round(stat.rate, 3),
        "tries": round(stat.tries, 1),
        "last_success": iso(stat.last_success),
        "learned": stat.learned,
        "promoted": stat.promoted,
    }


def _greeted(item: Item, site: str) -> dict[str, Any]:
    return {
        "name": item.person.name,
        "profile": profile_address(item.person.profile or item.person.member, site),
        "recipient": item.person.member,
        "text": item.text,
        "late_days": item.late_days,
        "proof": item.proof,
    }


def _visited(item: Item, site: str) -> dict[str, Any]:
    return {
        "name": item.person.name,
        "profile": profile_address(item.person.profile or item.person.member, site),
        "recipient": item.person.member,
        "proof": item.proof,
    }


_DONE: dict[str, tuple[str, Callable[[Item, str], dict[str, Any]]]] = {"visits": ("visited", _visited)}
"""By kind of run: what those are called for whom it was done, and how each is told; greetings unless said here."""


def _with_reason(item: Item, site: str) -> dict[str, Any]:
    return {
        "name": item.person.name,
        "profile": profile_address(item.person.profile or item.person.member, site),
        "reason": item.reason,
        "detail": item.detail,
    }


def person_document(person: Person, site: str) -> dict[str, Any]:
    """Who it is about."""
    return {
        "name": person.name,
        "profile": profile_address(person.profile or person.member, site),
        "recipient": person.member,
    }


def profile_address(key: str | None, site: str) -> str | None:
    return f"{site}/in/{quote(key)}/" if key else None


def problem_document(problem: Problem | None) -> dict[str, str] | None:
    return {"reason": problem.reason, "detail": problem.detail} if problem else None


def iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else None
