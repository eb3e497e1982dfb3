"""Every verb there is, found by walking the code, and what each is called with."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from office_fixtures import PASSWORD, TODAY
from question_samples import KINDS
from soudan_desk.centres import CENTRES
from soudan_desk.centres.life_support.reports import MONTHLY_COUNTS
from soudan_desk.papers.paper import Paper
from soudan_desk.reports.cross_table import CrossTable
from soudan_desk.reports.line_table import Line, LineTable
from soudan_desk.reports.period import Period
from soudan_desk.reports.table import Cell
from soudan_desk.services.appointment_times import Span
from soudan_desk.services.audit_log import AuditFilter
from soudan_desk.services.case_lists import CaseFilter
from soudan_desk.services.disclosure_lists import DisclosureFilter
from soudan_desk.services.due_judging import Cut
from soudan_desk.services.figure_questions import countable
from soudan_desk.services.figures import Ask
from soudan_desk.services.handover_lists import About
from soudan_desk.services.intake import Received
from soudan_desk.services.likely_persons import Typed
from soudan_desk.services.moves import Wanted
from soudan_desk.services.people import PeopleFilter
from soudan_desk.services.referral_lists import ReferralFilter
from soudan_desk.services.requests import RequestFilter
from soudan_desk.services.work import Work
from soudan_desk.storage.opened_office import OpenedOffice
from twin_offices import Subject


@dataclass(frozen=True)
class Scene:
    """Who calls, about what, and where files may go."""

    work: Work
    office: OpenedOffice
    subject: Subject
    kind: str
    folder: Path
    session: Session | None = None
    paper: Paper | None = None

    @property
    def record_id(self) -> UUID:
        """The subject's record of the kind."""
        return self.subject.ids[self.kind]


def verbs() -> dict[str, Callable[..., Any]]:
    """Return every public function of services, reports and desk that takes a `Work`."""
    found = {}
    for layer in ("services", "reports", "desk"):
        package = importlib.import_module(f"soudan_desk.{layer}")
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".demo" in info.name:
                continue
            module = importlib.import_module(info.name)
            for name, each in vars(module).items():
                if _is_verb(module, name, each):
                    found[f"{info.name.removeprefix('soudan_desk.')}.{name}"] = each
    return found


def _is_verb(module: Any, name: str, each: Any) -> bool:
    if name.startswith("_") or getattr(each, "__module__", "") != module.__name__:
        return False
    made = each.__init__ if inspect.isclass(each) else each
    if not inspect.isfunction(made):
        return False
    return any(str(one.annotation) == "Work" for one in inspect.signature(made).parameters.values())


RECORDS = frozenset({"Record", *(model.__name__ for model in KINDS.values())})


def takes_a_record(verb: Callable[..., Any]) -> bool:
    """Whether a verb is handed a record that another verb has fetched within its scope."""
    words = inspect.signature(verb).parameters.values()
    return any(str(each.annotation).removesuffix(" | None") in RECORDS for each in words)


def _question(scene: Scene) -> str:
    return countable(scene.kind).questions[0].key


def _ids(*kinds: str) -> Callable[[Scene], list[UUID]]:
    return lambda scene: [scene.subject.ids[kind] for kind in kinds]


def _id(kind: str) -> Callable[[Scene], UUID]:
    return lambda scene: scene.subject.ids[kind]


def _same(value: Any) -> Callable[[Scene], Any]:
    return lambda _: value


WHY = "名簿の確認のため"
FIRST, LAST = TODAY - timedelta(days=60), TODAY + timedelta(days=60)

