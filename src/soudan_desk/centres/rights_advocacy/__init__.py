"""Rights-advocacy centres (権利擁護センター)."""

from soudan_desk.centres.centre import Centre
from soudan_desk.services.process import Process

CENTRE = Centre(
    key="rights_advocacy",
    title="権利擁護センター",
    short="権利擁護",
    processes=(
        Process(
            centre="rights_advocacy",
            key="consultation",
            label="一般相談",
            series="K",
            states="case.state.rights_advocacy",
            first_state="received",
            closed_states=frozenset({"closed"}),
            interrupted_states=frozenset({"interrupted"}),
        ),
    ),
    intake_kinds=("rights_intake",),
)
