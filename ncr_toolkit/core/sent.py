"""What was sent to the certification body: each answer as it stood when its response or package was made.

The register says how an answer reads today. The body has a copy of what it read then, and judges by that.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from ncr_toolkit.common.names import fold
from ncr_toolkit.core.problem import Purpose

FILE = "sent.json"

Rows = dict[str, list[dict[str, str]]]
"""The rows of an answer by the prefix of their sheet; of each row what stands in its columns, by field."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one finding, as it went into a response or a package."""

    id: str  # of the finding
    version: int  # 1 for the first; one more for each that follows on one the body has
    day: date  # as on which it was made; of one that is noted again as the one sent, the day on which it went out
    purpose: Purpose  # what it was made to serve as
    way: str  # "package" or "response"
    file: str  # name of the package or document
    sha256: str  # of that file
    print: str  # the fingerprint of all it says
    rows: Rows = field(repr=False)

    @property
    def mark(self) -> str:
        """What tells it from another answer of the same version."""
        return mark_of(self.print)


def mark_of(print: str) -> str:
    """The first letters of the fingerprint of an answer, as people compare them: "3F9A-27C1"."""
    return f"{print[:4]}-{print[4:8]}".upper()


class Sent:
    """All answers that were made to be sent, in the order in which they were made."""

    def __init__(self, answers: Iterable[Answer] = ()) -> None:
        self._of: dict[str, list[Answer]] = defaultdict(list)
        for answer in answers:
            self._of[fold(answer.id)].append(answer)

    def of(self, id: str) -> list[Answer]:
        """Those to one finding, the first one first."""
        return self._of.get(fold(id), [])

    def in_file(self, sha256: str) -> list[Answer]:
        """Those that went into the package or document with this fingerprint."""
        return [answer for made in self._of.values() for answer in made if answer.sha256 == sha256]

    @property
    def ids(self) -> list[str]:
        """The findings that have one, folded."""
        return list(self._of)


def encoded(answers: Iterable[Answer]) -> bytes:
    """As the text of `sent.json`; the same answers give the same bytes."""
    found = {"answers": [_told(answer) for answer in answers]}
    return (json.dumps(found, indent=1, ensure_ascii=False, default=date.isoformat) + "\n").encode(errors="replace")


def _told(answer: Answer) -> dict[str, Any]:
    return {"stage" if name == "purpose" else name: value for name, value in asdict(answer).items()}


def decoded(data: bytes) -> list[Answer] | None:
    """The answers in the text of a `sent.json`; None where it is none."""
    try:
        return [_answer(found) for found in json.loads(data)["answers"]]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _answer(found: dict[str, Any]) -> Answer:
    rows = {str(prefix): [{str(name): str(text) for name, text in row.items()} for row in each]
            for prefix, each in found["rows"].items()}
    return Answer(str(found["id"]), int(found["version"]), date.fromisoformat(found["day"]), Purpose(found["stage"]),
                  str(found["way"]), str(found["file"]), str(found["sha256"]), str(found["print"]), rows)
