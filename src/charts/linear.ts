// From data to pixels along a straight line. D3's scaleLinear does the same, but brings along interpolators, colors and
// number formats: a quarter of this page's JavaScript.

export type Linear = (value: number) => number;

/** The line through (domain[0], range[0]) and (domain[1], range[1]). */
export function linear(domain: readonly [number, number], range: readonly [number, number]): Linear {
  const slope = (range[1] - range[0]) / (domain[1] - domain[0]);
  return (value) => range[0] + (value - domain[0]) * slope;
}
