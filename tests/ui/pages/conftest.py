"""Pages are tested in a real frame, over a real office."""

from desk_fixtures import case, desk, desk_of, filled_template, story_template

__all__ = ["case", "desk", "desk_of", "filled_template", "story_template"]
