"""The kept runs and whether they are as they were written, as a table for people and as JSON for programs."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from ncr_toolkit.common.text import allowed, listing, plural
from ncr_toolkit.common.version import __version__
from ncr_toolkit.core.problem import Level
from ncr_toolkit.runs.faults import RunFault
from ncr_toolkit.runs.ledger import Run

WIDTH = 110
SHORT = 16
"""So many characters of a mark tell it apart and can be copied by hand."""
FIGURES = {"total": "Findings", "open": "Open", "overdue": "Overdue"}
LONGEST = 24


@dataclass(frozen=True, slots=True)
class Collection:
    """What the kept things are called."""

    title: str
    one: str
    many: str = ""


RUNS, SENT = Collection("Runs", "run"), Collection("What was sent", "entry", "entries")


def text(folder: Path, runs: list[Run], faults: list[RunFault], kept: Collection = RUNS) -> str:
    """The runs, then what is not as it was written, then one plain sentence. `kept`: what they are called."""
    named = list(dict.fromkeys(run.register for run in runs))
    of = f" of {listing(named)}" if named else ""
    lines = [*_wrap(f"{kept.title}{of} in {folder}"), "", *_table(runs, faults, registers=len(named) > 1), "",
             *_withdrawals(runs)]
    for level, title in ((Level.ERROR, "Not as it was written"), (Level.INFO, "Good to know")):
        some = [fault for fault in faults if fault.level is level]
        if some:
            lines += [title, *(line for fault in some for line in _fault(fault)), ""]
    return "\n".join([*lines, *_wrap(closing(runs, faults, kept))]) + "\n"


def closing(runs: list[Run], faults: list[RunFault], kept: Collection = RUNS) -> str:
    """Whether all is as it was written, in one or two sentences."""
    wrong = sum(fault.level is Level.ERROR for fault in faults)
    if wrong:
        is_one = "thing is not as it was" if wrong == 1 else "things are not as they were"
        return (f"{wrong} {is_one} written, in {plural(len(runs), kept.one, kept.many)} that can be read. What is not "
                "named here is as it was.")
    files = sum(len(run.prints) for run in runs)
    last = max(runs, key=lambda run: run.line)
    return (f"{plural(len(runs), kept.one, kept.many)} with {plural(files, 'file')}: all is as it was written, and "
            f"none is missing in between. The mark of the {kept.one} made last is {last.mark[:SHORT]}. Noted "
            f"elsewhere, in minutes or a mail, it shows later that neither this {kept.one} nor one before it was "
            "replaced.")


def as_json(places: Sequence[tuple[Path, list[Run], list[RunFault]]]) -> str:
    """The same as one JSON object: of the runs, and under `sent` of the record of what was sent, where there is one.
    Its shape is a contract: fields are added, never changed."""
    runs, *sent = (_place(*place) for place in places)
    found = {"tool": {"name": "ncr-toolkit", "version": __version__}, **runs, "sent": sent[0] if sent else None}
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def _place(folder: Path, runs: list[Run], faults: list[RunFault]) -> dict[str, object]:
    return {
        "folder": str(folder),
        "whole": not any(fault.level is Level.ERROR for fault in faults),
        "runs": [_run(run) for run in runs],
        "faults": [asdict(fault) | {"level": fault.level, "run": fault.run or None, "line": fault.line or None}
                   for fault in faults],
    }


def _run(run: Run) -> dict[str, object]:
    return {"run": run.name, "day": run.day.isoformat(), "time": run.made_at, "who": run.who, "version": run.version,
            "register": run.register, "register_id": run.register_id, "sha256": run.sha256, "files": run.files,
            "figures": run.figures, "before": run.before, "doubt": run.doubt or None, "mark": run.mark,
            "line": run.line,
            "withdraws": run.withdraws or None, "reason": run.reason or None}


def _table(runs: list[Run], faults: list[RunFault], *, registers: bool) -> Iterator[str]:
    wrong = {fault.run for fault in faults if fault.level is Level.ERROR}
    rows = [["Run", "Made", "By", "Version", *FIGURES.values(), "Files", "Mark", *(["Register"] if registers else []),
             *(["As it was"] if wrong else [])]]
    for run in runs:
        rows.append([run.name, run.made_at, run.who, run.version, *(str(run.figures.get(name, "")) for name in FIGURES),
                     str(len(run.prints)), run.mark[:SHORT], *([run.register] if registers else []),
                     *(["no" if run.name in wrong else "yes"] if wrong else [])])
    cells = [[textwrap.shorten(allowed(cell), LONGEST, placeholder="...") if column in (2, 3) else allowed(cell)
              for column, cell in enumerate(row)] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    counts = range(4, 5 + len(FIGURES))
    for row in cells:
        yield "  ".join(cell.rjust(width) if column in counts else cell.ljust(width)
                        for column, (cell, width) in enumerate(zip(row, widths, strict=True))).rstrip()


def _withdrawals(runs: list[Run]) -> Iterator[str]:
    """Which runs were taken back, when, by whom and why."""
    taken = [run for run in runs if run.withdraws]
    if taken:
        yield "Withdrawn, and counted nowhere"
    for run in taken:
        yield from _wrap(f"{run.withdraws}, by {run.who or 'nobody named'} at {run.made_at}: {run.reason}", "  ")
    yield from [""] if taken else []


def _fault(fault: RunFault) -> Iterator[str]:
    yield from _wrap(fault.message, "  ")
    yield from _wrap(f"To do: {fault.fix}", "      ")


def _wrap(words: str, indent: str = "") -> list[str]:
    return textwrap.wrap(" ".join(allowed(words).split()), WIDTH, initial_indent=indent,
                         subsequent_indent=indent + "  " if indent else "", break_long_words=False,
                         break_on_hyphens=False)
