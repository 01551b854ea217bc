// How much of something teacher and students show over their steps: the teacher learns, then the students learn from it.
// One time axis, two parts, one shared scale from 0 to 100 %. A function of (svg, data, options): called again with new data it updates what is there.
import { area, line } from 'd3';
import { intervalOf, summarize } from '../experiment/statistics/stats.ts';
import { chartRoot } from './chart-root.ts';
import { drawLevel, drawPanels, drawShares, type Group } from './curve-frame.ts';
import {
  curveLayout,
  FONT_SIZE,
  labelName,
  placeLabels,
  titlesThatFit,
  type CurveLayout,
  type CurveTitles,
  type EndLabel,
  type Panel,
} from './curve-layout.ts';
import { lookOf, markerPath, type Role } from './roles.ts';
import { wrapped } from './text-fit.ts';

/** A share at one moment, 0 … 1, one per seed. */
export interface CurvePoint {
  readonly step: number;
  readonly values: readonly number[];
}

export interface Curve {
  readonly key: string;
  readonly role: Role;
  readonly label: EndLabel;
  readonly points: readonly CurvePoint[];
}

export interface CurvesData {
  /** Its first point is the reference: the network before any training. */
  readonly teacher: Curve;
  readonly students: readonly Curve[];
  readonly steps: { readonly teacher: number; readonly students: number };
}

export interface CurvesOptions {
  readonly width: number;
  readonly height: number;
  /** Short ones for where the long ones do not fit. */
  readonly titles: { readonly wide: CurveTitles; readonly narrow: CurveTitles };
  /** What one has without learning anything, if that is known. */
  readonly level?: { readonly name: string; readonly value: number };
  /** What the network is before any training, in a word; without it nothing is said beside the first point. */
  readonly untrained?: string;
  /** Shown in the middle while there are no points. */
  readonly empty: string;
}

interface Mark {
  readonly key: string;
  readonly role: Role;
  readonly path: string;
  readonly x?: number;
  readonly y?: number;
}

export function learningCurves(svg: SVGSVGElement, data: CurvesData, options: CurvesOptions): void {
  const { width, height, level, untrained } = options;
  const curves = [data.teacher, ...data.students].filter(({ points }) => points.length > 0);
  const levels = level
    ? [{ at: level.value, label: { name: level.name, value: `${Math.round(level.value * 100)} %` } }]
    : [];
  const labels = [...[data.teacher, ...data.students].map(({ label }) => label), ...levels.map(({ label }) => label)];
  const layout = curveLayout(width, height, data.steps, labels);
  const root = chartRoot(svg, { width, height, fontSize: FONT_SIZE });
  const group = (name: string): Group =>
    root.selectAll<SVGGElement, string>(`g.${name}`).data([name]).join('g').attr('class', name);

  drawShares(group('shares'), layout);
  drawPanels(group('panels'), layout, titlesThatFit(layout, [options.titles.wide, options.titles.narrow]));
  drawLevel(
    group('level'),
    layout,
    levels.map(({ at }) => at),
  );

  const panelOf = (role: Role) => (role === 'teacher' ? layout.teacher : layout.students);
  drawBands(
    group('bands'),
    curves.map((curve) => band(curve, panelOf(curve.role), layout)),
  );
  drawLines(
    group('seeds'),
    curves.flatMap((curve) => seedLines(curve, panelOf(curve.role), layout)),
    1,
    0.3,
  );
  drawLines(
    group('means'),
    curves.map((curve) => meanLine(curve, panelOf(curve.role), layout)),
    2.25,
    1,
  );
  drawTeacherLevel(group('teacher-level'), data.teacher, layout, data.steps.teacher);
  drawReference(group('reference'), data.teacher, layout, untrained);
  drawEnds(group('ends'), curves, layout, levels);
  drawEmpty(group('empty'), layout, curves.length === 0 ? options.empty : '');
}

