"""What a person can set, with its defaults and bounds. Stored by ``system/settings_file.py``; unknown keys are kept."""

from __future__ import annotations

from datetime import time
from typing import Annotated

import msgspec
from msgspec import Meta

from linkapp.domain.act import Kind
from linkapp.domain.quota import DEFAULTS, HARD, Caps, bounded

_Messages = Annotated[int, Meta(ge=0, le=HARD[Kind.MESSAGE].day)]
_MessagesWeek = Annotated[int, Meta(ge=0, le=HARD[Kind.MESSAGE].week)]


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=False):
    """All settings of one data folder. One immutable value per run: a change is seen by the next run."""

    language: str = ""
    theme: str = "system"
    time_zone: str = ""
    messages_a_day: _Messages = DEFAULTS[Kind.MESSAGE].day
    messages_a_week: _MessagesWeek = DEFAULTS[Kind.MESSAGE].week
    messages_a_run: _Messages = DEFAULTS[Kind.MESSAGE].run
    gap_shortest_s: Annotated[float, Meta(ge=90)] = 90.0
    gap_longest_s: Annotated[float, Meta(ge=90, le=3600)] = 180.0
    hours_from: time = time(9, 0)
    hours_to: time = time(18, 30)
    weekend_half: bool = True
    late_days: Annotated[int, Meta(ge=0, le=10)] = 3
    talked_days: Annotated[int, Meta(ge=0, le=365)] = 7
    same_text_days: Annotated[int, Meta(ge=0, le=3650)] = 730
    leap_day_in_march: bool = False
    notify_summary: bool = True
    notify_needs_you: bool = True
    notify_phone: bool = False
    in_background: bool | None = None
    """Whether closing the window leaves LinkApp running; None: nobody has been asked yet."""
    message_language: str = ""
    browser: str = ""
    redis: str = ""
    backup_folder: str = ""
    first_run_done: bool = False

    def __post_init__(self) -> None:
        for name in ("hours_from", "hours_to"):
            if getattr(self, name).tzinfo is not None:
                raise ValueError(f"{name} is a time of day in your own time zone, without a zone: 09:00")
        for name in ("language", "theme", "time_zone", "message_language", "browser", "redis", "backup_folder"):
            if not getattr(self, name).isprintable():
                raise ValueError(f"{name} holds a sign that cannot be printed")

    def caps(self, kind: Kind) -> Caps:
        """The caps for a kind of act, within the hard limits."""
        return self.message_caps if kind is Kind.MESSAGE else DEFAULTS[kind]

    @property
    def message_caps(self) -> Caps:
        """The caps for messages, within the hard limits."""
        return bounded(Kind.MESSAGE, Caps(day=self.messages_a_day, week=self.messages_a_week, run=self.messages_a_run))
