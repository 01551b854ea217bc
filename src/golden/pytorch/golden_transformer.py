"""Makes src/golden/files/transformer-small.json: the owls' transformer in miniature, in float64.

Two trainings from the same init on the same five sequences: of all parameters, and of the trunk only (embedding and
positions frozen, as in all fine-tuning of the owls). Nothing is drawn at random. With phase p, row r, column c and
sequence b from 0, and matrix number k from 0 (embedding, position, then per layer query, key, value, output, mlpIn,
mlpOut):

    W_k[r, c]    = std 1.4 sin(p (k + 1) + 1.7 r + 0.6 (c + 1)^1.3)      std: that of the network's init
    tokens[b, t] = 1 + (1 + 7 b + 3 t^2) mod 19, the last one of sequence 0 replaced by padding
    biases 0, gains 1

Loss: mean cross-entropy of the next token where that is no padding. Every step takes the full batch; gradients are
scaled by min(1, 1 / (norm + 1e-9)). Run with --write to make the file, without to compare with it.
"""

from __future__ import annotations

import sys
from typing import Any

import torch

from golden_file import arguments, finish, rounded
from transformer import Parameters, Sizes, clip, gradient_norm, logits, next_token_loss, shapes, trunk

SIZES = Sizes(vocabulary=20, width=8, layers=2, heads=2, mlp_width=12, context=7)
BATCH = 5
STEPS = 8
LEARNING_RATE = 0.004
PLACES = 11


def init(phase: float) -> Parameters:
    parameters: Parameters = {}
    k = 0
    for name, tensor in shapes(SIZES).items():
        values = torch.full(tensor.shape, tensor.mean, dtype=torch.float64)
        if len(tensor.shape) == 2:
            r = torch.arange(tensor.shape[0], dtype=torch.float64)[:, None]
            c = torch.arange(tensor.shape[1], dtype=torch.float64)[None, :]
            values = tensor.std * 1.4 * torch.sin(phase * (k + 1) + 1.7 * r + 0.6 * (c + 1) ** 1.3)
            k += 1
        parameters[name] = values
    return parameters


def sequences() -> torch.Tensor:
    b, t = torch.arange(BATCH)[:, None], torch.arange(SIZES.context)[None, :]
    tokens = 1 + (1 + 7 * b + 3 * t**2) % (SIZES.vocabulary - 1)
    tokens[0, -1] = 0
    return tokens


def train(parameters: Parameters, trained: list[str], tokens: torch.Tensor) -> dict[str, Any]:
    """Trains what is named, and returns its trajectory."""
    training = [parameters[name].requires_grad_() for name in trained]
    optimizer = torch.optim.Adam(training, lr=LEARNING_RATE, betas=(0.9, 0.99), eps=1e-8)
    losses, norms = [], []
    first_gradients: dict[str, Any] = {}
    for step in range(STEPS):
        optimizer.zero_grad()
        loss = next_token_loss(logits(parameters, tokens[:, :-1], SIZES), tokens[:, 1:])
        loss.backward()
        losses.append(loss.item())
        norms.append(gradient_norm(training))
        if step == 0:
            # Flat, row by row, and as they are before they are clipped.
            first_gradients = {name: rounded(gradient_of(parameters[name]), PLACES) for name in trained}
        clip(training, norms[-1])
        optimizer.step()
    return {
        'losses': losses,
        'gradientNorms': norms,
        'firstGradients': first_gradients,
        'finalWeights': {name: rounded(parameters[name].flatten(), PLACES) for name in trained},
    }


def gradient_of(parameter: torch.Tensor) -> torch.Tensor:
    if parameter.grad is None:
        raise ValueError('a parameter that trains was not used')
    return parameter.grad.flatten()


def main() -> int:
    options = arguments(__doc__ or '', 'transformer-small.json').parse_args()
    phase: float = options.phase
    tokens = sequences()
    content = {
        'what': 'PyTorch float64 trajectory of the tiny transformer; made by src/golden/pytorch/golden_transformer.py',
        'vocabulary': SIZES.vocabulary,
        'width': SIZES.width,
        'layers': SIZES.layers,
        'heads': SIZES.heads,
        'mlpWidth': SIZES.mlp_width,
        'context': SIZES.context,
        'batch': BATCH,
        'steps': STEPS,
        'learningRate': LEARNING_RATE,
        'phase': phase,
        'tokens': tokens.tolist(),
        # Of the first sequence, [position][token].
        'initLogits': rounded(logits(init(phase), tokens[:1], SIZES)[0], PLACES),
        'allParameters': train(init(phase), list(shapes(SIZES)), tokens),
        'trunkOnly': train(init(phase), trunk(list(shapes(SIZES))), tokens),
    }
    return finish(content, options.file, options.write)


if __name__ == '__main__':
    torch.set_num_threads(1)
    sys.exit(main())
