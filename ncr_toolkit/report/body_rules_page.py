"""The rules of certification bodies, as text and as a file to change: `ncr explain --body`."""

from __future__ import annotations

from itertools import groupby

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.names import fold, nearest
from ncr_toolkit.common.text import listing
from ncr_toolkit.core.examples import wrap
from ncr_toolkit.core.packs.body_rules import (
    COUNTED,
    IMPLEMENTATION,
    LAST_DAY,
    PLAN,
    PROOF,
    START,
    STARTS,
    STEPS,
    USUAL,
    BodyRules,
    Term,
    known,
    names,
    source,
)
from ncr_toolkit.report.text_lines import headed

_STEP = {PLAN: "the answer with its plan", IMPLEMENTATION: "the actions done", PROOF: "the evidence that it works"}
_WINS = "The date in the audit report always wins."
_HEAD = f"""\
# The rules of your certification body. Change what differs, keep this file beside the register, and enter its name,
# {{name}}, in 'Rules of the body' on the sheet Register.
#
# A term is what the body says of one step of findings of one grade:
#   step     one of {", ".join(STEPS)}: the answer with its plan; the actions done; the evidence that it works
#   days     or months: a whole number
#   counted  {" or ".join(COUNTED)}: working days leave out weekends and the public holidays of the country on the
#            sheet Register; left out, they are calendar days
#   start    one of {", ".join(STARTS)}; left out, it is the last audit day
#   audits   the kinds of audit for which it holds, such as ["Stage 2"]; left out, it holds for all
#   says     what the body says besides
# What makes a graver finding of one is a table [[becomes]] with grade and into, and when: "late" (its date of the step
# passes), "next audit" (it is still open there) or "many" (so many of one audit are open: many = 5). It is told before.
# Leave out what the body does not say: nothing is proposed then.

"""


def rules_told(text: str, width: int) -> str:
    """The rules that the words mean, or a list of all where there are none. Raises CannotRun where they mean none."""
    return "\n".join(_page(rules, width) for rules in _meant(text)) if text.strip() else _list(width)


def rules_file(text: str, name: str) -> str:
    """The rules that the words mean as the content of a file of that name, to be changed. Raises CannotRun where they
    mean none, or several bodies."""
    found = _meant(text)
    if len(found) > 1:
        raise CannotRun(f"{text!r} may be {listing((rules.name for rules in found), 'or')}: name one of them.")
    return _HEAD.format(name=name) + source(found[0])


def _meant(text: str) -> list[BodyRules]:
    same = [rules for rules in known() if fold(text) == fold(rules.name)]
    found = same or [rules for rules in known() if fold(text) in fold(rules.name)]
    if not found:
        near = nearest(text, names(), least=60)
        raise CannotRun(f"No body is called {text!r}{f'; did you mean {near}' if near else ''}. `ncr explain --body` "
                        "lists those that are known; of any other ask your auditor.")
    return found


def _list(width: int) -> str:
    intro = "Whose days are proposed where a finding has no date: choose it in 'Rules of the body' on the sheet " \
            f"Register. Days count from the audit's last day, unless something else is said. {_WINS}"
    lines = [wrap(f"{rules.name}: {_short(rules)}", width, "  ", "    ") for rules in known()]
    return "\n".join([wrap(intro, width, "", ""), "", *lines, "",
                      "`ncr explain --body NAME` tells all of one, and where it was read."]) + "\n"


def _short(rules: BodyRules) -> str:
    """In one line: "Major plan 30 days, proof 90 days; Minor plan 30 days"."""
    said = [f"{grade} " + ", ".join(f"{term.step} {term.length}{_when(term)}" for term in terms)
            for grade, terms in groupby(rules.terms, key=lambda term: term.grade)]
    return "; ".join(said) or "no days known; ask your auditor"


def _when(term: Term) -> str:
    start = "" if term.start == LAST_DAY else f" from {START[term.start]}"
    return f"{start} after {listing(term.audits)}" if term.audits else start


def _page(rules: BodyRules, width: int) -> str:
    """All of one body's rules."""
    rows = [("Dates", _term(term)) for term in rules.terms] or [("Dates", "none known: ask your auditor")]
    rows += [("What an answer holds", rules.wants), ("What makes it graver", rules.grows), ("Note", rules.note),
             *(("Read in", each) for each in rules.sources), ("Looked up on", str(rules.looked_up_on or ""))]
    lines = [f"{rules.name} ({rules.kind})", "", *headed((row for row in rows if row[1]), width, rules.sources)]
    return "\n".join([*lines, *(() if rules.name == USUAL else ("", _WINS))]) + "\n"


def _term(term: Term) -> str:
    audits = f", after {listing(term.audits)}" if term.audits else ""
    return f"{term.grade}: {_STEP[term.step]} within {term.told}{audits}{f' ({term.says})' if term.says else ''}"
