"""Cells as one sees them: struck out, without the format of a date, or merged; a reader of values knows nothing of it."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.checks.register.cells import unread
from ncr_toolkit.checks.registry import Fault, check
from ncr_toolkit.common.text import short
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Kind, Record, Struck, Why
from ncr_toolkit.core.status import ENDED


@check("CEL010", level=Level.WARNING, blocks=Purpose.NEVER, firm=True)
def struck_out(review: Review) -> Iterator[Fault]:
    """Something is struck out, and read all the same

    Why: A line through words says that they no longer hold; Excel and this tool read them like all others. An action
    that is struck out is still overdue, and the response prints it.
    Fix: Delete what no longer holds; a finding is withdrawn by its status. Where it still holds, take the line away
    (Ctrl+5).
    Source: Our advice.
    Varies: An info where a whole row that is done or ended is struck out.

    Bad:

        Findings
        | Finding ID | Title                     |
        |---|---|
        | NC-1       | **(struck) Gate gaps**    |
        | NC-2       | **(struck) Old // New**   |

    Good:

        Findings
        | Finding ID | Title             |
        |---|---|
        | NC-1       | Gate - gaps       |
        | NC-2       | ~~Gate gaps~~     |
    """
    for record in review.register.every():
        if record.struck:
            yield from _struck(record)


def _struck(record: Record) -> Iterator[Fault]:
    """A whole row once; else each cell, but for dates that are told with their readings."""
    names = [column.name for column in record.SHEET.typed_columns if not record.blank(column.name)]
    if len(names) > 1 and all(record.struck.get(name) == Struck() for name in names):
        done = "done_on" in names or record.typed("status" if "status" in record.SHEET.by_name else names[0]) in ENDED
        yield Fault(record, record.SHEET.label_field or names[0], f"The whole row of {record.label} is struck out; it is read and "
                    "counted like any other.", level=Level.INFO if done else None)
        return
    for name in names:
        struck, header, text = record.struck.get(name), record.SHEET.by_name[name].header, record.typed(name)
        if struck is None or (struck.gone and name in record.unread):
            continue
        if struck.gone:
            said = f"Some words of '{header}' are struck out ({short(struck.gone)}) and read like the rest; without them it says {short(struck.rest)}."
        elif record.SHEET.by_name[name].kind is Kind.DATE:
            said = f"'{header}' is struck out: it is read as {text}; struck out, it may mean that there is no such day."
        else:
            said = f"'{header}' is struck out, and read as it stands: {short(text)}."
        yield Fault(record, name, said)


@check("CEL011", level=Level.INFO, blocks=Purpose.NEVER, firm=True)
def number_for_a_date(review: Review) -> Iterator[Fault]:
    """A date stands there as a plain number

    Why: Excel keeps a day as the number of days since 1900; where the cell has lost its date format, only the number is
    seen. It is read as that day, and somebody who sees the number may have meant something else.
    Fix: Compare the day. If it is right, give the cell the format of a date (Ctrl+1, Date).
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Close due   |
        |---|---|
        | NC-1       | **`46285`** |

    Good:

        Findings
        | Finding ID | Close due  | Similar cases found |
        |---|---|---|
        | NC-1       | 2026-09-20 | 46285               |
    """
    for record in review.register.every():
        for name, number in record.numbers.items():
            yield Fault(record, name, f"'{record.SHEET.by_name[name].header}' holds the number {number} without a date format; it is "
                        f"read as {record.typed(name)}.", value=number)


@check("CEL012", firm=True)
def merged_with_another(review: Review) -> Iterator[Fault]:
    """A cell is merged with another one

    Why: Of merged cells only the first holds the value; the others are blank, whatever one sees. A row that is sorted
    or filtered loses what it never had.
    Fix: Select the merged cells, Home > Merge & Center (off), and fill in each row.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Owner        |
        |---|---|
        | NC-1       | Ana Lima     |
        | NC-2       | **(merged)** |

    Good:

        Findings
        | Finding ID | Owner    |
        |---|---|
        | NC-1       | Ana Lima |
        | NC-2       | Ana Lima |
    """
    yield from unread(review, lambda it: f"'{it.column.header}' of {it.record} is merged with {it.readings[0]}, which says "
                      f"{short(it.readings[1])}; only {it.readings[0]} holds it.", Why.MERGED)
