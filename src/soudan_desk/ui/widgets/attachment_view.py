"""An attached file to look at: pictures and PDFs page by page, others only as a copy outside.

    view = AttachmentView(tasks.run)
    view.copy_wanted.connect(...)           # 「保存して開く」
    view.show_file("診断書.pdf", "application/pdf", content)

It is drawn from memory; no file is made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import isValid

from soudan_desk.errors import SoudanError
from soudan_desk.ui import layouts
from soudan_desk.ui.attachment_images import count_pages, draw_page, is_shown
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.shortcuts import bind
from soudan_desk.ui.theme import Role, Type, theme
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.labels import Label, Line
from soudan_desk.ui.widgets.notices import EmptyState
from soudan_desk.ui.widgets.paper_view import PaperView

Run = Callable[..., Any]
_WIDTH, _HEIGHT = 860, 720


class _Sheet(PaperView):
    """One page at a time, of any size."""

    def show_pages(self, pages: Sequence[QImage]) -> None:
        """Show the page; which one it is stands above it."""
        super().show_pages(pages)
        self._count.setText("")


class AttachmentView(QWidget):
    """The file with its head: its name, the page, and the way out of the program."""

    copy_wanted = Signal()

    def __init__(self, run: Run, *, may_copy: bool = True) -> None:
        super().__init__()
        self._run, self._may_copy = run, may_copy
        self._content, self._media_type = b"", ""
        self._page, self._pages = 0, 0
        self._wanted = (0, 0)
        self._name = Label("", Type.BODY, bold=True)
        self._at = Label("", Type.LABEL, Role.MUTED)
        self._back = _turner(Icon.CHEVRON_LEFT, "前のページ", "PgUp")
        self._on = _turner(Icon.CHEVRON_RIGHT, "次のページ", "PgDown")
        self._copy = Button("保存して開く", icon=Icon.OPEN, key="Ctrl+S", height=28)
        self._sheet = _Sheet("添付の見え方")
        self._closed = EmptyState("")
        self._build()
        self._connect()

    # verbs

    def show_file(self, name: str, media_type: str, content: bytes) -> None:
        """Show a file from its first page."""
        self._content, self._media_type, self._page, self._pages = content, media_type, 0, 0
        self._name.setText(name)
        self.setAccessibleName(f"添付 {name}")
        if is_shown(media_type):
            self._sheet.say("開いています…")
            self._run(lambda: count_pages(content, media_type), self._on_counted, self._on_refused)
        else:
            self._say(
                "この種類のファイルは、相談デスクの中では開けません。"
                "「保存して開く」で、ほかのソフトで開いてください。"
            )

    def turn_to(self, page: int) -> None:
        """Show another page, from 0."""
        self._page = min(max(page, 0), max(self._pages - 1, 0))
        self._at.setText(f"{self._page + 1} / {self._pages}ページ" if self._pages > 1 else "")
        self._back.setEnabled(self._page > 0)
        self._on.setEnabled(self._page < self._pages - 1)
        self._redraw()

    @property
    def shown(self) -> QImage | None:
        """Return the page as it is drawn, or None."""
        return next(iter(self._sheet.pages), None)

    @property
    def sentence(self) -> str:
        """Return why nothing is drawn; empty while something is."""
        return self._closed.accessibleDescription() if self._sheet.isHidden() else ""

    # private

    def _build(self) -> None:
        for button, name in (
            (self._back, "previous_page"),
            (self._on, "next_page"),
            (self._copy, "save_and_open"),
        ):
            button.setObjectName(name)
        self._copy.setVisible(self._may_copy)
        turning = (self._back, self._at, self._on)
        head = layouts.row(
            self._name, layouts.STRETCH, *turning, 12, self._copy, margins=(16, 8, 16, 8)
        )
        self.setLayout(layouts.column(head, Line(), (self._sheet, 1), (self._closed, 1), spacing=0))
        self._closed.hide()
        self._show_turning()

    def _connect(self) -> None:
        self._sheet.wanted.connect(self._on_sheet_wanted)
        self._back.clicked.connect(lambda: self.turn_to(self._page - 1))
        self._on.clicked.connect(lambda: self.turn_to(self._page + 1))
        self._copy.clicked.connect(self.copy_wanted)
        bind(self, "PgUp", "前のページ", lambda: self.turn_to(self._page - 1))
        bind(self, "PgDown", "次のページ", lambda: self.turn_to(self._page + 1))
        if self._may_copy:
            bind(self, "Ctrl+S", "保存して開く", self.copy_wanted.emit)

    def _show_turning(self) -> None:
        for part in (self._back, self._at, self._on):
            part.setVisible(self._pages > 1)

    def _say(self, sentence: str) -> None:
        self._closed.say(sentence)
        self._closed.setAccessibleDescription(sentence)
        self._sheet.hide()
        self._closed.show()
        self._show_turning()

    def _redraw(self) -> None:
        content, media_type, page, wanted = (
            self._content,
            self._media_type,
            self._page,
            self._wanted,
        )
        if not self._pages or not wanted[0]:
            return
        dpr = self.devicePixelRatioF()

        def then(image: QImage) -> None:
            if isValid(self) and (page, wanted) == (self._page, self._wanted):
                self._sheet.show_pages([image])

        self._run(
            lambda: draw_page(content, media_type, page, *wanted, dpr=dpr), then, self._on_refused
        )

    def _on_counted(self, pages: int) -> None:
        if isValid(self):
            self._pages = pages
            self._show_turning()
            self.turn_to(0)

    def _on_refused(self, error: SoudanError) -> None:
        if isValid(self):
            self._say(str(error))

    def _on_sheet_wanted(self, width: int, height: int) -> None:
        self._wanted = (width, height)
        self._redraw()


def _turner(icon: Icon, name: str, key: str) -> Button:
    button = Button(icon=icon, kind=ButtonKind.QUIET, name=f"{name}（{key}）", height=28)
    button.setAccessibleName(name)
    return button


class AttachmentWindow(QDialog):
    """A window over the desk for one file; Esc closes it and lets go of the bytes."""

    def __init__(self, parent: QWidget | None, view: AttachmentView, title: str) -> None:
        super().__init__(parent)
        self.setObjectName("attachment")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.view = view
        leave = Button("閉じる", key="Esc")
        leave.setObjectName("close_attachment")
        leave.clicked.connect(self.reject)
        foot = layouts.row(layouts.STRETCH, leave, margins=(16, 8, 16, 8))
        self.setLayout(layouts.column((view, 1), Line(), foot, spacing=0))
        self.resize(theme.px(_WIDTH), theme.px(_HEIGHT))
        view.setFocus(Qt.FocusReason.OtherFocusReason)
