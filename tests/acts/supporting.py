"""Hands of those who plan and look after a support: the steps the acts of each centre share."""

from reviewing import approves_the_oldest, goes_as, opens_from_the_rail, returns_the_oldest
from support_story import SUPERVISOR, WRITER, today


def as_typed(day):
    """Write a day as one types it."""
    return f"{day:%Y/%m/%d}"


def finds_the_case(worker):
    """Open the only case there is."""
    opens_from_the_rail(worker, "cases")
    worker.press("Enter")
    worker.sees_page("case")
    worker.rests()


def begins(worker, tab, place=0):
    """Begin a record in a tab of the case: the one that stands so far down in the menu."""
    worker.turns_to(tab)
    worker.press("Alt+A", *["Down"] * place, "Enter")
    worker.rests()


def dates(worker, name, day):
    """Type a day into an editor, over what stands there."""
    worker.go_to(name)
    worker.press("Ctrl+A")
    worker.type(as_typed(day))


def says(worker, name, words):
    """Write words into an editor."""
    worker.go_to(name)
    worker.write(words)


def leaves_it_a_draft(worker):
    """Close what is being written without making it final."""
    worker.press("Esc")
    worker.rests()


def finishes(worker):
    """Make what is written final."""
    worker.press("Ctrl+Enter")
    worker.rests()


def amends(worker, reason):
    """Make a correction final, and say why."""

    def answer(_dialog):
        worker.go_to("asked_text")
        worker.write(reason)
        worker.push("answer_go")

    with worker.answering(answer):
        worker.press("Ctrl+Enter")
    worker.rests()


def sets_a_goal(worker, goal, action):
    """Write one goal and one action for it into the tables of the plan that is shown."""
    worker.press("Alt+G")
    worker.rests()
    worker.press("Right")
    worker.write(goal)
    worker.press("Enter")
    worker.go_to("actions")
    worker.type("1")
    worker.press("Tab")
    worker.write(action)
    worker.press("Ctrl+S")
    worker.rests()
    worker.press("Esc")
    worker.rests()


def goes_on(worker, state, place=0):
    """Take a way on from where the case stands."""
    before = worker.page.banner._facts.state
    worker.press("Ctrl+M", *["Down"] * place, "Enter")
    worker.rests()
    shown = worker.page.banner._facts.state
    assert state in shown.text, f"from {before.text} to {shown.text}, not {state}"


def is_returned_and_mended(worker, question, day):
    """Let the supervisor send the plan back, mend a day in it, and have it approved."""
    goes_as(worker, SUPERVISOR)
    returns_the_oldest(worker, "期間を見直してください")
    goes_as(worker, WRITER)
    opens_from_the_rail(worker, "today")
    worker.press("Alt+3", "Home", "Enter")
    worker.sees_page("case")
    worker.rests()
    worker.press("Ctrl+E")
    dates(worker, question, day)
    amends(worker, "期間を見直した")
    worker.press("Alt+R")
    worker.rests()
    is_approved(worker)


def is_approved(worker):
    """Let the supervisor approve what waits longest."""
    goes_as(worker, SUPERVISOR)
    approves_the_oldest(worker)
    goes_as(worker, WRITER)


def sits_in_a_meeting(worker, kind, said, decided, *, conclusion=1):
    """Hold a meeting: discuss, conclude by Alt and a number, decide, finish the minutes.

    What is due, or presses, stands on its agenda.
    """

    def calls_it(_dialog):
        worker.choose("meeting_kind", kind)
        dates(worker, "held_on", today())
        worker.press("Ctrl+Enter")

    opens_from_the_rail(worker, "conferences")
    with worker.answering(calls_it):
        worker.press("Alt+N")
    worker.sees_page("conference")
    worker.rests()
    worker.press("F6", "Enter")
    worker.write(said)
    worker.press(f"Alt+{conclusion}")
    says(worker, "decisions", decided)
    finishes(worker)
    with worker.answering(lambda _dialog: worker.push("answer_go")):
        worker.press("Alt+K")
    worker.rests()
