"""Disability support centres (障害者地域生活支援センター, 障害者就労支援センター)."""

from soudan_desk.centres.centre import Centre
from soudan_desk.services.process import Process

CENTRE = Centre(
    key="disability",
    title="障害者地域生活支援センター",
    short="障害者支援",
    processes=(
        Process(
            centre="disability",
            key="consultation",
            label="基本相談",
            series="D",
            states="case.state.disability",
            first_state="received",
            closed_states=frozenset({"closed"}),
            interrupted_states=frozenset({"interrupted"}),
        ),
    ),
    intake_kinds=("disability_profile",),
)