WORDS: dict[str, Callable[[Scene], Any]] = (
    {
        "work": lambda scene: scene.work,
        "session": lambda scene: scene.session,
        "office": lambda scene: scene.office,
        "kind": lambda scene: scene.kind,
        "record_kind": lambda scene: scene.kind,
        "paper": lambda scene: scene.paper,
        "paper_key": lambda scene: scene.paper.key if scene.paper else "",
        "record_id": lambda scene: scene.record_id,
        "case_ids": _ids("case"),
        "person_ids": _ids("person"),
        "note_ids": _ids("handover_note"),
        "item_ids": _ids("agenda_item"),
        "only_ids": _ids("case"),
        "transfer_ids": _ids("case_transfer"),
        "ids": lambda scene: [scene.record_id],
        "note_id": _id("handover_note"),
        "item_id": _id("agenda_item"),
        "block_id": _id("case"),
        "access_id": _id("emergency_access"),
        "about": lambda scene: About(kind="case", id=scene.subject.ids["case"]),
        "except_id": _same(None),
        "kept_id": _id("person"),
        "merged_id": _id("person"),
        "merge_id": _id("person"),
        "batch_id": _id("case"),
        "hold_id": _id("legal_hold"),
        "basis": _same("文書規程 第12条"),
        "by": _same(LAST),
        "closed_on": _same(FIRST),
        "request_id": _id("disclosure_request"),
        "record": lambda scene: f"consultation:{scene.subject.ids['consultation']}",
        "section": _same("相談"),
        "ground": _same("harm"),
        "view_id": _id("case"),
        "table_id": _id("case"),
        "town_id": _id("case"),
        "rule_id": _id("case"),
        "staff_id": lambda scene: scene.work.actor.staff_id,
        "worker_ids": _same(None),
        "staff_ids": _same(None),
        "case_no": lambda scene: scene.subject.number,
        "words": lambda scene: scene.subject.mark,
        "query": lambda scene: scene.subject.mark,
        "caller": lambda scene: scene.subject.mark,
        "telephone": lambda scene: scene.subject.marks[1],
        "typed": lambda scene: Typed(
            name=f"{scene.subject.mark}の氏名",
            kana=scene.subject.marks[3],
            telephone=scene.subject.marks[1],
        ),
        "answers": lambda scene: {"case_id": scene.subject.ids["case"]},
        "given": lambda scene: {"case_id": str(scene.subject.ids["case"])},
        "objects": lambda scene: [{"case_id": str(scene.subject.ids["case"])}],
        "received": lambda scene: Received(
            consultation={"centre": "life_support", "method": "phone", "held_on": TODAY},
            person_id=scene.subject.ids["person"],
            case_id=scene.subject.ids["case"],
        ),
        "narrowed": _same(None),  # by annotation
        "reason": _same(WHY),
        "letters": _same("A" * 40),
        "comment": _same(WHY),
        "on": _same(TODAY),
        "decided_on": _same(TODAY),
        "since": _same(date(2026, 1, 1)),
        "first": _same(FIRST),
        "last": _same(LAST),
        "period": _same(Period(date(2026, 4, 1), date(2027, 3, 31))),
        "span": _same(Span(TODAY)),
        "cut": _same(Cut(50, (-1, 0))),
        "centre": _same("life_support"),
        "number": _same(1),
        "level": _same(0),
        "role": _same("sub"),
        "to": _same("closed"),
        "send_method": _same("post"),
        "which": _same("waiting"),
        "meeting_kind": _same("support_adjustment"),
        "rows": _same([]),
        "wanted": lambda scene: [Wanted(scene.subject.number, "closed", WHY)],
        "hits": _same(1),
        "what": _same("case"),
        "field": _same("body"),
        "form": lambda scene: f"case:{scene.subject.ids['case']}",
        "page": _same("cases"),
        "name": _same("見本の一覧"),
        "view": _same({}),
        "login": _same("daremo"),
        "label": _same("見本"),
        "list_name": _same("consultation.topic"),
        "key": _same("monthly_counts"),
        "text": lambda scene: "定型文 {氏名} {ケース番号}",
        "deliver": _same(lambda content: None),
        "target": lambda scene: scene.folder / "out.csv",
        "password": _same(PASSWORD),
        "proposals": _same([]),
        "records": lambda scene: [(scene.kind, scene.record_id)],
        "act": _same("見る"),
        "sentence": _same("見られません。"),
        "path": lambda scene: scene.folder,
        "remark": _same(""),
        "sha256": _same("0" * 64),
        "state": _same(None),
        "worker": _same(None),
        "action": _same("log_out"),
        "file_name": _same("見本.csv"),
        "person_keys": _same(frozenset({"name"})),
        "locks": _same({}),
        "services": _same([]),
        "process_key": _same("consultation"),
        "_work": lambda scene: scene.work,
        "how": _same("csv"),
        "source": _same(b"abc"),
        "question": _question,
        "questions": lambda scene: countable(scene.kind).questions[:3],
        "to_dir": lambda scene: scene.folder,
    }
    | {
        f"{kind}_id": _id(kind)
        for kind in (
            "case",
            "person",
            "plan",
            "conference",
            "appointment",
            "referral",
            "review",
            "consultation",
            "consent",
            "agency",
            "attachment",
            "deputy",
            "phrase",
        )
    }
)
"""What a parameter of this name is given."""

BY_ANNOTATION: dict[str, Callable[[Scene], Any]] = {
    "CaseFilter": _same(CaseFilter()),
    "CaseFilter | None": _same(CaseFilter()),
    "PeopleFilter": _same(PeopleFilter()),
    "ReferralFilter": _same(ReferralFilter()),
    "ReferralFilter | None": _same(ReferralFilter()),
    "RequestFilter": _same(RequestFilter()),
    "RequestFilter | None": _same(RequestFilter()),
    "AuditFilter": _same(AuditFilter()),
    "DisclosureFilter": _same(DisclosureFilter()),
    "Centres": _same(CENTRES),
    "Sequence[str]": _same([]),
    "Iterable[UsualRoute]": _same([]),
    "Mapping[str, Sequence[Row]]": _same({}),
    "Collection[str]": _same(sorted(CENTRES)),
    "CrossTable": lambda scene: CrossTable(
        kind=scene.kind, row=_question(scene), units=("records", "people")
    ),
    "LineTable": lambda scene: LineTable(
        key="x", title="", lines=(Line(key="x", label="", kind=scene.kind),)
    ),
    "Report": lambda scene: MONTHLY_COUNTS,
    "Cell": lambda scene: Cell(scene.kind, (scene.record_id,)),
    "type[Record]": lambda scene: KINDS[scene.kind],
    "Iterable[About]": lambda scene: [(scene.subject.ids["case"], scene.subject.ids["person"])],
    "Ask": lambda scene: Ask(scene.kind, date(2000, 1, 1), date(2100, 1, 1), "life_support"),
}
"""What a parameter of this type is given, whatever its name."""


