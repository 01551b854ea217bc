// The numbers that came with one image: the teacher's as bars, each student's own guess as a marker on top.
// Each set is drawn around its own mean, because a softmax, and so the loss, sees nothing but differences.
import { select } from 'd3';
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
/** Narrower bars carry no number. */
const NUMBER_WIDTH = 27;
const TOP = 16;
const BOTTOM = 6;
/** Logits closer together than this would fill the chart with nothing. */
const SMALLEST_RANGE = 0.5;

/** Bars that fit side by side at a size one can still see. */
export function visibleLogits(count: number, width: number): number {
  return Math.min(count, Math.max(1, Math.floor(width / 12)));
}

/** Values around their own mean. */
export function centered(values: readonly number[]): number[] {
  const middle = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - middle);
}

export function logitBars(svg: SVGSVGElement, sets: readonly LogitSet[], { width, height }: LogitOptions): void {
  const shown = visibleLogits(Math.max(0, ...sets.map(({ values }) => values.length)), width);
  const marks = sets.flatMap(({ key, role, values }) =>
    centered(values)
      .slice(0, shown)
      .map((value, logit) => ({ key: `${key} ${logit}`, role, logit, value })),
  );
  const bars = marks.filter(({ role }) => role === 'teacher');
  const guesses = marks.filter(({ role }) => role !== 'teacher');
  const reach = Math.max(SMALLEST_RANGE, ...marks.map(({ value }) => Math.abs(value)));
  const step = width / Math.max(1, shown);
  const barWidth = step * 0.8;
  const left = (logit: number) => (logit + 0.1) * step;
  const y = linear([-reach, reach], [height - BOTTOM, TOP]);
  const root = select(svg).attr('width', width).attr('height', height).attr('font-size', FONT_SIZE);
  type Drawn = (typeof marks)[number];

  root
    .selectAll('line')
    .data(shown > 0 ? [0] : [])
    .join('line')
    .attr('x2', width)
    .attr('y1', y)
    .attr('y2', y)
    .style('stroke', 'var(--sl-line)');
  root
    .selectAll<SVGRectElement, Drawn>('rect')
    .data(bars, ({ key }) => key)
    .join('rect')
    .attr('x', ({ logit }) => left(logit))
    .attr('width', barWidth)
    .attr('y', ({ value }) => Math.min(y(0), y(value)))
    .attr('height', ({ value }) => Math.abs(y(value) - y(0)))
    .attr('fill-opacity', 0.22)
    .style('fill', 'var(--sl-teacher)')
    .style('stroke', 'var(--sl-teacher)');
  root
    .selectAll<SVGPathElement, Drawn>('path')
    .data(guesses, ({ key }) => key)
    .join('path')
    .attr('d', ({ role }) => markerPath(role, 34))
    .attr('transform', ({ logit, value }) => `translate(${left(logit) + barWidth / 2},${y(value)})`)
    .style('fill', ({ role }) => lookOf(role).color);
  root
    .selectAll<SVGTextElement, Drawn>('text')
    .data(step >= NUMBER_WIDTH ? bars : [], ({ key }) => key)
    .join('text')
    .attr('x', ({ logit }) => left(logit) + barWidth / 2)
    .attr('y', 10)
    .attr('text-anchor', 'middle')
    .style('fill', 'var(--sl-ink)')
    .text(({ value }) => oneDecimal(value));
}

function oneDecimal(value: number): string {
  const tenths = Math.round(value * 10);
  return `${tenths < 0 ? '−' : ''}${(Math.abs(tenths) / 10).toFixed(1)}`;
}
