"""Light and dark: a palette pair of our own, a handful of style rules, and which of the two is meant by "system"."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import NamedTuple

from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from linkapp.ui.files import resource


class Theme(StrEnum):
    """What a person can choose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Colours(NamedTuple):
    """One appearance. Every text colour reaches 4.5:1 on the grounds it is used on (tested)."""

    ground: str
    """Behind everything."""
    sheet: str
    """Lists, editors, cards."""
    stripe: str
    line: str
    edge: str
    """Borders of things that can be typed into or pressed: 3:1 against their surroundings."""
    text: str
    quiet: str
    """Second lines, hints, headings of sections."""
    accent: str
    on_accent: str
    chosen: str
    """Ground of the current row; text keeps its colour on it."""
    button: str
    good: str
    warn: str
    bad: str
    warn_ground: str
    bad_ground: str
    info_ground: str
    link: str
    handle: str
    """Scroll bars."""


LIGHT = Colours(
    ground="#f6f6f3",
    sheet="#ffffff",
    stripe="#faf9f7",
    line="#e2e1dc",
    edge="#8a8b86",
    text="#1c1d1f",
    quiet="#5b5e63",
    accent="#17695b",
    on_accent="#ffffff",
    chosen="#e0efeb",
    button="#ffffff",
    good="#17695b",
    warn="#8a5300",
    bad="#a32626",
    warn_ground="#fdf3dd",
    bad_ground="#fbe9e7",
    info_ground="#e6f1ee",
    link="#14594d",
    handle="#c4c4be",
)
DARK = Colours(
    ground="#1d1e20",
    sheet="#25272a",
    stripe="#2a2c2f",
    line="#3a3d41",
    edge="#83878d",
    text="#ececea",
    quiet="#a9adb3",
    accent="#6cc9b4",
    on_accent="#0c211c",
    chosen="#2d433e",
    button="#2f3236",
    good="#6cc9b4",
    warn="#f0bd66",
    bad="#f29b93",
    warn_ground="#3a301d",
    bad_ground="#40292a",
    info_ground="#24352f",
    link="#7fd6c2",
    handle="#55595f",
)


def is_dark(theme: Theme) -> bool:
    """Whether this theme is dark here and now."""
    if theme is Theme.SYSTEM:
        from PySide6.QtCore import Qt

        return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return theme is Theme.DARK


class System(NamedTuple):
    """What this computer asks of every program. To ask for it takes a tenth of the time of a first paint, so the window
    begins with what it was the last time."""

    dark: bool = False
    more_contrast: bool = False

    @classmethod
    def now(cls) -> System:
        """What it asks for now."""
        return cls(dark=is_dark(Theme.SYSTEM), more_contrast=_more_contrast())


def apply(application: QApplication, theme: Theme, system: System | None = None, *, frame: bool = False) -> Colours:
    """Put a theme on, live; the system is asked where it is not given. The style is ``application.STYLE``. ``frame``:
    only what the window's frame is seen in, as to read all rules takes a tenth of the first paint.

    What is on already is not put on again: every widget is gone through for it, which takes as long as a window.
    """
    if not sys.platform.startswith("linux"):
        from PySide6.QtCore import Qt

        hints = QGuiApplication.styleHints()
        scheme = {Theme.LIGHT: Qt.ColorScheme.Light, Theme.DARK: Qt.ColorScheme.Dark}
        hints.setColorScheme(scheme.get(theme, Qt.ColorScheme.Unknown))
    system = system or System.now()
    chosen = DARK if (system.dark if theme is Theme.SYSTEM else theme is Theme.DARK) else LIGHT
    rules = frame_rules(chosen) if frame else style_rules(chosen)
    on = application.styleSheet()
    put_on = on == rules or (frame and bool(on) and on == style_rules(chosen))
    application.setPalette(palette(chosen, more_contrast=system.more_contrast))
    if not put_on:
        application.setStyleSheet(rules)
    return chosen


