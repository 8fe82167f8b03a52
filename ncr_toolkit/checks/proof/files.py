"""Files: what the evidence names opens for everybody, lies in its folder, and is what it seems."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.checks.proof.evidence_files import found_of, no_proof_of
from ncr_toolkit.checks.registry import Fault, check, fault
from ncr_toolkit.common.folder import FileTrouble, Located, is_beside, locate, named_in, names
from ncr_toolkit.common.names import fold, nearest
from ncr_toolkit.common.text import quoted
from ncr_toolkit.core.model import Evidence, Settings
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.evidence.own_files import answer_in

REFUSED = (FileTrouble.LOCAL, FileTrouble.OUTSIDE, FileTrouble.OWN, FileTrouble.ANSWER)


def located(proof: Evidence, review: Review) -> Located:
    """What the file cell of a proof points to; nothing where there is no cell or no folder to look in."""
    return found_of(proof, review) or Located()


@check("EVD002", Evidence, blocks=Purpose.PROOF)
def file_missing(proof: Evidence, review: Review) -> Iterator[Fault]:
    """The evidence file is not there

    Why: The response names the file. An auditor who asks for it and gets nothing doubts the rest.
    Fix: Put the file into the evidence folder, or correct its name. Names are relative to that folder.
    Source: Certification bodies' practice.
    Needs: The evidence folder; links are not opened.

    Bad:

        Evidence
        | Evidence ID | File or link  |
        |---|---|
        | E-1         | **logg.txt**  |
        | E-2         | **empty.txt** |

    Good:

        Evidence
        | Evidence ID | File or link                 |
        |---|---|
        | E-1         | log.txt                      |
        | E-2         | https://example.org/minutes/ |
    """
    found = located(proof, review)
    if review.folder is None or found.trouble is None or found.trouble in (*REFUSED, FileTrouble.INSECURE):
        return
    if no_proof_of(proof, review) is not None:  # what it is instead is told
        return
    if found.trouble is FileTrouble.SEVERAL:
        several = named_in(review.folder, proof.file)
        yield fault(proof, "file", f"The cell names {_count(several)} files ({quoted(several)}); give each a row of its own.",
                    fix="Copy the row for each file, each with an id, a date and a page of its own.")
    elif found.trouble is FileTrouble.EMPTY:
        yield fault(proof, "file", f"'{proof.file}' is empty: the file has no content.",
                    fix="Put the real file in its place.")
    elif found.trouble is FileTrouble.MISSING:
        meant = nearest(proof.file.replace("\\", "/"), review.once(_names), least=80)
        hint = f"; did you mean '{meant}'" if meant else ""
        yield fault(proof, "file", f"'{proof.file}' is not in the evidence folder '{review.folder.name}'{hint}.")
    else:
        says = found.trouble if found.trouble is FileTrouble.UNREADABLE else f"is {found.trouble}"
        yield fault(proof, "file", f"'{proof.file}' {says}.")


def _count(several: list[str]) -> str:
    return {2: "two", 3: "three"}.get(len(several), str(len(several)))


def _names(review: Review) -> list[str]:
    return names(review.folder) if review.folder is not None else []


@check("EVD003", Evidence, blocks=Purpose.PROOF)
def file_outside(proof: Evidence, review: Review) -> Iterator[Fault]:
    """The evidence lies outside the evidence folder

    Why: A path of your own computer or of a server opens for nobody else, and what lies outside the folder might be
    something that must not leave the house. The tool takes nothing from there.
    Fix: Copy the file into the evidence folder and write its name there, for example NC-1/log.txt.
    Source: Certification bodies' practice.
    Needs: The evidence folder.

    Bad:

        Evidence
        | Evidence ID | File or link          |
        |---|---|
        | E-1         | **C:\\Users\\ana\\log.txt** |
        | E-2         | **../../salaries.csv** |
        | E-3         | **http://example.org/a** |

    Good:

        Evidence
        | Evidence ID | File or link |
        |---|---|
        | E-1         | log.txt      |
    """
    trouble = located(proof, review).trouble
    if trouble is FileTrouble.LOCAL:
        yield fault(proof, "file", f"'{proof.file}' is a path of one computer; nobody else can open it.")
    elif trouble is FileTrouble.INSECURE:
        yield fault(proof, "file", f"'{proof.file}' is not a link that can be relied on: it is not https, or not whole.",
                    fix="Write the whole link with https://, or put the file itself into the evidence folder.")
    elif trouble is FileTrouble.OUTSIDE:
        yield fault(proof, "file", f"'{proof.file}' leads out of the evidence folder; the tool takes nothing from there.")
    elif trouble is FileTrouble.OWN:
        yield fault(proof, "file", f"'{proof.file}' is or carries the register, a copy of it, or a record of ncr: it holds "
                    "internal notes and other findings, and is never evidence.", fix="Name the file that is the proof.")
    elif trouble is FileTrouble.ANSWER and review.folder is not None:
        path = locate(review.folder, proof.file).path
        answer = answer_in(path, review) if path is not None else None
        yield fault(proof, "file", f"'{proof.file}' is {answer}: it says what is to be proven, and proves nothing.",
                    fix="Name the file that is the proof; the answer itself goes to the body by ncr package.")


@check("EVD004", Evidence, blocks=Purpose.PROOF)
def no_file_named(proof: Evidence, review: Review) -> Iterator[Fault]:
    """A proof names no file

    Why: A title is no proof.
    Fix: Write the name of the file in 'File or link', or delete the row.
    Source: Certification bodies' practice.

    Bad:

        Evidence
        | Evidence ID | Title    | File or link |
        |---|---|---|
        | E-1         | Gate log | **(empty)**  |

    Good:

        Evidence
        | Evidence ID | Title    | File or link |
        |---|---|---|
        | E-1         | Gate log | log.txt      |
    """
    if proof.blank("file"):
        yield fault(proof, "file", f"Evidence {proof.label} names no file.")


@check("EVD007", Evidence, level=Level.WARNING, blocks=Purpose.NEVER)
def link_differs(proof: Evidence, review: Review) -> Iterator[Fault]:
    """The link of the cell leads elsewhere than its text

    Why: Excel keeps the target of a link apart from the text that is shown. You see one file and open another; the
    tool goes by the text.
    Fix: Remove the link (right click, Remove Hyperlink) and check that the text is the right file.
    Source: This tool: so that nothing is lost or misread.

    Bad:

        Evidence
        | Evidence ID | File or link                |
        |---|---|
        | E-1         | **log.txt (link) old.txt** |

    Good:

        Evidence
        | Evidence ID | File or link |
        |---|---|
        | E-1         | log.txt      |
    """
    target = proof.links.get("file", "")
    folder = review.settings.evidence_folder or "evidence"
    if not target or proof.blank("file"):
        return
    plain = fold(target.replace("\\", "/").removeprefix("./").rstrip("/"))
    shown = fold(proof.file.replace("\\", "/").rstrip("/"))
    if plain not in (shown, fold(f"{folder}/{shown}")) and not plain.endswith("/" + shown):
        yield fault(proof, "file", f"The cell shows '{proof.file}', and its link opens '{target}'.")


@check("EVD011", Settings, blocks=Purpose.PROOF)
def folder_elsewhere(settings: Settings, review: Review) -> Iterator[Fault]:
    """The evidence folder is not beside the register

    Why: The folder goes where the register goes. One of another place opens for nobody else, and may hold what must not
    leave the house: the tool takes nothing from there.
    Fix: Put the folder beside the workbook, and write its name here, for example evidence.
    Source: This tool: so that nothing is lost or misread.

    Bad:

        Register
        | Evidence folder |
        |---|
        | **../../home**  |

    Good:

        Register
        | Evidence folder |
        |---|
        | evidence/2026   |
    """
    if settings.known("evidence_folder") and not is_beside(settings.evidence_folder):
        yield fault(settings, "evidence_folder", f"'{settings.evidence_folder}' is not a folder beside the register; "
                                                 "the folder 'evidence' was looked in instead.")
