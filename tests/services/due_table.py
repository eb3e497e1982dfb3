"""The dated cases of the due engine: from which day, on which day, what falls due when.

Each line of a table is: the day the rule counts from, and the day it falls due. Weekdays and
holidays were looked up in a calendar, not computed: 2026-11-23 勤労感謝の日 (Mon), 2026-09-21
to 23 敬老の日・国民の休日・秋分の日, 2026-05-03 to 06 大型連休, 2019-04-27 to 05-06 ten days around
the change of the era, 12-29 to 01-03 every year.
"""

from datetime import date, timedelta
from typing import NamedTuple


class Dated(NamedTuple):
    """On this day, a rule over these facts gives an item due then, or none."""

    rule: str
    base: str
    on: date
    due: date | None

    def __str__(self) -> str:
        return f"{self.rule} {self.base} on {self.on} -> {self.due or 'none'}"


MEETING = """
2026-12-15 2026-12-15  a day that was written down stays, be the office open
2026-12-31 2026-12-31  or closed
2028-02-29 2028-02-29  a leap day
"""
INTERRUPTED = """
2026-08-24 2026-11-24  a Tuesday
2026-08-23 2026-11-24  a holiday on Monday: the next open day
2026-08-22 2026-11-24  a Sunday before a holiday
2026-08-21 2026-11-24  a Saturday before a Sunday before a holiday
2026-08-20 2026-11-20  a Friday
2026-09-28 2026-12-28  the last open day of the year
2026-09-29 2027-01-04  year-end closure begins
2026-09-30 2027-01-04
2026-10-01 2027-01-04  New Year's Day
2026-10-03 2027-01-04
2026-10-04 2027-01-04  the first open day
2025-11-30 2026-03-02  no 30 February; 28 February 2026 is a Saturday
2024-11-30 2025-02-28  no 30 February, a Friday
2023-11-30 2024-02-29  a leap year
2023-11-29 2024-02-29
2023-11-28 2024-02-28
2024-02-29 2024-05-29  from a leap day
2024-01-31 2024-04-30  no 31 April
2026-01-31 2026-04-30
2026-03-31 2026-06-30
2026-12-31 2027-03-31  the last day of a 年度
2027-01-01 2027-04-01  the first day of the next
2019-01-26 2019-04-26  the last open day of 平成
2019-01-28 2019-05-07  ten closed days around the change of the era
2019-01-31 2019-05-07
2019-02-01 2019-05-07
2019-02-07 2019-05-07
2026-01-29 2026-04-30  昭和の日
2026-02-01 2026-05-01
2026-02-02 2026-05-07  大型連休 with a 振替休日
2026-02-06 2026-05-07
2026-06-18 2026-09-18
2026-06-19 2026-09-24  five closed days in September
2026-06-23 2026-09-24
"""

PRE_CONSENT = """
2026-10-24 2026-11-24
2026-10-23 2026-11-20  a holiday on Monday: the last open day before
2026-10-22 2026-11-20
2026-10-21 2026-11-20
2026-11-28 2026-12-28
2026-11-29 2026-12-28  year-end closure: before it
2026-11-30 2026-12-28
2026-12-01 2026-12-28
2026-12-03 2026-12-28
2026-12-04 2027-01-04
2026-01-31 2026-02-27  28 February is a Saturday
2025-01-31 2025-02-28
2024-01-29 2024-02-29
2024-01-30 2024-02-29  no 30 February
2024-01-31 2024-02-29
2024-02-29 2024-03-29
2023-12-31 2024-01-31
2026-02-28 2026-03-27
2026-03-01 2026-04-01  into the next 年度
2026-03-31 2026-04-30
2019-03-30 2019-04-26  before ten closed days
2019-04-01 2019-04-26
2019-04-06 2019-04-26
2019-04-07 2019-05-07
2026-04-05 2026-05-01
2026-08-21 2026-09-18
2026-08-24 2026-09-24
"""

NO_CONTACT_30 = """
2026-10-25 2026-11-24
2026-10-24 2026-11-23  holidays make no difference
2026-01-31 2026-03-02
2026-01-30 2026-03-01
2024-01-31 2024-03-01  over a leap day
2024-02-29 2024-03-30
2024-01-30 2024-02-29
2026-12-01 2026-12-31
2026-12-02 2027-01-01
2026-03-01 2026-03-31  over the turn of the 年度
2026-03-02 2026-04-01
2019-04-01 2019-05-01  the first day of 令和
2019-03-31 2019-04-30  the last day of 平成
"""

NO_CONTACT_60 = """
2026-09-25 2026-11-24
2026-01-01 2026-03-02
2024-01-01 2024-03-01
2024-12-31 2025-03-01
2019-03-02 2019-05-01
2026-11-02 2027-01-01
"""

NO_CONTACT_90 = """
2026-08-26 2026-11-24
2025-12-01 2026-03-01
2023-12-01 2024-02-29
2023-12-02 2024-03-01
2026-01-01 2026-04-01
2019-01-31 2019-05-01
"""

PROMISE = """
2026-11-24 2026-11-24
2026-12-29 2026-12-29  what was promised stands, even on a closed day
2027-01-01 2027-01-01
2024-02-29 2024-02-29
2026-03-31 2026-03-31
2026-04-01 2026-04-01
2019-04-30 2019-04-30
2019-05-01 2019-05-01
"""

REFERRAL = """
2026-11-24 2026-11-24
2026-12-31 2026-12-31
2024-02-29 2024-02-29
2019-05-01 2019-05-01
2026-04-01 2026-04-01
"""

