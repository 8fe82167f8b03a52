"""The sample's evidence files, made from short texts: logs and tables as they stand, one-page PDFs, small pictures."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from ncr_toolkit.demo.sample_picture import bar_chart, screen


def content(path: str, made_from: Mapping[str, Any]) -> bytes:
    """The bytes of the evidence file `path`.

    `made_from`: `text` for .txt, .csv and .pdf (with `title` and `head`), `screen` or `bars` for .png. An empty text
    gives an empty file of any kind.
    """
    if made_from.get("text") == "":
        return b""
    if path.endswith(".pdf"):
        return pdf(made_from["title"], made_from["head"], made_from["text"])
    if path.endswith(".png"):
        if "screen" in made_from:
            return screen(made_from["title"], made_from["screen"])
        return bar_chart(made_from["title"], made_from["unit"], made_from["bars"], made_from["note"],
                         limit=made_from.get("limit"), start=made_from.get("start", 0))
    return str(made_from["text"]).encode("utf-8")


def pdf(title: str, head: str, text: str) -> bytes:
    """A page of A4 with a title, a line below it and paragraphs."""
    page = "\n".join(_lines(title, head, text)).encode("cp1252", "replace")
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        font.format("Helvetica").encode(),
        font.format("Helvetica-Bold").encode(),
        b"<< /Title (%s) >>" % _escaped(title).encode("cp1252", "replace"),
    ]
    return _assembled(objects)


def _lines(title: str, head: str, text: str) -> Iterator[str]:
    """The drawing commands of the page, from the top."""
    down = 780
    for line in textwrap.wrap(title, 58):
        yield _at(down, "F2 15", line)
        down -= 20
    yield _at(down, "F1 9", head)
    yield f"0.6 w 56 {down - 9} m 539 {down - 9} l S"
    down -= 34
    for paragraph in text.strip().split("\n\n"):
        for line in textwrap.wrap(paragraph, 92):
            yield _at(down, "F1 10.5", line)
            down -= 15
        down -= 8


def _at(down: int, font: str, line: str) -> str:
    return f"BT /{font} Tf 56 {down} Td ({_escaped(line)}) Tj ET"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _assembled(objects: list[bytes]) -> bytes:
    body, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return body + (b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n"
                   b"startxref\n%d\n%%%%EOF\n" % (count, table, count, count - 1, len(body)))
