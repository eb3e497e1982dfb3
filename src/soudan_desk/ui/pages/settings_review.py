"""供覧・決裁 in the settings: which way records take, and who stands in for whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from soudan_desk.japanese.eras import wareki_short
from soudan_desk.services.deputies import DeputyRow
from soudan_desk.services.review_routes import RouteRow
from soudan_desk.ui.icons import Icon
from soudan_desk.ui.pages.settings_listed import Listed, ListedWords
from soudan_desk.ui.theme import Role
from soudan_desk.ui.widgets.cells import Cell

ROUTES = ListedWords(
    key="route",
    name="供覧・決裁の順路",
    headings=("記録", "センター", "扱い", "回す順"),
    widths=(128, 112, 96, 190),
    note="記録を確定すると、この順に回ります。回っている途中の記録は、前の順のままです。",
    add="順路を加える",
    new_title="新しい順路",
    saved="順路を保存しました",
)
DEPUTIES = ListedWords(
    key="deputy",
    name="代理",
    headings=("不在の職員", "代理の職員", "いつから", "いつまで"),
    widths=(140, 140, 96, 96),
    note=(
        "期間のあいだ、代理の人が供覧・決裁をし(代決)、不在の人の期限・予定・返事待ちが代理の人の"
        "「今日」にも出ます。期間が過ぎると、ひとりでに終わります。"
    ),
    add="代理を決める",
    new_title="新しい代理",
    saved="代理を保存しました",
    end="代理をやめる",
    end_warning="この代理を取り消します。代理の人がもう押した印は残ります。",
)


def route_listed(
    row: RouteRow, centre_names: Mapping[str, str], label: Callable[[str, str], str]
) -> Listed:
    """Return a route as a line of the list; `label` turns a code of a list into words."""
    centre = centre_names.get(row.centre, "")
    quiet = Role.TEXT if row.is_active else Role.MUTED
    mode = label("review.mode", row.mode)
    how = Cell(mode, role=quiet, icon=Icon.REVIEW)
    if not row.is_active:
        how = Cell("休止", role=Role.MUTED, icon=Icon.EXCLUDED)
    elif not row.starts_itself:
        how = Cell(f"{mode}・手で", role=quiet, icon=Icon.REVIEW)
    return Listed(
        id=row.setting.id,
        title=f"{row.setting.title}({centre})",
        cells=(
            Cell(row.setting.title, role=quiet, bold=row.is_active),
            Cell(centre, role=Role.MUTED),
            how,
            Cell("→".join(row.steps), role=quiet),
        ),
        answers=row.setting.answers,
    )


def deputy_listed(row: DeputyRow, today: date) -> Listed:
    """Return somebody standing in as a line of the list."""
    is_now = row.from_on <= today <= row.to_on
    return Listed(
        id=row.id,
        title=f"{row.absent}さんの代理",
        cells=(
            Cell(row.absent, bold=is_now),
            Cell(row.staff),
            Cell(wareki_short(row.from_on), figures=True),
            Cell(wareki_short(row.to_on), figures=True),
        ),
        answers={
            "absent_id": row.absent_id,
            "staff_id": row.staff_id,
            "from_on": row.from_on,
            "to_on": row.to_on,
            "note": row.note,
        },
        may_change=row.may_change,
    )
