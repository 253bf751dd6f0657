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
from linkapp.services.application import Application, SigningIn
from linkapp.services.ports.secrets import Keyring, KeyringState
from linkapp.ui import doing
from linkapp.ui.labels import plain, tooltip
from linkapp.ui.words import Words

if TYPE_CHECKING:
    from linkapp.ui.dialogs.sign_in import SignInDialog


class AccountBar(QWidget):
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
        self._app: Application | None = None
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
        words.changed.connect(self.retranslate)

    def attach(self, app: Application) -> None:
        """Take up the application; where a passphrase vault is locked, ask for the passphrase."""
        self._app = app
        self.retranslate()
        self.refresh()

    def refresh(self) -> None:
        """Look again who is signed in."""
        if self._app is not None and self._app.sign_in is not None:
            doing.start(self._look(self._app.sign_in), owner=self, name="look")

    @property
    def standing(self) -> SignedIn | Problem | None:
        """What is kept of a sign-in; None before it was looked at, or where nobody needs to be."""
        return self._standing

    @property
    def can_sign_in(self) -> bool:
        """Whether there is anything to sign in to."""
        return self._app is not None and self._app.sign_in is not None

    @property
    def can_give_passphrase(self) -> bool:
        """Whether a passphrase would help: the vault is locked, or the keyring cannot be used and there is none."""
        vault = self._app.passphrase if self._app is not None else None
        ready = self._keyring is None or self._keyring.state is KeyringState.READY
        return vault is not None and not ready

    @property
    def vault_locked(self) -> bool:
        """Whether a passphrase has to be given before the session can be read."""
        vault = self._app.passphrase if self._app is not None else None
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
        if self._app is not None and self._app.sign_in is not None:
            self._task = doing.start(self._sign_in(self._app, self._app.sign_in, stop), owner=self, name="dialog")

    def sign_out(self) -> None:
        """Ask, then forget the session and its key."""
        if self._app is not None and self._app.sign_in is not None:
            doing.start(self._sign_out(self._app.sign_in), owner=self, name="dialog")

    def give_passphrase(self) -> None:
        """Ask for the passphrase, or make one."""
        if self._app is not None and self._app.passphrase is not None:
            doing.start(self._give_passphrase(self._app), owner=self, name="passphrase")

    async def end(self) -> None:
        """The program ends: an open sign-in is given up, and its browser window closed."""
        if self._task is not None and not self._task.done():
            self._task.cancel()
            await asyncio.wait({self._task})

    def retranslate(self) -> None:
        """Say everything in the language spoken now."""
        text, about, offer = self._in_words()
        self.line.setText(text)
        self.line.setToolTip(tooltip(about))
        self.line.setAccessibleDescription(about)
        self.button.setText(offer)
        self.button.setAccessibleName(offer or self._words("account.sign_in"))
        self.button.setVisible(bool(offer))
        self.setVisible(bool(text or offer))

    async def _look(self, signing_in: SigningIn) -> None:
        self._keyring = await signing_in.keyring()
        self._standing = None
        if self._keyring is None or self._keyring.state is KeyringState.READY:
            self._standing = await signing_in.standing()
        self.retranslate()
        if self.vault_locked and not self._asked:
            self._asked = True
            self.give_passphrase()

    async def _sign_in(self, app: Application, signing_in: SigningIn, stop: Problem | None) -> None:
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
                signing_in,
                app.clock.zone(),
                stop=stop,
                can_passphrase=app.passphrase is not None,
                parent=self.window(),
            )
            self._dialog = dialog
            dialog.passphrase_wanted.connect(self.give_passphrase)
            dialog.signed_in.connect(release)
            dialog.signed_in.connect(self.refresh)
            dialog.signed_in.connect(self.changed)
            if stop is None:
                doing.start(self._show_keyring(signing_in, dialog), owner=dialog, name="keyring")
            await doing.ask(dialog, modal=False)
        finally:
            self._dialog = None
            release()

    async def _show_keyring(self, signing_in: SigningIn, dialog: SignInDialog) -> None:
        dialog.show_keyring(await signing_in.keyring())

    async def _sign_out(self, signing_in: SigningIn) -> None:
        from linkapp.ui.dialogs.sign_out import SignOutDialog

        with self._site_held() as held:
            if not held or not await doing.ask(SignOutDialog(self._words, self.window())):
                return
            problem = await signing_in.out()
            self._keyring = await signing_in.keyring()
            self._standing = problem or await signing_in.standing()
        self.retranslate()
        self.changed.emit()

    async def _give_passphrase(self, app: Application) -> None:
        from linkapp.ui.dialogs.passphrase import PassphraseDialog

        assert app.passphrase is not None
        if await doing.ask(PassphraseDialog(self._words, app.passphrase, self.window())):
            if app.sign_in is not None:
                await self._look(app.sign_in)
                if self._dialog is not None:
                    await self._show_keyring(app.sign_in, self._dialog)
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
        words, app, standing = self._words, self._app, self._standing
        if app is None:
            return "", "", ""
        if app.rehearsal:
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
            return self._signed_in(app, standing)
        return "", "", ""

    def _signed_in(self, app: Application, standing: SignedIn) -> tuple[str, str, str]:
        words, zone = self._words, app.clock.zone()
        line = words("account.in")
        if standing.expires is None:
            return line, "", ""
        day = standing.expires.astimezone(zone).date()
        until = words("account.until", day=words.day_and_year(day))
        if standing.lasting(app.clock.now()) is Lasting.ENDS_SOON:
            near = words.day_from(day, app.clock.now().astimezone(zone).date())
            return words("account.ends", day=near), until, words("account.again")
        return line, until, ""
