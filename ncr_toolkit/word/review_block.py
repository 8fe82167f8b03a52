"""The block at the end of a response that the certification body fills in, and the names by which it is read again.

Word keeps the tags of the fields; programs that lose them keep the labels. Both stay readable for ever: answers come
back long after they were sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache

from ncr_toolkit.common.translation import LANGUAGES, gettext, gettext_noop, in_every_language, pgettext
from ncr_toolkit.word.blocks import TextCell, facts, run
from ncr_toolkit.word.controls import day_field, text_field, tick_box

TITLE = gettext_noop("Certification body's review")
DECISIONS = {gettext_noop("Plan accepted"): "Plan accepted", gettext_noop("Closed"): "Closed by body",
             gettext_noop("Returned"): "Returned"}
"""What stands beside each box, and what it is in the register's column Body's decision."""
REMARKS = {gettext_noop("Noted, nothing more is due"): "Closed by body",
           gettext_noop("Look at it again, please"): "Returned"}
"""The same where no formal answer is due."""
_BEFORE = {"Yes, the plan": "Plan accepted", "Yes, and closed": "Closed by body", "No, returned": "Returned"}
CHOICES: tuple[Mapping[str, str], ...] = (DECISIONS, REMARKS, _BEFORE)
"""Every set of boxes that a response of ours ever had."""
VERIFIED = {gettext_noop("by document"): "By document", gettext_noop("on site"): "On site"}
EFFECTIVE = {gettext_noop("yes"): "Yes", gettext_noop("no"): "No"}
"""What stands beside the boxes of these two, and what it is on the sheet Replies."""


TAGS = "ncr.reply."
"""What every tag begins with."""


class Tag(StrEnum):
    """The tags of the fields: what is read from them goes by these names."""

    DECISION = "ncr.reply.decision"  # of each box, with what it stands for behind it
    VERIFIED = "ncr.reply.verified"  # the same
    EFFECTIVE = "ncr.reply.effective"  # the same
    COMMENT = "ncr.reply.comment"
    REVISED_BY = "ncr.reply.revised_by"
    CLOSED_ON = "ncr.reply.closed_on"
    NAME = "ncr.reply.name"
    DATE = "ncr.reply.date"


LABELS = {"Decision": Tag.DECISION, "Verified": Tag.VERIFIED, "Effective": Tag.EFFECTIVE,
          "Returned because": Tag.COMMENT, "Revised response by": Tag.REVISED_BY, "Closed on": Tag.CLOSED_ON,
          "Name": Tag.NAME, "Date": Tag.DATE, "Remarks": Tag.COMMENT, "Accepted": Tag.DECISION}
"""The label in front of each field; the last one is that of older responses."""
SIGNATURE = gettext_noop("Signature")
_WIDTHS = (38, 62, 22, 52)


@cache
def every_label() -> Mapping[str, Tag]:
    """The labels in front of the fields in every language that our documents speak."""
    return {said: tag for label, tag in LABELS.items() for said in in_every_language(label)}


@cache
def languages_by_label() -> Mapping[str, frozenset[str]]:
    """The codes of the languages in which such a label is one."""
    found: dict[str, set[str]] = {}
    for label in LABELS:
        for code, said in zip(LANGUAGES, in_every_language(label), strict=True):
            found.setdefault(said, set()).add(code)
    return {said: frozenset(codes) for said, codes in found.items()}


@cache
def every_signature() -> frozenset[str]:
    """The label in front of the line to sign in every one of them."""
    return frozenset(in_every_language(SIGNATURE))


def in_all(choices: Iterable[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """Sets of boxes in every one of them."""
    return [dict(zip(labels, each.values(), strict=True)) for each in choices
            for labels in zip(*map(in_every_language, each), strict=True)]


def box_tag(decision: str, of: Tag = Tag.DECISION) -> str:
    """The tag of the box that stands for a decision, or for another choice."""
    return f"{of}.{decision.lower().replace(' ', '-')}"


def review_block() -> str:
    """Blank fields: boxes to tick on the screen or on paper, days to choose, and a line to sign on."""
    return facts(gettext(TITLE), [
        [gettext("Decision"), _boxes(DECISIONS, Tag.DECISION, 1)],
        [gettext("Verified"), _boxes(VERIFIED, Tag.VERIFIED, 8),
         gettext("Effective"), _boxes(EFFECTIVE, Tag.EFFECTIVE, 10)],
        [gettext("Returned because"), _field("Returned because", 4, 3)],
        [gettext("Revised response by"), _field("Revised response by", 5, 1),
         gettext("Closed on"), _field("Closed on", 12, 1)],
        [gettext("Name"), _field("Name", 6, 1), gettext("Date"), _field("Date", 7, 1)],
        [gettext(SIGNATURE), TextCell("\n" * 2, blank=True)]], _WIDTHS, together=True, keep=True)


def remarks_block() -> str:
    """The same where no formal answer is due: room for a remark, and nothing to sign."""
    return facts(gettext(TITLE), [
        [gettext("Decision"), _boxes(REMARKS, Tag.DECISION, 1)],
        [gettext("Remarks"), _field("Remarks", 4, 1)],
        [gettext("Name"), _field("Name", 6, 0), gettext("Date"), _field("Date", 7, 0)]],
        _WIDTHS, together=True, keep=True)


def _field(label: str, number: int, lines: int) -> TextCell:
    tag = LABELS[label]
    made = day_field if tag in (Tag.DATE, Tag.REVISED_BY, Tag.CLOSED_ON) else text_field
    return TextCell("", blank=True, more=made(gettext(label), tag, number) + run("\n" * lines))


def _boxes(choice: Mapping[str, str], of: Tag, first: int) -> TextCell:
    """A box for each choice; `first`: the number of the first within the document."""
    made: Iterable[str] = (tick_box(f"{gettext(label)}: {pgettext('choice', meant)}", box_tag(meant, of), number)
                           + run(f" {gettext(label)}")
                           for number, (label, meant) in enumerate(choice.items(), first))
    return TextCell("", blank=True, more=run("     ").join(made))
