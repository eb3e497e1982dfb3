"""The audit chain: its key goes one way, and whoever holds today's keys cannot mend yesterday."""

import json
import shutil
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from office_fixtures import PASSWORD, make_consultation
from soudan_desk.centres import all_processes
from soudan_desk.models.base import now
from soudan_desk.models.history import AuditEntry
from soudan_desk.services.audit_sheets import begin_audit
from soudan_desk.services.office import open_office
from soudan_desk.services.older_copies import store_of
from soudan_desk.storage import audit_chain
from soudan_desk.storage.audit import COLUMNS, Act, seal
from soudan_desk.storage.audit_check import check_chain
from soudan_desk.storage.audit_keys import (
    HeldKey,
    evolve,
    make_start_key,
    read_start_key,
    sheet_mark,
    start_key_text,
)
from soudan_desk.storage.audit_refusals import WrongSheetKeyError


@pytest.fixture
def key(office):
    """Begin a chain with a sheet, and keep the sheet's key as the auditor does."""
    return begun(office)


def begun(office):
    return read_start_key(begin_audit(office.work_of_admin, lambda _sheet: None).key_text)


INSERTED = (
    "INSERT INTO audit_entry (seq, {0}) SELECT :seq, {0} FROM audit_entry WHERE seq = :seq - 1"
)


def act_often(store, count, action="list"):
    for _ in range(count):
        store.note(None, Act(action=action, by=None))


@pytest.fixture
def short_segments(monkeypatch):
    """Let a segment have four rows."""
    monkeypatch.setattr(audit_chain, "SEGMENT_ROWS", 4)


def rows(store):
    with store.reading(None) as session:
        found = session.execute(select(AuditEntry.__table__).order_by(AuditEntry.seq))
        return [row._asdict() for row in found]


def checked(store, *keys):
    with store.reading(None) as session:
        return check_chain(session, store.chain, keys)


def meddle(store, *statements):
    """Do as one who holds the master secret now: any SQL, without the triggers."""
    with store.writing(None) as session:
        for act in ("update", "delete"):
            session.execute(text(f"DROP TRIGGER IF EXISTS audit_entry_no_{act}"))
        for statement, values in statements:
            session.execute(text(statement), values)


def reseal(store, row, key, **changes):
    """Write a row anew under a key, with whatever was changed in it."""
    row = {**row, **changes}
    row["mac"] = seal(row, key)
    told = {"seq": row["seq"], "action": row["action"], "prev": row["prev_mac"], "mac": row["mac"]}
    statement = (
        "UPDATE audit_entry SET action = :action, prev_mac = :prev, mac = :mac WHERE seq = :seq"
    )
    meddle(store, (statement, told))
    return row


# --- the key ---


def test_the_key_of_a_sheet_reads_back_and_tells_a_slip_of_the_pen():
    key = make_start_key()
    printed = start_key_text(key)
    assert read_start_key(printed.lower().replace("-", " ")) == key
    groups = printed.split("-")
    assert len(groups) == 14
    assert all(len(group) == 4 for group in groups)
    for at in range(13):
        slip = groups.copy()
        slip[at] = ("B" if slip[at][0] != "B" else "C") + slip[at][1:]
        with pytest.raises(WrongSheetKeyError, match="書き違い"):
            read_start_key("-".join(slip))
    with pytest.raises(WrongSheetKeyError, match="14組"):
        read_start_key("-".join(groups[:-1]))


def test_a_key_goes_forward_and_never_back():
    start = HeldKey(1, 3, make_start_key())
    assert start.at(5).key == evolve(evolve(start.key))
    assert start.at(3) == start
    assert start.at(2) is None
    assert start.at(3 + 10**9) is None


def test_the_first_key_of_a_sheet_is_in_no_file_of_the_office(office, key):
    act_often(office.store, 3)
    office.opened.close()
    told = json.loads((office.path / "audit.key").read_bytes())
    assert (told["chain"], told["segment"]) == (1, 1)
    for path in (each for each in office.path.rglob("*") if each.is_file()):
        content = path.read_bytes()
        for form in (key, key.hex().encode(), start_key_text(key).encode()):
            assert form not in content


# --- going on ---


def test_the_first_chain_is_closed_by_a_row_and_stays_verifiable(office, work):
    make_consultation(work)
    before = len(rows(office.store))
    key = begun(office)
    make_consultation(work)
    found = rows(office.store)
    closed, first, later = found[before], found[before + 1], found[before + 2]
    assert [row["action"] for row in (closed, first)] == ["audit_close", "audit_begin"]
    assert [(row["chain"], row["segment"]) for row in (closed, first, later)] == [
        (None, None),
        (1, 0),
        (1, 1),
    ]
    assert [row["seq"] for row in found] == list(range(1, len(found) + 1))
    assert first["content_sha256"] == sheet_mark(key)
    proven = checked(office.store, key)
    assert proven.ok
    assert (proven.rows, proven.unsealed, proven.segments) == (len(found), 0, 3)
    meddle(office.store, ("UPDATE audit_entry SET reason = 'x' WHERE seq = 2", {}))
    assert checked(office.store, key).first_bad_seq == 2


