"""Whatever is asked, by any verb or command: of a case one may not see nothing is told, no count.

Each verb is called in two offices that differ in such cases alone; what both tell must be equal.
"""

import ast
import inspect
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.exc import NoResultFound, StatementError
from verbs import (
    BY_DESIGN,
    HANDED,
    KINDS,
    OF_THE_FILE,
    Scene,
    UnknownWordError,
    takes_a_record,
    verbs,
    words_for,
)

from office_fixtures import Office
from soudan_desk.centres import CENTRES
from soudan_desk.desk.paper_lists import LISTS
from soudan_desk.desk.report_files import for_outside
from soudan_desk.desk.reporting import behind_cell, run_report
from soudan_desk.errors import NotFoundError, SoudanError
from soudan_desk.papers.catalogue import PAPERS
from soudan_desk.reports.period import Period
from soudan_desk.reports.report import MadeReport
from soudan_desk.reports.table import Cell
from soudan_desk.services.audit_log import AuditFilter, list_audit
from soudan_desk.services.cases import case_id_of
from soudan_desk.services.figure_questions import countable_kinds
from soudan_desk.services.records import show_record
from told import told, without_chance
from twin_offices import MEMBER, OUTSIDERS, Subject, Twins, make_twins

SOURCE = Path(inspect.getfile(SoudanError)).parent
NOT_CALLED = HANDED | OF_THE_FILE | BY_DESIGN.keys()
CALLED = {
    name: verb
    for name, verb in sorted(verbs().items())
    if name not in NOT_CALLED and not takes_a_record(verb)
}
_LOG = {
    "services.audit_log.list_audit": set(OUTSIDERS),  # tested below
    "services.audit_log.asked_in_words": {"kansa"},  # the auditor reads all of the log
    "services.audit_months.month_of_audit": {"kansa", "shunin", "kanri"},  # signed: counts its rows
    "desk.audit_paper.write_month_report": {"kansa", "shunin", "kanri"},
    "services.audit_proving.prove_audit": {"kansa", "shunin", "kanri"},
}
TELLS_MORE: dict[str, set[str]] = {
    **_LOG,
    "services.conflicts.list_blocks": {"kanri"},  # who keeps them knows of them, but no name
    "services.office_info.office_info": {"kanri"},
}
"""By whom a verb may be told more; no mark stands in that, but the auditor's cases' numbers."""
BREAKS = {
    *("services.case_people.records_of_case", "services.candidates.name_of"),
    *("services.cases_as_json.opened_as_json", "services.review_lists.review_row"),
    *("services.review_titles.titles_of", "services.saved_tables.drop_table"),
    *("services.settings.add_centre", "services.unsaved.keep_unsaved"),
}
"""Verbs for which what they are given here is a bug of their caller's: they tell nothing either."""


@pytest.fixture(scope="module")
def twins(office_template, tmp_path_factory) -> Iterator[Twins]:
    """Make both offices, once for all who ask the same of both."""
    made = make_twins(office_template, tmp_path_factory.mktemp("twins"))
    yield made
    made.close()


@pytest.fixture
def own_twins(office_template, tmp_path) -> Iterator[Twins]:
    """Make both offices for one who may change one of them alone."""
    made = make_twins(office_template, tmp_path)
    yield made
    made.close()


def test_every_verb_is_called(twins):
    """A new one is, too, once `verbs.WORDS` says what its parameters are given."""
    for name, verb in CALLED.items():
        try:
            words_for(
                verb, _scene(twins.with_cases, twins.hidden[0], MEMBER, verb, 0, twins.folder)
            )
        except UnknownWordError as error:
            pytest.fail(f"{name}: tests/seen/verbs.py does not say what {error} is given")
    assert verbs().keys() >= NOT_CALLED
    assert len(CALLED) > 200


