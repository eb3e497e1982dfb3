"""The editor of attached files: a list with add, open and remove."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from soudan_desk.fields import Field
from soudan_desk.ui.forms.context import FormContext
from soudan_desk.ui.forms.face import Editor
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role, theme
from soudan_desk.ui.widgets.button import Button, ButtonKind

_ROW, _TOOL, _GAP = 28, 28, 6
_ID = Qt.ItemDataRole.UserRole


class _FileList(QListWidget):
    """The names; Delete takes the chosen one off."""

    removed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the chosen file off by Delete."""
        if event.key() == Qt.Key.Key_Delete and self.currentRow() >= 0:
            self.takeItem(self.currentRow())
            self.removed.emit()
            return
        super().keyPressEvent(event)


class AttachmentsEditor(Editor, QWidget):
    """Files by name; Enter or a double click opens one, Delete takes it off the record."""

    def __init__(self, field: Field, context: FormContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ask(field, context)
        self._given: Any = None
        self._list = _FileList(self)
        self._list.setAccessibleName(field.label)
        self._list.itemActivated.connect(self._on_list_item_activated)
        self._list.removed.connect(self._on_list_removed)
        self._add = Button(
            "ファイルを添える", icon=Icon.ATTACH, kind=ButtonKind.OUTLINE, height=_TOOL, parent=self
        )
        self._add.setAccessibleName(f"{field.label} ファイルを添える")
        self._add.setEnabled(context.choose_file is not None)
        self._add.clicked.connect(self._on_add_clicked)
        self.setFocusProxy(self._add)

    def answer(self) -> Any:
        """Return the ids of the files; None when there are none."""
        ids = self._ids()
        return self._given if ids == (self._given or []) else ids or None

    def set_answer(self, answer: Any) -> None:
        """Show the stored files."""
        self._given = answer
        self._list.clear()
        for file_id in answer or []:
            self._append(file_id)
        self._place()

    def height_for(self, width: int) -> int:
        """Return room for the names and the button."""
        names = self._list.count() * theme.px(_ROW)
        return names + theme.px(_TOOL) + (theme.px(_GAP) if names else 0)

    def mark_problem(self, has_problem: bool) -> None:
        """Leave the edge alone; the sentence below says it."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place list and button."""
        super().resizeEvent(event)
        self._place()

    # private

    def _ids(self) -> list[UUID]:
        return [self._list.item(row).data(_ID) for row in range(self._list.count())]

    def _append(self, file_id: UUID) -> None:
        name = self.context.name_of(self.field.of or "attachment", file_id)
        item = QListWidgetItem(theme.icon(Icon.DOCUMENT, Role.MUTED), name)
        item.setData(_ID, file_id)
        self._list.addItem(item)

    def _place(self) -> None:
        names = self._list.count() * theme.px(_ROW)
        self._list.setVisible(names > 0)
        self._list.setGeometry(0, 0, self.width(), names)
        top = names + (theme.px(_GAP) if names else 0)
        self._add.setGeometry(0, top, self._add.sizeHint().width(), theme.px(_TOOL))

    def _on_add_clicked(self) -> None:
        file_id = self.context.choose_file() if self.context.choose_file else None
        if file_id is not None:
            self._append(file_id)
            self._changed()

    def _on_list_item_activated(self, item: QListWidgetItem) -> None:
        if self.context.open_file is not None:
            self.context.open_file(item.data(_ID))

    def _on_list_removed(self) -> None:
        self._changed()

    def _changed(self) -> None:
        self._place()
        self.edited.emit()
        self.settled.emit()
