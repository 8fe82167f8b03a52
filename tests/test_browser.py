"""The pages as a browser shows them: on a telephone and a desk, bright and dark, filtered, printed, without script."""

from __future__ import annotations

import io
import re
import zipfile
from urllib.parse import urlencode

import pytest
from pypdf import PdfReader

from ncr_toolkit.compare.comparison import compare
from ncr_toolkit.core import packs
from ncr_toolkit.core.register import Review
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.portfolio import page as portfolio_page
from ncr_toolkit.portfolio.rollup import roll_up
from ncr_toolkit.report import check_html, management_review_page
from ncr_toolkit.report.changes import html as changes_html
from ncr_toolkit.report.html_page import CARDS_BELOW
from ncr_toolkit.submission.index_page import WIDE
from tests import browser as browsing
from tests.commands import ran
from tests.conftest import TODAY
from tests.parcels import house
from tests.tables import parse, ref, save
from tests.test_portfolio import fact, register
from tests.test_report import REGISTER as FILTERED
from tests.test_report import TYPED, assessed
from tests.test_review import full

WORD = "Unbreakable" * 40
LONG = "word " * 6_400
RIGHT = "שלום עולם"
ALIKE = 12

HOSTILE = f"""
People
| Name     | E-mail          |
|---|---|
| Ana Lima | ana@example.org |
| {WORD}   |                 |

Findings
| Finding ID | Title   | Grade   | Status      | Owner   | Extent | Close due  | Statement |
|---|---|---|---|---|---|---|---|
| NC-{WORD}  | {WORD}  | {WORD}  | In progress | {WORD}  | none   | 2026-06-01 | {LONG}    |
| NC-2       | {RIGHT} | Minor   | In progress | {RIGHT} | none   | 2026-06-01 | {WORD}    |
| NC-1       | {LONG}  | Major   | In progress | ana lima |       | 2026-06-01 |           |

Actions
| Action ID | Finding ID | Due        | Owner    |
|---|---|---|---|
{"".join(f"| CA-{number} | NC-1 | 2026-06-01 | Nobody {number} |" + chr(10) for number in range(ALIKE))}
| CA-{WORD} | NC-9{WORD} | 2026-06-01 | Cy Doe   |

Decisions
| Check  | Record ID | Reason | Decided by | Valid until |
|---|---|---|---|---|
| EXT003 | NC-2      | {WORD} | Ana Lima   | 2026-12-31  |
"""
EMPTY = "Findings\n| Finding ID |\n|---|\n"
PASTED = "Findings\n| Finding ID | Title | Grade | Status | Owner | Reference |\n|---|---|---|---|---|---|\n" + "".join(
    f"| V-{number} | Patch {number} | Moderate | Ongoing | System Owner | RA-5 |\n" for number in range(600))
"""Copied out of another house's table, whose words are not ours: five problems a row."""

PAGES = ("hostile", "empty", "pasted", "filtered", "changes", "review", "portfolio", "index")


def the_changes(folder) -> str:
    old, new = (Review(read_register(save(parse(text), folder / f"{name}.xlsx")), packs.load("iso42001"), TODAY)
                for name, text in (("old", HOSTILE.replace("CA-3 ", "CA-33 ")), ("new", FILTERED)))
    return changes_html.report(compare(old, new))


def the_portfolio() -> str:
    rows = [fact("NC-1", title=LONG, owner=WORD, overdue_days=9, next="Nothing proves it. (Evidence!A4)"),
            fact(f"NC-{WORD}", title=WORD, grade="Major"), fact("NC-3", title=RIGHT, soon=True, owner="")]
    figures = {"open": 3, "open_major": 1, "open_minor": 2, "overdue": 1, "due_soon": 1}
    houses = [register(f"{WORD}.xlsx", *rows, summary=figures), register("b.xlsx", *rows, organisation=LONG[:600])]
    return portfolio_page.report(roll_up(houses, [], TODAY))


def the_index(folder) -> str:
    parcel = house("startup", folder / "startup", change=lambda rows: rows["Findings"][0].update({"Title": WORD}))
    ran(["package", str(parcel), "NC-1", "NC-2", "-o", "p.zip", "--no-pdf", "--today", f"{TODAY}"], folder)
    with zipfile.ZipFile(folder / "p.zip") as package:
        return package.read("index.html").decode()