def test_a_segment_ends_after_its_rows_or_its_time(office, key, short_segments):
    store = office.store
    act_often(store, 9)
    assert [row["segment"] for row in rows(store)][-9:] == [1, 1, 1, 1, 2, 2, 2, 2, 3]
    assert checked(store, key).ok


@pytest.mark.parametrize(("minutes", "segment"), [(14, 1), (16, 2), (-16, 2)])
def test_a_segment_ends_after_a_quarter_of_an_hour(office, key, monkeypatch, minutes, segment):
    act_often(office.store, 2)
    later = now() + timedelta(minutes=minutes)
    monkeypatch.setattr(audit_chain, "now", lambda: later)
    act_often(office.store, 1)
    assert rows(office.store)[-1]["segment"] == segment
    assert checked(office.store, key).ok


def test_a_desk_left_alone_leaves_its_segment_and_the_key_leaves_the_disk(office, key):
    act_often(office.store, 2)
    chain, used = office.store.chain, office.store.chain.held_key(1)
    chain.rest(now() + timedelta(minutes=14))
    assert chain.held_key(1) == used
    later = now() + timedelta(minutes=16)
    chain.rest(later)
    chain.rest(later + timedelta(minutes=16))  # nothing was done meanwhile: no segment is empty
    office.opened.close()
    opened, work = reopened(office)
    kept = work.store.chain.held_key(1)
    assert (kept.segment, kept.key) == (used.segment + 1, evolve(used.key))
    found = checked(work.store, key)
    written = rows(work.store)[-1]["segment"]
    opened.close()
    assert found.ok
    assert not found.breaks
    assert written == used.segment + 1


def test_a_thousand_rows_of_one_save_are_sealed_segment_by_segment(office, key):
    acts = [Act(action="list", by=None) for _ in range(2_500)]
    with office.store.writing(None) as session:
        office.store.chain.append(session, acts)
    assert rows(office.store)[-1]["segment"] == 3
    assert checked(office.store, key).ok


def test_a_save_that_fails_moves_no_key(office, key, short_segments):
    store = office.store
    act_often(store, 3)
    with pytest.raises(ZeroDivisionError), store.writing(None) as session:
        store.chain.append(session, [Act(action="list", by=None)] * 9)
        1 / 0  # noqa: B018
    act_often(store, 3)
    assert checked(store, key).ok
    assert rows(store)[-1]["segment"] == 2


def test_another_log_in_goes_on_where_the_one_before_ended(office, key, short_segments):
    act_often(office.store, 6)
    office.opened.close()
    opened, work = reopened(office)
    act_often(work.store, 6)
    found = checked(work.store, key)
    opened.close()
    assert found.ok
    assert not found.breaks


def reopened(office):
    return open_office(office.path, "kanri", PASSWORD, processes=all_processes())


def test_a_key_file_behind_the_records_is_evolved_forward(office, key, short_segments):
    act_often(office.store, 1)
    old = (office.path / "audit.key").read_bytes()
    act_often(office.store, 10)
    office.opened.close()
    (office.path / "audit.key").write_bytes(old)
    opened, work = reopened(office)
    act_often(work.store, 3)
    found = checked(work.store, key)
    opened.close()
    assert found.ok
    assert not found.breaks


@pytest.mark.parametrize("harm", ["missing", "altered", "another office's"])
def test_a_lost_key_is_a_row_and_the_next_sheet_begins_anew(office, key, work, harm):
    make_consultation(work)
    office.opened.close()
    path = office.path / "audit.key"
    if harm == "missing":
        path.unlink()
    elif harm == "altered":
        path.write_bytes(path.read_bytes()[:-9])
    else:
        told = json.loads(path.read_bytes())
        path.write_text(json.dumps(told | {"sealed": "00" * 60}))
    opened, admin = reopened(office)
    try:
        act_often(admin.store, 2)
        found = rows(admin.store)
        broken = next(row for row in found if row["action"] == "audit_break")
        assert "audit.key" in broken["reason"]
        assert (broken["chain"], broken["segment"]) == (2, None)
        again = read_start_key(begin_audit(admin, lambda _sheet: None).key_text)
        act_often(admin.store, 2)
        proven = checked(admin.store, key, again)
        assert proven.ok
        assert proven.breaks == 1
        assert rows(admin.store)[-1]["chain"] == 3
    finally:
        opened.close()


def test_a_sheet_that_cannot_be_written_begins_nothing(office):
    def refuse(_sheet):
        raise OSError("no printer")

    before = len(rows(office.store))
    with pytest.raises(OSError, match="no printer"):
        begin_audit(office.work_of_admin, refuse)
    assert len(rows(office.store)) == before
    act_often(office.store, 1)
    assert rows(office.store)[-1]["chain"] is None
    assert checked(office.store).ok


