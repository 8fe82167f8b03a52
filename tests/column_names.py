"""Every name of a column that stands in the program as a string, and the sheets it may be a column of.

A misspelt name is no error to Python: `finding.blank("sttus")` would only show when somebody runs that line. So the
source is read (`ast`), and each such string is held against the sheets. What a variable holds follows from annotations,
from the decorators `check` and `look`, and from calls such as `register.all(Action)`; where that does not tell, any
sheet will do.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

from ncr_toolkit.core.model import BY_PREFIX, SHEETS
from ncr_toolkit.core.packs import PARTS
from ncr_toolkit.core.schema import Record
from ncr_toolkit.forms.meaning.answers import names as form_names

HOUSE = Path(__file__).parent.parent / "ncr_toolkit"
KINDS: dict[str, type[Record]] = {kind.__name__: kind for kind in SHEETS}
COLUMNS = {name: set(kind.SHEET.by_name) for name, kind in KINDS.items()}
EVERY = frozenset(KINDS)
KEYS = {column.key for kind in SHEETS for column in kind.SHEET.columns} | form_names()
KEY = re.compile(rf"({'|'.join(BY_PREFIX)})\.(?!(?:xlsx|docx|html|txt|csv|json|toml|md|py)$)[a-z_0-9]+")
METHODS = {"cell", "value", "blank", "known", "typed", "days", "filled", "emptied", "turned"}
"""Methods of a record or of a pair of records; `known` takes several names, the others one."""
HOLDERS = {"unread", "links", "changed", "unclear", "by_name", "formulas"}
"""What is asked for a name by `in`, `[]` or `.get`."""
GIVING = {"next", "sorted", "max", "min", "list", "reversed", "iter", "replace",
          "all", "of", "find", "rows", "once", "get", "before", "after"}
"""Functions and methods that give what they are given, or records of the class that they are given."""

BINDING = (ast.For, ast.comprehension, ast.Assign, ast.NamedExpr, ast.AnnAssign)
ASKING = (ast.Call, ast.Compare, ast.Subscript, ast.Tuple)

Kinds = frozenset[str] | None
"""Names of record classes; None where nothing is known."""


@dataclass(frozen=True)
class Use:
    """A string that should be the name of a column of one of `kinds`."""

    line: int
    name: str
    kinds: Kinds

    @property
    def wrong(self) -> bool:
        return not any(self.name in COLUMNS[kind] for kind in self.kinds or EVERY)


def union(found: list[Kinds]) -> Kinds:
    sure = [each for each in found if each is not None]
    return frozenset().union(*sure) if sure else None


def annotated(node: ast.expr | None, aliases: dict[str, Kinds] | None = None) -> Kinds:
    """The record classes that an annotation names; None also where it says `Record`."""
    if node is None:
        return None
    words = set(re.findall(r"\w+", ast.unparse(node)))
    found = frozenset(words & EVERY).union(*(kinds or () for name, kinds in (aliases or {}).items() if name in words))
    return None if "Record" in words or not found else found


@dataclass
class Signature:
    """Where a function takes names of columns, and what it gives."""

    records: list[tuple[int, str]] = field(default_factory=list)
    names: list[int] = field(default_factory=list)
    rest: int | None = None  # the place from which all are names
    gives: Kinds = None

    @classmethod
    def of(cls, node: ast.FunctionDef, aliases: dict[str, Kinds]) -> Signature:
        told = [(each.arg, ast.unparse(each.annotation) if each.annotation else "")
                for each in node.args.posonlyargs + node.args.args]
        told = told[1:] if told and told[0][0] in ("self", "cls") else told
        found = cls(gives=annotated(node.returns, aliases))
        found.records = [(place, text) for place, (_, text) in enumerate(told)
                         if set(re.findall(r"\w+", text)) & {*EVERY, "Record", "R", "Pair", "Case", *aliases}]
        if found.records and node.name not in ("find", "column_names"):
            found.names = [place for place, (name, text) in enumerate(told)
                           if name in ("name", "field") and text == "str" and place > found.records[0][0]]
            found.rest = len(told) if node.args.vararg and node.args.vararg.arg == "names" else None
        return found


def aliases_of(tree: ast.Module) -> dict[str, Kinds]:
    """Names such as `Findings = Pair[Finding]`."""
    return {node.targets[0].id: kinds for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Subscript) and (kinds := annotated(node.value))}


class House:
    """All modules: their functions by name, and what each attribute of a class holds."""

    def __init__(self) -> None:
        texts = {path: path.read_text(encoding="utf-8") for path in sorted(HOUSE.rglob("*.py"))}
        self.trees = {path: ast.parse(text) for path, text in texts.items()
                      if "ncr_toolkit.core" in text or KEY.search(text)}  # the others know no sheet
        self.own: dict[Path, dict[str, Signature]] = {}
        self.methods: dict[str, list[Signature]] = {}
        attributes: dict[str, list[Kinds]] = {}
        for path, tree in self.trees.items():
            aliases = aliases_of(tree)
            self.own[path] = {node.name: Signature.of(node, aliases) for node in tree.body
                              if isinstance(node, ast.FunctionDef)}
            for owner in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
                for node in owner.body:
                    if isinstance(node, ast.FunctionDef):
                        self.methods.setdefault(node.name, []).append(Signature.of(node, aliases))
                        if node.decorator_list:
                            attributes.setdefault(node.name, []).append(annotated(node.returns))
                    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                        attributes.setdefault(node.target.id, []).append(annotated(node.annotation))
        self.imported = {path: self._imported(tree) for path, tree in self.trees.items()}
        self.attributes = {name: union(found) for name, found in attributes.items() if None not in found}

    def _imported(self, tree: ast.Module) -> dict[str, Signature]:
        found = {}
        for node in tree.body:
            if isinstance(node, ast.ImportFrom) and node.module:
                there = HOUSE.parent / Path(*node.module.split("."))
                own = self.own.get(there.with_suffix(".py")) or self.own.get(there / "__init__.py") or {}
                found |= {each.name: own[each.name] for each in node.names if each.name in own}
        return found

    def signature(self, path: Path, called: ast.expr) -> Signature | None:
        """Of the function that is called: the module's own, an imported one, or a method whose name is used once."""
        if isinstance(called, ast.Name):
            if called.id in self.own.get(path, {}):
                return self.own[path][called.id]
            return self.imported[path].get(called.id)
        elif isinstance(called, ast.Attribute) and len(self.methods.get(called.attr, [])) == 1:
            return self.methods[called.attr][0]
        return None

    def uses(self, path: Path, tree: ast.Module | None = None) -> Iterator[Use]:
        """Every name of a column in a module. `tree`: what stands in it instead, for a try."""
        yield from Module(self, path, tree or self.trees[path]).uses()


