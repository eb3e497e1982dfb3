"""PDF files: what they tell besides their text, and how they are locked."""

import subprocess
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from reportlab.platypus import PageBreak

from soudan_desk.papers import page
from soudan_desk.papers.data import Named, PrintedBy
from soudan_desk.papers.files import pdf_bytes, protect_pdf, write_pdf
from soudan_desk.papers.fonts import MissingGlyphError
from soudan_desk.papers.kit import Choices, Ruby
from soudan_desk.papers.page import PageOptions
from soudan_desk.papers.text import Text

SECRET = "見本 花子"


@pytest.fixture
def options(when):
    return PageOptions(PrintedBy("見本社協", "見本センター", "見本 太郎", when, "P-1"), head=SECRET)


@pytest.fixture
def when():
    from datetime import datetime

    return datetime.fromisoformat("2026-11-24T10:32")


def test_a_protected_pdf_is_aes_256_and_opens_with_its_password_only(options, tmp_path):
    plain = pdf_bytes([Text(SECRET)], title="紹介状", options=options)
    locked = protect_pdf(plain, "見本のパスワード")
    for wrong in ("", "違う", "見本のパスワー"):
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(BytesIO(locked), password=wrong)
    with pikepdf.open(BytesIO(locked), password="見本のパスワード") as document:
        assert (document.encryption.R, document.encryption.V) == (6, 5)
        assert document.encryption.stream_method == pikepdf.models.EncryptionMethod.aesv3
        assert "/Info" not in document.trailer
        assert "/Metadata" not in document.Root
    target = tmp_path / "locked.pdf"
    target.write_bytes(locked)
    read = subprocess.run(["pdftotext", target, "-"], capture_output=True, check=False)
    assert read.returncode != 0
    assert SECRET.encode() not in read.stdout
    opened = subprocess.run(
        ["pdftotext", "-upw", "見本のパスワード", target, "-"], capture_output=True, check=True
    )
    assert "見本" in opened.stdout.decode()


def test_an_empty_password_protects_nothing_and_is_not_taken(options):
    with pytest.raises(ValueError, match="password"):
        protect_pdf(pdf_bytes([Text("a")], title="a", options=options), "")


def test_document_information_names_the_paper_and_nobody(options):
    pdf = pdf_bytes([Text(SECRET)], title="紹介状・情報提供書", options=options)
    with pikepdf.open(BytesIO(pdf)) as document:
        told = {key: str(value) for key, value in document.docinfo.items()}
        assert told == {"/Title": "紹介状・情報提供書", "/Creator": "相談デスク"}
        assert "/Metadata" not in document.Root
        assert str(document.Root.Lang) == "ja-JP"


def test_a_refused_character_leaves_no_file_behind(options, tmp_path):
    target = tmp_path / "letter.pdf"
    with pytest.raises(MissingGlyphError):
        write_pdf([Text("😀")], target, title="紹介状", options=options)
    assert not target.exists()


def test_pages_are_counted(options):
    story = [Text("一"), PageBreak(), Text("二"), PageBreak(), Text("三")]
    assert write_pdf(story, BytesIO(), title="三枚", options=options) == 3


def test_options_break_between_each_other_and_never_overlap():
    from soudan_desk.papers.data import Option

    made = Choices([Option("選択肢" * length) for length in (1, 2, 3, 9, 1, 30)])
    made.wrap(200, 1000)
    boxes = [(left, top, left + item.width, top + item.height) for item, left, top in made._placed]
    assert all(right <= 200.01 for _, _, right, _ in boxes)
    for at, (left, top, _, _) in enumerate(boxes[1:]):
        _, before_top, before_right, before_bottom = boxes[at]
        assert left >= before_right if top == before_top else top >= before_bottom - 0.01


def test_a_reading_takes_room_above_its_name():
    bare, read = Ruby(Named("見本", "")), Ruby(Named("見本", "みほん"))
    assert bare.wrap(200, 100) == read.wrap(200, 100)
    assert read.height > 20


def test_a_name_of_two_hundred_characters_stays_within_the_running_head(when):
    story = [Text("本文")]
    head = "R08-L-0123　" + "見本" * 100
    options = PageOptions(PrintedBy("見本社協" * 20, "見本", "見本", when), head=head)
    target = BytesIO(pdf_bytes(story, title="試し", options=options))
    with pypdfium2.PdfDocument(target) as document:
        text = document[0].get_textpage()
        boxes = [text.get_charbox(n) for n in range(text.count_chars())]
    rights = [right for left, _, right, _ in boxes if right > left]
    assert max(rights) <= page.WIDTH - page.RIGHT + 1


def test_the_preview_library_draws_what_the_file_says(options):
    pdf = pdf_bytes([Text("見本の文です。" * 40)], title="試し", options=options)
    with pypdfium2.PdfDocument(pdf) as document:
        shades = bytes(document[0].render(scale=1, grayscale=True).buffer)
    assert min(shades) < 80
    assert sum(shades) / len(shades) > 200


def test_a_file_is_sound(options):
    pdf = pdf_bytes([Text("見本\n" * 200)], title="試し", options=options)
    with pikepdf.open(BytesIO(pdf)) as document:
        assert document.check_pdf_syntax() == []
