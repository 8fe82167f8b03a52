"""Texts that prove nothing, or the contrary: notes that the proof is still to be put there, filler of printers, forms
nobody has filled in, tables of headings, promises, runs that failed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ncr_toolkit.core.packs.prose import anywhere, letters, no_text
from ncr_toolkit.evidence.blank_files import HEADINGS, NOTHING_FOUND, OPEN
from ncr_toolkit.evidence.words_of_files import DRAWN

_SHORT, _NOTE = 2000, 300
"""How many letters of a text are judged as a page of it; how many a note that holds a place has at most."""


@dataclass(frozen=True, slots=True)
class Hollow:
    """Why a text is no proof: `message` continues a sentence that begins with the file's name. `contrary`: it says
    something, and that speaks against the row."""

    message: str
    fix: str = OPEN
    certain: bool = True
    contrary: bool = False


def hollow(text: str, ending: str) -> Hollow | None:
    """Why a text is no proof; None where nothing speaks against it."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return next(_reasons(text, lines, ending), None) if lines and DRAWN not in text else None


def _reasons(text: str, lines: list[str], ending: str) -> Iterator[Hollow]:
    if len(text) <= _NOTE and (mark := _holds_a_place(lines)):
        yield Hollow(f"only holds the place of the proof: '{mark[:80]}'")
    if (why := _filler(text[:_SHORT])) and _filler(text[-_SHORT:]):
        yield Hollow(why)
    if _is_empty_form(lines):
        yield Hollow("is a form in which nothing is filled in: it holds labels and empty lines only",
                     "Put the form as it was filled in and signed into the evidence folder, and write its name here.")
    if (table := _TABLES.get(ending)) and (why := table(text, lines)):
        yield Hollow(why, NOTHING_FOUND, certain=False)
    yield from _contrary(text, lines, ending)


def _filler(text: str) -> str:
    """Why a page of text is the filler of printers, or keys in a row; '' where it is neither."""
    why = no_text(text, sentence=False)
    return why if why.startswith(("is filler", "is a row of keys")) else ""


# -- places held -------------------------------------------------------------------------------------------------------

_MARK = re.compile(
    r"[\W_]*(?:TODO|FIXME|TBD|T\.B\.D\.?|(?i:placeholder)|To ?do)\s*(?:[:\u2013\u2014-]\s*(?![\d\s])|[\W_]*$"
    r"|(?:export|add|attach|put|insert|upload|paste|get|ask|fetch|write|replace)\b)"
    r"|[\W_]*(?:please )?(?i:put|insert|paste|add|attach|place|drop) [^:;.]{1,60} here[\W_]*$")
_LEFT_BLANK = re.compile(
    r"[\W_]*(?:this page |page )?(?:is |was |has been )?(?:intentionally|deliberately|purposely) (?:left )?"
    r"(?:blank|empty)[\W_]*"
    r"|[\W_]*(?:diese )?seite (?:wurde |ist |bleibt )?(?:absichtlich|bewusst) (?:leer|frei)(?: gelassen)?[\W_]*"
    r"|[\W_]*(?:cette )?page (?:est )?(?:laiss.e )?intentionnellement (?:laiss.e )?(?:vide|blanche|en blanc)[\W_]*",
    re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"(?:page |seite )?\d{1,3}(?: ?(?:of|/|von) ?\d{1,3})?", re.IGNORECASE)


def _holds_a_place(lines: list[str]) -> str:
    """The line by which a text only holds the place of another; '' where it says anything itself."""
    told = [line for line in lines if not _PAGE_NUMBER.fullmatch(line)]
    if told and _MARK.match(told[0]) and (len(told) <= 3 or all(map(_MARK.match, told))):
        return told[0]
    if told and all(_LEFT_BLANK.fullmatch(line) or _is_stopgap(line) for line in told):
        return told[0]
    return ""


def _is_stopgap(line: str) -> bool:
    return len(letters(line)) > 1 and not any(map(str.isdigit, line)) and anywhere().stopgap.holds(line)


# -- forms -------------------------------------------------------------------------------------------------------------

_RULE = re.compile(r"_{2,}|\.{4,}|\u2026{2,}|[\u2610\u25a1\u25a2]|\[\s?\]")
_BOX = re.compile(r"\s*(?:[\u2610\u25a1\u25a2]|\[\s?\])")
_TICKED = re.compile(r"[\u2611-\u2612\u2713-\u2718\u25a0]|\[[xX]\]")
_LABEL = re.compile(r"[^:_\u2026]{1,60}:")


def _is_empty_form(lines: list[str]) -> bool:
    """Whether a text is labels with rules after them, and not one of them has a value."""
    at = [number for number, line in enumerate(lines) if _RULE.search(line)]
    if sum(len(_RULE.findall(lines[each])) for each in at) < 2 or at[0] > 3 or any(map(_TICKED.search, lines)):
        return False
    return not any(map(_has_value, lines[:at[0]])) and all(
        _asks_only(line) if _RULE.search(line) else line.endswith((":", ".")) for line in lines[at[0]:])


def _asks_only(line: str) -> bool:
    """Whether a line with rules has after every label nothing but a rule, or boxes to tick."""
    first, *after = _LABEL.split(line)
    if any(map(str.isdigit, _RULE.sub(" ", "".join([first, *after])))) or len(letters(_RULE.sub(" ", first))) > 4:
        return False
    return all(_BOX.match(part) or (_RULE.search(part) and not letters(_RULE.sub(" ", part))) for part in after)


