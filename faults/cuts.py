"""A power cut: what a disk may hold when the current goes, from the log of what was done to it.

What was synced is there. Of the rest each write is there, is not, or is torn at borders of 512
bytes; changes of a folder's names are there up to some point, and for certain where the folder
was synced. That a disk lies about what it has synced is not modelled.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

SECTOR = 512
_TORN = 0.1
_KEPT = (0.0, 0.4, 0.8, 1.0)


class Done(NamedTuple):
    """One act on the disk, as disk.c logged it."""

    kind: str
    inode: int
    offset: int
    bytes: bytes
    path: str
    path2: str


@dataclass(eq=False)
class File:
    """A file: what of it is synced, and what has come since."""

    synced: bytearray = field(default_factory=bytearray)
    since: list[Done] = field(default_factory=list)

    def sync(self) -> None:
        for done in self.since:
            _apply(self.synced, done.offset, done)
        self.since.clear()

    def cut(self, chance: random.Random, share: float) -> bytes:
        """Return what may be left of it."""
        content = bytearray(self.synced)
        for done in self.since:
            if chance.random() < _TORN and len(done.bytes) > SECTOR:
                _tear(content, done, chance)
            elif chance.random() < share:
                _apply(content, done.offset, done)
        return bytes(content)


@dataclass(eq=False)
class Folder:
    """A folder: its names as the program sees them, those synced, and the changes since."""

    names: dict[str, File | Folder] = field(default_factory=dict)
    synced: dict[str, File | Folder] = field(default_factory=dict)
    since: list[dict[str, File | Folder | None]] = field(default_factory=list)

    def change(self, changes: dict[str, File | Folder | None]) -> None:
        _rename(self.names, changes)
        self.since.append(changes)

    def sync(self) -> None:
        for changes in self.since:
            _rename(self.synced, changes)
        self.since.clear()

    def cut(self, chance: random.Random) -> dict[str, File | Folder]:
        """Return the names that may be left."""
        left = dict(self.synced)
        for changes in self.since[: chance.randint(0, len(self.since))]:
            _rename(left, changes)
        return left


def _rename(names: dict[str, File | Folder], changes: dict[str, File | Folder | None]) -> None:
    for name, node in changes.items():
        if node is None:
            names.pop(name, None)
        else:
            names[name] = node


def _apply(content: bytearray, offset: int, done: Done, part: slice = slice(None)) -> None:
    if done.kind == "truncate":
        del content[offset:]
        content.extend(bytes(offset - len(content)))
        return
    given = done.bytes[part]
    content.extend(bytes(max(0, offset - len(content))))
    content[offset : offset + len(given)] = given


def _tear(content: bytearray, done: Done, chance: random.Random) -> None:
    for start in range(0, len(done.bytes), SECTOR):
        if chance.random() < 0.5:
            _apply(content, done.offset + start, done, slice(start, start + SECTOR))


# --- the log ---------------------------------------------------------------------------------


def keep_base(root: Path, log: Path) -> None:
    """Keep how the folder stands before the first logged act; all of it counts as synced."""
    inodes = {
        str(path.relative_to(root)): path.stat().st_ino
        for path in root.rglob("*")
        if path.is_file()
    }
    shutil.copytree(root, log.with_name("base"))
    log.with_name("inodes.json").write_text(json.dumps(inodes))


def read_log(log: Path) -> Iterator[Done]:
    """Read what disk.c wrote."""
    content = log.read_bytes()
    at = 0
    while at < len(content):
        end = content.index(b"\n", at)
        kind, inode, offset, length, path, path2 = content[at:end].decode().split("\t")
        at = end + 1
        given = content[at : at + int(length)]
        at += int(length)
        yield Done(kind, int(inode), int(offset), given, path, path2)


class Cutter:
    """Plays a log again up to any act, and lays out what a cut there may leave."""

    def __init__(self, root: Path, log: Path, *, told: str = "told") -> None:
        self._root, self._told = root, told
        self._base = log.with_name("base")
        self._inodes = json.loads(log.with_name("inodes.json").read_text())
        self.acts = list(read_log(log))

    def cut(self, at: int, target: Path, chance: random.Random) -> None:
        """Lay out what is left where the current goes before the act number `at`."""
        files: dict[int, File] = {}
        top = self._lay_out_base(self._base, "", files)
        for done in self.acts[:at]:
            self._play(done, top, files)
        _write_out(top, target, chance, chance.choice(_KEPT))

    def _lay_out_base(self, path: Path, name: str, files: dict[int, File]) -> Folder:
        folder = Folder()
        for each in path.iterdir():
            below = f"{name}{each.name}"
            if each.is_dir():
                folder.names[each.name] = self._lay_out_base(each, f"{below}/", files)
            else:
                file = folder.names[each.name] = File(bytearray(each.read_bytes()))
                files[self._inodes[below]] = file
        folder.synced = dict(folder.names)
        return folder

    def _play(self, done: Done, top: Folder, files: dict[int, File]) -> None:
        match done.kind:
            case "write" | "truncate":
                file = files[done.inode]
                file.since.append(done)
                if done.path.endswith(f"/{self._told}"):
                    file.sync()
            case "sync":
                files[done.inode].sync()
            case "sync_folder":
                self._folder(top, done.path).sync()
            case "create":
                files[done.inode] = File()
                self._parent(top, done.path).change({_name(done.path): files[done.inode]})
            case "make_folder":
                self._parent(top, done.path).change({_name(done.path): Folder()})
            case "remove":
                self._parent(top, done.path).change({_name(done.path): None})
            case "rename":
                self._move(top, done)

    def _move(self, top: Folder, done: Done) -> None:
        old, new = self._parent(top, done.path), self._parent(top, done.path2)
        node = old.names[_name(done.path)]
        if old is new:
            old.change({_name(done.path): None, _name(done.path2): node})
        else:
            old.change({_name(done.path): None})
            new.change({_name(done.path2): node})

    def _folder(self, top: Folder, path: str) -> Folder:
        found: File | Folder = top
        for name in Path(path).relative_to(self._root).parts:
            assert isinstance(found, Folder)
            found = found.names[name]
        assert isinstance(found, Folder)
        return found

    def _parent(self, top: Folder, path: str) -> Folder:
        return self._folder(top, str(Path(path).parent))


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _write_out(folder: Folder, target: Path, chance: random.Random, share: float) -> None:
    target.mkdir(0o700)
    for name, node in folder.cut(chance).items():
        if isinstance(node, Folder):
            _write_out(node, target / name, chance, share)
        else:
            (target / name).write_bytes(node.cut(chance, share))
