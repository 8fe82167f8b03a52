"""Forms for the tests, made of small pieces of WordprocessingML, and the six that lie in `fixtures/forms`.

`python -m tests.forms` makes those anew; two of them are saved again by LibreOffice, so it is needed for that.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

FOLDER = Path(__file__).parent / "fixtures" / "forms"
SPACES = ('xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
          'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
          'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
          'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14"')
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PAGE = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" ' \
       'w:header="567" w:footer="567" w:gutter="0"/>'
STYLES = (f'{HEAD}<w:styles {SPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" '
          'w:cs="Arial"/><w:sz w:val="20"/><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault></w:docDefaults>'
          '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
          '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>'
          '<w:pPr><w:keepNext/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="0"/></w:pPr>'
          '<w:rPr><w:b/><w:sz w:val="28"/></w:rPr></w:style>'
          '<w:style w:type="character" w:styleId="PlaceholderText"><w:name w:val="Placeholder Text"/>'
          '<w:rPr><w:color w:val="808080"/></w:rPr></w:style></w:styles>')


def r(text: str, look: str = "") -> str:
    """A run."""
    return f'<w:r>{f"<w:rPr>{look}</w:rPr>" if look else ""}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(content: str = "", style: str = "") -> str:
    """A paragraph of runs, or of a text."""
    inner = content if content.startswith("<") else r(content) if content else ""
    return f'<w:p>{f"<w:pPr><w:pStyle w:val={quoteattr(style)}/></w:pPr>" if style else ""}{inner}</w:p>'


def heading(text: str) -> str:
    return p(text, "Heading1")


def bold(text: str) -> str:
    return r(text, "<w:b/>")


def cell(content: str = "", width: int = 2400, span: int = 1, fill: str = "") -> str:
    """A cell of paragraphs, or of a text; `\\n` begins a new paragraph."""
    inner = content if content.startswith(("<w:p", "<w:sdt")) else "".join(map(p, content.split("\n")))
    wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width * span}" w:type="dxa"/>{wide}{shade}</w:tcPr>{inner}</w:tc>'


def row(*cells: str, height: int = 0, exact: bool = False, more: str = "") -> str:
    tall = f'<w:trHeight w:val="{height}"{" w:hRule=" + quoteattr("exact") if exact else ""}/>' if height else ""
    made = [each if each.startswith("<w:tc") or each.startswith("<w:sdt>") else cell(each) for each in cells]
    return f"<w:tr>{f'<w:trPr>{tall}{more}</w:trPr>' if tall or more else ''}{''.join(made)}</w:tr>"


def table(*rows: str, widths: Sequence[int] = (2400,) * 4) -> str:
    sides = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
                    for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders>'
            f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>{p()}')


def simple(*rows: tuple[str, ...], widths: Sequence[int]) -> str:
    """A table of texts."""
    return table(*(row(*(cell(text, width) for text, width in zip(each, widths, strict=True))) for each in rows),
                 widths=widths)


_control = iter(range(1001, 9999))


def control(title: str, kind: str = "<w:text/>", shown: str = "Click or tap here to enter text.", *, tag: str = "",
            more: str = "", block: bool = False, filled: bool = False, number: int = 0) -> str:
    """A content control that shows its invitation."""
    state = "" if filled else "<w:showingPlcHdr/>"
    name = f'<w:alias w:val={quoteattr(title)}/>' if title else ""
    inner = r(shown, "" if filled else '<w:rStyle w:val="PlaceholderText"/>')
    return (f'<w:sdt><w:sdtPr>{name}{f"<w:tag w:val={quoteattr(tag)}/>" if tag else ""}'
            f'<w:id w:val="{number or sum(map(ord, title + tag)) + 1}"/>{more}{state}{kind}</w:sdtPr><w:sdtContent>'
            f'{f"<w:p>{inner}</w:p>" if block else inner}</w:sdtContent></w:sdt>')


def tick_control(title: str, *, ticked: bool = False, tag: str = "") -> str:
    """A content control to tick."""
    state = "1" if ticked else "0"
    letter = "\u2612" if ticked else "\u2610"
    return (f'<w:sdt><w:sdtPr>{f"<w:alias w:val={quoteattr(title)}/>" if title else ""}'
            f'<w:id w:val="{sum(map(ord, title)) + 77}"/><w14:checkbox><w14:checked w14:val="{state}"/>'
            '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/><w14:uncheckedState w14:val="2610" '
            'w14:font="MS Gothic"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic" '
            f'w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/></w:rPr><w:t>{letter}</w:t></w:r>'
            "</w:sdtContent></w:sdt>")


_WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'


def vml_box(*contents: str) -> str:
    """A run with text boxes as Word 2007 wrote them, one after the other."""
    shapes = "".join(f'<v:shape {_VML} style="width:400pt;height:80pt"><v:textbox><w:txbxContent>{each}'
                     '</w:txbxContent></v:textbox></v:shape>' for each in contents)
    return f"<w:r><w:pict>{shapes}</w:pict></w:r>"


def text_box(*contents: str) -> str:
    """A run with text boxes as Word writes them: each as a shape, and again for older programs."""
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    shapes = "".join(
        f'<w:drawing><wp:inline xmlns:wp="{drawing}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="5080000" cy="1016000"/><wp:docPr id="{number + sum(map(ord, each))}" name="Box {number}"/>'
        f'<a:graphic xmlns:a="{drawing}/main"><a:graphicData uri="{_WPS}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr>'
        '<a:xfrm><a:off x="0" y="0"/><a:ext cx="5080000" cy="1016000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        '</a:prstGeom><a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln></wps:spPr><wps:txbx>'
        f"<w:txbxContent>{each}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline>"
        "</w:drawing>" for number, each in enumerate(contents, start=1))
    older = vml_box(*contents).removeprefix("<w:r>").removesuffix("</w:r>")
    return (f'<w:r><mc:AlternateContent xmlns:wps="{_WPS}"><mc:Choice Requires="wps">{shapes}</mc:Choice>'
            f"<mc:Fallback>{older}</mc:Fallback></mc:AlternateContent></w:r>")


def choices(kind: str, *entries: str) -> str:
    """The settings of a list in a control."""
    items = "".join(f'<w:listItem w:displayText={quoteattr(each)} w:value={quoteattr(each)}/>' for each in entries)
    return f'<w:{kind}><w:listItem w:value="Choose an item."/>{items}</w:{kind}>'


def field(name: str, kind: str = "<w:textInput/>", instruction: str = "FORMTEXT", *, shown: str = "\u2002" * 5,
          help: str = "", enabled: bool = True, id: int = 1) -> str:
    """A form field of older Word, with its bookmark."""
    told = f"<w:helpText w:type=\"text\" w:val={quoteattr(help)}/>" if help else ""
    data = (f'<w:ffData><w:name w:val={quoteattr(name)}/><w:enabled{"" if enabled else " w:val=" + quoteattr("0")}/>'
            f"<w:calcOnExit w:val=\"0\"/>{told}{kind}</w:ffData>")
    result = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r(shown)}' if instruction == "FORMTEXT" else ""
    return (f'<w:bookmarkStart w:id="{id}" w:name={quoteattr(name)}/><w:r><w:fldChar w:fldCharType="begin">{data}'
            f'</w:fldChar></w:r><w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>{result}'
            f'<w:r><w:fldChar w:fldCharType="end"/></w:r><w:bookmarkEnd w:id="{id}"/>')


def tick_field(name: str, *, ticked: bool = False, id: int = 1) -> str:
    kind = f'<w:checkBox><w:sizeAuto/><w:default w:val="{int(ticked)}"/></w:checkBox>'
    return field(name, kind, "FORMCHECKBOX", id=id)


def list_field(name: str, *entries: str, id: int = 1) -> str:
    kind = f"<w:ddList>{''.join(f'<w:listEntry w:val={quoteattr(each)}/>' for each in entries)}</w:ddList>"
    return field(name, kind, "FORMDROPDOWN", id=id)


def docx(body: str, *, settings: str = "", header: str = "", footer: str = "", section: str = "",
         more: dict[str, bytes] | None = None, kind: str = "document.main") -> bytes:
    """A whole .docx. `settings`, `header`, `footer`: the inside of those parts; none, no such part."""
    parts = {"header": header, "footer": footer}
    refer = "".join(f'<w:{name}Reference w:type="default" r:id="rId{name}"/>' for name, inner in parts.items() if inner)
    members = {
        "word/document.xml": f"{HEAD}<w:document {SPACES}><w:body>{body}<w:sectPr>{refer}{PAGE}{section}</w:sectPr>"
                             "</w:body></w:document>",
        "word/styles.xml": STYLES,
    }
    if settings:
        members["word/settings.xml"] = f"{HEAD}<w:settings {SPACES}>{settings}</w:settings>"
    for name, inner in parts.items():
        if inner:
            tag = "hdr" if name == "header" else "ftr"
            members[f"word/{name}1.xml"] = f"{HEAD}<w:{tag} {SPACES}>{inner}</w:{tag}>"
    named = [("styles", "styles.xml"), *([("settings", "settings.xml")] if settings else []),
             *((name, f"{name}1.xml") for name, inner in parts.items() if inner)]
    links = "".join(f'<Relationship Id="rId{name}" Type="{OFFICE}/{name}" Target="{target}"/>' for name, target in named)
    types = "".join(f'<Override PartName="/word/{target}" ContentType="{WORD}.{name}+xml"/>' for name, target in named)
    package = "http://schemas.openxmlformats.org/package/2006"
    whole = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{package}/content-types"><Default Extension="rels" '
                               'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default '
                               'Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
                               f'ContentType="{WORD}.{kind}+xml"/>{types}</Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
                       f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{package}/relationships">{links}</Relationships>',
        **members,
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in {**whole, **(more or {})}.items():
            data = content if isinstance(content, bytes) else content.encode()
            target.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def tags_form() -> bytes:
    """A form with tags, as a company makes it of the body's form; some are split as Word splits them."""
    split = (r("{{ find") + r("ing.sta", "<w:b/>") + '<w:proofErr w:type="spellStart"/>' + r("tement }") + r("}"))
    wide = (3400, 2200, 2000, 2000)
    body = heading("Nonconformity response") + simple(
        ("Organisation", "{{ settings.organisation }}", "Finding", "{{ finding.id }} ({{ finding.grade }})"),
        ("Audit", "{{ audit.kind }}, {{ audit.dates }}", "Clause", "{{ finding.reference }}"), widths=(2000, 3200, 1600, 2800))
    body += p(bold("What the auditor found")) + p(split)
    body += p(bold("Correction")) + p("{% for step in corrections %}") + p("{{ step.what }} ({{ step.owner }})") \
        + p("{% endfor %}") + p("{% if not corrections %}No correction is recorded.{% endif %}")
    body += p(bold("Root causes")) + p("{%p for cause in causes %}") + p("{{ loop.index }}. {{ cause.statement }}") \
        + p("{%p endfor %}")
    body += p(bold("Corrective action plan")) + simple(
        ("Action", "Responsible", "Due", "Done"),
        ("{% for action in actions %}{{ action.what }}", "{{ action.owner }}", "{{ action.due|date('dd/MM/yyyy') }}",
         "{{ action.done_on|default('open') }}{% endfor %}"), widths=wide)
    body += p(bold("Evidence")) + p("{{ text.evidence }}") + p(bold("Signed for management")) \
        + p("{% for each in signoffs %}{{ each.person }}, {{ each.decision }}, {{ each.signed_on }} {% endfor %}")
    return docx(body, header=p("{{ settings.organisation }}: response to {{ finding.id }}"),
                footer=p("Form T-1 {{ draft }}"))


