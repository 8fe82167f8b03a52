"""A register shared out: for each owner a small workbook with their rows, and the draft of a mail that brings it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ncr_toolkit.common.files import unique_names
from ncr_toolkit.common.mail_draft import Attachment
from ncr_toolkit.common.names import fold
from ncr_toolkit.common.progress import SILENT, Progress
from ncr_toolkit.common.text import one_line, plural
from ncr_toolkit.common.translation import gettext, speaking
from ncr_toolkit.core.model import Finding, Person, Settings
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Cell, Column, Record, column_names
from ncr_toolkit.excel.write.owner_part import PartPage, part_bytes
from ncr_toolkit.excel.write.written_values import Value
from ncr_toolkit.reminders.due_items import Owner, owners
from ncr_toolkit.reminders.mail import draft
from ncr_toolkit.sharing.portions import KEPT, OF_THE_FINDING, SHARED, WITHHELD, Portion, in_view, shared_columns
from ncr_toolkit.sharing.record import PartRecord, Records, SentRow

WORKBOOK, MAIL = ".xlsx", ".eml"

FACTS = column_names(Settings, "id", "organisation", "pack", "template_version", "owner", "due_soon_days", "language",
                     "workbook_language", "minor_judged_by", "second_reader")
"""What a part says of the register: what its formulas and lists go by, and where it comes from."""


@dataclass(frozen=True)
class MadePart:
    """A part as it goes out."""

    name: str  # of its files, without an ending
    portion: Portion
    record: PartRecord
    workbook: bytes
    mail: bytes

    @property
    def files(self) -> dict[str, bytes]:
        return {f"{self.name}{WORKBOOK}": self.workbook, f"{self.name}{MAIL}": self.mail}


def made_parts(portions: list[Portion], review: Review, records: Records, progress: Progress = SILENT) \
        -> Iterator[MadePart]:
    """The parts with their files, one after the other. Raises CannotRun for a text that Excel cannot hold."""
    names = unique_names([portion.about or portion.owner for portion in portions])
    to_do = {owner.name: owner for owner in owners(review)}
    for name, portion in progress.each(list(zip(names, portions, strict=True)), "Parts"):
        rows = {kind: list(_sent_rows(kind, portion)) for kind in SHARED}
        part = records.known(PartRecord(review.register.settings.typed("id"), portion.owner, portion.about,
                                        review.today, 0, tuple(row for each in rows.values() for row in each)))
        page = _page(portion, part, rows, review)
        workbook = part_bytes(review.pack, page, _facts(review), _cells(portion, review))
        owner = _owed(to_do.get(portion.owner), portion)
        yield MadePart(name, portion, part, workbook,
                       draft(owner, review, part=Attachment(f"{name}{WORKBOOK}", _KIND, workbook)))


_KIND = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _sent_rows(kind: type[Record], portion: Portion) -> Iterator[SentRow]:
    """The rows of a sheet as they are remembered, in the order in which they stand in the part."""
    for number, (record, names) in enumerate(_records(kind, portion), start=1):
        values = {name: text for name in names if (text := record.typed(name))}
        beside = kind is Finding and number > len(portion.rows[Finding])
        yield SentRow(f"{kind.SHEET.prefix}-{number}", values, beside)


def _records(kind: type[Record], portion: Portion) -> Iterator[tuple[Record, list[str]]]:
    """The records of a sheet, each with the columns that are told of it."""
    every = [column.name for column in shared_columns(kind)]
    yield from ((record, every) for record in portion.rows[kind])
    if kind is Finding:
        yield from ((record, [*OF_THE_FINDING]) for record in portion.beside)


def _cells(portion: Portion, review: Review) -> dict[type[Record], list[Mapping[str, Value]]]:
    """What stands in the workbook; of the people those names alone that its rows hold."""
    cells: dict[type[Record], list[Mapping[str, Value]]] = {
        kind: [{name: _written(record, name) for name in names} for record, names in _records(kind, portion)]
        for kind in SHARED}
    keeper = review.person(review.register.settings.typed("owner"))
    names = [*portion.names_of_people, *([keeper.label] if keeper is not None else [])]
    cells[Person] = [{"name": name} for name in {fold(name): name for name in names}.values()]
    return cells


def _written(record: Record, name: str) -> Value:
    """A value as it was read; what could not be read as it was typed."""
    return record.typed(name) if name in record.unread else record.value(name)


def _facts(review: Review) -> dict[str, Value]:
    settings = review.register.settings
    return {name: _written(settings, name) for name in FACTS} | {"pack": review.pack.id}


def _page(portion: Portion, part: PartRecord, rows: Mapping[type[Record], list[SentRow]], review: Review) -> PartPage:
    with speaking(review.register.settings.workbook_language):
        return _spoken_page(portion, part, rows, review)


def _spoken_page(portion: Portion, part: PartRecord, rows: Mapping[type[Record], list[SentRow]],
                 review: Review) -> PartPage:
    organisation = one_line(review.register.settings.typed("organisation"))
    whose = " \u00b7 ".join(filter(None, [one_line(part.whose), organisation,
                                       gettext("as on {day}", day=review.today)]))
    return PartPage(part.number, f"Part of {one_line(part.whose)}, {part.made_on}",
                    (gettext("Your part of the register of audit findings"), whose), _introduction(portion, review),
                    in_view(portion), {kind: [row.key for row in each] for kind, each in rows.items()}, KEPT, WITHHELD,
                    review.today)


def _introduction(portion: Portion, review: Review) -> tuple[str, str, str]:
    """What to do with the part."""
    keeper = one_line(review.register.settings.typed("owner")) or gettext("whoever sent it to you")
    return (gettext(
        "Fill in what is missing and correct what has changed; a click on a cell says what belongs into it. Add a row "
        "below the last one. Rows may be sorted, and the file may get another name."), gettext(
        "What stands under a grey heading (the auditor's words, the body's days and decisions) is not yours to change; "
        "nor are numbers that are there already. If one is wrong, say so when you send this back."), gettext(
        "Save the workbook and send it back to {keeper}, together with the files that prove what was done. It is "
        "compared with the register first; nothing that was changed there meanwhile is overwritten unasked.",
        keeper=keeper))


def _owed(owner: Owner | None, portion: Portion) -> Owner:
    """What the person owes of this part, to be said in the mail."""
    ids = {fold(finding.label) for finding in (*portion.rows[Finding], *portion.beside)}
    items = tuple(replace(item, cell=Cell(item.cell.sheet)) for item in owner.items if fold(item.finding) in ids) \
        if owner is not None else ()
    return Owner(portion.owner, portion.email, items)


def row_columns(kind: type[Record], row: SentRow) -> list[Column]:
    """The columns of a row that an owner may change: not its number, nor what it belongs to, once it has one."""
    fixed = {kind.SHEET.id_field, kind.SHEET.owner_field}
    return [] if row.beside else [column for column in shared_columns(kind) if column.key not in KEPT
                                  and not (column.name in fixed and column.name in row.values)]



def told_rows(portion: Portion) -> str:
    """"2 findings, 5 actions, 3 others": what a part holds."""
    findings, every = len(portion.rows[Finding]), sum(map(len, portion.rows.values()))
    others = every - findings
    return f"{plural(findings, 'finding')}, {plural(others, 'other row')}"


