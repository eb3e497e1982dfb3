"""利益相反 in the settings: who must not see whose records."""

from __future__ import annotations

from soudan_desk.japanese.eras import wareki_short
from soudan_desk.services.conflicts import BlockRow
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.settings_listed import Listed, ListedWords
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.cells import Cell

CONFLICTS = ListedWords(
    key="block",
    name="利益相反",
    headings=("見せない職員", "相談者", "ケース", "登録した日"),
    widths=(140, 140, 120, 96),
    note="登録すると、役割や担当にかかわらず、その職員には、その方の記録が一覧にも検索にも件数にも"
    "出なくなります。自分についての登録は、自分には見えません。管理者は、ケース番号で登録します。",
    add="利益相反を登録",
    new_title="新しい利益相反",
    saved="利益相反を登録しました",
    end="利益相反をやめる",
    end_warning="その職員が、役割と担当のとおりに記録を見られるようになります。",
)


def block_listed(row: BlockRow) -> Listed:
    """Return a conflict of interest as a line of the list."""
    return Listed(
        id=row.id,
        title=f"{row.staff}さんに見せない記録",
        cells=(
            Cell(row.staff, bold=True, icon=Icon.LOCKED, role=Role.DANGER),
            Cell(row.person),
            Cell(row.case_no, figures=True),
            Cell(wareki_short(row.made_at.astimezone().date()), figures=True),
        ),
        answers={"reason": row.reason},
    )