@pytest.mark.parametrize("login", OUTSIDERS)
def test_nobody_outside_is_told_anything(twins, login, tmp_path):
    faults = []
    for place, (name, verb) in enumerate(CALLED.items(), OUTSIDERS.index(login)):
        for subjects in _asked_about(verb, twins, place):
            bare = _call(verb, _scene(twins.without, subjects[0], login, verb, place, tmp_path))
            for subject in subjects:
                answer = _call(
                    verb, _scene(twins.with_cases, subject, login, verb, place, tmp_path)
                )
                differs = _plain(answer, subject) != _plain(bare, subjects[0])
                if differs and login not in TELLS_MORE.get(name, ()):
                    faults.append((name, subject.level, answer, bare))
                faults += [(name, each) for each in _marks_in(answer, bare, twins, login)]
    assert not faults


def test_who_works_on_the_cases_is_told(own_twins, tmp_path_factory):
    """Else the test above would say nothing: what it calls does tell who may know."""
    telling, subject = set(), own_twins.hidden[2]
    folder = tmp_path_factory.mktemp("files")
    for place, (name, verb) in enumerate(CALLED.items()):
        if name.startswith("services.") and len(_asked_about(verb, own_twins, place)) > 1:
            answer = _call(verb, _scene(own_twins.with_cases, subject, MEMBER, verb, place, folder))
            bare = _call(verb, _scene(own_twins.without, subject, MEMBER, verb, place, folder))
            if any(mark in answer and mark not in bare for mark in subject.marks):
                telling.add(name)
    assert len(telling) > 40, sorted(telling)


def test_one_s_own_rows_of_the_log_do_not_tell_that_something_is_there(twins):
    """Refused is only what is there: of what is not, nothing stands in the log."""
    kinds = ("person", "household", "member", "case", "consultation")
    for login in ("nishio", "shunin"):
        rows = []
        for office in (twins.with_cases, twins.without):
            work = office.work(login)
            for subject in twins.hidden[2:]:
                for kind in kinds:
                    with pytest.raises(NotFoundError):
                        show_record(work, kind, subject.ids[kind])
                with pytest.raises(NotFoundError):
                    case_id_of(work, subject.number)
            page = list_audit(work, AuditFilter(action="refused"))
            about = {subject.ids[kind] for subject in twins.hidden[2:] for kind in kinds}
            rows.append([row for row in page.rows if row.record_id in about])
        assert rows == [[], []]
    seen = list_audit(twins.with_cases.work("kansa"), AuditFilter(action="refused"), limit=None)
    assert {twins.hidden[3].ids["household"], twins.hidden[2].ids["person"]} <= {
        row.record_id for row in seen.rows
    }


def test_the_right_figures_counts_all_and_names_nobody(own_twins):
    """統計作成 counts the hidden cases, masked in files; what lies behind a cell stays closed."""
    period, twins = Period(date(2026, 4, 1), date(2027, 3, 31)), own_twins
    made = [
        run_report(office.work("tokei"), CENTRES, "monthly_counts", period, centre="life_support")
        for office in (twins.with_cases, twins.without)
    ]
    more, fewer = (_cells(each) for each in made)
    differing = {key for key in more if more[key].ids != fewer[key].ids}
    told_more = {len(more[key].ids) - len(fewer[key].ids) for key in differing}
    assert differing
    assert told_more == {4, 2}, "each of the hidden cases, and the two people nobody else knows"
    work = twins.with_cases.work("tokei")
    for key in differing:
        behind = behind_cell(work, more[key])
        assert set(behind.ids) <= set(fewer[key].ids)
        assert "ほかに閲覧制限のある記録" in behind.note
    assert not [mark for mark in _every_mark(twins) if mark in told(made)]
    outside = for_outside(work, made[0])
    assert all(cell.is_masked or not 0 < len(cell.ids) < 5 for cell in _cells(outside).values())
    for login in OUTSIDERS[:-1]:
        both = [
            run_report(office.work(login), CENTRES, "monthly_counts", period)
            for office in (twins.with_cases, twins.without)
        ]
        assert _cells(both[0]) == _cells(both[1]), login


