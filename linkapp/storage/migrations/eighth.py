"""Version 8: one or two letters of scripts that set no blanks are found by the index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkapp.domain.search_text import begins_anywhere, with_short_parts

if TYPE_CHECKING:
    from alembic.operations import Operations


def step(op: Operations) -> None:
    """From version 7 to version 8."""
    run = op.get_bind().exec_driver_sql
    for row, words in run("SELECT rowid, words FROM people_search").fetchall():
        if begins_anywhere(words):
            run("UPDATE people_search SET words = ? WHERE rowid = ?", (with_short_parts(words), row))
