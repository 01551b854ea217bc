"""Counter-based random numbers: the same bits as src/experiment/random.ts, in numpy. No state, no order of calls.

A number is named by (seed, stream, block, index). Whole numbers and exact operations of IEEE doubles only, so inits,
orders, noise, prompts and the corpus are the same here and in the browser.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint32]
Reals = NDArray[np.float64]

# What a number is drawn for: STREAM in random.ts.
INIT, BATCH_ORDER, NOISE, UNIT_SHUFFLE, PERTURBATION, RESCALING = 1, 2, 3, 4, 5, 6
STUDENT_ORDER, CORPUS, PROMPT, SAMPLING, PRETRAINING_ORDER = 7, 8, 9, 10, 11

FEISTEL_ROUNDS = 6


def stranger_seed(seed: int) -> int:
    """Another seed, never the same, whatever other seeds run."""
    return seed ^ 1


def pcg4d(a: Any, b: Any, c: Any, d: Any) -> tuple[Words, Words, Words, Words]:
    """The hash of Jarzynski and Olano (JCGT 2020): four words in, four words out, of arrays that broadcast."""
    x, y, z, w = np.broadcast_arrays(*(np.asarray(word).astype(np.uint32) for word in (a, b, c, d)))
    # Sums and products of words are modulo 2^32.
    x, y, z, w = (word * np.uint32(1664525) + np.uint32(1013904223) for word in (x, y, z, w))
    x = x + y * w
    y = y + z * x
    z = z + x * y
    w = w + y * z
    x, y, z, w = (word ^ (word >> np.uint32(16)) for word in (x, y, z, w))
    x = x + y * w
    y = y + z * x
    z = z + x * y
    w = w + y * z
    return x, y, z, w


def random_bits(seed: int, stream: int, block: Any, count: int) -> Words:
    """Numbers 0 ... count-1 of a block: [count], or [block, count] of an array of blocks."""
    quads = np.arange((count + 3) // 4)
    words = pcg4d(seed, stream, np.asarray(block)[..., None], quads)
    bits = np.stack(words, axis=-1)
    return bits.reshape(*bits.shape[:-2], -1)[..., :count]


def symmetric_uniform(bits: Words) -> Reals:
    """24 bits as a number in [-1, 1); exact in f32."""
    return (bits >> np.uint32(8)) * 2.0**-23 - 1


def standard_normal(bits: Words) -> Reals:
    """The normal quantile of (bits + 1/2) / 2^32 by Wichura's PPND7 (AS 241)."""
    u = bits.astype(np.float64)
    q = (u + 0.5) * 2.0**-32 - 0.5
    r = 0.180625 - q * q
    center = (
        q
        * (((59.10937472 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179)
        / (((67.1875636 * r + 78.757757664) * r + 17.895169469) * r + 1)
    )
    tail = np.where(q < 0, (u + 0.5) * 2.0**-32, (4294967295.5 - u) * 2.0**-32)
    r = np.sqrt(-natural_log(tail)) - 1.6
    magnitude = (((0.17023821103 * r + 1.3067284816) * r + 2.75681539) * r + 1.4234372777) / (
        (0.12021132975 * r + 0.7370016425) * r + 1
    )
    return np.where(np.abs(q) <= 0.425, center, np.where(q < 0, -magnitude, magnitude))


def natural_log(x: Reals) -> Reals:
    """ln(x) for 0 < x < 1 from exact operations only, in the order of random.ts."""
    mantissa, exponent = np.frexp(x)
    t = (mantissa - 1) / (mantissa + 1)
    power = t
    total = np.zeros_like(t)
    for n in range(1, 26, 2):
        total = total + power / n
        power = power * (t * t)
    return 2 * total + exponent * 0.6931471805599453


def permuted(seed: int, stream: int, block: int, count: int) -> NDArray[np.int64]:
    """A random permutation of 0 ... count-1: a Feistel network on the next even number of bits, walked until inside."""
    half = max(1, -(-(max(1, count - 1)).bit_length() // 2))
    mask = 2**half - 1

    def scramble(value: NDArray[np.int64]) -> NDArray[np.int64]:
        left, right = value >> half, value & mask
        for turn in range(FEISTEL_ROUNDS):
            word, _, _, _ = pcg4d(seed, stream + 256 * (turn + 1), block, right)
            left, right = right, left ^ (word.astype(np.int64) & mask)
        return (left << half) | right

    value = scramble(np.arange(count, dtype=np.int64))
    while (outside := value >= count).any():
        value[outside] = scramble(value[outside])
    return value
