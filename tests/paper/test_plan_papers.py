"""Plans of each kind, monitoring and evaluation: order of the form, pages, words, empty forms."""

from dataclasses import replace
from datetime import time

import plan_samples as samples
import pytest
from paper_reading import exact_text_of, page_count, sizes_of, squashed, text_of, text_of_page
from paper_samples import printed
from plan_samples import HARD, HEAD, blank
from test_documents import texts_in, within_margins

from soudan_desk.papers.catalogue import PAPERS
from soudan_desk.papers.plan import PlanPaper
from soudan_desk.papers.week_places import WeekBlock, placed

CASES = {
    "reliance": ("plan", samples.reliance),
    "nichiji": ("plan", samples.nichiji),
    "service_draft": ("plan", lambda: samples.service_use(is_draft=True)),
    "service": ("plan", samples.service_use),
    "full_week": ("plan", lambda: samples.service_use(weeks=14)),
    "move": ("plan", samples.move),
    "monitoring": ("monitoring", samples.monitoring),
    "plain_monitoring": ("monitoring", lambda: samples.monitoring(is_service=False)),
    "evaluation": ("evaluation", samples.evaluation),
}
MANY = {
    "reliance": lambda: samples.reliance(40),
    "nichiji": lambda: samples.nichiji(40),
    "service": lambda: samples.service_use(30),
    "move": lambda: samples.move(40),
}

NATIONAL = [
    "プラン兼事業等利用申込書",
    "作成日",
    "計画の回数",
    "解決したい課題",
    "長期目標",
    "本プランにおける達成目標",
    "実施すること",
    "法に基づく事業等",
    "就労支援対象者",
    "次回モニタリング",
    "本人同意・利用申込欄",
    "支援調整会議の開催日",
    "決定・確認の日",
]
SUPPORT = [
    "支援計画書",
    "専門員",
    "生活支援員",
    "本人の希望・意向",
    "家族等の意向",
    "生活上の課題",
    "援助の目標",
    "援助の内容",
    "金銭管理計画",
    "預かり物件",
    "関係機関・役割分担",
    "緊急時の対応・連絡先",
    "利用料・支払方法・減免",
    "見直しの時期",
    "説明日",
]
REPORT = [
    "利用者氏名",
    "障害支援区分",
    "相談支援事業者名",
    "利用者負担上限額",
    "計画作成担当者",
    "計画作成日",
    "モニタリング実施日",
    "利用者同意署名欄",
    "総合的な援助の方針",
    "全体の状況",
    "優先順位",
    "達成時期",
]
SERVICE = [
    "障害支援区分",
    "相談支援事業者名",
    "受給者証番号",
    "利用者負担上限額",
    "計画作成担当者",
    "地域相談支援",
    "通所受給者証番号",
    "計画作成日",
    "モニタリング期間",
    "利用者同意署名欄",
    "利用者及びその家族の生活に対する意向",
    "総合的な援助の方針",
    "長期目標",
    "短期目標",
    "優先順位",
    "週間計画表",
    "サービス提供によって実現する生活の全体像",
]


@pytest.fixture
def written(tmp_path):
    """Write a paper and return its file."""

    def write(key, data):
        target = tmp_path / f"{key}.pdf"
        pages = PAPERS[key].write(data, target, printed())
        assert pages == page_count(target)
        return target

    return write


def seen_in(pdf):
    return squashed(text_of(pdf)), squashed(exact_text_of(pdf))


@pytest.mark.parametrize("name", CASES)
def test_every_text_comes_back_and_stands_within_the_margins(written, name):
    key, make = CASES[name]
    data = make()
    pdf = written(key, data)
    poppler, pdfium = seen_in(pdf)
    for text in texts_in(data):
        assert squashed(text) in poppler or squashed(text) in pdfium, text
    within_margins(pdf)
    assert squashed(HARD) in poppler


@pytest.mark.parametrize("name", MANY)
def test_tables_flow_over_pages_under_their_heads_and_lose_nothing(written, name):
    data = MANY[name]()
    pdf = written("plan", data)
    assert page_count(pdf) > 3
    seen = squashed(exact_text_of(pdf))
    for line in data.parts[0].goals:
        assert squashed(line.goal) in seen
    head = {"move": "地域移行支援の目標", "nichiji": "援助の目標", "service": "支援目標"}.get(
        name, "本プランにおける達成目標"
    )
    second = squashed(text_of_page(pdf, 2)) + squashed(text_of_page(pdf, 3))
    assert head in second
    assert HEAD.case_no in second
    assert squashed(HEAD.client.name) in second
    within_margins(pdf)


def in_order(seen, labels):
    places = [seen.index(squashed(label)) for label in labels]
    assert places == sorted(places), [
        label for _, label in sorted(zip(places, labels, strict=True))
    ]


def test_the_national_plan_keeps_the_order_of_its_form(written):
    seen = squashed(exact_text_of(written("plan", samples.reliance())))
    in_order(
        seen,
        NATIONAL,
    )
    assert "■住居確保給付金" in seen
    assert "□家計改善支援事業" in seen
    assert "■支援決定□確認" in seen


def test_a_renewed_plan_says_which_it_renews_and_what_changed(written):
    seen = squashed(text_of(written("plan", samples.reliance())))
    assert "第2回（再プラン。前は第1回、令和8年5月20日作成）" in seen
    assert "家賃の滞納が解消し" in seen
    assert "［継続］1番目の目標" in seen
    assert "［新規］2番目の目標" in seen


def test_the_supporters_plan_keeps_its_order(written):
    seen = squashed(text_of(written("plan", samples.nichiji())))
    in_order(
        seen,
        SUPPORT,
    )