ALSO_GIVEN: dict[str, dict[str, Callable[[Scene], Any]]] = {
    "desk.exporting.export_records": {"plain": _same(True), "reason": _same(WHY)},
    "services.transfers.propose_transfer": {
        "answers": lambda scene: {
            "to_staff_id": scene.work.actor.staff_id,
            "transfer_on": TODAY,
            "reason": WHY,
        },
    },
    "desk.printing.preview_paper": {
        "answers": lambda scene: {
            key: scene.subject.ids[kind] for key, kind in (("case_id", "case"), ("plan_id", "plan"))
        },
    },
}
"""What a verb is given that it need not be given."""


def words_for(verb: Callable[..., Any], scene: Scene) -> dict[str, Any]:
    """Return what a verb is called with: it is told of the subject wherever it can be."""
    name_of_verb = f"{verb.__module__.removeprefix('soudan_desk.')}.{verb.__name__}"
    given = {key: word(scene) for key, word in ALSO_GIVEN.get(name_of_verb, {}).items()}
    for name, each in inspect.signature(verb).parameters.items():
        needed = each.default is inspect.Parameter.empty
        if each.kind in {each.VAR_KEYWORD, each.VAR_POSITIONAL}:
            continue
        if needed or tells_which(name):
            given[name] = _value(name, str(each.annotation), scene)
    return given


def tells_which(name: str) -> bool:
    """Whether a parameter of this name says which record is meant."""
    return name.endswith("_id") or name in {"case_no", "about"}


def _value(name: str, annotation: str, scene: Scene) -> Any:
    if annotation in BY_ANNOTATION:
        return BY_ANNOTATION[annotation](scene)
    if name not in WORDS and annotation.endswith("| None"):
        return None
    if name not in WORDS:
        raise UnknownWordError(f"{name}: {annotation}")
    return WORDS[name](scene)


class UnknownWordError(Exception):
    """Nobody has said what a parameter of this name is given."""


HANDED = {
    *("desk.audit_paper.write_audit_list", "desk.audit_words.audit_line"),
    *("desk.disclosure_paper.disclosure_words", "desk.disclosure_paper.write_register"),
    "services.disclosure_lists.leaving_lines",
    *("desk.disposal_paper.candidate_words", "desk.disposal_paper.disposal_words"),
    *("desk.exporting.export_rows", "desk.import_cells.CellReader", "desk.paper_facts.Facts"),
    "desk.paper_handover.sheet_paper",
    *("desk.paper_tables.shown_cases", "desk.report_files.for_outside"),
    *("desk.report_files.report_bytes", "desk.report_files.send_report"),
    *("services.codes_admin.change_option", "services.disclosures.record_disclosure"),
    *("services.exports.note_export", "services.exports.register_table"),
    "services.hit_people.around_hits",
    *("services.list_masks.masks_leaving", "services.list_masks.masks_of_cases"),
    *("services.list_masks.masks_of_people", "services.audit_months.note_paper"),
    *("services.looking.note_listed", "services.saved_tables.keep_table"),
    *("services.settings.save_setting", "services.erasure.require_over"),
    "services.erasure.vouched",
    *("services.stopped_sharing.require_none_told", "services.stopped_sharing.tellable_rows"),
    "services.stopped_sharing.require_not_stopped",
}
"""What is handed what it shows, or hides, by a verb that is called."""

OF_THE_FILE = {
    *("desk.audit_paper.begin_audit_with_sheet", "desk.recovery_paper.write_recovery_sheet"),
    *("services.audit_sheets.begin_audit", "services.copies.back_up"),
    *(
        "services.older_copies.enter_restore",
        "services.copies.keep_copy",
        "services.drill.run_drill",
    ),
    *("services.copies.keep_due", "services.copies.prove_kept", "services.drill.finish_drill"),
    "services.copies.damaged_attachments",
    *("services.copy_places.add_place", "services.copy_places.change_place"),
    *("services.copy_places.drop_place", "services.copy_standing.copy_standing"),
    *("services.copy_standing.is_drill_due", "services.copy_standing.keep_before"),
    *("services.older_copies.confirm_older", "services.weekly.check_weekly"),
    "services.weekly.check_if_due",
    *("services.staff.add_staff", "services.staff.admit", "services.staff.reset_staff"),
    *("services.staff.disable_staff", "services.staff.change_own_password"),
}
"""What handles the file as a whole, its copies, keys and passwords, and no record of casework."""

BY_DESIGN = {
    "services.emergencies.open_in_emergency": "緊急閲覧 opens what is hidden (test_restricting.py)",
    "desk.importing.import_file": "the command is tried (test_hidden_cases.py)",
}
"""What is called elsewhere, and where."""
