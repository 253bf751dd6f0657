"""The pages of the settings that are more than fields: what an application offers of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from linkapp.services.application import Application
from linkapp.ui.dialogs.backups import backups_page
from linkapp.ui.dialogs.phone_page import phone_page
from linkapp.ui.dialogs.schedule import schedule_page
from linkapp.ui.words import Words


def more_pages(
    words: Words, app: Application, change: Callable[[dict[str, object]], None]
) -> Mapping[str, QWidget | None]:
    """The pages by the keys of their names; None for what this application does not have. ``change`` keeps settings."""
    backups = backups_page(words, app)
    if backups is not None:
        backups.changed.connect(change)
    phone = phone_page(words, app)
    if phone is not None:
        phone.changed.connect(change)
    return {
        "settings.schedule": schedule_page(words, app),
        "settings.backups": backups,
        "settings.phone.page": phone,
    }
