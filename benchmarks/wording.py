"""How often the checks of wording are right, on the texts of tests/seeds/measured.md.

    python benchmarks/wording.py [FILE] [--misses] [--aside]

Prints precision and recall a check, of the half by which the lists are mended; `--misses` names each text that a check
missed or named wrongly. `--aside` takes the half that was kept aside: look at it only at the end.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from ncr_toolkit.checks.measured import CODES, measure, read_texts, spoken

TEXTS = Path(__file__).parent.parent / "tests" / "seeds" / "measured.md"


def main() -> None:
    given = [Path(each) for each in sys.argv[1:] if not each.startswith("--")]
    texts = read_texts(given[0] if given else TEXTS)
    heard, aside = spoken(texts), "--aside" in sys.argv
    for code, found in measure(texts, heard, kept_aside=aside).items():
        print(f"{code}  precision {found.precision:4.0%}  recall {found.recall:4.0%}   "
              f"{found.right} right of {found.named} named, {found.faulty} faulty, {found.texts} texts")
    if "--misses" in sys.argv:
        for text, said in zip(texts, heard, strict=True):
            wrong = [f"+{code}" for code in CODES if code in said - text.wanted]
            wrong += [f"-{code}" for code in CODES if code in text.wanted - said]
            if wrong and text.kept_aside is aside:
                print(f"{' '.join(wrong):16} {' | '.join(text.cells)!r}")


if __name__ == "__main__":
    main()
