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
_LOOP = ("index", "index0", "first", "last", "length", "revindex")
_INTERNAL = "the internal note never goes into a response."
_TAKES = {"join": 2, "date": 1, "default": 2}
"""What a filter may be given, at most; the others take nothing."""
_WRITTEN = {"join": '{{ actions|join(", ", "owner") }}', "date": '{{ action.due|date("dd/MM/yyyy") }}',
            "default": '{{ action.done_on|default("open") }}'}
_OF_ROWS = ("join", "length", "count", "first", "last", "default")
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

    def refuse(self, line: int | None, told: str) -> CannotRun:
        """What is wrong in that line of the template, with the text and place of the form. None: no line is known."""
        around = self.lines[line - 1] if line is not None and 0 < line <= len(self.lines) else ""
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
        if isinstance(node, nodes.Filter):
            self._filter(node, names)
        self._refuse_raw(node, names)
        if isinstance(node, nodes.Test) and node.name not in sandbox.TESTS:
            raise self.refuse(node.lineno, f"there is no test '{node.name}'.")
        if isinstance(node, (nodes.Name, nodes.Getattr, nodes.Getitem)):
            self._name(node, names)
            return
        for child in node.iter_child_nodes():
            self.look(child, names, depth)

    def _filter(self, node: nodes.Filter, names: dict[str, str]) -> None:
        """Raises CannotRun for a filter that there is not, or that is given what it does not take."""
        if node.name not in sandbox.FILTERS:
            known = ", ".join(sorted(sandbox.FILTERS))
            raise self.refuse(node.lineno, f"there is no filter '{node.name}'; there are {known}.")
        named = {str(each.key): each.value for each in node.kwargs if isinstance(each, nodes.Keyword)}
        if len(node.args) > _TAKES.get(node.name, 0) or node.dyn_args or node.dyn_kwargs \
                or not named.keys() <= ({"attribute"} if node.name == "join" else set()):
            raise self.refuse(node.lineno, f"the filter '{node.name}' is given more than it takes; it is written as "
                                           f"{_WRITTEN.get(node.name, node.name)}.")
        by_place = node.args[1:] if node.name == "join" else []
        for asked in [*by_place, *named.values()]:
            self._joined(node, asked, names)

    def _joined(self, node: nodes.Filter, asked: nodes.Node, names: dict[str, str]) -> None:
        """Look whether all rows have the field by which they are joined."""
        kind = self._kind(node.node, names)
        if not isinstance(asked, nodes.Const) or not isinstance(asked.value, str) or kind not in ROWS:
            raise self.refuse(node.lineno, f"the filter 'join' is written as {_WRITTEN['join']}.")
        if asked.value == "internal_note":
            raise self.refuse(node.lineno, _INTERNAL)
        if asked.value not in ROWS[kind].fields:
            guess = _guess(asked.value, list(ROWS[kind].fields))
            raise self.refuse(node.lineno, f"'{kind}' has no '{asked.value}'{guess}.")

    def _refuse_raw(self, node: nodes.Node, names: dict[str, str]) -> None:
        """Raise CannotRun where a whole record would be printed, or rows where only a text can be."""
        printed: list[nodes.Node | None] = []
        if isinstance(node, (nodes.Output, nodes.Concat)):
            printed = list(node.nodes)
        elif isinstance(node, nodes.Filter):
            printed = [node.node] if node.name not in ("first", "last") else []
        elif isinstance(node, nodes.CondExpr):
            printed = [node.expr1, node.expr2]
        for each in printed:
            kind, rows = self._kind(each, names), self._is_rows(each, names)
            if kind and not rows:
                raise self.refuse(getattr(each, "lineno", None), f"'{_spelt(each)}' is a whole record; name one field "
                                                                 f"of it{_example(each, kind)}.")
            if rows and (isinstance(node, nodes.Concat) or (isinstance(node, nodes.Filter)
                                                            and node.name not in _OF_ROWS)):
                raise self.refuse(node.lineno, f"'{_spelt(each)}' are rows and no text; use a loop, or "
                                               f"{_WRITTEN['join']}.")

    def _kind(self, node: nodes.Node | None, names: dict[str, str]) -> str:
        """What record or rows a name, or the first or last of rows, stands for; '' for a text."""
        if isinstance(node, nodes.Filter) and node.name in ("first", "last", "default"):
            return self._kind(node.node, names)
        if not isinstance(node, nodes.Name):
            return ""
        kind = names.get(node.name, node.name)
        return kind if kind in {*ONES, *ROWS, "text", "loop"} else ""

    def _is_rows(self, node: nodes.Node | None, names: dict[str, str]) -> bool:
        """Whether it stands for all rows of a kind."""
        if isinstance(node, nodes.Filter):
            return node.name == "default" and self._is_rows(node.node, names)
        return isinstance(node, nodes.Name) and node.name not in names and node.name in ROWS

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
            raise self.refuse(node.lineno, _INTERNAL)
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


def _example(node: nodes.Node | None, kind: str) -> str:
    """": {{ finding.id }}"."""
    if kind == "loop":
        return ": {{ loop.index }}"
    field = "evidence" if kind == "text" else (fields_of(ONES[kind]) if kind in ONES else ROWS[kind].fields)[0]
    return f": {{{{ {_spelt(node)}.{field} }}}}" if isinstance(node, nodes.Name) else ""


def _spelt(node: nodes.Node | None) -> str:
    if isinstance(node, nodes.Filter):
        return f"{_spelt(node.node)}|{node.name}"
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
