"""The words of a label without the accidents of writing: case, numbers in front, brackets, plurals, small words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_SMALL = frozenset(
    re.split(
        " ",
        "the of a an and or to for in your this please is are was were describe state give "
        "provide enter de la le les des du d l el los las del der die das den dem und oder "
        "et ou y für il lo gli un una e di della dei delle per al da do dos das os em para com van het een en w z "
        "i na of o",
    )
)
_KEPT_S = ("ss", "us", "is", "os", "as")
_NC = re.compile(r"\bnon[- ]?conform(?:it(?:y|ies)|ances?|ités?|idad(?:es)?)\b|"
                 r"\bnon[- ]?compliances?\b|\bncr?s?\b|\bnichtkonformität(?:en)?\b|"
                 r"\bno conformidad(?:es)?\b|\bnon conformité\b|\bnon[- ]?conformità\b|\bnão[- ]?conformidades?\b|"
                 r"\bnon-?conformiteit(?:en)?\b|\bniezgodnoś(?:ć|ci)\b|\brnc\b|\bfnc\b")
_NUMBER = re.compile(r"(?:\bn\.?[°ºo]\.?|\bn\.(?=\s|$)|\bnr\b\.?|\b(?:number|numero|nummer)\b|"
                     r"\bnum\b\.?|\bno\b\.?|#|\br[eé]f\b\.?|"
                     r"\breference\b|\bréférence\b|\bnuméro\b|\breferenz\b|\bnumero\b|\bnúmero\b|\bnumer\b|\bnr[.]?\b|"
                     r"\u756a\u53f7|\u7f16\u53f7|\u7de8\u865f)(?=\W|$)")
_IN_FRONT = re.compile(
    r"^(?:(?:question|frage|pregunta|domanda|quest\u00e3o|vraag|pytanie|section|part|step|phase|block|box|item|field|teil|partie|abschnitt|feld|schritt|étape|sección|parte|"
    r"sezione|fase|seção|paso|deel|część)\s+)?(?:d ?[0-8][.):]?|q ?[0-9]{1,2}[.):]|"
    r"[0-9]+(?:\.[0-9]+)*[a-z]?[.):]?|[a-mo-z][.)]|"
    r"(?:(?<=part )|(?<=teil )|(?<=partie )|(?<=parte )|(?<=section ))a(?=\s)|[b-h](?=\s)|"
    r"[\u2460-\u2473]|[ivx]+[.)]|s[0-9]\b[.:)]?)\s+(?:[\u2013\u2014-]\s+)?(?=\w)(?!(?:why|pourquoi|porqu\w|warum|perch\w|waarom)\W*$)"
    r"|^(?:(?:[0-9]+(?:\.[0-9]+)*|[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341]{1,3})[.):\u3001]|"
    r"\([0-9]{1,2}\)|d ?[0-8][.):]?)\s*(?=[\u3040-\u30ff\u4e00-\u9fff])"  # written without a space: "2.\u4fee\u6b63"
)
_UNCLOSED = re.compile(r"(?<=\w\w)\s*[(\[].*", re.DOTALL)
_COMPOUND = re.compile(r"(?:ma(?:ß|ss)nahmen?|nummer|nr|datum|bericht|analyse|ursachen?|beschreibung|stelle|plan)\.?$",
                       re.IGNORECASE)
"""What the words of a German label may share at their end."""
_SPLIT = re.compile(r"(?<!\s)(?:\s*[/|\uff0f]\s*|\s+[-\u2013]\s+)")
_SHORT_NAME = re.compile(r"\(([A-Z]{2,6})\)")
_LONGEST_ACRONYM = 6
_REQUEST = ("request", "demande", "solicitud", "richiesta", "solicitaç", "pedido", "anforderung", "abweich", "écart")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>")
_FIGURE = re.compile(r"\d[\d ]*(?:e ?\d+)?")
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """A label without the accidents of writing: "3. Root causes (5-Why):" and "root cause" are the same."""
    line = unicodedata.normalize("NFKC", text).casefold()
    line = _BRACKETS.sub(" ", _BRACKETS.sub(" ", line)).strip(" \t\n*:")
    line = _UNCLOSED.sub("", line) or line
    line = _NC.sub("nc", _IN_FRONT.sub("", line.replace("\u2019", "'").replace("/", " ").replace("&", " ").strip()))
    line = _NUMBER.sub(" no ", line)
    words = re.sub(r"[^\w]+", " ", line).split()
    kept = [word for word in words if word not in _SMALL] or words
    return " ".join(_one(word) for word in kept)


def unnumbered(text: str) -> str:
    """A text in small letters, on one line, without the number in front of it."""
    line = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    return _IN_FRONT.sub("", " ".join(line.split()))


def _one(word: str) -> str:
    """A word without the s of its plural."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(_KEPT_S) else word


def is_numbered(text: str) -> bool:
    """Whether a text begins as a section does: "Part 3", "2.", "B)"."""
    return _IN_FRONT.match(unicodedata.normalize("NFKC", text).casefold().strip()) is not None


@lru_cache(maxsize=20_000)
def east_asian(text: str) -> bool:
    """Whether a text is written without spaces between its words."""
    return _EAST_ASIAN.search(text) is not None


def acronyms(titles: Iterable[str]) -> set[str]:
    """What titles are called for short: "RNC" of "Relatório de não conformidade", "(CAR)", in small letters."""
    found: set[str] = set()
    for title in titles:
        words = [each for each in re.findall(r"\w+", title.casefold()) if each not in _SMALL]
        asks = any(each.startswith(_REQUEST) for each in words) and not any(each.startswith("plan") for each in words)
        if _NC.search(title.casefold()) or asks:
            found |= {each.casefold() for each in _SHORT_NAME.findall(title)} | {"".join(each[0] for each in words)}
    return {each for each in found if 1 < len(each) <= _LONGEST_ACRONYM}


def split_label(label: str) -> list[str]:
    """The halves of a label in two languages: "Root cause / Ursache"; of "Maßnahmen-/Fehlernummer" both are numbers."""
    halves = [half for half in _SPLIT.split(label[:200]) if half.strip()]
    end = _COMPOUND.search(halves[-1].strip(" :*")) if halves else None
    return [half if not half.endswith("-") else half[:-1] + (end[0] if end else "-") for half in halves]


def begins(words: list[str], whole: str, start: str) -> bool:
    """Whether one of the words begins so, or the whole text holds it where it is more than a word."""
    if " " in start:
        said = f"{plain(start)}{' ' if start[-1:] == ' ' else ''}"
        return start in whole or ("'" not in start and " " in said and said in whole)
    return start in whole if east_asian(start) else any(word.startswith(start) for word in words)


def is_figure(word: str) -> bool:
    """Whether a plain text is a number and nothing more, of which a sheet of data has thousands: it asks nothing."""
    return _FIGURE.fullmatch(word) is not None


def digits(text: str) -> str:
    """The digits of a text."""
    return "".join(letter for letter in text if letter.isdigit())


def holds(word: str, phrases: set[str]) -> bool:
    """Whether a text holds one of the phrases as whole words."""
    return any(phrase in word if east_asian(phrase) else f" {phrase} " in f" {word} " for phrase in phrases)
