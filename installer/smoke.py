"""Try a built program from the inside; never shipped.

Usage: smoke            every module imports, the native libraries work, a window is painted
       smoke OFFICE     the same, and the program's own window opens on an office (SOUDAN_PASSWORD)
       … -platform P    as Qt takes it; under wine the environment's word does not reach Qt
"""

import importlib
import os
import pkgutil
import sys
from io import BytesIO
from pathlib import Path
from time import perf_counter

import pypdfium2
import sqlcipher3
import sudachipy
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from reportlab.pdfgen.canvas import Canvas

import soudan_desk
from soudan_desk.manual.blocks import Picture
from soudan_desk.manual.chapters import chapters
from soudan_desk.ui.theme import theme

WITHIN_SECONDS = 30


def import_everything() -> int:
    """Import every module of the program; give their number."""
    names = [m.name for m in pkgutil.walk_packages(soudan_desk.__path__, "soudan_desk.")]
    for name in names:
        if "migrations" not in name and not name.endswith("__main__"):
            importlib.import_module(name)
    return len(names)


def try_native_libraries() -> None:
    """Encrypt, read a word, write and read a page."""
    office = sqlcipher3.connect(":memory:")
    assert office.execute("PRAGMA cipher_version").fetchone()[0] >= "4"
    words = sudachipy.Dictionary(dict="small").tokenizer().tokenize("相談員")
    assert words[0].reading_form().startswith("ソウダン")
    paper = BytesIO()
    canvas = Canvas(paper)
    canvas.drawString(100, 100, "mihon")
    canvas.save()
    assert len(pypdfium2.PdfDocument(paper.getvalue())) == 1


def read_the_manual() -> int:
    """Read every chapter and find its pictures; give the number of chapters."""
    blocks = [block for chapter in chapters() for block in chapter.blocks]
    missing = [b.file for b in blocks if isinstance(b, Picture) and not b.file.is_file()]
    assert not missing, missing
    return len(chapters())


def is_painted(window: QWidget) -> bool:
    """Tell whether the window shows more than one colour."""
    picture = window.grab().toImage()
    width, height = picture.width(), picture.height()
    spots = {picture.pixel(x, y) for x in range(0, width, 7) for y in range(0, height, 7)}
    return len(spots) > 3


def try_window(app: QApplication, office: Path) -> None:
    """Open the program on an office and wait until it is painted."""
    from soudan_desk.app import open_desk  # a smoke test without office needs none

    window = open_desk(office, "shunin", os.environ["SOUDAN_PASSWORD"])
    window.show()
    start = perf_counter()

    def look() -> None:
        if is_painted(window):
            app.exit(0)
        elif perf_counter() - start > WITHIN_SECONDS:
            app.exit(1)
        else:
            QTimer.singleShot(100, look)

    QTimer.singleShot(100, look)
    assert app.exec() == 0, "the window stayed blank"
    window.close()


def main() -> None:
    """Try it all, and say so."""
    count = import_everything()
    try_native_libraries()
    pages = read_the_manual()
    app = QApplication(sys.argv)
    theme.apply(app)
    for office in app.arguments()[1:]:
        try_window(app, Path(office))
    print(f"smoke: {count} modules import, libraries work, {pages} manual pages are there")
    print(f"smoke: Qt {app.platformName()} starts")


main()
