"""One filled specimen of every paper, with names that break careless programs. All fictional."""

from datetime import date, datetime

from plan_samples import (
    case_table,
    cases,
    days,
    evaluation,
    handed_over,
    monitoring,
    morning,
    service_use,
    supervised,
)

from soudan_desk.papers.assessment_sheet import AssessmentSheet
from soudan_desk.papers.audit_report import AuditReport
from soudan_desk.papers.auditor_sheet import AuditorSheet
from soudan_desk.papers.case_brief import CaseBrief
from soudan_desk.papers.circulation_slip import CirculationSlip
from soudan_desk.papers.consent_form import ConsentForm
from soudan_desk.papers.data import Answer, Head, Named, Option, PrintedBy, Sender, Stamp, Table
from soudan_desk.papers.decision_notice import DecisionNotice
from soudan_desk.papers.disclosed_copy import CopiedRecord, DisclosedCopy
from soudan_desk.papers.face_sheet import FaceSheet, HouseholdMember, InvolvedAgency
from soudan_desk.papers.intake_sheet import Application, IntakeSheet
from soudan_desk.papers.minutes import Minutes, MinutesItem
from soudan_desk.papers.progress_list import ProgressLine, ProgressList
from soudan_desk.papers.progress_record import ProgressEntry, ProgressRecord
from soudan_desk.papers.reception_sheet import ReceptionSheet
from soudan_desk.papers.recovery_sheet import RecoverySheet
from soudan_desk.papers.referral_letter import ReferralLetter

NAME = "𠮷野 葛\U000e0100子"
HARD = "𠮷野家・葛\U000e0100城・渡邊\U000e010a・髙橋・㋿8年・神\ufa19・①㈱"
NOTE = (
    "本人から電話。「先週の面接は不採用だった。家賃（5万2千円）が払えるか分からない」とのこと。"
    "声に張りがなく、食事は1日1回と話す。\n　所見：生活費の不安が重なっている。"
)
CONCERNS = ("病気や健康、障害のこと", "住まいについて", "収入・生活費のこと", "DV・虐待", "その他")
LABELS = {
    "sex": ("男性", "女性", "その他"),
    "concern": CONCERNS,
    "consultation.method": ("電話相談・連絡", "面談（来所面接）", "訪問"),
    "consultation.counterpart": ("本人", "家族"),
    "referral.request": ("情報提供のみ", "制度利用の検討"),
}
HEAD = Head("R08-L-0123", Named(NAME, "よしの かつこ"))
STAMPS = (Stamp("担当", "見本 花子", date(2026, 11, 24)), Stamp("主任"), Stamp("所長"))
SENDER = Sender(
    "見本市社会福祉協議会",
    "見本センター",
    "所長 見本 恵",
    "見本 花子",
    "000-0000",
    "見本県見本市1丁目1番",
    "00-0000-0100",
    "00-0000-0101",
)


def printed(*, sample: bool = False) -> PrintedBy:
    at = datetime.fromisoformat("2026-11-24T10:32")
    return PrintedBy("見本社協", "見本センター", "見本 花子", at, "P-000412", "2", sample)


def labels(name: str) -> tuple[str, ...]:
    return LABELS.get(name, ("はじめの選択肢",))


def intake() -> IntakeSheet:
    return IntakeSheet(
        head=HEAD,
        received_on=date(2026, 5, 11),
        received_by="見本 花子",
        client=(
            Answer("性別", "", (Option("男性"), Option("女性", chosen=True))),
            Answer("生年月日", "昭和49年3月1日（52歳）"),
            Answer("住所", f"見本県見本市2丁目{HARD}"),
        ),
        visitor=(Answer("氏名", "見本 太郎"),),
        concerns=tuple(Option(c, mark="◎" if "住まい" in c else "") for c in CONCERNS),
        wish=NOTE,
        application=Application("見本市社協会長　殿", applied_on=date(2026, 5, 11)),
        office_use=(("受付時の確認", (Answer("緊急性", "なし"),)),),
        stamps=STAMPS,
    )


def reception() -> ReceptionSheet:
    waiting = (Option("高"), Option("中", chosen=True), Option("低"))
    return ReceptionSheet(
        title="相談受付票（権利擁護）",
        head=HEAD,
        about=(Answer("性別", "女性"), Answer("住所", HARD, wide=True)),
        sections=(
            ("はじめの相談", (Answer("件名", HARD), Answer("記録(事実)", NOTE, long=True))),
            ("困りごと", (Answer("緊急度", "", waiting),)),
        ),
        stamps=STAMPS,
    )