@pytest.mark.parametrize("is_draft", [True, False])
def test_the_service_plan_keeps_the_order_of_forms_1_and_2(written, is_draft):
    made = "計画案作成日" if is_draft else "計画作成日"
    pdf = written("plan", samples.service_use(is_draft=is_draft))
    seen = squashed(exact_text_of(pdf))
    in_order(
        seen,
        [made if label == "計画作成日" else label for label in SERVICE],
    )
    assert ("提供事業者名" in seen) is not is_draft
    assert squashed(HEAD.line) in seen
    assert ("利用計画案" in seen) is is_draft


def test_the_service_plan_lies_on_its_side_and_ends_with_the_week(written):
    pdf = written("plan", samples.service_use())
    assert all(width > height for width, height in sizes_of(pdf))
    week = squashed(text_of_page(pdf, page_count(pdf)))
    for text in (
        "週間計画表",
        "9:00〜10:30",
        "22:00〜5:00",
        "曜日を決めずに散歩",
        "日・祝",
        "週単位以外",
    ):
        assert text in week


@pytest.mark.parametrize("goals", [1, 2, 3])
def test_the_goals_of_a_first_service_plan_begin_on_its_first_page(written, goals):
    (part,) = samples.service_use(goals).parts
    pdf = written("plan", PlanPaper((replace(part, changes=None, issues=""),)))
    assert "課題解決のための" in squashed(text_of_page(pdf, 1))


def test_a_week_too_full_for_the_grid_is_listed_whole(written):
    pdf = written("plan", samples.service_use(weeks=40))
    assert squashed(text_of(pdf)).count("就労B型") >= 40
    within_margins(pdf)


def test_blocks_of_a_week_stand_by_day_and_two_hours():
    nine, ten, noon, night = (
        WeekBlock(1, "a", *_hours(*h)) for h in ((9, 10), (10, 12), (12, 13), (23, 5))
    )
    places = {place.block: place for place in placed([nine, ten, noon, night])}
    assert (places[nine].first, places[nine].last) == (1, 1)
    assert (places[ten].first, places[ten].last) == (2, 2)
    assert (places[noon].first, places[night].first, places[night].last) == (3, 8, 11)
    assert {place.lanes for place in places.values()} == {1}
    both = placed([nine, WeekBlock(1, "b", *_hours(8, 11))])
    assert sorted(place.lane for place in both) == [0, 1]
    assert WeekBlock(8, "祝").columns == (6,)
    assert WeekBlock(0, "いつでも").row is None


def _hours(start, end):
    return time(start), time(end)


def test_a_services_report_keeps_the_order_of_form_3_1(written):
    pdf = written("monitoring", samples.monitoring())
    in_order(
        squashed(exact_text_of(pdf)),
        REPORT,
    )
    for head in (
        "サービス提供状況",
        "本人の感想",
        "支援目標の達成度",
        "今後の課題",
        "計画変更の必要性",
    ):
        assert head in squashed(exact_text_of(pdf))
    assert "種類有" in squashed(text_of(pdf))
    assert "量無" in squashed(text_of(pdf))
    assert all(width > height for width, height in sizes_of(pdf))


def test_an_evaluation_offers_every_result_and_change(written):
    seen = squashed(text_of(written("evaluation", samples.evaluation())))
    assert "■達成□一部達成□未達成" in seen
    assert "■家計の改善" in seen
    assert "□職場定着" in seen
    assert f"□その他（{squashed(HARD)}）" in seen


@pytest.mark.parametrize(
    ("centres", "titles"),
    [
        (("life_support",), ("プラン兼事業等利用申込書",)),
        (("rights_advocacy",), ("支援計画書",)),
        (
            ("disability",),
            ("サービス等利用計画案", "サービス等利用計画・", "週間計画表", "地域移行支援計画"),
        ),
    ],
)
def test_an_empty_plan_is_the_form_of_the_workers_centres(written, centres, titles):
    pdf = written("plan", PAPERS["plan"].empty(blank(*centres)))
    seen = squashed(text_of(pdf))
    assert all(title in seen for title in titles)
    assert "■" not in seen
    assert page_count(pdf) <= 2 * len(titles)
    within_margins(pdf)


def test_upright_and_turned_forms_follow_each_other(written):
    centres = ("life_support", "rights_advocacy", "disability")
    data = PAPERS["plan"].empty(blank(*centres))
    assert isinstance(data, PlanPaper)
    pdf = written("plan", data)
    turned = [width > height for width, height in sizes_of(pdf)]
    assert (turned[0], True in turned, turned[-1]) == (False, True, False)
    within_margins(pdf)
    for number in range(1, len(turned) + 1):
        assert f"{number}/{len(turned)}" in squashed(text_of_page(pdf, number))


def test_the_empty_report_of_a_rights_centre_asks_what_its_service_looks_at(written):
    pdf = written("monitoring", PAPERS["monitoring"].empty(blank("rights_advocacy")))
    seen = squashed(text_of(pdf))
    living, _, change = seen.partition("計画の変更の必要性")
    assert living.index("本人・支援の変化") < living.index("希望の変化")
    for words in ("判断能力の変化", "金銭管理の状況", "健康の状況", "成年後見制度の検討"):
        assert words in living
        assert words not in change
    assert "■" not in seen
    assert page_count(pdf) <= 2
    within_margins(pdf)


@pytest.mark.parametrize("key", ["monitoring", "evaluation"])
def test_empty_reports_tick_nothing(written, key):
    for centre in ("life_support", "disability"):
        pdf = written(key, PAPERS[key].empty(blank(centre)))
        assert "■" not in text_of(pdf)
        assert page_count(pdf) <= 2
        within_margins(pdf)
