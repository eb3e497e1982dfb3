"""The sheets of `gallery.py`: pages as in the target pictures, with made-up people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QAbstractTableModel, QModelIndex, Qt
from PySide6.QtWidgets import QWidget

from soudan_desk.ui import layouts
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.layouts import STRETCH, column, fix_size, form_grid, panel, row
from soudan_desk.ui.theme import Role, Type
from soudan_desk.ui.widgets.action_bar import ActionBar
from soudan_desk.ui.widgets.banner import Banner, BannerFacts
from soudan_desk.ui.widgets.button import Button, ButtonKind
from soudan_desk.ui.widgets.candidates import Candidate, CandidateList
from soudan_desk.ui.widgets.cells import CELL_ROLE, Cell
from soudan_desk.ui.widgets.check_grid import CheckGrid, Mark, Topic
from soudan_desk.ui.widgets.chips import Chip, FilterChip
from soudan_desk.ui.widgets.choices import Segments
from soudan_desk.ui.widgets.document import DocumentLabel
from soudan_desk.ui.widgets.inputs import LineEdit, Select
from soudan_desk.ui.widgets.labelled import LabelledEditor
from soudan_desk.ui.widgets.labels import IconLabel, KeyHint, Label, Line, SectionTitle
from soudan_desk.ui.widgets.notices import EmptyState, Notice, ProblemBar
from soudan_desk.ui.widgets.painting import ChipLook, padded_day
from soudan_desk.ui.widgets.progress import Progress
from soudan_desk.ui.widgets.record_text import RecordTextEdit
from soudan_desk.ui.widgets.table import TableView
from soudan_desk.ui.widgets.tabs import Tab, Tabs
from soudan_desk.ui.widgets.timeline import ENTRY_ROLE, TimelineEntry, TimelineView
from soudan_desk.ui.widgets.toggles import CheckBox, Toggle, ToggleRow
from soudan_desk.ui.widgets.top_bar import SearchField

TOPICS = (
    *("A病気・健康・障害", "S住まい", "D収入・生活費", "F家賃・ローン"),
    *("G税金・公共料金", "H債務", "J仕事探し", "K仕事の不安"),
    *("L地域との関係", "Z家族との関係", "X子育て", "C介護"),
    *("Vひきこもり・不登校", "BDV・虐待", "M食べるものがない", ",その他"),
)
CALL = (
    "お母さま（70）が一人暮らし。年金だけで、先月から電気代が払えていないと今朝聞いた。冷蔵庫に"
    "食べ物がほとんどない様子。膝が悪く、買い物に出るのも週に1回くらい。ご本人は「人に迷惑を"
    "かけたくない」と言うが、長女さんからなら話を聞くとのこと。𠮷永さんにも相談済み。\n"
    "長女さんは県外。今日の"
)
RECORD = (
    "今朝、大家さんから電話があり、10月分の家賃を今月末までに払えないか聞かれたとのこと。今月は検診の"
    "自己負担もあり、手元は 8,000 円ほど。「断ると住めなくなるのではと思うと眠れない」。\n"
    "大家さんへは、給付金の延長申請中であることを当センターから説明してよいか確認し、本人の了解を得た。\n"
    "12月1日の通院は一人では不安なので、付き添ってほしい。"
)


def intake() -> QWidget:
    """Draw 受付."""
    page = panel(row((_intake_form(), 1), Line(vertical=True), _candidates(), spacing=0), "surface")
    page.setObjectName("intake")
    return page


def _intake_form() -> QWidget:
    calling = Chip(ChipLook("通話中 4分12秒", Role.OK, Icon.CALLING, bold=True))
    head = row(
        Label("新規相談", Type.TITLE, bold=True),
        4,
        calling,
        Label("10:28 から", Type.LABEL, Role.MUTED),
        STRETCH,
        KeyHint("Ctrl+G", "急ぎへ"),
        6,
        KeyHint("Alt+1〜9", "候補をえらぶ"),
    )
    words = ("食べる物がない", "泊まる所がない", "電気・水道が停止", "自傷他害", "虐待の疑い")
    icons = (Icon.FOOD, Icon.SHELTER, Icon.UTILITIES, Icon.SELF_HARM, Icon.PROTECTED)
    flags = [
        Toggle(word, icon, key=str(key), tone=Role.DANGER)
        for key, (word, icon) in enumerate(zip(words, icons, strict=True), 1)
    ]
    flags[0].setChecked(True)
    urgent = row(
        IconLabel(Icon.URGENT, Role.DANGER),
        Label("急ぎ", Type.LABEL, Role.DANGER),
        4,
        ToggleRow(flags, name="急ぎ"),
        STRETCH,
        spacing=6,
    )
    form = column(*_intake_rows(), spacing=10)
    body = column(head, urgent, Line(), (form, 1), spacing=11, margins=(24, 14, 24, 10))
    bar = ActionBar(
        Button("保存して終える", kind=ButtonKind.FILLED, icon=Icon.CHECK, key="Ctrl+Enter"),
        Button("ケースにする", icon=Icon.PROMOTE, key="F7"),
        Button("次の約束を入れる", icon=Icon.CALENDAR, key="F6"),
        note="名前がなくても保存できます",
    )
    return panel(column((body, 1), bar, spacing=0), "surface")


def _intake_rows() -> list[Any]:
    who = Segments([(w, w) for w in ("本人", "家族", "機関", "匿名")], keys="QWER")
    who.set_value("家族")
    how = Segments([(w, w) for w in ("電話", "来所", "訪問", "メール・手紙", "出張相談")])
    how.set_value("電話")
    kin = Select([("d", "長女")], blank=None)
    kin.set_value("d")
    fix_size(kin, width=96)
    who_row = row(who, 14, Label("続柄", Type.LABEL, Role.MUTED), kin, STRETCH)
    topics = CheckGrid([Topic(t[0], t[1:], t[0]) for t in TOPICS], first_marked=True)
    marks = {"A": Mark.APPLIES, "D": Mark.FIRST, "G": Mark.APPLIES, "M": Mark.APPLIES}
    topics.set_marks(marks)
    heard = RecordTextEdit(CALL)
    heard.setObjectName("heard")
    return [
        LabelledEditor("だれから", panel(who_row), beside=True),
        LabelledEditor("方法", panel(row(how, STRETCH)), beside=True),
        LabelledEditor("かけてきた方", _person("朝倉 ゆい", "アサクラ ユイ", False), beside=True),
        LabelledEditor("困っている方", _person("朝倉 文", "アサクラ フミ", True), beside=True),
        LabelledEditor("困りごと", topics, beside=True, key="Ctrl+T"),
        (LabelledEditor("聞いたこと", heard, beside=True, key="Ctrl+B"), 1),
    ]


def _person(name: str, reading: str, is_sure: bool) -> QWidget:
    sure = ChipLook("読み 確認済み", Role.OK, Icon.CHECK)
    look = sure if is_sure else ChipLook("読み 未確認", Role.WARNING, Icon.QUESTION)
    last = LineEdit("昭和31年（70歳）") if is_sure else LineEdit("090-0000-1234", figures=True)
    fix_size(last, width=132)
    chip = panel(row(Chip(look), STRETCH), width=106)
    label = Label("生年" if is_sure else "電話", Type.LABEL, Role.MUTED)
    return panel(row((LineEdit(name), 3), (LineEdit(reading), 3), chip, label, last))


def _candidates() -> QWidget:
    people = CandidateList(_consequence())
    people.show_candidates(
        [
            Candidate(
                1,
                "朝倉 文",
                "アサクラ フミ",
                "70歳　R08-L-0126　会議待ち・西尾",
                ("氏名と生年が同じ", "世帯に「朝倉 ゆい（長女）」"),
                is_likely=True,
            ),
            Candidate(
                2,
                "朝倉 ふみ子",
                "アサクラ フミコ",
                "74歳　R05-L-0210　終結（令和5年）",
                ("読みが近い",),
            ),
            Candidate(
                3,
                "浅倉 史",
                "アサクラ フミ",
                "42歳　相談者・ケースなし",
                ("読みが同じ、生年が違う",),
            ),
        ],
        "名前・電話・生年から",
    )
    return panel(column((people, 1), margins=(20, 16, 20, 10)), "sunken", width=304)


def _consequence() -> QWidget:
    words = (
        "氏名・読み・住所・世帯が入り、この電話は R08-L-0126 の経過になります。"
        "担当の西尾さんの「申し送り」にも出ます。"
    )
    head = row(IconLabel(Icon.INFO, Role.INFO), Label("選ぶとこうなります", Type.LABEL, bold=True))
    layouts.add(head, STRETCH)
    text = DocumentLabel(words, Type.LABEL, Role.MUTED)
    return panel(column(head, text, spacing=2, margins=(12, 10, 12, 10)), "well")


class _Rows(QAbstractTableModel):
    def __init__(self, heads: list[tuple[str, bool]], rows: list[list[Cell]]) -> None:
        super().__init__()
        self.heads, self.rows = heads, rows

    def rowCount(self, parent: Any = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Any = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self.heads)

    def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self.rows[index.row()][index.column()]
        if role == CELL_ROLE:
            return cell
        return cell.text if role == Qt.ItemDataRole.DisplayRole else None

    def headerData(self, section: int, across: Any, role: int = 0) -> Any:  # noqa: N802
        if role == Qt.ItemDataRole.DisplayRole:
            return self.heads[section][0]
        if role == Qt.ItemDataRole.TextAlignmentRole and self.heads[section][1]:
            return int(Qt.AlignmentFlag.AlignRight)
        return None


STATES = {
    "支援中": ChipLook("支援中", Role.ACCENT, Icon.ACTIVE),
    "受付": ChipLook("受付", Role.MUTED, Icon.INBOX),
    "終結": ChipLook("終結", Role.OK, Icon.DONE),
    "アセスメント中": ChipLook("アセスメント中", Role.INFO, Icon.ASSESSMENT),
    "中断": ChipLook("中断", Role.WARNING, Icon.PAUSED),
}
SHIELD = ChipLook("支援措置", Role.DANGER, Icon.PROTECTED)
NO_CALL = ChipLook("連絡注意", Role.WARNING, Icon.PHONE_LIMITS)
PEOPLE = [
    tuple(line.split("|"))
    for line in (
        "R08-L-0123|青葉 すみれ|アオバ スミレ|52|支援中|11/18（水）|d|11/21|モニタリング",
        "R08-L-0098|𠮷永 さつき|ヨシナガ サツキ|38|支援中|11/9（月）|d|11/23|つなぎの返事",
        "R08-L-0140|風間 みのり|カザマ ミノリ|29|受付|11/24（火）|w|11/24|スクリーニング",
        "R08-L-0131|星野 たまき|ホシノ タマキ|33|アセスメント中|10/31（土）|n|11/30|30日連絡なし",
        "R08-L-0064|小鳥遊 陽|タカナシ ヨウ|41|中断|9/2（水）|n|12/5|連絡を試みる",
        "R07-L-0288|小川 巌|オガワ イワオ|66|終結|9/1（火）|n|12/1|フォローアップ",
    )
]


def _case_row(facts: tuple[str, ...]) -> list[Cell]:
    number, name, reading, age, state, last, urgency, due, what = facts
    ink = Role.MUTED if state == "終結" else Role.TEXT
    role = {"d": Role.DANGER, "w": Role.WARNING, "n": ink}[urgency]
    icon = {"d": Icon.LATE, "w": Icon.DUE}.get(urgency)
    is_near = icon is not None
    what_role = role if urgency == "d" else ink
    chips = (SHIELD, NO_CALL) if number == "R08-L-0123" else ()
    return [
        Cell(number, role=Role.MUTED, figures=True),
        Cell(name, reading, role=ink, bold=ink is Role.TEXT),
        Cell(age, role=ink, figures=True, right=True),
        Cell(chips=(STATES[state],)),
        Cell("田中", role=ink),
        Cell(padded_day(last), role=ink, figures=True),
        Cell(
            due,
            what,
            role=role,
            second_role=what_role,
            second_size=Type.LABEL,
            bold=is_near,
            figures=True,
            icon=icon,
            icon_room=True,
            lead=46,
        ),
        Cell(chips=chips),
    ]


def cases() -> QWidget:
    """Draw ケース一覧."""
    head = row(
        Label("ケース", Type.TITLE, bold=True),
        2,
        Label("128", Type.HEADING, Role.MUTED, figures=True),
        Label("件のうち", Type.LABEL, Role.MUTED),
        Label("16", Type.HEADING, bold=True, figures=True),
        Label("件", Type.LABEL, Role.MUTED),
        STRETCH,
        Button("列", icon=Icon.COLUMNS),
        Button("Excel", icon=Icon.EXCEL, key="Ctrl+E"),
        Button("印刷", icon=Icon.PRINT, key="Ctrl+P"),
        spacing=6,
    )
    tabs = Tabs(
        [Tab("a", "センター全体", 128), Tab("m", "自分の担当", 41), Tab("d", "期限超過", 3)]
    )
    heads = [
        ("ケース番号", False),
        ("氏名", False),
        ("年齢", True),
        ("状態", False),
        ("担当", False),
        ("最終対応", False),
        ("次の期限", False),
        ("注意", False),
    ]
    table = TableView(name="ケース")
    model = _Rows(heads, [_case_row(facts) for facts in PEOPLE * 4])
    model.setParent(table)
    table.setModel(model)
    table.set_widths([104, 188, 44, 132, 78, 104, 214, 140])
    table.mark_sorted(6)
    table.choose_row(0)
    foot = panel(
        row(KeyHint("↑↓", "選ぶ"), KeyHint("Enter", "開く"), STRETCH, spacing=14), height=34
    )
    card = panel(column((table, 1), Line(), foot, spacing=0, margins=(1, 1, 1, 1)), "card")
    return panel(
        column(
            column(head, tabs, spacing=4, margins=(24, 14, 24, 0)),
            column(_filters(), margins=(24, 10, 24, 10)),
            (column((card, 1), margins=(24, 0, 24, 14)), 1),
            spacing=0,
        ),
        "surface",
    )


def _filters() -> Any:
    worker = FilterChip("担当", value="3人", opens_menu=True)
    worker.setChecked(True)
    state = FilterChip("状態", value="進行中・中断", opens_menu=True)
    state.setChecked(True)
    return row(
        worker,
        state,
        FilterChip("センター", value="生活サポート", opens_menu=True),
        FilterChip("期限超過", count=3),
        FilterChip("30日以上対応なし", count=2),
        FilterChip("未同意", count=2),
        STRETCH,
        Button("条件をはずす", kind=ButtonKind.LINK),
        spacing=6,
    )


class _Events(QAbstractListModel):
    def __init__(self, events: list[TimelineEntry]) -> None:
        super().__init__()
        self.events = events

    def rowCount(self, parent: Any = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self.events)

    def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        event = self.events[index.row()]
        if role == ENTRY_ROLE:
            return event
        return event.line if role == Qt.ItemDataRole.DisplayRole else None


DRAFT = ChipLook("下書き", Role.INFO, Icon.EDIT)
SEEN = {"state": "済", "state_icon": Icon.CHECK}
BACK: dict[str, Any] = {"state": "差し戻し", "state_icon": Icon.UNDO, "state_role": Role.DANGER}
EVENTS = [
    TimelineEntry(
        "11/24（火）",
        "電話",
        "家賃の相談、通院の付き添いを希望",
        Icon.PHONE,
        "10:12",
        "本人",
        chip=DRAFT,
    ),
    TimelineEntry(
        "11/20（金）",
        "差し戻し",
        "11/18 の記録「所見と事実を分けてください」",
        Icon.UNDO,
        who="森本所長",
        role=Role.DANGER,
    ),
    TimelineEntry(
        "11/18（水）",
        "面接",
        "家計表の確認。長男のことで話がしたいとのこと",
        Icon.INTERVIEW,
        "14:00",
        "本人",
        **BACK,
    ),
    TimelineEntry(
        "11/12（木）",
        "同行",
        "生活福祉課の窓口へ。制度の説明を受ける",
        Icon.ACCOMPANY,
        "11:00",
        "本人",
        **SEEN,
    ),
    TimelineEntry(
        "11/9（月）",
        "つなぎ",
        "情報提供書 08-つ-0041 を送付。返事待ち",
        Icon.SEND,
        who="生活福祉課",
        role=Role.ACCENT,
    ),
    TimelineEntry(
        "10/28（水）",
        "支援調整会議",
        "プラン変更を了承。役割分担 3件",
        Icon.CONFERENCES,
        "16:00",
        "第7回",
        role=Role.ACCENT,
    ),
    TimelineEntry(
        "10/20（火）",
        "訪問",
        "玄関先で長男とあいさつ。会釈あり",
        Icon.VISIT,
        "13:30",
        "本人・長男",
        **SEEN,
    ),
    TimelineEntry(
        "10/6（火）",
        "書類",
        "9月分の写しを受け取り、ケースに添付",
        Icon.DOCUMENT,
        "10:00",
        "家賃の領収",
    ),
]


def case() -> QWidget:
    """Draw ケース."""
    banner = Banner()
    banner.show_facts(
        BannerFacts(
            "青葉 すみれ",
            "アオバ スミレ",
            ("女性", "52歳"),
            "昭和49年3月1日生",
            "R08-L-0123",
            STATES["支援中"],
            (("主担当", "田中"), ("副", "高梨")),
            (
                ChipLook("支援措置 令和9年3月31日まで", Role.DANGER, Icon.PROTECTED, solid=True),
                ChipLook("留守電に名乗らない・携帯のみ", Role.WARNING, Icon.PHONE_LIMITS),
            ),
            "次の期限 11/21 モニタリング（3日超過）",
            Role.DANGER,
            "面談を入れる",
            "F6",
        )
    )
    tabs = Tabs(
        [
            Tab("c", "経過"),
            Tab("b", "基本情報・世帯", 3),
            Tab("a", "アセスメント"),
            Tab("p", "プラン", 2),
            Tab("r", "つなぎ", 3),
            Tab("d", "書類", 11),
        ],
        line=False,
    )
    upper = panel(column(banner, column(tabs, margins=(24, 0, 24, 0)), spacing=0), "raised")
    lower = row(_course(), Line(vertical=True), (_record(), 1), spacing=0)
    return panel(column(upper, Line(), (lower, 1), spacing=0), "raised")


def _course() -> QWidget:
    hint = "ひとこと記録（例: 電話 不在 折り返し依頼）"
    quick = SearchField(hint, "Ctrl+J", "ひとこと記録", Icon.EDIT)
    head = SectionTitle(
        "経過",
        Button("すべて", kind=ButtonKind.QUIET, opens_menu=True, height=26),
        Button("新しい順", kind=ButtonKind.QUIET, icon=Icon.SORT, height=26),
        count=38,
        size=Type.LABEL,
    )
    view = TimelineView(name="経過")
    model = _Events(EVENTS)
    model.setParent(view)
    view.setModel(model)
    view.setCurrentIndex(model.index(0))
    upper = column(quick, head, spacing=6, margins=(16, 10, 10, 2))
    return panel(column(upper, (view, 1), spacing=0), "raised", width=400)


def _record() -> QWidget:
    attach = Button("添付", kind=ButtonKind.QUIET, icon=Icon.ATTACH, key="Ctrl+T", height=28)
    title = row(
        Label("電話の記録", Type.HEADING, bold=True),
        Chip(DRAFT),
        Label("10:32 に保存", Type.SMALL, Role.MUTED),
        STRETCH,
        attach,
    )
    problems = ProblemBar()
    problems.show_problems(1, "確定できません")
    end = LabelledEditor("終了", LineEdit("10:02", figures=True), required=True)
    end.show_problem("開始（10:12）より前です。", "10:32 にする", lambda: None)
    method = Select([("tel", "電話相談・連絡"), ("visit", "訪問")])
    method.set_value("tel")
    facts = form_grid(
        (LabelledEditor("対応日", LineEdit("令和8年11月24日（火）"), required=True), 4),
        (LabelledEditor("開始", LineEdit("10:12", figures=True), required=True), 2),
        (end, 3),
        (LabelledEditor("方法", method, required=True), 3),
    )
    parts = Segments([(w, w) for w in ("事実", "所見", "次の対応")], height=26)
    parts.set_value("事実")
    text = RecordTextEdit(RECORD)
    text.setObjectName("heard")
    note = f"{len(RECORD)}字"
    frame = LabelledEditor("記録", text, required=True, side=parts, note=note)
    body = column(title, problems, facts, (frame, 1), spacing=9, margins=(20, 10, 20, 10))
    bar = ActionBar(
        Button("確定して供覧へ", kind=ButtonKind.FILLED, icon=Icon.CHECK, key="Ctrl+Enter"),
        Button("下書きのまま閉じる", key="Esc"),
        far=[Button("取り消す", kind=ButtonKind.QUIET, icon=Icon.DELETE, tone=Role.DANGER)],
        surface="raised",
        margin=20,
    )
    return panel(column((body, 1), bar, spacing=0), "raised")


def parts() -> QWidget:
    """Draw what the other sheets leave out."""
    progress = Progress("取り込んでいます")
    progress.show_step(1_240, 4_000)
    off = Button("使えません", icon=Icon.SAVE, key="F9")
    off.setEnabled(False)
    off_filled = Button("保存する", kind=ButtonKind.FILLED)
    off_filled.setEnabled(False)
    ticked = CheckBox("本人の了解を得た")
    ticked.setChecked(True)
    disabled = LineEdit("変えられません")
    disabled.setEnabled(False)
    chips = row(
        *(Chip(look) for look in STATES.values()),
        Chip(SHIELD),
        Chip(ChipLook("秘匿", Role.DANGER, Icon.LOCK, solid=True)),
        STRETCH,
    )
    buttons = row(
        Button("外枠", icon=Icon.EDIT),
        Button("しずか", kind=ButtonKind.QUIET, icon=Icon.EDIT),
        Button("消す", kind=ButtonKind.DANGER, icon=Icon.DELETE),
        Button("一語", kind=ButtonKind.LINK),
        off,
        off_filled,
        Button("小さい", height=28, key="S"),
        STRETCH,
    )
    notices = [
        Notice(role, icon, f"{role} の知らせはこの帯に一文で出ます", act="名前を伏せる", key="F7")
        for role, icon in (
            (Role.WARNING, Icon.PROTECTED),
            (Role.OK, Icon.CONSENT),
            (Role.INFO, Icon.INFO),
            (Role.DANGER, Icon.PROBLEM),
        )
    ]
    empty = EmptyState(
        "返事を待っているつなぎはありません", act="つなぎを書く", icon=Icon.REFERRALS
    )
    editors = row((LineEdit(placeholder="かな・漢字"), 1), (disabled, 1), ticked, CheckBox("まだ"))
    return panel(
        column(
            SectionTitle("部品", KeyHint("Ctrl+/", "キーの一覧"), count=12),
            buttons,
            chips,
            *notices,
            editors,
            progress,
            (panel(column((empty, 1)), "card"), 1),
            spacing=12,
            margins=(24, 16, 24, 16),
        ),
        "surface",
    )


SHEETS: dict[str, Callable[[], QWidget]] = {
    "intake": intake,
    "cases": cases,
    "case": case,
    "parts": parts,
}
