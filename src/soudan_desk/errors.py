"""Errors a worker can do something about. Everything else is a bug and crashes loudly."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID


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


class NoRightError(NotAllowedError):
    """Refused for who asks, not for how things stand: the audit log tells of it."""


class NotFoundError(SoudanError):
    """There is no such record, or none that this worker may see: both read the same.

    `hidden` names, for the audit log only, the kind and id of one that is there, and its case.
    """

    code = "not_found"
    hidden: tuple[str, UUID, UUID | None] | None = None


class ConflictError(SoudanError):
    """Somebody else changed the record since it was opened."""

    code = "conflict"
