"""How a person looks: the banner, and warnings for getting in touch."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from soudan_desk.codes import CodeBook
from soudan_desk.services.contact_rules import contact_rules
from soudan_desk.services.protection_words import protection_words
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.banner import BannerFacts
from soudan_desk.ui.widgets.painting import ChipLook


def person_warnings(answers: Mapping[str, Any], today: date) -> tuple[ChipLook, ...]:
    """Return what to be careful of with somebody, the gravest first."""
    found = []
    if answers.get("shien_sochi"):
        until = answers.get("shien_sochi_until_on")
        words = protection_words(until if isinstance(until, date) else None, today)
        found.append(ChipLook(words, Role.DANGER, Icon.PROTECTED, solid=True))
    if rules := contact_rules({k: v for k, v in answers.items() if isinstance(v, str)}):
        more = " ほか" if len(rules) > 2 else ""
        words = "・".join(rules[:2]) + more
        found.append(ChipLook(words, Role.WARNING, Icon.PHONE_LIMITS))
    elif answers.get("hidden_from") or answers.get("contact_note"):
        found.append(ChipLook("連絡に注意", Role.WARNING, Icon.PHONE_LIMITS))
    if answers.get("staff_safety"):
        found.append(ChipLook("職員の安全", Role.WARNING, Icon.LATE))
    if answers.get("interpreter_needed"):
        found.append(ChipLook(answers.get("language") or "通訳", Role.INFO, Icon.LANGUAGE))
    return tuple(found)


def banner_of(answers: Mapping[str, Any], codes: CodeBook, today: date) -> BannerFacts:
    """Return what a banner says of a person."""
    born, sex = answers.get("birth_on"), answers.get("sex")
    facts = (codes.label("sex", sex) if sex else "", born.age_text(today) if born else "")
    sure = "（読み未確認）" if answers.get("kana_state") == "guessed" else ""
    return BannerFacts(
        answers.get("name") or "(匿名)",
        f"{answers.get('kana') or ''}{sure}",
        tuple(fact for fact in facts if fact),
        born=f"{born.reading()}生" if born and not born.age_band else "",
        warnings=person_warnings(answers, today),
    )
