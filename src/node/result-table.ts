// The result of a run as a table for the terminal: mean ± 95 % per condition, then every seed.
import { describeInitSharing, parseInitSharing } from '../experiment/init-sharing-text.ts';
import type { DigitsResult } from '../experiment/digits/records.ts';
import type { DigitsSpec } from '../experiment/digits/spec.ts';
import { verdict } from '../experiment/digits/verdict.ts';
import { summarize } from '../experiment/stats.ts';
import type { DeviceDescription } from '../experiment/trainer.ts';

/** A few lines of text without a final newline. */
export function resultTable(
  spec: DigitsSpec,
  { device, result, seconds }: { device: DeviceDescription; result: DigitsResult; seconds: number },
  total: number,
): string {
  const where =
    device.backend === 'cpu'
      ? `CPU (${device.name})`
      : `WebGPU on ${device.name}${device.software ? ' (software adapter)' : ''}`;
  const rows = [
    ['', 'accuracy', 'transfer', 'cosine', 'per seed'],
    ['reference', interval(result.reference), '', '', list(result.reference)],
    ['teacher', interval(result.teacher), '', '', list(result.teacher)],
    ...result.students.map(({ student, accuracy, traitTransfer, cosineOfUpdates }) => {
      const { item } = parseInitSharing(student);
      const name = `student, ${item ? describeInitSharing(item) : student}`;
      return [name, interval(accuracy), interval(traitTransfer), interval(cosineOfUpdates), list(accuracy)];
    }),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
  return [
    `digits, preset ${spec.preset}, ${spec.seedCount} ${spec.seedCount === 1 ? 'seed' : 'seeds'}, ${where}`,
    `${seconds.toFixed(1)} s of training and evaluation, ${total.toFixed(1)} s in all`,
    '',
    ...lines,
    '',
    verdict(result).headline,
  ].join('\n');
}

function interval(values: readonly number[]): string {
  const { mean, halfWidth } = summarize(values);
  return Number.isNaN(halfWidth) ? mean.toFixed(3) : `${mean.toFixed(3)} ± ${halfWidth.toFixed(3)}`;
}

function list(values: readonly number[]): string {
  return values.map((value) => value.toFixed(3)).join(' ');
}
