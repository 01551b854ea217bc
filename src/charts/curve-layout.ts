// Where everything of the learning curves goes, for a given size in pixels. Pure numbers, so that it can be tested.
import { ticks } from 'd3';
import { dodge } from './dodge.ts';
import { linear, type Linear } from './linear.ts';
import { fitted, textWidth } from './text-fit.ts';

/** A stretch of the time axis. */
export interface Panel {
  /** From step to pixel. */
  readonly x: Linear;
  readonly left: number;
  readonly right: number;
  readonly ticks: readonly number[];
}

export interface CurveLayout {
  /** Too narrow for one-line labels and long titles. */
  readonly narrow: boolean;
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  /** From a share, 0 … 1, to pixel. */
  readonly y: Linear;
  readonly teacher: Panel;
  readonly students: Panel;
  /** Left edge of the direct labels, and their width at most. */
  readonly labelLeft: number;
  readonly labelRoom: number;
  /** Width of a panel's title at most; the students' may go on above the labels. */
  readonly titleRoom: { readonly teacher: number; readonly students: number };
  readonly lineHeight: number;
}

export const FONT_SIZE = 12;
const NARROW = 560;
const LEFT = 44;
const TOP = 34;
const BOTTOM = 42;
/** Room for the marker and the leader between a line's end and its label. */
const LEADER = 18;
/** The teacher's part of the axis; the students' is the one to look at. */
const TEACHER_SHARE = 0.38;
/** The curves keep at least this share of the width, however long the labels. */
const MINIMUM_PLOT = 0.45;
const MINIMUM_HEIGHT = { narrow: 320, wide: 450 };
const TICK_DISTANCE = 48;
const LABEL_GAP = 3;
/** Between a title and the edge of its panel, on both sides together. */
const TITLE_GAP = 10;

/** One label at the end of a line. */
export interface EndLabel {
  readonly name: string;
  readonly value: string;
}

export function curveLayout(
  width: number,
  height: number,
  steps: { readonly teacher: number; readonly students: number },
  labels: readonly EndLabel[],
): CurveLayout {
  const narrow = width < NARROW;
  const longest = Math.max(0, ...labels.map(({ name, value }) => labelWidth(name, value, narrow)));
  const right = Math.max(LEFT + (width - LEFT) * MINIMUM_PLOT, width - longest - LEADER);
  const middle = LEFT + (right - LEFT) * TEACHER_SHARE;
  const bottom = height - BOTTOM;
  return {
    narrow,
    top: TOP,
    bottom,
    left: LEFT,
    y: linear([0, 1], [bottom, TOP]),
    teacher: panel(steps.teacher, LEFT, middle),
    students: panel(steps.students, middle, right),
    labelLeft: right + LEADER,
    labelRoom: width - right - LEADER,
    // In a narrow chart the teacher's ends where its panel does, and may begin above the axis.
    titleRoom: { teacher: middle - (narrow ? 0 : LEFT) - TITLE_GAP, students: width - middle - TITLE_GAP },
    lineHeight: FONT_SIZE * 1.25,
  };
}

/** High enough for all labels at the ends of the lines; does not change while a run goes on. */
export function curveHeight(width: number, labelCount: number): number {
  const narrow = width < NARROW;
  const label = FONT_SIZE * 1.25 * (narrow ? 2 : 1) + LABEL_GAP;
  return Math.max(narrow ? MINIMUM_HEIGHT.narrow : MINIMUM_HEIGHT.wide, Math.ceil(labelCount * label) + TOP + BOTTOM);
}

function labelWidth(name: string, value: string, narrow: boolean): number {
  return narrow ? Math.max(textWidth(name), textWidth(value)) : textWidth(`${name} ${value}`);
}

/** A label's name where there is not room for all of it; its value always is whole. */
export function labelName({ narrow, labelRoom }: CurveLayout, { name, value }: EndLabel): string {
  return fitted(name, narrow ? labelRoom : labelRoom - textWidth(` ${value}`));
}

/** What stands above the two panels. */
export interface CurveTitles {
  readonly teacher: string;
  readonly students: string;
}

/** The first titles that fit; of the last ones as much as does. */
export function titlesThatFit(
  { titleRoom }: CurveLayout,
  [wide, narrow]: readonly [CurveTitles, CurveTitles],
): CurveTitles {
  const fit = ({ teacher, students }: CurveTitles) =>
    textWidth(teacher) <= titleRoom.teacher && textWidth(students) <= titleRoom.students;
  if (fit(wide)) return wide;
  return {
    teacher: fitted(narrow.teacher, titleRoom.teacher),
    students: fitted(narrow.students, titleRoom.students),
  };
}

function panel(steps: number, left: number, right: number): Panel {
  const x = linear([0, Math.max(1, steps)], [left, right]);
  const wanted = Math.max(1, Math.floor((right - left) / TICK_DISTANCE));
  // A tick at the very end would touch the first tick of the next panel.
  const whole = ticks(0, Math.max(1, steps), wanted).filter(Number.isInteger);
  return { x, left, right, ticks: whole.filter((tick) => x(tick) < right - TICK_DISTANCE / 3) };
}

/** Heights of the label centers for lines that end at `ends`, without overlap. */
export function placeLabels(layout: CurveLayout, ends: readonly number[]): number[] {
  const lines = layout.narrow ? 2 : 1;
  const height = layout.lineHeight * lines;
  return dodge(ends, height + LABEL_GAP, layout.top + height / 2, layout.bottom - height / 2 + layout.lineHeight);
}
