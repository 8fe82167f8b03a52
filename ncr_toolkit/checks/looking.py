"""The checks at work: which looks at which record, and in which order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ncr_toolkit.checks.registry import Check, Fault, Of, concerns
from ncr_toolkit.checks.settled import Settled
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Record


def looked(checks: Sequence[Check], review: Review, findings: Sequence[Finding] | None = None,
           settled: Settled | None = None) -> Iterator[tuple[Check, Fault]]:
    """What these checks find: finding by finding, so that what is known of its texts is still at hand; then what compares
    findings with each other. `findings`: of these, and of what belongs to none."""
    for each in checks:
        if not each.kinds:
            yield from ((each, fault) for fault in each.find(review))
    alone = None if findings is None else set(map(id, findings))
    groups = [group for group in review.once(records_by_finding)
              if alone is None or group.finding is None or id(group.finding) in alone]
    for across in (False, True):
        of_kind: dict[type[Record], list[Check]] = defaultdict(list)
        for each in checks:
            for kind in each.kinds if each.across is across else ():
                of_kind[kind].append(each)
        for finding, looking, records in groups:
            asked = [(record, each) for record in records for each in of_kind.get(type(record), ()) if each.of in looking]
            if settled is not None and finding is not None and not across:
                yield from settled.faults(finding, asked)
            else:
                yield from ((each, fault) for record, each in asked
                            for fault in each.find(record, settled.review if settled else review))


class Group(NamedTuple):
    """What belongs to one finding, itself among it; or to none."""

    finding: Finding | None
    looking: list[Of]  # which checks look at it
    records: list[Record]


def records_by_finding(review: Review) -> list[Group]:
    """The records of each finding; last what belongs to none."""
    groups: dict[int, list[Record]] = {id(finding): [] for finding in review.register.findings}
    rest: list[Record] = []
    for record in review.register.every():
        groups.get(id(review.finding(record)), rest).append(record)
    every = [*((finding, groups[id(finding)]) for finding in review.register.findings), (None, rest)]
    return [Group(finding, [of for of in Of if of is Of.EVERY or concerns(of, finding, review)], records)
            for finding, records in every]
