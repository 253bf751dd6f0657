"""The account line at the end of the tabs: who is signed in and until when, and everything about signing in."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from linkapp.domain.problems import Problem, Reason
from linkapp.domain.session import Lasting, SignedIn
from linkapp.services.desk import Desk, Door
from linkapp.services.ports import Keyring, KeyringState
from linkapp.ui import doing
from linkapp.ui.labels import plain, tooltip
from linkapp.ui.words import Words

if TYPE_CHECKING:
    from linkapp.ui.dialogs.sign_in import SignInDialog


class Account(QWidget):
    """Shows the account, and opens the dialogs of signing in and out and of the passphrase.

    ``changed`` is emitted when another session is there, or the key can be reached again: what needs the site should
    be read again.
    """

    changed = Signal()

    def __init__(
        self, words: Words, *, hold: Callable[[], bool], release: Callable[[], None], parent: QWidget | None = None
    ) -> None:
        """``hold`` keeps everything else from the site until ``release``; it says False where a run goes on."""
        super().__init__(parent)
        self._words, self._hold, self._release = words, hold, release
        self._desk: Desk | None = None
        self._keyring: Keyring | None = None
        self._standing: SignedIn | Problem | None = None
        self._dialog: SignInDialog | None = None
        self._task: asyncio.Task[None] | None = None
        self._asked = False
        self.line = plain(kind="quiet", wrap=False)
        self.button = QPushButton()
        self.button.setObjectName("quiet")
        self.button.clicked.connect(self.go_on)
        self.button.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.line)
        row.addWidget(self.button)
        words.changed.connect(self.retell)

    def attach(self, desk: Desk) -> None:
        """Take up the desk; where a passphrase vault is locked, ask for the passphrase."""
        self._desk = desk
        self.retell()
        self.refresh()

    def refresh(self) -> None:
        """Look again who is signed in."""
        if self._desk is not None and self._desk.sign_in is not None:
            doing.start(self._look(self._desk.sign_in), owner=self, name="look")

    @property
    def standing(self) -> SignedIn | Problem | None:
        """What is kept of a sign-in; None before it was looked at, or where nobody needs to be."""
        return self._standing

    @property
    def can_sign_in(self) -> bool:
        """Whether there is anything to sign in to."""
        return self._desk is not None and self._desk.sign_in is not None

    @property
    def can_give_passphrase(self) -> bool:
        """Whether a passphrase would help: the vault is locked, or the keyring cannot be used and there is none."""
        vault = self._desk.passphrase if self._desk is not None else None
        ready = self._keyring is None or self._keyring.state is KeyringState.READY
        return vault is not None and not ready

    @property
    def vault_locked(self) -> bool:
        """Whether a passphrase has to be given before the session can be read."""
        vault = self._desk.passphrase if self._desk is not None else None
        locked = self._keyring is not None and self._keyring.state is KeyringState.LOCKED
        return vault is not None and vault.exists() and locked

    def go_on(self) -> None:
        """What the button does: unlock, or sign in."""
        if self.vault_locked:
            self.give_passphrase()
        else:
            self.sign_in()

    def sign_in(self, stop: Problem | None = None) -> None:
        """Open the sign-in dialog; with ``stop``, the browser at once, on what stopped a run."""
        if self._desk is not None and self._desk.sign_in is not None:
            self._task = doing.start(self._sign_in(self._desk, self._desk.sign_in, stop), owner=self, name="dialog")

    def sign_out(self) -> None:
        """Ask, then forget the session and its key."""
        if self._desk is not None and self._desk.sign_in is not None:
            doing.start(self._sign_out(self._desk.sign_in), owner=self, name="dialog")

    def give_passphrase(self) -> None:
        """Ask for the passphrase, or make one."""
        if self._desk is not None and self._desk.passphrase is not None:
            doing.start(self._give_passphrase(self._desk), owner=self, name="passphrase")

    async def end(self) -> None:
        """The program ends: an open sign-in is given up, and its browser window closed."""
        if self._task is not None and not self._task.done():
            self._task.cancel()
            await asyncio.wait({self._task})

    def retell(self) -> None:
        """Say everything in the language spoken now."""
        text, about, offer = self._in_words()
        self.line.setText(text)
        self.line.setToolTip(tooltip(about))
        self.line.setAccessibleDescription(about)
        self.button.setText(offer)
        self.button.setAccessibleName(offer or self._words("account.sign_in"))
        self.button.setVisible(bool(offer))
        self.setVisible(bool(text or offer))

    async def _look(self, door: Door) -> None:
        self._keyring = await door.keyring()
        self._standing = None
        if self._keyring is None or self._keyring.state is KeyringState.READY:
            self._standing = await door.standing()
        self.retell()
        if self.vault_locked and not self._asked:
            self._asked = True
            self.give_passphrase()

    async def _sign_in(self, desk: Desk, door: Door, stop: Problem | None) -> None:
        from linkapp.ui.dialogs.sign_in import SignInDialog

        if not self._hold():
            return
        held = [True]

        def release() -> None:
            if held:
                held.clear()
                self._release()

        try:
            dialog = SignInDialog(
                self._words,
                door,
                desk.clock.zone(),
                stop=stop,
                can_passphrase=desk.passphrase is not None,
                parent=self.window(),
            )
            self._dialog = dialog
            dialog.passphrase_wanted.connect(self.give_passphrase)
            dialog.signed_in.connect(release)
            dialog.signed_in.connect(self.refresh)
            dialog.signed_in.connect(self.changed)
            if stop is None:
                doing.start(self._show_keyring(door, dialog), owner=dialog, name="keyring")
            await doing.ask(dialog, modal=False)
        finally:
            self._dialog = None
            release()

    async def _show_keyring(self, door: Door, dialog: SignInDialog) -> None:
        dialog.show_keyring(await door.keyring())

    async def _sign_out(self, door: Door) -> None:
        from linkapp.ui.dialogs.sign_out import SignOutDialog

        with self._site_held() as held:
            if not held or not await doing.ask(SignOutDialog(self._words, self.window())):
                return
            problem = await door.out()
            self._keyring = await door.keyring()
            self._standing = problem or await door.standing()
        self.retell()
        self.changed.emit()

    async def _give_passphrase(self, desk: Desk) -> None:
        from linkapp.ui.dialogs.passphrase import PassphraseDialog

        assert desk.passphrase is not None
        if await doing.ask(PassphraseDialog(self._words, desk.passphrase, self.window())):
            if desk.sign_in is not None:
                await self._look(desk.sign_in)
                if self._dialog is not None:
                    await self._show_keyring(desk.sign_in, self._dialog)
            self.changed.emit()

    @contextlib.contextmanager
    def _site_held(self) -> Iterator[bool]:
        held = self._hold()
        try:
            yield held
        finally:
            if held:
                self._release()

    def _in_words(self) -> tuple[str, str, str]:
        """The line, what its tooltip adds, and what the button offers."""
        words, desk, standing = self._words, self._desk, self._standing
        if desk is None:
            return "", "", ""
        if desk.rehearsal:
            return words("account.practice"), "", ""
        if self._keyring is not None and self._keyring.state is not KeyringState.READY:
            stop = words.stop(self._keyring.problem or Problem(reason=Reason.KEYRING_MISSING))
            if self.vault_locked:
                return words("account.vault"), words("passphrase.unlock.about"), words("account.unlock")
            return words(f"account.keyring.{self._keyring.state}"), f"{stop.what} {stop.do}", words("account.sign_in")
        if isinstance(standing, Problem):
            stop = words.stop(standing)
            known = standing.reason is Reason.SIGNED_OUT
            return (
                words("account.signed_out") if known else stop.title,
                "" if known else stop.do,
                words("account.sign_in"),
            )
        if isinstance(standing, SignedIn):
            return self._signed_in(desk, standing)
        return words("account.signed_in", name=desk.account_name) if desk.account_name else "", "", ""

    def _signed_in(self, desk: Desk, standing: SignedIn) -> tuple[str, str, str]:
        words, zone = self._words, desk.clock.zone()
        line = words("account.signed_in", name=desk.account_name) if desk.account_name else words("account.in")
        if standing.expires is None:
            return line, "", ""
        day = standing.expires.astimezone(zone).date()
        until = words("account.until", day=words.day_and_year(day))
        if standing.lasting(desk.clock.now()) is Lasting.ENDS_SOON:
            near = words.day_from(day, desk.clock.now().astimezone(zone).date())
            return words("account.ends", day=near), until, words("account.again")
        return line, until, ""
