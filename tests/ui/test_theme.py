"""Both themes: contrast, live change, icons and faces."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette

from linkapp.ui import icons, theme
from linkapp.ui.files import resource
from linkapp.ui.lists.faces import face_colours, initials, tint
from linkapp.ui.theme import DARK, LIGHT, Colours, Theme, contrast

BOTH = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


@BOTH
def test_text_is_readable_on_every_ground(colours: Colours) -> None:
    grounds = (colours.ground, colours.sheet, colours.stripe, colours.chosen, colours.button)
    banners = (colours.warn_ground, colours.bad_ground, colours.info_ground)
    for ground in (*grounds, *banners):
        assert contrast(colours.text, ground) >= 4.5
    for ground in grounds:
        assert contrast(colours.quiet, ground) >= 4.5, ground
        assert contrast(colours.link, ground) >= 4.5, ground
        assert contrast(colours.warn, ground) >= 4.5, ground
    assert contrast(colours.on_accent, colours.accent) >= 4.5
    assert contrast(colours.on_accent, colours.link) >= 4.5
    assert contrast(colours.quiet, colours.line) >= 4.5


@BOTH
def test_edges_of_controls_and_the_focus_are_seen(colours: Colours) -> None:
    for ground in (colours.ground, colours.sheet):
        assert contrast(colours.edge, ground) >= 3
        assert contrast(colours.accent, ground) >= 3


@BOTH
def test_the_palette_reads_in_every_state(colours: Colours) -> None:
    made = theme.palette(colours)
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    for each in (group.Active, group.Inactive, group.Disabled):
        for text, ground in (
            (role.WindowText, role.Window),
            (role.Text, role.Base),
            (role.PlaceholderText, role.Base),
            (role.ButtonText, role.Button),
            (role.ToolTipText, role.ToolTipBase),
            (role.HighlightedText, role.Highlight),
            (role.Link, role.Window),
        ):
            assert contrast(made.color(each, text).name(), made.color(each, ground).name()) >= 4.5, (each, text)
    assert contrast(made.color(role.PlaceholderText).name(), tint(made).name()) >= 4.5
    assert contrast(made.color(role.Text).name(), tint(made).name()) >= 4.5


@BOTH
def test_letters_are_readable_on_every_face(colours: Colours) -> None:
    made = theme.palette(colours)
    for name in ("Ada", "Bo", "Cy", "Dee", "Eve", "Fay", "Gil", "Hal", "Ida", "Jo", "Kim", "Leo"):
        ground, letters = face_colours(name, made)
        assert contrast(ground.name(), letters.name()) >= 4.5, name


def test_more_contrast_makes_quiet_text_as_strong_as_text() -> None:
    made = theme.palette(LIGHT, more_contrast=True)
    assert made.color(QPalette.ColorRole.PlaceholderText) == made.color(QPalette.ColorRole.Text)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_a_theme_is_put_on_live(qapp: Any) -> None:
    for chosen, colours in ((Theme.LIGHT, LIGHT), (Theme.DARK, DARK)):
        assert theme.apply(qapp, chosen) is colours
        assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(colours.ground)
        assert colours.accent in qapp.styleSheet()


@pytest.mark.parametrize("path", sorted(resource("icons").glob("*.svg")), ids=lambda path: path.stem)
def test_every_icon_can_be_drawn_at_every_size(qapp: Any, path: Path) -> None:
    for size in (16, 37, 64):
        image = icons.drawing(path.stem, size, "#ff0000")
        assert image.width() == image.height() == size
        assert any(image.pixelColor(x, y).alpha() > 0 for x in range(size) for y in range(size))


def test_an_icon_follows_the_colour_of_the_text(qapp: Any) -> None:
    image = icons.drawing("stop", 32, "#ff0000")
    found = {
        image.pixelColor(x, y).name() for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() > 200
    }
    assert "#ff0000" in found
    assert not icons.application_icon().isNull()


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ada Winterbourne", "AW"),
        ("Jean-Luc O'Connor", "JO"),
        ("Cher", "C"),
        ("", "?"),
        ("🎂", "?"),
        ("李 小龙", "李"),
        ("مايا حداد", "مح"),
        ("Dr. 3rd Æsir", "DÆ"),
        ("<b>Eve</b>", "B"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_the_system_theme_is_light_where_the_system_does_not_say(qapp: Any) -> None:
    expected = qapp.styleHints().colorScheme() == Qt.ColorScheme.Dark
    assert theme.is_dark(Theme.SYSTEM) == expected
