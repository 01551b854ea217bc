// The end of a run, seed by seed: one strip of dots per condition with its mean and 95 % interval.
// A function of (svg, data, options): called again with new data it updates what is there.
import type { Selection } from 'd3';
import { intervalOf, summarize } from '../experiment/statistics/stats.ts';
import { chartRoot } from './chart-root.ts';
import { linear, type Linear } from './linear.ts';
import { lookOf, markerPath, type Role } from './roles.ts';
import { fitted, textWidth } from './text-fit.ts';

export interface DotRow {
  readonly key: string;
  readonly role: Role;
  readonly name: string;
  /** Mean and interval in words. */
  readonly value: string;
  /** A share 0 … 1, one per seed; empty until the run is complete. */
  readonly values: readonly number[];
}

export interface DotsOptions {
  readonly width: number;
  /** What one has without learning anything, if that is known. */
  readonly level?: { readonly name: string; readonly value: number };
}

const FONT_SIZE = 12;
const ROW = 42;
const AXIS = 38;
/** The level has a line of its own below the ticks: wherever it is, it is beside none of them. */
const LEVEL_LINE = 29;
const SIDE = 8;
/** From the middle of a row's marker to its name. */
const KEY = 11;
/** Strip and interval lie below the row's label. */
const STRIP = 24;
const INTERVAL = 34;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

type Rows = Selection<SVGGElement, DotRow, SVGGElement, unknown>;

function dotsHeight(rows: number): number {
  return rows * ROW + AXIS;
}

export function seedDots(svg: SVGSVGElement, rows: readonly DotRow[], { width, level }: DotsOptions): void {
  const levels = level ? [level] : [];
  const x = linear([0, 1], [SIDE, width - SIDE]);
  const bottom = rows.length * ROW;
  const root = chartRoot(svg, { width, height: dotsHeight(rows.length), fontSize: FONT_SIZE });
  const axis = root.selectAll<SVGGElement, string>('g.axis').data(['axis']).join('g').attr('class', 'axis');
  axis
    .selectAll('text.level')
    .data(levels)
    .join('text')
    .attr('class', 'level')
    .attr('x', ({ name, value }) => levelX(name, x(value), width))
    .attr('y', bottom + LEVEL_LINE)
    .attr('text-anchor', 'middle')
    .style('fill', 'var(--subliminal-muted)')
    .text(({ name }) => name);
  axis
    .selectAll('text.tick')
    .data(TICKS)
    .join('text')
    .attr('class', 'tick')
    .attr('x', x)
    .attr('y', bottom + 15)
    .attr('text-anchor', (tick) => (tick === 0 ? 'start' : tick === 1 ? 'end' : 'middle'))
    .style('fill', 'var(--subliminal-muted)')
    .text((tick) => (tick === 1 ? '100 %' : `${tick * 100}`));

  const strips = root.selectAll<SVGGElement, string>('g.strips').data(['strips']).join('g').attr('class', 'strips');
  const groups = strips
    .selectAll<SVGGElement, DotRow>('g.row')
    .data([...rows], ({ key }) => key)
    .join('g')
    .attr('class', 'row')
    .attr('transform', (_, index) => `translate(0,${index * ROW})`);
  drawLabels(groups, width);
  drawStrip(
    groups,
    x,
    levels.map(({ value }) => value),
  );
}

/** Middle of the level's name: at the level, unless it would leave the chart. */
export function levelX(name: string, wanted: number, width: number): number {
  const half = textWidth(name) / 2;
  return Math.min(width - half, Math.max(half, wanted));
}

/** A row's name where there is not room for all of it beside its value. */
export function rowName({ name, value }: Pick<DotRow, 'name' | 'value'>, width: number): string {
  return fitted(name, width - 2 * SIDE - KEY - textWidth(` ${value}`));
}

function drawLabels(groups: Rows, width: number): void {
  groups
    .selectAll('path.key')
    .data((row) => [row])
    .join('path')
    .attr('class', 'key')
    .attr('d', ({ role }) => markerPath(role, 56))
    .attr('transform', `translate(${SIDE},8)`)
    .style('fill', ({ role }) => lookOf(role).color);
  groups
    .selectAll('text.name')
    .data((row) => [row])
    .join('text')
    .attr('class', 'name')
    .attr('x', SIDE + KEY)
    .attr('y', 12)
    .style('fill', 'var(--subliminal-ink)')
    .text((row) => rowName(row, width));
  groups
    .selectAll('text.value')
    .data((row) => [row])
    .join('text')
    .attr('class', 'value')
    .attr('x', width - SIDE)
    .attr('y', 12)
    .attr('text-anchor', 'end')
    .attr('font-weight', 600)
    .style('fill', 'var(--subliminal-ink)')
    .text(({ value }) => value);
}

function drawStrip(groups: Rows, x: Linear, levels: readonly number[]): void {
  groups
    .selectAll('line.ground')
    .data([0])
    .join('line')
    .attr('class', 'ground')
    .attr('x1', x(0))
    .attr('x2', x(1))
    .attr('y1', STRIP)
    .attr('y2', STRIP)
    .style('stroke', 'var(--subliminal-grid)');
  groups
    .selectAll('line.level')
    .data(levels)
    .join('line')
    .attr('class', 'level')
    .attr('x1', x)
    .attr('x2', x)
    .attr('y1', STRIP - 7)
    .attr('y2', INTERVAL + 6)
    .attr('stroke-dasharray', '3 2')
    .style('stroke', 'var(--subliminal-chance)');
  groups
    .selectAll('circle')
    .data(({ role, values }) => values.map((value) => ({ role, value })))
    .join('circle')
    .attr('r', 3.5)
    .attr('cx', ({ value }) => x(value))
    .attr('cy', STRIP)
    .attr('fill-opacity', 0.35)
    .style('fill', ({ role }) => lookOf(role).color)
    .style('stroke', ({ role }) => lookOf(role).color);
  const means = ({ role, values }: DotRow) => (values.length > 0 ? [{ role, mean: summarize(values).mean }] : []);
  const intervals = ({ role, values }: DotRow) => {
    const interval = intervalOf(values);
    return interval ? [{ role, ...interval }] : [];
  };
  groups
    .selectAll('line.interval')
    .data(intervals)
    .join('line')
    .attr('class', 'interval')
    .attr('x1', ({ least }) => x(least))
    .attr('x2', ({ most }) => x(most))
    .attr('y1', INTERVAL)
    .attr('y2', INTERVAL)
    .attr('stroke-width', 3)
    .style('stroke', ({ role }) => lookOf(role).color);
  groups
    .selectAll('line.mean')
    .data(means)
    .join('line')
    .attr('class', 'mean')
    .attr('x1', ({ mean }) => x(mean))
    .attr('x2', ({ mean }) => x(mean))
    .attr('y1', INTERVAL - 5)
    .attr('y2', INTERVAL + 5)
    .attr('stroke-width', 2)
    .style('stroke', ({ role }) => lookOf(role).color);
}
