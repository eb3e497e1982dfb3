"""What falls due of protective measures (支援措置), whoever of the centres works for somebody."""

from __future__ import annotations

from soudan_desk.services.due_rules import Doing, DueRule

PROTECTION = (
    DueRule(
        key="support_measure",
        label="支援措置の満了",
        kind="person",
        dates=("shien_sochi_until_on",),
        where={"shien_sochi": (True,)},
        leads=(60, 30, 7),
        reason="支援措置は{due}で満了します。{left}。延長は満了の1か月前から申し出られます。",
        action="延長するかを本人に確かめ、申出を手伝ってください。",
        doing=Doing.BASICS,
    ),
    # Nobody works on it any more, and still somebody must be told: whoever did, or entered them.
    DueRule(
        key="support_measure_alone",
        label="支援措置の満了（ケースなし）",
        kind="person",
        dates=("shien_sochi_until_on",),
        where={"shien_sochi": (True,)},
        leads=(60, 30, 7),
        of_closed=True,
        without_case=True,
        staff="created_by",
        reason="支援措置は{due}で満了します。{left}。いま動いているケースはありません。",
        action="延長するかを本人に確かめるか、支援措置の印を外してください。",
        doing=Doing.BASICS,
    ),
)
