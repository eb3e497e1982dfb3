"""Records that only rights-advocacy centres keep."""

from soudan_desk.models.rights_advocacy.rights_assessment import RightsAssessment
from soudan_desk.models.rights_advocacy.rights_intake import RightsIntake

__all__ = ["RightsAssessment", "RightsIntake"]
