"""What the checks of evidence know about its files: where each lies, and what it is. Each is looked into once a run."""

from __future__ import annotations

from pathlib import Path

from ncr_toolkit.common.folder import FileTrouble, Located
from ncr_toolkit.core.model import Action, Containment, Evidence, ReadinessStep
from ncr_toolkit.core.register import Review
from ncr_toolkit.evidence.inspect import is_online_only
from ncr_toolkit.evidence.no_proof import ONLINE, NoProof, Verdicts, beginning, by_name, placeholder, properties_of
from ncr_toolkit.evidence.opens import why_not
from ncr_toolkit.evidence.own_files import place_of


def _verdicts(review: Review) -> Verdicts:
    return Verdicts(is_online_only)


def found_of(proof: Evidence, review: Review) -> Located | None:
    """What the file cell of a proof points to; None where there is no cell or no folder to look in."""
    return place_of(proof, review) if review.folder is not None and proof.known("file") else None


def no_proof_of(proof: Evidence, review: Review) -> NoProof | None:
    """Why the file of a row is no proof, whatever its name says; None where nothing speaks against it, or there is no
    file. Looked at once for all checks: of a file that is not there, too, several names are looked for."""
    return review.once_for(_no_proof_of, proof)


def _no_proof_of(proof: Evidence, review: Review) -> NoProof | None:
    found = found_of(proof, review)
    if review.folder is None or found is None:
        return None
    if found.path is not None and found.trouble is None:
        return review.once(_verdicts)[found.path, proof.file]
    if found.trouble is FileTrouble.FOLDER or (found.trouble is FileTrouble.MISSING and "~$" in proof.file):
        return by_name(proof.file)
    if found.trouble is FileTrouble.MISSING and placeholder(review.folder / proof.file.replace("\\", "/")):
        return ONLINE
    return None


class _Looked(dict[Path, str]):
    """Why files do not open, each looked at the first time it is asked for; what cannot be read is told elsewhere."""

    def __missing__(self, path: Path) -> str:
        try:
            return self.setdefault(path, why_not(path))
        except OSError:
            return self.setdefault(path, "")


def _looked_at(review: Review) -> _Looked:
    return _Looked()


def why_closed(path: Path, review: Review) -> str:
    """Why a file does not open as what its name says, as the end of a sentence; '' where it does."""
    return review.once(_looked_at)[path]


def title_of(proof: Evidence, review: Review) -> str:
    """The title and the status in the properties of the file of a proof; '' where there is none."""
    found = found_of(proof, review)
    return "" if found is None or found.path is None or found.trouble else review.once(_titles)[found.path]


class _Titles(dict[Path, str]):
    """The titles of files, each read the first time it is asked for."""

    def __missing__(self, path: Path) -> str:
        return self.setdefault(path, "" if is_online_only(path) else properties_of(path))


def _titles(review: Review) -> _Titles:
    return _Titles()


def beginning_of(proof: Evidence, review: Review) -> tuple[str, ...]:
    """The first lines of the text of the file of a proof; nothing where it has none, or is too large to be read."""
    found = found_of(proof, review)
    return () if found is None or found.path is None or found.trouble else review.once(_beginnings)[found.path]


class _Beginnings(dict[Path, tuple[str, ...]]):
    """How the texts of files begin, each read the first time it is asked for."""

    def __missing__(self, path: Path) -> tuple[str, ...]:
        return self.setdefault(path, () if is_online_only(path) else beginning(path))


def _beginnings(review: Review) -> _Beginnings:
    return _Beginnings()


def work_of(proof: Evidence, review: Review) -> list[str]:
    """What the action, step or readiness item that a proof supports says."""
    found = [review.find(kind, proof.supports) for kind in (Action, Containment, ReadinessStep)]
    return [record.typed(column.name) for record in found if record is not None for column in record.SHEET.columns
            if column.name in ("what", "done_when", "rationale", "item")]
