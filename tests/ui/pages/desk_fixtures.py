"""A desk in a real office, with a frame around the pages, and a story to show in them."""

import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from office_fixtures import PASSWORD, TODAY, Office
from office_fixtures import _actor_of as actor_of
from soudan_desk.centres import CENTRES, all_processes
from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.models import Case, Staff
from soudan_desk.services.case_people import add_household
from soudan_desk.services.cases import open_case, set_worker
from soudan_desk.services.office import open_office
from soudan_desk.services.records import add_record
from soudan_desk.services.settings import office_facts
from soudan_desk.services.work import Work
from soudan_desk.ui.frame import Frame
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.tasks import Tasks
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.wiring.pages import builders


@dataclass
class Desk:
    """A frame in a window, and the worker who sits at it."""

    frame: Frame
    seat: Seat
    office: Office
    qtbot: Any

    @property
    def work(self) -> Work:
        return self.seat.work

    def come_back(self) -> None:
        """Give the window the keyboard again, as a window system does when a dialog closes."""
        with self.qtbot.waitActive(self.frame):
            self.frame.activateWindow()

    def settle(self) -> None:
        """Wait until every job has been answered and what it changed has been shown."""
        self.qtbot.wait(1)
        self.qtbot.waitUntil(lambda: not self.seat.tasks.is_busy, timeout=30_000)
        self.qtbot.wait(1)
        self.qtbot.waitUntil(lambda: not self.seat.tasks.is_busy, timeout=30_000)


def sit_down(office: Office, login: str = "shunin", centres: set[str] | None = None) -> Seat:
    work = office.work(login, centres)
    facts = office_facts(work)
    names = {k: n for k, n in facts.centre_names.items() if k in work.actor.centres}
    return Seat(
        work=work,
        office=office.opened,
        office_name=facts.name,
        centre_names=names,
        centres={key: CENTRES[key] for key in names},
        centre=next(iter(names)) if len(names) == 1 else None,
        is_sample=True,
        tasks=Tasks(),
        lock=lambda: None,
    )


@pytest.fixture(scope="session")
def story_template(office_template, tmp_path_factory) -> Path:
    """Tell the story once; every test that wants it gets a copy."""
    path = tmp_path_factory.mktemp("story") / "office"
    shutil.copytree(office_template, path)
    with opened_at(path) as office:
        tell_story(office.work("shunin"), office)
    return path


@pytest.fixture(scope="session")
def filled_template(story_template, tmp_path_factory) -> Path:
    """Add the people of the list's picture to the story, once."""
    path = tmp_path_factory.mktemp("filled") / "office"
    shutil.copytree(story_template, path)
    with opened_at(path) as office:
        fill_office(office.work("shunin"), office)
    return path


@pytest.fixture(name="office")
def filled_office(filled_template, tmp_path):
    """Open a copy of the office with fourteen cases."""
    path = tmp_path / "office"
    shutil.copytree(filled_template, path)
    with opened_at(path) as office:
        yield office


@pytest.fixture(name="office")
def told_office(story_template, tmp_path):
    """Open a copy of the office in which the story of the pictures was told."""
    path = tmp_path / "office"
    shutil.copytree(story_template, path)
    with opened_at(path) as office:
        yield office


@contextmanager
def opened_at(path: Path):
    """Open an office as its administrator; any desk in it can be sat down at."""
    with pytest.MonkeyPatch.context() as pc:  # what one PC noted of a copy binds all others on it
        pc.setenv("SOUDAN_STATE_DIR", str(path.parent / "pc"))
        opened, work = open_office(path, "kanri", PASSWORD, processes=all_processes())
    with work.store.reading(None) as session:
        actors = {staff.login: actor_of(staff) for staff in session.query(Staff)}
    try:
        yield Office(path, opened, work.store, actors, work)
    finally:
        opened.close()


@pytest.fixture
def case(office) -> UUID:
    """Return the case of the story."""
    with office.store.reading(None) as session:
        return session.query(Case).filter(Case.case_no == "R08-L-0001").one().id


