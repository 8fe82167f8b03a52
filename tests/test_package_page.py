"""The page of a package checks it: run in a real browser, with its own SHA-256 and with ours."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
import zipfile

import pytest
from lxml import html

from tests.commands import ran
from tests.conftest import TODAY
from tests.parcels import house

RUN = """
const CASES = %s, theirs = globalThis.crypto;
function file(text) {
  const data = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
  return { size: data.length, arrayBuffer: async () => data.buffer, text: async () => new TextDecoder().decode(data) };
}
(async () => {
  for (const [name, files, own] of CASES) {
    Object.defineProperty(globalThis, "crypto", { value: own ? undefined : theirs, configurable: true });
    await checkPackage(files.map(([path, data]) => ({ path, file: file(data) })));
    const said = document.createElement("pre");
    said.id = name;
    said.textContent = document.getElementById("result").innerText;
    document.body.append(said);
  }
})();
"""
"""Files that are there at once: the browser does not wait for a disk before it says what the page became."""


@pytest.fixture(scope="module")
def package(tmp_path_factory) -> dict[str, bytes]:
    """The files of a package by their names."""
    register = house("startup", tmp_path_factory.mktemp("house") / "house")
    done = ran(["package", register.name, "NC-1", "NC-2", "-o", "a.zip", "--no-pdf", "--no-record", "--today",
                str(TODAY)], register.parent)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(register.parent / "a.zip") as found:
        return {"code": re.search(r"code is (\S+):", done.stdout)[1].encode(),
                **{name: found.read(name) for name in found.namelist()}}


def cases(files: dict[str, bytes]) -> dict[str, dict[str, bytes]]:
    """What may have become of a package on its way."""
    proof = next(name for name in files if name.startswith("evidence/"))
    within = {f"answers/{name}": content for name, content in files.items()}
    sums = files["SHA256SUMS"].replace(b"  index.html", b"  index.htm")
    return {
        "whole": within, "flat": {name.rpartition("/")[2]: content for name, content in files.items()},
        "changed": within | {f"answers/{proof}": files[proof][:-1] + b"!"},
        "shorter": within | {f"answers/{proof}": files[proof][:-1]},
        "missing": {name: content for name, content in within.items() if not name.endswith(proof)},
        "extra": within | {"answers/evidence/more.txt": b"x", "answers/.DS_Store": b"x", "other/a.txt": b"x"},
        "sums": within | {"answers/SHA256SUMS": sums},
        "none": {name: content for name, content in within.items() if "manifest" not in name},
        "broken": within | {"answers/manifest.json": b"{"}}


@pytest.fixture(scope="module")
def said(package, tmp_path_factory) -> dict[str, str]:
    """What the page says in each case, by the case: once with the browser's SHA-256, then with ours."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium here to open the page with")
    files = {name: content for name, content in package.items() if name != "code"}
    every = cases(files)
    wanted = [(name, name, True) for name in every] + [(f"{name} by the browser", name, False)
                                                       for name in ("whole", "changed")]
    listed = [[name, [[path, base64.b64encode(content).decode()] for path, content in every[case].items()], own]
              for name, case, own in wanted]
    page = re.sub(r"<meta http-equiv[^>]*>", "", files["index.html"].decode())
    folder = tmp_path_factory.mktemp("page")
    script = f"<script>{RUN % json.dumps(listed)}</script></body>"
    (folder / "index.html").write_text(page.replace("</body>", script), encoding="utf-8")
    done = subprocess.run([program, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=20000",
                           "--dump-dom", f"--user-data-dir={folder / 'browser'}", (folder / "index.html").as_uri()],
                          capture_output=True, check=True, timeout=120)
    return {each.get("id"): each.text_content() for each in html.fromstring(done.stdout.decode()).iter("pre")}


@pytest.mark.parametrize("case", ["whole", "whole by the browser", "flat"])
def test_a_whole_package_is_said_to_be_whole_with_its_code(said, package, case):
    assert "The package is whole" in said[case] and package["code"].decode() in said[case]


@pytest.mark.parametrize(("case", "told"), [
    ("changed", "Changed since they were packed:"), ("changed by the browser", "Changed since they were packed:"),
    ("shorter", "Changed since they were packed:"), ("missing", "Missing:"), ("extra", "Not part of the package:"),
    ("sums", "Changed since they were packed:")])
def test_what_is_not_as_it_was_packed_is_named(said, package, case, told):
    proof = next(name for name in package if name.startswith("evidence/"))
    lines = [line for line in said[case].splitlines() if line.strip()]
    assert "whole" not in lines[0] and lines[0] == told
    named = {"sums": ["SHA256SUMS"], "extra": ["evidence/more.txt", "other/a.txt"]}.get(case, [proof])
    assert [line.strip() for line in lines[1:-1]] == named and package["code"].decode() in lines[-1]


def test_what_cannot_be_checked_is_said(said):
    assert "manifest.json is not among what you chose" in said["none"]
    assert "manifest.json cannot be read" in said["broken"]


def test_the_page_loads_nothing_and_runs_nothing_but_its_own(package):
    page = package["index.html"].decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    assert "default-src &#39;none&#39;" in policy or "default-src 'none'" in policy
    assert len(re.findall("<script", page)) == 1 and "http" not in re.search("<script>(.*)</script>", page, re.S)[1]
