"""Pictures of every page of a demo office, light and dark, at both usual sizes.

make shots                      all of them, into docs/screenshots
scripts/shots.py today case     some of them
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from camera import save_small, seen
from hands import Hands, pause
from PySide6.QtWidgets import QApplication
from two_media import keep_on_two_media

from soudan_desk.app import open_desk
from soudan_desk.centres import all_processes
from soudan_desk.desk.demo.write import PASSWORD, give_slots, make_demo
from soudan_desk.services.case_lists import CaseFilter, CaseRow, list_cases
from soudan_desk.services.case_people import records_of_case
from soudan_desk.services.conference_lists import list_conferences
from soudan_desk.services.conflicts import block_staff, list_blocks
from soudan_desk.services.staff import list_staff
from soudan_desk.services.timeline import timeline
from soudan_desk.services.unsaved import drop_unsaved, unsaved_forms
from soudan_desk.ui.pages.cases import CasesPage
from soudan_desk.ui.pages.cases_emergency import emergency_question
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.theme import Look, theme
from soudan_desk.ui.window import MainWindow

TARGET = Path(__file__).parents[1] / "docs" / "screenshots"
SIZES = ((1366, 768), (1920, 1080))
ZOOMS = (80, 150, 200)
ZOOMED = {"today", "intake", "cases", "case", "case_plans", "conference", "review", "calendar"}
ZOOMED |= {"figures", "referral", "settings", "audit", "conflicts", "backup", "disclosures"}
"""Pages of which there are pictures at other zooms too."""
SETTLE_MS = 600
Act = Callable[[Hands, CaseRow], Any]


def main() -> None:
    """Make the office, go to every page and save what is seen; names on the line choose pages."""
    chosen = set(sys.argv[1:]) or set(SCENES) | set(WITHOUT_DESK)
    home = Path(tempfile.mkdtemp(prefix="soudan-shots-"))
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ |= {"SOUDAN_STATE_DIR": str(home / "state"), "HOME": str(home), "TZ": "Asia/Tokyo"}
    time.tzset()
    TARGET.mkdir(parents=True, exist_ok=True)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    try:
        folder = home / "ひなた市社協"
        make_demo(folder, processes=all_processes(), seed=1, on=date.today())
        give_slots(folder)
        for look in (Look.LIGHT, Look.DARK):
            theme.apply(application, look)
            for size in SIZES:
                shoot_all(folder, look, size, chosen)
        theme.apply(application, Look.LIGHT)
        for zoom in ZOOMS:
            shoot_all(folder, Look.LIGHT, SIZES[0], chosen & ZOOMED, zoom=zoom)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def shoot_all(
    folder: Path, look: Look, size: tuple[int, int], chosen: set[str], *, zoom: int = 100
) -> None:
    """Save every chosen picture in one look at one size and zoom."""
    window = open_desk(folder, "shunin", PASSWORD)
    theme.set_zoom(zoom)
    window.resize(*size)
    window.show()
    hands = Hands(window)
    case = lively_case(window)
    forget_unsaved(window)
    for name in (each for each in SCENES if each in chosen):
        SCENES[name](hands, case)
        settle(hands)
        shoot(window, name, look, zoom)
    window.lock()
    for name in (each for each in WITHOUT_DESK if each in chosen):
        WITHOUT_DESK[name](hands)
        settle(hands)
        shoot(window, name, look, zoom)
    theme.set_zoom(100)
    window.close()


# --- what is on the pictures ---


def _page(name: str, **about: Any) -> Act:
    return lambda hands, _case: hands.window.frame.go(Place(name, about))


def _cases(hands: Hands, _case: CaseRow, *, view: str) -> None:
    page = hands.window.frame.go(Place("cases"))
    assert isinstance(page, CasesPage)
    page.views.picked.emit(view)  # the last one is remembered


def _case(hands: Hands, case: CaseRow, *, tab: str = "course") -> None:
    hands.window.frame.go(Place("case", {"id": case.id, "tab": tab}))


def _keyed(hands: Hands, _case: CaseRow, *, keys: str, on: str = "calendar", **tab: str) -> None:
    """Press keys on a page: on the calendar they say how much of it, and A shows everybody's."""
    page = hands.window.frame.go(Place(on, {"shot": keys, **tab}))
    page.take_focus()
    hands.press(*keys.split())


def _person(hands: Hands, case: CaseRow) -> None:
    hands.window.frame.go(Place("person", {"id": case.person_id}))


def _call(hands: Hands, case: CaseRow) -> None:
    """Take a call from the family of somebody whom the office knows."""
    hands.press("Ctrl+N")
    hands.go_to("who_calls")
    hands.press("W")
    hands.choose("caller_relation", "長女")
    hands.go_to("name")
    hands.write(case.person)
    hands.press("Ctrl+T", "D", "D", "G", "Ctrl+B")
    hands.write(
        "先月から電気代が払えていないと今朝聞いた。冷蔵庫に食べ物がほとんどない様子。"
        "膝が悪く、買い物に出るのも週に1回くらい。"
    )


def _letter(hands: Hands, case: CaseRow) -> None:
    hands.window.frame.go(Place("referral", {"case_id": case.id}))
    hands.rests()
    hands.choose("agency_id", "居住支援")
    hands.choose("handover", "同行")
    hands.press("Ctrl+B")
    hands.write("家賃の支払いを続けられる制度の利用について、ご検討ください。")
    hands.press("Ctrl+T")


def _sitting(hands: Hands, _case: CaseRow) -> None:
    newest = list_conferences(hands.window.seat.work)[0]
    hands.window.frame.go(Place("conference", {"id": newest.id}))


