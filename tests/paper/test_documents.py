"""What every document says and how it stands on its pages, as poppler reads it."""

import re
from dataclasses import fields, is_dataclass, replace

import pypdfium2
import pytest
from paper_reading import (
    exact_text_of,
    fonts_of,
    page_count,
    run,
    sizes_of,
    squashed,
    text_of,
    text_of_page,
    words_of,
)
from paper_samples import (
    FILLED,
    HARD,
    HEAD,
    NOTE,
    intake,
    labels,
    letter,
    listed,
    printed,
    record,
)

from soudan_desk.models import AgendaItem, Conference, fields_of
from soudan_desk.papers import page
from soudan_desk.papers.catalogue import PAPERS
from soudan_desk.papers.data import Answer, Blank, Option

BLANK = Blank(lambda name, _centre: [(label, "") for label in labels(name)], ("life_support",))
FORMS = sorted(key for key, paper in PAPERS.items() if paper.form)


@pytest.fixture
def written(tmp_path):
    """Write a paper and return its file."""

    def write(key, data=None, *, sample=False):
        target = tmp_path / f"{key}.pdf"
        pages = PAPERS[key].write(data or FILLED[key](), target, printed(sample=sample))
        assert pages == page_count(target)
        return target

    return write


def texts_in(data):
    """Yield every text of a paper's data, however deep it lies."""
    if isinstance(data, str):
        yield from filter(None, data.split("\n"))
    elif is_dataclass(data):
        for field in fields(data):
            if field.name not in {"to", "field", "on", "blank"}:
                yield from texts_in(getattr(data, field.name))
    elif isinstance(data, tuple):
        for part in data:
            yield from texts_in(part)


def test_there_is_a_specimen_of_every_paper():
    assert set(FILLED) == set(PAPERS)


@pytest.mark.parametrize("key", [k for k in sorted(PAPERS) if k != "referral_reply"])
def test_every_text_of_a_paper_comes_back_from_it(written, key):
    data = FILLED[key]()
    pdf = written(key, sample=True)
    poppler, pdfium = squashed(text_of(pdf)), squashed(exact_text_of(pdf))
    for text in texts_in(data):
        assert squashed(text) in poppler or squashed(text) in pdfium, text


@pytest.mark.parametrize("key", sorted(PAPERS))
def test_all_fonts_are_embedded_and_lead_back_to_text(written, key):
    fonts = fonts_of(written(key, sample=True))
    assert fonts
    assert all(font["emb"] == font["sub"] == font["uni"] == "yes" for font in fonts)
    assert not any("Helvetica" in font["name"] for font in fonts)
    assert b"Helvetica" not in written(key).read_bytes()


@pytest.mark.parametrize("key", sorted(PAPERS))
def test_poppler_draws_every_page_without_complaint(written, key, tmp_path):
    target = written(key, sample=True)
    run("pdftoppm", "-r", "20", "-png", str(target), str(tmp_path / "page"))
    assert len(list(tmp_path.glob("page-*.png"))) == page_count(target)


@pytest.mark.parametrize("key", sorted(PAPERS))
def test_nothing_stands_outside_the_margins(written, key):
    within_margins(written(key, sample=True))


def within_margins(pdf):
    sizes = sizes_of(pdf)
    for word in words_of(pdf):
        width, height = sizes[word.page - 1]
        assert word.left >= page.LEFT - 1, word
        assert word.right <= width - page.RIGHT + 1, word
        assert 20 < word.top < word.bottom < height - 20, word


_MINUTES = ("minutes", "minutes_anonymous", "minutes_extract")
SHEETS = {"handover_sheet": 2, "plan": 2, "evaluation": 2, **dict.fromkeys(_MINUTES, 2)}
"""Both sides of one leaf: as the official forms are, or for all that a meeting's minutes tell."""


@pytest.mark.parametrize("key", FORMS)
def test_a_form_printed_empty_names_no_one_and_fits_one_leaf(written, key):
    form = written(key, PAPERS[key].empty(BLANK))
    assert page_count(form) == SHEETS.get(key, 1)
    assert HEAD.client.name not in exact_text_of(form)
    within_margins(form)


_NOT_BY_HAND = {
    *("開催日", "開始", "終了", "配布資料を回収した"),
    *("件名", "名前を伏せる", "伏せたときの呼び名", "氏名を出す根拠"),
}
_BY_HAND = {"守秘を確認した": "守秘の確認"}


def test_minutes_printed_empty_ask_what_filled_ones_tell(written):
    text = squashed(text_of(written("minutes", PAPERS["minutes"].empty(BLANK))))
    [usual] = [f.shown_when for f in fields_of(AgendaItem) if f.key == "client_view"]
    asked = {
        field.label
        for field in (*fields_of(Conference), *fields_of(AgendaItem))
        if field.printed and field.shown_when in (None, usual)
    }
    assert len(asked - _NOT_BY_HAND) > 15
    for label in asked - _NOT_BY_HAND:
        assert _BY_HAND.get(label, label) in text, label


