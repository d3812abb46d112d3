"""The words and word pieces of a text, by the same rules as src/built-in/word-pieces.ts."""

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

UNKNOWN = 100
LONGEST_PIECE = 24


def read_vocabulary(tokenizer_json: Path) -> list[str]:
    """Returns the pieces of a Hugging Face `tokenizer.json`, in the order of their ids."""
    pieces = json.loads(tokenizer_json.read_text(encoding="utf8"))["model"]["vocab"]
    return sorted(pieces, key=pieces.__getitem__)


def words_of(text: str) -> Iterator[str]:
    """Yields runs of letters and digits, and every other visible character on its own."""
    decomposed = unicodedata.normalize("NFD", text)
    plain = "".join(c for c in decomposed if unicodedata.category(c) != "Mn").lower()
    word = ""
    for character in plain:
        if unicodedata.category(character)[0] in "LN":
            word += character
            continue
        if word:
            yield word
            word = ""
        if not character.isspace():
            yield character
    if word:
        yield word


class WordPieces:
    """Greedy longest-match WordPiece over one vocabulary."""

    def __init__(self, vocabulary: list[str]) -> None:
        self.ids = {piece: index for index, piece in enumerate(vocabulary)}
        self.seen: dict[str, list[int]] = {}

    def of(self, text: str) -> list[int]:
        """Returns the piece ids of a text; what the vocabulary lacks is left out."""
        return [piece for word in words_of(text) for piece in self.of_word(word)]

    def of_word(self, word: str) -> list[int]:
        """Returns the piece ids of one word, longest pieces first."""
        if word not in self.seen:
            self.seen[word] = list(self._split(word))
        return self.seen[word]

    def _split(self, word: str) -> Iterator[int]:
        start = 0
        while start < len(word):
            prefix = "##" if start else ""
            for end in range(min(len(word), start + LONGEST_PIECE), start, -1):
                piece = self.ids.get(prefix + word[start:end])
                if piece is not None:
                    yield piece
                    start = end
                    break
            else:
                start += 1
