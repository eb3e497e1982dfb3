"""What saving a form means: where it is filed, which verb, and what is kept meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from soudan_desk.fields import Field, answer_to_json
from soudan_desk.fields.checks import is_blank
from soudan_desk.services.answers import is_untold_table
from soudan_desk.services.reading import Reading
from soudan_desk.services.records import Saved
from soudan_desk.ui.pages.case_acts import RecordActs

FILED_KEYS = frozenset({"person_id", "case_id", "centre", "household_id", "consultation_id"})
"""Questions that the case answers, so that no form of its page asks them."""


_FILED_OF = {"appointment": frozenset({"conference_id", "consultation_id"})}
"""What is not asked of a kind whose forms are filled in outside a case too."""


def asked_keys(kind: str, fields: Mapping[str, Field], answers: Mapping[str, Any]) -> list[str]:
    """Return the questions a form of the case's page asks; of a member also who that is.

    A table that is not told is not asked for either: it stays as it is stored.
    """
    filed = _FILED_OF.get(kind, FILED_KEYS)
    asked = [
        key
        for key, field in fields.items()
        if key not in filed and not is_untold_table(field, answers.get(key))
    ]
    if kind == "member":
        asked.insert(asked.index("relation"), "person_id")
    return asked


class Stage(StrEnum):
    """What saving the form means."""

    NEW = "new"
    DRAFT = "draft"
    AMEND = "amend"
    PLAIN = "plain"


STAGE_WORDS = {
    Stage.NEW: ("確定する", "下書きのまま閉じる", "finalise", "捨てる"),
    Stage.DRAFT: ("確定する", "下書きのまま閉じる", "finalise", "取り消す"),
    Stage.AMEND: ("訂正を確定する", "やめる", "amend", ""),
    Stage.PLAIN: ("保存する", "やめる", "save", ""),
}
"""By stage: what finishing, leaving and undoing are called; third the verb of finishing."""


_GOES_UP = {"circulate": "確定して供覧へ", "approve": "確定して決裁へ"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What is being written: `form` names its unsaved row, `answers` are those it began with."""

    kind: str
    stage: Stage
    form: str
    answers: Mapping[str, Any]
    centre: str
    case_id: UUID | None = None
    record_id: UUID | None = None
    lock_version: int = 0


def stage_of(acts: RecordActs, reading: Reading) -> Stage:
    """Return what saving a stored record's form means."""
    if not acts.is_evidence(reading.kind):
        return Stage.PLAIN
    return Stage.DRAFT if reading.state == "draft" else Stage.AMEND


def stage_words(opened: Opened, acts: RecordActs) -> tuple[str, str, str, str]:
    """Return what a form's acts are called; finishing says where the record goes from there."""
    go, leave, verb, away = STAGE_WORDS[opened.stage]
    if opened.stage in (Stage.NEW, Stage.DRAFT):
        go = _GOES_UP.get(acts.mode_once_final(opened.kind, opened.centre), go)
    return go, leave, verb, away


def saved_words(acts: RecordActs, saved: Saved) -> str:
    """Return what the foot of the window says when a record was saved."""
    if saved.state == "draft":
        return "下書きを保存しました。"
    words = {"final": "確定しました", "void": "取り消しました"}
    act = words[saved.state] if acts.is_evidence(saved.kind) else "保存しました"
    return f"{acts.label(saved.kind)}を{act}。"


class Saving:
    """The verbs of one opened form; `lock_version` is that of the record it stands on."""

    def __init__(self, opened: Opened, acts: RecordActs) -> None:
        self._opened, self._acts = opened, acts
        self._fields = {field.key: field for field in acts.fields(opened.kind)}
        self.lock_version = opened.lock_version

    def as_draft(self, answers: Mapping[str, Any]) -> Saved:
        """Save without finalising; records that are no evidence are in force at once."""
        opened = self._opened
        if opened.record_id is None:
            return self._acts.add(opened.kind, self._filed(answers), form=opened.form)
        return self._acts.save(
            opened.kind,
            opened.record_id,
            answers,
            lock_version=self.lock_version,
            form=opened.form,
        )

    def as_final(self, answers: Mapping[str, Any]) -> Saved:
        """Save and finalise."""
        opened = self._opened
        if opened.record_id is None:
            filed = self._filed(answers)
            return self._acts.add(opened.kind, filed, finalise=True, form=opened.form)
        self._acts.check(opened.kind, {**opened.answers, **answers})
        self.lock_version = self.as_draft(answers).lock_version
        return self._acts.finalise(opened.kind, opened.record_id, self.lock_version)

    def amended(self, reason: str, answers: Mapping[str, Any]) -> Saved:
        """Write a new version."""
        opened = self._opened
        assert opened.record_id is not None
        return self._acts.amend(
            opened.kind,
            opened.record_id,
            answers,
            reason=reason,
            lock_version=self.lock_version,
            form=opened.form,
        )

    def is_later(self, answers: Mapping[str, Any]) -> bool:
        """Whether all that changed comes after the record was final, such as a day of consent."""
        return self._acts.later_keys(self._opened.kind).issuperset(self._changed(answers))

    def as_noted(self, answers: Mapping[str, Any]) -> Saved:
        """Save what comes later on a final record, which stays the version it is."""
        return self.as_draft(self._changed(answers))

    def _changed(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        begun = self._opened.answers
        return {key: each for key, each in answers.items() if plain(each) != plain(begun.get(key))}

    def void(self, reason: str) -> Saved:
        """Take the record out of use."""
        opened = self._opened
        assert opened.record_id is not None
        saved = self._acts.void(opened.kind, opened.record_id, reason, self.lock_version)
        self.drop()
        return saved

    def keep(self, kept: Mapping[str, Any], title: str) -> None:
        """Keep what is typed, with what it stands on."""
        opened = self._opened
        begun = {key: answer for key, answer in opened.answers.items() if key in self._fields}
        given = {key: answer_to_json(self._fields[key], answer) for key, answer in begun.items()}
        extra = {"given": given} if opened.stage is Stage.NEW else {}
        self._acts.keep(
            opened.form,
            {**kept, **extra, "lock_version": self.lock_version},
            title=title,
            case_id=opened.case_id,
            record_id=opened.record_id,
        )

    def drop(self) -> None:
        """Throw away what was kept."""
        self._acts.drop(self._opened.form)

    def _filed(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        opened = self._opened
        filing = {
            "case_id": opened.case_id,
            "centre": opened.centre,
            "person_id": opened.answers.get("person_id"),
            "household_id": opened.answers.get("household_id"),
        }
        known = {key: value for key, value in filing.items() if key in self._fields and value}
        return {**known, **answers}


def plain(answer: Any) -> Any:
    """Return an answer to compare: an open box says as little as none."""
    return None if is_blank(answer) or answer is False else answer
