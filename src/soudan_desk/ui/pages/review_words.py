"""What 供覧・決裁 says of a review: its line, its head, its stamps, what happened to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from soudan_desk.japanese.eras import era_year, wareki
from soudan_desk.services.review_counts import Forgotten
from soudan_desk.services.review_lists import ReviewRow
from soudan_desk.services.review_reading import Event, ReviewDesk
from soudan_desk.services.review_stamps import Stamp
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.case_looks import day_text
from soudan_desk.ui.pages.review_desk import MINE, ReviewActs
from soudan_desk.ui.pages.review_queue import QueueLine
from soudan_desk.ui.pages.review_reading import ReadingHead, ShownPart
from soudan_desk.ui.pages.review_side import SideLine
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.painting import ChipLook
from soudan_desk.ui.widgets.stamps import StampLook

ANONYMOUS = "（名前なし）"
_KIND_ICONS = {
    "consultation": Icon.INTERVIEW,
    "intake": Icon.INBOX,
    "rights_intake": Icon.INBOX,
    "assessment": Icon.ASSESSMENT,
    "rights_assessment": Icon.ASSESSMENT,
    "disability_assessment": Icon.ASSESSMENT,
    "monitoring": Icon.MONITORING,
    "evaluation": Icon.MONITORING,
    "conference": Icon.CONFERENCES,
    "referral": Icon.REFERRALS,
}
_APPOINTMENT_ICONS = {"visit": Icon.VISIT, "interview": Icon.INTERVIEW}
_STATES = {
    "waiting": ("回っています", Icon.ACTIVE, Role.ACCENT),
    "returned": ("差し戻されました", Icon.UNDO, Role.DANGER),
    "done": ("済み", Icon.CHECK, Role.OK),
    "withdrawn": ("取り下げました", Icon.EXCLUDED, Role.MUTED),
}
_EVENTS = {
    "created": ("が記録", Icon.EDIT, Role.MUTED),
    "amended": ("が訂正", Icon.EDIT, Role.MUTED),
    "submitted": ("が提出", Icon.SEND, Role.MUTED),
    "resubmitted": ("が再提出", Icon.REFRESH, Role.INFO),
    "viewed": ("が供覧", Icon.REVIEW, Role.OK),
    "approved": ("が承認", Icon.REVIEW, Role.OK),
    "returned": ("が差し戻し", Icon.UNDO, Role.DANGER),
    "delegated": ("が代決", Icon.REVIEW, Role.OK),
    "read_after": ("が後閲", Icon.SHOW, Role.OK),
    "remarked": ("のひとこと", Icon.INTERVIEW, Role.MUTED),
    "withdrawn": ("が取り下げ", Icon.EXCLUDED, Role.MUTED),
}
_LEADING = {"急ぎ", "いつ・どのように", "相談"}
"""Sections whose facts one wants to know before the text, where a record has them."""
_ALERTS = (
    (("超過", "過ぎ"), Icon.LATE, Role.DANGER),
    (("支援措置", "秘匿"), Icon.PROTECTED, Role.DANGER),
    (("会議",), Icon.CONFERENCES, Role.MUTED),
)


def queue_line(row: ReviewRow, acts: ReviewActs, which: str) -> QueueLine:
    """Return a review as a line of the queue."""
    mark, icon, role = _mark_of(row, which)
    return QueueLine(
        key=row.id,
        icon=_KIND_ICONS.get(row.kind, Icon.DOCUMENT),
        name=called(row),
        kind=kind_words(row, acts),
        day=short_day(row.on or row.submitted_on),
        who="" if which == MINE else family_name(row.author),
        line=row.title if row.person and row.kind != "consultation" else "",
        mark=mark,
        mark_icon=icon,
        mark_role=role,
    )


def forgotten_line(found: Forgotten) -> QueueLine:
    """Return an appointment nobody has written of as a line of the queue."""
    return QueueLine(
        key=found.appointment_id,
        icon=_APPOINTMENT_ICONS.get(found.kind, Icon.CALENDAR),
        name=found.person or found.title or ANONYMOUS,
        kind="予定",
        day=short_day(found.on),
        who=family_name(found.staff),
        mark="記録がありません",
        mark_icon=Icon.MISSING,
        mark_role=Role.WARNING,
    )


def _mark_of(row: ReviewRow, which: str) -> tuple[str, Icon | None, Role]:
    if row.turn == "read_after":
        return "後閲", Icon.SHOW, Role.INFO
    if which == MINE or row.state != "waiting":
        words, icon, role = _STATES[row.state]
        days = f" {row.waited_days}日目" if row.state == "waiting" and row.waited_days else ""
        return words + days, icon, role
    instead = "代決" if row.turn == "instead" else ""
    if row.is_late:
        return f"{instead}　{row.waited_days}日待っています".strip(), Icon.LATE, Role.DANGER
    if instead:
        return instead, Icon.REVIEW, Role.INFO
    if row.resubmitted:
        return "直して再提出", Icon.REFRESH, Role.INFO
    return "", None, Role.MUTED


def called(row: ReviewRow) -> str:
    """Name a record by whom it is about; a meeting by its title."""
    return row.person or (row.title if row.kind != "consultation" else "") or ANONYMOUS


def kind_words(row: ReviewRow, acts: ReviewActs) -> str:
    """Name the kind in few words; a consultation by its method."""
    if row.kind == "consultation" and row.title:
        return row.title
    found = acts.codes.find("review.kind", row.kind)
    return found.brief if found else row.kind


def head_of(desk: ReviewDesk, acts: ReviewActs) -> ReadingHead:
    """Return what stands above the record."""
    row = desk.row
    icon = _KIND_ICONS.get(row.kind, Icon.DOCUMENT)
    handed = [event for event in desk.events if event.what in ("submitted", "resubmitted")]
    last = max(handed, key=lambda event: event.at, default=None)
    words = "再提出" if last and last.what == "resubmitted" else "提出"
    day = f"{row.on.month}月{row.on.day}日{day_text(row.on)[-3:]}" if row.on else ""
    return ReadingHead(
        name=called(row),
        case_no=row.case_no,
        chip=ChipLook(kind_words(row, acts), Role.MUTED, icon),
        facts="　".join(part for part in (day, f"担当 {row.author}") if part),
        version=f"第{desk.version}版" if desk.version > 1 else "",
        handed_in=f"{when(last.at, acts.today)} {words}" if last else "",
        notice=_notice(desk, acts),
    )


def _notice(desk: ReviewDesk, acts: ReviewActs) -> str:
    if desk.returned is None or desk.row.state in ("done", "withdrawn"):
        return ""
    back = desk.returned
    who = "あなた" if back.who == acts.name else family_name(back.who)
    return f"{short_day(back.on)} {who}の差し戻し：{back.comment}"


def shown_parts(desk: ReviewDesk, long_keys: frozenset[str]) -> list[ShownPart]:
    """Return the answers as they are set: facts in a row, texts below; the head's day only once."""
    told = wareki(desk.row.on) if desk.row.on else ""
    leads = _LEADING & {part.section for part in desk.parts}
    return [
        ShownPart(
            part.label,
            part.old,
            part.new,
            is_text=part.key in long_keys,
            is_lead=not leads or part.section in leads,
        )
        for part in desk.parts
        if part.changed or part.new != told
    ]


