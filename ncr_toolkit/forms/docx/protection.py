"""What the form itself says about changes: tracked, protected, commented, final.

Document protection: ECMA-376 Part 1, 17.15.1.29.
"""

from __future__ import annotations

from dataclasses import dataclass

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.forms.docx.form_file import FormFile
from ncr_toolkit.forms.docx.wordprocessingml import on, w

_ASK = "ask the body for a copy that may be filled, or fill it by hand"


@dataclass(frozen=True, slots=True)
class Guard:
    """How the form is to be treated."""

    tracked: bool = False  # what is written must show as an insertion
    fields_only: bool = False  # protected so that only fields may be filled
    facts: tuple[str, ...] = ()  # what people should know, in sentences


def guard(package: FormFile) -> Guard:
    """What the form allows. Raises CannotRun where it allows nothing."""
    name = package.related("settings")
    settings = package.parse(name) if name in package.members else None
    tracked = fields_only = False
    facts: list[str] = []
    if settings is not None:
        switch, lock = settings.find(w("trackRevisions")), settings.find(w("documentProtection"))
        tracked = switch is not None and on(switch)
        _refuse_password(package, settings.find(w("writeProtection")), facts)
        kind = lock.get(w("edit"), "none") if lock is not None and lock.get(w("enforcement")) in ("1", "true", "on") \
            else "none"
        if kind in ("readOnly", "comments"):
            words = "read-only" if kind == "readOnly" else "open for comments only"
            raise CannotRun(f"{package.path} is protected: it is {words}. {_ASK.capitalize()}.")
        tracked, fields_only = tracked or kind == "trackedChanges", kind == "forms"
    if tracked:
        facts.append("It tracks changes: what ncr writes shows as insertions by 'ncr'.")
    if fields_only:
        facts.append("It is protected so that only its fields may be filled: nothing else is written.")
    return Guard(tracked, fields_only, (*facts, *_more(package)))


def _refuse_password(package: FormFile, lock: object, facts: list[str]) -> None:
    attributes = getattr(lock, "attrib", {})
    if any(key.rpartition("}")[2] in ("hash", "hashValue") for key in attributes):
        raise CannotRun(f"{package.path} may only be changed with a password. {_ASK.capitalize()}.")
    if attributes:
        facts.append("Its author recommends to open it read-only.")


def _more(package: FormFile) -> list[str]:
    facts = []
    name = package.related("comments")
    if name in package.members:
        number = sum(1 for _ in package.parse(name).iter(w("comment")))
        if number:
            facts.append(f"It has {number} comment{'s' if number > 1 else ''}; they stay as they are.")
    document = package.members[package.document]
    if b"<w:ins " in document or b"<w:del " in document:
        facts.append("It holds tracked changes of others: deleted text is not read, inserted text is.")
    if any(b"_MarkAsFinal" in package.members[part] for part, kind in package.types.items()
           if kind.endswith("custom-properties+xml")):
        facts.append("It is marked as final.")
    for name in ("footnotes", "endnotes"):
        part = package.related(name)
        if part in package.members and ("{{" in _text(package, part) or "{%" in _text(package, part)):
            facts.append(f"Tags in its {name} are left as they are.")
    return facts


def _text(package: FormFile, part: str) -> str:
    return "".join(each.text or "" for each in package.parse(part).iter(w("t")))
