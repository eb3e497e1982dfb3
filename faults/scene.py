"""Where an act happens: an office, this PC's profile and copies side by side in one folder."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from faults.cuts import keep_base
from faults.disk import Disk, Mode


@dataclass(frozen=True)
class Scene:
    """The folders of one trial; everything a fault may touch lies below `root`."""

    root: Path

    @property
    def office(self) -> Path:
        return self.root / "office"

    @property
    def state(self) -> Path:
        """What this PC notes of offices."""
        return self.root / "state"

    @property
    def copies(self) -> Path:
        return self.root / "copies"

    @property
    def database(self) -> Path:
        return self.office / "office.db"

    @property
    def wal(self) -> Path:
        """What is committed, but not in the database file yet."""
        return self.office / "office.db-wal"

    def forget_notes(self) -> None:
        """Lose every note of the audit log's head: what shows an older state is switched off."""
        shutil.rmtree(self.state)
        self.state.mkdir()
        (self.office / "audit.anchor").unlink(missing_ok=True)

    @property
    def told(self) -> Path:
        """What the worker was told is saved, a line each, in order."""
        return self.root / "told"

    @classmethod
    def set_up(cls, root: Path, template: Path) -> Scene:
        """Lay out a copy of an office, or of a whole scene made before."""
        if (template / "office").is_dir():
            shutil.copytree(template, root)
        else:
            root.mkdir(parents=True)
            shutil.copytree(template, root / "office")
        scene = cls(root)
        for folder in (scene.state, scene.copies):
            folder.mkdir(exist_ok=True)
        scene.told.touch()
        return scene

    @property
    def aside(self) -> list[Path]:
        """The offices that a restore has moved out of its way."""
        return list(self.root.glob("office.before-restore-*"))

    def lines(self) -> list[str]:
        """Return what the worker was told; half a line was not told."""
        return [line[:-1] for line in self.told.read_text().splitlines(True) if line[-1:] == "\n"]


@dataclass
class Stage:
    """A scene in the hands of an act, on a disk that fails when its hour has come."""

    scene: Scene
    disk: Disk
    mode: Mode = Mode.COUNT
    at: int = 0
    tear: bool = False
    log: Path | None = None

    def begin(self) -> None:
        """From here on the disk counts, logs, or fails."""
        if self.log is not None:
            keep_base(self.scene.root, self.log)
        self.disk.arm(self.scene.root, self.mode, at=self.at, tear=self.tear, log=self.log)

    def tell(self, line: str) -> None:
        """Tell the worker that something is saved: from now on it must not be lost."""
        handle = os.open(self.scene.told, os.O_WRONLY | os.O_APPEND)
        try:
            os.write(handle, f"{line}\n".encode())
        finally:
            os.close(handle)
