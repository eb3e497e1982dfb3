"""同意書 from a consent: as it was given, or to be signed."""

from __future__ import annotations

from collections.abc import Iterator

from soudan_desk.desk.paper_facts import Facts, words_of
from soudan_desk.desk.paper_told import Told
from soudan_desk.japanese.eras import wareki
from soudan_desk.models import Consent
from soudan_desk.papers.consent_form import USUAL_WORDS, ConsentForm
from soudan_desk.papers.data import Answer

_IN_CENTRES_WORDS = frozenset({"use_application", "pi_handling", "pi_collection", "share_agencies"})
"""What the centre's own sentence speaks of; of others it may say too much."""
_UNLIMITED = "伝えることを限りません。"
_SIGNED = {
    "oral": "（口頭で同意。署名はありません）",
    "electronic": "（電子による同意）",
    "explained": "（説明だけをしました。同意ではありません）",
}


def consent_form(facts: Facts) -> ConsentForm:
    """Make the form of one consent; who signs it by hand has room to."""
    told = Told(facts, Consent, facts.subject.answers)
    words = words_of(facts.setting)
    in_own_words = told.answers.get("type") in _IN_CENTRES_WORDS and words.consent
    return ConsentForm(
        head=facts.head(),
        to=facts.addressee(None) or f"{facts.centre_name}　御中",
        words=words.consent if in_own_words else USUAL_WORDS,
        what=tuple(_what(told)),
        signed=tuple(_signed(told)),
        ended=tuple(_ended(told)),
        annex=words.privacy,
    )


def _what(told: Told) -> Iterator[Answer]:
    yield Answer("同意すること", told("type"), wide=True)
    agencies = "\n".join(filter(None, (told("scope_agency_ids"), told("scope_text"))))
    if agencies:
        yield Answer("伝えてよい相手", agencies, long=True, wide=True)
    if told.answers.get("scope_items"):
        yield told.boxes("scope_items", "伝えてよいこと")
    elif agencies:
        yield Answer("伝えてよいこと", _UNLIMITED, wide=True)
    without = "\n".join(filter(None, (told("excluded_agency_ids"), told("excluded"))))
    if without:
        yield Answer("伝えないこと", without, long=True, wide=True)
    if told.answers.get("expires_on"):
        yield Answer("有効期限", wareki(told.answers["expires_on"]), wide=True)


def _signed(told: Told) -> Iterator[Answer]:
    given_on = told.answers.get("given_on")
    yield Answer("同意年月日", wareki(given_on) if given_on else None)
    yield Answer("形式", told("method"))
    by_another = told.answers.get("given_by") not in {None, "self"}
    words = _SIGNED.get(told.answers.get("method") or "")
    yield Answer("本人の署名", "（代わりの人が同意）" if by_another else words, wide=True)
    if by_another:
        who = "　".join(filter(None, (told("giver_name"), told("given_by"), told("relation"))))
        yield Answer("代わりの人", who, wide=True)
        yield Answer("代わりの人の署名", words, wide=True)
    if told("witness_staff_id"):
        yield Answer("立ち会った職員", told("witness_staff_id"))


def _ended(told: Told) -> Iterator[Answer]:
    withdrawn_on = told.answers.get("withdrawn_on")
    if withdrawn_on:
        yield Answer("撤回日", wareki(withdrawn_on))
        if told("withdrawal_note"):
            yield Answer("撤回の事情", told("withdrawal_note"), long=True, wide=True)
