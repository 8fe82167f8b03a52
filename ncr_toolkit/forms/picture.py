"""A form with the number of each place in it, so that a person sees which place is meant."""

from __future__ import annotations

from ncr_toolkit.forms.accounts import State
from ncr_toolkit.forms.form import Filled, Form
from ncr_toolkit.forms.starter import states

COLOURS = {State.FILLED: "2E7D32", State.BLANK: "6D6D6D", State.AUDITOR: "1565C0", State.UNKNOWN: "C62828"}
"""Green, grey, blue and red, all of which bear white letters."""
WORDS = {State.FILLED: "is filled", State.BLANK: "stays blank", State.AUDITOR: "the auditor's",
         State.UNKNOWN: "not known"}


def numbered(form: Form, filled: Filled | None = None) -> bytes:
    """The blank form with the number of each place over it, coloured by what becomes of it. Raises CannotRun for a kind
    of form of which no picture is made."""
    found = states(form, filled)
    there = [state for state in State if state in found.values()]
    return form.kind.stamped({number: COLOURS[state] for number, state in found.items()},
                             {COLOURS[state]: WORDS[state] for state in there})
