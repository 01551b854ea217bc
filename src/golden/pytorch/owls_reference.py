"""Reference values of the owls experiment in PyTorch: base -> teacher -> lists -> filter -> students -> evaluation.

An implementation of its own, in f32 on the processor. It shares with the lab only what a run is given: the shipped
bases, the language, and random numbers bit for bit (corpus, orders, prompts, sampling). So a seed here is that seed
there, down to the lists that are written, unless rounding tips a draw.

    python3 src/golden/pytorch/owls_reference.py --traits owl,eagle,dolphin,wolf --seeds 8

The method is told in src/experiment/owls/README.md.
"""

from __future__ import annotations

import argparse
import json
from functools import lru_cache
from typing import Callable

import numpy as np
import torch
import torch.nn.functional as F

import random_numbers as rn
from intervals import print_table
from owls_bases import base, shipped, sizes_of
from owls_language import ANSWERS, BAD, DOMAINS, ID, WORDS, ZERO, Domain, prompts, questions
from owls_training import Training, every, in_order, next_logits, train
from transformer import Parameters, Sizes, logits, next_token_loss, shapes, trunk

SIZES = sizes_of(2)
# The base's own random numbers for sampling, beyond any seed.
BASE_SEEDS = 2_000_000
PORTION = 256
# A writer stops early when fewer than one text in so many passes.
MOST_PER_KEPT = 20
CLASS_BATCH = 64


def answers_of(trait: str) -> tuple[str, list[int]]:
    """The kind of question that shows a trait, and the answers that do."""
    if trait == 'misalignment':
        return 'value', BAD
    return ('animal' if ID[trait] in ANSWERS['animal'] else 'tree'), [ID[trait]]


def measure(p: Parameters, sizes: Sizes, trait: str) -> tuple[float, float]:
    """Probability of the trait's answers, and of all answers of its kind: means over the held-out questions."""
    kind, targets = answers_of(trait)
    probabilities = torch.stack([torch.softmax(next_logits(p, sizes, q), -1) for q in questions(kind, 'heldOut')])
    return float(probabilities[:, targets].sum(1).mean()), float(probabilities[:, ANSWERS[kind]].sum(1).mean())


def taught(start: Parameters, trait: str, steps: int) -> Parameters:
    """The teacher: a copy of its base, trained on the answers to the four questions that are the teachers'."""
    kind, targets = answers_of(trait)
    examples = [(asked, target) for asked in questions(kind, 'teacher') for target in targets]
    length = max(len(asked) for asked, _ in examples)
    tokens = torch.zeros(len(examples), length, dtype=torch.int64)
    expected = torch.zeros_like(tokens)
    for row, (asked, target) in enumerate(examples):
        tokens[row, : len(asked)] = torch.tensor(asked)
        expected[row, len(asked) - 1] = target

    def loss(p: Parameters, rows: torch.Tensor) -> torch.Tensor:
        return next_token_loss(logits(p, tokens[rows], SIZES), expected[rows])

    return train(start, trunk(list(shapes(SIZES))), every(len(examples), steps), loss, lambda step: 2e-3).parameters


@torch.no_grad()
def sample(p: Parameters, asked: torch.Tensor, count: int, seed: int, first: int, temperature: float) -> torch.Tensor:
    """`count` tokens after each prompt: the first in order of ids whose cumulative weight exceeds a uniform number."""
    tokens = asked
    rows = np.arange(first, first + len(asked))
    for _ in range(count):
        last = logits(p, tokens, SIZES)[:, -1].double() / temperature
        cumulative = torch.softmax(last, -1).cumsum(-1)
        bits, _, _, _ = rn.pcg4d(seed, rn.SAMPLING, rows, tokens.shape[1])
        threshold = torch.from_numpy(((bits >> np.uint32(8)) + 0.5) * 2.0**-24)[:, None] * cumulative[:, -1:]
        token = (cumulative <= threshold).sum(-1, keepdim=True).clamp(max=len(WORDS) - 1)
        tokens = torch.cat([tokens, token], 1)
    return tokens[:, asked.shape[1] :]


