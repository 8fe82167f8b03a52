"""The responses of several findings, written into a folder: on our own pages, or in the body's form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.output_folder import OutputFolder
from ncr_toolkit.common.progress import SILENT, Progress
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.problem import Purpose
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


def load_form(path: Path, mapping: Path | None = None) -> Form:
    """A form of the body in which something can be filled. Raises CannotRun where there is nothing."""
    form = load(path, mapping)
    if not any(place.known for place in form.places):
        raise CannotRun(f"Nothing was found in {path} that could be filled; `ncr form {path}` shows what was looked "
                        "for.")
    return form


def response(assessment: Assessment, finding: Finding, purpose: Purpose | None = None, *,
             form: Form | None = None, template: Template | None = None) -> Response:
    """The response to one finding for a purpose (without one: what is wanted of it now), on the pages of `template`
    (ours without one), or `form` filled for it."""
    return _response(assessment, finding, purpose, form, template)[:2]


def _response(assessment: Assessment, finding: Finding, purpose: Purpose | None, form: Form | None,
              template: Template | None) -> tuple[bytes, tuple[str, ...], tuple[str, ...]]:
    """The response, its remarks, and the parts of the answer that the form lacks."""
    readiness = assessment.readiness(finding)
    if form is None:
        return response_bytes(assessment.review, finding, readiness, purpose=purpose, base=template), (), ()
    filled = form.fill(assessment.review, finding, readiness, purpose=purpose)
    return filled.content, (*_verdict(filled), *filled.left, *filled.notes, *filled.no_room), filled.judgement.lacks


def _verdict(filled: Filled) -> tuple[str, ...]:
    return (filled.verdict,) if filled.judgement.lacks else ()


def lacking(assessment: Assessment, finding: Finding, purpose: Purpose | None, form: Form | None, *,
            beside: bool = False) -> tuple[str, ...]:
    """Why `form` is no answer to a finding, in sentences: parts that its grade wants do not stand in it.

    `beside`: our own response goes with it, so what the form has no place for is answered there.
    """
    if form is None:
        return ()
    filled = form.fill(assessment.review, finding, assessment.readiness(finding), purpose=purpose)
    wanted = filled.judgement.blank if beside else filled.judgement.lacks
    if not wanted:
        return ()
    unknown = sum(each.state == "unknown" for each in filled.accounts)
    return (
        f"{filled.verdict}.",
        *(
            (
                f"{unknown} place{'s are' if unknown > 1 else ' is'} not known: `ncr form {form.path} "
                "--write-mapping LABELS.toml` lists them.",
            )
            if unknown
            else ()
        ),
    )


def write_responses(assessment: Assessment, findings: Sequence[Finding], folder: OutputFolder,
                    purpose: Purpose | None = None, *, form: Form | None = None, template: Template | None = None,
                    progress: Progress = SILENT) -> list[Written]:
    """Write the response to each of `findings`. Raises CannotRun, before anything is written, where a response that
    somebody changed would be replaced."""
    named = names_of(assessment, form)
    files = {named(finding): finding for finding in findings}
    folder.refuse_changed(files, lambda name: response(assessment, files[name], purpose, form=form,
                                                       template=template)[0])
    written = []
    for name in progress.each(list(files), "Writing responses"):
        finding = files[name]
        content, remarks, lacks = _response(assessment, finding, purpose, form, template)
        folder.write(name, content)
        readiness = assessment.readiness(finding)
        written.append(Written(name, finding, readiness.words, readiness.missing(purpose),
                               tuple(map(str, dropped(assessment.review, finding))), remarks, lacks))
    return written


def names_of(assessment: Assessment, form: Form | None = None) -> Callable[[Finding], str]:
    """What gives the name of a finding's response, on our pages or in `form`: unique among all of the register."""
    named, suffix = file_names(assessment.review.register.findings), form.suffix if form is not None else ".docx"
    return lambda finding: named[finding.at.row].removesuffix(".docx") + suffix


def take_away(assessment: Assessment, findings: Iterable[Finding], folder: OutputFolder,
              form: Form | None = None) -> dict[str, bool]:
    """The responses of an earlier run to findings that are not ready now, by name: taken away (True), or still there
    because somebody changed them."""
    names = map(names_of(assessment, form), findings)
    return {name: folder.discard(name) for name in names if (folder.path / name).exists()}
