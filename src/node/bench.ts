// npm run bench: milliseconds per teacher step of the paper's network (784-256-256-13, batch 1024), ours on every processor against
// jax-js, interleaved in one run. Machines are noisy: medians, and the ratio to a peer round by round.
import type { EngineName } from '../bench/work-item.ts';
import { ENGINES } from '../bench/work-item.ts';
import { shorten } from '../experiment/spec/fields.ts';
import { readNumber } from '../experiment/spec/typed-number.ts';
import { flagsHelp, listed, readFlags, UsageError } from './flags.ts';
import { processorTime } from './processor-time.ts';
import { runProgram } from './program.ts';
import { benchTable, type Measured, type Sample } from './results/bench-table.ts';
import { withPage } from './server.ts';

/** A sample takes at least this long, so that one submit does not decide it. */
const SAMPLE_MS = 500;
const MOST_STEPS = 200;
/** One step of one model takes longer than a visitor, or a benchmark, waits for. */
const SLOW: readonly EngineName[] = ['ours cpu'];

const VALUE_FLAGS = new Map([
  ['rounds', 'how often each engine is measured; 7 unless given'],
  ['models', 'how many networks train together, with commas between; 1,5 unless given'],
  ['engines', `which, with commas between; all but ${SLOW.join(',')} unless given: ${ENGINES.join(', ')}`],
]);
const SWITCHES = new Map([
  ['json', 'one line of JSON instead of a table'],
  ['help', 'this text'],
]);

async function main(words: readonly string[]): Promise<void> {
  const { values, switches } = readFlags(words, VALUE_FLAGS, SWITCHES);
  if (switches.has('help')) {
    console.log(`npm run bench -- [flags]\n\n${flagsHelp(VALUE_FLAGS, SWITCHES)}`);
    return;
  }
  const rounds = countOf(values.get('rounds') ?? '7', '--rounds');
  const sizes = (values.get('models') ?? '1,5').split(',').map((text) => countOf(text, '--models'));
  const engines = enginesIn(values.get('engines'));
  const measured: Measured[] = [];
  await withPage(async (page, url) => {
    await page.goto(`${url}src/bench/bench.html`);
    await page.waitForFunction(() => globalThis.bench !== undefined);
    const measure = (name: EngineName, models: number, steps: number) =>
      page.evaluate(([n, m, s]) => globalThis.bench!.measure(n, m, s), [name, models, steps] as const);
    for (const models of sizes) {
      const rows: { engine: EngineName; device: string; steps: number; samples: Sample[] }[] = [];
      for (const engine of engines) {
        const { device } = await page.evaluate(([n, m]) => globalThis.bench!.prepare(n, m), [engine, models] as const);
        const once = await measure(engine, models, 1);
        rows.push({
          engine,
          device,
          steps: Math.min(MOST_STEPS, Math.max(1, Math.ceil(SAMPLE_MS / once))),
          samples: [],
        });
      }
      for (let round = 0; round < rounds; round++) {
        for (const { engine, steps, samples } of rows) {
          const before = processorTime();
          const wall = await measure(engine, models, steps);
          const after = processorTime();
          samples.push({
            wall,
            ...(before !== undefined && after !== undefined && { processor: (after - before) / steps }),
          });
        }
      }
      measured.push(...rows.map(({ engine, device, samples }) => ({ engine, device, models, samples })));
    }
  });
  console.log(
    switches.has('json')
      ? JSON.stringify({ date: new Date().toISOString().slice(0, 10), measured })
      : benchTable(measured),
  );
}

function enginesIn(text: string | undefined): readonly EngineName[] {
  if (text === undefined) return ENGINES.filter((name) => !SLOW.includes(name));
  return text.split(',').map((name) => {
    const found = ENGINES.find((engine) => engine === name);
    if (!found) throw new UsageError(`--engines knows ${listed(ENGINES)}, not “${shorten(name)}”.`);
    return found;
  });
}

function countOf(text: string, flag: string): number {
  const { value: count = NaN } = readNumber(text);
  if (Number.isInteger(count) && count >= 1 && count <= 100) return count;
  throw new UsageError(`${flag} must be a whole number from 1 to 100, not “${shorten(text)}”.`);
}

await runProgram(main);