@pytest.fixture(scope="module")
def pages(_few_rows, tmp_path_factory):
    """Every page in a file, by its name."""
    folder = tmp_path_factory.mktemp("pages")
    made = {name: check_html.report(assessed(text, folder))
            for name, text in (("hostile", HOSTILE), ("empty", EMPTY), ("pasted", PASTED), ("filtered", FILTERED))}
    made |= {"changes": the_changes(folder), "portfolio": the_portfolio(),
             "review": management_review_page.report(full(WORD)), "index": the_index(folder)}
    assert tuple(sorted(made)) == tuple(sorted(PAGES))
    for name, text in made.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return {name: (folder / f"{name}.html").as_uri() for name in made}


@pytest.fixture(scope="module")
def chromium(pages):
    with browsing.browser() as started:
        yield started


@pytest.fixture
def opened(chromium, pages):
    """A function: a page of that name as it is opened, with what the context is given besides."""
    contexts = []

    def look(name: str, size: tuple[int, int] = (1280, 900), filters: dict[str, str] | None = None, **more):
        contexts.append(chromium.new_context(viewport={"width": size[0], "height": size[1]}, **more))
        contexts[-1].set_default_timeout(120_000)
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: pytest.fail(f"{name}: {error}"))
        page.goto(pages[name] + (f"#{urlencode(filters)}" if filters else ""))
        return page

    yield look
    for context in contexts:
        context.close()


def visible(page, name: str) -> list[dict]:
    """What the rows of a table that are seen carry, and the cells they name."""
    return page.evaluate(browsing.VISIBLE, f"#{name} > tbody > tr")


def told(page) -> str:
    return page.locator("#shown").inner_text()


# What everybody sees

@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wider_than_the_window_no_word_is_broken_and_telephones_get_cards(opened, name):
    page = opened(name)
    for width in (*browsing.WIDTHS, 690):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(browsing.TOO_WIDE) <= 0, width
        assert page.evaluate(browsing.BROKEN, browsing.LONGEST) == [], width
        assert page.evaluate(browsing.FAINT) == page.evaluate(browsing.CUT_HINTS) == [], width
        cards = width < (WIDE if name == "index" else CARDS_BELOW)
        assert page.evaluate(browsing.LOOKS) == ["block" if cards else "table-row"]


@pytest.mark.parametrize("name", ["hostile", "changes", "review", "portfolio", "index"])
def test_axe_finds_nothing(opened, name):
    page = opened(name, bypass_csp=True)
    page.evaluate(browsing.axe())
    assert page.evaluate(browsing.AXE, {}) == []
    bright = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(browsing.AXE, {"runOnly": ["color-contrast"]}) == []
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != bright == "rgb(255, 255, 255)"


def test_three_thousand_problems_of_a_few_kinds_are_a_few_lines(opened):
    page = opened("pasted")
    assert "3003 of 3003 problems" in told(page)
    assert 3 <= len(visible(page, "problems")) < 10
    assert page.evaluate("document.documentElement.scrollHeight") < 20_000
    group = page.locator("#problems tr.many", has_text="Moderate")
    assert f"{ref('finding.grade', 4)}, " in group.inner_text() and "and 597 more" in group.inner_text()
    assert group.locator("li").first.is_hidden()
    group.locator("summary").click()
    assert group.locator("li").count() == 600 and group.locator("li").first.is_visible()


def test_without_script_all_can_be_read_and_nothing_dead_stands_there(opened):
    page = opened("hostile", java_script_enabled=False)
    assert page.locator("form").is_hidden() and page.locator("main button:not(form *)").count() == 0
    assert page.locator("#shown").inner_text().endswith("all are shown.")
    page.locator("#problems tr.many summary").first.click()
    assert page.locator("#problems tr.many li").first.is_visible()


@pytest.mark.parametrize("name", ["hostile", "changes", "review", "portfolio", "index"])
def test_on_paper_no_heading_is_left_behind_by_its_table(opened, name):
    page = opened(name, color_scheme="dark")
    headings = [" ".join(each.split()) for each in page.locator("h2").all_inner_texts()]
    rest = page.locator("details.rest").count()
    count = "document.title = document.querySelectorAll('.rest[open]').length"
    page.evaluate(f"addEventListener('beforeprint', () => {{ {count}; }})")
    read = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    assert page.title() == f"{rest}", "all that is folded is on the paper"
    assert page.locator("details.rest[open]").count() == 0
    feet = [(text.splitlines() or [""])[-1].strip() for text in (each.extract_text().strip() for each in read)]
    assert headings and not [foot for foot in feet if foot and any(heading.endswith(foot) for heading in headings)]


