"""A saved record to read, with what can be done with it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from soudan_desk.services.reading import Reading
from soudan_desk.services.review_standing import ReviewStanding
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.case_looks import RECORD_CHIPS, dated
from soudan_desk.ui.pages.case_reading import ReadingView
from soudan_desk.ui.pages.case_review import returned_notice, review_chip, submit_words
from soudan_desk.ui.shortcuts import bind_button
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.action_bar import ActionBar
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.chips import Chip
from soudan_desk.ui.widgets.labels import ElidedLabel
from soudan_desk.ui.widgets.notices import Notice


class RecordedView(QWidget):
    """Head, text and acts of a record that is not being written."""

    edit_wanted = Signal()
    versions_wanted = Signal()
    void_wanted = Signal()
    page_wanted = Signal()
    submit_wanted = Signal()

    def __init__(
        self,
        reading: Reading,
        *,
        title: str,
        begun_at: datetime | None,
        may_edit: bool,
        is_evidence: bool,
        opens_page: bool = False,
        review: ReviewStanding | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName(f"recorded_{reading.kind}")
        kind = reading.kind
        edit = "訂正・追記" if is_evidence else "直す"
        self._edit = Button(edit, icon=Icon.EDIT, key="Ctrl+E")
        self._versions = Button("版をくらべる", icon=Icon.HISTORY, key="Ctrl+H")
        self._open = Button("ページで開く", icon=Icon.OPEN, key="Ctrl+O")
        self._submit = Button(submit_words(review), icon=Icon.SEND, key="Alt+R")
        self._void = Button("取り消す", kind=ButtonKind.QUIET, icon=Icon.DELETE, tone=Role.DANGER)
        self._edit.setObjectName(f"amend_{kind}" if is_evidence else f"edit_{kind}")
        self._versions.setObjectName(f"compare_{kind}")
        self._open.setObjectName(f"open_{kind}")
        self._void.setObjectName(f"void_{kind}")
        self._submit.setObjectName(f"submit_{kind}")
        self._reading_view = ReadingView(reading.lines, name=title)
        self._build(reading, title, begun_at if may_edit else None, review)
        self._edit.setVisible(may_edit)
        self._versions.setVisible(reading.version > 1)
        self._open.setVisible(opens_page)
        self._void.setVisible(may_edit and is_evidence)
        self._submit.setVisible(may_edit and bool(submit_words(review)))
        self._edit.clicked.connect(self.edit_wanted)
        self._versions.clicked.connect(self.versions_wanted)
        self._open.clicked.connect(self.page_wanted)
        self._void.clicked.connect(self.void_wanted)
        self._submit.clicked.connect(self.submit_wanted)
        for button in (self._edit, self._versions, self._open, self._submit):
            bind_button(self, button)

    def take_focus(self) -> None:
        """Stand in the text."""
        self._reading_view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(
        self,
        reading: Reading,
        title: str,
        begun_at: datetime | None,
        review: ReviewStanding | None,
    ) -> None:
        at = reading.updated_at.astimezone()
        version = f"第{reading.version}版　" if reading.version > 1 else ""
        words = f"{version}{reading.updated_by}　{dated(at.date(), at.date())} {at:%H:%M}"
        standing = review_chip(review)
        head = layouts.row(
            ElidedLabel(title, Type.HEADING, bold=True).at_least(120),
            Chip(RECORD_CHIPS[reading.state]),
            Chip(standing) if standing else None,
            ElidedLabel(words, Type.LABEL, Role.MUTED),
            layouts.STRETCH,
            spacing=8,
        )
        head_row = layouts.panel(head, height=32)
        parts = layouts.column(head_row, spacing=8, margins=(20, 10, 8, 0))
        if begun_at is not None:
            layouts.add(parts, self._begun_notice(begun_at))
        layouts.add(parts, returned_notice(review), (self._reading_view, 1))
        bar = ActionBar(
            self._edit,
            self._submit,
            self._versions,
            self._open,
            far=[self._void],
            surface="raised",
            margin=20,
        )
        self.setLayout(layouts.column((parts, 1), bar, spacing=0))
        layouts.set_surface(self, "raised")

    def _begun_notice(self, at: datetime) -> Notice:
        notice = Notice(
            Role.INFO,
            Icon.DRAFT,
            f"{at.astimezone():%H:%M} まで書いた、確定していない訂正があります。",
            act="続きを書く",
            key="F7",
            bold=False,
        )
        notice.button.setObjectName("resume_unsaved")
        notice.acted.connect(self.edit_wanted)
        bind_button(self, notice.button)
        return notice
