"""ひとこと記録: one line that becomes a consultation, its method guessed from the words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from soudan_desk.codes import CodeBook, CodeEntry
from soudan_desk.japanese.folding import fold
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.labels import ElidedLabel
from soudan_desk.ui.widgets.top_bar import SearchField

_MEANT = {
    "phone": ("電話", "tel", "℡", "着信", "架電", "折り返し"),
    "visit": ("訪問",),
    "home_visit": ("訪問",),
    "outreach": ("訪問",),
    "interview": ("面談", "面接", "来所", "窓口"),
    "visit_in": ("来所", "面談", "面接", "窓口"),
    "come_in": ("来所", "面談", "面接", "窓口"),
    "accompany": ("同行", "付き添い", "付添"),
    "email_sns": ("メール", "手紙", "sns", "line", "fax"),
    "email": ("メール",),
    "mail": ("メール", "手紙", "文書", "fax"),
    "internal_meeting": ("朝ミーティング", "所内会議"),
    "case_meeting": ("個別支援会議", "会議"),
    "meeting": ("会議", "カンファ"),
    "other_meeting": ("会議", "カンファ"),
}
_FAMILY = ("家族", "母", "父", "夫", "妻", "息子", "娘", "長男", "長女", "兄", "姉", "弟", "妹")
_WITH = {"self": ("本人",), "family": _FAMILY, "acquaintance": ("知人", "友人", "近所")}


@dataclass(frozen=True, slots=True)
class Guess:
    """What a line seems to be: its method, with whom, each None or empty where nothing says it."""

    method: CodeEntry | None = None
    with_whom: tuple[CodeEntry, ...] = ()

    def words(self) -> str:
        """Return the guess in words."""
        parts = [self.method.brief] if self.method else []
        return "・".join([*parts, *(entry.brief for entry in self.with_whom)])


def guess_from(text: str, codes: CodeBook, centre: str) -> Guess:
    """Guess what a line is about; of several methods the one that is named first."""
    plain = fold(text)
    methods = codes.entries("consultation.method", centre=centre)
    counterparts = codes.entries("consultation.counterpart", centre=centre)
    return Guess(
        _first_named(plain, methods),
        tuple(entry for entry in counterparts if _is_named(plain, _WITH.get(entry.code, ()))),
    )


def _first_named(plain: str, entries: Iterable[CodeEntry]) -> CodeEntry | None:
    places = [
        (place, -length, entry) for entry in entries for place, length in _places(plain, entry)
    ]
    return min(places, key=lambda each: each[:2])[2] if places else None


def _places(plain: str, entry: CodeEntry) -> list[tuple[int, int]]:
    words = (*_MEANT.get(entry.code, ()), entry.brief)
    folded = [fold(word) for word in words]
    return [(plain.find(word), len(word)) for word in folded if word and word in plain]


def _is_named(plain: str, words: Iterable[str]) -> bool:
    return any(fold(word) in plain for word in words)


class QuickLine(QWidget):
    """The line; while it holds words, what they will become stands below it.

    `entered` carries (text, guess, whether it is final): Enter makes a final record where the
    method is plain, Shift+Enter a draft.
    """

    entered = Signal(str, object, bool)
    left = Signal()

    def __init__(self, codes: CodeBook, centre: str) -> None:
        super().__init__()
        self._codes, self._centre = codes, centre
        self._line = _QuickField()
        self._hint = ElidedLabel("", Type.SMALL, Role.MUTED)
        self._line.setObjectName("quick_entry")
        self.setLayout(layouts.column(self._line, self._hint, spacing=4))
        self._hint.hide()
        self.setFocusProxy(self._line)
        self._line.textChanged.connect(self._on_line_text_changed)
        self._line.submitted.connect(self._on_line_submitted)
        self._line.left.connect(self.left)

    def clear(self) -> None:
        """Make room for the next line."""
        self._line.clear()

    def text(self) -> str:
        """Return what is typed."""
        return self._line.text().strip()

    def set_text(self, text: str) -> None:
        """Put back what was typed."""
        self._line.setText(text)

    def guess(self) -> Guess:
        """Return what the words seem to mean."""
        return guess_from(self.text(), self._codes, self._centre)

    def _on_line_text_changed(self) -> None:
        text, guess = self.text(), self.guess()
        self._hint.setVisible(bool(text))
        if guess.method:
            now = datetime.now()
            self._hint.setText(f"{guess.words()}の記録 {now:%H:%M}　Enter 確定・Shift+Enter 下書き")
        else:
            self._hint.setText("方法が分かりません　Enter で下書きにして右で書き足す")

    def _on_line_submitted(self, is_draft: bool) -> None:
        guess = self.guess()
        if self.text():
            self.entered.emit(self.text(), guess, guess.method is not None and not is_draft)


class _QuickField(SearchField):
    submitted = Signal(bool)

    def __init__(self) -> None:
        super().__init__(
            "ひとこと記録（例：電話 不在 折り返し依頼）", "Ctrl+J", "ひとこと記録", Icon.EDIT
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submitted.emit(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            return
        super().keyPressEvent(event)
