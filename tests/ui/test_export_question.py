"""How a table leaves is asked in one place: reason, password, place."""

import pytest
from modal import choose_file
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from soudan_desk.ui.export_question import ExportWish, Leaving, ask_leaving
from soudan_desk.ui.widgets.button import Button


def answering(*acts):
    """Do one thing in each dialog that comes up."""
    left = list(acts)

    def answer():
        dialog = QApplication.activeModalWidget()
        if dialog is not None and dialog.isVisible():
            left.pop(0)(dialog)
        if left:
            QTimer.singleShot(20, answer)

    QTimer.singleShot(20, answer)


@pytest.mark.parametrize(
    ("form", "name", "sealed"),
    [
        ("xlsx", "Excel", "ZIPに入れたExcel"),
        ("csv", "CSV", "ZIPに入れたCSV"),
        ("pdf", "PDF", "PDF"),
    ],
)
def test_reason_password_and_place_are_asked_and_a_short_password_goes_nowhere(
    qtbot, tmp_path, form, name, sealed
):
    parent, seen, target = QWidget(), [], tmp_path / "a"
    qtbot.addWidget(parent)

    def fill(dialog):
        seen.extend([dialog.accessibleName(), dialog.accessibleDescription()])
        password = dialog.findChild(QLineEdit, "file_password")
        seen.append(password.text())
        go = next(each for each in dialog.findChildren(Button) if "場所" in each.text())
        password.setText("mijikai")
        dialog.findChild(QLineEdit, "export_reason").setText(" 区への報告 ")
        seen.append(go.isEnabled())
        password.setText("mihon-no-kagi")
        dialog.findChild(QLineEdit, "export_reason").setText(" ")
        seen.append(go.isEnabled())
        dialog.findChild(QLineEdit, "export_reason").setText(" 区への報告 ")
        go.click()

    def choose(dialog):
        choose_file(dialog, target)

    answering(fill, choose)
    leaving = Leaving(what="統計", title="月報", form=form, after="伏せます。", example="例")
    wish = ask_leaving(parent, leaving)

    heading, told, offered, may_go_short, may_go_without_reason = seen
    assert heading == f"統計を{name}にする"
    assert told.startswith(
        f"パスワード付きの{sealed}にします。伏せます。パスワードはファイルと別の方法で"
    )
    assert len(offered) >= 12
    assert not may_go_short
    assert not may_go_without_reason
    assert wish == ExportWish(target, "mihon-no-kagi", "区への報告", form)


def test_leaving_the_question_writes_nothing(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    answering(lambda dialog: dialog.reject())
    assert ask_leaving(parent, Leaving(what="3件", title="ケース一覧", example="例")) is None


def test_who_gets_a_list_of_people_is_asked(qtbot, tmp_path):
    parent, target = QWidget(), tmp_path / "b"
    qtbot.addWidget(parent)

    def fill(dialog):
        dialog.findChild(QLineEdit, "file_password").setText("mihon-no-kagi")
        dialog.findChild(QLineEdit, "export_reason").setText("共有")
        dialog.findChild(QLineEdit, "export_recipient").setText(" 区役所 ")
        next(each for each in dialog.findChildren(Button) if "場所" in each.text()).click()

    answering(fill, lambda dialog: choose_file(dialog, target))
    wish = ask_leaving(parent, Leaving(what="3件", title="一覧", example="例", of_people=True))
    assert wish == ExportWish(target, "mihon-no-kagi", "共有", recipient="区役所")
