"""How the lines of a case's timeline look, by the kind of record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from soudan_desk.codes import CodeBook
from soudan_desk.services.timeline import Entry
from soudan_desk.services.unsaved import Kept
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.case_looks import DRAFT_CHIP, UNSAVED_CHIP, dated, method_icon
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.timeline import TimelineEntry


def look_of(entry: Entry, codes: CodeBook, centre: str, today: date) -> TimelineEntry:
    """Return how an entry looks."""
    if entry.kind in _STEPS:
        look = _step_look(entry, codes, centre)
    else:
        look = _LOOKS.get(entry.kind, _other_look)(entry, codes, centre)
    at = f"{entry.at:%H:%M}" if entry.at else ""
    return _with_state(replace(look, day=dated(entry.on, today), time=at), entry)


def _with_state(look: TimelineEntry, entry: Entry) -> TimelineEntry:
    if entry.state == "draft":
        return replace(look, chip=DRAFT_CHIP)
    if entry.state == "void":
        return replace(look, state="取消", state_icon=Icon.EXCLUDED, state_role=Role.MUTED)
    if entry.review in _REVIEWS:
        words, icon, role = _REVIEWS[entry.review]
        return replace(look, state=words, state_icon=icon, state_role=role)
    if entry.version > 1 and entry.kind == "consultation":
        words = f"訂正 {entry.version}版"
        return replace(look, state=words, state_icon=Icon.HISTORY, state_role=Role.MUTED)
    return look


def _consultation_look(entry: Entry, codes: CodeBook, centre: str) -> TimelineEntry:
    found = codes.find("consultation.method", entry.what, centre=centre)
    with_whom = [codes.label("consultation.counterpart", code) for code in entry.with_whom]
    return TimelineEntry(
        day="",
        kind=found.brief if found else "記録",
        line=entry.line,
        icon=method_icon(entry.what),
        who="・".join(with_whom) or entry.who,
    )


def _referral_look(entry: Entry, codes: CodeBook, centre: str) -> TimelineEntry:
    agency, _, rest = entry.line.partition(" ")
    kind = "つなぎ" if entry.what == "out" else "つなぎを受けた"
    return TimelineEntry(day="", kind=kind, who=agency, line=rest, icon=Icon.SEND, role=Role.ACCENT)


def _consent_look(entry: Entry, codes: CodeBook, centre: str) -> TimelineEntry:
    found = codes.find("consent.type", entry.what)
    return TimelineEntry(
        day="",
        kind="同意",
        who=found.brief if found else entry.what,
        line=entry.line or (found.label if found else ""),
        icon=Icon.CONSENT,
        role=Role.OK,
    )


def _disclosure_look(entry: Entry, codes: CodeBook, centre: str) -> TimelineEntry:
    return TimelineEntry(day="", kind="書類の提供", line=entry.line, icon=Icon.DOCUMENT)


def _other_look(entry: Entry, codes: CodeBook, centre: str) -> TimelineEntry:
    return TimelineEntry(day="", kind=entry.what, line=entry.line, icon=Icon.DOCUMENT)


def unsaved_look(kept: Kept | None, today: date) -> TimelineEntry:
    """Return how a record looks that was begun and never saved."""
    local = kept.kept_at.astimezone() if kept else None
    return TimelineEntry(
        day=dated(local.date(), today) if local else "",
        time=f"{local:%H:%M}" if local else "",
        kind="新しい記録",
        line=kept.title if kept else "",
        icon=Icon.EDIT,
        role=Role.INFO,
        chip=UNSAVED_CHIP,
    )


_REVIEWS = {
    "returned": ("差し戻し", Icon.UNDO, Role.DANGER),
    "done": ("済", Icon.CHECK, Role.OK),
}
_LOOKS: Mapping[str, Callable[[Entry, CodeBook, str], TimelineEntry]] = {
    "consultation": _consultation_look,
    "referral": _referral_look,
    "consent": _consent_look,
    "disclosure": _disclosure_look,
}
_STEPS: Mapping[str, tuple[str, Icon, str, str]] = {
    "screening": ("スクリーニング", Icon.ASSESSMENT, "screening.result", ""),
    "assessment": ("アセスメント", Icon.ASSESSMENT, "", ""),
    "rights_assessment": ("アセスメント", Icon.ASSESSMENT, "", ""),
    "disability_assessment": ("アセスメント", Icon.ASSESSMENT, "", ""),
    "plan": ("プラン", Icon.DOCUMENT, "plan.kind", ""),
    "agenda_item": ("会議", Icon.CONFERENCES, "conference.kind", "agenda.conclusion"),
    "monitoring": ("モニタリング", Icon.MONITORING, "monitoring.method", ""),
    "evaluation": ("評価", Icon.MONITORING, "evaluation.outcome", ""),
    "milestone": ("手続き", Icon.DONE, "milestone", ""),
}
"""Words and icon of the steps of a case, and the option lists of what they say."""


def _step_look(entry: Entry, codes: CodeBook, centre: str) -> TimelineEntry:
    kind, icon, named_by, more_by = _STEPS[entry.kind]
    found = codes.find(named_by, entry.what, centre=centre) if named_by else None
    if entry.kind == "plan":
        return _plan_look(entry, found.brief if found else kind)
    ends = [codes.label(more_by, code, centre=centre) for code in entry.with_whom if more_by]
    return TimelineEntry(
        day="",
        kind=kind,
        who=found.brief if found else entry.who,
        line="　".join([*ends, entry.line] if entry.line else ends),
        icon=icon,
        role=Role.INFO,
    )


def _plan_look(entry: Entry, kind: str) -> TimelineEntry:
    number = "".join(f"第{which}回" for which in entry.with_whom)
    return TimelineEntry(
        day="", kind=kind, who=number, line=entry.line, icon=Icon.DOCUMENT, role=Role.INFO
    )
