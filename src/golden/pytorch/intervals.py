"""Means over seeds with their 95 % intervals, by Student's t as in src/experiment/statistics/stats.ts."""

from __future__ import annotations

from typing import Sequence

import numpy as np

# Two-sided 95 % quantiles for 1 ... 31 degrees of freedom; beyond, the normal distribution's.
STUDENT_T = [
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12,
    2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042, 2.04,
]  # fmt: skip


def summary(values: Sequence[float]) -> str:
    """ "0.704 ± 0.044 (0.364 ... 0.815; 20 seeds)"; fewer than three seeds have no interval and are told themselves."""
    mean = float(np.mean(values))
    if len(values) == 1:
        return f'{mean:.3f} (one seed)'
    if len(values) == 2:
        return f'{mean:.3f} ({", ".join(f"{value:.3f}" for value in values)})'
    quantile = STUDENT_T[len(values) - 2] if len(values) - 2 < len(STUDENT_T) else 1.96
    half_width = quantile * float(np.std(values, ddof=1)) / len(values) ** 0.5
    return f'{mean:.3f} ± {half_width:.3f} ({min(values):.3f} ... {max(values):.3f}; {len(values)} seeds)'


def print_table(rows: dict[str, list[float]]) -> None:
    """One line for each quantity, of one value per seed."""
    width = max(len(name) for name in rows)
    for name, values in rows.items():
        print(f'{name:{width}}  {summary(values)}')
