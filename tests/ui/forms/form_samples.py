"""One question of each kind with an answer, an office of a few names, and option lists."""

from datetime import UTC, date, datetime, time
from uuid import UUID

from soudan_desk.codes import CodeBook, CodeEntry
from soudan_desk.fields import Field, Kind
from soudan_desk.japanese.partial_dates import PartialDate
from soudan_desk.ui.forms.context import Candidate, FormContext

TODAY = date(2026, 11, 24)
AOBA, ASAKURA, LETTER, NEWCOMER = (UUID(int=number) for number in (1, 2, 3, 4))
NAMES = {AOBA: "見本 すみれ", ASAKURA: "見本 文", LETTER: "同意書.pdf", NEWCOMER: "見本 新人"}

_LISTS = {
    "caller": {"self": "本人", "family": "家族", "agency": "機関", "unknown": "匿名"},
    "method": {
        "tel": "電話", "visit": "来所", "home": "訪問", "mail": "メール・手紙",
        "out": "出張相談", "other": "その他",
    },
    "topic": {
        "health": "病気・健康・障害", "house": "住まい", "money": "収入・生活費",
        "rent": "家賃・ローン",
        "tax": "税金・公共料金", "debt": "債務", "job": "仕事探し", "work": "仕事の不安",
        "area": "地域との関係", "family": "家族との関係", "child": "子育て", "care": "介護",
    },
    "level": {"1": "ひとりでできる", "2": "見守りが要る", "3": "手伝いが要る"},
}  # fmt: skip
CODES = CodeBook(
    [
        *(CodeEntry(list=n, code=c, label=t) for n, e in _LISTS.items() for c, t in e.items()),
        CodeEntry(list="topic", code="none", label="とくになし", exclusive=True),
        CodeEntry(list="caller", code="old", label="民生委員(旧)", valid_to=date(2020, 3, 31)),
        CodeEntry(list="method", code="fax", label="ファクス", valid_to=date(2020, 3, 31)),
        CodeEntry(list="topic", code="war", label="引揚げ", valid_to=date(1980, 3, 31)),
    ]
)
CELLS = (
    Field(key="kind", label="種類", kind=Kind.CHOICE, codes="method"),
    Field(key="name", label="氏名", kind=Kind.LINE),
    Field(key="birth_on", label="生年月日", kind=Kind.PARTIAL_DATE),
    Field(key="came_on", label="来た日", kind=Kind.DATE),
    Field(key="count", label="回数", kind=Kind.NUMBER),
    Field(key="lives_here", label="同居", kind=Kind.CHECK),
    Field(key="topics", label="困りごと", kind=Kind.CHOICES, codes="topic"),
)


def _field(key: str, label: str, kind: Kind, section: str = "いろいろ", **more) -> Field:
    return Field(key=key, label=label, kind=kind, section=section, **more)


SAMPLES = (
    (_field("subject", "件名", Kind.LINE), "家賃の相談"),
    (_field("kana", "フリガナ", Kind.LINE), "ミホン スミレ"),
    (_field("postal_code", "郵便番号", Kind.LINE), "100-0001"),
    (_field("facts", "記録", Kind.TEXT), "一行目\n𠮷野さん(葛󠄀城)から。\n\n四行目"),
    (_field("held_on", "対応日", Kind.DATE), date(2026, 11, 24)),
    (_field("born_on", "生年月日", Kind.PARTIAL_DATE), PartialDate(1974, 3, 1)),
    (_field("band_on", "年代", Kind.PARTIAL_DATE), PartialDate(age_band="40s")),
    (_field("year_on", "生まれ年", Kind.PARTIAL_DATE), PartialDate(1989)),
    (_field("start", "開始", Kind.TIME), time(10, 12)),
    (_field("sent_at", "送った日時", Kind.INSTANT), datetime(2026, 11, 24, 1, 30, 5, 7, UTC)),
    (_field("taken_min", "時間", Kind.MINUTES), 90),
    (_field("people_count", "人数", Kind.NUMBER), 1234),
    (_field("skill", "家事", Kind.NUMBER, codes="level"), 2),
    (_field("income_yen", "収入", Kind.YEN), 82_000),
    (_field("is_urgent", "急ぎ", Kind.CHECK), True),
    (_field("caller", "だれから", Kind.CHOICE, codes="caller"), "family"),
    (_field("caller_old", "だれから(昔)", Kind.CHOICE, codes="caller"), "old"),
    (_field("method", "方法", Kind.CHOICE, codes="method"), "home"),
    (_field("method_old", "方法(昔)", Kind.CHOICE, codes="method"), "fax"),
    (_field("topics", "困りごと", Kind.CHOICES, codes="topic"), ["health", "money"]),
    (_field("topics_old", "困りごと(昔)", Kind.CHOICES, codes="topic"), ["war", "job"]),
    (_field("marks", "主な困りごと", Kind.MARKS, codes="topic"),
     {"health": "circle", "money": "double"}),
    (_field("person_id", "相談者", Kind.REFERENCE, of="person"), AOBA),
    (_field("staff_ids", "対応者", Kind.REFERENCES, of="person"), [ASAKURA, AOBA]),
    (_field("aliases", "別名", Kind.ROWS, rows=CELLS), [
        {"kind": "visit", "name": "見本 一", "birth_on": PartialDate(1980, 11), "count": 3},
        {"came_on": date(2026, 1, 2), "lives_here": True, "topics": ["house", "debt"]},
    ]),
    (_field("files", "添付", Kind.ATTACHMENTS), [LETTER]),
)  # fmt: skip
FIELDS = tuple(field for field, _answer in SAMPLES)
ANSWERS = {field.key: answer for field, answer in SAMPLES}


def find(kind: str, words: str) -> list[Candidate]:
    """Find people of the sample office by part of their name."""
    people = (AOBA, ASAKURA)
    return [Candidate(p, NAMES[p], "70歳") for p in people if words in NAMES[p]]


def context(**more) -> FormContext:
    """Return what a form of the sample office needs."""
    words = {
        "codes": CODES,
        "today": TODAY,
        "name_of": lambda _kind, record_id: NAMES[record_id],
        "find": find,
        **more,
    }
    return FormContext(**words)
