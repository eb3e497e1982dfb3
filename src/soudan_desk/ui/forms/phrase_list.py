"""The list of phrases beside what one types: letters narrow it, two of them insert."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QListView, QStackedLayout, QWidget

from soudan_desk.services.phrases import PhraseRow
from soudan_desk.ui import layouts
from soudan_desk.ui.forms.phrase_acts import PhraseActs
from soudan_desk.ui.forms.phrase_adding import PhraseForm
from soudan_desk.ui.forms.phrase_target import Target
from soudan_desk.ui.forms.typeahead import DETAIL_ROLE, ID_ROLE, OptionDelegate
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.labels import KeyHint, Label, Line

_WIDTH, _HEIGHT, _LEAST, _LIST, _LETTERS = 640, 320, 190, 280, 2
_HEAD, _ROW = 48, 32
_NOTHING = "定型文はまだありません。書いた文を選んで、Alt+A で加えられます。"
_NONE_SO = "「{}」で始まるキーの定型文はありません。"
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class PhraseList(QWidget):
    """Takes the keys itself, and no input method: so two letters are two letters.

    Letters narrow the list by key and name, the second one inserts if it makes a key whole.
    """

    def __init__(
        self, window: QWidget, acts: PhraseActs, rows: Sequence[PhraseRow], target: Target
    ) -> None:
        super().__init__(window)
        self.setObjectName("phrase_list")
        self.setAccessibleName("定型文")
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._acts, self._rows, self._target = acts, rows, target
        self._typed = ""
        self._head = Label("", Type.LABEL, Role.MUTED)
        self._list = QListView()
        self._model = QStandardItemModel(self)
        self._preview = DocumentLabel("", Type.BODY)
        self._stack = QStackedLayout()
        self._build()
        self._narrow()

    def open(self) -> None:
        """Show the list below the cursor, or above it where there is no room."""
        self._place(_HEAD + _ROW * len(self._rows))
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Narrow, move, insert, add, leave."""
        key, typed = event.key(), unicodedata.normalize("NFKC", event.text()).lower()
        if key == Qt.Key.Key_Escape:
            self._leave()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._insert(self._current())
        elif key in _STEPS:
            self._step(_STEPS[Qt.Key(key)])
        elif key == Qt.Key.Key_A and event.modifiers() == Qt.KeyboardModifier.AltModifier:
            self._begin_adding()
        elif key == Qt.Key.Key_Backspace:
            self._type(self._typed[:-1])
        elif typed.isprintable() and typed.strip() and not _is_command(event):
            self._type(self._typed + typed)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Go away when one goes on elsewhere."""
        super().focusOutEvent(event)
        passing = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if event.reason() not in passing and self._stack.currentIndex() == 0:
            self.close()

    # building

    def _build(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._list.setModel(self._model)
        self._list.setItemDelegate(OptionDelegate(self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setAccessibleName("定型文の一覧")
        self._list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._list.clicked.connect(lambda index: self._insert(self._row_at(index)))
        current = self._list.selectionModel()
        current.currentChanged.connect(lambda now, _before: self._show(self._row_at(now)))
        layouts.fix_size(self._list, width=_LIST)
        hints = (KeyHint("Enter", "入れる"), KeyHint("Alt+A", "加える"), KeyHint("Esc", "もどる"))
        head = layouts.row(self._head, layouts.STRETCH, *hints, spacing=14, margins=(14, 8, 14, 8))
        shown = layouts.panel(
            layouts.column(self._preview, layouts.STRETCH, margins=(16, 10, 14, 10)), "raised"
        )
        body = layouts.row(self._list, (shown, 1), spacing=0)
        usual = layouts.panel(layouts.column(head, Line(), (body, 1), spacing=0))
        self._stack.addWidget(usual)
        frame = layouts.column(spacing=0, margins=(1, 1, 1, 1))
        frame.addLayout(self._stack)
        self.setLayout(frame)
        layouts.set_surface(self, "field")

    def _place(self, wanted: int) -> None:
        window = self.parentWidget()
        assert window is not None
        width = min(theme.px(_WIDTH), window.width() - theme.px(16))
        height = theme.px(max(_LEAST, min(wanted, _HEIGHT)))
        height = min(height, window.height() - theme.px(16))
        at = self._target.at(window) + QPoint(0, theme.px(4))
        left = max(theme.px(8), min(at.x(), window.width() - width - theme.px(8)))
        below = at.y() + height <= window.height() - theme.px(8)
        top = at.y() if below else at.y() - height - theme.px(36)
        self.setGeometry(left, max(theme.px(8), top), width, height)

    # narrowing

    def _type(self, typed: str) -> None:
        self._typed = typed
        if len(typed) == _LETTERS:
            whole = next((row for row in self._rows if _plain(row.key) == typed), None)
            if whole is not None:
                self._insert(whole)
                return
        self._narrow()

    def _narrow(self) -> None:
        self._model.clear()
        for row in self._fitting():
            item = QStandardItem(f"{row.key}　{row.title}")
            item.setData(row, ID_ROLE)
            item.setData("" if row.is_own else "事務所", DETAIL_ROLE)
            item.setToolTip(row.text)
            self._model.appendRow(item)
        words = f"「{self._typed}」" if self._typed else "キーの2文字を打つと入ります"
        self._head.setText(words)
        self._list.setCurrentIndex(self._model.index(0, 0))
        if not self._model.rowCount():
            self._preview.set_text(_NONE_SO.format(self._typed) if self._rows else _NOTHING)
            self.setAccessibleDescription(self._preview.text())

    def _fitting(self) -> list[PhraseRow]:
        typed = self._typed
        by_key = [row for row in self._rows if _plain(row.key).startswith(typed)]
        named = [row for row in self._rows if typed in _plain(row.title) and row not in by_key]
        return by_key + (named if typed else [])

    def _show(self, row: PhraseRow | None) -> None:
        if row is not None:
            text = self._acts.fill(row.text)
            self._preview.set_text(text)
            self.setAccessibleDescription(f"{row.key} {row.title} {text}")

    def _step(self, step: int) -> None:
        at = self._list.currentIndex().row() + step
        if 0 <= at < self._model.rowCount():
            self._list.setCurrentIndex(self._model.index(at, 0))

    def _current(self) -> PhraseRow | None:
        return self._row_at(self._list.currentIndex())

    def _row_at(self, index: QModelIndex) -> PhraseRow | None:
        row: PhraseRow | None = index.data(ID_ROLE) if index.isValid() else None
        return row

    # acts

    def _insert(self, row: PhraseRow | None) -> None:
        if row is not None:
            self.hide()
            self._target.insert(self._acts.fill(row.text))
            self.close()

    def _leave(self) -> None:
        self.hide()
        self._target.take_focus()
        self.close()

    def _begin_adding(self) -> None:
        form = PhraseForm(self._acts, self._target.selected())
        form.added.connect(self._leave)
        form.left.connect(self._leave)
        self._stack.addWidget(form)
        self._stack.setCurrentWidget(form)
        self._place(_HEIGHT)
        form.take_focus()


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _is_command(event: QKeyEvent) -> bool:
    modifiers = Qt.KeyboardModifier
    return bool(event.modifiers() & (modifiers.ControlModifier | modifiers.AltModifier))
