"""Taking down what was made to be sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ncr_toolkit.common.disk import fingerprint
from ncr_toolkit.common.output_folder import OutputFolder
from ncr_toolkit.common.unfinished import Part
from ncr_toolkit.common.version import __version__
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.problem import Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.sent import Answer
from ncr_toolkit.forms import Form
from ncr_toolkit.runs import sent_log
from ncr_toolkit.runs.new_run import NewRun
from ncr_toolkit.runs.sent_compare import print_of, rows_of, version
from ncr_toolkit.submission.contents import Contents
from ncr_toolkit.submission.responses import annex_name, names_of


@dataclass(frozen=True, slots=True)
class SentRecord:
    """The record beside a register, and who takes something down in it and when."""

    register: Path
    who: str
    made_at: datetime  # with its zone

    def take_down_package(self, contents: Contents, documents: dict[str, Path], package: Part, *, force: bool) -> None:
        """Take down a package with its documents by name, and put it in its place; none of both without the other."""
        review = contents.assessment.review
        package.keep()
        with self._entry(review) as line:
            sent_log.note(line, of_package(contents, package.path, package.place.name), review)
            for document, path in documents.items():
                line.write(document, path.read_bytes())
            line.deliver(lambda: package.put(over=force), package.take_back,
                         {package.place: fingerprint(package.path)})

    def take_down_responses(self, assessment: Assessment, findings: Sequence[Finding], folder: OutputFolder,
                            purpose: Purpose | None = None, form: Form | None = None) -> None:
        """Take down final responses that were written, on our pages or in `form`, each with its annex, and put them in
        their place in `folder`. What cannot be taken down is not final: CannotRun is raised, and it is not there."""
        review, named = assessment.review, names_of(assessment, form)
        made = [(finding, named(finding), fingerprint(folder.made(named(finding))),
                 purpose or assessment.readiness(finding).wanted) for finding in findings]
        answers = of_responses(made, review)
        if not answers:
            sent_log.beside(self.register).mend()  # what was killed when it was all but taken down
            return
        with self._entry(review) as line:
            sent_log.note(line, answers, review)
            names = [name for answer in answers for name in (answer.file, annex_name(answer.file))
                     if name == answer.file or folder.is_new(name)]
            for name in names:
                line.write(f"responses/{name}", folder.made(name).read_bytes())
            line.deliver(folder.put, folder.take_back,
                         {folder.path / name: fingerprint(folder.made(name)) for name in names})

    def take_down_sending(self, answers: list[Answer], review: Review) -> None:
        """Take down which of several answers went out: each once more, with the day on which it did."""
        with self._entry(review) as line:
            sent_log.note(line, answers, review)

    def _entry(self, review: Review) -> NewRun:
        return sent_log.entry(review, self.register, self.who, self.made_at, __version__)


def of_package(contents: Contents, package: Path, name: str) -> list[Answer]:
    """The answers of a package that lies at `package` and will be called `name`."""
    sha256, today = fingerprint(package), contents.assessment.review.today
    return [Answer(item.id, item.version, today, item.purpose, "package", name, sha256, item.print, item.rows)
            for item in contents.items]


def of_responses(made: Iterable[tuple[Finding, str, str, Purpose]], review: Review) -> list[Answer]:
    """The answers of final responses: each with the finding, the name of its document, that file's sha256 and what it
    serves as. One that says what the last response to that finding said is left out: it is taken down already."""
    found = []
    for finding, name, sha256, purpose in made:
        rows = rows_of(finding, review)
        answer = Answer(finding.label, version(finding, review), review.today, purpose, "response", name, sha256,
                        print_of(rows), rows)
        if not _is_known(answer, review):
            found.append(answer)
    return found


def _is_known(answer: Answer, review: Review) -> bool:
    """Whether the last response that was taken down says the same and serves as the same."""
    made = [each for each in (review.sent.of(answer.id) if review.sent else []) if each.way == answer.way]
    return bool(made) and (made[-1].print, made[-1].purpose) == (answer.print, answer.purpose)