def assessed() -> AssessmentSheet:
    table = Table(("氏名", "続柄"), ((HARD, "長男"), ("見本 陸", "次男")))
    family = Answer("家族構成", HARD, long=True, wide=True, table=table)
    chosen = (Option("病気", chosen=True), Option("けが"))
    return AssessmentSheet(
        title="インテーク・アセスメントシート",
        head=HEAD,
        about=(Answer("性別", "女性"), Answer("住所", HARD, wide=True)),
        sections=(
            ("暮らし", (Answer("主訴", NOTE, long=True), family, Answer("住まい", "借家"))),
            ("整理", (Answer("課題と特性", "", chosen),)),
        ),
        stamps=STAMPS,
    )


def record(entries: int = 2, times: int = 1) -> ProgressRecord:
    methods = (Option("電話相談・連絡", chosen=True), Option("訪問"), Option("その他", note="手紙"))
    answers = (
        Answer("対応方法", "", methods),
        Answer("件名", HARD),
        Answer("記録", NOTE * times, long=True),
    )
    titled = tuple(ProgressEntry(f"{at + 1}回目の記録", answers) for at in range(entries))
    return ProgressRecord(HEAD, (Answer("担当", "見本 花子"),), titled, STAMPS)


def listed(lines: int = 60) -> ProgressList:
    line = ProgressLine(date(2026, 11, 4), "10:00〜\n10:45", "電話", "本人", "見本", NOTE)
    return ProgressList(HEAD, (), (line,) * lines, f"{lines}件")


def letter(times: int = 1) -> ReferralLetter:
    return ReferralLetter(
        number="08-つ-0042",
        issued_on=date(2026, 11, 24),
        to=("見本市役所 生活福祉課", "見本 次郎 様"),
        sender=SENDER,
        answers=(
            Answer("氏名", f"{NAME} 様"),
            Answer("経緯・主訴", NOTE * times, long=True),
            Answer("依頼したい内容", HARD, (Option("制度利用の検討", chosen=True),), long=True),
        ),
        reply_due_on=date(2026, 12, 8),
        client_in_reply="𠮷野様",
    )


def face() -> FaceSheet:
    return FaceSheet(
        head=HEAD,
        basics=(Answer("性別", "女性"), Answer("住所", HARD)),
        household=(HouseholdMember(NAME, "本人", "52歳", "同居", "求職中", HARD),),
        summary=(Answer("主訴", NOTE, long=True),),
        agencies=(InvolvedAgency("見本市 生活福祉課", "見本", "00-0000-0200", "保護の相談"),),
        next_steps=(Answer("次回予定", "12月2日（水）10:00"),),
        stamps=STAMPS,
    )


def recovery() -> RecoverySheet:
    groups = ("K7QM", "2XPA", "ZR4T", "N6WB", "HYC3", "J5DE", "V2LS", "GU7F")
    return RecoverySheet(
        "見本社協", "見本センター", groups, "Q4XR", date(2026, 11, 24), "見本 一郎", "7F3A"
    )


def auditor() -> AuditorSheet:
    groups = (*recovery().groups, "A2B3", "C4D5", "E6F7", "G2H3", "J4K5")
    return AuditorSheet(
        office="見本社協",
        centre="見本センター",
        groups=groups,
        check="Q4XR",
        chain=2,
        first_seq=12_345,
        mark="7F3A9C01",
        made_on=date(2026, 11, 24),
        made_by="見本 一郎",
        office_id="7F3A",
    )


def audit_month() -> AuditReport:
    counts = (("ケースを開いた", "1,234", ""), ("断られた操作", "0", "3"), (HARD, "1", "1"))
    return AuditReport(
        office="見本社協",
        month="令和8年11月",
        made_at="令和8年11月30日 17:10",
        made_by=NAME,
        head_seq=12_345,
        groups=(*recovery().groups, "A2B3", "C4D5"),
        counts=counts,
    )


def meeting(cases: int = 2) -> Minutes:
    member = ("見本ハローワーク", "係長・構成員", "見本 早川", "出席", HARD)
    answers = (Answer("検討のまとめ", NOTE, long=True, wide=True), Answer("結論", "適切(了承)"))
    decided = ("家計の記録を続ける", "本人", "令和8年11月30日", "プランの行")
    items = (MinutesItem(f"議題{at + 1}　{NAME}", answers, (decided,)) for at in range(cases))
    return Minutes(
        title="令和8年度第3回 支援調整会議　会議録",
        running="令和8年度第3回 支援調整会議",
        stamps=STAMPS,
        about=(Answer("開催日時", "令和8年11月24日 16:00〜17:00", wide=True),),
        members=(member,),
        items=tuple(items),
        after=(Answer("次回の予定", "令和8年12月22日"),),
        remark="議題の方の名前を伏せた版です。",
    )


