"""Substance: whether what stands in a cell is a text at all, and one of your own.

What a text means is not judged here, only whether there is one: a body reads "asdf", "TBD" or the template's own example
as no answer. Every other check sees a filled cell there.
"""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import hollow, short
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Record
from ncr_toolkit.core.texts import KINDS
from ncr_toolkit.core.verdicts import NONE, STOPGAP, TEMPLATE, told


@check("SUB001", *KINDS, of=Of.GRADED, early=Level.INFO)
def no_text(record: Record, review: Review) -> Iterator[Fault]:
    """A text is none: signs, one word, letters without words

    Why: "...", "asdf" or "test test test" fills a cell and answers nothing. A body returns the answer unread.
    Fix: Write a sentence that says what was done, found or decided; or leave the cell empty until you know.
    Source: Our advice.
    Varies: A text of a mitigation, of the effect or of the readiness plan holds up the proof alone.

    Bad:

        Findings
        | Finding ID | Grade | Extent        |
        |---|---|---|
        | NC-1       | Minor | **. . . . .** |
        | NC-2       | Minor | **???**       |

        Causes
        | Cause ID | Finding ID | Root cause                                              |
        |---|---|---|
        | RC-1     | NC-1       | **asdf jklö**                                           |
        | RC-2     | NC-1       | **test 1 test 2 test 3**                                |
        | RC-3     | NC-1       | **Lorem ipsum dolor sit amet, consectetur elit no. 14** |
        | RC-4     | NC-2       | **Rubbish**                                             |
        | RC-5     | NC-2       | **sdkfjh wqrtz pfkgh**                                  |
        | RC-6     | NC-2       | **Gate the of was form and the a not of is asks**       |
        | RC-7     | NC-2       | **The gate lets a release through because the gate is a gate for releases.** |

    Good:

        Findings
        | Finding ID | Grade | Extent                        |
        |---|---|---|
        | NC-1       | Minor | Two releases of both models.  |

        Causes
        | Cause ID | Finding ID | Root cause                    |
        |---|---|---|
        | RC-1     | NC-1       | The gate is blind             |
        | RC-2     | NC-1       | QWERTY keyboards have no key for the sign |
    """
    for text, why in told(NONE, record, review):
        yield fault(record, text.name, f"{text.place} {why}: that is no answer.", blocks=text.stage)


@check("SUB002", *KINDS, of=Of.GRADED, early=Level.INFO)
def stopgap(record: Record, review: Review) -> Iterator[Fault]:
    """A stopgap stands where an answer is due

    Why: "TBD", "[insert name]" or "see attached" says that the answer is still to be written. So does one in the midst of
    an answer: the body returns all of it.
    Fix: Write what was to stand there. What lies in a file is told in a sentence, with the number of the evidence.
    Source: Our advice.
    Varies: A warning for 'Consequences', which may be empty. A text of a mitigation, of the effect or of the readiness plan
    holds up the proof alone.

    Bad:

        Findings
        | Finding ID | Grade | Extent                                          |
        |---|---|---|
        | NC-1       | Minor | **All 6 models were looked at (to be completed)** |

        Causes
        | Cause ID | Finding ID | Root cause                                   |
        |---|---|---|
        | RC-1     | NC-1       | **TBD - to be completed**                    |
        | RC-2     | NC-1       | **[insert text here]**                       |
        | RC-3     | NC-1       | **See attached.**                            |
        | RC-4     | NC-1       | **N/A because N/A**                          |
        | RC-5     | NC-1       | **The gate of <system name> knows no tests** |

    Good:

        Findings
        | Finding ID | Grade | Extent                                                 |
        |---|---|---|
        | NC-1       | Minor | All 6 models; 'TBD' stood in the field of two records. |

        Causes
        | Cause ID | Finding ID | Root cause                                        |
        |---|---|---|
        | RC-1     | NC-1       | The form takes TBD as an entry in the field owner |
        | RC-2     | NC-1       | N/A is not accepted by the gate, a blank is       |
    """
    for text, found in told(STOPGAP, record, review):
        asks = found.endswith("?") and found == text.said.rstrip() and len(found.split()) > 1
        message = f"{text.place} is a question ({short(found)}); write the answer." if asks else \
            f"{text.place} holds the place of an answer ({short(found)})."
        if text.name == "consequences" and hollow(text.said):  # an empty cell would be no more than a warning
            yield fault(record, text.name, message, level=Level.WARNING, blocks=Purpose.NEVER)
        else:
            yield fault(record, text.name, message, blocks=text.stage)


@check("SUB003", *KINDS, of=Of.GRADED)
def of_the_template(record: Record, review: Review) -> Iterator[Fault]:
    """The template's own words stand as an answer

    Why: The examples show what an answer looks like; they are of no house, and a body reads many registers of this
    template. A number or a name that was changed makes them no answer of yours.
    Fix: Write what happened in your house.
    Source: Our advice.
    Varies: A text of a mitigation, of the effect or of the readiness plan holds up the proof alone.

    Bad:

        Findings
        | Finding ID | Grade | Extent                  |
        |---|---|---|
        | NC-1       | Minor | **Similar cases found** |

        Causes
        | Cause ID | Finding ID | Root cause                                                                                |
        |---|---|---|
        | RC-1     | NC-1       | **Example: The release gate asks for a test report but not for an impact assessment.**    |
        | RC-2     | NC-1       | **The release gate 2 asks for a test report but not for a risk assessment.**              |
        | RC-3     | NC-1       | **What in the system let it happen.**                                                     |

    Good:

        Findings
        | Finding ID | Grade | Extent                       |
        |---|---|---|
        | NC-1       | Minor | Two releases of both models. |

        Causes
        | Cause ID | Finding ID | Root cause                                                                          |
        |---|---|---|
        | RC-1     | NC-1       | The release gate counts test reports, and nobody told it of impact assessments      |
    """
    for text, own in told(TEMPLATE, record, review):
        nearly = "" if fold(own) in fold(text.said) else "nearly "
        yield fault(record, text.name, f"{text.place} is {nearly}what the template itself says: {short(own, 90)}.",
                    blocks=text.stage)
