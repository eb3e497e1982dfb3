"""Put a Japanese TrueType font into a PDF as one composite font that copies as what was typed.

reportlab's own way makes simple fonts of 256 characters each, writes characters beyond U+FFFF
wrongly and knows no variation selectors. A composite font with its own table back to Unicode has
none of these faults, is smaller, and turns a line of text into codes with one `str.translate`.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any
from unicodedata import normalize
from weakref import WeakKeyDictionary

from fontTools.ttLib import TTFont as TableReader
from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.ttfonts import TTFont, TTFontFace

MARKS = "\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef"
_HAS_MARK = re.compile(f"[{MARKS}]")
_STRAY = re.compile(f"(?<![^\\s{MARKS}])[{MARKS}]+|(?<=[{MARKS}])[{MARKS}]+")
_CLUSTER = re.compile(f".[{MARKS}]?", re.DOTALL)
_BLOCK = 100  # entries of one bfchar block, as the specification allows


def has_marks(text: str) -> bool:
    """Tell whether some character of `text` is only seen in the shape of the one before it."""
    return _HAS_MARK.search(text) is not None


def without_stray_marks(text: str) -> str:
    """Drop selectors and voicing marks that follow no character, or another mark."""
    return _STRAY.sub("", text)


def clusters(text: str) -> list[str]:
    """Split into characters, each together with its variation selector or voicing mark."""
    return _CLUSTER.findall(text)


class CompositeFont(TTFont):  # type: ignore[misc]
    """A font of the papers; knows its glyphs, its advances and how to get into a PDF."""

    def __init__(self, name: str, path: Path) -> None:
        super().__init__(name, str(path), shapable=False)
        self._path = path
        self.state: WeakKeyDictionary[Any, _Used] = WeakKeyDictionary()
        self.advances = _Advances(self.face)

    @cached_property
    def characters(self) -> frozenset[str]:
        """Every character that has a glyph."""
        return frozenset(map(chr, self.face.charToGlyph))

    @cached_property
    def variants(self) -> dict[str, int]:
        """Glyph number by base + variation selector (cmap format 14)."""
        with TableReader(self._path, lazy=True) as font:
            return {
                chr(base) + chr(selector): (
                    font.getGlyphID(glyph) if glyph else self.face.charToGlyph[base]
                )
                for table in font["cmap"].tables
                if table.format == 14
                for selector, pairs in table.uvsDict.items()
                for base, glyph in pairs
            }

    def has(self, cluster: str) -> bool:
        """Tell whether the font draws this character in the very shape asked for."""
        if len(cluster) == 1:
            return cluster in self.characters
        return cluster in self.variants or normalize("NFC", cluster) in self.characters

    def glyph(self, cluster: str) -> int:
        """Return the glyph number; an unknown variant is drawn in the base's usual shape."""
        if len(cluster) > 1 and cluster in self.variants:
            return self.variants[cluster]
        composed = normalize("NFC", cluster) if cluster[-1] in "\u3099\u309a" else cluster
        glyphs: dict[int, int] = self.face.charToGlyph
        return glyphs.get(ord(composed[0]), 0)

    def width(self, text: str, size: float) -> float:
        """Return the length of a line in points."""
        return sum(map(self.advances.__getitem__, text)) * size

    def stringWidth(self, text: str, size: float, *_: Any, **__: Any) -> float:  # noqa: N802
        """Return the length of a line in points (reportlab's name for it)."""
        return self.width(text, size)

    def splitString(  # noqa: N802
        self, text: str, doc: Any, *_: Any, **__: Any
    ) -> list[tuple[int, bytes]]:
        """Encode a line for one document; there is only one subset, number 0."""
        used = self._used_in(doc)
        if not has_marks(text):
            return [(0, text.translate(used).encode("utf-16-be"))]
        codes = (used[ord(c) if len(c) == 1 else c] for c in clusters(text))
        return [(0, b"".join(code.to_bytes(2, "big") for code in codes))]

    def getSubsetInternalName(self, _subset: int, doc: Any) -> str:  # noqa: N802
        """Return the font's name in the page's resources, announcing it at its first use."""
        used = self._used_in(doc)
        if used.internalName is None:
            used.internalName = f"F{len(doc.fontMapping) + 1}"
            doc.fontMapping[self.fontName] = "/" + used.internalName
            doc.delayedFonts.append(self)
        return f"/{used.internalName}"

    def addObjects(self, doc: Any) -> None:  # noqa: N802
        """Write the font, with the glyphs this document used, into the document."""
        used = self.state.pop(doc)
        name = f"SOUDAN+{self.face.name.decode('ascii')}"
        font = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("Type0"),
                "BaseFont": pdfdoc.PDFName(name),
                "Encoding": pdfdoc.PDFName("Identity-H"),
                "DescendantFonts": pdfdoc.PDFArray([self._descendant(doc, name, used)]),
                "ToUnicode": _stream(doc, unicode_map(used.clusters()).encode("ascii")),
            }
        )
        reference = doc.Reference(font, used.internalName)
        doc.idToObject["BasicFonts"].dict[used.internalName] = reference

    def _used_in(self, doc: Any) -> _Used:
        used = self.state.get(doc)
        if used is None:
            used = self.state[doc] = _Used()
        return used

    def _descendant(self, doc: Any, name: str, used: _Used) -> Any:
        """The composite font's one member: outlines, widths, and the glyph of each code."""
        glyphs = [0, *map(self.glyph, used.clusters())]
        order: dict[int, int] = {}
        places = [order.setdefault(glyph, len(order)) for glyph in glyphs]
        widths = [round(self.advances[c[0]] * 1000) for c in used.clusters()]
        return doc.Reference(
            pdfdoc.PDFDictionary(
                {
                    "Type": pdfdoc.PDFName("Font"),
                    "Subtype": pdfdoc.PDFName("CIDFontType2"),
                    "BaseFont": pdfdoc.PDFName(name),
                    "CIDSystemInfo": pdfdoc.PDFDictionary(
                        {
                            "Registry": pdfdoc.PDFString("Adobe"),
                            "Ordering": pdfdoc.PDFString("Identity"),
                            "Supplement": 0,
                        }
                    ),
                    "FontDescriptor": _Subset(self.face, list(order)).add_to(doc, name),
                    "DW": 1000,
                    "W": pdfdoc.PDFArray([1, pdfdoc.PDFArray(widths)]),
                    "CIDToGIDMap": _stream(
                        doc, b"".join(place.to_bytes(2, "big") for place in places)
                    ),
                }
            )
        )


