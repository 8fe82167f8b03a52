"""What `ncr respond` and `ncr package` say of what they made, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from ncr_toolkit.common.shell import to_type
from ncr_toolkit.common.text import one_line, plural
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.submission.contents import Contents
from ncr_toolkit.submission.exclusions import worth_knowing
from ncr_toolkit.submission.made import Made
from ncr_toolkit.submission.responses import Written


def written_lines(written: Iterable[Written], *, gaps: bool, pages: Mapping[str, object] | None = None) \
        -> Iterator[str]:
    """Each response with how far it is; `gaps`: and each point that it lacks, for a form does not list them itself;
    `pages`: what is to say of the pages of each, by its name."""
    for each in written:
        words = (
            f"DRAFT, {len(each.missing)} missing"
            if each.missing
            else "not ready: the form lacks a part"
            if each.lacks
            else f"ready: {each.words}"
        )
        yield f"  {each.name:<34} {each.finding.typed('grade'):<16} {words}"
        yield from (f"    missing: {gap}" for gap in each.missing if gaps)
        yield from (f"    left out: control characters that Word cannot store, from {cell}" for cell in each.left_out)
        yield from (f"    {remark}" for remark in each.remarks)
        if pages is not None and each.name in pages:
            yield f"    {pages[each.name]}"


def adrift_line(assessment: Assessment) -> str:
    """The sentence about rows that no response holds; '' where there are none."""
    adrift = len(assessment.adrift)
    if not adrift:
        return ""
    rows = "1 row belongs to no finding and is" if adrift == 1 else f"{adrift} rows belong to no finding and are"
    return f"{rows} in no response; `{to_type('check', Path(assessment.review.register.path))}` names them."


def not_ready_lines(finding: str, purpose: str, gaps: Iterable[str]) -> Iterator[str]:
    """That a finding is not ready, and every reason."""
    yield f"{finding} is not ready{'' if purpose == 'decision' else f' for the {purpose}'}:"
    yield from (f"  - {gap}" for gap in gaps)


def leak_lines(contents: Contents) -> Iterator[str]:
    """What the evidence takes along, or the body cannot open: told before it leaves the house."""
    said, small = worth_knowing(contents)
    yield from (one_line(f"! {sentence}") for sentence in said)
    if small:
        yield (f"{plural(small, 'smaller thing')} that the evidence takes along (names, times): "
               f"`{to_type('evidence', Path(contents.assessment.review.register.path))}` lists them.")


def made_lines(made: Made) -> Iterator[str]:
    """What a form left blank, and where no PDF was made: nobody may think that it is in the package."""
    yield from (f"  {one_line(id)}, form: {remark}" for id, remark in made.remarks)
    if made.without_pdf is None:
        yield "No PDFs: neither LibreOffice nor Word was found."
        return
    if made.without_combined:
        yield made.without_combined
    if made.without_pdf:
        yield f"No PDF could be made of {', '.join(made.without_pdf)}; the Word documents are in the package."


def when_sent(register: Path, ids: Iterable[str], day: date) -> str:
    """What to type once the answers have gone out."""
    return f"When it has gone out, enter that into the register: {to_type('sent', register, *ids, '--on', str(day))}"


def packed_lines(contents: Contents, out: Path, size: int, code: str) -> Iterator[str]:
    """What was packed, finding by finding; `size` in bytes; `code`: of the package."""
    for item in contents.items:
        files = sum(bool(proof.name) for proof in item.proofs)
        links = sum(bool(proof.link) for proof in item.proofs)
        told = plural(files, "file of evidence", "files of evidence")
        told += f", {plural(links, 'link')} (not packed)" if links else ""
        grade = one_line(item.finding.typed("grade"))
        yield f"  {one_line(item.id):<20} {grade:<16} version {item.version}, {item.readiness.words}, {told}"
    left = f", {len(contents.refused)} left out" if contents.refused else ""
    yield (f"{plural(len(contents.items), 'answer')} packed into {out} ({size / 1e6:.1f} MB){left}. "
           f"`{to_type('verify', out)}` tells whether it is whole.")
    yield f"Its code is {code}: tell the body by another way than the package goes, by telephone for example."
