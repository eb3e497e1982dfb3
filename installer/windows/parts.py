"""Put together what a Windows PC needs: Python, the locked packages, the program, its resources.

Usage: parts.py EMBED PACKAGES TREE VERSION
       (EMBED: the embeddable archive of Python, or the sdist that carries it)
"""

import io
import re
import shutil
import sys
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATHS = "{zip}\n.\nLib\\site-packages\n..\\app\n"

NEEDLESS = re.compile(
    r"""
      \.pyi$ | \.dist-info/(RECORD|INSTALLER|REQUESTED)$ | __pycache__/
    | ^sqlalchemy/testing/ | ^alembic/testing/ | ^pip/ | ^setuptools/ | ^bin/ | ^Scripts/
    | ^Cryptodome/SelfTest/ | ^PIL/_avif | ^reportlab/fonts/.*\.(sfd|txt)$ | ^lxml/includes/
    """,
    re.VERBOSE,
)
OF_QT = re.compile(
    r"""^PySide6/(
      [^/]*\.py | py\.typed | support/.*
    | Qt(Core|Gui|Widgets|PrintSupport|Svg|DBus)\.pyd
    | Qt6(Core|Gui|Widgets|PrintSupport|Svg|DBus)\.dll
    | pyside6\.abi3\.dll | (msvcp|vcruntime|concrt)[^/]*\.dll
    | plugins/(platforms/q(windows|offscreen)|imageformats/q(svg|jpeg|ico))\.dll
    | plugins/(iconengines|styles|printsupport)/[^/]*\.dll
    | translations/qt(base)?_ja\.qm
    )$""",
    re.VERBOSE,
)


def is_needed(name: str) -> bool:
    """Tell whether an installed file is used on an office PC."""
    return bool(OF_QT.match(name)) if name.startswith("PySide6/") else not NEEDLESS.search(name)


def python_archive(source: Path) -> zipfile.ZipFile:
    """Open the embeddable archive, as it is or out of the sdist's `data.zip`."""
    if source.suffix == ".zip":
        return zipfile.ZipFile(source)
    with tarfile.open(source) as sdist:
        name = next(each for each in sdist.getnames() if each.endswith("data.zip"))
        file = sdist.extractfile(name)
        assert file is not None
        return zipfile.ZipFile(io.BytesIO(file.read()))


def unpack_python(source: Path, target: Path) -> None:
    """Lay Windows' Python down; it shall look for modules where we say, whatever the PC has set."""
    target.mkdir(parents=True)
    with python_archive(source) as archive:
        for name in archive.namelist():
            inner = name.removeprefix("cp313/")
            is_ours = inner != name or not re.match(r"cp\d+/", name)
            if is_ours and inner and not inner.endswith("/"):
                (target / inner).parent.mkdir(parents=True, exist_ok=True)
                (target / inner).write_bytes(archive.read(name))
    [where] = target.glob("python313._pth")  # what the locked packages are fetched for
    where.write_text(PATHS.format(zip=f"{where.stem}.zip"), "ascii")


def copy_packages(installed: Path, target: Path) -> None:
    """Copy what is needed of the locked packages."""
    for path in sorted(installed.rglob("*")):
        name = path.relative_to(installed).as_posix()
        if path.is_file() and is_needed(name):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target / name)


def copy_program(target: Path) -> None:
    """Copy the program with its resources, manual and licences."""
    package = target / "soudan_desk"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src" / "soudan_desk", package, ignore=ignored)
    shutil.copytree(ROOT / "resources", package / "resources", ignore=ignored)
    shutil.copytree(ROOT / "docs" / "manual", package / "resources" / "docs" / "manual")
    pictures = package / "resources" / "docs" / "screenshots"
    pictures.mkdir()
    for picture in (ROOT / "docs" / "screenshots").glob("*_1366x768.png"):
        shutil.copyfile(picture, pictures / picture.name)
    for name in ("LICENSE", "docs/licences.md", "installer/windows/starts.py"):
        shutil.copyfile(ROOT / name, target / Path(name).name)


def main() -> None:
    """Do it."""
    embed, installed, tree = map(Path, sys.argv[1:4])
    unpack_python(embed, tree / "python")
    copy_packages(installed, tree / "python" / "Lib" / "site-packages")
    copy_program(tree / "app")
    (tree / "version.txt").write_text(sys.argv[4], "ascii")


if __name__ == "__main__":
    main()
