"""The icon beside the clock: how LinkApp stands, told by shape, and the menu that the window has too.

A tray's host may appear, go and come back at any time, and it may be of another kind then; Qt chooses how an icon talks
to its host once, when the icon is made. So a new icon is made whenever that may have changed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QColor, QIcon, QImage, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from linkapp.ui import icons
from linkapp.ui.desktop.tray_hosts import TrayHosts
from linkapp.ui.words import Words

LOOK_EVERY_MS = 3_000
"""How often it is asked whether there is a tray, where the system cannot say by itself that one came."""
ALWAYS_THERE = ("win32", "darwin")
"""Systems whose desktop has a place for icons, whatever happens."""


class TrayState(StrEnum):
    """How LinkApp stands."""

    IDLE = "idle"
    RUNNING = "running"
    NEEDS_YOU = "needs_you"
    PAUSED = "paused"


@dataclass(frozen=True, kw_only=True)
class DesktopState:
    """What the icon and both menus say: the state, when something runs next (a sentence), and whether what is planned
    can be paused or is paused (None: nothing is planned)."""

    state: TrayState = TrayState.IDLE
    next_run: str = ""
    paused: bool | None = None


MENU = ("open", None, "next_run", "run_now", "pause", None, "show_log", "settings", None, "quit")
"""The entries of the tray's menu, by the names of their actions; None: a line between two groups."""


