"""How the supervisor's table reads: its headings, what each number counts, its rows."""

from __future__ import annotations

from soudan_desk.services.supervision import Measure, Supervision, WorkerLoad

COLUMNS: dict[Measure, str] = {
    Measure.OPEN: "進行中",
    Measure.IDLE_30: "30〜59日",
    Measure.IDLE_60: "60〜89日",
    Measure.IDLE_90: "90日〜",
    Measure.OVERDUE: "期限超過",
    Measure.UNREAD: "未供覧",
    Measure.UNREAD_BY_ME: "自分待ち",
    Measure.RETURNED: "差し戻し",
    Measure.OLD_DRAFTS: "下書き3日超",
    Measure.WITHOUT_CONSENT: "未同意",
    Measure.FORGOTTEN: "予定の記録なし",
}
"""The numbers in the order they are shown, each with its heading."""
WORDS: dict[Measure, str] = {
    Measure.OPEN: "終結していないケース",
    Measure.IDLE_30: "30〜59日対応なしのケース",
    Measure.IDLE_60: "60〜89日対応なしのケース",
    Measure.IDLE_90: "90日以上対応なしのケース",
    Measure.OVERDUE: "期限を過ぎたことがあるケース",
    Measure.UNREAD: "供覧・決裁を待つ記録があるケース",
    Measure.UNREAD_BY_ME: "わたしが読む番の記録があるケース",
    Measure.RETURNED: "差し戻された記録があるケース",
    Measure.OLD_DRAFTS: "3日以上たった下書きがあるケース",
    Measure.WITHOUT_CONSENT: "同意が1つもないケース",
    Measure.FORGOTTEN: "訪問・面接などの予定の日が過ぎて記録がないケース",
}
HEADINGS = ("担当", *COLUMNS.values())
TOLD_HEADINGS = tuple(
    f"{each}対応なし" if each.rstrip("〜").endswith("日") else each for each in HEADINGS
)
"""The same where no tooltip explains them: on paper, in Excel."""
_NOBODY, _SUMS = "主担当なし", "合計"


def name_of(shown: Supervision, load: WorkerLoad) -> str:
    """Name a row."""
    if load is shown.totals:
        return _SUMS
    return _NOBODY if load is shown.unassigned else load.name


def lines_of(shown: Supervision) -> list[list[str | int]]:
    """Return the table as it is shown: names and numbers."""
    return [[name_of(shown, row), *(row[measure] for measure in COLUMNS)] for row in shown.rows]


def remark_of(shown: Supervision) -> str:
    """Say what the numbers count, and what no list of cases shows."""
    loose = (("下書き3日超", shown.drafts_without_case), ("供覧待ち", shown.unread_without_case))
    parts = [f"{what} {count:,}件" for what, count in loose if count]
    rest = f"　ケースに入っていない記録：{'、'.join(parts)}" if parts else ""
    return f"数はケースの数です（主担当で数えます）。{rest}"
