import pytest

from soudan_desk.japanese.telephone import format_telephone, telephone_digits


@pytest.mark.parametrize(
    "written",
    [
        "03-1234-5678",
        "06-6123-4567",
        "011-212-3456",
        "022-212-3456",
        "042-712-3456",
        "045-212-3456",
        "04-2998-1111",
        "04-7167-1111",
        "0428-22-1111",
        "0467-22-1111",
        "047-366-1111",
        "0479-22-1111",
        "0123-45-6789",
        "01267-2-3456",
        "04992-2-1111",
        "05979-2-1111",
        "0460-85-1111",
        "07468-2-0001",
        "0742-22-1111",
        "0857-22-1111",
        "098-861-1111",
        "0980-82-1111",
        "09802-2-1111",
        "099-223-1111",
        "09969-2-1111",
        "090-1234-5678",
        "080-1234-5678",
        "070-1234-5678",
        "050-1234-5678",
        "0120-123-456",
        "0800-123-4567",
        "0570-012-345",
    ],
)
def test_a_number_is_hyphenated_by_its_area_code_or_service(written):
    assert format_telephone(written.replace("-", "")) == written
    assert format_telephone(written) == written


@pytest.mark.parametrize(
    "typed",
    [
        "０３（１２３４）５６７８",
        "03ー1234ー5678",
        "03 1234 5678",
        "03.1234.5678",
        "(03)1234-5678",
        "+81-3-1234-5678",
        "+81 (0)3 1234 5678",
        "TEL: 03-1234-5678",
    ],
)
def test_the_same_number_is_one_however_it_is_typed(typed):
    assert format_telephone(typed) == "03-1234-5678"
    assert telephone_digits(typed) == "0312345678"


def test_what_follows_a_number_stays_behind_it():
    assert format_telephone("0312345678（代）") == "03-1234-5678 (代)"
    assert format_telephone("0312345678 内線１２") == "03-1234-5678 内線12"
    assert telephone_digits("03-1234-5678 内線12") == "0312345678"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("119", "119"),
        ("6234－5678", "6234-5678"),
        ("なし", "なし"),
        ("", ""),
        ("1234567890", "1234567890"),
        ("0312345", "0312345"),
        ("+44 20 7946 0000", "+44 20 7946 0000"),
    ],
)
def test_what_is_no_whole_number_stays_as_typed_in_one_width(typed, kept):
    assert format_telephone(typed) == kept


def test_formatting_twice_changes_nothing():
    for typed in ("0312345678（代）", "+819012345678", "6234－5678"):
        assert format_telephone(format_telephone(typed)) == format_telephone(typed)
