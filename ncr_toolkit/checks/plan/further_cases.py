"""Further cases: whether a text speaks of the similar cases that were found: by a word, by their number, or by name.

How many the auditor saw is no word about the others: of two and two more, "both accounts" may be the auditor's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ncr_toolkit.checks.proof.quantities import clauses, counted, in_digits, parts_alone
from ncr_toolkit.checks.texts.stems import telling
from ncr_toolkit.core.dates import ENGLISH_MONTHS
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.packs.language import Language
from ncr_toolkit.core.packs.language import words as words_of

_MONTH = rf"(?:{'|'.join(name for names in ENGLISH_MONTHS for name in names.split())})\b"
_NAME = re.compile(r"(?<![.!?] )(?<!^)\b[A-Z][\w-]*\w|\b[A-Z]{2,}[\w-]*|\b[A-Z][\w-]*\d\w*", re.MULTILINE)
_SUM = re.compile(r"\b\d{1,3} ?(?:\+|and|&) ?(\d{1,3})\b")
_COUNT = re.compile(rf"(?<![\w.,/-])(\d{{1,4}}) (?!{_MONTH}|%)((?:[^\W\d][\w-]*[ ,.;)]*){{0,3}})", re.IGNORECASE)
_THE = re.compile(r"\b(?:the|these|those) (\d{1,4}) (?:in|at|on|of|from|that|which|found|was|were|are|is|have|had)\b", re.IGNORECASE)
_ALL = re.compile(r"\ball(?: of)?(?: the| these| those)? (\d{1,4})\b(?! *%)((?: [^\W\d][\w-]*){0,3})", re.IGNORECASE)
_THEM = re.compile(r"\ball (?:of )?(?:them|those|these)\b", re.IGNORECASE)
_BOTH = re.compile(r"\bboth\b((?:[ ,]+[^\W\d][\w-]*){0,3})", re.IGNORECASE)
_LIST = re.compile(r"(?<![\w-])[\w-]+(?:(?:, (?:and )?| and | & | to |/)[\w-]+)+")
_MANY_THINGS = re.compile(r"(?:[^\W\d][\w-]* ){0,2}(?:[^\W\d]\w*s|people|men|women|children|staff|personnel|criteria|data)\b", re.IGNORECASE)
"""What follows a number that counts; "patient 12" and "cell 4" are names."""
_VERB = re.compile(r"(?:was|were|is|are|has|have|had|of|been|be)\b", re.IGNORECASE)
_SOME = re.compile(r"(?<![\w.,/-])(\d{1,3}) (?:of the |of those |of these )?(?:more|others?|further|additional)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[.;:!?\n](?=\s|$)")
_DID = re.compile(r"\b(?:was|were|has|have|had|did|got|went|took|gave|[a-z]+ed)\b", re.IGNORECASE)
_PART = re.compile(r"\b(?:and|but|while|whereas|so that)\b", re.IGNORECASE)
"""Where a clause goes on about another thing: "both were assessed and the gate stops every model"."""
_LEAST = 4  # letters of a word that tells a thing
_YEAR = 1000  # numbers from here on count no cases that anybody lists


def mentions_cases(text: str, finding: Finding, words: Language) -> bool:
    """Whether a correction or action speaks of the cases beyond the first."""
    dealt_with = list(_dealt_with(text, words))
    if _counts(in_digits(text, words), finding, words) or (dealt_with and _names(text, finding, words)):
        return True
    if 0 < sum(map(int, _SOME.findall(in_digits(text, words)))) < (finding.extent_count or 0):  # "two of the others", of five
        return False
    return any(_says_others(part, finding, words) or _says_every_one(in_digits(part, words), finding, words) for part in dealt_with)


def _dealt_with(text: str, words: Language) -> Iterator[str]:
    """The parts of a text that do not tell what holds from now on; what only adds to such a part ("..., for any record") is left
    out with it."""
    for sentence in _SENTENCE.split(text):
        standing = False
        for part in (part for clause in clauses(sentence) for part in _PART.split(clause) if part.strip()):
            standing = bool(words.found("standing", part)) or (standing and not _DID.search(part))
            if not standing:
                yield part


def _says_every_one(part: str, finding: Finding, words: Language) -> bool:
    """Whether a text says "every" or "all" of the very thing that was found: "every labeller passed"."""
    things = _things(finding, words)
    return any(telling(words.content(" ".join(part[part.find(said) + len(said):].split()[:3])), things)
               for said in words.found("every_one", part))


def _says_others(clause: str, finding: Finding, words: Language) -> bool:
    """Whether a clause says "further", "also", "every affected" of something that the finding or its extent speaks of."""
    if not words.found("such_cases", clause):
        return False
    rest = words.content(words.lists["such_cases"].without(clause))
    if not words.found("such_cases", words.lists["as_well"].without(clause)):  # what the extent alone speaks of
        told = tuple(_told(finding))
        return bool(telling(rest, [word for word in words.content(finding.extent) if not telling([word], told)]))
    things = _things(finding, words)
    return not rest or not things or bool(telling(rest, things)) or any(char.isdigit() for char in clause)


def _things(finding: Finding, words: Language) -> tuple[str, ...]:
    """The words of what was found, there and elsewhere."""
    return words.content(f"{finding.statement} {finding.objective_evidence} {finding.title} {finding.extent}")


def _own(finding: Finding, words: Language) -> set[int]:
    """How many cases the auditor saw: by the statement; by the evidence, whose numbers may be samples, where it has none;
    none where nothing says it, which often is one."""
    for text in (finding.statement, finding.objective_evidence):
        found = {int(value) for value, after in counted(parts_alone(text, words), words)
                 if value < _YEAR and after and (value == 1 or _MANY_THINGS.match(after)) and not words.begins("unit", after)}
        if found := found | ({2} if _BOTH.search(text) else set()):
            return found
    return set()


def _counts(text: str, finding: Finding, words: Language) -> bool:
    """Whether a text counts the further cases ("the 2 records"), or the auditor's own together with them: "8 accounts
    (3 + 5)", "all eight". A number counts nothing of it beside another thing: "14 days", "4 annexes"."""
    number, said = finding.extent_count or 0, _own(finding, words)
    own = said or {1}
    wanted = ({number + each for each in own} | {number}) - own
    things = _things(finding, words)
    named = [(each, after) for each, after in _COUNT.findall(text) if after and not _VERB.match(after)]  # not "store 2 was"
    counts = [*named, *_ALL.findall(text), *((each, "") for each in _THE.findall(text))]
    return any(int(each) in wanted and _is_of(after, things, words) for each, after in counts) \
        or any(int(each) in wanted and not _MANY_THINGS.match(after.strip()) for each, after in _ALL.findall(text)) \
        or any(int(each) == number for each in _SUM.findall(text)) \
        or any(not said and int(each) > number and _is_of(after, things, words) for each, after in _ALL.findall(text)) \
        or (own == {1} and bool(_THEM.search(text))) \
        or (2 in wanted and any(_is_of(after, things, words) for after in _BOTH.findall(text)))


