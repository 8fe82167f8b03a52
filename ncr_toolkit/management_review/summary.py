"""The first paragraph: the three or four things that matter, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.common.text import listing
from ncr_toolkit.management_review.trends.figures import Flow, Trends
from ncr_toolkit.management_review.trends.states import total
from ncr_toolkit.management_review.wording import agree, be, counted, days, graded, id_of, month, owner_of, percent, was


def in_short(trends: Trends, asked: int) -> str:
    """The paragraph: how it stands, what changed, whether it holds, and what is asked."""
    sentences = [state(trends), change(trends), *list(_concerns(trends))[:2], _asked(asked)]
    return " ".join(sentences)


def state(trends: Trends) -> str:
    """How many are open, and how many of them are late."""
    alive = total(trends.open)
    if not alive:
        return f"No finding is open on {trends.today}; {_closed(trends)}."
    many = f"{counted(alive, 'finding')} {be(alive)} open on {trends.today}: {graded(trends.open)}"
    late = trends.overdue
    if not late:
        return f"{many}; none is past its date."
    majors = len(trends.cases.late_majors)
    their = "its" if len(late) == 1 else "their"
    of_them = f", {counted(majors, 'Major')} among them" if majors else ""
    if majors == len(late):
        of_them = ", a Major" if majors == 1 else ", all of them Majors"
    longest = max(late, key=lambda each: each.days)
    return (f"{many}. {len(late)} {be(len(late))} past {their} date{of_them}; the longest overdue is "
            f"{id_of(longest.finding)}, {days(longest.days)} ({owner_of(longest.finding)}).")


def _closed(trends: Trends) -> str:
    whole, closed = trends.figures["total"], trends.figures["closed"]
    of_them = "" if not whole else ", all closed" if closed == whole > 1 else f", {closed or 'none'} of them closed"
    of_them = f", which is {'closed' if closed else 'not closed'}" if whole == 1 else of_them
    return f"{counted(whole, 'finding')} {agree(whole, 'stands', 'stand')} in the register{of_them}"


def change(trends: Trends) -> str:
    """What happened since the last run; without one, in the months of the period."""
    if trends.last is not None:
        return f"Since the run of {trends.last.since}, {_happened(trends.last)}."
    flows = [each.flow for each in trends.months if each.flow is not None]
    opened, closed = (sum(total(getattr(flow, name)) for flow in flows) for name in ("opened", "closed"))
    return (f"There is no earlier run to compare with; by the dates in the register {opened or 'none'} {was(opened)} "
            f"opened and {closed or 'none'} closed since {month(trends.months[0].first)}.")


def _happened(flow: Flow) -> str:
    events = [(flow.closed, "closed"), (flow.opened, "opened"), (flow.reopened, "reopened"),
              (flow.withdrawn, "withdrawn")]
    told = [f"{total(numbers)} {word}" for numbers, word in events if total(numbers)]
    if not told:
        words = "nothing was opened, closed or reopened"
    else:
        first, _, rest = told[0].partition(" ")
        told[0] = f"{counted(int(first), 'finding')} {was(int(first))} {rest}"
        words = listing(told)
    gone = total(flow.gone)
    return words + (f"; {gone} that {was(gone)} open {be(gone)} no longer in the register" if gone else "")


def _concerns(trends: Trends) -> Iterator[str]:
    """What shows whether the work holds, the gravest first."""
    back, repeats, effects = len(trends.came_back), len(trends.repeats), trends.effects
    yet = len(effects.yet_back)
    of_them = "it was" if back == 1 else "all were" if yet == back else f"{yet} of them {was(yet)}"
    after = f", although {of_them} found effective" if yet else ""
    told = [f"{counted(back, 'finding')} came back after closing{after}"] if back else []
    if repeats:
        told.append(f"{counted(repeats, 'finding')} {'repeats' if repeats == 1 else 'repeat'} an earlier one")
    if told:
        yield f"{(', and ' if after else ' and ').join(told)}."
    judged = sum(effects.now.get(result, 0) for result in ("Effective", "Partly effective", "Not effective"))
    good = effects.now.get("Effective", 0)
    if judged and good < judged:
        yield (f"Of {counted(judged, 'finding')} judged in the period, {good or 'none'} {was(good)} found effective"
               + (f" ({percent(good, judged)})." if good else "."))
    pace = next((each for each in trends.closing if each.group == "All"), None)
    if pace and pace.now is not None and pace.before is not None:
        gap = round(pace.now - pace.before)
        than = f"{days(abs(gap))} {'more' if gap > 0 else 'less'} than" if gap else "as long as"
        yield f"Closing took {days(round(pace.now))} at the median, {than} in the period before."
    elif judged and good == judged:
        whole = "The one finding" if judged == 1 else f"All {judged} findings"
        yield f"{whole} judged in the period {was(judged)} found effective."


def _asked(asked: int) -> str:
    if not asked:
        return "No decision of management follows from the figures."
    return f"Management is asked for {counted(asked, 'decision')}."