class _Advances(dict[str, float]):
    """Width of each character as a share of the size; a selector or voicing mark takes none."""

    def __init__(self, face: TTFontFace) -> None:
        widths = face.charWidths.items()
        super().__init__((chr(code), width / 1000) for code, width in widths)
        self.update(dict.fromkeys((*_marks(), "\n"), 0.0))


def _marks() -> Iterator[str]:
    for first, last in ((0x3099, 0x309A), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF)):
        yield from map(chr, range(first, last + 1))


class _Used(dict[Any, int]):
    """The codes one document has given out, by code point or cluster; 0 stays free."""

    def __init__(self) -> None:
        super().__init__()
        self.internalName: str | None = None

    def __missing__(self, key: int | str) -> int:
        code = self[key] = len(self) + 1
        return code

    def clusters(self) -> list[str]:
        """Return what each code stands for, from code 1 on."""
        return [chr(key) if isinstance(key, int) else key for key in self]


class _Subset:
    """A face reduced to some glyphs, in the order given."""

    def __init__(self, face: TTFontFace, glyphs: list[int]) -> None:
        self._face = copy.copy(face)  # shares the file's bytes; only the table below is its own
        self._face.charToGlyph = dict(enumerate(glyphs))

    def add_to(self, doc: Any, name: str) -> Any:
        """Add descriptor and outlines; return the reference to the descriptor."""
        return self._face.addSubsetObjects(doc, name, list(self._face.charToGlyph))


def unicode_map(meanings: list[str]) -> str:
    """Return the table from codes (1, 2, …) back to text, in UTF-16BE whatever the plane."""
    entries = [
        f"<{code:04X}> <{meaning.encode('utf-16-be').hex().upper()}>"
        for code, meaning in enumerate(meanings, start=1)
    ]
    blocks = [
        line
        for start in range(0, len(entries), _BLOCK)
        for block in [entries[start : start + _BLOCK]]
        for line in (f"{len(block)} beginbfchar", *block, "endbfchar")
    ]
    return "\n".join((*_MAP_HEAD, *blocks, *_MAP_TAIL))


_MAP_HEAD = (
    "/CIDInit /ProcSet findresource begin",
    "12 dict begin",
    "begincmap",
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
    "/CMapName /Adobe-Identity-UCS def",
    "/CMapType 2 def",
    "1 begincodespacerange",
    "<0000> <FFFF>",
    "endcodespacerange",
)
_MAP_TAIL = ("endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end")


def _stream(doc: Any, content: bytes) -> Any:
    stream = pdfdoc.PDFStream()
    stream.content = content
    stream.filters = [pdfdoc.PDFZCompress]
    return doc.Reference(stream)