def _is_of(after: str, things: tuple[str, ...], words: Language) -> bool:
    """Whether the words after a number name what was found, or nothing: "both suppliers", "both were", "the 5 (...)"."""
    said = after.split()
    return not said or bool(_VERB.match(said[0])) or bool(telling(words.content(" ".join(said[:2])), things))


def _names(text: str, finding: Finding, words: Language) -> bool:
    """Whether a text names what the extent names, and the finding itself does not: a name, an id, two words, or one in a
    row with the auditor's own: "exits 3 and 9"."""
    own = _told(finding)
    said = set(words_of(text))
    named = {word for name in _NAME.findall(finding.extent) for word in words_of(name)} - own
    if any(name in said for name in named if len(name) > 1 and not re.match(_MONTH, name)):
        return True
    new = set(words_of(finding.extent)) - own
    if any(own.intersection(row) and new.intersection(row) for row in _rows(text, words)):
        return True
    rest = (word for word in words.content(finding.extent) if word not in own and len(word) >= _LEAST and word.isalpha())
    return sum(word in said for word in rest) > 1


def _told(finding: Finding) -> set[str]:
    """The words in which the finding itself is told."""
    return set(words_of(" ".join(finding.typed(name) for name in ("statement", "objective_evidence", "title", "requirement",
                                                                   "ai_system", "site", "process"))))


def _rows(text: str, words: Language) -> Iterator[set[str]]:
    """The things that a text names in a row, by "and" or commas; "A" may be one, "a" is none."""
    for row in _LIST.findall(text):
        yield {word for each in row.split() for word in words_of(each) if word not in words.stop or each[:1].isupper()}
