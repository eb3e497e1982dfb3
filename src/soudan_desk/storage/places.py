"""Where an office folder may lie: not on a network share, not in a synchronised folder."""

from __future__ import annotations

import ctypes
import json
import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from soudan_desk.storage.refusals import UnsafePlaceError

_NETWORK_FILE_SYSTEMS: Final = {
    *("cifs", "smb3", "smbfs", "nfs", "nfs4", "9p", "afs", "ceph", "glusterfs", "lustre", "ncpfs"),
    *("fuse.sshfs", "fuse.glusterfs", "fuse.rclone", "fuse.gvfsd-fuse", "fuse.davfs", "davfs"),
    *("fuse.davfs2", "fuse.s3fs", "fuse.smbnetfs", "fuse.vmhgfs-fuse", "vboxsf", "prl_fs"),
}
_SYNC_NAMES: Final = re.compile(
    r"(OneDrive( - .+)?|Dropbox( \(.+\))?|Google ?Drive|GoogleDrive-.+|My Drive|マイドライブ|"
    r"iCloud ?Drive|com~apple~CloudDocs|Box Sync|Nextcloud|ownCloud|pCloud ?Drive|MEGAsync)",
    re.IGNORECASE,
)
_SYNC_NAMES_AT_HOME: Final = {"box", "mega", "sync"}
_SYNC_MARKERS: Final = (
    *(".dropbox", ".dropbox.cache", ".stfolder", ".tmp.drivedownload", ".tmp.driveupload"),
    *(".849C9593-D756-4E56-8D6E-42412F2A707B", ".sync_*.db", "._sync_*.db", ".owncloudsync.log"),
)
_SYNC_VARIABLES: Final = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
_WINDOWS_REMOVABLE, _WINDOWS_REMOTE = 2, 4

REMOVABLE_WARNING: Final = (
    "オフィスが取り外しできるディスクにあります。使っている間は抜かないでください。"
    "紛失に備え、内蔵ディスクに置くことをお勧めします。"
)


def refuse_unsafe_place(path: Path) -> list[str]:
    """Refuse a share or a sync folder; return sentences of warning about the rest."""
    _refuse_share(path)
    service = sync_service_of(path)
    if service:
        raise UnsafePlaceError(
            f"オフィスを同期フォルダー({service})に置くと記録が壊れます。"
            "同期されない、このパソコンの内蔵ディスクに置いてください。"
        )
    return [REMOVABLE_WARNING] if is_removable(path) else []


def _refuse_share(path: Path) -> None:
    if is_share(path):
        raise UnsafePlaceError(
            "共有フォルダー(ネットワーク上のディスク)にオフィスを置くと記録が壊れます。"
            "このパソコンの内蔵ディスクに置いてください。"
        )


def is_share(path: Path) -> bool:
    """Whether a path lies on another computer's disk."""
    return _is_windows_share(path) or _unix_mount(path).file_system in _NETWORK_FILE_SYSTEMS


# --- sync folders ----------------------------------------------------------------------------


def sync_service_of(path: Path) -> str | None:
    """Name the sync folder that `path` lies in, if it lies in one."""
    resolved = path.resolve()
    for folder in (resolved, *resolved.parents):
        if _SYNC_NAMES.fullmatch(folder.name) or _is_known_root(folder) or _has_marker(folder):
            return folder.name
    return None


def _is_known_root(folder: Path) -> bool:
    at_home = folder.parent == Path.home() and folder.name.casefold() in _SYNC_NAMES_AT_HOME
    return at_home or folder in {*_roots_from_environment(), *_roots_from_dropbox()}


def _has_marker(folder: Path) -> bool:
    try:
        return any(next(folder.glob(marker), None) for marker in _SYNC_MARKERS)
    except OSError:
        return False


def _roots_from_environment() -> Iterable[Path]:
    return (Path(root) for name in _SYNC_VARIABLES if (root := os.environ.get(name)))


def _roots_from_dropbox() -> Iterable[Path]:
    homes = (Path.home() / ".dropbox", Path(os.environ.get("LOCALAPPDATA", "~")) / "Dropbox")
    for info in (home / "info.json" for home in homes):
        try:
            accounts = json.loads(info.read_text("utf-8"))
            yield from (Path(account["path"]) for account in accounts.values())
        except (OSError, ValueError, KeyError, AttributeError, TypeError):
            continue


# --- mounts ----------------------------------------------------------------------------------


class Mount(NamedTuple):
    """What a path lies on."""

    point: Path
    file_system: str
    device: str


def mount_of(path: Path, mountinfo: str) -> Mount:
    """Find the mount a path lies on, from the text of /proc/self/mountinfo."""
    mounts = [_mount_from(line) for line in mountinfo.splitlines() if " - " in line]
    around = [mount for mount in mounts if path.is_relative_to(mount.point)]
    root = Mount(Path("/"), "", "")
    return max(around, key=lambda mount: len(mount.point.parts), default=root)


def _mount_from(line: str) -> Mount:
    fields, described = line.split(" - ", 1)
    parts = fields.split()
    point = re.sub(r"\\(\d{3})", lambda octal: chr(int(octal[1], 8)), parts[4])
    return Mount(Path(point), described.split()[0], parts[2])


def _unix_mount(path: Path) -> Mount:
    try:
        table = Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape")
    except OSError:
        table = ""
    return mount_of(path.resolve(), table)


def is_removable(path: Path) -> bool:
    """Whether a path lies on a medium that can be taken out."""
    if os.name == "nt":
        return _windows_drive_type(path) == _WINDOWS_REMOVABLE
    device = Path("/sys/dev/block") / _unix_mount(path).device
    for node in (device, device.resolve().parent):  # a partition's disk is its parent
        try:
            return (node / "removable").read_text("ascii").strip() == "1"
        except OSError:
            continue
    return False


def _is_windows_share(path: Path) -> bool:
    if str(path).startswith(("\\\\", "//")):
        return True
    return os.name == "nt" and _windows_drive_type(path) == _WINDOWS_REMOTE


if sys.platform == "win32":

    def _windows_drive_type(path: Path) -> int:
        return int(ctypes.windll.kernel32.GetDriveTypeW(path.resolve().anchor))

else:

    def _windows_drive_type(path: Path) -> int:
        return 0
