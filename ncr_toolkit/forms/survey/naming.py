"""What a label means where it stands: by its section, its row, and the labels beside it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from ncr_toolkit.forms.meaning.answers import ROWS
from ncr_toolkit.forms.meaning.label_attributes import ANSWERERS
from ncr_toolkit.forms.meaning.mapping import LEAVE
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary, is_numbered, plain
from ncr_toolkit.forms.meaning.wording import split_label
from ncr_toolkit.forms.survey import row_tables
from ncr_toolkit.forms.survey.label_meaning import about, label_texts, meaning
from ncr_toolkit.forms.survey.of_whom import OF_OUR_SIDE, OF_THE_HOUSE, OF_WHO_SIGNS
from ncr_toolkit.forms.survey.walk import Seat, heading_title

AUDITOR = "that is the auditor's part"
BY_HAND = "sign and date it by hand"
SIGNS = "it is about who signs; sign and date it by hand"
CUSTOMER = "in a form of this kind the organisation is the supplier; say in the mapping file if it is the customer"
LEADER = "an 8D report asks for the leader of its own team; name that person yourself"
NOT_KNOWN = "the label is not known"
UNKNOWN = "unknown"  # rows of which nothing is known
UNCERTAIN = "it is not certain what it asks; say it in the mapping file"
MARKED = "a cell under '{}' takes a mark; set it by hand"
MARKS = "it takes a mark beside one of its answers; set it by hand"
NUMBER = "an 8D report has a number of its own, which the register does not hold"
_OF_ANY = {"owner": ("finding.owner", "actions.owner"), "due": ("finding.close_due", "actions.due"),
           "done_on": ("finding.closed_on", "actions.done_on"), "evidence": ("evidence", "finding.objective_evidence")}
"""What a label such as "Responsible" may ask where no answer stands before it."""
_TOLD = {"finding.extent", "finding.detection_cause", "finding.consequences", "finding.system_change"}
"""What an answer tells of the finding itself."""
_WHO = 3  # words of the name of who fills in what follows
_BRACKETED = re.compile(r"[(\uff08]([^()\uff08\uff09]{3,80})[)\uff09]")


@dataclass(frozen=True, slots=True)
class Meaning:
    """A label and what it means: one name, several of which none is certain, or none and why."""

    label: str
    names: tuple[str, ...] = ()
    why: str = ""  # why its place is left blank
    known: bool = True


@dataclass
class Naming:
    """Finds the meaning of labels."""

    words: Vocabulary
    signed: set[int] = field(default_factory=set)  # seats in a row or line in which somebody signs
    named: set[int] = field(default_factory=set)  # the same where a person is asked for, and no signature
    often: Counter[str] = field(default_factory=Counter)  # how often each label of a mapping stands in the form

    def of(self, said: str, seat: Seat, before: str = "") -> Meaning:
        """What a text asks, beside the labels `before`."""
        label, names = self._names(said, seat, before)
        if seat.auditor or self._is_theirs(said):
            return Meaning(label, names, AUDITOR)
        if left := self._left(label, names, seat):
            return Meaning(label, names, left)
        if seat.beyond and names in _OF_ANY.values():
            return Meaning(label, names, UNCERTAIN, known=False)
        if names == (LEAVE,):
            return Meaning(label, names, "the mapping file says so")
        remarks = any(each in self.words.blank for each in plain(label).split())
        if names and remarks and self.words.of_auditor(label) and not self.words.is_mapped(label) \
                and all(name.partition(".")[0] in ROWS or name in _TOLD for name in names):
            return Meaning(label, names, AUDITOR, known=False)  # "Remedial action - assessor's remark"
        if len(names) == 1 and names[0].endswith(".planned_on") and self.words.says_no_more_than_when(label):
            names = (names[0].replace(".planned_on", ".done_on"),)  # what was done at once has its day
        if self.words.eight and names == ("preventive",):
            names = ("preventive, finding.system_change",)  # D7 changes the management system
        return self._uncertain(label, names, before or seat.context) or \
            Meaning(label, names, "" if names else NOT_KNOWN, known=bool(names))

    def _is_theirs(self, said: str) -> bool:
        """Whether a label begins with the name of who fills it in: "Auditor: evidence seen"."""
        first = said.strip().partition("\n")[0]
        who, colon, what = first.replace("\uff1a", ":").partition(":")
        return bool(colon and what.strip()) and len(who.split()) <= _WHO and self.words.heads_auditor(who) \
            and not self.words.is_mapped(first)

    def _uncertain(self, label: str, names: tuple[str, ...], context: str) -> Meaning | None:
        """What a label only probably asks, or of whom; None where there is nothing to say."""
        if not names and (likely := self.words.perhaps.get(plain(label))):
            of_action = likely == ("actions",) and plain(label) in self.words.anchors.get("actions", ())
            if of_action and context in ("causes", "whys"):
                return Meaning(label, likely)  # "Measure" behind the cause
            return Meaning(label, likely, UNCERTAIN, known=False)
        if names == ("finding.process",) and context in self.words.attributes_of \
                and plain(label) not in self.words.mapped:
            return Meaning(label, names, UNCERTAIN, known=False)  # behind an action it may be the department that acts
        reviewed = set(names) <= {"effects.reviewer", "effects.reviewed_on", "effects.reviewer, effects.reviewed_on"}
        if names and reviewed and AUDITOR in {self.words.left(half) for half in split_label(label)}:
            return Meaning(label, names, UNCERTAIN, known=False)  # "Verified by": the organisation, or the body
        theirs = any(map(self.words.heads_auditor, _BRACKETED.findall(label))) or (
            not names and self.words.heads_auditor(label))
        return Meaning(label, names, AUDITOR, known=False) if theirs and not self.words.is_mapped(label) else None

    def _names(self, said: str, seat: Seat, before: str) -> tuple[str, tuple[str, ...]]:
        label, names = meaning(said, self.words)
        if plain(label) in self.words.mapped:
            return label, names if self.often[plain(label)] == 1 else self._mapped(names, before or seat.context)
        if own := self._here(said, seat):
            return own
        asked = meaning(seat.section.title, self.words)[1] if self._is_answer(label, seat) else ()
        if asked and all(name in _TOLD or name.partition(",")[0].partition(".")[0] in ROWS for name in asked):
            return label, asked  # "Response:" under the heading "Root cause"
        if not names and (rows := _of_heading(said, seat)):
            return label, (rows,)
        return self.by_context(label, names, before or self._context(label, seat), beside=bool(before),
                               acted=bool(seat.acted))

    def _is_answer(self, label: str, seat: Seat) -> bool:
        """Whether a label only says that the organisation answers here: "Response", or "Client" beside "Auditor"."""
        row = seat.grid.cells[seat.cell.row] if seat.grid is not None and seat.cell is not None else []
        own = self.words.names(label) or self.words.asks(label)  # "Response owner"
        return (self.words.answers_here(label) and not own) or (
            seat.section.about in ROWS and self.words.names_us(label)
            and any(self.words.heads_auditor(each.said) for each in row))

    def _here(self, said: str, seat: Seat) -> tuple[str, tuple[str, ...]] | None:
        """What a label asks because of its section, its row, or the answer before it; None where nothing of its own."""
        for head in label_texts(said):
            here = seat.section.about
            if {here, seat.context} <= set(self.words.attributes_of) and here != "effects" != seat.context:
                here = seat.context  # "What" beside "Correction", in a section on the corrective action
            here = "effects" if seat.context == "effects" and self._is_in_row_of(seat, "effects") else here
            bare = self._is_bare_date(head, seat)
            own = "" if bare else self.words.here(head, here)
            own = own if here != "finding" or seat.topic in ("", "finding") else ""
            if not own and not here and not bare and "." in (other := self.words.here(head, seat.context)):
                own = other
            proof = self.words.here(head, "finding") if seat.topic == "finding" and not own else ""
            own = proof if proof.endswith("objective_evidence") else own
            if own:
                return head.strip().rstrip(":*\uff1a").strip(), (own,)
        return None

    def _is_in_row_of(self, seat: Seat, rows: str) -> bool:
        """Whether a label stands in a row of a table that begins with one about these rows."""
        row = seat.grid.cells[seat.cell.row] if seat.grid is not None and seat.cell is not None else []
        return bool(row) and row[0] is not seat.cell and about(row[0].said, self.words) == rows

    def _is_bare_date(self, label: str, seat: Seat) -> bool:
        """Whether "Date" stands where the effectiveness is checked, but in no table about that: it may be the day of
        who signs."""
        return plain(label) in self.words.dates and "effects" in (seat.section.about, seat.context) \
            and (seat.cell is None or seat.section.about != "effects")

    def _context(self, label: str, seat: Seat) -> str:
        """The rows that a label such as "Responsible" is about: where no answer stands before it, or only how that of
        the action will be checked, the corrective action, if it was asked for."""
        parts = self.words.two(label) or [label]
        asked = {row_tables.attribute(each, self.words)[1] for each in parts} & {"owner", "due", "done_on"}
        free = seat.context in ("", "evidence") and (asked != {"done_on"} or plain(label) not in self.words.closes)
        behind = free or (seat.context == "effects" and (
            self.words.of_action(label) or (is_numbered(label) and asked != {"done_on"})))
        return "actions" if seat.acted and asked and behind and not seat.beyond and seat.section.about != "signature" \
            else seat.context

    def _mapped(self, names: tuple[str, ...], context: str) -> tuple[str, ...]:
        """A mapping of a label that stands more than once, and names a field of rows, asks among other rows the same
        of those."""
        rows, _, one = names[0].partition(".")
        if not one or rows not in ROWS or context in ("", rows) or "effects" in (rows, context):
            return names
        asked = next((each for each, own in self.words.attributes_of.get(rows, {}).items() if own == one), "")
        other = self.words.attributes_of.get(context, {}).get(asked, "")
        return (f"{context}.{other}",) if other else names

    def by_context(self, label: str, names: tuple[str, ...], context: str, *, beside: bool = True,
                   acted: bool = False) -> tuple[str, tuple[str, ...]]:
        """A label such as "Responsible" asks something of the answer before it; without one it may mean any. `beside`:
        that answer stands in its row; `acted`: the corrective action was asked for before."""
        word, asked = row_tables.attribute(label, self.words)
        if context == "causes" and not names and plain(label) in self.words.anchors.get("actions", ()):
            return label, ("actions",)  # "Action" in the column, or the row, behind "Root cause"
        if names or not asked:
            both = "" if names else self._both_of(label, context)
            return label, (both,) if both else names
        return word, self._of_answer(label, asked, context, beside=beside, acted=acted)

    def _of_answer(self, label: str, asked: str, context: str, *, beside: bool, acted: bool) -> tuple[str, ...]:
        own = self.words.attributes_of.get(context, {})
        behind = context == "actions" or (acted and context == "effects")
        if asked == "evidence" and (acted if not context else behind and not beside):
            return ("evidence",)  # what proves the answer: of its correction too
        if (context == "effects" and self.words.of_action(label)) or (
                not beside and asked == "done_on" and plain(label) in self.words.closes):
            return ()  # the day on which it was closed may be the auditor's, but in a row of its answer
        if context:
            return (f"{context}.{own[asked]}",) if asked in own else ()
        return _OF_ANY[asked]

    def _both_of(self, label: str, context: str) -> str:
        """What "Verified by / date", "Responsible / due date" ask of the answer before them: both; '' for all else."""
        own = self.words.attributes_of.get(context, {})
        halves = self.words.two(label) if own else []
        asked = [self.words.here(half, "effects") or ("effects.reviewer" if self.words.only_by(half) else "")
                 if context == "effects" else
                 f"{context}.{own[each]}" if (each := self.words.asks(half)) in own else "" for half in halves]
        return ", ".join(asked) if all(asked) and len({*asked}) > 1 else ""

    def _left(self, label: str, names: tuple[str, ...], seat: Seat) -> str:
        """Why a known label is left blank on purpose; '' where it is not."""
        if plain(label) in self.words.mapped:
            return ""
        if any(map(self.words.signature, _BRACKETED.findall(label))):
            return BY_HAND
        if names and not self._says_of_what(label) and ((id(seat) in self.signed and set(names) <= OF_WHO_SIGNS) or (
                id(seat) in self.named and set(names) <= OF_WHO_SIGNS - OF_THE_HOUSE)):
            return SIGNS
        other = self._of_eight(label, names) if self.words.eight or self.words.supplied else ""
        return other or ("" if names else self.words.left(label))

    def _says_of_what(self, label: str) -> bool:
        """Whether a label says of which rows it asks something: "Corrective action: responsible" is no signatory."""
        return any(self.words.names(head)[:1] == (each,) for head in list(label_texts(label))[1:] for each in ROWS)

    def _of_eight(self, label: str, names: tuple[str, ...]) -> str:
        """Why a label of an 8D report is about something else than in the form of a body; '' where it is not."""
        if self.words.is_customer(label) or (
                self.words.of_customer(label) and (self.words.whom(label) in ANSWERERS if not names
                                                   else set(names) <= OF_OUR_SIDE)):
            return CUSTOMER
        if names == ("audit.lead_auditor",) and not self.words.of_auditor(label):
            return LEADER
        return NUMBER if names == ("audit.report_reference",) and "audit" not in plain(label) else ""


def _of_heading(said: str, seat: Seat) -> str:
    """What room right under the heading of a section asks: what the section is about."""
    about = seat.section.about if seat.section.title == heading_title(said) else ""
    return "finding.statement" if about == "finding" else about if about in ROWS else ""
