"""What `ncr verify` says, as lines for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from ncr_toolkit.common.text import allowed, plural, several, short
from ncr_toolkit.common.version import __version__
from ncr_toolkit.compare.change import Change
from ncr_toolkit.report.text_lines import wrap
from ncr_toolkit.runs.sent_compare import is_edit
from ncr_toolkit.submission.register_match import Matched
from ncr_toolkit.submission.system_files import system_of
from ncr_toolkit.submission.verify_package import Verified

MOST = 4
"""So many files that a system put in are named."""
_PROVEN = "That is the code you were told, and so it is the package that was made by whoever told you."
_UNPROVEN = ("Whether its sender made it no package can prove: who makes all of it anew makes its fingerprints, too. "
             "Ask the sender for the code by another way, by telephone for example, and add --code.")


def text(verified: Verified, matched: Sequence[Matched] | None, noted: str, *, told: bool = False) -> str:
    """The package, what is wrong with it, and how its answers stand to the register (None: there was none to look at).

    `noted`: what the record beside the register says of this package, '' without one. `told`: whether its code is the
    one that the reader was told.
    """
    of = f" of {verified.organisation}" if verified.organisation else ""
    lines = wrap(f"{verified.path}: a package{of} of {verified.day}, for the {verified.stage}, with "
                 f"{plural(len(verified.answers), 'answer')} and {plural(verified.files, 'file')}.")
    if verified.faults:
        lines += ["Not as it was made:", *(line for each in verified.faults for line in wrap(each, "  - ", "    "))]
    else:
        lines += wrap("It is whole: every file is the one of its list, none is missing and "
                      f"{'no other' if verified.by_system else 'none'} was added.")
    lines += _beside(verified)
    lines += wrap(f"Its code is {verified.code}. {_PROVEN if told else _UNPROVEN}")
    lines += wrap(f"Fingerprint of the package: {verified.sha256}{f' ({noted})' if noted else ''}")
    if matched is not None:
        lines += ["", *(line for each in matched for line in _answer(each)), *wrap(_closing(matched))]
    return "\n".join(allowed(line).replace("\n", " ") for line in lines) + "\n"


def _beside(verified: Verified) -> Iterator[str]:
    """How it was zipped again, and what a system put in by itself."""
    if verified.folder:
        yield from wrap(f"It was zipped again with a folder around it ({short(verified.folder)}), and looked at within "
                        "that.")
    by_system: dict[str, list[str]] = {}
    for name in verified.by_system:
        by_system.setdefault(system_of(name), []).append(name)
    for system, names in by_system.items():
        yield from wrap(f"{system[:1].upper()}{system[1:]} put in by itself what is not of the package, and harmless: "
                        f"{several([short(name) for name in names], MOST)}.")


def _answer(each: Matched) -> Iterator[str]:
    head = f"  {each.answered.id:<20} version {each.answered.version}  "
    if each.finding is None:
        yield f"{head}is not in the register"
    elif each.same:
        yield f"{head}reads as in the register{', but' if each.also else ''}"
    elif each.changes is None:
        yield f"{head}reads otherwise in the register now; what it was is not taken down beside it"
    else:
        yield f"{head}{'was changed in the register since' if each.edited else 'was carried on in the register since'}"
        for change in each.changes:
            yield from wrap(f"{change.message} ({change.cell})", "    - " if is_edit(change) else "    + ", "      ")
    for sentence in each.also:
        yield from wrap(sentence, "    - ", "      ")


def _closing(matched: Sequence[Matched]) -> str:
    edited = sum(each.edited for each in matched)
    carried = sum(not each.same and not each.edited for each in matched)
    same = len(matched) - edited - carried
    told = f"{same} of {plural(len(matched), 'answer')} read as the register does"
    if carried:
        told += f", {carried} with work that was added since"
    if edited:
        told += f"; {edited} no longer: what was sent is not what the register says"
    return f"{told}."


def as_json(verified: Verified, matched: Sequence[Matched] | None) -> str:
    """The same as one JSON object. Its shape is a contract: fields are added, never changed."""
    found = {
        "tool": {"name": "ncr-toolkit", "version": __version__},
        "package": str(verified.path), "sha256": verified.sha256, "code": verified.code, "day": verified.day,
        "stage": verified.stage, "organisation": verified.organisation, "files": verified.files,
        "whole": not verified.faults, "faults": list(verified.faults), "folder": verified.folder,
        "put_in_by_system": list(verified.by_system),
        "answers": [_as_json(each) for each in matched] if matched is not None else [
            {"finding": each.id, "version": each.version, "fingerprint": each.print, "response": each.response}
            for each in verified.answers],
    }
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def _as_json(each: Matched) -> dict[str, object]:
    return {"finding": each.answered.id, "version": each.answered.version, "fingerprint": each.answered.print,
            "response": each.answered.response, "in_register": each.finding is not None, "same": each.same,
            "edited": each.edited, "also": list(each.also),
            "changes": None if each.changes is None else [_change(one) for one in each.changes]}


def _change(change: Change) -> dict[str, object]:
    return {"cell": str(change.cell), "key": change.key, "record": change.record, "message": change.message,
            "old": change.old, "new": change.new, "edit": is_edit(change)}
