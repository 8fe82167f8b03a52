"""The block at the end of a response that the certification body fills in, and the names by which it is read again.

Word keeps the tags of the fields; programs that lose them keep the labels.
"""

from __future__ import annotations

from enum import StrEnum

from ncr_toolkit.word.blocks import TextCell, facts, run
from ncr_toolkit.word.controls import day_field, text_field, tick_box

TITLE = "Certification body's review"
DECISIONS = {"Yes, the plan": "Plan accepted", "Yes, and closed": "Closed by body", "No, returned": "Returned"}
"""What stands beside each box, and what it is in the register's column Body's decision."""


TAGS = "ncr.reply."
"""What every tag begins with."""


class Tag(StrEnum):
    """The tags of the fields: what is read from them goes by these names."""

    DECISION = "ncr.reply.decision"  # of each box, with what it stands for behind it
    COMMENT = "ncr.reply.comment"
    REVISED_BY = "ncr.reply.revised_by"
    NAME = "ncr.reply.name"
    DATE = "ncr.reply.date"


LABELS = {"Accepted": Tag.DECISION, "Returned because": Tag.COMMENT, "Revised response by": Tag.REVISED_BY,
          "Name": Tag.NAME, "Date": Tag.DATE}
"""The label in front of each field."""
SIGNATURE = "Signature"


def box_tag(decision: str) -> str:
    """The tag of the box that stands for a decision."""
    return f"{Tag.DECISION}.{decision.lower().replace(' ', '-')}"


def review_block() -> str:
    """Blank fields: boxes to tick on the screen or on paper, a day to choose, and a line to sign on."""
    def field(label: str, number: int, lines: int) -> TextCell:
        tag = LABELS[label]
        made = day_field if tag in (Tag.DATE, Tag.REVISED_BY) else text_field
        return TextCell("", blank=True, more=made(label, tag, number) + run("\n" * lines))

    boxes = run("     ").join(tick_box(f"{label}: {decision}", box_tag(decision), number) + run(f" {label}")
                              for number, (label, decision) in enumerate(DECISIONS.items(), 1))
    return facts(TITLE, [
        ["Accepted", TextCell("", blank=True, more=boxes)],
        ["Returned because", field("Returned because", 4, 4)],
        ["Revised response by", field("Revised response by", 5, 1)],
        ["Name", field("Name", 6, 1), "Date", field("Date", 7, 1)],
        [SIGNATURE, TextCell("\n" * 2, blank=True)]], (38, 66, 20, 50), together=True, keep=True)
