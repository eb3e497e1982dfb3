"""Which font draws what, and that documents share nothing."""

import re
import zlib
from io import BytesIO

import pytest
from reportlab.pdfgen.canvas import Canvas

from soudan_desk.errors import SoudanError
from soudan_desk.papers import fonts
from soudan_desk.papers.embedding import unicode_map
from soudan_desk.papers.fonts import BOLD, REGULAR, MissingGlyphError, cleaned, font, runs
from soudan_desk.papers.text import Text


def test_a_character_no_font_has_is_refused_by_name_and_field():
    with pytest.raises(MissingGlyphError) as refused:
        Text("うれしい😀です", field="相談内容")
    message = str(refused.value)
    assert "😀" in message
    assert "U+1F600" in message
    assert "「相談内容」の欄" in message
    assert isinstance(refused.value, SoudanError)


def test_a_broken_character_is_refused_with_a_message_that_can_be_shown():
    with pytest.raises(MissingGlyphError) as refused:
        Text("壊れた\ud83d文字")
    assert "U+D83D" in str(refused.value).encode("utf-8").decode("utf-8")


def test_a_character_only_the_second_font_has_gets_a_run_of_its_own():
    found = runs("大𠮷屋", REGULAR)
    assert [(run.font.fontName, run.start, run.end) for run in found] == [
        ("BIZUDGothic", 0, 1),
        ("NotoSansJP", 1, 2),
        ("BIZUDGothic", 2, 3),
    ]
    assert [run.font.fontName for run in runs("𠮷", BOLD)] == ["NotoSansJP-Bold"]


def test_a_variation_selector_chooses_another_glyph_and_an_unknown_one_the_usual():
    regular = font(REGULAR)
    assert regular.glyph("葛\U000e0100") != regular.glyph("葛")
    assert regular.glyph("邊\U000e010a") == regular.glyph("邊")
    assert regular.glyph("か\u3099") == regular.glyph("が")


def is_unassigned(char):
    return ord(char) < 0x100 or 0xE000 <= ord(char) < 0xF900


def test_every_character_of_a_japanese_windows_can_be_printed():
    codes = [
        bytes((a, b)) for a in (*range(0x81, 0xA0), *range(0xE0, 0xFD)) for b in range(0x40, 0xFD)
    ]
    chars = {code.decode("cp932", "ignore") for code in codes}
    chars = {char for char in chars if len(char) == 1 and not is_unassigned(char)}
    assert len(chars) > 7000
    for name in (REGULAR, BOLD):
        runs("".join(chars), name)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("a\x00b\x07c", "abc"),
        ("\ufeff見\u200b本\u202e", "見本"),
        ("a\r\nb\rc\u2028d\x0ce", "a\nb\nc\nd\ne"),
        ("左\t右", "左　右"),
        ("\U000e0100葛\U000e0100\U000e0100", "葛\U000e0100"),
        ("　字下げ", "　字下げ"),
    ],
)
def test_what_draws_nothing_is_left_out_and_the_rest_stays(typed, printed):
    assert cleaned(typed) == printed


def test_the_way_back_to_unicode_is_utf_16_in_blocks_of_a_hundred():
    table = unicode_map(["𠮷", "葛\U000e0100", *map(chr, range(0x4E00, 0x4E00 + 250))])
    assert "<0001> <D842DFB7>" in table
    assert "<0002> <845BDB40DD00>" in table
    assert [int(n) for n in re.findall(r"(\d+) beginbfchar", table)] == [100, 100, 52]


def pdf_of(*texts):
    memory = BytesIO()
    font(REGULAR)
    canvas = Canvas(memory, initialFontName=REGULAR, pageCompression=0)
    for text in texts:
        flowable = Text(text)
        flowable.wrapOn(canvas, 400, 400)
        flowable.drawOn(canvas, 50, 500)
    canvas.save()
    return memory.getvalue()


def inflated(pdf):
    streams = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    return b"".join(filter(None, map(_inflate, streams)))


def _inflate(stream):
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def test_a_document_knows_nothing_of_the_one_before_it():
    secret = "秘葛\U000e0100"
    before = inflated(pdf_of(secret))
    after = inflated(pdf_of("公"))
    assert b"<79D8>" in before  # 秘
    assert b"<79D8>" not in after
    assert b"DB40DD00" not in after
    assert len(font(REGULAR).state) == 0
    assert not any(ord(c) > 0x2FFFF for c in font(REGULAR).characters)


def test_two_documents_can_be_made_at_the_same_time():
    font(REGULAR)
    memories = [BytesIO(), BytesIO()]
    canvases = [Canvas(m, initialFontName=REGULAR, pageCompression=0) for m in memories]
    for text in ("一二", "三四", "五六"):
        for canvas, shift in zip(canvases, ("甲", "乙"), strict=True):
            flowable = Text(text + shift)
            flowable.wrapOn(canvas, 400, 400)
            flowable.drawOn(canvas, 50, 500)
    for canvas in canvases:
        canvas.save()
    first, second = (inflated(memory.getvalue()) for memory in memories)
    assert b"<7532>" in first  # 甲
    assert b"<7532>" not in second
    assert b"<4E59>" in second  # 乙


def test_fonts_are_read_once():
    assert font(REGULAR) is fonts.font(REGULAR)
