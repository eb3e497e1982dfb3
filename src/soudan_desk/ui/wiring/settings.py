"""Joins the settings to the verbs a worker's roles allow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from soudan_desk.desk.importing import Undone, undo_import
from soudan_desk.models import CentreSetting, OfficeSetting, Staff, fields_of
from soudan_desk.services import settings as settings_verbs
from soudan_desk.services.codes_admin import (
    Option,
    add_option,
    change_option,
    option_lists,
    options_of,
)
from soudan_desk.services.import_history import list_imports
from soudan_desk.services.records import save_record, show_record
from soudan_desk.services.sharing import is_shared, share_office
from soudan_desk.services.staff import (
    add_name_only,
    add_staff,
    admit,
    change_own_password,
    disable_staff,
    list_staff,
    reset_staff,
)
from soudan_desk.storage.actor import ADMINISTRATOR, SUPERVISOR
from soudan_desk.ui.pages.page import Page, Place
from soudan_desk.ui.pages.settings import SettingsPage, SettingsPane, SettingsTab
from soudan_desk.ui.seat import Seat
from soudan_desk.ui.wiring.form_context import form_context
from soudan_desk.ui.wiring.own_password import password_problem
from soudan_desk.ui.wiring.settings_conflicts import conflict_tabs
from soudan_desk.ui.wiring.settings_retention import retention_tabs
from soudan_desk.ui.wiring.settings_review import add_centre_with_routes, review_tabs
from soudan_desk.ui.wiring.settings_towns import town_tabs

if TYPE_CHECKING:
    from soudan_desk.ui.pages.settings_forms import FormsPane

_STAFF_KEYS = ("name", "kana", "job_title", "tel", "login", "roles", "centre_codes")
_NOT_SHOWN = frozenset({"is_sample"})


def build(seat: Seat, place: Place) -> Page:
    """Make the page; `place.about` may name the tab."""
    makers = _Panes(seat)
    page = SettingsPage(list(makers.tabs()), place.about.get("tab", ""))
    makers.said.append(page.said.emit)
    makers.go.append(page.go.emit)
    return page


class _Panes:
    """Makes each pane when it is first looked at."""

    def __init__(self, seat: Seat) -> None:
        self._seat, self._work = seat, seat.work
        self.said: list[Callable[[str], None]] = []
        self.go: list[Callable[[Place], None]] = []

    def tabs(self) -> Iterator[SettingsTab]:
        """Name the tabs this worker has."""
        actor, writable = self._work.actor, not self._seat.office.read_only
        if actor.has(ADMINISTRATOR) and writable:
            yield SettingsTab("office", "事務所", self._office)
            yield SettingsTab("centres", "センター", self._centres)
            yield SettingsTab("sharing", "同時に使う", self._sharing)
        if actor.has(ADMINISTRATOR, SUPERVISOR) and writable:
            yield SettingsTab("staff", "職員", self._staff)
        if writable:
            yield SettingsTab("password", "パスワード", self._password)
        if actor.has(ADMINISTRATOR, SUPERVISOR):
            yield SettingsTab("codes", "選択肢", self._codes)
        if (actor.writes_casework or actor.has(ADMINISTRATOR)) and writable:
            yield SettingsTab("phrases", "定型文", self._phrases)
        yield from review_tabs(self._seat, self._say)
        yield from conflict_tabs(self._seat, self._say)
        yield from town_tabs(self._seat, self._say)
        yield from retention_tabs(self._seat, self._say)
        yield SettingsTab("looks", "見た目", self._looks)
        if actor.writes_casework and writable:
            yield SettingsTab("imports", "取込み", self._imports)

    def _say(self, sentence: str) -> None:
        for say in self.said:
            say(sentence)

    # --- forms ---

    def _office(self) -> SettingsPane:
        return self._forms(lambda: [settings_verbs.office_setting(self._work)], OfficeSetting)

    def _centres(self) -> SettingsPane:
        from soudan_desk.ui.pages.settings_centres import CentresActs, CentresPane

        def make_forms() -> FormsPane:
            return self._forms(lambda: settings_verbs.centre_settings(self._work), CentreSetting)

        return CentresPane(
            CentresActs(
                make_forms=make_forms,
                missing=partial(settings_verbs.missing_centres, self._work),
                add=partial(add_centre_with_routes, self._work),
                said=self._say,
            )
        )

    def _forms(self, fetch: Callable[[], list[settings_verbs.Setting]], model: Any) -> FormsPane:
        from soudan_desk.ui.pages.settings_forms import FormActs, FormsPane

        hidden = {*_NOT_SHOWN, "centre", "logo"}
        return FormsPane(
            FormActs(
                fetch=fetch,
                save=partial(settings_verbs.save_setting, self._work),
                fields=[field for field in fields_of(model) if field.key not in hidden],
                context=form_context(self._seat),
                said=self._say,
                watched=model.kind(),
            )
        )

    # --- staff ---

    def _staff(self) -> SettingsPane:
        from soudan_desk.ui.pages.settings_staff import StaffActs, StaffPane

        work, office, tasks = self._work, self._seat.office, self._seat.tasks
        asked = {field.key: field for field in fields_of(Staff)}

        def answers_of(staff_id: UUID) -> dict[str, Any]:
            return show_record(work, "staff", staff_id).answers

        def save(staff_id: UUID, answers: Mapping[str, Any]) -> None:
            given = {key: answers[key] for key in _STAFF_KEYS if key != "login"}
            save_record(work, "staff", staff_id, given)

        return StaffPane(
            StaffActs(
                fetch=lambda: list_staff(work),
                answers_of=answers_of,
                add=self._add_staff,
                save=save,
                reset=lambda login, then, otherwise: tasks.run(
                    partial(reset_staff, work, office, login), then, otherwise
                ),
                admit=lambda login, then, otherwise: tasks.run(
                    partial(admit, work, office, login), then, otherwise
                ),
                disable=lambda login, then, otherwise: tasks.run(
                    partial(disable_staff, work, office, login), then, otherwise
                ),
                fields=[asked[key] for key in _STAFF_KEYS],
                context=form_context(self._seat),
                codes=work.codes,
                own_login=work.actor.login,
                may_change=work.actor.has(ADMINISTRATOR),
                said=self._say,
            )
        )

    def _add_staff(self, answers: Mapping[str, Any]) -> tuple[UUID, str]:
        if not answers.get("login"):
            return add_name_only(self._work, answers), ""
        staff_id, password = add_staff(
            self._work,
            self._seat.office,
            login=answers.get("login") or "",
            name=answers.get("name") or "",
            roles=answers.get("roles") or [],
            centres=answers.get("centre_codes") or [],
            job_title=answers.get("job_title"),
        )
        more = {key: answers[key] for key in ("kana", "tel") if answers.get(key)}
        if more:
            save_record(self._work, "staff", staff_id, more)
        return staff_id, password

    # --- one's own ---

    def _password(self) -> SettingsPane:
        from soudan_desk.ui.pages.settings_password import PasswordPane

        work, office, tasks = self._work, self._seat.office, self._seat.tasks

        def change(old: str, new: str, then: Any, otherwise: Any) -> None:
            tasks.run(partial(change_own_password, work, office, old, new), then, otherwise)

        names = (work.actor.login, work.actor.name, self._seat.office_name)
        return PasswordPane(partial(password_problem, forbidden=names), change, self._say)

    def _sharing(self) -> SettingsPane:
        from soudan_desk.ui.pages.settings_sharing import SharingActs, SharingPane

        work, office = self._work, self._seat.office
        return SharingPane(
            SharingActs(
                is_shared=partial(is_shared, office),
                inside=lambda: [each.user for each in office.instance_lock.inside()],
                share=lambda on: share_office(work, office, on=on),
                said=self._say,
            )
        )

    def _looks(self) -> SettingsPane:
        from soudan_desk.ui.pages.settings_looks import LooksPane

        return LooksPane()

    # --- lists, copies, files ---

    def _codes(self) -> SettingsPane:
        from soudan_desk.ui.pages.settings_codes import CodesActs, CodesPane

        work = self._work

        def change(name: str, option: Option, label: str, short: str, to: date | None) -> None:
            change_option(work, name, option, label=label, short=short, valid_to=to)

        may_change = work.actor.has(ADMINISTRATOR) and not self._seat.office.read_only
        return CodesPane(
            CodesActs(
                lists=lambda: option_lists(work),
                options=lambda name: options_of(work, name),
                add=lambda name, label, short: add_option(work, name, label, short=short),
                change=change,
                centre_names={each.code: each.brief for each in work.codes.entries("centre")},
                today=work.today(),
                may_change=may_change,
            )
        )

    def _phrases(self) -> SettingsPane:
        from soudan_desk.ui.wiring.settings_phrases import phrases_pane

        return phrases_pane(self._work)

    def _imports(self) -> SettingsPane:
        from soudan_desk.ui.pages.settings_imports import ImportsActs, ImportsPane

        work, tasks = self._work, self._seat.tasks

        def undo(batch: UUID, then: Callable[[int], object], otherwise: Any) -> None:
            def done(undone: Undone) -> None:
                then(sum(undone.counts.values()))

            tasks.run(partial(undo_import, work, batch), done, otherwise)

        def open_page() -> None:
            for go in self.go:
                go(Place("import_file"))

        return ImportsPane(
            ImportsActs(fetch=lambda: list_imports(work), undo=undo, open_page=open_page)
        )
