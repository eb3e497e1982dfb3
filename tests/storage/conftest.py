"""A real office of tables and keys, without any casework, copied from one made per worker."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from bare_office import ADMIN, PASSWORD, add_notes, make_tables

from soudan_desk.storage.keys import FLOOR
from soudan_desk.storage.opening import create_office, open_office


@pytest.fixture(scope="session")
def bare_template(tmp_path_factory):
    """Make an office once; return its folder and its recovery key."""
    path = tmp_path_factory.mktemp("storage") / "template"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOUDAN_STATE_DIR", str(path.parent / "state"))
        office, recovery_key = create_office(
            path,
            admin_login="kanri",
            password=PASSWORD,
            user_id=ADMIN,
            cost=FLOOR,
            prepare=make_tables,
        )
        add_notes(office, 200)
        office.close()
    return path, recovery_key


@pytest.fixture
def office_path(bare_template, tmp_path) -> Path:
    """Return a closed office of one's own."""
    return shutil.copytree(bare_template[0], tmp_path / "事務所")


@pytest.fixture
def recovery_key(bare_template) -> str:
    """Return what its recovery sheet says."""
    return bare_template[1]


@pytest.fixture
def bare_office(office_path):
    """Open it."""
    opened = open_office(office_path, "kanri", PASSWORD, prepare=make_tables)
    yield opened
    opened.close()


@pytest.fixture
def small_disk(tmp_path):
    """Mount a disk of 4 MiB; give its folder."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("only root may mount a small disk here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)
