"""Tables of counts on paper, read back word by word."""

import subprocess
from datetime import datetime

from soudan_desk.papers.data import PrintedBy
from soudan_desk.papers.figures import FiguresPaper, FiguresRow, FiguresTable, figures_story
from soudan_desk.papers.files import write_pdf
from soudan_desk.papers.page import PageOptions

PRINTED = PrintedBy("見本社協", "", "田中", datetime(2026, 11, 24, 9, 30).astimezone())


def table(width, height, title="方法×月"):
    columns = (*(f"列{at}" for at in range(1, width)), "計")
    rows = tuple(
        FiguresRow(f"行{row}の長い名前をもつ選択肢", tuple(str(row * at) for at in range(width)))
        for row in range(1, height)
    )
    total = FiguresRow("計", tuple(str(at) for at in range(width)), is_sum=True)
    return FiguresTable(title, "方法", columns, (*rows, total), ("＊は伏せた数です。",))


def printed(tmp_path, *tables, **words):
    paper = FiguresPaper("月次集計", "令和8年11月", "途中", tables, **words)
    file = tmp_path / "figures.pdf"
    options = PageOptions(PRINTED, turned=paper.is_wide)
    pages = write_pdf(figures_story(paper), file, title="月次集計", options=options)
    said = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True)
    sizes = subprocess.run(["pdfinfo", file], capture_output=True, check=True).stdout.decode()
    return said.stdout.decode(), pages, sizes


def test_every_name_count_and_note_stands_on_the_paper(tmp_path):
    definitions = ("延べは記録の数です。",)
    said, pages, sizes = printed(tmp_path, table(4, 5), definitions=definitions, checks=("○ 計",))
    assert pages == 1
    assert "595.28 x 841.89" in sizes.replace("595.276", "595.28").replace("841.89 pts", "841.89")
    for words in ("月次集計", "期間：令和8年11月", "方法×月", "＊は伏せた数です", "延べは記録"):
        assert words in said
    line = next(line for line in said.splitlines() if "行3の長い" in line)
    assert line.split()[1:] == ["0", "3", "6", "9"]


def test_a_wide_table_lies_on_its_side_in_one_piece(tmp_path):
    said, _, sizes = printed(tmp_path, table(13, 4))
    assert "841.89 x 595" in sizes
    head = next(line for line in said.splitlines() if "列1 " in line)
    assert head.split()[-1] == "計"


def test_a_table_wider_than_the_sheet_is_parted_with_its_names_repeated(tmp_path):
    said, _, _ = printed(tmp_path, table(40, 4))
    for part in (1, 2, 3):
        assert f"方法×月（{part}/3）" in said
    assert said.count("行2の長い名前") == 3
    assert all(f"列{at}" in said for at in range(1, 40))


def test_a_long_table_has_its_heading_on_every_page(tmp_path):
    said, pages, _ = printed(tmp_path, table(3, 90))
    assert pages > 1
    assert said.count("列1") == pages
