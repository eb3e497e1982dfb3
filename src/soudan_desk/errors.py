"""Errors a worker can do something about. Everything else is a bug and crashes loudly."""

from __future__ import annotations

from collections.abc import Mapping


class SoudanError(Exception):
    """Base of every error whose message may be shown to a worker as it stands."""

    code = "refused"


class InvalidEntriesError(SoudanError):
    """Some answers cannot be saved; says which, with one sentence per question."""

    code = "invalid_entries"

    def __init__(self, problems: Mapping[str, str]) -> None:
        first = next(iter(problems.values()), "")
        super().__init__(f"{len(problems)}か所の見直しが要ります。{first}")
        self.problems = dict(problems)


class NotAllowedError(SoudanError):
    """The worker's rights do not reach this act."""

    code = "not_allowed"


class NotFoundError(SoudanError):
    """There is no such record, or none that this worker may see: both read the same."""

    code = "not_found"


class ConflictError(SoudanError):
    """Somebody else changed the record since it was opened."""

    code = "conflict"
