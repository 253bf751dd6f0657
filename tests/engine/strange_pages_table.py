"""Every strange page, one campaign each, as a table.

python -m tests.engine.strange_pages_table [words of a variant's name]
"""

from __future__ import annotations

import asyncio
import sys

from tests.engine.strange_pages import HEAD, Judged, judged
from tests.engine.strange_site import VARIANTS


async def table(*wanted: str) -> list[Judged]:
    """Print the table row by row; returns the rows."""
    print(HEAD, flush=True)
    rows = []
    for variant in VARIANTS:
        if all(word in variant.name for word in wanted):
            rows.append(await judged(variant))
            print(rows[-1].row(), flush=True)
    return rows


if __name__ == "__main__":
    made = asyncio.run(table(*sys.argv[1:]))
    safe = sum(row.safe for row in made)
    full = sum(row.variant.wants in (None, row.sent) for row in made)
    print(f"{safe} of {len(made)} safe, {full} of {len(made)} as complete as a careful reader must be")
    sys.exit(safe != len(made) or full != len(made))
