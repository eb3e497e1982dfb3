"""What is shipped may be shipped, and the list of it is true."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def _load():
    path = ROOT / "scripts" / "licences.py"
    spec = importlib.util.spec_from_file_location("licences", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


licences = _load()


def test_everything_shipped_is_permissive_lgpl_or_mpl():
    assert [w for w in licences.everything() if not licences.is_allowed(w.licence)] == []


def test_the_list_names_what_the_lock_holds():
    assert licences.LIST.read_text(encoding="utf-8") == licences.page(), "run: make licences"


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("LGPL-3.0-only OR GPL-3.0-only", True),
        ("MIT AND GPL-2.0-only", False),
        ("", False),
    ],
)
def test_alternatives_need_one_allowed_licence_and_sums_need_all(licence, allowed):
    assert licences.is_allowed(licence) is allowed


def test_the_list_points_to_every_licence_file_of_fonts_and_icons():
    folder = ROOT / "resources"
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("LICENSE-*")}
    assert files == {work.remark for work in licences.RESOURCES}