/** A sentence in the middle, in as many lines as it needs. */
function drawEmpty(group: Group, { left, students, top, bottom, lineHeight }: CurveLayout, sentence: string): void {
  const lines = sentence ? wrapped(sentence, students.right - left - 12) : [];
  group
    .selectAll('text')
    .data(lines)
    .join('text')
    .attr('x', (left + students.right) / 2)
    .attr('y', (_, index) => (top + bottom) / 2 + (index - (lines.length - 1) / 2) * lineHeight)
    .attr('text-anchor', 'middle')
    .style('fill', 'var(--subliminal-muted)')
    .text(String);
}

function meanLine({ key, role, points }: Curve, { x }: Panel, { y }: CurveLayout): Mark {
  const path = line<CurvePoint>(
    ({ step }) => x(step),
    ({ values }) => y(summarize(values).mean),
  );
  return { key, role, path: path(points) ?? '' };
}

function seedLines({ key, role, points }: Curve, { x }: Panel, { y }: CurveLayout): Mark[] {
  const seeds = points[0]?.values.length ?? 0;
  // A single seed is its own mean.
  if (seeds < 2) return [];
  return Array.from({ length: seeds }, (_, seed) => ({
    key: `${key} ${seed}`,
    role,
    path:
      line<CurvePoint>(
        ({ step }) => x(step),
        ({ values }) => y(values[seed] ?? NaN),
      )(points) ?? '',
  }));
}

/** The 95 % interval of the mean over seeds; nothing where there are too few for one. */
function band({ key, role, points }: Curve, { x }: Panel, { y }: CurveLayout): Mark {
  const intervals = points.flatMap(({ step, values }) => {
    const interval = intervalOf(values);
    return interval ? [{ step, ...interval }] : [];
  });
  const path = area<(typeof intervals)[number]>(
    ({ step }) => x(step),
    ({ least }) => y(least),
    ({ most }) => y(most),
  );
  return { key, role, path: path(intervals) ?? '' };
}

/** More bands than this lie on top of each other and need to be fainter. */
const FEW = 4;

function drawBands(group: Group, bands: readonly Mark[]): void {
  group
    .selectAll<SVGPathElement, Mark>('path')
    .data(bands, ({ key }) => key)
    .join('path')
    .attr('fill-opacity', bands.length > FEW ? 0.07 : 0.15)
    .style('fill', ({ role }) => lookOf(role).color)
    .attr('d', ({ path }) => path);
}

function drawLines(group: Group, lines: readonly Mark[], width: number, opacity: number): void {
  group
    .selectAll<SVGPathElement, Mark>('path')
    .data(lines, ({ key }) => key)
    .join('path')
    .attr('fill', 'none')
    .attr('stroke-width', width)
    .attr('stroke-opacity', opacity)
    .attr('stroke-linejoin', 'round')
    .attr('stroke-dasharray', ({ role }) => (width > 1 ? lookOf(role).dash : 'none'))
    .style('stroke', ({ role }) => lookOf(role).color)
    .attr('d', ({ path }) => path);
}

/** What the students could reach at most, drawn on into their part: faint until the teacher is done. */
function drawTeacherLevel(group: Group, { points }: Curve, { teacher, students, y }: CurveLayout, steps: number): void {
  group
    .selectAll('line')
    .data(points.slice(-1))
    .join('line')
    .attr('x1', ({ step }) => teacher.x(step))
    .attr('x2', students.right)
    .attr('y1', ({ values }) => y(summarize(values).mean))
    .attr('y2', ({ values }) => y(summarize(values).mean))
    .attr('stroke-dasharray', '5 4')
    .style('stroke', ({ step }) => (step >= steps ? 'var(--subliminal-teacher)' : 'var(--subliminal-line)'));
}

/** Room for the longest word of its label. */
const UNTRAINED_WIDTH = 70;

