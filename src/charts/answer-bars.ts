// What several networks answer to the same question, side by side: one small chart of horizontal bars per network, all on
// one scale. A function of (svg, data, options): called again with new data it updates what is there.
import type { Selection } from 'd3';
import { chartRoot } from './chart-root.ts';
import { answerLayout, FONT_SIZE, ROW, type AnswerLayout } from './answer-layout.ts';
import { lookOf, markerPath, type Role } from './roles.ts';
import { fitted } from './text-fit.ts';

interface AnswerBar {
  readonly word: string;
  /** Probability, 0 … 1; undefined until it is known. */
  readonly value: number | undefined;
  /** The answer that everything is about: drawn in the network's color, its word in bold. */
  readonly target: boolean;
}

export interface AnswerPanel {
  readonly key: string;
  /** The base has none: it is what everybody starts from. */
  readonly role: Role | undefined;
  readonly name: string;
  readonly bars: readonly AnswerBar[];
}

export interface AnswerOptions {
  readonly width: number;
}

type Panels = Selection<SVGGElement, AnswerPanel, SVGSVGElement, unknown>;

const colorOf = (role: Role | undefined) => (role === undefined ? 'var(--subliminal-chance)' : lookOf(role).color);

/** The bars of a panel with what they need of it. */
function barsOf({ role, bars }: AnswerPanel) {
  return bars.map((bar, index) => ({ ...bar, index, color: colorOf(role) }));
}

export function answerBars(svg: SVGSVGElement, panels: readonly AnswerPanel[], { width }: AnswerOptions): void {
  const rows = Math.max(0, ...panels.map(({ bars }) => bars.length));
  const layout = answerLayout(width, panels.length, rows);
  const root = chartRoot(svg, { width, height: layout.height, fontSize: FONT_SIZE });
  const groups = root
    .selectAll<SVGGElement, AnswerPanel>('g')
    .data([...panels], ({ key }) => key)
    .join('g')
    .attr('transform', (_, index) => `translate(${layout.left(index)},${layout.top(index)})`);
  drawTitles(groups, layout);
  drawBars(groups, layout);
}

/** Bold letters are as wide as those of this size. */
const BOLD = 1.15 * FONT_SIZE;
/** Before a title that has a marker. */
const MARKER = 17;

function drawTitles(groups: Panels, { panel }: AnswerLayout): void {
  const indent = (role: Role | undefined) => (role === undefined ? 0 : MARKER);
  groups
    .selectAll('path')
    .data(({ role }) => (role === undefined ? [] : [role]))
    .join('path')
    .attr('d', (role) => markerPath(role, 56))
    .attr('transform', 'translate(6,8)')
    .style('fill', (role) => lookOf(role).color);
  groups
    .selectAll('text.title')
    .data((panel) => [panel])
    .join('text')
    .attr('class', 'title')
    .attr('x', ({ role }) => indent(role))
    .attr('y', 12)
    .attr('font-weight', 600)
    .style('fill', 'var(--subliminal-ink)')
    .text(({ role, name }) => fitted(name, panel - indent(role), BOLD));
}

function drawBars(groups: Panels, { words, bar, first }: AnswerLayout): void {
  const y = ({ index }: { index: number }) => first + index * ROW;
  groups
    .selectAll('text.word')
    .data(barsOf)
    .join('text')
    .attr('class', 'word')
    .attr('x', words)
    .attr('y', (row) => y(row) + 11)
    .attr('text-anchor', 'end')
    .attr('font-weight', ({ target }) => (target ? 700 : null))
    .style('fill', ({ target }) => (target ? 'var(--subliminal-ink)' : 'var(--subliminal-muted)'))
    .text(({ word }) => word);
  groups
    .selectAll('rect')
    .data(barsOf)
    .join('rect')
    .attr('x', words + 6)
    .attr('y', (row) => y(row) + 2)
    .attr('height', ROW - 5)
    .attr('width', ({ value }) => Math.max(1, bar(value ?? 0)))
    .attr('fill-opacity', ({ target }) => (target ? 1 : 0.3))
    .style('fill', ({ color }) => color);
  groups
    .selectAll('text.value')
    .data(barsOf)
    .join('text')
    .attr('class', 'value')
    .attr('x', ({ value }) => words + 10 + bar(value ?? 0))
    .attr('y', (row) => y(row) + 11)
    .attr('font-weight', ({ target }) => (target ? 700 : null))
    .style('fill', ({ target }) => (target ? 'var(--subliminal-ink)' : 'var(--subliminal-muted)'))
    .text(({ value }) => (value === undefined ? '' : `${Math.round(value * 100)} %`));
}
