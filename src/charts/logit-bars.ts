// The numbers that came with one image: the teacher's as bars, each student's own guess as a marker on top.
// Each set is drawn around its own mean, because a softmax, and so the loss, sees nothing but differences.
import { chartRoot } from './chart-root.ts';
import { linear } from './linear.ts';
import { lookOf, markerPath, type Role } from './roles.ts';

export interface LogitSet {
  readonly key: string;
  readonly role: Role;
  readonly values: readonly number[];
}

export interface LogitOptions {
  readonly width: number;
  readonly height: number;
}

const FONT_SIZE = 11;
/** Narrower bars carry no number; then a scale does, on the left. */
const NUMBER_WIDTH = 27;
const SCALE_WIDTH = 30;
const NARROWEST = 12;
const TOP = 16;
const BOTTOM = 6;
/** Logits closer together than this would fill the chart with nothing. */
const SMALLEST_RANGE = 0.5;

export interface LogitLayout {
  /** Bars that fit side by side at a size one can still see. */
  readonly shown: number;
  /** Whether every bar has its number; where not, there is a scale. */
  readonly numbers: boolean;
  /** Where the bars begin, and the distance from one to the next. */
  readonly left: number;
  readonly step: number;
}

/** @param count logits that there are */
export function logitLayout(count: number, width: number): LogitLayout {
  const numbers = count * NUMBER_WIDTH <= width;
  const left = numbers ? 0 : SCALE_WIDTH;
  const shown = Math.min(count, Math.max(1, Math.floor((width - left) / NARROWEST)));
  return { shown, numbers, left, step: (width - left) / Math.max(1, shown) };
}

/** Values of the scale inside -reach … reach, the middle among them: round numbers, as far out as there are any. */
export function scaleTicks(reach: number): number[] {
  const power = 10 ** Math.floor(Math.log10(reach));
  const highest = [5, 2, 1].map((step) => step * power).find((step) => step <= reach) ?? power;
  return [-highest, 0, highest];
}

/** Values around their own mean. */
export function centered(values: readonly number[]): number[] {
  const middle = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - middle);
}

export function logitBars(svg: SVGSVGElement, sets: readonly LogitSet[], { width, height }: LogitOptions): void {
  const { shown, numbers, left, step } = logitLayout(Math.max(0, ...sets.map(({ values }) => values.length)), width);
  const marks = sets.flatMap(({ key, role, values }) =>
    centered(values)
      .slice(0, shown)
      .map((value, logit) => ({ key: `${key} ${logit}`, role, logit, value })),
  );
  const bars = marks.filter(({ role }) => role === 'teacher');
  const guesses = marks.filter(({ role }) => role !== 'teacher');
  const reach = Math.max(SMALLEST_RANGE, ...marks.map(({ value }) => Math.abs(value)));
  const barWidth = step * 0.8;
  const leftOf = (logit: number) => left + (logit + 0.1) * step;
  const y = linear([-reach, reach], [height - BOTTOM, TOP]);
  const root = chartRoot(svg, { width, height, fontSize: FONT_SIZE });
  type Drawn = (typeof marks)[number];

  const scale = shown > 0 && !numbers ? scaleTicks(reach) : [];
  root
    .selectAll('line')
    .data(shown > 0 ? [...new Set([0, ...scale])] : [])
    .join('line')
    .attr('x1', left)
    .attr('x2', width)
    .attr('y1', y)
    .attr('y2', y)
    .style('stroke', (value) => (value === 0 ? 'var(--subliminal-line)' : 'var(--subliminal-grid)'));
  root
    .selectAll('text.scale')
    .data(scale)
    .join('text')
    .attr('class', 'scale')
    .attr('x', left - 4)
    .attr('y', y)
    .attr('dy', '0.35em')
    .attr('text-anchor', 'end')
    .style('fill', 'var(--subliminal-muted)')
    .text(signed);
  root
    .selectAll<SVGRectElement, Drawn>('rect')
    .data(bars, ({ key }) => key)
    .join('rect')
    .attr('x', ({ logit }) => leftOf(logit))
    .attr('width', barWidth)
    .attr('y', ({ value }) => Math.min(y(0), y(value)))
    .attr('height', ({ value }) => Math.abs(y(value) - y(0)))
    .attr('fill-opacity', 0.22)
    .style('fill', 'var(--subliminal-teacher)')
    .style('stroke', 'var(--subliminal-teacher)');
  root
    .selectAll<SVGPathElement, Drawn>('path')
    .data(guesses, ({ key }) => key)
    .join('path')
    .attr('d', ({ role }) => markerPath(role, 34))
    .attr('transform', ({ logit, value }) => `translate(${leftOf(logit) + barWidth / 2},${y(value)})`)
    .style('fill', ({ role }) => lookOf(role).color);
  root
    .selectAll<SVGTextElement, Drawn>('text.number')
    .data(numbers ? bars : [], ({ key }) => key)
    .join('text')
    .attr('class', 'number')
    .attr('x', ({ logit }) => leftOf(logit) + barWidth / 2)
    .attr('y', 10)
    .attr('text-anchor', 'middle')
    .style('fill', 'var(--subliminal-ink)')
    .text(({ value }) => oneDecimal(value));
}

function oneDecimal(value: number): string {
  const tenths = Math.round(value * 10);
  return `${tenths < 0 ? '−' : ''}${(Math.abs(tenths) / 10).toFixed(1)}`;
}

/** "−0.5", "0", "20": as short as it can be said. */
function signed(value: number): string {
  return String(Number(value.toPrecision(1))).replace('-', '−');
}
