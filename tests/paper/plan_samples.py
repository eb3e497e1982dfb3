"""Filled specimens of the plans, their monitoring and their evaluation. All fictional."""

from datetime import date, time

from soudan_desk.papers.appointments import AppointmentLine, AppointmentList, DueOn
from soudan_desk.papers.case_list import CaseLine, CaseListPaper
from soudan_desk.papers.data import Answer, Blank, Head, Named, Option, Stamp
from soudan_desk.papers.evaluation import EvaluationSheet, GoalResult
from soudan_desk.papers.handover_sheet import (
    AwaitedLine,
    CautionLine,
    HandoverPaper,
    HappenedLine,
    MeetingLine,
)
from soudan_desk.papers.monitoring import (
    CHANGES,
    GoalState,
    MonitoringPaper,
    MonitoringSheet,
    change_options,
    goal_changes,
)
from soudan_desk.papers.morning_list import DueLine, MorningList, NoteLine, ToDoLine, VisitLine
from soudan_desk.papers.plan import PlanPaper
from soudan_desk.papers.plan_move import MovePlan
from soudan_desk.papers.plan_nichiji import NichijiPlan
from soudan_desk.papers.plan_parts import ActionLine, Agreement, GoalLine
from soudan_desk.papers.plan_reliance import ReliancePlan, SchemeLine
from soudan_desk.papers.plan_service import DRAFT_TITLE, ISSUED_TITLE, ServicePlan
from soudan_desk.papers.service_head import Certificate
from soudan_desk.papers.shown_table import ShownTable
from soudan_desk.papers.week_places import WeekBlock
from soudan_desk.services.supervision_words import HEADINGS

NAME = "𠮷野 葛\U000e0100子"
HARD = "𠮷野家・葛\U000e0100城・渡邊\U000e010a"
LONG = "家賃の支払いが3か月遅れている。体調の波があり、朝は起きられない日が週に2〜3日ある。"
HEAD = Head("R08-L-0123", Named(NAME, "よしの かつこ"))
STAMPS = (Stamp("担当", "見本 花子", date(2026, 11, 24)), Stamp("主任"), Stamp("所長"))
AGREED = Agreement("令和8年11月20日", "令和8年11月20日", "本人（署名済み）", "令和8年11月21日")
CERTIFICATE = Certificate("区分3", "0000012345", "0000023456", "", "9,300円", "令和9年4月30日")
SERVICES = "①居宅介護：家事援助、週2回、10時間/月\n②就労継続支援B型：週3日、12日/月"
PROVIDERS = "①見本ヘルパー（見本 月・00-0000-0301）\n②見本作業所（見本 火・00-0000-0302）"
_OPTIONS = {
    "plan.kind.life_support": (("プラン兼事業等利用申込書", ""),),
    "plan.kind.rights_advocacy": (("支援計画書", ""),),
    "plan.kind.disability": (("サービス等利用計画", ""), ("地域移行支援計画", "")),
    "plan.service.life_support": (
        ("住居確保給付金", "law_job"),
        ("家計改善支援事業", "law"),
        ("食糧支援", "outside"),
    ),
}


def goal(number: int, *, services: bool = False) -> GoalLine:
    return GoalLine(
        no=str(number),
        need=f"{number}番目の課題。{LONG}",
        goal=f"{number}番目の目標。{HARD}",
        due="令和9年3月31日",
        services=SERVICES if services else "",
        providers=PROVIDERS if services else "",
        own_role="家計簿をつける",
        review="令和9年4月10日" if services else "",
        cautions="電話は午後に" if services else "",
        since="継続" if number == 1 else "新規",
    )


