"""Writes golden files and compares them with what is committed. Knows no network.

Losses are written with every digit that a double has, tensors rounded to so many places after the point.
"""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path
from typing import Any

import torch

FILES = Path(__file__).resolve().parent.parent / 'files'


def rounded(values: Any, places: int) -> Any:
    """Nested lists of the numbers of a tensor, rounded."""
    if isinstance(values, torch.Tensor):
        values = values.detach().tolist()
    if isinstance(values, list):
        return [rounded(value, places) for value in values]
    return round(values, places)


# Differences of these are told relative to what the file says, those of all other numbers as they are.
RELATIVE = ('losses', 'gradientNorms', 'cosineOfUpdates')


def largest_differences(ours: Any, theirs: Any, path: str = '') -> dict[str, float]:
    """The largest difference of each quantity, e.g. of all numbers below "teacher.finalWeights"."""
    if isinstance(theirs, dict):
        if set(ours) != set(theirs):
            raise ValueError(f'{path}: other fields, {sorted(set(ours) ^ set(theirs))}')
        found: dict[str, float] = {}
        for key in theirs:
            # Tensors of one kind are one quantity, so a path has at most two names.
            deeper = path if '.' in path else f'{path}.{key}'.lstrip('.')
            for quantity, difference in largest_differences(ours[key], theirs[key], deeper).items():
                found[quantity] = max(found.get(quantity, 0.0), difference)
        return found
    if isinstance(theirs, list):
        if len(ours) != len(theirs):
            raise ValueError(f'{path}: {len(ours)} instead of {len(theirs)}')
        differences = [largest_differences(a, b, path)[path] for a, b in zip(ours, theirs)]
        return {path: max(differences, default=0.0)}
    if isinstance(theirs, str):
        return {path: 0.0 if ours == theirs else math.inf}
    return {path: abs(ours - theirs) / (abs(theirs) if path.endswith(RELATIVE) else 1.0)}


def arguments(what: str, name: str) -> argparse.ArgumentParser:
    """What every script of a golden file takes from its command line."""
    parser = argparse.ArgumentParser(description=what)
    parser.add_argument('--file', default=str(FILES / name), help='the golden file; the committed one unless given')
    parser.add_argument('--write', action='store_true', help='write the file instead of comparing with it')
    parser.add_argument('--phase', type=float, default=1.0, help='makes another trajectory of the same sizes')
    return parser


def finish(content: dict[str, Any], file: str, write: bool) -> int:
    """Writes the file, or prints by how much what was computed differs from it. The exit code: 1 if it does."""
    if write:
        Path(file).write_text(json.dumps(content), encoding='utf8')
        print(f'wrote {file}')
        return 0
    differences = largest_differences(content, json.loads(Path(file).read_text(encoding='utf8')))
    for quantity, difference in differences.items():
        print(f'{quantity:30} {difference:.1e}')
    # Numbers in the file are rounded to 11 or 12 places; losses and norms differ by the order of sums.
    same = max(differences.values()) <= 2e-11
    print('the same as the file' if same else 'NOT the same as the file')
    return 0 if same else 1