def brief() -> CaseBrief:
    sections = (Answer("本人のことば", NOTE, long=True, wide=True),)
    return CaseBrief(about=(Answer("呼び名", NAME), Answer("年齢", "52歳")), sections=sections)


def slip() -> CirculationSlip:
    seen = Stamp("主任", "田中 見本", date(2026, 11, 24), "代決", date(2026, 11, 25))
    return CirculationSlip(
        head=HEAD,
        about=(Answer("書類", "相談記録　面接", wide=True), Answer("作成者", "見本 花子")),
        stamps=(STAMPS[0], seen, Stamp("所長")),
        steps=(
            ("R8.11.23 16:05", "提出", "見本 花子", ""),
            ("R8.11.24 09:40", "代決", "田中 見本\n（森本 見本の代理）", HARD),
        ),
        sections=(("相談", (Answer("記録(事実)", NOTE, long=True, wide=True),)),),
    )


def consent() -> ConsentForm:
    """Return a consent that was given orally to telling two agencies, and was withdrawn."""
    items = (Option("氏名・読み", chosen=True), Option("住所"), Option(HARD, chosen=True))
    return ConsentForm(
        head=HEAD,
        to="生活サポートセンター 所長　殿",
        what=(
            Answer("同意すること", "関係機関(者)との情報共有", wide=True),
            Answer("伝えてよい相手", NOTE, long=True, wide=True),
            Answer("伝えてよいこと", "", items, wide=True),
        ),
        signed=(
            Answer("同意年月日", "令和8年11月24日"),
            Answer("形式", "書面(署名)"),
            Answer("本人の署名", None, wide=True),
        ),
        ended=(Answer("撤回日", "令和8年12月1日"),),
        annex=NOTE,
    )


def decided() -> DecisionNotice:
    """Return the notice of a decision that keeps a part back."""
    return DecisionNotice(
        issued_on=date(2026, 11, 24),
        to=(f"{HARD}　様",),
        sender=Sender("ひなた市社会福祉協議会", "生活サポートセンター", worker="見本 花子"),
        title="一部開示決定通知書",
        opening="令和8年11月1日に受けた請求について、次のとおり決定しました。",
        answers=(
            Answer("決定", "一部に応じる"),
            Answer("応じない部分と説明", NOTE, long=True, wide=True),
        ),
        refuses=True,
    )


def copied() -> DisclosedCopy:
    """Return a copy of two records, of one of which a section is kept back."""
    kept_back = Answer("相談", "■■■■■■（第三者の情報）", wide=True)
    return DisclosedCopy(
        head=HEAD,
        about=(Answer("請求を受けた日", "令和8年11月1日"),),
        records=(
            CopiedRecord("相談記録　令和8年4月1日", (kept_back,)),
            CopiedRecord(HARD, (Answer("対応", NOTE, long=True, wide=True),)),
        ),
    )


FILLED = {
    "decision_notice": decided,
    "disclosed_copy": copied,
    "consent_form": consent,
    "intake_sheet": intake,
    "rights_reception": reception,
    "disability_reception": reception,
    "assessment": assessed,
    "rights_assessment": assessed,
    "disability_assessment": assessed,
    "progress_record": record,
    "progress_list": listed,
    "referral_letter": letter,
    "referral_reply": letter,
    "face_sheet": face,
    "plan": service_use,
    "monitoring": monitoring,
    "evaluation": evaluation,
    "case_list": cases,
    "case_table": case_table,
    "supervision_list": supervised,
    "disclosure_register": case_table,
    "disposal_list": case_table,
    "disposal_register": case_table,
    "morning_list": morning,
    "centre_morning_list": morning,
    "appointments": days,
    "handover_sheet": handed_over,
    "minutes": meeting,
    "minutes_anonymous": meeting,
    "minutes_extract": meeting,
    "case_brief": brief,
    "circulation_slip": slip,
    "recovery_sheet": recovery,
    "auditor_sheet": auditor,
    "audit_list": case_table,
    "audit_report": audit_month,
}
