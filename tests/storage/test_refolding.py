"""Offices written by an older folding are found by the newer one as soon as they are opened."""

import hashlib

from sqlalchemy import text

from office_fixtures import make_consultation, make_person
from soudan_desk.japanese.addresses import fold_address
from soudan_desk.japanese.folding import name_key, sound_key
from soudan_desk.models import Person
from soudan_desk.models.base import now
from soudan_desk.models.history import AuditEntry, Revision
from soudan_desk.resource_files import resource
from soudan_desk.services.likely_persons import Typed, likely_persons
from soudan_desk.services.records import void_record
from soudan_desk.services.search import search
from soudan_desk.storage.prepare import prepare
from soudan_desk.storage.refolding import FOLDING
from soudan_desk.storage.search_index import parts_of
from soudan_desk.storage.tokens import document_text

FOLDED_SO = "3ca8eb31aa6abac8"
"""What the folding of this version makes of the sample below."""


def forget(office):
    """Leave the office as an older program would: other foldings, another index."""
    with office.opened.engine.begin() as connection:
        for line in (
            "UPDATE person SET name_folded = 'other', sound_folded = NULL, address_folded = NULL",
            "DELETE FROM search_text",
            "UPDATE app_meta SET folding = NULL",
        ):
            connection.execute(text(line))


def counts(office):
    with office.opened.engine.connect() as connection:
        tables = (Revision.__tablename__, AuditEntry.__tablename__)
        return [
            connection.execute(text(f"SELECT count(*) FROM {each}")).scalar() for each in tables
        ]


def test_an_older_office_is_folded_anew_when_it_is_opened(office, work):
    make_person(work, name="見本 花子", address="練馬区豊玉北3-12-5")
    make_consultation(work, body="家賃の滞納")
    make_consultation(work, body="とりやめた滞納")
    void_record(work, "consultation", search(work, "とりやめた").hits[0].id, reason="誤り")
    forget(office)
    before = counts(office)
    assert search(work, "滞納").hits == ()
    prepare(office.opened)
    assert [each.context for each in search(work, "滞納").hits] == ["家賃の滞納"]
    assert likely_persons(work, Typed(address="練馬区豊玉北3-12-5"))
    assert likely_persons(work, Typed(name="見本 花子"))
    assert counts(office) == before


def test_an_office_folded_by_this_program_is_left_alone(office, work):
    make_person(work)
    with office.opened.engine.begin() as connection:
        connection.execute(text("UPDATE person SET name_folded = 'left'"))
    prepare(office.opened)
    with office.opened.engine.connect() as connection:
        assert connection.execute(text("SELECT name_folded FROM person")).scalar() == "left"


def test_whoever_changes_what_is_folded_gives_it_a_new_version():
    variants = resource("japan", "variants.tsv").read_text("utf-8")
    kana = "".join(map(chr, range(0x3041, 0x3100)))
    person = Person(
        name="佐々木 ユーコ",
        kana="ササキ ユーコ",
        address="東京都練馬区豊玉北三丁目12番5号",
        tel_home="03-5999-0001",
        created_at=now(),
    )
    made = (
        *(name_key(each) for each in (variants, kana)),
        *(sound_key(each) for each in ("ユーコ オオヤマ ケイヅカ", kana)),
        fold_address(person.address),
        document_text(part for _, part in parts_of(Person, person)),
    )
    digest = hashlib.sha256("\n".join(made).encode()).hexdigest()[:16]
    assert (FOLDING, digest) == (4, FOLDED_SO)
