"""The look of an HTML page, and its filter: a few lines of script in the page itself, which shows all without them."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable
from html import escape

from ncr_toolkit.common.text import allowed

STYLE = """
body{font:15px/1.45 "Segoe UI",Carlito,Calibri,Arial,sans-serif;color:#1d2733;background:#fff;margin:2rem auto;
max-width:1180px;padding:0 1rem}
[hidden]{display:none!important}
h1{font-size:1.7rem;margin:0}h2{font-size:1.15rem;margin:2rem 0 .5rem;color:#17406d}
p.read{color:#4a5866;margin:.3rem 0 1.2rem}
dl.figures{display:flex;flex-wrap:wrap;gap:.6rem;margin:0}
dl.figures div{border:1px solid #c9d3dd;border-radius:6px;padding:.45rem .8rem;min-width:6.2rem}
dl.figures dt{font-size:.8rem;color:#4a5866}dl.figures dd{font-size:1.5rem;margin:0;font-weight:600}
dl.figures div.late{border-color:#a3281c;background:#fdf0ee}dl.figures div.late dd{color:#8f2015}
form{display:flex;flex-wrap:wrap;gap:.6rem 1rem;align-items:end;margin:1.4rem 0 0;padding:.7rem .9rem;
background:#eef3f8;border-radius:6px}
form label{font-size:.85rem;color:#34424f}
select,button{display:block;font:inherit;padding:.25rem .4rem;max-width:15rem;border:1px solid #7b8a99;
border-radius:4px;background:#fff;color:inherit}
select:focus-visible,button:focus-visible{outline:3px solid #2a6db5;outline-offset:1px}
form p{flex-basis:100%;margin:0;font-size:.85rem;color:#34424f}
p.shown{margin:.6rem 0 0}p.shown.only{font-weight:600;border-left:4px solid #b26b00;padding-left:.6rem}
table{border-collapse:collapse;width:100%}
th{text-align:left;background:#17406d;color:#fff;padding:.4rem .55rem;font-weight:600}
td{border-bottom:1px solid #dce3ea;padding:.4rem .55rem;vertical-align:top;overflow-wrap:anywhere;
unicode-bidi:isolate}
td.id,td.name{min-width:7.5em}td.cell{min-width:6.5em}td.word{white-space:nowrap}
td small{display:block;color:#4a5866}
b.error{color:#8f2015}b.warning{color:#7a4b00}b.info{color:#4a5866}
p.fix,p.said{margin:.15rem 0 0;color:#34424f}p.fix::before{content:"\\2192  "}
ul{margin:0;padding-left:1.1rem}
@media print{@page{margin:14mm 12mm}body{margin:0;padding:0;max-width:none;font-size:11px}form{display:none}
dl.figures{gap:.3rem}dl.figures div{padding:.15rem .4rem;min-width:0}dl.figures dd{font-size:1.1rem}
thead{display:table-header-group}tr,dl{break-inside:avoid}h2{break-after:avoid}
th{background:#fff;color:#000;border-bottom:2px solid #000}}
"""

SCRIPT = """
(() => {
  const form = document.getElementById("filter"), shown = document.getElementById("shown");
  const filters = [...form.querySelectorAll("select[data-filter]")], order = form.elements.order;
  const rows = [...document.querySelectorAll("tbody tr")];
  const body = document.querySelector("#problems tbody"), own = body ? [...body.rows] : [];
  let sorted = "";
  const said = select => select.selectedOptions[0].dataset.name;

  function show(gone) {
    const active = filters.filter(each => each.value);
    for (const row of rows) row.hidden = active.some(each =>
      each.name in row.dataset && row.dataset[each.name] !== each.value);
    const words = ["problems", "aside"].map(id => [...document.querySelectorAll(`#${id} tbody tr`)])
      .map(all => [all.filter(row => !row.hidden).length, all.length]);
    const count = `${words[0][0]} of ${words[0][1]} problems shown` +
      (words[1][1] ? `, ${words[1][0]} of ${words[1][1]} set aside` : "");
    const file = own.filter(row => !("level" in row.dataset)).length;
    const always = file ? ` What is wrong with the workbook itself (${file}) is always among them.` : "";
    const only = active.map(each => `${each.labels[0].firstChild.data.trim().toLowerCase()} ${said(each)}`).join(", ");
    shown.textContent = (gone ? `This page has no ${gone}. ` : "") +
      (only ? `Only ${only}: ${count}.${always}` : `${count}.`);
    shown.className = only || gone ? "shown only" : "shown";
    for (const part of document.querySelectorAll("section"))
      part.hidden = ![...part.querySelectorAll("tbody tr")].some(row => !row.hidden);
    if (body && order.value !== sorted)
      for (const row of order.value ? [...own].sort((a, b) => a.dataset.n - b.dataset.n) : own) body.append(row);
    sorted = order.value;
  }
  function read() {
    const hash = new URLSearchParams(location.hash.slice(1)), gone = [];
    for (const each of [...filters, order]) {
      const wanted = hash.get(each.name) || "";
      each.value = wanted;
      if (each.selectedIndex < 0) { each.value = ""; gone.push(`${each.name} \\u201c${wanted}\\u201d`); }
    }
    show(gone.join(", "));
  }
  function write() {
    const hash = new URLSearchParams();
    for (const each of [...filters, order]) if (each.value) hash.set(each.name, each.value);
    show("");
    location.replace("#" + hash);
  }
  form.addEventListener("change", write);
  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(write));
  addEventListener("hashchange", read);
  form.hidden = false;
  read();
})();
"""


_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the direction of the text after them: they would turn our words round the typed ones."""


def _only(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _policy(more: str, *, pictures: bool) -> str:
    """What a browser may do with the page: nothing is loaded, and no script runs but ours."""
    styles = " ".join(_only(style) for style in (STYLE, more) if style)
    images = "img-src data:; " if pictures else ""
    return (f"default-src 'none'; {images}style-src {styles}; script-src {_only(SCRIPT)}; base-uri 'none'; "
            "form-action 'none'")


def page(title: str, body: str, *, script: bool, more: str = "", kind: str = "", pictures: bool = False) -> str:
    """A whole page around a body. The words of `title` and `body` are escaped already.

    `more`: a style of its own beside that of every page, for a body of that `kind`. `pictures`: it holds some, in
    itself.
    """
    policy = _policy(more, pictures=pictures)
    run = f"<script>{SCRIPT}</script>\n" if script else ""
    own = f"<style>{more}</style>" if more else ""
    of_kind = f' class="{kind}"' if kind else ""
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width">
<title>{title}</title><style>{STYLE}</style>{own}</head><body{of_kind}>
{body}
{run}</body></html>
"""


def safe(text: str | None) -> str:
    """Text that people typed, as a browser may show it."""
    return escape(_TURNS.sub("", allowed(text or "")))


def table(headers: Iterable[str], body: Iterable[str], name: str) -> str:
    """A table with that id; `body` are its rows, made already."""
    head = "".join(f"<th scope=col>{header}</th>" for header in headers)
    return f'<table id="{name}"><thead><tr>{head}</tr></thead><tbody>{"".join(body)}</tbody></table>'
