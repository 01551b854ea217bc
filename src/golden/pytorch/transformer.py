"""The decoder transformer of the owls experiment in PyTorch. Shapes, inits' standard deviations and the forward pass.

Pre-norm, RMSNorm with gains, learned positions, ReLU MLPs, tied embedding, biases in the MLPs only. Parameters are
named tensors in the order of `describeTransformer` (src/experiment/processor/transformer.ts); matrices are [in, out].
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict

import torch
import torch.nn.functional as F

RMS_EPSILON = 1e-5

Parameters = Dict[str, torch.Tensor]


@dataclass(frozen=True)
class Sizes:
    vocabulary: int
    width: int
    layers: int
    heads: int
    mlp_width: int
    context: int


@dataclass(frozen=True)
class Shape:
    """Of one tensor; it starts at `mean` plus `std` times a normal number."""

    shape: tuple[int, ...]
    std: float
    mean: float = 0.0


def shapes(sizes: Sizes) -> dict[str, Shape]:
    """Name and shape of every tensor, in order."""
    d, h, layers = sizes.width, sizes.mlp_width, sizes.layers
    result = {
        'embedding': Shape((sizes.vocabulary, d), d**-0.5),
        'position': Shape((sizes.context, d), 0.3 / d**0.5),
    }
    for layer in range(layers):
        result.update(
            {
                f'query{layer}': Shape((d, d), 1 / d**0.5),
                f'key{layer}': Shape((d, d), 1 / d**0.5),
                f'value{layer}': Shape((d, d), 1 / d**0.5),
                f'output{layer}': Shape((d, d), 0.5 / (d * layers) ** 0.5),
                f'mlpIn{layer}': Shape((d, h), 1 / d**0.5),
                f'mlpOut{layer}': Shape((h, d), 0.7 / (h * layers) ** 0.5),
                f'mlpInBias{layer}': Shape((h,), 0),
                f'mlpOutBias{layer}': Shape((d,), 0),
                f'attentionNorm{layer}': Shape((d,), 0, 1),
                f'mlpNorm{layer}': Shape((d,), 0, 1),
            }
        )
    result['finalNorm'] = Shape((d,), 0, 1)
    return result


def trunk(names: list[str]) -> list[str]:
    """What all fine-tuning trains: everything but embedding and positions."""
    return [name for name in names if name not in ('embedding', 'position')]


def rms_norm(x: torch.Tensor, gain: torch.Tensor) -> torch.Tensor:
    return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + RMS_EPSILON) * gain


def attention(p: Parameters, layer: int, x: torch.Tensor, heads: int) -> torch.Tensor:
    """Causal: a position sees itself and what is before it. x and the result are [sequence, position, width]."""
    rows, length, width = x.shape

    def split(name: str) -> torch.Tensor:
        """[sequence, head, position, width of a head]"""
        return (x @ p[f'{name}{layer}']).view(rows, length, heads, width // heads).transpose(1, 2)

    query, key, value = split('query'), split('key'), split('value')
    scores = query @ key.transpose(-1, -2) / (width // heads) ** 0.5
    future = torch.ones(length, length, dtype=torch.bool).triu(1)
    seen = torch.softmax(scores.masked_fill(future, -torch.inf), dim=-1) @ value
    return seen.transpose(1, 2).reshape(rows, length, width) @ p[f'output{layer}']


def logits(p: Parameters, tokens: torch.Tensor, sizes: Sizes) -> torch.Tensor:
    """[sequence, position, token] of tokens [sequence, position]."""
    x = (p['embedding'][tokens] + p['position'][: tokens.shape[1]]) * sizes.width**0.5
    for layer in range(sizes.layers):
        x = x + attention(p, layer, rms_norm(x, p[f'attentionNorm{layer}']), sizes.heads)
        hidden = rms_norm(x, p[f'mlpNorm{layer}']) @ p[f'mlpIn{layer}'] + p[f'mlpInBias{layer}']
        x = x + F.relu(hidden) @ p[f'mlpOut{layer}'] + p[f'mlpOutBias{layer}']
    return rms_norm(x, p['finalNorm']) @ p['embedding'].T


def next_token_loss(values: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Mean cross-entropy over the positions whose target is not 0 (padding)."""
    return F.cross_entropy(values.flatten(0, -2), targets.flatten(), ignore_index=0)


def gradient_norm(parameters: list[torch.Tensor]) -> float:
    """Length of the gradient of all these parameters together."""
    squares = sum(float(p.grad.double().square().sum()) for p in parameters if p.grad is not None)
    return squares**0.5


def clip(parameters: list[torch.Tensor], norm: float, most: float = 1.0) -> None:
    """Scales gradients by min(1, most / (norm + 1e-9))."""
    scale = min(1.0, most / (norm + 1e-9))
    for p in parameters:
        if p.grad is not None:
            p.grad.mul_(scale)
