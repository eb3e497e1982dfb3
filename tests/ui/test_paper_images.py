"""A PDF drawn for the preview and sent to a printer: the same picture, in any bands."""

from io import BytesIO

import pypdfium2
import pytest
from PySide6.QtGui import QImage, qGray
from PySide6.QtPrintSupport import QPrinter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from soudan_desk.ui.paper_images import MOST_DPI, PrinterError, pages_of, print_pdf


def paper(pages=2):
    """Make pages with bars all over them, which a lost or doubled band would show."""
    memory = BytesIO()
    canvas = Canvas(memory, pagesize=A4)
    for page in range(pages):
        for step in range(14):
            canvas.rect(40 + 90 * page, 60 * step, 300 + 20 * (step % 7), 30, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return memory.getvalue()


def darkness(image: QImage, width=99, height=140):
    """Return how dark each spot of a page is, coarsely."""
    small = image.convertToFormat(QImage.Format.Format_Grayscale8).scaled(width, height)
    return [[qGray(small.pixel(x, y)) for x in range(width)] for y in range(height)]


def unlike(one, other):
    """Return by how much two pictures differ, in grey steps on the average."""
    found = [
        abs(a - b)
        for line, other_line in zip(darkness(one), darkness(other), strict=True)
        for a, b in zip(line, other_line, strict=True)
    ]
    return sum(found) / len(found)


def test_a_page_is_drawn_in_the_width_that_is_wanted(qapp):
    pages = pages_of(paper(), 400)
    assert [page.width() for page in pages] == [400, 400]
    assert abs(pages[0].height() - 566) <= 1


def test_a_whole_page_fits_into_the_room_there_is(qapp):
    (page,) = pages_of(paper(1), 400, 283)
    assert abs(page.width() - 200) <= 1
    assert page.height() <= 284


def test_a_fine_screen_gets_more_pixels_for_the_same_size(qapp):
    (page,) = pages_of(paper(1), 800, dpr=2)
    assert page.deviceIndependentSize().width() == 400


@pytest.mark.parametrize("dpi", [150, 600, 1200])
def test_the_printer_gets_every_page_whole_and_never_finer_than_it_should(qapp, tmp_path, dpi):
    target = tmp_path / "printed.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(target))
    printer.setResolution(dpi)
    print_pdf(paper(), printer)
    assert printer.resolution() == min(dpi, MOST_DPI)
    with pypdfium2.PdfDocument(target) as printed:
        assert len(printed) == 2
        assert [round(edge) for edge in printed[0].get_size()] == [595, 842]
    wanted, got = pages_of(paper(), 400), pages_of(target.read_bytes(), 400)
    for one, other in zip(wanted, got, strict=True):
        assert unlike(one, other) < 8
    assert unlike(wanted[0], got[1]) > 20


@pytest.mark.qt_log_ignore("Returned false", extend=True)
def test_a_printer_that_does_not_begin_says_so_in_a_sentence(qapp, tmp_path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "no folder" / "printed.pdf"))
    with pytest.raises(PrinterError, match="プリンターに送れませんでした"):
        print_pdf(paper(1), printer)
