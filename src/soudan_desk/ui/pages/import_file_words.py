"""What the import page says of a file that was looked through or taken in."""

from __future__ import annotations

from soudan_desk.desk.import_report import ImportReport
from soudan_desk.ui.widgets.tabs import Tab

COLUMNS, ROWS, PROBLEMS, SKIPPED = "columns", "rows", "problems", "skipped"


def tabs_of(report: ImportReport | None) -> list[Tab]:
    """Return the tabs of what was found, with counts."""
    if report is None:
        return [Tab(COLUMNS, "列の対応")]
    columns = sum(column.field is not None for column in report.columns)
    problems = len(report.problems) + len(report.remarks)
    return [
        Tab(COLUMNS, "列の対応", columns),
        Tab(ROWS, "行ごとの結果", report.rows),
        Tab(PROBLEMS, "見直すところ", problems),
        Tab(SKIPPED, "読み飛ばした行", len(report.skipped)),
    ]


def counts_of(report: ImportReport) -> str:
    """Say how many rows can be taken in."""
    parts = [f"取り込める行 {report.good:,}", f"見直す行 {report.bad:,}"]
    if report.new_persons:
        parts.append(f"新しく登録する方 {report.new_persons:,}人")
    if report.drafts:
        parts.append(f"下書きになる記録 {report.drafts:,}")
    return "　".join(parts)


def result_of(report: ImportReport) -> str:
    """Say what was taken in, and where the rest was written."""
    words = f"{report.good:,}件を取り込みました。"
    if report.rejected_file is not None:
        words += (
            f"見直す{report.bad:,}行は、理由をつけて「{report.rejected_file.name}」に書きました"
            "（元のファイルと同じ場所）。直して取り込み直せます。"
        )
    return words
