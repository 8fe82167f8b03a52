"""Where not all is asked for not all is looked at; what is told is the same, and nothing unjudged is ever ready."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from ncr_toolkit.checks import registry
from ncr_toolkit.checks import run as running
from ncr_toolkit.checks.registry import catalogue
from ncr_toolkit.checks.run import run, run_alone
from ncr_toolkit.demo.sample import TODAY
from ncr_toolkit.loader import judged, judged_by, load_review
from tests.samples import lay_out
from tests.tables import parse, ref, save

SMALL = """
Audits
| Audit ID | Last day   |
|---|---|
| A-1      | 31.02.2026 |

Findings
| Finding ID | Audit | Grade | Statement of nonconformity        | Raised on  | Close by   | Extent |
|---|---|---|---|---|---|---|
| NC-1       | A-1   | Minor | The gate let a release pass once. | 2031-01-01 | 2026-01-01 | tbd    |

Causes
| Cause ID | Finding ID | Root cause |
|---|---|---|
| RC-1     | NC-1       | tbd        |
"""
"""What one check says of a cell makes others silent about it; an audit stands in the way of its findings."""


@pytest.fixture(scope="module")
def reviews(tmp_path_factory):
    folder = tmp_path_factory.mktemp("chosen")
    return [load_review(path, TODAY) for path in (lay_out(folder), save(parse(SMALL), folder / "small.xlsx"))]


@pytest.fixture(scope="module")
def wholes(reviews):
    return [judged(review) for review in reviews]


@pytest.mark.parametrize("beginnings", [("CEL",), ("DAT",), ("CAU", "EXT", "IDN009"), ("SUB",), ("REC", "WBK")])
def test_checks_that_run_alone_say_what_they_say_among_all(reviews, wholes, beginnings):
    codes = {code for code in catalogue() if code.startswith(beginnings)}
    for review, whole in zip(reviews, wholes, strict=True):
        assert judged_by(replace(review), codes).problems == whole.only(codes).problems


def test_who_is_silenced_stays_so(reviews, wholes):
    """Each alone says more than among all: what makes them silent has to run, too."""
    review, whole = reviews[1], wholes[1]
    more = [code for code in catalogue() if len(run(review, select=[code])) > sum(each.code == code
                                                                                  for each in whole.problems)]
    assert more
    assert all(run_alone(review, [code]) == whole.only([code]).problems for code in more)


def test_the_others_run_when_something_needs_them(reviews, wholes, monkeypatch):
    ran: Counter[str] = Counter()
    for code, each in catalogue().items():
        def find(*given, find=each.find, code=code):
            ran[code] += 1
            return find(*given)
        monkeypatch.setitem(registry.CATALOGUE, code, replace(each, find=find))
    catalogue.cache_clear()
    try:
        found = judged_by(replace(reviews[0]), {"CEL001"})
        assert {code[:3] for code in ran} == {"CEL", "WBK"}
        assert [found.readiness(finding) for finding in found.findings] == \
            [wholes[0].readiness(finding) for finding in wholes[0].findings]
        assert len(ran) > 100
    finally:
        monkeypatch.undo()
        catalogue.cache_clear()


def test_findings_that_are_judged_alone_are_judged_as_among_all(reviews, wholes):
    for review, whole in zip(reviews, wholes, strict=True):
        for finding in review.register.findings:
            assert judged(review, [finding]).readiness(finding) == whole.readiness(finding)


def test_of_a_finding_that_was_not_looked_at_nothing_is_known(reviews):
    first, second, *_ = reviews[0].register.findings
    with pytest.raises(LookupError, match=second.id):
        judged(reviews[0], [first]).readiness(second)


def test_an_id_behind_the_register_is_a_finding_that_is_asked_for(ncr, tmp_path):
    spaced = SMALL.replace("| NC-1       | A-1   | Minor", "| NC 1       | A-1   | Minor")
    register = save(parse(spaced), tmp_path / "r.xlsx")
    by_option = ncr("check", register, "--finding", "NC 1", "--today", TODAY)
    by_id = ncr("check", register, "NC 1", "--today", TODAY)
    assert by_id.stdout == by_option.stdout and by_id.returncode == 1 and "NC 1" in by_id.stdout
    assert "There is no finding 'NC 9'" in ncr("check", register, "NC 9", "--today", TODAY).stderr


def test_an_action_that_is_not_done_is_named_where_its_day_goes(tmp_path):
    register = save(parse("""
        Findings
        | Finding ID | Grade | Status      |
        |---|---|---|
        | NC-1       | Minor | In progress |

        Containment
        | Finding ID | Step ID | Kind       | What was done |
        |---|---|---|---|
        | NC-1       | C-1     | Correction | It was mended |

        Actions
        | Action ID | Finding ID | Done on    |
        |---|---|---|
        | CA-1      | NC-1       | 2026-05-20 |
        | CA-2      | NC-1       |            |
        """), tmp_path / "r.xlsx")
    found, = run(load_review(register, TODAY), select=["EVD010"])
    step, action = ref("containment.done_on", 4), ref("action.done_on", 5)
    assert (str(found.cell) == step and f"CA-2 ({action})" in found.message) or \
        (str(found.cell) == action and f"C-1 ({step})" in found.message), found
    assert found.findings == ("nc-1",)

SILENT = {  # by the problem that says enough of a cell: who is then silent about it
    "NO_ANSWER":
        "SUB001 SUB002 SUB003 SUB007 SUB008",
    "OF_DAYS":
        "CLO001 CLO002 CLO003 CLO004 CLO005 CLO006 CLO007 CLO008 CLO009 CLO010 DAT001 DAT002 DAT003 DAT004 DAT007 "
        "DAT008 DAT009 DAT010 DAT011 DAT016 DAT017 DAT018 DAT019 DAT020 DAT021 DAT022 DAT023 DAT024 DAT025 DAT026 "
        "DAT027 DAT028 DAT029 DAT030 DAT032 DAT033 EFF001 EFF002 EFF003 EFF004 EFF005 EFF006 EFF008 EFF009 EFF010 "
        "EFF011 EFF012 EFF013 EFF014 EFF015 EFF016 EFF017 EFF019 EFF020 EFF021 EVD001 EVD005 EVD006 EVD008 EVD009 "
        "EVD010 MGT008 MGT009 MGT010 MGT011 STA008 XTN005 XTN006",
    "OF_WORDS":
        "ACT007 ACT008 ACT009 ACT013 ACT014 ACT015 ACT016 ACT017 ACT018 ACT019 ACT020 ACT021 ACT022 ACT023 ACT024 "
        "ACT025 CAU007 CAU008 CAU009 CAU010 CAU011 CAU012 CAU013 CAU014 CAU015 CAU016 CAU021 CAU022 COR001 COR002 "
        "COR003 COR004 COR005 COR006 COR007 COR008 COR009 COR010 EFF007 EFF018 EFF022 EFF023 EFF024 EFF025 EFF026 "
        "EVD024 EXT006 EXT007 EXT008 EXT009 MGT014 MGT024",
}


@pytest.mark.parametrize("name", SILENT)
def test_a_check_that_is_moved_keeps_its_silence(name):
    families = getattr(running, name)
    assert set(families) <= {check.family for check in catalogue().values()}, "no module has this name"
    silent = {code for code, check in catalogue().items() if check.family in families}
    assert silent == set(SILENT[name].split()), "a check of another module, or a new one: is it to be silent there?"