def plan_answers(goals: int = 3, *, services: bool = False) -> dict[str, object]:
    return {
        "head": HEAD,
        "stamps": STAMPS,
        "drafted_on": "令和8年11月20日",
        "author": "見本 花子",
        "edition": "第2回（再プラン。前は第1回、令和8年5月20日作成）",
        "period": "令和8年12月1日 〜 令和9年5月31日",
        "changes": "家賃の滞納が解消し、仕事探しへ重点を移した。",
        "wish_self": f"このまま今の部屋に住みたい。{HARD}",
        "wish_family": "無理をせずに働いてほしい。",
        "issues": LONG,
        "policy": "生活のリズムを整えながら、短い時間の仕事から始める。",
        "goal_long": "自分の収入で暮らし、年に1度は温泉へ行く。",
        "goal_short": "週3日、昼の仕事を続ける。",
        "goals": tuple(goal(at + 1, services=services) for at in range(goals)),
        "actions": (
            ActionLine("家計表をつける", "本人", "毎週金曜、令和9年3月31日まで", "目標1"),
            ActionLine("給付金の延長を申請", "センター\n見本 花子", "12月中", HARD),
        ),
        "next_on": "令和9年3月1日",
        "note": "面談は午後から。",
        "agreement": AGREED,
        "rest": (("備える欄", (Answer("その他の欄", HARD),)),),
    }


def reliance(goals: int = 3) -> PlanPaper:
    period = "令和8年12月1日 〜 令和9年2月28日"
    used = SchemeLine("住居確保給付金", True, period, "見本市 生活福祉課（見本 次郎）", LONG)
    part = ReliancePlan(
        title="プラン兼事業等利用申込書",
        **plan_answers(goals),
        to="見本市長　殿",
        schemes=(used, SchemeLine("家計改善支援事業"), SchemeLine("就労準備支援事業")),
        others=(SchemeLine("食糧支援", True, "12月のみ", "見本フードバンク", "月2回"),),
        aims_at_work=(Option("就労支援対象者", chosen=True),),
        meeting_on="令和8年11月25日",
        decision=(Option("支援決定", chosen=True), Option("確認")),
        decided_on="令和8年11月27日",
        decided_by="見本市 生活福祉課",
    )
    return PlanPaper((part,))


def nichiji(goals: int = 2) -> PlanPaper:
    part = NichijiPlan(
        title="支援計画書",
        **plan_answers(goals),
        supporters="見本 三郎、見本 四郎",
        support=(
            (
                "日常的金銭管理サービス",
                f"生活費の払戻し\n{HARD}",
                "代行",
                "見本銀行",
                "月2回\n木曜日10:00",
            ),
            ("福祉サービス利用援助", LONG, "助言", "自宅", "月1回"),
        ),
        agency_scope="預金の払戻し（月10万円まで）",
        money=(
            (
                "見本銀行 普通",
                "50,000円\n毎月5日",
                "12,500円\n週ごと",
                "見本電力\n電気",
                "25日\n引落確認",
            ),
        ),
        custody=(("通帳", "見本銀行 普通", "本所の金庫", "1冊"),),
        network=(("見本訪問看護", "見本 五郎", "服薬の確認", "00-0000-0400"),),
        emergency="夜間は見本当直へ。",
        fee_note="1時間1,200円、月末締め。",
    )
    return PlanPaper((part,))


def week(count: int = 1) -> tuple[WeekBlock, ...]:
    day = (
        WeekBlock(1, "9:00〜10:30\n家事援助\n見本ヘルパー", time(9), time(10, 30), is_service=True),
        WeekBlock(1, f"13:00〜16:00\n{HARD}", time(13), time(16)),
        WeekBlock(3, "10:00〜15:00\n就労B型\n見本作業所", time(10), time(15), is_service=True),
        WeekBlock(3, "14:00〜15:00\n面談", time(14), time(15)),
        WeekBlock(6, "22:00〜5:00\n夜勤の家族と電話", time(22), time(5)),
        WeekBlock(8, "【祝】11:00〜12:00\n見本教会", time(11), time(12)),
        WeekBlock(0, "曜日を決めずに散歩"),
    )
    return day * count


def service_use(goals: int = 3, *, is_draft: bool = False, weeks: int = 1) -> PlanPaper:
    answers = plan_answers(goals, services=True)
    if is_draft:
        answers["goals"] = tuple(
            GoalLine(no=str(at + 1), goal="目標", services=SERVICES) for at in range(goals)
        )
    part = ServicePlan(
        title=DRAFT_TITLE if is_draft else ISSUED_TITLE,
        **answers,
        is_draft=is_draft,
        provider="見本支援センター",
        certificate=CERTIFICATE,
        starts="令和8年5月",
        monitoring="3か月ごと（令和8年7月〜令和9年4月）",
        week=week(weeks),
        daily=f"朝7時に起き、日中は作業所、夜は自宅で休む。{HARD}",
        other_than_weekly="月1回の通院、年2回の健診。",
        whole_picture="決まった時刻に起き、人と会う日を持ちながら一人暮らしを続ける。",
    )
    return PlanPaper((part,))


