"""From a request about one's own records to its papers: the decision, and the copy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from uuid import UUID

from soudan_desk.desk.paper_answers import Reader
from soudan_desk.desk.paper_facts import Facts
from soudan_desk.desk.paper_told import Told
from soudan_desk.errors import NotAllowedError
from soudan_desk.japanese.eras import wareki
from soudan_desk.models import DisclosureRequest, record_kinds
from soudan_desk.models.disclosure_request import REFUSING
from soudan_desk.models.sealing import holds_closed
from soudan_desk.papers.data import Answer
from soudan_desk.papers.decision_notice import DecisionNotice
from soudan_desk.papers.disclosed_copy import CopiedRecord, DisclosedCopy
from soudan_desk.services.redaction import BLACK, Part, black_out, parts_of
from soudan_desk.storage.store import fetch

_TITLES = {
    ("disclosure", "full"): "開示決定通知書",
    ("disclosure", "partial"): "一部開示決定通知書",
    ("disclosure", "refused"): "不開示決定通知書",
    ("disclosure", "absent"): "不開示決定通知書（記録の不存在）",
    ("correction", "full"): "訂正決定通知書",
    ("correction", "partial"): "一部訂正決定通知書",
    ("correction", "refused"): "訂正をしない旨の決定通知書",
    ("suspension", "full"): "利用停止決定通知書",
    ("suspension", "partial"): "一部利用停止決定通知書",
    ("suspension", "refused"): "利用停止をしない旨の決定通知書",
}
_OTHERWISE = "請求への決定通知書"
_DECIDED = "{received}に受けた、個人情報の{asked}の請求について、次のとおり決定しました。"
_PROLONGED = (
    "{received}に受けた、個人情報の{asked}の請求について、答える期限を次のとおり延ばします。"
)


def decision_notice(facts: Facts) -> DecisionNotice:
    """Make the notice of the decision; where there is none yet, of the prolonged term."""
    told = Told(facts, DisclosureRequest, facts.subject.answers)
    answers = told.answers
    decision = answers.get("decision")
    if decision is None and not answers.get("extended_to_on"):
        raise NotAllowedError(
            "決定も期限の延長もまだありません。請求に入れてから印刷してください。"
        )
    title = _TITLES.get((answers["request_type"], decision or ""), _OTHERWISE)
    words = {"received": wareki(answers["received_on"]), "asked": told("request_type")}
    return DecisionNotice(
        issued_on=answers.get("notified_on"),
        to=(f"{answers.get('requester_name') or facts.head().client.name}　様",),
        sender=facts.sent_by(answers.get("staff_id")),
        title=title if decision else "決定期限延長通知書",
        opening=(_DECIDED if decision else _PROLONGED).format(**words),
        answers=tuple(_decided(facts, told) if decision else _prolonged(facts, told)),
        refuses=decision in REFUSING,
    )


def disclosed_copy(facts: Facts) -> DisclosedCopy:
    """Make the copy of what was asked for, without what is kept back."""
    assert facts.subject.id is not None
    request = fetch(facts.session, DisclosureRequest, facts.subject.id)
    if request.decision not in {"full", "partial"}:
        raise NotAllowedError("写しは、開示の決定（全部・一部）を入れてから作ってください。")
    told = Told(facts, DisclosureRequest, facts.subject.answers)
    found = list(parts_of(facts.work, facts.session, request))
    _require_open(request, found)
    parts = groupby(found, key=lambda part: part.record)
    reader = _telling(facts.reader, found)
    return DisclosedCopy(
        head=facts.head(),
        about=(
            Answer("請求を受けた日", wareki(request.received_on)),
            Answer("決定", told("decision")),
            Answer("請求の対象", told("scope"), long=True, wide=True),
        ),
        records=tuple(_copied(facts, reader, request, list(group)) for _record, group in parts),
    )


def _require_open(request: DisclosureRequest, parts: Iterable[Part]) -> None:
    """Refuse a copy that would lack what is sealed, or what was chosen to be kept back."""
    answers = (answer for part in parts for _field, answer in part.answers)
    if holds_closed((request.redactions, request.redacted_words)) or holds_closed(answers):
        raise NotAllowedError(
            "封印された記録があり、あなたの鍵では開けません。写しは、開ける担当の人が作ってください。"
        )


def _telling(reader: Reader, parts: Iterable[Part]) -> Reader:
    """Return a reader that calls no record by what is kept back of it, where another names it."""
    told = {part.record: part.name or BLACK for part in parts}

    def name_of(kind: str, record_id: UUID) -> str:
        return told.get(f"{kind}:{record_id}") or reader.names.of(kind, record_id)

    return replace(reader, names=replace(reader.names, of=name_of))


def _copied(
    facts: Facts, reader: Reader, request: DisclosureRequest, parts: list[Part]
) -> CopiedRecord:
    lines = (line for part in parts for line in _lines(facts, reader, request, part))
    label = record_kinds()[parts[0].record.partition(":")[0]].label
    title = f"{label}　{parts[0].name}".rstrip("　")
    return CopiedRecord(black_out(title, request.redacted_words), tuple(lines))


def _lines(
    facts: Facts, reader: Reader, request: DisclosureRequest, part: Part
) -> Iterator[Answer]:
    if part.ground is not None:
        ground = facts.work.codes.label("request.ground", part.ground)
        yield Answer(part.section, f"{BLACK}（{ground}）", wide=True)
        return
    for field, answer in part.answers:
        text = black_out(reader.text(field, answer), request.redacted_words)
        line = reader.line(field, answer)
        yield Answer(field.label, text, long=line.long, wide=line.wide)


def _who(facts: Facts, told: Told) -> Iterator[Answer]:
    yield Answer("ご本人", facts.head().client.name)
    yield Answer("請求した人", told("requester"))
    yield Answer("請求の対象", told("scope"), long=True, wide=True)


def _decided(facts: Facts, told: Told) -> Iterator[Answer]:
    yield from _who(facts, told)
    yield Answer("決定", told("decision"))
    yield Answer("決定した日", told("decided_on"))
    if told.answers["decision"] in REFUSING:
        yield Answer("応じない部分と説明", told("withheld"), long=True, wide=True)
        yield Answer("応じない理由", told("grounds"), wide=True)
    if told("handing"):
        yield Answer("交付の方法", told("handing"))
    if told.answers.get("fee_yen") is not None:
        yield Answer("手数料", told("fee_yen"))


def _prolonged(facts: Facts, told: Told) -> Iterator[Answer]:
    yield from _who(facts, told)
    yield Answer("もとの期限", told("due_on"))
    yield Answer("延ばした期限", told("extended_to_on"))
    yield Answer("延ばす理由", told("extended_because"), long=True, wide=True)
