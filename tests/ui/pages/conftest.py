"""Pages are tested in a real frame, over a real office."""

from desk_fixtures import case, desk, desk_of, story_template

__all__ = ["case", "desk", "desk_of", "story_template"]
