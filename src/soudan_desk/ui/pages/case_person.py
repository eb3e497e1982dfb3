"""The person of a case as its first tab shows them: how to reach them, and what not to do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from soudan_desk.services.case_desk import PersonFacts
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.case_looks import contact_rules
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.chips import Chip
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.labels import Label, SectionTitle
from soudan_desk.ui.widgets.painting import ChipLook

MASK = "●●●●●●"
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
    """Contact and care; what protective measures cover is masked until somebody asks for it."""

    revealed = Signal()
    page_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._person: PersonFacts | None = None
        self._is_revealed = False
        self._reveal = Button("表示する", kind=ButtonKind.LINK, icon=Icon.SHOW, height=28)
        self._page = Button("相談者のページ", kind=ButtonKind.LINK, icon=Icon.PERSON, height=28)
        self._inside: QWidget | None = None
        self._reveal.setObjectName("reveal_contact")
        self._page.setObjectName("open_person")
        self._title = SectionTitle("連絡先と配慮", self._reveal, self._page)
        self._column = layouts.column(self._title, spacing=8)
        self.setLayout(self._column)
        self._reveal.clicked.connect(self._on_reveal_clicked)
        self._page.clicked.connect(self.page_wanted)

    def show_person(self, person: PersonFacts | None) -> None:
        """Show somebody; another person is masked again."""
        if person is None or self._person is None or person.id != self._person.id:
            self._is_revealed = False
        self._person = person
        self._rebuild()

    @property
    def is_masked(self) -> bool:
        """Whether address and numbers are hidden."""
        return bool(self._person and self._person.protected and not self._is_revealed)

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
        known = [(label, person.contact[k]) for k, label in _CONTACT.items() if k in person.contact]
        reach = [(label, MASK if self.is_masked else text) for label, text in known]
        words = person.safe_words
        care = [(label, words[k]) for k, label in _WORDS.items() if k in words]
        if self.is_masked:
            care = [(k, MASK if k == _WORDS["safe_contact"] else text) for k, text in care]
        if person.accommodation:
            care.append(("合理的配慮", person.accommodation))
        return [*reach, *care] or [("連絡先", "まだ登録されていません。")]

    def _on_reveal_clicked(self) -> None:
        self._is_revealed = True
        self.revealed.emit()
        self._rebuild()
