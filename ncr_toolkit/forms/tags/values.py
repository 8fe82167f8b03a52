"""The register as tags see it: names with plain texts behind them."""

from __future__ import annotations

from typing import Any

from jinja2 import TemplateError, nodes

from ncr_toolkit.forms.meaning.answers import ONES, ROWS, Answers, fields_of, names
from ncr_toolkit.forms.tags import sandbox


def context(answers: Answers) -> dict[str, Any]:
    """Everything that a tag may ask for."""
    found: dict[str, Any] = {name: sandbox.RecordView({field: answers.text(f"{name}.{field}")
                                                       for field in fields_of(kind)})
                             for name, kind in ONES.items()}
    found["audit"]["dates"] = answers.text("audit.dates")
    for name, rows in ROWS.items():
        found[name] = [sandbox.RecordView({field: answers.field(name, row, field) for field in rows.fields})
                       for row in answers.rows(name)]
    found["text"] = sandbox.RecordView({name: answers.text(name) for name in ROWS})
    return found | {"today": answers.text("today"), "ready": answers.text("ready"), "stage": answers.text("stage"),
                    "gaps": list(answers.gaps), "draft": "" if answers.case.ready else "DRAFT"}


def asked(tag: str) -> tuple[str, ...]:
    """The name of the register that a tag prints, or goes through; () where it is one of a loop or a condition."""
    try:
        tree = sandbox.environment().parse(tag if tag.startswith("{{") else f"{tag}{{% endfor %}}")
    except TemplateError:  # a piece of a template need not stand alone
        return ()
    spelt = (_spelt(node).removeprefix("text.") for node in tree.find_all((nodes.Getattr, nodes.Name)))
    found = next((name for name in spelt if name in names()), "")
    return (found,) if found else ()


def _spelt(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    return f"{_spelt(node.node)}.{node.attr}" if isinstance(node, nodes.Getattr) else ""
