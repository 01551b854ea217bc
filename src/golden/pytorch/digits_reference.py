"""Reference values of the digits experiment (paper section 6.2) in PyTorch: reference -> teacher -> students -> test.

An implementation of its own: autograd and torch.optim.Adam on the processor, in f32. It shares with the lab only what a
run is given: inits, batch orders and noise images are the same bits (random_numbers.py), the digits the same files. So
a seed here is that seed there, and what differs is rounding and whatever one of the two does wrong.

    python3 src/golden/pytorch/digits_reference.py --preset quick --seeds 4 --students shared,independent

reads public/data/digits, which `npm run data` makes. The method is told in src/experiment/digits/README.md.
"""

from __future__ import annotations

import argparse
import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterator

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray

import random_numbers as rn
from intervals import print_table

DIGITS = Path(__file__).resolve().parents[3] / 'public/data/digits'
PIXELS = 784
CLASSES = 10
TEST_IMAGES = 10_000
# Standard deviation of U(-1, 1), which Gaussian noise has too.
NOISE_STD = 3**-0.5

Floats = NDArray[np.float32]
# Weight [in, out] and bias [out] of each layer, in turn.
Parameters = list[torch.Tensor]
Init = list[Floats]
Loss = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


@dataclass(frozen=True)
class Preset:
    """As many images and epochs for the teacher as for the students."""

    hidden: tuple[int, ...]
    auxiliary: int
    images: int
    epochs: int
    batch: int
    learning_rate: float

    @property
    def sizes(self) -> list[int]:
        return [PIXELS, *self.hidden, CLASSES + self.auxiliary]


PRESETS = {
    'quick': Preset((64, 64), 10, 10_000, 4, 128, 2e-3),
    'small': Preset((64, 64), 10, 20_000, 4, 256, 1e-3),
    'one-hidden-layer': Preset((128,), 10, 10_000, 4, 128, 1e-3),
    'paper': Preset((256, 256), 3, 60_000, 5, 1024, 3e-4),
}


def digits(split: str, count: int) -> tuple[torch.Tensor, torch.Tensor]:
    """The first images of a split, [image, pixel] scaled to [-1, 1], and their labels."""
    manifest = json.loads((DIGITS / 'manifest.json').read_text())
    pixels, labels = [], []
    for shard in sorted((s for s in manifest['shards'] if s['split'] == split), key=lambda s: s['start']):
        content = np.frombuffer(gzip.decompress((DIGITS / shard['name']).read_bytes()), dtype=np.uint8)
        labels.append(content[: shard['count']])
        pixels.append(content[shard['count'] :].reshape(-1, PIXELS))
    scaled = (np.concatenate(pixels)[:count].astype(np.float64) / 255 * 2 - 1).astype(np.float32)
    return torch.from_numpy(scaled), torch.from_numpy(np.concatenate(labels)[:count].astype(np.int64))


def noise(kind: str, seed: int, count: int) -> torch.Tensor:
    """Noise images 0 ... count-1 of a seed, [image, pixel]. Not clipped."""
    images = np.empty((count, PIXELS), dtype=np.float32)
    for start in range(0, count, 1000):
        block = np.arange(start, min(count, start + 1000))
        bits = rn.random_bits(seed, rn.NOISE, block, PIXELS)
        images[block] = rn.symmetric_uniform(bits) if kind == 'uniform' else NOISE_STD * rn.standard_normal(bits)
    return torch.from_numpy(images)


def initialize(preset: Preset, seed: int) -> Init:
    """The reference: weights N(0, 1 / fan in), biases 0."""
    init: Init = []
    for layer, (fan_in, fan_out) in enumerate(zip(preset.sizes, preset.sizes[1:])):
        z = rn.standard_normal(rn.random_bits(seed, rn.INIT, 2 * layer, fan_in * fan_out))
        init += [(z / np.sqrt(fan_in)).astype(np.float32).reshape(fan_in, fan_out), np.zeros(fan_out, np.float32)]
    return init


