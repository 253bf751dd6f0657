"""What lies in a data folder and needs no opening: settings, selectors, templates, and the clock of its zone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from linkapp.config import CannotStart, Config, unusable_folder
from linkapp.domain.known_error import KnownError
from linkapp.domain.settings import Settings
from linkapp.engine.selectors import LoadedSelectors, load
from linkapp.services.ports.backups import Restores
from linkapp.system import template_files
from linkapp.system.clock import BadZone, SystemClock, zone_of
from linkapp.system.folders import data_folder, resources
from linkapp.system.run_lock import FileRunLock
from linkapp.system.settings_file import BadSettings, SettingsFile
from linkapp.system.shared_quota import BadAddress, QuotaAddress, address_of
from linkapp.system.template_files import LoadedTemplates


@dataclass(frozen=True, kw_only=True)
class FolderParts:
    """What lies in the data folder and needs no opening. ``settings`` are those of the start."""

    folder: Path
    settings_file: SettingsFile
    settings: Settings
    clock: SystemClock
    selectors: LoadedSelectors
    templates: LoadedTemplates
    quota_address: QuotaAddress | None

    @property
    def own_files(self) -> tuple[KnownError, ...]:
        """What of the person's own settings and files is not used, and why."""
        return (*self.settings_file.unknown(), *self.templates.notices, *self.selectors.not_used)


def folder_parts(config: Config) -> FolderParts:
    """Read what lies in the folder of this configuration. Raises ``CannotStart`` with one sentence."""

    try:
        folder = data_folder(config.folder)
        settings_file = SettingsFile(folder)
        settings = settings_file.load()

        def zone() -> ZoneInfo:
            try:
                return zone_of(settings_file.load().time_zone)
            except (OSError, BadSettings) as error:  # being written just now
                raise BadZone(str(error)) from error

        clock = SystemClock(zone=zone, start=config.clock_start)
        selectors = load(resources() / "selectors" / "site.toml", folder / "selectors" / "site.toml")
        wanted = config.redis or settings.redis
        address = address_of(wanted) if wanted else None
        if address and address.password and not config.redis:
            raise BadAddress(
                "password", "Take the password of the shared quota out of the settings; it belongs into the keyring."
            )
        templates = template_files.load(resources() / "templates", folder / "templates", "birthday")
    except OSError as error:
        raise unusable_folder(error) from error
    except KnownError as error:
        raise CannotStart(str(error), error.code, **error.facts) from error
    return FolderParts(
        folder=folder,
        settings_file=settings_file,
        settings=settings,
        clock=clock,
        selectors=selectors,
        templates=templates,
        quota_address=address,
    )


def restoring(config: Config) -> Restores:
    """What puts a backup in the place of this configuration's database, which need not be usable. Raises
    ``CannotStart``."""
    from linkapp.storage.backups import FolderRestores

    try:
        folder = data_folder(config.folder)
    except OSError as error:
        raise unusable_folder(error) from error
    clock = SystemClock(zone=lambda: zone_of(""), start=config.clock_start)
    return FolderRestores(folder, lock=FileRunLock(folder / "run.lock"), now=clock.now)
