"""Joins the list of referrals to the verbs that find them."""

from __future__ import annotations

from collections.abc import Sequence

from soudan_desk.services.looking import note_listed
from soudan_desk.services.referral_lists import (
    ReferralFilter,
    ReferralRow,
    count_matching,
    count_referrals,
    list_referrals,
)
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.pages.referrals import ReferralsActs, ReferralsPage
from soudan_desk.ui.preferences import page_settings, remember_page
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.wiring.form_context import form_context


def build(seat: Seat, place: Place) -> Page:
    """Make the page; `place.about` may name the conditions to begin with."""
    return ReferralsPage(_acts(seat), frozenset(place.about.get("filters", ())))


def _acts(seat: Seat) -> ReferralsActs:
    work, login = seat.work, seat.work.actor.login

    def rows(
        wanted: ReferralFilter, sort: str, descending: bool, offset: int, limit: int
    ) -> list[ReferralRow]:
        found = list_referrals(
            work, wanted, sort=sort, descending=descending, offset=offset, limit=limit
        )
        if not offset:
            note_listed(work, "referral", wanted, len(found), words=wanted.words)
        return found

    def store(columns: Sequence[str]) -> None:
        remember_page(login, "referrals", {"columns": list(columns)})

    return ReferralsActs(
        rows=rows,
        count=lambda wanted: count_matching(work, wanted),
        counts=lambda: count_referrals(work, seat.centre),
        centre=lambda: seat.centre,
        codes=work.codes,
        names=form_context(seat).names,
        today=work.today(),
        may_write=work.actor.writes_casework and not seat.office.read_only,
        load_columns=lambda: page_settings(login, "referrals").get("columns"),
        store_columns=store,
    )
