"""Life-support centres (生活困窮者自立支援, 生活サポートセンター)."""

from soudan_desk.centres.centre import Centre
from soudan_desk.centres.life_support.process import CONSULTATION

CENTRE = Centre(
    key="life_support",
    title="生活サポートセンター",
    short="生活サポート",
    processes=(CONSULTATION,),
    intake_kinds=("intake",),
)