def controls_form() -> bytes:
    """A form with content controls of every kind."""
    many = '<w:text w:multiLine="1"/>'
    day = '<w:date><w:dateFormat w:val="dd/MM/yyyy"/><w:lid w:val="en-GB"/><w:storeMappedDataAs w:val="dateTime"/>' \
          '<w:calendar w:val="gregorian"/></w:date>'
    body = heading("Corrective action request") + table(
        row("NC number", cell(p(control("NC number")))), row("Grade", cell(p(control("Grade", choices(
            "dropDownList", "Major NC", "Minor NC", "Opportunity for improvement"), "Choose an item.")))),
        row("Date raised", cell(p(control("Date raised", day, "Click or tap to enter a date.")))),
        row("Process", cell(p(control("", choices("comboBox", "Development", "Operations"), "Choose an item.")))),
        row("Clause", cell(p(control("", tag="finding.reference")))), widths=(3000, 6600))
    body += p(bold("Repeat of an earlier finding? ") + tick_control("Repeat_Yes") + r(" Yes ") + tick_control("Repeat_No")
              + r(" No"))
    body += p(bold("Root cause")) + control("RootCause", many, block=True)
    body += p(bold("Corrective action")) + control("Corrective actions", "", block=True)
    body += p(bold("Responsible: ") + control("Action owner", tag="actions.owner"))
    body += p(bold("Remarks: ") + control("Remarks"))
    body += p(bold("Extent: ") + control("Extent", many, "All live models were looked at in April.", filled=True))
    body += p(bold("Locked: ") + control("Correction", more='<w:lock w:val="contentLocked"/>'))
    return docx(body)


