"""``linkapp check`` where LinkApp cannot start: every part is looked at by itself, and each that is broken is named."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from linkapp.config import Config
from linkapp.domain.known_error import KnownError
from linkapp.domain.settings import Settings
from linkapp.engine import selectors
from linkapp.engine.installed import find_browser, runs_as_root
from linkapp.services.health import Finding, browser_finding, disk_finding, files_findings, keyring_finding, looked_at
from linkapp.session_parts import session_parts
from linkapp.storage import open_storage
from linkapp.system import template_files
from linkapp.system.clock import SystemClock, zone_of
from linkapp.system.folders import data_folder, resources
from linkapp.system.settings_file import SettingsFile
from linkapp.system.shared_quota import address_of

LONGEST_S = 30.0
"""How long one part may keep the others waiting."""


async def what_is_broken(config: Config, why: KnownError) -> list[Finding]:
    """A finding for every part; the site is not asked anything. ``why``: what kept LinkApp from starting."""
    try:
        folder = data_folder(config.folder)
    except OSError:
        return [Finding(name="data folder", state="bad", sentence=str(why), known=why)]
    settings = Settings()

    async def database() -> list[Finding]:
        await (await open_storage(folder)).close()
        return [_ok("database", "it opens and answers", "database_ok")]

    async def written() -> list[Finding]:
        nonlocal settings
        settings = await asyncio.to_thread(SettingsFile(folder).load)
        unknown = await asyncio.to_thread(SettingsFile(folder).unknown)
        return files_findings(unknown) if unknown else [_ok("settings", "they can be read", "settings_ok")]

    async def zone() -> list[Finding]:
        name = zone_of(settings.time_zone).key
        return [Finding(name="time zone", state="ok", sentence=name, code="zone_ok", facts={"zone": name})]

    async def quota() -> list[Finding]:
        if wanted := config.redis or settings.redis:
            address_of(wanted)
        return [_ok("quota store", "its address can be used" if wanted else "the caps are counted on this computer",
                    "quota_address" if wanted else "quota_local")]  # fmt: skip

    async def files() -> list[Finding]:
        return files_findings(await asyncio.to_thread(_own_files, folder))

    async def keyring() -> list[Finding]:
        parts = session_parts(config, folder, SystemClock(zone=zone_of("UTC")))
        return [keyring_finding(None if config.loopback else await parts.secrets.look())]

    async def disk() -> list[Finding]:
        return [disk_finding(str(folder))]

    async def browser() -> list[Finding]:
        return [browser_finding(find_browser(settings.browser), sandboxed=not runs_as_root())]

    looks: dict[str, Callable[[], Awaitable[list[Finding]]]] = {
        "database": database, "disk": disk, "settings": written, "time zone": zone, "own files": files,
        "browser": browser, "keyring": keyring, "quota store": quota,
    }  # fmt: skip
    findings = [finding for name, look in looks.items() for finding in await looked_at(name, look, LONGEST_S)]
    if all(finding.state == "ok" for finding in findings):
        findings.append(Finding(name="start", state="bad", sentence=str(why), known=why))
    sentence = "not read: LinkApp cannot start"
    return [*findings, Finding(name="birthdays page", state="unknown", sentence=sentence, code="pages_not_started")]


def _own_files(folder: Path) -> list[KnownError]:
    """What of the person's own templates and selector pack is not used, and why."""
    own: list[KnownError] = []
    try:
        own += template_files.load(resources() / "templates", folder / "templates", "birthday").notices
    except KnownError as error:
        own.append(error)
    pack = selectors.load(resources() / "selectors" / "site.toml", folder / "selectors" / "site.toml")
    return [*own, *([selectors.BadPack(pack.notice)] if pack.notice else []), *pack.not_used]


def _ok(name: str, sentence: str, code: str) -> Finding:
    return Finding(name=name, state="ok", sentence=sentence, code=code)
