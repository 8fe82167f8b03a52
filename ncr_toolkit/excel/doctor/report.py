"""What was found, as text for people and as JSON for programs."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from dataclasses import asdict

from ncr_toolkit.common.text import allowed, listing, plural
from ncr_toolkit.common.version import __version__
from ncr_toolkit.excel.doctor.examine import Diagnosis
from ncr_toolkit.excel.doctor.registry import NOTHING, Remark, Severity

WIDTH = 110
TOGETHER = 3  # from so many remarks of one kind on, they are told as one
SHOWN = 6
WORKBOOK = "Workbook"
TITLES = {Severity.LOST: "Lost: a check, drop-down or figure no longer works", Severity.WATCH: "Watch: this is risky",
          Severity.FACT: "Good to know"}


def text(diagnosis: Diagnosis) -> str:
    """The remarks by level, each with its place and what to do, and what was looked at."""
    lines: list[str] = []
    for level, title in TITLES.items():
        remarks = [remark for remark in diagnosis.remarks if remark.level is level]
        if remarks:
            lines += [title, *_level(remarks), ""]
    return "\n".join([*lines, *_closing(diagnosis)]) + "\n"


def as_json(diagnosis: Diagnosis) -> str:
    """The same as one JSON object, every remark for itself."""
    found = {
        "tool": {"name": "ncr-toolkit", "version": __version__},
        "register": {"path": diagnosis.path, "sha256": diagnosis.sha256},
        "saved_by": asdict(diagnosis.saved_by),
        "looked_at": diagnosis.looked_at,
        "summary": {level.value: diagnosis.count(level) for level in Severity},
        "remarks": [{"level": remark.level.value, "kind": remark.kind, "sheet": remark.sheet or None,
                     "cell": remark.cell or None, "message": remark.message, "fix": remark.fix}
                    for remark in diagnosis.remarks],
    }
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def _level(remarks: list[Remark]) -> Iterator[str]:
    """The lines of one level; what to do is not said again where it is the same as before."""
    said = ""
    for place, message, fix in _gathered(remarks):
        yield from _wrap(f"{place}: {message}", "  ")
        yield from _wrap(f"To do: {'the same.' if fix == said != NOTHING else fix}", "      ")
        said = fix


def _gathered(remarks: list[Remark]) -> Iterator[tuple[str, str, str]]:
    """Place, sentence and what to do; remarks of one kind that are many become one."""
    groups: dict[tuple[str, str], list[Remark]] = {}
    for number, remark in enumerate(remarks):
        groups.setdefault((remark.kind, remark.together or str(number)), []).append(remark)
    for group in groups.values():
        placed = any(remark.sheet for remark in group)  # without a place only the sentences tell them apart
        if len(group) < TOGETHER or (not placed and len(group) <= SHOWN):
            yield from ((_place(remark), remark.message, remark.fix) for remark in group)
        else:
            first = group[0]
            message = first.together.replace("{count}", str(len(group)))
            yield _places(group), message, first.together_fix or first.fix


def _place(remark: Remark) -> str:
    return f"{remark.sheet}!{remark.cell}" if remark.cell else remark.sheet or WORKBOOK


def _places(group: list[Remark]) -> str:
    """"Findings!C4:C9, Actions!D4"; of many how often on which sheet."""
    sheets: dict[str, list[Remark]] = {}
    for remark in group:
        sheets.setdefault(remark.sheet or WORKBOOK, []).append(remark)
    if len(group) <= SHOWN and all(remark.cell for remark in group):
        return ", ".join(f"{name}!{', '.join(remark.cell for remark in each)}" for name, each in sheets.items())
    named = [f"{name} ({len(each)})" if len(each) > 1 and name != WORKBOOK else name for name, each in sheets.items()]
    more = [f"{len(named) - SHOWN} more"] if len(named) > SHOWN else []
    return listing([*named[:SHOWN], *more])


def _wrap(words: str, indent: str = "") -> list[str]:
    plain = " ".join(allowed(words).split())
    return textwrap.wrap(plain, WIDTH, initial_indent=indent, subsequent_indent=indent + "  ", break_long_words=False,
                         break_on_hyphens=False)


def _closing(diagnosis: Diagnosis) -> list[str]:
    looked = listing(plural(number, word[:-1]) if word.endswith("s") else f"{number} {word}"
                     for word, number in diagnosis.looked_at.items())
    return [*_wrap(f"Looked at {looked} in {diagnosis.path}, saved last by {diagnosis.saved_by.told}."),
            *_wrap(f"Found: {diagnosis.count(Severity.LOST)} lost, {diagnosis.count(Severity.WATCH)} to watch, "
                   f"{plural(diagnosis.count(Severity.FACT), 'fact')}. The file was not changed.")]
