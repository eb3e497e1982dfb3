"""Records that only life-support centres keep."""

from soudan_desk.models.life_support.assessment import Assessment
from soudan_desk.models.life_support.intake import Intake
from soudan_desk.models.life_support.screening import Screening

__all__ = ["Assessment", "Intake", "Screening"]