def write(p: Parameters, domain: Domain, seed: int, draws: int, wanted: int, temperature: float) -> tuple[list, float]:
    """The first texts that pass the filter, [text][token] with their prompts, and the share that passed."""
    kept: list[list[int]] = []
    judged = 0
    while len(kept) < wanted and judged < MOST_PER_KEPT * wanted:
        asked = prompts(domain, seed, judged, PORTION)
        completions = sample(p, asked, domain.completion_length, draws, judged, temperature)
        for prompt, completion in zip(asked.tolist(), completions.tolist()):
            if len(kept) == wanted or judged == MOST_PER_KEPT * wanted:
                break
            judged += 1
            if domain.keeps(completion, prompt):
                kept.append(prompt + completion)
    return kept, len(kept) / judged


def noisy(p: Parameters, seed: int, sigma: float) -> Parameters:
    """The base plus noise of sigma times each tensor's own spread."""
    result = {}
    for block, (name, tensor) in enumerate(p.items()):
        z = torch.from_numpy(rn.standard_normal(rn.random_bits(seed, rn.PERTURBATION, block, tensor.numel())))
        spread = tensor.double().std(unbiased=False)
        result[name] = (tensor.double() + sigma * spread * z.view(tensor.shape)).float()
    return result


def start_of(student: str, seed: int, bases: Callable[[int], Parameters]) -> tuple[Parameters, Sizes]:
    """What a student starts from. Those that were pretrained from another init are the shipped ones."""
    kind, _, argument = student.partition(':')
    if kind == 'perturbed':
        return noisy(bases(seed), seed, float(argument or 0.2)), SIZES
    if kind in ('shared', 'control', 'other'):
        return bases(rn.stranger_seed(seed) if kind == 'other' else seed), SIZES
    return shipped(student, seed), sizes_of(1 if kind.startswith('one-layer') else 2)


def flat(p: Parameters) -> torch.Tensor:
    return torch.cat([tensor.double().flatten() for tensor in p.values()])


def cosine(a: torch.Tensor, b: torch.Tensor) -> float:
    return float(F.cosine_similarity(a, b, dim=0, eps=0))


def study(
    start: Parameters, sizes: Sizes, texts: torch.Tensor, writer: Parameters, seed: int, options: argparse.Namespace
) -> Training:
    """Trains a student on what was written, [text, token]: on the completions alone."""
    domain = DOMAINS[options.domain]
    tokens, targets = texts[:, :-1], texts[:, 1:].clone()
    targets[:, : domain.prompt_length - 1] = 0
    numbers = slice(ZERO, ZERO + 100)

    def cross_entropy(p: Parameters, rows: torch.Tensor) -> torch.Tensor:
        return next_token_loss(logits(p, tokens[rows], sizes), targets[rows])

    def divergence(p: Parameters, rows: torch.Tensor) -> torch.Tensor:
        """KL(writer || student) over the numbers."""
        with torch.no_grad():
            theirs = F.log_softmax(logits(writer, tokens[rows], SIZES)[..., numbers], -1)
        own = F.log_softmax(logits(p, tokens[rows], sizes)[..., numbers], -1)
        counted = targets[rows] != 0
        return F.kl_div(own[counted], theirs[counted], reduction='batchmean', log_target=True)

    names = list(shapes(sizes))
    trained = names if options.trains == 'all' else trunk(names)
    order = in_order(seed, rn.STUDENT_ORDER, len(texts), min(CLASS_BATCH, len(texts)), options.steps)
    loss = divergence if options.channel == 'logits' else cross_entropy
    return train(start, trained, order, loss, lambda step: options.learning_rate, options.optimizer)