def _has_value(line: str) -> bool:
    """Whether a line without a rule has a label and something after it, or is a sentence."""
    label, colon, value = line.partition(":")
    return bool(colon and value.strip()) or len(letters(label)) > 8


# -- tables ------------------------------------------------------------------------------------------------------------

def _headings_only(_: str, lines: list[str]) -> str:
    fields = [field.strip(' "') for field in re.split(r"[;,\t|]", lines[0])]
    named = len(fields) > 1 and all(field and len(field.split()) < 5 for field in fields)
    return HEADINGS if len(lines) == 1 and named and not any(map(str.isdigit, lines[0])) else ""


def _no_values(text: str, _: list[str]) -> str:
    try:
        data = json.loads(text) if len(text) < _SHORT else 0
    except ValueError:
        return ""
    return "holds no value at all" if data is None or _is_hollow(data) else ""


def _is_hollow(data: object) -> bool:
    """Whether there is nothing in lists within lists; a name with nothing under it says something."""
    return data == {} or (isinstance(data, list) and all(each is None or _is_hollow(each) for each in data))


_TABLES: dict[str, Callable[[str, list[str]], str]] = {
    ".csv": _headings_only, ".tsv": _headings_only, ".json": _no_values}


# -- what speaks against the row ---------------------------------------------------------------------------------------

_PROMISE = re.compile("|".join((
    r"\b(?:i|we)(?:['\u2019]ve)? (?:have |had |did |do |could )?(?:not|n['\u2019]t)\b[^.!?\n]{0,60}\byet\b",
    r"\b(?:i|we) (?:have|had|did|could)n['\u2019]t\b[^.!?\n]{0,60}\byet\b", r"\b(?:i|we) have not yet\b",
    r"\b(?:proof|evidence|log|file|report|export|minutes|rest|copy) (?:will|shall|is to|to) follow\b",
    r"\b(?:i|we)(?: will| shall|['\u2019]ll) (?:send|attach|export|provide|deliver|upload) (?:it|this|them|the)\b",
    r"\bhaben? .{0,40}noch nicht\b", r"\bnachgereicht\b|\breichen? .{1,40} nach\b", r"\bn['\u2019]ai pas encore\b")),
    re.IGNORECASE)
_QUOTED = re.compile(r"^(?:>|On .{5,120} wrote:|Am .{5,120} schrieb|-{2,} ?(?:Original|Forwarded)).*",
                     re.DOTALL | re.MULTILINE)
_FAIL = r"(?:FAIL(?:ED|URE|S)?|NOT (?:PASSED|OK)|UNSUCCESSFUL|NICHT BESTANDEN|ECHEC|\u00c9CHEC)\b"
_STAMP = r"(?:[\dTZ\W_]|(?:INFO|ERROR|WARN(?:ING)?|DEBUG|FATAL|CRITICAL)\b)*?"
_VERDICT = re.compile(_STAMP + r"(?:overall |final |test |total )?(?:result|verdict|status|outcome|"
                      r"overall|conclusion|summary|ergebnis|r.sultat)\s*(?:[:=]|is|\u2013|->)\s*(.{1,200})",
                      re.IGNORECASE)
_FAILED_RUN = re.compile(rf"{_STAMP}(?:{_FAIL}"
                         r"(?=\s*(?:$|[(:,.;!*=\u2013-]))"
                         r"(?!-(?:safe|over|mode)|\s*[:=]\s*(?:0|none)\b)|[1-9]\d{0,6} (?:tests? )?failed\b)",
                         re.IGNORECASE)
_MEANT = re.compile(r"\b(?:expected|intended|as (?:it )?should|refus\w*|block\w*|reject\w*|denied|0 failed)\b",
                    re.IGNORECASE)
_RAISED = re.compile(r"[A-Za-z_][\w.]*(?:Error|Exception|Interrupt|Exit|Warning|Timeout|Refused)\b")


def _contrary(text: str, lines: list[str], ending: str) -> Iterator[Hollow]:
    if lines[0] == "Traceback (most recent call last):" and any(map(_RAISED.match, lines[-3:])):
        yield _against(f"is the message of a program that broke off ('{lines[-1][:80]}')")
    if said := _failed(lines):
        yield _against(f"says '{said[:80]}' in the end")
    own = _QUOTED.sub("", text) if ending == ".eml" else text
    if len(own) <= (_SHORT if ending == ".eml" else _NOTE) and (promise := _PROMISE.search(own)):
        yield _against(f"says '{promise[0]}': the proof itself seems to be still to come")


def _against(message: str) -> Hollow:
    return Hollow(message, "Put the file that shows the result into the evidence folder; if this one is the proof all "
                  "the same, say in the title of the row what it shows.", certain=False, contrary=True)


def _failed(lines: list[str]) -> str:
    """The verdict with which a text ends, where it is that something failed."""
    verdict = next((found for line in reversed(lines[-20:]) if (found := _VERDICT.match(line[:_NOTE]))), None)
    line, said = (verdict[0], verdict[1]) if verdict else (lines[-1][:_NOTE],) * 2
    return line if _FAILED_RUN.match(said) and not _MEANT.search(line) else ""
