"""Records that only disability centres keep."""

from soudan_desk.models.disability.disability_assessment import DisabilityAssessment
from soudan_desk.models.disability.disability_profile import DisabilityProfile

__all__ = ["DisabilityAssessment", "DisabilityProfile"]
