"""Fictional people: names with readings, birth dates, addresses and telephone numbers."""

from __future__ import annotations

from typing import Any

from soudan_desk.desk.demo.stories import load_table
from soudan_desk.desk.demo.world import World
from soudan_desk.japanese.partial_dates import PartialDate

_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FLATS = {"rented_flat": "buildings", "public_housing": "public_housing"}
_GENERATIONS = ((62, "old"), (36, "middle"), (0, "young"))


class People:
    """Draws people; each draw is another person."""

    def __init__(self, world: World) -> None:
        tables = load_table("names")
        self._world = world
        self._names = tables["names"]
        self._places = tables["places"]
        self._year = world.days.date(world.days.today).year

    def family_name(self) -> list[str]:
        """Draw a family name and its reading."""
        return self._world.one_of(self._names["family"])  # type: ignore[no-any-return]

    def given_name(self, sex: str, age: int) -> list[str]:
        """Draw a given name and its reading, of the fashion of its generation."""
        generation = next(name for least, name in _GENERATIONS if age >= least)
        return self._world.one_of(self._names[generation][sex])  # type: ignore[no-any-return]

    def birth(self, age: int) -> PartialDate:
        """Draw a birth date for an age; seldom only the year is known."""
        random = self._world.random
        year = self._year - age
        if random() < 0.04:
            return PartialDate(year=year)
        month = int(random() * 12)
        return PartialDate(year=year, month=month + 1, day=1 + int(random() * _MONTH_DAYS[month]))

    def address(self, dwelling: str) -> dict[str, Any]:
        """Draw an address in the city, in a house of flats where one dwells in a flat."""
        random, one_of = self._world.random, self._world.one_of
        town, code = one_of(self._places["towns"])
        room = ""
        if flats := _FLATS.get(dwelling):
            building = one_of(self._places[flats])
            room = f" {building}{101 + 100 * int(random() * 4) + int(random() * 6)}号"
        number = f"{1 + int(random() * 5)}丁目{1 + int(random() * 28)}番{1 + int(random() * 18)}号"
        return {"postal_code": code, "address": f"{self._places['city']}{town}{number}{room}"}

    def telephones(self, age: int) -> dict[str, str]:
        """Draw numbers nobody can have: older people more often a telephone at home."""
        random = self._world.random
        number = f"{int(random() * 10000):04}"
        if random() < (0.75 if age > 70 else 0.1):
            return {"tel_home": f"00-0000-{number}"}
        return {"tel_mobile": f"090-0000-{number}"}
