"""How often the checks of wording are right, on labelled texts.

    python benchmarks/wording.py [FILE] [--misses]

Prints precision and recall a check: on the texts by which the lists were made (tests/seeds/measured.md) and on those
kept aside (aside.md); or on those of FILE. `--misses` names each text that a check missed or named wrongly. Never mend
a list by aside.md.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from ncr_toolkit.checks.texts.measured import CODES, measure, read_texts, spoken

SEEDS = Path(__file__).parent.parent / "tests" / "seeds"


def main() -> None:
    given = [Path(each) for each in sys.argv[1:] if not each.startswith("--")]
    for file in given or [SEEDS / "measured.md", SEEDS / "aside.md"]:
        texts = read_texts(file)
        heard = spoken(texts)
        print(f"{file.name}, {len(texts)} texts")
        for code, found in measure(texts, heard).items():
            print(f"{code}  precision {found.precision:4.0%}  recall {found.recall:4.0%}   "
                  f"{found.right} right of {found.named} named, {found.faulty} faulty, {found.texts} texts")
        for text, said in zip(texts, heard, strict=True) if "--misses" in sys.argv else ():
            wrong = [f"+{code}" for code in CODES if code in said - text.wanted]
            wrong += [f"-{code}" for code in CODES if code in text.wanted - said]
            if wrong:
                print(f"{' '.join(wrong):16} {' | '.join(text.cells)!r}")


if __name__ == "__main__":
    main()
