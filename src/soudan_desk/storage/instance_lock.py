"""Who has an office folder open: one program, or on a shared host several, by a lock held for life.

On a shared host the first one opens it alone, does what must be done alone (steps, checks,
sweeping) and then lets others in; whoever comes later finds all of that done.
"""

from __future__ import annotations

import getpass
import json
import os
import platform
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Final
from uuid import uuid4

from soudan_desk.storage.durable import disk_faults_as_sentences
from soudan_desk.storage.file_lock import hold_place, is_held, patiently, try_lock
from soudan_desk.storage.refusals import OpenElsewhereError, OthersInsideError

_OPENING_S: Final = 15.0
"""How long one waits for another who is opening a shared office alone."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds an office open, as told to the next one who tries."""

    host: str
    user: str
    pid: int
    boot_id: str
    since: str
    key: str = ""
    """Tells the entries of one lock from another's."""

    @property
    def place(self) -> int:
        """Where in the file it holds a place of its own for as long as it lives."""
        return 1 + int(self.key[:7], 16)

    @classmethod
    def this_process(cls) -> Holder:
        """Describe this process."""
        return cls(
            host=platform.node(),
            user=_user_name(),
            pid=os.getpid(),
            boot_id=_boot_id(),
            since=datetime.now(UTC).isoformat(timespec="seconds"),
            key=uuid4().hex,
        )


class InstanceLock:
    """The lock itself; `left_behind` tells of a holder who ended without releasing it.

    `is_alone`: nobody else can be inside; with `shared`, `admit` lets others in. `is_joined`:
    others were inside before.
    """

    def __init__(self, path: Path, *, shared: bool = False) -> None:
        self._path = path
        self._file: IO[bytes] | None = None
        self._own = Holder.this_process()
        self.shared = shared
        self.is_alone = self.is_joined = False
        self.left_behind: Holder | None = None

    def acquire(self) -> None:
        """Take the lock, or explain who has it."""
        with disk_faults_as_sentences():
            file = self._path.open("r+b" if self._path.exists() else "w+b", buffering=0)
        if not patiently(lambda: self._take(file), _OPENING_S if self.shared else 0.0):
            inside = _living(file)
            file.close()
            raise OpenElsewhereError(_explanation(inside))
        self._file = file
        hold_place(file, self._own.place)
        self._refuse_other_host(_inside(file))
        if self.is_alone:
            self.left_behind = next(iter(_inside(file)), None)
        with suppress(OSError):  # on a full disk an office can still be looked at
            if self.is_alone:
                self._empty()
            self._add(asdict(self._own))

    def admit(self) -> None:
        """Let others in, where the folder is shared: what had to be done alone is done."""
        if self._file is not None and self.shared and self.is_alone:
            self.is_alone = False
            if not patiently(self._join, _OPENING_S):
                raise OpenElsewhereError

    def retake(self) -> None:
        """Have the office to oneself again, or raise `OthersInsideError`."""
        if self.is_alone or self._file is None:
            return
        if not try_lock(self._file, alone=True):
            patiently(self._join, _OPENING_S)
            raise OthersInsideError(_others(self.inside()))
        self.is_alone, self.is_joined = True, False

    def inside(self) -> list[Holder]:
        """Return who else is inside; whose program was killed is not."""
        with suppress(OSError), self._path.open("rb") as file:
            return [each for each in _living(file) if each.key != self._own.key]
        return []

    def release(self, *, clean: bool = True) -> None:
        """Give the lock back; when not `clean`, the next one to open checks the database."""
        if self._file is None:
            return
        if clean:
            with suppress(OSError):
                if self.is_alone:
                    self._empty()
                else:
                    self._add({"left": self._own.key})
        self._file.close()  # closing the handle frees the lock
        self._file = None

    def _take(self, file: IO[bytes]) -> bool:
        self.is_alone = try_lock(file, alone=True)
        self.is_joined = not self.is_alone and self.shared and try_lock(file, alone=False)
        return self.is_alone or self.is_joined

    def _join(self) -> bool:
        assert self._file is not None
        return try_lock(self._file, alone=False)

    def _refuse_other_host(self, inside: list[Holder]) -> None:
        """Refuse to go in beside another computer: the place is a share that looks like a disk."""
        strangers = [each for each in inside if each.host != platform.node()]
        if strangers and not self.is_alone:
            self.release(clean=False)
            raise OpenElsewhereError(_explanation(strangers))

    def _empty(self) -> None:
        assert self._file is not None
        self._file.truncate(0)
        os.fsync(self._file.fileno())

    def _add(self, told: dict[str, object]) -> None:
        with self._path.open("ab", buffering=0) as file:
            file.write(json.dumps(told).encode() + b"\n")
            os.fsync(file.fileno())


def _inside(file: IO[bytes]) -> list[Holder]:
    """Read who came and has not left."""
    file.seek(0)
    found: dict[str, Holder] = {}
    for line in file.read().splitlines():
        with suppress(ValueError, TypeError, AttributeError):
            told = json.loads(line)
            if "left" in told:
                found.pop(told["left"], None)
            else:
                found[told.get("key", "")] = Holder(**told)
    return list(found.values())


def _living(file: IO[bytes]) -> list[Holder]:
    """Read who is inside; of another computer, and of an entry without a key, nothing is known."""
    here = platform.node()
    return [
        each
        for each in _inside(file)
        if each.host != here or not each.key or is_held(file, each.place)
    ]


def _explanation(inside: list[Holder]) -> str:
    if not inside:
        return ""
    holder = inside[0]
    where = "このパソコン" if holder.host == platform.node() else f"パソコン「{holder.host}」"
    return (
        f"このオフィスはほかの画面で開かれています({where}、利用者「{holder.user}」)。"
        "そちらを閉じてから、もう一度開いてください。"
    )


def _others(inside: list[Holder]) -> str:
    users = "、".join(dict.fromkeys(each.user for each in inside))
    return (
        f"ほかの人が開いている間はできません(利用者「{users}」)。"
        "全員に閉じてもらってから、もう一度してください。"
    )


def _user_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in some containers
        return "?"


def _boot_id() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return ""
