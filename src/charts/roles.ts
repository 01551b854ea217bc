// How each network looks in every chart and list: a color, a dash and a marker, so that color is never alone.
import {
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolSquare,
  symbolStar,
  symbolTriangle,
  symbolWye,
  type SymbolType,
} from 'd3';

/** The teacher, or the number of a student's look. */
export type Role = 'teacher' | number;

export interface Look {
  /** CSS; the custom properties are declared in components/parts/tokens.ts. */
  readonly color: string;
  /** stroke-dasharray of its lines. */
  readonly dash: string;
  readonly marker: SymbolType;
}

const TEACHER: Look = { color: 'var(--subliminal-teacher)', dash: 'none', marker: symbolSquare };

const STUDENTS: readonly Look[] = [
  { dash: 'none', marker: symbolCircle },
  { dash: '7 3', marker: symbolDiamond },
  { dash: '2 3', marker: symbolTriangle },
  { dash: '9 3 2 3', marker: symbolCross },
  { dash: '4 2', marker: symbolStar },
  { dash: '1 2', marker: symbolWye },
  { dash: '12 4', marker: symbolSquare },
  { dash: '5 2 1 2 1 2', marker: symbolTriangle },
].map((look, role) => ({ ...look, color: `var(--subliminal-student-${role})` }));

export const ROLES: readonly Role[] = ['teacher', ...STUDENTS.keys()];

/** Throws RangeError for a number that is no index. */
export function lookOf(role: Role): Look {
  const look = role === 'teacher' ? TEACHER : STUDENTS[role % STUDENTS.length];
  if (!look) throw new RangeError(`no student looks like number ${role}`);
  return look;
}

/** SVG path of a role's marker around (0, 0), `size` in square pixels. */
export function markerPath(role: Role, size: number): string {
  return symbol(lookOf(role).marker, size)() ?? '';
}

/**
 * One role per student: those called like one of `usual` look the same in every run, in that order; all others take what
 * is free.
 */
export function rolesOf(names: readonly string[], usual: readonly string[]): number[] {
  const fixed = new Map(usual.map((name, role) => [names.indexOf(name), role]));
  const kept = new Set(names.flatMap((_, index) => fixed.get(index) ?? []));
  // What belongs to a usual student that is not there is taken last.
  const spare = usual.map((_, role) => role).reverse();
  const free = [...[...STUDENTS.keys()].slice(usual.length), ...spare].filter((role) => !kept.has(role));
  return names.map((_, index) => fixed.get(index) ?? free.shift() ?? 0);
}
