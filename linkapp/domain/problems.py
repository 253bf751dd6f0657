"""Why something was not done: every reason LinkApp can give, as one closed list.

A reason is a code; the sentence for it is found by its code in ``resources/i18n`` (window) and ``cli.py``
(English on the command line). Domain code never holds sentences for people.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from linkapp.domain.redaction import redacted


class Reason(StrEnum):
    """Every reason for a skip, a failure, an uncertainty or a stop."""

    # about the person: skips
    ALREADY_GREETED = "already_greeted"
    GREETED_ON_SITE = "greeted_on_site"
    WISH_NOT_DATED = "wish_not_dated"
    DO_NOT_CONTACT = "do_not_contact"
    AWAITING_REPLY = "awaiting_reply"
    TALKED_RECENTLY = "talked_recently"
    OPTED_OUT = "opted_out"
    MOURNING = "mourning"
    NOT_CONNECTED = "not_connected"
    NAME_NOT_UNDERSTOOD = "name_not_understood"
    DATE_NOT_UNDERSTOOD = "date_not_understood"
    OCCASION_NOT_UNDERSTOOD = "occasion_not_understood"
    PERSON_NOT_IDENTIFIED = "person_not_identified"
    UPCOMING = "upcoming"
    NOT_ON_PAGE = "not_on_page"
    TOO_LATE = "too_late"
    NOT_CHOSEN = "not_chosen"
    VISITED_BEFORE = "visited_before"
    NO_SUCH_PROFILE = "no_such_profile"
    NOT_A_PROFILE = "not_a_profile"
    NO_TEXT = "no_text"
    TEXTS_UNUSABLE = "texts_unusable"
    TEXT_UNFILLED = "text_unfilled"
    UNSURE_BEFORE = "unsure_before"
    CLAIMED_ELSEWHERE = "claimed_elsewhere"
    RUN_LIMIT = "run_limit"
    RUN_STOPPED = "run_stopped"

    # LinkApp's own "not now"
    CAP_DAY = "cap_day"
    CAP_WEEK = "cap_week"
    CAP_RUN = "cap_run"
    OUT_OF_HOURS = "out_of_hours"
    BREAKER_OPEN = "breaker_open"
    BREAKER_LATCHED = "breaker_latched"
    NO_SITE_TIME = "no_site_time"
    DAY_CHANGED = "day_changed"
    BUSY = "busy"
    SITE_IN_USE = "site_in_use"
    SHARED_QUOTA = "shared_quota"
    PAUSED = "paused"
    ASLEEP = "asleep"
    NOT_RUNNING = "not_running"
    CLOCK_MOVED = "clock_moved"
    DONE_TODAY = "done_today"
    CUT_OFF = "cut_off"
    WENT_ON = "went_on"
    CUT_OFF_TWICE = "cut_off_twice"
    FAILED_BEFORE = "failed_before"

    # the composer
    NO_CONTROL = "no_control"
    CARD_GONE = "card_gone"
    NO_COMPOSER = "no_composer"
    SEVERAL_COMPOSERS = "several_composers"
    WRONG_RECIPIENT = "wrong_recipient"
    NOT_DIRECT = "not_direct"
    DRAFT_IN_THE_WAY = "draft_in_the_way"
    NOTE_IN_THE_WAY = "note_in_the_way"
    RECIPIENT_NOT_PROVEN = "recipient_not_proven"
    COVERED = "covered"
    PAGE_COVERED = "page_covered"
    TEXT_NOT_ACCEPTED = "text_not_accepted"
    NO_SEND_BUTTON = "no_send_button"
    CONVERSATION_UNREADABLE = "conversation_unreadable"
    REFUSED = "refused"
    NO_PROOF = "no_proof"
    ANSWERED_NOT_SENT = "answered_not_sent"
    WISH_OF_THIS_OCCASION = "wish_of_this_occasion"
    WISH_OF_ANOTHER_TIME = "wish_of_another_time"
    INTERRUPTED = "interrupted"

    # the site and the world: these end a run
    SIGNED_OUT = "signed_out"
    SECURITY_CHECK = "security_check"
    RESTRICTED = "restricted"
    PAGE_REFUSED = "page_refused"
    RATE_LIMITED = "rate_limited"
    OTHER_ACCOUNT = "other_account"
    OFFLINE = "offline"
    SITE_UNAVAILABLE = "site_unavailable"
    CERTIFICATE = "certificate"
    FILTERED = "filtered"
    BROWSER_CRASHED = "browser_crashed"
    NO_BROWSER = "no_browser"
    PAGE_CHANGED = "page_changed"
    PAGE_UNREADABLE = "page_unreadable"
    TOO_MANY_FAILURES = "too_many_failures"
    STOPPED_BY_PERSON = "stopped_by_person"
    KEYRING_LOCKED = "keyring_locked"
    KEYRING_MISSING = "keyring_missing"
    KEYRING_SLOW = "keyring_slow"
    CLOCK_WRONG = "clock_wrong"
    DISK_FULL = "disk_full"
    DATA_UNUSABLE = "data_unusable"
    NO_BACKUP = "no_backup"


NEEDS_PERSON = frozenset(
    {
        Reason.SIGNED_OUT,
        Reason.SECURITY_CHECK,
        Reason.RESTRICTED,
        Reason.PAGE_REFUSED,
        Reason.RATE_LIMITED,
        Reason.PAGE_COVERED,
        Reason.NOTE_IN_THE_WAY,
        Reason.OTHER_ACCOUNT,
        Reason.BREAKER_LATCHED,
        Reason.KEYRING_LOCKED,
        Reason.KEYRING_MISSING,
        Reason.KEYRING_SLOW,
    }
)
"""A person has to act before anything can go on (exit status 3)."""

WALLS = frozenset(
    {Reason.SIGNED_OUT, Reason.SECURITY_CHECK, Reason.RESTRICTED, Reason.PAGE_REFUSED, Reason.RATE_LIMITED}
)
"""The site itself says stop (or may have: ``PAGE_REFUSED``), on whatever page: after it nothing is opened, clicked or
typed any more, on any page."""

NOT_NOW = frozenset(
    {
        Reason.CAP_DAY,
        Reason.CAP_WEEK,
        Reason.CAP_RUN,
        Reason.OUT_OF_HOURS,
        Reason.BREAKER_OPEN,
        Reason.NO_SITE_TIME,
        Reason.DAY_CHANGED,
        Reason.BUSY,
        Reason.SITE_IN_USE,
        Reason.SHARED_QUOTA,
        Reason.PAUSED,
    }
)
"""Caps, hours or breaker say not now (exit status 4)."""

PAGES_CHANGED = frozenset({Reason.PAGE_CHANGED, Reason.PAGE_UNREADABLE})
"""The site's pages have changed (exit status 5)."""