def _is_module(name: str) -> bool:
    """Whether it names a file of the house: a room may be called as a sheet's keys begin (`reply`)."""
    return (HOUSE / Path(*name.split("."))).with_suffix(".py").is_file()


class Module:
    def __init__(self, house: House, path: Path, tree: ast.Module) -> None:
        self.house, self.path, self.tree = house, path, tree
        self.aliases = aliases_of(tree)
        self.globals = {each.id for node in tree.body for each in ast.walk(node)
                        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
        self.globals |= {each.name for node in tree.body if isinstance(node, ast.ImportFrom) for each in node.names}

    def uses(self) -> Iterator[Use]:
        yield from Scope(self, self.tree, {}).uses()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.fullmatch(node.value) \
                    and node.value not in KEYS and not _is_module(node.value):
                yield Use(node.lineno, node.value, None)
            elif isinstance(node, ast.Dict):
                yield from self._table(node)

    def _table(self, node: ast.Dict) -> Iterator[Use]:
        """A table by sheet: `{Action: "due", Finding: ("close_due",)}`."""
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Name) and key.id in EVERY:
                for each in ast.walk(value):
                    if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value.isidentifier():
                        yield Use(each.lineno, each.value, frozenset({key.id}))

    @cached_property
    def module(self) -> Any:
        return import_module(".".join(self.path.relative_to(HOUSE.parent).with_suffix("").parts))

    def value(self, name: str) -> Any:
        """What a name of the module holds when it is imported, None where it has none of that name."""
        return getattr(self.module, name, None) if name in self.globals else None


