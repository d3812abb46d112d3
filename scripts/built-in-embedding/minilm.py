"""The teacher: all-MiniLM-L6-v2 (a six-layer BERT) as a plain numpy forward pass."""

import json
import struct
from pathlib import Path

import numpy as np

from wordpiece import WordPieces

LAYERS, HEADS, WIDTH = 6, 12, 384
START, END = 101, 102
LONGEST_TEXT = 64
"""Word pieces of a text that the teacher reads; the rest is cut off."""


def read_safetensors(path: Path) -> dict[str, np.ndarray]:
    """Reads the half-precision tensors of a safetensors file as float32."""
    data = path.read_bytes()
    (header_length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + header_length])
    tensors = {}
    for name, entry in header.items():
        if entry.get("dtype") != "F16":
            continue
        first, last = (8 + header_length + offset for offset in entry["data_offsets"])
        half = np.frombuffer(data[first:last], np.float16).reshape(entry["shape"])
        tensors[name] = half.astype(np.float32)
    return tensors


def gelu(x: np.ndarray) -> np.ndarray:
    """The tanh form: off the exact one by less than 0.001, and numpy has no erf."""
    return 0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x * x * x)))


class MiniLM:
    """Sentence vectors of all-MiniLM-L6-v2: mean over the last layer, unit length."""

    def __init__(self, folder: Path, pieces: WordPieces) -> None:
        self.weights = read_safetensors(folder / "model.fp16.safetensors")
        self.pieces = pieces

    def encode(self, texts: list[str]) -> np.ndarray:
        """Returns one unit-length row of 384 numbers per text."""
        rows = [[START, *self.pieces.of(text)[: LONGEST_TEXT - 2], END] for text in texts]
        vectors = self.encode_pieces(rows)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def encode_pieces(self, rows: list[list[int]]) -> np.ndarray:
        """Returns the mean of the last layer for each row of piece ids, not normalised."""
        by_length = sorted(range(len(rows)), key=lambda index: len(rows[index]))
        vectors = np.zeros((len(rows), WIDTH), np.float32)
        at = 0
        while at < len(by_length):
            length = len(rows[by_length[at]])
            batch = [
                index
                for index in by_length[at : at + max(8, 2048 // length)]
                if len(rows[index]) == length
            ]
            # Equal lengths only: no padding, so no attention mask.
            vectors[batch] = self._forward(np.array([rows[index] for index in batch])).mean(1)
            at += len(batch)
            if at % 10_000 < len(batch):
                print(f"  teacher: {at:,} of {len(rows):,} texts", flush=True)
        return vectors

    def _forward(self, ids: np.ndarray) -> np.ndarray:
        words = self.weights["embeddings.word_embeddings.weight"][ids]
        positions = self.weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
        kinds = self.weights["embeddings.token_type_embeddings.weight"][0]
        hidden = self._norm(words + positions + kinds, "embeddings.LayerNorm")
        for layer in range(LAYERS):
            name = f"encoder.layer.{layer}"
            attended = self._attention(hidden, f"{name}.attention.self")
            projected = self._dense(attended, f"{name}.attention.output.dense")
            hidden = self._norm(hidden + projected, f"{name}.attention.output.LayerNorm")
            inner = gelu(self._dense(hidden, f"{name}.intermediate.dense"))
            outer = self._dense(inner, f"{name}.output.dense")
            hidden = self._norm(hidden + outer, f"{name}.output.LayerNorm")
        return hidden

    def _attention(self, hidden: np.ndarray, name: str) -> np.ndarray:
        batch, length, _ = hidden.shape

        def heads(part: str) -> np.ndarray:
            projected = self._dense(hidden, f"{name}.{part}")
            return projected.reshape(batch, length, HEADS, -1).transpose(0, 2, 1, 3)

        query, key, value = heads("query"), heads("key"), heads("value")
        scores = query @ key.transpose(0, 1, 3, 2) / np.sqrt(WIDTH / HEADS).astype(np.float32)
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        mixed = (scores / scores.sum(-1, keepdims=True)) @ value
        return mixed.transpose(0, 2, 1, 3).reshape(batch, length, WIDTH)

    def _dense(self, x: np.ndarray, name: str) -> np.ndarray:
        flat = x.reshape(-1, x.shape[-1]) @ self.weights[f"{name}.weight"].T
        return flat.reshape(*x.shape[:-1], -1) + self.weights[f"{name}.bias"]

    def _norm(self, x: np.ndarray, name: str) -> np.ndarray:
        centred = x - x.mean(-1, keepdims=True)
        deviation = np.sqrt((centred * centred).mean(-1, keepdims=True) + 1e-12)
        return centred / deviation * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]
