"""The manual says what the program has: pages, buttons, keys, pictures; and it ships."""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest
import shots
from hatchling.builders.wheel import WheelBuilder

from soudan_desk.desk.manual import save_manual
from soudan_desk.manual.blocks import (
    Heading,
    Item,
    Mark,
    Paragraph,
    Picture,
    Remark,
    Stretch,
    Table,
    plain,
    text_of,
)
from soudan_desk.manual.chapters import INDEX, chapter, chapters, find_in_manual, has_chapter
from soudan_desk.manual.reading import read_blocks
from soudan_desk.ui.wiring.pages import builders

ROOT = Path(__file__).parents[1]
MANUAL = ROOT / "docs" / "manual"
WITHOUT_DESK = ("login", "first_run")
PACKAGE = ROOT / "src" / "soudan_desk"
ONLY_COMMANDS = (
    r"^(cli|models|codes\.py)|json|migrations|/exports\.py|record_lists|typed_reading|import_columns"
    r"|desk/report"
)
SAID_BY_COMMANDS = (
    "には記録の番号を指定しません",
    "をどの記録から印刷するか",
    "供覧・決裁は画面で",
)
GENERAL_KEYS = {
    *("Tab", "Shift+Tab", "Enter", "Shift+Enter", "Esc", "Space", "Delete", "F2"),
    *"QWERT",  # 受付: who calls
    *("↑↓", "↑", "↓", "←", "→"),
    *("Ctrl+1", "Ctrl+2", "Ctrl+9", "Alt+1", "Alt+2", "Alt+9"),
}
KEY = re.compile(r"(Ctrl|Alt|Shift)\+.+|F\d+|[A-Z]|[↑↓←→]+|Enter|Esc|Space|Tab|Delete")


def words_of(block):
    """List the stretches of a block."""
    match block:
        case Paragraph() | Item() | Remark():
            return list(block.words)
        case Table():
            return [each for row in (block.head, *block.rows) for cell in row for each in cell]
    return []


def stretches(mark):
    """List (chapter, text) of every stretch of one mark."""
    return [
        (each.key, stretch)
        for each in (chapter(INDEX), *chapters())
        for block in each.blocks
        for stretch in words_of(block)
        if stretch.mark is mark
    ]


@cache
def said_by_the_program():
    """Gather every text constant of the program, and the labels of its options."""
    texts = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.update(node.value.split("\t"))
    for path in (ROOT / "resources" / "codes").glob("*.toml"):
        texts.update(re.findall(r'label = "([^"]+)"', path.read_text(encoding="utf-8")))
    return texts


def test_every_page_of_the_program_has_a_page_of_the_manual():
    missing = [name for name in (*builders(), *WITHOUT_DESK) if not has_chapter(name)]
    assert not missing


def test_the_index_leads_to_every_page():
    listed = {each.key for each in chapters()}
    assert listed | {INDEX} == {path.stem for path in MANUAL.glob("*.md")}


def test_links_lead_somewhere():
    lost = []
    for where, link in stretches(Mark.LINK):
        key, _, heading = link.target.partition("#")
        if not has_chapter(key) or (heading and heading not in chapter(key).headings):
            lost.append((where, link.target))
    assert not lost


def test_every_picture_is_one_that_make_shots_makes():
    scenes = {*shots.SCENES, *shots.WITHOUT_DESK}
    pictures = [
        (each.key, block.file)
        for each in chapters()
        for block in each.blocks
        if isinstance(block, Picture)
    ]
    assert pictures
    for where, file in pictures:
        scene = file.name.removesuffix("_light_1366x768.png")
        assert scene in scenes, f"{where}: {file.name}"
        assert file.is_file(), f"{where}: {file.name}; run `make shots`"


def test_buttons_and_menus_bear_the_names_the_manual_gives_them():
    wrong = [
        (where, button.text)
        for where, button in stretches(Mark.BUTTON)
        if button.text.strip("［］") not in said_by_the_program()
    ]
    assert not wrong


def test_keys_the_manual_names_are_keys_of_the_program():
    known = GENERAL_KEYS | said_by_the_program()
    unknown = [
        (where, key.text)
        for where, key in stretches(Mark.KEY)
        if KEY.fullmatch(key.text)
        and key.text.replace("←", "Left").replace("→", "Right") not in known
        and key.text not in known
    ]
    assert not unknown


