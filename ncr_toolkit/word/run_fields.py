"""Fields of a Word document that are made of runs: which there are, and where each begins and ends.

Complex fields and their three marks: ECMA-376 Part 1, 17.16.18; what each keyword does: 17.16.5.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn


@dataclass
class RunField:
    """One field that is made of runs, from its beginning to its end."""

    runs: list[Any]  # all of the part; where it stands among them is counted, so that nested fields cost no more
    start: int
    code: str = ""
    separator: int | None = None
    end: int | None = None

    @property
    def marks(self) -> list[Any]:
        """The runs of its code, with all that stands in it, and of its three marks. Of a field that never ends all
        that follows, where no separator ends its code."""
        last = [] if self.end is None else [self.runs[self.end]]
        return self.runs[self.start:self.end if self.separator is None else self.separator + 1] + last

    @property
    def result(self) -> list[Any]:
        """The runs that people see."""
        return [] if self.separator is None else self.runs[self.separator + 1:self.end]


def keyword_of(code: str) -> str:
    """The keyword of a field in capitals, '' where it has none."""
    words = code.split(maxsplit=1)
    return words[0].upper() if words else ""


def run_fields(root: Any) -> list[RunField]:
    """Every field made of runs below `root`; the inner ones first. One that never ends is there by its marks alone.

    A run that holds marks of a field and more is made into one run for each.
    """
    for run in list(root.iter(qn("w:r"))):
        _split(run)
    open_: list[RunField] = []
    closed: list[RunField] = []
    runs = list(root.iter(qn("w:r")))
    for at, run in enumerate(runs):
        mark = run.find(qn("w:fldChar"))
        kind = None if mark is None else mark.get(qn("w:fldCharType"))
        if kind == "begin":
            open_.append(RunField(runs, at))
        elif not open_:
            continue
        here = open_[-1]
        if kind == "separate" and here.separator is None:
            here.separator = at
        elif kind == "end":
            here.end = at
            closed.append(open_.pop())
        elif here.separator is None:
            here.code += "".join(each.text or "" for each in run.iter(qn("w:instrText")))
    return closed + open_[::-1]


def _split(run: Any) -> None:
    """A run that holds marks of a field and more becomes one run for each."""
    content = [each for each in run if each.tag != qn("w:rPr")]
    if len(content) < 2 or not any(each.tag in (qn("w:fldChar"), qn("w:instrText")) for each in content):
        return
    letters = run.find(qn("w:rPr"))
    for each in content[1:]:
        made = OxmlElement("w:r")
        if letters is not None:
            made.append(copy.deepcopy(letters))
        made.append(each)
        run.getparent().insert(run.getparent().index(run) + content.index(each), made)
