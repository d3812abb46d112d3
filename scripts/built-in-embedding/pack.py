"""The file format of the table (SEM1), all numbers little-endian.

bytes  content
0-3    "SEM1"
4-7    uint32 number of rows
8-9    uint16 dimensions
10     uint8 bits of a number in a row (4)
11     zero
12-15  float32 greatest row scale
16-19  uint32 bytes of the vocabulary
20-    uint16 scale of each row, as a share (of 65535) of the greatest
       rows: two signed 4-bit numbers a byte, the lower bits first; value = number * row scale
       vocabulary: one piece a line, UTF-8, in row order; "##" marks a piece inside a word
"""

import struct

import numpy as np

GREATEST = 7
LAST_LATIN = 0x24F


def pack(table: np.ndarray, vocabulary: list[str]) -> bytes:
    """Returns the file: special pieces and other scripts dropped, rows rounded to 4 bits."""
    kept = [index for index, piece in enumerate(vocabulary) if is_kept(piece)]
    rows = table[kept]
    scales = np.abs(rows).max(1) / GREATEST
    greatest = float(scales.max())
    shares = np.maximum(1, np.round(scales / greatest * 65535)).astype("<u2")
    rounded = np.round(rows / (shares / 65535 * greatest)[:, None])
    numbers = np.clip(rounded, -GREATEST, GREATEST).astype(np.int8)
    packed = ((numbers[:, 0::2] & 15) | ((numbers[:, 1::2] & 15) << 4)).astype(np.uint8)
    words = "\n".join(vocabulary[index] for index in kept).encode()
    header = struct.pack("<IHBBfI", len(kept), table.shape[1], 4, 0, greatest, len(words))
    return b"SEM1" + header + shares.tobytes() + packed.tobytes() + words


def is_kept(piece: str) -> bool:
    """Latin letters, digits and punctuation; the teacher knows too little of other scripts."""
    return not piece.startswith("[") and all(ord(letter) <= LAST_LATIN for letter in piece)
