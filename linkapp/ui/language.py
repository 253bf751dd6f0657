"""The languages of the window, and what its frame says before the tables of sentences are read."""

from __future__ import annotations

from PySide6.QtCore import QLocale

LANGUAGES = ("en", "fr")
FRAME = {
    "en": {
        "tab.campaign": "Campaign",
        "tab.contacts": "Contacts",
        "tab.log": "Log",
        "menu.program": "&LinkApp",
        "menu.view": "&View",
        "menu.help": "&Help",
    },
    "fr": {
        "tab.campaign": "Campagne",
        "tab.contacts": "Contacts",
        "tab.log": "Journal",
        "menu.program": "&LinkApp",
        "menu.view": "A&ffichage",
        "menu.help": "A&ide",
    },
}
"""As in ``resources/i18n`` (a test holds them equal): to read those takes as long as to make the whole frame."""


def system_language() -> str:
    """The language of this computer, if it is one of ours, else English."""
    language = QLocale.system().name().split("_")[0]
    return language if language in LANGUAGES else "en"


def spoken(language: str) -> str:
    """A language, if it is one of ours, else this computer's."""
    return language if language in LANGUAGES else system_language()
