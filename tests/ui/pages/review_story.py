"""An office with a route 担当 → 係長 → 所長, and records on their way along it."""

import shutil
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from desk_fixtures import opened_at

from office_fixtures import TODAY, Office
from office_fixtures import _actor_of as actor_of
from soudan_desk.models import Case, Person, Review, Staff
from soudan_desk.models.base import FINAL, new_id
from soudan_desk.services.records import add_record, amend_record, show_record
from soudan_desk.services.reviews import return_review, submit_review, take_step

CHIEF, HEAD, WRITER = "kakaricho", "shocho", "sodanin"
FACT = (
    "家計表を一緒に確認した。食費は月 3万円で収まっている。家賃の滞納は1か月分（4.6万円）。\n"
    "長男（24）について、{}話した。\n"
    "次の通院は12月1日。一人では不安とのことで、付き添いを希望。"
)
OLD, NEW = "かなり追いつめられている様子で", "「朝まで起きていて、話しかけると部屋に戻る」と"


@dataclass
class Told:
    """What the story holds, by the names the tests use."""

    waiting: UUID
    resubmitted: UUID
    own: UUID


def tell_reviews(office: Office) -> Told:
    """Hand three records up: one old, one corrected after a return, one of the chief's own."""
    add_readers(office)
    add_route(office, office.staff_id(CHIEF), office.staff_id(HEAD))
    writer = office.work(WRITER)
    old = write_record(office, writer, "花村 千草", TODAY - timedelta(days=8), "面談の記録。")
    corrected = write_record(
        office, writer, "青葉 すみれ", TODAY - timedelta(days=6), FACT.format(OLD)
    )
    take(office, CHIEF, old)
    return_review(office.work(CHIEF), review_of(office, corrected), "所見と事実を分けてください")
    correct(office, writer, corrected)
    own = write_record(office, office.work(CHIEF), "月岡 稔", TODAY, "係長が書いた記録。")
    for record_id, ago in ((old, 8), (corrected, 1), (own, 0)):
        date_back(office, record_id, TODAY - timedelta(days=ago))
    return Told(*(review_of(office, each) for each in (old, corrected, own)))


def add_readers(office: Office) -> None:
    """Take two readers on."""
    with office.store.writing(None) as session:
        for login, name in ((CHIEF, "宮原 見本"), (HEAD, "森本 見本")):
            staff = Staff(
                id=new_id(),
                name=name,
                login=login,
                roles=["caseworker", "supervisor"],
                centre_codes=["life_support"],
                is_active=True,
                record_state=FINAL,
            )
            session.add(staff)
            office.actors[login] = actor_of(staff)


def add_route(office: Office, *readers: UUID, kind: str = "consultation", **answers) -> UUID:
    """Set up whom a kind of record goes up to."""
    titles = ("係長", "所長")
    given = {
        "centre": "life_support",
        "record_kind": kind,
        "mode": "approve",
        "steps": [
            {"title": title, "role": None, "staff_id": reader}
            for title, reader in zip(titles, readers, strict=False)
        ],
        **answers,
    }
    return add_record(office.work_of_admin, "review_route", given).id


def write_record(office: Office, work, person: str, on: date, body: str) -> UUID:
    """Write and finish a record of somebody's case; the route takes it from there."""
    with office.store.reading(None) as session:
        case = _case_of(session, person)
    answers = {
        "case_id": case,
        "centre": "life_support",
        "held_on": on,
        "started_at_time": time(14, 0),
        "ended_at_time": time(15, 10),
        "method": "interview",
        "counterparts": ["self"],
        "place": "office",
        "subject": "家計と長男のこと",
        "body": body,
        "staff_id": work.actor.staff_id,
    }
    return add_record(work, "consultation", answers, finalise=True).id


def _case_of(session, person: str) -> UUID:
    found = session.query(Person).filter(Person.name == person).one()
    return session.query(Case).filter(Case.person_id == found.id).first().id


def review_of(office: Office, record_id: UUID) -> UUID:
    """Return a record's review."""
    with office.store.reading(None) as session:
        return session.query(Review).filter(Review.record_id == record_id).one().id


def take(office: Office, login: str, record_id: UUID) -> None:
    """Stamp a record as somebody."""
    take_step(office.work(login), review_of(office, record_id))


def correct(office: Office, work, record_id: UUID) -> None:
    """Mend a record that came back, and hand it in again."""
    shown = show_record(work, "consultation", record_id)
    answers = {
        "body": FACT.format(NEW),
        "findings": "本人の疲れが続いている。長男への訪問を同じ職員で増やしたい。",
        "next_action": "支援調整会議にプラン変更を出す",
    }
    amend_record(
        work,
        "consultation",
        record_id,
        {**shown.answers, **answers},
        reason="所見を分けた",
        lock_version=shown.lock_version,
    )
    submit_review(work, "consultation", record_id)


def date_back(office: Office, record_id: UUID, on: date) -> None:
    """Let a record have been handed in earlier."""
    with office.store.writing(None) as session:
        review = session.query(Review).filter(Review.record_id == record_id).one()
        review.submitted_on, review.due_on = on, on + timedelta(days=7)


@pytest.fixture(scope="session")
def review_template(filled_template, tmp_path_factory) -> Path:
    """Tell the story of reviews once; every test that wants it gets a copy."""
    path = tmp_path_factory.mktemp("reviews") / "office"
    shutil.copytree(filled_template, path)
    with opened_at(path) as office:
        tell_reviews(office)
    return path


@pytest.fixture(name="office")
def reviewed_office(review_template, tmp_path):
    """Open a copy of the office in which records are on their way."""
    path = tmp_path / "office"
    shutil.copytree(review_template, path)
    with opened_at(path) as office:
        yield office


@pytest.fixture
def told(office) -> Told:
    """Return the reviews of the story."""
    with office.store.reading(None) as session:
        rows = session.query(Review).order_by(Review.created_at, Review.id).all()
        return Told(*(row.id for row in rows))


__all__ = ["review_template", "reviewed_office", "told"]
