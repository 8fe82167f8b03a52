"""Amounts of money in a text: "EUR 4,000", "4 000 €", "£3k", "four thousand euros", "Budget: 12,000".

A text is read once, as words that count, name a currency or stand between the two; an amount is the longest run of them
that has both. Currencies: signs of Unicode's category Sc, codes of ISO 4217, and words of the languages of the forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ncr_toolkit.common.translation import gettext, gettext_noop

LEFT_OUT = gettext_noop("[amount left out]")

_SIGNS = r"[$\u00a2-\u00a5\u058f\u060b\u09f2\u09f3\u0e3f\u17db\u20a0-\u20c0\ufdfc\ufe69\uff04\uffe0\uffe1\uffe5\uffe6]"
_CODES = """AED AUD BGN BHD BRL CHF CLP CNY CZK DKK EGP EUR GBP HKD HUF IDR ILS INR ISK JOD JPY KES KRW KWD KZT LKR MXN
    MYR NGN NOK NZD OMR PHP PKR PLN QAR RMB RON RSD RUB SAR SEK SGD THB TND TWD UAH USD UYU VND XAF XOF ZAR"""
_CODES_THAT_ARE_WORDS = "ALL BAM CAD COP CUP GEL MAD MOP PEN SOS TOP TRY"
"""Codes that are also words of a plan ("3 CAD licences"): only beside a number of three digits or a thousand."""
_NAMES = r"""euros? eur dollars? d[oó]lar(?:es)? dollari d[oó]lares pounds? sterling libras? sterline francs?
    franken franchi francos sfr fr kronor kroner krone kronen kr złot(?:y|ych|e) zł zlot(?:y|ych) kč ft
    reais yen yens yuan renminbi rupees? rupien rs rm pesos? cents? pence"""
_SCALES = """k m mn mio mia mrd bn tsd thousands? millions? billions? hundreds? lakhs? crores? cr tausend hundert
    million(?:en)? mille cent(?:aines)? milliers? cientos mil mill[oó]n(?:es)? mila cento milion[ei]
    milh(?:ão|ões) duizend miljoen tys tysiąc(?:e)? tysięcy mln"""
_COUNTS = """one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty
    seventy eighty ninety half few several ein eine zwei drei vier fünf sechs sieben acht neun zehn
    zwanzig fünfzig paar un une deux trois quatre cinq six sept huit neuf dix vingt cinquante dos tres
    cuatro cinco seis siete ocho nueve diez due tre quattro cinque sei sette otto nove dieci dois quatro
    sete oito dez twee drie vier vijf zes zeven tien"""
_COSTS = """budgets? costs? costing prices? fees? spend kosten preis budget co[uû]ts? prix presupuesto costes?
    costos? precio bilancio costi prezzo orçamento custos? preço prijs koszty? cena budżet"""
_BETWEEN = "of to and about approx around ca circa up x de d von bis und à a et y e di da tot en do i est is"
_UNITS = """h hrs? hours? d days? weeks? months? persons? people staff fte stunden? tagen? wochen? monate?
    personen heures? jours? semaines? mois personnes? horas? d[ií]as? semanas? personas? ore giorn[io]
    persone pessoas uur dag(?:en)? weken godzin dni osob(?:y|a) osób"""


def _any(words: str) -> str:
    """A pattern for one of these words as a whole word."""
    return f"(?<![^\\W\\d_])(?=[^\\W\\d_])(?:{'|'.join(words.split())})(?![^\\W\\d_])"


_WORD = re.compile("|".join((
    r"(?P<number>\d(?:[.,'\u2019 \u00a0\u2009\u202f]?\d)*+(?:[.,:][-\u2013\u2014]+)?)",
    rf"(?P<money>(?<![^\W\d_])(?-i:[A-Z]{{0,2}}|[kmt]){_SIGNS}|{_SIGNS}|"
    rf"(?<![^\W\d_])(?-i:[kKmMT]?(?:{'|'.join(_CODES.split())}))(?![^\W\d_])|"
    rf"\((?:{_SIGNS}|(?-i:{'|'.join(_CODES.split())}))\)|{_any(_NAMES)}|[万億亿千]?(?:円|日元|人民币|人民幣|美元|欧元|ユーロ|ドル|元))",
    rf"(?P<doubtful>(?-i:{_any(_CODES_THAT_ARE_WORDS)}))",
    rf"(?P<scale>{_any(_SCALES)}|[百千万億亿])",
    rf"(?P<count>{_any(_COUNTS)})",
    rf"(?P<cost>{_any(_COSTS)}|予算|費用|预算|费用)",
    rf"(?P<unit>{_any(_UNITS)}|人|日|時間|小时|天)",
    rf"(?P<between>{_any(_BETWEEN)}|[ \t\u00a0\u2009\u202f.:~/+\u00d7\u223c\uff5e\u301c"
    r"\u2013\u2014\uff1a\u81f3\u7d04\u7ea6-]+)",
    r"(?P<other>[^\W\d_]+|.)")), re.IGNORECASE | re.DOTALL)
_YEAR = re.compile(r"(?:19|20)\d\d")


def without_amounts(text: str) -> str:
    """`text` with LEFT_OUT in the place of every amount of money. A number that stands alone has no unit: it is one."""
    told = "".join(_told(run, then) for run, then in _runs(text))
    return gettext(LEFT_OUT) if told == text and _bare(text) else told


def _bare(text: str) -> bool:
    """Whether a text is numbers alone: a cell whose format shows money holds just these."""
    kinds = {str(word.lastgroup) for word in _WORD.finditer(text)}
    return "number" in kinds and kinds <= {"number", "scale", "between"}


def _runs(text: str) -> Iterator[tuple[list[re.Match[str]], str]]:
    """The words of a text in runs of what an amount is made of, each with the kind of the word behind it."""
    run: list[re.Match[str]] = []
    for word in _WORD.finditer(text):
        if word.lastgroup in ("other", "unit"):
            yield run, str(word.lastgroup)
            yield [word], ""
            run = []
        else:
            run.append(word)
    yield run, ""


def _told(run: list[re.Match[str]], then: str) -> str:
    """What is told of a run that a word of the kind `then` follows: what it begins and ends with is kept."""
    said = [word.group() for word in run]
    at = [place for place, word in enumerate(run) if word.lastgroup not in ("between", "cost")]
    if then == "unit" and at and (_is_amount(run[:at[-1]]) or not _names_money(run)):
        at.pop()  # "EUR 400 and 3 days", "costs 120 hours": the last number counts what follows
    if not at or not _is_amount(run[:at[-1] + 1]):
        return "".join(said)
    return "".join([*said[:at[0]], gettext(LEFT_OUT), *said[at[-1] + 1:]])


def _names_money(run: list[re.Match[str]]) -> bool:
    return any(word.lastgroup == "money" for word in run)


def _is_amount(run: list[re.Match[str]]) -> bool:
    kinds = {word.lastgroup for word in run}
    if _names_money(run):
        return not kinds.isdisjoint(("number", "scale", "count"))
    large = "scale" in kinds or any(_is_large(word.group()) for word in run if word.lastgroup == "number")
    return large and not kinds.isdisjoint(("doubtful", "cost"))


def _is_large(number: str) -> bool:
    return sum(letter.isdigit() for letter in number) > 2 and not _YEAR.fullmatch(number)
