// One number per place of a list, as small upright bars from the first place to the last.
// A function of (svg, data, options): called again with new data it updates what is there.
import { chartRoot } from './chart-root.ts';
import { linear } from './linear.ts';

export interface PlaceBar {
  /** "1st number" */
  readonly name: string;
  readonly value: number;
}

export interface PlaceOptions {
  readonly width: number;
  readonly height: number;
}

const FONT_SIZE = 11;
const TOP = 16;
const BOTTOM = 18;

export function placeBars(svg: SVGSVGElement, bars: readonly PlaceBar[], { width, height }: PlaceOptions): void {
  const step = width / Math.max(1, bars.length);
  const highest = Math.max(Number.EPSILON, ...bars.map(({ value }) => value));
  const y = linear([0, highest], [height - BOTTOM, TOP]);
  const root = chartRoot(svg, { width, height, fontSize: FONT_SIZE });
  const middle = (_: PlaceBar, index: number) => (index + 0.5) * step;
  root
    .selectAll('line')
    .data([0])
    .join('line')
    .attr('x2', width)
    .attr('y1', height - BOTTOM)
    .attr('y2', height - BOTTOM)
    .style('stroke', 'var(--subliminal-line)');
  root
    .selectAll('rect')
    .data(bars)
    .join('rect')
    .attr('x', (_, index) => (index + 0.15) * step)
    .attr('width', step * 0.7)
    .attr('y', ({ value }) => y(value))
    .attr('height', ({ value }) => y(0) - y(value))
    .attr('fill-opacity', 0.75)
    .style('fill', 'var(--subliminal-teacher)');
  root
    .selectAll('text.value')
    .data(bars)
    .join('text')
    .attr('class', 'value')
    .attr('x', middle)
    .attr('y', ({ value }) => y(value) - 4)
    .attr('text-anchor', 'middle')
    .style('fill', 'var(--subliminal-ink)')
    .text(({ value }) => value.toFixed(2).replace(/^0/, ''));
  root
    .selectAll('text.name')
    .data(bars)
    .join('text')
    .attr('class', 'name')
    .attr('x', middle)
    .attr('y', height - 4)
    .attr('text-anchor', 'middle')
    .style('fill', 'var(--subliminal-muted)')
    .text(({ name }) => name);
}