def fields_form() -> bytes:
    """A form with form fields, protected so that only they may be filled."""
    body = heading("Finding response sheet") + p(r("Company: ") + field("Company", id=1)) \
        + p(r("Finding no: ") + field("Text2", id=2) + r("   Clause: ") + field("Text3", id=3)) \
        + p(r("Grade: ") + list_field("Grade", "-", "Major", "Minor", id=4)) \
        + p(r("Repeat finding? ") + tick_field("Check1", id=5) + r(" Yes ") + tick_field("Check2", id=6) + r(" No")) \
        + p("Root cause analysis:") + p(field("RootCause", id=7)) \
        + p("Correction:") + p(field("Text8", help="Correction taken", id=8)) \
        + p("Corrective action:") + p(field("Text9", id=9)) \
        + p(r("Short title: ") + field("Title", '<w:textInput><w:maxLength w:val="12"/></w:textInput>', id=10)) \
        + p(r("Date raised: ") + field("Raised", '<w:textInput><w:type w:val="date"/><w:format w:val="dd.MM.yyyy"/>'
                                       "</w:textInput>", help="Date raised", id=11)) \
        + p(r("Name: ") + field("Text12", id=12) + r("  Signature: ") + field("Text13", id=13))
    return docx(body, settings='<w:documentProtection w:edit="forms" w:enforcement="1"/>')