def palette(chosen: Colours, *, more_contrast: bool = False) -> QPalette:
    """The palette of an appearance. With more contrast, quiet text is as strong as text and lines are edges."""
    made = QPalette()
    role = QPalette.ColorRole
    quiet = chosen.text if more_contrast else chosen.quiet
    line = chosen.edge if more_contrast else chosen.line
    values = {
        role.Window: chosen.ground,
        role.WindowText: chosen.text,
        role.Base: chosen.sheet,
        role.AlternateBase: chosen.stripe,
        role.Text: chosen.text,
        role.PlaceholderText: quiet,
        role.Button: chosen.button,
        role.ButtonText: chosen.text,
        role.BrightText: chosen.bad,
        role.Highlight: chosen.accent,
        role.HighlightedText: chosen.on_accent,
        role.Accent: chosen.accent,
        role.Link: chosen.link,
        role.LinkVisited: chosen.link,
        role.ToolTipBase: chosen.sheet,
        role.ToolTipText: chosen.text,
        role.Light: chosen.sheet,
        role.Midlight: line,
        role.Mid: line,
        role.Dark: chosen.edge,
        role.Shadow: chosen.edge,
    }
    for each, value in values.items():
        made.setColor(each, QColor(value))
    for each in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, each, QColor(quiet))
    made.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(line))
    return made


def frame_rules(chosen: Colours) -> str:
    """Those of them that the window's frame is seen in."""
    return f"""
    QMainWindow, QDialog {{ background: {chosen.ground}; }}
    QFrame#line {{ background: {chosen.line}; border: 0; }}
    QTabBar#sections {{ background: transparent; }}
    QTabBar#sections::tab {{ background: transparent; border: 0; border-bottom: 3px solid transparent;
        padding: 8px 14px 7px 14px; margin-right: 4px; color: {chosen.quiet}; }}
    QTabBar#sections::tab:selected {{ color: {chosen.text}; border-bottom-color: {chosen.accent}; font-weight: bold; }}
    QTabBar#sections::tab:hover:!selected {{ color: {chosen.text}; border-bottom-color: {chosen.line}; }}
    QTabBar#sections::tab:focus {{ border-bottom-color: {chosen.accent}; background: {chosen.chosen}; }}
    """


