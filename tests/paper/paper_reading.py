"""Read a PDF back as poppler sees it: text, boxes, fonts."""

import re
import subprocess
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pypdfium2

XHTML = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True)
class Line:
    """One line of a page, in points from the top left."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


def run(*command: str) -> str:
    """Run a tool of poppler's; what it complains of is a fault of ours."""
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stderr == ""
    return done.stdout


def text_of(pdf: Path) -> str:
    return run("pdftotext", str(pdf), "-")


def exact_text_of(pdf: Path) -> str:
    """Read with pdfium, which keeps full-width spaces where poppler reads them as gaps."""
    with pypdfium2.PdfDocument(BytesIO(pdf.read_bytes())) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def squashed(text: str) -> str:
    """Drop blanks and line ends: where a line was broken is not part of what it says."""
    return re.sub(r"\s+", "", text)


def fonts_of(pdf: Path) -> list[dict[str, str]]:
    """Name, and whether embedded, subset and with a way back to Unicode."""
    rows = run("pdffonts", str(pdf)).splitlines()[2:]
    return [dict(zip(("name", "emb", "sub", "uni"), _font_row(row), strict=True)) for row in rows]


def _font_row(row: str) -> list[str]:
    columns = row.split()
    return [columns[0], *columns[-5:-2]]


def words_of(pdf: Path) -> list[Line]:
    tree = ET.fromstring(run("pdftotext", "-bbox-layout", str(pdf), "-"))
    return [
        Line(number, *(float(word.get(side)) for side in _SIDES), word.text or "")
        for number, page in enumerate(tree.iter(f"{XHTML}page"), start=1)
        for word in page.iter(f"{XHTML}word")
    ]


def sizes_of(pdf: Path) -> list[tuple[float, float]]:
    """Width and height of every page, in points."""
    tree = ET.fromstring(run("pdftotext", "-bbox", str(pdf), "-"))
    pages = tree.iter(f"{XHTML}page")
    return [(float(each.get("width")), float(each.get("height"))) for each in pages]


_SIDES = ("xMin", "yMin", "xMax", "yMax")


def lines_of(pdf: Path) -> list[Line]:
    """Join the words that stand at one height of a page: for pages of one column."""
    rows: dict[tuple[int, int], list[Line]] = {}
    for word in words_of(pdf):
        rows.setdefault((word.page, round(word.bottom)), []).append(word)
    return [_joined(sorted(row, key=lambda word: word.left)) for _, row in sorted(rows.items())]


def _joined(words: list[Line]) -> Line:
    first = words[0]
    text = "".join(word.text for word in words)
    right = max(word.right for word in words)
    return Line(first.page, first.left, first.top, right, first.bottom, text)


def page_count(pdf: Path) -> int:
    return int(re.search(r"Pages:\s+(\d+)", run("pdfinfo", str(pdf))).group(1))


def text_of_page(pdf: Path, page: int) -> str:
    return run("pdftotext", "-f", str(page), "-l", str(page), str(pdf), "-")
