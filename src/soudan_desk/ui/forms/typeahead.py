"""A line with a list below it that narrows as one types; for options and for records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from soudan_desk.fields import Field
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.face import Editor
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.painting import draw_box, draw_icon, draw_text

ID_ROLE = Qt.ItemDataRole.UserRole
DETAIL_ROLE = Qt.ItemDataRole.UserRole + 1
NEW = object()
"""Stands in the list for 「新しく登録…」."""


@dataclass(frozen=True, slots=True)
class Option:
    """What may be picked: what it stands for, its name, and what tells it from its like."""

    id: Any
    title: str
    detail: str = ""


class OptionDelegate(QStyledItemDelegate):
    """Draws an option: its name, its detail muted behind it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Any) -> QSize:
        """Return one row."""
        title = theme.text_width(str(index.data() or ""))
        detail = theme.text_width(str(index.data(DETAIL_ROLE) or ""), Type.LABEL)
        return QSize(round(title + detail) + theme.px(40), theme.size("row"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        """Draw one option."""
        rect = QRectF(option.rect)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_chosen:
            draw_box(painter, rect.adjusted(2, 1, -2, -1), Role.ACCENT_SOFT)
        room = rect.adjusted(theme.px(10), 0, -theme.px(8), 0)
        ink = Role.TEXT
        if index.data(ID_ROLE) is NEW:
            draw_icon(painter, room.x(), rect.center().y(), Icon.ADD, Role.ACCENT)
            room.adjust(theme.px(22), 0, 0, 0)
            ink = Role.ACCENT
        taken = draw_text(painter, room, str(index.data()), ink, bold=is_chosen)
        if detail := index.data(DETAIL_ROLE):
            room.adjust(taken + theme.px(8), 0, 0, 0)
            draw_text(painter, room, str(detail), Role.MUTED, Type.LABEL)


class TypeAhead(Editor, QLineEdit):
    """A line whose answer is one of the options offered below it.

    Down, Alt+Down or a click opens the list, typing narrows it, Enter takes the marked option.
    """

    def __init__(self, field: Field, context: FormContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ask(field, context)
        self._chosen: Option | None = None
        self._list: QCompleter | None = None
        self._popup: QListView
        self.setTextMargins(0, 0, theme.px(20), 0)
        self.textEdited.connect(self._on_text_edited)

    # what a variant says

    def options(self, words: str) -> list[Option]:
        """Return what may be meant by the words."""
        raise NotImplementedError

    def option_of(self, answer: Any) -> Option:
        """Return the option of a stored answer."""
        return next((o for o in self.options("") if o.id == answer), Option(answer, str(answer)))

    def shows_all_when_opened(self) -> bool:
        """Whether opening the list shows more than what fits the present text."""
        return False

    def picked_new(self, words: str) -> None:
        """Begin a new record; only variants that offer it are called."""

    # the face

    def answer(self) -> Any:
        """Return the picked option's id, or that of the one option so called."""
        option = self._meant()
        return option.id if option else None

    def set_answer(self, answer: Any) -> None:
        """Show a stored answer."""
        self._chosen = None if answer is None else self.option_of(answer)
        self.setText(self._chosen.title if self._chosen else "")
        self.setCursorPosition(0)

    def problem(self) -> str | None:
        """Say that the words are no option."""
        if not self.text().strip() or self._meant():
            return None
        words = self.text().strip()[:20]
        return f"「{self.field.label}」の「{words}」は一覧にありません。選び直してください。"

    def typed(self) -> str | None:
        """Return words that are no option."""
        return self.text() if self.problem() else None

    def set_typed(self, text: str) -> None:
        """Show words that were no option."""
        self._chosen = None
        self.setText(text)

    def typing_place(self) -> str:
        """Let what is typed without a pause be one change."""
        return "text"

    # keys and mouse

    def open_list(self, *, whole: bool) -> None:
        """Show what may be picked."""
        words = "" if whole and self.shows_all_when_opened() else self.text()
        self._fill(words)
        self._completer().complete()
        self._mark_current()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list by Down, F4 or Alt+Down."""
        if self.isReadOnly() or event.key() not in (Qt.Key.Key_Down, Qt.Key.Key_F4):
            super().keyPressEvent(event)
            return
        self.open_list(whole=True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the list at a click, the words selected for typing over them."""
        super().mousePressEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and not self.isReadOnly():
            self.selectAll()
            self.open_list(whole=True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the option that is meant."""
        super().focusOutEvent(event)
        if event.reason() is Qt.FocusReason.PopupFocusReason:
            return
        if (option := self._meant()) is not None and self.text() != option.title:
            self._chosen = option
            self.setText(option.title)
        self.setCursorPosition(0)
        self.settled.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrow that says there is a list."""
        super().paintEvent(event)
        painter = QPainter(self)
        left = self.width() - theme.px(24)
        draw_icon(painter, left, self.height() / 2, Icon.CHEVRON_DOWN, Role.MUTED, 16)

    # private

    def _completer(self) -> QCompleter:
        if self._list is None:
            self._popup = QListView()
            self._list = QCompleter(QStandardItemModel(self), self)
            self._list.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
            self._list.setMaxVisibleItems(12)
            self._list.setWidget(self)
            self._list.setPopup(self._popup)
            self._popup.setItemDelegate(OptionDelegate(self._popup))
            self._popup.setAccessibleName(f"{self.field.label} の一覧")
            activated: Any = self._list.activated  # two signals of one name: chosen by type
            activated[QModelIndex].connect(self._on_list_activated)
        return self._list

    def _fill(self, words: str) -> None:
        model = self._completer().model()
        assert isinstance(model, QStandardItemModel)
        model.clear()
        for option in self.options(words):
            item = QStandardItem(option.title)
            item.setData(option.id, ID_ROLE)
            item.setData(option.detail, DETAIL_ROLE)
            model.appendRow(item)

    def _mark_current(self) -> None:
        completer = self._completer()
        titles = [completer.completionModel().index(row, 0) for row in range(self._row_count())]
        at = next((i for i in titles if self._chosen and i.data(ID_ROLE) == self._chosen.id), None)
        if at is None and titles and self.text().strip():
            at = titles[0]
        if at is not None:
            self._popup.setCurrentIndex(at)

    def _row_count(self) -> int:
        return self._completer().completionModel().rowCount()

    def _meant(self) -> Option | None:
        words = self.text().strip()
        if self._chosen is not None and words == self._chosen.title.strip():
            return self._chosen
        if not words:
            return None
        called = [o for o in self.options(words) if o.title == words and o.id is not NEW]
        return called[0] if len(called) == 1 else None

    def _on_text_edited(self) -> None:
        self._chosen = None
        if self.text().strip():
            self.open_list(whole=False)
        elif self._list is not None:
            self._popup.hide()
        self.edited.emit()

    def _on_list_activated(self, index: QModelIndex) -> None:
        words = self.text().strip()
        if index.data(ID_ROLE) is NEW:
            self.picked_new(words)
            return
        self._pick(Option(index.data(ID_ROLE), str(index.data()), str(index.data(DETAIL_ROLE))))

    def _pick(self, option: Option) -> None:
        self._chosen = option
        self.setText(option.title)
        self.setCursorPosition(0)
        self.edited.emit()
        self.settled.emit()
