"""What became of a request for more time: granted, refused, or not answered yet. Only a granted one moves a date.

Registers from before requests were kept have neither 'Asked on' nor 'Answer': there every row is an agreement.
"""

from __future__ import annotations

from ncr_toolkit.core.model import Extension

GRANTED, REFUSED = "Granted", "Refused"


def is_refused(extension: Extension) -> bool:
    """The answer was no."""
    return extension.answer == REFUSED


def is_waiting(extension: Extension) -> bool:
    """It was asked for, and nothing says what was answered."""
    asked = not (extension.blank("asked_on") and extension.blank("asked_by"))
    return asked and all(map(extension.blank, ("answer", "agreed_by", "agreed_on")))


def is_granted(extension: Extension) -> bool:
    """The later date holds: the answer says so, or says nothing and the row is no open request."""
    if "answer" in extension.unread:  # unknown is no agreement; the cell is told elsewhere
        return False
    return extension.answer == GRANTED or not (is_refused(extension) or is_waiting(extension))


def state(extension: Extension) -> str:
    """In words: "granted on 2026-05-20", "refused", "not answered yet"."""
    if is_waiting(extension):
        return "not answered yet"
    word = "refused" if is_refused(extension) else "granted"
    return f"{word} on {extension.agreed_on}" if extension.agreed_on else word
