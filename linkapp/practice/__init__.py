"""The practice site: LinkApp's own imitation of the network's pages, for rehearsals, the demo and every test.

It never leaves this computer, shows invented people only, and keeps count of every message it receives.
"""

from linkapp.practice.faults import Faults
from linkapp.practice.site import PracticeSite, ServedSite, served
from linkapp.practice.state import Asked, Received, SiteState, Visit, Withdrawn
from linkapp.practice.world import (
    COMPOSERS,
    LANGUAGES,
    LAYOUTS,
    PRESETS,
    PracticeMessage,
    PracticePerson,
    World,
    awkward_world,
    many_world,
    ordinary_world,
    quiet_world,
)

__all__ = [
    "COMPOSERS",
    "LANGUAGES",
    "LAYOUTS",
    "PRESETS",
    "Asked",
    "Faults",
    "PracticeMessage",
    "PracticePerson",
    "PracticeSite",
    "Received",
    "ServedSite",
    "SiteState",
    "Visit",
    "Withdrawn",
    "World",
    "awkward_world",
    "many_world",
    "ordinary_world",
    "quiet_world",
    "served",
]