def test_a_filled_intake_sheet_takes_one_page_with_all_that_the_office_noted(written):
    held = intake()
    noted = tuple(
        (section, (Answer("住居", "賃貸アパート"), Answer("健康保険", "国民健康保険", long=True)))
        for section in ("受付", "暮らしの様子", "相談経路・相談歴", "相談申込み")
    )
    concerns = (Option("家族との関係について"),) * 16
    assert page_count(written("intake_sheet", replace(held, office_use=noted))) == 1
    full = replace(held, office_use=noted, concerns=concerns, wish=NOTE)
    assert page_count(written("intake_sheet", full)) == 1


def test_the_name_of_a_section_is_never_the_last_line_of_a_page(written):
    lines = tuple((f"第{at}節", (Answer("問い", NOTE, long=True),)) for at in range(30))
    pdf = written("rights_reception", replace(FILLED["rights_reception"](), sections=lines))
    assert page_count(pdf) > 1
    for number in range(1, page_count(pdf) + 1):
        body = squashed(text_of_page(pdf, number)).partition("見本社協")[0]
        assert not re.search(r"第\d+節$", body)


def test_an_empty_intake_sheet_offers_every_option_unchosen(written):
    seen = squashed(text_of(written("intake_sheet", PAPERS["intake_sheet"].empty(BLANK))))
    assert all(squashed(label) in seen for label in (*labels("sex"), *labels("concern")))
    assert "■" not in seen
    assert seen.count("□") == len(labels("sex")) + 2


def test_chosen_options_are_filled_and_the_others_are_printed_too(written):
    seen = squashed(text_of(written("progress_record", record(1))))
    assert "■電話相談・連絡" in seen
    assert "□訪問" in seen
    assert "□その他（手紙）" in seen


def test_pages_are_numbered_out_of_their_total(written):
    target = written("progress_list", listed(60))
    total = page_count(target)
    assert total > 3
    for number in range(1, total + 1):
        assert f"{number}/{total}" in squashed(text_of_page(target, number))


def test_the_head_of_a_list_and_the_name_stand_on_every_page(written):
    target = written("progress_list", listed(60))
    for number in range(1, page_count(target) + 1):
        seen = squashed(text_of_page(target, number))
        assert HEAD.case_no in seen
        assert squashed(HEAD.client.name) in seen
        assert "取扱注意" in seen
        assert all(head in seen for head in ("日付", "時間", "方法", "相手", "対応者", "内容"))


def test_a_long_answer_flows_on_under_its_label_and_loses_nothing(written):
    target = written("progress_record", record(1, times=80))
    seen = squashed(text_of(target))
    assert page_count(target) >= 4
    assert seen.count("本人から電話。") == 80
    assert seen.count("（続き）") == page_count(target) - 1


def test_a_letter_with_its_slip_fits_one_page_and_a_long_one_ends_with_the_slip(written):
    assert page_count(written("referral_letter")) == 1
    long = written("referral_letter", letter(times=30))
    assert page_count(long) > 1
    last = squashed(text_of_page(long, page_count(long)))
    assert "きりとり" in last
    assert "受理日・担当" in last
    assert squashed(HARD) in squashed(text_of(long))


def test_the_foot_says_who_printed_when_and_which_version(written):
    seen = squashed(text_of(written("face_sheet")))
    assert "見本社協見本センター" in seen
    assert "令和8年11月24日10:32見本花子" in seen
    assert "P-000412" in seen
    assert "第2版" in seen


@pytest.mark.parametrize("key", ["progress_list", "recovery_sheet", "auditor_sheet"])
def test_a_demo_office_says_so_on_every_page_and_a_real_one_on_none(written, key):
    demo, sentence = written(key, sample=True), "すべて架空です"
    for number in range(1, page_count(demo) + 1):
        assert sentence in squashed(text_of_page(demo, number))
    assert sentence not in squashed(text_of(written(key)))


def test_the_mark_of_a_demo_office_lies_across_every_page(written):
    marked = [shades(p) for p in pages_of(written("progress_list", sample=True))]
    plain = [shades(p) for p in pages_of(written("progress_list"))]
    assert len(marked) == len(plain) > 1
    for with_mark, without in zip(marked, plain, strict=True):
        width, height, stride, before = without
        changed = [at for at, shade in enumerate(with_mark[3]) if before[at] - shade > 10]
        across, down = {at % stride for at in changed}, {at // stride for at in changed}
        assert max(across) - min(across) > 0.6 * width
        assert max(down) - min(down) > 0.6 * height


def pages_of(pdf):
    with pypdfium2.PdfDocument(pdf.read_bytes()) as document:
        return [page.render(scale=0.4, grayscale=True) for page in document]


def shades(bitmap):
    return bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer)


@pytest.mark.parametrize(("key", "kept"), [("recovery_sheet", "金庫"), ("auditor_sheet", "監査")])
def test_a_key_on_paper_stands_in_large_groups_in_their_order(written, key, kept):
    seen = squashed(text_of(written(key)))
    data = FILLED[key]()
    places = [seen.index(group) for group in (*data.groups, data.check)]
    assert places == sorted(places)
    assert kept in seen


def test_seals_carry_day_and_name_and_only_where_the_review_has_passed(written):
    seen = squashed(text_of(written("face_sheet")))
    assert "R8.11.24" in seen
    assert seen.count("済") == 1
