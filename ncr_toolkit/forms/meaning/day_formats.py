"""A day written as a form wants it: "dd/MM/yyyy" and the like, as Word describes dates.

Pictures of dates: ECMA-376 Part 1, 17.16.4.1.
"""

from __future__ import annotations

import re
from datetime import date

ONE_DAY = "it takes one date"
"""How the reason begins why a place that takes a day cannot hold several."""
_TOKENS = re.compile(r"'[^']*'|d{1,4}|M{1,4}|y{2,4}|.", re.DOTALL)
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def shown_day(value: str, shape: str) -> str:
    """The day `value` (2026-05-01) in that shape; '' where it is no day. Without a shape it stays as it is."""
    try:
        day = date.fromisoformat(value.strip())
    except ValueError:
        return ""
    if not shape:
        return day.isoformat()
    parts = {"d": str(day.day), "dd": f"{day.day:02}", "ddd": _DAYS[day.weekday()][:3], "dddd": _DAYS[day.weekday()],
             "M": str(day.month), "MM": f"{day.month:02}", "MMM": _MONTHS[day.month - 1][:3],
             "MMMM": _MONTHS[day.month - 1], "yy": f"{day.year % 100:02}", "yyy": str(day.year), "yyyy": str(day.year)}
    return "".join(parts.get(token, token.strip("'") if token.startswith("'") else token)
                   for token in _TOKENS.findall(shape))
