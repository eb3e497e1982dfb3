"""The lines of わたし宛て: what came back, what was left for one, what is unfinished or awaited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from soudan_desk.services.today import Today
from soudan_desk.services.unsaved import Kept
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.case_looks import day_text
from soudan_desk.ui.pages.today_rows import Heading, Offered, Row, ToRead, WaitingRow
from soudan_desk.ui.theme import Role


def waiting_rows(
    today: Today, on: date, notes: Sequence[WaitingRow] = (), left: Sequence[WaitingRow] = ()
) -> list[Row]:
    """Return what waits for oneself: what came back, notes, what is to be read, unfinished work.

    `notes` are left for one, `left` are one's own.
    """
    groups = (
        ("差し戻し", Role.DANGER, Icon.UNDO, list(_returned(today))),
        ("引き継ぎ", Role.TEXT, Icon.PROMOTE, list(_offered(today))),
        ("申し送り", Role.TEXT, Icon.INTERVIEW, list(notes)),
        ("供覧・決裁", Role.TEXT, Icon.REVIEW, list(_to_read(today))),
        ("書きかけ", Role.TEXT, Icon.DRAFT, list(_unsaved(today, on))),
        ("下書き", Role.TEXT, Icon.EDIT, list(_drafts(today, on))),
        ("返事待ち", Role.TEXT, Icon.SEND, list(_awaited(today, on))),
        ("残した申し送り", Role.TEXT, Icon.INBOX, list(left)),
    )
    rows: list[Row] = []
    for words, role, icon, own in groups:
        if own:
            count = today.to_read_count if icon is Icon.REVIEW else len(own)
            rows.append(Heading(words, count, role, icon))
            rows.extend(own)
    return rows


def _returned(today: Today) -> Iterator[WaitingRow]:
    for row in today.returned:
        day = f"{row.on.month}/{row.on.day}　" if row.on else ""
        yield WaitingRow(
            row, f"{row.title}　{day}{row.person}", f"{row.returned_by}「{row.comment}」", ""
        )


def _offered(today: Today) -> Iterator[WaitingRow]:
    if today.offered_count:
        words = f"{today.offered_count}件のケースを頼まれています"
        yield WaitingRow(Offered(), words, "受け取るか返すかを決めます", "")


def _to_read(today: Today) -> Iterator[WaitingRow]:
    if today.to_read_count:
        words = f"{today.to_read_count}件があなたの順番です"
        yield WaitingRow(ToRead(), words, "古いものから順に読みます", "")


def _unsaved(today: Today, on: date) -> Iterator[WaitingRow]:
    for kept in today.unsaved:
        yield WaitingRow(
            kept, kept.title or "（まだ何も書かれていません）", _kept_words(kept), _ago(kept, on)
        )


def _kept_words(kept: Kept) -> str:
    return f"{kept.kept_at.astimezone():%H:%M} まで保存済み"


def _ago(kept: Kept, on: date) -> str:
    local = kept.kept_at.astimezone()
    return f"{local:%H:%M}" if local.date() == on else _days_ago(local.date(), on)


def _days_ago(day: date, on: date) -> str:
    days = (on - day).days
    return "今日" if days <= 0 else "昨日" if days == 1 else f"{days}日前"


def _drafts(today: Today, on: date) -> Iterator[WaitingRow]:
    for draft in today.drafts:
        title = f"{day_text(draft.on)}　{draft.person or '（匿名）'}"
        at = _days_ago(draft.saved_at.astimezone().date(), on)
        yield WaitingRow(draft, title, draft.title, at)


def _awaited(today: Today, on: date) -> Iterator[WaitingRow]:
    for letter in today.awaited:
        due = f"・期限 {letter.due_on.month}/{letter.due_on.day}" if letter.due_on else ""
        whose = f"・{letter.whose}の代理" if letter.whose else ""
        line = f"{letter.sent_on.month}/{letter.sent_on.day} 送付{due}{whose}"
        title = f"{letter.agency}　{letter.person}".strip()
        yield WaitingRow(letter, title, line, f"{(on - letter.sent_on).days}日目")
