"""A pack as a TOML file: read, and told in one sentence with its line where it is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import listing
from ncr_toolkit.core.model import GRADES, SHEETS, Finding
from ncr_toolkit.core.packs.own_file import line_of, tables_of, text_of
from ncr_toolkit.core.packs.pack import (
    PARTS,
    AlsoAsked,
    Grade,
    NextEdition,
    Pack,
    Question,
    Reporting,
    Subject,
    Wording,
)

WHAT = "a standard pack"
Fault = tuple[tuple[str | int, ...], str]
"""Where something is wrong, as `line_of` looks for it, and what, in words."""
Shape = tuple[Callable[[Any], bool], str]


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_day(value: object) -> bool:
    return type(value) is date


TEXT: Shape = (_is_text, "a text in quotes")
TEXTS: Shape = (_are_texts, 'a list of texts, ["one", "another"]')
YES_NO: Shape = (lambda value: isinstance(value, bool), "true or false")
DAY: Shape = (_is_day, "a day such as 2026-06-30, without quotes")
TABLE: Shape = (lambda value: isinstance(value, dict), "a table, which begins with its name in brackets")
TABLES: Shape = (lambda value: isinstance(value, list) and all(isinstance(each, dict) for each in value),
                 "tables, each of which begins with its name in double brackets")

_FRAME = {"standard": TEXT, "title": TEXT, "system": TEXT, "corrective_action": TEXT, "bank": TEXT, "note": TEXT,
          "bare_controls": YES_NO, "common_questions": YES_NO, "looked_up_on": DAY, "sources": TEXTS,
          "unused": TEXTS, "expected": TABLE,
          "subject": TABLE, "next_edition": TABLE, "clauses": TABLE, "controls": TABLE, "bones": TABLE,
          "headers": TABLE, "prompts": TABLE, "examples": TABLE, "offered": TABLE, "about": TABLE,
          "grades": TABLES, "questions": TABLES, "also_asked": TABLES, "reporting": TABLES}
_INSIDE: dict[str, tuple[dict[str, Shape], tuple[str, ...]]] = {
    "subject": ({"name": TEXT, "renewed": TEXTS, "at": TEXTS, "told_by_words": YES_NO}, ("name",)),
    "next_edition": ({"standard": TEXT, "told": TEXT, "looked_up_on": DAY, "sources": TEXTS, "published": YES_NO},
                     ("standard", "told", "looked_up_on", "sources")),
    "grades": ({"name": TEXT, "nonconformity": YES_NO, "wanted": TEXTS}, ("name", "nonconformity", "wanted")),
    "questions": ({"id": TEXT, "category": TEXT, "text": TEXT, "references": TEXTS},
                  ("id", "category", "text", "references")),
    "reporting": ({"law": TEXT, "asks": TEXT, "told": TEXT, "looked_up_on": DAY, "sources": TEXTS},
                  ("law", "asks", "told", "looked_up_on", "sources")),
    "also_asked": ({"at": TEXT, "asks": TEXT, "column": TEXT}, ("at", "asks"))}
"""Tables of fixed keys: what each key is, and which of them a table needs."""
_NEEDED = ("standard", "title", "system", "corrective_action", "subject", "clauses", "bones")
_ENTRIES = {"clauses": TEXT, "controls": TEXT, "headers": TEXT, "prompts": TEXT, "examples": TEXT, "about": TEXT,
            "bones": TEXTS, "offered": TEXTS, "expected": TEXTS}
"""Tables whose keys are free, and what each entry is."""
OWN_HEADERS = ("finding.ai_system", "finding.impact_assessment_reference", "action.changes_ai_system")
"""The columns whose header a standard may say in its own words: no figure of the Dashboard goes by another's name."""
_HEADER = re.compile(r"\w[\w ,/-]{0,30}")


def read(path: Path) -> Pack:
    """The pack in a file of one's own. Raises CannotRun, in one sentence that says what to mend, and on which line."""
    return made(text_of(path, WHAT), path.name, str(path))


