"""Our own icons: small line drawings in ``resources/icons``, coloured by the palette when they are drawn."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QIcon, QImage, QPalette, QPixmap

from linkapp.ui.files import resource

if TYPE_CHECKING:
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QPainter

SIZES = (16, 20, 24, 32, 48, 64)
DISABLED_SIZES = (20, 48)
"""Fewer: every size is drawn when an icon is made."""


def icon(name: str, palette: QPalette, role: QPalette.ColorRole = QPalette.ColorRole.ButtonText) -> QIcon:
    """An icon in a colour of the palette, with a disabled twin."""
    made = QIcon()
    for group, mode in (
        (QPalette.ColorGroup.Active, QIcon.Mode.Normal),
        (QPalette.ColorGroup.Disabled, QIcon.Mode.Disabled),
    ):
        normal = group is QPalette.ColorGroup.Active
        colour = palette.color(group, role if normal else QPalette.ColorRole.ButtonText)
        for size in SIZES if normal else DISABLED_SIZES:
            made.addPixmap(QPixmap.fromImage(drawing(name, size, colour.name())), mode)
    return made


def paint(painter: QPainter, name: str, place: QRectF, colour: QColor) -> None:
    """Draw an icon into a rectangle, as sharp as the paint device is."""
    from PySide6.QtGui import QPainter

    device = painter.device()
    ratio = device.devicePixelRatioF() if device is not None else 1.0
    size = max(1, round(min(place.width(), place.height()) * ratio))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(place, drawing(name, size, colour.name()))


def pixmap(name: str, size: int, colour: QColor, ratio: float = 1.0) -> QPixmap:
    """An icon as a pixmap of ``size`` device-independent pixels."""
    made = QPixmap.fromImage(drawing(name, max(1, round(size * ratio)), colour.name()))
    made.setDevicePixelRatio(ratio)
    return made


def application_icon() -> QIcon:
    """The program's own icon, in its own colours."""
    made = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        made.addPixmap(QPixmap.fromImage(drawing("linkapp", size, "#000000")))
    return made


@lru_cache(maxsize=512)
def drawing(name: str, size: int, colour: str) -> QImage:
    """The drawing as an image of ``size`` pixels; ``currentColor`` in it becomes ``colour``."""
    text = (
        _source(name)
        .replace("currentColor", colour)
        .replace('width="24" height="24"', f'width="{size}" height="{size}"', 1)
    )
    image = QImage.fromData(text.encode())
    if image.isNull():
        raise ValueError(f"the icon {name} cannot be drawn")
    if image.width() != size:
        from PySide6.QtCore import Qt

        image = image.scaled(size, size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    return image


@lru_cache(maxsize=64)
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")
