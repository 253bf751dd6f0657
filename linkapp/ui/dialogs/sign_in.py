"""Signing in by hand in LinkApp's browser window, or from an export of cookies; also the hand-over after a stop.

Not modal: the person works in the browser meanwhile, and may look at LinkApp's window.
"""

from __future__ import annotations

import asyncio
import contextlib
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QProgressBar, QPushButton, QWidget

from linkapp.domain.problems import Problem, Reason
from linkapp.domain.session import LONGEST_EXPORT, BadExport, SignedIn
from linkapp.services.application import SigningIn
from linkapp.services.ports.secrets import Keyring, KeyringState
from linkapp.ui import doing
from linkapp.ui.dialogs.sheet import Sheet
from linkapp.ui.labels import Banner, plain
from linkapp.ui.words import Words

BEFOREHAND = ("signin.before.window", "signin.before.keep", "signin.before.google")
"""What the person has to know before the window opens."""
WITHOUT_KEYRING = frozenset({Reason.KEYRING_LOCKED, Reason.KEYRING_MISSING})
"""Where a passphrase can take the keyring's place."""


class SignInDialog(Sheet):
    """Says beforehand what the person has to know, opens the browser, and tells what it shows until somebody is
    signed in. ``signed_in`` is emitted once the session is kept. Closing this closes the browser window.

    With ``stop`` the browser is opened at once, on what stopped a run.
    """

    signed_in = Signal()
    passphrase_wanted = Signal()

    def __init__(
        self,
        words: Words,
        signing_in: SigningIn,
        zone: ZoneInfo,
        *,
        stop: Problem | None = None,
        can_passphrase: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, words("signin.title") if stop is None else words.stop(stop).title, parent)
        self.setWindowModality(Qt.WindowModality.NonModal)
        self._signing_in, self._zone, self._can_passphrase = signing_in, zone, can_passphrase
        self._stop = stop
        self._task: asyncio.Task[None] | None = None
        self.points = _points([words(key) for key in BEFOREHAND])
        self.body.addWidget(self.points)
        self.about = plain(words.stop(stop).do if stop is not None else "")
        self.about.setVisible(stop is not None)
        self.body.addWidget(self.about)
        self.points.setVisible(stop is None or stop.reason is Reason.SIGNED_OUT)
        self.banner = Banner(buttons_below=True)
        self.body.addWidget(self.banner)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(words("signin.waiting.title"))
        self.bar.hide()
        self.body.addWidget(self.bar)
        self.body.addStretch(1)
        self.cookies = self.button(words("signin.import"))
        self.cookies.setAccessibleDescription(words("signin.import.about"))
        self.cookies.setToolTip(words("signin.import.about"))
        self.passphrase = QPushButton(words("signin.passphrase"), self)
        self.passphrase.setAutoDefault(False)
        self.passphrase.hide()
        self.banner.kept = (self.passphrase,)
        self.cancel = self.button(words("dialog.close"))
        self.begin = self.button(words("signin.begin"), primary=True)
        self.cookies.clicked.connect(lambda: doing.start(self._import(), owner=self, name="import"))
        self.passphrase.clicked.connect(self.passphrase_wanted)
        self.cancel.clicked.connect(self._cancelled)
        self.begin.clicked.connect(self.open_browser)
        if stop is not None:
            self.cookies.hide()
            self.open_browser()
        else:
            self.begin.setFocus()

    def show_keyring(self, keyring: Keyring | None) -> None:
        """Say where the key cannot be kept, before the person takes the trouble of signing in."""
        if self.waiting or keyring is None:
            return
        if keyring.state is not KeyringState.READY and keyring.problem is not None:
            self._tell_problem(keyring.problem)
        elif not self.passphrase.isHidden():
            self.banner.offer()
            self.banner.hide()
            self.fit()

    @property
    def waiting(self) -> bool:
        """Whether the browser window is open."""
        return self._task is not None and not self._task.done()

    def open_browser(self) -> None:
        """Open the browser window and wait for the person."""
        if not self.waiting:
            self._task = doing.start(self._by_hand(), owner=self, name="sign in")

    def reject(self) -> None:
        """Escape and Close: the browser window is closed too."""
        if self._task is not None:
            self._task.cancel()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        if self._task is not None:
            self._task.cancel()
        super().closeEvent(event)

    def _cancelled(self) -> None:
        if self.waiting and self._stop is None:
            assert self._task is not None
            self._task.cancel()
        else:
            self.reject()

    async def _by_hand(self) -> None:
        words = self.words
        self._waiting(True)
        self._say("info", words("signin.opening.title"), words("signin.opening.do"), "waiting")
        try:
            outcome = await self._signing_in.by_hand(self._watch)
        except asyncio.CancelledError:
            with contextlib.suppress(RuntimeError):  # closed, and gone
                if self.isVisible():
                    self._waiting(False)
                    self._say("info", words("signin.cancelled.title"), words("signin.cancelled.do"))
            raise
        except Exception:  # a bug: the dialog stays usable, and the one place for bugs hears of it
            self._waiting(False)
            self._say("bad", words("fault.title"), words("signin.cancelled.do"), "warning")
            raise
        self._waiting(False)
        self._tell(outcome)

    def _watch(self, shown: Problem) -> None:
        words = self.words
        if words.has(f"signin.shows.{shown.reason}.title"):
            title, do = words(f"signin.shows.{shown.reason}.title"), words(f"signin.shows.{shown.reason}.do")
        else:
            title, do = words("signin.waiting.title"), words("signin.waiting.do")
        calm = shown.reason in (Reason.SIGNED_OUT, Reason.PAGE_UNREADABLE)
        self._say("info" if calm else "warn", title, do, "waiting" if calm else "")

    async def _import(self) -> None:
        words = self.words
        picker = QFileDialog(self, words("signin.import.title"))
        picker.setFileMode(QFileDialog.FileMode.ExistingFile)
        picker.setNameFilters([words("signin.import.files"), words("signin.import.all")])
        chosen: list[str] = []
        picker.fileSelected.connect(chosen.append)
        await doing.ask(picker)
        if chosen:
            await self.take_export(Path(chosen[0]))

    async def take_export(self, path: Path) -> None:
        """Sign in with the cookies in this file, or say in place why that is not possible."""
        words = self.words
        self._waiting(True, by_hand=False)
        try:
            outcome = await self._signing_in.by_import(await asyncio.to_thread(_read, path))
        except BadExport as bad:
            key = f"signin.export.{bad.code}" if words.has(f"signin.export.{bad.code}") else "signin.export.no_export"
            facts = {
                name: words.day_and_year(fact) if isinstance(fact, date) else fact for name, fact in bad.facts.items()
            }
            self._waiting(False)
            self._say("warn", words("signin.export.title"), words(key, **facts), "page")
            return
        except OSError:
            self._waiting(False)
            self._say("warn", words("signin.export.title"), words("signin.export.unreadable"), "page")
            return
        self._waiting(False)
        self._tell(outcome)

    def _tell(self, outcome: SignedIn | Problem) -> None:
        if isinstance(outcome, Problem):
            self._tell_problem(outcome)
            return
        words = self.words
        text = words("signin.done.kept" if outcome.kept else "signin.done.unkept")
        if outcome.expires is not None and outcome.kept:
            text = words("signin.done.until", day=words.day_and_year(outcome.expires.astimezone(self._zone).date()))
        self.points.hide()
        self.about.hide()
        self.banner.offer()
        self.cookies.hide()
        self.begin.hide()
        self._say("good", words("signin.done.title"), text)
        self.cancel.setDefault(True)
        self.cancel.setFocus()
        self.signed_in.emit()

    def _tell_problem(self, problem: Problem) -> None:
        words = self.words
        key = f"signin.ended.{problem.reason}"
        stop = words.stop(problem)
        title = words(f"{key}.title") if words.has(f"{key}.title") else stop.title
        do = words(f"{key}.do") if words.has(f"{key}.do") else f"{stop.what} {stop.do}"
        calm = problem.reason is Reason.STOPPED_BY_PERSON
        self._say("info" if calm else "warn", title, do)
        needs = problem.reason in WITHOUT_KEYRING
        if needs and self._can_passphrase:
            self.banner.offer(self.passphrase)
        if self._task is not None:
            self.begin.setText(words("signin.again"))
        self.fit()

    def _say(self, kind: str, title: str, text: str, icon: str = "") -> None:
        self.banner.tell(kind, title, text, icon)
        self.fit()

    def _waiting(self, waiting: bool, *, by_hand: bool = True) -> None:
        words = self.words
        self.bar.setVisible(waiting)
        self.begin.setEnabled(not waiting)
        self.cookies.setVisible(not waiting and self._stop is None)
        if waiting:
            self.banner.offer()
        self.cancel.setText(words("signin.cancel" if waiting and by_hand else "dialog.close"))
        self.cancel.setAccessibleDescription(words("signin.cancel.about") if waiting and by_hand else "")
        if waiting:
            self.cancel.setFocus()


def _points(sentences: list[str]) -> QWidget:
    """Sentences with a number each."""
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(1, 1)
    for number, sentence in enumerate(sentences):
        grid.addWidget(plain(f"{number + 1}.", kind="quiet", wrap=False), number, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(plain(sentence), number, 1)
    return box


def _read(path: Path) -> str:
    if not path.is_file():
        raise OSError("a pipe or a device, which may never be written to")
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.read(LONGEST_EXPORT + 1)
