"""All that a judgement of a register depends on, as one fingerprint: where it is the same, what was made of it holds.

The judgement goes by the whole register, the day, what lies beside the register, and this program: a single other byte
in any of them gives another fingerprint, and everything is made anew. Where it cannot be told, there is none.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from ncr_toolkit.common import disk
from ncr_toolkit.common.packages.limits import MB
from ncr_toolkit.core import packs
from ncr_toolkit.core.model import Audit
from ncr_toolkit.core.packs import Pack
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.sent import encoded

FILE = "made-from.json"
"""What a run keeps of that, and of what it said."""
MOST = 500 * MB
"""Of evidence: to read more than that takes as long as to judge anew."""
_PROGRAM = Path(__file__).parent.parent
_COMPILED = "__pycache__"
_VERSIONS = (".dist-info", ".egg-info")  # the second as packages of Linux distributions have it


def print_of_inputs(review: Review, *more: str) -> str:
    """The fingerprint of all that `review` is judged by, and of `more` that what is made of it depends on; '' where it
    cannot be told: then everything is to be made anew."""
    try:
        evidence, this = "none" if review.folder is None else _print_of_folder(review.folder), program()
    except OSError:  # a folder that may not be listed, a file that goes: what cannot be seen could change unseen
        return ""
    if not evidence or not this or not review.register.sha256:
        return ""
    sent = [answer for id in review.sent.ids for answer in review.sent.of(id)] if review.sent else []
    parts = (this, review.today.isoformat(), _pack(review.pack), review.register.path, review.register.sha256,
             review.previous.sha256 if review.previous else "", evidence, review.troubles, repr(review.own_rules),
             _mark(review.memory.encoded() if review.memory else b""), _mark(encoded(sent)), _reports(review),
             review.documents_in, more)
    return _mark(json.dumps(parts).encode())


def _pack(pack: Pack) -> str:
    """What a pack is told by: its name where it comes along with the program, else all that it says."""
    return pack.id if pack.id in packs.known() else repr(pack)


@cache
def program() -> str:
    """The fingerprint of this program: of every file of it, the versions of what is installed, and of Python; ''
    where it lies packed in one file and cannot be told from another version. Raises OSError."""
    if not _PROGRAM.is_dir():
        return ""
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(_PROGRAM.rglob("*")):
        if path.is_file() and _COMPILED not in path.parts:
            digest.update(f"\0{path.relative_to(_PROGRAM).as_posix()}\0".encode() + path.read_bytes())
    digest.update("\0".join(_installed(map(Path, sys.path))).encode(errors="replace"))
    return digest.hexdigest()


def _installed(places: Iterable[Path]) -> Iterator[str]:
    """The packages in these folders, each with its version, as their folders are called."""
    for place in places:
        if place.is_dir():
            yield from sorted(each.name for each in os.scandir(place) if each.name.endswith(_VERSIONS))


def _print_of_folder(folder: Path) -> str:
    """The fingerprint of what lies in the evidence folder; '' where there is too much of it, or it leads elsewhere.
    Raises OSError where not all of it may be listed: files in it could be read all the same."""
    found, size = [str(folder.resolve()), str(folder.is_dir())], 0
    if folder.is_symlink():
        return ""
    for place, below, names in os.walk(folder, onerror=_raise) if folder.is_dir() else ():
        below.sort()
        for path in (Path(place) / name for name in sorted((*below, *names))):
            about = path.lstat()
            size += about.st_size
            if size > MOST or path.is_symlink():
                return ""
            found += [str(path), str(about.st_mode), _content(path)]
    return _mark("\0".join(found).encode(errors="surrogatepass"))


def _reports(review: Review) -> list[tuple[str, str]]:
    """What the audit reports that lie beside the register hold."""
    home = review.home
    return [] if home is None else [(str(home), "")] + [
        (audit.report_file, _content(home / Path(audit.report_file).name)) for audit in review.register.all(Audit)
        if audit.known("report_file")]


def _raise(error: OSError) -> None:
    raise error


def _content(path: Path) -> str:
    try:
        return disk.fingerprint(path) if path.is_file() else ""
    except OSError:  # which is a thing to judge by, too
        return "unreadable"


def _mark(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
