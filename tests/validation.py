"""Microsoft's validator of Open XML documents: what of a file does not fit its schema."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest

VALIDATOR = os.environ.get("NCR_OOXML_VALIDATOR", "")
SHORT = {"DOTNET_TieredPGO": "0", "DOTNET_gcConcurrent": "0"}
"""A run of half a second gains nothing from what makes long ones faster: a seventh less."""


def validated(path: Path, version: str) -> list[dict[str, Any]]:
    """The errors of a file by the schemas of that version of Office; skipped where the validator is missing."""
    if not VALIDATOR or not Path(VALIDATOR).exists():
        pytest.skip("the Open XML validator is not installed; .ci/run fetches it")
    return _validated(path.read_bytes(), path.suffix, version)


@cache
def _validated(content: bytes, suffix: str, version: str) -> list[dict[str, Any]]:
    """The same bytes are looked at once: it takes half a second."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"file{suffix}")
        path.write_bytes(content)
        done = subprocess.run([VALIDATOR, str(path), version], capture_output=True, text=True, timeout=120, check=False,
                              env=os.environ | SHORT)
    return json.loads(done.stdout)["errors"]
