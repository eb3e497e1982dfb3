"""Where one has been: back and forward through visited pages, each as it was left."""

from __future__ import annotations

from soudan_desk.ui.pages.page import Page, Place

KEPT_PAGES = 12
"""Pages that stay as they were left; older ones are built anew when one returns."""


class History:
    """The places visited, with the page of each as long as it is kept."""

    def __init__(self) -> None:
        self._visited: list[tuple[Place, Page | None]] = []
        self._at = -1

    @property
    def can_back(self) -> bool:
        """Whether there is a place behind."""
        return self._at > 0

    @property
    def can_forward(self) -> bool:
        """Whether there is a place ahead."""
        return self._at < len(self._visited) - 1

    @property
    def here(self) -> Place | None:
        """The place one is at."""
        return self._visited[self._at][0] if self._at >= 0 else None

    def visit(self, place: Place, page: Page) -> list[Page]:
        """Go to a new place; return the pages that are kept no more."""
        before = self.pages()
        self._visited = [*self._visited[: self._at + 1], (place, page)]
        self._at += 1
        self._forget_oldest()
        kept = {id(each) for each in self.pages()}
        return [each for each in before if id(each) not in kept]

    def move(self, step: int) -> tuple[Place, Page | None]:
        """Go back (-1) or forward (1)."""
        self._at += step
        return self._visited[self._at]

    def put(self, page: Page) -> None:
        """Keep a page that was built anew at the present place."""
        self._visited[self._at] = (self._visited[self._at][0], page)

    def find(self, place: Place) -> Page | None:
        """Return the kept page of a place visited before, the latest first."""
        for visited, page in reversed(self._visited):
            if page is not None and visited == place and visited.about == place.about:
                return page
        return None

    def pages(self) -> list[Page]:
        """Return every page that is kept, each once."""
        return list({id(page): page for _, page in self._visited if page is not None}.values())

    def _forget_oldest(self) -> None:
        kept = [index for index, (_, page) in enumerate(self._visited) if page is not None]
        for index in kept[:-KEPT_PAGES]:
            self._visited[index] = (self._visited[index][0], None)
