"""Which edges of a graph lie on no circle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

Edge = tuple[int | None, int | None]
_Point = tuple[str, int] | None


def bridges(edges: Sequence[Edge]) -> set[Edge]:
    """Return the edges without which their row and column would hang together no more.

    An edge joins a row to a column; None on either side is one and the same further point.
    """
    beside = _beside(edges)
    walk = _Walk(beside)
    for point in list(beside):
        walk.from_point(point)
    return {edges[number] for number in walk.bridges}


def reached(edges: Sequence[Edge], start: Edge, without: Edge) -> tuple[set[int], set[int]]:
    """Return the rows and columns that hang together with a point, an edge taken away.

    `start` names the point: a row and no column, or no row and a column.
    """
    beside = _beside([edge for edge in edges if edge != without])
    first: _Point = ("row", start[0]) if start[0] is not None else ("column", start[1] or 0)
    seen, ahead = {first}, [first]
    while ahead:
        for point, _ in beside.get(ahead.pop(), ()):
            if point not in seen:
                seen.add(point)
                ahead.append(point)
    named = [point for point in seen if point is not None]
    rows = {number for kind, number in named if kind == "row"}
    return rows, {number for kind, number in named if kind == "column"}


def _beside(edges: Sequence[Edge]) -> dict[_Point, list[tuple[_Point, int]]]:
    beside: dict[_Point, list[tuple[_Point, int]]] = defaultdict(list)
    for number, (row, column) in enumerate(edges):
        here = None if row is None else ("row", row)
        there = None if column is None else ("column", column)
        beside[here].append((there, number))
        beside[there].append((here, number))
    return beside


class _Walk:
    """A walk in depth that notes for each point how far back one gets from it otherwise."""

    def __init__(self, beside: dict[_Point, list[tuple[_Point, int]]]) -> None:
        self._beside = beside
        self._reached: dict[_Point, int] = {}
        self._lowest: dict[_Point, int] = {}
        self.bridges: set[int] = set()

    def from_point(self, start: _Point) -> None:
        """Walk over all that hangs together with a point."""
        if start in self._reached:
            return
        self._reach(start)
        path = [(start, -1, iter(self._beside[start]))]
        while path:
            point, came_by, ways = path[-1]
            for there, number in ways:
                if number == came_by:
                    continue
                if there in self._reached:
                    self._lowest[point] = min(self._lowest[point], self._reached[there])
                else:
                    self._reach(there)
                    path.append((there, number, iter(self._beside[there])))
                    break
            else:
                path.pop()
                self._leave(point, came_by, path[-1][0] if path else None, is_last=not path)

    def _reach(self, point: _Point) -> None:
        self._reached[point] = self._lowest[point] = len(self._reached)

    def _leave(self, point: _Point, came_by: int, back: _Point, *, is_last: bool) -> None:
        if is_last:
            return
        self._lowest[back] = min(self._lowest[back], self._lowest[point])
        if self._lowest[point] > self._reached[back]:
            self.bridges.add(came_by)
