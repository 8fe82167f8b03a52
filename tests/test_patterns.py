"""No pattern is a time bomb: on a cell full of spaces, brackets or whatever else a pattern looks for, the time of every
regular expression of the package grows as the text does. Patterns are found in the source, with the way each is used.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import re._parser as grammar
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

import ncr_toolkit

_WAYS = ("search", "match", "fullmatch", "split", "sub", "subn", "findall", "finditer")
_USED = re.compile(rf"\b(\w+)(?:\[\w+\])?\.({'|'.join(_WAYS)})\b")
_EACH = re.compile(r"\bfor (\w+)\b[^\n:]*? in (_?[A-Z_]{2,})\b")
_SHORT, _LONG = 2000, 8000  # letters; the square of 8,000 is far above what a quick machine takes for nothing
_WORTH_A_LOOK = 0.0015  # seconds at _SHORT, twice that at _LONG: half the square of 2,000 is two million steps
_PARTS = 8
_GROWTH = 8  # times, where the text is four times as long: the square would be 16
_TICK = 0.001  # seconds; no time is taken for shorter than this, as some clocks tick slowly
_ROUNDS = 3  # a pattern is a bomb only if it is one each time
_TEXTS = (" ", "a", "A", "1", "(", ")", "((a) ", "\n", ",", "-", '"', ". ", "a.", "a-", "a b ", "Ab ", "A-1 ",
          "  a\n", "_", "a: ", "a@b.c ", "http://a/", "2026-01-01 ", "was not ", "\u200b", "a\u0301", "\u4e2d", "\t",
          "{{ ", "1.")


@dataclass(frozen=True)
class Used:
    """A pattern, where it stands, and the way it is asked."""

    where: str
    pattern: re.Pattern
    way: str


@cache
def _modules() -> dict[Path, dict]:
    """The names of every module by its file."""
    found = {}
    for each in pkgutil.walk_packages(ncr_toolkit.__path__, "ncr_toolkit."):
        if not each.name.endswith("__main__"):
            module = importlib.import_module(each.name)
            found[Path(module.__file__)] = vars(module)
    return found


@cache
def _ways() -> dict[tuple[str, str], set[str]]:
    """By module ("" for a name of no module's own) and name of a pattern: how it is asked."""
    found = defaultdict(set)
    for path in _modules():
        source = path.read_text(encoding="utf-8")
        used = _USED.findall(source)
        used += [(table, way) for each, table in _EACH.findall(source) for name, way in used if name == each]
        for name, way in used:
            found[str(path) if name.startswith("_") else "", name].add(way)
    return found


def _all() -> Iterator[Used]:
    for path, names in _modules().items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and (way := ast.unparse(node.func).removeprefix("re.")) in _WAYS \
                    and (made := _made(node, way, names)):
                yield Used(f"{path.name}:{node.lineno}", made, way)
        asked = {name: _ways().get((str(path) if name.startswith("_") else "", name)) for name in names}
        known = {made for name, ways in asked.items() if ways for made in _within(names[name])}
        for name, ways in asked.items():
            for made in _within(names[name]):
                for way in sorted(ways or (("finditer",) if made not in known else ())):
                    yield Used(f"{path.name}:{name}", made, way)


def _made(call: ast.Call, way: str, names: dict) -> re.Pattern | None:
    """The pattern of re.sub(r"...", ...), None where it is put together from what a function was given."""
    flags = [word.value for word in call.keywords if word.arg == "flags"] or call.args[4 if "sub" in way else 2:][:1]
    try:
        first, *more = (eval(compile(ast.Expression(part), "", "eval"), names) for part in (call.args[0], *flags))
    except NameError:
        return None
    return first if isinstance(first, re.Pattern) else re.compile(first, *more)


def _within(value: object) -> Iterator[re.Pattern]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from _within([*value, *value.values()])
    elif isinstance(value, (list, tuple, set, frozenset)):
        for each in value if isinstance(value, (list, tuple)) else sorted(value, key=str):  # the same in every process
            yield from _within(each)


def _letters(pattern: re.Pattern) -> list[str]:
    """What the pattern looks for: each letter, word and kind of letter that it names, and the beginnings of a match."""
    tree = grammar.parse(pattern.pattern, pattern.flags & ~(re.UNICODE if isinstance(pattern.pattern, bytes) else 0))
    found = {*_pieces(tree), *_beginnings(tree)} - {""}
    found |= {f"{text} " for text in found if len(text) > 1}
    return sorted(found, key=lambda text: (len(text), text))[:60]


def _pieces(tree) -> Iterator[str]:
    for kind, what in tree:
        if kind in (grammar.LITERAL, grammar.IN, grammar.NOT_LITERAL, grammar.ANY):
            yield _one(kind, what)
        for part in _parts(kind, what):
            yield from _pieces(part)


def _beginnings(tree, before: str = "") -> Iterator[str]:
    """What matches, up to each of its parts; every branch once."""
    for kind, what in tree:
        if kind in (grammar.ASSERT, grammar.ASSERT_NOT, grammar.AT, grammar.GROUPREF):
            continue
        longest = before + _one(kind, what)
        for part in _parts(kind, what):
            for longest in _beginnings(part, before):
                yield longest
        before = longest
        yield before


def _parts(kind, what) -> list:
    if kind in (grammar.MAX_REPEAT, grammar.MIN_REPEAT, grammar.POSSESSIVE_REPEAT):
        return [what[2]]
    if kind is grammar.BRANCH:
        return what[1]
    if kind in (grammar.SUBPATTERN, grammar.ATOMIC_GROUP, grammar.ASSERT, grammar.ASSERT_NOT):
        return [what if kind is grammar.ATOMIC_GROUP else what[-1]]
    return []


def _one(kind, what) -> str:
    """One letter that such a part of a pattern takes; "" for what is no letter."""
    if kind is grammar.LITERAL:
        return chr(what)
    if kind is grammar.IN and what[0][0] is not grammar.NEGATE:
        return "".join(_of_a_set(what))[:1]
    return "a" if kind in (grammar.IN, grammar.NOT_LITERAL, grammar.ANY) else ""


def _of_a_set(members) -> Iterator[str]:
    for kind, what in members:
        if kind is grammar.LITERAL:
            yield chr(what)
        elif kind is grammar.RANGE:
            yield chr(what[0])
        elif kind is grammar.CATEGORY:
            yield {grammar.CATEGORY_DIGIT: "1", grammar.CATEGORY_SPACE: " ", grammar.CATEGORY_WORD: "a"}.get(what, "")


def _worst(used: Used) -> str:
    """The text on which its time grows faster than the text; "" if there is none."""
    for unit in dict.fromkeys((*_TEXTS, *_letters(used.pattern))):
        for end in ("", "\x01"):
            slow = _cost(used, unit, end, _SHORT) > _WORTH_A_LOOK
            if slow and all(_explodes(used, unit, end) for _ in range(_ROUNDS)):
                return f"{unit!r} repeated, with {end!r} at its end"
    return ""


def _explodes(used: Used, unit: str, end: str) -> bool:
    short, long = (min(_cost(used, unit, end, size) for _ in range(5)) for size in (_SHORT, _LONG))
    return long > 2 * _WORTH_A_LOOK and long > _GROWTH * max(short, _TICK)


def _cost(used: Used, unit: str, end: str, size: int) -> float:
    """Seconds."""
    text = (unit * (size // len(unit) + 1))[:size] + end
    text = text.encode("utf-8") if isinstance(used.pattern.pattern, bytes) else text
    ask: Callable = getattr(used.pattern, "finditer" if used.way in ("sub", "subn", "split", "findall") else used.way)
    began = time.thread_time()  # what other processes take does not count
    found = ask(text)
    if used.way not in ("search", "match", "fullmatch"):
        for _ in found:
            pass
    return time.thread_time() - began


@pytest.mark.parametrize("part", range(_PARTS))
def test_no_pattern_grows_faster_than_its_text(part):
    """In parts, for several processes. A pattern is named by where it stands and how it is asked."""
    every = dict.fromkeys(_all())
    assert len(every) > 400
    worst = {f"{used.where} {used.way} {used.pattern.pattern}": _worst(used)
             for number, used in enumerate(every) if number % _PARTS == part}
    assert {where: text for where, text in worst.items() if text} == {}


def test_a_bomb_is_seen():
    assert any(_worst(Used("here", re.compile(r"\s+-"), "search")) for _ in range(5))
    assert not _worst(Used("here", re.compile(r"(?<!\s)\s+-"), "search"))
