"""The index of the evidence: every row with the fingerprint of its file, and rows for files that no row names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.folder import FileTrouble, Fingerprints, locate, plain_fingerprint
from ncr_toolkit.common.names import fold, nearest
from ncr_toolkit.common.text import allowed
from ncr_toolkit.core.model import Evidence, Finding
from ncr_toolkit.core.register import Review
from ncr_toolkit.evidence.folder_files import FolderFile
from ncr_toolkit.evidence.no_proof import by_name
from ncr_toolkit.evidence.notes import EvidenceNote, Topic
from ncr_toolkit.evidence.own_files import place_of


class FingerprintState(StrEnum):
    """How the fingerprint in a row stands to the file."""

    NEW = "not recorded"
    SAME = "unchanged"
    CHANGED = "changed"
    LINK = "link"  # to a page: there is no file
    NONE = "no file"
    UNREAD = "not read"


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One row of the sheet Evidence."""

    proof: Evidence
    path: Path | None  # where the file really lies
    sha256: str  # of the file as it is now, '' where there is none
    state: FingerprintState


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A file that no row names, as a row to paste: only the finding is guessed, where a folder bears its id."""

    item: FolderFile
    sha256: str
    id: str  # '' of what is no proof as it is, or a copy: it gets no row
    finding: str


def rows_of_ids(review: Review, ids: Sequence[str] = ()) -> list[Evidence]:
    """The rows of these findings, or with these ids; all without any. Raises CannotRun for an id that there is not."""
    every = review.register.all(Evidence)
    known = {fold(proof.typed("id")): proof.typed("id") for proof in every}
    known |= {fold(finding.typed("id")): finding.typed("id") for finding in review.register.findings}
    for id in ids:
        if not fold(id) or fold(id) not in known:
            meant = nearest(id, [name for name in known.values() if name])
            raise CannotRun(f"There is no finding or evidence {id!r} in {review.register.path}"
                            f"{f'; did you mean {meant}' if meant else ''}.")
    asked = set(map(fold, ids))
    return [proof for proof in every if not ids or asked & {fold(proof.typed("id")), fold(proof.typed("finding"))}]


def path_of(proof: Evidence, review: Review) -> Path | None:
    """Where the file of a row really lies, also one that is empty; None where there is none that can be read."""
    found = place_of(proof, review)
    return found.path.resolve() if found.path is not None and found.trouble in (None, FileTrouble.EMPTY) else None


def entry(proof: Evidence, review: Review, prints: Fingerprints, skipped: Collection[Path]) -> EvidenceRow:
    """One row with the fingerprint of its file. `skipped`: files that must not be read."""
    path = path_of(proof, review)
    if path is None:
        web = proof.known("file") and locate(Path(), proof.file).link
        return EvidenceRow(proof, None, "", FingerprintState.LINK if web else FingerprintState.NONE)
    sha256 = "" if path in skipped or not path.stat().st_size else prints[path]
    if not sha256:
        return EvidenceRow(proof, path, "", FingerprintState.UNREAD)
    if proof.blank("sha256"):
        return EvidenceRow(proof, path, sha256, FingerprintState.NEW)
    same = plain_fingerprint(proof.typed("sha256")) == sha256
    return EvidenceRow(proof, path, sha256, FingerprintState.SAME if same else FingerprintState.CHANGED)


def unnamed(items: list[FolderFile], review: Review, prints: Fingerprints,
            skipped: Collection[Path], no_proof: Collection[str]) -> Iterator[Unnamed]:
    """The rows for files that no row names, numbered on from the highest number of the sheet; those that are
    `no_proof`, by their names, have no number."""
    numbers = next_ids([proof.typed("id") for proof in review.register.all(Evidence)])
    for item in items:
        folder = item.name.partition("/")[0] if "/" in item.name else ""
        owner = review.find(Finding, folder) if fold(folder) else None
        sha256 = "" if item.path in skipped else prints[item.path]
        fit = sha256 and item.name not in no_proof and not by_name(item.name) and allowed(item.name) == item.name
        number = next(numbers) if fit else ""
        yield Unnamed(item, sha256, number, owner.typed("id") if owner is not None else "")


def next_ids(ids: list[str]) -> Iterator[str]:
    """E-17, E-18 ... after E-16, in the way most ids of the sheet are written."""
    found = [match for text in ids if (match := re.fullmatch(r"(.*?)(\d{1,9})", text.strip()))]
    counts = Counter(match[1] for match in found)
    prefix = max(counts, key=lambda each: counts[each], default="E-")
    ours = [match[2] for match in found if match[1] == prefix]
    width = max((len(digits) for digits in ours if digits.startswith("0")), default=1 if ours else 2)
    number = max(map(int, ours), default=0)
    while True:
        number += 1
        yield f"{prefix}{number:0{width}d}"


COVERED: dict[str, frozenset[Topic]] = {
    "EVD002": frozenset((Topic.EMPTY, Topic.UNREAD)),
    "EVD003": frozenset((Topic.OUTSIDE,)),
    "EVD015": frozenset((Topic.COPY,)),
    "EVD016": frozenset((Topic.KIND, Topic.DAMAGED, Topic.LOCKED, Topic.UNSEEN)),
    "EVD017": frozenset((Topic.JUNK, Topic.BLOCKED, Topic.KIND, Topic.DAMAGED, Topic.UNSEEN)),
    "EVD018": frozenset((Topic.CLOUD, Topic.UNREAD)),
    "EVD019": frozenset((Topic.EMPTY, Topic.DAMAGED, Topic.KIND)),
    "EVD020": frozenset((Topic.KIND,)),
}
"""What a check says already about the file of a row: it is not said again in other words."""


def told_already(note: EvidenceNote, codes: Collection[str]) -> bool:
    """Whether one of these checks has said it."""
    return any(note.topic in COVERED.get(code, ()) for code in codes)
