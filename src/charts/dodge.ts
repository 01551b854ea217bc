// Moves labels apart so that none covers another. Positions only: it knows no text and no SVG.

/**
 * The positions nearest to `wanted` that keep `gap` between neighbors inside minimum … maximum, in the order of
 * `wanted`. Where there is no room for all, the gap shrinks and the order from top to bottom stays.
 */
export function dodge(wanted: readonly number[], gap: number, minimum: number, maximum: number): number[] {
  const distance = Math.min(gap, (maximum - minimum) / Math.max(1, wanted.length - 1));
  const labels = wanted.map((at) => ({ at }));
  // Equal positions keep the order given: sorting is stable.
  const order = [...labels].sort((a, b) => a.at - b.at);
  let lowest = minimum;
  for (const label of order) {
    label.at = Math.max(label.at, lowest);
    lowest = label.at + distance;
  }
  let highest = maximum;
  for (const label of order.reverse()) {
    label.at = Math.min(label.at, highest);
    highest = label.at - distance;
  }
  return labels.map(({ at }) => at);
}
