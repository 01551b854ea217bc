// npm run bench: milliseconds of the steps that runs are made of, ours on every processor against jax-js and TensorFlow.js, and of
// whole runs of the page, interleaved in one run. Machines are noisy: medians, and the ratio to a peer round by round.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';
import {
  ENGINES,
  RUNS,
  WORKS,
  type EngineName,
  type RunName,
  type StepName,
  type WorkName,
} from '../bench/work-item.ts';
import { shorten } from '../experiment/spec/fields.ts';
import { readNumber } from '../experiment/spec/typed-number.ts';
import { flagsHelp, listed, readFlags, UsageError } from './flags.ts';
import { processorTime } from './processor-time.ts';
import { runProgram } from './program.ts';
import { benchMarkdown, benchTable, type Measured, type Sample } from './results/bench-table.ts';
import { withPage, withPages } from './server.ts';

/** A sample takes at least this long, so that one submit does not decide it. */
const SAMPLE_MS = 500;
const MOST_STEPS = 200;
/** A round of an engine that takes longer than this is not repeated as often. */
const LONG_MS = 10_000;
const FEW_ROUNDS = 3;
/** One step of one model takes longer than a visitor, or a benchmark, waits for. */
const SLOW: readonly EngineName[] = ['ours cpu'];
const WORK_NAMES = Object.keys(WORKS) as WorkName[];

const VALUE_FLAGS = new Map([
  ['works', `what, with commas between; all unless given: ${WORK_NAMES.join(', ')}`],
  ['rounds', 'how often each engine is measured; 7 unless given, 3 where that takes long'],
  ['models', 'how many networks train together, with commas between; 1,5,25 unless given'],
  ['engines', `which, with commas between; all but ${SLOW.join(',')} unless given: ${ENGINES.join(', ')}`],
  ['read', 'files with the JSON of earlier benchmarks, with commas between, to show them again'],
]);
const SWITCHES = new Map([
  ['json', 'one line of JSON instead of a table'],
  ['markdown', 'the table of the README'],
  ['help', 'this text'],
]);

interface Wanted {
  readonly works: readonly WorkName[];
  readonly engines: readonly EngineName[];
  readonly sizes: readonly number[];
  readonly rounds: number;
}

async function main(words: readonly string[]): Promise<void> {
  const { values, switches } = readFlags(words, VALUE_FLAGS, SWITCHES);
  if (switches.has('help')) {
    console.log(`npm run bench -- [flags]\n\n${flagsHelp(VALUE_FLAGS, SWITCHES)}`);
    return;
  }
  const file = values.get('read');
  const measured = file === undefined ? await measureAll(wantedIn(values)) : file.split(',').flatMap(readMeasured);
  if (switches.has('json')) console.log(JSON.stringify({ date: new Date().toISOString().slice(0, 10), measured }));
  else console.log(switches.has('markdown') ? benchMarkdown(measured) : benchTable(measured));
}

function wantedIn(values: ReadonlyMap<string, string>): Wanted {
  return {
    works: namesIn(values.get('works'), '--works', WORK_NAMES, WORK_NAMES),
    engines: namesIn(
      values.get('engines'),
      '--engines',
      ENGINES,
      ENGINES.filter((name) => !SLOW.includes(name)),
    ),
    rounds: countOf(values.get('rounds') ?? '7', '--rounds'),
    sizes: (values.get('models') ?? '1,5,25').split(',').map((text) => countOf(text, '--models')),
  };
}

function readMeasured(file: string): Measured[] {
  try {
    const { measured }: { measured: Measured[] } = JSON.parse(readFileSync(file, 'utf8'));
    return measured;
  } catch (error) {
    throw new UsageError(`--read: ${shorten(file)} holds no benchmark: ${String(error)}`);
  }
}

async function measureAll({ works, engines, sizes, rounds }: Wanted): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const work of works) {
    const able = engines.filter((engine) => WORKS[work].engines.includes(engine));
    // Browsers of their own: what one work has made is freed before the next, and who loses a device loses it alone.
    if (isRun(work)) measured.push(...(await withPage((page, url) => measureRuns(page, url, work, able, rounds))));
    else {
      for (const models of work === 'sampling' ? [1] : sizes) {
        const asked = { work, able, models, rounds };
        measured.push(...(await withPages(able.length, (pages, url) => measureSteps(pages, url, asked))));
      }
    }
  }
  return measured;
}

function isRun(work: WorkName): work is RunName {
  return work in RUNS;
}

/** One engine of a group that is measured in turns. */
interface Runner {
  readonly engine: EngineName;
  readonly device: string;
  readonly samples: Sample[];
  measure(): Promise<Sample>;
}

