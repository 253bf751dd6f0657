"""What the footer offers: to how many of the ticked people a message may go out now, and why to no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from linkapp.domain.problems import Reason
from linkapp.domain.quota import Usage
from linkapp.ui.tabs.campaign.model import Due
from linkapp.ui.tabs.campaign.person import text_problem
from linkapp.ui.words import Words

_NOT_FOR_NOW = frozenset(
    {Reason.OUT_OF_HOURS, Reason.BREAKER_OPEN, Reason.BREAKER_LATCHED, Reason.SHARED_QUOTA, Reason.PAUSED}
)
"""While one of these refuses a claim, nobody would be written to."""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """How many of the ticked people would be written to now; ``problem``: why nobody; ``note``: why not everybody."""

    fitting: int
    problem: str = ""
    note: str = ""


def fitting(ticked: Sequence[Due], usage: Usage | None) -> list[Due]:
    """Those of the ticked people, from the top, who would be written to now; all where the caps are not known."""
    if usage is None:
        return list(ticked)
    return [] if usage.refusal in _NOT_FOR_NOW else list(ticked[: min(usage.left, usage.caps.run)])


def offer_of(
    words: Words,
    ticked: Sequence[Due],
    usage: Usage | None,
    *,
    ready: bool,
    held_off: bool,
    somebody: bool,
    break_text: str,
) -> Offer:
    """The offer. ``ready``: the page was read; ``held_off``: somebody else uses the site; ``somebody``: there is
    anybody to tick; ``break_text``: until when the breaker holds."""
    number = len(fitting(ticked, usage))
    broken = next((due for due in ticked if text_problem(due.text)), None)
    problem = note = ""
    if not ready:
        problem = words("footer.not_yet")
    elif held_off:
        problem = words("footer.site_held")
    elif not ticked:
        problem = words("footer.nobody_ticked") if somebody else ""
    elif broken is not None:
        problem = words(f"footer.{text_problem(broken.text)}", name=broken.draft.person.name)
    elif break_text:
        problem = break_text
    elif usage is not None and usage.refusal in _NOT_FOR_NOW:
        problem = words.sentence(usage.refusal)
    elif not number:
        problem = words("footer.no_slot")
    elif number < len(ticked):
        note = words.count("footer.only", number)
    return Offer(fitting=number, problem=problem, note=note)
