"""Two offices alike but for cases that hardly anybody may see: what both tell must be the same.

In the first there is, beside ordinary work, a case of each level of restriction and one that a
conflict of interest closes, each with a record of every kind and a mark in each of its texts.
"""

import hashlib
import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from office_fixtures import TODAY, Office, sit_down
from question_samples import CENTRES, KINDS, sample_of
from review_office import add_staff_row
from soudan_desk.fields import Kind, answer_to_json
from soudan_desk.fields.lines import Form, form_of
from soudan_desk.models import fields_of
from soudan_desk.models.base import FINAL, Base, Record, new_id, now

MEMBER = "sodanin"
"""Who works on the hidden cases, and alone sees them."""
OUTSIDERS = ("nishio", "shunin", "kansa", "etsuran", "kanri")
"""A caseworker, a supervisor, the auditor, a reader and the administrator."""
OFFICE_KINDS = frozenset(
    {
        *("staff", "office_setting", "centre_setting", "code_addition", "deputy", "phrase"),
        *("review_route", "saved_table", "saved_view", "town", "agency", "agency_contact"),
        "retention_rule",
    }
)
"""What is nobody's case: the same in both offices."""


@dataclass(frozen=True)
class Subject:
    """A case with its person, household and one record of every kind, by kind."""

    mark: str
    level: int
    ids: dict[str, UUID]
    number: str

    @property
    def marks(self) -> tuple[str, ...]:
        """Every way in which a text of this case could be seen somewhere."""
        tel = f"090-7777-00{self.mark[-2:]}"
        return (self.mark, tel, tel.replace("-", ""), f"ヒトク{self.kana}", self.number, self.mail)

    @property
    def kana(self) -> str:
        """The mark as a reading has it."""
        return "".join("アイウエオカキクケコ"[int(digit)] for digit in self.mark[-2:])

    @property
    def mail(self) -> str:
        """The mark as an address of electronic mail has it."""
        return f"himitsu{self.mark[-2:]}@example.jp"


@dataclass
class Twins:
    """The office with the hidden cases, and the same office without."""

    with_cases: Office
    without: Office
    ordinary: Subject
    hidden: tuple[Subject, ...]
    folder: Path

    def close(self) -> None:
        """Close both."""
        self.with_cases.opened.close()
        self.without.opened.close()


def make_twins(template: Path, folder: Path) -> Twins:
    """Make both from the office every test begins with."""
    first, second = folder / "with", folder / "without"
    shutil.copytree(template, first)
    office = _sit_down(first)
    _seat(office)
    relative = _add(office, "person", _person("シンセキ"))
    ordinary = fill(office, "フツウ00", 0, "R08-L-0901", ids={"relative": relative})
    known = [_known(office, ordinary, name) for name in ("シラレ", "シラレ")]
    office.opened.close()
    shutil.copytree(first, second)
    office, plain = _sit_down(first), _sit_down(second)
    shared = {
        kind: each
        for kind, each in ordinary.ids.items()
        if kind in {*OFFICE_KINDS, "conference", "attendance", "relative"}
    }
    hidden = (
        fill(office, "極秘標識21", 1, "R08-L-0921", ids={**shared, **known[0]}),
        fill(office, "極秘標識22", 2, "R08-L-0922", ids={**shared, **known[1]}),
        fill(office, "極秘標識23", 3, "R08-L-0923", ids=shared),
        fill(office, "極秘標識24", 0, "R08-L-0924", ids=shared),
    )
    _list_a_reader_and_block_all(office, hidden)
    return Twins(office, plain, ordinary, hidden, folder)