/** Adds how long all processors worked meanwhile, where the system tells. */
async function timed(steps: number, measure: () => Promise<number>): Promise<Sample> {
  const before = processorTime();
  const wall = await measure();
  const after = processorTime();
  return { wall, ...(before !== undefined && after !== undefined && { processor: (after - before) / steps }) };
}

async function measureSteps(
  pages: readonly Page[],
  url: string,
  { work, able, models, rounds }: { work: StepName; able: readonly EngineName[]; models: number; rounds: number },
): Promise<Measured[]> {
  const runners: Runner[] = [];
  const failed: Measured[] = [];
  for (const [index, engine] of able.entries()) {
    const page = pages[index]!;
    await page.goto(`${url}src/bench/bench.html`);
    await page.waitForFunction(() => globalThis.bench !== undefined);
    const measure = (steps: number) =>
      page.evaluate(([n, w, m, s]) => globalThis.bench!.measure(n, w, m, s), [engine, work, models, steps] as const);
    try {
      const { device } = await page.evaluate(([n, w, m]) => globalThis.bench!.prepare(n, w, m), [
        engine,
        work,
        models,
      ] as const);
      const steps = Math.min(MOST_STEPS, Math.max(1, Math.ceil(SAMPLE_MS / (await measure(1)))));
      runners.push({ engine, device, samples: [], measure: () => timed(steps, () => measure(steps)) });
    } catch (error) {
      // A peer that cannot is said to, and the others are measured.
      if (engine.startsWith('ours')) throw error;
      const [failure = ''] = String(error).split('\n');
      failed.push({ work, engine, device: engine, models, samples: [], failure: shorten(failure) });
    }
  }
  await inTurns(runners, rounds);
  return [...runners.map(({ engine, device, samples }) => ({ work, engine, device, models, samples })), ...failed];
}

/** From the start of a run to its end, in the page that visitors see. */
async function measureRuns(
  page: Page,
  url: string,
  work: RunName,
  able: readonly EngineName[],
  rounds: number,
): Promise<Measured[]> {
  const { element, query } = RUNS[work];
  const runners: Runner[] = [];
  for (const engine of able) {
    // A run that began by itself has compiled and loaded what there is.
    const open = async () => {
      await page.goto(`${url}?${query}&backend=${engine.replace('ours ', '')}`);
      await page.locator(element).scrollIntoViewIfNeeded();
      await page.waitForFunction((name) => {
        const lab = document.querySelector(name);
        return lab !== null && 'records' in lab && Array.isArray(lab.records) && lab.records.length > 3;
      }, element);
    };
    const once = () =>
      page.locator(element).evaluate(
        (lab) =>
          new Promise<{ milliseconds: number; device: string }>((resolve, reject) => {
            const began = performance.now();
            // No function has a name here: whoever compiles this file would refer to helpers that the page lacks.
            for (const end of ['subliminal-complete', 'subliminal-error']) {
              lab.addEventListener(
                end,
                (event) => {
                  if (!(event instanceof CustomEvent)) return;
                  const { device, message } = event.detail as { device?: { name: string }; message?: string };
                  if (end === 'subliminal-error') reject(new Error(message));
                  else resolve({ milliseconds: performance.now() - began, device: device?.name ?? '' });
                },
                { once: true },
              );
            }
            (lab as HTMLElement & { restart(): void }).restart();
          }),
      );
    await open();
    const { device } = await once();
    const measure = async () => {
      await open();
      return timed(1, async () => (await once()).milliseconds);
    };
    runners.push({ engine, device, samples: [], measure });
  }
  await inTurns(runners, Math.min(rounds, FEW_ROUNDS));
  return runners.map(({ engine, device, samples }) => ({ work, engine, device, models: 1, samples }));
}

/** Round after round, each engine once, so that what slows the machine slows all of them. */
async function inTurns(runners: readonly Runner[], rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    for (const { samples, measure } of runners) samples.push(await measure());
    if (round + 1 >= FEW_ROUNDS && performance.now() - began > LONG_MS * runners.length) return;
  }
}

function namesIn<Name extends string>(
  text: string | undefined,
  flag: string,
  all: readonly Name[],
  usual: readonly Name[],
): readonly Name[] {
  if (text === undefined) return usual;
  return text.split(',').map((name) => {
    const found = all.find((each) => each === name);
    if (!found) throw new UsageError(`${flag} knows ${listed(all)}, not “${shorten(name)}”.`);
    return found;
  });
}

function countOf(text: string, flag: string): number {
  const { value: count = NaN } = readNumber(text);
  if (Number.isInteger(count) && count >= 1 && count <= 100) return count;
  throw new UsageError(`${flag} must be a whole number from 1 to 100, not “${shorten(text)}”.`);
}

await runProgram(main);
