"""Records from the shell: adding, showing, listing, amending, voiding."""

import json
from uuid import uuid4

from cli_samples import CALL, PERSON


def values_of(command, kind, record_id, *words, **more):
    return command("record show", kind, record_id, *words, **more).json["values"]


def test_what_is_added_is_shown_in_the_same_shapes(command, add):
    given = {
        **PERSON,
        "aliases": [{"kind": "former_name", "name": "旧姓 花子"}],
        "no_fixed_abode": True,
        "tel_mobile": "090-0000-0000",
    }
    person = add("person", given)
    shown = command("record show", "person", person).json
    assert shown.keys() == {
        *("kind", "id", "version", "state", "created_at", "created_by", "values", "labels")
    }
    assert (shown["kind"], shown["id"], shown["version"]) == ("person", person, 1)
    assert (shown["state"], shown["created_by"]) == ("final", "shunin")
    assert shown["created_at"].endswith("Z")
    assert {key: shown["values"][key] for key in PERSON} == PERSON
    assert shown["values"]["no_fixed_abode"] is True
    assert shown["values"]["email"] is None
    assert shown["values"]["aliases"][0]["name"] == "旧姓 花子"
    assert shown["labels"]["birth_on"] == "昭和55年11月"
    assert shown["labels"]["email"] == ""


def test_an_age_band_is_a_partial_date_too(command, add):
    person = add("person", {"name": "見本 匿子", "birth_on": {"age_band": "40s"}})
    shown = command("record show", "person", person).json
    assert shown["values"]["birth_on"] == {"age_band": "40s"}
    assert shown["labels"]["birth_on"] == "40代"


def test_a_consultation_keeps_times_codes_and_references(command, add):
    person = add("person", PERSON)
    call = add(
        "consultation", {**CALL, "person_id": person, "co_staff_ids": [{"name": "西尾 見本"}]}
    )
    shown = command("record show", "consultation", call).json
    values = shown["values"]
    assert {key: values[key] for key in CALL} == CALL
    assert (values["person_id"], values["duration_min"]) == (person, 45)
    assert shown["state"] == "draft"
    assert shown["labels"]["co_staff_ids"] == "西尾 見本"
    assert shown["labels"]["person_id"].startswith("見本 花子")
    assert shown["labels"]["method"].startswith("電話")


def test_an_appointment_is_added_shown_and_listed_like_any_record(command, add):
    person = add("person", PERSON)
    given = {"held_on": "2026-11-24", "started_at_time": "10:00", "appointment_kind": "visit"}
    visit = add("appointment", {**given, "person_id": person, "title": "初回の訪問"})
    shown = command("record show", "appointment", visit).json
    assert {key: shown["values"][key] for key in given} == given
    assert (shown["values"]["outcome"], shown["labels"]["outcome"]) == ("planned", "予定")
    listed = command("record list", "appointment").json
    assert [row["id"] for row in listed["items"]] == [visit]
    bad = command("record add", "appointment", "-", stdin={**given, "ended_at_time": "09:00"})
    assert "終了が開始より前" in str(bad.error)


def test_a_record_is_named_instead_of_numbered_when_the_name_is_one(command, add):
    person = add("person", PERSON)
    call = add("consultation", {**CALL, "person_id": {"name": "見本 花子"}})
    assert values_of(command, "consultation", call)["person_id"] == person
    add("person", PERSON)
    said = command(
        "record add", "consultation", "-", stdin={**CALL, "person_id": {"name": "見本 花子"}}
    )
    assert said.code == 1
    assert "2件あります" in said.error["problems"]["person_id"]


def test_a_case_is_named_by_its_number(command, add):
    person = add("person", PERSON)
    case = command("case open", "--centre", "life_support", "--person", person).json
    call = add("consultation", {**CALL, "case_id": {"case_no": case["case_no"]}})
    assert values_of(command, "consultation", call)["case_id"] == case["id"]


