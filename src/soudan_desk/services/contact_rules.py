"""What must not be done when getting in touch with somebody, in words."""

from __future__ import annotations

from collections.abc import Mapping

_FORBIDDEN = {
    "contact_ok": "連絡しない",
    "telephone_ok": "電話しない",
    "voicemail_ok": "留守電に残さない",
    "name_shown_ok": "名乗らない",
    "letter_ok": "手紙を出さない",
    "family_may_know": "家族に知らせない",
}


def contact_rules(safe_contact: Mapping[str, str]) -> list[str]:
    """Return in words what must not be done when getting in touch."""
    return [words for key, words in _FORBIDDEN.items() if safe_contact.get(key) == "no"]