def _cells(made: MadeReport) -> dict[tuple[str, int, int], Cell]:
    return {
        (table.key, row, column): cell
        for table in made.tables
        for row, line in enumerate(table.cells)
        for column, cell in enumerate(line)
    }


def test_windows_and_commands_reach_records_by_verbs_alone():
    """So that what a page or a command shows is what a verb above told it."""
    for layer in ("ui", "cli"):
        for file in sorted((SOURCE / layer).rglob("*.py")):
            used = {
                each.attr
                for each in ast.walk(ast.parse(file.read_text("utf-8")))
                if isinstance(each, ast.Attribute)
            }
            assert not used & {"writing_many", "whole_office"}, file
            assert not re.search(r"store\.(reading|writing)\(", file.read_text("utf-8")), file


def _plain(answer: str, subject: Subject) -> str:
    for mark, word in zip(subject.marks, ("mark", "tel", "tel", "kana", "no", "mail"), strict=True):
        answer = answer.replace(mark, f"<{word}>")
    return without_chance(answer)


def _every_mark(twins: Twins) -> list[str]:
    return [mark for subject in twins.hidden for mark in subject.marks]


def _marks_in(answer: str, bare: str, twins: Twins, login: str) -> list[str]:
    """Return the marks told, beyond what was asked with (which `bare` tells in its own words)."""
    marks = _every_mark(twins)
    if any(mark in bare for mark in marks):
        return []
    if login == "kansa":
        marks = [mark for mark in marks if not mark.startswith("R08")]
    return [mark for mark in marks if mark in answer]


def _asked_about(verb, twins: Twins, place: int) -> list[tuple[Subject, ...]]:
    """Return whom to ask about, those together of whom the other office knows as much.

    Where a verb is not told of anybody, one call asks for all.
    """
    one, two = (
        told(words_for(verb, _scene(twins.with_cases, subject, MEMBER, verb, place, twins.folder)))
        for subject in (twins.hidden[1], twins.hidden[2])
    )
    known = twins.hidden[place % 2 : place % 2 + 1]  # levels 1 and 2 take turns
    return [twins.hidden[:1]] if one == two else [known, twins.hidden[2:]]


def _scene(office: Office, subject: Subject, login: str, verb, place: int, folder) -> Scene:
    """Set one call: kinds of record and papers take turns, so that all are asked for by many."""
    words = inspect.signature(verb).parameters.keys()
    kind, paper = "case", None
    if words & {"ask", "table", "question", "questions"}:
        kinds = [each.kind for each in countable_kinds() if each.kind in subject.ids]
        kind = kinds[place % len(kinds)]
    elif words & {"kind", "record_kind", "cell", "model"}:
        kinds = sorted(kind for kind in subject.ids if kind in KINDS)
        kind = kinds[place % len(kinds)]
    if words & {"paper", "paper_key"}:
        is_list = verb.__name__.endswith("_list")
        papers = [each for each in PAPERS.values() if (each.key in LISTS) == is_list]
        paper = papers[place % len(papers)]
        kind = paper.kinds[0] if paper.kinds else "case"
    return Scene(office.work(login), office.opened, subject, kind, folder, None, paper)


def _call(verb, scene: Scene) -> str:
    try:
        if "session" not in inspect.signature(verb).parameters:
            answer = told(verb(**words_for(verb, scene)))
        else:
            with scene.work.store.reading(scene.work.actor) as session:
                answer = told(verb(**words_for(verb, replace(scene, session=session))))
    except SoudanError as error:
        answer = f"{type(error).__name__}: {error}"
    except (AttributeError, LookupError, StatementError, NoResultFound) as error:
        if f"{verb.__module__.removeprefix('soudan_desk.')}.{verb.__name__}" not in BREAKS:
            raise
        answer = type(error).__name__
    for file in scene.folder.iterdir():
        if file.is_file():
            answer += told(file.read_bytes())
            file.unlink()
    return answer
