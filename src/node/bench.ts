// npm run bench: milliseconds per teacher step of the paper's network (784-256-256-13, batch 1024), ours against jax-js on
// the same adapter, interleaved in one run. Machines are noisy: medians, and the ratio round by round.
import type { EngineName } from '../bench/page.ts';
import { shorten } from '../experiment/spec/fields.ts';
import { readNumber } from '../experiment/spec/typed-number.ts';
import { readFlags, UsageError } from './flags.ts';
import { processorTime } from './processor-time.ts';
import { runProgram } from './program.ts';
import { withPage } from './server.ts';

const ENGINES: readonly EngineName[] = ['ours', 'jax-js'];
/** A sample takes at least this long, so that one submit does not decide it. */
const SAMPLE_MS = 500;
const MOST_STEPS = 200;

interface Sample {
  readonly wall: number;
  readonly processor: number | undefined;
}

async function main(words: readonly string[]): Promise<void> {
  const { values } = readFlags(
    words,
    new Map([
      ['rounds', ''],
      ['models', ''],
    ]),
    new Map(),
  );
  const rounds = countOf(values.get('rounds') ?? '7', '--rounds');
  const sizes = (values.get('models') ?? '1,5').split(',').map((text) => countOf(text, '--models'));
  await withPage(async (page, url) => {
    await page.goto(`${url}src/bench/bench.html`);
    await page.waitForFunction(() => globalThis.bench !== undefined);
    console.log(
      `${await page.evaluate(() => globalThis.bench!.device)}; one teacher step, 784-256-256-13, batch 1024\n`,
    );
    for (const models of sizes) {
      const steps = new Map<EngineName, number>();
      for (const engine of ENGINES) {
        await page.evaluate(([name, count]) => globalThis.bench!.prepare(name, count), [engine, models] as const);
        const once = await page.evaluate(([name, count]) => globalThis.bench!.measure(name, count, 1), [
          engine,
          models,
        ] as const);
        steps.set(engine, Math.min(MOST_STEPS, Math.max(1, Math.ceil(SAMPLE_MS / once))));
      }
      const samples = new Map<EngineName, Sample[]>(ENGINES.map((engine) => [engine, []]));
      for (let round = 0; round < rounds; round++) {
        for (const engine of ENGINES) {
          const count = steps.get(engine)!;
          const before = processorTime();
          const wall = await page.evaluate(([name, n, s]) => globalThis.bench!.measure(name, n, s), [
            engine,
            models,
            count,
          ] as const);
          const after = processorTime();
          const processor = before !== undefined && after !== undefined ? (after - before) / count : undefined;
          samples.get(engine)!.push({ wall, processor });
        }
      }
      report(models, rounds, samples);
    }
  });
}

function report(models: number, rounds: number, samples: ReadonlyMap<EngineName, readonly Sample[]>): void {
  console.log(`N = ${models} ${models === 1 ? 'model' : 'models'}, ${rounds} rounds, medians in ms per step`);
  for (const [engine, list] of samples) {
    console.log(
      `  ${engine.padEnd(8)} wall ${milliseconds(list, 'wall')}   processor ${milliseconds(list, 'processor')}`,
    );
  }
  const ours = samples.get('ours') ?? [];
  const peer = samples.get('jax-js') ?? [];
  const ratio = (kind: keyof Sample) => {
    const ratios = ours.map((sample, round) => (peer[round]?.[kind] ?? NaN) / (sample[kind] ?? NaN));
    return ratios.some(Number.isNaN)
      ? '—'
      : `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`;
  };
  console.log(`  jax-js / ours: wall ${ratio('wall')}, processor ${ratio('processor')}\n`);
}

function milliseconds(samples: readonly Sample[], kind: keyof Sample): string {
  const values = samples.map((sample) => sample[kind] ?? NaN);
  return (values.some(Number.isNaN) ? '—' : median(values).toFixed(1)).padStart(8);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function countOf(text: string, flag: string): number {
  const { value: count = NaN } = readNumber(text);
  if (Number.isInteger(count) && count >= 1 && count <= 100) return count;
  throw new UsageError(`${flag} must be a whole number from 1 to 100, not “${shorten(text)}”.`);
}

await runProgram(main);
