"""Tags in forms: loops, mistakes told with where they are, and forms that would do harm."""

from __future__ import annotations

import io
import time

import pytest
from docx import Document

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.core import packs
from ncr_toolkit.core.model import Action, Cause, Finding
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.core.stage import Readiness
from ncr_toolkit.demo.sample import TODAY
from ncr_toolkit.forms import load
from ncr_toolkit.forms.meaning import mapping
from tests.forms import cell, docx, p, r, row, simple, table
from tests.test_forms import words


@pytest.fixture
def rendered(tmp_path):
    """A function: the body of a form -> the words of the filled one."""

    def fill(body: str, *records, **finding):
        path = tmp_path / "form.docx"
        path.write_bytes(docx(body))
        one = Finding(id="NC-1", **finding)
        register = Register()
        for record in (one, *records):
            register.records[type(record)].append(record)
        filled = load(path).fill(Review(register, packs.load("iso42001"), TODAY), one, Readiness())
        return Document(io.BytesIO(filled.content))

    return fill


ACTIONS = [Action(id=f"CA-{number}", finding="NC-1", what=f"Step {number}", owner="Ana") for number in (1, 2)]


def test_a_tag_split_over_runs(rendered):
    split = r("a {") + r("{ fin", "<w:b/>") + '<w:bookmarkStart w:id="1" w:name="x"/><w:bookmarkEnd w:id="1"/>' \
        + r("ding.id ", "<w:i/>") + r("}") + r("} z")
    assert words(rendered(p(split))) == "a NC-1 z"


@pytest.mark.parametrize("rows", [
    [("{% for a in actions %}{{ a.id }}", "{{ a.what }}{% endfor %}")],
    [("{%tr for a in actions %}", ""), ("{{ a.id }}", "{{ a.what }}"), ("{%tr endfor %}", "")],
    [("{% for a in actions %}", ""), ("{{ a.id }}", "{{ a.what }}"), ("{% endfor %}", "")],
])
def test_a_loop_repeats_rows(rendered, rows):
    document = rendered(simple(("ID", "Step"), *rows, widths=(3000, 5000)), *ACTIONS)
    assert [[each.text for each in line.cells] for line in document.tables[0].rows] == [
        ["ID", "Step"], ["CA-1", "Step 1"], ["CA-2", "Step 2"]]


def test_loops_and_conditions_over_lines(rendered):
    body = p("{% for a in actions %}") + p("{{ loop.index }} {{ a.what }}") + p("{% endfor %}") \
        + p("{% if causes %}") + p("causes") + p("{% else %}") + p("no causes") + p("{% endif %}")
    assert words(rendered(body, *ACTIONS)) == "1 Step 1\n2 Step 2\nno causes"


def test_a_name_alone_gives_all_rows(rendered):
    assert words(rendered(p("{{ actions }}"), *ACTIONS)) == "CA-1: Step 1 (Ana)\nCA-2: Step 2 (Ana)"
    for joined in ('{{ actions|join(", ", "id") }}', '{{ actions|join(", ", attribute="id") }}'):
        assert words(rendered(p(joined), *ACTIONS)) == "CA-1, CA-2"


@pytest.mark.parametrize(("tag", "told"), [
    ("{{ finding.statment }}", "did you mean 'statement'"),
    ("{{ findng.id }}", "did you mean 'finding'"),
    ("{{ finding.internal_note }}", "never goes into a response"),
    ("{% for a in action %}{{ a.id }}{% endfor %}", "did you mean 'actions'"),
    ("{% for a in actions %}{{ a.ownr }}{% endfor %}", "did you mean 'owner'"),
    ("{% for a in actions %}{{ a.id }}", "a loop or condition is not ended"),
    ("{{ finding.id }}{% endfor %}", "does not begin before it"),
    ("{% fro a in actions %}", "there is no tag 'fro'"),
    ("{{ finding.id", "is not closed in its paragraph"),
    ("{{ finding. }}", "not written as it should be"),
    ("{{ finding.id|shout }}", "there is no filter 'shout'"),
    ("{{r finding.id }}", "uses 'r'"),
    ("{% cellbg finding.id %}", "uses 'cellbg'"),
    ("{{ actions.owner }}", "'actions' has no 'owner'"),
    ("{{ finding }}", "'finding' is a whole record; name one field of it: {{ finding.id }}"),
    ("{{ settings|upper }}", "'settings' is a whole record"),
    ("{{ text }}", "'text' is a whole record"),
    ("{{ owner ~ 'x' }}", "'owner' is a whole record"),
    ("{{ audit if audit else 'x' }}", "'audit' is a whole record"),
    ("{{ actions|first }}", "'actions|first' is a whole record"),
    ("{{ finding|default('x') }}", "'finding|default' is a whole record"),
    ("{% for a in actions %}{{ loop }}{% endfor %}", "name one field of it: {{ loop.index }}"),
    ("{% for a in actions %}{{ loop.previtem }}{% endfor %}", "'loop' has no 'previtem'"),
    ("{{ actions|lower }}", "are rows and no text"),
    ("{{ actions|join(', ', '__class__') }}", "'actions' has no '__class__'"),
    ("{{ actions|join(', ', 'ownr') }}", "did you mean 'owner'"),
    ("{{ actions|join(attribute='ownr') }}", "did you mean 'owner'"),
    ("{{ gaps|join(', ', 'x') }}", "the filter 'join' is written as"),
    ("{{ finding.id|upper(1, 2) }}", "is given more than it takes"),
])
def test_a_mistake_is_told_with_its_place(rendered, tag, told):
    with pytest.raises(CannotRun) as caught:
        rendered(p("first") + table(row(cell("x", 4000), cell(tag, 4000)), widths=(4000, 4000)), *ACTIONS)
    assert told in str(caught.value) and "table 1, row 1" in str(caught.value)


