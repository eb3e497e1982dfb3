"""How a record goes up, comes back and goes up again, by hands on the keyboard.

    goes_as(worker, "森本");  returns_the_oldest(worker, "所見を分けてください")
    goes_as(worker, "田中");  mends_what_came_back(worker, "所見は別に書いた。", "所見を分けた")
    goes_as(worker, "森本");  approves_the_oldest(worker)

Each begins and ends at rest, on any page; who signs in has `office_fixtures.PASSWORD`.
"""

from office_fixtures import PASSWORD


def goes_as(worker, login):
    """Lock the desk and sit down at it as somebody else."""
    worker.press("Ctrl+L")
    worker.until(lambda: worker.window.is_locked, "the lock")
    worker.signs_in(PASSWORD, login)


def opens_from_the_rail(worker, page):
    """Go to a page by the key that its entry in the rail tells."""
    entry = worker.window.frame.rail.entry(page)
    worker.press(entry.accessibleDescription().removeprefix("キー "))
    shown = worker.sees_page(page)
    worker.rests()
    return shown


def returns_the_oldest(worker, comment):
    """Read the record that has waited longest, and send it back with a word."""
    page = opens_from_the_rail(worker, "review")
    worker.until(lambda: page.desk is not None, "a record to read")
    worker.press("R")
    worker.write(comment)
    worker.press("Enter")
    worker.rests()


def approves_the_oldest(worker):
    """Read the record that has waited longest, go to what changed in it, and stamp it."""
    page = opens_from_the_rail(worker, "review")
    worker.until(lambda: page.desk is not None, "a record to read")
    worker.press("N", "A")
    worker.rests()


def mends_what_came_back(worker, words, reason):
    """Open what came back from 今日, write on at its end, finish it and hand it in again."""
    opens_from_the_rail(worker, "today")
    worker.go_to("waiting")
    worker.press("Home", "Enter")
    page = worker.sees_page("case")
    worker.until(lambda: page.course.pane.editing is not None, "the form")
    worker.press("Ctrl+End")
    worker.write(words)
    with worker.answering(lambda _dialog: _gives_the_reason(worker, reason)):
        worker.press("Ctrl+Enter")
    worker.rests()
    worker.press("Alt+R")
    worker.rests()


def _gives_the_reason(worker, reason):
    worker.go_to("asked_text")
    worker.write(reason)
    worker.push("answer_go")
