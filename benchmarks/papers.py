"""Japanese papers with correct line breaking, against stock reportlab with the same text.

Both sides have their fonts registered and their modules imported; each figure is the best of
several runs, since the question is what the code costs and not what else the machine does.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date, datetime
from html import escape
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from soudan_desk.papers.catalogue import PAPERS
from soudan_desk.papers.data import Answer, Head, Named, Option, PrintedBy, Sender
from soudan_desk.papers.progress_record import ProgressEntry, ProgressRecord
from soudan_desk.papers.referral_letter import ReferralLetter
from soudan_desk.resource_files import resource

_LIMIT = 1.2
_ROUNDS = 7
PRINTED = PrintedBy(
    "見本社協", "見本センター", "見本 花子", datetime.fromisoformat("2026-11-24T10:32"), "P-1"
)
_NOTE = (
    "本人から電話。「先週の面接は不採用だった。貯金が底をつきそうで、来月の家賃（5万2千円）が"
    "払えるか分からない」とのこと。声に張りがなく、食事は1日1回と話す。冷蔵庫に米と卵はある。"
    "緊急の食糧提供を案内し、明日の14:00に窓口で3日分を渡すこととした。\n"
    "　所見：求職の疲れと生活費の不安が重なっている。住居確保給付金は11月で終わるため、"
    "12月以降の家賃の手当てを急ぐ必要がある。ハローワークの担当者（内線123）とも相談する。"
)
_METHODS = ("電話相談・連絡", "面談（来所面接）", "訪問", "同行支援", "オンライン面談", "その他")


def _record(entries: int) -> ProgressRecord:
    head = Head("R08-L-0123", Named("見本 すみれ", "みほん すみれ"))
    return ProgressRecord(head=head, entries=tuple(map(_entry, range(entries))))


def _entry(number: int) -> ProgressEntry:
    methods = tuple(Option(label, at == number % 6) for at, label in enumerate(_METHODS))
    return ProgressEntry(
        f"令和8年11月{number % 28 + 1}日　10:00〜10:45",
        (
            Answer("対応方法", "", methods),
            Answer("対応相手", "本人"),
            Answer("対応者", "見本 花子"),
            Answer("記録", f"{number + 1}回目。{_NOTE}{_NOTE}", long=True),
            Answer("次回予定", "11月25日（水）14:00 窓口で食糧を渡す。"),
        ),
    )


def _letter() -> ReferralLetter:
    return ReferralLetter(
        number="08-つ-0042",
        issued_on=date(2026, 11, 24),
        to=("見本市役所 生活福祉課", "見本 次郎 様"),
        sender=Sender("見本社協", "見本センター", "所長 見本 恵", "見本 花子", tel="00-0000-0100"),
        answers=(
            Answer("氏名", "見本 すみれ（ミホン スミレ）様"),
            Answer("生年月日", "昭和49年3月1日（52歳）　女性"),
            Answer("経緯・主訴", _NOTE, long=True),
            Answer("これまでの支援", "住居確保給付金、家計表の見直し、緊急の食糧提供", long=True),
            Answer("依頼したい内容", _NOTE[:120], long=True),
        ),
    )


def _ours(key: str, data: object) -> Callable[[], int]:
    return lambda: PAPERS[key].write(data, BytesIO(), PRINTED)


class Stock:
    """The same text as stock reportlab sets it: Paragraphs in Tables."""

    def __init__(self) -> None:
        for name, file in (("Stock", "BIZUDGothic_400Regular"), ("StockB", "BIZUDGothic_700Bold")):
            pdfmetrics.registerFont(TTFont(name, str(resource("fonts", f"{file}.ttf"))))
        self.cell = ParagraphStyle(
            "cell", fontName="Stock", fontSize=10, leading=15, wordWrap="CJK"
        )
        self._label = ParagraphStyle("label", self.cell, fontName="StockB", fontSize=9)

    def table(self, answers: Sequence[Answer]) -> Table:
        """Set questions and answers."""
        rows = [
            [Paragraph(escape(a.label), self._label), Paragraph(self._markup(a), self.cell)]
            for a in answers
        ]
        return Table(rows, (82, 400), style=[("GRID", (0, 0), (-1, -1), 0.4, "black")])

    def _markup(self, answer: Answer) -> str:
        boxes = "　".join(("■" if o.chosen else "□") + o.label for o in answer.options)
        return escape("\n".join(filter(None, (boxes, answer.text)))).replace("\n", "<br/>")

    def _build(self, story: list[object]) -> int:
        document = SimpleDocTemplate(BytesIO(), pagesize=A4, initialFontName="Stock")
        document.build(story)
        return int(document.page)

    def record(self, record: ProgressRecord) -> int:
        """Set a case record."""
        story: list[object] = []
        for entry in record.entries:
            story += [Paragraph(escape(entry.title), self._label), self.table(entry.answers)]
        return self._build(story)

    def letter(self, letter: ReferralLetter) -> int:
        """Set a letter with its slip."""
        lines = (letter.number, *letter.to, letter.sender.office, letter.title, letter.greeting)
        slip = ("受理日・担当", "結果", "今後の連携", "連絡事項")
        outcomes = tuple(map(Option, letter.reply_outcomes))
        return self._build(
            [
                *(Paragraph(escape(line), self.cell) for line in lines),
                self.table(letter.answers),
                self.table([Answer(label, "", outcomes) for label in slip]),
            ]
        )


def best(run: Callable[[], int]) -> float:
    """Return the seconds of the quickest of several runs."""
    times = []
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


def measure() -> list[tuple[str, float, float]]:
    """Return (label, our time / stock time, limit) for a letter and a long case record."""
    stock, record, letter = Stock(), _record(46), _letter()
    ours = _ours("progress_record", record)
    pages = ours()
    return [
        (
            "紹介状（stock reportlab と同じ文）",
            best(_ours("referral_letter", letter)) / best(lambda: stock.letter(letter)),
            _LIMIT,
        ),
        (
            f"ケース記録 {pages} ページ（stock reportlab と同じ文）",
            best(ours) / best(lambda: stock.record(record)),
            _LIMIT,
        ),
    ]


if __name__ == "__main__":
    for label, ratio, limit in measure():
        print(f"{label}: {ratio:.2f} × （上限 {limit} ×）")