def test_a_power_cut_between_the_rows_and_the_key_loses_neither(office, monkeypatch):
    monkeypatch.setattr(audit_chain, "quietly_replace", lambda _file, _held: None)
    key = begun(office)
    office.opened.close()
    assert not (office.path / "audit.key").exists()
    monkeypatch.undo()
    opened, work = reopened(office)
    act_often(work.store, 2)
    found = checked(work.store, key)
    opened.close()
    assert found.ok
    assert not found.breaks


def test_two_open_desks_continue_one_chain_in_turn(office, key, short_segments):
    other = store_of(office.opened)
    for _ in range(7):
        act_often(office.store, 1)
        act_often(other, 2)
    assert checked(office.store, key).ok
    assert checked(other, key).ok


# --- attacks by one who holds the master secret now ---


@pytest.fixture
def past(office, key, short_segments):
    """Let segments go by: what was done in them stands under keys that are gone."""
    act_often(office.store, 14)
    return next(row for row in rows(office.store) if row["segment"] == 2)


def relinked(store, from_seq):
    """Seal every row from here on with the only key at hand, so that all links agree."""
    held = store.chain.held_key(1)
    mac = rows(store)[from_seq - 2]["mac"]
    for row in rows(store)[from_seq - 1 :]:
        mac = reseal(store, row, held.key, prev_mac=mac)["mac"]


def test_an_edited_row_of_a_past_segment_is_named(office, key, past):
    seq = past["seq"]
    assert checked(office.store, key).ok
    reseal(office.store, past, office.store.chain.held_key(1).key, action="nothing")
    relinked(office.store, seq + 1)
    assert checked(office.store, key).first_bad_seq == seq


def test_a_removed_row_of_a_past_segment_is_named(office, key, past):
    seq = past["seq"]
    meddle(
        office.store,
        ("DELETE FROM audit_entry WHERE seq = :seq", {"seq": seq}),
        ("UPDATE audit_entry SET seq = -seq WHERE seq > :seq", {"seq": seq}),
        ("UPDATE audit_entry SET seq = -seq - 1 WHERE seq < 0", {}),
    )
    relinked(office.store, seq)
    assert checked(office.store, key).first_bad_seq == seq


def test_a_row_slipped_into_a_past_segment_is_named(office, key, past):
    seq = past["seq"]
    columns = ", ".join(f'"{name}"' for name in COLUMNS if name != "seq")
    meddle(
        office.store,
        ("UPDATE audit_entry SET seq = -seq WHERE seq >= :seq", {"seq": seq}),
        ("UPDATE audit_entry SET seq = -seq + 1 WHERE seq < 0", {}),
        (INSERTED.format(columns), {"seq": seq}),
    )
    relinked(office.store, seq)
    assert checked(office.store, key).first_bad_seq == seq


def test_without_the_sheet_only_links_and_head_are_seen_and_it_says_so(office, key, past):
    found = checked(office.store)
    assert found.ok
    assert found.unsealed > 4
    held = office.store.chain.held_key(1).segment
    head = [row for row in rows(office.store) if row["segment"] == held]
    assert found.rows - found.unsealed >= len(head)
    meddle(office.store, ("UPDATE audit_entry SET mac = x'00' WHERE seq = :seq", past))
    assert checked(office.store).first_bad_seq == past["seq"] + 1
    meddle(office.store, ("UPDATE audit_entry SET action = 'x' WHERE seq = :seq", head[-1]))
    assert checked(office.store).first_bad_seq == past["seq"] + 1


def test_an_edited_row_of_the_present_segment_is_seen_without_the_sheet_too(office, key, past):
    last = rows(office.store)[-1]
    meddle(office.store, ("UPDATE audit_entry SET action = 'x' WHERE seq = :seq", last))
    assert checked(office.store).first_bad_seq == last["seq"]


def test_a_chain_cannot_be_exchanged_for_one_without_a_sheet(office, key, past):
    """Whoever holds the master secret alone can go on without the sheet, but not unseen."""
    first = past["seq"]
    simple = office.store.chain.simple_key
    meddle(
        office.store,
        (
            "UPDATE audit_entry SET chain = NULL, segment = NULL WHERE seq >= :seq",
            {"seq": first},
        ),
    )
    mac = rows(office.store)[first - 2]["mac"]
    for row in rows(office.store)[first - 1 :]:
        mac = reseal(office.store, row, simple, prev_mac=mac)["mac"]
    assert checked(office.store, key).first_bad_seq == first
    assert checked(office.store).first_bad_seq == first


def test_the_sheet_of_another_office_is_told_apart(office, key, tmp_path):
    with pytest.raises(WrongSheetKeyError, match="ほかのオフィス"):
        checked(office.store, make_start_key())


def test_no_copy_holds_the_key(office, key, tmp_path):
    from soudan_desk.storage.backup import make_backup

    made = make_backup(office.opened, tmp_path / "copies")
    assert not list(made.bundle.rglob("audit.key*"))
    shutil.rmtree(made.bundle)
