"""Attached files are shown from memory: right side up, page by page, never beyond a bound."""

import struct
from io import BytesIO

import pikepdf
import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QColor, QImage
from reportlab.pdfgen.canvas import Canvas

from soudan_desk.ui.attachment_images import NotShownError, count_pages, draw_page, is_shown
from soudan_desk.ui.tasks import Tasks
from soudan_desk.ui.widgets.attachment_view import AttachmentView

PDF = "application/pdf"


def pdf(*colours, size=(200, 300)):
    file = BytesIO()
    canvas = Canvas(file, pagesize=size)
    for colour in colours:
        canvas.setFillColor(colour)
        canvas.rect(0, 0, *size, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def picture(ending="png", colour="#c03020", size=(40, 20)):
    """Make a picture whose left half is coloured and whose right half is white."""
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    for x in range(size[0] // 2):
        for y in range(size[1]):
            image.setPixelColor(x, y, QColor(colour))
    content, buffer = QByteArray(), None
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, ending)
    return bytes(content.data())


def turned(jpeg, orientation):
    """Put an EXIF orientation into a JPEG, as a telephone does."""
    tiff = (
        b"MM\0*\0\0\0\x08\0\x01" + struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0) + b"\0" * 4
    )
    exif = b"Exif\0\0" + tiff
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + jpeg[2:]


def is_red(image, x, y):
    colour = image.pixelColor(x, y)
    return colour.red() > 150 and colour.green() < 110


# --- drawing ---


def test_each_page_of_a_pdf_is_drawn_to_fit():
    content = pdf("red", "blue")
    assert count_pages(content, PDF) == 2
    first, second = (draw_page(content, PDF, n, 100, 100) for n in (0, 1))
    assert (first.width(), first.height()) == (67, 100)
    assert first.pixelColor(30, 50) == QColor("red")
    assert second.pixelColor(30, 50) == QColor("blue")


@pytest.mark.parametrize(
    ("ending", "media_type"),
    [
        ("png", "image/png"),
        ("jpg", "image/jpeg"),
        ("bmp", "image/bmp"),
        ("tiff", "image/tiff"),
        ("webp", "image/webp"),
    ],
)
def test_a_picture_is_drawn_as_wide_as_is_wanted(qapp, ending, media_type):
    image = draw_page(picture(ending), media_type, 0, 80, dpr=2)
    assert (image.width(), image.height(), image.devicePixelRatio()) == (80, 40, 2)
    assert is_red(image, 10, 20)
    assert not is_red(image, 70, 20)


def test_a_photograph_taken_upright_is_shown_upright(qapp):
    image = draw_page(turned(picture("jpg"), 6), "image/jpeg", 0, 20, 40)
    assert (image.width(), image.height()) == (20, 40)
    assert is_red(image, 10, 8)
    assert not is_red(image, 10, 32)


def test_clear_parts_of_a_picture_are_white(qapp):
    image = QImage(10, 10, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "png")
    assert draw_page(bytes(content.data()), "image/png", 0, 10).pixelColor(5, 5) == QColor("white")


def test_a_filled_in_form_shows_what_was_filled_in():
    file = BytesIO()
    canvas = Canvas(file, pagesize=(200, 100))
    canvas.acroForm.textfield(
        name="name", value="MMMMMMMM", x=10, y=20, width=180, height=60, fontSize=30, borderWidth=0
    )
    canvas.showPage()
    canvas.save()
    image = draw_page(file.getvalue(), PDF, 0, 200)
    dark = sum(image.pixelColor(x, y).lightness() < 60 for x in range(200) for y in range(100))
    assert dark > 100


def test_an_endless_page_is_drawn_within_a_bound():
    image = draw_page(pdf("red", size=(100, 14_000)), PDF, 0, 5_000)
    assert image.width() * image.height() <= 41_000_000


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7 broken", PDF),
        (b"", PDF),
        (b"\x89PNG broken", "image/png"),
        (b"GIF89a", "image/gif"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "image/bmp"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_what_to_do(qapp, content, media_type):
    with pytest.raises(NotShownError, match="保存して開く"):
        draw_page(content, media_type, 0, 100)


def test_a_picture_cut_off_in_the_middle_does_not_end_the_program(qapp):
    whole = picture("png", size=(400, 400))
    with pytest.raises(NotShownError):
        draw_page(whole[: len(whole) // 3], "image/png", 0, 100)


def test_a_pdf_with_a_password_is_refused_with_what_to_do():
    locked = BytesIO()
    with pikepdf.open(BytesIO(pdf("red"))) as document:
        document.save(locked, encryption=pikepdf.Encryption(owner="a", user="a", R=6))
    with pytest.raises(NotShownError, match="パスワード"):
        count_pages(locked.getvalue(), PDF)


def test_only_pictures_and_pdfs_are_shown():
    assert is_shown(PDF)
    assert is_shown("image/tiff")
    assert not is_shown("image/heic")
    assert not is_shown("application/msword")


# --- the view ---


@pytest.fixture
def view(shown, qtbot):
    """Show a view over a real queue of slow work."""
    tasks = Tasks()
    found = AttachmentView(tasks.run)
    found.resize(600, 500)
    shown(found)
    yield found
    qtbot.waitUntil(lambda: not tasks.is_busy)
    tasks.close()


def test_pages_are_turned_by_key_and_by_button(view, qtbot):
    view.show_file("見本.pdf", PDF, pdf("red", "blue"))
    qtbot.waitUntil(lambda: view.shown is not None)
    assert view.shown.pixelColor(20, 20) == QColor("red")

    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: view.shown.pixelColor(20, 20) == QColor("blue"))
    assert not view.findChild(object, "next_page").isEnabled()

    view.findChild(object, "previous_page").click()
    qtbot.waitUntil(lambda: view.shown.pixelColor(20, 20) == QColor("red"))
    assert view.sentence == ""


def test_a_single_picture_has_nothing_to_turn(view, qtbot):
    view.show_file("写真.png", "image/png", picture())
    qtbot.waitUntil(lambda: view.shown is not None)
    assert view.findChild(object, "next_page").isHidden()


def test_other_kinds_say_how_they_are_opened_and_ask_for_it(view, qtbot):
    view.show_file("表.xlsx", "application/vnd.ms-excel", b"PK")
    assert "ほかのソフトで開いて" in view.sentence
    with qtbot.waitSignal(view.copy_wanted):
        qtbot.keyClick(view, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)


def test_a_damaged_file_is_told_in_the_view(view, qtbot):
    view.show_file("見本.pdf", PDF, b"%PDF-1.7 broken")
    qtbot.waitUntil(lambda: "表示できません" in view.sentence)
