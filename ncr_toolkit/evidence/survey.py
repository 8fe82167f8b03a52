"""The whole of it: the rows, the files, what the checks say of them, and what only the files themselves tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from ncr_toolkit.common.folder import Fingerprints
from ncr_toolkit.common.names import fold
from ncr_toolkit.common.progress import SILENT, Progress
from ncr_toolkit.common.text import plural
from ncr_toolkit.core.model import Evidence
from ncr_toolkit.core.problem import Level, Problem
from ncr_toolkit.core.register import Review
from ncr_toolkit.evidence.filenames import SHORTCUTS, alike, is_junk, name_notes
from ncr_toolkit.evidence.folder_files import FolderFile, Shelf
from ncr_toolkit.evidence.inspect import is_online_only, notes_of
from ncr_toolkit.evidence.no_proof import Doubt, by_name
from ncr_toolkit.evidence.notes import EvidenceNote, Topic
from ncr_toolkit.evidence.own_files import answer_in, is_own
from ncr_toolkit.evidence.register_rows import (
    EvidenceRow,
    FingerprintState,
    Unnamed,
    entry,
    path_of,
    told_already,
    unnamed,
)

MB = 1024 * 1024
LARGE_FILE, LARGE_ALL = 25 * MB, 100 * MB
CHECKS = ("EVD002", "EVD003", "EVD004", "EVD007", "EVD011", "EVD013", "EVD014", "EVD015", "EVD016", "EVD025",
          "EVD017", "EVD018", "EVD019", "EVD020", "EVD021", "EVD022", "EVD023")
"""The checks that look at files: what they say is said in their words."""
GRAVE_IN_ROWS = frozenset((Topic.UNREAD, Topic.CLOUD, Topic.EMPTY, Topic.KIND, Topic.DAMAGED, Topic.LOCKED,
                           Topic.OUTSIDE))
"""What must be mended where a row names the file: the body will not be able to use it."""


@dataclass(frozen=True, slots=True)
class About:
    """One note with the file it is about, and the rows that name it."""

    name: str
    note: EvidenceNote
    rows: tuple[Evidence, ...] = ()


@dataclass
class EvidenceSurvey:
    """What was looked at, and what there is to say."""

    review: Review
    shelf: Shelf
    entries: list[EvidenceRow]
    unnamed: list[Unnamed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[About] = field(default_factory=list)
    whole: bool = True  # not only the rows of some findings

    @property
    def errors(self) -> int:
        """How many things must be mended."""
        return sum(each.level is Level.ERROR for each in self.problems) \
            + sum(about.note.level is Level.ERROR for about in self.notes)

    @property
    def nothing(self) -> bool:
        """Whether there was nothing to look at: then nothing is fine either."""
        return not self.entries and not self.shelf.items

    def no_proof(self) -> dict[str, EvidenceNote]:
        """The files that no row names and that are none as they are, or copies of another one, each with why."""
        return {about.name: about.note for about in self.notes
                if not about.rows and about.note.topic in GRAVE_IN_ROWS | {Topic.JUNK, Topic.COPY}}

    def recordable(self) -> list[EvidenceRow]:
        """The rows whose fingerprint is still to be written: their file opens, and nothing in it must be mended."""
        bad = {about.name for about in self.notes if about.note.level is Level.ERROR}
        rows = {each.order[1] for each in self.problems if each.level is Level.ERROR and is_of_a_row(each)}
        return [each for each in self.entries if each.state is FingerprintState.NEW and each.proof.at.row not in rows
                and plain_name(each.proof) not in bad]


def plain_name(proof: Evidence) -> str:
    """The file of a row as the folder's own names are written."""
    parts = proof.typed("file").strip().replace("\\", "/").split("/")
    return "/".join(part for part in parts if part not in ("", "."))


def files_to_read(shelf: Shelf, proofs: Iterable[Evidence], review: Review) -> dict[Path, int]:
    """Every file whose fingerprint is wanted, with its size: those of the rows, and those that no row names."""
    found = {item.path: item.size for item in shelf.items if not is_online_only(item.path)}
    for proof in proofs:
        path = path_of(proof, review)
        if path is not None and path not in found and not is_online_only(path):
            found[path] = path.stat().st_size
    return found


def survey(review: Review, shelf: Shelf, proofs: list[Evidence], prints: Fingerprints, problems: list[Problem],
           *, whole: bool, progress: Progress = SILENT) -> EvidenceSurvey:
    """Everything there is to say about these rows, and (`whole`) about the rest of the folder.

    `prints`: what was read of `files_to_read`; `problems`: what `CHECKS` found.
    """
    online = {item.path for item in shelf.items if is_online_only(item.path)}
    found = EvidenceSurvey(review, shelf, [entry(proof, review, prints, online) for proof in proofs], problems=problems,
                           whole=whole)
    users: dict[Path, list[Evidence]] = defaultdict(list)
    for every in review.register.all(Evidence):
        if path := path_of(every, review):
            users[path].append(every)
    chosen = set(map(id, proofs))
    mine = {path for path, rows in users.items() if any(id(proof) in chosen for proof in rows)}
    items = [item for item in shelf.items if whole or item.path in mine or _of_these(item, proofs)]
    rest = [item for item in items if item.path not in users and item.size and not is_junk(item.name)
            and not is_own(item.path, review) and answer_in(item.path, review) is None]
    said = _codes(problems)
    for item in progress.each(items, "Looking into the files"):
        rows = tuple(users.get(item.path, ()))
        codes = {code for proof in rows for code in said.get(proof.at.row, ())}
        found.notes += [_graver(About(item.name, note, rows)) for note in of_item(item, rows)
                        if not told_already(note, codes)]
    found.notes += _together(found, items, users, prints)
    found.unnamed = list(unnamed(rest, review, prints, online, found.no_proof()))
    return found


