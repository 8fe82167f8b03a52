"""Workbook: what is missing from the file itself, so that silence is never taken for "all fine"."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ncr_toolkit.checks.days.dates import days_of_1904
from ncr_toolkit.checks.registry import Fault, check, fault
from ncr_toolkit.common.names import fold, nearest
from ncr_toolkit.common.text import listing
from ncr_toolkit.core import packs
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.packs.own_file import own_file
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Odd, Review
from ncr_toolkit.core.schema import Cell


def odd(review: Review, *kinds: Odd) -> Iterator[tuple[Cell, str, str]]:
    """The oddities of these kinds the reader noticed: cell, name, key."""
    for each in review.register.oddities:
        if each.odd in kinds:
            yield each.cell, each.name, each.key


@check("WBK001", blocks=Purpose.NEVER)
def no_findings(review: Review) -> Iterator[Fault]:
    """No finding was read

    Why: A register without findings passes every other check. That is no result, and may mean that the wrong file,
    or an empty copy, was looked at.
    Fix: In a new register, type the first finding on the sheet Findings, below its header. Otherwise look whether this
    is the right file.
    Source: This tool: so that nothing is lost or misread.

    Bad:

        Audits
        | Audit ID | Kind    |
        |---|---|
        | SA-2026  | Special |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Major |
    """
    if not review.register.findings:
        yield Fault(None, "", "No finding was read from this register.", cell=Cell(Finding.SHEET.name))


@check("WBK002")
def sheet_missing(review: Review) -> Iterator[Fault]:
    """A sheet of the register is missing

    Why: What stood on a sheet that was deleted or cannot be found is not checked, and not in any response.
    Fix: Put the sheet back from an earlier copy of the register, with its name or its hidden key row.
    Source: This tool: so that nothing is lost or misread.

    Bad:

        Findings
        | Finding ID |
        |---|
        | NC-1       |
        (no sheet) Actions

    Good:

        Findings
        | Finding ID |
        |---|
        | NC-1       |
    """
    for cell, name, _ in odd(review, Odd.MISSING_SHEET):
        yield Fault(None, "", f"The sheet '{name}' is missing from the workbook.", cell=cell)


@check("WBK003")
def column_missing(review: Review) -> Iterator[Fault]:
    """A column of the register is missing

    Why: What stood in a column that was deleted, or whose header was renamed after the key row was lost, is not read.
    Fix: Put the column back with its header as in the template. Where it stands does not matter.
    Source: This tool: so that nothing is lost or misread.

    Bad:

        Findings
        | Finding ID | (no column) Owner |
        |---|---|
        | NC-1       |                   |

    Good:

        Findings
        | Finding ID | Owner    |
        |---|---|
        | NC-1       | Ana Lima |
    """
    for cell, name, key in odd(review, Odd.MISSING_COLUMN):
        yield Fault(None, "", f"The column '{name}' ({key}) is missing from the sheet '{cell.sheet}'.", cell=cell)


@check("WBK004", level=Level.WARNING, blocks=Purpose.NEVER)
def twice(review: Review) -> Iterator[Fault]:
    """A sheet or column stands there twice

    Why: Only the first is read. What was typed into the other one is neither checked nor answered.
    Fix: Move what is needed into the first one and delete the other.
    Source: This tool: so that nothing is lost or misread.

    Bad:

        Findings
        | Finding ID | Owner    | (again) Owner |
        |---|---|---|
        | NC-1       | Ana Lima | Ben Okoro     |

    Good:

        Findings
        | Finding ID | Owner    |
        |---|---|
        | NC-1       | Ana Lima |
    """
    for cell, name, _ in odd(review, Odd.SECOND_COLUMN):
        yield Fault(None, "", f"The column '{name}' stands here a second time; this one is not read.", cell=cell)
    for cell, name, _ in odd(review, Odd.SECOND_SHEET):
        yield Fault(None, "", f"'{cell.sheet}' looks like a second sheet '{name}'; it is not read.", cell=cell)


@check("WBK005", level=Level.INFO, blocks=Purpose.NEVER)
def of_your_own(review: Review) -> Iterator[Fault]:
    """A column or sheet of your own is kept, but not read

    Why: You may add columns and sheets. The tool does not know what they mean, so they are not checked, and they are
    not part of any response.
    Fix: Nothing, if it is meant for yourselves. If it was meant to be read, compare its header with the template.
    Source: This tool: so that nothing is lost or misread.

    Bad:

        Findings
        | Finding ID | (own) Ticket |
        |---|---|
        | NC-1       | JIRA-17      |

    Good:

        Findings
        | Finding ID | Title     |
        |---|---|
        | NC-1       | Gate gaps |
    """
    for cell, name, _ in odd(review, Odd.EXTRA_COLUMN):
        yield Fault(None, "", f"'{name}' is a column of your own: it is kept, and not read.", cell=cell, value=name)
    for cell, name, _ in odd(review, Odd.EXTRA_SHEET):
        yield Fault(None, "", f"'{name}' is a sheet of your own: it is kept, and not read.", cell=cell, value=name)


@check("WBK006")
def pack_unknown(review: Review) -> Iterator[Fault]:
    """The register does not say by which standard it is to be checked

    Why: References, grades and what a response must hold follow from the standard. With a wrong one the checks say
    the wrong things.
    Fix: Write the name of the standard, such as iso42001, beside 'Standard pack' on the sheet Register.
    Source: This tool: so that nothing is lost or misread.

    Bad:

        Register
        | Standard pack |
        |---|
        | **iso4201**   |

    Good:

        Register
        | Standard pack |
        |---|
        | iso42001      |
    """
    settings = review.settings
    if fold(settings.pack) in (fold(review.pack.id), fold(review.pack.standard)) or "pack" in settings.unread:
        return
    meant = nearest(settings.pack, packs.known()) if settings.pack else ""
    lost = f"'{settings.pack}' beside this workbook could not be read as a standard pack"
    said = lost if own_file(settings.pack, Path()) else f"'{settings.pack}' is not a standard pack" if settings.pack else "No standard pack is named"
    yield fault(settings, "pack", f"{said}{f'; did you mean {meant}' if meant else ''}. "
                                  f"The register was checked by {review.pack.standard}.",
                fix=f"Write {listing(packs.known(), 'or')} beside 'Standard pack' on the sheet Register, or the name of a "
                    "file of your own (.toml) that lies beside this workbook.")


@check("WBK007")
def row_above(review: Review) -> Iterator[Fault]:
    """A row stands above the header

    Why: Rows are read from the header down. One that was pasted over the title, or got above the header when the whole
    sheet was sorted, is in no list and no response.
    Fix: Cut the row and insert it below the header row.
    Source: This tool: so that nothing is lost or misread.

    Bad:

        Findings
        | Finding ID   | Grade | Status |
        |---|---|---|
        | (above) NC-0 | Major | Open   |
        | NC-1         | Major | Open   |

    Good:

        Findings
        | Finding ID | Grade | Status |
        |---|---|---|
        | NC-0       | Major | Open   |
        | NC-1       | Major | Open   |
    """
    for cell, name, _ in odd(review, Odd.ROW_ABOVE):
        yield Fault(None, "", f"This row of '{name}' stands above the header and is not read.", cell=cell)


@check("WBK008", level=Level.INFO, blocks=Purpose.NEVER)
def hidden_rows(review: Review) -> Iterator[Fault]:
    """Hidden rows hold data

    Why: Rows that a filter hides are read, checked and answered like all others; you may not see what is meant.
    Fix: Nothing, if that is meant. To see them: Data, Clear the filter; or select all rows, Unhide.
    Source: This tool: so that nothing is lost or misread.

    Bad:

        Findings
        | Finding ID    | Grade | Status |
        |---|---|---|
        | (hidden) NC-0 | Major | Open   |
        | NC-1          | Major | Open   |

    Good:

        Findings
        | Finding ID | Grade | Status |
        |---|---|---|
        | NC-1       | Major | Open   |
    """
    for cell, number, _ in odd(review, Odd.HIDDEN_ROWS):
        rows = "1 hidden row holds" if number == "1" else f"{number} hidden rows hold"
        yield Fault(None, "", f"{rows} data on '{cell.sheet}'; it is read like the rest.", cell=cell)


@check("WBK009", level=Level.WARNING, blocks=Purpose.NEVER)
def below_the_table(review: Review) -> Iterator[Fault]:
    """Rows stand below the end of the Excel table

    Why: The Dashboard, the drop-downs and the colours go by the table; rows below its end are read and checked here, and
    counted nowhere in the workbook. So both show different figures.
    Fix: Click into the table; Table Design > Resize Table, down to the last row.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade         | Status |
        |---|---|---|
        | NC-0       | Major         | Open   |
        | NC-1       | (below) Major | Open   |

    Good:

        Findings
        | Finding ID | Grade | Status |
        |---|---|---|
        | NC-0       | Major | Open   |
        | NC-1       | Major | Open   |
    """
    for cell, number, counts in odd(review, Odd.BELOW_TABLE):
        every, _, end = counts.partition(" ")
        rows = "1 row stands" if number == "1" else f"{number} rows stand"
        yield Fault(None, "", f"{rows} below the end of the Excel table on '{cell.sheet}', which ends in row {end}: ncr counts "
                    f"{every}, the workbook {int(every) - int(number)}.", cell=cell)


@check("WBK010")
def counted_from_1904(review: Review) -> Iterator[Fault]:
    """The dates of the workbook lie four years and a day late

    Why: Excel counts days from 1900 or, by an old setting of the Mac, from 1904. Where the two meet, all dates shift: none
    in the register, in Word or in a reminder is right, and nothing can be judged by them.
    Fix: In Excel: File > Options > Advanced, 'When calculating this workbook': untick 'Use 1904 date system'. If there is no
    tick, type 1462 into a free cell, copy it, select the dates, Paste Special > Values and Subtract. Then look at a few of
    them, and save.
    Source: This tool: so that nothing is lost or misread.

    Bad:

        Actions
        | Action ID | Done on        |
        |---|---|
        | CA-1      | **2030-05-07** |
        | CA-2      | 2030-05-08     |
        | CA-3      | 2030-05-09     |
        | CA-4      | 2030-05-10     |
        | CA-5      | 2030-05-11     |
        | CA-6      | 2030-05-12     |

    Good:

        Actions
        | Action ID | Done on    |
        |---|---|
        | CA-1      | 2026-05-06 |
        | CA-2      | 2026-05-07 |
        | CA-3      | 2026-05-08 |
        | CA-4      | 2026-05-09 |
        | CA-5      | 2026-05-10 |
        | CA-6      | 2026-05-11 |
    """
    if (late := review.once(days_of_1904)) is not None:
        yield Fault(None, "", late.told, cell=late.cell)
