"""使い方の手引き: joins the page to the paper of the same text."""

from __future__ import annotations

from functools import partial

from soudan_desk.desk.manual import MANUAL_FILE, save_manual
from soudan_desk.ui.dialogs import pick_target, tell
from soudan_desk.ui.pages.manual import ManualPage
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.seat import Seat


def build(seat: Seat, place: Place) -> Page:
    """Make the page; `place.about` may name a chapter, a heading of it and words to mark."""

    def save_pdf() -> None:
        target = pick_target(page, "手引きをPDFで保存する", "PDF (*.pdf)", MANUAL_FILE)
        if target is None:
            return
        page.said.emit("手引きのPDFを作っています…")
        seat.tasks.run(
            partial(save_manual, target),
            lambda pages: page.said.emit(f"手引き {pages}ページを「{target.name}」に保存しました"),
            lambda error: tell(page, "保存できませんでした", error),
        )

    page = ManualPage(place, save_pdf)
    return page
