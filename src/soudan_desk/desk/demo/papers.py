"""What a story leaves beside its consultations: reception forms, consents, letters, to-dos."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from soudan_desk.desk.demo.planned import Planned, Ref
from soudan_desk.desk.demo.timeline import Moment
from soudan_desk.desk.demo.world import World

if TYPE_CHECKING:
    from soudan_desk.desk.demo.casework import Episode

_LATEST_OVERDUE = 6
_CONSENT_YEAR = 365
_LATE_REPLY = (14, 50)
_LATE_SHARE = 0.4
_SCAN = "consent_scan.pdf"
_SCANNED_ONE_IN, _MOST_SCANS_OF = 4, 1_200
"""A large office would only grow by more of the same scan."""
_TWICE_ONE_IN = 5
_TWICE = "二重に登録したため"


class Papers:
    """Plans the papers made with the steps of a case."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._count = 0
        self._written = 0

    def intake(self, episode: Episode, moment: Moment, talk: Ref) -> Iterator[Planned]:
        """Plan the centre's own form of reception."""
        thread, days = episode.thread, self._world.days
        kind = self._world.codes["intake"][thread.centre]
        answers: dict[str, Any] = {"person_id": episode.person, "case_id": episode.case}
        if kind != "disability_profile":
            answers["consultation_id"] = talk
            answers["received_on"] = days.date(moment.day)
            answers["received_by_id"] = episode.worker.ref
            answers["restriction_level"] = episode.restriction
        if kind == "intake":
            answers["method"] = self._world.codes["intake_method"].get(moment.step.method)
        answers.update(episode.filled(thread.intake))
        if origin := thread.intake.get("route_agency_id"):
            agency = self._world.agency(origin, episode.slots)
            answers["route_agency_id"] = agency.ref
            answers["route_agency_type"] = agency.entry["type"]
        signed = self._signed_on(episode)
        if kind == "intake" and signed is not None:
            on = days.date(signed)
            answers.update(consent_given=True, consent_on=on, applied_on=on, signed_by_client=True)
        yield self._planned(kind, answers, episode, moment)

    def made_with(self, episode: Episode, moment: Moment) -> Iterator[Planned]:
        """Plan the consents and the letter of a step."""
        for spec in moment.step.consent:
            consent = self._consent(episode, moment, spec)
            if spec["method"] == "written" and self._may_scan():
                scan = self._scan(episode, moment)
                yield scan
                consent.answers["scan"] = [Ref(scan.ref)]
            yield consent
        if moment.step.refer:
            letter = self._referral(episode, moment, moment.step.refer)
            yield letter
            if "sent_on" in letter.answers:
                yield self._given(letter, episode, moment, moment.step.refer["to"])

    def left_to_do(self, episode: Episode) -> Iterator[Planned]:
        """Plan the to-do that follows from the last consultation of an open case."""
        if not episode.moments or episode.way.is_ended:
            return
        moment = episode.moments[-1]
        text, due = moment.step.texts.get("next_action"), moment.step.due
        if text is None or due is None:
            return
        days = self._world.days
        day = moment.day + self._world.between(due)
        if day < days.today - _LATEST_OVERDUE:
            day = days.today + self._world.between((-_LATEST_OVERDUE, 9))
        episode.slots.on = moment.day
        answers = {
            "title": text.fill(self._world.random, episode.slots),
            "staff_id": episode.worker.ref,
            "due_on": days.date(days.near(day, self._world.random())),
            "case_id": episode.case,
            "person_id": episode.person,
        }
        task = self._planned("task", answers, episode, moment)
        yield task
        if episode.number % _TWICE_ONE_IN == 0:
            yield self._entered_twice(task)

    def _may_scan(self) -> bool:
        self._written += 1
        return self._written % _SCANNED_ONE_IN == 1 and self._written <= _MOST_SCANS_OF

    def _scan(self, episode: Episode, moment: Moment) -> Planned:
        answers = {
            "file_name": f"同意書_{self._world.days.date(moment.day):%Y%m%d}.pdf",
            "category": "consent_form",
            "description": "署名のある同意書を読み取ったもの(見本)",
            "case_id": episode.case,
            "person_id": episode.person,
            "centre": episode.thread.centre,
            "restriction_level": episode.restriction,
        }
        planned = self._planned("attachment", answers, episode, moment)
        return planned._replace(extra={"file": _SCAN})

    def _entered_twice(self, task: Planned) -> Planned:
        return task._replace(ref=f"{task.ref}-twice", state="void", extra={"reason": _TWICE})

    def _signed_on(self, episode: Episode) -> int | None:
        for moment in episode.moments:
            if any(spec["type"] == "use_application" for spec in moment.step.consent):
                return moment.day
        return None

    def _consent(self, episode: Episode, moment: Moment, spec: dict[str, Any]) -> Planned:
        days = self._world.days
        keys = spec.get("agencies", [])
        agencies = [self._world.agency(key, episode.slots).ref for key in keys]
        told = {k: v for k, v in spec.items() if k != "agencies"}
        answers = {
            "person_id": episode.person,
            "case_id": episode.case,
            "centre": episode.thread.centre,
            "given_on": days.date(moment.day),
            "given_by": "self",
            "witness_staff_id": episode.worker.ref,
            "scope_agency_ids": agencies or None,
            **episode.filled(told),
        }
        if agencies:
            answers["expires_on"] = days.date(min(moment.day + _CONSENT_YEAR, days.today + 180))
        planned = self._planned("consent", answers, episode, moment)
        if agencies:
            episode.consents.append((Ref(planned.ref), agencies))
        return planned

    def _referral(self, episode: Episode, moment: Moment, spec: dict[str, Any]) -> Planned:
        days, incoming = self._world.days, spec.get("in", False)
        agency = self._world.agency(spec["from" if incoming else "to"], episode.slots)
        on = days.date(moment.day)
        kept = {"in", "from", "to", "reply", "reply_after", "outcome", "continuing"}
        answers = {
            "direction": "in" if incoming else "out",
            "centre": episode.thread.centre,
            "person_id": episode.person,
            "case_id": episode.case,
            "issued_on": on,
            "agency_id": agency.ref,
            "to_contact_id": Ref(f"agency_contact:{agency.key}:0"),
            "staff_id": episode.worker.ref,
            "restriction_level": episode.restriction,
            **episode.filled({k: v for k, v in spec.items() if k not in kept}),
        }
        if incoming:
            answers.update(received_on=on, outcome="accepted")
        else:
            answers.update(self._sent(episode, moment, spec))
        return self._planned("referral", answers, episode, moment)

    def _given(self, letter: Planned, episode: Episode, moment: Moment, to: str) -> Planned:
        """Plan the line of the register that sending a letter makes."""
        told = letter.answers
        receiver = self._world.agency(to, episode.slots)
        kept = ("agency_id", "person_id", "case_id", "centre", "consent_id", "legal_basis")
        answers = {
            "given_at": letter.at,
            "given_by_id": episode.worker.ref,
            "paper": "referral_letter",
            "paper_title": "紹介状・情報提供書",
            "recipient": f"{receiver.entry['name']} {receiver.who}",
            "send_method": told.get("send_method") or "mail",
            "page_count": 1,
            "referral_id": Ref(letter.ref),
            "reason": "つなぎの手紙の送付",
            **{key: told.get(key) for key in kept},
        }
        return self._planned("disclosure", answers, episode, moment)

    def _sent(self, episode: Episode, moment: Moment, spec: dict[str, Any]) -> dict[str, Any]:
        days = self._world.days
        receiver = self._world.agency(spec["to"], episode.slots)
        consent = next(
            (c for c, named in reversed(episode.consents) if receiver.ref in named), None
        )
        answers: dict[str, Any] = {
            "sent_on": days.date(moment.day),
            "check_due_on": days.date(days.open_on(moment.day + 14)),
            "disclosed": self._world.codes["disclosed"],
            "consent_id": consent,
            "outcome": "pending",
        }
        if consent is None and "legal_basis" not in spec:
            answers["legal_basis"] = self._world.codes["legal_basis"]
        random, between = self._world.random, self._world.between
        late = between(_LATE_REPLY) if random() < _LATE_SHARE else 0
        waited = between(tuple(spec["reply_after"])) + late
        replied = days.open_on(moment.day + waited)
        if replied <= days.last:
            answers.update(
                reply_received_on=days.date(replied),
                reply_contact=receiver.who,
                checked_on=days.date(replied),
                outcome=spec["outcome"],
                **episode.filled({"reply_result": spec["reply"]}),
            )
            if "continuing" in spec:
                answers["continuing"] = spec["continuing"]
        return answers

    def _planned(
        self, kind: str, answers: dict[str, Any], episode: Episode, moment: Moment
    ) -> Planned:
        self._count += 1
        at = self._world.days.instant(moment.day, moment.start + moment.minutes + 10)
        ref = Ref(f"{kind}:{self._count}")
        return Planned(kind, ref, answers, episode.worker.key, at, "final", {})