def test_a_reference_to_nothing_is_refused_by_its_field(command):
    for value in (str(uuid4()), "だれか", {"name": "いない 人"}, {"who": "?"}, 7, {}):
        said = command("record add", "consultation", "-", stdin={**CALL, "person_id": value})
        if value == {}:
            assert said.code == 0  # no answer
            continue
        assert said.code == 1, value
        assert list(said.error["problems"]) == ["person_id"]


def test_an_unknown_key_is_refused_by_name_with_what_else_is_wrong(command):
    given = {"name": "見本 太郎", "namae": "x", "birth_on": "きのう", "no_fixed_abode": "はい"}
    said = command("record add", "person", "-", stdin=given)
    assert (said.code, said.error["error"]) == (1, "invalid_entries")
    assert set(said.error["problems"]) == {"namae", "birth_on", "no_fixed_abode"}
    assert "「namae」" in said.error["problems"]["namae"]


def test_many_objects_are_stored_all_or_none(command):
    good = [{**PERSON, "name": f"見本 {number}"} for number in range(3)]
    said = command("record add", "person", "-", stdin=good)
    assert [item["state"] for item in said.items] == ["final"] * 3
    assert said.json["total"] == 3
    assert said.json["truncated"] is False
    bad = [*good, {"name": ""}, *good]
    said = command("record add", "person", "-", stdin=bad)
    assert said.code == 1
    assert said.error["index"] == 3
    assert said.error["message"].startswith("4件目")
    assert command("record list", "person").json["total"] == 3


def test_finalise_asks_for_what_a_final_record_needs(command):
    said = command("record add", "consultation", "-", "--finalise", stdin={**CALL, "body": None})
    assert list(said.error["problems"]) == ["body"]
    said = command("record add", "consultation", "-", "--finalise", stdin=CALL)
    assert said.items[0]["state"] == "final"


def test_a_draft_becomes_final_once(command, add):
    call = add("consultation", CALL)
    assert command("record finalise", "consultation", call).items[0]["state"] == "final"
    assert command("record finalise", "consultation", call).error["error"] == "not_allowed"


def test_an_amendment_keeps_the_id_and_leaves_the_old_version_readable(command, add):
    call = add("consultation", CALL, "--finalise")
    said = command(
        "record amend",
        "consultation",
        call,
        "-",
        "--reason",
        "聞きちがい",
        stdin={"body": "家賃ではなく電気代。"},
    )
    assert said.items == [{"kind": "consultation", "id": call, "version": 2, "state": "final"}]
    assert values_of(command, "consultation", call)["body"] == "家賃ではなく電気代。"
    first = command("record show", "consultation", call, "--version", "1").json
    assert first["version"] == 1
    assert first["values"]["body"] == CALL["body"]
    assert first["labels"]["body"] == CALL["body"]
    assert command("record show", "consultation", call, "--version", "3").code == 1


def test_an_amendment_needs_a_reason_and_a_final_record(command, add):
    draft = add("consultation", CALL)
    said = command("record amend", "consultation", draft, "-", "--reason", "x", stdin={"body": "y"})
    assert said.error["error"] == "not_allowed"
    final = add("consultation", CALL, "--finalise")
    said = command("record amend", "consultation", final, "-", "--reason", " ", stdin={"body": "y"})
    assert list(said.error["problems"]) == ["reason"]


def test_a_void_record_is_listed_as_void_and_found_no_more(command, add):
    call = add("consultation", CALL, "--finalise")
    assert command("search", "家賃").json["items"]
    said = command("record void", "consultation", call, "--reason", "人ちがい")
    assert said.items[0]["state"] == "void"
    assert command("record list", "consultation", "--where", "state=void").json["total"] == 1
    assert command("search", "家賃").json["items"] == []


