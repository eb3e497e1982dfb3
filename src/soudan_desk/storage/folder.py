"""The office folder: what lies in it, and whether it can be used here and now."""

from __future__ import annotations

import errno
import glob
import os
import shutil
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from soudan_desk.storage.durable import disk_faults_as_sentences, replace_file
from soudan_desk.storage.refusals import (
    NewerSchemaError,
    NotAnOfficeError,
    OfficeExistsError,
)

FORMAT: Final = 1
ASIDE: Final = ".before-restore-"
"""What follows in the name of an office that made room for a restored one; then the instant."""
SPARE_BYTES: Final = 500 * 1024 * 1024
NO_ROOM: Final = (
    "ディスクの空きが足りないため、見るだけで開きました。"
    "不要なファイルを片づけてから開き直してください。"
)
NO_WRITING: Final = (
    "オフィスのフォルダーに書き込めないため、見るだけで開きました。"
    "書くには、フォルダーの「読み取り専用」を外し、書き込みの権限を確かめてください。"
)


@dataclass(frozen=True, slots=True)
class Restored:
    """That this office came out of a copy: a mark of its own, and how old the copy was."""

    mark: UUID
    restored_at: datetime
    copied_at: datetime


@dataclass(frozen=True, slots=True)
class Marker:
    """What `office.toml` says in clear; it holds no names."""

    db_uuid: UUID
    restored: Restored | None = None
    shared: bool = False
    """Whether several may have it open at once, all of them on this computer."""


class OfficeFolder:
    """The paths in an office folder, and the marker file that makes it one."""

    def __init__(self, path: Path) -> None:
        self.path = path.expanduser().absolute()
        self.marker_file = self.path / "office.toml"
        self.database = self.path / "office.db"
        self.slots = self.path / "office.slots"
        self.lock = self.path / "lock"
        self.attempts = self.path / "office.attempts"
        self.attachments = self.path / "att"
        self.copies = self.path / "before-migration"
        self.restore_note = self.path / "restore.note"
        self.older_note = self.path / "older.note"
        self.audit_key = self.path / "audit.key"
        self.audit_anchor = self.path / "audit.anchor"
        self.copy_places = self.path / "copies.json"
        self.pending_audit = self.path / "pending.audit"
        self.turns = self.path / "turns.lock"
        self.copies_turns = self.path / "copies.lock"
        self.weekly_turn = self.path / "weekly.lock"

    @property
    def wal(self) -> Path:
        """The write-ahead log; not empty after an unclean end."""
        return self.database.with_name(self.database.name + "-wal")

    def make(self) -> None:
        """Create the folder with room for attachments; refuse one that already holds something."""
        with disk_faults_as_sentences():
            if self.path.exists() and (not self.path.is_dir() or any(self.path.iterdir())):
                raise OfficeExistsError
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.attachments.mkdir(mode=0o700)

    def write_marker(self, marker: Marker) -> None:
        """Write `office.toml`; the last step of creating or restoring an office."""
        replace_file(self.marker_file, _marker_text(marker).encode())

    def read_marker(self) -> Marker:
        """Read `office.toml`, or say why this is no office."""
        try:
            content = tomllib.loads(self.marker_file.read_text("utf-8"))
            if content["format"] > FORMAT:
                raise NewerSchemaError
            return Marker(
                UUID(content["db_uuid"]),
                _restored_from(content.get("restored")),
                shared=content.get("shared") is True,
            )
        except FileNotFoundError:
            raise NotAnOfficeError(self._why_no_office()) from None
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise NotAnOfficeError(
                "オフィスの目印のファイル(office.toml)が壊れています。控え(バックアップ)から戻してください。"
            ) from None

    def _why_no_office(self) -> str:
        aside = sorted(self.path.parent.glob(f"{glob.escape(self.path.name + ASIDE)}*"))
        if aside and not self.path.exists():
            return (
                "復元が途中で止まったため、ここにオフィスがありません。"
                f"となりのフォルダー「{aside[-1].name}」が、復元する前のオフィスです。"
                f"その名前を「{self.path.name}」に変えると、前のまま開けます。"
            )
        if self.slots.exists():
            return (
                "このオフィスは作成か復元の途中で止まっています。"
                "別の新しいフォルダーで、もう一度やり直してください。"
            )
        return ""

    def let_group_in(self) -> None:
        """Give the folder's group the same rights as its owner."""
        if os.name == "nt":
            return
        for each in (self.path, *self.path.rglob("*")):
            with suppress(PermissionError):  # another member of the group made it
                each.chmod(0o2770 if each.is_dir() else 0o660)

    def read_only_reason(self) -> str:
        """Say why the office can only be looked at here and now; empty when it can be written."""
        if not is_writable(self.path):
            return NO_WRITING
        needed = 2 * self.database.stat().st_size + SPARE_BYTES if self.database.exists() else 0
        return NO_ROOM if shutil.disk_usage(self.path).free < needed else ""


def share_new_files() -> None:
    """Let what this program writes be read by the group of an office that several share."""
    if os.name != "nt":  # there, a folder hands its rights on
        os.umask(0o007)


def is_writable(folder: Path) -> bool:
    """Whether a file can be made in a folder, by making one."""
    probe = folder / ".probe"
    try:
        probe.touch()
        probe.unlink()
    except OSError as error:
        return error.errno == errno.ENOSPC  # full is another matter
    return True


def _marker_text(marker: Marker) -> str:
    lines = [
        "# 相談デスクのオフィス。ここのファイルは、動かしたり消したりしないでください。",
        f"format = {FORMAT}",
        f'db_uuid = "{marker.db_uuid}"',
        *(["shared = true"] if marker.shared else []),
    ]
    if marker.restored:
        lines += [
            "[restored]",
            f'mark = "{marker.restored.mark}"',
            f"restored_at = {marker.restored.restored_at.isoformat()}",
            f"copied_at = {marker.restored.copied_at.isoformat()}",
        ]
    return "\n".join(lines) + "\n"


def _restored_from(table: dict[str, Any] | None) -> Restored | None:
    if table is None:
        return None
    return Restored(UUID(table["mark"]), table["restored_at"], table["copied_at"])
