"""What we depend on: each with a reason, a lowest version that CI tries, and a licence that lets a company use us."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata

import pytest

from ncr_toolkit.generate import ROOT

TEXT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
DEPENDENCIES = tomllib.loads(TEXT)["project"]["dependencies"]
FREE = re.compile(r"MIT|BSD|Apache|PSF|Python Software Foundation|LGPL|Mozilla|MPL|HPND|ISC|Zlib", re.IGNORECASE)
LOCK = ROOT / ".ci" / "lock.txt"


def name_of(dependency: str) -> str:
    return re.split(r"[<>=!~;\[ ]", dependency, maxsplit=1)[0]


@pytest.mark.parametrize("dependency", DEPENDENCIES, ids=name_of)
def test_each_dependency_has_a_lowest_version_and_a_reason(dependency):
    assert re.search(rf'"{re.escape(dependency)}",  # \w', TEXT), "say in a comment what it is for"
    assert re.search(r">=\d", dependency)


def test_ci_tries_the_lowest_versions_and_a_locked_set_of_the_newest():
    if not LOCK.exists():
        pytest.skip("the folder .ci is not part of the source distribution")
    lowest = (ROOT / ".ci" / "lowest.txt").read_text(encoding="utf-8").splitlines()[1:]
    wanted = [f"{name_of(each)}=={re.search(r'>=([0-9.]+)', each)[1]}" for each in DEPENDENCIES]
    assert lowest == wanted
    locked = {line.partition("==")[0].casefold() for line in LOCK.read_text(encoding="utf-8").splitlines()}
    assert {name_of(each).casefold() for each in DEPENDENCIES} <= locked


@pytest.mark.parametrize("name", [name_of(each) for each in DEPENDENCIES])
def test_each_licence_lets_a_company_use_it(name):
    try:
        about = metadata(name)
    except PackageNotFoundError:
        pytest.skip("not installed")
    said = [about.get("License-Expression") or "", *about.get_all("Classifier", []), about.get("License") or ""]
    assert any(FREE.search(each) for each in said if "License" in each or each in said[:1] or each == said[-1])
