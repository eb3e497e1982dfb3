"""What is said as soon as a desk opens: warnings, and why an office can only be looked at."""

from __future__ import annotations

from functools import partial

from soudan_desk.errors import SoudanError
from soudan_desk.services.older_copies import confirm_older
from soudan_desk.storage.actor import SUPERVISOR
from soudan_desk.ui.dialogs import CANCEL, Answer, Question
from soudan_desk.ui.frame import Frame
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.screen_guard import guard_screen
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.button import ButtonKind
from soudan_desk.ui.widgets.labelled import LabelledEditor
from soudan_desk.ui.widgets.record_text import RecordTextEdit
from soudan_desk.ui.wiring.sheet_proof import ask_for_sheet

_TITLE = "見るだけで開いています"
_ASKED = "この状態で続ける理由"


def say_how_it_opened(seat: Seat, frame: Frame) -> Question | None:
    """Say the warnings in the status line, and in a question why nothing can be written.

    Where all is well, a recovery sheet that nobody has proven yet is asked for.
    """
    for warning in (*seat.office.warnings, guard_screen(wanted=seat.hides_screen)):
        if warning:
            frame.status.say(warning)
    if not seat.office.read_only:
        return ask_for_sheet(seat, frame)
    may_confirm = seat.office.is_older_copy and seat.work.actor.has(SUPERVISOR)
    question = _confirmation(seat, frame) if may_confirm else _explanation(seat, frame)
    question.open()
    return question


def _explanation(seat: Seat, frame: Frame) -> Question:
    answers = [Answer("ok", "見るだけで使う", ButtonKind.FILLED, is_default=True)]
    reason = seat.office.read_only_reason
    return Question(frame, _TITLE, reason, answers, icon=Icon.INFO, role=Role.WARNING)


def _confirmation(seat: Seat, frame: Frame) -> Question:
    editor = RecordTextEdit("", lines=3)
    editor.setObjectName("older_reason")
    body = LabelledEditor(_ASKED, editor)
    answers = [
        Answer(CANCEL, "見るだけで使う", is_default=True),
        Answer("go", "この状態で続ける", ButtonKind.DANGER),
    ]
    question = Question(
        frame,
        _TITLE,
        seat.office.read_only_reason,
        answers,
        icon=Icon.LATE,
        role=Role.DANGER,
        body=body,
    )
    question.accepted.connect(partial(_confirm, seat, frame, editor))
    return question


def _confirm(seat: Seat, frame: Frame, editor: RecordTextEdit) -> None:
    """Leave the confirmation and lock: the next log-in enters it and writes again."""
    try:
        confirm_older(seat.work, seat.office, editor.text())
    except SoudanError as error:
        frame.status.say(str(error))
        say_how_it_opened(seat, frame)
        return
    seat.lock()
