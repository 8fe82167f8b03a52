"""An audit report as a whole: the findings located in it, and all of its words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial, reduce
from pathlib import Path

from ncr_toolkit.audit_report.agreement import agreed
from ncr_toolkit.audit_report.headings import of_this_audit
from ncr_toolkit.audit_report.located import located
from ncr_toolkit.audit_report.parts import Line, Part, Row, letters
from ncr_toolkit.audit_report.told import ReportFinding, Told
from ncr_toolkit.audit_report.values_and_headings import Located
from ncr_toolkit.common.errors import CannotRun

ENDINGS = (".docx", ".pdf")
_LEAST_CHAPTERS, _HEAD_AND_ROW = 3, 2
_BETWEEN = "\n"
"""Between the letters of two readings, among which there is none."""
_SENTENCE = re.compile(r"(?<=[.;!?\u3002])\s+|\n+")
_LEAST_OF_A_SENTENCE = 3
"""A shorter piece, in letters, stands in every text."""


@dataclass(frozen=True)
class AuditReport:
    """What is located in a report, and its words."""

    told: Told
    earlier: frozenset[int]  # the tables in which an earlier audit's findings stand
    chapters: int  # how many headings it has
    bare_row: bool  # whether it is a head and one row, and nothing else
    whole: str  # its letters
    other_order: Callable[[], str]  # its letters in another order of reading; '' where there is none

    @property
    def findings(self) -> tuple[ReportFinding, ...]:
        return self.told.findings

    @property
    def about(self) -> dict[str, Located]:
        return self.told.about

    @cached_property
    def _said(self) -> tuple[str, str]:
        """Its letters in the other order of reading, and why they could not be had."""
        try:
            return letters(self.other_order()), ""
        except CannotRun as error:
            return "", str(error)

    @property
    def is_report(self) -> bool:
        """Whether the file tells of an audit or of findings one by one, and is no mere list."""
        alone = not self.bare_row and any(not each.listed for each in self.findings)
        return bool(self.about or self.earlier or self.told.unnumbered or self.told.announced
                    or self.chapters >= _LEAST_CHAPTERS or alone)

    def holds(self, text: str) -> bool:
        """Whether a text stands in the report letter by letter, spaces, hyphens and kinds of quotation marks aside."""
        plain = letters(text)
        return plain in self.whole or plain in self._said[0]

    def not_in_it(self, text: str) -> list[str]:
        """The sentences of a text that do not stand in the report. Raises CannotRun, in one sentence, where that cannot
        be told, as not all of it could be read."""
        if self.holds(text):
            return []
        if self._said[1]:
            raise CannotRun(self._said[1])
        return [sentence.strip() for sentence in _SENTENCE.split(text)
                if len(letters(sentence)) >= _LEAST_OF_A_SENTENCE and not self.holds(sentence)]


def read(path: Path) -> AuditReport:
    """The report in a file. Raises CannotRun, in one sentence, where it is none that can be read."""
    try:
        about = path.stat()
    except OSError as error:
        raise CannotRun(f"There is no file {path.name}; put the report beside the register, or correct its name."
                        ) from error
    return _read(path, about.st_size, about.st_mtime_ns)


@lru_cache(maxsize=16)  # several findings ask for the same report, one after the other
def _read(path: Path, _size: int, _changed: int) -> AuditReport:
    ending = path.suffix.casefold()
    if ending not in ENDINGS:
        raise CannotRun(f"{path.name} is no Word document (.docx) and no PDF; only such a report can be read.")
    readings, other = (_word(path), str) if ending == ".docx" else (_pdf(path), partial(_plain_text, path))
    parts = readings[0]
    chapters = sum(isinstance(part, Line) and part.level > 0 for part in parts)
    bare_row = len(parts) == _HEAD_AND_ROW and all(isinstance(part, Row) for part in parts)
    earlier = frozenset(part.table for part in of_this_audit(parts)[1] if isinstance(part, Row))
    return AuditReport(reduce(agreed, map(located, readings)), earlier, chapters, bare_row,
                       _BETWEEN.join(map(_letters_of, readings)), other)


def _letters_of(parts: Sequence[Part]) -> str:
    return letters("".join(part.text if isinstance(part, Line) else "".join(part.cells) for part in parts))


def _word(path: Path) -> list[list[Part]]:
    from ncr_toolkit.audit_report.word_parts import parts

    return [parts(path)]


def _pdf(path: Path) -> list[list[Part]]:
    from ncr_toolkit.audit_report.pdf_parts import readings

    return readings(path)


def _plain_text(path: Path) -> str:
    from ncr_toolkit.audit_report.pdf_texts import plain_text

    return plain_text(path)