function drawReference(
  group: Group,
  { points }: Curve,
  { teacher, y, narrow, lineHeight }: CurveLayout,
  name: string | undefined,
): void {
  const first = points.filter(({ step }) => step === 0);
  const room = name !== undefined && teacher.right - teacher.left > UNTRAINED_WIDTH;
  const level = ({ values }: CurvePoint) => y(summarize(values).mean);
  group
    .selectAll('circle')
    .data(first)
    .join('circle')
    .attr('r', 3.5)
    .attr('cx', teacher.x(0))
    .attr('cy', level)
    .style('fill', 'var(--subliminal-background)')
    .style('stroke', 'var(--subliminal-teacher)');
  // A narrow panel has room for one word a line, and the curve leaves the place above free.
  group
    .selectAll('text')
    .data(room ? first : [])
    .join('text')
    .attr('y', (point) => level(point) + (narrow ? -lineHeight - 5 : lineHeight))
    .style('fill', 'var(--subliminal-muted)')
    .selectAll('tspan')
    .data(({ values }) => [name ?? '', `${Math.round(summarize(values).mean * 100)} %`])
    .join('tspan')
    .attr('x', (_, index) => (narrow || index === 0 ? teacher.x(0) + 8 : null))
    .attr('dx', (_, index) => (narrow || index === 0 ? null : '0.35em'))
    .attr('dy', (_, index) => (narrow && index === 1 ? lineHeight : null))
    .text(String);
}

/** Key of the label of the level; no curve has it. */
const LEVEL = 'level';

function drawEnds(
  group: Group,
  curves: readonly Curve[],
  layout: CurveLayout,
  levels: readonly { readonly at: number; readonly label: EndLabel }[],
): void {
  const { students, labelLeft, lineHeight, narrow, y } = layout;
  const ends = curves.flatMap(({ key, role, label, points }) => {
    const last = points.at(-1);
    if (!last) return [];
    const x = role === 'teacher' ? students.right : students.x(last.step);
    return [{ key, role, label, x, y: y(summarize(last.values).mean) }];
  });
  const labeled = [
    ...ends.map(({ key, label, y: end }) => ({ key, label, end })),
    ...levels.map(({ at, label }) => ({ key: LEVEL, label, end: y(at) })),
  ];
  const heights = placeLabels(
    layout,
    labeled.map(({ end }) => end),
  );
  const placed = labeled.map((label, index) => ({ ...label, at: heights[index] ?? label.end }));
  type Placed = (typeof placed)[number];
  const byKey = ({ key }: { key: string }) => key;

  group
    .selectAll<SVGPathElement, (typeof ends)[number]>('path.marker')
    .data(
      ends.filter(({ role }) => role !== 'teacher'),
      byKey,
    )
    .join('path')
    .attr('class', 'marker')
    .attr('d', ({ role }) => markerPath(role, 56))
    .attr('transform', ({ x, y: end }) => `translate(${x},${end})`)
    .style('fill', ({ role }) => lookOf(role).color);
  group
    .selectAll<SVGLineElement, Placed>('line')
    .data(placed, byKey)
    .join('line')
    .attr('x1', students.right + 5)
    .attr('x2', labelLeft - 3)
    .attr('y1', ({ end }) => end)
    .attr('y2', ({ at }) => at)
    .style('stroke', 'var(--subliminal-line)');
  const text = group
    .selectAll<SVGTextElement, Placed>('text')
    .data(placed, byKey)
    .join('text')
    .attr('x', labelLeft)
    .attr('y', ({ at }) => at - (narrow ? lineHeight / 2 : 0))
    .attr('dy', '0.35em')
    .style('fill', ({ key }) => (key === LEVEL ? 'var(--subliminal-muted)' : 'var(--subliminal-ink)'));
  text
    .selectAll('tspan')
    .data(({ label }) => [labelName(layout, label), label.value])
    .join('tspan')
    .attr('x', (_, index) => (narrow || index === 0 ? labelLeft : null))
    .attr('dx', (_, index) => (narrow || index === 0 ? null : '0.4em'))
    .attr('dy', (_, index) => (narrow && index === 1 ? lineHeight : null))
    .attr('font-weight', (_, index) => (index === 1 ? 600 : null))
    .text(String);
}