OF_THIS_PERSON = frozenset({Reason.NOT_CONNECTED, Reason.NOT_DIRECT, Reason.DRAFT_IN_THE_WAY, Reason.NO_SUCH_PROFILE})
"""It is of this person and nothing failed: nothing is done for them, and the next one is looked at."""

NOT_UNDERSTOOD = frozenset(
    {
        Reason.NO_COMPOSER,
        Reason.SEVERAL_COMPOSERS,
        Reason.RECIPIENT_NOT_PROVEN,
        Reason.TEXT_NOT_ACCEPTED,
        Reason.NO_SEND_BUTTON,
    }
)
"""A composer was not what LinkApp knows: once is an accident, with everybody it means that the pages have changed."""

UNREACHED = frozenset({Reason.OFFLINE, Reason.SITE_UNAVAILABLE, Reason.CERTIFICATE, Reason.FILTERED})
"""The site itself was not reached: nothing is known of it, of its pages or of the session."""

ENDS_RUN = (
    NEEDS_PERSON
    | PAGES_CHANGED
    | {
        *UNREACHED,
        Reason.BROWSER_CRASHED,
        Reason.NO_BROWSER,
        Reason.CLOCK_WRONG,
        Reason.DISK_FULL,
        Reason.DATA_UNUSABLE,
    }
)
"""After one of these nothing more is done in this run."""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What went wrong: a reason, and a detail for the technical log (never message text; secrets are taken out).

    ``evidence`` names what was kept of the page (the stem of two files in the evidence folder), where anything was.
    """

    reason: Reason
    detail: str = ""
    evidence: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if self.detail:
            object.__setattr__(self, "detail", redacted(self.detail))

    @property
    def ends_run(self) -> bool:
        """Whether the run has to end at once because of this."""
        return self.reason in ENDS_RUN
