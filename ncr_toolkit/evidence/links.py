"""Where the numbers of the evidence in a response lead, and what its files are called by those who get them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from ncr_toolkit.common.files import safe_name, unique_names
from ncr_toolkit.core.model import Evidence, Finding
from ncr_toolkit.core.register import Review
from ncr_toolkit.evidence.own_files import place_of

_LONGEST = 80  # bytes of a name, so that the whole path stays far below the 260 characters of Windows
_LONGEST_SUFFIX = 12


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """Where the file of a proof is found by whoever reads the response."""

    name: str  # as it is called there
    target: str  # what a link to it says: from the folder of the response, with `/` and percent codes; or an address


EvidenceFiles = Mapping[int, EvidenceFile]
"""By the row of the proof on its sheet."""


def files_beside(finding: Finding, review: Review, folder: Path) -> dict[int, EvidenceFile]:
    """The evidence as it lies in the evidence folder, from the `folder` of the responses; under the names that it bears
    in a package. What is not found has no link, and no link names a folder above that of the register."""
    rows = review.of(Evidence, finding)
    found = {}
    for row, name in zip(rows, names_of_files(rows), strict=True):
        place = place_of(row, review)
        if place.trouble is None and place.link:
            found[row.at.row] = EvidenceFile(place.link, place.link)
        elif place.trouble is None and place.path is not None and review.folder is not None:
            found[row.at.row] = EvidenceFile(name, _way(folder.resolve(), place.path.resolve(), review.folder))
    return found


def _way(start: Path, path: Path, evidence: Path) -> str:
    """The way from the folder `start` to a file, '' where `start` does not lie beside or below the evidence folder: the
    way there would tell the reader where the files lie in the house."""
    if not start.is_relative_to(evidence.resolve().parent):
        return ""
    return address(Path(os.path.relpath(path, start)).as_posix())


def address(name: str) -> str:
    """A name as the target of a link: letters of other alphabets stay, as Office writes them."""
    return "".join(letter if ord(letter) > 127 else quote(letter) for letter in name)


def names_of_files(rows: Sequence[Evidence]) -> list[str]:
    """A file name for each row: its id, then the name the file has. It does not depend on other rows, unless two would
    be the same on some system."""
    plain = [row.file.replace("\\", "/").rstrip("/").rpartition("/")[2] for row in rows]
    ends = [_suffix(name) for name in plain]
    stems = [f"{row.typed('id')}_{name[:len(name) - len(end)]}" for row, name, end in
             zip(rows, plain, ends, strict=True)]
    return [f"{stem}{end}" for stem, end in
            zip(unique_names([safe_name(stem, longest=_LONGEST) for stem in stems]), ends, strict=True)]


def _suffix(name: str) -> str:
    """`.pdf`; '' where what follows the last dot is no suffix."""
    dot, end = name.rpartition(".")[1:]
    plain = dot and name.rpartition(".")[0] and end.isascii() and end.isalnum() and len(end) < _LONGEST_SUFFIX
    return f".{end}" if plain else ""
