"""Pictures of the window without a screen: for the demo and the README."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from linkapp.services.application import Application
from linkapp.ui.application import make_application
from linkapp.ui.theme import Theme
from linkapp.ui.window import MainWindow

TABS = ("campaign", "contacts", "log")
SIZE = QSize(1120, 720)
LONGEST_S = 20.0


async def draw_pictures(
    app: Application,
    folder: Path,
    *,
    languages: Sequence[str] = ("en",),
    themes: Sequence[str] = ("light", "dark"),
    scales: Sequence[float] = (1.0,),
    size: QSize = SIZE,
) -> list[Path]:
    """Draw the three tabs in every language, theme and scale; returns the PNG files.

    The application is read, never written. Needs a running Qt loop (``loop.make_loop``), and no screen: the window is
    laid out but not shown. Without a display, set ``QT_QPA_PLATFORM=offscreen`` before Qt is first used.
    """
    make_application()
    folder.mkdir(parents=True, exist_ok=True)  # noqa: ASYNC240 - a moment, before anything is drawn
    window = MainWindow(hold_seconds=0)
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.resize(size)
    window.show()
    made: list[Path] = []
    try:
        await window.attach(app)
        await _settled(window)
        for language in languages:
            window.choose_language(language, keep=False)
            for theme in themes:
                window.choose_theme(Theme(theme), keep=False)
                for number, tab in enumerate(TABS):
                    window.tabs.go(number)
                    if tab == "contacts" and window.contacts.pane.contact is None:
                        window.contacts.table.setCurrentIndex(window.contacts.model.index(0, 0))
                    await _settled(window)
                    for scale in scales:
                        end = "" if scale == 1 else f"-{scale:g}x"
                        path = folder / f"{tab}-{language}-{theme}{end}.png"
                        if not draw(window, scale).save(str(path)):
                            raise OSError(f"cannot write {path}")
                        made.append(path)
    finally:
        await window.end()
        window.deleteLater()
    return made


def draw(widget: QWidget, scale: float = 1.0) -> QImage:
    """A widget as an image, drawn at a scale (not enlarged)."""
    image = QImage(widget.size() * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    image.fill(widget.palette().window().color())
    with QPainter(image) as painter:
        widget.render(painter, QPoint())
    return image


async def _settled(window: MainWindow) -> None:
    """Wait until the tabs have read what they show."""
    async with asyncio.timeout(LONGEST_S):
        while window.reading_now:  # noqa: ASYNC110 - three tabs, each with a task of its own
            await asyncio.sleep(0.01)
    for _ in range(5):
        await asyncio.sleep(0.01)
