"""How a case and its entries look: words, icons and colours of states, warnings and methods."""

from __future__ import annotations

from datetime import date

from soudan_desk.codes import CodeBook
from soudan_desk.models.case import PRESSING
from soudan_desk.services.case_desk import CaseFacts, PersonFacts
from soudan_desk.services.contact_rules import contact_rules
from soudan_desk.services.due import DueItem
from soudan_desk.services.protection_words import protection_words
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.painting import ChipLook

WEEKDAYS = "月火水木金土日"
_NEAR_DAYS = 7
_STATES: dict[str, tuple[Role, Icon]] = {
    "received": (Role.MUTED, Icon.INBOX),
    "pre_consent": (Role.MUTED, Icon.WAITING),
    "emergency": (Role.DANGER, Icon.URGENT),
    "assessing": (Role.INFO, Icon.ASSESSMENT),
    "planning": (Role.INFO, Icon.DRAFT),
    "awaiting_meeting": (Role.INFO, Icon.CONFERENCES),
    "awaiting_decision": (Role.INFO, Icon.DECISION),
    "supporting": (Role.ACCENT, Icon.ACTIVE),
    "evaluating": (Role.ACCENT, Icon.MONITORING),
    "followup": (Role.OK, Icon.CALLING),
    "interrupted": (Role.WARNING, Icon.PAUSED),
}
_METHODS = {
    Icon.PHONE: ("phone", "agency_call"),
    Icon.INTERVIEW: ("interview", "visit_in", "come_in", "online"),
    Icon.VISIT: ("visit", "outreach", "home_visit"),
    Icon.ACCOMPANY: ("accompany",),
    Icon.MAIL: ("email_sns", "email", "mail"),
    Icon.AGENCIES: ("agency", "agency_visit"),
    Icon.PLACE: ("event",),
    Icon.CONFERENCES: (
        "internal_meeting",
        "coord_meeting_plan",
        "coord_meeting_eval",
        "other_meeting",
        "meeting",
        "case_meeting",
    ),
}
_METHOD_ICONS = {code: icon for icon, codes in _METHODS.items() for code in codes}
DRAFT_CHIP = ChipLook("下書き", Role.INFO, Icon.EDIT)
UNSAVED_CHIP = ChipLook("書きかけ", Role.INFO, Icon.DRAFT)
FINAL_CHIP = ChipLook("確定", Role.OK, Icon.CHECK)
VOID_CHIP = ChipLook("取消", Role.MUTED, Icon.EXCLUDED)
RECORD_CHIPS = {"draft": DRAFT_CHIP, "final": FINAL_CHIP, "void": VOID_CHIP}


def day_text(day: date) -> str:
    """Write a day as 「11/9（月）」."""
    return f"{day.month}/{day.day}（{WEEKDAYS[day.weekday()]}）"


def dated(day: date, today: date) -> str:
    """Write a day as 「11/9（月）」, with its year where that is not this one."""
    return day_text(day) if day.year == today.year else f"{day.year}/{day.month}/{day.day}"


def state_look(codes: CodeBook, centre: str, state: str) -> ChipLook:
    """Return a case's state as a chip; states that end a case look done."""
    role, icon = _STATES.get(state, (Role.OK, Icon.DONE))
    return ChipLook(codes.label("case.state", state, centre=centre), role, icon)


def method_icon(method: str) -> Icon:
    """Return the icon of a consultation's method."""
    return _METHOD_ICONS.get(method, Icon.DOCUMENT)


def contact_words(person: PersonFacts) -> str:
    """Return the rules for getting in touch in one line; blank when there are none."""
    rules = contact_rules(person.safe_contact)
    words = person.safe_words
    if safe := words.get("safe_contact"):
        rules.append(f"{safe}へ")
    if hours := words.get("contact_hours"):
        rules.append(hours)
    if not rules and (words.get("contact_note") or words.get("hidden_from")):
        rules.append("連絡に注意")
    shown = "・".join(rules[:2])
    return f"{shown} ほか" if len(rules) > 2 else shown


def warnings_of(facts: CaseFacts, today: date, *, compact: bool = False) -> tuple[ChipLook, ...]:
    """Return what to be careful of, the gravest first; shorter words in a low window."""
    return (*_protections(facts, today, compact=compact), *_cautions(facts, compact=compact))


def _protections(facts: CaseFacts, today: date, *, compact: bool) -> list[ChipLook]:
    found = []
    person = facts.person
    if facts.emergency_until:
        words = f"緊急閲覧 {facts.emergency_until.astimezone():%H:%M}まで"
        found.append(ChipLook(words, Role.DANGER, Icon.URGENT, solid=True))
    if person and person.protected:
        words = protection_words(person.protected_until, today, compact=compact)
        found.append(ChipLook(words, Role.DANGER, Icon.PROTECTED, solid=True))
    if facts.restriction_level:
        found.append(ChipLook("秘匿", Role.DANGER, Icon.LOCKED, solid=True))
    return found


def _cautions(facts: CaseFacts, *, compact: bool) -> list[ChipLook]:
    found = []
    person = facts.person
    if facts.urgency == PRESSING:
        found.append(ChipLook("緊急", Role.DANGER, Icon.URGENT))
    if person and (words := contact_words(person)):
        shown = "連絡に注意" if compact else words
        found.append(ChipLook(shown, Role.WARNING, Icon.PHONE_LIMITS))
    if person and person.staff_safety:
        found.append(ChipLook("職員の安全", Role.WARNING, Icon.LATE))
    if person and person.interpreter:
        found.append(ChipLook(person.language or "通訳", Role.INFO, Icon.LANGUAGE))
    return found


def record_title(codes: CodeBook, centre: str, label: str, method: str | None) -> str:
    """Name a record: 「電話の記録」 after its method, else as its kind is called."""
    found = codes.find("consultation.method", method, centre=centre) if method else None
    return f"{found.brief}の記録" if found else label


def due_look(item: DueItem | None) -> tuple[str, Role]:
    """Return the words and the colour of what falls due next; no words where nothing does."""
    if item is None:
        return "", Role.MUTED
    late = item.days < 0
    left = f"{-item.days}日超過" if late else f"あと{item.days}日" if item.days else "今日まで"
    role = Role.DANGER if late else Role.WARNING if item.days <= _NEAR_DAYS else Role.MUTED
    return f"{item.label} {item.due_on.month}/{item.due_on.day}（{left}）", role
