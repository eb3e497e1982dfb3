"""Answers for any question: one that is plainly right, and hypothesis' ideas of more."""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from soudan_desk.codes import shipped_codes
from soudan_desk.fields import Field, Kind
from soudan_desk.fields.checks import bad_character
from soudan_desk.fields.lines import Form, form_of
from soudan_desk.japanese.partial_dates import AGE_BANDS, PartialDate
from soudan_desk.models import fields_of, record_kinds
from soudan_desk.models.base import Record

CENTRES = ("life_support", "rights_advocacy", "disability")
KINDS = record_kinds()
QUESTIONS = [(kind, field) for kind, model in KINDS.items() for field in fields_of(model)]
ROW_QUESTIONS = [(f"{kind}.{field.key}", row) for kind, field in QUESTIONS for row in field.rows]
SAMPLE_ID = UUID("01939f3e-0000-7000-8000-000000000001")


def centres_of(model: type[Record]) -> tuple[str, ...]:
    """Name the kinds of centre in which a record is kept."""
    return model.centres or CENTRES


def codes_of(field: Field, centre: str) -> list[str]:
    """List the options of a question."""
    return [entry.code for entry in shipped_codes().entries(field.codes or "", centre=centre)]


def sample_of(field: Field, centre: str = "life_support") -> Any:
    """Return an answer that may be saved."""
    match field.kind:
        case Kind.CHOICE:
            return codes_of(field, centre)[0]
        case Kind.CHOICES:
            return codes_of(field, centre)[:2]
        case Kind.MARKS:
            return {codes_of(field, centre)[0]: "circle", codes_of(field, centre)[1]: "double"}
        case Kind.ROWS:
            return [{each.key: sample_of(each, centre) for each in field.rows}]
        case Kind.NUMBER if field.codes:
            return int(codes_of(field, centre)[-1])
        case Kind.LINE if form := form_of(field):
            return SAMPLE_LINES[form]
    return _PLAIN_SAMPLES[field.kind]


SAMPLE_LINES = {
    Form.READING: "ミホン ハナコ",
    Form.TELEPHONE: "03-5999-0001",
    Form.POSTAL_CODE: "176-0012",
    Form.EMAIL: "mihon@example.jp",
}
_PLAIN_SAMPLES: dict[Kind, Any] = {
    Kind.LINE: "見本 花子𠮷",
    Kind.TEXT: "見本の文。\n2行目、葛󠄀と髙﨑。",
    Kind.DATE: date(2026, 11, 22),
    Kind.PARTIAL_DATE: PartialDate(1980, 11),
    Kind.TIME: time(9, 30),
    Kind.INSTANT: datetime(2026, 11, 22, 1, 30, tzinfo=UTC),
    Kind.MINUTES: 45,
    Kind.NUMBER: 3,
    Kind.YEN: 82_000,
    Kind.CHECK: True,
    Kind.REFERENCE: SAMPLE_ID,
    Kind.REFERENCES: [SAMPLE_ID],
    Kind.ATTACHMENTS: [SAMPLE_ID],
}

_letters = st.characters(exclude_categories=("Cs", "Cc", "Cn")).filter(
    lambda c: not bad_character(c)
)
_lines = st.text(_letters, min_size=1, max_size=40)
_dates = st.dates(date(1873, 1, 1), date(2100, 12, 31))
_partial = st.one_of(
    _dates.map(lambda d: PartialDate(d.year, d.month, d.day)),
    _dates.map(lambda d: PartialDate(d.year, d.month)),
    _dates.map(lambda d: PartialDate(d.year)),
    st.sampled_from(sorted(AGE_BANDS)).map(lambda band: PartialDate(age_band=band)),
)
_instants = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001 - hypothesis adds the zone
    lambda instant: instant.replace(microsecond=0)
)
_whole = st.integers(0, 10**12 - 1)
_ids = st.lists(st.uuids(), min_size=1, max_size=3)
_PLAIN = {
    Kind.LINE: _lines,
    Kind.TEXT: st.text(st.one_of(_letters, st.just("\n")), min_size=1, max_size=200),
    Kind.DATE: _dates,
    Kind.PARTIAL_DATE: _partial,
    Kind.TIME: st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    Kind.INSTANT: _instants,
    Kind.MINUTES: _whole,
    Kind.NUMBER: _whole,
    Kind.YEN: _whole,
    Kind.CHECK: st.booleans(),
    Kind.REFERENCE: st.uuids(),
    Kind.REFERENCES: _ids,
    Kind.ATTACHMENTS: _ids,
}


def answers_to(field: Field, centre: str = "life_support") -> st.SearchStrategy[Any]:
    """Return a strategy of answers that have the right shape and known codes."""
    if field.kind is Kind.ROWS:
        row = {each.key: st.none() | answers_to(each, centre) for each in field.rows}
        return st.lists(st.fixed_dictionaries(row), min_size=1, max_size=3)
    if field.kind in _PLAIN:
        return _PLAIN[field.kind]
    codes = st.sampled_from(codes_of(field, centre))
    if field.kind is Kind.CHOICE:
        return codes
    if field.kind is Kind.CHOICES:
        return st.lists(codes, min_size=1, unique=True)
    marks = st.sampled_from(["circle", "double"])
    return st.dictionaries(codes, marks, min_size=1, max_size=5)
