"""Template sets, and the text that is chosen for somebody."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from linkapp.domain.act import State
from linkapp.domain.message import Template, Use, choose
from linkapp.domain.same_text import as_typed
from linkapp.services.ports.ledger import PastMessage


@dataclass(frozen=True, kw_only=True)
class Texts:
    """Template sets by language: on time and late."""

    on_time: Mapping[str, Sequence[Template]]
    late: Mapping[str, Sequence[Template]]
    spoilt: frozenset[str] = frozenset()
    """Languages whose own texts cannot be used: no other words are put in their place."""

    def of(self, language: str, late_days: int) -> Sequence[Template]:
        """The set for a language (English where there is none)."""
        sets = self.late if late_days > 0 else self.on_time
        return sets.get(self._spoken(language), ())

    def are_spoilt(self, language: str) -> bool:
        """Whether there are no texts for a language because the person's own cannot be used."""
        return self._spoken(language) in self.spoilt

    def _spoken(self, language: str) -> str:
        return language if self.on_time.get(language) or language in self.spoilt else "en"


def text_for(
    templates: Sequence[Template],
    name: str | None,
    key: str,
    on: date,
    past: Sequence[PastMessage],
    *,
    now: datetime,
    same_text_days: int,
    not_these: Sequence[str] = (),
) -> tuple[str, str] | None:
    """A text and its template for the person with this key: the least recently used one, none that they had lately."""
    chosen = choose(
        templates,
        {"first_name": name},
        [
            Use(text=greeting.text, template=greeting.template, at=greeting.at)
            for greeting in past
            if greeting.state not in _NOT_SAID
        ],
        now,
        same_text_days=same_text_days,
        seed=int.from_bytes(hashlib.sha256(f"{key}:{on.year}".encode()).digest()[:4]),
        not_these=not_these,
    )
    return (as_typed(chosen[0]), chosen[1]) if chosen else None


_NOT_SAID = frozenset({State.RELEASED, State.UNSENT, State.ALREADY, State.RESERVED})
"""States of an earlier greeting in which its text was certainly not said to the person."""
