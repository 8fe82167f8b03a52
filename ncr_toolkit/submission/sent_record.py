"""Taking down what was made to be sent."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.problem import Stage
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.sent import Answer
from ncr_toolkit.runs.disk import fingerprint
from ncr_toolkit.runs.sent_compare import print_of, rows_of, version
from ncr_toolkit.submission.contents import Contents


def of_package(contents: Contents, package: Path, name: str) -> list[Answer]:
    """The answers of a package that lies at `package` and will be called `name`."""
    sha256, today = fingerprint(package), contents.assessment.review.today
    return [Answer(item.id, item.version, today, contents.stage, "package", name, sha256, item.print, item.rows)
            for item in contents.items]


def of_responses(made: Iterable[tuple[Finding, str, str]], review: Review, stage: Stage) -> list[Answer]:
    """The answers of final responses: each with the finding, the name of its document and that file's sha256. One that
    says what the last response to that finding said is left out: it is taken down already."""
    found = []
    for finding, name, sha256 in made:
        rows = rows_of(finding, review)
        answer = Answer(finding.label, version(finding, review), review.today, stage, "response", name, sha256,
                        print_of(rows), rows)
        if not _is_known(answer, review):
            found.append(answer)
    return found


def _is_known(answer: Answer, review: Review) -> bool:
    """Whether the last response that was taken down says the same for the same stage."""
    made = [each for each in (review.sent.of(answer.id) if review.sent else []) if each.way == answer.way]
    return bool(made) and (made[-1].print, made[-1].stage) == (answer.print, answer.stage)
