"""Pages for a browser, from the templates beside this file: nothing is loaded, and no script runs but ours."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from ncr_toolkit.common.text import allowed
from ncr_toolkit.common.translation import ENGLISH

if TYPE_CHECKING:
    from jinja2 import Environment

ROOM = "ncr_toolkit.report"
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the direction of the text after them: they would turn our words round the typed ones."""
_DAY_OR_ID = re.compile(r"(?<![\w-])(?=[A-Z0-9-]{3,24}(?![\w-]))[A-Z0-9]+(?:-[A-Z0-9]+)+")


CARDS_BELOW = 700
"""A window narrower than this many pixels shows each row of a table as a card."""


def page(template: str, title: str, *, room: str = ROOM, style: str = "", script: bool = False, own_script: str = "",
         kind: str = "", cards_below: int = CARDS_BELOW, **values: object) -> str:
    """A whole page; `values` are what its template names.

    `room`: the package in whose folder `templates` it stands, with `style`, a style of its own beside that of every
    page, for a body of that `kind`. `script`: it has a filter. `own_script`: one of `room` that it has besides or
    instead. `cards_below`: pixels; more than usual for tables of many columns.
    """
    styles = [_shared_style(cards_below), *([_text(room, style)] if style else [])]
    scripts = [_text(ROOM, "filter.js"), *([_text(room, own_script)] if own_script else [])]
    policy = (f"default-src 'none'; style-src {_only(styles)}; script-src {_only(scripts)}; base-uri 'none'; "
              "form-action 'none'")
    made = _environment(room).get_template(template).render(
        **{"language": ENGLISH, **values}, title=title, policy=policy, styles=styles, script=script,
        scripts=scripts if script else scripts[1:], kind=kind)
    return _TURNS.sub("", allowed(made))  # once over the whole page: no template can forget it, and it is quicker


@cache
def _environment(room: str) -> Environment:
    """Templates of a package, and of this one; what they print is escaped, so that it is shown as text."""
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    loader = ChoiceLoader([PackageLoader(name) for name in dict.fromkeys((room, ROOM))])
    made = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
                       auto_reload=False, loader=loader)
    made.filters |= {"breakable": _breakable, "unbroken": _unbroken}
    return made


@cache
def _text(room: str, name: str) -> Markup:
    """A style or script of ours as it stands in a page, with the line ends by which browsers take its fingerprint."""
    return Markup(files(room).joinpath("templates", name).read_text(encoding="utf-8"))


@cache
def _shared_style(cards_below: int) -> Markup:
    """The style of every page: how tables become cards stands in a file of its own, for whatever width that is."""
    cards = f"@media screen and (max-width:{cards_below - 1}px){{{_text(ROOM, 'cards.css')}}}"
    return Markup(f"{_text(ROOM, 'base.css')}{cards}")


def _only(texts: Iterable[str]) -> str:
    """How a policy names the styles or scripts that may run."""
    digests = (hashlib.sha256(text.encode()).digest() for text in texts)
    return " ".join(f"'sha256-{b64encode(digest).decode()}'" for digest in digests)


def _breakable(cell: str) -> Markup:
    """The name of a cell, whose line may end after that of its sheet."""
    return Markup(str(escape(cell)).replace("!", "!<wbr>"))


def _unbroken(text: str) -> Markup:
    """Words in which no line ends within a day or the ID of a record."""
    return Markup(_DAY_OR_ID.sub(r'<span class="day">\g<0></span>', str(escape(text))))
