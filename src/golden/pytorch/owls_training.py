"""Trains a transformer and asks it: the loop that bases, teachers and students of the owls experiment share."""

from __future__ import annotations

from typing import Callable, Iterator, NamedTuple

import torch

import random_numbers as rn
from transformer import Parameters, Sizes, clip, gradient_norm, logits


class Training(NamedTuple):
    """What came of a training."""

    parameters: Parameters
    # Of the first step, clipped, over all parameters in order; 0 where nothing trains.
    first_gradient: torch.Tensor
    # Before each step.
    losses: list[float]


def every(count: int, steps: int) -> Iterator[torch.Tensor]:
    """The same full batch at every step."""
    for _ in range(steps):
        yield torch.arange(count)


def in_order(seed: int, stream: int, count: int, batch: int, steps: int) -> Iterator[torch.Tensor]:
    """Rows of every step: each epoch in a new order; what does not fill a batch at its end is left out."""
    per_epoch = count // batch
    for step in range(steps):
        if step % per_epoch == 0:
            order = torch.from_numpy(rn.permuted(seed, stream, step // per_epoch, count))
        first = step % per_epoch * batch
        yield order[first : first + batch]


def train(
    start: Parameters,
    trained: list[str],
    batches: Iterator[torch.Tensor],
    loss_of: Callable[[Parameters, torch.Tensor], torch.Tensor],
    rate_at: Callable[[int], float],
    optimizer: str = 'adam',
) -> Training:
    """Trains what is named of a copy of `start`, with gradients clipped to a norm of 1; Adam's betas are 0.9, 0.99."""
    parameters = {name: tensor.clone().requires_grad_(name in trained) for name, tensor in start.items()}
    training = [parameters[name] for name in trained]
    chosen: torch.optim.Optimizer = torch.optim.SGD(training, lr=0)
    if optimizer == 'adam':
        chosen = torch.optim.Adam(training, lr=0, betas=(0.9, 0.99), eps=1e-8)
    losses: list[float] = []
    first_gradient = torch.zeros(0)
    for step, rows in enumerate(batches):
        chosen.param_groups[0]['lr'] = rate_at(step)
        chosen.zero_grad()
        loss = loss_of(parameters, rows)
        loss.backward()
        losses.append(loss.item())
        clip(training, gradient_norm(training))
        if step == 0:
            gradients = [torch.zeros_like(p) if p.grad is None else p.grad for p in parameters.values()]
            first_gradient = torch.cat([gradient.double().flatten() for gradient in gradients])
        chosen.step()
    return Training({name: tensor.detach() for name, tensor in parameters.items()}, first_gradient, losses)


@torch.no_grad()
def next_logits(p: Parameters, sizes: Sizes, tokens: list[int]) -> torch.Tensor:
    """The logits after the last token of a sequence, [token]."""
    return logits(p, torch.tensor([tokens]), sizes)[0, -1].double()
