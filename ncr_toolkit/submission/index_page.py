"""The index of a package as a page for a browser: no network, and its links lead to the files beside it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from ncr_toolkit.common.text import plural
from ncr_toolkit.report.html_page import page, safe, table
from ncr_toolkit.submission.contents import Contents
from ncr_toolkit.submission.index_tables import IndexLink, IndexTable, title
from ncr_toolkit.submission.manifest import FILE as MANIFEST
from ncr_toolkit.submission.manifest import SUMS

FILE = "index.html"
_STYLE = "td.print{font-family:Consolas,monospace;font-size:.72rem;word-break:break-all;min-width:16em}"


def index_page(contents: Contents, tables: Sequence[IndexTable]) -> bytes:
    """The page; the same package gives the same bytes."""
    review = contents.assessment.review
    files = sum(bool(proof.name) for item in contents.items for proof in item.proofs)
    body = f"""<h1>{safe(title(contents))}</h1>
<p class="read">{safe(review.pack.standard)}. {plural(len(contents.items), 'answer')} with {plural(files, 'file')} of
evidence. Whether all files are as they were made shows {SUMS} (<code>sha256sum -c {SUMS}</code>), or
<code>ncr verify</code>; the same for programs is {MANIFEST}.</p>
{''.join(_table(each) for each in tables)}"""
    return page(safe(title(contents)), body, script=False, more=_STYLE, kind="package").encode(errors="replace")


def _table(each: IndexTable) -> str:
    if not each.rows:
        return f"<h2>{each.name}</h2><p>None.</p>"
    headers = [safe(header) for header, _ in each.columns]
    rows = (f"<tr>{''.join(_cell(cell, header) for cell, header in zip(row, headers, strict=True))}</tr>"
            for row in each.rows)
    return f"<h2>{each.name}</h2>{table(headers, rows, each.name.lower())}"


def _cell(cell: str | IndexLink, header: str) -> str:
    kind = {"SHA-256": "print", "Finding": "id", "Dated": "word", "Grade": "word", "Kind": "word"}.get(header, "")
    inner = safe(cell) if isinstance(cell, str) else _link(cell)
    return f"<td{f' class={kind}' if kind else ''}>{inner}</td>"


def _link(cell: IndexLink) -> str:
    target = cell.target if cell.outside else quote(cell.target)
    more = ' rel="noreferrer"' if cell.outside else ""
    return f'<a href="{safe(target)}"{more}>{safe(cell.text)}</a>'
