"""The whole paper, from the figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from ncr_toolkit.common.text import cut
from ncr_toolkit.core.register import Review
from ncr_toolkit.management_review import decisions, how_it_went, month_by_month, rankings
from ncr_toolkit.management_review.blocks import LabelledValues, Paper, PaperSection, Sentence, TableCell
from ncr_toolkit.management_review.summary import in_short
from ncr_toolkit.management_review.trends.figures import Trends
from ncr_toolkit.management_review.wording import NAME, TEXT, agree, counted

TITLE = "Management review: findings and corrective actions"


@dataclass(frozen=True, slots=True)
class KeptRuns:
    """What is known of the kept runs beside what was read of them."""

    left_out: Sequence[str] = ()  # a sentence for each run that was not read, and why
    mark: str = ""  # that of the last run: noted in this paper, it proves later that no run was replaced
    marked: str = ""  # the day of that run


def review_paper(trends: Trends, review: Review, kept: KeptRuns) -> Paper:
    """The paper for management: the same figures give the same words."""
    asked = decisions.asked_decisions(trends, review)
    found = [how_it_went.overdue(trends), month_by_month.section(trends), how_it_went.pace(trends),
             how_it_went.effects(trends),
             rankings.gathering(trends, review), rankings.suppliers(trends, review), how_it_went.extensions(trends),
             how_it_went.lessons(trends), rankings.unreviewed(trends)]
    nothing = [each for each in found if isinstance(each, str) and each]
    sections = [PaperSection("In short", _in_short(trends, len(asked), kept)),
                *([decisions.section(asked)] if asked else []),
                *(each for each in found if isinstance(each, PaperSection)),
                *([PaperSection("Nothing to report", (Sentence(" ".join(nothing)),))] if nothing else []),
                _signature()]
    settings = review.register.settings
    name = cut(settings.typed("organisation"), NAME)
    return Paper(TITLE, ", ".join(filter(None, (name, f"on {trends.today}"))), name, trends.today,
                 _facts(trends, review, kept), tuple(sections))


def _in_short(trends: Trends, asked: int, kept: KeptRuns) -> tuple[Sentence, ...]:
    unread = trends.looks[-1].unread
    warnings = [f"{counted(unread, 'cell')} of the register could not be read and {agree(unread, 'counts', 'count')} "
                "for nothing in these figures; `ncr check` names each."] if unread else []
    return (Sentence(in_short(trends, asked)), *(Sentence(each) for each in [*warnings, *kept.left_out]))


def _facts(trends: Trends, review: Review, kept: KeptRuns) -> LabelledValues:
    settings, last = review.register.settings, trends.looks[-1]
    before = trends.since - timedelta(days=1)
    certificate = ", ".join(filter(None, (
        cut(settings.typed("certification_body"), NAME), cut(settings.typed("certificate_number"), NAME),
        f"expires on {settings.certificate_expiry}" if settings.certificate_expiry else "",
        f"next audit on {settings.next_audit_on}" if settings.next_audit_on else "")))
    rows = [("Management system", TableCell(f"{review.pack.system}, {review.pack.standard}", certificate)),
            ("Period", TableCell(f"{trends.since} to {trends.today}", f"compared with {trends.before} to {before}")),
            ("Register read", TableCell(review.register.told, f"{cut(last.path, TEXT)}, SHA-256 {last.sha256}"
                                        if last.sha256 else cut(last.path, TEXT))),
            ("Earlier runs read", _runs(trends, kept))]
    return LabelledValues("Facts about this paper", tuple((label, cell) for label, cell in rows if cell.text))


def _runs(trends: Trends, kept: KeptRuns) -> TableCell:
    earlier = [str(each.day) for each in trends.looks[:-1]]
    if not earlier:
        reckoned = "The months before are reckoned from the dates in the register." if len(trends.months) > 1 else ""
        return TableCell("None: no earlier copy of the register was there to read.", reckoned)
    days = f"{earlier[0]} to {earlier[-1]}" if len(earlier) > 1 else earlier[0]
    mark = f"Mark of the run of {kept.marked}: {kept.mark}" if kept.mark else ""
    return TableCell(f"{counted(len(earlier), 'run')}, {days}", mark)


def _signature() -> PaperSection:
    blank = TableCell(blank=True)
    return PaperSection("Taken note of and decided", (LabelledValues("Signature", (
        ("Chair of the review", blank), ("Date of the review", blank), ("Minutes", blank), ("Signature", blank))),))
