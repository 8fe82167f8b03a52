"""File contents: whether an evidence file is the proof itself, can be read here, and shows anything."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ncr_toolkit.checks.proof.evidence_files import found_of, no_proof_of, why_closed, work_of
from ncr_toolkit.checks.registry import Fault, check, fault
from ncr_toolkit.core.model import Evidence
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.evidence.no_proof import Doubt, NoProof


def _told(proof: Evidence, review: Review, *doubts: Doubt, certain: bool = True) -> Iterator[Fault]:
    found = no_proof_of(proof, review)
    if found is not None and found.doubt in doubts and found.certain is certain and not _is_meant(found, proof, review):
        yield fault(proof, "file", f"'{proof.file}' {found.message}.", fix=found.fix)


def _is_meant(found: NoProof, proof: Evidence, review: Review) -> bool:
    """Whether the row says that this very page is the proof: "Sign-in page with the new notice"."""
    if found.doubt is Doubt.CONTRARY:
        return proof.baseline == "Yes" or bool(_FAILURE.search(_NO_FAILURE.sub("", proof.title)))
    if found.doubt is Doubt.BLANK and not found.certain:
        return bool(_NOTHING.search(proof.title))
    said = _SIGN_IN if found.certain else _MESSAGE
    return found.doubt is Doubt.GATE and any(said.search(text) for text in (proof.title, *work_of(proof, review)))


_SIGN_IN = re.compile(r"\b(?:sign[ -]?in|log-?in|log in (?:page|screen)|sign[ -]?on|log-?on|anmelde\w*|connexion)\b", re.IGNORECASE)
_MESSAGE = re.compile(_SIGN_IN.pattern + r"|\b(?:error|40[1345]|access|denied|blocked|switched off|not found|refuse[sd]?)\b", re.IGNORECASE)
_NO_FAILURE = re.compile(r"\b(?:no|not|without|0|zero) (?:fail|error|crash)\w*", re.IGNORECASE)
_FAILURE = re.compile(r"\b(?:fail\w*|errors?|refus\w*|block\w*|reject\w*|denied|traceback|crash\w*|unsuccessful)\b",
                      re.IGNORECASE)
_NOTHING = re.compile(r"\b(?:no|none|nothing|empty|zero)\b", re.IGNORECASE)


@check("EVD017", Evidence, blocks=Purpose.PROOF)
def leads_elsewhere(proof: Evidence, review: Review) -> Iterator[Fault]:
    """The evidence file only leads to the proof, or is half of it

    Why: A shortcut, a link of a cloud program, an unfinished download and the mark of an open document look like a file
    in the folder. The body unpacks them and has nothing.
    Fix: Put the file itself into the evidence folder, open it once, and write its name here.
    Source: Our advice.
    Needs: The evidence folder.

    Bad:

        Findings
        | Finding ID |
        |---|
        | NC-1       |

        Evidence
        | Evidence ID | Finding ID | File or link         |
        |---|---|---|
        | E-1         | NC-1       | **plan.gdoc**        |
        | E-2         | NC-1       | **log.pdf.crdownload** |
        | E-3         | NC-1       | **~$form.docx**      |

    Good:

        Findings
        | Finding ID |
        |---|
        | NC-1       |

        Evidence
        | Evidence ID | Finding ID | File or link                         |
        |---|---|---|
        | E-1         | NC-1       | log.txt                              |
        | E-2         | NC-1       | https://docs.google.com/document/d/x |
    """
    yield from _told(proof, review, Doubt.POINTER)


@check("EVD018", Evidence, blocks=Purpose.PROOF)
def lies_elsewhere(proof: Evidence, review: Review) -> Iterator[Fault]:
    """The evidence lies only in a cloud, or cannot be read here

    Why: OneDrive, iCloud and the like show names of files that are not on the computer. What cannot be read cannot be
    packed, and nobody has seen whether it is the right file.
    Fix: Keep the file on this device (right click > Always keep on this device), and run again.
    Source: Our advice.
    Needs: The evidence folder.

    Bad:

        Findings
        | Finding ID |
        |---|
        | NC-1       |

        Evidence
        | Evidence ID | Finding ID | File or link    |
        |---|---|---|
        | E-1         | NC-1       | **minutes.pdf** |

    Good:

        Findings
        | Finding ID |
        |---|
        | NC-1       |

        Evidence
        | Evidence ID | Finding ID | File or link |
        |---|---|---|
        | E-1         | NC-1       | page.pdf     |
    """
    yield from _told(proof, review, Doubt.AWAY)


@check("EVD019", Evidence, blocks=Purpose.PROOF)
def shows_nothing(proof: Evidence, review: Review) -> Iterator[Fault]:
    """The evidence file shows nothing

    Why: An empty page, a picture of one colour or a document without a word opens well and proves nothing; the auditor
    sends the answer back.
    Fix: Open the file and look; then put the file that shows the result into the evidence folder, and write its name
    here.
    Source: Our advice.
    Needs: The evidence folder.

    Bad:

        Findings
        | Finding ID |
        |---|
        | NC-1       |

        Evidence
        | Evidence ID | Finding ID | File or link   |
        |---|---|---|
        | E-1         | NC-1       | **blank.txt**  |
        | E-2         | NC-1       | **blank.html** |

    Good:

        Findings
        | Finding ID |
        |---|
        | NC-1       |

        Evidence
        | Evidence ID | Finding ID | File or link |
        |---|---|---|
        | E-1         | NC-1       | log.txt      |
        | E-2         | NC-1       | page.pdf     |
    """
    yield from _told(proof, review, Doubt.BLANK)


@check("EVD020", Evidence, blocks=Purpose.PROOF)
def asks_to_sign_in(proof: Evidence, review: Review) -> Iterator[Fault]:
    """The evidence file is the page that asks to sign in

    Why: Who saves a page of a website without being signed in keeps the website's door. Under the name of a PDF nobody
    notices before the auditor does.
    Fix: Sign in, open the page that proves it, and print it to a PDF. If the page to sign in is itself the proof, say so
    in the title of the row.
    Source: Our advice.
    Needs: The evidence folder.

    Bad:

        Findings
        | Finding ID |
        |---|
        | NC-1       |

        Evidence
        | Evidence ID | Finding ID | Title    | File or link   |
        |---|---|---|---|
        | E-1         | NC-1       | Gate log | **login.html** |

    Good:

        Findings
        | Finding ID |
        |---|
        | NC-1       |

        Evidence
        | Evidence ID | Finding ID | Title                        | File or link |
        |---|---|---|---|
        | E-1         | NC-1       | Sign-in page with the notice | login.html   |
        | E-2         | NC-1       | Gate log                     | log.txt      |
    """
    yield from _told(proof, review, Doubt.GATE)


@check("EVD021", Evidence, level=Level.WARNING)
def hardly_a_proof(proof: Evidence, review: Review) -> Iterator[Fault]:
    """The evidence file hardly shows what it is meant to

    Why: A file that holds only a link, a page that says "not found", a table of headings, a log that ends with FAIL, a
    mail that says the proof will follow: an auditor who opens it asks what it proves.
    Fix: Open the file. If it is the proof all the same, say in its title what it shows.
    Source: Our advice.
    Needs: The evidence folder.

    Bad:

        Findings
        | Finding ID |
        |---|
        | NC-1       |

        Evidence
        | Evidence ID | Finding ID | File or link |
        |---|---|---|
        | E-1         | NC-1       | **link.txt** |
        | E-2         | NC-1       | **gone.html** |

    Good:

        Findings
        | Finding ID |
        |---|
        | NC-1       |

        Evidence
        | Evidence ID | Finding ID | Title                    | File or link |
        |---|---|---|---|
        | E-1         | NC-1       | Gate log                 | log.txt      |
        | E-2         | NC-1       | Error page of the old chat, 404 since it is off | gone.html |
    """
    found = found_of(proof, review)
    if found is not None and found.path is not None and not found.trouble and not why_closed(found.path, review):
        yield from _told(proof, review, *Doubt, certain=False)


@check("EVD023", Evidence, level=Level.INFO, blocks=Purpose.NEVER)
def written_otherwise(proof: Evidence, review: Review) -> Iterator[Fault]:
    """The name of the evidence file is written with other capitals than on the disk

    Why: Windows and Mac find Log.PDF under log.pdf; other systems, and the auditor's list, do not.
    Fix: Write the name as it stands on the disk, or rename the file.
    Source: Our advice.
    Needs: The evidence folder.

    Bad:

        Findings
        | Finding ID |
        |---|
        | NC-1       |

        Evidence
        | Evidence ID | Finding ID | File or link |
        |---|---|---|
        | E-1         | NC-1       | **LOG.txt**  |

    Good:

        Findings
        | Finding ID |
        |---|
        | NC-1       |

        Evidence
        | Evidence ID | Finding ID | File or link |
        |---|---|---|
        | E-1         | NC-1       | ./log.txt    |
    """
    name = _name_on_disk(proof, review)
    typed = "/".join(part for part in _composed(proof.typed("file")).replace("\\", "/").split("/") if part not in ("", "."))
    if name and name != typed and name.casefold() == typed.casefold():
        yield fault(proof, "file", f"'{proof.file}' was found as '{name}': its capitals are others on the disk.")


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text.strip())


def _name_on_disk(proof: Evidence, review: Review) -> str:
    found = found_of(proof, review)
    if found is None or found.path is None or review.folder is None:
        return ""
    home = review.folder.resolve()
    return _composed(found.path.relative_to(home).as_posix()) if found.path.is_relative_to(home) else ""
