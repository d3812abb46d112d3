"""The text that the table learns from: WordNet, and questions made from templates of our own.

Texts come in groups that belong together (paraphrases, near misses, the gloss and examples of one
word), because training compares the texts of one batch: without groups it would see hardly any
pair that is alike, which is what a cache has to get right.
"""

import random
import re
from collections.abc import Callable
from pathlib import Path

from questions import FAMILIES, PRODUCT_NOUNS, PRODUCT_VERBS

WORDNET_GROUPS = 24_000
QUESTION_GROUPS = 16_000
SEED = 5

Group = list[str]


def build_corpus(wordnet: Path) -> list[Group]:
    """Returns shuffled groups of texts; the same folder gives the same groups."""
    source = random.Random(SEED)
    groups = wordnet_groups(wordnet, source) + question_groups(wordnet, source)
    source.shuffle(groups)
    return groups


def wordnet_groups(wordnet: Path, source: random.Random) -> list[Group]:
    """Glosses, examples and synonyms: one group per sampled WordNet synset."""
    lines = [
        (part, line)
        for part in ("noun", "verb", "adj", "adv")
        for line in (wordnet / f"data.{part}").read_text(encoding="utf8").splitlines()
        if not line.startswith("  ")
    ]
    return [synset_texts(part, line, source) for part, line in source.sample(lines, WORDNET_GROUPS)]


def synset_texts(part: str, line: str, source: random.Random) -> Group:
    """The gloss, its examples, its words, and one short question about one of them."""
    gloss = [text.strip() for text in line.partition("|")[2].strip().split(";")]
    definition = "; ".join(text for text in gloss if not text.startswith('"'))
    examples = [text.strip('"') for text in gloss if text.startswith('"')]
    words = synset_words(line)
    word = source.choice(words)
    question = f"what is {word}" if part == "noun" else f"what does {word} mean"
    texts = [definition, f"{word}: {definition}", question, ", ".join(words)]
    return [text for text in [*texts, *examples[:2]] if text]


def synset_words(line: str) -> list[str]:
    """The words of a line of a WordNet data file."""
    fields = line.partition("|")[0].split()
    words = [fields[4 + 2 * index] for index in range(int(fields[3], 16))]
    return [re.sub(r"\(.*\)", "", word).replace("_", " ") for word in words]


def question_groups(wordnet: Path, source: random.Random) -> list[Group]:
    """Three wordings of one question, the same about something else, and another about it."""
    fill = slot_filler(wordnet, source)
    groups = []
    for _ in range(QUESTION_GROUPS):
        family, other = source.sample(FAMILIES, 2)
        slots, near = fill(), fill()
        slot = source.choice([slot for slot in "nv" if f"{{{slot}}}" in family[0]])
        texts = [template.format(**slots) for template in source.sample(family, 3)]
        texts.append(source.choice(family).format(**{**slots, slot: near[slot]}))
        texts.append(source.choice(other).format(**slots))
        groups.append(list(dict.fromkeys(texts)))
    return groups


def slot_filler(wordnet: Path, source: random.Random) -> Callable[[], dict[str, str]]:
    """Returns a function giving words for the slots n, m (nouns), v (verb) and a (adjective)."""
    nouns, verbs = common_words(wordnet, "1", 6000), common_words(wordnet, "2", 3000)
    adjectives = common_words(wordnet, "3", 2000)

    def pick(product: list[str], common: list[str]) -> str:
        return source.choice(product if source.random() < 0.4 else common)

    def fill() -> dict[str, str]:
        return {
            "n": pick(PRODUCT_NOUNS, nouns),
            "m": pick(PRODUCT_NOUNS, nouns),
            "v": pick(PRODUCT_VERBS, verbs),
            "a": source.choice(adjectives),
        }

    return fill


def common_words(wordnet: Path, part: str, limit: int) -> list[str]:
    """The words of one part of speech that WordNet's tagged texts use most, most used first."""
    counts: dict[str, int] = {}
    for line in (wordnet / "cntlist.rev").read_text(encoding="utf8").splitlines():
        sense, _, count = line.split()
        word, _, rest = sense.partition("%")
        if rest.startswith(part) and re.fullmatch(r"[a-z][a-z_-]{1,22}", word):
            counts[word] = counts.get(word, 0) + int(count)
    return [word.replace("_", " ") for word in sorted(counts, key=counts.__getitem__)[::-1][:limit]]
