"""Ledgers as offices keep them, with fictional people, to be taken in by tests."""

from datetime import date
from pathlib import Path

import openpyxl

HEADINGS = ("No", "相談日", "氏名", "ﾌﾘｶﾞﾅ", "生年月日", "相談方法", "担当者", "相談内容", "対応")
GOOD = (
    [1, "R8.4.1", "青葉 すみれ", "ｱｵﾊﾞ ｽﾐﾚ", "S55.3.1", "電話", "田中", "家賃の相談", "案内した"],
    [2, date(2026, 4, 2), "青葉すみれ", "アオバ スミレ", "昭和55年3月1日", "来所", "見本 相談",
     "仕事を探したい", None],
    [3, "令和8年5月1日", "山野 花", None, 1960, "TEL", "西尾", "ごみの相談\n二行目", None],
)  # fmt: skip


def write_ledger(path: Path, rows=GOOD, headings=HEADINGS, above=()) -> Path:
    """Write rows under their headings, with lines above them."""
    book = openpyxl.Workbook()
    sheet = book.active
    for line in (*above, headings, *rows):
        sheet.append(list(line))
    book.save(path)
    return path


def write_merged_ledger(path: Path) -> Path:
    """Write a ledger with a title, two lines of merged headings, totals and a blank row."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "令和8年度 相談台帳"
    sheet.merge_cells("A1:H1")
    upper = {"A": "相談日", "B": "相談者", "E": "対象者", "G": "方法", "H": "内容"}
    lower = {"B": "氏名", "C": "続柄", "D": "電話", "E": "氏名", "F": "生年月日"}
    for column, text in upper.items():
        sheet[f"{column}3"] = text
    for column, text in lower.items():
        sheet[f"{column}4"] = text
    for block in ("A3:A4", "B3:D3", "E3:F3", "G3:G4", "H3:H4"):
        sheet.merge_cells(block)
    sheet.append(["R8.4.1", "山野 花", "母", 9000000102, "川口 次郎", "H20.5.5", "電話", "不登校"])
    sheet.append([None, "山野 花", "母", None, "川口 次郎", "H20.5.5", "訪問", "同じ日に訪問"])
    sheet.merge_cells("A5:A6")
    sheet.append([])
    sheet.append(["4月計", None, None, None, None, None, None, "2件"])
    sheet.append(["R8.5.7", "匿名", None, None, "匿名", None, "電話", "名前を言わない"])
    sheet.append(["合計", None, None, None, None, None, None, 3])
    book.save(path)
    return path