def beside_form() -> bytes:
    """Labels with room in the next cell, and a table of actions."""
    grey = "E7E6E6"

    def pair(label: str, height: int = 0) -> str:
        return row(cell(p(bold(label)), 3000, fill=grey), cell("", 6600), height=height)

    body = heading("Nonconformity report") + table(
        row(cell(p(bold("1. Details of the nonconformity")), 3000, 2, fill=grey)), pair("Organisation"), pair("Certificate No."),
        pair("NC No."), pair("Grade (Major / Minor)"), pair("Standard / Clause"), pair("Statement of nonconformity", 900),
        pair("Objective evidence", 700), pair("Audit date(s)"), pair("Lead auditor"), widths=(3000, 6600))
    body += table(row(cell(p(bold("2. Response (to be completed by the organisation)")), 3000, 2, fill=grey)),
                  pair("Correction", 700), pair("Extent (where else was it looked for?)", 700),
                  pair("Root cause analysis:", 900), pair("Verification of effectiveness", 700), pair("Remarks"),
                  widths=(3000, 6600))
    body += p(bold("Corrective action plan")) + simple(
        ("No.", "Corrective action", "Responsible", "Target date", "Completion date"), ("1", "", "", "", ""),
        ("2", "", "", "", ""), widths=(600, 4200, 1800, 1500, 1500))
    body += table(row(cell(p(bold("3. To be completed by the auditor")), 3000, 2, fill=grey)), pair("Root cause accepted"),
                  pair("Corrective action"), pair("Auditor's signature"), pair("Date"), widths=(3000, 6600))
    return docx(body, footer=p("Form F-27 rev. 4"))


