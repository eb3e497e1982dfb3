"""Who acts: the worker whose rights bound a unit of work."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

CASEWORKER, SUPERVISOR = "caseworker", "supervisor"
ADMINISTRATOR, AUDITOR, READER = "administrator", "auditor", "reader"
_READS_CASEWORK = frozenset({CASEWORKER, SUPERVISOR, AUDITOR, READER})
WRITES_CASEWORK = frozenset({CASEWORKER, SUPERVISOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A worker logged in, with the roles and centres given to them."""

    staff_id: UUID
    login: str
    name: str
    roles: frozenset[str]
    centres: frozenset[str]
    sees_ordinary: bool = True
    """Whether ordinary cases of others may be read: the office's settings say it for some roles."""

    def has(self, *roles: str) -> bool:
        """Whether the worker holds any of the roles."""
        return not self.roles.isdisjoint(roles)

    @property
    def reads_casework(self) -> bool:
        """Whether any role lets the worker read ordinary cases (security rules: docs)."""
        return not self.roles.isdisjoint(_READS_CASEWORK)

    @property
    def writes_casework(self) -> bool:
        """Whether any role lets the worker write records of cases."""
        return not self.roles.isdisjoint(WRITES_CASEWORK)

    @property
    def only_reads(self) -> bool:
        """Whether restricted cases are closed to the worker even when named (閲覧のみ)."""
        return self.roles <= {READER, "figures"}
