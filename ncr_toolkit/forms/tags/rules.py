"""What a tag may say. Everything is looked at before anything runs, so that mistakes are told with where they are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from jinja2 import TemplateSyntaxError, nodes

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.names import nearest
from ncr_toolkit.forms.meaning.answers import ONES, ROWS, WORDS, fields_of
from ncr_toolkit.forms.tags import sandbox

_ALLOWED = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const,
            nodes.For, nodes.If, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
            nodes.Filter, nodes.Test, nodes.Concat, nodes.Keyword)
_NESTED = 2
_LOOP = ("index", "index0", "first", "last", "length", "revindex", "previtem", "nextitem")
_LETTERS = re.compile(r"<[^<>]*>")
_TAGS = re.compile(r"\{[{%](?:(?!\{[{%]).)*?[}%]\}", re.DOTALL)
TEXTS = tuple(word for word in WORDS if "." not in word)
TOP = {*ONES, *ROWS, *TEXTS, "gaps", "draft", "text"}
"""The names with which a tag may begin."""


@dataclass
class Rule:
    """Looks through the tags of one part."""

    path: str
    places: list[tuple[str, str]]
    lines: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def refuse(self, line: int, told: str) -> CannotRun:
        """What is wrong in that line of the template, with the text and place of the form."""
        around = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        tags = _TAGS.findall(_LETTERS.sub("", around))
        shown = next((tag for tag in tags if self._place(tag)), "")
        words = " ".join(_LETTERS.sub("", around).split())[:70]
        place = f", {self._place(shown)}" if shown else ""
        return CannotRun(f"{self.path}{place}{f', at {words!r}' if words else ''}: {told}")

    def _place(self, tag: str) -> str:
        bare = re.sub(r"\W+", "", tag)
        return next((place for each, place in self.places if _bare(each) == bare), "")

    def look(self, node: nodes.Node, names: dict[str, str], depth: int = 0) -> None:
        """Look at a node and all under it. `names`: the variables of the loops around, with what they hold."""
        if not isinstance(node, _ALLOWED):
            raise self.refuse(node.lineno, _told(node))
        if isinstance(node, nodes.For):
            self._loop(node, names, depth)
            return
        if isinstance(node, nodes.Filter) and node.name not in sandbox.FILTERS:
            known = ", ".join(sorted(sandbox.FILTERS))
            raise self.refuse(node.lineno, f"there is no filter '{node.name}'; there are {known}.")
        if isinstance(node, nodes.Test) and node.name not in sandbox.TESTS:
            raise self.refuse(node.lineno, f"there is no test '{node.name}'.")
        if isinstance(node, (nodes.Name, nodes.Getattr, nodes.Getitem)):
            self._name(node, names)
            return
        for child in node.iter_child_nodes():
            self.look(child, names, depth)

    def _loop(self, node: nodes.For, names: dict[str, str], depth: int) -> None:
        if depth >= _NESTED:
            raise self.refuse(node.lineno, f"loops stand in each other more than {_NESTED} deep.")
        if not isinstance(node.target, nodes.Name) or node.recursive:
            raise self.refuse(node.lineno, "a loop is written as {% for action in actions %}.")
        what = self._name(node.iter, names)
        if what not in ROWS and what != "gaps":
            guess = _guess(what, list(ROWS))
            raise self.refuse(node.lineno, f"there are no rows of the name '{_spelt(node.iter)}'{guess}.")
        inner = {**names, node.target.name: what, "loop": "loop"}
        for child in (*node.body, *([node.test] if node.test else [])):
            self.look(child, inner, depth + 1)
        for child in node.else_:
            self.look(child, names, depth)

    def _name(self, node: nodes.Node, names: dict[str, str]) -> str:
        """Look whether a name is one of the register; gives what it holds: a record, rows, or "" for a text."""
        if isinstance(node, nodes.Name):
            if node.name in names:
                return names[node.name] if names[node.name] in ROWS or names[node.name] == "loop" else ""
            if node.name not in TOP:
                guess = _guess(node.name, [*TOP, *names])
                raise self.refuse(node.lineno, f"there is nothing called '{node.name}'{guess}.")
            self.asked.append(node.name)
            return node.name
        if isinstance(node, nodes.Getattr):
            return self._field(node, node.node, node.attr, names)
        if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self._field(node, node.node, node.arg.value, names)
        if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, int):
            raise self.refuse(node.lineno, "rows are not taken by number; use a loop, or the filters first and last.")
        raise self.refuse(node.lineno, _told(node))

    def _field(self, node: nodes.Node, holder: nodes.Node, attribute: str, names: dict[str, str]) -> str:
        if attribute.startswith("_"):
            raise self.refuse(node.lineno, f"'{attribute}' is not something that a form may ask for.")
        if isinstance(holder, nodes.Filter) and holder.name in ("first", "last") and holder.node is not None:
            kind, in_loop = self._name(holder.node, names), True
        else:
            kind = self._name(holder, names)
            in_loop = isinstance(holder, nodes.Name) and holder.name in names
        fields = _fields(kind, in_loop=in_loop)
        if attribute == "internal_note":
            raise self.refuse(node.lineno, "the internal note never goes into a response.")
        if attribute not in fields:
            raise self.refuse(node.lineno, f"'{_spelt(holder)}' has no '{attribute}'{_guess(attribute, list(fields))}.")
        self.asked.append(f"{kind}.{attribute}")
        return ""


def checked(source: str, rule: Rule) -> list[str]:
    """Look through a template; gives what of the register it asks for. Raises CannotRun."""
    rule.lines = source.split("\n")
    try:
        rule.look(sandbox.environment().parse(source), {})
    except TemplateSyntaxError as error:
        raise rule.refuse(error.lineno, _syntax(error)) from None
    except (RecursionError, ValueError) as error:
        raise CannotRun(f"{rule.path}: its tags cannot be read ({error}).") from None
    return list(dict.fromkeys(name for name in rule.asked if not name.startswith("loop.")))


def _fields(kind: str, *, in_loop: bool) -> tuple[str, ...]:
    """The fields that a name may be asked for."""
    if kind == "loop":
        return _LOOP
    if kind == "text":
        return tuple(ROWS)
    if kind in ONES:
        return (*fields_of(ONES[kind]), *(("dates",) if kind == "audit" else ()))
    return ROWS[kind].fields if kind in ROWS and in_loop else ()


def _guess(name: str, known: list[str]) -> str:
    meant = nearest(name, known) if known else ""
    return f"; did you mean '{meant}'?" if meant else ""


def _bare(tag: str) -> str:
    return re.sub(r"\W+", "", re.sub(r"^\{([{%#])-?\s*(?:tr|tc|p|r)\s", r"{\1", tag))


def _spelt(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_spelt(node.node)}.{node.attr}"
    return type(node).__name__.lower()


def _told(node: nodes.Node) -> str:
    """Why a form may not say that, in plain words."""
    if isinstance(node, nodes.Call):
        return f"a form may not call anything ('{_spelt(node.node)}(...)')."
    if isinstance(node, (nodes.Mul, nodes.Pow, nodes.Add, nodes.Sub, nodes.Div, nodes.FloorDiv, nodes.Mod)):
        return "a form may not reckon; it only prints what the register holds."
    return f"a form may use names, loops and conditions only, no {type(node).__name__.lower()}."


def _syntax(error: TemplateSyntaxError) -> str:
    """What Jinja found wrong, in plain words."""
    message = str(error.message)
    if "Unexpected end of template" in message or "unexpected end of template" in message:
        return "a loop or condition is not ended; add {% endfor %} or {% endif %}."
    if "Encountered unknown tag 'end" in message:
        return "it ends a loop or condition that does not begin before it."
    if found := re.search(r"Encountered unknown tag '(\w+)'", message):
        return f"there is no tag '{found[1]}'; there are for, endfor, if, elif, else and endif."
    return f"the tag is not written as it should be ({message.rstrip('.')})."
