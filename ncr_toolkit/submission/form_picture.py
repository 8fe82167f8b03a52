"""A form as a picture: a PDF, or a PNG with its pages under each other."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import date
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.files import write_whole
from ncr_toolkit.common.unfinished import work_folder
from ncr_toolkit.submission import pdf_export

ENDINGS = (".pdf", ".png")
_DOTS = "110"  # an inch
_SECONDS = 120


def draw(document: bytes, out: Path, day: date, *, suffix: str = ".docx", force: bool = False) -> None:
    """Write the pages of a form, a file that ends in `suffix`, to `out`, a .pdf or .png. Raises CannotRun where no
    program draws them."""
    program = pdf_export.office_for(suffix)
    if not program:
        needs = "LibreOffice or Word, and neither was" if suffix == ".docx" else "LibreOffice, which was not"
        raise CannotRun(f"{out} needs {needs} found; `ncr form` lists the places without a picture.")
    with work_folder("picture") as folder:
        source = folder / f"form{suffix}"
        source.write_bytes(document)
        made = pdf_export.convert([source], folder, program, day)
        if not made:
            raise CannotRun(f"{out} could not be drawn: {Path(program).stem} made no PDF of the form.")
        content = made[0].read_bytes() if out.suffix.casefold() == ".pdf" else _stitched(made[0], out)
    write_whole(out, content, force=force)


def _stitched(pdf: Path, out: Path) -> bytes:
    """The pages of a PDF as one PNG. Raises CannotRun where pdftoppm is missing."""
    from PIL import Image

    program = shutil.which("pdftoppm")
    if program is None:
        raise CannotRun(f"{out} needs the program pdftoppm, which was not found; name a file that ends in .pdf.")
    subprocess.run([program, "-png", "-r", _DOTS, str(pdf), str(pdf.with_suffix(""))], timeout=_SECONDS, check=False,
                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    pages = [Image.open(each) for each in sorted(pdf.parent.glob("*.png"))]
    if not pages:
        raise CannotRun(f"{out} could not be drawn; name a file that ends in .pdf.")
    whole = Image.new("RGB", (max(page.width for page in pages), sum(page.height for page in pages)), "white")
    top = 0
    for page in pages:
        whole.paste(page, (0, top))
        top += page.height
    stream = io.BytesIO()
    whole.save(stream, "PNG")
    return stream.getvalue()
