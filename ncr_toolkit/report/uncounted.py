"""What no figure counts, in a sentence: silence would be a verdict."""

from __future__ import annotations

from ncr_toolkit.common.text import one_line, plural, several
from ncr_toolkit.core.figures import without_status
from ncr_toolkit.core.register import Register

_NAMED = 5
"""So many findings are named."""


def uncounted(register: Register) -> str:
    """"Not counted: 4 findings without a Status (NC-1, NC-2, ...)"; '' where each has one."""
    found = without_status(register)
    if not found:
        return ""
    names = several([finding.label for finding in found], _NAMED)
    they = f"{plural(len(found), 'finding')} without a Status {'is' if len(found) == 1 else 'are'}"
    return one_line(f"{they} counted neither as open nor as closed: {names}.")
