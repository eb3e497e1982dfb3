"""Compartments of sealed cases: the keys one may open, and who else gets them.

A compartment's key is random and lies in the database sealed to the X25519 key of each member's
slot (and of the recovery slot, where the office chose so): the database's own key opens none.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Final, TypeVar
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.orm import Session

from soudan_desk.errors import NotAllowedError
from soudan_desk.models import OfficeSetting
from soudan_desk.models.base import new_id
from soudan_desk.models.columns import KeyColumn
from soudan_desk.models.compartment import Compartment, CompartmentKey
from soudan_desk.models.history import AuditEntry
from soudan_desk.models.sealing import MARK
from soudan_desk.storage import keys as k
from soudan_desk.storage.compartment_lists import Lists
from soudan_desk.storage.prepared import Prepared, among_many, as_one
from soudan_desk.storage.slot import Slot
from soudan_desk.storage.slot_file import SlotFile

SEALED_FROM: Final = 2
"""From this level of restriction on a case's texts are sealed."""
_PADDED_TO: Final = 64
_HOLDERS: Final = 2
"""So many hold the key of what is sealed, the recovery sheet counted."""
CLOSED_TO_ONE: Final = (
    "このケース(または、この人・世帯の住所や連絡先)は封印されていて、あなたの鍵では書けません。"
    "担当の人がログインすると鍵が届きます。そのあとで、もう一度してください。"
)
HELD_BY_ONE: Final = (
    "閲覧制限2・3のケースは文章を封印します。鍵をもつ人が1人だけでは、その人がパスワードを忘れたとき"
    "だれにも読めなくなります。担当を2人以上にするか、管理者に頼んで、設定の「封印したケースを、"
    "回復キーでも開けるようにする」を選んでもらってから、もう一度してください。"
)
FILE_MARK: Final = MARK.encode()
"""Begins sealed bytes."""
_UUID_BYTES: Final = 16
Kept = TypeVar("Kept")