def made(text: str, id: str, where: str) -> Pack:
    """The pack that a text is; `where`: what its file is called in a sentence. Raises CannotRun."""
    data = tables_of(text, where)
    for path, fault in _faults(data):
        raise CannotRun(f"{where}, line {line_of(text, path)}: {fault}.")
    return _pack(data, id)


@cache
def _shared() -> dict[str, Any]:
    """What packs have in common: grades, sets of bones, questions that fit every management system."""
    text = resources.files(__package__).joinpath("shared", "management_systems.toml").read_text(encoding="utf-8")
    return tables_of(text, "management_systems.toml")


def _pack(data: dict[str, Any], id: str) -> Pack:
    shared, coming = _shared(), data.get("next_edition")
    grades = {each["name"]: Grade(**{**each, "wanted": tuple(each["wanted"])})
              for each in (*shared["grades"], *data.get("grades", ()))}
    bones = {key: tuple(values) for key, values in {**data["bones"], **shared["bones"], **data["bones"]}.items()}
    return Pack(
        id, data["standard"], data["title"], data["system"], {**data["clauses"], **data.get("controls", {})}, grades,
        bones, _bank(data), data["corrective_action"], Subject(**_with_tuples(data["subject"])),
        data.get("bank", "Questions"), _wording(data), tuple(AlsoAsked(**each) for each in data.get("also_asked", ())),
        NextEdition(**_with_tuples(coming)) if coming else None,
        tuple(Reporting(**_with_tuples(each)) for each in data.get("reporting", ())), data.get("bare_controls", False),
        tuple(data.get("sources", ())), data.get("looked_up_on"), data.get("note", ""),
        {name: tuple(each) for name, each in data.get("expected", {}).items()}, tuple(data.get("unused", ())))


def _bank(data: dict[str, Any]) -> tuple[Question, ...]:
    """The pack's own questions, and those that always fit where it takes them."""
    common = _shared()["questions"] if data.get("common_questions") else ()
    return tuple(Question(each["id"], each["category"], each["text"], tuple(
        data["corrective_action"] if name == "corrective action" else name for name in each["references"]))
        for each in (*data.get("questions", ()), *common))


def _with_tuples(table: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in table.items()}


def _wording(data: dict[str, Any]) -> Wording:
    offered = {key: tuple(values) for key, values in data.get("offered", {}).items()}
    return Wording(data.get("headers", {}), data.get("prompts", {}), data.get("examples", {}), offered,
                   data.get("about", {}))


def _faults(data: dict[str, Any]) -> Iterator[Fault]:
    """What is wrong with a pack as it stands in a file: first its shape, then what it says."""
    wrong = [*_faults_of_shape(data)]
    yield from wrong
    if not wrong:
        yield from _faults_of_references(data)
        yield from _faults_of_grades(data)
        yield from _faults_of_words(data)
        yield from _faults_of_headers(data)
        yield from _faults_of_fields(data)


def _faults_of_shape(data: dict[str, Any]) -> Iterator[Fault]:
    yield from _misshapen((), data, _FRAME, _NEEDED)
    for name, (shapes, needed) in _INSIDE.items():
        value = data.get(name, [])
        tables: list[tuple[tuple[str | int, ...], dict[str, Any]]] = [((name,), value)]
        if isinstance(value, list):
            tables = [((name, at), each) for at, each in enumerate(value)]
        for path, table in tables if _is_of_tables(value) else ():
            yield from _misshapen(path, table, shapes, needed)
    for name, shape in _ENTRIES.items():
        entries = data.get(name, {})
        for key, value in entries.items() if isinstance(entries, dict) else ():
            if not shape[0](value):
                yield (name, key), f"'{key}' of [{name}] must be {shape[1]}"


def _misshapen(path: tuple[str | int, ...], table: dict[str, Any], shapes: dict[str, Shape],
               needed: Iterable[str]) -> Iterator[Fault]:
    for key, value in table.items():
        if key not in shapes:
            yield (*path, key), f"'{key}' is not known; there are {listing(sorted(shapes))}"
        elif not shapes[key][0](value):
            yield (*path, key), f"'{key}' must be {shapes[key][1]}"
    yield from ((path, f"'{key}' is missing") for key in needed if not table.get(key) and table.get(key) is not False)


