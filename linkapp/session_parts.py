"""Where a session and its key are kept, made of nothing but the folder: signing out works whatever else is broken."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from linkapp.config import Config, unusable_folder
from linkapp.domain.session import site_host
from linkapp.services.sign_in import SigningOut
from linkapp.system.clock import SystemClock
from linkapp.system.folders import data_folder, folder_id
from linkapp.system.journal import FileJournal, LogFiles
from linkapp.system.secrets import PATIENCE, PATIENCE_WITH_PERSON, ChosenSecrets, KeyringSecrets, PassphraseVault
from linkapp.system.session_file import KeptSession, SessionFile


@dataclass(frozen=True, kw_only=True)
class SessionParts:
    """The session's file, the places of its key, and the technical log."""

    vault: PassphraseVault
    keyring: KeyringSecrets
    secrets: ChosenSecrets
    session: KeptSession
    journal: FileJournal


def session_parts(config: Config, folder: Path, clock: SystemClock) -> SessionParts:
    """The parts for one folder and site. Reads and asks nothing yet."""

    def owner() -> str:
        # The practice site's session has a file and a key of its own: neither replaces or deletes the real one's.
        return folder_id(folder) + ("-practice" if config.loopback else "")

    vault = PassphraseVault(folder / config.file_name("vault.json"), owner)
    keyring = KeyringSecrets(owner, patience=PATIENCE_WITH_PERSON if config.person_waits else PATIENCE)
    secrets = ChosenSecrets(vault, keyring)
    return SessionParts(
        vault=vault,
        keyring=keyring,
        secrets=secrets,
        session=KeptSession(
            SessionFile(folder / config.file_name("session.enc"), owner),
            secrets,
            host=site_host(config.site),
            memory=config.loopback,
        ),
        journal=FileJournal(LogFiles(folder / "logs", clock.now), now=clock.now, key=lambda: folder_id(folder)),
    )


def signing_out(config: Config) -> SigningOut:
    """Forgets the session of this folder, whatever else in it is broken. Raises ``CannotStart``."""
    try:
        folder = data_folder(config.folder)
    except OSError as error:
        raise unusable_folder(error) from error
    parts = session_parts(config, folder, SystemClock(zone=ZoneInfo("UTC")))
    return SigningOut(session=parts.session, journal=parts.journal)
