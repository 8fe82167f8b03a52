"""A check that judges some cases otherwise than its page says at first tells which, in its line `Varies:`."""

from __future__ import annotations

import ast
import inspect
import sys
from functools import cache

import pytest

from ncr_toolkit.checks.registry import Check, catalogue
from ncr_toolkit.guide import level, page

OTHERWISE = {"level", "blocks"}
"""What a fault may be given that its check has already."""


@cache
def functions(module: str) -> dict[str, ast.FunctionDef]:
    """The functions at the top of a module, by name."""
    body = ast.parse(inspect.getsource(sys.modules[module])).body
    return {each.name: each for each in body if isinstance(each, ast.FunctionDef)}


def judges_otherwise(check: Check) -> bool:
    """Whether the function of a check, or one of its module that it uses, gives a fault something of its own."""
    known, todo, seen = functions(check.find.__module__), [check.find.__name__], set()
    while todo:
        name = todo.pop()
        if name in seen or name not in known:
            continue
        seen.add(name)
        for part in (part for line in known[name].body for part in ast.walk(line)):
            if isinstance(part, ast.Name):
                todo.append(part.id)
            if isinstance(part, ast.Call) and any(word.arg in OTHERWISE for word in part.keywords):
                return True
    return False


@pytest.mark.parametrize("code", list(catalogue()))
def test_it_says_so_where_it_judges_some_cases_otherwise(code):
    check = catalogue()[code]
    assert bool(check.page.varies) == judges_otherwise(check), check.page.varies
    assert not check.page.varies or check.page.varies.startswith(("A ", "An ")), "it follows on 'But:'"


def test_the_page_says_it_behind_the_level():
    assert level(catalogue()["DAT001"]).startswith("Error. But: an info for 'Deadline counts from' where")
    assert "But: an info" in page(catalogue()["DAT001"]) and "But:" not in page(catalogue()["DAT002"])
