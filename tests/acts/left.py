"""What a story left behind, read the way the program reads: services first, then the rows."""

from sqlalchemy import select

from soudan_desk.models import Revision
from soudan_desk.services.records import model_of
from soudan_desk.services.unsaved import unsaved_forms
from soudan_desk.services.work import Work
from soudan_desk.storage.audit_check import first_bad_seq
from soudan_desk.storage.opened_office import OpenedOffice


class Left:
    """The office after the window is closed."""

    def __init__(self, work: Work, office: OpenedOffice) -> None:
        self.work, self.office = work, office

    def all_of(self, kind: str) -> list:
        """Return the records of a kind in the order they were made."""
        model = model_of(kind)
        with self.work.store.reading(self.work.actor) as session:
            rows = list(session.scalars(select(model).order_by(model.created_at)))
            session.expunge_all()
        return rows

    def states(self, kind: str) -> list[str]:
        """Return in which state each of them stands."""
        return [row.record_state for row in self.all_of(kind)]

    def the_only(self, kind: str):
        """Return the record of a kind of which there is one."""
        (row,) = self.all_of(kind)
        return row

    def revisions_of(self, record_id) -> int:
        """Count the versions and saves that were written down."""
        with self.work.store.reading(None) as session:
            query = select(Revision).where(Revision.record_id == record_id)
            return len(list(session.scalars(query)))

    def is_whole(self) -> bool:
        """Tell whether the audit chain holds from the first row to the last."""
        with self.work.store.reading(None) as session:
            return first_bad_seq(session, self.work.store.chain) is None

    def is_tidy(self) -> bool:
        """Tell whether nothing was left unsaved."""
        return unsaved_forms(self.work) == []
