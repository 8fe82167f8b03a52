"""The evidence that goes with an answer: the files of its own rows, under names that last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ncr_toolkit.common.folder import FileTrouble, fingerprint, plain_fingerprint
from ncr_toolkit.core.model import Evidence, Finding
from ncr_toolkit.core.register import Review
from ncr_toolkit.evidence.links import EvidenceFile, address, names_of_files
from ncr_toolkit.evidence.own_files import place_of

FOLDER = "evidence"

_WHY = {
    FileTrouble.LOCAL: "names a place on one computer or server; nothing is taken from there. Put the file into the "
                   "evidence folder, and type its name",
    FileTrouble.OUTSIDE: "leads out of the evidence folder; nothing is taken from there. Put the file into the "
                         "evidence "
                     "folder, and type its name",
    FileTrouble.MISSING: "is not in the evidence folder. Put it there, or correct the name",
    FileTrouble.FOLDER: "is a folder. Name each file of it in a row of its own",
    FileTrouble.EMPTY: "is empty. Put the real file in its place",
    FileTrouble.UNREADABLE: "cannot be opened. Close it in other programs, or ask for the right to read it",
    FileTrouble.INSECURE: "is a link that is not https, or not whole. Type the whole https link",
    FileTrouble.OWN: "is or carries the register, a copy of it, or a record of ncr, and holds internal notes and other "
                     "findings; it is never packed. Name the file that is the proof",
    FileTrouble.ANSWER: "is an answer of our own: it says what is to be proven, and proves nothing. Name the file that "
                        "is the proof",
    FileTrouble.SEVERAL: "names several files. Give each a row of its own",
}


@dataclass(frozen=True, slots=True)
class Proof:
    """One row of the sheet Evidence as it goes into a package."""

    row: Evidence
    name: str = ""  # in the package, with `/`; '' where there is no file
    path: Path | None = None
    sha256: str = ""
    size: int = 0
    link: str = ""


def proofs(finding: Finding, folder_name: str, review: Review) -> tuple[list[Proof], list[str]]:
    """The evidence of a finding in the order of its rows, and why some of it cannot be packed (a sentence each).

    `folder_name`: of the finding in the package. Files come from the evidence folder alone, and only those that a row
    of this finding names.
    """
    found, refused = [], []
    rows = review.of(Evidence, finding)
    for row, name in zip(rows, names_of_files(rows), strict=True):
        place = place_of(row, review)
        if place.trouble is not None:
            refused.append(f"'{row.file}' of {row.label} {_WHY[place.trouble]}. ({row.cell('file')})")
        elif place.link and "@" in urlsplit(place.link).netloc:
            refused.append(f"The link of {row.label} holds a name or password, and whoever gets the package reads it. "
                           f"Take it out of the link. ({row.cell('file')})")
        elif place.path is None:
            found.append(Proof(row, link=place.link))
        else:
            proof, why = _of_file(row, f"{FOLDER}/{folder_name}/{name}", place.path)
            found.append(proof)
            refused += [why] if why else []
    return found, refused


def _of_file(row: Evidence, name: str, path: Path) -> tuple[Proof, str]:
    """A file with its fingerprint; the sentence says where it is not the one whose fingerprint stands in the row."""
    found = fingerprint(path)
    if not found:
        return Proof(row), f"'{row.file}' of {row.label} {_WHY[FileTrouble.UNREADABLE]}. ({row.cell('file')})"
    changed = row.known("sha256") and plain_fingerprint(row.sha256) != found
    why = (f"'{row.file}' of {row.label} is not the file whose fingerprint the register holds. Bring that one back; if "
           f"the new one is right, empty the fingerprint. ({row.cell('sha256')})") if changed else ""
    return Proof(row, name, path, found, path.stat().st_size), why


def links(found: Iterable[Proof]) -> dict[int, EvidenceFile]:
    """The evidence as a response in its folder of the package finds it, by the rows of the sheet Evidence."""
    return {proof.row.at.row: EvidenceFile(proof.name.rpartition("/")[2], f"../{address(proof.name)}") if proof.name
            else EvidenceFile(proof.link, proof.link) for proof in found if proof.name or proof.link}
