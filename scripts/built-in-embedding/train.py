"""Training: a table whose summed rows have the cosines that the teacher gives to the same texts.

Start: each piece alone through the teacher, PCA, rarer pieces longer (SIF, Arora et al. 2017; the
recipe of Model2Vec). Then Adam on two aims per batch: the cosines between its texts, at 64, 128
and 256 columns (so that the first 64 or 128 work alone, Kusupati et al. 2022), and the teacher's
vector itself through a linear head that is thrown away.
"""

from collections.abc import Iterator

import numpy as np

EPOCHS = 8
BATCH_TEXTS = 512
TABLE_RATE, HEAD_RATE = 3e-3, 2e-3
COSINE_WEIGHT = 8.0
DRIFT_WEIGHT = 2e-3
"""Pull towards the start, so that seldom seen pieces do not fit the noise of a few texts."""
SIF = 1e-3
SEED = 0

Bags = list[list[list[int]]]


def train(
    groups: Bags, targets: np.ndarray, tokens: np.ndarray, vocabulary: list[str], dimensions: int
) -> np.ndarray:
    """Returns the table, one float32 row per piece; rows of special pieces are zero."""
    random = np.random.default_rng(SEED)
    batches = Batches(groups, targets)
    start = starting_table(tokens, vocabulary, batches.counts(len(vocabulary)), dimensions)
    table = AdamRows(start.copy(), TABLE_RATE)
    head = AdamRows(starting_head(batches, start, random), HEAD_RATE)
    total = EPOCHS * batches.per_epoch
    at = 0
    for epoch in range(EPOCHS):
        losses = []
        for batch in batches.shuffled(random):
            rate = one_cycle(at / total)
            losses.append(improve(table, head, start, batch, rate))
            at += 1
        print(f"  epoch {epoch + 1} of {EPOCHS}: loss {np.mean(losses):.4f}", flush=True)
    return table.values


