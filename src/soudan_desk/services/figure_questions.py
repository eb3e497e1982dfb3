"""What can be counted: record kinds with `counted` questions, their own and those around them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from soudan_desk.errors import InvalidEntriesError
from soudan_desk.fields import Field, Kind
from soudan_desk.models import record_kinds
from soudan_desk.models.base import Record, fields_of

OWN, DAY = "", "day"
MONTH, WEEKDAY = "day.month", "day.weekday"
_AROUND = ("conference", "plan", "case", "person")
"""Records around a record whose questions count too; the first two also lend it their day."""
_WORDS = {"conference": "会議", "plan": "計画", "case": "ケース", "person": "本人"}
_OTHER_NAMES = {"age": "person.birth_on", "person.age": "person.birth_on"}
CREATED = "created_at"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that can be counted by; `source` is the record around that it is asked of."""

    key: str
    label: str
    field: Field
    source: str = OWN

    @property
    def column(self) -> str:
        """The column that holds its answers."""
        return self.field.key


@dataclass(frozen=True, slots=True)
class Countable:
    """A record kind that can be counted; `day` is the question that says when it was."""

    kind: str
    label: str
    day: str
    day_label: str
    centres: tuple[str, ...]
    has_person: bool
    questions: tuple[Asked, ...]

    def question(self, key: str) -> Asked:
        """Return a question by its key, or say that the kind has none of that name."""
        wanted = _OTHER_NAMES.get(key, key)
        found = next((each for each in self.questions if each.key == wanted), None)
        if found is None:
            sentence = f"「{key}」は{self.label}を数える項目にありません。選び直してください。"
            raise InvalidEntriesError({"question": sentence})
        return found


def countable_kinds(centre: str | None = None) -> list[Countable]:
    """Return the kinds that can be counted, for one kind of centre or for all."""
    found = [countable(kind) for kind, model in record_kinds().items() if _own(model)]
    return [each for each in found if not (centre and each.centres and centre not in each.centres)]


@cache
def countable(kind: str) -> Countable:
    """Return what a kind can be counted by, or say that it cannot."""
    model = record_kinds().get(kind)
    if model is None or not _own(model):
        raise InvalidEntriesError(
            {"record_kind": f"「{kind}」は集計できる記録ではありません。記録を選び直してください。"}
        )
    day, day_label = _day_of(model)
    return Countable(
        kind=kind,
        label=model.label,
        day=day,
        day_label=day_label,
        centres=model.centres,
        has_person="person" in _sources(model) or kind == "person",
        questions=(*_of_day(model, day, day_label), *_own(model), *_around(model)),
    )


def day_questions(kind: str) -> tuple[Asked, ...]:
    """Return the days of a kind by which a period can be bound."""
    fields = fields_of(record_kinds()[kind])
    return tuple(Asked(f.key, f.label, f) for f in fields if f.kind is Kind.DATE)


@cache
def _own(model: type[Record]) -> tuple[Asked, ...]:
    return tuple(Asked(f.key, _label_of(f), f) for f in fields_of(model) if f.counted)


def _label_of(field: Field) -> str:
    if field.kind is Kind.PARTIAL_DATE:
        return "年代"
    return field.label


def _around(model: type[Record]) -> tuple[Asked, ...]:
    return tuple(
        Asked(f"{source}.{each.key}", f"{_WORDS[source]}：{each.label}", each.field, source)
        for source in _sources(model)
        for each in _own(record_kinds()[source])
    )


@cache
def _sources(model: type[Record]) -> tuple[str, ...]:
    """Name the records around: of the person through the case where the record names none."""
    columns = model.__table__.columns
    found = [each for each in _AROUND if f"{each}_id" in columns and each != model.kind()]
    if "case" in found and "person" not in found:
        found.append("person")
    return tuple(found)


def sources_of(kind: str) -> tuple[str, ...]:
    """Name the records around a kind whose questions count too."""
    return _sources(record_kinds()[kind])


def _day_of(model: type[Record]) -> tuple[str, str]:
    """Say when a record was: its own day, that of its meeting or plan, or when it was entered."""
    own = next((f for f in fields_of(model) if f.kind is Kind.DATE and f.required), None)
    if own is not None:
        return own.key, own.label
    for source in _sources(model):
        if source in ("conference", "plan"):
            key, label = _day_of(record_kinds()[source])
            return f"{source}.{key}", f"{_WORDS[source]}の{label}"
    return CREATED, "入力した日"


def _of_day(model: type[Record], day: str, label: str) -> tuple[Asked, ...]:
    plain = Field(key=day, label=label, kind=Kind.DATE)
    weekday = Asked(WEEKDAY, f"曜日（{label}）", plain, DAY)
    if any(each.key == day for each in _own(model)):
        return (weekday,)
    return (Asked(MONTH, f"月（{label}）", plain, DAY), weekday)
