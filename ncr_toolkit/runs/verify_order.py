"""The lines of the list, held against each other: what is missing between them, and what changed places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ncr_toolkit.common.text import listing
from ncr_toolkit.runs.faults import FaultKind, RunFault
from ncr_toolkit.runs.ledger import ENTRY, LIST, Run
from ncr_toolkit.runs.verify_lines import Agreed


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A run and where it stands in the list; 0 for one whose line does not stand there."""

    run: Run
    number: int


Piece = list[LedgerEntry]


class Order:
    """The runs in the order in which they were made, as far as their marks tell."""

    def __init__(self, agreed: list[Agreed], strays: list[Run]) -> None:
        self._agreed = agreed
        links = [LedgerEntry(each.run, each.line.number) for each in agreed if each.run]
        self._listed = links.copy()
        pieces = _pieces(links + [LedgerEntry(run, 0) for run in strays])
        self._pieces = [piece for piece in pieces if any(link.number for link in piece)]
        self.unlisted = [link.run for piece in pieces for link in _tail(piece)]
        """Runs on which none in the list follows."""

    def faults(self) -> Iterator[RunFault]:
        yield from self._gaps()
        for piece in self._pieces:
            yield from _missing_lines(piece)
        yield from self._places()

    def _gaps(self) -> Iterator[RunFault]:
        marks = {link.run.mark: link for link in self._listed}
        before: LedgerEntry | None = None
        for piece in self._pieces:
            head = piece[0]
            first = next(link for link in piece if link.number)
            if not (before is None and head.run.before == "") and not self._explained(before, first):
                yield _gap(before, head, marks.get(_on(head.run, marks)))
            before = [link for link in piece if link.number][-1]

    def _explained(self, before: LedgerEntry | None, after: LedgerEntry) -> bool:
        """Whether a line that cannot be read, or is in doubt, stands just where something is missing."""
        start = before.number if before else 0
        return any((each.run is None and start < each.line.number < after.number)
                   or (each.doubtful and each.line.number == start) for each in self._agreed)

    def _places(self) -> Iterator[RunFault]:
        right = [link for piece in self._pieces for link in piece if link.number]
        wrong = [(here, there) for here, there in zip(self._listed, right, strict=True) if here != there]
        if not wrong:
            return
        names = [here.run.name for here, _ in wrong]
        numbers = sorted(here.number for here, _ in wrong)
        if len(wrong) == 2:
            message = f"The runs {listing(names)} changed places in {LIST} (lines {listing(map(str, numbers))})."
            fix = "Change the two lines again."
        else:
            message = f"The runs {listing(names)} do not stand in the order in {LIST} in which they were made."
            fix = (f"Bring the lines {listing(map(str, numbers))} into this order: "
                   f"{', '.join(there.run.name for _, there in wrong)}.")
        yield RunFault(FaultKind.ORDER, names[0], message, fix, numbers[0])


def _pieces(links: list[LedgerEntry]) -> list[Piece]:
    """What hangs together by marks, in the order of the list; what begins the chain comes first."""
    after: dict[str, list[LedgerEntry]] = defaultdict(list)
    marks = {link.run.mark for link in links}
    for link in sorted(links, key=lambda link: (link.number == 0, link.number)):
        after[_on(link.run, marks)].append(link)
    heads = [link for before, some in after.items() for link in (some[1:] if before in marks else some)]
    pieces = []
    for head in heads:
        piece = [head]
        while found := after.get(piece[-1].run.mark):
            piece.append(found[0])
        pieces.append(piece)
    return sorted(pieces, key=lambda piece: (piece[0].run.before != "", min(
        (link.number for link in piece if link.number), default=0)))


def _on(run: Run, marks: Collection[str]) -> str:
    """The mark on which a run follows; where there was a doubt about it, the one that is there."""
    return run.doubt if run.doubt in marks and run.before not in marks else run.before


def _tail(piece: Piece) -> Piece:
    """The runs at the end of a piece whose lines do not stand in the list."""
    last = max((place for place, link in enumerate(piece) if link.number), default=-1)
    return piece[last + 1:]


def _gap(before: LedgerEntry | None, head: LedgerEntry, on: LedgerEntry | None) -> RunFault:
    name = head.run.name
    if on is not None:
        return RunFault(FaultKind.ORDER, name,
                        f"The run {name} was made on the run {on.run.name}, not on the one above it in "
                        f"{LIST}: two lists were put together, or lines were taken away in between.",
                        "Look into a backup of the folder, and on other computers, for runs made in between.",
                        head.number)
    if before is None:
        message = f"At least one run before {name}, the first in {LIST}, is missing: neither its line nor its folder " \
                  "is there."
    else:
        message = f"At least one run is missing between {before.run.name} and {name}: neither its line nor its " \
                  f"folder is there. Or {before.run.name} was changed, in {LIST} and in its folder alike."
    return RunFault(FaultKind.RUN_MISSING, name, message, "Bring the folder and the list back from a backup.",
                    head.number)


def _missing_lines(piece: Piece) -> Iterator[RunFault]:
    named = [None, *piece]
    for before, link, after in zip(named, piece, piece[1:], strict=False):
        if link.number or link in _tail(piece):
            continue
        name = link.run.name
        place = f"between {before.run.name} and {after.run.name}" if before else f"before {after.run.name}"
        yield RunFault(FaultKind.LINE_MISSING, name,
                       f"The line of the run {name} is missing in {LIST}, {place}; its folder is "
                       "there.", f"Put the one line of {name}/{ENTRY} back into {LIST}, {place}.", after.number)
