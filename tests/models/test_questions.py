"""What holds for every question of every record; grows by itself with the models."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import inspect

import soudan_desk.models
from question_samples import KINDS, QUESTIONS, ROW_QUESTIONS, centres_of, sample_of
from soudan_desk.codes import shipped_codes
from soudan_desk.fields import Kind, problems_with
from soudan_desk.models import Case, Consultation, Intake, Person, Record, Referral, fields_of

BOOK = shipped_codes()
MODELS = Path(soudan_desk.models.__file__).parent


def words(text):
    return text.split()


ENDINGS = {
    Kind.DATE: "_on",
    Kind.INSTANT: "_at",
    Kind.TIME: "_time",
    Kind.YEN: "_yen",
    Kind.MINUTES: "_min",
    Kind.REFERENCE: "_id",
    Kind.REFERENCES: "_ids",
    Kind.PARTIAL_DATE: "_on",
}
AS_THE_FORM_SAYS = {"national_id"}
PLAIN_NUMBERS = {"restriction_level", "birth_order", "position", "plan_no", "priority"}
EVERY = [
    pytest.param(kind, field, id=f"{kind}.{field.key}")
    for kind, field in (*QUESTIONS, *ROW_QUESTIONS)
]
COMMANDS_CONSULTATION = words("""
    case_id person_id held_on started_at_time ended_at_time duration_min staff_id
    co_staff_ids method place counterparts caller_type caller_name caller_relation
    caller_org caller_tel is_anonymous first_or_repeat topics main_topic subject body
    response actions urgency next_action next_due_on restriction_level
""")
COMMANDS_PERSON = words("""
    name kana aliases sex birth_on postal_code address registered_address no_fixed_abode
    tel_home tel_mobile email contact_ok
""")
FORM_INTAKE = words("""
    received_on received_by_id visitor_name visitor_tel visitor_relation concerns
    concern_text application_to consent_given applied_on signed_by_client route
    route_agency_type route_agency_id known_by past_consult previous_case_id method
    urgency
""")
FORM_REFERRAL = words("""
    ref_no issued_on direction agency_id household_summary reason support_so_far request
    cautions client_view attachments consent_id legal_basis handover check_due_on
    checked_on outcome continuing
