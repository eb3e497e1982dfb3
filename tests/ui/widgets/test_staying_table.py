"""The column that says whose a row is stays in sight while the others scroll."""

from PySide6.QtCore import QPoint

from soudan_desk.ui.widgets.cells import Cell
from soudan_desk.ui.widgets.number_table import NumberTable
from soudan_desk.ui.widgets.plain_table import PlainModel, PlainRow


def test_names_stay_in_sight_and_numbers_come_out_from_under_them(shown):
    model = PlainModel(["担当", *(f"数{number}" for number in range(8))])
    names = ("田中", "西尾")
    model.show_rows([PlainRow(n, (Cell(n), *(Cell(str(at)) for at in range(8)))) for n in names])
    table = NumberTable(name="担当ごと")
    table.setModel(model)
    table.set_widths([120, *[90] * 8], least=[120, *[90] * 8])
    table.resize(400, 200)
    shown(table)
    table.choose_cell(1, 1)
    unscrolled = table.viewport().grab().copy(0, 0, 110, 30).toImage()

    table.choose_cell(1, 8)

    assert table.horizontalScrollBar().value() > 0
    assert table.indexAt(QPoint(20, 10)).column() == 0
    assert table.visualRect(model.index(0, 0)).left() == 0
    table.choose_cell(1, 2)
    assert table.visualRect(model.index(1, 2)).left() >= 120
    table.choose_cell(1, 8)
    assert table.viewport().grab().copy(0, 0, 110, 30).toImage() == unscrolled
