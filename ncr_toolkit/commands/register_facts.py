"""What a new register is told of itself: the options that every command has which makes one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from ncr_toolkit.commands.options import LateHelp, pack_names

F = TypeVar("F", bound=Callable[..., Any])


def register_facts(*, several: bool = False) -> Callable[[F], F]:
    """The options --pack (`several`: of which there may be more), --organisation, --country and --language."""
    pack = click.option("--pack", "--standard", "pack", cls=LateHelp, late_help=pack_names, multiple=several)
    organisation = click.option("--organisation", default="",
                                help="Your organisation, as it stands on the certificate.")
    country = click.option("--country", default="", help="Whose public holidays are days off, and the region where "
                           "they differ: \"Germany, BY\".")
    language = click.option("--language", default="", metavar="LANGUAGE", help="The language of your answers; "
                            "the workbook and documents for the body speak it, where they can.  [default: English]")
    return lambda command: pack(organisation(country(language(command))))


def facts(country: str, language: str) -> dict[str, str]:
    """The settings of the register that these options give. Raises CannotRun."""
    from ncr_toolkit.core.workbook_language import language_settings

    return {**(_country(country) if country else {}), **language_settings(language)}


def _country(text: str) -> dict[str, str]:
    """The settings of the country, and of the region behind a comma, whose holidays are meant. Raises CannotRun."""
    from ncr_toolkit.common.errors import CannotRun
    from ncr_toolkit.core.packs import days_off

    country, _, region = (part.strip() for part in text.partition(","))
    found = days_off.of(country, region)
    if found is None:
        raise CannotRun(days_off.why_unknown(country, region))
    return {"country": found.country, "region": found.region}
