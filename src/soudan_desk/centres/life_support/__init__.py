"""Life-support centres (生活困窮者自立支援, 生活サポートセンター)."""

from soudan_desk.centres.centre import Centre
from soudan_desk.services.process import Process

CENTRE = Centre(
    key="life_support",
    title="生活サポートセンター",
    short="生活サポート",
    processes=(
        Process(
            centre="life_support",
            key="consultation",
            label="自立相談支援",
            series="L",
            states="case.state.life_support",
            first_state="received",
            closed_states=frozenset({"closed", "closed_info", "closed_referred"}),
            interrupted_states=frozenset({"interrupted"}),
        ),
    ),
    intake_kinds=("intake",),
)
