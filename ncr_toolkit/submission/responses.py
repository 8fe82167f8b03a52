"""The responses of several findings, written into a folder: on our own pages, or in the body's form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.output_folder import OutputFolder
from ncr_toolkit.common.progress import SILENT, Progress
from ncr_toolkit.common.shell import to_type
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.problem import Purpose
from ncr_toolkit.evidence.links import EvidenceFiles, files_beside
from ncr_toolkit.forms import Filled, Form, load
from ncr_toolkit.word.left_out import dropped
from ncr_toolkit.word.response import file_names, response_bytes
from ncr_toolkit.word.template.template import Template

Response = tuple[bytes, tuple[str, ...]]
"""The document, and what a form leaves blank or what is to know of it, in sentences."""


@dataclass(frozen=True, slots=True)
class Written:
    """A response that lies in its folder."""

    name: str  # of the file
    finding: Finding
    words: str  # what is proven
    missing: tuple[str, ...]  # the gaps for which it is marked DRAFT
    left_out: tuple[str, ...]  # cells with characters that Word cannot store
    remarks: tuple[str, ...]  # what the form leaves blank, and what is to know of it
    lacks: tuple[str, ...] = ()  # parts of the answer that the form itself lacks
    empty: bool = False  # nothing of the answer stands in the form


def load_form(path: Path, mapping: Path | None = None) -> Form:
    """A form of the body in which something can be filled. Raises CannotRun where there is nothing."""
    return fillable(load(path, mapping))


def fillable(form: Form) -> Form:
    """`form`, where something can be filled in it. Raises CannotRun where there is nothing."""
    if not any(place.known for place in form.places):
        raise CannotRun(f"Nothing was found in {form.path} that could be filled; `{to_type('form', Path(form.path))}` "
                        "shows what was looked for.")
    return form


def response(assessment: Assessment, finding: Finding, purpose: Purpose | None = None, *,
             form: Form | None = None, template: Template | None = None, files: EvidenceFiles | None = None) \
        -> Response:
    """The response to one finding for a purpose (without one: what is wanted of it now), on the pages of `template`
    (ours without one), or `form` filled for it. `files`: where the numbers of the evidence lead."""
    readiness = assessment.readiness(finding)
    if form is None:
        return response_bytes(assessment.review, finding, readiness, purpose=purpose, base=template, files=files), ()
    filled = form.fill(assessment.review, finding, readiness, purpose=purpose)
    return filled.content, remarks(filled)


def remarks(filled: Filled) -> tuple[str, ...]:
    """What a filled form lacks and leaves blank, and what is to know of it, in sentences."""
    lacks = (filled.verdict,) if filled.judgement.lacks else ()
    return (*lacks, *filled.left, *filled.notes, *filled.no_room)


def lacking(assessment: Assessment, finding: Finding, purpose: Purpose | None, form: Form | None, *,
            beside: bool = False, annex: bool = False) -> tuple[str, ...]:
    """Why `form` is no answer to a finding, in sentences: parts that its grade wants do not stand in it.

    `beside`: our own response goes with it, so what the form has no place for is answered there; `annex`: it goes with
    it where something does not fit.
    """
    if form is None:
        return ()
    filled = form.fill(assessment.review, finding, assessment.readiness(finding), purpose=purpose, beside=beside,
                       annex="annex" if annex else "")
    wanted = filled.wants(beside=beside)
    if not wanted:
        return ()
    unknown = sum(each.state == "unknown" for each in filled.accounts)
    return (
        f"{filled.verdict}.",
        *(
            (
                f"{unknown} place{'s are' if unknown > 1 else ' is'} not known: "
                f"`{to_type('form', Path(form.path), '--write-mapping', 'LABELS.toml')}` lists them.",
            )
            if unknown
            else ()
        ),
    )


def write_responses(assessment: Assessment, findings: Sequence[Finding], folder: OutputFolder,
                    purpose: Purpose | None = None, *, form: Form | None = None, template: Template | None = None,
                    annex: bool = False, summary: bool = False, progress: Progress = SILENT) -> list[Written]:
    """Write the response to each of `findings`. `annex`: our own response goes with a form that has not room enough.
    `summary`: the first page alone, under a name of its own.
    Raises CannotRun, before anything is written, where a response that somebody changed would be replaced."""
    named = names_of(assessment, form, summary=summary)
    files = {named(finding): finding for finding in findings}
    made = _Made(assessment, purpose, form, template, annex, summary, folder.path)
    places = {each: name for name in files for each in ((name, annex_name(name)) if annex and form else (name,))}
    folder.refuse_changed(places, lambda each: made.of(places[each], files[places[each]])[0].get(each, b""))
    written = []
    for name in progress.each(list(files), "Writing responses"):
        finding = files[name]
        documents, told, lacks, empty = made.of(name, finding)
        for each, content in documents.items():
            folder.write(each, content)
        readiness = assessment.readiness(finding)
        written.append(Written(name, finding, readiness.words, readiness.missing(purpose),
                               tuple(map(str, dropped(assessment.review, finding))), told, lacks, empty))
    return written


@dataclass(frozen=True, slots=True)
class _Made:
    """What is written for a finding."""

    assessment: Assessment
    purpose: Purpose | None
    form: Form | None
    template: Template | None
    annex: bool
    summary: bool
    folder: Path

    def of(self, name: str, finding: Finding) -> tuple[dict[str, bytes], tuple[str, ...], tuple[str, ...], bool]:
        """The documents by name, the remarks, the parts of the answer that the form lacks, and whether it has none."""
        own = response_bytes(self.assessment.review, finding, self.assessment.readiness(finding), purpose=self.purpose,
                             base=self.template, summary=self.summary,
                             files=files_beside(finding, self.assessment.review, self.folder)) \
            if self.form is None or self.annex else b""
        if self.form is None:
            return {name: own}, (), (), False
        beside = annex_name(name) if self.annex else ""
        filled = self.form.fill(self.assessment.review, finding, self.assessment.readiness(finding),
                                purpose=self.purpose, annex=beside)
        told = (*remarks(filled), *((f"{beside} is its annex: send both",) if filled.annexed else ()))
        return {name: filled.content, **({beside: own} if filled.annexed else {})}, told, \
            filled.wants(beside=False), filled.empty


def annex_name(name: str) -> str:
    """Of the annex of a form that is filled as the response of this name."""
    return f"{name.rpartition('_response')[0]}_annex.docx"


def names_of(assessment: Assessment, form: Form | None = None, *, summary: bool = False) -> Callable[[Finding], str]:
    """What gives the name of a finding's response, on our pages or in `form`, or of its first page alone: unique among
    all of the register."""
    named, suffix = file_names(assessment.review.register.findings), form.suffix if form is not None else ".docx"
    kind = "summary" if summary else "response"
    return lambda finding: f"{named[finding.at.row].removesuffix('response.docx')}{kind}{suffix}"


def take_away(assessment: Assessment, findings: Iterable[Finding], folder: OutputFolder,
              form: Form | None = None) -> dict[str, bool]:
    """The responses of an earlier run to findings that are not ready now, by name: taken away (True), or still there
    because somebody changed them."""
    names = map(names_of(assessment, form), findings)
    return {name: folder.discard(name) for name in names if (folder.path / name).exists()}
