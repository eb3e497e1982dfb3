"""What offices send is read as it stands; what is no table is refused with a sentence."""

import zipfile
from datetime import date, datetime, time, timedelta
from io import BytesIO

import openpyxl
import pytest

from soudan_desk.tables import sealed
from soudan_desk.tables.cells import (
    Formula,
    TableError,
    WrongFilePasswordError,
    address,
    column_letters,
    guarded,
    text_of,
    unguarded,
)
from soudan_desk.tables.reading import open_table
from soudan_desk.tables.writing import CellTooLongError, table_bytes

LINES = [
    ["青葉 すみれ", date(2026, 11, 24), date(1890, 1, 1), time(9, 30), 3, 1.5],
    ["=SUM(A1:A3)", "+81-90", "-3", "@mention", "'=a", "_x0041_", " 端 \n\t空白 "],
    [None, "", "𠮷葛󠄀", None],
]


def _rows(path, password=None, sheet=0):
    with open_table(path, password) as book:
        return list(book.sheets[sheet].rows())


def _book(path, fill):
    book = openpyxl.Workbook()
    fill(book.active)
    book.save(path)
    return path


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_texts_come_back_as_written_even_those_that_look_like_formulas(tmp_path, form):
    path = tmp_path / "table"
    path.write_bytes(table_bytes(form, ["見出し", "=x"], LINES, title="相談[記]録"))
    rows = _rows(path)
    assert rows[0] == (1, ["見出し", "=x"])
    assert rows[2] == (3, LINES[1])
    assert rows[3] == (4, [None, None, "𠮷葛󠄀"])
    assert [text_of(cell) for cell in rows[1][1]] == [
        "青葉 すみれ", "2026-11-24", "1890-01-01", "09:30", "3", "1.5",
    ]  # fmt: skip


def test_excel_gets_dates_and_numbers_as_such_and_no_formula(tmp_path):
    path = tmp_path / "t.xlsx"
    path.write_bytes(table_bytes("xlsx", ["a"] * 7, LINES, title="表"))
    sheet = openpyxl.load_workbook(path).active
    assert sheet["B2"].value == datetime.fromisoformat("2026-11-24")
    assert sheet["E2"].value == 3
    assert {cell.data_type for cell in sheet[3] if cell.value is not None} == {"s"}


def test_nothing_of_an_excel_file_is_written_to_a_temporary_file(monkeypatch):
    def refuse(*_arguments, **_words):
        pytest.fail("a temporary file would hold the records in clear")

    monkeypatch.setattr("openpyxl.worksheet._writer.create_temporary_file", refuse)
    table_bytes("xlsx", ["a"], [["見本"]], title="表")


def test_a_text_that_excel_would_cut_is_refused_rather_than_cut():
    with pytest.raises(CellTooLongError):
        table_bytes("xlsx", ["a"], [["あ" * 40_000]], title="表")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_csv_is_read_in_any_usual_encoding_and_with_any_usual_sign(tmp_path, encoding, sign):
    path = tmp_path / "t.csv"
    text = f'相談日{sign}氏名{sign}内容\r\nR8.4.1{sign}髙橋{sign}"家賃{sign}\n二行目"\r\n'
    path.write_bytes(text.encode(encoding))
    assert _rows(path) == [
        (1, ["相談日", "氏名", "内容"]),
        (2, ["R8.4.1", "髙橋", f"家賃{sign}\n二行目"]),
    ]