SUPPORT_MEASURE = """
2026-11-24 2026-11-24
2027-01-23 2027-01-23
2024-02-29 2024-02-29
2025-02-28 2025-02-28
2026-12-31 2026-12-31
2026-03-31 2026-03-31
2019-05-01 2019-05-01
1989-01-08 1989-01-08  the first day of 平成
"""

CONSENT = """
2026-11-24 2026-11-24
2027-03-31 2027-03-31
2024-02-29 2024-02-29
2027-01-01 2027-01-01
2019-04-30 2019-04-30
"""

CARE_LEVEL = """
2026-11-30 2026-11-30
2024-02-29 2024-02-29
2026-03-31 2026-03-31
"""

HANDBOOK = """
2027-01-31 2027-01-31
2024-02-29 2024-02-29
2026-04-01 2026-04-01
2019-05-01 2019-05-01
"""

CERTIFICATE = """
2026-11-30 2026-11-30
2027-03-31 2027-03-31
2024-02-29 2024-02-29
2019-04-30 2019-04-30
"""

AGE_65 = """
1961-11-25 2026-11-24  the eve of the birthday
1961-11-24 2026-11-23
1961-01-01 2025-12-31
1961-04-01 2026-03-31
1961-04-02 2026-04-01
1960-02-29 2025-02-28  born on a leap day
1964-02-29 2029-02-28
1955-03-01 2020-02-29  the eve is a leap day
1954-05-01 2019-04-30
1954-05-02 2019-05-01
1924-01-08 1989-01-07  the last day of 昭和
"""

AGE_18 = """
2008-11-25 2026-11-24
2008-04-01 2026-03-31
2008-04-02 2026-04-01
2008-02-29 2026-02-28
2002-03-01 2020-02-29
2009-01-01 2026-12-31
2001-05-02 2019-05-01
"""

DRAFT = """
2026-11-21 2026-11-24
2026-11-20 2026-11-23
2026-12-29 2027-01-01
2024-02-26 2024-02-29
2026-03-29 2026-04-01
2019-04-28 2019-05-01
"""

SCREENING = """
2026-11-10 2026-11-24
2026-12-18 2027-01-01
2024-02-15 2024-02-29
2026-03-18 2026-04-01
2019-04-17 2019-05-01
"""

PLAN_MISSING = """
2026-09-25 2026-11-24
2026-01-01 2026-03-02
2024-01-01 2024-03-01  over a leap day
2026-11-02 2027-01-01
2019-03-02 2019-05-01
2026-01-31 2026-04-01
"""

PLANNED = """
2026-11-24 2026-11-24
2026-12-31 2026-12-31
2027-03-31 2027-03-31
2024-02-29 2024-02-29
2019-05-01 2019-05-01
"""

MONTH = """
2026-11-10 2026-11-30
2026-12-01 2026-12-31
2026-02-28 2026-02-28
2024-02-01 2024-02-29
2027-03-31 2027-03-31
2019-04-15 2019-04-30
"""

AHEAD = {
    "interrupted_contact": (INTERRUPTED, 7),
    "pre_consent_contact": (PRE_CONSENT, 7),
    "promise": (PROMISE, 7),
    "referral_check": (REFERRAL, 3),
    "support_measure": (SUPPORT_MEASURE, 60),
    "consent_expiry": (CONSENT, 30),
    "care_level_expiry": (CARE_LEVEL, 60),
    "handbook_60": (HANDBOOK, 60),
    "handbook_90": (HANDBOOK, 90),
    "support_category_expiry": (CERTIFICATE, 90),
    "self_support_medical_expiry": (CERTIFICATE, 90),
    "age_65": (AGE_65, 180),
    "age_18": (AGE_18, 180),
    "screening": (SCREENING, 3),
    "plan_missing": (PLAN_MISSING, 14),
    "plan_missing_intake": (PLAN_MISSING, 14),
    "monitoring": (PLANNED, 7),
    "monitoring_next": (PLANNED, 7),
    "monitoring_move": (PLANNED, 7),
    "monitoring_month": (MONTH, 61),
    "nichiji_review": (PLANNED, 30),
    "plan_end": (PLANNED, 30),
    "nichiji_end": (PLANNED, 30),
    "grant_end": (PLANNED, 90),
    "regional_move_end": (PLANNED, 60),
    "residence_end": (PLANNED, 60),
    "eviction": (PLANNED, 14),
    "followup": (PLANNED, 7),
    "agenda_next": (MEETING, 7),
    "agenda_followup": (MEETING, 7),
    "action_due": (MEETING, 7),
    "goal_review": (MEETING, 14),
}
"""Rules that show before they fall due, and for how many days."""
SUDDEN = {
    "no_contact_30": (NO_CONTACT_30, 29),
    "no_contact_60": (NO_CONTACT_60, 29),
    "no_contact_90": (NO_CONTACT_90, 4000),
    "draft_consultation": (DRAFT, 4000),
    "review_late": (MEETING, 4000),
}
"""Rules that show only when they fall due, and how many days later they still do."""


def _lines(table: str) -> list[tuple[str, date]]:
    cells = [line.split() for line in table.strip().splitlines()]
    return [(each[0], date.fromisoformat(each[1])) for each in cells]


def dated_cases() -> list[Dated]:
    """Return every line looked at from several days."""
    found = []
    for rule, (table, lead) in AHEAD.items():
        for base, due in _lines(table):
            found.append(Dated(rule, base, due - timedelta(days=lead + 1), None))
            shown = (lead, 0, -1)
            found += [Dated(rule, base, due - timedelta(days=days), due) for days in shown]
    for rule, (table, last) in SUDDEN.items():
        for base, due in _lines(table):
            found.append(Dated(rule, base, due - timedelta(days=1), None))
            found += [Dated(rule, base, due + timedelta(days=days), due) for days in (0, last)]
    return found
