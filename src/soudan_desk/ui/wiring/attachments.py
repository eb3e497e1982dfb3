"""Joins attached files to the verbs over them: taking one in, looking at one, copying one out."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QWidget

from soudan_desk.desk.paper_places import require_outside_offices
from soudan_desk.errors import SoudanError
from soudan_desk.services.attachment_leaving import attachment_content
from soudan_desk.services.attachments import (
    ReadFile,
    add_attachment,
    read_attachment,
)
from soudan_desk.services.second_person import Second, SecondNeededError
from soudan_desk.services.stopped_sharing import SharingStoppedError
from soudan_desk.storage.opened_office import Progress as Tell
from soudan_desk.ui.dialogs import (
    CANCEL,
    Answer,
    ask,
    ask_text,
    pick_file,
    pick_target,
    run_dialog,
    tell,
)
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.tasks import StoppedError
from soudan_desk.ui.widgets.attachment_view import AttachmentView, AttachmentWindow
from soudan_desk.ui.wiring.second_person import ask_colleague
from soudan_desk.ui.wiring.shown_work import work_shown

_WARNING = (
    "保存した写しは暗号で守られません。用が済んだら消してください。"
    "送り主に心当たりのないファイルは開かないでください。理由は記録に残ります。"
)

_BY_TWO = (
    "支援措置を受けている方のファイルです。居場所が書かれているかもしれません。もう1人の職員が"
    "確かめ、自分のパスワードを入れてください。だれが確認したかが残ります。"
)


_FOR_OWN_USE = (
    Answer(CANCEL, "やめる", is_default=True),
    Answer("go", "中か本人のために使う"),
)


class NotCopiedError(SoudanError):
    """The place that was chosen for a copy cannot be written."""

    code = "not_copied"


def choose_attachment(
    seat: Seat, *, case_id: UUID | None = None, person_id: UUID | None = None
) -> UUID | None:
    """Let the worker pick a file and take it in; None when left or refused (which is told)."""
    parent = QApplication.activeWindow()
    source = pick_file(parent, "添えるファイルを選ぶ")
    if source is None:
        return None
    said: list[str] = []
    add = partial(
        add_attachment, seat.work, seat.office, source, case_id=case_id, person_id=person_id
    )

    def take_in(tell: Tell) -> UUID:
        return add(progress=tell, say=said.append)

    try:
        kept = work_shown(parent, seat.tasks, "添えています…", take_in)
    except StoppedError:
        return None
    except SoudanError as error:
        tell(parent, "添えられませんでした", error)
        return None
    for sentence in filter(None, said):
        tell(parent, "添えました", sentence)
    return kept


def open_attachment(seat: Seat, attachment_id: UUID) -> None:
    """Show a file in a window of its own, as soon as it is read."""
    parent = QApplication.activeWindow()
    seat.tasks.run(
        lambda: read_attachment(seat.work, seat.office, attachment_id),
        lambda read: _show(seat, parent, attachment_id, read),
        lambda error: tell(parent, "開けませんでした", error),
    )


def _show(seat: Seat, parent: QWidget | None, attachment_id: UUID, read: ReadFile) -> None:
    view = AttachmentView(seat.tasks.run, may_copy=not seat.office.read_only)
    window = AttachmentWindow(parent, view, read.file_name)
    view.copy_wanted.connect(partial(save_and_open, seat, window, attachment_id, read.file_name))
    view.show_file(read.file_name, read.media_type, read.content)
    run_dialog(window)


def save_and_open(seat: Seat, parent: QWidget | None, attachment_id: UUID, name: str) -> None:
    """Warn, ask for the reason and the place, then hand a copy to the system's own program."""
    reason = ask_text(parent, "保存して開く理由", _WARNING, act="保存する場所を選ぶ")
    target = pick_target(parent, "写しを保存する", start=name) if reason else None
    if target is None or reason is None:
        return
    _copy_and_open(seat, parent, partial(copy_out, seat, attachment_id, target, reason), target)


def _copy_and_open(
    seat: Seat, parent: QWidget | None, copy: Callable[..., None], target: Path
) -> None:
    def opened(_none: None) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(target)))

    def refused(error: SoudanError) -> None:
        if isinstance(error, SharingStoppedError) and parent is not None:
            if ask(parent, "撤回した方のファイル", str(error), _FOR_OWN_USE) == "go":
                _copy_and_open(seat, parent, partial(copy, for_own_use=True), target)
            return
        if not isinstance(error, SecondNeededError) or parent is None:
            tell(parent, "保存できませんでした", error)
            return
        second = ask_colleague(seat, parent, _BY_TWO)
        if second is not None:
            _copy_and_open(seat, parent, partial(copy, second=second), target)

    seat.tasks.run(copy, opened, refused)


def copy_out(
    seat: Seat,
    attachment_id: UUID,
    target: Path,
    reason: str,
    *,
    second: Second | None = None,
    for_own_use: bool = False,
) -> None:
    """Write a copy outside every office's folder, marked as a file from elsewhere."""
    require_outside_offices(target)
    _name, content = attachment_content(
        seat.work,
        seat.office,
        attachment_id,
        reason=reason,
        second=second,
        for_own_use=for_own_use,
    )
    try:
        target.write_bytes(content)
    except OSError as error:
        raise NotCopiedError(
            f"「{target.name}」をそこに保存できません。"
            "ディスクの空きと書き込みの権限を確かめるか、別の場所を選んでください。"
        ) from error
    if os.name == "nt":
        mark_as_foreign(target)


def mark_as_foreign(file: Path) -> None:
    """Make Windows treat a file as one from the internet: no macros without being asked."""
    with suppress(OSError):  # a disk that keeps no such mark
        Path(f"{file}:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3\n", "ascii")
