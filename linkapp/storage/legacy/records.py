"""What rows of the predecessor's databases say, in LinkApp's own terms: what a row means, and no more."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Any, TypeAlias

from linkapp.domain.contact_fields import clean
from linkapp.domain.legacy_times import birth_date_of, time_of
from linkapp.domain.profile_address import profile_at
from linkapp.services.ports.legacy import LegacyReason, LegacyRejected
from linkapp.storage.legacy.predecessor import Predecessor

_LONGEST_DETAIL = 80


@dataclass(frozen=True, kw_only=True)
class Origin:
    """The row that something was read from."""

    table: str
    row: int


@dataclass(frozen=True, kw_only=True)
class LegacyContact:
    """A person. ``number``: what other tables call them by; ``key`` as in ``domain/profile_address.py``, or empty.
    ``forbidden``: why they must not be contacted, None where nothing says so; ``last_greeted``: when a message went
    out at the latest, of which the tables need not have more."""

    origin: Origin
    number: int | None
    name: str
    key: str
    fields: dict[str, str | int] = field(default_factory=dict)
    birthday: tuple[int | None, int, int] | None = None
    forbidden: str | None = None
    last_greeted: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class LegacyEvent:
    """Something that happened with a person, who is named by number, key or name; ``at`` None: nobody knows when."""

    origin: Origin
    kind: str
    at: datetime | None
    spelled: str
    number: int | None = None
    key: str = ""
    name: str = ""
    text: str = ""
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Forbidden:
    """Somebody who must not be contacted, by key or by name."""

    origin: Origin
    key: str
    name: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Nothing:
    """A row of which there is nothing to take: a rehearsal, a message that was not sent, an entry taken back."""

    origin: Origin


Taken: TypeAlias = LegacyContact | LegacyEvent | Forbidden | Nothing | LegacyRejected

TABLES_V1 = ("contacts", "scraped_profiles", "birthday_messages", "profile_visits", "blacklist")
TABLES_V2 = ("contacts", "birthday_messages", "interactions")


def records(source: Predecessor, local: tzinfo) -> Iterator[Taken]:
    """Every row of which something may be taken; contacts first."""
    if source.second:
        for row in source.rows("contacts"):
            yield _contact_of_v2(row, local)
        for row in source.rows("birthday_messages"):
            yield _message(row, local)
        for row in source.rows("interactions"):
            yield _interaction(row)
        return
    for row in source.rows("contacts"):
        yield _contact_of_v1(row, local)
    for row in source.rows("scraped_profiles"):
        yield _scraped(row)
    for row in source.rows("birthday_messages"):
        yield _message(row, local)
    for row in source.rows("profile_visits"):
        yield _visit(row, local)
    for row in source.rows("blacklist"):
        yield _blacklisted(row)


def _text(row: dict[str, Any], *names: str, lines: bool = False) -> str:
    for name in names:
        value = row.get(name)
        if value is not None and not isinstance(value, bytes) and (text := clean(str(value), lines=lines)):
            return text
    return ""


def _key(row: dict[str, Any], *names: str) -> str:
    return next((key for name in names if (key := profile_at(_text(row, name)))), "")


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _from(table: str, row: dict[str, Any]) -> Origin:
    number = _number(row.get("id"))
    return Origin(table=table, row=number if number is not None else int(row["rowid"]))


def _rejected(origin: Origin, reason: LegacyReason, detail: str) -> LegacyRejected:
    return LegacyRejected(table=origin.table, row=origin.row, reason=reason, detail=detail[:_LONGEST_DETAIL])


def _contact_of_v1(row: dict[str, Any], local: tzinfo) -> Taken:
    fields: dict[str, str | int] = {"notes": _text(row, "notes", lines=True)}
    return _contact(row, _from("contacts", row), _key(row, "linkedin_url"), fields, row.get("last_message_date"), local)


def _contact_of_v2(row: dict[str, Any], local: tzinfo) -> Taken:
    fields: dict[str, str | int] = {"headline": _text(row, "headline"), "location": _text(row, "location")}
    score = row.get("fit_score")
    if isinstance(score, int | float) and not isinstance(score, bool) and 0 <= score <= 100 and score:
        fields["score"] = round(score)
    key = _key(row, "profile_url")
    return _contact(row, _from("contacts", row), key, fields, row.get("last_birthday_message_at"), local)


def _contact(
    row: dict[str, Any], origin: Origin, key: str, fields: dict[str, str | int], greeted: object, local: tzinfo
) -> Taken:
    name = _text(row, "name")
    if not name and not key:
        return _rejected(origin, LegacyReason.NO_NAME, _text(row, "linkedin_url", "profile_url"))
    return LegacyContact(
        origin=origin,
        number=_number(row.get("id")),
        name=name or key,
        key=key,
        fields={field: value for field, value in fields.items() if value != ""},
        birthday=birth_date_of(row.get("birth_date")),
        forbidden="blacklisted" if _text(row, "status").lower() == "blacklisted" else None,
        last_greeted=time_of(greeted, local),
    )


def _scraped(row: dict[str, Any]) -> Taken:
    origin = _from("scraped_profiles", row)
    key = _key(row, "profile_url", "linkedin_url", "url")
    name = _text(row, "full_name", "name") or " ".join(
        part for part in (_text(row, "first_name"), _text(row, "last_name")) if part
    )
    if not key:
        return _rejected(origin, LegacyReason.NO_ADDRESS, name or _text(row, "profile_url"))
    fields: dict[str, str | int] = {
        "headline": _text(row, "headline"),
        "company": _text(row, "current_company", "company"),
        "position": _text(row, "job_title"),
        "location": _text(row, "location"),
    }
    score = row.get("fit_score")
    if isinstance(score, int | float) and not isinstance(score, bool) and 0 < score <= 100:
        fields["score"] = round(score)
    return LegacyContact(
        origin=origin,
        number=None,
        name=name or key,
        key=key,
        fields={field: value for field, value in fields.items() if value != ""},
    )


def _message(row: dict[str, Any], local: tzinfo) -> LegacyEvent:
    spelled = _text(row, "sent_at")
    late = _number(row.get("days_late"))
    return LegacyEvent(
        origin=_from("birthday_messages", row),
        kind="greeting",
        at=time_of(row.get("sent_at"), local),
        spelled=spelled,
        number=_number(row.get("contact_id")),
        name=_text(row, "contact_name"),
        text=_text(row, "message_text", lines=True),
        detail=f"late {late}" if late else "",
    )


def _visit(row: dict[str, Any], local: tzinfo) -> Taken:
    origin = _from("profile_visits", row)
    if row.get("success") == 0:
        return Nothing(origin=origin)
    key = _key(row, "profile_url")
    if not key:
        return _rejected(origin, LegacyReason.NO_ADDRESS, _text(row, "profile_name", "profile_url"))
    at = time_of(row.get("visited_at"), local)
    name = _text(row, "profile_name")
    return LegacyEvent(origin=origin, kind="visit", at=at, spelled=_text(row, "visited_at"), key=key, name=name)


def _blacklisted(row: dict[str, Any]) -> Taken:
    origin = _from("blacklist", row)
    if row.get("is_active") == 0:
        return Nothing(origin=origin)
    name, key = _text(row, "contact_name", "name"), _key(row, "linkedin_url")
    if not name and not key:
        return _rejected(origin, LegacyReason.NO_ADDRESS, _text(row, "linkedin_url"))
    return Forbidden(origin=origin, key=key, name=name, reason=_text(row, "reason"))


_KINDS = {
    "birthday_sent": "greeting",
    "visit": "visit",
    "profile_visit": "visit",
    "invitation_withdrawn": "withdrawal",
}


def _interaction(row: dict[str, Any]) -> Taken:
    origin = _from("interactions", row)
    kind = _text(row, "type").lower()
    if kind == "quota_used":
        return Nothing(origin=origin)
    if kind not in _KINDS:
        return _rejected(origin, LegacyReason.NOT_UNDERSTOOD, kind)
    payload = _payload(row.get("payload"))
    status = _text(row, "status").lower()
    if payload.get("dry_run") or status == "failed":
        return Nothing(origin=origin)
    return LegacyEvent(
        origin=origin,
        kind=_KINDS[kind],
        at=time_of(row.get("created_at"), UTC),
        spelled=_text(row, "created_at"),
        number=_number(row.get("contact_id")),
        text=_text(payload, "message", "message_text", lines=True) if kind == "birthday_sent" else "",
        detail="unsure" if status == "pending" else "",
    )


def _payload(value: object) -> dict[str, Any]:
    try:
        payload = json.loads(value) if isinstance(value, str) else None
    except ValueError:
        return {}
    return payload if isinstance(payload, dict) else {}