def _sit_down(path: Path) -> Office:
    """Open an office at a PC of its own: one that knows both would take one for an older copy."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SOUDAN_STATE_DIR", str(path.with_suffix(".state")))
        return sit_down(path)


def _seat(office: Office) -> None:
    """Add who makes the figures (統計作成)."""
    add_staff_row(office, "tokei", "統計 見本", ["caseworker", "figures"], list(CENTRES))


def _known(office: Office, ordinary: Subject, name: str) -> dict[str, UUID]:
    """Add a person whom everybody knows, with a relative: what is hidden is their case alone."""
    values = _person(name)
    person = _add(office, "person", values)
    kin = {"person_id": person, "relative_id": ordinary.ids["relative"], "type": "parent"}
    return {"person": person, "kinship": _add(office, "kinship", kin)}


def _list_a_reader_and_block_all(office: Office, hidden: tuple[Subject, ...]) -> None:
    """A reader is named on a list, and who is blocked stands on the list: neither sees."""
    for subject, login in ((hidden[0], "etsuran"), (hidden[3], "nishio")):
        row = {"case_id": subject.ids["case"], "staff_id": office.staff_id(login), "role": "named"}
        _add(office, "case_worker", row)
    for login in (*OUTSIDERS, "tokei"):
        block = {"staff_id": office.staff_id(login), "person_id": hidden[3].ids["person"]}
        _add(office, "conflict_block", {**block, "reason": "親族のため"})


def fill(
    office: Office,
    mark: str,
    level: int,
    number: str,
    *,
    ids: dict[str, UUID],
) -> Subject:
    """Add a record of every kind that `ids` does not hold yet."""
    subject = Subject(mark, level, dict(ids), number)
    ids = subject.ids
    for kind in _in_order():
        if kind not in ids:
            ids[kind] = _add(office, kind, _values(office, subject, KINDS[kind]))
    return subject


def _in_order() -> list[str]:
    tables = {model.__tablename__: kind for kind, model in KINDS.items()}
    ordered = [tables[each.name] for each in Base.metadata.sorted_tables if each.name in tables]
    first = ["person", "household", "agency", "agency_contact", "conference", "case"]
    left_out = {"staff", "office_setting", "centre_setting", "conflict_block"}
    return first + [kind for kind in ordered if kind not in {*first, *left_out}]


def _person(mark: str) -> dict[str, Any]:
    return {"name": f"{mark} 太郎", "kana": f"{mark} タロウ"}


def _values(office: Office, subject: Subject, model: type[Record]) -> dict[str, Any]:
    kind = model.kind()
    asked = {field.key: field for field in fields_of(model)}
    values: dict[str, Any] = {
        key: _answer(office, subject, field) for key, field in asked.items() if not field.of
    }
    for column in model.__table__.columns:
        if column.foreign_keys:
            (target,) = (each.column.table.name for each in column.foreign_keys)
            values[column.key] = _refers_to(office, subject, kind, column.key, target)
    if "restriction_level" in model.__table__.columns:
        values["restriction_level"] = subject.level if kind == "case" else 0
    if "centre" in model.__table__.columns:
        values["centre"] = "life_support"
    values |= _OF_KIND.get(kind, lambda *_: {})(office, subject)
    if model.evidence:  # what was final was saved without answers to questions that are not asked
        values |= {key: None for key, field in asked.items() if not field.shown(values)}
    return values


def _refers_to(office: Office, subject: Subject, kind: str, key: str, target: str) -> UUID | None:
    if target == "staff":
        return office.staff_id(MEMBER)
    if target == kind or key in {"previous_case_id", "owner_id", "merged_into_id"}:
        return None
    return subject.ids.get(target)


def _answer(office: Office, subject: Subject, field: Any) -> Any:
    match field.kind:
        case Kind.LINE if form := form_of(field):
            return _line(subject, form)
        case Kind.LINE | Kind.TEXT:
            return f"{subject.mark}の{field.label}"
        case Kind.DATE:
            return TODAY - timedelta(days=1) if field.past else TODAY + timedelta(days=1)
        case Kind.ROWS:
            return [{row.key: _cell(office, subject, row) for row in field.rows}]
        case Kind.REFERENCES | Kind.ATTACHMENTS:
            return None
        case Kind.REFERENCE:
            return new_id()
        case Kind.CHECK:
            return False
    return sample_of(field)


def _cell(office: Office, subject: Subject, row: Any) -> Any:
    if row.kind is Kind.REFERENCE:
        return None
    return answer_to_json(row, _answer(office, subject, row))


def _line(subject: Subject, form: Form) -> str:
    return {
        Form.READING: f"ヒトク{subject.kana}",
        Form.TELEPHONE: f"090-7777-00{subject.mark[-2:]}",
        Form.POSTAL_CODE: "176-0012",
        Form.EMAIL: subject.mail,
    }[form]


_OF_KIND: dict[str, Any] = {
    "case": lambda _, subject: {
        "case_no": subject.number,
        "process": "consultation",
        "state": "open",
        "opened_on": TODAY - timedelta(days=40),
        "closed_on": None,
    },
    "case_worker": lambda *_: {"role": "main"},
    "case_transfer": lambda office, _: {
        "from_staff_id": None,
        "to_staff_id": office.staff_id(MEMBER),
        "state": "proposed",
    },
    "attachment": lambda *_: {
        "media_type": "text/plain",
        "size_bytes": 3,
        "category": None,
        "content": b"abc",
        "sha256": hashlib.sha256(b"abc").hexdigest(),
    },
    "plan": lambda *_: {"plan_kind": "support", "plan_no": 1},
    "handover_note": lambda office, subject: {
        "to_staff_ids": [str(office.staff_id(MEMBER))],
        "about_kind": "case",
        "about_id": subject.ids["case"],
    },
    "kinship": lambda _, subject: {"relative_id": subject.ids["relative"]},
    "emergency_access": lambda *_: {"opened_at": now(), "until_at": now()},
    "appointment": lambda *_: {"held_on": TODAY, "outcome": "planned"},
    "task": lambda *_: {"done_on": None, "due_on": TODAY},
    "review": lambda _, subject: {
        "record_kind": "consultation",
        "record_id": subject.ids["consultation"],
        "mode": "circulate",
        "state": "waiting",
        "position": 1,
        "round_no": 1,
        "record_version": 1,
        "author_may_approve": True,
    },
    "review_step": lambda *_: {"position": 1, "round_no": 1, "record_version": 1, "role": None},
    "review_route": lambda *_: {
        "record_kind": "consultation",
        "starts_itself": False,
        "is_active": True,
        "steps": [{"title": "主任", "role": "supervisor"}],
    },
    "saved_view": lambda *_: {"page": "cases", "view": {}},
    "saved_table": lambda *_: {
        "record_kind": "consultation",
        "row_key": "method",
        "unit": "records",
    },
    "code_addition": lambda *_: {"list_name": "consultation.topic", "code": "x_own"},
    "person": lambda *_: {"merged_into_id": None, "is_anonymous": False},
}


def _add(office: Office, kind: str, values: dict[str, Any]) -> UUID:
    record = KINDS[kind](id=new_id(), **values)
    record.record_state = FINAL
    record.created_by = office.staff_id(MEMBER)
    with office.store.writing(None) as session:
        session.add(record)
    return record.id
