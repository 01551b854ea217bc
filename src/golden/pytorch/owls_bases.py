"""Bases of the owls experiment: the shipped ones, read from public/data/bases, or pretrained here from the same init
and in the same order of the same corpus.

    python3 src/golden/pytorch/owls_bases.py --seeds 2      pretrains, and compares their loss with the shipped ones'
"""

from __future__ import annotations

import argparse
import json
import math
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch

import random_numbers as rn
from intervals import print_table
from owls_language import CONTEXT, CORPUS_SIZE, WORDS, corpus
from owls_training import Training, in_order, train
from transformer import Parameters, Sizes, logits, next_token_loss, shapes

BASES = Path(__file__).resolve().parents[3] / 'public/data/bases'
STEPS, BATCH, RATE, WARM_UP, FLOOR = 1500, 32, 4e-3, 50, 0.05
# A base's loss is the mean over so many last steps.
LAST_STEPS = 100


def sizes_of(layers: int) -> Sizes:
    return Sizes(vocabulary=len(WORDS), width=32, layers=layers, heads=2, mlp_width=64, context=CONTEXT)


def shipped(name: str, seed: int) -> Parameters:
    """A base of the manifest, by its name there: "base", "reordered", "layers:embedding", "one-layer" ..."""
    manifest = json.loads((BASES / 'manifest.json').read_text(encoding='utf8'))
    listed = next(b for b in manifest['bases'] if b['name'] == name and b['seed'] == seed)
    values = np.frombuffer((BASES / listed['file']).read_bytes(), dtype='<f2').astype(np.float32)
    parameters: Parameters = {}
    start = 0
    for tensor, shape in shapes(sizes_of(listed['layers'])).items():
        size = math.prod(shape.shape)
        parameters[tensor] = torch.from_numpy(values[start : start + size].copy()).view(shape.shape)
        start += size
    return parameters


def initialize(seed: int) -> Parameters:
    """The init of a base: the same bits as in the lab."""
    parameters: Parameters = {}
    for block, (name, tensor) in enumerate(shapes(sizes_of(2)).items()):
        z = rn.standard_normal(rn.random_bits(seed, rn.INIT, block, math.prod(tensor.shape)))
        values = tensor.mean + tensor.std * z if tensor.std else np.full(z.shape, tensor.mean)
        parameters[name] = torch.from_numpy(values.astype(np.float32)).view(tensor.shape)
    return parameters


def rate_at(step: int) -> float:
    """Linear warm-up, then a cosine down to 5 %."""
    warm = min(1.0, (step + 1) / WARM_UP)
    done = max(0.0, (step - WARM_UP) / (STEPS - WARM_UP))
    return RATE * warm * (FLOOR + (1 - FLOOR) * 0.5 * (1 + math.cos(math.pi * min(1.0, done))))


@lru_cache(maxsize=1)
def text() -> torch.Tensor:
    return corpus()


def pretrained(seed: int) -> Training:
    """A base trained on the corpus, all of its parameters, to predict every next token."""
    init, tokens, sizes = initialize(seed), text(), sizes_of(2)
    order = in_order(seed, rn.PRETRAINING_ORDER, CORPUS_SIZE, BATCH, STEPS)

    def loss(p: Parameters, rows: torch.Tensor) -> torch.Tensor:
        return next_token_loss(logits(p, tokens[rows, :-1], sizes), tokens[rows, 1:])

    return train(init, list(init), order, loss, rate_at)


def base(seed: int, anew: bool) -> Parameters:
    return pretrained(seed).parameters if anew else shipped('base', seed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--seeds', type=int, default=1)
    parser.add_argument('--seed', type=int, default=0, help='the first')
    options = parser.parse_args()
    manifest = json.loads((BASES / 'manifest.json').read_text(encoding='utf8'))
    losses: dict[str, list[float]] = {'pretrained here: loss, last steps': [], 'shipped: loss, last steps': []}
    for seed in range(options.seed, options.seed + options.seeds):
        ours = float(np.mean(pretrained(seed).losses[-LAST_STEPS:]))
        theirs = next(b['loss'] for b in manifest['bases'] if b['name'] == 'base' and b['seed'] == seed)
        for values, loss in zip(losses.values(), (ours, theirs)):
            values.append(loss)
    print_table(losses)


if __name__ == '__main__':
    torch.set_num_threads(1)
    main()
