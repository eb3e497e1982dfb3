"""The data dictionary in docs/ says what the records ask."""

import importlib.util
from pathlib import Path

from soudan_desk.models import fields_of, record_kinds

ROOT = Path(__file__).parents[1]


def _load():
    path = ROOT / "scripts" / "data_dictionary.py"
    spec = importlib.util.spec_from_file_location("data_dictionary", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


dictionary = _load()


def test_the_dictionary_is_as_the_records_are():
    written = dictionary.DICTIONARY.read_text(encoding="utf-8")
    assert written == dictionary.page(), "run: .venv/bin/python scripts/data_dictionary.py"


def test_every_field_of_every_kind_stands_in_it():
    sections = dictionary.page().split("\n## ")[1:]
    by_kind = {section.partition("\n")[0]: section for section in sections}
    assert by_kind.keys() == record_kinds().keys()
    for kind, model in record_kinds().items():
        for field in fields_of(model):
            assert f"| `{field.key}` | {field.label} |" in by_kind[kind]