def _of_these(item: FolderFile, proofs: list[Evidence]) -> bool:
    """Whether a file lies in the folder of a finding that was asked for."""
    folder = item.name.partition("/")[0] if "/" in item.name else ""
    return bool(folder) and fold(folder) in {fold(proof.finding) for proof in proofs}


def _codes(problems: list[Problem]) -> dict[int, set[str]]:
    """What checks have said, by the number of the row."""
    said: dict[int, set[str]] = defaultdict(set)
    for problem in filter(is_of_a_row, problems):
        said[problem.order[1]].add(problem.code)
    return said


def is_of_a_row(problem: Problem) -> bool:
    """Whether it stands in a row of the sheet Evidence."""
    return (problem.key or "").startswith(f"{Evidence.SHEET.prefix}.")


def concerns(problem: Problem) -> bool:
    """Whether a problem of the register is told here: about files, or about what says which file is meant."""
    if problem.code.startswith(("CEL", "WBK")):
        return problem.key in ("evidence.file", "evidence.sha256", "register.evidence_folder") \
            or (problem.level is Level.ERROR and fold(problem.cell.sheet) == fold(Evidence.SHEET.name)
                and problem.code.startswith("WBK"))
    return problem.code in CHECKS


def _graver(about: About) -> About:
    grave = about.rows and about.note.topic in GRAVE_IN_ROWS
    return replace(about, note=replace(about.note, level=Level.ERROR)) if grave else about


def of_item(item: FolderFile, rows: tuple[Evidence, ...]) -> Iterator[EvidenceNote]:
    """What is to be said about one file by itself."""
    if is_junk(item.name):
        yield EvidenceNote(Level.WARNING if rows else Level.INFO, Topic.JUNK,
                           "was left behind by a program, and is no proof",
                           "Close the program, and delete the file.")
        return
    if (instead := by_name(item.name)) and not item.name.casefold().endswith(SHORTCUTS):
        yield EvidenceNote(Level.WARNING, Topic.CLOUD if instead.doubt is Doubt.AWAY else Topic.KIND, instead.message,
                           instead.fix)
    yield from name_notes(item.name)
    if item.size > LARGE_FILE:
        yield EvidenceNote(Level.WARNING, Topic.HUGE,
                           f"has {item.size // MB:,} MB, more than most mail servers let through",
                           "Ask the body for an upload; or send the pages or the part that proves it.")
    blocked = any(note.topic is Topic.BLOCKED for note in name_notes(item.name))
    yield from (note for note in notes_of(item.path) if not (blocked and note.topic is Topic.BLOCKED))


def _together(found: EvidenceSurvey, items: list[FolderFile], users: dict[Path, list[Evidence]], prints: Fingerprints) \
        -> Iterator[About]:
    """What only shows when files are seen side by side."""
    for other, first in alike(item.name for item in items).items():
        yield About(other, EvidenceNote(Level.WARNING, Topic.NAME,
                                        f"has a name that Windows and Mac take for '{first}'",
                                        "Rename one of them, and correct the name in the register."))
    firsts: dict[str, FolderFile] = {}
    for item in sorted(items, key=lambda item: (item.path not in users, item.name)):
        sha256 = prints.get(item.path, "") if item.size else ""
        original = firsts.setdefault(sha256, item) if sha256 else item
        both_named = item.path in users and original.path in users
        if original.path != item.path and not both_named and not is_junk(item.name):
            yield About(item.name, EvidenceNote(Level.INFO, Topic.COPY, f"holds the same as '{original.name}'",
                                                "Keep one of them, or look whether the right file was copied."))
    size = sum(item.size for item in items if item.path in users)
    if size > LARGE_ALL:
        yield About("", EvidenceNote(Level.WARNING, Topic.HUGE,
                                     f"The files that rows name have {size // MB:,} MB together, "
                                     "too much for a mail", "Ask the body for an upload."))
    for name, note in found.shelf.strange if found.whole else ():
        yield About(name, note)


def looked_at(found: EvidenceSurvey) -> str:
    """What was looked at: "22 evidence rows, 31 files, 12 MB"."""
    folder = found.shelf.folder
    if not folder.is_dir():
        there = f"there is no folder '{folder.name}' beside the register"
    else:
        size = found.shelf.size
        told = f"{size / MB:,.0f} MB" if size >= MB else f"{size / 1024:,.0f} KB"
        there = f"{plural(len(found.shelf.items), 'file')} in the folder '{folder.name}', {told}"
    return f"{plural(len(found.entries), 'evidence row')}, {there}"
