"""The register as tags see it: names with plain texts behind them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from jinja2 import nodes

from ncr_toolkit.word.forms import sandbox
from ncr_toolkit.word.forms.answers import ONES, ROWS, Answers, fields_of

if TYPE_CHECKING:
    from ncr_toolkit.word.forms.filling import Outcome
    from ncr_toolkit.word.forms.spots import Spot


def context(answers: Answers) -> dict[str, Any]:
    """Everything that a tag may ask for."""
    found: dict[str, Any] = {name: sandbox.Row({field: answers.text(f"{name}.{field}") for field in fields_of(kind)})
                             for name, kind in ONES.items()}
    found["audit"]["dates"] = answers.text("audit.dates")
    for name, rows in ROWS.items():
        found[name] = [sandbox.Row({field: answers.field(name, row, field) for field in rows.fields})
                       for row in answers.rows(name)]
    found["text"] = sandbox.Row({name: answers.text(name) for name in ROWS})
    return found | {"today": answers.text("today"), "ready": answers.text("ready"), "stage": answers.text("stage"),
                    "gaps": list(answers.gaps), "draft": "" if answers.case.ready else "DRAFT"}


def told(spot: Spot, answers: Answers, outcome: Callable[..., Outcome]) -> Outcome:
    """What a tag came to, as far as that can be said of the tag alone."""
    name = _name(spot.label)
    if not name:
        return outcome(spot, value="filled")
    value = answers.text(name)
    return outcome(spot, value) if value else outcome(spot, left="the register has nothing for it")


def _name(tag: str) -> str:
    """The name of the register that a tag prints, or goes through; '' where it is of a loop or a condition."""
    from ncr_toolkit.word.forms.answers import names

    try:
        tree = sandbox.environment().parse(tag if tag.startswith("{{") else tag + "{% endfor %}")
    except Exception:  # a piece of a template need not stand alone
        return ""
    found = next((_spelt(node) for node in tree.find_all((nodes.Getattr, nodes.Name)) if _spelt(node) in names()), "")
    return found


def _spelt(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_spelt(node.node)}.{node.attr}"
    return ""
