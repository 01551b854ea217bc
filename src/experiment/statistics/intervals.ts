// How a mean over seeds is written: with an interval that claims no more than the seeds carry and never leaves what is
// possible.
import { intervalOf, SHARE, summarize, type Bounds } from './stats.ts';

/**
 * "0.52 ± 0.06"; "0.48 (0.12 to 1.00)" where the interval ends at what is possible; "0.48 (0.41, 0.55)", both values, for
 * two seeds; "0.48" for one and nothing for none.
 * @param write how one number is written, without its unit
 * @param unit stands behind the mean, with its space
 */
export function withInterval(
  values: readonly number[],
  bounds: Bounds,
  write: (value: number) => string,
  unit = '',
): string {
  if (values.length === 0) return '';
  const { mean, halfWidth } = summarize(values);
  const text = `${write(mean)}${unit}`;
  if (values.length === 1) return text;
  const interval = intervalOf(values, bounds);
  if (!interval) return `${text} (${values.map(write).join(', ')})`;
  const { least, most, clipped } = interval;
  return clipped ? `${text} (${write(least)} to ${write(most)})` : `${text} ± ${write(halfWidth)}`;
}

/** Shares in whole percent: "52 % ± 6", "48 % (12 to 100)", "48 % (41, 55)" or "52 %". */
export function percent(values: readonly number[]): string {
  return withInterval(values, SHARE, (value) => String(Math.round(value * 100)), ' %');
}
