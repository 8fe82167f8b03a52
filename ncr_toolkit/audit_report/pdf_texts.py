"""The text of a PDF's pages, whatever is wrong with the file."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from ncr_toolkit.common.errors import CannotRun

T = TypeVar("T")
MOST_PAGES = 200
"""Of a report; what is longer is not read."""
LARGEST = 100_000_000


def plain_text(path: Path) -> str:
    """The letters of the PDF as they follow each other in the file, which may be another order than on the page. Raises
    CannotRun."""
    return "\n".join(texts_of_pages(path))


def texts_of_pages(path: Path, **how: Any) -> list[str]:
    """The text of each page, made in the way that pypdf is told by `how`. Raises CannotRun, in one sentence, whatever
    is wrong with the file."""
    return pages_of(path, lambda page: str(page.extract_text(**how)))


def pages_of(path: Path, made: Callable[[Any], T]) -> list[T]:
    """What is made of each page. Raises CannotRun, in one sentence, whatever is wrong with the file."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it has to say is told in one sentence of ours
    try:
        return _made(path, made)
    except CannotRun:
        raise
    except Exception as error:  # a PDF can be wrong in any way, and none of them may end a check
        raise CannotRun(f"{path.name} cannot be read as a PDF; ask for it again, or use the report as Word document."
                        ) from error


def _made(path: Path, made: Callable[[Any], T]) -> list[T]:
    """The same. Raises CannotRun, and whatever the bytes lead to."""
    from pypdf import PdfReader

    if path.stat().st_size > LARGEST:
        raise CannotRun(f"{path.name} is larger than {LARGEST // 1_000_000} MB; use the report without annexes.")
    reader: Any = PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        raise CannotRun(f"{path.name} is locked with a password; save it without one, and use that file.")
    if len(reader.pages) > MOST_PAGES:
        raise CannotRun(f"{path.name} has more than {MOST_PAGES} pages; use the report without annexes.")
    return [made(page) for page in reader.pages]
