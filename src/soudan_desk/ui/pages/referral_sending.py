"""The last look before a letter leaves: by which way it goes, and under which password."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from soudan_desk.codes import CodeBook
from soudan_desk.services.referral_lines import Disclosing
from soudan_desk.services.writing_rules import WritingRules
from soudan_desk.ui import layouts
from soudan_desk.ui.contact_notice import RulesNotice, is_confirmed
from soudan_desk.ui.dialogs import CANCEL, Answer, Question, pick_target, run_dialog
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.referral_desk import ReferralDesk, Sending
from soudan_desk.ui.widgets.button import ButtonKind
from soudan_desk.ui.widgets.choices import Segments
from soudan_desk.ui.widgets.file_password import FilePassword
from soudan_desk.ui.widgets.labelled import LabelledEditor

_CARRIED = "through_client"
_ON_PAPER = ("mail", "hand", "fax", _CARRIED)
_AS_FILE = ("email_protected", "media")
_TOLD_APART = "パスワードは、電話など別の方法で相手に伝えてください。あとからは見られません。"


def ask_printing(
    parent: QWidget, codes: CodeBook, to: str, judged: Disclosing, method: str | None
) -> Sending | None:
    """Ask by which way a printed letter goes, then for the printer; None when left."""
    ways = _Ways(codes, _ON_PAPER, method, judged.rules)
    question = _question(parent, "印刷して送付を記録", to, judged, ways, "プリンターを選ぶ")
    if not run_dialog(question):
        return None
    chosen = ways.method()  # before the next dialog: the question goes with its widgets
    if not _may_go(parent, judged, to, chosen):
        return None
    printer = choose_printer(parent)
    return None if printer is None else Sending(chosen, printer=printer)


def ask_file(
    parent: QWidget, codes: CodeBook, to: str, judged: Disclosing, name: str
) -> Sending | None:
    """Ask for the way and the password of a PDF, then where it goes; None when left."""
    ways = _Ways(codes, _AS_FILE, None, judged.rules, is_file=True)
    question = _question(parent, "パスワード付きPDFを作る", to, judged, ways, "保存する場所を選ぶ")
    ways.password.judged.connect(question.buttons["go"].setEnabled)
    if not run_dialog(question):
        return None
    method, password = ways.method(), ways.password.text()
    target = choose_target(parent, name) if _may_go(parent, judged, to, method) else None
    if target is None:
        return None
    return Sending(method, target=target, password=password)


def _may_go(parent: QWidget, judged: Disclosing, to: str, method: str) -> bool:
    """Let the worker confirm what the person's rules say of this reader and this way."""
    rules = judged.rules
    carried = rules.before_they_carry_it if method == _CARRIED else ""
    return is_confirmed(parent, rules.before_telling(to), carried)


def witnessed(
    parent: QWidget, desk: ReferralDesk, judged: Disclosing, sending: Sending | None
) -> Sending | None:
    """Let a second person agree to a letter that tells where somebody protected is."""
    if sending is None or not judged.unlocked:
        return sending
    second = desk.ask_second(parent)
    return None if second is None else replace(sending, second=second)


def choose_printer(parent: QWidget) -> QPrinter | None:
    """Show the system's own dialog; None when it is left."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    dialog.setObjectName("choose_printer")
    return printer if run_dialog(dialog) else None


def choose_target(parent: QWidget, name: str) -> Path | None:
    """Let the worker say where a PDF goes; None when left."""
    start = str(_beside_home(name))
    target = pick_target(parent, "PDFを保存する", "PDF (*.pdf)", start=start)
    return target if target is None or target.suffix else target.with_suffix(".pdf")


class _Ways(QWidget):
    """By which way it goes, and for a file the password to be told separately."""

    def __init__(
        self,
        codes: CodeBook,
        ways: Sequence[str],
        chosen: str | None,
        rules: WritingRules,
        *,
        is_file: bool = False,
    ) -> None:
        super().__init__()
        entries = [entry for code in ways if (entry := codes.find("send_method", code))]
        self._segments = Segments([(e.code, e.brief) for e in entries], required=True)
        self._segments.setObjectName("send_method")
        self._segments.set_value(chosen if chosen in ways else ways[0])
        self.is_file = is_file
        self.password = FilePassword()
        frame = self.password.framed()
        way = LabelledEditor("渡し方", self._segments, required=True)
        self.rules = RulesNotice(rules)
        self.setLayout(layouts.column(self.rules, way, frame, spacing=12))
        frame.setVisible(is_file)

    def method(self) -> str:
        """Return the way that is chosen."""
        return self._segments.value() or _ON_PAPER[0]


def _question(
    parent: QWidget, title: str, to: str, judged: Disclosing, ways: _Ways, act: str
) -> Question:
    told = [line.label for line in judged.lines if line.told]
    sentence = f"宛先　{to}\n伝えること　{'、'.join(told)}（{len(told)}行）"
    if ways.is_file:
        sentence += f"\n\n{_TOLD_APART}"
    answers = [
        Answer(CANCEL, "やめる"),
        Answer("go", act, ButtonKind.FILLED, is_default=True),
    ]
    return Question(parent, title, sentence, answers, icon=Icon.SEND, body=ways)


def _beside_home(name: str) -> Path:
    safe = re.sub(r'[\\/:*?"<>|\s]+', "_", name).strip("._") or "letter"
    return Path.home() / f"{safe}.pdf"
