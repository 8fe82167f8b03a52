"""A browser without a window, started once for all the pages that a test file looks at."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

WIDTHS = (360, 390, 768, 1280)
"""Telephones, a tablet, a desk."""
LONGEST = 24
"""A word of more letters may be broken: no column holds it."""

WITHOUT = "what drives the browser is missing: pip install -e '.[browser]'"

TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
BROKEN = """longest => {
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT), range = new Range();
  const broken = new Set();
  for (let node; node = walker.nextNode();) {
    if (!node.parentElement.checkVisibility()) continue;
    for (const {0: word, index} of node.data.matchAll(
        /(?<![\\w/-])(?:[A-Z0-9]+-)+[A-Z0-9]+(?![\\w-])|[\\p{L}\\p{M}\\p{N}]{2,}/gu)) {
      if (word.length > longest) continue;
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      if (new Set([...range.getClientRects()].map(({top}) => Math.round(top))).size > 1) broken.add(word);
    }
  }
  return [...broken];
}"""
FAINT = """() => [...document.querySelectorAll("main svg text")].map(text => parseFloat(getComputedStyle(text).fontSize)
  * text.ownerSVGElement.getBoundingClientRect().width / text.ownerSVGElement.viewBox.baseVal.width)
  .filter(size => size < 9)"""
"""The letters of charts that are less high than 9 pixels."""
CUT_HINTS = """() => [...document.querySelectorAll("input[placeholder]")].filter(input => {
  const look = getComputedStyle(input), pen = document.createElement("canvas").getContext("2d");
  pen.font = look.font;
  return pen.measureText(input.placeholder).width > input.clientWidth - parseFloat(look.paddingLeft) - 24;
}).map(input => input.placeholder)"""
"""What stands in an empty field, cut at its edge; at the right there is room for the cross that empties it."""
LOOKS = """[...new Set([...document.querySelectorAll("main tbody tr:not([hidden])")]
  .map(row => getComputedStyle(row).display))]"""
VISIBLE = """selector => [...document.querySelectorAll(selector)].filter(row => row.checkVisibility())
  .map(row => ({...row.dataset, places: row.querySelector(".places")?.innerText}))"""
AXE = """async how => (await axe.run(document, {resultTypes: ["violations"], ...how})).violations
  .map(({id, nodes}) => `${id}: ${nodes.map(node => node.html.slice(0, 120)).slice(0, 3).join(" | ")}`)"""


@contextmanager
def browser() -> Iterator:
    """Chromium of this computer; the test is skipped where it, or what drives it, is missing."""
    driver = pytest.importorskip("playwright.sync_api", reason=WITHOUT)
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        pytest.skip("no Chromium here to open pages with; .ci/run installs it")
    with driver.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=program)
        yield opened
        opened.close()


def axe() -> str:
    """axe-core, which looks for what keeps people from using a page, as the package of that name brings it."""
    package = pytest.importorskip("axe_playwright_python", reason=WITHOUT)
    return (Path(package.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
