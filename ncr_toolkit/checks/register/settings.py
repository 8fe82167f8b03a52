"""Settings: how grave a check is in this register, and what the checks of wording can read."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.checks.registry import CATALOGUE, Fault, check, fault
from ncr_toolkit.common.names import fold, nearest
from ncr_toolkit.common.text import listing, several
from ncr_toolkit.core.model import CheckSetting, Settings
from ncr_toolkit.core.packs import body_rules, days_off, language, prose
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review


@check("SET001", Settings, level=Level.INFO, blocks=Purpose.NEVER, firm=True)
def no_lists(settings: Settings, review: Review) -> Iterator[Fault]:
    """The checks of wording do not know the language

    Why: Checks of wording go by lists of words. Without a list for your language they look at nothing, and find nothing.
    Fix: Read causes, actions and extent with the eyes of the auditor; `ncr explain` lists what these checks look for.
    Source: This tool: so that nothing is lost or misread.

    Bad:

        Register
        | Language of the texts |
        |---|
        | **Svenska**           |

    Good:

        Register
        | Language of the texts |
        |---|
        | English               |
    """
    if review.language is None:
        only = " Whether a text is one at all is checked." if prose.load(settings.typed("language")) else ""
        yield fault(settings, "language", f"There are no word lists for '{settings.typed('language')}': the checks of wording "
                                          f"are off. There are lists for {listing(language.names())}.{only}")


@check("SET002", CheckSetting, level=Level.WARNING, blocks=Purpose.NEVER, firm=True)
def without_effect(setting: CheckSetting, review: Review) -> Iterator[Fault]:
    """A check setting has no effect

    Why: A check is changed only by its code, a level, a reason and a name. A row that lacks one changes nothing.
    Fix: Complete the row, or delete it. What can never be switched off has to be mended.
    Source: This tool: so that nothing is lost or misread.

    Bad:

        Check settings
        | Check       | Level       | Reason             | Decided by  |
        |---|---|---|---|
        | OWN005      | **(empty)** | Reached by phone   | Ana Lima    |
        | OWN006      | Off         | **(empty)**        | Ana Lima    |
        | ACT010      | Off         | Reached by phone   | **(empty)** |
        | **OWN0O5**  | Off         | Reached by phone   | Ana Lima    |
        | **CEL001**  | Off         | We like them       | Ana Lima    |
        | **OWN004**  | Off         | All stay on call   | Ana Lima    |
        | OWN004      | Warning     | All stay on call   | Ana Lima    |

    Good:

        Check settings
        | Check  | Level   | Reason                     | Decided by |
        |---|---|---|---|
        | OWN005 | Off     | Everybody sits in one room | Ana Lima   |
        | EXT002 | Error   | Our body insists on it     | Ana Lima   |
    """
    for name in ("code", "level", "reason", "decided_by"):
        if setting.blank(name):
            yield fault(setting, name, f"'{setting.SHEET.by_name[name].header}' is empty, so this changes nothing.")
    if not setting.known("code"):
        return
    code = setting.code.strip().upper()
    last = review.once(_last)[fold(code)]
    if last is not setting:
        yield fault(setting, "code", f"{code} stands again in {last.cell('code').ref}; that row counts.")
    if code not in CATALOGUE:
        meant = nearest(setting.code, CATALOGUE, least=60)
        yield fault(setting, "code", f"There is no check '{setting.code}'{f'; did you mean {meant}' if meant else ''}.")
    elif CATALOGUE[code].firm:
        yield fault(setting, "code", f"{code} cannot be changed: mend what it names.")


@check("SET003", Settings, level=Level.WARNING, blocks=Purpose.NEVER)
def unknown_rules(settings: Settings, review: Review) -> Iterator[Fault]:
    """Nobody knows the rules of the body that are named

    Why: Where a finding has no date, one is proposed by the rules of your body. By rules that nobody knows nothing is
    proposed, and a date that you never typed is easily missed.
    Fix: Choose from the list (`ncr explain --body` shows them), or name a file of your own (.toml) that lies beside this
    workbook.
    Source: This tool: so that nothing is lost or misread.

    Bad:

        Register
        | Rules of the body |
        |---|
        | **Northgate**     |

    Good:

        Register
        | Rules of the body |
        |---|
        | Usual             |
    """
    if review.body is None:
        typed = settings.typed("body_rules")
        meant = nearest(typed, body_rules.names(), least=60)
        yield fault(settings, "body_rules", f"No rules of a body are called '{typed}'"
                                            f"{f'; did you mean {meant}' if meant else ''}. No dates are proposed.")


@check("SET004", Settings, level=Level.WARNING, blocks=Purpose.NEVER)
def unknown_country(settings: Settings, review: Review) -> Iterator[Fault]:
    """Nobody knows the public holidays of the country that is named

    Why: Without them a deadline on a holiday is taken for one on a working day, and working days are counted by weekends
    alone.
    Fix: Choose the country from the list; for a region type its code, or leave it empty where all of the country has the
    same holidays.
    Source: This tool: so that nothing is lost or misread.
    Varies: An info where the holidays of the country differ by region, and no region is named.

    Bad:

        Register
        | Public holidays of |
        |---|
        | **Atlantis**       |

    Good:

        Register
        | Public holidays of | Region of the holidays |
        |---|---|
        | United Kingdom     | SCT                    |
    """
    country, region = settings.typed("country"), settings.typed("region")
    found = days_off.of(country, region)
    if found is not None:
        if own := days_off.regions_that_differ(found, review.today.year):
            yield fault(settings, "region", f"The public holidays of {found.country} differ by region, and none is named "
                                            f"({several(own, 20)}); only those of the whole country are known.", level=Level.INFO)
        return
    name = "country" if not country.strip() or not days_off.code(country) else "region"
    yield fault(settings, name, f"{days_off.why_unknown(country, region)} Only weekends are taken for days off.")


def _last(review: Review) -> dict[str, CheckSetting]:
    """The row that counts for each code: the last one."""
    return {fold(setting.code): setting for setting in review.register.all(CheckSetting)}
