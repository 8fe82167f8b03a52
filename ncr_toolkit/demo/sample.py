"""The sample: a fictional company's filled register with its evidence folder, built from the TOML files in `sample`.

One TOML file holds one finding and everything that belongs to it. Table names are the prefixes of the sheets, keys are
the field names of `model.py`; a table of a finding's file belongs to that finding unless it says otherwise. Mistakes
are typed there the way people type them: a date in quotes is text, a bare number is a number, and `{error = "#REF!"}`,
`{formula = "=TODAY()", value = 1}` and `{text = "...", target = "..."}` make an error cell, a formula and a hyperlink.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from ncr_toolkit.core.model import BY_PREFIX, RECORDS
from ncr_toolkit.core.packs import load
from ncr_toolkit.core.schema import Record
from ncr_toolkit.demo.sample_evidence import content
from ncr_toolkit.excel.write.written_values import ErrorCell, FormulaCell, Hyper, Value

TODAY = date(2026, 6, 30)
"""The day on which the sample is read."""

Row = dict[str, Value]


@dataclass(slots=True)
class SampleSource:
    """What the TOML files hold: the settings, the rows by sheet, and what the evidence files are made from."""

    settings: Row = field(default_factory=dict)
    rows: dict[type[Record], list[Row]] = field(default_factory=lambda: {kind: [] for kind in RECORDS})
    files: dict[str, Mapping[str, Any]] = field(default_factory=dict)  # by path below the evidence folder


def sample_files() -> dict[str, bytes]:
    """Everything a person starts with, by relative path: `register.xlsx` and `evidence/...`; always the same bytes."""
    from ncr_toolkit.excel.write.writer import register_bytes  # heavy, and not needed to read the source

    source = read_source()
    pack = load(str(source.settings["pack"]))
    register = register_bytes(pack, today=TODAY, settings=source.settings, rows=source.rows, fixed_day=True)
    evidence = {f"evidence/{path}": content(path, made_from) for path, made_from in source.files.items()}
    return {"register.xlsx": register, **dict(sorted(evidence.items()))}


def read_source() -> SampleSource:
    """The sample as its TOML files state it.

    Raises ValueError for a table or key that the model does not know.
    """
    source = SampleSource()
    for path in _toml_files(resources.files(__package__) / "sample"):
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        finding = tables.get("finding", {}).get("id", "")
        if "register" in tables:
            source.settings = _row("register", tables.pop("register"))
        for made_from in tables.pop("file", []):
            source.files[f"{finding}/{made_from['name']}"] = made_from
        for prefix, rows in tables.items():
            for row in rows if isinstance(rows, list) else [rows]:
                source.rows[BY_PREFIX[prefix]].append(_row(prefix, _with_finding(prefix, row, finding)))
    standard = load(str(source.settings["pack"])).standard
    for row in source.rows[BY_PREFIX["finding"]]:
        row.setdefault("standard", standard)
    return source


def _toml_files(folder: Traversable) -> Iterator[Traversable]:
    """The TOML files below `folder`, sorted by name: the folders' names begin with the order of the audits."""
    for each in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if each.is_dir():
            yield from _toml_files(each)
        elif each.name.endswith(".toml"):
            yield each


def _with_finding(prefix: str, row: dict[str, Any], finding: str) -> dict[str, Any]:
    columns = BY_PREFIX[prefix].SHEET.by_name if prefix in BY_PREFIX else {}
    own = next((name for name in ("finding", "record") if name in columns), "")
    return {own: finding, **row} if own and finding else row


def _row(prefix: str, row: Mapping[str, Any]) -> Row:
    known = BY_PREFIX[prefix].SHEET.by_name if prefix in BY_PREFIX else {}
    if strange := set(row) - set(known):
        raise ValueError(f"The sample has {prefix} with unknown keys: {', '.join(sorted(strange))}.")
    return {name: _value(value) for name, value in row.items()}


def _value(value: Any) -> Value:
    """What TOML gives as what the writer takes. Lines of a long text are joined; an empty line begins a paragraph."""
    if isinstance(value, str):
        return "\n".join(re.sub(r"(?<!\s)\s*\n\s*", " ", part) for part in value.strip().split("\n\n"))
    if isinstance(value, dict):
        made_from = {"error": ErrorCell, "formula": FormulaCell, "text": Hyper}[next(iter(value))]
        return made_from(*value.values())  # type: ignore[no-any-return]
    return value  # type: ignore[no-any-return]