class KeyRing:
    """The compartments a logged-in worker may open; brought up to date by each unit of work."""

    def __init__(
        self,
        slot_user_id: UUID | None,
        private_key: Callable[[], bytearray],
        slots: Callable[[], SlotFile],
        attachments_key: Callable[[], bytes],
    ) -> None:
        self._attachments_key = attachments_key
        self.slot_user_id = slot_user_id
        self._private_key = private_key
        self._slots = slots
        self._head: int | None = None
        self._known: frozenset[bytes] = frozenset()
        self._keys: dict[UUID, bytes] = {}
        self._kept: dict[Callable[[], Any], Any] = {}

    def kept(self, kind: Callable[[], Kept]) -> Kept:
        """Return what is known of what these keys open, for as long as they are held."""
        found: Kept = self._kept.setdefault(kind, kind())
        return found

    def drop(self) -> None:
        """Give the keys up, and what was opened with them."""
        self._head, self._known, self._keys, self._kept = None, frozenset(), {}, {}

    @property
    def open_ones(self) -> AbstractSet[UUID]:
        """The compartments that can be opened, as they are now."""
        return self._keys.keys()

    def refresh(self, session: Session) -> None:
        """Take up keys that were given since, drop those that were taken: the log tells of each."""
        head = _HEAD(session)[0].seq
        if head == self._head:
            return
        rows = _OWN_KEYS(session, slot=self.slot_user_id)
        known = frozenset(row.sealed_key for row in rows)
        if known != self._known:
            keys = {
                each: self._keys.get(each) or self._opened(each, sealed) for each, sealed in rows
            }
            self._keys = {each: key for each, key in keys.items() if key is not None}
            self._known = known
        self._head = head  # last: who asks meanwhile in another thread reads for itself

    def make(self, session: Session, owner_id: UUID, cases: Collection[UUID]) -> UUID:
        """Make a compartment anew, for those on the lists of these cases; return it."""
        made = Compartment(id=new_id(), owner_id=owner_id)
        session.add(made)
        self._keys[made.id] = secrets.token_bytes(k.KEY_BYTES)
        self.share(session, made.id, cases)
        return made.id

    def share(self, session: Session, compartment: UUID, cases: Collection[UUID]) -> bool:
        """Give the key to everybody on the cases' lists who lacks it, under their present slot.

        Return whether anybody did: that is to be told in the log.
        """
        is_told = False
        query = select(CompartmentKey).where(CompartmentKey.compartment_id == compartment)
        given = {row.slot_user_id: row for row in session.scalars(query)}
        for slot in self._member_slots(session, cases):
            row = given.get(slot.user_id)
            if row is not None and row.public_key == slot.public_key:
                continue
            if row is None:
                row = CompartmentKey(compartment_id=compartment, slot_user_id=slot.user_id)
                session.add(row)
            is_told, row.public_key = True, slot.public_key
            row.sealed_key = k.seal_to(
                slot.public_key, self._keys[compartment], _bound_to(compartment)
            )
        return is_told

    def has_outsiders(self, session: Session, compartment: UUID, cases: Collection[UUID]) -> bool:
        """Whether somebody holds the key who is on none of the lists any more."""
        query = select(CompartmentKey.slot_user_id)
        given = set(session.scalars(query.where(CompartmentKey.compartment_id == compartment)))
        return bool(given - {slot.user_id for slot in self._member_slots(session, cases)})

    def is_member(self, session: Session, cases: Collection[UUID]) -> bool:
        """Whether these keys are those of somebody on the cases' lists."""
        members = self._member_slots(session, cases)
        return self.slot_user_id in {slot.user_id for slot in members if not slot.is_recovery}

    def is_held_by_one(self, session: Session, cases: Collection[UUID]) -> bool:
        """Whether one lost password would close the cases for ever."""
        return len(list(self._member_slots(session, cases))) < _HOLDERS

    def only_holder_of(self, session: Session, slot_user_id: UUID) -> int:
        """Count what nobody could open any more without somebody's slot."""
        living = {(slot.user_id, slot.public_key) for slot in self._slots().slots}
        holders: dict[UUID, set[UUID | None]] = {}
        for row in session.scalars(select(CompartmentKey)):
            if (row.slot_user_id, row.public_key) in living:
                holders.setdefault(row.compartment_id, set()).add(row.slot_user_id)
        return sum(users == {slot_user_id} for users in holders.values())

    def forget(self, session: Session, owner_id: UUID) -> None:
        """Give a compartment up, once nothing is sealed under it any more."""
        of_owner = select(Compartment.id).where(Compartment.owner_id == owner_id)
        keys = delete(CompartmentKey).where(CompartmentKey.compartment_id.in_(of_owner))
        session.execute(keys)
        session.execute(delete(Compartment).where(Compartment.owner_id == owner_id))

    def lags_behind(self, session: Session, cases_of: Mapping[UUID, Collection[UUID]]) -> set[UUID]:
        """Return those compartments whose keys are not with exactly their cases' members now."""
        given: dict[UUID, set[tuple[UUID | None, bytes]]] = {}
        for row in _GIVEN(session, compartments=as_one(cases_of)):
            given.setdefault(row.compartment_id, set()).add((row.slot_user_id, row.public_key))
        lists = Lists.of(session, set().union(*cases_of.values()))
        slots = self._slots_at_hand(session)
        return {
            compartment
            for compartment, cases in cases_of.items()
            if given.get(compartment)
            != {(slot.user_id, slot.public_key) for slot in _of_users(slots, lists.users(cases))}
        }

    def _member_slots(self, session: Session, cases: Collection[UUID]) -> Iterable[Slot]:
        """Give the slots of who is on the cases' lists; a conflict of interest beats a list."""
        users = Lists.of(session, cases).users(cases)
        return _of_users(self._slots_at_hand(session), users)

    def _slots_at_hand(self, session: Session) -> list[Slot]:
        """Return the staff's slots, and the recovery one where the office chose so."""
        with_recovery = session.scalars(select(OfficeSetting.recovery_opens_sealed)).first()
        return [slot for slot in self._slots().slots if with_recovery or not slot.is_recovery]

    def _opened(self, compartment: UUID, sealed: bytes) -> bytes | None:
        key = k.unseal(self._private_key(), sealed, _bound_to(compartment))
        return None if key is None else bytes(key)

    # --- texts ---

    def seal(self, compartment: UUID, text: str) -> str:
        """Return a text as its column keeps it."""
        sealed = self.seal_bytes(compartment, _padded(text.encode()))
        return MARK + urlsafe_b64encode(sealed[len(FILE_MARK) :]).decode()

    def open(self, stored: str) -> tuple[UUID, str] | None:
        """Return the compartment and text of what a column keeps; None without its key."""
        found = self.open_bytes(FILE_MARK + urlsafe_b64decode(stored[len(MARK) :]))
        return None if found is None else (found[0], _unpadded(found[1]).decode())

    def seal_bytes(self, compartment: UUID, content: bytes) -> bytes:
        """Return a file's bytes as their row keeps them."""
        nonce, head = secrets.token_bytes(k.NONCE_BYTES), compartment.bytes
        told = AESGCM(self._keys[compartment]).encrypt(nonce, content, head)
        return FILE_MARK + head + nonce + told

    def open_bytes(self, stored: bytes) -> tuple[UUID, bytes] | None:
        """Return the compartment and bytes of what a row keeps; None without its key."""
        rest = stored[len(FILE_MARK) :]
        head, nonce = rest[:_UUID_BYTES], rest[_UUID_BYTES : _UUID_BYTES + k.NONCE_BYTES]
        compartment = UUID(bytes=head)
        key = self._keys.get(compartment)
        if key is None:
            return None
        try:
            told = AESGCM(key).decrypt(nonce, rest[_UUID_BYTES + k.NONCE_BYTES :], head)
        except InvalidTag:
            return None
        return compartment, told

    def rewrap(self, wrapped: bytes, name: str, rewrite: Callable[[bytes], bytes]) -> bytes:
        """Rewrite the key of a large file within the office's own wrapping, which stays around it.

        So that a change of the office's keys, which knows no compartment, wraps it anew as any.
        """
        own = self._attachments_key()
        inner = k.unwrap(own, wrapped, name.encode())
        return wrapped if inner is None else k.wrap(own, rewrite(bytes(inner)), name.encode())


