"""Pages are tested in a real frame, over a real office."""

from desk_fixtures import desk, desk_of

__all__ = ["desk", "desk_of"]
