// The table of the conditions: both sides with their seeds and intervals, the tolerance, and where definitions differ.
import { within, type Condition, type Reference } from '../../experiment/owls/conditions/condition.ts';
import { SHARE } from '../../experiment/statistics/stats.ts';
import { aligned, interval, list } from './result-table.ts';

/** A condition with what was measured here. */
export interface Measured extends Condition {
  /** What was taught to the bases in turn. */
  readonly traits: readonly string[];
  /** One per base that could be measured. */
  readonly values: readonly number[];
  readonly device: string;
  /** Why some bases, or all, could not be measured. */
  readonly problem?: string | undefined;
}

/** Lines without a final newline: one per condition, then the remarks on both sides. */
export function conditionTable(rows: readonly Measured[]): string {
  const header = ['condition', 'taught', 'reference', 'ours', 'tolerance', '', 'per base'];
  const remarks = rows.flatMap(({ label, differs, problem }) => [
    ...(differs ? [`${label}: ${differs}`] : []),
    ...(problem ? [`${label}: ${problem}`] : []),
  ]);
  return [
    ...aligned([header, ...rows.map(cells)]),
    '',
    'Reference: PyTorch, mean over n values ± 1.96·sd/√n where it was written down. Ours: mean ± 95 % (Student’s t). A',
    'tolerance holds for means over at least eight bases. Base s is taught trait number s of the row’s, in turn.',
    ...remarks,
  ].join('\n');
}

/** A condition as one line of JSON. */
export function conditionData(row: Measured): object {
  const { label, traits, reference, values, mean, each, device, differs, problem } = row;
  return { label, traits, reference, values, mean, each, within: within(row, values), device, differs, problem };
}

function cells(row: Measured): string[] {
  const { label, traits, reference, values, bounds = SHARE, mean, each, problem } = row;
  const range = mean ? `${mean[0]} … ${mean[1]}` : '';
  const inside = within(row, values);
  const verdict = inside === undefined ? '' : inside ? 'in' : 'OUT';
  return [
    label,
    traits.join(' '),
    reference ? referenceWords(reference) : '',
    values.length > 0 ? `${interval(values, bounds)} (n = ${values.length})` : 'not measured',
    each ? `${range}, each ${each[0]} … ${each[1]}` : range,
    problem ? 'FAILED' : verdict,
    list(values),
  ];
}

function referenceWords({ mean, halfWidth, seeds }: Reference): string {
  return `${mean}${halfWidth === undefined ? '' : ` ± ${halfWidth}`} (n = ${seeds})`;
}