class Scope:
    """One function, with what its variables hold; functions inside see those of the function around them."""

    def __init__(self, module: Module, node: ast.AST, around: dict[str, Kinds]) -> None:
        self.module, self.node = module, node
        self.kinds: dict[str, Kinds] = dict(around)
        self.words: dict[str, set[tuple[str, int]]] = {}
        self.first: Kinds = None  # what the function is about
        if isinstance(node, ast.FunctionDef):
            self._parameters(node)
        self.below: list[ast.FunctionDef] = []
        self.inside = [each for each in self._own(node) if isinstance(each, (*BINDING, *ASKING))]
        for _ in range(3):  # what is named before it is known, in a loop or a comprehension, is known the next time
            for each in self.inside:
                if isinstance(each, BINDING):
                    self._bind(each)

    def _own(self, node: ast.AST) -> Iterator[ast.AST]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef):
                self.below.append(child)
            else:
                yield child
                yield from self._own(child)

    def _parameters(self, node: ast.FunctionDef) -> None:
        decorated = [self._decorator(each) for each in node.decorator_list if isinstance(each, ast.Call)]
        for place, each in enumerate(node.args.posonlyargs + node.args.args + node.args.kwonlyargs):
            kinds = annotated(each.annotation, self.module.aliases)
            if kinds is None and place == 0:
                kinds = union(decorated)
            self.kinds[each.arg] = kinds
            self.first = kinds if place == 0 else self.first

    def _decorator(self, call: ast.Call) -> Kinds:
        """The sheets that a check or a look is for."""
        found: set[str] = set()
        for each in call.args:
            name = each.value if isinstance(each, ast.Starred) else each
            value = self.module.value(name.id) if isinstance(name, ast.Name) else None
            every = value if isinstance(each, ast.Starred) and value is not None else [value]
            found |= {kind.__name__ for kind in every if isinstance(kind, type) and kind.__name__ in EVERY}
        return frozenset(found) or None

    def _bind(self, node: ast.AST) -> None:
        if isinstance(node, (ast.For, ast.comprehension)):
            self._name(node.target, node.iter, loop=True)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                self._name(target, node.value)
        elif isinstance(node, ast.NamedExpr):
            self._name(node.target, node.value)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            self.kinds[node.target.id] = annotated(node.annotation, self.module.aliases)

    def _name(self, target: ast.expr, value: ast.expr, *, loop: bool = False) -> None:
        if isinstance(target, ast.Name):
            kinds, words = self.of(value), self.texts(value, loop=loop)
            words |= set() if loop else self.texts(value, loop=True)  # a tuple of names that a loop goes through later
            if kinds is not None:
                self.kinds[target.id] = (self.kinds.get(target.id) or frozenset()) | kinds
            self.words.setdefault(target.id, set()).update(words)
        elif isinstance(target, ast.Tuple):
            if loop and isinstance(value, ast.Call) and getattr(value.func, "attr", "") == "items":
                self.words.setdefault(getattr(target.elts[0], "id", ""), set()).update(self.texts(value, loop=True))
            values = [value] if not loop else list(value.elts) if isinstance(value, (ast.Tuple, ast.List)) else []
            for place, each in enumerate(target.elts):
                parts = [one.elts[place] for one in values
                         if isinstance(one, ast.Tuple) and len(one.elts) == len(target.elts)]
                for part in parts or [value] * (not values or not parts):
                    self._name(each, part, loop=loop and not parts)

    def texts(self, node: ast.expr, *, loop: bool = False) -> set[tuple[str, int]]:  # noqa: PLR0911 - a case a return
        """The strings that an expression may be, with their lines; `loop`: those that a loop over it takes."""
        if isinstance(node, ast.Constant):
            return {(node.value, node.lineno)} if isinstance(node.value, str) and not loop else set()
        if isinstance(node, ast.IfExp):
            return self.texts(node.body, loop=loop) | self.texts(node.orelse, loop=loop)
        if isinstance(node, (ast.Tuple, ast.List, ast.Set)) and loop:
            return set().union(*(self.texts(each) for each in node.elts))
        if isinstance(node, (ast.GeneratorExp, ast.ListComp)) and loop:
            return self.texts(node.elt)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "items" and loop:
            kept = self.module.value(node.func.value.id) if isinstance(node.func.value, ast.Name) else None
            found = {(each, node.lineno) for each in kept or () if isinstance(each, str)}
            return found or self.texts(node.func.value, loop=True)
        if isinstance(node, ast.Dict) and loop:
            return set().union(*(self.texts(each) for each in node.keys if each is not None))
        if isinstance(node, ast.Name):
            value = self.module.value(node.id)
            if node.id not in self.words and isinstance(value, tuple) and loop:
                return {(each, node.lineno) for each in value if isinstance(each, str)}
            return self.words.get(node.id, set())
        return set()

    def of(self, node: ast.AST) -> Kinds:  # noqa: PLR0911 - a case a return
        """The record classes that an expression may give, alone or in a list."""
        if isinstance(node, ast.Name):
            if node.id in EVERY:
                return frozenset({node.id})
            given = self.module.house.own.get(self.module.path, {}).get(node.id)
            return self.kinds.get(node.id) or (given.gives if given else None)
        if isinstance(node, ast.Attribute):
            return self.of(node.value) or self.module.house.attributes.get(node.attr)
        if isinstance(node, ast.Call):
            return self._called(node)
        if isinstance(node, ast.BoolOp):
            return union([self.of(each) for each in node.values])
        if isinstance(node, ast.IfExp):
            return union([self.of(node.body), self.of(node.orelse)])
        if isinstance(node, (ast.Subscript, ast.NamedExpr, ast.Starred)):
            return self.of(node.value)
        if isinstance(node, (ast.GeneratorExp, ast.ListComp)):
            return self.of(node.elt)
        if isinstance(node, (ast.Tuple, ast.List)):
            found = [self.of(each) for each in node.elts]
            return None if None in found else union(found)
        return None

    def _called(self, node: ast.Call) -> Kinds:
        signature = self.module.house.signature(self.module.path, node.func)
        if signature is not None and signature.gives:
            return signature.gives
        if isinstance(node.func, ast.Name) and (signature is not None or node.func.id not in GIVING):
            return None
        if isinstance(node.func, ast.Attribute) and node.func.attr not in GIVING:
            return None
        return union([self.of(each) for each in node.args]) \
            or (self.of(node.func.value) if isinstance(node.func, ast.Attribute) else None)

    def uses(self) -> Iterator[Use]:
        for node in (each for each in self.inside if isinstance(each, ASKING)):
            if isinstance(node, ast.Call):
                yield from self._call(node)
            elif isinstance(node, ast.Compare):
                yield from self._compared(node)
            elif isinstance(node, ast.Tuple):
                yield from self._beside(node)
            elif isinstance(node.value, ast.Attribute) and node.value.attr in HOLDERS:  # a subscript
                yield from self._names([node.slice], self._holder(node.value))
        for each in self.below:
            yield from Scope(self.module, each, self.kinds).uses()

    def _compared(self, node: ast.Compare) -> Iterator[Use]:
        """`"status" in pair.changed`; and `name == "close_due"` where `name` is one of some strings: so is this."""
        holder, within = node.comparators[0], isinstance(node.ops[0], (ast.In, ast.NotIn))
        if within and isinstance(holder, ast.Attribute) and holder.attr in HOLDERS:
            yield from self._names([node.left], self._holder(holder))
        known = {word for word, _ in self.words.get(node.left.id, ())} if isinstance(node.left, ast.Name) else set()
        if known and not known - set().union(*COLUMNS.values()):
            yield from (Use(line, word, frozenset()) for word, line in
                        self.texts(holder, loop=isinstance(holder, (ast.Tuple, ast.Set))) if word not in known)

    def _beside(self, node: ast.Tuple) -> Iterator[Use]:
        """A record, or its class, with the name of a column beside it: `(finding, "close_due")`, `(Bone, "cause")`; a
        further name may be another record's."""
        found = [(self.of(one), other) for one, other in pairwise(node.elts)
                 if isinstance(other, ast.Constant) and isinstance(other.value, str) and other.value.isidentifier()
                 and isinstance(one, (ast.Name, ast.Call, ast.Constant))]
        for kinds, other in found:
            if kinds or (found[0][0] and "_" in other.value):
                yield Use(other.lineno, other.value, kinds)

    def _holder(self, node: ast.Attribute) -> Kinds:
        value = node.value
        if isinstance(value, ast.Attribute) and value.attr == "SHEET":
            value = value.value
        return self.of(value)

    def _call(self, node: ast.Call) -> Iterator[Use]:
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if isinstance(node.func, ast.Attribute):
            yield from self._method(node, node.func)
        if called == "News":
            also = next((each.value for each in node.keywords if each.arg == "also"), None)
            yield from self._names([*node.args[2:3], *([also] if also is not None else [])], self.first)
        elif called == "Fault" and node.args:
            yield from self._names(node.args[1:2], self.of(node.args[0]))
        elif called == "listing":
            yield from (Use(node.lineno, each.arg, self.of(node.args[1])) for each in node.keywords if each.arg)
            yield from (Use(each.lineno, each.value, self.of(node.args[1])) for notes in node.args[2:3]
                        for each in ast.walk(notes) if isinstance(each, ast.Constant) and each.value is not None)
        signature = self.module.house.signature(self.module.path, node.func)
        if signature is not None:
            kinds = next((self.of(node.args[place]) for place, text in signature.records
                          if place < len(node.args) and "Case" not in text and place not in signature.names), None)
            places = [place for place in signature.names if place < len(node.args)]
            rest = node.args[signature.rest:] if signature.rest is not None else []
            yield from self._names([*(node.args[place] for place in places), *rest], kinds)

    def _method(self, node: ast.Call, called: ast.Attribute) -> Iterator[Use]:
        if called.attr in ("wants", "shows"):
            yield from (Use(each.lineno, f"part {each.value}", frozenset()) for each in node.args
                        if isinstance(each, ast.Constant) and each.value not in PARTS)
        elif called.attr in METHODS:
            yield from self._names(node.args if called.attr == "known" else node.args[:1], self.of(called.value))
        elif called.attr == "get" and isinstance(called.value, ast.Attribute) and called.value.attr in HOLDERS:
            yield from self._names(node.args[:1], self._holder(called.value))

    def _names(self, nodes: list[ast.expr], kinds: Kinds) -> Iterator[Use]:
        for node in nodes:
            inner = node.body if isinstance(node, ast.IfExp) else node
            loop = isinstance(inner, (ast.Tuple, ast.Starred))
            for name, line in self.texts(node.value if isinstance(node, ast.Starred) else node, loop=loop):
                if name:  # '' is no column: the record as a whole
                    yield Use(line, name, kinds)