def stamp_look(stamp: Stamp, acts: ReviewActs) -> StampLook:
    """Return a cell of the 押印欄."""
    title = stamp.title
    if not stamp.action:
        return StampLook(title, family_name(stamp.name), yours=stamp.mine)
    day = f"{era_year(stamp.on)[1]}.{stamp.on.month}.{stamp.on.day}" if stamp.on else ""
    act = acts.codes.label("review.action", stamp.action)
    return StampLook(title, family_name(stamp.name), day, _ON_STAMPS.get(stamp.action, act))


_ON_STAMPS = {"submitted": "提出", "resubmitted": "提出", "returned": "差戻"}


def event_lines(events: Iterable[Event], acts: ReviewActs) -> list[SideLine]:
    """Return what happened, the latest first."""
    found = sorted(events, key=lambda event: event.at, reverse=True)
    return [_event_line(event, acts) for event in found]


def _event_line(event: Event, acts: ReviewActs) -> SideLine:
    words, icon, role = _EVENTS.get(event.what, ("", Icon.DOCUMENT, Role.MUTED))
    is_me = event.who == acts.name
    who = "あなた" if is_me else family_name(event.who)
    at = event.at.astimezone()
    text = f"{who}{words}" if is_me else f"{who} {words}"
    comment = f"「{event.comment}」" if event.comment else ""
    return SideLine(icon, role, text, f"{day_text(at.date())} {at:%H:%M}", comment)


def alert_line(words: str) -> SideLine:
    """Return a warning about the case with the icon of what it speaks of."""
    for marks, icon, role in _ALERTS:
        if any(mark in words for mark in marks):
            tone = Role.DANGER if icon is Icon.LATE else Role.TEXT
            return SideLine(icon, role, words, tone=tone)
    return SideLine(Icon.DUE, Role.MUTED, words)


def take_words(desk: ReviewDesk) -> str:
    """Name what A does: 承認 or 供覧, or reading after what went on without one."""
    if "take_step" not in desk.may and "read_after" in desk.may:
        return "後閲"
    if desk.instead_of:
        return "代決"
    return "承認" if desk.row.mode == "approve" else "供覧"


def why_not(desk: ReviewDesk, acts: ReviewActs) -> str:
    """Say why the record cannot be stamped here now."""
    row, word = desk.row, take_words(desk)
    if row.state == "done":
        return "供覧・決裁は済んでいます。"
    if row.state == "withdrawn":
        return "取り下げられた記録です。"
    if row.author_id == acts.staff_id:
        back = "直してから「出し直す」を押してください。" if row.state == "returned" else ""
        return back or f"自分が書いた記録です。{word}は、順路のほかの人が行います。"
    if row.state == "returned":
        return f"{row.author}さんに差し戻されています。直して出し直されると、また読めます。"
    if not acts.may_act:
        return f"いまは読むだけです。{word}はできません。"
    open_stages = [stamp.title for stamp in desk.stamps if not stamp.action]
    turn = f"いまは「{open_stages[0]}」の番です。" if open_stages else ""
    return f"{turn}{word}は、順番の人が行います。"


def short_day(day: date) -> str:
    """Write a day as 11/9."""
    return f"{day.month}/{day.day}"


def when(at: datetime, today: date) -> str:
    """Write an instant as 今日 or 昨日 with its time, else with its day."""
    local = at.astimezone()
    near = {today: "今日", today - timedelta(days=1): "昨日"}
    return f"{near.get(local.date()) or short_day(local.date())} {local:%H:%M}"


def family_name(name: str) -> str:
    """Return what fits on a stamp: the family name, where the name has two parts."""
    return name.replace("　", " ").split(" ")[0]
