"""Whether a form could be made final as it stands, before anything is stored."""

from __future__ import annotations

from soudan_desk.models.base import FINAL
from soudan_desk.services.answers import Answers, check_answers
from soudan_desk.services.records import model_of
from soudan_desk.services.work import Work


def check_as_final(work: Work, kind: str, answers: Answers) -> None:
    """Raise `InvalidEntriesError` naming everything that keeps answers from being final."""
    record = model_of(kind)(record_state=FINAL)
    check_answers(work, record, answers)
