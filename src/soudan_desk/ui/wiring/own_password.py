"""Asks for a password of one's own where somebody came in with a one-time one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QDialog, QWidget

from soudan_desk.errors import SoudanError
from soudan_desk.services.staff import change_own_password
from soudan_desk.storage.passwords import check_new_password
from soudan_desk.storage.refusals import WeakPasswordError
from soudan_desk.ui.dialogs import CANCEL, Answer, Question
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.tasks import Tasks
from soudan_desk.ui.widgets.button import ButtonKind
from soudan_desk.ui.widgets.new_password import NewPassword

_WORDS = "一度だけ使えるパスワードで入りました。続けて、自分のパスワードを決めてください。"
LEFT = "自分のパスワードを決めると入れます。もう一度、一度だけのパスワードを入れてください。"


def with_own_password(
    parent: QWidget,
    seat: Seat,
    typed: str,
    tasks: Tasks,
    then: Callable[[], object],
    left: Callable[[str], object],
) -> None:
    """Go on at once, with a one-time password only after one's own is set."""
    if seat.office.must_change_password and not seat.office.read_only:
        ask_for_own_password(parent, seat, typed, tasks, then, left)
    else:
        then()


def ask_for_own_password(
    parent: QWidget,
    seat: Seat,
    one_time: str,
    tasks: Tasks,
    then: Callable[[], object],
    left: Callable[[str], object],
) -> Question:
    """Open the question over the login page; the desk stays closed until it is answered.

    `left` gets the sentence for the login page when it is put away or refused.
    """
    names = (seat.work.actor.login, seat.work.actor.name, seat.office_name)
    new = NewPassword(partial(password_problem, forbidden=names))
    answers = [
        Answer(CANCEL, "やめる"),
        Answer("go", "このパスワードにする", ButtonKind.FILLED, is_default=True),
    ]
    question = Question(parent, "自分のパスワード", _WORDS, answers, icon=Icon.KEY, body=new)
    go = question.buttons["go"]
    go.setEnabled(False)
    new.judged.connect(go.setEnabled)

    def refused(error: SoudanError) -> None:
        left(str(error))

    def finished(result: int) -> None:
        question.deleteLater()
        if result != QDialog.DialogCode.Accepted or not new.is_good():
            left(LEFT)
            return
        change = partial(change_own_password, seat.work, seat.office, one_time, new.password())
        tasks.run(change, lambda _nothing: then(), refused)

    question.finished.connect(finished)
    question.open()
    new.take_focus()
    return question


def password_problem(password: str, *, forbidden: tuple[str, ...] = ()) -> str:
    """Return what is wrong with a new password, blank for nothing."""
    try:
        check_new_password(password, [name for name in forbidden if name])
    except WeakPasswordError as error:
        return str(error)
    return ""
