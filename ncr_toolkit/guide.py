"""What the tool knows, told: the page of a check, the catalogue, and the guide to every column and check."""

from __future__ import annotations

import sys
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from ncr_toolkit.checks.registry import Check, catalogue
from ncr_toolkit.checks.sources import rule, source_of, sources
from ncr_toolkit.checks.texts.measured import figures
from ncr_toolkit.common.names import fold, nearest
from ncr_toolkit.common.text import listing as together
from ncr_toolkit.common.text import plural
from ncr_toolkit.core import packs
from ncr_toolkit.core.examples import WIDTH, example, table, wrap
from ncr_toolkit.core.model import RECORDS, SHEETS, CheckSetting, Decision
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.schema import Column, Kind, Sheet

EXAMPLE_DAY = "2026-06-30"
"""The day on which the examples of the pages are read."""

FAMILIES = (
    "workbook", "cells", "cells_as_seen", "identity", "references", "particulars", "links", "audit_report", "owners",
    "workload", "leavers", "impartiality", "dates", "odd_days", "audit_days", "deadlines", "overdue", "deadline_days",
    "implementation", "graver", "extensions", "extension_consent", "extension_requests", "certificate",
    "certificate_end", "containment", "extent", "extent_counts", "causes", "chains", "analysis", "wording", "substance",
    "text_languages", "repeated", "copied_answers", "unrelated", "actions", "action_texts", "plans", "changes",
    "claims", "evidence", "files", "file_contents", "drafts", "proofs", "criterion", "figures", "effectiveness",
    "effect_proof_days", "watch", "watch_days", "states", "judgements", "closure", "closing_days", "observations",
    "management", "signers", "second_reader", "recurrence", "repeat_of", "history", "changed", "lost", "sent",
    "decisions", "settings")
"""The order of the work. A family that is not named here comes last, by the alphabet."""

HOLDS = {Purpose.PLAN: "While it stands, the response is not ready, neither as plan nor as proof",
         Purpose.PROOF: "While it stands, the response may be ready as plan, but not as proof",
         Purpose.NEVER: "It does not keep the response from being ready"}


def by_family() -> dict[str, list[Check]]:
    """Every check by family, in the order of the work."""
    def place(name: str) -> tuple[int, str]:
        return (FAMILIES.index(name) if name in FAMILIES else len(FAMILIES), name)

    groups: dict[str, list[Check]] = {}
    for each in sorted(catalogue().values(), key=lambda each: (place(each.family), each.code)):
        groups.setdefault(each.family, []).append(each)
    return groups


def about(family: str) -> str:
    """What a family of checks looks at: the first words of its module, after its name."""
    module = sys.modules[catalogue_module(family)]
    told = " ".join((module.__doc__ or "").strip().partition("\n\n")[0].split())
    return told.partition(": ")[2] or told


def catalogue_module(family: str) -> str:
    """The module in which a family of checks stands."""
    return next(each.find.__module__ for each in catalogue().values() if each.family == family)


def checks_named(text: str) -> list[Check]:
    """The checks somebody means: those whose code begins like that, else those of the families that do."""
    every, word = [each for found in by_family().values() for each in found], fold(text)
    if not word:
        return []
    return ([each for each in every if each.code == word.upper()]
            or [each for each in every if each.code.startswith(word.upper())]
            or [each for each in every if each.family == word]
            or [each for each in every if each.family.startswith(word)])


def nearest_code(text: str) -> str:
    """The code or family that a wrong one most likely meant, '' if none comes near."""
    return nearest(text, [*catalogue(), *by_family()], least=60)


def page(check: Check, width: int = WIDTH) -> str:
    """One check as text: how grave, why, what to do, examples of both kinds, and how to set it aside."""
    told = check.page
    parts = [wrap(f"{check.code}  {told.title}", width, "", "        "), "",
             wrap(f"{level(check)} {holds(check)}", width), wrap(looks_at(check), width), "",
             "Why", wrap(told.why, width), "", "What to do", wrap(told.fix, width), "",
             "Whose rule it is", wrap(rule(check.code).cited, width), "",
             f"Reported, on {EXAMPLE_DAY}{' (at the >>marked<< cell)' if '**' in told.bad else ''}", "",
             example(told.bad, width), "",
             "Not reported", "", example(told.good, width), "", *_measured(check, width), *_aside(check, width)]
    return "\n".join(parts) + "\n"


def level(check: Check) -> str:
    """How grave a check is, in words."""
    words = check.level.capitalize()
    if check.minor:
        words += f"; {check.minor} for a Minor"
    if check.early and check.early is not check.level:
        words += f"; {check.early} while the finding is only logged"
    return f"{words}. But: {_within(check.page.varies)}" if check.page.varies else f"{words}."


def _within(sentence: str) -> str:
    """A sentence as it stands within another."""
    return sentence[:1].lower() + sentence[1:]


def holds(check: Check) -> str:
    """Which readiness a check stands in the way of, in words."""
    stage = check.blocks or (Purpose.PLAN if check.level is Level.ERROR else Purpose.NEVER)
    softer = check.blocks is None and stage is Purpose.PLAN and check.minor not in (None, Level.ERROR)
    return HOLDS[stage] + ("; that of a Minor is not held up." if softer else ".")


def looks_at(check: Check) -> str:
    """Which rows a check looks at, in words."""
    names = [kind.SHEET.name for kind in check.kinds]
    sheets = ("the whole register" if not names else "every sheet" if len(names) >= len(RECORDS)
              else f"the {'sheet' if len(names) == 1 else 'sheets'} {together(names)}")
    whose = f"; {check.of.value} only" if check.kinds and check.of is not check.of.EVERY else ""
    return f"It looks at {sheets}{whose}. {without(check)}Family: {check.family}."


