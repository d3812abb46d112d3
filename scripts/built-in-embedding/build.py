"""Builds the token table of the built-in embedding model. See README.md beside this file."""

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np

from corpus import build_corpus
from minilm import END, START, MiniLM
from pack import pack
from train import train
from wordpiece import WordPieces, read_vocabulary

DIMENSIONS = 256
Result = TypeVar("Result")


def main() -> None:
    options = arguments()
    options.work.mkdir(parents=True, exist_ok=True)
    vocabulary = read_vocabulary(options.minilm / "tokenizer.json")
    pieces = WordPieces(vocabulary)
    teacher = MiniLM(options.minilm, pieces)

    groups = step("corpus", lambda: build_corpus(options.wordnet))
    texts = [text for group in groups for text in group]
    (options.work / "corpus.json").write_text(json.dumps(groups))
    targets = saved(options.work / "texts.npy", lambda: teacher.encode(texts))
    alone = [[START, piece, END] for piece in range(len(vocabulary))]
    tokens = saved(options.work / "tokens.npy", lambda: teacher.encode_pieces(alone))

    bags = [[pieces.of(text) for text in group] for group in groups]
    table = step("train", lambda: train(bags, targets, tokens, vocabulary, DIMENSIONS))
    np.save(options.work / "table.npy", table)
    options.out.write_bytes(pack(table, vocabulary))
    print(f"wrote {options.out} ({options.out.stat().st_size:,} bytes)")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minilm", type=Path, required=True, help="model/ of the npm package")
    parser.add_argument("--wordnet", type=Path, required=True, help="folder with data.noun")
    parser.add_argument("--work", type=Path, required=True, help="folder for what lies between")
    parser.add_argument("--out", type=Path, required=True, help="the table to write")
    return parser.parse_args()


def saved(path: Path, make: Callable[[], np.ndarray]) -> np.ndarray:
    """Reads an array that an earlier run left in the work folder, or makes and saves it."""
    if not path.exists():
        np.save(path, step(path.stem, make))
    return np.load(path)


def step(name: str, run: Callable[[], Result]) -> Result:
    """Runs one step and prints how long it took."""
    print(f"{name} ...", flush=True)
    started = time.time()
    result = run()
    print(f"{name}: {time.time() - started:.0f} s", flush=True)
    return result


if __name__ == "__main__":
    main()
