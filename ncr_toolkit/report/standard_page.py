"""The standards whose packs come along, as text and as a file to change: `ncr explain --standard`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ncr_toolkit.common.shell import to_type
from ncr_toolkit.common.text import listing, plural
from ncr_toolkit.core import packs
from ncr_toolkit.core.examples import wrap
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.packs import PARTS, Pack, pack_file
from ncr_toolkit.core.packs.own_file import text_of
from ncr_toolkit.core.packs.pack import NextEdition
from ncr_toolkit.report.text_lines import headed

_HEAD = f"""\
# A pack of your own standard: what a finding may refer to, what an answer must hold, and what helps to find causes.
# Change what differs. Make a register by it:  {{command}}
# It has to lie beside the register, whose sheet Register names it in 'Standard pack'. For a register that is there
# already enter its name, {{name}}, in that cell.
#
#   standard, title, system  its name with the edition, its title, and what is certified
#   corrective_action        the clause on nonconformity and corrective action; one of [clauses]
#   [subject]                what the system looks after, in a sentence: "changes the ..."; `renewed` names the columns
#                            of the sheet Findings that are to be filled anew when an action changes it
#   [bones]                  sets of bones for the fishbone, the first is offered; the usual sets follow by themselves
#   [clauses], [controls]    number = short title. Numbers stand in quotes, so that 5.10 stays 5.10
# What may be left out:
#   bank, [[questions]]      questions that help to find a cause; common_questions = true adds those that always fit
#   [[reporting]]            a law by which a finding may have to be reported besides, as a question
#   unused                   columns that the workbook hides as long as they are empty, by their keys
#   [expected]               columns of the sheet Findings that a finding on one of these references should fill
#   [[also_asked]]           what this standard asks of a nonconformity besides; `column`: where the answer stands
#   [[grades]]               a grade that is answered otherwise than usual: name, nonconformity = true or false, and
#                            wanted, some of {", ".join(PARTS[:5])},
#                            {", ".join(PARTS[5:])}
#   [headers], [prompts], [examples], [offered], [about]
#                            what the workbook says in other words, by the keys in the hidden first row of each sheet;
#                            another header only for the columns that stand here
#   [next_edition], sources, looked_up_on, note
#                            where it was read and when; what is not known is left out

"""


def standards_told(text: str, width: int) -> str:
    """The standard that the words mean, or a list of all where there are no words. Raises CannotRun."""
    return _page(_meant(text), width) if text.strip() else _list(width)


def standard_file(text: str, name: str) -> str:
    """The pack that the words mean as the content of a file of that name, to be changed. Raises CannotRun."""
    own = is_file(text)
    source = text_of(Path(text), pack_file.WHAT) if own else packs.source(_meant(text).id)
    return ("" if own else _HEAD.format(name=name, command=to_type("new", "--pack", Path(name)))) + source


def is_file(text: str) -> bool:
    """Whether a standard is named by the file of a pack of one's own."""
    return text.strip().casefold().endswith(".toml")


def _meant(text: str) -> Pack:
    """The pack of that name, or in the file of that name. Raises CannotRun."""
    return pack_file.read(Path(text.strip())) if is_file(text) else packs.named(text)


def edition_told(coming: NextEdition) -> str:
    """What is known of the edition to come, and that it is not confirmed where it is not."""
    return f"{coming.standard}, {'published' if coming.published else 'not confirmed as published'} (looked up on " \
           f"{coming.looked_up_on}): {coming.told}"


def _list(width: int) -> str:
    intro = "A register is made by one standard: `ncr new --pack NAME`. Findings against the others go into the same " \
            "register; its column 'Standard' says which."
    lines = [wrap(f"{name}: {pack.standard}, {pack.title} ({_counted(pack)})", width, "  ", "    ")
             for name, pack in ((name, packs.load(name)) for name in packs.known())]
    return "\n".join([wrap(intro, width, "", ""), "", *lines, "",
                      "`ncr explain --standard NAME` tells all of one; with -o FILE.toml it becomes the beginning of "
                      "one of your own."]) + "\n"


def _counted(pack: Pack) -> str:
    controls = sum(reference.startswith("A.") for reference in pack.references)
    parts = [plural(len(pack.references) - controls, "clause"), plural(controls, "control") if controls else "",
             plural(len(pack.questions), "question") if pack.questions else ""]
    return listing(part for part in parts if part)


def _page(pack: Pack, width: int) -> str:
    head = f"{pack.standard}: {pack.title} ({pack.id})"
    return "\n".join([head, "", *headed(_rows(pack), width, pack.sources)]) + "\n"


def _rows(pack: Pack) -> Iterator[tuple[str, str]]:
    yield "Holds", f"{_counted(pack)}; the drop-downs list them"
    yield "Corrective action", f"{pack.corrective_action} {pack.references[pack.corrective_action]}"
    yield from (("Asked besides", f"{each.at}: {each.asks}") for each in pack.also_asked)
    renewed = listing(f"'{pack.header(Finding.SHEET.column(name))}'" for name in pack.subject.renewed)
    if renewed:
        at = f" ({listing(pack.subject.at)})" if pack.subject.at else ""
        yield "A change", f"An action that changes the {pack.subject.name} asks for {renewed} anew{at}."
    for name, references in pack.expected.items():
        yield "Expected", f"'{pack.header(Finding.SHEET.column(name))}' of a finding on {listing(references, 'or')}"
    yield "Bones", ", ".join(pack.bones)
    if pack.questions:
        yield pack.bank, ", ".join(dict.fromkeys(question.category for question in pack.questions))
    if pack.next_edition:
        yield "Next edition", edition_told(pack.next_edition)
        yield from (("", each) for each in pack.next_edition.sources)
    for law in pack.reporting:
        yield f"{law.law}?", f"{law.asks} {law.told} Looked up on {law.looked_up_on}; ask whoever advises you on law."
        yield from (("", each) for each in law.sources)
    if pack.note:
        yield "Note", pack.note
    yield from (("Read in", each) for each in pack.sources)
    if pack.looked_up_on:
        yield "Looked up on", str(pack.looked_up_on)
