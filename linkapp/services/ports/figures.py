"""What was done, to be read and counted. Nothing is changed by it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from linkapp.domain.figures import DoneAct, OutcomeCount


class Figures(Protocol):
    """Looks into the acts and the runs, each answered by one query."""

    async def acts_since(self, begins: datetime) -> Sequence[DoneAct]:
        """Every act that was announced to the site since then, oldest first: proven, or uncertain."""

    async def outcomes_since(self, begins: datetime) -> Sequence[OutcomeCount]:
        """Outcomes of runs since then, counted; rehearsals are not among them."""
