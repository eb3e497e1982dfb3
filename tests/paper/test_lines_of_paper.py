"""Lines as they stand on paper: 禁則, flush edges, and text that copies as it was typed."""

import random

import pytest
from paper_reading import exact_text_of, lines_of, page_count, squashed, text_of
from paper_samples import printed
from reportlab.lib.units import mm
from reportlab.platypus import Indenter, Spacer

from soudan_desk.japanese.line_breaks import NOT_AT_LINE_END, NOT_AT_LINE_START
from soudan_desk.papers import page
from soudan_desk.papers.files import write_pdf
from soudan_desk.papers.page import PageOptions
from soudan_desk.papers.text import CELL, Text

PARTS = (
    "本人から電話があり、「家賃が払えない」とのこと。",
    "（留守電には名乗らないでください）",
    "ハローワークの担当者と、給付金（5万2,000円）について話した。",
    "キャッシュカードをなくした…。",
    "「ちょっと待ってほしい」と言われた！？",
    "相談センターへ同行し、12月2日（水）14:30に窓口で手続きをした。",
    "『住居確保給付金のしおり』を渡した；返事は来週。",
    "メールはsumire.aoba@example.jpへ。",
    "少々お待ちくださいと々しく〻言われ、ヶ月分〜の領収書、A-12ー34。",
)


def write(story, target):
    options = PageOptions(printed(), warning="")
    write_pdf(story, target, title="試し", options=options)
    return target


def body_lines(pdf):
    """Leave out the foot."""
    return [line for line in lines_of(pdf) if line.bottom < page.HEIGHT - page.BOTTOM + 1]


@pytest.fixture(scope="module")
def many_lines(tmp_path_factory):
    """Set a long text in columns of every width, several thousand lines in all."""
    chance = random.Random(20261124)
    story = []
    for width in range(60, 170, 5):
        text = "".join(chance.choice(PARTS) for _ in range(300))
        rest = page.INNER_WIDTH - width * mm
        story += [Indenter(right=rest), Text(text, CELL), Indenter(right=-rest)]
    target = tmp_path_factory.mktemp("lines") / "many.pdf"
    return body_lines(write(story, target))


def test_no_line_begins_or_ends_with_what_must_not_stand_there(many_lines):
    assert len(many_lines) > 2000
    assert [line for line in many_lines if line.text[0] in NOT_AT_LINE_START] == []
    assert [line for line in many_lines if line.text[-1] in NOT_AT_LINE_END] == []


def test_no_line_leaves_its_column(many_lines):
    assert min(line.left for line in many_lines) >= page.LEFT - 0.5
    assert max(line.right for line in many_lines) <= page.WIDTH - page.RIGHT + 0.5


def test_lines_of_a_paragraph_end_flush(tmp_path):
    target = write([Text("".join(PARTS) * 20, CELL)], tmp_path / "flush.pdf")
    rights = [line.right for line in body_lines(target)][:-1]
    flush = [right for right in rights if abs(right - (page.WIDTH - page.RIGHT)) < 0.6]
    assert len(flush) > 0.9 * len(rights)


def test_a_text_that_moved_to_the_next_page_can_still_be_parted(tmp_path):
    story = [Spacer(1, page.INNER_HEIGHT - 20), Text("\n".join(PARTS) + "\n".join(PARTS * 20))]
    target = write(story, tmp_path / "parted.pdf")
    assert page_count(target) > 3


SPECIMENS = (
    "𠮷野家",
    "葛\U000e0100城市と葛飾区",
    "渡邊\U000e010aさん",
    "髙﨑、塚本、神\ufa19社、頼\uf9b4",
    "㋿8年",
    "ABC-123 と １２３",
    "ｶﾞｷﾞｸﾞとが",
    "か\u3099き\u3099",
    "⼀と一、⽇と日",
    "①②③㈱℡㎡",
    "𩸽の煮付け",
)


def test_every_character_copies_as_it_was_typed(tmp_path):
    target = write([Text(text) for text in SPECIMENS], tmp_path / "copy.pdf")
    for seen in (squashed(text_of(target)), squashed(exact_text_of(target))):
        for text in SPECIMENS:
            assert squashed(text) in seen


def test_an_indent_of_one_full_width_space_is_kept(tmp_path):
    target = write([Text("　字下げのある段落"), Text("字下げのない段落")], tmp_path / "a.pdf")
    indented, plain = body_lines(target)
    assert indented.left - plain.left == pytest.approx(10.5, abs=0.1)
    assert "\u3000字下げのある段落" in exact_text_of(target)


def test_full_width_spaces_within_a_line_are_kept(tmp_path):
    target = write([Text("氏名　　見本　花子")], tmp_path / "b.pdf")
    assert "氏名\u3000\u3000見本\u3000花子" in exact_text_of(target)


def test_what_looks_like_markup_is_printed_as_it_stands(tmp_path):
    text = "<b>太字</b> &amp; <font size=40> \\n (括弧) %s"
    target = write([Text(text)], tmp_path / "c.pdf")
    assert squashed(text) in squashed(text_of(target))
