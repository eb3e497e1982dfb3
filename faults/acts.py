"""What a worker or the program does while the fault comes; each tells what it has saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from faults.scene import Stage
from office_fixtures import make_consultation, sit_down
from soudan_desk.services.records import amend_record, finalise_record, save_record

Act = Callable[..., Any]


def body_of(number: int, version: int) -> str:
    """Return a text that can be told from all others, of one to three pages."""
    return f"記録{number}の{version}版。" + "家賃の支払いについての相談。" * (number % 40 * 5)


def saves(stage: Stage, *, count: int = 10_000) -> None:
    """Write consultations: a draft, a change, made final, amended; each told when it is saved."""
    office = sit_down(stage.scene.office)
    work = office.work("shunin")
    stage.begin()
    for number in range(count):
        record = make_consultation(work, subject=f"{number}", body=body_of(number, 1))
        stage.tell(f"{number} 1")
        save_record(work, "consultation", record, {"body": body_of(number, 2)})
        stage.tell(f"{number} 2")
        finalise_record(work, "consultation", record)
        answers = {"body": body_of(number, 3)}
        amend_record(work, "consultation", record, answers, reason="書きまちがい")
        stage.tell(f"{number} 3")
    stage.disk.disarm()
    office.opened.close()


ACTS: dict[str, Act] = {act.__name__: act for act in (saves,)}
