"""The application object of Qt, made once and with nothing but Qt: the window is painted before anything else is
imported."""

from __future__ import annotations

import os
import sys

from PySide6.QtWidgets import QApplication

from linkapp.display import NO_DISPLAY, asked_display
from linkapp.domain.known_error import KnownError
from linkapp.ui.platform_plugin import VARIABLE, not_loaded, platforms_there

STYLE = ["-style", "Fusion"] if sys.platform.startswith("linux") else []
"""Fusion on Linux, the platform's own elsewhere. Asked for as on a command line: to set it later would
take a tenth of the time of a first paint."""


class NoDisplay(KnownError):
    """There is no screen to draw on, or Qt cannot draw on it; the message is one sentence for a person."""

    def __init__(self, cause: KnownError) -> None:
        super().__init__(str(cause), cause.code, **cause.facts)


def no_display(sentence: str) -> NoDisplay:
    """What is raised where the display, asked, is not there (``sentence`` of ``linkapp.display``)."""
    if sentence == NO_DISPLAY:
        return NoDisplay(KnownError(sentence, "display"))
    name = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY", "")
    return NoDisplay(KnownError(sentence, "display_silent", name=name))


def make_application(arguments: list[str] | None = None) -> QApplication:
    """The application object, made once. Raises ``NoDisplay`` where Qt would abort the whole process instead."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    platforms = platforms_there(os.environ, sys.platform)
    if isinstance(platforms, KnownError):
        raise NoDisplay(platforms)
    narrowed = {VARIABLE: ";".join(platforms)} if platforms else {}
    with asked_display({**os.environ, **narrowed}, sys.platform) as missing:
        if missing:
            raise no_display(missing)
        if broken := not_loaded(platforms):
            raise NoDisplay(broken)
        application = QApplication([*(arguments or sys.argv[:1]), *STYLE])
    application.setApplicationName("LinkApp")
    application.setApplicationDisplayName("LinkApp")
    application.setDesktopFileName("linkapp")
    application.setQuitOnLastWindowClosed(False)
    return application