_HEAD = Prepared(select(func.max(AuditEntry.seq).label("seq")), whole_office=True)
_OWN_KEYS = Prepared(
    select(CompartmentKey.compartment_id, CompartmentKey.sealed_key).where(
        CompartmentKey.slot_user_id.is_not_distinct_from(bindparam("slot", type_=KeyColumn()))
    )
)
_GIVEN = Prepared(
    select(
        CompartmentKey.compartment_id, CompartmentKey.slot_user_id, CompartmentKey.public_key
    ).where(among_many(CompartmentKey.compartment_id, "compartments"))
)
_COMPARTMENTS = Prepared(select(Compartment.owner_id, Compartment.id))


def compartments(session: Session) -> dict[UUID, UUID]:
    """Return the compartment of each sealed case, person and household; few are."""
    return {row.owner_id: row.id for row in _COMPARTMENTS(session)}


def _of_users(slots: Iterable[Slot], users: set[UUID]) -> Iterable[Slot]:
    return (slot for slot in slots if slot.is_recovery or slot.user_id in users)


def refuse_sealed(content: bytes) -> bytes:
    """Return bytes that are not sealed; refuse others."""
    if content.startswith(FILE_MARK):
        raise NotAllowedError(CLOSED_TO_ONE)
    return content


def _padded(content: bytes) -> bytes:
    """Hide how long a text is, but for so many letters."""
    return content + b"\x80" + bytes(-(len(content) + 1) % _PADDED_TO)


def _unpadded(content: bytes) -> bytes:
    return content.rstrip(b"\x00")[:-1]


def _bound_to(compartment: UUID) -> bytes:
    return b"compartment" + compartment.bytes