class Tray(QObject):
    """The icon, where the desktop has a place for it. ``here`` tells; ``moved`` is emitted when that changes.

    ``acts`` says what each entry of the menu does; ``standing`` is asked whenever the menu opens.
    """

    moved = Signal(bool)
    message_clicked = Signal()

    def __init__(
        self,
        words: Words,
        acts: Mapping[str, Callable[[], object]],
        standing: Callable[[], DesktopState],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._words, self._standing = words, standing
        self.icon: QSystemTrayIcon | None = None
        self.menu = QMenu()
        self.menu.setObjectName("tray")
        self.actions: dict[str, QAction] = {}
        for key in MENU:
            if key is None:
                self.menu.addSeparator()
                continue
            self.actions[key] = action = self.menu.addAction("")
            if act := acts.get(key):
                action.triggered.connect(lambda *_, act=act: act())
        self.actions["next_run"].setEnabled(False)
        self._open = acts.get("open")
        self.menu.aboutToShow.connect(self.refresh)
        words.changed.connect(self.refresh)
        self._looking = QTimer(self)
        self._looking.setInterval(LOOK_EVERY_MS)
        self._looking.timeout.connect(self._look)
        self._hosts: TrayHosts | None = None
        self._wanted = False
        self._state: TrayState | None = None

    @property
    def here(self) -> bool:
        """Whether the icon stands in a tray."""
        return self.icon is not None

    def begin(self) -> None:
        """Stand in the tray from now on, whenever there is one."""
        if self._wanted:
            return
        self._wanted = True
        if sys.platform not in ALWAYS_THERE:
            self._hosts = TrayHosts(self)
            self._hosts.replaced.connect(self._host_changed)
            self._hosts.changed.connect(self._look)
            self._hosts.begin()
            self._looking.start()
        self._look()

    def end(self) -> None:
        """Leave it."""
        self._wanted = False
        self._looking.stop()
        if self._hosts is not None:
            self._hosts.deleteLater()
            self._hosts = None
        self._drop()
        self.menu.close()

    def refresh(self) -> None:
        """Say how things stand now: icon, hint and menu."""
        words, standing = self._words, self._standing()
        for key, action in self.actions.items():
            action.setText(words(f"tray.{key}"))
        tell_next(standing, words, self.actions["next_run"], self.actions["pause"])
        if self.icon is not None:
            if standing.state is not self._state:
                self.icon.setIcon(state_icon(standing.state))
                self._state = standing.state
            self.icon.setToolTip("\n".join(filter(None, (hint(words, standing), standing.next_run))))

    def balloon(self, title: str, text: str, *, warning: bool) -> bool:
        """A message at the icon; False where there is none."""
        if self.icon is None:
            return False
        kind = QSystemTrayIcon.MessageIcon.Warning if warning else QSystemTrayIcon.MessageIcon.Information
        self.icon.showMessage(title, text, kind, 15_000)
        return True

    # ---- hosts that come and go ----

    def _host_changed(self) -> None:
        """A host came, went or was replaced: an icon that was made for another one would stay with it."""
        if self._wanted:
            self._drop()
            self._look()

    def _look(self) -> None:
        if not self._wanted:
            return
        if self._hosts is not None:
            self._hosts.ask()
        there = QSystemTrayIcon.isSystemTrayAvailable() and (self._hosts is None or self._hosts.shown)
        if there and self.icon is None:
            self._make()
            self.moved.emit(True)
        elif not there and self.icon is not None:
            self._drop()
            self.moved.emit(False)

    def _make(self) -> None:
        self._state = None
        self.icon = QSystemTrayIcon(self)
        self.icon.setContextMenu(self.menu)  # before it is shown: some hosts read it once
        self.icon.activated.connect(self._activated)
        self.icon.messageClicked.connect(self.message_clicked)
        self.refresh()
        self.icon.show()

    def _drop(self) -> None:
        if self.icon is not None:
            icon, self.icon = self.icon, None
            icon.hide()
            icon.setContextMenu(None)  # type: ignore[arg-type]  # Qt takes none, its stubs do not say so
            icon.deleteLater()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        pressed = QSystemTrayIcon.ActivationReason
        if reason in (pressed.Trigger, pressed.DoubleClick, pressed.MiddleClick) and sys.platform != "darwin":
            if self._open is not None:
                self._open()


def tell_next(standing: DesktopState, words: Words, next_run: QAction, pause: QAction) -> None:
    """What both menus say of what is planned; nothing where nothing can be."""
    planned = standing.paused is not None
    next_run.setVisible(planned)
    pause.setVisible(planned)
    next_run.setText(standing.next_run)
    pause.setText(words("action.resume_plan" if standing.paused else "action.pause_plan"))


def hint(words: Words, standing: DesktopState) -> str:
    """The state in words."""
    return words(f"tray.state.{standing.state}")


# ---- the icon ----

_SIZES = (16, 22, 24, 32, 44, 48, 64)
_BADGES = {
    TrayState.RUNNING: (QColor("#1f6f5c"), "play"),
    TrayState.NEEDS_YOU: (QColor("#b3261e"), "mark"),
    TrayState.PAUSED: (QColor("#4a4a4a"), "bars"),
}


def state_icon(state: TrayState) -> QIcon:
    """Our own icon with a badge of another shape for every state: it can be told on a light and on a dark panel, and
    without colours."""
    made = QIcon()
    for size in _SIZES:
        made.addPixmap(QPixmap.fromImage(state_picture(state, size)))
    return made


def state_picture(state: TrayState, size: int) -> QImage:
    """The icon of a state, ``size`` pixels wide."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(0.45 if state is TrayState.PAUSED else 1.0)
    painter.drawImage(QRectF(0, 0, size, size), icons.drawing("linkapp", size, "#000000"))
    painter.setOpacity(1.0)
    if state in _BADGES:
        colour, shape = _BADGES[state]
        painter.scale(size / 16, size / 16)
        _badge(painter, colour, shape)
    painter.end()
    return image


def _badge(painter: QPainter, colour: QColor, shape: str) -> None:
    """In a field of 16 by 16, over the lower right, with an edge that parts it from any ground."""
    outline = QPainterPath()
    if shape == "mark":
        outline.moveTo(10.5, 4.6)
        outline.lineTo(15.6, 15.4)
        outline.lineTo(5.4, 15.4)
        outline.closeSubpath()
    elif shape == "play":
        outline.addEllipse(QPointF(10.7, 10.7), 5.0, 5.0)
    else:
        outline.addRoundedRect(QRectF(5.8, 5.8, 9.8, 9.8), 1.6, 1.6)
    painter.setPen(colour if shape == "play" else QColor("#ffffff"))
    painter.strokePath(outline, painter.pen())
    painter.setPen(Qt.PenStyle.NoPen)
    ground, sign = (QColor("#ffffff"), colour) if shape == "play" else (colour, QColor("#ffffff"))
    painter.setBrush(ground)
    painter.drawPath(outline)
    painter.setBrush(sign)
    if shape == "mark":
        painter.drawRect(QRectF(9.8, 8.2, 1.4, 3.8))
        painter.drawRect(QRectF(9.8, 12.8, 1.4, 1.4))
    elif shape == "play":
        triangle = QPainterPath(QPointF(9.2, 7.8))
        triangle.lineTo(14.0, 10.7)
        triangle.lineTo(9.2, 13.6)
        triangle.closeSubpath()
        painter.drawPath(triangle)
    else:
        painter.drawRect(QRectF(8.3, 7.9, 1.9, 5.6))
        painter.drawRect(QRectF(11.3, 7.9, 1.9, 5.6))
