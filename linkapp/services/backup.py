"""The automatic backup of a day: made before anything is done on it, and never a reason to do nothing."""

from __future__ import annotations

from dataclasses import dataclass

from linkapp.domain.problems import Problem, Reason
from linkapp.services.ports.backups import Backups, BadBackup, Restores
from linkapp.services.ports.clock import Clock
from linkapp.services.ports.journal import Journal
from linkapp.services.ports.ledger import StoreError
from linkapp.services.today import today_at


@dataclass(frozen=True, kw_only=True)
class Copies:
    """Copies of the database, and what puts one in its place."""

    backups: Backups
    restores: Restores


async def back_up_today(backups: Backups, clock: Clock, journal: Journal) -> Problem | None:
    """Make the copy of today where there is none yet; why there is none, where it could not be made (noted, too)."""
    try:
        made = await backups.daily(today_at(clock.now(), clock))
    except StoreError as error:
        problem = error.problem
    except BadBackup as error:
        problem = Problem(reason=Reason.NO_BACKUP, detail=str(error))
    else:
        if made is not None:
            journal.note("backup made", size=made.size)
        return None
    journal.note("backup failed", reason=problem.reason, detail=problem.detail)
    return problem
