"""All checks over registers made at random: they end, they say nothing twice, and the order of rows changes nothing.

The records are made directly, without a workbook: whatever the reader may give, plausible or hostile, also cells that
could not be read and ids that lead nowhere. A register is drawn from a few numbers; a failure is shrunk to small ones.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xlsxwriter.utility import xl_col_to_name

from ncr_toolkit.checks.run import run
from ncr_toolkit.core import packs
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.dates import FIRST, LAST
from ncr_toolkit.core.model import RECORDS, Finding, Person, Settings
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.core.schema import Cell, Column, Kind, Location, Record, Unread, Why
from ncr_toolkit.core.status import flags
from tests.conftest import TODAY
from tests.test_seeded_defects import PLACE

LETTERS = {kind: {column.name: xl_col_to_name(place) for place, column in enumerate(kind.SHEET.columns)}
           for kind in (*RECORDS, Settings)}
WORDS = [
    "The release gate asks for no impact assessment of the triage model.", "2 of 5 releases in 90 days", "retrained",
    "The nurse was told to be careful.", "All 6 live models, 41 records since 2025-07; none more.", "see above", "TBC",
    "n/a", "none, because the form is gone", "Gate log of 2026-05-01", "evidence/log.txt", "log.txt", "../../etc/hosts",
    "https://example.org/a", "http://x", "\\\\server\\x", "C:\\x.txt", "7", "0", "100 %", "8.4", "A.6.2.4", "5.1",
    "Q09", "Ana Lima", "ana  lima", "Bo Li", "IT team", "Ana Lima / Bo Li", "Effectiveness", "EXT001", "OWN005", "Yes",
    " ", "-", "?", "x", "=1+1", "@home", "%s %d {0} {x}", "<b>&amp;</b>", "one\x0btwo\ntwo", "\u202eabc",
    "\u00c5\u030a \U0001f600", "(", "[a-z]+(", "," * 50, "word " * 400, "Long" * 2000,
]
IDS = ["finding-1", "FINDING-1", "finding\u20102", "action-1", "Effectiveness", "EXT001", "OWN005", "Q09", "8.4",
       "A.6.2.4", "5.1", "Ana Lima", "log.txt", "../../etc/hosts", "https://x.org/a", "1", "#", "x" * 300, ""]
CODES = ["EXT001", "OWN005", "DAT003", "WBK001", "ACT001", "XXX999"]
PEOPLE = ["Ana Lima", "Bo Li", "Zo\u00eb \u00c5str\u00f6m", "Mei Zhang", "Ben Okoro", "Jo Ek"]
DAYS = [TODAY + timedelta(days=number) for number in
        (*range(-3, 4), -400, -120, -91, -90, -60, -31, -30, -15, 10, 11, 14, 15, 30, 90, 200)]
WHYS = {Kind.DATE: (Why.NOT_A_DATE, Why.AMBIGUOUS_DATE, Why.DATE_OUT_OF_RANGE, Why.ERROR_CELL, Why.NOT_CALCULATED),
        Kind.NUMBER: (Why.NOT_A_NUMBER, Why.ERROR_CELL), Kind.CHOICE: (Why.NOT_A_CHOICE, Why.ERROR_CELL)}


class Maker:
    """Draws a register. `filled`: how many of ten cells hold something; `unread`: how many of 100 cannot be read."""

    def __init__(self, seed: int, most: int, filled: int, unread: int, *, orderly: bool = False) -> None:
        self.chance, self.most, self.filled, self.unread = random.Random(seed), most, filled, unread
        self.orderly = orderly  # every id once: of two rows with one id it may matter which is the first

    def register(self) -> Register:
        found = Register()
        for kind in RECORDS:
            least = 1 if kind is Finding else 0
            found.records[kind] = [self.record(kind, number) for number in range(self.chance.randint(least, self.most))]
        found.settings = self.record(Settings, 0)
        return placed(found)

    def record(self, kind: type[Record], number: int) -> Any:
        chance, values, unread = self.chance, {}, {}
        for column in kind.SHEET.typed_columns:
            if column.name == kind.SHEET.id_field:
                values[column.name] = self.id(kind, number)
            elif column.name == "code" and self.orderly:
                values[column.name] = CODES[number]  # of two rows for one check the last counts
            elif chance.randrange(100) < self.unread:
                text = chance.choice(["03/05/2026", "#REF!", "soon", "5.1", "Magor", "Q3 2026"])
                why = chance.choice(WHYS.get(column.kind, (Why.ERROR_CELL, Why.NOT_CALCULATED)))
                readings = ("2026-05-03", "2026-03-05")[:2 if why is Why.AMBIGUOUS_DATE else chance.randint(0, 1)]
                unread[column.name] = Unread(Cell(kind.SHEET.name, f"{LETTERS[kind][column.name]}4"), column, "", text,
                                             why, readings)
            elif chance.randrange(10) < (9 if column.name == "finding" else self.filled):
                values[column.name] = self.value(column)
        return kind(**values, unread=unread, at=Location(kind.SHEET.name, number + 4, LETTERS[kind]))

    def earlier(self, found: Register) -> Register:
        """One of which this may have come: rows that are gone or new since, rows that say something else now."""
        before = Register(settings=found.settings)
        for kind, rows in found.records.items():
            kept = [row if self.chance.random() < 0.6 else self.record(kind, number)
                    for number, row in enumerate(rows) if self.chance.random() < 0.8]
            before.records[kind] = [*kept, self.record(kind, len(rows))]
        return placed(before)

    def value(self, column: Column) -> Any:
        chance = self.chance
        if column.kind is Kind.DATE:
            return chance.choice([*DAYS, FIRST, LAST] if chance.random() < 0.2 else DAYS)
        if column.kind is Kind.NUMBER:
            return chance.choice([0, 1, 2, 14, 30, 90, 10 ** 9 - 1])
        if column.choices:
            return chance.choice(column.choices)
        if column.kind is Kind.PERSON and chance.random() < 0.8:
            return chance.choice(PEOPLE)
        if column.kind is Kind.LINK and chance.random() < 0.9:
            return f"{chance.choice(column.to)}-{chance.randint(1, self.most)}"
        return chance.choice(IDS if column.kind is Kind.LINK or column.exact else WORDS)

    def id(self, kind: type[Record], number: int) -> str:
        if self.orderly or self.chance.random() < 0.85:
            return PEOPLE[number] if kind is Person else f"{kind.SHEET.prefix}-{number + 1}"
        return self.chance.choice(IDS)


def placed(found: Register) -> Register:
    """The register with every record at the row where it now stands."""
    for kind, rows in found.records.items():
        found.records[kind] = [moved(row, number) for number, row in enumerate(rows, start=4)]
    return found


def moved(row: Any, number: int) -> Any:
    unread = {name: replace(each, cell=Cell(each.cell.sheet, f"{row.at.letters[name]}{number}"))
              for name, each in row.unread.items()}
    return replace(row, at=replace(row.at, row=number), unread=unread)


def review(found: Register, before: Register | None = None) -> Review:
    return Review(found, packs.load("iso42001"), TODAY, previous=before)


def told(found: Review) -> Counter[tuple[str, ...]]:
    return Counter((each.code, each.level, PLACE.sub("#", each.record or ""), PLACE.sub("#", each.message))
                   for each in run(found))


NUMBERS = {"seed": st.integers(0, 10 ** 9), "most": st.integers(1, 5), "filled": st.sampled_from([0, 5, 8, 9, 10]),
           "unread": st.sampled_from([0, 0, 3, 30])}
PLENTY = settings(max_examples=60, database=None, suppress_health_check=list(HealthCheck))


@PLENTY
@given(**NUMBERS, again=st.booleans())
def test_checks_end_and_say_nothing_twice(seed, most, filled, unread, again):
    maker = Maker(seed, most, filled, unread)
    register = maker.register()
    found = review(register, maker.earlier(register) if again else None)
    problems = run(found)
    twice = [each for each, count in Counter((each.code, str(each.cell), each.message) for each in problems).items()
             if count > 1]
    assert twice == []
    assert run(review(found.register, found.previous)) == problems, "a second look says the same"
    assessed = Assessment(found, problems)
    assert assessed.figures["total"] <= len(assessed.findings) and all(flags(each, found) is not None
                                                                       for each in assessed.findings)
    assert {finding.label for finding in assessed.answered if assessed.readiness(finding).proof_ready} \
        <= {finding.label for finding in assessed.answered if assessed.readiness(finding).plan_ready}


@PLENTY
@given(**NUMBERS, again=st.booleans())
def test_the_order_of_rows_changes_nothing(seed, most, filled, unread, again):
    # of rows that say the same nobody can tell which one an earlier row became: with an earlier register they are full
    maker = Maker(seed, most, max(filled, 9 if again else 0), unread, orderly=True)
    found = maker.register()
    before = maker.earlier(found) if again else None
    expected = told(review(found, before))
    for each in (found, before):
        for rows in each.records.values() if each is not None else ():
            random.Random(seed).shuffle(rows)
    assert told(review(placed(found), placed(before) if before else None)) == expected