# What a click and a word do

def test_the_filter_shows_what_is_asked_for(opened):
    every = len(visible(opened("filtered"), "problems"))
    page = opened("filtered", filters={"owner": TYPED, "level": "error"})
    found = visible(page, "problems")
    assert {row.get("owner") for row in found} == {TYPED, None}, "and what is of no finding"
    assert {row.get("level") for row in found} == {"error", None}
    assert [row["finding"] for row in visible(page, "findings")] == ["NC-1"]
    assert f"1 of 3 findings, {len(found)} of {every} problems, 1 of 2 set aside shown." in told(page)
    assert "level Error" in told(page) and "(4) is always among them" in told(page)


def test_an_unknown_filter_hides_nothing_and_says_so(opened):
    page = opened("filtered", filters={"owner": "Nobody Known", "order": "workbook"})
    assert "This page has no owner “Nobody Known”." in told(page)
    numbers = [int(row["n"]) for row in visible(page, "problems")]
    assert numbers == sorted(numbers) and numbers != [] and "55 of 55 problems" in told(page)


def test_a_tile_shows_what_it_counts_and_a_second_click_everything(opened):
    page = opened("filtered")
    tile = page.get_by_role("button", name=re.compile(r"Overdue actions"))
    tile.click()
    assert tile.get_attribute("aria-pressed") == "true" and "Only counted under Overdue actions: 1 of 3" in told(page)
    assert {row.get("finding") for row in visible(page, "problems")} == {"NC-1", None}
    tile.click()
    assert tile.get_attribute("aria-pressed") == "false" and told(page).startswith("3 of 3 findings")


def test_words_are_searched_whatever_their_case_and_accents(opened):
    page = opened("filtered")
    page.get_by_label("Search").fill("ÁNA lima dat007")
    page.wait_for_url(re.compile("search="))
    found = visible(page, "problems")
    assert [row["places"] for row in found] == [ref("action.due", 4)]
    page.get_by_label("Search").fill("nothing like it")
    page.wait_for_url(re.compile("search=nothing"))
    assert visible(page, "problems") == visible(page, "findings") == []
    assert page.get_by_text("No problem fits what you chose").is_visible()
    assert page.get_by_text("No finding fits what you chose").is_visible()
    assert not page.locator("#aside-part").is_visible()
    page.get_by_role("button", name="Show everything").click()
    page.wait_for_url(re.compile("#$"))
    assert "55 of 55 problems" in told(page) and not page.get_by_text("No problem fits").is_visible()


def test_of_many_alike_only_those_asked_for_are_counted_and_named(opened):
    page = opened("pasted", filters={"finding": "V-450"})
    group = page.locator("#problems tr.many", has_text="Moderate")
    assert ref("finding.grade", 454) == group.locator(".places").inner_text()
    assert group.locator(".count").all_inner_texts() == ["1 of 600", "1 of 600"]
    assert page.locator("details.more").get_attribute("open") is not None, "what is asked for does not stay folded"
    assert page.locator("main tbody tr[data-finding='V-450']").is_visible()


def test_a_place_on_the_page_is_no_filter(opened):
    page = opened("filtered", filters={"owner": TYPED})
    before = told(page)
    page.get_by_role("link", name=re.compile("What the check found")).click()
    assert told(page) == before and "Only owner" in before


@pytest.mark.parametrize(("name", "tile", "left"), [("changes", "News", "news"), ("portfolio", "Due soon", "due_soon")])
def test_other_pages_filter_by_their_tiles(opened, name, tile, left):
    page = opened(name)
    page.get_by_role("button", name=tile).click()
    assert re.match(r"Only .*: [1-9]\d* of \d+ (changes|findings) shown", told(page))
    shown = page.evaluate(browsing.VISIBLE, "table[data-noun] > tbody > tr")
    assert shown and all(left in (row.get("part") or row["state"]) for row in shown)
