"""The evidence as plain text: what to mend, what to look at, what leaves the house, fingerprints and rows to paste."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from ncr_toolkit.common.text import one_line, plural
from ncr_toolkit.core.problem import Level, Problem
from ncr_toolkit.evidence.notes import Topic
from ncr_toolkit.evidence.register_rows import FingerprintState
from ncr_toolkit.evidence.survey import About, EvidenceSurvey, looked_at
from ncr_toolkit.report.text_lines import WIDTH, wrap

SHOWN = 25
"""Of a longer list only so many are shown; the other formats hold all."""
_FAR = " " * 17
_GRAVITY = list(Level)
_TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the direction of a line, and would show a name backwards."""


class _Report:
    """Lines of at most `width` characters."""

    def __init__(self, found: EvidenceSurvey, width: int) -> None:
        self.found, self.width = found, width

    def lines(self) -> Iterator[str]:
        notes = [about for about in self.found.notes if not about.note.leaks and about.note.topic is not Topic.UNSEEN]
        for title, level in (("To mend", Level.ERROR), ("To look at", Level.WARNING), ("To know", Level.INFO)):
            problems = [each for each in self.found.problems if each.level is level]
            here = [about for about in notes if about.note.level is level]
            if problems or here:
                yield from (title, *self._problems(problems), *self._notes(here), "")
        yield from self._leaks()
        yield from self._new()
        yield from self._unnamed()
        yield from self._closing()

    def _wrap(self, text: str, first: str = "", rest: str = "  ") -> list[str]:
        return wrap(_TURNING.sub("\ufffd", one_line(text)), first, rest, self.width)

    def _problems(self, problems: list[Problem]) -> Iterator[str]:
        """What checks say, in their words; what to do is said once for those of one kind that follow each other."""
        ordered = sorted(problems, key=lambda each: (each.code, each.order))
        for _, group in groupby(ordered, key=lambda each: (each.code, each.fix)):
            last = None
            for last in group:
                who = f"{last.record}: " if last.record and not last.message.startswith(last.record) else ""
                yield from self._wrap(who + last.message, f"  {last.cell.ref or '-':<6} {last.code}  ", _FAR)
            if last is not None:
                yield from self._wrap(last.fix, f"{_FAR}-> ", f"{_FAR}   ")

    def _notes(self, notes: list[About]) -> Iterator[str]:
        ordered = sorted(notes, key=lambda about: (about.note.topic, about.note.fix))
        for _, group in groupby(ordered, key=lambda about: (about.note.topic, about.note.fix)):
            every = list(group)
            shown = every if every[0].note.level is Level.ERROR else every[:SHOWN]
            for about in shown:
                place = about.rows[0].cell("file").ref or "-" if about.rows else "-"
                yield from self._wrap(_sentence(about), f"  {place:<6}         ", _FAR)
            yield from self._more(len(every) - len(shown), _FAR)
            yield from self._wrap(every[0].note.fix, f"{_FAR}-> ", f"{_FAR}   ")

    def _more(self, left: int, indent: str) -> Iterator[str]:
        if left > 0:
            yield f"{indent}and {left} more; --format csv or json lists all"

    def _leaks(self) -> Iterator[str]:
        """What leaves the house, file by file; how to remove it stands once at the end."""
        told = [about for about in self.found.notes if about.note.leaks or about.note.topic is Topic.UNSEEN]
        if not told:
            return
        yield "What leaves the house with the files"
        files = [(name, list(group)) for name, group in groupby(told, key=lambda about: about.name)]
        files.sort(key=lambda pair: min(map(_gravity, pair[1])))  # a place is never cut off for a list of authors
        most = max(SHOWN, sum(min(map(_gravity, group)) < _GRAVITY.index(Level.INFO) for _, group in files))
        for name, group in files[:most]:
            rows = sorted({proof.label for about in group for proof in about.rows})
            yield from self._wrap(f"{name} ({', '.join(rows)})" if rows else name, "  ", "    ")
            for about in sorted(group, key=_gravity):
                yield from self._wrap(about.note.message, "    - ", "      ")
        yield from self._more(len(files) - most, "  ")
        fixes = dict.fromkeys(about.note.fix for about in told if about.note.leaks)
        if fixes:
            yield from self._wrap("To remove it (this changes the file: do it before its fingerprint is recorded):",
                                  "  ")
        for fix in fixes:
            yield from self._wrap(fix, "  -> ", "     ")
        yield ""

    def _new(self) -> Iterator[str]:
        new = self.found.recordable()
        if not new:
            return
        yield f"Fingerprints not recorded yet: {len(new)}"
        yield from self._wrap("Paste them into the cells, or let --write-back write them.", "  ", "  ")
        for each in new[:SHOWN]:
            cell = each.proof.cell("sha256").ref or "-"
            yield from self._pasted(f"{cell:<6} {each.proof.label:<7}", each.proof.typed("file"), each.sha256)
        yield from self._more(len(new) - SHOWN, "  ")
        yield ""

    def _unnamed(self) -> Iterator[str]:
        rows = self.found.unnamed
        if not rows:
            return
        yield f"Files that no row names: {len(rows)}"
        yield from self._wrap("They are in no response. Let --write-back add a row for each that has a number "
                              "here, and say there what it proves (the finding is a guess by the folder, and is not "
                              "entered); --format csv gives the rows to paste. What is no proof: take it out of the "
                              "folder.", "  ", "  ")
        for row in rows[:SHOWN]:
            whose = f"{row.finding}?" if row.finding else "(no finding)"
            yield from self._pasted(f"{row.id or '(none)':<7} {whose:<12}", row.item.name, row.sha256)
        yield from self._more(len(rows) - SHOWN, "  ")
        yield ""

    def _pasted(self, where: str, name: str, sha256: str) -> Iterable[str]:
        yield from self._wrap(name, f"  {where} ", "         ")
        if sha256:
            yield f"         {sha256}"

    def _closing(self) -> Iterator[str]:
        found = self.found
        states = Counter(each.state for each in found.entries)
        told = ", ".join(f"{states[state]} {state}" for state in FingerprintState if states[state]) or "none"
        warnings, infos = (sum(each.level is level for each in found.problems)
                           + sum(about.note.level is level for about in found.notes)
                           for level in (Level.WARNING, Level.INFO))
        yield from self._wrap(f"Looked at for {found.review.register.path}: {looked_at(found)}.")
        if not found.whole:
            yield from self._wrap("Only the rows asked for were looked at; without an ID all are.")
        if found.nothing:
            yield from self._wrap("There was nothing to look at: no row names a file, and the folder holds none. Put "
                                  "the proof into the folder, and name it on the sheet Evidence.")
            return
        yield from self._wrap(f"Fingerprints: {told}.")
        yield from self._wrap(f"Found: {found.errors} to mend, {warnings} to look at, {infos} to know, "
                              f"{plural(len(found.unnamed), 'file')} that no row names.")


def _gravity(about: About) -> int:
    return _GRAVITY.index(about.note.level)


def _sentence(about: About) -> str:
    return f"'{about.name}' {about.note.message}." if about.name else f"{about.note.message}."


def report(found: EvidenceSurvey, width: int = WIDTH) -> str:
    """The whole survey as lines of at most `width` characters, ending in a line break."""
    return "\n".join(_Report(found, max(width, 60)).lines()) + "\n"
