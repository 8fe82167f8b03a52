"""What was found the last time, kept in a file: a register that has not changed since is not read again.

What is found depends on the day, so what is kept serves for the day on which it was found.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.files import write_whole
from ncr_toolkit.common.folder import fingerprint
from ncr_toolkit.common.version import __version__
from ncr_toolkit.portfolio.facts import FindingFacts, Load, RegisterFacts
from ncr_toolkit.runs import archive, sent_log


def unchanged(kept: Path, paths: Iterable[str], today: date) -> dict[str, RegisterFacts]:
    """The facts kept in the file, by path, of those registers that are as they were, with what lies beside them.

    A file that is missing, of another day or of another version keeps nothing. Raises CannotRun where it is of another
    kind, or damaged: it would be overwritten.
    """
    wanted = set(paths)
    try:
        found = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else None
        if found is None or (found["version"], found["today"]) != (__version__, today.isoformat()):
            return {}
        known = [_facts(each["facts"]) for each in found["registers"]
                 if each["facts"]["path"] in wanted and each["seal"] == _seal(each["facts"])]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise CannotRun(f"{kept} is no file that `ncr portfolio` has kept, and is left as it is; choose another "
                        "name.") from None
    return {each.path: each for each in known}


def keep(kept: Path, found: Iterable[RegisterFacts], today: date) -> None:
    """Write what was found into the file, in place of what it held."""
    registers = [{"seal": _seal(facts), "facts": facts} for facts in (asdict(each) for each in found if each.ok)]
    whole = {"version": __version__, "today": today.isoformat(), "registers": registers}
    write_whole(kept, json.dumps(whole).encode(), force=True)


def _facts(told: Mapping[str, Any]) -> RegisterFacts:
    made = _tuples(told)
    made["findings"] = tuple(FindingFacts(**_tuples(each)) for each in made["findings"])
    made["people"] = tuple(Load(**each) for each in made["people"])
    return RegisterFacts(**made)


def _tuples(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(each) if isinstance(each, list) else each for name, each in told.items()}


def _seal(told: Mapping[str, Any]) -> str:
    """The fingerprint of what is told of a register, of its bytes, and of names, sizes and times of what lies in the
    folders beside it: none of them may have changed."""
    path = Path(told["path"])
    digest = sha256(json.dumps(told, sort_keys=True).encode() + fingerprint(path).encode())
    for file in filter(Path.is_file, map(Path, told["beside"])):
        digest.update(f"{file}\0{fingerprint(file)}\0".encode(errors="surrogateescape"))
    for folder in (*map(Path, told["beside"]), path.parent / archive.FOLDER, path.parent / sent_log.FOLDER):
        for place, _, files in sorted(os.walk(folder)):
            for name in sorted(files):
                state = Path(place, name).lstat()
                digest.update(f"{place}/{name}\0{state.st_size}\0{state.st_mtime_ns}\0".encode(errors="surrogateescape"))
    return digest.hexdigest()
