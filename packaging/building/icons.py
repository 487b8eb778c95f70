"""The icon of the app in pixels, drawn from the SVG; needs Qt and Pillow."""

import io
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

__all__ = ["SIZES", "write_icon", "write_icons"]

#: Widths in pixels by the ending of the file: those that the taskbar and the Finder ask for, and desktops of
#: Linux that draw no SVG.
SIZES = {
    ".ico": (16, 20, 24, 32, 40, 48, 64, 128, 256),
    ".icns": (16, 32, 64, 128, 256, 512, 1024),
    ".png": (48, 128, 256),
}


def write_icon(drawing: Path, path: Path) -> Path:
    """Write an icon in the format that its ending tells, each size drawn for itself; returns the path."""
    images = [_drawn(drawing, size) for size in SIZES[path.suffix]]
    options = {"sizes": [image.size for image in images]} if path.suffix == ".ico" else {}
    images[-1].save(path, append_images=images[:-1], **options)
    return path


def write_icons(drawing: Path, folder: Path) -> None:
    """Write a PNG of each size into a folder for themes of icons, below the size that it is for."""
    for size in SIZES[".png"]:
        path = folder / f"{size}x{size}" / "apps" / f"{drawing.stem}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        _drawn(drawing, size).save(path)


def _drawn(drawing: Path, size: int) -> Image.Image:
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(drawing)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return Image.open(io.BytesIO(bytes(buffer.data())))
