"""A day at the real window with one secret in it: `busy_desk.py OFFICE SAVED SECRET`.

The secret is written, searched, shown, printed, exported, attached, opened, copied, told in an
error nobody foresaw, and typed once more; then the process waits to be killed.
"""

import json
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QInputMethodEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from soudan_desk import app
from soudan_desk.desk.exporting import export_records
from soudan_desk.services.attachments import add_attachment
from soudan_desk.services.cases import open_case
from soudan_desk.services.records import add_record
from soudan_desk.ui import window as windows
from soudan_desk.ui.dialogs import leave_dialogs
from soudan_desk.ui.pages.page import Place
from soudan_desk.ui.pages.referral_desk import Sending
from soudan_desk.ui.paper_dialog import PaperDialog
from soudan_desk.ui.wiring.attachments import copy_out, open_attachment
from soudan_desk.ui.wiring.paper_printing import paper_acts

PASSWORD = "mihon no jimusho desu"
OFFICE, SAVED = (Path(each) for each in sys.argv[1:3])
SECRET = sys.argv[3]
REASON = "見本の確認のため"
LARGE = 1_500_000
WRITTEN: list[str] = []


def _note_written(event: str, arguments: tuple) -> None:
    """Keep the path of every file that Python opens to write."""
    if event == "open" and isinstance(arguments[0], str) and set("wax+") & set(arguments[1] or ""):
        WRITTEN.append(arguments[0])


class Opener(QObject):
    """Stands where the system's own programs do: a file is handed over, and stays where it is."""

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        WRITTEN.append(url.toLocalFile())


class BusyDesk(windows.MainWindow):
    """Goes through the day step by step, each when what it waits for has come."""

    def showEvent(self, event):  # noqa: N802
        """Begin when the window is there."""
        super().showEvent(event)
        self._steps = self._day()
        self._waits_for: Callable[[], bool] = bool
        self._clock = QTimer(self, interval=10)
        self._clock.timeout.connect(self._on_tick)
        self._waits_for = lambda: True
        self._clock.start()

    def _on_tick(self) -> None:
        if not self._waits_for():
            return
        self._waits_for = lambda: False  # a step may open a loop of its own
        try:
            self._waits_for = next(self._steps)
        except Exception:  # noqa: BLE001 - whatever it is, the day is over
            traceback.print_exc()
            os._exit(3)

    def _is_idle(self) -> bool:
        return not self.seat.tasks.is_busy

    def _day(self) -> Iterator[Callable[[], bool]]:
        self.log_in("shunin", PASSWORD)
        yield self._is_idle
        yield from self._written_and_shown()
        yield from self._given_out()
        yield from self._attached()
        QApplication.clipboard().setText(SECRET)
        QTimer.singleShot(0, self, self._stumble)
        yield lambda: self.is_locked
        self.log_in("shunin", PASSWORD)
        yield self._is_idle
        self._type()
        yield partial(self._is_kept)
        sys.stdout.write(json.dumps(WRITTEN) + "\n")
        sys.stdout.flush()
        yield lambda: False

    def _written_and_shown(self) -> Iterator[Callable[[], bool]]:
        work = self.seat.work
        person = add_record(work, "person", {"name": f"{SECRET} 太郎", "note": SECRET}).id
        self.case = open_case(work, person_id=person, centre="life_support")
        told = {"centre": "life_support", "case_id": self.case, "held_on": work.today()}
        told |= {"method": "phone", "body": SECRET, "subject": SECRET}
        add_record(work, "consultation", told, finalise=True)
        self.frame.go(Place("case", {"id": self.case}))
        yield self._is_idle
        self.frame.go(Place("search", {"words": SECRET}))
        yield self._is_idle
        self._type()

    def _given_out(self) -> Iterator[Callable[[], bool]]:
        acts = paper_acts(self.seat, "case", self.case, "life_support")
        dialog = PaperDialog(self, acts, "書類を印刷する")
        dialog.open()
        yield self._is_idle
        dialog.reject()
        acts.give("progress_list", REASON, SECRET, Sending("media", target=SAVED / "paper.pdf"))
        printer = QPrinter()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(SAVED / "printed.pdf"))
        acts.give("progress_list", REASON, SECRET, Sending("hand", printer=printer))
        work, told = self.seat.work, {"reason": REASON}
        export_records(work, "consultation", SAVED / "table.csv", plain=True, **told)
        export_records(work, "consultation", SAVED / "table.xlsx", plain=True, **told)
        export_records(
            work, "consultation", SAVED / "sealed.xlsx.zip", password=PASSWORD, reason="移行"
        )

    def _attached(self) -> Iterator[Callable[[], bool]]:
        seat, pdf = self.seat, (SAVED / "paper.pdf").read_bytes()
        large = SECRET.encode() + b"x" * LARGE
        kept = {
            name: add_attachment(seat.work, seat.office, content, file_name=name, case_id=self.case)
            for name, content in ((f"{SECRET}.pdf", pdf), ("large.txt", large))
        }
        for name, file_id in kept.items():
            open_attachment(seat, file_id)
            yield lambda: QApplication.activeModalWidget() is not None and self._is_idle()
            leave_dialogs()
            yield self._is_idle
            target = SAVED / f"copy{Path(name).suffix}"
            copy_out(seat, file_id, target, REASON)
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(target)))

    def _stumble(self) -> None:
        secret = SECRET
        raise ValueError(f"{secret} はありません")

    def _type(self) -> None:
        page = self.frame.go(Place("intake"))
        page.form.text.setFocus()
        event = QInputMethodEvent()
        event.setCommitString(SECRET)
        QApplication.sendEvent(page.form.text, event)

    def _is_kept(self) -> bool:
        from soudan_desk.services.unsaved import unsaved_forms

        return self._is_idle() and bool(unsaved_forms(self.seat.work))


if __name__ == "__main__":
    sys.addaudithook(_note_written)
    opener = Opener()
    QDesktopServices.setUrlHandler("file", opener, "open")
    windows.MainWindow = BusyDesk
    sys.exit(app.open_window([f"--office={OFFICE}"]))