def test_lists_are_narrowed_by_answers(command, add):
    person = add("person", PERSON)
    first = add("consultation", {**CALL, "person_id": person, "duration_min": 45})
    other = {
        "centre": "disability",
        "held_on": "2026-11-21",
        "method": "home_visit",
        "body": "訪問。",
    }
    second = add("consultation", other)

    def found(*pairs):
        words = [word for pair in pairs for word in ("--where", pair)]
        return [item["id"] for item in command("record list", "consultation", *words).items]

    assert found() == [first, second]
    assert found("method=phone") == [first]
    assert found("method=phone", "centre=disability") == []
    assert found("topics=housing") == [first]
    assert found("topics=hous_ng") == []
    assert found("topics=null") == [second]
    assert found("held_on=2026-11-21") == [second]
    assert found("started_at_time=09:30") == [first]
    assert found("duration_min=45") == [first]
    assert found("is_anonymous=false") == [first, second]
    assert found(f"person_id={person}") == [first]
    assert found('person_id={"name": "見本 花子"}') == [first]
    assert found("state=draft") == [first, second]


def test_a_narrowing_that_cannot_be_is_refused_by_its_field(command):
    for pair in ("nani=1", "held_on=きのう", "duration_min=many", "abuse_reports=x"):
        said = command("record list", "consultation", "--where", pair)
        assert list(said.error["problems"]) == [pair.partition("=")[0]]


def test_a_list_is_cut_at_the_limit_and_says_so(command):
    people = [{"name": f"見本 {number:03}"} for number in range(7)]
    command("record add", "person", "-", stdin=people)
    said = command("record list", "person", "--limit", "3").json
    assert ([item["values"]["name"] for item in said["items"]], said["total"]) == (
        ["見本 000", "見本 001", "見本 002"],
        7,
    )
    assert said["truncated"] is True
    assert said["items"][0].keys() == {
        *("kind", "id", "version", "state", "created_at", "created_by", "values")
    }
    assert command("record list", "person", "--limit", "7").json["truncated"] is False


def test_a_long_list_is_read_in_pages_without_gaps(command, monkeypatch):
    monkeypatch.setattr("soudan_desk.services.record_lists.PAGE", 4)
    people = [{"name": f"見本 {number:03}"} for number in range(11)]
    command("record add", "person", "-", stdin=people)
    names = [item["values"]["name"] for item in command("record list", "person").items]
    assert names == [each["name"] for each in people]


def test_a_list_of_a_case_holds_its_records_only(command, add):
    person = add("person", PERSON)
    inside = add("consultation", CALL)
    add("consultation", CALL)
    case = command(
        "case open", "--centre", "life_support", "--person", person, "--consultation", inside
    ).json
    said = command("record list", "consultation", "--case", case["case_no"])
    assert [item["id"] for item in said.items] == [inside]
    said = command("record list", "case_worker", "--case", case["case_no"])
    assert [item["values"]["role"] for item in said.items] == ["main"]
    assert command("record list", "person", "--case", case["case_no"]).code == 1


def test_every_kind_tells_its_fields(command):
    items = {item["kind"]: item for item in command("record kinds").items}
    assert {"person", "household", "case", "consultation", "consent", "referral"} <= set(items)
    fields = {field["key"]: field for field in items["consultation"]["fields"]}
    assert fields["person_id"] == {
        "key": "person_id",
        "label": "本人",
        "type": "reference",
        "required": False,
        "codes": None,
        "of": "person",
        "section": "だれのこと",
        "listed": True,
        "printed": True,
        "searched": False,
    }
    assert items["intake"]["centres"] == ["life_support"]
    assert len(items["person"]["centres"]) == 3


def test_what_comes_into_being_by_a_verb_of_its_own_is_not_added(command):
    for kind in ("case", "staff", "attachment", "disclosure", "office_setting"):
        said = command("record add", kind, "-", stdin={}, user="kanri")
        assert said.error["error"] == "not_allowed", kind


def test_what_a_verb_sets_is_not_amended(command, add):
    person = add("person", PERSON)
    case = command("case open", "--centre", "life_support", "--person", person).json

    def amend(given):
        return command("record amend", "case", case["id"], "-", "--reason", "x", stdin=given)

    assert list(amend({"state": "closed", "summary": "方針"}).error["problems"]) == ["state"]
    assert amend({"case_no": case["case_no"], "summary": "方針"}).code == 0


