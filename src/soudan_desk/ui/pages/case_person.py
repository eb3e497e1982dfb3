"""The person of a case as its first tab shows them: how to reach them, and what not to do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from soudan_desk.services.case_desk import PersonFacts
from soudan_desk.services.contact_rules import contact_rules
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.chips import Chip
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.labels import Label, SectionTitle
from soudan_desk.ui.widgets.painting import ChipLook

_CONTACT = {
    "tel_mobile": "電話（携帯）",
    "tel_home": "電話（自宅）",
    "email": "メール",
    "address": "住所",
    "registered_address": "住民票の住所",
    "work_school": "勤務先・学校",
}
_WORDS = {
    "safe_contact": "安全な連絡先",
    "contact_hours": "連絡のつく時間帯",
    "hidden_from": "知られてはいけない相手",
    "contact_note": "連絡の注意",
}


class PersonCard(QWidget):
    """Contact and care; what protective measures cover is not told until somebody asks."""

    reveal_wanted = Signal()
    page_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._person: PersonFacts | None = None
        self._is_home_masked = False
        self._reveal = Button("表示する", kind=ButtonKind.LINK, icon=Icon.SHOW, height=28)
        self._page = Button("相談者のページ", kind=ButtonKind.LINK, icon=Icon.PERSON, height=28)
        self._inside: QWidget | None = None
        self._reveal.setObjectName("reveal_contact")
        self._page.setObjectName("open_person")
        self._title = SectionTitle("連絡先と配慮", self._reveal, self._page)
        self._column = layouts.column(self._title, spacing=8)
        self.setLayout(self._column)
        self._reveal.clicked.connect(self.reveal_wanted)
        self._page.clicked.connect(self.page_wanted)

    def show_person(self, person: PersonFacts | None, *, is_home_masked: bool) -> None:
        """Show somebody; the home may be hidden for the sake of somebody else there."""
        self._person, self._is_home_masked = person, is_home_masked
        self._rebuild()

    @property
    def is_masked(self) -> bool:
        """Whether address and numbers are hidden, of the person or of the home."""
        return bool(self._person and (self._person.is_masked or self._is_home_masked))

    def _rebuild(self) -> None:
        if self._inside is not None:
            self._column.removeWidget(self._inside)
            self._inside.hide()
            self._inside.deleteLater()
        self._reveal.setVisible(self.is_masked)
        self._page.setVisible(self._person is not None)
        self._inside = self._make()
        self._column.addWidget(self._inside)

    def _make(self) -> QWidget:
        person = self._person
        if person is None:
            return Label("本人の氏名はまだ分かっていません。", tone=Role.MUTED)
        column = layouts.column(spacing=8)
        if rules := contact_rules(person.safe_contact):
            chips = [Chip(ChipLook(rule, Role.WARNING, Icon.PHONE_LIMITS)) for rule in rules]
            layouts.add(column, layouts.row(*chips, layouts.STRETCH, spacing=6))
        grid = QGridLayout()
        layouts.set_space(grid, 8)
        grid.setColumnStretch(1, 1)
        for at, (label, text) in enumerate(self._lines(person)):
            grid.addWidget(Label(label, Type.LABEL, Role.MUTED), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(DocumentLabel(text, line_height=1.45), at, 1)
        layouts.add(column, grid)
        return layouts.panel(column)

    def _lines(self, person: PersonFacts) -> list[tuple[str, str]]:
        reach = [(label, person.contact[k]) for k, label in _CONTACT.items() if k in person.contact]
        words = person.safe_words
        care = [(label, words[k]) for k, label in _WORDS.items() if k in words]
        if person.accommodation:
            care.append(("合理的配慮", person.accommodation))
        return [*reach, *care] or [("連絡先", "まだ登録されていません。")]
