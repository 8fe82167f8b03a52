"""What every HTML page keeps, whichever it is: what people typed is text, and no template can forget that."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from ncr_toolkit.report import html_page
from ncr_toolkit.report.html_page import page

ROOMS = ("report", "submission")
TEMPLATES = [path for room in ROOMS
             for path in sorted((Path(html_page.__file__).parent.parent / room / "templates").glob("*.html"))]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_prints_what_is_not_escaped(path):
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"\|\s*safe\b|autoescape|\bxmlattr\b", source)
    assert not re.search(r"=\{\{", source), "an attribute without quotes would end at a blank"


def test_a_name_that_a_template_does_not_get_is_an_error_and_no_blank():
    with pytest.raises(UndefinedError):
        page("check.html", "t")


def test_signs_that_turn_text_and_that_no_page_may_hold_are_left_out():
    made = page("base.html", "a\u202eb\x00c\ud800d <i>\r\ne")
    assert "<title>abcd &lt;i&gt;\ne</title>" in made


@pytest.mark.parametrize("script", [True, False])
def test_the_policy_names_the_styles_and_the_script(script):
    made = page("base.html", "t", style="management_review.css", script=script)
    styles = re.findall(r"<style>(.*?)</style>", made, re.DOTALL)
    assert len(styles) == 2 and len(re.findall(r"<script>", made)) == script
    for text in [*styles, *re.findall(r"<script>(.*?)</script>", made, re.DOTALL)]:
        assert b64encode(hashlib.sha256(text.encode()).digest()).decode() in made


@pytest.mark.parametrize(("text", "kept"), [
    ("NC-2026-04 moved to 2026-08-01.", ["NC-2026-04", "2026-08-01"]), ("'CA-11' of OBS-1", ["CA-11", "OBS-1"]),
    ("the re-audit, state-of-the-art, E-41_log.txt, <b>-</b>", []), ("X-" * 40 + "X", [])])
def test_no_line_ends_within_a_day_or_an_id(text, kept):
    assert re.findall('<span class="day">([^<]*)</span>', html_page._unbroken(text)) == kept