def _faults_of_references(data: dict[str, Any]) -> Iterator[Fault]:
    known = {**data["clauses"], **data.get("controls", {})}
    if data["corrective_action"] not in data["clauses"]:
        yield ("corrective_action",), f"'corrective_action' is {data['corrective_action']}, which is not in [clauses]"
    for place, each in enumerate(data.get("questions", ())):
        yield from ((("questions", place, "references"), f"question {each['id']} points to {name}, which is neither in "
                     "[clauses] nor in [controls]") for name in each["references"] if name not in known)
    for column, names in data.get("expected", {}).items():
        yield from ((("expected", column), f"'{column}' of [expected] points to {name}, which is neither in [clauses] "
                     "nor in [controls]") for name in names if name not in known)
    for key, bones in data["bones"].items():
        if not bones:
            yield ("bones", key), f"'{key}' of [bones] names no bone"


def _faults_of_grades(data: dict[str, Any]) -> Iterator[Fault]:
    for place, grade in enumerate(data.get("grades", ())):
        if grade["name"] not in GRADES:
            yield ("grades", place, "name"), f"'{grade['name']}' is no grade of a register; there are {listing(GRADES)}"
        yield from ((("grades", place, "wanted"), f"'{part}' is no part of a response; there are {listing(PARTS)}")
                    for part in grade["wanted"] if part not in PARTS)


def _faults_of_words(data: dict[str, Any]) -> Iterator[Fault]:
    columns = {column.key: column for kind in SHEETS for column in kind.SHEET.columns}
    for name in ("headers", "prompts", "examples", "offered"):
        yield from (((name, key), f"'{key}' is no column of the register") for key in data.get(name, {})
                    if key not in columns)
    for key, offered in data.get("offered", {}).items():
        yield from ((("offered", key), f"'{each}' is no choice of '{key}'") for each in offered
                    if key in columns and each not in columns[key].choices)
    yield from ((("unused",), f"'{key}' of 'unused' is no column that a register may lack")
                for key in data.get("unused", ()) if key not in columns or not columns[key].later)
    sheets = {kind.SHEET.name for kind in SHEETS}
    yield from ((("about", key), f"'{key}' is no sheet of the register") for key in data.get("about", {})
                if key not in sheets)


def _faults_of_headers(data: dict[str, Any]) -> Iterator[Fault]:
    """A table of Excel bears each header once, and formulas name it."""
    sheets = {column.key: kind.SHEET for kind in SHEETS for column in kind.SHEET.columns}
    own = data.get("headers", {})
    for key, header in own.items():
        if key not in OWN_HEADERS:
            yield ("headers", key), f"the header of '{key}' stays as it is; free are those of {listing(OWN_HEADERS)}"
        elif not _HEADER.fullmatch(header):
            yield ("headers", key), f"'{header}' is no header: at most 31 letters, figures, blanks, commas, dashes"
        elif any(fold(header) == fold(own.get(other.key, other.header)) for other in sheets[key].columns
                 if other.key != key):
            yield ("headers", key), f"another column is called '{header}' already"


def _faults_of_fields(data: dict[str, Any]) -> Iterator[Fault]:
    known = Finding.SHEET.by_name
    asked: list[tuple[tuple[str | int, ...], str]] = [(("subject", "renewed"), field)
                                                      for field in data["subject"].get("renewed", ())]
    asked += [(("also_asked", place, "column"), each["column"])
              for place, each in enumerate(data.get("also_asked", ())) if each.get("column")]
    asked += [(("expected", field), field) for field in data.get("expected", {})]
    yield from ((path, f"'{field}' is no column of the sheet Findings, by its key") for path, field in asked
                if field not in known)



def _is_of_tables(value: object) -> bool:
    return isinstance(value, dict) or TABLES[0](value)
