"""地区 in the settings: which town lies in which district."""

from __future__ import annotations

from soudan_desk.models.town import DISTRICT_KEYS
from soudan_desk.services.towns import TownRow
from soudan_desk.ui.pages.settings_listed import Listed, ListedWords
from soudan_desk.ui.widgets.cells import Cell

TOWNS = ListedWords(
    key="town",
    name="町丁の地区",
    headings=("町名・丁目", "地区", "中学校区", "民児協", "CSW"),
    widths=(136, 100, 90, 90, 80),
    note="相談者の住所を入れると、この表から地区が入ります（空の欄だけ。直せます）。登録済みの方の"
    "地区は変わりません。Excelの表は［取込み］で「町丁の地区」として取り込めます。",
    add="町丁を加える",
    new_title="新しい町丁",
    saved="町丁の地区を保存しました",
    end="表から外す",
    end_warning="この町丁の住所に、地区が入らなくなります。登録済みの方の地区はそのままです。",
)


def town_listed(row: TownRow, *, may_change: bool) -> Listed:
    """Return a line of the table."""
    told = (Cell(row.districts.get(key, "")) for key in DISTRICT_KEYS)
    return Listed(
        id=row.id,
        title=row.name,
        cells=(Cell(row.name, bold=True), *told),
        answers={"name": row.name, **row.districts},
        may_change=may_change,
    )
