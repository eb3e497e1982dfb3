"""What a form can ask, how an answer is checked and how it reads.

Columns make `Field`s (`models.base.fields_of`); pages, lists, papers, import and export take
`Field`s and never look at a column.
"""

from soudan_desk.fields.checks import problem_with, problems_with
from soudan_desk.fields.field import ROW_ID, Condition, Field, Kind
from soudan_desk.fields.json_values import answer_from_json, answer_to_json
from soudan_desk.fields.reading import Names, as_text

__all__ = [
    "ROW_ID",
    "Condition",
    "Field",
    "Kind",
    "Names",
    "answer_from_json",
    "answer_to_json",
    "as_text",
    "problem_with",
    "problems_with",
]
