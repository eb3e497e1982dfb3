"""The two lists of 控え: the places copies are kept in, and the copies that lie there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from soudan_desk.services.copies import CopyFound
from soudan_desk.services.copy_standing import OLD, PlaceStanding, Standing
from soudan_desk.storage.copy_media import PlaceKind
from soudan_desk.storage.kept_copies import CopyState
from soudan_desk.ui.backup_age import ago, when
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.plain_table import PlainRow

KINDS: Final = {
    PlaceKind.EXTERNAL: "外付け(交互)",
    PlaceKind.DISK: "内蔵ディスク",
    PlaceKind.SHARE: "共有フォルダー",
}
PLACE_HEADINGS: Final = ("名前", "種類", "いま", "最後の控え", "順番", "場所")
PLACE_WIDTHS: Final = [140, 210, 250, 150, 140, 250]
PLACE_LEAST: Final = [110, 120, 170, 110, 110, 60]
COPY_HEADINGS: Final = ("作った日時", "保存先", "状態", "大きさ", "名前")
COPY_WIDTHS: Final = [230, 150, 210, 110, 440]
COPY_LEAST: Final = [150, 80, 120, 80, 100]
_STATES: Final = {
    CopyState.SOUND: ("確かめ済み", Role.OK, Icon.DONE),
    CopyState.DAMAGED: ("壊れている", Role.DANGER, Icon.PROBLEM),
    CopyState.OTHER_KEY: ("鍵を替える前の控え", Role.MUTED, Icon.KEY),
}


def place_rows(standing: Standing, now: datetime) -> list[PlainRow]:
    """Return a row for each place: whether it is there, how old its copy is, whose turn it is."""
    return [_place_row(each, standing, now) for each in standing.places]


def _place_row(each: PlaceStanding, standing: Standing, now: datetime) -> PlainRow:
    place = each.place
    kind = KINDS[place.kind] + ("・事務所の外" if place.is_off_site else "")
    cells = (
        Cell(place.name, bold=True),
        Cell(kind),
        _presence(each),
        Cell(ago(each.last, now), figures=True, role=Role.TEXT if each.last else Role.WARNING),
        _turn(each, standing, now),
        Cell(str(each.found or place.folder), role=Role.MUTED),
    )
    return PlainRow(place.number, cells)


def _presence(each: PlaceStanding) -> Cell:
    if each.found is not None:
        return Cell("つながっています", role=Role.OK, icon=Icon.DONE)
    if each.place.kind is PlaceKind.EXTERNAL:
        since = f"（{_day(each.last)}から）" if each.last else ""
        return Cell(f"外してあります{since}", icon=Icon.EMPTY, role=Role.MUTED)
    return Cell("見つかりません", role=Role.DANGER, icon=Icon.PROBLEM)


def _turn(each: PlaceStanding, standing: Standing, now: datetime) -> Cell:
    if standing.next_medium is None or standing.next_medium.place != each.place:
        return Cell("")
    is_late = each.last is None or now - each.last >= OLD
    role, icon = (Role.WARNING, Icon.LATE) if is_late else (Role.ACCENT, Icon.FORWARD)
    return Cell("次の番・遅れ" if is_late else "次の番", role=role, icon=icon, bold=True)


def _day(at: datetime) -> str:
    local = at.astimezone()
    return f"{local.month}/{local.day}"


def copy_rows(found: Sequence[CopyFound]) -> list[PlainRow]:
    """Return a row for each copy."""
    return [_copy_row(each) for each in found]


def _copy_row(each: CopyFound) -> PlainRow:
    words, role, icon = _STATES[each.copy.state]
    cells = (
        Cell(when(each.copy.made_at), figures=True),
        Cell(each.place),
        Cell(words, role=role, icon=icon),
        Cell(f"{each.copy.bytes / 1_000_000:,.1f} MB", figures=True, right=True),
        Cell(each.copy.bundle.name, role=Role.MUTED),
    )
    return PlainRow(each.copy.bundle, cells)
