"""How well the office is protected, in words and as a light."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from soudan_desk.japanese.eras import wareki
from soudan_desk.services.copy_standing import Light, Standing
from soudan_desk.ui.theme import Role

ROLES: Final = {Light.GREEN: Role.OK, Light.AMBER: Role.WARNING, Light.RED: Role.DANGER}
_DAMAGED: Final = (
    "管理者に知らせ、前の控えを別の場所に戻して見比べてください。直すと、翌日の確かめで消えます。"
)
_WORDS: Final = {Light.GREEN: "", Light.AMBER: "注意：", Light.RED: "危険："}


def backup_words(standing: Standing, now: datetime) -> tuple[str, Role]:
    """Say when the last copy was proven, and before it what is wrong: the light in a word."""
    light, reason = standing.judged(now)
    proven = _proven(standing.last, now)
    words = "　".join(part for part in (reason, proven) if part)
    return f"{_WORDS[light]}{words}", ROLES[light]


def backup_sentence(standing: Standing, now: datetime) -> tuple[Role, str]:
    """Say the same in a sentence that tells what to do."""
    light, reason = standing.judged(now)
    last = f"最後に確かめた控え：{when(standing.last)}。" if standing.last else ""
    if light is Light.GREEN:
        return ROLES[light], f"守られています。{last}"
    if standing.is_damaged:
        return ROLES[light], f"{reason}。{last}{_DAMAGED}"
    if not standing.places:
        return ROLES[
            light
        ], f"{reason}。「保存先を加える」で、外付けのディスクなどを選んでください。"
    medium = standing.next_medium
    if medium is None:
        advice = (
            "外付けの媒体を「保存先を加える」で加えるか、「直す」で種類を外付けにしてください。"
        )
        return ROLES[light], f"{reason}。{last}{advice}"
    act = "「今すぐ控えを作る」を押してください" if medium.found else "つないでください"
    return ROLES[light], f"{reason}。{last}次は「{medium.place.name}」の番です。{act}。"


def when(at: datetime | None) -> str:
    """Return a day and a time; a dash where there is none."""
    if at is None:
        return "―"
    local = at.astimezone()
    return f"{wareki(local.date())} {local:%H:%M}"


def ago(at: datetime | None, now: datetime) -> str:
    """Say how many days ago, or at what time today."""
    if at is None:
        return "まだありません"
    local = at.astimezone()
    days = (now.astimezone().date() - local.date()).days
    return f"今日 {local:%H:%M}" if days <= 0 else f"{days}日前"


def _proven(last: datetime | None, now: datetime) -> str:
    return f"確認済みバックアップ {ago(last, now)}" if last else ""
