"""Cells: what stands in the register but cannot be taken for certain. It is never guessed, and never silently lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ncr_toolkit.checks.registry import Fault, check
from ncr_toolkit.common.text import forbidden
from ncr_toolkit.common.translation import speaking
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Kind, Unread, Why
from ncr_toolkit.core.workbook_words import shown

_GOES_BY_TODAY = re.compile(r"\b(?:TODAY|NOW|RAND|RANDBETWEEN)\(|\bncr_as_of\b", re.IGNORECASE)


def unread(review: Review, say: Callable[[Unread], str], *whys: Why, fix: str = "") -> Iterator[Fault]:
    """A fault for every cell that was not read for one of these reasons; `fix` may show the first reading as `{}`."""
    for record, each in review.register.unread():
        if each.why in whys:
            yield Fault(record, each.column.name, say(each), fix.format(*each.readings) if each.readings else "")


def _or(readings: tuple[str, ...]) -> str:
    return " or ".join(readings)


@check("CEL001")
def error_cell(review: Review) -> Iterator[Fault]:
    """A cell shows an error

    Why: #REF!, #N/A and the like stand where something was typed once: a formula lost what it pointed at. What was
    meant is gone, and a response would say nothing in its place.
    Fix: Type the value again, without a formula.
    Source: This tool: so that nothing is lost or misread.

    Bad:

        Findings
        | Finding ID | Owner     |
        |---|---|
        | NC-1       | **#REF!** |

    Good:

        Findings
        | Finding ID | Owner    |
        |---|---|
        | NC-1       | Ana Lima |
    """
    yield from unread(review, lambda it: f"The cell shows {it.text} instead of a value for '{it.column.header}'.",
                      Why.ERROR_CELL)


@check("CEL002")
def not_calculated(review: Review) -> Iterator[Fault]:
    """A formula has no value

    Why: Another program saved the file without calculating it, so nobody can tell what the cell would show.
    Fix: Open the file in Excel and save it, or better: type the value itself instead of the formula.
    Source: This tool: so that nothing is lost or misread.

    Bad:

        Findings
        | Finding ID | Raised on         |
        |---|---|
        | NC-1       | **=DATE(2026,3,1)** |

    Good:

        Findings
        | Finding ID | Raised on  |
        |---|---|
        | NC-1       | 2026-03-01 |
    """
    yield from unread(review, lambda it: f"'{it.column.header}' holds the formula {it.text}, which was not calculated.",
                      Why.NOT_CALCULATED)


@check("CEL003")
def not_a_date(review: Review) -> Iterator[Fault]:
    """A date cannot be read

    Why: A date that is only words, or lies outside 2015 to 2100, is not watched: nothing that depends on it can
    become overdue.
    Fix: Type the date as year-month-day, for example 2026-03-20.
    Source: This tool: so that nothing is lost or misread.

    Bad:

        Findings
        | Finding ID | Close due     |
        |---|---|
        | NC-1       | **next week** |
        | NC-2       | **"2062026"** |

    Good:

        Findings
        | Finding ID | Close due     |
        |---|---|
        | NC-1       | 2026-09-20    |
        | NC-2       | "20 Sep 2026" |
    """
    def say(it: Unread) -> str:
        if it.why is Why.DATE_OUT_OF_RANGE:
            return f"'{it.text}' in '{it.column.header}' is not a date between 2015 and 2100."
        return f"'{it.text}' in '{it.column.header}' is not a date that can be read."

    yield from unread(review, say, Why.NOT_A_DATE, Why.DATE_OUT_OF_RANGE)


@check("CEL004")
def ambiguous_date(review: Review) -> Iterator[Fault]:
    """A date can be read in two ways

    Why: 03/05/2026 is 3 May to one reader and 5 March to another. A deadline missed by two months is not worth the
    guess.
    Fix: Type the date as year-month-day, for example 2026-05-03.
    Source: This tool: so that nothing is lost or misread.

    Bad:

        Findings
        | Finding ID | Raised on        |
        |---|---|
        | NC-1       | **"03/05/2026"** |

    Good:

        Findings
        | Finding ID | Raised on    |
        |---|---|
        | NC-1       | "20/03/2026" |
        | NC-2       | "05.05.2026" |
    """
    def say(it: Unread) -> str:
        how = "could mean" if len(it.readings) > 1 else "is not certain; it may mean"
        return f"'{it.text}' in '{it.column.header}' {how} {_or(it.readings)}."

    yield from unread(review, say, Why.AMBIGUOUS_DATE, fix="Type the date as year-month-day: {} if that is meant.")


@check("CEL005")
def not_a_number(review: Review) -> Iterator[Fault]:
    """A number cannot be read

    Why: Similar cases and recurrences are counted, and so are days. Words and halves cannot be.
    Fix: Type a whole number, 0 or more, without separators.
    Source: This tool: so that nothing is lost or misread.

    Bad:

        Findings
        | Finding ID | Similar cases found |
        |---|---|
        | NC-1       | **a few**           |
        | NC-2       | **`2.5`**           |

    Good:

        Findings
        | Finding ID | Similar cases found |
        |---|---|
        | NC-1       | 3                   |
        | NC-2       | "0"                 |
    """
    def say(it: Unread) -> str:
        two = f"; it could mean {_or(it.readings)}" if len(it.readings) > 1 else ""
        return f"'{it.text}' in '{it.column.header}' is not a whole number{two}."

    yield from unread(review, say, Why.NOT_A_NUMBER)


@check("CEL006")
def not_a_choice(review: Review) -> Iterator[Fault]:
    """A value is not one of the choices

    Why: Pasting goes past the drop-down. A status or grade the tool does not know cannot be counted or checked, and
    the body would not know it either.
    Fix: Choose a value from the drop-down of the cell.
    Source: This tool: so that nothing is lost or misread.

    Bad:

        Findings
        | Finding ID | Grade      | Status   |
        |---|---|---|
        | NC-1       | **Magor**  | Open     |
        | NC-2       | Minor      | **Done** |

    Good:

        Findings
        | Finding ID | Grade | Status      |
        |---|---|---|
        | NC-1       | Major | Open        |
        | NC-2       | minor | in progress |
    """
    def say(it: Unread) -> str:
        with speaking(review.settings.workbook_language):  # as the drop-down shows them
            words = {choice: shown(it.column, choice) for choice in it.column.choices}
        meant = f"; did you mean '{words.get(it.readings[0], it.readings[0])}'" if it.readings else ""
        return f"'{it.text}' is not a choice for '{it.column.header}'{meant}. It may be: {', '.join(words.values())}."

    yield from unread(review, say, Why.NOT_A_CHOICE)


@check("CEL007")
def changed_by_excel(review: Review) -> Iterator[Fault]:
    """Excel has changed an id or reference into a number or a date

    Why: 5.10 becomes 5.1 and 1-2 becomes a date the moment it is typed into a cell that is not text. Clause 5.1 and
    clause 5.10 are different clauses.
    Fix: Format the cell as Text, then type the value again.
    Source: This tool: so that nothing is lost or misread.

    Bad:

        Findings
        | Finding ID | Reference |
        |---|---|
        | NC-1       | **`5.1`** |

    Good:

        Findings
        | Finding ID | Reference |
        |---|---|
        | NC-1       | 5.1       |
        | 17         | A.6.2.4   |
    """
    def say(it: Unread) -> str:
        known = [each for each in it.readings if it.column.source != "references" or review.pack.reference(each)]
        meant = f" It could have been {_or(tuple(known))}." if known else ""
        return f"'{it.column.header}' is not text: Excel has made '{it.text}' of what was typed.{meant}"

    yield from unread(review, say, Why.CHANGED_BY_EXCEL)


@check("CEL008", level=Level.WARNING, blocks=Purpose.NEVER)
def formula(review: Review) -> Iterator[Fault]:
    """A formula stands where something should be typed

    Why: A formula may show another value tomorrow: =TODAY() as the day something was done moves on by itself. An
    auditor must find next year what was written this year.
    Fix: Replace the formula by its value: copy the cell, then Paste Special, Values.
    Source: This tool: so that nothing is lost or misread.
    Varies: An error that holds up the answer where a day is worked out from today's: it is another one each time that
    the file is opened.

    Bad:

        Findings
        | Finding ID | Title                  |
        |---|---|
        | NC-1       | **(formula with value)** |

    Good:

        Findings
        | Finding ID | Title     |
        |---|---|
        | NC-1       | Gate gaps |
    """
    for record in review.register.every():
        for name in sorted(record.formulas):
            header = record.SHEET.by_name[name].header
            moves = record.SHEET.by_name[name].kind is Kind.DATE and _GOES_BY_TODAY.search(record.formulas[name])
            told = f"'{header}' is worked out by a formula; it shows '{record.typed(name)}' today"
            yield Fault(record, name, f"{told}, and another day tomorrow." if moves else f"{told}.",
                        level=Level.ERROR if moves else None, blocks=Purpose.PLAN if moves else None)


@check("CEL009", level=Level.WARNING, blocks=Purpose.NEVER)
def control_characters(review: Review) -> Iterator[Fault]:
    """A text holds characters that Word cannot store

    Why: Invisible control characters come along when text is pasted from other systems. Word refuses them, so they
    are left out of the response; all other characters stay.
    Fix: Nothing is lost that can be seen. To be rid of the message, type the places named again.
    Source: This tool: so that nothing is lost or misread.

    Bad:

        Findings
        | Finding ID | Statement of nonconformity |
        |---|---|
        | NC-1       | **(control character)**    |

    Good:

        Findings
        | Finding ID | Statement of nonconformity          |
        |---|---|
        | NC-1       | Two lines<br>& <tags> {{ }} שלום 審計 |
    """
    for record in review.register.every():
        for column in record.SHEET.typed_columns:
            found = forbidden(record.typed(column.name))
            if found:
                yield Fault(record, column.name, f"'{column.header}' holds {len(found)} control "
                            f"{'character' if len(found) == 1 else 'characters'} ({', '.join(sorted(set(found)))}) "
                            "that Word cannot store; the response leaves them out.")
