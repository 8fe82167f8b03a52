"""Times with a zone, such as 2026-03-01T22:00:00Z: which day that was is another question in Lisbon than in Tokyo."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.core.dates import Unclear, read_text

AS_WRITTEN = "as written"
"""The day that stands there, whatever the zone."""
_MOMENT = re.compile(r"\s*(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)?\s?(Z|UTC|GMT|[+-]\d\d:?\d\d)\s*",
                     re.IGNORECASE | re.ASCII)
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)", re.ASCII)


def is_zoned(text: str) -> bool:
    """Whether a text is a time with a zone that is not the same day everywhere."""
    return _MOMENT.fullmatch(text) is not None and isinstance(read_text(text), Unclear)


def day_there(text: str, zone: str) -> date | None:
    """The day of such a time in a zone that `refuse_zone` lets pass; None where it is no time with a zone, or a
    midnight, which stands for its day."""
    found = _MOMENT.fullmatch(text)
    if found is None or not found[2].strip("0:"):
        return None
    if zone == AS_WRITTEN:
        return _day(found[1])
    try:
        moment = datetime.fromisoformat(f"{found[1]}T{found[2]}").replace(tzinfo=_offset(found[3]) or UTC)
        return moment.astimezone(_zone(zone)).date()
    except (ValueError, OverflowError):  # there is no such day or hour
        return None


def refuse_zone(zone: str, where: str) -> None:
    """Raise CannotRun where this is no zone. `where`: of the mapping."""
    if zone in ("", AS_WRITTEN):
        return
    try:
        _zone(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise CannotRun(f"{where}: zone is {zone!r}, which this computer does not know; write an offset such as "
                        f"\"+01:00\", a name such as \"Europe/Lisbon\", or \"{AS_WRITTEN}\".") from None


def _zone(zone: str) -> tzinfo:
    return _offset(zone) or ZoneInfo(zone)


def _offset(text: str) -> tzinfo | None:
    found = _OFFSET.fullmatch(text)
    if found is None:
        return None
    return timezone(int(f"{found[1]}1") * timedelta(hours=int(found[2]), minutes=int(found[3])))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
