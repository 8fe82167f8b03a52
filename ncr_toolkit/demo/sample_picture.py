"""Small pictures for the sample's evidence folder: a bar chart and a window with text, drawn without a library."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

WHITE, INK, GREY, PALE, BLUE, RED = range(6)
COLOURS = bytes.fromhex("ffffff 1f2933 8a94a0 e8ecf0 3b6ea5 c0392b")
LETTERS = bytes.fromhex(  # from the space on, five columns a letter, lowest bit on top, as on character displays
    "0000000000 00005f0000 0007000700 147f147f14 242a7f2a12 2313086462 3649562050 0008070300 001c224100 0041221c00 "
    "2a1c7f1c2a 08083e0808 0080703000 0808080808 0000606000 2010080402 3e5149453e 00427f4000 7249494946 2141494d33 "
    "1814127f10 2745454539 3c4a494931 4121110907 3649494936 464949291e 0000360000 0040360000 0008142241 1414141414 "
    "0041221408 0201590906 3e415d594e 7c1211127c 7f49494936 3e41414122 7f4141413e 7f49494941 7f09090901 3e41415173 "
    "7f0808087f 00417f4100 2040413f01 7f08142241 7f40404040 7f021c027f 7f0408107f 3e4141413e 7f09090906 3e4151215e "
    "7f09192946 2649494932 01017f0101 3f4040403f 1f2040201f 3f4038403f 6314081463 0304780403 6159494d43 007f414100 "
    "0204081020 0041417f00 0402010204 4040404040 0003070800 2054547840 7f28444438 3844444428 384444287f 3854545418 "
    "00087e0902 18a4a49c78 7f08040478 00447d4000 2040403d00 7f10284400 00417f4000 7c04780478 7c08040478 3844444438 "
    "fc18242418 18242418fc 7c08040408 4854545424 04043f4424 3c4040207c 1c2040201c 3c4030403c 4428102844 4c9090907c "
    "4464544c44 0008364100 0000770000 0041360800 0201020402 ")


class Pixels:
    """A picture of few colours, a byte a point."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.points = bytearray(width * height)

    def box(self, x: int, y: int, width: int, height: int, colour: int) -> None:
        for row in range(max(y, 0), min(y + height, self.height)):
            start = row * self.width
            self.points[start + x:start + x + width] = bytes([colour]) * width

    def write(self, x: int, y: int, text: str, colour: int = INK, size: int = 2) -> None:
        """`text` with its upper left corner at x, y; a letter is 6 x 8 points times `size`."""
        for place, letter in enumerate(text):
            number = ord(letter) - 32 if " " <= letter <= "~" else 31
            for column, bits in enumerate(LETTERS[number * 5:number * 5 + 5]):
                for row in range(8):
                    if bits >> row & 1:
                        self.box(x + (place * 6 + column) * size, y + row * size, size, size, colour)

    def png(self) -> bytes:
        rows = b"".join(b"\0" + self.points[row * self.width:(row + 1) * self.width] for row in range(self.height))
        head = struct.pack(">IIBBBBB", self.width, self.height, 8, 3, 0, 0, 0)
        parts = ((b"IHDR", head), (b"PLTE", COLOURS), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
            for name, data in parts)


def screen(title: str, text: str) -> bytes:
    """A picture of a window that shows `text`."""
    lines = text.strip("\n").splitlines()
    width = max(len(line) for line in [*lines, title]) * 12 + 56
    canvas = Pixels(width, len(lines) * 24 + 84)
    canvas.box(0, 0, width, canvas.height, GREY)
    canvas.box(2, 2, width - 4, canvas.height - 4, WHITE)
    canvas.box(2, 2, width - 4, 38, BLUE)
    canvas.write(20, 13, title, WHITE)
    for number, line in enumerate(lines):
        canvas.write(26, 58 + number * 24, line)
    return canvas.png()


def bar_chart(title: str, unit: str, bars: Sequence[tuple[str, float]], note: str, *, limit: float | None = None,
              start: float = 0) -> bytes:
    """A picture of bars with their values and, where there is one, a limit. `start`: the value at the foot."""
    longest = max(len(label) for label, _ in bars)
    step = max(58, longest * 12 + 16, max(len(title), len(note)) * 12 // len(bars))
    right, floor = len(bars) * step + 48, 340
    canvas = Pixels(right + (132 if limit is not None else 24), 430)
    scale = 250 / (max([value for _, value in bars] + [limit or 0]) - start)
    canvas.write(24, 18, title)
    for number, (label, value) in enumerate(bars):
        x, tall = 48 + number * step, round((value - start) * scale)
        canvas.box(x, floor - tall, step - 16, tall, BLUE)
        canvas.write(x, floor - tall - 18, f"{value:.2f}" if value < 1 else f"{value:.1f}")
        canvas.write(x, floor + 8, label)
    canvas.box(40, floor, right - 40, 2, INK)
    if limit is not None:
        line = floor - round((limit - start) * scale)
        canvas.box(40, line, right - 40, 2, RED)
        canvas.write(right + 8, line - 7, f"limit {limit:g}", RED)
    canvas.write(24, floor + 34, unit, GREY)
    canvas.write(24, floor + 62, note)
    return canvas.png()
