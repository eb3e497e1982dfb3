"""A progress bar that a page shows while it works and hides afterwards, again and again."""

from __future__ import annotations

from soudan_desk.ui.widgets.progress import Progress


class WorkBar(Progress):
    """Hidden until `begin`; `show_share` tells how far it is in hundredths."""

    def __init__(self, *, can_cancel: bool = True) -> None:
        super().__init__(can_cancel=can_cancel)
        self.setObjectName("progress")
        self.hide()

    def begin(self, doing: str) -> None:
        """Show that work starts."""
        self._cancel.setEnabled(True)
        self.say(doing)
        self.show_share(0, 100)
        self.show()

    def end(self) -> None:
        """Hide: the work is done, or was stopped."""
        self.hide()

    def show_share(self, done: int, total: int) -> None:
        """Show how far it is, as a share."""
        share = min(done / total, 1.0) if total else 0.0
        self.show_step(done, total)
        self._count.setText(f"{share:.0%}")
