"""Makes src/golden/files/mlp-small.json: the digits experiment in miniature, in float64.

A teacher learns to classify eight made-up inputs by its class logits; a student that starts where the teacher started
imitates the teacher's auxiliary logits on eight other inputs. Nothing is drawn at random: inits, inputs, noise and
labels are formulas, so that any implementation can start from the same numbers. With all of row b, unit i and o and
layer l from 0 and phase p:

    x[b, i]    = sin(p + 0.7 b + 1.3 i)                                          what the teacher sees
    z[b, i]    = sin(2 p + 0.9 b + 0.41 i^1.5)                                   what the student sees
    label[b]   = (3 b + 1) mod classes
    W[l][o, i] = cos(0.5 p + 1.1 o + 0.3 (l + 1) i^1.2) / sqrt(fan in), biases 0

Every step takes the full batch. Run with --write to make the file, without to compare with it.
"""

from __future__ import annotations

import sys
from typing import Any, Callable

import torch
import torch.nn.functional as F

from golden_file import arguments, finish, rounded

SIZES = [12, 16, 16, 13]
AUXILIARY_LOGITS = 3
BATCH = 8
STEPS = 10
LEARNING_RATE = 0.01
PLACES = 12

CLASSES = SIZES[-1] - AUXILIARY_LOGITS


def init(phase: float) -> list[torch.Tensor]:
    """Weight [out, in] and bias [out] of every layer, in turn."""
    parameters = []
    for layer, (fan_in, fan_out) in enumerate(zip(SIZES, SIZES[1:])):
        o = torch.arange(fan_out, dtype=torch.float64)[:, None]
        i = torch.arange(fan_in, dtype=torch.float64)[None, :]
        weight = torch.cos(0.5 * phase + 1.1 * o + 0.3 * (layer + 1) * i**1.2) / fan_in**0.5
        parameters += [weight, torch.zeros(fan_out, dtype=torch.float64)]
    return [parameter.requires_grad_() for parameter in parameters]


def logits(parameters: list[torch.Tensor], x: torch.Tensor) -> torch.Tensor:
    """[row, logit] of inputs [row, unit]: ReLU between layers, none after the last."""
    for layer in range(0, len(parameters), 2):
        x = F.linear(x, parameters[layer], parameters[layer + 1])
        if layer + 2 < len(parameters):
            x = F.relu(x)
    return x


def train(parameters: list[torch.Tensor], loss_of: Callable[[], torch.Tensor]) -> dict[str, Any]:
    """Losses before each step, and the gradients of the first."""
    optimizer = torch.optim.Adam(parameters, lr=LEARNING_RATE, betas=(0.9, 0.999), eps=1e-8)
    losses = []
    first_gradients: list[Any] = []
    for step in range(STEPS):
        optimizer.zero_grad()
        loss = loss_of()
        loss.backward()
        losses.append(loss.item())
        if step == 0:
            # What no path reaches has a gradient of 0.
            first_gradients = [
                rounded(torch.zeros_like(p) if p.grad is None else p.grad, PLACES) for p in parameters
            ]
        optimizer.step()
    return {'losses': losses, 'firstGradients': first_gradients}


def update(start: list[torch.Tensor], end: list[torch.Tensor]) -> torch.Tensor:
    return torch.cat([(b - a).flatten() for a, b in zip(start, end)]).detach()


def main() -> int:
    options = arguments(__doc__ or '', 'mlp-small.json').parse_args()
    phase: float = options.phase
    b = torch.arange(BATCH, dtype=torch.float64)[:, None]
    i = torch.arange(SIZES[0], dtype=torch.float64)[None, :]
    x = torch.sin(phase + 0.7 * b + 1.3 * i)
    z = torch.sin(2 * phase + 0.9 * b + 0.41 * i**1.5)
    labels = (3 * torch.arange(BATCH) + 1) % CLASSES

    teacher = init(phase)
    taught = train(teacher, lambda: F.cross_entropy(logits(teacher, x)[:, :CLASSES], labels))

    with torch.no_grad():
        targets = F.log_softmax(logits(teacher, z)[:, CLASSES:], dim=1)
    student = init(phase)

    def divergence() -> torch.Tensor:
        """KL(teacher || student) over the auxiliary logits, mean over the batch."""
        own = F.log_softmax(logits(student, z)[:, CLASSES:], dim=1)
        return F.kl_div(own, targets, reduction='batchmean', log_target=True)

    distilled = train(student, divergence)

    def after(trajectory: dict[str, Any], parameters: list[torch.Tensor]) -> dict[str, Any]:
        return {
            **trajectory,
            'logitsOnInputs': rounded(logits(parameters, x), PLACES),
            'finalWeights': [rounded(parameter, PLACES) for parameter in parameters],
        }

    start = init(phase)
    cosine = F.cosine_similarity(update(start, student), update(start, teacher), dim=0, eps=0).item()
    content = {
        'what': 'PyTorch float64 trajectory of the digits experiment in miniature; '
        'made by src/golden/pytorch/golden_mlp.py',
        'sizes': SIZES,
        'auxiliaryLogits': AUXILIARY_LOGITS,
        'batch': BATCH,
        'steps': STEPS,
        'learningRate': LEARNING_RATE,
        'phase': phase,
        'teacher': after(taught, teacher),
        'student': after(distilled, student),
        'cosineOfUpdates': cosine,
    }
    return finish(content, options.file, options.write)


if __name__ == '__main__':
    torch.set_num_threads(1)
    sys.exit(main())