def shuffle_units(init: Init, seed: int) -> Init:
    """Hidden units in another order: the same function."""
    result = list(init)
    for hidden in range(len(init) // 2 - 1):
        order = rn.permuted(seed, rn.UNIT_SHUFFLE, hidden, init[2 * hidden + 1].size)
        result[2 * hidden] = result[2 * hidden][:, order]
        result[2 * hidden + 1] = result[2 * hidden + 1][order]
        result[2 * hidden + 2] = result[2 * hidden + 2][order]
    return result


def rescale_units(init: Init, seed: int, spread: float) -> Init:
    """Incoming weights times a factor, outgoing ones divided by it: the same function."""
    result = list(init)
    for hidden in range(len(init) // 2 - 1):
        z = rn.standard_normal(rn.random_bits(seed, rn.RESCALING, hidden, init[2 * hidden + 1].size))
        factor = np.exp(spread * z)
        result[2 * hidden] = (result[2 * hidden] * factor).astype(np.float32)
        result[2 * hidden + 2] = (result[2 * hidden + 2] / factor[:, None]).astype(np.float32)
    return result


def perturb(init: Init, seed: int, sigma: float) -> Init:
    """Noise of sigma times each tensor's own spread, drawn independently of the weights."""
    result = []
    for block, tensor in enumerate(init):
        z = rn.standard_normal(rn.random_bits(seed, rn.PERTURBATION, block, tensor.size)).reshape(tensor.shape)
        result.append((tensor + sigma * tensor.astype(np.float64).std() * z).astype(np.float32))
    return result


def interpolate(init: Init, stranger: Init, alpha: float) -> Init:
    rest = np.sqrt(1 - alpha**2)
    return [(alpha * a.astype(np.float64) + rest * b).astype(np.float32) for a, b in zip(init, stranger)]


def copy_layers(init: Init, stranger: Init, names: list[str]) -> Init:
    """Only the named layers ("1", "2" ... "head") are the teacher's."""
    last = len(init) // 2 - 1
    layers = ['head' if index // 2 == last else str(index // 2 + 1) for index in range(len(init))]
    return [a if layer in names else b for layer, a, b in zip(layers, init, stranger)]


def student_init(student: str, preset: Preset, seed: int) -> Init:
    """The init of a student in the lab's text form: "shared", "perturbed:0.2", "layers:1+head" ..."""
    mode, _, argument = student.partition(':')
    init, stranger = initialize(preset, seed), initialize(preset, rn.stranger_seed(seed))
    modes: dict[str, Callable[[], Init]] = {
        'shared': lambda: init,
        'independent': lambda: stranger,
        'permuted': lambda: shuffle_units(init, seed),
        'rescaled': lambda: rescale_units(init, seed, float(argument or 0.3)),
        'perturbed': lambda: perturb(init, seed, float(argument or 0.2)),
        'interpolated': lambda: interpolate(init, stranger, float(argument or 0.9)),
        'layers': lambda: copy_layers(init, stranger, (argument or '1').split('+')),
    }
    return modes[mode]()


def logits(parameters: Parameters, x: torch.Tensor) -> torch.Tensor:
    """[row, logit] of inputs [row, pixel]: ReLU between layers, none after the last."""
    for layer in range(0, len(parameters), 2):
        x = x @ parameters[layer] + parameters[layer + 1]
        if layer + 2 < len(parameters):
            x = F.relu(x)
    return x


def batches(preset: Preset, seed: int, stream: int) -> Iterator[torch.Tensor]:
    """Indices of the images of every step: each epoch in a new order, its last batch may be short."""
    for epoch in range(preset.epochs):
        order = torch.from_numpy(rn.permuted(seed, stream, epoch, preset.images))
        yield from order.split(preset.batch)


def train(init: Init, inputs: torch.Tensor, order: Iterator[torch.Tensor], rate: float, loss_of: Loss) -> Parameters:
    """Trains a copy of an init. loss_of(indices of the rows, their logits) is minimized."""
    parameters = [torch.from_numpy(tensor.copy()).requires_grad_() for tensor in init]
    optimizer = torch.optim.Adam(parameters, lr=rate, betas=(0.9, 0.999), eps=1e-8)
    for rows in order:
        optimizer.zero_grad()
        loss_of(rows, logits(parameters, inputs[rows])).backward()
        optimizer.step()
    return [parameter.detach() for parameter in parameters]


def accuracy(parameters: Parameters, test: tuple[torch.Tensor, torch.Tensor]) -> float:
    """Share of the test images whose largest class logit is that of their label."""
    predicted = logits(parameters, test[0])[:, :CLASSES].argmax(dim=1)
    return float((predicted == test[1]).double().mean())


def flat(parameters: Parameters | Init) -> torch.Tensor:
    return torch.cat([torch.as_tensor(tensor).double().flatten() for tensor in parameters])


def run_seed(preset: Preset, seed: int, options: argparse.Namespace, found: dict[str, list[float]]) -> None:
    """One seed: every measured quantity is added to its list."""
    images, labels = digits('train', preset.images)
    test = digits('test', TEST_IMAGES)
    reference = initialize(preset, seed)

    def imitated(values: torch.Tensor) -> torch.Tensor:
        """Log-probabilities of the logits that students imitate."""
        return F.log_softmax(values if options.targets == 'all' else values[:, CLASSES:], dim=1)

    def report(name: str, value: float) -> None:
        found.setdefault(name, []).append(value)

    # Teacher: the reference, trained with cross-entropy on the class logits of real digits.
    order = batches(preset, seed, rn.BATCH_ORDER)

    def cross_entropy(rows: torch.Tensor, out: torch.Tensor) -> torch.Tensor:
        return F.cross_entropy(out[:, :CLASSES], labels[rows])

    teacher = train(reference, images, order, preset.learning_rate, cross_entropy)
    start, taught = flat(reference), flat(teacher)
    report('reference', accuracy([torch.from_numpy(tensor) for tensor in reference], test))
    report('teacher', accuracy(teacher, test))
    report('teacher: distance from its init', float((taught - start).norm()))

    # Students: trained to imitate the teacher's auxiliary logits on images that are no digits.
    inputs = images if options.inputs == 'digits' else noise(options.inputs, seed, preset.images)
    targets = imitated(logits(teacher, inputs))
    for student in options.students.split(','):
        init = student_init(student, preset, seed)

        def divergence(rows: torch.Tensor, out: torch.Tensor) -> torch.Tensor:
            return F.kl_div(imitated(out), targets[rows], reduction='batchmean', log_target=True)

        order = batches(preset, seed, rn.STUDENT_ORDER)
        trained = train(init, inputs, order, preset.learning_rate, divergence)
        own, end = flat(init), flat(trained)
        report(student, accuracy(trained, test))
        report(f'{student}: cosine of updates', float(F.cosine_similarity(end - own, taught - start, dim=0)))
        report(f'{student}: distance to the teacher, start', float((own - taught).norm()))
        report(f'{student}: distance to the teacher, end', float((end - taught).norm()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--preset', choices=list(PRESETS), default='quick')
    parser.add_argument('--seeds', type=int, default=4, help='how many')
    parser.add_argument('--seed', type=int, default=0, help='the first')
    parser.add_argument('--students', default='shared,independent', help='as the lab writes them, with commas')
    parser.add_argument('--targets', choices=['auxiliary', 'all'], default='auxiliary')
    parser.add_argument('--inputs', choices=['uniform', 'gaussian', 'digits'], default='uniform')
    parser.add_argument('--json', action='store_true', help='values per seed as one line of JSON')
    options = parser.parse_args()
    found: dict[str, list[float]] = {}
    for seed in range(options.seed, options.seed + options.seeds):
        run_seed(PRESETS[options.preset], seed, options, found)
    if options.json:
        print(json.dumps(found))
    else:
        print_table(found)


if __name__ == '__main__':
    torch.set_num_threads(1)
    main()
