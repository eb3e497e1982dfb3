"""What a centre settles about its papers is what its papers say."""

from datetime import date

import pytest

from letter_office import make_desk, told_by
from office_fixtures import TODAY
from soudan_desk.desk.printing import print_paper
from soudan_desk.errors import InvalidEntriesError
from soudan_desk.services.records import add_record, show_record
from soudan_desk.services.settings import centre_settings, save_setting

CONSENT = "わたしは、見本の規程を読み、相談の利用を申し込みます。"
PRIVACY = "第1条　見本センターは、個人情報を大切にします。\n第2条　5年で廃棄します。"


def settle(work, **answers):
    own = next(s for s in centre_settings(work) if s.answers["centre"] == "life_support")
    save_setting(work, own, answers)


@pytest.fixture
def admin(office):
    return office.work("kanri")


def test_the_application_speaks_in_the_centres_words_and_carries_its_rules(work, admin, tmp_path):
    settle(admin, consent_text=CONSENT, privacy_text=PRIVACY)
    desk = make_desk(work)
    for number, empty in enumerate((False, True)):
        target = tmp_path / f"{number}.pdf"
        about = None if empty else desk.case
        printed = print_paper(
            work, "intake_sheet", about, target=target, reason="受付", empty=empty
        )
        told = told_by(target)
        assert CONSENT in told
        assert "上記の相談内容について" not in told
        assert "別紙個人情報に関する管理・取扱規程" in told
        assert "第2条5年で廃棄します。" in told
        assert printed.pages == 2


def test_without_words_of_its_own_the_form_speaks_for_itself(work, tmp_path):
    printed = print_paper(
        work, "intake_sheet", make_desk(work).case, target=tmp_path / "a.pdf", reason="受付"
    )
    assert "上記の相談内容について" in told_by(tmp_path / "a.pdf")
    assert printed.pages == 1


def test_a_plan_bears_the_title_of_the_centres_rules(work, admin, tmp_path):
    settle(admin, plan_title="見本市プラン兼サービス利用申込書")
    desk = make_desk(work)
    given = {"plan_kind": "self_reliance", "case_id": desk.case, "drafted_on": TODAY}
    plan = add_record(work, "plan", {**given, "author_id": work.actor.staff_id}).id
    print_paper(work, "plan", plan, target=tmp_path / "a.pdf", reason="説明")
    assert "見本市プラン兼サービス利用申込書" in told_by(tmp_path / "a.pdf")


def number_of(work, desk, **answers):
    letter = add_record(work, "referral", desk.letter(**answers), finalise=True).id
    return show_record(work, "referral", letter).answers["ref_no"]


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        (None, ["08-つ-0001", "08-つ-0002", "09-つ-0001"]),
        ("{年度}生支第{番号}号", ["08生支第1号", "08生支第2号", "09生支第1号"]),
        ("ひなた{番号:3}", ["ひなた001", "ひなた002", "ひなた003"]),
    ],
)
def test_letters_are_numbered_in_the_centres_form(work, admin, form, numbers):
    settle(admin, ref_no_format=form)
    desk = make_desk(work)
    days = (TODAY, TODAY, date(2027, 4, 1))
    assert [number_of(work, desk, issued_on=day) for day in days] == numbers


@pytest.mark.parametrize("form", ["つ", "{番号}{番号}", "{年}-{番号}", "{番号:x}"])
def test_a_form_without_a_number_is_refused_with_a_sentence(admin, form):
    with pytest.raises(InvalidEntriesError, match="番号"):
        settle(admin, ref_no_format=form)
