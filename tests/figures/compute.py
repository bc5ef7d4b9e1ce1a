"""Compute the numbers that figures of the site show, from scratch and from a fixed seed.

    python tests/figures/compute.py [superposition] [grokking]

Needs numpy (`tests/measure/requirements.txt`). Writes `overrides/partials/figures/_NAME.html`, which
the figure's template reads; the same command writes the same numbers again. `test_figures.py`
checks what they claim without numpy.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import numpy as np

FIGURES = Path(__file__).parents[2] / "overrides/partials/figures"


def superposition(features: int = 5, sparsity: float = 0.95, steps: int = 6000) -> dict:
    """Train x → ReLU(WᵀWx + b) on sparse features, five of them in two dimensions.

    The model is that of "Toy Models of Superposition" (Elhage et al., 2022), with features of equal
    importance. Each feature is zero with probability `sparsity`, else uniform between 0 and 1.
    """
    random = np.random.default_rng(0)
    weights = random.normal(0, 0.5, (2, features))
    bias = np.zeros(features)
    adam = Adam([weights, bias], rate=0.003)
    for _ in range(steps):
        x = random.random((1024, features)) * (random.random((1024, features)) > sparsity)
        hidden = x @ weights.T
        before = hidden @ weights + bias
        error = np.maximum(before, 0) - x
        slope = 2 * error * (before > 0) / x.size
        grad = weights @ slope.T @ x + hidden.T @ slope
        adam.step([grad, slope.sum(0)])
    order = np.argsort(np.arctan2(weights[1], weights[0]))
    return {
        "sparsity": sparsity,
        "steps": steps,
        "vectors": [[round(float(v), 3) for v in weights[:, i]] for i in order],
        "bias": [round(float(bias[i]), 3) for i in order],
    }


def grokking(prime: int = 59, hidden: int = 192, share: float = 0.5, steps: int = 3000) -> dict:
    """Train a network with one hidden layer of squares on addition modulo a prime.

    Half of all pairs are for training. Each point of the curve is a step, its logarithm, and the
    accuracy on pairs for training and on the others. The weights decay; the accuracy on the other half rises long
    after that on the first half is perfect (Power et al., 2022; for squares Gromov, 2023).
    """
    random = np.random.default_rng(1)
    pairs = np.array([(a, b) for a in range(prime) for b in range(prime)])
    random.shuffle(pairs)
    labels = pairs.sum(1) % prime
    one_hot = np.zeros((len(pairs), 2 * prime), np.float32)
    one_hot[np.arange(len(pairs)), pairs[:, 0]] = 1
    one_hot[np.arange(len(pairs)), prime + pairs[:, 1]] = 1
    cut = int(share * len(pairs))
    x, y = one_hot[:cut], labels[:cut]
    first = random.normal(0, 0.5, (2 * prime, hidden)).astype(np.float32)
    second = random.normal(0, 0.02, (hidden, prime)).astype(np.float32)
    adam = Adam([first, second], rate=0.004, decay=0.6)
    curve = []
    for step in range(steps + 1):
        inner = x @ first
        squares = inner**2
        logits = squares @ second
        if step in SHOWN or step == steps:
            held_out = (one_hot[cut:] @ first) ** 2 @ second
            curve.append([step, accuracy(logits, y), accuracy(held_out, labels[cut:])])
        chances = np.exp(logits - logits.max(1, keepdims=True))
        chances /= chances.sum(1, keepdims=True)
        chances[np.arange(cut), y] -= 1
        chances /= cut
        back = chances @ second.T * 2 * inner
        adam.step([x.T @ back, squares.T @ chances])
    points = [[step, round(math.log10(step), 3), *shares] for step, *shares in curve if step]
    return {"prime": prime, "share": share, "steps": steps, "curve": points}


SHOWN = {0, *(int(10 ** (n / 16)) for n in range(80))}


def accuracy(logits: np.ndarray, labels: np.ndarray) -> float:
    """Return the share of rows whose largest number is at their label."""
    return round(float((logits.argmax(1) == labels).mean()), 3)


class Adam:
    """The optimizer of Kingma and Ba, with weight decay apart from the gradient (AdamW)."""

    def __init__(self, weights: list[np.ndarray], rate: float, decay: float = 0.0) -> None:
        self.weights, self.rate, self.decay, self.count = weights, rate, decay, 0
        self.means = [np.zeros_like(one) for one in weights]
        self.squares = [np.zeros_like(one) for one in weights]

    def step(self, gradients: list[np.ndarray]) -> None:
        """Change the weights in place by one step against their gradients."""
        self.count += 1
        for weight, gradient, mean, square in zip(
            self.weights, gradients, self.means, self.squares, strict=True
        ):
            mean += 0.1 * (gradient - mean)  # noqa: PLW2901 - in place
            square += 0.02 * (gradient**2 - square)  # noqa: PLW2901
            scaled = mean / (1 - 0.9**self.count)
            spread = np.sqrt(square / (1 - 0.98**self.count)) + 1e-8
            weight -= self.rate * (scaled / spread + self.decay * weight)  # noqa: PLW2901


def main() -> None:
    """Compute the figures that are named, or all, and write their numbers."""
    known = {"superposition": superposition, "grokking": grokking}
    for name in sys.argv[1:] or known:
        numbers = known[name]()
        print(name, json.dumps(numbers))
        text = f"{{#- Made by tests/figures/compute.py. -#}}\n{{%- set data = {json.dumps(numbers)} -%}}\n"
        (FIGURES / f"_{name}.html").write_text(text)


if __name__ == "__main__":
    main()
