"""Records that only life-support centres keep."""

from soudan_desk.models.life_support.intake import Intake

__all__ = ["Intake"]
