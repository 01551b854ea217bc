// What a benchmark measured, as a table: medians, and ratios round by round. Pure.

/** Milliseconds per step; of the processor where the system tells. */
export interface Sample {
  readonly wall: number;
  readonly processor?: number;
}

export interface Measured {
  readonly engine: string;
  readonly device: string;
  readonly models: number;
  /** One for each round. */
  readonly samples: readonly Sample[];
}

/** A peer and ours on the same kind of processor. */
const PEERS = [
  { ours: 'ours webgpu', peer: 'jax-js webgpu' },
  { ours: 'ours wasm', peer: 'jax-js wasm' },
] as const;

export function benchTable(measured: readonly Measured[]): string {
  const sizes = [...new Set(measured.map(({ models }) => models))];
  return sizes
    .map((size) => {
      const rows = measured.filter(({ models }) => models === size);
      const lines = rows.map(
        ({ engine, device, samples }) =>
          `  ${engine.padEnd(14)} wall ${words(samples, 'wall')}   processor ${words(samples, 'processor')}   ${device}`,
      );
      const ratios = PEERS.flatMap(({ ours, peer }) => {
        const [a, b] = [ours, peer].map((name) => rows.find(({ engine }) => engine === name)?.samples);
        if (!a || !b) return [];
        return [`  ${peer} / ${ours}: wall ${ratio(b, a, 'wall')}, processor ${ratio(b, a, 'processor')}`];
      });
      const rounds = rows[0]?.samples.length ?? 0;
      const head = `N = ${size} ${size === 1 ? 'model' : 'models'}, ${rounds} rounds, medians in ms per step`;
      return [head, ...lines, ...ratios].join('\n');
    })
    .join('\n\n');
}

function words(samples: readonly Sample[], kind: keyof Sample): string {
  const values = samples.map((sample) => sample[kind] ?? NaN);
  return (values.some(Number.isNaN) ? '—' : median(values).toFixed(1)).padStart(8);
}

/** Of each round, as machines get faster and slower: "2.85 (2.71 to 3.02)". */
function ratio(peer: readonly Sample[], ours: readonly Sample[], kind: keyof Sample): string {
  const ratios = peer.map((sample, round) => (sample[kind] ?? NaN) / (ours[round]?.[kind] ?? NaN));
  if (ratios.some(Number.isNaN)) return '—';
  return `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
