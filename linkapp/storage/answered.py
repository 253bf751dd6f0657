"""The person's answer to "Did this go out?", written into the runs that asked: in the transaction that settles it."""

from __future__ import annotations

from linkapp.domain.campaign import Result, RunOutcome
from linkapp.domain.problems import Reason
from linkapp.storage.identity import Execute

_OURS = (
    "state = 'unsure' AND (run = (SELECT run FROM acts WHERE id = ?) OR text = (SELECT text FROM acts WHERE id = ?))"
    " AND ('id:' || member IN (SELECT key FROM person_keys WHERE person = (SELECT person FROM acts WHERE id = ?))"
    " OR 'in:' || profile IN (SELECT key FROM person_keys WHERE person = (SELECT person FROM acts WHERE id = ?)))"
    # A run is of one account: one in which another account did something asks about that one's greeting.
    " AND NOT EXISTS (SELECT 1 FROM acts AS other WHERE other.run = run_items.run"
    " AND other.account <> (SELECT account FROM acts WHERE id = ?))"
)


def write_answer(execute: Execute, act: int, *, went_out: bool) -> None:
    """Every uncertain item of this act becomes what the person says, in the run of the act and in those that asked
    again later. A run of which nothing is open or failed any more is done."""
    those = (act,) * 5
    runs = [run for (run,) in execute(f"SELECT DISTINCT run FROM run_items WHERE {_OURS}", those).fetchall()]
    values = (
        (Result.DONE.value, "person", None) if went_out else (Result.FAILED.value, "", Reason.ANSWERED_NOT_SENT.value)
    )
    execute(f"UPDATE run_items SET state = ?, proof = ?, reason = ?, detail = '' WHERE {_OURS}", (*values, *those))
    for run in runs:
        execute(
            f"UPDATE runs SET outcome = '{RunOutcome.DONE}' WHERE id = ? AND outcome = '{RunOutcome.FAILURES}'"
            " AND stop_reason IS NULL AND partial = ''"
            " AND NOT EXISTS (SELECT 1 FROM run_items WHERE run = ? AND state IN ('failed', 'unsure'))",
            (run, run),
        )