@pytest.fixture
def desk_of(office, qtbot):
    """Return what seats somebody in a window of a size."""
    made = []

    def make(login="shunin", size=(1366, 768), centres=None) -> Desk:
        seat = sit_down(office, login, centres)
        frame = Frame(seat, builders())
        office.store.on_change(frame.tell_change)
        qtbot.addWidget(frame)
        frame.resize(*size)
        with qtbot.waitActive(frame):
            frame.show()
            frame.activateWindow()
        made.append((frame, seat))
        return Desk(frame, seat, office, qtbot)

    yield make
    for frame, seat in made:
        office.store._listeners.remove(frame.tell_change)
        seat.tasks.close()


@pytest.fixture
def desk(desk_of) -> Desk:
    """Sit down as a supervisor who also does casework, at a usual window."""
    return desk_of()


def days_ago(count: int) -> date:
    return TODAY - timedelta(days=count)


SUMIRE = {
    "name": "青葉 すみれ",
    "kana": "アオバ スミレ",
    "sex": "female",
    "birth_on": PartialDate.from_stored("1974-03-01"),
    "tel_mobile": "090-0000-0101",
    "address": "見本県ひなた市東町1-2-3",
    "voicemail_ok": "no",
    "name_shown_ok": "no",
    "safe_contact": "携帯",
    "shien_sochi": True,
    "shien_sochi_until_on": date(2027, 3, 31),
}
STORY = (
    (0, (10, 12), "phone", ["self"], "家賃の相談、通院の付き添いを希望", "draft"),
    (6, (14, 0), "interview", ["self"], "家計表の確認。長男のことで話がしたいとのこと", "final"),
    (12, (11, 0), "accompany", ["self"], "生活福祉課の窓口へ。制度の説明を受ける", "final"),
    (27, (16, 0), "coord_meeting_plan", [], "プラン変更を了承。役割分担 3件", "final"),
    (35, (13, 30), "visit", ["self", "family"], "玄関先で長男とあいさつ。会釈あり", "final"),
    (57, (15, 20), "phone", ["other"], "本人の同意のうえ、家賃の状況を確認", "final"),
    (69, (13, 30), "visit", ["self", "family"], "長男は部屋から出ず。手紙を置いて帰る", "final"),
    (96, (10, 0), "interview", ["self"], "目標1は進行中。次回は11月21日まで", "final"),
)
BODY = (
    "今朝、大家さんから電話があり、10月分の家賃を今月末までに払えないか聞かれたとのこと。"
    "今月は検診の自己負担もあり、手元は 8,000 円ほど。"
    "「断ると住めなくなるのではと思うと眠れない」。\n"
    "大家さんへは、給付金の延長申請中であることを当センターから説明してよいか確認し、"
    "本人の了解を得た。\n"
    "12月1日の通院は一人では不安なので、付き添ってほしい。"
)


def tell_story(work: Work, office: Office) -> UUID:
    """Make the case of the pictures: fictional people, eight records, a household, consents."""
    person = add_record(work, "person", SUMIRE).id
    case = open_case(
        work, centre="life_support", person_id=person, answers={"opened_on": days_ago(160)}
    )
    set_worker(work, case, office.staff_id("sodanin"), "sub")
    for ago, (hour, minute), method, whom, line, state in STORY:
        answers = {
            "case_id": case,
            "centre": "life_support",
            "held_on": days_ago(ago),
            "started_at_time": time(hour, minute),
            "method": method,
            "counterparts": whom or None,
            "place": "office",
            "subject": line,
            "body": BODY,
        }
        if state == "draft":
            promise = {"next_action": "大家さんへ電話（給付金の延長申請中と伝える）"}
            answers |= {**promise, "next_due_on": TODAY + timedelta(days=2)}
        add_record(work, "consultation", answers, finalise=state == "final")
    _add_people(work, case, person)
    return case


def _add_people(work: Work, case: UUID, person: UUID) -> None:
    house = add_household(
        work, case, {"name": "青葉 すみれ 世帯", "household_size_count": 2, "dwelling": None}
    )
    members = (
        ("青葉 すみれ", "self", "1974-03-01", "パート・月8.2万円"),
        ("青葉 蓮", "child", "2002-05-02", "無職・在宅6年"),
    )
    for name, relation, born, does in members:
        answers = {
            "household_id": house.id,
            "name": name,
            "relation": relation,
            "birth_on": PartialDate.from_stored(born),
            "lives_together": "yes",
            "work_school": does,
        }
        add_record(work, "member", answers)
    consent = {"person_id": person, "case_id": case, "given_by": "self", "method": "written"}
    for kind, ago in (("use_application", 158), ("share_agencies", 150)):
        add_record(work, "consent", {**consent, "type": kind, "given_on": days_ago(ago)})


