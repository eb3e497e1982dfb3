"""What a record's page says of 供覧・決裁: how far it is, what came back, handing it in."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from soudan_desk.services.review_standing import ReviewStanding
from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.button import Button
from soudan_desk.ui.widgets.chips import Chip
from soudan_desk.ui.widgets.notices import Notice
from soudan_desk.ui.widgets.painting import ChipLook

_MODES = {"approve": "決裁", "circulate": "供覧"}
SUBMITTED = "出しました。順番の人の「供覧・決裁」に出ます。"
_MENDED = "直したことが、まだ伝わっていません。出し直すと、もう一度回ります。"


def review_chip(standing: ReviewStanding | None) -> ChipLook | None:
    """Return how far a record is; None where it is not on its way."""
    if standing is None:
        return None
    mode = _MODES[standing.mode]
    match standing.state:
        case "waiting":
            return ChipLook(f"{mode}中 {standing.stage}の番", Role.INFO, Icon.REVIEW)
        case "returned":
            return ChipLook("差し戻し", Role.DANGER, Icon.UNDO)
        case "done":
            return ChipLook(f"{mode}済", Role.OK, Icon.REVIEW)
        case "withdrawn":
            return ChipLook(f"{mode}取り下げ", Role.MUTED, Icon.EXCLUDED)
    return None


def returned_notice(standing: ReviewStanding | None) -> Notice | None:
    """Return the bar with what is to be mended, or that what was mended is still here."""
    if standing is None or standing.state != "returned":
        return None
    if standing.is_mended and standing.may_submit:
        return Notice(Role.WARNING, Icon.SEND, _MENDED, bold=False)
    words = f"{standing.returned_by}さんの差し戻し：{standing.comment}"
    return Notice(Role.DANGER, Icon.UNDO, words)


class ReviewMark(QWidget):
    """In the head of a page: how far its record is on its way up, and what hands it in."""

    def __init__(self, kind: str, key: str = "Alt+R") -> None:
        super().__init__()
        self.submit = Button("", icon=Icon.SEND, key=key, height=28)
        self.submit.setObjectName(f"submit_{kind}")
        self._chip = Chip(ChipLook("", Role.MUTED))
        self.setLayout(layouts.row(self._chip, self.submit, spacing=8))
        self.show_standing(None, may_write=False)

    def show_standing(self, standing: ReviewStanding | None, *, may_write: bool) -> None:
        """Show how far it is; nothing where it is not on its way and cannot be handed in."""
        look, words = review_chip(standing), submit_words(standing) if may_write else ""
        if look is not None:
            self._chip.set_look(look)
        self._chip.setVisible(look is not None)
        self.submit.setText(words)
        self.submit.setVisible(bool(words))
        self.setVisible(look is not None or bool(words))


class ReturnBar(QWidget):
    """What is to be mended, above the form in which one mends it."""

    def __init__(self, margins: layouts.Margins = (20, 10, 20, 0)) -> None:
        super().__init__()
        self._column = layouts.column(spacing=0, margins=margins)
        self._notice: Notice | None = None
        self.setLayout(self._column)
        self.hide()

    def show_standing(self, standing: ReviewStanding | None) -> None:
        """Show the comment of a record that came back; hide where there is none."""
        if self._notice is not None:
            self._column.removeWidget(self._notice)
            self._notice.deleteLater()
        self._notice = returned_notice(standing)
        if self._notice is not None:
            self._column.addWidget(self._notice)
        self.setVisible(self._notice is not None)


def submit_words(standing: ReviewStanding | None) -> str:
    """Name what handing in is called here; blank where there is nothing to hand in."""
    if standing is None or not standing.may_submit:
        return ""
    return (
        f"{_MODES[standing.mode]}に出し直す" if standing.state else f"{_MODES[standing.mode]}に出す"
    )