def move(goals: int = 2) -> PlanPaper:
    part = MovePlan(
        title="地域移行支援計画",
        **{**plan_answers(goals), "actions": ()},
        hospital=(Answer("病院・施設の名称", "見本病院", wide=True), Answer("病棟", "南3")),
        certificate=(Answer("障害支援区分", "区分3"),),
        steps=(("体験宿泊\nグループホーム見本", "月2回", "見本 六郎", "令和9年1月から"),),
        cautions=f"大きな音が苦手。{HARD}",
        meeting_on="令和8年11月18日",
    )
    return PlanPaper((part,))


def monitoring(*, is_service: bool = True, goals: int = 3) -> MonitoringPaper:
    change = change_options(CHANGES, ("有", "無", ""))
    state = GoalState(
        "1", f"目標。{HARD}", "令和9年3月", LONG, "楽になった\n［満足］", "継続",
        "通院の同行を続ける",
        goal_changes(("有", "無", "")) if is_service else "", "電話は午後に",
    )  # fmt: skip
    part = MonitoringSheet(
        is_service=is_service,
        head=HEAD,
        stamps=STAMPS,
        held_on="令和8年11月24日",
        held=(
            Answer("実施場所", "自宅"),
            Answer("同席者", "母"),
            Answer("方法", "", (Option("訪問", chosen=True), Option("電話")), wide=True),
        ),
        policy="生活のリズムを整える。",
        overall=LONG,
        goals=(state,) * goals,
        changed=(Answer("計画変更の必要性", "", change, wide=True),),
        after=(Answer("次回モニタリング", "令和9年2月20日"),),
        rest=(("備える欄", (Answer("その他の欄", HARD),)),),
        **(_SERVICE if is_service else _PLAIN),
    )
    return MonitoringPaper((part,))


_SERVICE = {
    "provider": "見本支援センター",
    "plan_author": "見本 花子",
    "certificate": CERTIFICATE,
    "plan_made_on": "令和8年5月20日",
    "agreed": "令和8年11月24日",
}
_PLAIN = {"plan": "支援計画書　第1回（初回）　令和8年5月20日作成", "staff": "見本 花子"}


def evaluation(goals: int = 3) -> EvaluationSheet:
    results = (Option("達成", chosen=True), Option("一部達成"), Option("未達成"))
    outcome = (Option("終結"), Option("再プランして継続", chosen=True))
    return EvaluationSheet(
        head=HEAD,
        stamps=STAMPS,
        plan="プラン　第1回（初回）　令和8年5月20日作成",
        evaluated_on="令和8年11月24日",
        evaluator="見本 花子",
        goals=tuple(GoalResult(str(at), HARD, results, LONG) for at in range(1, goals + 1)),
        changes=(
            Option("家計の改善", chosen=True),
            Option("職場定着"),
            Option("その他", note=HARD),
        ),
        work=(Answer("就労開始日", "令和8年9月1日"), Answer("月収", "82,000円")),
        income=(Answer("支援前の月収入", "0円"), Answer("評価時の月収入", "82,000円")),
        remaining=LONG,
        wish=Answer("本人の希望", "もう少し続けたい。", outcome, wide=True),
        opinion=Answer("支援員の意見", HARD, outcome, wide=True),
        outcome=(Answer("評価の結論", "", outcome, wide=True),),
        follow_up=(Answer("予定日", "令和9年5月20日"),),
        acknowledged=(Answer("本人の確認", "令和8年11月24日"),),
        rest=(("備える欄", (Answer("その他の欄", HARD),)),),
    )


def blank(*centres: str) -> Blank:
    """Return what empty forms are made from; a list that is not named here has two options."""

    def options(name, centre):
        key = f"{name}.{centre}" if centre else name
        return _OPTIONS.get(key, (("はじめの選択肢", ""), ("次の選択肢", "")))

    return Blank(options, centres or ("life_support",))


