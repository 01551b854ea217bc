// The command line: one experiment without a page, or with the page's own code in a headless browser. Flags are the
// fields of the experiment's spec; nothing here knows what they mean.
import { shorten } from './experiment/spec/fields.ts';
import { CHOICES, DEFAULT, PLACES, RUNNABLES, type Runnable } from './node/experiments.ts';
import { MachineError, reserve, type Reserved } from './node/files.ts';
import { chosen, flagsHelp, listed, readFlags, UsageError } from './node/flags.ts';
import { closeAtEnd, runProgram } from './node/program.ts';
import { ProgressLine } from './node/progress-line.ts';

const NAMES = RUNNABLES.map(({ name }) => name);
const VALUE_FLAGS = new Map([
  ['experiment', `which experiment: ${listed(NAMES)}; ${NAMES[0]} unless given`],
  ['device', `where it runs: ${PLACES}; auto unless given`],
  ['record', 'a file for the whole run, as the page replays it'],
]);
const SWITCHES = new Map([
  ['json', 'one line of JSON instead of a table'],
  ['help', 'this text, or only the flags of the experiment that is given'],
]);

async function main(words: readonly string[]): Promise<void> {
  const wanted = experimentIn(words);
  const experiment = wanted ?? DEFAULT;
  const { values, switches } = readFlags(words, new Map([...VALUE_FLAGS, ...experiment.flags]), SWITCHES);
  if (switches.has('help')) {
    console.log(help(wanted ? [wanted] : RUNNABLES));
    return;
  }
  const device = chosen(values, 'device', CHOICES, 'auto');
  const planned = experiment.plan([...values].filter(([name]) => experiment.flags.has(name)));
  if (planned.problems[0]) throw new UsageError(asFlag(experiment, planned.problems[0]));

  // Before the run: what cannot be kept in the end would be known too late.
  const record = values.get('record');
  const place = record === undefined ? undefined : placeFor(record);
  const forget = closeAtEnd(() => place?.discard());
  try {
    const began = performance.now();
    const progress = new ProgressLine();
    const finished = await planned.run(device, (phase, step, steps) => progress.show(phase, step, steps));
    progress.clear();
    const total = (performance.now() - began) / 1000;
    if (switches.has('json')) {
      const seconds = { training: rounded(finished.seconds), total: rounded(total) };
      const { device: trained, result } = finished;
      console.log(
        JSON.stringify({ experiment: experiment.name, spec: planned.spec, device: trained, result, seconds }),
      );
    } else {
      console.log(finished.table(total));
    }
    // Behind the result, which is there whatever becomes of the file.
    place?.write(finished.recording());
  } finally {
    place?.discard();
    forget();
  }
}

function placeFor(path: string): Reserved {
  try {
    return reserve(path);
  } catch (error) {
    throw error instanceof MachineError ? new UsageError(`--record: ${error.message}`) : error;
  }
}

/** The experiment somebody asked for, before any other flag is read: which flags there are depends on it. */
function experimentIn(words: readonly string[]): Runnable | undefined {
  const at = words.findLastIndex((word) => /^--experiment(=|$)/.test(word));
  const name = words[at]?.includes('=') ? words[at].slice('--experiment='.length) : words[at + 1];
  // A value that is missing is found missing with all the others.
  if (at < 0 || name === undefined || name.startsWith('--')) return undefined;
  const found = RUNNABLES.find((experiment) => experiment.name === name);
  if (!found) throw new UsageError(`--experiment must be ${listed(NAMES)}, not “${shorten(name)}”.`);
  return found;
}

function help(experiments: readonly Runnable[]): string {
  const parts = experiments.map(({ name, flags }) => `with --experiment ${name}:\n${flagsHelp(flags)}`);
  return ['npm run lab -- [flags]', flagsHelp(VALUE_FLAGS, SWITCHES), ...parts].join('\n\n');
}

/** A sentence about a field is one about its flag. */
function asFlag({ flags }: Runnable, problem: string): string {
  return [...flags.keys()].some((name) => problem.startsWith(name)) ? `--${problem}` : problem;
}

function rounded(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}

await runProgram(main);