def test_every_refusal_a_worker_may_meet_is_told():
    whole = _bare("".join(text_of(block) for each in chapters() for block in each.blocks))
    untold = [
        (module, "".join(parts))
        for module, parts in refusals()
        if not any(part[at : at + 8] in whole for part in parts for at in range(len(part)))
    ]
    assert not untold, "tell it in docs/manual, best in troubles.md, and what to do"


def refusals():
    """List (module, pieces of the sentence) of what refuses in the window's reach."""
    for path in sorted(PACKAGE.rglob("*.py")):
        module = path.relative_to(PACKAGE).as_posix()
        if re.search(ONLY_COMMANDS, module):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            parts = [_bare(text) for text in _sentence_in(node)]
            if parts and not any(part.startswith(SAID_BY_COMMANDS) for part in parts):
                yield module, parts


def _sentence_in(node):
    """Return the pieces of what a statement refuses with."""
    if isinstance(node, ast.Raise) and node.exc is not None:
        return _japanese(node.exc)
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "sentence":
        return _japanese(node.value)
    return []


def _japanese(node):
    constants = (each.value for each in ast.walk(node) if isinstance(each, ast.Constant))
    return [text for text in constants if isinstance(text, str) and re.search("[ぁ-ん]", text)]


def _bare(text):
    return re.sub(r"[()（）\s「」、。○…]", "", text)


def test_every_page_says_what_cannot_be_done_there():
    for name in builders():
        assert "できないこと" in chapter(name).headings or name == "manual", name


def test_a_page_with_what_the_manual_cannot_show_is_refused():
    with pytest.raises(ValueError, match="html_block"):
        read_blocks("<div>fett</div>\n", MANUAL)


def test_marks_are_read_from_how_words_are_set():
    (block,) = read_blocks(
        "**［保存］** か `Ctrl+S`、**「若葉」** と [今日](today.md#入れる)", MANUAL
    )

    assert [each for each in block.words if each.mark is not Mark.PLAIN] == [
        Stretch("［保存］", Mark.BUTTON),
        Stretch("Ctrl+S", Mark.KEY),
        Stretch("若葉", Mark.TYPED),
        Stretch("今日", Mark.LINK, "today#入れる"),
    ]


def test_words_are_found_whatever_their_width_headings_first():
    found = find_in_manual("ｐｄｆ")

    assert {hit.chapter.key for hit in found} >= {"manual", "referral"}
    for hit in found:
        start, end = hit.match
        assert hit.line[start:end].casefold() == "pdf"
    assert find_in_manual("支援措置")[0].heading == "支援措置"
    assert find_in_manual("  ") == ()


def test_the_wheel_carries_the_manual_and_its_pictures():
    carried = {each.distribution_path for each in WheelBuilder(str(ROOT)).recurse_included_files()}
    documents = "soudan_desk/resources/docs"

    assert {f"{documents}/manual/{path.name}" for path in MANUAL.glob("*.md")} <= carried
    assert f"{documents}/screenshots/today_light_1366x768.png" in carried


def test_the_pdf_has_every_heading_and_the_contents_name_the_pages(tmp_path):
    file = tmp_path / "manual.pdf"

    pages = save_manual(file)

    text = [_lines_of(page) for page in _text_of(file).split("\f")][:pages]
    whole = "".join(line for lines in text for line in lines)
    for each in chapters():
        for block in each.blocks:
            if isinstance(block, Heading):
                assert _squeezed(block.text) in whole, f"{each.key}: {block.text}"
    begins = [(lines[1], number) for number, lines in enumerate(text, 1)]
    for each in chapters():
        title = _squeezed(each.title)  # a lesser heading of that name may begin a page too
        named = {f"{title}{number}" for first, number in begins if first == title}
        assert named & {*text[1], *text[2]}, title


def test_no_heading_is_left_alone_at_the_foot_of_a_page(tmp_path):
    file = tmp_path / "manual.pdf"
    pages = save_manual(file)
    headings = {_squeezed(heading) for each in chapters() for heading in each.headings}

    for page in _text_of(file).split("\f")[:pages]:
        lines = _lines_of(page)
        assert lines[-2] not in headings, lines[-2]


def _lines_of(page: str) -> list[str]:
    return [_squeezed(line) for line in page.splitlines() if line.strip()]


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _text_of(file: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True)
    return done.stdout.decode()


def test_a_table_cell_may_hold_keys_and_buttons():
    (table,) = read_blocks("| a | b |\n|---|---|\n| `F1` | **［閉じる］** |\n", MANUAL)

    assert [plain(cell) for cell in table.rows[0]] == ["F1", "［閉じる］"]
