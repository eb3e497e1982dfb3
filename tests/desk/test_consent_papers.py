"""同意書: filled from what was agreed, empty for the hand, in the centre's own words."""

from datetime import date

import pytest

from letter_office import ADDRESS, make_desk, told_by
from office_fixtures import TODAY
from soudan_desk.desk.paper_infos import papers_of
from soudan_desk.desk.printing import print_paper
from soudan_desk.errors import NotFoundError
from soudan_desk.models import Consent
from soudan_desk.services.records import add_record, save_record
from soudan_desk.services.settings import centre_settings, save_setting

OWN = "わたしは、次の関係機関と情報を分かちあうことに同意します。"
PRIVACY = "第1条　見本センターは、個人情報を大切にします。"
USUAL = "次のことについて説明を受け、その範囲で同意します。"


def settle(admin, **answers):
    own = next(s for s in centre_settings(admin) if s.answers["centre"] == "life_support")
    save_setting(admin, own, answers)


@pytest.fixture
def desk(work):
    return make_desk(work)


@pytest.fixture
def told(work, tmp_path):
    """Print a paper of a record, or empty, and return what it says."""

    def tell(record_id=None, **more):
        target = tmp_path / f"{len(list(tmp_path.iterdir()))}.pdf"
        print_paper(
            work, "consent_form", record_id, target=target, reason="署名をもらうため", **more
        )
        return told_by(target)

    return tell


def consent(desk, **answers):
    about = {"person_id": desk.person, "case_id": desk.case, "scope_agency_ids": [desk.agency]}
    usual = {"type": "share_agencies", "given_on": TODAY, "method": "written", "given_by": "self"}
    return add_record(desk.work, "consent", {**about, **usual, **answers}).id


def test_it_says_to_what_whom_and_until_when_and_leaves_room_to_sign(desk, told):
    said = told(desk.consent)
    for words in (
        *("同意書", "青葉すみれ", "個別のつなぎ・情報提供書の送付", "ひなた市役所生活福祉課"),
        *("■氏名・読み", "□病気・通院・服薬", "令和9年3月31日", "令和8年11月20日"),
        *("いつでも取り下げられます", "本人の署名"),
    ):
        assert words in said, words
    assert "撤回" not in said


@pytest.mark.parametrize(
    ("method", "words"),
    [("oral", "口頭で同意。署名はありません"), ("explained", "同意ではありません")],
)
def test_what_was_not_signed_says_so(desk, told, method, words):
    assert words in told(consent(desk, method=method))


def test_who_agreed_for_another_signs_for_them(desk, told):
    said = told(consent(desk, given_by="guardian", giver_name="見本 後見", relation="other"))
    assert "（代わりの人が同意）" in said
    assert "見本後見" in said
    assert "後見人等" in said
    assert "代わりの人の署名" in said


def test_a_withdrawn_consent_bears_its_end(desk, told):
    end = {"withdrawn_on": TODAY, "withdrawal_note": "家族に知られたくない"}
    said = told(consent(desk, given_on=date(2026, 11, 1), **end))
    assert "撤回日令和8年11月24日" in said
    assert "家族に知られたくない" in said


def test_the_centres_words_stand_where_they_speak_of_it_and_its_rules_follow(office, desk, told):
    settle(office.work("kanri"), consent_text=OWN, privacy_text=PRIVACY, application_to="所長")
    said = told(consent(desk))
    assert OWN in said
    assert "所長殿" in said
    assert "個人情報に関する管理・取扱規程" in said
    assert "見本センターは、個人情報を大切にします。" in said
    custody = told(consent(desk, type="custody"))
    assert OWN not in custody
    assert USUAL in custody
    assert OWN in told(empty=True)


def test_the_empty_form_offers_everything_and_ticks_nothing(told):
    said = told(empty=True)
    assert USUAL in said
    assert "■" not in said
    for words in ("□相談支援の利用申込み", "□職場への開示", "□住所", "本人の署名", "本人との関係"):
        assert words in said, words


def test_a_case_prints_its_newest_consent_and_none_where_there_is_none(work, desk, told):
    consent(desk, type="photo_publicity")
    assert "写真・広報" in told(desk.case)
    assert "consent_form" in [each.key for each in papers_of(work, "case", desk.case)]
    other = make_desk(work)
    with work.store.writing(work.actor) as session:
        for row in session.query(Consent).filter(Consent.case_id == other.case):
            row.record_state = "void"
    assert "consent_form" not in [each.key for each in papers_of(work, "case", other.case)]
    with pytest.raises(NotFoundError, match="同意がまだありません"):
        told(other.case)


def test_what_a_measure_hides_is_blacked_out(work, desk, told):
    save_record(work, "person", desk.person, {"shien_sochi": True})
    assert "見本県" not in told(consent(desk, excluded=f"夫（{ADDRESS}）には伝えない"))
