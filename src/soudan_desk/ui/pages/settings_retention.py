"""保存年限 in the settings: how long closed cases are kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from soudan_desk.services.retention_rules import RuleRow
from soudan_desk.ui.pages.settings_listed import Listed, ListedWords
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.cells import Cell

RULES = ListedWords(
    key="retention_rule",
    name="保存年限",
    headings=("センター", "業務", "年数", "いつから数えるか"),
    widths=(128, 150, 60, 200),
    note="決めていないセンターと業務は、終結した年度の翌年度から5年です。事務所の文書規程に合わせて"
    "ください。期間の過ぎたケースは、「開示等」の［保存と廃棄］に出ます。",
    add="年限を加える",
    new_title="新しい保存年限",
    saved="保存年限を保存しました",
    end="この年限をやめる",
    end_warning="このセンターの年限（なければ5年）にもどります。廃棄したものはもどりません。",
)


def rule_listed(
    row: RuleRow, centre_names: Mapping[str, str], label: Callable[[str, str], str]
) -> Listed:
    """Return a rule as a line of the list; `label` turns a code of a list into words."""
    centre = centre_names.get(row.centre, label("centre", row.centre))
    process = label("retention.process", row.process) if row.process else ""
    return Listed(
        id=row.id,
        title=f"{centre} {process}".strip(),
        cells=(
            Cell(centre, bold=True),
            Cell(process or "すべての業務", role=Role.TEXT if process else Role.MUTED),
            Cell(f"{row.years_count}年", figures=True, right=True),
            Cell(label("retention.start", row.starts)),
        ),
        answers=row.answers,
    )
