"""Everything that asks the site: the browser and its pages, the guard over them, signing in, and the checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkapp.config import Config
from linkapp.display import has_screen, no_screen
from linkapp.domain.selector_stats import Mark
from linkapp.domain.session import site_host
from linkapp.engine.installed import find_browser, runs_as_root
from linkapp.engine.late import LateNetwork, LatePageProbe
from linkapp.engine.selectors import Pack
from linkapp.engine.site_clock import SiteClock, seconds_since_boot
from linkapp.folder_parts import FolderParts
from linkapp.services.browse import Browse
from linkapp.services.contacts import Contacts
from linkapp.services.health import Health
from linkapp.services.page_check import BETWEEN_S, PageCheck
from linkapp.services.planner import Planner
from linkapp.services.ports.backups import Backups
from linkapp.services.ports.ledger import Ledger, StoreError
from linkapp.services.ports.secrets import SignInWindow
from linkapp.services.ports.site import Browsing
from linkapp.services.sign_in import SignIn, remedy
from linkapp.services.site_guard import SiteGuard
from linkapp.services.site_lease import SiteLease
from linkapp.session_parts import SessionParts
from linkapp.storage import Storage
from linkapp.system.clock import Chance
from linkapp.system.evidence_files import EvidenceFiles
from linkapp.system.shared_quota import RedisQuota
from linkapp.system.site_lock import FileSiteLock

if TYPE_CHECKING:
    from linkapp.engine.evidence import Outliner
    from linkapp.engine.page_probe import SitePageProbe
    from linkapp.engine.site import SiteNetwork


@dataclass(frozen=True, kw_only=True)
class SiteParts:
    """Everything that asks the site."""

    pack: Pack
    network: LateNetwork
    guard: SiteGuard
    sign_in: SignIn
    lease: SiteLease


def site_parts(
    config: Config,
    given: FolderParts,
    storage: Storage,
    ledger: Ledger,
    parts: SessionParts,
    evidence: EvidenceFiles,
    pack: Pack,
) -> SiteParts:
    """Build it over an open storage; the network is the caller's to close. What needs the browser's library is imported
    when the site is first asked for something (``engine/late.py``)."""

    clock = given.clock
    site_clock = SiteClock(given=clock.now if config.clock_start is not None else None)
    lease = SiteLease(FileSiteLock(given.folder / "site.lock"))

    async def count(marks: Sequence[Mark]) -> None:
        try:
            await storage.selector_stats.count(marks, clock.now())
        except StoreError as error:  # statistics: no run waits for them or fails with them
            parts.journal.note("ways not counted", reason=error.problem.reason)

    def sign_in_tab() -> SignInWindow:
        from linkapp.engine.browser import OwnBrowser
        from linkapp.engine.session import SignInTab

        browser = OwnBrowser(
            program=given.settings_file.load().browser,
            headless=config.headless and config.loopback,
            loopback=config.loopback,
            data_folder=given.folder,
            no_screen=no_screen,
        )
        return SignInTab(site=config.site, browser=browser, pack=pack, now=clock.now, zone=clock.zone)

    def site_network() -> SiteNetwork:
        from linkapp.engine.browser import OwnBrowser
        from linkapp.engine.evidence import Evidence
        from linkapp.engine.site import SiteNetwork

        return SiteNetwork(
            site=config.site,
            browser=OwnBrowser(
                program=given.settings.browser,
                headless=config.headless or not has_screen(),
                loopback=config.loopback,
                data_folder=given.folder,
            ),
            pack=pack,
            clock=site_clock,
            session=parts.session,
            needs_session=not config.loopback,
            here=clock.now,
            evidence=Evidence(store=evidence, outliner=_outliner(pack), journal=parts.journal),
            counts=count,
            zone=clock.zone,
        )

    network = LateNetwork(site_network, site_clock)
    guard = SiteGuard(
        runs=storage.runs,
        ledger=ledger,
        clock=clock,
        site_time=network.site_time,
        since_boot=seconds_since_boot if config.clock_start is None else None,
    )
    sign_in = SignIn(
        window=sign_in_tab,
        session=parts.session,
        secrets=parts.secrets,
        clock=clock,
        host=site_host(config.site),
        needs_keyring=not config.loopback,
        let_go=network.close,
        journal=parts.journal,
        signed_in=guard.signed_in,
        lease=lease,
    )
    return SiteParts(pack=pack, network=network, guard=guard, sign_in=sign_in, lease=lease)


def browsing(config: Config, given: FolderParts, parts: SessionParts, site: SiteParts, contacts: Contacts) -> Browse:
    """What lets the person browse by hand."""

    def window() -> Browsing:
        from linkapp.engine.browser import OwnBrowser
        from linkapp.engine.browsing import BrowsingWindow

        browser = OwnBrowser(
            program=given.settings_file.load().browser,
            headless=config.headless and config.loopback,
            loopback=config.loopback,
            data_folder=given.folder,
            no_screen=no_screen,
        )
        return BrowsingWindow(
            site=config.site,
            browser=browser,
            pack=site.pack,
            session=parts.session,
            needs_session=not config.loopback,
            here=given.clock.now,
            zone=given.clock.zone,
        )

    return Browse(
        window=window,
        contacts=contacts,
        lease=site.lease,
        guard=site.guard,
        let_go=site.network.close,
        journal=parts.journal,
    )


def _outliner(pack: Pack) -> Outliner:
    from linkapp.engine.evidence import Outliner
    from linkapp.engine.pages.script import Asking

    return Outliner(Asking(pack))


def health(
    given: FolderParts, ledger: Ledger, site: SiteParts, shared: RedisQuota | None, backups: Backups, planner: Planner
) -> Health:
    """What looks at everything that LinkApp needs."""

    return Health(
        network=site.network,
        ledger=ledger,
        guard=site.guard,
        clock=given.clock,
        settings=given.settings_file.load,
        folder=str(given.folder),
        find_browser=lambda: find_browser(given.settings_file.load().browser),
        sign_in=site.sign_in,
        remedy=remedy,
        sandboxed=not runs_as_root(),
        pack=(site.pack.version, given.selectors.notice),
        own_files=lambda: given.own_files,
        shared=shared,
        lease=site.lease,
        backups=backups,
        plan=planner.state,
    )


def page_check(config: Config, given: FolderParts, evidence: EvidenceFiles, site: SiteParts) -> PageCheck:
    """What looks at every kind of page."""

    def probe(network: SiteNetwork) -> SitePageProbe:
        from linkapp.engine.page_probe import SitePageProbe

        return SitePageProbe(network, _outliner(site.pack))

    return PageCheck(
        looks=LatePageProbe(site.network, probe),
        store=evidence,
        clock=given.clock,
        dice=Chance(),
        settings=given.settings_file.load,
        between_s=(0, 0) if config.without_pace and config.loopback else BETWEEN_S,
        guard=site.guard,
        lease=site.lease,
    )