def style_rules(chosen: Colours) -> str:
    """The few rules that a palette cannot say. Sizes are in points of the font or left to the style."""
    return f"""{frame_rules(chosen)}
    QCheckBox {{ spacing: 8px; background: transparent; }}
    QCheckBox::indicator {{ width: 14px; height: 14px; border: 1px solid {chosen.edge}; border-radius: 4px;
        background: {chosen.sheet}; }}
    QCheckBox::indicator:checked {{ background: {chosen.accent}; border-color: {chosen.accent};
        image: url("{_tick(chosen)}"); }}
    QCheckBox:focus {{ outline: 0; text-decoration: underline; }}
    QCheckBox::indicator:focus {{ border: 2px solid {chosen.accent}; width: 12px; height: 12px; }}
    QRadioButton {{ spacing: 8px; background: transparent; }}
    QRadioButton::indicator {{ width: 14px; height: 14px; border: 1px solid {chosen.edge}; border-radius: 8px;
        background: {chosen.sheet}; }}
    QRadioButton::indicator:checked {{ width: 6px; height: 6px; border: 5px solid {chosen.accent}; }}
    QRadioButton:focus {{ outline: 0; text-decoration: underline; }}
    QRadioButton::indicator:focus:!checked {{ width: 12px; height: 12px; border: 2px solid {chosen.accent}; }}
    QToolTip {{ background: {chosen.sheet}; color: {chosen.text}; border: 1px solid {chosen.edge}; padding: 4px; }}
    QTabWidget::pane {{ border: 0; border-top: 1px solid {chosen.line}; }}
    QPushButton, QToolButton#plain {{ background: {chosen.button}; color: {chosen.text};
        border: 1px solid {chosen.edge}; border-radius: 5px; padding: 5px 13px; }}
    QPushButton:hover, QToolButton#plain:hover {{ background: {chosen.chosen}; }}
    QPushButton:pressed {{ background: {chosen.line}; }}
    QPushButton:focus {{ border: 2px solid {chosen.accent}; padding: 4px 12px; }}
    QPushButton:disabled {{ color: {chosen.quiet}; border-color: {chosen.line}; background: {chosen.ground}; }}
    QPushButton#primary {{ background: {chosen.accent}; color: {chosen.on_accent}; border-color: {chosen.accent};
        font-weight: bold; padding: 6px 18px; }}
    QPushButton#primary:hover {{ background: {chosen.link}; }}
    QPushButton#primary:focus {{ border: 2px solid {chosen.text}; padding: 5px 17px; }}
    QPushButton#primary:disabled {{ background: {chosen.line}; color: {chosen.quiet}; border-color: {chosen.line}; }}
    QPushButton#quiet {{ background: transparent; border-color: transparent; color: {chosen.link}; padding: 4px 7px; }}
    QPushButton#quiet:hover {{ background: {chosen.chosen}; }}
    QPushButton#quiet:focus {{ border: 2px solid {chosen.accent}; padding: 3px 6px; }}
    QPushButton#quiet:disabled {{ color: {chosen.quiet}; }}
    QPushButton#chip {{ border-radius: 10px; border: 1px solid {chosen.edge}; padding: 3px 12px; }}
    QPushButton#chip:checked {{ background: {chosen.chosen}; border: 2px solid {chosen.accent}; padding: 2px 11px; }}
    QPushButton#chip:focus {{ border: 2px solid {chosen.text}; padding: 2px 11px; }}
    QLineEdit, QPlainTextEdit {{ background: {chosen.sheet}; color: {chosen.text};
        border: 1px solid {chosen.edge}; border-radius: 5px; padding: 5px; selection-background-color: {chosen.accent};
        selection-color: {chosen.on_accent}; }}
    QLineEdit:focus, QPlainTextEdit:focus {{ border: 2px solid {chosen.accent}; padding: 4px; }}
    QPlainTextEdit[readOnly="true"] {{ background: {chosen.stripe}; }}
    QAbstractItemView {{ background: {chosen.sheet}; border: 1px solid {chosen.line}; border-radius: 7px; outline: 0; }}
    QAbstractItemView:focus {{ border: 2px solid {chosen.accent}; }}
    QTableView {{ gridline-color: {chosen.line}; alternate-background-color: {chosen.stripe};
        selection-background-color: {chosen.chosen}; selection-color: {chosen.text}; }}
    QTableView::item {{ padding: 0 8px; border: 0; }}
    QHeaderView {{ background: {chosen.sheet}; border: 0; }}
    QHeaderView::section {{ background: {chosen.sheet}; color: {chosen.quiet}; border: 0;
        border-bottom: 1px solid {chosen.line}; padding: 6px 11px; }}
    QFrame#card {{ background: {chosen.sheet}; border: 1px solid {chosen.line}; border-radius: 7px; }}
    QFrame#card QLabel {{ background: transparent; }}
    QFrame#banner {{ border-radius: 7px; border: 1px solid {chosen.line}; background: {chosen.info_ground}; }}
    QFrame#banner[kind="warn"] {{ background: {chosen.warn_ground}; border-color: {chosen.warn}; }}
    QFrame#banner[kind="bad"] {{ background: {chosen.bad_ground}; border-color: {chosen.bad}; }}
    QFrame#banner[kind="good"] {{ background: {chosen.info_ground}; border-color: {chosen.good}; }}
    QFrame#banner QLabel {{ background: transparent; }}
    QLabel#quiet {{ color: {chosen.quiet}; }}
    QLabel#warning {{ color: {chosen.warn}; }}
    QLabel#mark {{ background: {chosen.info_ground}; color: {chosen.text}; border: 1px solid {chosen.accent};
        border-radius: 10px; padding: 2px 10px; }}
    QScrollArea, QScrollArea > QWidget > QWidget#page {{ background: transparent; border: 0; }}
    QSplitter::handle {{ background: transparent; }}
    QSplitter::handle:hover {{ background: {chosen.line}; }}
    QScrollBar:vertical {{ background: transparent; width: 11px; margin: 2px; }}
    QScrollBar:horizontal {{ background: transparent; height: 11px; margin: 2px; }}
    QScrollBar::handle {{ background: {chosen.handle}; border-radius: 3px; min-height: 28px; min-width: 28px; }}
    QScrollBar::handle:hover {{ background: {chosen.quiet}; }}
    QAbstractScrollArea::corner {{ background: transparent; border: 0; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QProgressBar {{ background: {chosen.line}; border: 0; border-radius: 3px; max-height: 6px; min-height: 6px; }}
    QProgressBar::chunk {{ background: {chosen.accent}; border-radius: 3px; }}
    """


def _tick(chosen: Colours) -> str:
    """The tick that is seen on the accent."""
    return resource("icons", "tick_light.svg" if chosen is LIGHT else "tick_dark.svg").as_posix()


def contrast(first: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2, relative luminance), 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _more_contrast() -> bool:
    """Whether the system asks for more contrast (Qt 6.10 and later say so)."""
    hints = QGuiApplication.styleHints()
    accessibility = getattr(hints, "accessibility", None)
    if accessibility is None:
        return False
    from PySide6.QtCore import Qt

    return bool(accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast)
