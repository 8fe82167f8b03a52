"""What an import leaves behind: the register, the mapping to edit, and a table from cell to cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from ncr_toolkit.common.disk import plainly
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.files import content_of, write_whole
from ncr_toolkit.common.inplace import kept_sentence, write_workbook
from ncr_toolkit.common.shell import quoted, to_type
from ncr_toolkit.core import packs
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.packs import Pack
from ncr_toolkit.core.schema import Record
from ncr_toolkit.core.workbook_language import told_language
from ncr_toolkit.excel.opc.address import Address
from ncr_toolkit.excel.read.reader import MEMORY
from ncr_toolkit.excel.write.user_additions import Own, OwnColumn, OwnSheet
from ncr_toolkit.excel.write.writer import register_bytes, register_id
from ncr_toolkit.imports.merge.memory import first_memory
from ncr_toolkit.imports.messages import as_csv
from ncr_toolkit.imports.outcome import Outcome, Row
from ncr_toolkit.imports.report_row import add_audits, lay_beside
from ncr_toolkit.imports.source import Source
from ncr_toolkit.imports.source_row import plain_value
from ncr_toolkit.imports.sources.grid import seen

_MADE = ("pack", "template_version")
"""Facts that a new register has of itself."""


def beside(register: Path, map_path: Path | None) -> list[Path]:
    """What an import writes beside the register. Raises CannotRun where a mapping lies there that was not named: it
    holds what somebody decided."""
    mapping = mapping_beside(register)
    if map_path is None and mapping.exists():
        raise CannotRun(f"{mapping} holds what was decided at an earlier import: use it with "
                        f"{quoted('--map', mapping)}, or move it away.")
    return [register.with_name(f"{register.stem}-import.csv"), *([] if map_path else [mapping])]


def mapping_beside(register: Path) -> Path:
    """Where the mapping of a register lies."""
    return register.with_name(f"{register.stem}-import.toml")


def write(source: Source, outcome: Outcome, made_from: Sequence[Path], register: Path, map_path: Path | None,
          pack: str | None, organisation: str, today: date, *, force: bool, facts: Mapping[str, str] | None = None) \
        -> Iterator[str]:
    """Write them, with these `facts` of the language and the country on the sheet Register; what was written, in
    sentences. Raises CannotRun."""
    standard, own = packs.for_new(pack or str(outcome.settings.get("pack") or packs.DEFAULT), register)
    outcome.settings |= facts or {}
    add_audits(outcome, made_from, source.about)
    content = _register(outcome, made_from, standard, organisation, register.name, today)
    kept = write_workbook(register, content, date.today(), force=force)
    with plainly(register.parent / "evidence"):
        (register.parent / "evidence").mkdir(exist_ok=True)
    yield f"{register} is written.{kept_sentence(kept, 'The file')}"
    if own is not None:
        write_whole(register.parent / own.name, content_of(own, "name the file of your pack"))
        yield f"{own.name} was copied beside the register, which finds it there."
    yield from (*told_language(facts or {}), *lay_beside(register, made_from))
    traced, *mappings = beside(register, map_path)
    known = facts or {}
    given = {"--pack": pack, "--organisation": organisation, "--language": known.get("language"),
             "--country": ", ".join(filter(None, (known.get("country"), known.get("region")))), "--sheet": source.sheet}
    options = [each for name, value in given.items() if value for each in (name, value)]
    write_whole(traced, as_csv(outcome).encode("utf-8"), force=force)
    yield f"{traced} tells for each cell where it came from."
    for mapping in mappings if source.asks else ():
        typed = to_type("import", *made_from, register, "--map", mapping, *options, "--force")
        yield from write_mapping(source, made_from, mapping, typed)


def write_mapping(source: Source, made_from: Sequence[Path], mapping: Path, again: str) -> Iterator[str]:
    """Write the mapping, for a person to edit; `again`: the command that uses it. Raises CannotRun."""
    write_whole(mapping, source.mapping_text(made_from, again).encode("utf-8"), force=False)
    yield f"{mapping} holds what becomes of each column and word; edit it, and import again: {again}"


def _register(outcome: Outcome, made_from: Sequence[Path], standard: Pack, organisation: str, name: str,
              today: date) -> bytes:
    if not outcome.rows.get(Finding):
        raise CannotRun("No row was taken over, so no register was written; --dry-run tells why.")
    settings: Row = {"organisation": organisation, "id": register_id(standard.id, organisation, today, name)}
    settings |= {name: value for name, value in outcome.settings.items() if name not in _MADE}
    settings |= {"organisation": organisation} if organisation else {}
    return register_bytes(standard, today=today, settings=settings, rows=outcome.rows,
                          own=Own(_own_columns(outcome), [_memory(outcome, source_name(made_from)),
                                                          *_own_sheets(outcome)]))


def source_name(made_from: Iterable[Path]) -> str:
    """How a source is called, of one file or several."""
    return " and ".join(path.name for path in made_from)


def _memory(outcome: Outcome, name: str) -> OwnSheet:
    """The sheet by which the next import of the same source knows what this one took."""
    cells = {Address(row, column): text for row, line in enumerate(first_memory(name, outcome).cells())
             for column, text in enumerate(line) if text}
    return OwnSheet(MEMORY, cells, state="veryHidden")


def _own_sheets(outcome: Outcome) -> Iterator[OwnSheet]:
    """The sheets that people added to the register that was exported."""
    for name, rows in outcome.sheets.items():
        yield OwnSheet(name, {Address(row, column): plain_value(cell, seen(cell)) for row, line in enumerate(rows)
                              for column, cell in enumerate(line) if cell != ""})


def _own_columns(outcome: Outcome) -> dict[type[Record], list[OwnColumn]]:
    return {kind: [OwnColumn(header, [values.get(number) for number in range(len(outcome.rows[kind]))])
                   for header, values in columns.items()] for kind, columns in outcome.own.items()}