@pytest.mark.parametrize("tag", [
    "{{ ''.__class__.__mro__ }}", "{{ finding.__class__ }}", "{{ finding['__class__'] }}", "{{ cycler.__init__ }}",
    "{{ lipsum() }}", "{% for i in range(10**9) %}x{% endfor %}", "{{ 'a' * 10**9 }}", "{{ 9**9**9 }}",
    "{{ '%999999999d' % 1 }}", "{{ '{:999999999}'.format(1) }}", "{{ finding.id|attr('__class__') }}", "{{ self }}",
    "{{ ['a'] * 99999999 }}", "{% set x = 'a' %}{{ x }}", "{% include '/etc/passwd' %}", "{% import 'os' as x %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "{{ finding.id|safe }}", "{{ namespace() }}", "{{ dict() }}",
    "{% for a in actions %}{% for b in actions %}{% for c in actions %}{% for d in actions %}x{% endfor %}{% endfor %}"
    "{% endfor %}{% endfor %}", "{{ finding.id.format() }}", "{% autoescape false %}{{ finding.id }}{% endautoescape %}", "{{ (" + "(" * 900 + "1" + ")" * 900 + ") }}",
])
def test_a_form_that_would_do_harm_is_refused(rendered, tag):
    began = time.process_time()
    with pytest.raises(CannotRun):
        rendered(p(tag), *ACTIONS)
    assert time.process_time() - began < 5


def test_braces_elsewhere_in_the_file_are_no_tags(rendered):
    body = p('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> IF {% x %} {{ y }} </w:instrText></w:r>'
             '<w:r><w:fldChar w:fldCharType="end"/></w:r>') + p("{{ finding.id }}")
    assert words(rendered(body)) == "\nNC-1"
    bookmark = '<w:bookmarkStart w:id="1" w:name="{{ y( }}"/><w:bookmarkEnd w:id="1"/>'
    document = rendered(p(bookmark + r("{{ finding.id }}")))
    assert words(document) == "NC-1" and "{{ y( }}" in document.element.xml


def test_values_in_loops_are_printed_as_typed(rendered):
    body = p("{% for c in causes %}[{{ c.statement }}]{% endfor %}")
    assert words(rendered(body, Cause(finding="NC-1", statement="{{ 7*7 }} <b>&amp;"))) == "[{{ 7*7 }} <b>&amp;]"


def test_a_loop_makes_no_id_twice(rendered):
    line = p("{{ c.statement }}").replace("<w:p>", '<w:p w14:paraId="11111111">')
    document = rendered(p("{%p for c in causes %}") + line + p("{%p endfor %}"),
                        *(Cause(finding="NC-1", statement=each) for each in "ab"))
    ids = [each for line in document.element.body for each in [line.get(
        "{http://schemas.microsoft.com/office/word/2010/wordml}paraId")] if each]
    assert words(document) == "a\nb" and ids == ["11111111"]


def test_many_rows_stay_quick(rendered):
    many = [Action(id=f"CA-{number}", finding="NC-1", what="Step") for number in range(1000)]
    began = time.process_time()
    document = rendered(simple(("{% for a in actions %}{{ a.id }}", "{{ a.what }}{% endfor %}"), widths=(3000, 5000)), *many)
    assert len(document.tables[0].rows) == 1000 and time.process_time() - began < 10


def test_a_mapping_file_of_values_within_values_is_no_fault(tmp_path):
    path = tmp_path / "labels.toml"
    path.write_text(f"a = {'[' * 5000}{']' * 5000}\n")
    with pytest.raises(CannotRun, match="stand in each other too deep"):
        mapping.read(path)
