// What stands behind the learning curves before anything is measured: scales, panels, the level of those who learn nothing.
import type { Selection } from 'd3';
import type { CurveLayout } from './curve-layout.ts';

export type Group = Selection<SVGGElement, string, SVGSVGElement, unknown>;

const SHARES = [0, 0.25, 0.5, 0.75, 1];

export function drawShares(group: Group, { left, students, y }: CurveLayout): void {
  group
    .selectAll('line')
    .data(SHARES)
    .join('line')
    .attr('x1', left)
    .attr('x2', students.right)
    .attr('y1', y)
    .attr('y2', y)
    .style('stroke', 'var(--subliminal-grid)');
  group
    .selectAll('text')
    .data(SHARES)
    .join('text')
    .attr('x', left - 6)
    .attr('y', y)
    .attr('dy', '0.35em')
    .attr('text-anchor', 'end')
    .style('fill', 'var(--subliminal-muted)')
    .text((value) => (value === 1 ? '100 %' : `${value * 100}`));
}

export function drawPanels(
  group: Group,
  layout: CurveLayout,
  titles: { readonly teacher: string; readonly students: string },
): void {
  const { narrow, top, bottom, teacher, students } = layout;
  const panels = [
    { ...teacher, title: titles.teacher },
    { ...students, title: titles.students },
  ];
  group
    .selectAll('line.rule')
    .data(panels)
    .join('line')
    .attr('class', 'rule')
    .attr('x1', ({ left }) => left)
    .attr('x2', ({ left }) => left)
    .attr('y1', top - 14)
    .attr('y2', bottom)
    .style('stroke', 'var(--subliminal-line)');
  group
    .selectAll('text.title')
    .data(panels)
    .join('text')
    .attr('class', 'title')
    .attr('x', ({ left, right }, index) => (narrow && index === 0 ? right - 5 : left + 5))
    .attr('text-anchor', (_, index) => (narrow && index === 0 ? 'end' : 'start'))
    .attr('y', top - 14)
    .style('fill', 'var(--subliminal-ink)')
    .text(({ title }) => title);
  const ticks = panels.flatMap(({ title, x, ticks: steps }) =>
    steps.map((step) => ({ key: `${title} ${step}`, step, x })),
  );
  group
    .selectAll<SVGTextElement, (typeof ticks)[number]>('text.tick')
    .data(ticks, ({ key }) => key)
    .join('text')
    .attr('class', 'tick')
    .attr('x', ({ x, step }) => x(step))
    .attr('y', bottom + 16)
    .attr('text-anchor', 'middle')
    .style('fill', 'var(--subliminal-muted)')
    .text(({ step }) => step);
  group
    .selectAll('text.axis')
    .data(panels)
    .join('text')
    .attr('class', 'axis')
    .attr('x', ({ left, right }) => (left + right) / 2)
    .attr('y', bottom + 34)
    .attr('text-anchor', 'middle')
    .style('fill', 'var(--subliminal-muted)')
    .text('step');
}

export function drawLevel(group: Group, { left, students, y }: CurveLayout, levels: readonly number[]): void {
  group
    .selectAll('line')
    .data(levels)
    .join('line')
    .attr('x1', left)
    .attr('x2', students.right)
    .attr('y1', y)
    .attr('y2', y)
    .attr('stroke-dasharray', '3 4')
    .style('stroke', 'var(--subliminal-chance)');
}
