"""How the intake page says what it knows of people, cases and calls."""

from __future__ import annotations

from datetime import date, time
from uuid import UUID

from soudan_desk.codes import CodeBook
from soudan_desk.japanese.eras import wareki_year
from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.services.callers import Call, CaseLink, Known, Picked
from soudan_desk.services.intake import ReceivedAs
from soudan_desk.ui.pages.intake_rows import short_age
from soudan_desk.ui.pages.page import Place

_SAME = "が同じ"


def age_words(born: PartialDate | None, today: date) -> str:
    """Return 70歳, 45歳前後 or 40代."""
    return short_age(born, today) if born else ""


def case_words(case: CaseLink, codes: CodeBook) -> str:
    """Return a case in one line: number, state, worker, or the year it was closed."""
    state = codes.label("case.state", case.state, centre=case.centre)
    if case.closed_on:
        return f"{case.case_no}　{state}({wareki_year(case.closed_on.year)})"
    return f"{case.case_no}　{state}{f'・{family_name(case.worker)}' if case.worker else ''}"


def family_name(name: str) -> str:
    """Return the family name of a colleague, as the office speaks of them."""
    return name.split(maxsplit=1)[0] if name.split() else name


def facts_of(known: Known, codes: CodeBook, today: date) -> str:
    """Return what tells somebody from others of their name."""
    case = case_words(known.case, codes) if known.case else "相談者・ケースなし"
    age = age_words(known.likely.birth_on, today)
    return "　".join(word for word in (age, case) if word)


def reasons_of(known: Known) -> tuple[str, ...]:
    """Return the reasons in few lines: what is the same stands in one."""
    same = [each for each in known.likely.reasons if each.endswith(_SAME)]
    others = [each for each in known.likely.reasons if each not in same]
    alike = "・".join(each.removesuffix(_SAME) for each in same)
    return ((f"{alike}{_SAME}",) if same else ()) + tuple(reversed(others))


def what_picking_does(known: Known, me: UUID) -> str:
    """Say what picking somebody fills in and where the call then goes; `me` takes the call."""
    filled = "氏名・読み・生年・住所・世帯が入り、"
    case = known.case
    if case is None or not known.becomes_entry:
        return f"{filled}この方の、ケースにしない相談になります。"
    return f"{filled}この相談は {case.case_no} の経過になります。{_told(case, me)}"


def _told(case: CaseLink, me: UUID) -> str:
    if not case.worker or case.worker_id == me:
        return ""
    return f"担当の{family_name(case.worker)}さんの「やること」にも出ます。"


def call_line(call: Call, codes: CodeBook) -> str:
    """Return a consultation in one line: 10:28–10:32 電話 …."""
    found = codes.find("consultation.method", call.method, centre=call.centre)
    until = f"–{call.ended_at:%H:%M}" if call.ended_at else ""
    at = f"{call.started_at:%H:%M}{until}" if call.started_at else ""
    parts = (at, found.brief if found else call.method, call.line)
    return "　".join(part for part in parts if part)


def saved_words(
    done: ReceivedAs,
    method: str | None,
    times: tuple[time | None, time | None],
    codes: CodeBook,
    centre: str,
) -> str:
    """Say what was saved, and where it is found now."""
    found = codes.find("consultation.method", method or "", centre=centre)
    started, ended = times
    span = f"{started:%H:%M}–{ended:%H:%M}" if started and ended else ""
    who = f"{done.person}さん" if done.person else "名前なし"
    words = " ".join(word for word in (who, found.brief if found else "", span) if word)
    if done.case_no:
        words += f"。{done.case_no} の記録になりました"
    if done.told:
        words += f"。担当の{family_name(done.told)}さんの「やること」にも出しました"
    return f"{words}。"


def saving_words(picked: Picked, me: UUID) -> str:
    """Say what saving does to somebody who was picked; `me` takes the call."""
    case = picked.case
    if case is None:
        return "この方の、ケースにしない相談として残ります。"
    if not picked.becomes_entry:
        ended = "終結した" if case.closed_on else "ほかのセンターの"
        return f"{ended} {case.case_no} とは別の、ケースにしない相談として残ります。"
    return f"{case.case_no} の経過になります。{_told(case, me)}"


def place_of(done: ReceivedAs) -> Place:
    """Return where a call that was saved is found again."""
    if done.case_id is not None:
        return Place("case", {"id": done.case_id})
    if done.person_id is not None:
        return Place("person", {"id": done.person_id})
    return Place("person", {"consultation": done.consultation_id})