def test_a_login_stays_and_an_auditor_has_no_other_role(command):
    staff = {item["login"]: item["id"] for item in command("staff list", user="kanri").items}

    def amend(given):
        words = (staff["sodanin"], "-", "--reason", "x")
        return command("record amend", "staff", *words, stdin=given, user="kanri")

    assert list(amend({"login": "other"}).error["problems"]) == ["login"]
    assert list(amend({"roles": ["auditor", "caseworker"]}).error["problems"]) == ["roles"]
    assert amend({"tel": "内線12"}).code == 0


def test_the_same_thing_twice_is_a_sentence(command):
    given = {"centre": "life_support", "name": "二つ目"}
    said = command("record add", "centre_setting", "-", stdin=given, user="kanri")
    assert list(said.error["problems"]) == ["centre"]


def test_a_second_main_worker_is_refused(command, add):
    person = add("person", PERSON)
    case = command("case open", "--centre", "life_support", "--person", person).json
    worker = {"case_id": case["id"], "staff_id": {"login": "nishio"}, "role": "main"}
    said = command("record add", "case_worker", "-", stdin=worker)
    assert list(said.error["problems"]) == ["role"]
    add("case_worker", {**worker, "role": "sub"})
    assert command("case show", case["case_no"]).json["workers"] == ["shunin", "nishio"]


def test_an_unknown_kind_or_record_is_a_sentence(command):
    assert command("record list", "monster").error["error"] == "not_found"
    assert command("record show", "person", str(uuid4())).error["error"] == "not_found"


def test_input_that_is_no_json_is_a_sentence(command, tmp_path):
    for text in ("{", "", "[1, 2", "NaN", "[" * 100_000, "9" * 5000):
        said = command("record add", "person", "-", stdin=text)
        assert said.error["error"] == "unreadable_file", text[:9]
    for given in ("3", "null", '"x"', "[3]", "[[{}]]"):
        said = command("record add", "person", "-", stdin=given)
        assert said.error["error"] == "invalid_entries", given
    assert (
        command("record add", "person", tmp_path / "ない.json").error["error"] == "unreadable_file"
    )
    assert command("record add", "person", tmp_path).error["error"] == "unreadable_file"
    (tmp_path / "sjis.json").write_bytes('{"name": "見本"}'.encode("cp932"))
    assert "UTF-8" in command("record add", "person", tmp_path / "sjis.json").error["message"]


def test_a_file_may_begin_with_a_byte_order_mark(command, tmp_path):
    (tmp_path / "bom.json").write_text(json.dumps(PERSON), encoding="utf-8-sig")
    assert command("record add", "person", tmp_path / "bom.json").code == 0


def test_the_password_is_the_first_line_and_the_file_the_rest(plain_command, office_path):
    stdin = f"mihon no jimusho desu\n{json.dumps(PERSON)}"
    words = ("person", "-", "--user", "shunin", "--password-stdin", "--json")
    said = plain_command("record", "add", office_path, *words, stdin=stdin, password="wrong")
    assert said.code == 0, said.err


def test_people_read_tables_and_lines(plain_command, office_path, add):
    person = add("person", PERSON)
    said = plain_command("record", "list", office_path, "person", "--user", "shunin")
    assert "見本 花子" in said.out
    assert said.out.endswith("1件\n")
    said = plain_command("record", "show", office_path, "person", person, "--user", "shunin")
    assert "name: 見本 花子" in said.out


def test_a_centre_left_out_is_the_persons_or_the_first_of_the_login(command, add):
    person = add("person", PERSON)
    call = {key: CALL[key] for key in ("held_on", "method", "body")}
    first = add("consultation", {**call, "person_id": person})
    command("case open", "--centre", "disability", "--person", person)
    second = add("consultation", {**call, "person_id": person})
    shown = [command("record show", "consultation", each).json for each in (first, second)]
    assert [each["values"]["centre"] for each in shown] == ["life_support", "disability"]


def test_nobody_is_ones_own_relative(command, add):
    person = add("person", PERSON)
    given = {"person_id": person, "type": "sibling", "relative_id": person}
    said = command("record add", "kinship", "-", stdin=given)
    assert said.code == 1
    assert "本人と同じ" in said.error["problems"]["relative_id"]
