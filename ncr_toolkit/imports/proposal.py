"""A mapping proposed for a source: what its headers and values certainly mean, and what is to be asked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from ncr_toolkit.audit_report.label_words import REFERENCE
from ncr_toolkit.audit_report.labels import DAYS, TEXTS, is_id
from ncr_toolkit.audit_report.labels import key as report_key
from ncr_toolkit.common.names import fold
from ncr_toolkit.core.dates import Unclear, read_text
from ncr_toolkit.core.foreign_words import words
from ncr_toolkit.core.schema import Why
from ncr_toolkit.imports.apart import FIRST_OWNER, ID_AND_TITLE, WAYS, offered, several
from ncr_toolkit.imports.mapping import DAY_FIRST, LEAVE, MONTH_FIRST, NOTE, OWN, Mapping, TableMapping
from ncr_toolkit.imports.sources.grid import seen
from ncr_toolkit.imports.tables import SourceTable
from ncr_toolkit.imports.zone import day_there, is_zoned

_ID = "finding.id"
_OF_REPORTS = (*TEXTS, *DAYS, REFERENCE, "finding.site", "finding.process")
PEOPLE = tuple(f"{kind}.{name}" for kind, name in (
    ("finding", "owner"), ("finding", "closed_by"), ("action", "owner"), ("effect", "reviewer")))
_OF_A_ROLE = frozenset(fold(word) for word in (
    "team", "department", "dept", "manager", "officer", "lead", "head", "director", "ciso", "cto", "coo", "ceo", "cio",
    "dpo", "owner", "group", "office", "admin", "administrator", "security", "operations", "hr", "it", "qa", "quality",
    "compliance", "legal", "engineering", "management", "all", "tbd", "tba", "n/a", "none", "leitung", "abteilung",
    "responsable", "direction", "equipo"))
_NAME = re.compile(r"[^\W\d_][\w.'\u2019-]*(?: [^\W\d_][\w.'\u2019-]*){1,4}")
_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
_NUMBERS = ("#", "no", "no.", "nr", "nr.", "s/n", "s.no", "sl no", "sl. no.", "item", "item no", "lfd. nr.")
_OF_A_DAY = ("_on", "due", "_date", "_by")
_SLASHED = re.compile(r"\s*(\d{1,2})\s?[-./]\s?(\d{1,2})\s?[-./]\s?\d{2,4}\b")
_NAMED = re.compile(r"\s*(\d{1,2})[-./ ][^\W\d_]{3,10}[-./ ]\d{2}\b")  # 14/Jul/25: which number is the year?
Noted = dict[tuple[str, str], str]


def propose(tables: Iterable[SourceTable], decided: Mapping | None = None) -> tuple[Mapping, Noted]:
    """A mapping for these tables, and what is to be said behind its lines. The words are those of the columns that were
    `decided`, where they were."""
    every, mapping, notes = list(tables), Mapping(), Noted()
    for table in every:
        mapping.tables[table.name] = found = _table(table)
        known = decided.tables.get(table.name) if decided else None
        found.columns |= known.columns if known else {}
        notes |= {(table.name, header): way for header, way in _ways(table, found) if known is None}
    _decide("grade", every, mapping, notes)
    _decide("status", every, mapping, notes)
    for text, count in _values(every, mapping, *PEOPLE).items():
        mapping.people[text] = text if is_person(text) else ""
        notes["people", text] = _cells(count)
    days = [seen(row.cells[column]) for table, column in _columns_of_days(every, mapping)
            for row in table.rows if not row.skipped and column < len(row.cells)]
    zoned = [text for text in days if is_zoned(text)]
    mapping.dates, mapping.zoned = order_of(days), bool(zoned)
    mapping.unordered = any(_has_two_readings(text) for text in days if text not in zoned)
    return mapping, notes


def _table(table: SourceTable) -> TableMapping:
    columns, taken = dict[str, str](), set[str]()
    known = {words().key(header) for header in table.headers.values()}
    for header in table.headers.values():
        key = words().key(header) or _as_in_reports(header)
        if not key and plain_number(header):
            key = LEAVE if _ID in known else _ID
            known.add(_ID)
        columns[header] = "" if header in table.grid.asked else key if key and (
            key not in taken or key in (NOTE, LEAVE)) else OWN
        taken.add(key)
    if not {_ID, ID_AND_TITLE}.intersection(columns.values()) and (first := _numbered(table, columns)):
        columns[first] = _ID
    found = TableMapping(columns, table.header_row + 1)
    if "finding.grade" not in taken:
        found.grade = next((ours for word in _parts(table.name) if (ours := words().certain("grade", word))), "")
    if "finding.status" not in taken:
        found.status = next((ours for word in fold(table.name).split() if (ours := words().certain("sheet", word))), "")
    return found


def _as_in_reports(header: str) -> str:
    """The key of a column that reports call so: "Zu schließen bis", "What was seen"; '' where it is none."""
    key = report_key(header)
    return key if key in _OF_REPORTS else ""


def _numbered(table: SourceTable, columns: dict[str, str]) -> str:
    """The header of the first column, where nobody knows it and each row has a number of its own there, in letters and
    digits: "2609RJK01"; else ''."""
    column, header = next(iter(table.headers.items()))
    texts = [seen(row.cells[column]) for row in table.rows if not row.skipped and column < len(row.cells)]
    numbers = len(set(texts)) == len(texts) and all(
        is_id(text) and any(map(str.isalpha, text)) and " " not in text for text in texts)
    return header if texts and columns[header] == OWN and numbers else ""


def _ways(table: SourceTable, told: TableMapping) -> Iterator[tuple[str, str]]:
    """The columns whose cells could be taken apart, and how."""
    for column, header in table.headers.items():
        texts = [seen(row.cells[column]) for row in table.rows if not row.skipped and column < len(row.cells)]
        key = told.columns[header]
        key = _ID if key == OWN and _ID not in told.columns.values() else key
        if way := offered(key, texts, milestones=words().is_list_of_steps(header)):
            yield header, way


def plain_number(header: str) -> bool:
    """Whether a column only counts the rows."""
    return fold(header) in _NUMBERS


def _parts(name: str) -> list[str]:
    """The name of a sheet, its parts, and these without a plural s: "Minor NCs", "OFI Follow-Up"."""
    split = re.split(r"[\s_/()-]+", name)
    return [name, *(" ".join(split[:length]) for length in range(len(split), 0, -1)),
            *(word.removesuffix("s") for word in split)]


def _decide(what: str, tables: list[SourceTable], mapping: Mapping, notes: Noted) -> None:
    """Enter each different value of the grade or the status with what it certainly means, or ''."""
    decided: dict[str, str] = getattr(mapping, what)
    for text, count in _values(tables, mapping, f"finding.{what}").items():
        decided[text] = words().certain(what, text)
        meant = words().proposed(what, text)
        notes[what, text] = _cells(count) + (f"; perhaps {meant}?" if meant and not decided[text] else "")


def _cells(count: int) -> str:
    return f"{count:,} cell{'' if count == 1 else 's'}"


def _values(tables: list[SourceTable], mapping: Mapping, *keys: str) -> Counter[str]:
    """The different texts of the columns with these keys, most frequent first; of several people the first."""
    found: Counter[str] = Counter()
    for table in tables:
        columns = mapping.tables[table.name].columns
        for column, header in table.headers.items():
            key, first = columns[header], columns[header] == FIRST_OWNER
            if key in keys or (key in WAYS and key.partition(" + ")[0] in keys):
                texts = (seen(row.cells[column]) for row in table.rows
                         if not row.skipped and column < len(row.cells))
                found.update(text for each in texts if (text := " ".join(_first(each, several_of=first).split()))
                             and fold(text) not in words().nothing)
    return Counter(dict(found.most_common()))


def _first(text: str, *, several_of: bool) -> str:
    """The first of several people in a cell."""
    return next(iter(several(FIRST_OWNER, text)), "") if several_of else text


def _columns_of_days(tables: list[SourceTable], mapping: Mapping) -> Iterator[tuple[SourceTable, int]]:
    for table in tables:
        columns = mapping.tables[table.name].columns
        for column, header in table.headers.items():
            if (columns[header].endswith(_OF_A_DAY) or header in table.grid.asked) and columns[header] not in PEOPLE:
                yield table, column


def order_of(texts: Iterable[str]) -> str:
    """The order of day and month in dates as 05/06/2026, where one of them proves it and none the contrary; else ''."""
    proved = set(filter(None, map(_proved, texts)))
    return proved.pop() if len(proved) == 1 else ""


def _proved(text: str) -> str:
    if (found := _SLASHED.match(text)) and (int(found[1]) > 12) is not (int(found[2]) > 12):
        return DAY_FIRST if int(found[1]) > 12 else MONTH_FIRST
    if found := _NAMED.match(text):
        read = read_text(text)
        only = read.readings[0] if isinstance(read, Unclear) and len(read.readings) == 1 else "00"
        return DAY_FIRST if int(only[-2:]) == int(found[1]) else ""
    return ""


def _has_two_readings(text: str) -> bool:
    read = read_text(text)
    return isinstance(read, Unclear) and len(read.readings) > 1


def is_person(text: str) -> bool:
    """Whether a text is certainly the name or address of one person: not a role, a team, or several."""
    return bool(_EMAIL.fullmatch(text)) or \
        (_NAME.fullmatch(text) is not None and not _OF_A_ROLE & set(fold(text).split()) and " and " not in fold(text))


def day_of(text: str, dates: str, zone: str = "") -> date | Unclear:
    """A date as it stands, by the order of day and month and in the zone that were decided; Unclear where it has not
    one reading."""
    read = read_text(text)
    if zone and (there := day_there(text, zone)) is not None:
        return there
    if not isinstance(read, Unclear) or read.why is not Why.AMBIGUOUS_DATE or not dates:
        return read
    found = _SLASHED.match(text) or (_NAMED.match(text) if dates == DAY_FIRST else None)
    if found is None:
        return read
    day = int(found[1] if dates == DAY_FIRST else found[2])
    meant = [iso for iso in read.readings if int(iso[-2:]) == day]
    again = read_text(meant[0]) if len(meant) == 1 else read
    return again
