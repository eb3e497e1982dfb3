"""Which places the office keeps its copies in: an administrator's choice, each with its mark."""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final
from uuid import UUID

from soudan_desk.errors import NotAllowedError
from soudan_desk.services.rights import require_role
from soudan_desk.services.work import Work
from soudan_desk.storage.actor import ADMINISTRATOR
from soudan_desk.storage.audit import Act
from soudan_desk.storage.copy_media import (
    KeptPlace,
    PlaceKind,
    kind_of,
    mark_folder,
    read_places,
    write_places,
)
from soudan_desk.storage.durable import disk_faults_as_sentences
from soudan_desk.storage.opened_office import OpenedOffice
from soudan_desk.storage.places import sync_service_of

PLACED: Final = "copy_place"
_ACT: Final = "控えの保存先を決める"
_NAMES: Final = {
    PlaceKind.DISK: "内蔵ディスク",
    PlaceKind.EXTERNAL: "外付け",
    PlaceKind.SHARE: "共有フォルダー",
}
SAME_DISK: Final = (
    "事務所の記録と同じディスクです。このディスクが壊れると、控えもなくなります。"
    "外付けのディスクも加えてください。"
)
ON_A_SHARE: Final = (
    "共有フォルダーです。つながっている間は、ウイルスが控えまで書き換えることがあります。"
    "ふだん外しておく外付けの媒体も加えてください。"
)


def kept_places(office: OpenedOffice) -> tuple[KeptPlace, ...]:
    """Return the places, as they were added."""
    return read_places(office.folder)


def add_place(
    work: Work,
    office: OpenedOffice,
    folder: Path,
    *,
    kind: PlaceKind | None = None,
    is_off_site: bool = False,
) -> KeptPlace:
    """Take a folder into use: it gets its mark and a name."""
    require_role(work, ADMINISTRATOR, act=_ACT)
    folder = folder.expanduser().absolute()
    _refuse_folder(office, folder)
    places = kept_places(office)
    number = mark_folder(folder)
    known = next((each for each in places if each.number == number), None)
    if known is not None:
        raise NotAllowedError(
            f"この場所は、もう控えの保存先「{known.name}」になっています。別の場所を選んでください。"
        )
    kind = kind or kind_of(folder)
    place = KeptPlace(number, _free_name(kind, places), folder, kind, is_off_site)
    _write(work, office, (*places, place), place, "加えた")
    return place


def change_place(work: Work, office: OpenedOffice, changed: KeptPlace) -> None:
    """Give a place another name or kind, or say that it lies outside the office."""
    require_role(work, ADMINISTRATOR, act=_ACT)
    named = changed if changed.name.strip() else replace(changed, name=_NAMES[changed.kind])
    others = kept_places(office)
    places = [named if each.number == named.number else each for each in others]
    _write(work, office, places, named, "変えた")


def drop_place(work: Work, office: OpenedOffice, number: UUID) -> None:
    """Keep no more copies in a place; those that lie there stay."""
    require_role(work, ADMINISTRATOR, act=_ACT)
    places = kept_places(office)
    dropped = next((each for each in places if each.number == number), None)
    if dropped is not None:
        others = [each for each in places if each.number != number]
        _write(work, office, others, dropped, "やめた")


def advice_about(office: OpenedOffice, place: KeptPlace) -> str:
    """Say what a place does not protect against; empty where there is nothing to say."""
    if place.kind is PlaceKind.SHARE:
        return ON_A_SHARE
    with disk_faults_as_sentences():
        same = place.folder.stat().st_dev == office.folder.path.stat().st_dev
    return SAME_DISK if same else ""


def _refuse_folder(office: OpenedOffice, folder: Path) -> None:
    if not folder.is_dir():
        raise NotAllowedError(
            "このフォルダーがありません。媒体をつないでから、フォルダーを選び直してください。"
        )
    if folder.is_relative_to(office.folder.path):
        raise NotAllowedError(
            "控えの保存先は、オフィスのフォルダーの外にしてください。できれば別のディスクを選びます。"
        )
    if (service := sync_service_of(folder)) is not None:
        raise NotAllowedError(
            f"同期フォルダー({service})には控えを置けません。外の会社のコンピューターに写るためです。"
            "外付けのディスクか、内蔵ディスクを選んでください。"
        )


def _free_name(kind: PlaceKind, places: Sequence[KeptPlace]) -> str:
    base, taken = _NAMES[kind], {each.name for each in places}
    if kind is not PlaceKind.EXTERNAL and base not in taken:
        return base
    names = [f"{base}{letter}" for letter in string.ascii_uppercase]
    return next((name for name in names if name not in taken), base)


def _write(
    work: Work, office: OpenedOffice, places: Sequence[KeptPlace], about: KeptPlace, what: str
) -> None:
    write_places(office.folder, places)
    told = f"{about.name}を{what}"
    act = Act(action=PLACED, by=work.actor.staff_id, fields=about.key, reason=told)
    work.store.note(work.actor, act)
