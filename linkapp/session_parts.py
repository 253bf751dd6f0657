"""Where a session and its key are kept, made of nothing but the folder: signing out works whatever else is broken."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from linkapp.cli.parser import Options
from linkapp.domain.session import site_host
from linkapp.services.sign_in import SigningOut
from linkapp.system.clock import SystemClock
from linkapp.system.folders import folder_id
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


def file_name(options: Options, name: str) -> str:
    """The name of a file of the session: the practice site has its own."""
    return f"practice-{name}" if options.loopback else name


def session_parts(options: Options, folder: Path, clock: SystemClock) -> SessionParts:
    """The parts for one folder and site. Reads and asks nothing yet."""

    def owner() -> str:
        # The practice site's session has a file and a key of its own: neither replaces or deletes the real one's.
        return folder_id(folder) + ("-practice" if options.loopback else "")

    vault = PassphraseVault(folder / file_name(options, "vault.json"), owner)
    with_person = options.command in ("sign-in", "sign-out", "")
    keyring = KeyringSecrets(owner, patience=PATIENCE_WITH_PERSON if with_person else PATIENCE)
    secrets = ChosenSecrets(vault, keyring)
    return SessionParts(
        vault=vault,
        keyring=keyring,
        secrets=secrets,
        session=KeptSession(
            SessionFile(folder / file_name(options, "session.enc"), owner),
            secrets,
            host=site_host(options.site),
            memory=options.loopback,
        ),
        journal=FileJournal(LogFiles(folder / "logs", clock.now), now=clock.now, key=lambda: folder_id(folder)),
    )


def signing_out(options: Options, folder: Path, clock: SystemClock) -> SigningOut:
    """Forgets the session of this folder, whatever else in it is broken."""
    parts = session_parts(options, folder, clock)
    return SigningOut(session=parts.session, journal=parts.journal)