class Batches:
    """Batches of whole groups, each text as a bag of pieces beside the teacher's vector."""

    def __init__(self, groups: Bags, targets: np.ndarray) -> None:
        self.groups = groups
        self.targets = targets.astype(np.float32)
        self.first = np.cumsum([0] + [len(group) for group in groups])
        self.per_epoch = -(-int(self.first[-1]) // BATCH_TEXTS)

    def counts(self, pieces: int) -> np.ndarray:
        """How often each piece is used."""
        used = [piece for group in self.groups for bag in group for piece in bag]
        return np.bincount(used, minlength=pieces)

    def shuffled(self, random: np.random.Generator) -> Iterator[dict[str, np.ndarray]]:
        """Yields the batches of one epoch."""
        for indices in np.array_split(random.permutation(len(self.groups)), self.per_epoch):
            yield self.batch(indices)

    def batch(self, indices: np.ndarray) -> dict[str, np.ndarray]:
        """The texts of some groups; texts without a known piece are left out."""
        texts = [
            (bag, self.first[index] + place)
            for index in indices
            for place, bag in enumerate(self.groups[index])
            if bag
        ]
        lengths = [len(bag) for bag, _ in texts]
        return {
            "pieces": np.array([piece for bag, _ in texts for piece in bag]),
            "text": np.repeat(np.arange(len(texts)), lengths),
            "first": np.cumsum([0, *lengths[:-1]]),
            "target": self.targets[[row for _, row in texts]],
        }


class AdamRows:
    """Adam that touches only the rows with a gradient (a table is used a few rows at a time)."""

    def __init__(self, values: np.ndarray, rate: float) -> None:
        self.values, self.rate, self.steps = values, rate, 0
        self.mean = np.zeros_like(values)
        self.square = np.zeros_like(values)

    def step(self, rows: np.ndarray | slice, gradient: np.ndarray, rate: float) -> None:
        """Moves some rows against their gradient; `rate` is a share of the highest rate."""
        self.steps += 1
        mean = self.mean[rows] = 0.9 * self.mean[rows] + 0.1 * gradient
        square = self.square[rows] = 0.999 * self.square[rows] + 0.001 * gradient * gradient
        mean = mean / (1 - 0.9**self.steps)
        square = square / (1 - 0.999**self.steps)
        self.values[rows] -= self.rate * rate * mean / (np.sqrt(square) + 1e-8)


def improve(table: AdamRows, head: AdamRows, start: np.ndarray, batch: dict, rate: float) -> float:
    """One step on one batch; returns its loss before the step."""
    sums = np.add.reduceat(table.values[batch["pieces"]], batch["first"])
    head_loss, sums_gradient, head_gradient = teacher_vector_loss(sums, head.values, batch)
    loss = head_loss
    for columns in (64, 128, sums.shape[1]):
        cosine_loss, gradient = cosine_loss_of(sums[:, :columns], batch)
        sums_gradient[:, :columns] += gradient
        loss += cosine_loss
    rows, gradient = gradient_of_rows(batch, sums_gradient)
    gradient += 2 * DRIFT_WEIGHT / len(rows) * (table.values[rows] - start[rows])
    table.step(rows, gradient, rate)
    head.step(slice(None), head_gradient, rate)
    return loss


def cosine_loss_of(sums: np.ndarray, batch: dict) -> tuple[float, np.ndarray]:
    """Squared error of all cosines of the batch, and its gradient by the sums."""
    vectors, lengths = unit(sums)
    error = vectors @ vectors.T - batch["target"] @ batch["target"].T
    gradient = COSINE_WEIGHT * 4 / error.size * (error @ vectors)
    loss = COSINE_WEIGHT * float((error * error).mean())
    return loss, through_unit(vectors, lengths, gradient)


def teacher_vector_loss(
    sums: np.ndarray, head: np.ndarray, batch: dict
) -> tuple[float, np.ndarray, np.ndarray]:
    """One minus the cosine to the teacher's vector, and the gradients by sums and head."""
    vectors, lengths = unit(sums)
    guesses, guess_lengths = unit(vectors @ head)
    count = len(sums)
    gradient = through_unit(guesses, guess_lengths, -batch["target"] / count)
    loss = 1 - float((guesses * batch["target"]).sum()) / count
    return loss, through_unit(vectors, lengths, gradient @ head.T), vectors.T @ gradient


def unit(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The rows at length one, and the lengths they had."""
    lengths = np.linalg.norm(x, axis=1, keepdims=True) + 1e-8
    return x / lengths, lengths


def through_unit(vectors: np.ndarray, lengths: np.ndarray, gradient: np.ndarray) -> np.ndarray:
    """The gradient by the rows before `unit` from the gradient by the rows after it."""
    return (gradient - vectors * (vectors * gradient).sum(1, keepdims=True)) / lengths


def gradient_of_rows(batch: dict, sums_gradient: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The table rows that the batch used, once each, and the gradient of each."""
    order = np.argsort(batch["pieces"], kind="stable")
    rows, first = np.unique(batch["pieces"][order], return_index=True)
    return rows, np.add.reduceat(sums_gradient[batch["text"][order]], first)


def starting_table(
    tokens: np.ndarray, vocabulary: list[str], counts: np.ndarray, dimensions: int
) -> np.ndarray:
    """The teacher's vector of each piece alone, reduced by PCA, common pieces shortened."""
    known = np.array([not piece.startswith("[") for piece in vocabulary])
    centred = tokens - tokens[known].mean(0)
    directions = np.linalg.svd(centred[known], full_matrices=False)[2][:dimensions]
    reduced = centred @ directions.T
    reduced /= np.linalg.norm(reduced, axis=1, keepdims=True).mean()
    frequency = (counts + 0.5) / counts.sum()
    return (reduced * (known * SIF / (SIF + frequency))[:, None]).astype(np.float32)


def starting_head(batches: Batches, table: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """The linear map from the start's vectors to the teacher's, by least squares on a sample."""
    batch = batches.batch(random.choice(len(batches.groups), 4000, replace=False))
    vectors, _ = unit(np.add.reduceat(table[batch["pieces"]], batch["first"]))
    return np.linalg.lstsq(vectors, batch["target"], rcond=None)[0].astype(np.float32)


def one_cycle(done: float) -> float:
    """Share of the highest learning rate: up over the first tenth, then down along a cosine."""
    if done < 0.1:
        return 0.04 + 0.96 * done / 0.1
    return 0.5 + 0.5 * float(np.cos(np.pi * (done - 0.1) / 0.9))
