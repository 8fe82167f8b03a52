"""What `ncr respond` and `ncr package` say of what they made, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from ncr_toolkit.common.shell import to_type
from ncr_toolkit.common.text import listing, one_line, plural
from ncr_toolkit.compare.answer_parts import IN_HAND
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.letter_parts import LetterPart
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.sent import mark_of
from ncr_toolkit.runs.sent_compare import unlike_made
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
            else "not ready: nothing of the answer stands in the form"
            if each.empty
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


def letter_lines(parts: Sequence[LetterPart]) -> Iterator[str]:
    """What the letter lacks, each with its cell: what it needs first."""
    needed, rest = [part for part in parts if part.needed], [part for part in parts if not part.needed]
    if needed:
        yield "The letter to the body is not ready; it does not say:"
        yield from (one_line(f"  - {part.what} ({part.cell})") for part in needed)
    if rest:
        yield one_line(f"The letter would {'also ' * bool(needed)}say, where the register knew it: "
                       + listing(f"{part.what} ({part.cell})" for part in rest) + ".")


def not_to_send(parts: Sequence[LetterPart]) -> Iterator[str]:
    """That a package with a letter that lacks these parts is not ready to be sent, and what to do."""
    needed = sum(part.needed for part in parts)
    yield (f"The package is not ready to send: its letter is marked DRAFT, and no mail was drafted. Fill the "
           f"{'cell' if needed == 1 else f'{needed} cells'} named above, and pack it again with --force.")


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


def at_the_body(findings: Iterable[Finding]) -> str:
    """That these are left out, since the body has their answers; '' where there are none."""
    told = [f"{one_line(finding.label)} ({_has_it(finding)})" for finding in findings]
    return (f"The body has the answer to {listing(told)} and asked for no other: to pack it again, name the ID, or add "
            "--all.") if told else ""


def _has_it(finding: Finding) -> str:
    """By what the register says that the body has the answer."""
    if finding.response_sent_on:
        return f"sent on {finding.response_sent_on}"
    name = "status" if finding.status in IN_HAND else "body_decision"
    return f"{finding.cell(name)} says {finding.typed(name)}"


def unlike_lines(contents: Contents) -> Iterator[str]:
    """Answers that were made before, say something else and were not noted as sent: only one may go out."""
    review = contents.assessment.review
    for item in contents.items:
        others = [each for each in unlike_made(item.finding, review, review.today)
                  if each.version == item.version and each.print != item.print]
        if others:
            last = others[-1]
            yield one_line(f"! {item.id}: {last.file} of {last.day} holds another answer (mark {last.mark}) that is "
                           f"not noted as sent. Only one may go out; this one bears the mark {mark_of(item.print)}.")


def when_sent(register: Path, answers: Iterable[str | Path], day: date) -> str:
    """What to type once the answers have gone out; `answers`: the ids, or the option that names their package."""
    told = to_type("sent", register, *answers, "--on", str(day))
    return f"When it has gone out, enter that into the register: {told}"


def packed_lines(contents: Contents, out: Path, size: int, code: str) -> Iterator[str]:
    """What was packed, finding by finding; `size` in bytes; `code`: of the package."""
    for item in contents.items:
        files = sum(bool(proof.name) for proof in item.proofs)
        links = sum(bool(proof.link) for proof in item.proofs)
        told = plural(files, "file of evidence", "files of evidence")
        told += f", {plural(links, 'link')} (not packed)" if links else ""
        grade = one_line(item.finding.typed("grade"))
        which = f"version {item.version}, mark {mark_of(item.print)}"
        yield f"  {one_line(item.id):<20} {grade:<16} {which}, {item.readiness.words}, {told}"
    left = f", {len(contents.refused)} left out" if contents.refused else ""
    yield (f"{plural(len(contents.items), 'answer')} packed into {out} ({size / 1e6:.1f} MB){left}. "
           f"`{to_type('verify', out)}` tells whether it is whole.")
    if contents.refused:
        names = [one_line(f"{each.finding.label} ({plural(len(each.gaps), 'point')})") for each in contents.refused]
        yield f"Left out, because not ready: {listing(names)}."
    yield f"Its code is {code}: tell the body by another way than the package goes, by telephone for example."