""")


def records_in_files():
    for path in MODELS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                bases = {base.id for base in node.bases if isinstance(base, ast.Name)}
                if "Record" in bases:
                    yield node.name


def test_importing_the_package_makes_every_record_known():
    assert sorted(records_in_files()) == sorted(model.__name__ for model in KINDS.values())
    assert len(KINDS) >= 22


@pytest.mark.parametrize(("kind", "field"), EVERY)
def test_a_question_has_a_key_a_label_and_options_that_exist(kind, field):
    assert re.fullmatch(r"[a-z][a-z0-9_]*", field.key)
    assert field.label.strip() == field.label != ""
    assert not field.label.endswith((":", ":", "。"))
    assert not field.help or field.help.endswith("。") or field.help.startswith("例: ")
    model = KINDS[kind.split(".")[0]]
    if field.codes is not None:
        for centre in centres_of(model):
            assert BOOK.entries(field.codes, centre=centre), (field.codes, centre)
    assert field.codes or field.kind not in {Kind.CHOICE, Kind.CHOICES, Kind.MARKS}
    assert field.of is None or field.of in KINDS
    assert bool(field.rows) == (field.kind is Kind.ROWS)


@pytest.mark.parametrize(("kind", "field"), EVERY)
def test_a_key_ends_as_its_kind_says(kind, field):
    if field.kind in ENDINGS:
        assert field.key.endswith(ENDINGS[field.kind])
    elif field.kind is Kind.NUMBER:
        assert field.key.endswith("_count") or field.key in PLAIN_NUMBERS
    elif field.key not in AS_THE_FORM_SAYS:
        assert not field.key.endswith(("_on", "_at", "_yen", "_min", "_count", "_id", "_ids"))


@pytest.mark.parametrize("model", KINDS.values(), ids=list(KINDS))
class TestRecord:
    def test_its_keys_are_its_own(self, model):
        keys = [field.key for field in fields_of(model)]
        assert len(keys) == len(set(keys))
        assert not set(vars(Record)) & set(keys), "would hide what every record has"

    def test_its_labels_tell_its_questions_apart(self, model):
        labels = Counter(field.label for field in fields_of(model))
        assert [label for label, count in labels.items() if count > 1] == []

    def test_it_has_a_name_and_a_title(self, model):
        assert model.label
        assert model.title_keys
        assert set(model.title_keys) <= {field.key for field in fields_of(model)}

    def test_its_sections_are_not_torn_apart(self, model):
        sections = [field.section for field in fields_of(model)]
        runs = [s for i, s in enumerate(sections) if i == 0 or sections[i - 1] != s]
        assert len(runs) == len(set(runs)), runs
        assert all(sections)

    def test_something_of_it_is_listed(self, model):
        assert any(field.listed for field in fields_of(model))

    def test_its_references_are_foreign_keys(self, model):
        columns = inspect(model).columns
        for field in fields_of(model):
            if field.kind is Kind.REFERENCE:
                targets = {key.column.table.name for key in columns[field.key].foreign_keys}
                assert targets == {field.of}
            elif field.kind is Kind.REFERENCES:
                assert field.of is not None

    def test_its_conditions_look_at_answers_there_are(self, model):
        keys = {field.key for field in fields_of(model)} | {"record_state", "centre"}
        for field in fields_of(model):
            for condition in (field.shown_when, field.required_when):
                assert set(condition or ()) <= keys

    def test_its_conditions_name_options_there_are(self, model):
        by_key = {field.key: field for field in fields_of(model)}
        for field in fields_of(model):
            for condition in (field.shown_when, field.required_when):
                for key, values in (condition or {}).items():
                    lists = by_key[key].codes if key in by_key else None
                    for value in values if lists else ():
                        assert BOOK.find(lists, value), (field.key, key, value)

    def test_what_the_scope_looks_at_has_its_names(self, model):
        columns = inspect(model).columns
        if "restriction_level" in columns:
            assert not columns["restriction_level"].nullable
        for key in ("case_id", "person_id", "staff_id"):
            if key in columns:
                of = key.removesuffix("_id")
                assert {k.column.table.name for k in columns[key].foreign_keys} == {of}

    def test_a_form_of_samples_can_be_saved_in_every_centre_that_keeps_it(self, model):
        for centre in centres_of(model):
            answers = {field.key: sample_of(field, centre) for field in fields_of(model)}
            answers |= {"record_state": "final", "centre": centre}
            assert problems_with(fields_of(model), answers, BOOK, centre=centre) == {}

    def test_a_record_of_one_centre_says_so_in_its_column(self, model):
        if model.centres:
            assert inspect(model).columns["centre"].default.arg in model.centres

    def test_a_sentence_says_what_it_is(self, model):
        assert (model.__doc__ or "").split("\n\n")[0].rstrip().endswith(".")


@pytest.mark.parametrize(
    ("model", "keys"),
    [
        (Consultation, COMMANDS_CONSULTATION),
        (Person, COMMANDS_PERSON),
        (Intake, FORM_INTAKE),
        (Referral, FORM_REFERRAL),
    ],
)
def test_the_keys_that_were_promised_are_there(model, keys):
    assert set(keys) <= {field.key for field in fields_of(model)}


def test_evidence_goes_from_draft_to_final():
    evidence = {kind for kind, model in KINDS.items() if model.evidence}
    assert {"consultation", "intake", "rights_intake", "referral"} <= evidence
    assert {"assessment", "rights_assessment", "disability_assessment"} <= evidence
    assert {"plan", "monitoring", "evaluation"} <= evidence
    assert not {"goal", "action", "service", "screening", "phrase", "task", "person"} & evidence
    assert not Case.evidence


def test_names_numbers_and_words_are_searched():
    searched = {(kind, field.key) for kind, field in QUESTIONS if field.searched}
    for kind, keys in {
        "person": "name kana aliases address tel_home tel_mobile legacy_no",
        "case": "case_no summary legacy_no",
        "consultation": "subject body findings response caller_name caller_tel",
        "agency": "name kana address tel",
        "referral": "ref_no reason request reply_result",
        "intake": "concern_text visitor_name",
    }.items():
        assert {(kind, key) for key in words(keys)} <= searched


def test_what_only_one_centre_asks_is_hidden_in_the_others():
    asked = {field.key: field for field in fields_of(Consultation)}
    assert asked["after_hours"].shown({"centre": "disability"})
    assert not asked["after_hours"].shown({"centre": "life_support"})


def test_what_is_needed_to_finalise_is_not_needed_for_a_draft():
    known = {"centre": "life_support", "held_on": "x", "staff_id": "x", "restriction_level": 0}
    fields = [field for field in fields_of(Consultation) if field.key not in known]
    assert problems_with(fields, {**known, "record_state": "draft"}, BOOK) == {}
    missing = problems_with(fields, {**known, "record_state": "final"}, BOOK)
    assert set(missing) == {"method", "body"}
