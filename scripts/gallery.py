"""Draw every widget of the kit on sheets, in each look, into `out/gallery/`: look at them.

    python scripts/gallery.py                     # all sheets, light, dark and high contrast
    python scripts/gallery.py intake dark 125     # one sheet, one look, one zoom

People and places on the sheets are made up.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from gallery_sheets import SHEETS
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Look, Role, theme
from soudan_desk.ui.widgets.labels import Line
from soudan_desk.ui.widgets.rail import Rail
from soudan_desk.ui.widgets.status_bar import StatusBar
from soudan_desk.ui.widgets.top_bar import TopBar

OUT = Path(__file__).resolve().parents[1] / "out" / "gallery"
LOOKS = (Look.LIGHT, Look.DARK, Look.HIGH_CONTRAST)
ENTRIES = (
    ("today", "今日", Icon.TODAY),
    ("cases", "ケース", Icon.CASES),
    ("people", "相談者", Icon.PEOPLE),
    ("conferences", "会議", Icon.CONFERENCES),
    ("referrals", "つなぎ", Icon.REFERRALS),
    ("review", "供覧・決裁", Icon.REVIEW),
    ("calendar", "予定", Icon.CALENDAR),
    ("figures", "統計", Icon.FIGURES),
    ("agencies", "社会資源", Icon.AGENCIES),
)


def frame(page: QWidget) -> QWidget:
    """Set a page into rail, top bar and status bar."""
    rail, top, status = Rail(), TopBar(), StatusBar()
    for entry in ENTRIES:
        rail.add_entry(*entry)
    rail.add_entry("settings", "設定", Icon.SETTINGS, shortcut="Ctrl+,", at_foot=True)
    rail.set_centre("生活サポートセンター", "ひなた市社協", can_switch=True)
    rail.set_sample(is_sample=True)
    rail.set_current("cases")
    rail.set_count("referrals", 2)
    rail.set_count("review", 3)
    top.set_user("田中 美里（主任）")
    top.set_ways(can_back=True, can_forward=False)
    status.set_saved("下書き保存 10:32")
    status.set_backup("確認済みバックアップ 今日 9:05", Role.OK)
    status.set_date(date(2026, 11, 24))
    right = layouts.column(top, (page, 1), status, spacing=0)
    whole = layouts.row(rail, Line(vertical=True), (right, 1), spacing=0)
    return layouts.panel(whole, "surface")


def shoot(app: QApplication, sheet: str, look: Look, zoom: int) -> None:
    """Draw one sheet into one file."""
    theme.apply(app, look, zoom)
    window = frame(SHEETS[sheet]())
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    typed_in = window.findChild(QWidget, "heard")
    if typed_in is not None:
        typed_in.setFocus()
    QTest.qWait(60)
    OUT.mkdir(parents=True, exist_ok=True)
    suffix = f"_{zoom}" if zoom != 100 else ""
    window.grab().save(str(OUT / f"{sheet}_{look}{suffix}.png"))
    needed = window.minimumSizeHint()
    print(f"{sheet} {look} {zoom}%: needs {needed.width()}×{needed.height()}")
    window.close()
    window.deleteLater()


def main(sheet: str = "", look: str = "", zoom: str = "100") -> None:
    """Draw what was asked for."""
    app = QApplication([])
    for name in [sheet] if sheet else SHEETS:
        for one in [Look(look)] if look else LOOKS:
            shoot(app, name, one, int(zoom))


if __name__ == "__main__":
    main(*sys.argv[1:])