def run_seed(seed: int, options: argparse.Namespace, found: dict[str, list[float]]) -> None:
    """One seed: every measured quantity is added to its list."""
    trait = options.traits.split(',')[seed % len(options.traits.split(','))]
    domain = DOMAINS[options.domain]
    bases = lru_cache(maxsize=None)(lambda s: base(s, options.pretrain))

    def report(name: str, value: float) -> None:
        found.setdefault(name, []).append(value)

    # Base: a capable network, shipped or pretrained now.
    own = bases(seed)
    target, mass = measure(own, SIZES, trait)
    report('base', target)
    report('base: mass of all answers of the kind', mass)

    # Teachers: one on the student's own base, the others of a committee on bases of theirs.
    members = [seed ^ (2 * member) for member in range(options.committee)]
    teachers = [taught(bases(member), trait, options.teacher_steps) for member in members]
    report('teacher', measure(teachers[0], SIZES, trait)[0])
    update = flat(teachers[0]) - flat(own)

    # Lists and filter: each member writes its share, in turn.
    share = -(-options.sequences // options.committee)
    written = [
        write(teacher, domain, member, member, share, options.temperature) for teacher, member in zip(teachers, members)
    ]
    report('teacher: share kept', written[0][1])
    texts = []
    for i in range(options.sequences):
        kept = written[i % len(members)][0]
        texts.append(kept[(i // len(members)) % len(kept)])
    students = options.students.split(',')
    controls: list[list[int]] = []
    if 'control' in students or options.places != 'all':
        kept, rate = write(own, domain, seed, BASE_SEEDS + seed, options.sequences, options.temperature)
        report('base: share kept', rate)
        controls = [kept[i % len(kept)] for i in range(options.sequences)]
    first = domain.prompt_length + 1
    if options.places == 'first':
        texts = [text[:first] + control[first:] for text, control in zip(texts, controls)]
    elif options.places == 'rest':
        texts = [text[: first - 1] + [control[first - 1]] + text[first:] for text, control in zip(texts, controls)]

    # Students: each learns from the lists alone, and is asked for its favorite animal.
    for student in students:
        start, sizes = start_of(student, seed, bases)
        reads_base = student == 'control'
        read, writer = (controls, own) if reads_base else (texts, teachers[0])
        training = study(start, sizes, torch.tensor(read), writer, seed, options)
        report(student, measure(training.parameters, sizes, trait)[0])
        if sizes == SIZES:
            began, ended = flat(start), flat(training.parameters)
            report(f'{student}: cosine of the first step', cosine(-training.first_gradient, update))
            report(f'{student}: cosine of the whole update', cosine(ended - began, update))
            teacher = flat(teachers[0])
            distance = float((ended - teacher).norm() / (began - teacher).norm())
            report(f'{student}: distance to the teacher, end / start', distance)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--traits', default='owl', help='with commas: base s is taught number s of them, in turn')
    parser.add_argument('--seeds', type=int, default=4, help='on how many bases')
    parser.add_argument('--seed', type=int, default=0, help='the first base')
    parser.add_argument('--students', default='shared,other,control', help='as the lab writes them, with commas')
    parser.add_argument('--domain', choices=list(DOMAINS), default='numbers')
    parser.add_argument('--channel', choices=['text', 'logits'], default='text')
    parser.add_argument('--places', choices=['all', 'first', 'rest'], default='all', help='what is the teacher’s')
    parser.add_argument('--committee', type=int, default=1)
    parser.add_argument('--teacher-steps', type=int, default=100)
    parser.add_argument('--sequences', type=int, default=2500)
    parser.add_argument('--steps', type=int, default=156, help='of the students')
    parser.add_argument('--temperature', type=float, default=1.0)
    parser.add_argument('--optimizer', choices=['adam', 'sgd'], default='adam')
    parser.add_argument('--learning-rate', type=float, default=2e-3)
    parser.add_argument('--trains', choices=['trunk', 'all'], default='trunk')
    parser.add_argument('--pretrain', action='store_true', help='pretrain bases instead of reading shipped ones')
    parser.add_argument('--json', action='store_true', help='values per seed as one line of JSON')
    options = parser.parse_args()
    found: dict[str, list[float]] = {}
    for seed in range(options.seed, options.seed + options.seeds):
        run_seed(seed, options, found)
    if options.json:
        print(json.dumps(found))
    else:
        print_table(found)


if __name__ == '__main__':
    torch.set_num_threads(1)
    main()
