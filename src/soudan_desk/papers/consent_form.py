"""同意書: what a person agrees to, in the centre's own words, to be signed by hand."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak, Spacer

from soudan_desk.papers.answers import LOOKS, Look, answer_rows, head_grid, on_one_page
from soudan_desk.papers.data import BLANK_DATE, Answer, Blank, Head, Option
from soudan_desk.papers.grid import Grid
from soudan_desk.papers.intake_sheet import annex_page
from soudan_desk.papers.kit import title_block
from soudan_desk.papers.text import SMALL, Align, Text

USUAL_WORDS = "わたしは、次のことについて説明を受け、その範囲で同意します。"
_FREE = (
    "この同意は、いつでも取り下げられます。取り下げても、相談や支援で不利な扱いを受けることは"
    "ありません。わからないことは、同意する前にお尋ねください。"
)
_SIGNED = "署名"
_BY_HAND = (
    Answer("本人の署名", wide=True),
    Answer("代わりの人の署名", wide=True),
    Answer("本人との関係"),
    Answer("立ち会った職員"),
)


@dataclass(frozen=True)
class ConsentForm:
    """One consent; what nobody has answered leaves room for the hand."""

    head: Head = field(default_factory=Head)
    to: str = "　　　　　　　　　　　　殿"
    words: str = USUAL_WORDS
    what: tuple[Answer, ...] = ()  # to what, whom, what may be told, until when
    signed: tuple[Answer, ...] = (Answer("同意年月日", blank=BLANK_DATE), *_BY_HAND)
    ended: tuple[Answer, ...] = ()  # a withdrawal
    annex: str = ""  # 別紙: the centre's rules on personal data, on a page of its own


def consent_form_story(form: ConsentForm) -> list[Flowable]:
    """Lay the form out, on one page where it fits; the rules on personal data follow."""
    story = on_one_page(lambda look: _story(form, look), LOOKS)
    return [*story, PageBreak(), *annex_page(form.annex)] if form.annex else story


def empty_consent_form(blank: Blank) -> ConsentForm:
    """Return the form for handwriting, in the words of the worker's first centre."""
    centre = blank.centres[0]
    words = blank.words_of(centre)
    return ConsentForm(
        words=words.consent or USUAL_WORDS,
        annex=words.privacy,
        what=(
            Answer("同意すること", "", _options(blank("consent.type", centre)), wide=True),
            Answer("伝えてよい相手", long=True, lines=2),
            Answer("伝えてよいこと", "", _options(blank("referral.line", centre)), wide=True),
            Answer("伝えないこと", long=True, lines=2),
            Answer("有効期限", blank=BLANK_DATE, wide=True),
        ),
    )


def _options(labels: list[str]) -> tuple[Option, ...]:
    return tuple(map(Option, labels))


def _story(form: ConsentForm, look: Look) -> list[Flowable]:
    left = look.style.but(align=Align.LEFT)
    signing = replace(look, least_by_hand=11 * mm)
    parts: list[Flowable] = [
        title_block("同意書"),
        Text(form.to, left),
        Spacer(1, 6),
        Text(f"　{form.words}", look.style.but(space_after=8), field="同意の文"),
        head_grid(form.head, look=look),
        Grid(answer_rows(form.what, look), title="同意の内容"),
        Text(_FREE, SMALL.but(space_after=6)),
        Grid(answer_rows(form.signed, signing), title=_SIGNED),
    ]
    return [*parts, Grid(answer_rows(form.ended, look), title="撤回")] if form.ended else parts
