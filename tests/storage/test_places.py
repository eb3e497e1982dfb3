from pathlib import Path

import pytest
from bare_office import PASSWORD

from soudan_desk.storage.keys import FLOOR
from soudan_desk.storage.opening import create_office
from soudan_desk.storage.places import mount_of, refuse_unsafe_place, sync_service_of
from soudan_desk.storage.refusals import UnsafePlaceError

MOUNTS = r"""
22 1 8:2 / / rw,relatime - ext4 /dev/sda2 rw
30 22 0:40 / /mnt/share rw,relatime shared:5 - cifs //server/share rw
31 22 0:41 / /mnt/nfs rw - nfs4 server:/export rw
32 22 8:17 / /media/my\040stick rw - vfat /dev/sdb1 rw
33 30 8:3 / /mnt/share/local rw - xfs /dev/sda3 rw
"""


@pytest.mark.parametrize(
    ("path", "file_system"),
    [
        ("/srv/office", "ext4"),
        ("/mnt/share/office", "cifs"),
        ("/mnt/share", "cifs"),
        ("/mnt/share-of-nothing/office", "ext4"),
        ("/mnt/nfs/a/b", "nfs4"),
        ("/media/my stick/office", "vfat"),
        ("/mnt/share/local/office", "xfs"),
    ],
)
def test_a_path_lies_on_the_innermost_mount_around_it(path, file_system):
    assert mount_of(Path(path), MOUNTS).file_system == file_system


@pytest.mark.parametrize("path", [r"\\server\share\office", "//server/share/office"])
def test_a_network_path_of_windows_is_refused(path):
    with pytest.raises(UnsafePlaceError, match="共有フォルダー"):
        refuse_unsafe_place(Path(path))


@pytest.mark.parametrize(
    "name",
    [
        "OneDrive",
        "OneDrive - 見本市社会福祉協議会",
        "Dropbox",
        "Dropbox (Personal)",
        "Google Drive",
        "GoogleDrive-mihon@example.jp",
        "マイドライブ",
        "iCloudDrive",
        "Nextcloud",
        "Box Sync",
    ],
)
def test_a_folder_below_a_sync_folder_is_refused_by_its_name(tmp_path, name):
    with pytest.raises(UnsafePlaceError, match="同期フォルダー"):
        refuse_unsafe_place(tmp_path / name / "深い" / "office")


@pytest.mark.parametrize(
    "marker", [".dropbox.cache", ".stfolder", ".sync_0a1b2c.db", ".tmp.drivedownload"]
)
def test_a_sync_folder_of_any_name_is_known_by_its_marker(tmp_path, marker):
    (tmp_path / marker).touch()

    assert sync_service_of(tmp_path / "office") == tmp_path.name


def test_a_renamed_onedrive_is_known_from_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path))

    assert sync_service_of(tmp_path / "office") == tmp_path.name


def test_a_moved_dropbox_is_known_from_its_own_settings(tmp_path, own_home):
    info = own_home / ".dropbox" / "info.json"
    info.parent.mkdir(parents=True)
    info.write_text(f'{{"personal": {{"path": "{tmp_path}"}}}}')

    assert sync_service_of(tmp_path / "office") == tmp_path.name


@pytest.mark.parametrize("name", ["Box", "箱", "dropboxes", "OneDriveではない"])
def test_an_ordinary_folder_is_taken(tmp_path, name):
    assert refuse_unsafe_place(tmp_path / name / "office") == []


def test_a_link_into_a_sync_folder_is_followed(tmp_path):
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "Dropbox")

    with pytest.raises(UnsafePlaceError):
        refuse_unsafe_place(tmp_path / "link" / "office")


def test_an_office_is_not_made_in_a_sync_folder(tmp_path):
    with pytest.raises(UnsafePlaceError):
        create_office(
            tmp_path / "OneDrive" / "office", admin_login="kanri", password=PASSWORD, cost=FLOOR
        )

    assert not list(tmp_path.iterdir())