def test_a_formula_in_csv_is_told_apart_from_text(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("a,b,c\n=1+1,'=1+1,== 要約 ==\n", "utf-8")
    assert _rows(path)[1] == (2, [Formula("=1+1"), "=1+1", "== 要約 =="])


def test_a_formula_of_excel_gives_its_result_and_one_without_result_is_told(tmp_path):
    def fill(sheet):
        sheet["A1"], sheet["B1"] = "=1+1", "x"

    path = _book(tmp_path / "t.xlsx", fill)
    assert _rows(path) == [(1, [Formula("=1+1"), "x"])]
    parts = {}
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(b"<v></v>", b"<v>2</v>").replace(b"<v />", b"<v>2</v>")
    assert b"<v>2</v>" in parts[name]
    with zipfile.ZipFile(path, "w") as archive:
        for each, content in parts.items():
            archive.writestr(each, content)
    assert _rows(path) == [(1, [2, "x"])]


def test_cells_of_every_kind_are_read(tmp_path):
    def fill(sheet):
        sheet["A1"], sheet["B1"], sheet["C1"] = (
            datetime.fromisoformat("2026-04-01 10:30"),
            True,
            "#N/A",
        )
        sheet["D1"] = timedelta(hours=25, minutes=5)
        sheet["D1"].number_format = "[h]:mm"
        sheet["E3"] = 46113
        sheet["E3"].number_format = '[$-411]ggge"年"m"月"d"日"'
        sheet.merge_cells("A3:C4")

    with open_table(_book(tmp_path / "t.xlsx", fill)) as book:
        sheet = book.sheets[0]
        rows = list(sheet.rows())
        assert sheet.merged == ((3, 0, 4, 2),)
    assert rows[0][1] == [
        datetime.fromisoformat("2026-04-01 10:30"), True, "#N/A", timedelta(hours=25, minutes=5),
    ]  # fmt: skip
    assert rows[1] == (3, [None, None, None, None, datetime.fromisoformat("2026-04-01")])
    assert text_of(rows[0][1][3]) == "25:05"


def test_hidden_sheets_are_left_out(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "見える"
    book.create_sheet("隠れ").sheet_state = "hidden"
    book.save(tmp_path / "t.xlsx")
    with open_table(tmp_path / "t.xlsx") as opened:
        assert [sheet.name for sheet in opened.sheets] == ["Sheet"]


def test_a_locked_zip_is_aes_256_and_opens_with_its_password_only(tmp_path):
    content = sealed.seal("t.csv", table_bytes("csv", ["a"], [["見本"]], title=""), "ひみつ pass")
    path = tmp_path / "t.zip"
    path.write_bytes(content)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        (entry,) = archive.infolist()
        assert entry.compress_type == 99  # AES, as WinZip numbers it
        assert entry.extra[8:9] == b"\x03"  # 256 bit
    assert _rows(path, "ひみつ pass")[1] == (2, ["見本"])
    for wrong in (None, "", "ちがう"):
        with pytest.raises(WrongFilePasswordError):
            _rows(path, wrong)


_BOMB = BytesIO()
with zipfile.ZipFile(_BOMB, "w", zipfile.ZIP_DEFLATED) as _archive:
    _archive.writestr("xl/workbook.xml", b"")
    _archive.writestr("xl/worksheets/sheet1.xml", b"\0" * 80_000_000)
_TWO = BytesIO()
with zipfile.ZipFile(_TWO, "w") as _archive:
    _archive.writestr("a.csv", "a")
    _archive.writestr("b.csv", "b")
_NONE = BytesIO()
with zipfile.ZipFile(_NONE, "w") as _archive:
    _archive.writestr("a.docx", "a")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空です"),
        (b" \n ", "空です"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG....", "画像"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"W\0o\0r\0k\0", "古い形式"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "パスワード"),
        (b"<html><table>", "ウェブページ"),
        (bytes(range(256)) * 20, "文字コード"),
        (b"\0\1\2\3" * 500, "表のファイルではありません"),
        (b"PK\x03\x04" + b"broken" * 50, "壊れている"),
        (b"PK\x03\x04xl/workbook.xml" + b"broken" * 50, "壊れている"),
        (_BOMB.getvalue(), "大きくなりすぎる"),
        (_TWO.getvalue(), "2つあります"),
        (_NONE.getvalue(), "ありません"),
        (b'a,b\n"never closed' + b"x" * 10_000_100, "CSVとして読めません"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence_that_says_what_to_do(tmp_path, content, words):
    path = tmp_path / "t.xlsx"
    path.write_bytes(content)
    with pytest.raises(TableError, match=words):
        _rows(path)


def test_a_truncated_excel_file_is_refused(tmp_path):
    path = _book(tmp_path / "t.xlsx", lambda sheet: sheet.append(["x"] * 50))
    content = path.read_bytes()
    for length in (50, len(content) // 2, len(content) - 40):
        path.write_bytes(content[:length])
        with pytest.raises(TableError):
            _rows(path)


def test_a_sheet_that_is_broken_xml_is_refused(tmp_path):
    path = _book(tmp_path / "t.xlsx", lambda sheet: sheet.append(["x"]))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name][:-20]
    with zipfile.ZipFile(path, "w") as archive:
        for each, content in parts.items():
            archive.writestr(each, content)
    with pytest.raises(TableError, match="読めません"):
        _rows(path)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(TableError, match="ありません"):
        open_table(tmp_path / "none.xlsx")


def test_the_guard_takes_back_what_it_did():
    for text in (
        "=a",
        "+1",
        "-1",
        "@a",
        "'=a",
        "''+1",
        "a=b",
        "",
        "'a",
        "＝全角",
        "＋1",
        "－1",
        "＠a",
    ):
        assert unguarded(guarded(text)) == text
        assert not guarded(text).startswith(tuple("=+-@＝＋－＠"))


def test_places_are_named_as_excel_names_them():
    assert [column_letters(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert address(12, 2) == "C12"
