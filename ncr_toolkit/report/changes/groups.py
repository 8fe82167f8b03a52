"""Changes as reports list them: finding by finding, majors first, and in words how much there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from ncr_toolkit.common.names import fold, natural
from ncr_toolkit.common.text import plural
from ncr_toolkit.compare.change import Change, ChangeKind
from ncr_toolkit.compare.comparison import Comparison
from ncr_toolkit.core.model import Finding

WHOLE = "The register itself"


@dataclass(frozen=True, slots=True)
class Group:
    """The changes of one finding, or of none in particular."""

    finding: str
    grade: str
    title: str
    changes: tuple[Change, ...]


def groups(changes: Iterable[Change], comparison: Comparison) -> list[Group]:
    """What concerns the whole register first, then majors, then the others; people and audits last."""
    def key(change: Change) -> tuple[int, list[tuple[int, str]]]:
        return change.order[0], natural(change.finding)

    found = []
    for _, same in groupby(sorted(changes, key=key), key=key):
        listed = tuple(same)
        name = listed[0].finding
        found.append(Group(name, listed[0].grade if name else "", _title(name, comparison) if name else WHOLE, listed))
    return found


def _title(name: str, comparison: Comparison) -> str:
    finding = comparison.new.find(Finding, name) or comparison.old.find(Finding, name)
    return finding.typed("title") if finding is not None else ""


def place(change: Change) -> str:
    """Where to look: the cell of the new register; of what is gone, the one where it stood."""
    if change.cell.ref is None and change.old_cell is not None and change.old_cell.ref:
        return f"old {change.old_cell}"
    return str(change.cell) or "-"


def read(comparison: Comparison) -> list[str]:
    """What was compared, in sentences: so that "no change" is never said about nothing."""
    old, new = comparison.old.register, comparison.new.register
    before, now, found = len(old.findings), len(new.findings), comparison.found_again
    lines = [
        f"Old: {old.path}: {old.told}.",
        f"New: {new.path}: {new.told}.",
        f"Of {plural(before, 'finding')} in the old register {found} {'is' if found == 1 else 'are'} in the new one, "
        f"{before - found} not; {now - found} came.",
    ]
    if comparison.is_one_file:
        lines.append("Both are the same file, byte for byte: an earlier copy was meant, perhaps.")
    return lines


def counted(comparison: Comparison) -> str:
    """How much was found, in words."""
    if not comparison.changes:
        return "Found: no change."
    small = f", {plural(len(comparison.rest), 'small change')}" if comparison.rest else ""
    grave = plural(len(comparison.grave), "change")
    return f"Found: {grave} that somebody should look at, {len(comparison.news)} news{small}."


def rest_in_words(comparison: Comparison) -> str:
    """What is only counted, in words; '' if there is none."""
    if not comparison.rest:
        return ""
    kinds = Counter(change.kind for change in comparison.rest)
    parts = [f"{plural(kinds[kind], words)} {verb}" for kind, words, verb in (
        (ChangeKind.OTHER, "other cell", "changed"), (ChangeKind.ROW_ADDED, "row", "added"),
        (ChangeKind.ROW_REMOVED, "row", "removed"))
        if kinds[kind]]
    findings = {fold(change.finding) for change in comparison.rest if change.finding}
    outside = sum(not change.finding for change in comparison.rest)
    where = [f"in {plural(len(findings), 'finding')}"] if findings else []
    where += [f"{outside} outside of findings"] if outside else []
    return f"{', '.join(parts)}: {' and '.join(where)}."
