"""JSON that a person can look at and a program writes fast: an object of a list a line, all around it indented."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any


def written(data: dict[str, Any]) -> bytes:
    """The text of an object."""
    return ("".join(_object(data, "")) + "\n").encode("utf-8", "replace")


def _object(data: dict[str, Any], indent: str) -> Iterator[str]:
    yield "{"
    for number, (name, value) in enumerate(data.items()):
        yield f"{',' if number else ''}\n{indent} {_plain(name)}: "
        if isinstance(value, dict) and value:
            yield from _object(value, f"{indent} ")
        elif isinstance(value, list) and value:
            items = f",\n{indent}  ".join(map(_plain, value))
            yield f"[\n{indent}  {items}]"
        else:
            yield _plain(value)
    yield f"\n{indent}}}"


def _plain(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
