"""Which day it is: one date for everything that is compared, in the person's own zone, by the site's own time.

The page's words for today and yesterday are the page's, and may be made by the site or by the browser: where site and
computer do not even agree on the date, no such word can be trusted.
"""

from __future__ import annotations

from datetime import date, datetime

from linkapp.domain.quota import local_date
from linkapp.services.ports.clock import Clock
from linkapp.services.ports.site import Network


def today_at(now: datetime, clock: Clock) -> date:
    """The person's own date at ``now``; the zone is asked for now."""
    return local_date(now, clock.zone())


def dates_differ(network: Network, clock: Clock) -> bool:
    """Whether the site's time and the computer's clock lie on different dates of the person: a page's "today" may be
    either, so it tells nothing."""
    site = network.site_time()
    return site is not None and today_at(site, clock) != today_at(clock.now(), clock)


def has_changed(today: date, network: Network, clock: Clock) -> bool:
    """Whether the person's date is another one than ``today`` by now: midnight went by, or they changed zones."""
    now = network.site_time()
    return now is not None and today_at(now, clock) != today