def below_form() -> bytes:
    """Labels with room in the cell below or in the cell itself."""
    wide = (2400, 2400, 2400, 2400)
    body = heading("Corrective Action Form") + table(
        row(*(cell(p(bold(each))) for each in ("Client", "NCR #", "Clause", "Date issued"))), row("", "", "", ""),
        row(cell(p(bold("Nonconformity statement")), span=4)), row(cell("", span=4), height=1000),
        row(cell(p(bold("Root cause (5 Whys): what in the system allowed it?")), span=4)), row(cell("", span=4), height=1000),
        row(cell(p(bold("Immediate action")), span=2), cell(p(bold("Corrective action")), span=2)),
        row(cell("", span=2), cell("", span=2), height=1200),
        row(*(cell(p(bold(each))) for each in ("Responsible", "Due date", "Completed on", "Evidence"))), row("", "", "", ""),
        row(cell(p(bold("Extent:")) + p() + p(), span=4)),
        row(cell(p(r("Prepared by: ____________   Date: ________   Signature: ____________")), span=4)), widths=wide)
    body += heading("Review by the certification body") + simple(("Accepted", "Date", "Auditor"), ("", "", ""),
                                                                 widths=(3200, 3200, 3200))
    return docx(body)


def mixed_form() -> bytes:
    """Tags, controls, labels and boxes in one form."""
    body = heading("Audit finding \u2013 client response") + p(r("Response to {{ finding.id }}: {{ finding.title }}"))
    body += table(row(cell(p(bold("Type of finding"))), cell(p("\u2610 Major   \u2610 Minor   \u2610 OFI"), span=3)),
                  row(cell(p(bold("Audit type"))), cell(p("[ ] Stage 2  [ ] Surveillance  [ ] Recertification"), span=3)),
                  row(cell(p(bold("Corrective action required?"))), cell(p("Yes \u2610  No \u2610")),
                      cell(p(bold("Repeat finding"))), cell(p(tick_field("Check1", id=5) + r(" Yes  ")
                                                              + tick_field("Check2", id=6) + r(" No")))),
                  row(cell(p(bold("Root cause"))), cell(p(control("", '<w:text w:multiLine="1"/>')), span=3)),
                  row(cell(p(bold("Corrective action"))), cell("", span=3)),
                  row(cell(p(bold("Responsible"))), cell(), cell(p(bold("Due date"))), cell()),
                  row(cell(p(bold("Lessons for the industry"))), cell("", span=3)))
    body += p("Extent: ______________________________") + p("Evidence of implementation:") + p()
    body += table(row(cell(p(bold("For certification body use")), span=4)),
                  row(cell("Response accepted"), cell(p("\u2610 Yes  \u2610 No")), cell("Closed"), cell(p("\u2610 Yes  \u2610 No"))),
                  row("Auditor's signature", "", "Date", ""))
    return docx(body, header=p("NC No.: ____________"))


FORMS = {"tags": tags_form, "controls": controls_form, "fields-libreoffice": fields_form,
         "beside-libreoffice": beside_form, "below": below_form, "mixed": mixed_form}


def main() -> None:
    """Make the six forms anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, make in FORMS.items():
            target = FOLDER / f"{name}.docx"
            if not name.endswith("-libreoffice"):
                target.write_bytes(make())
                continue
            source = Path(folder) / "in" / f"{name}.docx"
            source.parent.mkdir(exist_ok=True)
            source.write_bytes(make())
            subprocess.run([shutil.which("soffice") or "soffice", f"-env:UserInstallation={Path(folder).as_uri()}/office",
                            "--headless", "--convert-to", "docx", "--outdir", folder, str(source)], check=True,
                           capture_output=True, timeout=180)
            shutil.copy(Path(folder) / f"{name}.docx", target)


if __name__ == "__main__":
    main()