def without(check: Check) -> str:
    """Without what a check cannot look, as a sentence before another one; '' where it always can."""
    needs = check.page.needs
    return f"Not checked without {_within(needs)} " if needs else ""


def _measured(check: Check, width: int) -> Iterator[str]:
    found = figures().get(check.code)
    if found is not None:
        yield from ("How often it is right", wrap(found.told(check.code), width), "")


def _aside(check: Check, width: int) -> Iterator[str]:
    yield "Setting it aside"
    if check.firm:
        yield wrap("This check cannot be set aside or switched off: what it names has to be mended.", width)
        return
    yield wrap(f"For one record: add a row on the sheet {Decision.SHEET.name}. It holds until its last day, and every "
               "report still names it, with your reason.", width)
    yield ""
    headers = [Decision.SHEET.by_name[name].header for name in ("code", "record", "reason", "decided_by", "until")]
    row = [check.code, "as in the results", "why it does not apply here", "a name from People", "a day"]
    yield textwrap.indent(table([headers, row], width - 2), "  ")
    yield ""
    yield wrap(f"For the whole register: add a row on the sheet {CheckSetting.SHEET.name} with another level, or Off.",
               width)


def listing(checks: Iterable[Check], width: int = WIDTH) -> str:
    """The checks by family as text, a line each."""
    lines: list[str] = []
    number = 0
    for family, group in groupby(checks, key=lambda each: each.family):
        found = list(group)
        number += len(found)
        lines += [wrap(f"{family.capitalize()} ({len(found)}): {about(family)}", width, "", "  ")]
        lines += [wrap(f"{each.code}  {each.level:<8} {each.page.title}", width, "  ", " " * 19) for each in found]
        lines += [""]
    return "\n".join([*lines, f"{plural(number, 'check')}. `ncr explain CODE` tells why, and what to do."]) + "\n"


def guide() -> str:
    """GUIDE.md: every sheet with its columns, every check with its page."""
    families = by_family()
    return "\n".join([
        "# Guide to the register", "",
        "Made by the tool from its own source; every column of the workbook and every check is here.", "",
        "## The sheets", "", *(line for kind in SHEETS for line in _sheet(kind.SHEET)),
        "## The checks", "",
        "An *error* is what a certification body would send back, a *warning* what it would ask about, an *info* what "
        f"is still to do. There are {plural(len(catalogue()), 'check')}; `ncr explain CODE` shows examples.", "",
        *whose_rules(), "",
        *(f"- [{name.capitalize()}](#{heading(name, found).lower().replace(' ', '-').replace(':', '')}): {about(name)}"
          for name, found in families.items()), "",
        f"A check can be set aside for one record on the sheet {Decision.SHEET.name}, with a reason, a name and a last "
        f"day; and changed or switched off for the whole register on the sheet {CheckSetting.SHEET.name}. Those marked "
        "*firm* cannot.", "",
        *(line for name, found in families.items() for line in _family(name, found)),
    ]).rstrip() + "\n"


def whose_rules() -> Iterator[str]:
    """What the sources of the checks mean, and how many checks name each."""
    counts = Counter(source_of(check.page.source) for check in catalogue().values())
    yield "Each check says whose rule it is: clauses are rules, what bodies do is practice, the rest is advice."
    yield ""
    yield "| Source | What it is | Looked up on | Read in | Checks |"
    yield "|---|---|---|---|---|"
    yield from (f"| {each.name} | {each.meaning} | {each.looked_up_on or ''} | {each.read_in} | {counts[each]} |"
                for each in sources())


def _sheet(sheet: Sheet) -> Iterator[str]:
    yield from (f"### {sheet.name}", "", sheet.about, "", "| Column | Kind | What goes in | Key |", "|---|---|---|---|")
    for column in sheet.columns:
        yield f"| {column.header} | {_kind(column)} | {column.help}{_out_of_sight(column)} | `{column.key}` |"
    yield ""


def _out_of_sight(column: Column) -> str:
    standards = [pack.standard for pack in map(packs.load, packs.known()) if column.key in pack.unused]
    return f" Out of sight as long as it is empty in a register of {together(standards, 'or')}." if standards else ""


def _kind(column: Column) -> str:
    if column.choices:
        return "one of: " + ", ".join(column.choices)
    if column.source:
        return f"{'text' if column.kind is Kind.TEXT else 'choice'}, list from the standard"
    if column.to:
        return "id of " + " or ".join(column.to)
    return "computed" if column.kind is Kind.DERIVED else str(column.kind)


def heading(name: str, checks: list[Check]) -> str:
    """The heading of a family: with the number of its checks, so that no sheet has the same."""
    return f"{name.capitalize()}: {plural(len(checks), 'check')}"


def _family(name: str, checks: list[Check]) -> Iterator[str]:
    yield from (f"### {heading(name, checks)}", "", about(name)[:1].upper() + about(name)[1:], "")
    for check in checks:
        told = check.page
        yield from (f"#### {check.code} {told.title}", "",
                    f"{'Firm. ' if check.firm else ''}{level(check)} {holds(check)}", "",
                    f"**Why.** {told.why}", "", f"**What to do.** {told.fix}", "",
                    f"**Whose rule it is.** {told.source} {without(check)}".rstrip(), "")
        if check.code in figures():
            yield from (f"**How often it is right.** {figures()[check.code].told(check.code)}", "")
