"""支援計画書 of 日常生活自立支援事業, in its usual order."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.platypus import Flowable

from soudan_desk.papers.answers import answer_table
from soudan_desk.papers.data import BLANK_DATE, Answer, Stamp
from soudan_desk.papers.kit import title_block
from soudan_desk.papers.lists import Column, list_grid
from soudan_desk.papers.plan_parts import (
    HAND_STAMPS,
    LOOK,
    PlanData,
    agreement_block,
    plan_head,
    text_block,
)
from soudan_desk.papers.text import Align

_WORDS = "この支援計画の内容について説明を受け、これに同意します。"
_GOALS = (
    Column("順位", 34.0, align=Align.CENTRE),
    Column("解決したい課題"),
    Column("援助の目標"),
    Column("達成時期", 84.0),
    Column("本人の役割", share=0.8),
)
_SUPPORT = (
    Column("援助の種類", share=1.1),
    Column("援助内容", share=1.6),
    Column("方法", 50.0),
    Column("場所", share=0.8),
    Column("頻度・曜日・時間", share=1.1),
)
_MONEY = (
    Column("口座"),
    Column("払戻し額・日"),
    Column("渡す額・渡し方"),
    Column("支払先（種類）", share=1.2),
    Column("支払日・方法", share=0.9),
)
_CUSTODY = (
    Column("預かるもの"),
    Column("名義・番号など"),
    Column("保管場所", share=0.8),
    Column("備考", share=0.8),
)
_NETWORK = (
    Column("機関", share=1.2),
    Column("担当者", share=0.8),
    Column("役割", share=1.3),
    Column("電話", 84.0),
)
_ACTIONS = (
    Column("実施すること", share=1.6),
    Column("実施者"),
    Column("時期・頻度"),
    Column("備考", share=0.8),
)


@dataclass(frozen=True, kw_only=True)
class NichijiPlan(PlanData):
    """The plan of 日常生活自立支援事業; its tables are lines of words."""

    supporters: str | None = None
    support: tuple[tuple[str, ...], ...] = ()
    agency_scope: str | None = None
    money: tuple[tuple[str, ...], ...] = ()
    custody: tuple[tuple[str, ...], ...] = ()
    network: tuple[tuple[str, ...], ...] = ()
    emergency: str | None = None
    fee_note: str | None = None


def nichiji_plan_story(plan: NichijiPlan) -> list[Flowable]:
    """Lay the plan out."""
    hand = plan.by_hand
    return [
        title_block(plan.title, plan.stamps),
        plan_head(plan, "専門員"),
        text_block(
            "意向・課題・目標", Answer("生活支援員", plan.supporters, wide=True), *_aims(plan)
        ),
        *_goals(plan),
        list_grid(_SUPPORT, plan.support, title="援助の内容", by_hand=4 * hand),
        *_actions(plan),
        list_grid(_MONEY, plan.money, title="金銭管理計画", by_hand=4 * hand),
        list_grid(_CUSTODY, plan.custody, title="預かり物件", by_hand=3 * hand),
        list_grid(_NETWORK, plan.network, title="関係機関・役割分担", by_hand=3 * hand),
        text_block("緊急時・利用料・見直し", *_closing(plan)),
        agreement_block(plan, _WORDS, title="説明・同意・交付"),
        *answer_table(plan.rest, LOOK),
    ]


def empty_nichiji_plan(title: str) -> NichijiPlan:
    """Return the form for handwriting."""
    return NichijiPlan(title=title, stamps=tuple(map(Stamp, HAND_STAMPS)))


def _aims(plan: NichijiPlan) -> list[Answer]:
    asked = [
        ("本人の希望・意向", plan.wish_self, 3),
        ("家族等の意向", plan.wish_family, 2),
        ("生活上の課題", plan.issues, 3),
        ("援助の方針", plan.policy, 2),
        ("援助の目標", plan.goal_long, 2),
    ]
    lines = [Answer(label, text, long=True, lines=n) for label, text, n in asked]
    if plan.goal_short:
        lines.append(Answer("短期目標", plan.goal_short, long=True))
    return lines


def _goals(plan: NichijiPlan) -> list[Flowable]:
    if not plan.goals:
        return []
    lines = [
        (each.no, each.need, _marked(each.since, each.goal), each.due, each.own_role)
        for each in plan.goals
    ]
    return [list_grid(_GOALS, lines, title="目標")]


def _marked(since: str, goal: str) -> str:
    return f"［{since}］{goal}" if since else goal


def _actions(plan: NichijiPlan) -> list[Flowable]:
    if not plan.actions:
        return []
    lines = [(each.what, each.who, each.when, each.note) for each in plan.actions]
    return [list_grid(_ACTIONS, lines, title="実施すること")]


def _closing(plan: NichijiPlan) -> list[Answer]:
    return [
        Answer("代理権の範囲", plan.agency_scope, long=True, lines=2),
        Answer("緊急時の対応・連絡先", plan.emergency, long=True, lines=2),
        Answer("利用料・支払方法・減免", plan.fee_note, long=True, lines=2),
        Answer("見直しの時期", plan.next_on, blank=BLANK_DATE, wide=True),
        *([Answer("備考", plan.note, long=True)] if plan.note else []),
    ]
