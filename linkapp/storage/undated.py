"""Wishes without a date: the question that a released slot keeps, and the person's answer to it.

The question stands in the ``detail`` of the slot that was given back, the answer "not of this occasion" in its
``proof``; "of this occasion" becomes a row of its own that is ``already``. All functions take ``Execute`` inside a
transaction of the caller.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import timedelta

from linkapp.domain.act import Kind, State, series_of
from linkapp.domain.conversation import Undated
from linkapp.domain.person import Person
from linkapp.domain.problems import Reason
from linkapp.services.ports.ledger import UndatedWish
from linkapp.storage import act_rows, counting, identity
from linkapp.storage.identity import Execute
from linkapp.storage.instants import instant, micros
from linkapp.storage.tables import FREED, STANDING, is_one_of

ASKED_FOR = timedelta(days=30)
"""How long a question is offered: a birthday can be greeted for ten days."""

_FREED = is_one_of(FREED)  # the very words of the index ``acts_freed``
_ASKED = f"state = '{State.RELEASED}' AND detail GLOB '{Reason.WISH_NOT_DATED} *'"


def kept_as(seen: Undated) -> str:
    """What the released slot keeps."""
    return f"{Reason.WISH_NOT_DATED} {seen.mark} {seen.words}"


def _seen(detail: str) -> Undated:
    _, mark, words = detail.split(" ", 2)
    return Undated(words=words, mark=mark)


def asked(execute: Execute) -> Iterator[UndatedWish]:
    """Every question that is open: the newest of a greeting, not answered, and nothing stands for the greeting."""
    since = (counting.last_time(execute) or 0) - micros(ASKED_FOR)
    rows = execute(
        "SELECT max(id), account, person, key, detail, attempted, run, proof FROM acts AS asked"
        f" WHERE {_FREED} AND at > ? AND {_ASKED} AND NOT EXISTS (SELECT 1 FROM acts WHERE account = asked.account"
        " AND person = asked.person AND key = asked.key"
        f" AND {is_one_of(STANDING)}) GROUP BY account, person, key ORDER BY max(id)",
        (since,),
    ).fetchall()
    for _, account, person, key, detail, attempted, run, proof in rows:
        if not proof:
            yield UndatedWish(
                account=account,
                person=act_rows.person_of_row(execute, person),
                key=key,
                seen=_seen(detail),
                at=instant(attempted),
                run=run,
            )


def earlier(execute: Execute, account: str, person: Person, key: str) -> frozenset[str]:
    """The marks that the person said are not of this occasion."""
    return frozenset(
        _seen(detail).mark
        for known in identity.found(execute, person)
        for (detail,) in execute(
            f"SELECT detail FROM acts WHERE person = ? AND account = ? AND key = ? AND {_ASKED} AND proof <> ''",
            (known, account, key),
        ).fetchall()
    )


def answer(execute: Execute, wish: UndatedWish, *, of_this_occasion: bool) -> bool:
    """Write the person's answer; False where just this question is not open (any more), and nothing is changed."""
    rows = [
        row
        for known in identity.found(execute, wish.person)
        for row in execute(
            "SELECT id, person, detail, at, attempted, proof, run, late_days, apart FROM acts WHERE person = ?"
            f" AND account = ? AND key = ? AND {_ASKED} ORDER BY id DESC LIMIT 1",
            (known, wish.account, wish.key),
        ).fetchall()
    ]
    if not rows:
        return False
    _, person, detail, at, attempted, proof, run, late_days, apart = max(rows)
    stands = any(
        row.key == wish.key for row in act_rows.standing_for(execute, wish.account, person, series_of(wish.key))
    )
    if proof or stands or _seen(detail).mark != wish.seen.mark:
        return False
    if of_this_occasion:
        (row,) = execute(
            "INSERT INTO acts (kind, state, at, run, attempt, account, person, key, apart, attempted, late_days)"
            " VALUES (?, 'reserved', ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            (
                Kind.MESSAGE.value,
                at,
                run,
                secrets.token_hex(16),
                wish.account,
                person,
                wish.key,
                apart,
                attempted,
                late_days,
            ),
        ).fetchone()
        execute(f"UPDATE acts SET state = '{State.ALREADY}', proof = 'person' WHERE id = ?", (row,))
    else:
        execute(
            "UPDATE acts SET proof = 'person' WHERE person = ? AND account = ? AND key = ?"
            f" AND {_ASKED} AND detail = ?",
            (person, wish.account, wish.key, detail),
        )
    _write_into_runs(execute, wish, person, of_this_occasion=of_this_occasion)
    return True


def _write_into_runs(execute: Execute, wish: UndatedWish, person: int, *, of_this_occasion: bool) -> None:
    """Every item that asks about these words since they were met first says what the person said of them."""
    said = Reason.WISH_OF_THIS_OCCASION if of_this_occasion else Reason.WISH_OF_ANOTHER_TIME
    first = f"SELECT min(run) FROM acts WHERE person = ? AND account = ? AND key = ? AND {_ASKED} AND detail = ?"
    own = "SELECT key FROM person_keys WHERE person = ?"
    execute(
        f"UPDATE run_items SET reason = ?, proof = 'person' WHERE state = 'skipped'"
        f" AND reason = '{Reason.WISH_NOT_DATED}' AND detail = ? AND run >= ({first})"
        " AND NOT EXISTS (SELECT 1 FROM acts WHERE acts.run = run_items.run AND account <> ?)"
        f" AND ('id:' || member IN ({own}) OR 'in:' || profile IN ({own}))",
        (
            said.value,
            wish.seen.words,
            person,
            wish.account,
            wish.key,
            kept_as(wish.seen),
            wish.account,
            person,
            person,
        ),
    )