def cases(count: int = 60) -> CaseListPaper:
    line = CaseLine(
        case_no="R08-L-0123",
        person=f"{NAME}\n女性・52歳",
        workers="見本 花子",
        opened_on="R8.5.11",
        agreed_on="R8.5.11",
        screening="R8.5.20\nプラン策定",
        plan="第2回 R8.11.20\n〜R9.5.31",
        meeting_on="R8.11.25",
        decision="R8.11.27\n支援決定",
        monitoring_on="R9.3.1",
        evaluation="R8.11.24\n再プラン",
        closed_on="",
        last_on="R8.11.20",
        state="支援中",
    )
    return CaseListPaper((line,) * count, f"令和8年11月24日現在　{count}件")


def case_table(count: int = 60) -> ShownTable:
    line = (
        "R08-L-0123",
        NAME,
        "52",
        "支援中",
        "見本 花子",
        "R8.11.20",
        "4",
        f"家賃の約束（{HARD}）",
    )
    headings = ("ケース番号", "氏名", "年齢", "状態", "担当", "最終対応", "経過", "次の予定")
    remark = f"令和8年11月24日現在　{count}件　進行中・中断"
    return ShownTable("ケース一覧", remark, headings, (line,) * count, frozenset({2, 6}))


def supervised() -> ShownTable:
    numbers = ("12", "3", "1", "0", "5", "2", "1", "0", "4", "2", "1")
    names = ("見本 花子", f"{HARD} 太郎", "主担当なし", "合計")
    return ShownTable(
        title="担当ごとのケースの状況",
        remark="令和8年11月24日現在　生活サポートセンター",
        headings=HEADINGS,
        lines=tuple((name, *numbers) for name in names),
        right=frozenset(range(1, len(HEADINGS))),
        foot="数はケースの数です（主担当で数えます）。",
    )


def morning() -> MorningList:
    whose = f"R08-L-0123\n{NAME}"
    due = DueLine(
        "R8.11.30", "あと6日", "モニタリング", whose, "見本 花子", f"前回から3か月。{HARD}"
    )
    todo = ToDoLine("R8.11.24", f"給付金の書類を確かめる（{HARD}）", whose)
    visit = VisitLine("10:00〜11:00", "訪問", whose, f"自宅（{HARD}）", "見本 月")
    return MorningList("令和8年11月24日（火）", "見本 花子", (due,) * 3, (todo,) * 2, (visit,) * 2)


def handed_over() -> HandoverPaper:
    whose = f"R08-L-0123\n{NAME}"
    call = ToDoLine("R8.11.25\n10:00〜10:30", f"結果を伝える（{HARD}）", whose)
    due = DueLine(
        "R8.11.23", "1日超過", "モニタリング", whose, "見本 花子", f"前回から3か月。{HARD}"
    )
    return HandoverPaper(
        remark="令和8年11月24日（火）現在　担当：見本 花子　担当ケース 12件",
        deputies="代理：見本 月（R8.11.25〜R8.11.30）",
        cautions=(CautionLine(whose, f"支援措置。留守電に残さない。連絡の注意：{HARD}"),) * 3,
        calls=(call,) * 4,
        visits=(MeetingLine("R8.11.26\n13:00〜14:00", "訪問", whose, f"自宅（{HARD}）"),) * 3,
        due=(due,) * 5,
        todos=(call,),
        notes=(NoteLine("R8.11.24\n急ぎ", f"大家さんへ電話（{HARD}）", "見本 月", whose),),
        awaited=(AwaitedLine("R8.11.30", NAME, HARD, "R8.11.10"),),
        happened=(HappenedLine("R8.11.20", whose, "電話", f"家賃の相談（{HARD}）"),) * 6,
    )


def days() -> AppointmentList:
    line = AppointmentLine(
        "11/24（火）", "10:00〜11:00", "訪問", f"{NAME}　R08-L-0123\n{HARD}", "相談室1", "見本 花子"
    )
    due = DueOn("11/23（月）\n勤労感謝の日", "次回モニタリング", f"R08-L-0123\n{NAME}", "見本 花子")
    return AppointmentList("令和8年11月23日〜令和8年11月29日　見本 花子", (line,) * 3, (due,))