PEOPLE = (
    ("吉永 さつき", "ヨシナガ サツキ", "1988", "supporting", 15, {}),
    ("風間 みのり", "カザマ ミノリ", "1997", "received", 0, {}),
    ("髙﨑 澄江", "タカサキ スミエ", "1965", "supporting", 4, {"voicemail_ok": "no"}),
    ("水無瀬 健", "ミナセ ケン", "1979", "supporting", 8, {}),
    ("月岡 稔", "ツキオカ ミノル", "1982", "evaluating", 5, {}),
    ("星野 たまき", "ホシノ タマキ", "1993", "assessing", 24, {"interpreter_needed": True}),
    ("花村 千草", "ハナムラ チグサ", "1970", "supporting", 0, {}),
    ("三日月 蓮", "ミカヅキ レン", "2007", "planning", 4, {}),
    ("朝倉 文", "アサクラ フミ", "1956", "awaiting_meeting", 7, {}),
    ("橘 みのる", "タチバナ ミノル", "1968", "awaiting_decision", 11, {}),
    ("小鳥遊 陽", "タカナシ ヨウ", "1985", "interrupted", 83, {}),
    ("小川 巌", "オガワ イワオ", "1960", "closed", 84, {}),
    ("東雲 さゆり", "シノノメ サユリ", "1991", "supporting", 14, {}),
)
PROMISES = ("返済の約束", "プラン終期 30日前", "家計表の見直し", "会議資料の提出", "")


def fill_office(work: Work, office: Office) -> list[UUID]:
    """Add the fictional people of the list's picture, each with a case and a record."""
    staff = [office.staff_id(login) for login in ("shunin", "sodanin", "nishio")]
    found = []
    for number, (name, kana, year, state, ago, care) in enumerate(PEOPLE):
        born = PartialDate.from_stored(year)
        about = {"name": name, "kana": kana, "birth_on": born, **care}
        person = add_record(work, "person", about).id
        case = open_case(
            work, centre="life_support", person_id=person, answers={"opened_on": days_ago(ago + 30)}
        )
        set_worker(work, case, staff[number % 3], "main")
        promise = PROMISES[number % 5]
        answers = {
            "case_id": case,
            "centre": "life_support",
            "held_on": days_ago(ago),
            "method": "phone",
            "body": "見本の記録です。",
            "next_action": promise or None,
            "next_due_on": TODAY + timedelta(days=number - 2) if promise else None,
        }
        add_record(work, "consultation", answers, finalise=True)
        _move(work, case, state)
        found.append(case)
    return found


def _move(work: Work, case: UUID, state: str) -> None:
    """Put a case into a state as a later issue's verb will."""
    with work.store.writing(None) as session:
        row = session.get_one(Case, case)
        row.state = state
        row.closed_on = TODAY if state == "closed" else None
        row.urgency = "high" if state == "received" else None


@contextmanager
def answering(desk: Desk, text: str = "", choose: str = "go"):
    """Answer the question that the block brings up: type a text, press an answer."""
    answered = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            QTimer.singleShot(20, answer)
            return
        editor = dialog.findChild(QWidget, "asked_text")
        if editor is not None:
            editor.insertPlainText(text)
        answered.append(dialog)
        dialog.findChild(QWidget, f"answer_{choose}").click()

    QTimer.singleShot(20, answer)
    yield
    desk.qtbot.waitUntil(lambda: bool(answered), timeout=3000)
    desk.come_back()


def press(key, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is."""
    QTest.keyClick(_focused(), key, modifiers)


def write(words: str) -> None:
    """Type words where the focus is, as an input method hands them over."""
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(_focused(), event)


def _focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the focus"
    return widget


def view_text(view: QWidget) -> str:
    """Return the wrapped texts that a widget shows."""
    return " ".join(label.text() for label in view.findChildren(DocumentLabel))
