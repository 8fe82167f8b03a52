"""What `ncr respond` said the last time, kept in the folder of the responses: where nothing has changed since, neither
the register is judged again nor a response made again.

It is used only where all that the responses depend on is the same, byte for byte, and every one of them lies there as
it was made. Whoever removes the file, or a response, has everything made anew.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from ncr_toolkit.common import disk
from ncr_toolkit.common.output_folder import OutputFolder

FILE = ".ncr-made.json"


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of responses that were written."""

    lines: list[str]
    sum: str  # the line that counts them, {} for what was done
    aside: list[str]  # what is said about what no response holds


def keep(folder: OutputFolder, names: list[str], inputs: str, told: Told) -> None:
    """Keep what was said of these responses, which were made from `inputs` (`print_of_inputs`), to be put in place
    with them; nothing where the inputs are not known."""
    if inputs:
        kept = {"from": inputs, "files": {name: disk.fingerprint(folder.made(name)) for name in names}, **asdict(told)}
        folder.write(FILE, json.dumps({**kept, "whole": _mark(kept)}, indent=1).encode())


def recall(folder: OutputFolder, inputs: str) -> Told | None:
    """What was said of the responses in the folder, where they were made from the same inputs and are as they were;
    else None."""
    try:
        kept = json.loads((folder.path / FILE).read_bytes())
        whole = kept.pop("whole")
        if not inputs or kept["from"] != inputs or whole != _mark(kept):
            return None
        if any(disk.fingerprint(folder.path / name) != sha256 for name, sha256 in kept["files"].items()):
            return None
        return Told(kept["lines"], kept["sum"], kept["aside"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _mark(kept: dict[str, Any]) -> str:
    """The fingerprint of what is kept: half of it is nothing."""
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()
