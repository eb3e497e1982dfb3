"""Draw the program's icon, installer/soudan-desk.svg, for its windows and for Windows' starters."""

import os
import struct
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).parents[1]
DRAWING = ROOT / "installer" / "soudan-desk.svg"
PNG = ROOT / "resources" / "icons" / "soudan-desk.png"
ICO = ROOT / "installer" / "windows" / "soudan-desk.ico"
PNG_SIZE = 128
ICO_SIZES = (16, 24, 32, 48, 64, 256)


def drawn(size: int) -> bytes:
    """Draw the icon as a PNG of one size."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    with QPainter(image) as painter:
        QSvgRenderer(str(DRAWING)).render(painter)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def packed(pictures: dict[int, bytes]) -> bytes:
    """Put PNGs into one ICO file."""
    offset = 6 + 16 * len(pictures)
    entries = b""
    for size, png in pictures.items():
        entries += struct.pack("<4B2H2I", size % 256, size % 256, 0, 0, 1, 32, len(png), offset)
        offset += len(png)
    return struct.pack("<3H", 0, 1, len(pictures)) + entries + b"".join(pictures.values())


def main() -> None:
    """Write both files."""
    QGuiApplication(sys.argv[:1])
    PNG.write_bytes(drawn(PNG_SIZE))
    ICO.write_bytes(packed({size: drawn(size) for size in ICO_SIZES}))


if __name__ == "__main__":
    main()