def _behind_a_count(hands: Hands, _case: CaseRow) -> None:
    page = hands.window.frame.go(Place("figures"))
    hands.rests()
    page._choice.choose("saved:年代と性別（利用した人）")  # noqa: SLF001 - a picture of a choice
    hands.press("Alt+,")
    hands.rests()
    page.grid.setFocus()
    hands.press("Down", "Down", "Down", "Enter")
    hands.rests()


def _review(hands: Hands, _case: CaseRow) -> None:
    """Read what was sent back and mended."""
    page = hands.window.frame.go(Place("review"))
    hands.rests()
    lines = page.left.queue.lines
    mended = [at for at in range(lines.rowCount()) if "再提出" in lines.index(at, 0).data()]
    hands.press(*["J"] * (mended[0] if mended else 0))


def _conflicts(hands: Hands, case: CaseRow) -> None:
    """Show who must not see whose records; one is entered for the picture."""
    work = hands.window.seat.work
    if not list_blocks(work):
        other = next(each for each in list_staff(work) if each.login == "sodanin")
        reason = "職員の親族のため"
        block_staff(work, {"staff_id": other.id, "person_id": case.person_id, "reason": reason})
    hands.window.frame.go(Place("settings", {"tab": "conflicts"}))


def _backup(hands: Hands, _case: CaseRow) -> None:
    """Keep copies on two media by turns; one of them is out of the house."""
    keep_on_two_media(hands.window.seat)
    hands.window.frame.go(Place("backup"))


def _emergency(hands: Hands, case: CaseRow) -> None:
    """Ask to open a restricted case; the question stands over the list."""
    _cases(hands, case, view="all")
    question, which, why = emergency_question(hands.window)
    which.setText("R08-L-0027")
    why.setText("大家から、三日姿を見ないと電話があった")
    question.buttons["go"].setEnabled(True)
    question.open()


def _found(hands: Hands, _case: CaseRow) -> None:
    hands.window.frame.go(Place("today"))
    hands.press("Ctrl+K")
    hands.write("家賃")


def _first_run(hands: Hands) -> None:
    hands.press("Alt+N")
    hands.go_to("office_folder")
    hands.press("Ctrl+A")
    hands.write("/srv/相談デスク/事務所")


SCENES: dict[str, Act] = {
    "today": _page("today"),
    "intake": _call,
    "cases": partial(_cases, view="all"),
    "cases_workers": partial(_cases, view="workers"),
    "case": _case,
    "case_basics": partial(_case, tab="basics"),
    "case_referrals": partial(_case, tab="referrals"),
    "case_assessments": partial(_case, tab="assessments"),
    "case_plans": partial(_case, tab="plans"),
    "case_meetings": partial(_case, tab="meetings"),
    "case_milestones": partial(_case, tab="milestones"),
    "case_papers": partial(_case, tab="papers"),
    "conferences": _page("conferences"),
    "conference": _sitting,
    "review": _review,
    "calendar": partial(_keyed, keys="W"),
    "calendar_day": partial(_keyed, keys="D"),
    "calendar_week": partial(_keyed, keys="W A"),
    "calendar_month": partial(_keyed, keys="M"),
    "people": _page("people"),
    "person": _person,
    "figures": _page("figures"),
    "figures_behind": _behind_a_count,
    "referrals": _page("referrals"),
    "referral": _letter,
    **{page: _page(page) for page in ("agencies", "requests")},
    "disposals": _page("disposals", by=date(2040, 3, 31)),
    "search": _page("search", words="家賃"),
    "settings": _page("settings"),
    "conflicts": _conflicts,
    "audit": _page("audit"),
    "disclosures": _page("disclosures"),
    "backup": _backup,
    "handover": _page("handover"),
    "handover_ask": partial(_keyed, keys="Space Down Down Space", on="handover", tab="ask"),
    "emergency": _emergency,
    "import_file": _page("import_file"),
    "manual": _page("manual", chapter="referral"),
    "quick_search": _found,
}
WITHOUT_DESK: dict[str, Callable[[Hands], Any]] = {
    "login": lambda _hands: None,
    "first_run": _first_run,
}


def lively_case(window: MainWindow) -> CaseRow:
    """Return an open case of the life-support centre with a plan, a draft and many entries."""
    work = window.seat.work
    rows = list_cases(work, CaseFilter(centre="life_support", only_open=True), limit=60)

    def liveliness(row: CaseRow) -> tuple[bool, bool, int]:
        entries, plans = timeline(work, row.id), records_of_case(work, "plan", row.id)
        return bool(plans), any(entry.state == "draft" for entry in entries), len(entries)

    return max(rows, key=liveliness)


def forget_unsaved(window: MainWindow) -> None:
    """Throw away what earlier pictures left begun."""
    work = window.seat.work
    for kept in unsaved_forms(work):
        drop_unsaved(work, kept.form)


def settle(hands: Hands) -> None:
    """Let timers and background work finish."""
    pause(SETTLE_MS)
    if not hands.window.is_locked:
        hands.rests()
    pause(SETTLE_MS // 2)


def shoot(window: MainWindow, name: str, look: Look, zoom: int) -> None:
    """Save what the window shows."""
    mark = "" if zoom == 100 else f"_{zoom}"
    file = f"{name}_{look}_{window.width()}x{window.height()}{mark}.png"
    save_small(seen(window), TARGET / file)
    sys.stdout.write(f"{file}\n")


if __name__ == "__main__":
    main()
