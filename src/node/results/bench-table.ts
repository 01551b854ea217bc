// What a benchmark measured, as a table: medians, and ratios round by round. Pure.
import { WORKS, type WorkName } from '../../bench/work-item.ts';

/** Milliseconds per step; of the processor where the system tells. */
export interface Sample {
  readonly wall: number;
  readonly processor?: number;
}

export interface Measured {
  readonly work: WorkName;
  readonly engine: string;
  readonly device: string;
  readonly models: number;
  /** One for each round. */
  readonly samples: readonly Sample[];
  /** Why there are none. */
  readonly failure?: string;
}

/** A peer and ours on the same kind of processor. */
const PEERS = [
  { ours: 'ours webgpu', peer: 'jax-js webgpu' },
  { ours: 'ours webgpu', peer: 'tfjs webgpu' },
  { ours: 'ours wasm', peer: 'jax-js wasm' },
  { ours: 'ours wasm', peer: 'tfjs wasm' },
] as const;

const ORDER = Object.keys(WORKS);

/** What was measured together: work after work, few models before many. */
function groupsOf(measured: readonly Measured[]): Measured[][] {
  const sorted = measured.toSorted((a, b) => ORDER.indexOf(a.work) - ORDER.indexOf(b.work) || a.models - b.models);
  const groups = new Map<string, Measured[]>();
  for (const row of sorted) {
    const key = `${row.work} ${row.models}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

export function benchTable(measured: readonly Measured[]): string {
  return groupsOf(measured)
    .map((rows) => {
      const lines = rows.map(({ engine, device, samples, failure }) =>
        failure
          ? `  ${engine.padEnd(14)} ${failure}`
          : `  ${engine.padEnd(14)} wall ${words(samples, 'wall').padStart(8)}   processor ${words(samples, 'processor').padStart(8)}   ${device}`,
      );
      const [{ work, models }] = rows as [Measured];
      const { title, unit } = WORKS[work];
      const size = work.endsWith('run') ? '' : `N = ${models}, `;
      const head = `${title}; ${size}${roundsOf(rows)} rounds, medians in ms per ${unit}`;
      return [head, ...lines, ...ratios(rows).map((line) => `  ${line}`)].join('\n');
    })
    .join('\n\n');
}

/** The same as a table of the README: processor time where the system tells. */
export function benchMarkdown(measured: readonly Measured[]): string {
  const lines = groupsOf(measured).flatMap((rows) =>
    rows
      .filter(({ samples }) => samples.length > 0)
      .map(({ work, models, engine, samples }) => {
        const peers = PEERS.filter(({ peer }) => peer === engine);
        const ours = peers.flatMap((pair) => rows.find((row) => row.engine === pair.ours)?.samples ?? []);
        const times = ours.length > 0 ? ratio(samples, ours, kindOf(samples, ours)) : '';
        const cells = [
          WORKS[work].title,
          work.endsWith('run') ? '–' : models,
          engine,
          words(samples, 'processor'),
          words(samples, 'wall'),
          times,
        ];
        return `| ${cells.join(' | ')} |`;
      }),
  );
  return ['| What | N | Who | Processor, ms | Wall, ms | Times ours |', '|---|---|---|---|---|---|', ...lines].join(
    '\n',
  );
}

function ratios(rows: readonly Measured[]): string[] {
  return PEERS.flatMap(({ ours, peer }) => {
    const [a = [], b = []] = [ours, peer].map((name) => rows.find(({ engine }) => engine === name)?.samples);
    if (a.length === 0 || b.length === 0) return [];
    return [`${peer} / ${ours}: wall ${ratio(b, a, 'wall')}, processor ${ratio(b, a, 'processor')}`];
  });
}

function roundsOf(rows: readonly Measured[]): number {
  return Math.max(...rows.map(({ samples }) => samples.length));
}

function kindOf(...all: (readonly Sample[])[]): keyof Sample {
  return all.flat().some(({ processor }) => processor === undefined) ? 'wall' : 'processor';
}

function words(samples: readonly Sample[], kind: keyof Sample): string {
  const values = samples.map((sample) => sample[kind] ?? NaN);
  if (values.some(Number.isNaN)) return '—';
  const middle = median(values);
  return middle < 1000 ? middle.toFixed(1) : Math.round(middle).toLocaleString('en-US');
}

/** Of each round, as machines get faster and slower: "2.85 (2.71 to 3.02)". */
function ratio(peer: readonly Sample[], ours: readonly Sample[], kind: keyof Sample): string {
  const all = peer.map((sample, round) => (sample[kind] ?? NaN) / (ours[round]?.[kind] ?? NaN));
  if (all.some(Number.isNaN)) return '—';
  return `${median(all).toFixed(2)} (${Math.min(...all).toFixed(2)} to ${Math.max(...all).toFixed(2)})`;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
