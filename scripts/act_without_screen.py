"""What `make run` shows where there is no screen: one case on a demo office, under a virtual one.

Usage: act_without_screen.py OFFICE OUT. Hands on the keyboard take a call, make it a case, record
the consent and print the letter; pictures and papers stay in OUT.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

OFFICE, OUT = (Path(each).absolute() for each in sys.argv[1:3])
LOGIN = "shunin"
_SIZE = (1366, 768)


def main() -> None:
    """Start the screen, then the program on it."""
    with virtual_screen() as screen, tempfile.TemporaryDirectory(prefix="soudan-") as state:
        os.environ |= {"DISPLAY": screen, "QT_QPA_PLATFORM": "xcb", "SOUDAN_STATE_DIR": state}
        os.environ.pop("WAYLAND_DISPLAY", None)
        act()
    say_what_is_there()


@contextmanager
def virtual_screen() -> Iterator[str]:
    """Start an X server on a free number; give its name, and stop it in the end."""
    read, write = os.pipe()
    size = f"{_SIZE[0]}x{_SIZE[1]}x24"
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as server:
        os.close(write)
        with os.fdopen(read) as numbers:
            number = numbers.readline().strip()
        try:
            yield f":{number}"
        finally:
            server.terminate()


def act() -> None:
    """Go through the story."""
    from hands import Hands
    from PySide6.QtWidgets import QApplication

    from soudan_desk.ui.theme import theme
    from soudan_desk.ui.window import MainWindow

    application = QApplication(sys.argv[:1])
    theme.apply(application)
    window = MainWindow(OFFICE)
    window.resize(*_SIZE)
    window.show()
    story = Story(Hands(window))
    try:
        story.tell()
    finally:
        window.close()


class Story:
    """One case, from the call to the letter."""

    def __init__(self, hands: Any) -> None:
        self._hands = hands
        self._count = 0

    def tell(self) -> None:
        """Tell it."""
        from soudan_desk.desk.demo.write import PASSWORD

        hands = self._hands
        self._shoot("sign_in")
        hands.signs_in(os.environ.get("SOUDAN_PASSWORD") or PASSWORD, LOGIN)
        hands.sees_page("today")
        hands.rests()
        self._shoot("today")
        self._take_the_call()
        case_id = self._make_it_a_case()
        self._record_the_consent()
        self._print_the_letter()
        self._search()
        self._print_the_summary(case_id)

    def _shoot(self, name: str) -> None:
        from hands import pause

        pause(500)
        if not self._hands.window.is_locked:
            self._hands.rests()
        pause(300)
        self._count += 1
        self._hands.window.grab().save(str(OUT / f"{self._count}_{name}.png"))

    def _take_the_call(self) -> None:
        hands = self._hands
        hands.press("Ctrl+N")
        hands.sees_page("intake")
        hands.choose("choose_centre", "生活サポート")
        hands.go_to("who_calls")
        hands.press("Q")
        hands.go_to("name")
        hands.write("若葉 見本", "わかば みほん")
        hands.go_to("kana")
        hands.press("Enter")
        hands.choose("sex", "女性")
        hands.go_to("birth_on")
        hands.type("s55.3.1")
        hands.go_to("caller_tel")
        hands.type("09000001357")
        hands.press("Ctrl+T", "F", "F", "J", "Ctrl+B")
        hands.write(
            "先月末で派遣の契約が終わった。家賃を2か月払えておらず、大家さんから今月中にと"
            "言われている。手持ちは1万2千円ほど。仕事は探している。"
        )
        self._shoot("call")

    def _make_it_a_case(self) -> Any:
        hands = self._hands
        hands.press("F7")
        hands.sees_page("case")
        hands.rests()
        hands.press("Ctrl+R")
        hands.sees("finalise_consultation")
        hands.write(
            "来所。離職票と家賃の契約書を一緒に確かめる。「どこに相談していいか分からなかった」と話す。"
        )
        hands.choose("method", "面談")
        hands.go_to("subject")
        hands.write("離職と家賃の確認")
        self._shoot("case")
        hands.press("Ctrl+Enter")
        hands.rests()
        return hands.window.frame.here().about["id"]

    def _record_the_consent(self) -> None:
        hands = self._hands
        hands.turns_to("basics")
        hands.sees("add_consent")
        hands.press("Alt+D")
        hands.sees("save_consent")
        hands.choose("type", "個別のつなぎ")
        hands.choose("method", "書面")
        hands.press("Ctrl+Enter")
        hands.rests()

    def _print_the_letter(self) -> None:
        from hands import prints_to

        hands, target = self._hands, OUT / "letter.pdf"
        hands.turns_to("referrals")
        hands.press("Alt+L")
        hands.sees_page("referral")
        hands.rests()
        hands.choose("agency_id", "居住支援")
        hands.choose("handover", "同行")
        hands.press("Ctrl+B")
        hands.write("家賃を払いながら住み続けられる方法を、いっしょに考えてください。")
        hands.press("Ctrl+T", "Home", *["Down"] * 5, "Enter", "Ctrl+A")
        hands.write("10月末で派遣の契約が終わり、家賃を2か月払えていません。")
        hands.press("Esc")
        self._shoot("letter")
        with hands.answering(lambda _dialog: hands.push("answer_go"), prints_to(target)):
            hands.press("Ctrl+P")
        hands.rests()
        self._shoot("sent")

    def _search(self) -> None:
        hands = self._hands
        hands.press("Ctrl+K")
        hands.write("わかば")
        hands.rests()
        self._shoot("search")
        hands.press("Esc")

    def _print_the_summary(self, case_id: Any) -> None:
        from soudan_desk.desk.printing import print_paper

        work = self._hands.window.seat.work
        target = OUT / "face_sheet.pdf"
        reason = "画面のないところでの見本"
        print_paper(work, "face_sheet", case_id, target=target, reason=reason, force=True)


def say_what_is_there() -> None:
    """Tell in both languages what was left."""
    out, pictures = OUT.name, len(list(OUT.glob("*.png")))
    papers = f"印刷した紹介状 {out}/letter.pdf　ケース概要 {out}/face_sheet.pdf"
    lines = (
        f"画面がないので、見本の事務所（{out}/{OFFICE.name}）で一件を最後まで行いました。",
        f"  画面 {pictures}枚 {out}/*.png　{papers}",
        "No screen here: one case was worked through on the demo office under a virtual one.",
        f"  {pictures} pictures, the printed letter and the case summary are in {out}/",
    )
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
