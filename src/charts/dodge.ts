// Moves labels apart so that none covers another. Positions only: it knows no text and no SVG.

/**
 * The positions nearest to `wanted` that keep `gap` between neighbors inside minimum … maximum, in the order of
 * `wanted`. Where there is no room for all, the gap shrinks and the order from top to bottom stays.
 */
export function dodge(wanted: readonly number[], gap: number, minimum: number, maximum: number): number[] {
  const distance = Math.min(gap, (maximum - minimum) / Math.max(1, wanted.length - 1));
  const order = wanted.map((_, index) => index).sort((a, b) => wanted[a] - wanted[b] || a - b);
  const placed = [...wanted];
  let lowest = minimum;
  for (const index of order) {
    placed[index] = Math.max(placed[index], lowest);
    lowest = placed[index] + distance;
  }
  let highest = maximum;
  for (const index of order.reverse()) {
    placed[index] = Math.min(placed[index], highest);
    highest = placed[index] - distance;
  }
  return placed;
}
