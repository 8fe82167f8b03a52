"""The management-review paper as one HTML page; its words and numbers are made in `management_review`."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence

from ncr_toolkit.management_review import charts
from ncr_toolkit.management_review.blocks import Block, Chart, LabelledValues, Paper, Sentence, Table, TableCell
from ncr_toolkit.report.html_page import page
from ncr_toolkit.report.html_page import safe as _safe

STYLE = """
body.paper{max-width:860px}body.paper h1+p{color:#4a5866;font-size:1.1rem;margin:.3rem 0 1.2rem}
p.quiet{color:#4a5866;font-size:.85rem}figure{margin:1rem 0}figure img{width:100%;height:auto;display:block}
figcaption{margin:.2rem 0 1rem}td.number,th.number{text-align:right}td.bar{vertical-align:middle}
.day{white-space:nowrap}td.bar svg{display:block;width:100%;height:.8rem}td.blank{height:2.4rem}
table{margin:.4rem 0 .6rem}
table.form th{background:#eef3f8;color:#17406d;width:22%;border-bottom:1px solid #dce3ea;vertical-align:top}
@media print{figure,section.whole{break-inside:avoid}table.form th{border-bottom:1px solid #dce3ea}}
"""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def report(paper: Paper) -> str:
    """The whole paper as one page; it loads nothing."""
    parts = [f"<h1>{_safe(paper.title)}</h1>\n<p>{_safe(paper.subtitle)}</p>", _form(paper.facts)]
    for section in paper.sections:
        blocks = "\n".join(map(_block, section.blocks))
        whole = ' class="whole"' if any(isinstance(block, LabelledValues) for block in section.blocks) else ""
        parts.append(f"<section{whole}><h2>{_safe(section.title)}</h2>\n{blocks}</section>")
    title = f"{_safe(paper.title)}, {_safe(paper.subtitle)}"
    return page(title, "\n".join(parts), script=False, more=STYLE, kind="paper", pictures=True)


def _block(block: Block) -> str:
    if isinstance(block, Sentence):
        return f"<p{' class=quiet' if block.quiet else ''}>{_unbroken(block.text)}</p>"
    if isinstance(block, Chart):
        data = b64encode(charts.png(block.columns)).decode()
        return (f'<figure><img src="data:image/png;base64,{data}" alt="{_safe(block.alt)}">'
                f"<figcaption>{_unbroken(block.under)}</figcaption></figure>")
    return _form(block) if isinstance(block, LabelledValues) else _table(block)


def _unbroken(text: str) -> str:
    """Words in which no line ends within a day."""
    return _DAY.sub(r'<span class="day">\g<0></span>', _safe(text))


def _form(form: LabelledValues) -> str:
    rows = "".join(f"<tr><th scope=row>{_safe(label)}</th>{_cell(cell)}</tr>" for label, cell in form.rows)
    return f'<table class="form" aria-label="{_safe(form.title)}"><tbody>{rows}</tbody></table>'


def _table(table: Table) -> str:
    head = "".join(f"<th scope=col{_number(column.number)}>{_safe(column.header)}</th>" for column in table.columns)
    body = "".join(f"<tr>{_row(row, table)}</tr>" for row in table.rows)
    wide = sum(column.width for column in table.columns)
    widths = "".join(f'<col width="{100 * column.width / wide:.0f}%">' for column in table.columns)
    return (f'<table aria-label="{_safe(table.title)}"><colgroup>{widths}</colgroup><thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table>")


def _row(row: Sequence[TableCell], table: Table) -> str:
    return "".join(_cell(cell, column.number) for cell, column in zip(row, table.columns, strict=True))


def _number(right: bool) -> str:
    return " class=number" if right else ""


def _cell(cell: TableCell, number: bool = False) -> str:
    if cell.bar is not None:
        return (f'<td class="bar"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
                f'<rect width="{100 * cell.bar:.1f}" height="10" fill="{charts.SHADES[1]}"/></svg></td>')
    note = f"<small>{_safe(cell.note)}</small>" if cell.note else ""
    kind = ' class="blank"' if cell.blank else _number(number)
    return f"<td{kind}>{_safe(cell.text)}{note}</td>"
