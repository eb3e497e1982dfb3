"""What every paper is made from: the record, its case and person, the centre, who prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soudan_desk.desk.paper_answers import Reader
from soudan_desk.desk.paper_stamps import boxes_by_hand, stamps_of_record
from soudan_desk.fields import Field, Names
from soudan_desk.models import Case, CentreSetting, OfficeSetting, Person, Staff
from soudan_desk.models.base import DRAFT, FINAL, Record, fields_of, now
from soudan_desk.papers.data import CentreWords, Head, Named, PrintedBy, Sender, Stamp
from soudan_desk.services.answers import read_answers
from soudan_desk.services.names import NameBook
from soudan_desk.services.person_masks import mask_of
from soudan_desk.services.work import Work

Model = TypeVar("Model", bound=Record)
_POLITE = ("殿", "様", "御中", "宛", "あて")


@dataclass(frozen=True)
class Subject:
    """The record a paper is printed from; its answers may be those typed and not yet saved."""

    model: type[Record]
    id: UUID | None
    answers: Mapping[str, Any]
    state: str = DRAFT
    version: int = 1

    @classmethod
    def of(cls, record: Record, typed: Mapping[str, Any] | None = None) -> Subject:
        """Return a stored record, with what is typed over it."""
        answers = {**read_answers(record), **(typed or {})}
        return cls(type(record), record.id, answers, record.record_state, record.version)

    @property
    def kind(self) -> str:
        """The record's kind."""
        return self.model.kind()

    @property
    def case_id(self) -> UUID | None:
        """The case it is about; a case's own id."""
        return self.id if self.kind == "case" else self.answers.get("case_id")

    @property
    def is_draft(self) -> bool:
        """Whether it is evidence that nobody has made final."""
        return self.model.evidence and self.state == DRAFT

    @property
    def version_text(self) -> str:
        """The version as the foot shows it; blank for what has none yet."""
        return str(self.version) if self.model.evidence and self.state == FINAL else ""


class Facts:
    """Looks up, within one unit of work, what surrounds a paper's subject."""

    def __init__(self, work: Work, session: Session, subject: Subject) -> None:
        self.work, self.session, self.subject = work, session, subject
        self.case = self._one(Case, subject.case_id)
        person_id = subject.answers.get("person_id")
        self.person = self._one(Person, person_id or (self.case.person_id if self.case else None))
        self.office = session.scalars(select(OfficeSetting)).first()
        self.centre = self.case.centre if self.case else _centre_of(subject)
        self.setting = session.scalars(
            select(CentreSetting).where(CentreSetting.centre == self.centre)
        ).first()
        self.names = Names(work.codes, NameBook(session, work.codes, self.centre).of, self.centre)
        self.mask = mask_of(session, self.person, self._level())
        self.reader = Reader(self.names, self.mask, work.today())

    @property
    def today(self) -> date:
        """The worker's day."""
        return self.work.today()

    @property
    def is_sample(self) -> bool:
        """Whether the office is a demo."""
        return bool(self.office and self.office.is_sample)

    def addressee(self, own: str | None) -> str:
        """Return to whom an application goes, with 殿; blank where nobody has said it."""
        to = (own or (self.setting and self.setting.application_to) or "").strip()
        return f"{to}　殿" if to and not to.endswith(_POLITE) else to

    @property
    def centre_name(self) -> str:
        """The centre's own name, else the name of its kind."""
        if self.setting is not None:
            return self.setting.name
        return self.work.codes.label("centre", self.centre) if self.centre else ""

    def fields(self, model: type[Record]) -> tuple[Field, ...]:
        """Return a model's questions."""
        return fields_of(model)

    def head(self) -> Head:
        """Return what identifies the case at the top of a paper."""
        number = self.case.case_no if self.case else None
        if self.person is None:
            return Head(number, Named("（匿名）"))
        name = self.mask.name(self.person.name) or "（匿名）"
        kana = None if self.mask.name_hidden else self.person.kana
        return Head(number, Named(name, kana))

    def stamps(self, of: Subject | None = None) -> tuple[Stamp, ...]:
        """Return the boxes of the 押印欄, filled as far as the review of the record has come."""
        told = of or self.subject
        found = stamps_of_record(self.session, self.work.codes, told.id, told.version)
        return found or boxes_by_hand(self.session, self.setting, self.centre, told.kind)

    def staff_name(self, staff_id: UUID | None) -> str:
        """Return a worker's name."""
        return self.names.of("staff", staff_id) if staff_id else ""

    def sent_by(self, staff_id: UUID | None) -> Sender:
        """Return the centre as it signs a letter."""
        setting, office = self.setting, self.office
        place = setting if setting is not None and setting.address else office
        head = (setting.head_title, setting.head_name) if setting else ()
        tel = (setting.tel if setting else None) or (office.tel if office else None)
        fax = (setting.fax if setting else None) or (office.fax if office else None)
        return Sender(
            office=office.name if office else "",
            centre=self.centre_name,
            head=" ".join(filter(None, head)),
            worker=self.staff_name(staff_id),
            postal_code=(place.postal_code or "") if place else "",
            address=(place.address or "") if place else "",
            tel=tel or "",
            fax=fax or "",
            seal_omitted=setting.seal_omitted if setting else True,
        )

    def printed_by(self, serial: str = "") -> PrintedBy:
        """Return the foot of every page."""
        return PrintedBy(
            office=self.office.name if self.office else "",
            centre=self.centre_name,
            worker=self.work.actor.name,
            at=now().astimezone(),
            serial=serial,
            version=self.subject.version_text,
            sample=self.is_sample,
        )

    def job_title(self, staff_id: UUID) -> str:
        """Return what a worker's post is called."""
        query = select(Staff.job_title).where(Staff.id == staff_id)
        return self.session.scalars(query).first() or ""

    def _one(self, model: type[Model], record_id: UUID | None) -> Model | None:
        if record_id is None:
            return None
        query = select(model).where(model.id == record_id)
        return self.session.scalars(query).one_or_none()

    def _level(self) -> int:
        own = self.subject.answers.get("restriction_level") or 0
        return max(own, self.case.restriction_level if self.case else 0)


def words_of(setting: CentreSetting | None) -> CentreWords:
    """Return what a centre has worded for its papers."""
    if setting is None:
        return CentreWords()
    texts = (setting.application_to, setting.consent_text, setting.privacy_text)
    return CentreWords(*(text or "" for text in texts))


def _centre_of(subject: Subject) -> str | None:
    own: str | None = subject.answers.get("centre")
    return own or next(iter(subject.model.centres), None)
